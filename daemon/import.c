/* SPDX-License-Identifier: MIT */
/*
 * Twice through the file: the first look says what is in it and until when
 * she moved; the second feeds it to the engine.
 */
#include "import.h"

#include "zone.h"

#include "replay/replay.h"

#include "purposed/sensor.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MOVES_MM_S 900 /* as a session resumes */
#define MATCH_START (10 * PD_MINUTE)
#define MATCH_PERCENT 5           /* of the distance */
#define MATCH_DURATION_PERCENT 10 /* where nobody measured one */
#define SHORTEST (5 * PD_MINUTE)   /* that a session lasts */
#define DAY_SESSIONS_MAX 16
#define NOON 12 /* o'clock: a recording without a date, on the day that was said */

struct activity {
        struct pd_recording_about about;
        bool told; /* `about` is the file's */
        bool is_trace;
        bool dated;
        pd_usec start_real; /* of its first input; PD_NEVER */
        int32_t utc_offset_s;
        pd_usec first, last, moved; /* instants of inputs; PD_NEVER */
};

struct work {
        struct pd_history *history;
        const struct pd_athlete *athlete;
        const struct pd_workout *given;
        pd_day day;
        pd_import_func func;
        void *user;

        size_t n, at; /* activities: seen in the first look; being fed, from 0 */
        struct activity activities[PD_IMPORT_ACTIVITIES_MAX];
        bool is_trace;
        char digest[PD_DIGEST_SIZE];
        char fault[PD_IMPORT_REASON_SIZE - 32]; /* where the last activity breaks off; "" */
        struct pd_hindsight *hindsight; /* NULL: this one is passed over */
        struct pd_athlete judged_by; /* the one being fed */
        struct pd_workout workout;
        struct pd_import import;
};

const char *
pd_import_outcome_name(enum pd_import_outcome outcome)
{
        static const char *const names[] = {"imported", "improved", "known", "refused"};

        return names[outcome];
}

/* ---- digest ----------------------------------------------------------------------------- */

void
pd_import_digest(const char *bytes, size_t size, char ret[static PD_DIGEST_SIZE])
{
        uint64_t forth = 0xCBF29CE484222325U, back = 0xCBF29CE484222325U;

        for (size_t i = 0; i < size; i++) {
                forth = (forth ^ (uint8_t) bytes[i]) * 0x100000001B3U;
                back = (back ^ (uint8_t) bytes[size - 1 - i]) * 0x100000001B3U;
        }
        snprintf(ret, PD_DIGEST_SIZE, "%016llx%016llx", (unsigned long long) forth, (unsigned long long) back);
}

/* Of an activity: its place in the file takes the last two digits. */
static void
digest_of(const struct work *work, size_t i, char ret[static PD_DIGEST_SIZE])
{
        snprintf(ret, PD_DIGEST_SIZE, "%.30s%02x", work->digest, (unsigned) (i & 0xFF));
}

/* ---- told ----------------------------------------------------------------------------------- */

static void
tell(struct work *work, enum pd_import_outcome outcome, const char *reason)
{
        work->import.outcome = outcome;
        snprintf(work->import.reason, sizeof(work->import.reason), "%s", reason);
        work->func(work->user, &work->import);
}

/* ---- the local time --------------------------------------------------------------------------- */

/* A trace does; a watch often writes in UTC alone. */
static bool
knows_local_time(const struct activity *activity)
{
        return activity->is_trace || (activity->told && activity->about.utc_offset_s != PD_UNKNOWN);
}

/* Where nobody says what the clock on the wall showed, it is that at home. */
static struct pd_clock
clock_of(const struct work *work, const struct activity *activity, const struct pd_clock *clock)
{
        struct pd_clock local = *clock;

        if (!knows_local_time(activity))
                local.utc_offset_s = pd_zone_offset(work->athlete->time_zone, clock->real);
        return local;
}

/* ---- the first look -------------------------------------------------------------------------- */

static struct activity *
begin_activity(struct work *work)
{
        struct activity *activity;

        if (work->n == PD_IMPORT_ACTIVITIES_MAX)
                return NULL;
        activity = &work->activities[work->n++];
        memset(activity, 0, sizeof(*activity));
        activity->is_trace = work->is_trace;
        activity->start_real = activity->first = activity->last = activity->moved = PD_NEVER;
        return activity;
}

