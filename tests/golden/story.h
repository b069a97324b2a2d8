/* SPDX-License-Identifier: MIT */
/*
 * A story, replayed: a .run script, an athlete and a workout through the
 * pump, and what was said, shown and judged.
 */
#pragma once

#include "support/rig.h"

#define STORY_HEARD_MAX 64
#define STORY_SESSIONS_MAX 4

/* What the pod says of power at an instant and speed, behind each of its frames. */
typedef int32_t (*story_power_func)(pd_usec at, int32_t mm_s);

/* Does the air swallow this frame? */
typedef bool (*story_loss_func)(void *user, const struct pd_input *input);

struct said {
        enum pd_alert_type type;
        int32_t t_s, heeded_s, hr_bpm;
        enum pd_witness witness;
        char say[PD_SENTENCE_SIZE], message[PD_SENTENCE_SIZE];
};

struct story {
        struct rig rig;
        struct pd_athlete athlete;
        struct pd_workout workout;
        size_t n_said;
        struct said said[STORY_HEARD_MAX];
        int32_t shown_over_s; /* when `live` first showed it; PD_UNKNOWN */
        size_t n_summaries;   /* final ones */
        struct pd_summary summary; /* the last */
        char sessions[STORY_SESSIONS_MAX][PD_SESSION_ID_SIZE]; /* of those summaries */
        struct rig_text kept; /* what the .events file holds */
        pd_usec deaf_from, deaf_to; /* the pod's frames between are lost */
        story_power_func power;     /* NULL: the pod tells none */
        story_loss_func loses;      /* NULL: the air loses nothing */
        void *loses_user;
};

/* Runner A of the stories, about to run WORKOUT. */
struct story *story_new(const char *workout);
/* Of whom nothing is known but the age: 41; from the fifth session on, an LT1 tested at 160. */
struct story *story_newcomer(const char *workout, int32_t sessions_done);
/* Runner A with a strap alone, which begins her sessions. */
struct story *story_strap_only(const char *workout);
void story_free(struct story *story);

/* Plays tests/golden/NAME.run, with the sensors' noise of a seed, or without: 0. */
void story_play(struct story *story, const char *name, uint64_t noise);

/* The same with the lines of a .run file. */
void story_play_text(struct story *story, const char *text);

/* Byte for byte what tests/golden/NAME.events holds. PD_GOLDEN_WRITE=1 in the
 * environment writes it anew. */
void story_matches_golden(struct story *story, const char *name);

/* The Nth (from 0) of its type that was said, or NULL. */
const struct said *story_said(const struct story *story, enum pd_alert_type type, size_t n);
size_t story_count(const struct story *story, enum pd_alert_type type);
