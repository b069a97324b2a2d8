/* SPDX-License-Identifier: MIT */
/*
 * How hard it is right now: heart rate and speed against the athlete's
 * thresholds.
 */
#pragma once

#include "core/signal/trend.h"

#include "purposed/athlete.h"
#include "purposed/event.h"
#include "purposed/intensity.h"

struct pd_effort {
        enum pd_intensity intensity;
        int32_t certainty_percent; /* PD_UNKNOWN with an unknown intensity */
        enum pd_witness witness;   /* on whose word */
        bool drift; /* the heart says more than the speed explains: shown, not accused */
        bool on_its_way; /* unknown, for the only witness is a heart that has not settled */
};

/* What the witnesses say; PD_UNKNOWN for one that is not trusted. */
struct pd_testimony {
        int32_t hr_bpm;
        bool hr_settled;
        int32_t speed_mm_s;
        const struct pd_trend *trend; /* NULL: nothing is known of the time before */
        bool heart_decides; /* a recovery day knows no drift excuse */
        bool uphill; /* a pod knows no gradient: its speed says no more than that she stands */
        bool pressing; /* speed rises, or the heart climbs faster than heat and thirst explain: no drift */
};

void pd_effort_judge(const struct pd_athlete *athlete, const struct pd_testimony *testimony, struct pd_effort *ret);

/* The class of one witness' value alone; unknown without an LT1. */
enum pd_intensity pd_effort_of_hr(const struct pd_athlete *athlete, int32_t bpm);
enum pd_intensity pd_effort_of_speed(const struct pd_athlete *athlete, int32_t mm_s);
