/* SPDX-License-Identifier: MIT */
#include "restore.h"

#include "purposed/log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

/* No session waits longer for its end once nothing is heard. */
#define END_OF_ANY (7 * PD_HOUR)

static bool
is_same_boot(const struct pd_clock *a, const struct pd_clock *b)
{
        return strcmp(a->boot_id, b->boot_id) == 0;
}

pd_usec
pd_restore_offset(const struct pd_clock *last, pd_usec last_at, pd_usec stopped_at, const struct pd_clock *now)
{
        pd_usec at = stopped_at;

        if (is_same_boot(last, now))
                return last_at - last->boot;
        if (last->synchronised && now->synchronised)
                at = last_at + (now->real - last->real);
        if (at < stopped_at)
                at = stopped_at;
        return at - now->boot;
}

/* ---- what is said again -------------------------------------------------- */

/* Of an instant after NOW, and over a gap of unknown length, nobody knows
 * how long ago it was. */
static bool
is_fresh(const struct pd_restore *restore, const struct pd_event *event)
{
        return restore->gap_known && event->at <= restore->now && restore->now - event->at <= PD_RESTORE_FRESH;
}

static bool
measures_nothing(const struct pd_live *live)
{
        return live->hr_bpm == PD_UNKNOWN && live->speed_mm_s == PD_UNKNOWN && live->distance_mm == PD_UNKNOWN;
}

static bool
is_worth_saying(const struct pd_restore *restore, const struct pd_event *event)
{
        switch (event->kind) {
        case PD_EVENT_ALERT: /* outside a session nobody acknowledges one: rather once than twice */
                return is_fresh(restore, event) && (event->sequence != 0 || restore->past_end);
        case PD_EVENT_SUMMARY:
        case PD_EVENT_SESSION:
                return event->sequence != 0;
        case PD_EVENT_STATE: /* time alone says that nothing is measured any more; the last value before that is old */
                return restore->past_end && measures_nothing(&event->live);
        case PD_EVENT_LIVE:
        case PD_EVENT_PLAN:
        case PD_EVENT_WEEK:
        case PD_EVENT_SENSOR:
        case PD_EVENT_REARMED:
                return false;
        }
        return false;
}

static void
tell(const struct pd_restore *restore, struct pd_sink *sink, const struct pd_event *event)
{
        if (restore->owe != NULL && event->kind == PD_EVENT_SUMMARY && event->summary.final)
                restore->owe(restore->user, sink, event);
        else
                sink->type->event(sink, event);
}

static void
say(const struct pd_restore *restore, const struct pd_event *event)
{
        bool same_engine = restore->trace->engine_version == PD_ENGINE_VERSION;
        struct pd_event again = *event;

        /* Another engine might say other things under the same numbers. */
        if (!same_engine && !restore->past_end)
                return;
        if (!is_worth_saying(restore, event))
                return;
        if (restore->gap_known && event->at < restore->now)
                again.age = restore->now - event->at;
        for (size_t i = 0; i < restore->n_sinks; i++) {
                struct pd_sink *sink = restore->sinks[i];
                bool numbered = event->sequence != 0 && same_engine;
                if (!numbered || event->sequence > pd_recovery_acknowledged(restore->trace, sink->type->key))
                        tell(restore, sink, &again);
        }
}

void
pd_restore_event(struct pd_restore *restore, const struct pd_event *event)
{
        say(restore, event);
        if (restore->at_end)
                restore->record(restore->user, event);
}

/* ---- a trace, followed ----------------------------------------------------- */

static int
take_snapshot(void *user, const struct pd_snapshot *snapshot)
{
        struct pd_restore *restore = user;
        int r = -EBADMSG; /* a folder was moved: it is another athlete's trace */

        if (strcmp(snapshot->athlete.id, restore->athlete->id) == 0)
                r = pd_pump_add_athlete(restore->pump, &snapshot->athlete, &snapshot->workout);
        restore->lane_failed = r < 0;
        if (r == 0)
                (void) pd_pump_enroll_all(restore->pump, snapshot->athlete.id, snapshot);
        return r;
}

/* What the last input ends, ends for good: today's values follow. */
static int
reach_end(struct pd_restore *restore)
{
        restore->at_end = true;
        return pd_pump_succeed(restore->pump, restore->athlete, restore->workout);
}

static int
take_input(void *user, const struct pd_input *input)
{
        struct pd_restore *restore = user;
        int r = 0;

        if (restore->left > 0 && --restore->left == 0)
                r = reach_end(restore);
        return r < 0 ? r : pd_pump_feed(restore->pump, restore->athlete->id, input);
}

static int
pass_time(struct pd_restore *restore, pd_usec at)
{
        const struct pd_input tick = {.at = at, .kind = PD_INPUT_TICK};

        return pd_pump_feed(restore->pump, restore->athlete->id, &tick);
}

/* Tells the engine that we have been away, not she. */
static int
tell_clock(struct pd_restore *restore)
{
        const struct pd_input input = {.at = restore->now, .kind = PD_INPUT_CLOCK, .clock = restore->clock};

        return pd_pump_feed(restore->pump, restore->athlete->id, &input);
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
        if (input->clock.synchronised) {
                restore->sure_clock = input->clock;
                restore->sure_clock_at = input->at;
        }
        return 0;
}

/* Twice: what is fresh is known only when the trace's last clock is. A trace
 * without an input, torn after its head, begins now. */
