/* SPDX-License-Identifier: MIT */
#include "today.h"

#include "plan_file.h"
#include "zone.h"

#include "formats/day_workout.h"
#include "formats/life_text.h"

#include "purposed/log.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <syslog.h>

#define WATCHES_MAX (PD_ATHLETES_MAX + 2)
#define NAME_SIZE (PD_ID_SIZE + 8) /* "life/anna" */

struct diary {
        const struct pd_config_athlete *config;
        struct pd_plan_file file;
        struct pd_life life;
        pd_day day;       /* PD_DAY_NONE while the wall clock is unknown */
        pd_usec day_ends; /* of the wall, like the next two */
        pd_usec brief_at; /* PD_NEVER: it is not wanted */
        pd_usec jumps_at; /* the offset from UTC changes within the day; PD_NEVER */
        pd_day briefed;   /* the last day on which it was said, or too late */
        pd_usec stale_at; /* in the daemon's time: something has changed then; PD_NEVER */
};

struct pd_today {
        const struct pd_today_context *context;
        struct pd_clock clock; /* as of the last look */
        size_t n_diaries;
        struct diary *diaries;
        size_t n_watches;
        sd_event_source *watches[WATCHES_MAX];
        sd_event *loop;
        /* Too large for a stack. */
        size_t n_past;
        struct pd_past past[PD_TODAY_PAST_MAX];
        struct pd_workout workout;
        struct pd_roster_entry entry;
        struct pd_findings findings;
};

/* ---- what is kept ------------------------------------------------------------- */

static void
keep(const struct pd_today *today, const char *folder, const struct diary *diary, const char *bytes, size_t size)
{
        char name[NAME_SIZE];
        int r;

        snprintf(name, sizeof(name), "%s/%s", folder, diary->config->athlete.id);
        r = pd_state_files_keep(today->context->files, name, bytes, size);
        if (r < 0)
                pd_log(LOG_WARNING, "%s cannot be kept: %s; it holds until the next start", name, strerror(-r));
}

static void
keep_life(const struct pd_today *today, const struct diary *diary)
{
        char text[PD_LIFE_TEXT_SIZE];

        keep(today, "life", diary, text, pd_life_text_write(&diary->life, text));
}

static void
keep_briefed(const struct pd_today *today, const struct diary *diary)
{
        char text[PD_DATE_SIZE];

        pd_day_format(diary->briefed, text);
        keep(today, "brief", diary, text, PD_DATE_SIZE - 1);
}

static int
load(const struct pd_today *today, const char *folder, const struct diary *diary, char **ret_bytes, size_t *ret_size)
{
        char name[NAME_SIZE];
        int r;

        snprintf(name, sizeof(name), "%s/%s", folder, diary->config->athlete.id);
        r = pd_state_files_read(today->context->files, name, ret_bytes, ret_size);
        if (r < 0 && r != -ENOENT)
                pd_log(LOG_WARNING, "%s in %s cannot be read: %s; going on without", name, today->context->state_dir, strerror(-r));
        return r;
}

static void
load_diary(const struct pd_today *today, struct diary *diary)
{
        struct pd_format_error error;
        char *bytes;
        size_t size;

        if (load(today, "life", diary, &bytes, &size) == 0) {
                if (pd_life_text_read(bytes, size, &diary->life, &error) < 0)
                        pd_log(LOG_WARNING, "%s/life/%s:%zu: expected %s; nothing of it counts", today->context->state_dir,
                                diary->config->athlete.id, error.line, error.expected);
                free(bytes);
        }
        if (load(today, "brief", diary, &bytes, &size) == 0) {
                (void) pd_day_parse(bytes, &diary->briefed);
                free(bytes);
        }
}

/* ---- the day ------------------------------------------------------------------- */

static const struct pd_athlete *
athlete_of(const struct diary *diary)
{
        return &diary->config->athlete;
}

static void
look_at_clock(struct pd_today *today)
{
        today->context->clock(today->context->user, &today->clock);
}

static pd_usec
brief_of(const struct pd_athlete *athlete, pd_day day)
{
        const bool next_date = athlete->brief < athlete->day_starts; /* in the night, before the day is over */

        return athlete->brief == PD_TIME_OF_DAY_OFF ? PD_NEVER : pd_zone_moment(athlete->time_zone, day + next_date, athlete->brief);
}

