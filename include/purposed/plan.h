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
        int32_t low, high; /* bpm, mm/s or W */
        int32_t width;     /* half-width of the threshold behind it: inside, nobody is accused */
};

/* What a target is written in. A share waits for the athlete. */
enum pd_reference {
        PD_REFERENCE_NONE,            /* no target: the intensity says it all */
        PD_REFERENCE_BPM,
        PD_REFERENCE_SPEED,           /* mm/s */
        PD_REFERENCE_HR_MAX,          /* permille of it, as the two that follow */
        PD_REFERENCE_LTHR,            /* heart rate at LT2 where no LTHR is known */
        PD_REFERENCE_THRESHOLD_SPEED, /* at LT2, or critical speed */
};

/* A target in the workout's own words. 0 = open on that side. */
struct pd_target {
        enum pd_reference reference;
        int32_t low, high; /* of a ramp, its two ends, the lower one first */
};

struct pd_step {
        enum pd_extent extent;
        int64_t amount; /* microseconds or millimetres */
        enum pd_intensity intensity;
        struct pd_band hr, speed;
        bool key;        /* the step that the workout is for */
        bool hills;      /* uphill: never judged by speed; without power a rep counts by its peak */
        bool walk;       /* asked to walk, not only to go slowly */
        bool ramp;       /* from one end of the band to the other; anywhere in it is on target */
        bool prescribed; /* the bands are the workout's own words, not made of the intensity */
        bool said;       /* the intensity is a word of the workout's: a target does not change it */
        struct pd_target target; /* what the bands are made of by pd_workout_resolve(); nothing after it looks here */
        char cue[PD_TEXT_SIZE];
};

struct pd_workout {
        char id[PD_ID_SIZE];
        char title[PD_TEXT_SIZE]; /* "4 mi recovery" */
        enum pd_purpose purpose;
        bool purpose_follows; /* from the steps: once the athlete's thresholds have classed those, it may be another */
        size_t n_steps;
        struct pd_step steps[PD_STEPS_MAX];
};

/* What a step is called where it is shown: its cue, or its intensity, with
 * where it is run: "uphill, hard". */
const char *pd_step_words(const struct pd_step *step);

/* No workout: purpose none, no steps. */
void pd_workout_init(struct pd_workout *workout);

/* What the workout is for, as far as its steps tell, and which of them are
 * the key ones: those at moderate or hard, or all where there is none, but
 * for walks. */
enum pd_purpose pd_workout_purpose_of_steps(const struct pd_workout *workout);
void pd_workout_choose_key_steps(struct pd_workout *workout);

/* The class of each target for most runners; where one is written in pace,
 * by the workout's other paces and what it is said to be for. */
void pd_workout_class_targets(struct pd_workout *workout);

/* What the workout is for, by other words than its own: what its targets are follows. */
void pd_workout_say_purpose(struct pd_workout *workout, enum pd_purpose purpose);

/* Fills the bands of each step: from its target, one-sided by the class of
 * effort that the target is for this athlete (hard, no easier; below
 * moderate, no harder), or else from its intensity and the athlete's
 * thresholds: a ceiling below hard effort, a floor above easy. A heart rate
 * that is asked for leaves speed open; a pace asks of the heart what its
 * class does. */
void pd_workout_resolve(struct pd_workout *workout, const struct pd_athlete *athlete);

/* What is asked of power in a step: what its class of effort does, by the athlete's
 * thresholds. Nothing where the workout asks in its own words for something else; for
 * power none does, so that no step holds it. */
void pd_step_power(const struct pd_step *step, const struct pd_athlete *athlete, struct pd_band *ret);

/* The first step, not before FROM, whose target means nothing for want of a
 * threshold; n_steps if there is none. Its intensity alone counts. */
size_t pd_workout_unresolved(const struct pd_workout *workout, const struct pd_athlete *athlete, size_t from);

/* What is to be done about it: "lthr is unknown, and so are zones of heart rate ...". */
const char *pd_reference_advice(enum pd_reference reference);

/* The band that a target is for this athlete; false where what it refers to
 * is unknown, or there is no target. */
bool pd_target_band(const struct pd_target *target, const struct pd_athlete *athlete, struct pd_band *ret);

bool pd_target_is_speed(const struct pd_target *target);
bool pd_target_is_share(const struct pd_target *target); /* of something that the athlete can do */

/* What a target is for most runners: until this one is known. */
enum pd_intensity pd_target_usual_class(const struct pd_target *target);
