/* SPDX-License-Identifier: MIT */
#include "today_inside.h"

#include "zone.h"

#include "core/text.h"
#include "formats/day_workout.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define NEXT_DAYS 14 /* this week and the next: what is further off is not what one rests for */

static const struct pd_athlete *
athlete_of(const struct pd_diary *diary)
{
        return &diary->config->athlete;
}

void
pd_today_look_at_clock(struct pd_today *today)
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
settle_day(struct pd_today *today, struct pd_diary *diary)
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
recall(struct pd_today *today, const struct pd_diary *diary, pd_day from, pd_day to)
{
        const struct pd_today_context *context = today->context;

        today->n_past = 0;
        if (context->past != NULL && diary->day != PD_DAY_NONE)
                today->n_past = context->past(context->user, athlete_of(diary)->id, from, to, today->past, PD_TODAY_PAST_MAX);
}

struct pd_calendar
pd_today_calendar_of(struct pd_today *today, const struct pd_diary *diary, pd_day from, pd_day to)
{
        recall(today, diary, from, to);
        return (struct pd_calendar) {
                .plan = diary->file.plan,
                .life = &diary->life,
                .past = today->past,
                .n_past = today->n_past,
                .today = diary->day,
                .since = diary->since,
        };
}

struct pd_calendar
pd_today_calendar(struct pd_today *today, const struct pd_diary *diary)
{
        return pd_today_calendar_of(today, diary, diary->day - PD_TODAY_PAST_DAYS, PD_DAY_NONE);
}

/* The last session of the day before. */
static void
remember_yesterday(const struct pd_today *today, const struct pd_diary *diary, struct pd_roster_day *ret)
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

static void
note_plan(const struct pd_today *today, struct pd_diary *diary)
{
        if (diary->file.plan == NULL || diary->since != PD_DAY_NONE)
                return;
        diary->since = diary->day;
        pd_today_keep_said(today, diary);
}