static int
see_snapshot(void *user, const struct pd_snapshot *snapshot)
{
        struct work *work = user;

        (void) snapshot;
        work->is_trace = true;
        return 0;
}

static int
see_about(void *user, const struct pd_recording_about *about)
{
        struct activity *activity = begin_activity(user);

        if (activity == NULL)
                return -E2BIG;
        activity->about = *about;
        activity->told = true;
        return 0;
}

static int
see_input(void *user, const struct pd_input *input)
{
        struct work *work = user;
        struct activity *activity = work->n > 0 ? &work->activities[work->n - 1] : begin_activity(work);

        if (activity->first == PD_NEVER)
                activity->first = input->at;
        activity->last = input->at;
        if (input->kind == PD_INPUT_FRAME && pd_sensor_speed_in(&input->frame) > MOVES_MM_S)
                activity->moved = input->at;
        if (input->kind == PD_INPUT_CLOCK && !activity->dated && pd_clock_plausible(&input->clock)) {
                activity->dated = true;
                activity->start_real = input->clock.real - (input->at - activity->first);
                activity->utc_offset_s = clock_of(work, activity, &input->clock).utc_offset_s;
        }
        return 0;
}

/* ---- the same run? ----------------------------------------------------------------------------- */

static bool
is_near(int64_t a, int64_t b, int64_t percent)
{
        int64_t difference = a > b ? a - b : b - a;

        return difference * 100 <= (a > b ? a : b) * percent;
}

static bool
is_as_long(const struct pd_record *there, const struct pd_record *here)
{
        if (there->past.distance_m != PD_UNKNOWN && here->past.distance_m != PD_UNKNOWN)
                return is_near(there->past.distance_m, here->past.distance_m, MATCH_PERCENT);
        return is_near(there->duration_s, here->duration_s, MATCH_DURATION_PERCENT);
}

/* Out of earshot a live one ends where nothing was heard any more, or has a
 * hole; she was still on the same run. */
static bool
tells_more(const struct pd_record *here, const struct pd_record *there)
{
        bool goes_on = here->end_real > there->end_real && here->duration_s > there->duration_s;
        bool further = here->past.distance_m != PD_UNKNOWN && there->past.distance_m != PD_UNKNOWN
                && here->past.distance_m > there->past.distance_m;

        return there->source == PD_SOURCE_LIVE && here->past.start_real < there->end_real && (goes_on || further);
}

/* Another of the live ones falls into the file's time: she stood for long. */
static bool
is_of_several(struct pd_store *store, const struct pd_record *there, const struct pd_record *here)
{
        struct pd_record records[DAY_SESSIONS_MAX];
        pd_day day = there->past.day;
        int n = pd_store_list(store, there->athlete, day, day == PD_DAY_NONE ? day : day + 1, DAY_SESSIONS_MAX, records);

        for (int i = 0; i < n; i++)
                if (records[i].source == PD_SOURCE_LIVE && strcmp(records[i].past.id, there->past.id) != 0
                        && records[i].past.start_real > here->past.start_real && records[i].past.start_real < here->end_real)
                        return true;
        return false;
}

/* Seconds of which somebody knows how hard they were. */
static int32_t
heard_s(const struct pd_record *record)
{
        int32_t unknown = record->past.seconds[PD_INTENSITY_UNKNOWN];

        return record->past.moving_s - (unknown > 0 ? unknown : 0);
}

/* Why what is there is left as it is; NULL: what is here is better. */
static const char *
why_leave(struct pd_store *store, const struct pd_record *there, const struct pd_record *here)
{
        if (there->fate != PD_FATE_KEPT)
                return "that session is on record, and was taken off the list";
        if (there->source == PD_SOURCE_FILE) /* the beginning of it has come before, from a file that broke off */
                return is_as_long(there, here) || heard_s(here) <= heard_s(there) ? "the same run is on record already, from another file"
                                                                                  : NULL;
        if (!is_as_long(there, here) && is_of_several(store, there, here))
                return "it was heard live as several sessions; 'purposectl join' makes one of two";
        if (!is_as_long(there, here) && there->stopped)
                return "it was heard live until it was stopped";
        if (there->past.distance_m == PD_UNKNOWN && here->past.distance_m != PD_UNKNOWN)
                return NULL;
        if (there->unheard_m > 0 || (!is_as_long(there, here) && tells_more(here, there)) || heard_s(here) > heard_s(there))
                return NULL;
        return "it was heard live, and as well as this";
}