/* Which day it is, and what happens when until it ends. */
static void
settle_day(struct pd_today *today, struct diary *diary)
{
        const struct pd_athlete *athlete = athlete_of(diary);
        pd_usec real = today->clock.real;

        diary->day = PD_DAY_NONE;
        diary->day_ends = diary->brief_at = diary->jumps_at = PD_NEVER;
        if (!pd_clock_plausible(&today->clock))
                return;
        diary->day = pd_zone_day(athlete->time_zone, real, athlete->day_starts);
        diary->day_ends = pd_zone_moment(athlete->time_zone, diary->day + 1, athlete->day_starts);
        diary->brief_at = brief_of(athlete, diary->day);
        if (diary->brief_at != PD_NEVER && real - diary->brief_at > PD_TODAY_BRIEF_FOR)
                diary->briefed = diary->day; /* the day has begun without it */
        diary->jumps_at = pd_zone_change(athlete->time_zone, real, diary->day_ends);
}

static void
recall(struct pd_today *today, const struct diary *diary)
{
        const struct pd_today_context *context = today->context;

        today->n_past = 0;
        if (context->past != NULL && diary->day != PD_DAY_NONE)
                today->n_past = context->past(
                        context->user, athlete_of(diary)->id, diary->day - PD_TODAY_PAST_DAYS, today->past, PD_TODAY_PAST_MAX);
}

static struct pd_calendar
calendar_of(struct pd_today *today, const struct diary *diary)
{
        recall(today, diary);
        return (struct pd_calendar) {
                .plan = diary->file.plan,
                .life = &diary->life,
                .past = today->past,
                .n_past = today->n_past,
                .today = diary->day,
        };
}

/* The last session of the day before. */
static void
remember_yesterday(const struct pd_today *today, const struct diary *diary, struct pd_roster_day *ret)
{
        const struct pd_past *last = NULL;

        for (size_t i = 0; i < today->n_past; i++) {
                const struct pd_past *past = &today->past[i];

                if (past->day == diary->day - 1 && (last == NULL || past->start_real >= last->start_real))
                        last = past;
        }
        if (last == NULL)
                return;
        ret->yesterday = last->purpose;
        ret->yesterday_result = last->result;
}

static int32_t
year_of(const struct pd_clock *clock)
{
        struct pd_civil civil;

        if (!pd_clock_plausible(clock))
                return 0;
        pd_clock_civil(clock->real, &civil);
        return civil.year;
}

static int
work_out(struct pd_today *today, struct diary *diary, struct pd_findings *findings)
{
        struct pd_roster_day day = {
                .year = year_of(&today->clock),
                .sessions_done = today->context->sessions_done(today->context->user, athlete_of(diary)->id),
        };
        char goal[PD_TEXT_SIZE] = "";
        struct pd_calendar calendar;
        struct pd_calendar_day asks;

        if (diary->day == PD_DAY_NONE)
                return pd_roster_entry_of(diary->config, &day, findings, &today->entry);
        calendar = calendar_of(today, diary);
        pd_calendar_day(&calendar, diary->day, &asks);
        day.condition = asks.condition;
        remember_yesterday(today, diary, &day);
        day.why = asks.why;
        if (diary->file.plan != NULL)
                pd_plan_goal_text(diary->file.plan, goal);
        if (goal[0] != '\0')
                day.goal = goal;
        /* What the plan leaves open is as the configuration says. */
        if (asks.purpose != PD_PURPOSE_NONE || asks.change != PD_CALENDAR_AS_PLANNED) {
                if (pd_day_workout(&calendar, &asks, &today->workout) == 0)
                        day.planned = &today->workout;
        }
        return pd_roster_entry_of(diary->config, &day, findings, &today->entry);
}

/* Its workout has been found to read at the start. */
static void
renew(struct pd_today *today, struct diary *diary)
{
        today->findings.n = today->findings.n_errors = 0;
        if (work_out(today, diary, &today->findings) == 0)
                today->context->entry(today->context->user, today->clock.boot, &today->entry);
}

int
pd_today_entry(struct pd_today *today, size_t i, struct pd_findings *findings, const struct pd_roster_entry **ret)
{
        int r = work_out(today, &today->diaries[i], findings);

        if (r == 0)
                *ret = &today->entry;
        return r;
}

/* ---- time ------------------------------------------------------------------------ */

