/* SPDX-License-Identifier: MIT */
#include "restore.h"

#include "purposed/log.h"

#include <errno.h>
#include <string.h>
#include <syslog.h>

pd_usec
pd_restore_offset(const struct pd_clock *last, pd_usec last_at, pd_usec stopped_at, const struct pd_clock *now)
{
        pd_usec at = stopped_at;

        if (strcmp(last->boot_id, now->boot_id) == 0)
                return last_at - last->boot;
        if (last->synchronised && now->synchronised)
                at = last_at + (now->real - last->real);
        if (at < stopped_at)
                at = stopped_at;
        return at - now->boot;
}

/* ---- what is said again -------------------------------------------------- */

static bool
is_worth_saying(const struct pd_restore *restore, const struct pd_event *event)
{
        switch (event->kind) {
        case PD_EVENT_ALERT:
                return restore->now - event->at <= PD_RESTORE_FRESH;
        case PD_EVENT_SUMMARY:
        case PD_EVENT_SESSION:
                return event->sequence != 0;
        case PD_EVENT_LIVE:
        case PD_EVENT_STATE:
        case PD_EVENT_PLAN:
        case PD_EVENT_SENSOR:
        case PD_EVENT_REARMED:
                return false;
        }
        return false;
}

void
pd_restore_event(struct pd_restore *restore, const struct pd_event *event)
{
        /* Another engine might say other things under the same numbers. */
        if (restore->trace->engine_version != PD_ENGINE_VERSION || !is_worth_saying(restore, event))
                return;
        for (size_t i = 0; i < restore->n_sinks; i++) {
                struct pd_sink *sink = restore->sinks[i];
                if (event->sequence > pd_recovery_acknowledged(restore->trace, sink->type->key))
                        sink->type->event(sink, event);
        }
}

/* ---- a trace, followed ----------------------------------------------------- */

static int
take_snapshot(void *user, const struct pd_snapshot *snapshot)
{
        struct pd_restore *restore = user;
        int r = pd_pump_add_athlete(restore->pump, &snapshot->athlete, &snapshot->workout);

        for (size_t i = 0; r == 0 && i < snapshot->n_sensors; i++) {
                r = pd_pump_enroll(restore->pump, snapshot->athlete.id, snapshot->sensors[i].address, snapshot->sensors[i].name);
                if (r == -EEXIST) /* it is somebody else's now */
                        r = 0;
        }
        restore->lane_failed = r < 0;
        return r;
}

static int
take_input(void *user, const struct pd_input *input)
{
        struct pd_restore *restore = user;

        return pd_pump_feed(restore->pump, restore->athlete, input);
}

static int
note_clock(void *user, const struct pd_input *input)
{
        struct pd_restore *restore = user;

        if (input->kind != PD_INPUT_CLOCK)
                return 0;
        restore->clocked = true;
        restore->last_clock = input->clock;
        restore->last_clock_at = input->at;
        return 0;
}

/* Twice: what is fresh is known only when the trace's last clock is. */
static int
follow(struct pd_restore *restore, const struct pd_recovery_trace *trace)
{
        const struct pd_trace_ops look_ahead = {.input = note_clock, .user = restore};
        const struct pd_trace_ops ops = {.snapshot = take_snapshot, .input = take_input, .user = restore};
        pd_usec offset;

        restore->trace = trace;
        restore->lane_failed = restore->clocked = false;
        restore->now = trace->last_at;
        (void) pd_recovery_replay(trace, &look_ahead);
        if (restore->clocked) {
                offset = pd_restore_offset(&restore->last_clock, restore->last_clock_at, trace->last_at, &restore->clock);
                restore->now = restore->clock.boot + offset;
        }
        return pd_recovery_replay(trace, &ops);
}

static void
hear_again(void *user, const struct pd_event *event)
{
        pd_restore_event(user, event);
}

/* A session that had ended before we did: its end may still have to be told. */
static void
say_again(struct pd_restore *restore, const struct pd_recovery_trace *trace)
{
        const struct pd_pump_ports ports = {.event = hear_again, .user = restore};
        struct pd_pump *pump = restore->pump;

        restore->pump = pd_pump_new(&ports);
        if (restore->pump != NULL)
                (void) follow(restore, trace);
        pd_pump_free(restore->pump);
        restore->pump = pump;
}

static int
go_on(struct pd_restore *restore, const struct pd_recovery_trace *trace)
{
        int r = follow(restore, trace);

        if (restore->lane_failed)
                return r;
        if (r < 0)
                pd_log(LOG_WARNING, "%s: the trace could be followed only so far: %s; the session goes on from there",
                        restore->athlete, strerror(-r));
        pd_pump_set_offset(restore->pump, restore->athlete, restore->now - restore->clock.boot);
        return 0;
}

int
pd_restore_lane(struct pd_restore *restore, const struct pd_recovery *recovery, const struct pd_athlete *athlete,
        const struct pd_workout *workout)
{
        const struct pd_recovery_trace *closed = recovery != NULL ? pd_recovery_closed_last(recovery) : NULL;
        const struct pd_recovery_trace *open = recovery != NULL ? pd_recovery_unfinished(recovery) : NULL;
        int r;

        restore->athlete = athlete->id;
        if (closed != NULL)
                say_again(restore, closed);
        if (open == NULL)
                return pd_pump_add_athlete(restore->pump, athlete, workout);
        r = go_on(restore, open);
        return r < 0 ? r : pd_pump_succeed(restore->pump, athlete, workout);
}
