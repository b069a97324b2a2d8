/* SPDX-License-Identifier: MIT */
#include "daemon_inside.h"

#include "roster.h"
#include "zone.h"

#include "purposed/log.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>

void
pd_daemon_clock_now(void *user, struct pd_clock *ret)
{
        struct pd_daemon *daemon = user;
        pd_usec at = pd_loop_now(daemon->loop);
        const struct pd_clock *last = pd_loop_clock(daemon->loop);

        *ret = *last;
        ret->boot = at;
        ret->real += at - last->boot;
}

const struct pd_snapshot *
pd_daemon_snapshot(const struct pd_daemon *daemon, const char *athlete)
{
        for (size_t i = 0; daemon->pump != NULL && i < pd_pump_n_athletes(daemon->pump); i++)
                if (strcmp(pd_pump_snapshot(daemon->pump, i)->athlete.id, athlete) == 0)
                        return pd_pump_snapshot(daemon->pump, i);
        return NULL;
}

/* The record counts at the start; from then on the pump does. */
static int32_t
sessions_done(void *user, const char *athlete)
{
        struct pd_daemon *daemon = user;
        const struct pd_snapshot *snapshot = pd_daemon_snapshot(daemon, athlete);

        return snapshot != NULL ? snapshot->athlete.sessions_done : pd_history_count(daemon->history, athlete);
}

static size_t
past_sessions(void *user, const char *athlete, pd_day from, pd_day to, struct pd_past *ret, size_t limit)
{
        struct pd_daemon *daemon = user;
        int n = pd_history_list(daemon->history, athlete, from, to, limit, ret);

        return n > 0 ? (size_t) n : 0;
}

static void
on_entry(void *user, pd_usec at, const struct pd_roster_entry *entry)
{
        struct pd_daemon *daemon = user;
        int r = pd_pump_succeed(daemon->pump, &entry->athlete, &entry->workout);

        if (r < 0)
                pd_log(LOG_WARNING, "%s: today's values do not count: %s", entry->athlete.id, strerror(-r));
        else
                (void) pd_pump_renew(daemon->pump, at, entry->athlete.id); /* else when the session is over */
}

static void
on_brief(void *user, pd_usec at, const char *athlete)
{
        const struct pd_command brief = {.verb = PD_COMMAND_BRIEF};
        struct pd_daemon *daemon = user;
        struct pd_answer answer;

        (void) pd_pump_command(daemon->pump, at, athlete, &brief, &answer);
}

static void
on_proposal(void *user, pd_usec at, const char *athlete, const char *text)
{
        struct pd_command propose = {.verb = PD_COMMAND_PROPOSE};
        struct pd_daemon *daemon = user;
        struct pd_answer answer;

        snprintf(propose.text, sizeof(propose.text), "%s", text);
        (void) pd_pump_command(daemon->pump, at, athlete, &propose, &answer);
}

static void
on_offset(void *user, pd_usec at)
{
        struct pd_daemon *daemon = user;
        struct pd_clock clock;

        pd_daemon_clock_now(daemon, &clock);
        pd_pump_clock(daemon->pump, at, &clock);
}

static bool
is_reported(void *user, const char *athlete, pd_day monday, int32_t revision)
{
        struct pd_daemon *daemon = user;

        return pd_owed_has_week(daemon->owed, athlete, monday, revision);
}

/* Of one that is over, as a session's summary: by its id, owed, acknowledged. */
static void
on_week(void *user, pd_usec at, const struct pd_athlete *athlete, const struct pd_week *week)
{
        struct pd_daemon *daemon = user;
        struct pd_event event = {.kind = PD_EVENT_WEEK, .at = at, .athlete = athlete, .t_s = PD_UNKNOWN, .week = week};
        struct pd_clock clock;

        pd_daemon_clock_now(daemon, &clock);
        event.real = clock.real;
        if (week->final) {
                pd_week_id(week->monday, event.session);
                event.sequence = (uint32_t) week->revision;
        }
        pd_daemon_publish(daemon, &event);
}

/* ---- anchors ------------------------------------------------------------------- */

static pd_day
day_of(void *user, const struct pd_athlete *athlete)
{
        struct pd_clock clock;

        pd_daemon_clock_now(user, &clock);
        return pd_clock_plausible(&clock) ? pd_zone_day(athlete->time_zone, clock.real, athlete->day_starts) : PD_DAY_NONE;
}

static void
on_anchors(void *user, const char *athlete)
{
        struct pd_daemon *daemon = user;

        pd_today_anchors_changed(daemon->today, athlete);
}

static void
add_anchors(void *user, struct pd_athlete *athlete)
{
        struct pd_daemon *daemon = user;

        pd_anchors_apply(daemon->anchors, athlete);
}

static void
on_over(void *user, pd_usec at, const char *athlete)
{
        struct pd_daemon *daemon = user;

        pd_anchors_session_over(daemon->anchors, at, athlete);
}

static int
build_anchors(struct pd_daemon *daemon)
{
        daemon->anchors_context = (struct pd_anchors_context) {
                .config = daemon->config,
                .state_dir = daemon->options->state_dir,
                .files = daemon->files,
                .history = daemon->history,
                .enrolment = daemon->enrolment,
                .day = day_of,
                .changed = on_anchors,
                .propose = on_proposal,
                .user = daemon,
        };
        return pd_anchors_new(&daemon->anchors_context, &daemon->anchors);
}

int
pd_daemon_build_today(struct pd_daemon *daemon)
{
        int r;

        pd_plan_file_folder(daemon->options->config, daemon->plans_dir);
        daemon->today_context = (struct pd_today_context) {
                .config = daemon->config,
                .plans_dir = daemon->plans_dir,
                .state_dir = daemon->options->state_dir,
                .clock = pd_daemon_clock_now,
                .sessions_done = sessions_done,
                .past = past_sessions,
                .entry = on_entry,
                .brief = on_brief,
                .propose = on_proposal,
                .anchors = add_anchors,
                .over = on_over,
                .week = on_week,
                .reported = is_reported,
                .offset_changed = on_offset,
                .user = daemon,
        };
        daemon->today_context.files = daemon->files;
        r = pd_enrolment_new(daemon->config, daemon->files, &daemon->enrolment);
        if (r >= 0)
                r = build_anchors(daemon);
        if (r >= 0)
                r = pd_today_new(&daemon->today_context, &daemon->today);
        if (r >= 0)
                pd_today_watch(daemon->today, pd_loop_event(daemon->loop));
        return pd_daemon_failed("today", r);
}