static bool
waits_for_brief(const struct pd_today *today, const struct diary *diary)
{
        return today->clock.synchronised && diary->brief_at != PD_NEVER && diary->briefed != diary->day;
}

/* What was due before the clock could be believed may be too late by now. */
static void
maybe_brief(struct pd_today *today, struct diary *diary)
{
        pd_usec late = today->clock.real - diary->brief_at;

        if (!waits_for_brief(today, diary) || late < 0)
                return;
        diary->briefed = diary->day;
        if (late > PD_TODAY_BRIEF_FOR)
                return;
        keep_briefed(today, diary);
        today->context->brief(today->context->user, today->clock.boot, athlete_of(diary)->id);
}

static pd_usec
earlier(pd_usec a, pd_usec b)
{
        return a < b ? a : b;
}

static pd_usec
next_of(const struct pd_today *today, const struct diary *diary)
{
        pd_usec real = earlier(diary->day_ends, diary->jumps_at), at = PD_NEVER;

        if (waits_for_brief(today, diary))
                real = earlier(real, diary->brief_at);
        if (real != PD_NEVER) /* a brief may have been due before the start */
                at = today->clock.boot + (real > today->clock.real ? real - today->clock.real : 0);
        return earlier(at, diary->stale_at);
}

pd_usec
pd_today_deadline(const struct pd_today *today)
{
        pd_usec least = PD_NEVER;

        for (size_t i = 0; i < today->n_diaries; i++)
                least = earlier(least, next_of(today, &today->diaries[i]));
        return least;
}

/* A new day, or something of this one has changed. */
static void
turn_page(struct pd_today *today, struct diary *diary)
{
        diary->stale_at = PD_NEVER;
        (void) pd_plan_file_look(&diary->file);
        settle_day(today, diary);
        renew(today, diary);
}

void
pd_today_wake(struct pd_today *today, pd_usec at)
{
        bool jumped = false;

        if (at < pd_today_deadline(today))
                return;
        look_at_clock(today);
        for (size_t i = 0; i < today->n_diaries; i++) {
                struct diary *diary = &today->diaries[i];
                bool over = today->clock.real >= diary->day_ends || diary->stale_at <= at; /* maybe at the jump itself */

                jumped = jumped || today->clock.real >= diary->jumps_at;
                if (over)
                        turn_page(today, diary);
                else if (today->clock.real >= diary->jumps_at)
                        settle_day(today, diary);
                maybe_brief(today, diary);
        }
        if (jumped)
                today->context->offset_changed(today->context->user, today->clock.boot);
}

void
pd_today_clock_set(struct pd_today *today)
{
        look_at_clock(today);
        for (size_t i = 0; i < today->n_diaries; i++) {
                pd_day before = today->diaries[i].day;

                settle_day(today, &today->diaries[i]);
                if (today->diaries[i].day != before)
                        renew(today, &today->diaries[i]);
                maybe_brief(today, &today->diaries[i]);
        }
}

static struct diary *
diary_of(struct pd_today *today, const char *athlete)
{
        for (size_t i = 0; i < today->n_diaries; i++)
                if (strcmp(athlete_of(&today->diaries[i])->id, athlete) == 0)
                        return &today->diaries[i];
        return NULL;
}

int
pd_today_workout(struct pd_today *today, const struct pd_athlete *athlete, pd_day day, struct pd_workout *ret)
{
        struct diary *diary = diary_of(today, athlete->id);
        struct pd_calendar calendar;
        struct pd_calendar_day asks;

        if (diary == NULL || diary->day == PD_DAY_NONE)
                return -ENOENT;
        calendar = calendar_of(today, diary);
        pd_calendar_day(&calendar, day, &asks);
        if (asks.purpose == PD_PURPOSE_NONE || pd_day_workout(&calendar, &asks, ret) < 0)
                return -ENOENT;
        pd_workout_resolve(ret, athlete);
        return 0;
}

void
pd_today_session_over(struct pd_today *today, pd_usec at, const char *athlete)
{
        struct diary *diary = diary_of(today, athlete);

        if (diary != NULL)
                diary->stale_at = at;
}

const char *
pd_today_trouble(const struct pd_today *today)
{
        for (size_t i = 0; i < today->n_diaries; i++)
                if (today->diaries[i].file.trouble[0] != '\0')
                        return today->diaries[i].file.trouble;
        return "";
}

/* ---- files that change -------------------------------------------------------------- */

