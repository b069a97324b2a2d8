/* SPDX-License-Identifier: MIT */
/*
 * What the client has heard of one athlete: the last word on everything that
 * a person would want to see at a glance.
 */
#pragma once

#include "purposed/event.h"

#define PD_WATCHED_SENSORS_MAX 4 /* more are not shown */
#define PD_WATCHED_WORD_SIZE 24

struct pd_watched_sensor {
        char address[PD_ADDRESS_SIZE];
        char type[PD_WATCHED_WORD_SIZE]; /* "heart_rate"; "" before it was heard */
        char name[PD_TEXT_SIZE];
        bool connected;
        int64_t battery_percent; /* PD_UNKNOWN */
};

/* Words and texts "" and numbers PD_UNKNOWN where nothing is known. */
struct pd_watched {
        char id[PD_ID_SIZE];
        char state[PD_WATCHED_WORD_SIZE]; /* "running" */
        bool muted;
        char goal[PD_TEXT_SIZE], workout[PD_TEXT_SIZE];
        char week[PD_SENTENCE_SIZE]; /* how the running one stands */

        /* The last LIVE; t_s PD_UNKNOWN before one. */
        int64_t t_s, hr_bpm, power_w;
        char pace[PD_WATCHED_WORD_SIZE], pace_unit[PD_WATCHED_WORD_SIZE], distance[PD_WATCHED_WORD_SIZE]; /* "4.00 mi" */
        char intensity[PD_WATCHED_WORD_SIZE], target_state[PD_WATCHED_WORD_SIZE];
        bool grey;
        char doubt[PD_WATCHED_WORD_SIZE]; /* "cadence_lock" */
        char target_kind[PD_WATCHED_WORD_SIZE]; /* "heart_rate", "speed", "power" */
        int64_t target_low, target_high;        /* thousandths of bpm, m/s or W */
        char step[PD_TEXT_SIZE];
        int64_t step_index, step_count; /* the index from 1 */
        int64_t step_remaining_s, step_remaining_m;

        /* The last sentence. */
        char say[PD_SENTENCE_SIZE], message[PD_SENTENCE_SIZE];
        char severity[PD_WATCHED_WORD_SIZE];
        bool resolved;
        int64_t said_t_s; /* in the session; PD_UNKNOWN outside of one */
        pd_usec said_at;  /* of the client's clock */

        /* The last session that was judged; sentence "" before one. */
        struct {
                char sentence[PD_SENTENCE_SIZE], distance[PD_WATCHED_WORD_SIZE], pace[PD_WATCHED_WORD_SIZE];
                int64_t moving_s, hr_avg_bpm, trimp_tenths;
        } summary;

        size_t n_sensors;
        struct pd_watched_sensor sensors[PD_WATCHED_SENSORS_MAX];
};

void pd_watched_init(struct pd_watched *watched, const char *id);

/* An event of this athlete, as Event brings it, at NOW of the client's clock.
 * A payload that is no object of JSON is passed over. */
void pd_watched_hear(struct pd_watched *watched, const char *kind, const char *payload, pd_usec now);

/* A session is under way: running, paused or away. */
bool pd_watched_runs(const struct pd_watched *watched);

/* How long ago the last sentence was said, in seconds: by the session's time
 * where both ends have it. */
int64_t pd_watched_age(const struct pd_watched *watched, pd_usec now);
