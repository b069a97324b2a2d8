/* SPDX-License-Identifier: MIT */
/*
 * The core on a bench: one athlete's pump, inputs from wherever, and what
 * would be published as text, so that tests compare bytes.
 */
#pragma once

#include "mqtt/topics.h"

#include "purposed/format.h"
#include "purposed/pump.h"

/* A row of the stories: tested thresholds, imperial, with a goal. */
void rig_runner_a(struct pd_athlete *ret);
/* Nobody knows her thresholds yet; from the fifth session on her LT1 is tested. */
void rig_newcomer(struct pd_athlete *ret, int32_t sessions_done);
/* WORKOUT in words; it must parse. */
void rig_workout(struct pd_workout *ret, const char *words, const struct pd_athlete *athlete);

struct rig_text {
        char *bytes;
        size_t length, size;
};

void rig_text_add(struct rig_text *text, const char *bytes, size_t length);
void rig_text_clear(struct rig_text *text);

struct rig {
        struct pd_pump *pump;
        struct pd_athlete athlete;
        struct pd_topics topics;
        bool unpublished;          /* for whoever asks for events alone: the text stays empty */
        struct rig_text published; /* "TOPIC PAYLOAD\n" of every event */
        size_t n_events[PD_EVENT_REARMED + 1];
        struct pd_event last_summary, last_alert; /* pointers in them are stale */
        struct pd_message message;
        pd_event_func also; /* NULL, or told of each event, too */
        void *also_user;
};

void rig_init(struct rig *rig, const struct pd_athlete *athlete, const struct pd_workout *workout);
void rig_clear(struct rig *rig);
void rig_feed(struct rig *rig, const struct pd_input *input);
/* When the stories begin, 2026-11-22 10:15:03 UTC: any day will do, as long as it is always the same. */
#define RIG_STARTED_REAL ((pd_usec) 1795342503 * PD_SEC)
#define RIG_BOOT "0123456789abcdef0123456789abcdef"

void rig_clock(struct rig *rig, pd_usec at, const char *boot_id, pd_usec real, bool synchronised);

/* Inputs, kept: a recording in memory. */
struct rig_inputs {
        struct pd_input *items;
        size_t n, size;
};

void rig_inputs_add(struct rig_inputs *inputs, const struct pd_input *input);
void rig_inputs_clear(struct rig_inputs *inputs);
/* A strap's and a pod's frame as they send them. */
#define RIG_STEPS 82 /* of one foot, a minute, while she moves */
struct pd_input rig_strap_frame(pd_usec at, int32_t bpm); /* with a beat as long as it says, cut to its unit */
struct pd_input rig_beat_frame(pd_usec at, int32_t bpm, int32_t rr); /* with one of RR/1024 s; without it at 0 bpm */
struct pd_input rig_pod_frame(pd_usec at, int32_t mm_s, int64_t distance_dm);
struct pd_input rig_power_frame(pd_usec at, int32_t watts); /* the pod's */
struct pd_run_script;
/* What a virtual athlete's sensors send who follows SCRIPT up to its end; with noise unless the seed is 0. */
void rig_inputs_of_script(struct rig_inputs *inputs, const struct pd_run_script *script, uint64_t noise_seed);
/* A tests/golden/NAME.run, up to its end. */
void rig_inputs_of_story(struct rig_inputs *inputs, const char *path, uint64_t noise_seed);