static int
on_file(sd_event_source *source, const struct inotify_event *event, void *user)
{
        struct pd_today *today = user;

        (void) source;
        (void) event;
        look_at_clock(today);
        for (size_t i = 0; i < today->n_diaries; i++)
                if (pd_plan_file_look(&today->diaries[i].file))
                        renew(today, &today->diaries[i]);
        return 0;
}

/* A folder that is not there is not watched: its files are looked for when
 * a day begins or a session is over. */
static void
watch_folder(struct pd_today *today, const char *path)
{
        const uint32_t news = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE;
        int r;

        if (today->n_watches == WATCHES_MAX)
                return;
        r = sd_event_add_inotify(today->loop, &today->watches[today->n_watches], path, news, on_file, today);
        if (r >= 0)
                today->n_watches++;
        else if (r != -ENOENT)
                pd_log(LOG_WARNING, "%s is not watched: %s; plans there are read when a day begins", path, strerror(-r));
}

void
pd_today_watch(struct pd_today *today, sd_event *loop)
{
        char path[PATH_MAX];
        char *slash;

        today->loop = loop;
        watch_folder(today, today->context->plans_dir);
        snprintf(path, sizeof(path), "%s/plans", today->context->state_dir);
        watch_folder(today, path);
        for (size_t i = 0; i < today->n_diaries; i++) {
                if (today->diaries[i].config->plan == NULL)
                        continue;
                snprintf(path, sizeof(path), "%s", today->diaries[i].config->plan);
                slash = strrchr(path, '/');
                slash[slash == path] = '\0';
                watch_folder(today, path);
        }
}

/* ---- life and death ------------------------------------------------------------------ */

int
pd_today_new(const struct pd_today_context *context, struct pd_today **ret)
{
        struct pd_today *today = calloc(1, sizeof(*today));

        if (today == NULL)
                return -ENOMEM;
        today->context = context;
        today->diaries = calloc(context->config->n_athletes + 1, sizeof(today->diaries[0]));
        if (today->diaries == NULL) {
                free(today);
                return -ENOMEM;
        }
        look_at_clock(today);
        for (size_t i = 0; i < context->config->n_athletes; i++) {
                struct diary *diary = &today->diaries[today->n_diaries++];

                diary->config = &context->config->athletes[i];
                diary->briefed = PD_DAY_NONE;
                diary->stale_at = PD_NEVER;
                pd_plan_file_init(&diary->file, diary->config, context->plans_dir, context->state_dir);
                (void) pd_plan_file_look(&diary->file);
                load_diary(today, diary);
                settle_day(today, diary);
        }
        *ret = today;
        return 0;
}

struct pd_today *
pd_today_free(struct pd_today *today)
{
        if (today == NULL)
                return NULL;
        for (size_t i = 0; i < today->n_watches; i++)
                sd_event_source_disable_unref(today->watches[i]);
        for (size_t i = 0; i < today->n_diaries; i++)
                pd_plan_file_clear(&today->diaries[i].file);
        free(today->diaries);
        free(today);
        return NULL;
}

/* ---- orders --------------------------------------------------------------------------- */

/* The diary that an order is about, if its day is known. */
static struct diary *
opened(struct pd_today *today, const struct pd_order *order, struct pd_reply *reply)
{
        struct diary *diary = diary_of(today, order->athlete);

        if (diary == NULL)
                pd_reply_say(reply, -ENOENT, "A guest has no plan.");
        else if (diary->day == PD_DAY_NONE)
                pd_reply_say(reply, -ENODATA, "The wall clock is not set: nobody knows what day it is.");
        return diary != NULL && diary->day != PD_DAY_NONE ? diary : NULL;
}

static bool
is_known_workout(const struct diary *diary, const struct pd_life_entry *entry, struct pd_reply *reply)
{
        if (entry->kind != PD_LIFE_WORKOUT)
                return true;
        if (diary->file.plan == NULL)
                pd_reply_say(reply, -ENOENT, "There is no plan, and so no workout %s.", entry->workout);
        else if (pd_plan_workout_find(diary->file.plan, entry->workout) == NULL)
                pd_reply_say(reply, -ENOENT, "The plan has no workout %s.", entry->workout);
        else
                return true;
        return false;
}

