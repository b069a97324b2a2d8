/* SPDX-License-Identifier: MIT */
/*
 * The mean of what was heard lately: a ring of the newest values, each with
 * its instant.
 */
#pragma once

#include "purposed/time.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PD_WINDOW_VALUES 64 /* a strap at 2 Hz fills half a minute */

/* All zero: empty. */
struct pd_window {
        size_t n, next;
        pd_usec at[PD_WINDOW_VALUES];
        int32_t value[PD_WINDOW_VALUES];
};

void pd_window_add(struct pd_window *window, pd_usec at, int32_t value);

/* The mean of the values younger than SPAN, rounded; of the newest alone if
 * none is that young. False if there is none at all. */
bool pd_window_mean(const struct pd_window *window, pd_usec now, pd_usec span, int32_t *ret);
