/* SPDX-License-Identifier: MIT */
/*
 * The one clock of the process. The daemon's time is CLOCK_BOOTTIME in
 * microseconds, which counts through a suspend and is never set; it may be
 * made to run faster or slower, so that a day's training passes in a
 * minute:
 *
 *   daemon time = epoch + (boottime - epoch) x rate
 *
 * The wall clock is read here as well, and runs at the same rate.
 */
#pragma once

#include "purposed/clock.h"
#include "purposed/time.h"

#define PD_RATE_MAX 1000 /* of numerator and denominator: 31 years at 1000 x still fit */

struct pd_rate {
        int32_t num, den; /* 1 to PD_RATE_MAX each; { 1, 1 } is real time */
};

struct pd_loop_clock {
        struct pd_rate rate;
        pd_usec epoch;      /* CLOCK_BOOTTIME at which both times are equal */
        pd_usec real_epoch; /* wall clock at the epoch */
};

/* BOOT and REAL are one instant. RATE is asserted to be within its limits. */
void pd_loop_clock_init(struct pd_loop_clock *clock, struct pd_rate rate, pd_usec boot, pd_usec real);

/* "60", "2.5", "1/10". -EINVAL: not a rate; -ERANGE: PD_RATE_MAX. */
int pd_rate_parse(const char *text, struct pd_rate *ret);

/* The daemon's time at a CLOCK_BOOTTIME; rounds down, saturates below PD_NEVER. */
pd_usec pd_loop_clock_at(const struct pd_loop_clock *clock, pd_usec boot);

/* The first CLOCK_BOOTTIME at which the daemon's time is AT or later: a
 * timer set to it is never early. The epoch for all before it; UINT64_MAX
 * (never, to sd-event) for PD_NEVER and for what lies beyond the type. */
uint64_t pd_loop_clock_boot(const struct pd_loop_clock *clock, pd_usec at);

/* Wall time at a daemon time, where the clock does not run at rate 1. */
pd_usec pd_loop_clock_real(const struct pd_loop_clock *clock, pd_usec at);

pd_usec pd_boottime_now(void); /* CLOCK_BOOTTIME */
pd_usec pd_realtime_now(void); /* CLOCK_REALTIME */

/* The wall clock as the engines want it, at the daemon time AT. An
 * accelerated clock counts as synchronised: nothing will set it. -errno if
 * the boot id cannot be read. */
int pd_loop_clock_read(const struct pd_loop_clock *clock, pd_usec at, struct pd_clock *ret);