static void
change_life(void *user, const struct pd_order *order, struct pd_reply *reply)
{
        struct pd_today *today = user;
        struct diary *diary = opened(today, order, reply);
        char sentence[PD_SENTENCE_SIZE];
        struct pd_life_entry entry;
        int r;

        if (diary == NULL)
                return;
        r = pd_life_order(order->command->verb, order->command->text, diary->day, &entry, sentence);
        if (r < 0) {
                pd_reply_say(reply, r, "%s", sentence);
                return;
        }
        if (!is_known_workout(diary, &entry, reply))
                return;
        r = pd_life_add(&diary->life, &entry, diary->day);
        if (r < 0) {
                pd_reply_say(reply, r, "%s", r == -ENOENT ? "Nobody is away." : "Too many such orders are in force already.");
                return;
        }
        keep_life(today, diary);
        look_at_clock(today);
        renew(today, diary);
        pd_life_sentence(&entry, sentence);
        pd_reply_say(reply, 0, "%s", sentence);
}

/* "Tuesday 2026-12-01  intervals, 6 x 3 min (swapped)" */
static void
say_day(struct pd_reply *reply, const struct pd_calendar_day *asks)
{
        char date[PD_DATE_SIZE];

        pd_day_format(asks->day, date);
        pd_reply_add(reply, "%-9s %s  %s", pd_weekday_name(pd_day_weekday(asks->day)), date,
                asks->purpose != PD_PURPOSE_NONE ? pd_purpose_name(asks->purpose) : "nothing");
        if (asks->title[0] != '\0')
                pd_reply_add(reply, ", %s", asks->title);
        if (asks->change != PD_CALENDAR_AS_PLANNED)
                pd_reply_add(reply, " (%s)", pd_calendar_change_name(asks->change));
        pd_reply_add(reply, "%s\n", asks->done ? ", done" : "");
}

static void
say_today(struct pd_reply *reply, const struct pd_calendar *calendar)
{
        struct pd_calendar_day asks;
        const char *text;

        pd_calendar_day(calendar, calendar->today, &asks);
        text = pd_calendar_text(calendar, &asks);
        say_day(reply, &asks);
        if (text[0] != '\0')
                pd_reply_add(reply, "  %s\n", text);
        if (asks.why[0] != '\0')
                pd_reply_add(reply, "  %s\n", asks.why);
        for (size_t i = 0; i < asks.n_proposals; i++) {
                pd_reply_add(reply, "  %s\n", asks.proposals[i].sentence);
                if (asks.proposals[i].command[0] != '\0')
                        pd_reply_add(reply, "    purposectl %s\n", asks.proposals[i].command);
        }
}

static void
say_week(struct pd_reply *reply, const struct pd_calendar *calendar)
{
        pd_day monday = pd_day_monday(calendar->today);
        struct pd_calendar_day asks;

        for (pd_day day = monday; day < monday + PD_DAYS_A_WEEK; day++) {
                pd_calendar_day(calendar, day, &asks);
                say_day(reply, &asks);
        }
}

static void
show_plan(void *user, const struct pd_order *order, struct pd_reply *reply)
{
        struct pd_today *today = user;
        struct diary *diary = opened(today, order, reply);
        const char *what = order->command->text;
        struct pd_calendar calendar;

        if (diary == NULL)
                return;
        if (what[0] != '\0' && strcmp(what, "today") != 0 && strcmp(what, "show") != 0) {
                pd_reply_say(reply, -EINVAL, "'plan %s' is not known; plan today or plan show is.", what);
                return;
        }
        calendar = calendar_of(today, diary);
        pd_reply_say(reply, 0, "%s", "");
        if (diary->file.trouble[0] != '\0')
                pd_reply_add(reply, "%s\n", diary->file.trouble);
        else if (diary->file.plan == NULL)
                pd_reply_add(reply, "There is no plan: %s is not there.\n", diary->file.paths[0]);
        if (strcmp(what, "show") == 0)
                say_week(reply, &calendar);
        else
                say_today(reply, &calendar);
}

const struct pd_order_service pd_today_services[] = {
        {PD_COMMAND_AWAY, false, change_life},
        {PD_COMMAND_SWAP, false, change_life},
        {PD_COMMAND_EASIER, false, change_life},
        {PD_COMMAND_SKIP_DAY, false, change_life},
        {PD_COMMAND_WORKOUT, false, change_life},
        {PD_COMMAND_PLAN, false, show_plan},
};
const size_t pd_today_n_services = sizeof(pd_today_services) / sizeof(pd_today_services[0]);
