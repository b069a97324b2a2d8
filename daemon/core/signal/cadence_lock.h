/* SPDX-License-Identifier: MIT */
/*
 * Light at the wrist may follow the steps instead of the heart. That the two
 * numbers lie close says nothing (true of 20 to 40 % of honest samples): what
 * betrays a lock is how heart rate came there, and that it stays.
 *
 *   steps      ________________________/‾‾‾\____
 *   heart      ~~~~~~~~~~                          honest so far
 *                        ╲_____________/‾‾‾\____   a jump, then the steps' own course
 *                        ├ 15 s ┤── 38 s ──┤ seen
 *
 * One that comes by less than 12 bpm is not seen: it cannot be told from
 * chance, and misleads by no more than that. Nor is one out of a heart rate that
 * has jumped about before: whatever that is now, it was not to be believed either.
 */
#pragma once

#include "purposed/time.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PD_CADENCE_LOCK_PAIRS 64 /* two minutes, a pair every two seconds */

/* What both said at the same instant. */
struct pd_cadence_pair {
        int32_t at_ds; /* tenths of a second since the first */
        int16_t hr_bpm, cadence_spm;
        int16_t speed_cm_s; /* -1: not heard */
};

struct pd_cadence_lock {
        struct pd_cadence_pair pairs[PD_CADENCE_LOCK_PAIRS]; /* a ring */
        size_t n, next;
        pd_usec begun;     /* the very first pair's instant; PD_NEVER */
        pd_usec last;      /* the newest pair's */
        int32_t ratio;     /* of a lock: 1 + its index; 0 without one */
        int32_t arrived_ds; /* when it came */
        int32_t apart_ds;  /* since when the two have parted; -1 while they have not */
};

void pd_cadence_lock_init(struct pd_cadence_lock *lock);

/* A heart rate, with the cadence and speed of that instant (PD_UNKNOWN if they
 * are not heard). True while heart rate is the steps'. */
bool pd_cadence_lock_heart_rate(struct pd_cadence_lock *lock, pd_usec at, int32_t hr_bpm, int32_t cadence_spm, int32_t speed_mm_s);

/* The steps of the same instant, which come a moment after the heart rate. */
bool pd_cadence_lock_steps(struct pd_cadence_lock *lock, pd_usec at, int32_t cadence_spm, int32_t speed_mm_s);

bool pd_cadence_lock_holds(const struct pd_cadence_lock *lock);
pd_usec pd_cadence_lock_since(const struct pd_cadence_lock *lock); /* its arrival; PD_NEVER */
