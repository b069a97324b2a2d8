/* SPDX-License-Identifier: MIT */
/*
 * A workout is an immutable value, compiled outside the engine, its targets
 * already resolved to the athlete's numbers.
 */
#pragma once

#include "purposed/athlete.h"
#include "purposed/intensity.h"
#include "purposed/time.h"

#define PD_STEPS_MAX 200 /* repeats expanded */

enum pd_purpose {
        PD_PURPOSE_NONE, /* there is no workout today */
        PD_PURPOSE_RECOVERY,
        PD_PURPOSE_EASY,
        PD_PURPOSE_LONG,
        PD_PURPOSE_TEMPO,
        PD_PURPOSE_THRESHOLD,
        PD_PURPOSE_INTERVALS,
        PD_PURPOSE_HILLS,
        PD_PURPOSE_RACE,
        PD_PURPOSE_REST,
        PD_PURPOSE_CROSS,
        PD_PURPOSE_FREE,
        PD_PURPOSE_COUNT
};

const char *pd_purpose_name(enum pd_purpose purpose); /* "recovery"; "none" */
int pd_purpose_parse(const char *word, enum pd_purpose *ret); /* 0 or -EINVAL */

enum pd_extent {
        PD_EXTENT_OPEN, /* until lap is pressed; the last step, until the session ends */
        PD_EXTENT_TIME,
        PD_EXTENT_DISTANCE,
};

/* What is asked of one witness. 0 = open on that side. */
struct pd_band {
        int32_t low, high; /* bpm or mm/s */
        int32_t width;     /* half-width of the threshold behind it: inside, nobody is accused */
};

struct pd_step {
        enum pd_extent extent;
        int64_t amount; /* microseconds or millimetres */
        enum pd_intensity intensity;
        struct pd_band hr, speed;
        bool key;        /* the step that the workout is for */
        bool hills;      /* uphill: never judged by speed; a rep counts by its peak */
        bool walk;       /* asked to walk, not only to go slowly */
        bool ramp;       /* from the band's low end to its high one */
        bool prescribed; /* the bands are the workout's own words, not made of the intensity */
        char cue[PD_TEXT_SIZE];
};

struct pd_workout {
        char id[PD_ID_SIZE];
        char title[PD_TEXT_SIZE]; /* "4 mi recovery" */
        enum pd_purpose purpose;
        size_t n_steps;
        struct pd_step steps[PD_STEPS_MAX];
};

/* No workout: purpose none, no steps. */
void pd_workout_init(struct pd_workout *workout);

/* Fills the bands of each step from its intensity and the athlete's
 * thresholds: a ceiling below hard effort, a floor above easy. */
void pd_workout_resolve(struct pd_workout *workout, const struct pd_athlete *athlete);
