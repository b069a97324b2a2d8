/* SPDX-License-Identifier: MIT */
/*
 * One runner on the bench: frames in, as the daemon gets them (decoder,
 * engine), and what comes of them, kept. Instants are seconds since the
 * trial began.
 */
#pragma once

#include "bench/course.h"
#include "bench/tape.h"

#include "purposed/event.h"
#include "purposed/plan.h"
#include "purposed/pump.h"

struct trial_alert {
        double at_s;
        enum pd_alert_type type;
        enum pd_witness witness;
        int32_t step_index; /* PD_UNKNOWN */
        int32_t over_s;
        int32_t hr_bpm, speed_mm_s;
        char say[PD_SENTENCE_SIZE];
};

/* The live event of a second. */
struct trial_live {
        double at_s;
        enum pd_target_state target_state;
        enum pd_intensity intensity;
        int32_t certainty_percent;
        bool grey;
        int32_t hr_bpm, speed_mm_s, step_index;
};

struct trial {
        struct pd_pump *pump;
        struct pd_athlete athlete;
        size_t n_alerts;
        struct trial_alert *alerts;
        size_t n_lives;
        struct trial_live *lives;
        size_t n_summaries;
        struct pd_summary summary; /* the last one; `steps` and `reason` are stale */
        uint64_t digest; /* of all that was decided (support/digest.h) */
        struct tape_piece *piece; /* NULL: nothing is kept of what it is fed */
        pd_event_func also; /* NULL, or told of each event, too */
        void *also_user;
};

/* WORKOUT: resolved already; NULL for none. Both are copied. */
struct trial *trial_new(const struct pd_athlete *athlete, const struct pd_workout *workout);
struct trial *trial_free(struct trial *trial);

/* One step, open, at INTENSITY, for PURPOSE; bands are the athlete's own. */
void trial_workout(struct pd_workout *ret, enum pd_purpose purpose, enum pd_intensity intensity, const struct pd_athlete *athlete);

void trial_feed(struct trial *trial, const struct pd_input *input);
/* What a strap sends: RR in 1/1024 s, at most 9. */
void trial_strap(struct trial *trial, double at_s, int32_t bpm, const uint16_t *rr, size_t n_rr);
/* What a pod sends: steps of both feet; cadence PD_UNKNOWN: 0; odometer below 0: it has none. */
void trial_pod(struct trial *trial, double at_s, double speed_m_s, int32_t cadence_spm, double odometer_m);
/* Time passes. */
void trial_tick(struct trial *trial, double at_s);
void trial_command(struct trial *trial, double at_s, const struct pd_command *command);

/* The whole of a course. */
void trial_course(struct trial *trial, const struct course *course);

/* The engine, to look into. */
const struct pd_engine *trial_engine(const struct trial *trial);

/* Alerts of which somebody is accused: too hard, too easy, grey zone. */
bool trial_is_accusation(enum pd_alert_type type);
/* The first accusation at or after FROM_S, or NULL. */
const struct trial_alert *trial_first_accusation(const struct trial *trial, double from_s);
size_t trial_count_accusations(const struct trial *trial, double from_s, double to_s);
/* The first live event at or after FROM_S that says OVER and grey, or NULL. */
const struct trial_live *trial_first_grey(const struct trial *trial, double from_s);
