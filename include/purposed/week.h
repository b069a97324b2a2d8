/* SPDX-License-Identifier: MIT */
/*
 * A week against the plan: what was run, what was asked for, what is left of
 * it. Monday to Sunday, as the athlete counts days.
 */
#pragma once

#include "purposed/date.h"
#include "purposed/id.h"
#include "purposed/intensity.h"
#include "purposed/plan.h"

#include <stdbool.h>
#include <stdint.h>

/* How it stands. Of several, the first that is true. */
enum pd_week_standing {
        PD_WEEK_AWAY,    /* ill, injured or on vacation on some days, and the others ask for nothing */
        PD_WEEK_NO_PLAN, /* nothing is asked of the week as a whole, or nobody knows whether it was reached */
        PD_WEEK_MORE,    /* hard sessions beyond those planned, or far more distance or time */
        PD_WEEK_BEHIND,  /* what a day before today asked for was run on no day; or an aim of the week is out of reach */
        PD_WEEK_AHEAD,   /* what a day to come asks for is done */
        PD_WEEK_OPEN,    /* nothing was due before today, and nothing is done */
        PD_WEEK_ON_PLAN,
        PD_WEEK_STANDING_COUNT
};

const char *pd_week_standing_name(enum pd_week_standing standing); /* "on_plan" */

/* Where an aim comes from. */
enum pd_week_basis {
        PD_WEEK_BASIS_NONE,
        PD_WEEK_BASIS_PLAN,
        PD_WEEK_BASIS_LITERATURE,
        PD_WEEK_BASIS_COUNT
};

const char *pd_week_basis_name(enum pd_week_basis basis); /* "plan"; NULL for none */

struct pd_week_left {
        pd_day day;
        enum pd_purpose purpose;
        char title[PD_TEXT_SIZE];
};

/* PD_UNKNOWN (event.h) where a figure is not known, or nothing is planned. */
struct pd_week {
        pd_day monday;
        bool final;          /* it is over */
        int32_t revision;    /* of its report, from 1; 0 before there is one */
        int32_t number, of;  /* of the plan's build; 0 outside */
        char goal[PD_TEXT_SIZE]; /* "" without one */
        int32_t days_away;
        int32_t sessions, sessions_planned;
        int32_t missed;      /* of those planned before today */
        int32_t hard, hard_planned; /* by what they were for */
        int32_t grey_sessions; /* spent too long in the grey zone for what they were for */
        int32_t distance_m, distance_planned_m;
        int32_t unmeasured;  /* sessions that are not in the distance */
        int32_t moving_s, moving_planned_s;
        int32_t seconds[PD_INTENSITY_COUNT];
        int32_t grey_s;
        int32_t grey_percent, easy_percent; /* of the time whose intensity is known */
        int32_t easy_aim_percent;
        enum pd_week_basis easy_aim_basis;
        int32_t trimp_tenths; /* known only if each session's is */
        int32_t rest_days;   /* days before today without a session */
        enum pd_week_standing standing;
        size_t n_left;
        struct pd_week_left left[PD_DAYS_A_WEEK]; /* what is still to come, today included */
        char sentence[PD_SENTENCE_SIZE];
};