/* Id, rating and note are those of the session that is there; the revision
 * is the next. */
static int
take_place(struct pd_history *history, struct pd_event *event, const struct pd_athlete *athlete, const struct pd_record *there)
{
        struct pd_retold *retold;
        int r = pd_history_find(history, athlete, there->past.id, &retold);

        if (r < 0)
                return r;
        memcpy(event->session, there->past.id, sizeof(event->session));
        event->summary.revision = retold->record.revision + 1;
        event->summary.rpe = retold->text->summary.rpe;
        memcpy(event->summary.note, retold->text->summary.note, sizeof(event->summary.note));
        pd_retold_free(retold);
        return 0;
}

/* Is the activity at hand the one that breaks off? */
static bool
is_broken(const struct work *work)
{
        return work->fault[0] != '\0' && work->at + 1 == work->n;
}

static int
keep(struct work *work, enum pd_import_outcome outcome, struct pd_record *record, const char *reason)
{
        char told[PD_IMPORT_REASON_SIZE];
        int r;

        digest_of(work, work->at, record->digest);
        record->source = PD_SOURCE_FILE;
        r = pd_history_retell(work->history, work->hindsight, record, NULL);
        if (r < 0)
                return r;
        work->import.record = *record;
        if (is_broken(work))
                snprintf(told, sizeof(told), "up to a fault: %s", work->fault);
        tell(work, outcome, is_broken(work) ? told : reason);
        return 0;
}

/* What was heard stands on record, or makes what stands there better. */
static int
settle(struct work *work)
{
        struct pd_event *event = pd_hindsight_summary(work->hindsight);
        struct pd_store *store = pd_history_store(work->history);
        struct pd_record here, there;
        const char *why;
        bool found;
        int r;

        pd_record_of(event, &here);
        found = pd_store_find_start(store, work->athlete->id, here.past.start_real, MATCH_START, &there) == 0
                && (is_as_long(&there, &here) || tells_more(&here, &there));
        if (!found)
                found = pd_store_get(store, work->athlete->id, here.past.id, &there, NULL) == 0;
        if (!found)
                return keep(work, PD_IMPORT_NEW, &here, "");
        why = why_leave(store, &there, &here);
        if (why != NULL) {
                work->import.record = there;
                tell(work, PD_IMPORT_KNOWN, why);
                return 0;
        }
        why = there.source == PD_SOURCE_LIVE ? "replaces what was heard live" : "replaces its beginning, which came before";
        r = take_place(work->history, event, work->athlete, &there);
        if (r < 0)
                return r;
        pd_record_of(event, &here);
        return keep(work, PD_IMPORT_BETTER, &here, why);
}

/* ---- the second look ----------------------------------------------------------------------------- */

static int
end_activity(struct work *work)
{
        bool is_trace = work->activities[work->at].is_trace;
        int r;

        if (work->hindsight == NULL)
                return 0;
        r = pd_hindsight_end(work->hindsight, !is_trace);
        if (r == -ENODATA) {
                tell(work, PD_IMPORT_REFUSED, is_broken(work) ? work->fault : "nobody runs in it, or for less than five minutes and 500 m");
                r = 0;
        } else if (r == 0) {
                r = settle(work);
        }
        work->hindsight = pd_hindsight_free(work->hindsight);
        return r;
}

static const char *
why_not(const struct work *work, const struct activity *activity)
{
        if (activity->told && !pd_recording_on_foot(&activity->about))
                return activity->about.sport;
        if (!activity->dated && work->day == PD_DAY_NONE)
                return "it has no date, so no day's plan to be judged by; say which: --day 2026-11-22";
        return NULL;
}

/* The clock that the file lacks. */
static int
set_clock(struct work *work, const struct activity *activity)
{
        struct pd_input input = {.at = activity->first, .kind = PD_INPUT_CLOCK};

        if (activity->dated)
                return 0;
        input.clock.real = pd_zone_moment(work->athlete->time_zone, work->day, NOON * 60);
        input.clock.utc_offset_s = pd_zone_offset(work->athlete->time_zone, input.clock.real);
        return pd_hindsight_feed(work->hindsight, &input);
}

