/* SPDX-License-Identifier: MIT */
/* When the virtual athlete's frames leave (run_playback.h). */
#include "fakes/run_playback.h"

#include <string.h>

enum state {
        WAITING,    /* nobody listens yet; the athlete's time is 0 */
        RUNNING,    /* the source's ready time is that of the next slot */
        CONFIRMING, /* a frame is out, and the clients have not come to it yet */
        PAUSED,     /* a client is missing; the next slot waits */
        ENDED,
};

struct pd_run_playback {
        struct pd_virtual_athlete *athlete;
        double rate;
        bool lossless;
        const struct pd_run_playback_ops *ops;
        enum state state;
        GSource *source;
        GCancellable *confirmation;

        struct pd_run_fault faults[PD_RUN_FAULTS_MAX];
        size_t n_faults, n_struck;

        struct pd_virtual_slot slot; /* the next to be sent, or sent and not confirmed */
        int64_t base_ms, base_us;    /* an instant of the athlete, and of CLOCK_MONOTONIC */
        enum pd_virtual_air air[PD_VIRTUAL_SENSOR_COUNT];
};

struct playback_source {
        GSource source;
        struct pd_run_playback *playback;
};

static int64_t
due_us(const struct pd_run_playback *self)
{
        return self->base_us + (int64_t) ((double) (self->slot.at_ms - self->base_ms) * 1000 / self->rate);
}

static void
run(struct pd_run_playback *self)
{
        self->state = RUNNING;
        g_source_set_ready_time(self->source, due_us(self));
}

static void
halt(struct pd_run_playback *self, enum state state)
{
        self->state = state;
        g_source_set_ready_time(self->source, -1);
}

static void
pause_run(struct pd_run_playback *self)
{
        halt(self, PAUSED);
        self->ops->paused(self->ops->user, self->slot.at_ms);
}

/* To the next slot; false at the end. */
static bool
advance(struct pd_run_playback *self)
{
        if (pd_virtual_athlete_next(self->athlete, &self->slot))
                return true;
        halt(self, ENDED);
        self->ops->ended(self->ops->user, self->slot.at_ms);
        return false;
}

static void
on_confirmed(void *user, bool all)
{
        struct pd_run_playback *self = user;

        if (!all)
                pause_run(self);
        else if (advance(self))
                run(self);
        /* The client may have been replaced before its loss was noticed. */
        if (!all)
                pd_run_playback_look(self);
}

/* Plays the slot that is due. */
static void
play(struct pd_run_playback *self)
{
        const struct pd_virtual_slot *slot = &self->slot;

        while (self->n_struck < self->n_faults && self->faults[self->n_struck].at_s * (int64_t) 1000 <= slot->at_ms)
                self->ops->fault(self->ops->user, &self->faults[self->n_struck++].fault);
        if (slot->air != self->air[slot->sensor]) {
                self->air[slot->sensor] = slot->air;
                self->ops->air(self->ops->user, slot->sensor, slot->air);
        }
        if (self->lossless && !self->ops->subscribed(self->ops->user)) {
                pause_run(self);
                return;
        }
        bool told = slot->length > 0 && self->ops->send(self->ops->user, slot);
        if (told && self->lossless) {
                halt(self, CONFIRMING);
                self->ops->confirm(self->ops->user, slot, self->confirmation, on_confirmed, self);
                return;
        }
        if (advance(self))
                run(self);
}

static gboolean
dispatch(GSource *source, GSourceFunc callback, gpointer user)
{
        struct pd_run_playback *self = ((struct playback_source *) source)->playback;

        (void) callback, (void) user;
        while (self->state == RUNNING && due_us(self) <= g_get_monotonic_time())
                play(self);
        return G_SOURCE_CONTINUE;
}

struct pd_run_playback *
pd_run_playback_new(struct pd_virtual_athlete *athlete, const struct pd_run_script *script, double rate, bool lossless,
        const struct pd_run_playback_ops *ops)
{
        static GSourceFuncs functions = {.dispatch = dispatch};
        struct pd_run_playback *self = g_new0(struct pd_run_playback, 1);

        self->athlete = athlete;
        self->n_faults = script->n_faults;
        memcpy(self->faults, script->faults, script->n_faults * sizeof(script->faults[0]));
        self->rate = rate;
        self->lossless = lossless;
        self->ops = ops;
        self->confirmation = g_cancellable_new();
        self->source = g_source_new(&functions, sizeof(struct playback_source));
        ((struct playback_source *) self->source)->playback = self;
        g_source_attach(self->source, NULL);
        for (int i = 0; i < PD_VIRTUAL_SENSOR_COUNT; i++)
                self->air[i] = pd_virtual_athlete_air(athlete, i);
        advance(self);
        return self;
}

struct pd_run_playback *
pd_run_playback_free(struct pd_run_playback *self)
{
        if (!self)
                return NULL;
        g_cancellable_cancel(self->confirmation);
        g_object_unref(self->confirmation);
        g_source_destroy(self->source);
        g_source_unref(self->source);
        pd_virtual_athlete_free(self->athlete);
        g_free(self);
        return NULL;
}

void
pd_run_playback_look(struct pd_run_playback *self)
{
        if ((self->state != WAITING && self->state != PAUSED) || !self->ops->subscribed(self->ops->user))
                return;
        self->base_us = g_get_monotonic_time();
        if (self->state == WAITING) {
                self->base_ms = 0;
                self->ops->started(self->ops->user);
        } else {
                self->base_ms = self->slot.at_ms;
                self->ops->resumed(self->ops->user, self->slot.at_ms);
        }
        run(self);
}

void
pd_run_playback_abandon(struct pd_run_playback *self)
{
        g_cancellable_cancel(self->confirmation);
        g_object_unref(self->confirmation);
        self->confirmation = g_cancellable_new();
        if (self->state == CONFIRMING)
                pause_run(self);
}

enum pd_virtual_air
pd_run_playback_air(const struct pd_run_playback *self, enum pd_virtual_sensor sensor)
{
        return self->air[sensor];
}
