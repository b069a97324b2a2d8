/* SPDX-License-Identifier: MIT */
/*
 * The repeats that a workout is for, one by one: was each done as meant?
 *
 *   heart        ╱‾‾╲ peak, up to 15 s after the rep
 *   rate    ____╱    ╲____
 *   step    |   rep   |15 s| judged here
 *
 * Where neither speed nor power says anything (uphill a pod's speed knows no
 * gradient; no pod at all; nothing that was asked of them) a rep counts by its peak of heart rate: the heart is
 * late, its peak is not. Otherwise it counts by the time that was spent as
 * asked. Where neither may accuse, nobody can tell.
 */
#pragma once

#include "purposed/event.h"
#include "purposed/plan.h"
#include "purposed/time.h"

#define PD_REPS_ENOUGH 3 /* failed ones, and that is enough for today */

/* A rep of hard running: where she is told to go harder, and rests afterwards. */
static inline bool
pd_rep_is_hard(const struct pd_step *step)
{
        return step->key && step->intensity == PD_INTENSITY_HARD;
}

/* UNTOLD: more was asked than easy running, and no witness that may accuse was heard. */
enum pd_rep_result { PD_REP_NONE, PD_REP_DONE, PD_REP_FAILED, PD_REP_UNTOLD };

struct pd_rep {
        int32_t peak_bpm; /* PD_UNKNOWN */
        int8_t result;    /* enum pd_rep_result */
        bool by_peak;     /* that decided */
};

struct pd_reps {
        const struct pd_step *step; /* the rep that runs, or whose peak is awaited; NULL */
        size_t index;               /* of that step */
        pd_usec start, ended;       /* ended: PD_NEVER while it runs */
        int32_t hr_last, peak_bpm;  /* PD_UNKNOWN */
        int32_t seconds, as_asked_s, by_prompt_s;
        bool by_heart;              /* it may be judged by its peak */

        int32_t meant, done, failed, untold;
        bool by_peak;       /* at least one was judged by its peak, or by nobody */
        pd_usec run_start;  /* of the first of the latest failed ones in a row; PD_NEVER */
        pd_usec went_wrong; /* run_start when half of them had failed; PD_NEVER */
        struct pd_rep reps[PD_STEPS_MAX]; /* by step */
};

/* Counts the key steps of WORKOUT; a workout with fewer than two has no reps. */
void pd_reps_init(struct pd_reps *reps, const struct pd_workout *workout);

/* A step begins; the one before has ended. */
void pd_reps_begin(struct pd_reps *reps, const struct pd_step *step, size_t index, pd_usec now);
void pd_reps_end(struct pd_reps *reps, pd_usec now);

/* What is seen of a rep in one second. */
struct pd_rep_second {
        int32_t hr_bpm; /* PD_UNKNOWN */
        bool by_heart;  /* the heart's word may be held against her */
        bool by_prompt; /* so may that of speed or power, and something was asked of it */
        bool as_asked;
};

/* One whole second. */
void pd_reps_second(struct pd_reps *reps, const struct pd_rep_second *second);

/* What became of the rep that has ended, once it can be said. Where the NEXT
 * one (or NULL) begins now, nobody waits for a peak that would be of that. */
enum pd_rep_result pd_reps_due(struct pd_reps *reps, pd_usec now, const struct pd_step *next);

/* The session is over: judges what is open. */
void pd_reps_close(struct pd_reps *reps, pd_usec now);

bool pd_reps_counted(const struct pd_reps *reps);

/* Is the rep at hand one that its peak decides? */
bool pd_reps_is_by_peak(const struct pd_reps *reps);