static pd_day
day_of(const struct work *work, const struct activity *activity)
{
        return activity->dated ? pd_day_at(activity->start_real, activity->utc_offset_s, work->athlete->day_starts) : work->day;
}

/* What was heard live, too, keeps the anchors that it was judged by. */
static void
find_anchors(struct work *work, const struct activity *activity)
{
        struct pd_store *store = pd_history_store(work->history);
        struct pd_retold *live;
        struct pd_record there;

        work->judged_by = *work->athlete;
        if (!activity->dated || pd_store_find_start(store, work->athlete->id, activity->start_real, MATCH_START, &there) < 0)
                return;
        if (there.source != PD_SOURCE_LIVE || pd_history_find(work->history, work->athlete, there.past.id, &live) < 0)
                return;
        if (live->telling != NULL)
                work->judged_by = live->telling->snapshot.athlete;
        pd_retold_free(live);
}

static int
ask_plan(struct work *work, const struct activity *activity)
{
        const struct pd_history_context *context = pd_history_context(work->history);
        int r;

        if (work->given != NULL) {
                work->workout = *work->given;
                return 0;
        }
        pd_workout_init(&work->workout);
        r = context->workout(context->user, &work->judged_by, day_of(work, activity), activity->told ? &activity->about : NULL,
                &work->workout);
        return r == -ENOENT ? 0 : r;
}

/* A table that says nothing of itself is a run from its first line to its last. */
static int
start_table(struct work *work, const struct activity *activity)
{
        const struct pd_input start = {.at = activity->first, .kind = PD_INPUT_COMMAND, .command = {.verb = PD_COMMAND_START}};

        return activity->told || activity->is_trace ? 0 : pd_hindsight_feed(work->hindsight, &start);
}

static int
open_activity(struct work *work)
{
        const struct activity *activity = &work->activities[work->at];
        const char *why = why_not(work, activity);
        char reason[PD_IMPORT_REASON_SIZE], digest[PD_DIGEST_SIZE];
        int r;

        if (why != NULL) {
                snprintf(reason, sizeof(reason), why == activity->about.sport ? "%s is no run" : "%s", why);
                tell(work, PD_IMPORT_REFUSED, reason);
                return 0;
        }
        digest_of(work, work->at, digest);
        if (pd_store_find_digest(pd_history_store(work->history), work->athlete->id, digest, &work->import.record) == 0) {
                tell(work, PD_IMPORT_KNOWN, "this file has been imported already");
                return 0;
        }
        find_anchors(work, activity);
        r = ask_plan(work, activity);
        if (r < 0)
                return r;
        work->hindsight = pd_hindsight_new(&work->judged_by, &work->workout, NULL,
                activity->is_trace ? PD_NEVER : activity->moved != PD_NEVER ? activity->moved : activity->last);
        if (work->hindsight == NULL)
                return -ENOMEM;
        r = set_clock(work, activity);
        return r < 0 ? r : start_table(work, activity);
}

static int
feed_about(void *user, const struct pd_recording_about *about)
{
        struct work *work = user;
        int r = work->at == SIZE_MAX ? 0 : end_activity(work);

        (void) about;
        work->at++; /* from SIZE_MAX to the first */
        return r < 0 ? r : open_activity(work);
}

static int
feed_input(void *user, const struct pd_input *input)
{
        struct work *work = user;
        struct pd_input local;
        int r = 0;

        if (work->at == SIZE_MAX)
                r = feed_about(work, NULL);
        if (r < 0 || work->hindsight == NULL)
                return r;
        if (input->kind != PD_INPUT_CLOCK)
                return pd_hindsight_feed(work->hindsight, input);
        local = *input;
        local.clock = clock_of(work, &work->activities[work->at], &input->clock);
        return pd_hindsight_feed(work->hindsight, &local);
}

/* ---- the file ------------------------------------------------------------------------------------- */

static void
name_fault(const struct pd_format_error *error, char *ret, size_t size)
{
        if (error->expected[0] == '\0')
                snprintf(ret, size, "damaged, or cut off");
        else if (error->line > 0)
                snprintf(ret, size, "line %zu, column %zu: expected %s", error->line, error->column, error->expected);
        else
                snprintf(ret, size, "byte %zu: expected %s", error->column, error->expected);
}

