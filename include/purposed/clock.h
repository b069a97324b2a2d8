/* SPDX-License-Identifier: MIT */
/*
 * The wall clock as an input. The core never reads a clock: the root feeds
 * one of these when a trace opens, when the wall clock is set, and after a
 * start. Between two of them wall time advances with engine time.
 */
#pragma once

#include "purposed/time.h"

#include <stdbool.h>
#include <stdint.h>

#define PD_BOOT_ID_SIZE 33 /* 32 hex digits and NUL */

struct pd_clock {
        char boot_id[PD_BOOT_ID_SIZE];
        pd_usec boot;         /* CLOCK_BOOTTIME within that boot */
        pd_usec real;         /* microseconds since 1970 UTC */
        int32_t utc_offset_s; /* local time minus UTC */
        bool synchronised;    /* the kernel says that `real` can be believed */
};

/* An instant of the wall clock as people write it. */
struct pd_civil {
        int32_t year, month, day; /* month and day from 1 */
        int32_t hour, minute, second, millisecond;
};

/* REAL: microseconds since 1970; add the UTC offset before for local time.
 * Gregorian, without leap seconds. */
void pd_clock_civil(pd_usec real, struct pd_civil *ret);

/* Can the wall clock be shown to anyone? A Pi without a battery wakes in
 * 1970; until it is set, no time is better than a wrong one. */
bool pd_clock_plausible(const struct pd_clock *clock);
