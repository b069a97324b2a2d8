/* SPDX-License-Identifier: MIT */
/*
 * How hard it is right now: heart rate, speed and power against the athlete's
 * thresholds, each through a filter of its own; the highest is believed, for a
 * heart that is late is not lazy, a pod knows no heat, and its speed no hill.
 */
#pragma once

#include "core/effort/filter.h"
#include "core/signal/trend.h"

#include "purposed/athlete.h"
#include "purposed/event.h"
#include "purposed/intensity.h"

/* From here on it may be held against her. A value within a threshold's width
 * is on one side of it in three of four places where it may lie: 75 %, 87.5 % on
 * the width's very edge, so that "borderline" never is. On a tested threshold it
 * means nine times as likely as not: seconds at 106 % of it, a minute at 101 %. */
#define PD_EFFORT_SURE_PERCENT 90

struct pd_effort {
        enum pd_intensity intensity;
        int32_t certainty_percent; /* PD_UNKNOWN with an unknown intensity */
        enum pd_witness witness;   /* on whose word */
        bool drift; /* the heart says more than the speed explains: shown, not accused */
        bool may_drift; /* it would be drift, were the heart above LT1 */
        bool power_agrees; /* power says the same, whoever is named */
        bool on_its_way; /* unknown, for the only witness is a heart that has not settled */
};

/* What the witnesses say; PD_UNKNOWN for one that is not trusted. */
struct pd_testimony {
        int32_t hr_bpm, hr_newest_bpm; /* of half a minute; the last frame's */
        bool hr_settled; /* it shows what she does now */
        int32_t hr_sd_tenths; /* of this heart around its expected path, in tenths of a bpm; 0: as most runners' */
        int32_t dfa_a1_milli; /* DFA-alpha1 in thousandths */
        int32_t speed_mm_s, speed_newest_mm_s; /* of the last seconds; the last frame's */
        int32_t power_w, power_newest_w; /* likewise, of a pod */
        const struct pd_trend *trend; /* NULL: nothing is known of the time before */
        bool heart_decides; /* a recovery day knows no drift excuse */
        bool uphill; /* a pod knows no gradient: its speed says no more than that she stands */
        bool pressing; /* speed rises, or the heart climbs faster than heat and thirst explain: no drift */
};

/* What is remembered of the seconds before. */
struct pd_effort_past {
        struct pd_filter speed, power, heart;
};

void pd_effort_forget(struct pd_effort_past *past);

/* One whole second. */
void pd_effort_second(struct pd_effort_past *past, const struct pd_athlete *athlete, const struct pd_testimony *testimony,
        struct pd_effort *ret);

/* The bounds between the states, as a witness sees them. */
void pd_effort_hr_bounds(const struct pd_athlete *athlete, struct pd_filter_bound ret[static PD_FILTER_BOUNDS]);
void pd_effort_speed_bounds(const struct pd_athlete *athlete, struct pd_filter_bound ret[static PD_FILTER_BOUNDS]);
void pd_effort_power_bounds(const struct pd_athlete *athlete, struct pd_filter_bound ret[static PD_FILTER_BOUNDS]);

/* The class of one witness' value alone; unknown without an LT1. */
enum pd_intensity pd_effort_of(const struct pd_athlete *athlete, enum pd_witness witness, int32_t value);
