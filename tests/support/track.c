/* SPDX-License-Identifier: MIT */
#include "support/track.h"

#include "support/cm.h"

#include <stdlib.h>

void
track_listen(void *user, const struct pd_event *event)
{
        struct track *track = user;

        if (event->kind == PD_EVENT_LIVE) {
                assert_true(track->n_live < TRACK_LIVE_MAX);
                track->live_at[track->n_live++] = event->at;
                track->live = event->live;
        } else if (event->kind == PD_EVENT_STATE) {
                assert_true(track->n_state < TRACK_LIVE_MAX);
                track->state_at[track->n_state++] = event->at;
        } else if (event->kind != PD_EVENT_SENSOR) {
                assert_true(track->n_kept < TRACK_KEPT_MAX);
                track->kept[track->n_kept++] = *event;
        }
}

/* WORKOUT: NULL for none. */
struct track *
track_with(const struct pd_athlete *athlete, const char *workout)
{
        struct track *track = calloc(1, sizeof(*track));
        struct pd_workout *plan = malloc(sizeof(*plan));

        assert_non_null(track);
        assert_non_null(plan);
        pd_workout_init(plan);
        if (workout != NULL)
                rig_workout(plan, workout, athlete);
        rig_init(&track->rig, athlete, plan);
        track->rig.also = track_listen;
        track->rig.also_user = track;
        free(plan);
        return track;
}

struct track *
track_new(const char *workout)
{
        struct pd_athlete athlete;

        rig_runner_a(&athlete);
        return track_with(&athlete, workout);
}

void
track_free(struct track *track)
{
        rig_clear(&track->rig);
        free(track);
}

const struct pd_engine *
track_engine(const struct track *track)
{
        return pd_pump_engine(track->rig.pump, 0);
}

/* Whole seconds of both sensors: the strap on the second, the pod a quarter later. */
void
track_run(struct track *track, int seconds, int32_t mm_s, int32_t bpm)
{
        for (int i = 0; i < seconds; i++, track->now += PD_SEC) {
                struct pd_input input;

                if (bpm != TRACK_SILENT) {
                        input = rig_strap_frame(track->now, bpm);
                        rig_feed(&track->rig, &input);
                }
                if (mm_s != TRACK_SILENT) {
                        track->mm += mm_s;
                        input = rig_pod_frame(track->now + 250 * PD_MSEC, mm_s, track->mm / 100);
                        rig_feed(&track->rig, &input);
                }
        }
}

void
track_tick(struct track *track, pd_usec at)
{
        struct pd_input input = {.at = at, .kind = PD_INPUT_TICK};

        rig_feed(&track->rig, &input);
        if (at > track->now)
                track->now = (pd_usec_second(at) + 1) * PD_SEC;
}

void
track_order(struct track *track, const struct pd_command *command)
{
        struct pd_input input = {.at = track->now, .kind = PD_INPUT_COMMAND, .command = *command};

        rig_feed(&track->rig, &input);
}

size_t
track_count_alerts(const struct track *track, enum pd_alert_type type)
{
        size_t n = 0;

        for (size_t i = 0; i < track->n_kept; i++)
                n += track->kept[i].kind == PD_EVENT_ALERT && track->kept[i].alert.type == type;
        return n;
}

/* The Nth alert of its type, from 0. */
const struct pd_event *
track_alert(const struct track *track, enum pd_alert_type type, size_t n)
{
        for (size_t i = 0; i < track->n_kept; i++)
                if (track->kept[i].kind == PD_EVENT_ALERT && track->kept[i].alert.type == type && n-- == 0)
                        return &track->kept[i];
        fail_msg("no such alert");
        return NULL;
}

const struct pd_event *
track_last_session(const struct track *track)
{
        for (size_t i = track->n_kept; i > 0; i--)
                if (track->kept[i - 1].kind == PD_EVENT_SESSION)
                        return &track->kept[i - 1];
        fail_msg("no session event");
        return NULL;
}
