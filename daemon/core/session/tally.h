/* SPDX-License-Identifier: MIT */
/*
 * What a session adds up to, counted second by second.
 */
#pragma once

#include "core/effort/effort.h"
#include "core/effort/load.h"
#include "core/session/laps.h"

#include "purposed/event.h"
#include "purposed/plan.h"

#define PD_TALLY_NO_STEP SIZE_MAX
/* A pod's last word stands for four usual intervals, of at most 20 s each. */
#define PD_TALLY_HELD_MAX 96

/* One moving second; PD_UNKNOWN for what is not trusted. */
struct pd_tally_second {
        struct pd_effort effort;
        bool heard; /* at least one witness spoke */
        bool grey, in_target;
        uint16_t lap; /* the tally's to fill in */
        int32_t hr_bpm, speed_mm_s, power_w, cadence_spm;
        size_t step; /* PD_TALLY_NO_STEP without a workout */
};

struct pd_tally_step {
        int32_t duration_s, in_target_s;
        int64_t distance_mm, hr_sum, speed_sum;
        int32_t hr_n, speed_n;
};

struct pd_tally {
        int32_t moving_s;
        int32_t seconds[PD_INTENSITY_COUNT]; /* sum to moving_s */
        int32_t on_its_way_s; /* of those unknown: heard, but not settled yet */
        int32_t grey_s, drift_s;
        int64_t distance_mm; /* PD_UNKNOWN until a pod has spoken */
        int64_t unheard_mm;  /* run out of earshot, besides: mileage, never judged */
        int64_t hr_sum, speed_sum, power_sum, cadence_sum;
        int32_t hr_n, speed_n, power_n, cadence_n;
        int32_t hr_max;
        struct pd_load load;
        size_t n_steps; /* begun */
        struct pd_tally_step steps[PD_STEPS_MAX];
        struct pd_laps laps;

        /* Since the last movement that was heard: in no sum until there is
         * another, for the session may turn out to have ended there. */
        size_t n_held;
        struct pd_tally_second held[PD_TALLY_HELD_MAX];
        int32_t deaf_s; /* in which nobody spoke */
};

void pd_tally_init(struct pd_tally *tally, const struct pd_athlete *athlete);
/* Holds the second until pd_tally_moved(). */
void pd_tally_second(struct pd_tally *tally, const struct pd_tally_second *second);
/* She was heard to move: the seconds until now count. */
void pd_tally_moved(struct pd_tally *tally);
/* Nobody knows whether she moved: those seconds are none of the session's. */
void pd_tally_drop_held(struct pd_tally *tally);
void pd_tally_unheard(struct pd_tally *tally, int64_t mm);
/* With what was run out of earshot; PD_UNKNOWN until a pod has spoken. */
int64_t pd_tally_mileage(const struct pd_tally *tally);
/* STEP: PD_TALLY_NO_STEP without a workout. */
void pd_tally_distance(struct pd_tally *tally, int64_t mm, size_t step);

/* Fills what the tally knows, between RET's start and end; STEPS has room for PD_STEPS_MAX and is lent to RET. */
void pd_tally_summary(const struct pd_tally *tally, struct pd_step_done *steps, struct pd_summary *ret);