static int
work_out(struct pd_today *today, struct pd_diary *diary, struct pd_findings *findings)
{
        struct pd_roster_day day = {
                .year = year_of(&today->clock),
                .sessions_done = today->context->sessions_done(today->context->user, athlete_of(diary)->id),
                .kinetics = &diary->kinetics,
        };
        char goal[PD_TEXT_SIZE] = "";
        struct pd_athlete athlete = *athlete_of(diary);
        struct pd_calendar calendar;
        struct pd_calendar_day asks;

        if (today->context->anchors != NULL)
                today->context->anchors(today->context->user, &athlete);
        day.athlete = &athlete;
        if (diary->day == PD_DAY_NONE)
                return pd_roster_entry_of(diary->config, &day, findings, &today->entry);
        note_plan(today, diary);
        calendar = pd_today_calendar(today, diary);
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
void
pd_today_renew(struct pd_today *today, struct pd_diary *diary)
{
        today->findings.n = today->findings.n_errors = 0;
        if (work_out(today, diary, &today->findings) == 0)
                today->context->entry(today->context->user, today->clock.boot, &today->entry);
        pd_today_look_at_week(today, diary);
}

int
pd_today_entry(struct pd_today *today, size_t i, struct pd_findings *findings, const struct pd_roster_entry **ret)
{
        int r = work_out(today, &today->diaries[i], findings);

        if (r == 0)
                *ret = &today->entry;
        return r;
}

static bool
waits_for_brief(const struct pd_today *today, const struct pd_diary *diary)
{
        return today->clock.synchronised && diary->brief_at != PD_NEVER && diary->briefed != diary->day;
}

/* What was due before the clock could be believed may be too late by now. */
static void
maybe_brief(struct pd_today *today, struct pd_diary *diary)
{
        pd_usec late = today->clock.real - diary->brief_at;

        if (!waits_for_brief(today, diary) || late < 0)
                return;
        diary->briefed = diary->day;
        if (late > PD_TODAY_BRIEF_FOR)
                return;
        pd_today_keep_briefed(today, diary);
        today->context->brief(today->context->user, today->clock.boot, athlete_of(diary)->id);
        pd_today_propose(today, diary);
}

static pd_usec
earlier(pd_usec a, pd_usec b)
{
        return a < b ? a : b;
}

static pd_usec
next_of(const struct pd_today *today, const struct pd_diary *diary)
{
        pd_usec real = earlier(diary->day_ends, diary->jumps_at), at = PD_NEVER;

        if (waits_for_brief(today, diary))
                real = earlier(real, diary->brief_at);
        if (real != PD_NEVER) /* a brief may have been due before the start */
                at = today->clock.boot + (real > today->clock.real ? real - today->clock.real : 0);
        return earlier(at, earlier(diary->stale_at, diary->recount_at));
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
turn_page(struct pd_today *today, struct pd_diary *diary)
{
        diary->stale_at = PD_NEVER;
        (void) pd_plan_file_look(&diary->file);
        settle_day(today, diary);
        pd_today_renew(today, diary);
}

static void
propose_afterwards(struct pd_today *today, struct pd_diary *diary)
{
        pd_today_propose(today, diary);
        if (today->context->over != NULL)
                today->context->over(today->context->user, today->clock.boot, athlete_of(diary)->id);
}

void
pd_today_wake(struct pd_today *today, pd_usec at)
{
        bool jumped = false;

        if (at < pd_today_deadline(today))
                return;
        pd_today_look_at_clock(today);
        for (size_t i = 0; i < today->n_diaries; i++) {
                struct pd_diary *diary = &today->diaries[i];
                bool ran = diary->stale_at <= at, over = ran || today->clock.real >= diary->day_ends; /* maybe at the jump itself */

                jumped = jumped || today->clock.real >= diary->jumps_at;
                if (over)
                        turn_page(today, diary);
                else if (today->clock.real >= diary->jumps_at)
                        settle_day(today, diary);
                if (diary->recount_at <= at)
                        pd_today_look_at_week(today, diary);
                maybe_brief(today, diary);
                if (ran)
                        propose_afterwards(today, diary);
        }
        if (jumped)
                today->context->offset_changed(today->context->user, today->clock.boot);
}

void
pd_today_clock_set(struct pd_today *today)
{
        pd_today_look_at_clock(today);
        for (size_t i = 0; i < today->n_diaries; i++) {
                pd_day before = today->diaries[i].day;

                settle_day(today, &today->diaries[i]);
                if (today->diaries[i].day != before)
                        pd_today_renew(today, &today->diaries[i]);
                maybe_brief(today, &today->diaries[i]);
        }
}

struct pd_diary *
pd_today_diary(struct pd_today *today, const char *athlete)
{
        for (size_t i = 0; i < today->n_diaries; i++)
                if (strcmp(athlete_of(&today->diaries[i])->id, athlete) == 0)
                        return &today->diaries[i];
        return NULL;
}

/* Weekdays speak of no day before the plan was made: of those since week 1, or
 * of the week in which it became known and later ones. A date speaks for itself. */
static bool
speaks_of(const struct pd_diary *diary, pd_day day)
{
        const struct pd_plan *plan = diary->file.plan;
        pd_day first = pd_day_monday(diary->since != PD_DAY_NONE ? diary->since : diary->day);

        if (plan == NULL)
                return true;
        for (size_t i = 0; i < plan->n_dates; i++)
                if (plan->dates[i].day == day)
                        return true;
        if (plan->start != PD_DAY_NONE && plan->start < first)
                first = plan->start;
        return day >= first;
}

int
pd_today_workout(struct pd_today *today, const struct pd_athlete *athlete, pd_day day, struct pd_workout *ret)
{
        struct pd_diary *diary = pd_today_diary(today, athlete->id);
        struct pd_calendar calendar;
        struct pd_calendar_day asks;

        if (diary == NULL || diary->day == PD_DAY_NONE || !speaks_of(diary, day))
                return -ENOENT;
        calendar = pd_today_calendar(today, diary);
        pd_calendar_day(&calendar, day, &asks);
        if (asks.purpose == PD_PURPOSE_NONE || pd_day_workout(&calendar, &asks, ret) < 0)
                return -ENOENT;
        pd_workout_resolve(ret, athlete);
        return 0;
}

int
pd_today_next(struct pd_today *today, const char *athlete, struct pd_week_left *ret)
{
        const struct pd_diary *diary = pd_today_diary(today, athlete);
        struct pd_calendar calendar;
        struct pd_calendar_day asks;

        if (diary == NULL || diary->file.plan == NULL || diary->day == PD_DAY_NONE)
                return -ENOENT;
        calendar = pd_today_calendar(today, diary);
        for (pd_day day = diary->day + 1; day <= diary->day + NEXT_DAYS; day++) {
                pd_calendar_day(&calendar, day, &asks);
                if (asks.done || !pd_plan_is_session(asks.purpose))
                        continue;
                *ret = (struct pd_week_left) {.day = day, .purpose = asks.purpose};
                memcpy(ret->title, asks.title, sizeof(ret->title));
                return 0;
        }
        return -ENOENT;
}

size_t
pd_today_choices(struct pd_today *today, const char *athlete, char (*ret)[PD_ID_SIZE])
{
        const struct pd_diary *diary = pd_today_diary(today, athlete);
        const struct pd_plan *plan = diary != NULL ? diary->file.plan : NULL;
        size_t n = 0;

        for (size_t i = 0; plan != NULL && i < plan->n_workouts && n < PD_CHOICES_MAX; i++)
                if (plan->workouts[i].id[0] != '\0')
                        pd_text_copy(ret[n++], PD_ID_SIZE, plan->workouts[i].id, strlen(plan->workouts[i].id));
        return n;
}

void
pd_today_session_over(struct pd_today *today, pd_usec at, const char *athlete)
{
        struct pd_diary *diary = pd_today_diary(today, athlete);

        if (diary != NULL)
                diary->stale_at = at;
}

void
pd_today_anchors_changed(struct pd_today *today, const char *athlete)
{
        struct pd_diary *diary = pd_today_diary(today, athlete);

        if (diary == NULL)
                return;
        pd_today_look_at_clock(today);
        pd_today_renew(today, diary);
}

const char *
pd_today_trouble(const struct pd_today *today)
{
        for (size_t i = 0; i < today->n_diaries; i++)
                if (today->diaries[i].file.trouble[0] != '\0')
                        return today->diaries[i].file.trouble;
        return "";
}

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
        pd_today_look_at_clock(today);
        for (size_t i = 0; i < context->config->n_athletes; i++) {
                struct pd_diary *diary = &today->diaries[today->n_diaries++];

                diary->config = &context->config->athletes[i];
                diary->briefed = diary->since = PD_DAY_NONE;
                diary->stale_at = diary->recount_at = PD_NEVER;
                pd_plan_file_init(&diary->file, diary->config, context->plans_dir, context->state_dir);
                (void) pd_plan_file_look(&diary->file);
                pd_today_load(today, diary);
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
        pd_today_watch_no_more(today);
        for (size_t i = 0; i < today->n_diaries; i++)
                pd_plan_file_clear(&today->diaries[i].file);
        free(today->diaries);
        free(today);
        return NULL;
}
