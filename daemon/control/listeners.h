/* SPDX-License-Identifier: MIT */
/*
 * Those on the bus who asked to hear events: each by its unique name, for as
 * long as it lives, says so again within PD_LISTENERS_LEASE, and does not
 * take its leave.
 */
#pragma once

#include "purposed/time.h"

#include <systemd/sd-bus.h>

struct pd_listeners;

struct pd_listeners *pd_listeners_new(sd_bus *bus);
struct pd_listeners *pd_listeners_free(struct pd_listeners *listeners);

/* NOW is of CLOCK_BOOTTIME. 1: it is new; 0: it is known, and its lease begins
 * again; -ENOBUFS: PD_LISTENERS_MAX; -ENOMEM; or the bus's refusal. */
int pd_listeners_add(struct pd_listeners *listeners, const char *name, pd_usec now);
void pd_listeners_remove(struct pd_listeners *listeners, const char *name);

/* The signal Event to ONLY, or to everyone if that is NULL; those whose lease
 * is over are forgotten. */
void pd_listeners_tell(struct pd_listeners *listeners, const char *only, pd_usec now, const char *kind, const char *athlete,
        const char *json);

size_t pd_listeners_n(const struct pd_listeners *listeners);
