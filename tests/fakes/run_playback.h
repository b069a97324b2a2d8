/* SPDX-License-Identifier: MIT */
/*
 * The virtual athlete runs in real time, or RATE times as fast: every frame
 * at its instant, counted from the start, so that nothing drifts.
 *
 *   WAITING ──all subscribed──▶ RUNNING ──last slot──▶ ENDED
 *                              │  ▲  │ ▲
 *       a client gone (lossless) │  │  │ the frame is confirmed
 *                              ▼  │  ▼ │
 *                            PAUSED  CONFIRMING
 *
 * Lossless: the next frame leaves when the clients have confirmed the last
 * one. When one of them goes, the athlete's time stands still until all
 * sensors have a client again, and goes on with the frame that was not
 * confirmed: at least once, never not at all. A link that is lost loses
 * frames in any case, as in the air.
 */
#pragma once

#include "fakes/virtual_athlete.h"

#include <gio/gio.h>

struct pd_run_playback_ops {
        /* Every sensor that is in the air has a client that wants its values. */
        bool (*subscribed)(void *user);
        /* The athlete puts a sensor on or takes it off. */
        void (*air)(void *user, enum pd_virtual_sensor sensor, enum pd_virtual_air air);
        /* Bluetooth fails; before the frames of that second. */
        void (*fault)(void *user, const struct pd_fault *fault);
        /* False: nobody could be told. */
        bool (*send)(void *user, const struct pd_virtual_slot *slot);
        /* Calls DONE once the clients have come to this frame; never, if CANCELLABLE is cancelled. */
        void (*confirm)(void *user, const struct pd_virtual_slot *slot, GCancellable *cancellable, void (*done)(void *user, bool all),
                void *done_user);
        void (*started)(void *user);
        void (*paused)(void *user, int64_t at_ms);
        void (*resumed)(void *user, int64_t at_ms);
        void (*ended)(void *user, int64_t at_ms);
        void *user;
};

struct pd_run_playback;

/* Takes ATHLETE, who follows SCRIPT, of which the faults are copied. OPS are borrowed for as long as it lives. */
struct pd_run_playback *pd_run_playback_new(struct pd_virtual_athlete *athlete, const struct pd_run_script *script, double rate,
        bool lossless, const struct pd_run_playback_ops *ops);
struct pd_run_playback *pd_run_playback_free(struct pd_run_playback *playback);

/* Links or sessions have changed. */
void pd_run_playback_look(struct pd_run_playback *playback);
/* The bluetoothd that carried the frames is dead: nothing will be confirmed. */
void pd_run_playback_abandon(struct pd_run_playback *playback);
/* How the athlete wears it at this moment. */
enum pd_virtual_air pd_run_playback_air(const struct pd_run_playback *playback, enum pd_virtual_sensor sensor);
