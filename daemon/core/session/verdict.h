/* SPDX-License-Identifier: MIT */
/*
 * Was it training, or merely exercising, and why: one reason, one second.
 */
#pragma once

#include "core/coach/coach.h"
#include "core/coach/reps.h"
#include "core/session/tally.h"

#include "purposed/athlete.h"
#include "purposed/plan.h"

enum pd_reason {
        PD_REASON_NONE, /* purpose met */
        PD_REASON_NO_GOAL,
        PD_REASON_NO_PLAN,
        PD_REASON_DECLARED_FREE,
        PD_REASON_TOO_HARD,       /* over the ceiling for too long */
        PD_REASON_TOO_MUCH_GREY,  /* the same, and it was medium */
        PD_REASON_TOO_LITTLE_HARD, /* the key steps were not done as meant */
        PD_REASON_TOO_SHORT,      /* a long run cut short */
        PD_REASON_REST_DAY_RUN,
        PD_REASON_TOO_MUCH,       /* recovery that went on for too long */
        PD_REASON_STOPPED_EARLY,
        PD_REASON_STOPPED_FOR_HEALTH, /* pain, or ill */
        PD_REASON_UNWELL,         /* marked ill or injured: nothing was asked */
        PD_REASON_LEARNING,       /* too few sessions yet to judge anything */
        PD_REASON_TOO_LITTLE_HEARD,
        PD_REASON_HER_OWN_RATING, /* judge_by = rpe: no witness is believed, she is asked */
        PD_REASON_COUNT
};

const char *pd_reason_name(enum pd_reason reason); /* "too_much_grey"; NULL for none */

struct pd_judgement {
        enum pd_purpose_result result;
        enum pd_verdict verdict;
        enum pd_reason reason;
        enum pd_intensity intensity; /* of the excursion that went wrong */
        enum pd_witness witness;     /* who saw it */
        pd_usec went_wrong; /* engine time; PD_NEVER */
        int32_t key_done_s, key_meant_s;
        bool distance_missing; /* the workout asked for one, and nobody measured it */
        int32_t reps_done, reps_meant; /* 0 of 0 where reps are not counted */
};

struct pd_evidence {
        const struct pd_athlete *athlete;
        const struct pd_workout *workout;
        const struct pd_tally *tally;
        const struct pd_coach *coach;
        const struct pd_reps *reps; /* closed */
        pd_usec start, end;
        bool stopped; /* by command */
        enum pd_stop_reason stop_reason;
};

void pd_verdict_judge(const struct pd_evidence *evidence, struct pd_judgement *ret);
