/* SPDX-License-Identifier: MIT */
#include "daemon_inside.h"

#include "zone.h"

#include "purposed/log.h"

#include <errno.h>
#include <string.h>
#include <syslog.h>

static void
on_input(void *user, const struct pd_snapshot *snapshot, const struct pd_input *input)
{
        struct pd_daemon *daemon = user;

        if (daemon->restoring == NULL)
                pd_journal_input(daemon->journal, snapshot, input);
}

/* The summary as judged closes the trace. */
static void
close_trace(struct pd_daemon *daemon, const struct pd_event *event)
{
        size_t length;
        int r = pd_payload_event(event, daemon->summary, sizeof(daemon->summary), &length);

        if (r >= 0)
                pd_history_add(daemon->history, event, daemon->summary);
        if (r >= 0)
                r = pd_journal_summary(daemon->journal, event->athlete->id, event->session, daemon->summary);
        if (r < 0)
                pd_log(LOG_WARNING, "%s: the summary of %s is not in its trace: %s; it can be had again by a replay",
                        event->athlete->id, event->session, strerror(-r));
}

void
pd_daemon_record(void *user, const struct pd_event *event)
{
        struct pd_daemon *daemon = user;

        if (event->kind == PD_EVENT_SUMMARY && event->summary.final) {
                close_trace(daemon, event);
                pd_today_learn(daemon->today, event->athlete->id, &event->summary.kinetics);
        }
        pd_journal_event(daemon->journal, event);
}

static void
tell(struct pd_daemon *daemon, const struct pd_event *event)
{
        pd_usec now;

        if (daemon->control != NULL)
                pd_control_event(daemon->control, event);
        if (daemon->control_only)
                return;
        pd_daemon_tell_sinks(daemon, event);
        pd_daemon_record(daemon, event);
        if (event->kind == PD_EVENT_SENSOR)
                pd_daemon_learn_sensor(daemon, event->sensor);
        if (event->kind == PD_EVENT_SESSION && daemon->bluez != NULL)
                pd_daemon_tell_running(daemon);
        if (event->kind != PD_EVENT_SUMMARY || !event->summary.final)
                return;
        now = pd_loop_now(daemon->loop);
        pd_today_session_over(daemon->today, now, event->athlete->id);
        pd_guests_session_over(&daemon->guests, event->athlete, now - (event->at - event->summary.start));
}

/* An engine knows today's workout, and nothing of tomorrow. */
static void
tell_plan(struct pd_daemon *daemon, const struct pd_event *event)
{
        struct pd_event whole = *event;
        struct pd_week_left next;

        if (pd_today_next(daemon->today, event->athlete->id, &next) == 0)
                whole.next = &next;
        tell(daemon, &whole);
}

static void
on_event(void *user, const struct pd_event *event)
{
        struct pd_daemon *daemon = user;

        if (daemon->restoring != NULL)
                pd_restore_event(daemon->restoring, event);
        else if (event->kind == PD_EVENT_PLAN)
                tell_plan(daemon, event);
        else
                tell(daemon, event);
}

static void
recall(void *user, const struct pd_sink *sink, const struct pd_event *event)
{
        struct pd_daemon *daemon = user;

        pd_owed_recall(daemon->owed, sink, event);
}

static int32_t
utc_offset_of(void *user, const struct pd_athlete *athlete, pd_usec real)
{
        (void) user;
        return pd_zone_offset(athlete->time_zone, real);
}

int
pd_daemon_build_pump(struct pd_daemon *daemon, struct pd_findings *findings)
{
        const struct pd_pump_ports ports = {.tap = on_input, .event = on_event, .user = daemon, .utc_offset = utc_offset_of};
        struct pd_restore restore = {
                .sinks = daemon->sinks,
                .n_sinks = daemon->n_sinks,
                .clock = *pd_loop_clock(daemon->loop),
                .record = pd_daemon_record,
                .owe = recall,
                .user = daemon,
        };
        int r;

        daemon->pump = pd_pump_new(&ports);
        if (daemon->pump == NULL)
                return -ENOMEM;
        restore.pump = daemon->pump;
        daemon->restoring = &restore;
        r = pd_daemon_build_lanes(daemon, findings);
        daemon->restoring = NULL;
        if (r < 0)
                return r;
        pd_pump_clock(daemon->pump, restore.clock.boot, &restore.clock);
        return 0;
}