static int
follow(struct pd_restore *restore, const struct pd_recovery_trace *trace)
{
        const struct pd_trace_ops look_ahead = {.input = note_clock, .user = restore};
        const struct pd_trace_ops ops = {.snapshot = take_snapshot, .input = take_input, .user = restore};
        pd_usec offset;

        restore->trace = trace;
        restore->sure_clock_at = PD_NEVER;
        restore->lane_failed = restore->clocked = restore->gap_known = false;
        restore->now = trace->n_inputs > 0 ? trace->last_at : restore->clock.boot;
        (void) pd_recovery_replay(trace, &look_ahead);
        if (restore->clocked) {
                offset = pd_restore_offset(&restore->last_clock, restore->last_clock_at, trace->last_at, &restore->clock);
                restore->now = restore->clock.boot + offset;
                restore->gap_known = is_same_boot(&restore->last_clock, &restore->clock)
                        || (restore->last_clock.synchronised && restore->clock.synchronised);
        }
        return pd_recovery_replay(trace, &ops);
}

static void
hear_again(void *user, const struct pd_event *event)
{
        pd_restore_event(user, event);
}

/* A session that had ended before we did: its end may still have to be
 * told. Time ended it after the last input, if no command did. */
static void
say_again(struct pd_restore *restore, const struct pd_recovery_trace *trace)
{
        const struct pd_pump_ports ports = {.event = hear_again, .user = restore};
        struct pd_pump *pump = restore->pump;

        restore->pump = pd_pump_new(&ports);
        if (restore->pump != NULL && follow(restore, trace) == 0)
                (void) pass_time(restore, trace->last_at + END_OF_ANY);
        pd_pump_free(restore->pump);
        restore->pump = pump;
}

/* After a reboot a Pi's clock is synchronised a moment later: then it is known
 * how long the gap was. */
static bool
may_yet_be_known(const struct pd_restore *restore)
{
        if (restore->clock.synchronised || restore->sure_clock_at == PD_NEVER)
                return false;
        return !is_same_boot(&restore->sure_clock, &restore->clock);
}

static int
go_on(struct pd_restore *restore, const struct pd_recovery_trace *trace)
{
        int r;

        restore->left = trace->n_inputs;
        r = follow(restore, trace);
        if (restore->lane_failed) {
                pd_log(LOG_WARNING, "%s: the last trace is not followed: %s; starting anew", restore->athlete->id, strerror(-r));
                return pd_pump_add_athlete(restore->pump, restore->athlete, restore->workout);
        }
        if (r < 0)
                pd_log(LOG_WARNING, "%s: the trace could be followed only so far: %s; the session goes on from there",
                        restore->athlete->id, strerror(-r));
        r = restore->at_end ? 0 : reach_end(restore);
        restore->past_end = true;
        if (r == 0)
                r = pass_time(restore, restore->now);
        if (r == 0)
                r = tell_clock(restore);
        restore->at_end = restore->past_end = false;
        pd_pump_set_offset(restore->pump, restore->athlete->id, restore->now - restore->clock.boot);
        if (may_yet_be_known(restore))
                pd_pump_doubt(restore->pump, restore->athlete->id, &restore->sure_clock, restore->sure_clock_at, restore->clock.boot);
        return r;
}

bool
pd_restore_is_outdated(const struct pd_recovery_trace *trace, const struct pd_snapshot *today)
{
        char *head;
        int length;
        bool outdated;

        if (trace->session[0] != '\0') /* a session keeps what it began with */
                return false;
        head = malloc(PD_TRACE_SNAPSHOT_SIZE);
        if (head == NULL)
                return false;
        length = pd_trace_write_snapshot(today, head, PD_TRACE_SNAPSHOT_SIZE);
        outdated = length < 0 || trace->size < (size_t) length || memcmp(trace->bytes, head, (size_t) length) != 0;
        free(head);
        return outdated;
}

struct stranger {
        const char *athlete;
        bool found;
};

static int
compare_athlete(void *user, const struct pd_snapshot *snapshot)
{
        struct stranger *stranger = user;

        stranger->found = strcmp(snapshot->athlete.id, stranger->athlete) != 0;
        return -ECANCELED; /* that was all */
}

static int
pass_over(void *user, const struct pd_input *input)
{
        (void) user;
        (void) input;
        return -ECANCELED;
}

bool
pd_restore_is_foreign(const struct pd_recovery_trace *trace, const char *athlete)
{
        struct stranger stranger = {.athlete = athlete};
        const struct pd_trace_ops ops = {.snapshot = compare_athlete, .input = pass_over, .user = &stranger};

        (void) pd_recovery_replay(trace, &ops);
        return stranger.found;
}

int
pd_restore_lane(struct pd_restore *restore, const struct pd_recovery *recovery, const struct pd_athlete *athlete,
        const struct pd_workout *workout)
{
        size_t n_closed = recovery != NULL ? pd_recovery_n_closed(recovery) : 0;
        /* Of older ones nobody knows what was acknowledged. */
        size_t first = n_closed > PD_JOURNAL_CLOSED_MAX ? n_closed - PD_JOURNAL_CLOSED_MAX : 0;
        const struct pd_recovery_trace *open = recovery != NULL ? pd_recovery_unfinished(recovery) : NULL;

        restore->athlete = athlete;
        restore->workout = workout;
        for (size_t i = first; i < n_closed; i++)
                if (!recovery->traces[i].revised) /* what came of it later is the history's to tell */
                        say_again(restore, &recovery->traces[i]);
        return open != NULL ? go_on(restore, open) : pd_pump_add_athlete(restore->pump, athlete, workout);
}
