/* SPDX-License-Identifier: MIT */
/*
 * The case that heart rate makes against a ceiling (case.h), where nobody else
 * can tell. A heart goes over its ceiling many times an hour and mostly comes
 * back by itself; the case asks whether this time it stays.
 *
 *   heart rate               ╱‾‾‾‾╲__╱‾‾‾‾‾╲
 *   ceiling + 1 ┈┈┈┈┈┈┈┈┈┈┈┈╱┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╲┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈
 *   ceiling     ───────────╱─────────────────╲──────────────
 *   ceiling − 2 ┈┈┈┈┈┈┈┈┈┈╱┈│┈┈│┈┈┈┈┈┈┈│┈┈┈┈┈┈╲┈┈┈┈┈│┈┈┈┈┈┈┈
 *                       OPEN  SHOWN  PROVEN    ╲____ CLEAR
 *                           │← stay →│             mean of half a minute
 *
 * It is proven by any of three:
 *  - at once, where half a minute's mean is far above;
 *  - soon, in the first seconds of a stay above: the seconds themselves, more
 *    the faster it still climbs, fewer where her heart is known to come back by
 *    itself (how long its stays have been so far);
 *  - in the end, whatever the heart is known for: two thirds of the last minute.
 * Half a minute clearly below ends it.
 */
#pragma once

#include "core/coach/case.h"

#include <stdbool.h>
#include <stdint.h>

#define PD_HEART_SLOPE_S 7

/* A stay may begin on a stay that is a little lower: so many bpm are looked through. */
#define PD_HEART_LEVELS 10

/* What the first seconds of a stay must weigh, in tenths of a second: 15 s of a
 * heart that climbs by 0.1 bpm/s. More, and fewer are wrong and more are late. */
#define PD_HEART_PATIENCE 160

struct pd_heart_case {
        struct pd_case told;
        uint64_t minute;    /* the last 60 s, a bit each, the newest lowest: above? */
        int32_t heard_s;    /* of this case: before, another witness had the word */
        int32_t stay_s;     /* seconds in a row above, up to now */
        int32_t stay_above_s[PD_HEART_LEVELS]; /* the same, so many bpm higher */
        bool soon;          /* its first seconds have weighed enough, heard for long enough or not */
        int32_t stays;      /* that are over, and were long enough to tell something */
        int32_t stays_s;    /* how long they were, in all */
        int32_t recent[PD_HEART_SLOPE_S]; /* a ring: bpm */
        int32_t n_recent, next_recent;
        int32_t ceiling_bpm;
        int32_t patience;   /* PD_HEART_PATIENCE; the bench moves it */
};

/* One second. */
struct pd_heart_second {
        pd_usec now;
        int32_t newest_bpm;  /* PD_UNKNOWN where it may not accuse: nothing changes */
        int32_t mean_bpm;    /* of half a minute */
        int32_t ceiling_bpm; /* outside of what the threshold may really be */
};

/* At the start of a session: nothing is known of her heart. */
void pd_heart_case_init(struct pd_heart_case *heart);

/* A pause, another step, another witness: nothing is off. What her heart is
 * known for stays. */
void pd_heart_case_forget(struct pd_heart_case *heart);

enum pd_case_stage pd_heart_case_second(struct pd_heart_case *heart, const struct pd_heart_second *second);