static void
refuse(struct work *work, int r, const struct pd_format_error *error)
{
        char reason[PD_IMPORT_REASON_SIZE];

        if (r == -ENOTSUP)
                snprintf(reason, sizeof(reason), "no format that I know; CSV, FIT, TCX (each packed by gzip or not) and traces are read");
        else if (r == -ENODATA)
                snprintf(reason, sizeof(reason), "there is nothing in it");
        else if (r == -E2BIG)
                snprintf(reason, sizeof(reason), "more than %d activities in one file", PD_IMPORT_ACTIVITIES_MAX);
        else if (r == -EFBIG)
                snprintf(reason, sizeof(reason), "larger than %d MiB", (int) (PD_IMPORT_FILE_MAX >> 20));
        else if (r == -EBADMSG)
                name_fault(error, reason, sizeof(reason));
        else if (r == -ENODEV)
                snprintf(reason, sizeof(reason), "it is no file");
        else
                snprintf(reason, sizeof(reason), "%s", strerror(-r));
        tell(work, PD_IMPORT_REFUSED, reason);
}

/* What came before a fault. */
static bool
is_worth_something(const struct work *work)
{
        const struct activity *last = work->n > 0 ? &work->activities[work->n - 1] : NULL;

        return work->n > 1 || (last != NULL && last->first != PD_NEVER && last->last - last->first >= SHORTEST);
}

static int
look(struct work *work, struct pd_replay *replay, struct pd_format_error *error)
{
        const struct pd_recording_ops ops = {.snapshot = see_snapshot, .about = see_about, .input = see_input, .user = work};
        uint64_t skipped;
        size_t size;
        const char *bytes = pd_replay_bytes(replay, &size);
        int r;

        if (size > (size_t) PD_IMPORT_FILE_MAX) /* unpacked */
                return -EFBIG;
        pd_import_digest(bytes, size, work->digest);
        r = pd_replay_read(replay, &ops, &skipped, error);
        if (r == -EBADMSG && is_worth_something(work)) {
                name_fault(error, work->fault, sizeof(work->fault));
                return 0;
        }
        return r == 0 && work->n == 0 ? -ENODATA : r;
}

static int
feed(struct work *work, struct pd_replay *replay, struct pd_format_error *error)
{
        const struct pd_recording_ops ops = {.about = feed_about, .input = feed_input, .user = work};
        uint64_t skipped;
        int r;

        work->at = SIZE_MAX; /* before the first */
        r = pd_replay_read(replay, &ops, &skipped, error);
        if (r == 0 || (r == -EBADMSG && work->fault[0] != '\0'))
                r = end_activity(work);
        work->hindsight = pd_hindsight_free(work->hindsight);
        return r;
}

/* Is it the file, and will it be tomorrow? */
static bool
is_the_files(int r)
{
        static const int errors[] = {-EBADMSG, -ENODATA, -ENOTSUP, -E2BIG, -EFBIG, -EISDIR, -ENODEV, -ENOENT, -EACCES, -ELOOP, -ENXIO};

        for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
                if (r == errors[i])
                        return true;
        return false;
}

static int
import_with(struct work *work, const char *path)
{
        struct pd_format_error error = {0};
        struct pd_replay *replay = NULL;
        int r = pd_replay_open_within(path, PD_IMPORT_FILE_MAX, &replay);

        if (r == 0)
                r = look(work, replay, &error);
        if (r < 0 && is_the_files(r)) {
                refuse(work, r, &error);
                r = 0;
        } else if (r == 0) {
                r = feed(work, replay, &error);
                if (r == -EBADMSG || r == -EFBIG) {
                        refuse(work, r, &error);
                        r = 0;
                }
        }
        pd_replay_free(replay);
        return r;
}

int
pd_import_file(struct pd_history *history, const char *path, const struct pd_athlete *athlete, pd_day day,
        const struct pd_workout *workout, pd_import_func func, void *user)
{
        struct work *work = calloc(1, sizeof(*work)); /* a workout is large */
        int r;

        if (work == NULL)
                return -ENOMEM;
        work->history = history;
        work->athlete = athlete;
        work->given = workout;
        work->day = day;
        work->func = func;
        work->user = user;
        r = import_with(work, path);
        free(work);
        return r;
}
