/* SPDX-License-Identifier: MIT */
/*
 * The event loop, and when it wakes. One timer stands at the least deadline
 * of the engines and is moved, if need be, between two turns. A turn is one
 * source dispatched to its end: a frame taken in, a socket served, a
 * deadline passed.
 */
#pragma once

#include "loop_clock.h"

#include <systemd/sd-event.h>

struct pd_loop;

struct pd_loop_ports {
        /* The daemon's time at which `wake` is wanted, PD_NEVER for not at all. */
        pd_usec (*deadline)(void *user);
        void (*wake)(void *user, pd_usec at);
        /* The wall clock was set, began or ceased to be synchronised, or the
         * offset from UTC changed. Not called for the first reading: ask
         * pd_loop_clock(). */
        void (*clock)(void *user, pd_usec at, const struct pd_clock *clock);
        /* A turn is over and no deadline is overdue: the daemon does its
         * work. Feeds the watchdog. */
        void (*turned)(void *user);
        void *user;
};

/* The clock runs at RATE since EPOCH, a CLOCK_BOOTTIME in the past, or 0 for
 * now: a process that goes on where another one stopped shares its clock.
 * Blocks SIGTERM and SIGINT for the calling thread, so that either ends
 * pd_loop_run(): call it before any other thread starts. */
int pd_loop_new(const struct pd_loop_ports *ports, struct pd_rate rate, pd_usec epoch, struct pd_loop **ret);
struct pd_loop *pd_loop_free(struct pd_loop *loop);

/* Until SIGTERM, SIGINT or sd_event_exit(): returns the exit's code, 0 for a signal. */
int pd_loop_run(struct pd_loop *loop);

struct sd_event *pd_loop_event(const struct pd_loop *loop);
pd_usec pd_loop_now(const struct pd_loop *loop); /* the daemon's time */
uint64_t pd_loop_boottime(const struct pd_loop *loop, pd_usec at); /* of an instant, for sd-event */
/* The wall clock as it was last read: at the start, and before each call of
 * the port. Time has passed since, at the rate that both clocks share. */
const struct pd_clock *pd_loop_clock(const struct pd_loop *loop);
