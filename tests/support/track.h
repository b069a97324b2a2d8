/* SPDX-License-Identifier: MIT */
/*
 * An engine as its listeners hear it: one runner's frames through the pump,
 * second by second, and every event that comes of them.
 */
#pragma once

#include "support/rig.h"

#define TRACK_KEPT_MAX 512
#define TRACK_LIVE_MAX 8192
#define TRACK_SILENT (-1) /* a sensor that sends nothing */

struct track {
        struct rig rig;
        pd_usec now; /* of the next second's frames */
        int64_t mm;  /* odometer */
        size_t n_kept; /* neither live, state nor sensor */
        struct pd_event kept[TRACK_KEPT_MAX];
        size_t n_live, n_state;
        pd_usec live_at[TRACK_LIVE_MAX], state_at[TRACK_LIVE_MAX];
        struct pd_live live; /* the last one */
};

/* USER: the track. */
void track_listen(void *user, const struct pd_event *event);
/* WORKOUT: NULL for none. */
struct track *track_with(const struct pd_athlete *athlete, const char *workout);
struct track *track_new(const char *workout);
void track_free(struct track *track);
const struct pd_engine *track_engine(const struct track *track);
/* Whole seconds of both sensors: the strap on the second, the pod a quarter later. */
void track_run(struct track *track, int seconds, int32_t mm_s, int32_t bpm);
void track_tick(struct track *track, pd_usec at);
void track_order(struct track *track, const struct pd_command *command);
size_t track_count_alerts(const struct track *track, enum pd_alert_type type);
/* The Nth alert of its type, from 0. */
const struct pd_event *track_alert(const struct track *track, enum pd_alert_type type, size_t n);
const struct pd_event *track_last_session(const struct track *track);
