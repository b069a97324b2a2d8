/* SPDX-License-Identifier: MIT */
#include "core/plan/plan.h"

#include "purposed/setting.h"

#include <assert.h>
#include <string.h>

#define NAME_MAX_BYTES 40 /* of pd_setting_nearest() */
#define WORK_S 240        /* behaviour of a verdict: more than max(4 min, 10 %) above an easy day's ceiling */
#define S_PER_KM 360 /* easy for most: where a plan counts in one measure and is asked for the other */

static struct pd_plan_slot
nothing(void)
{
        return (struct pd_plan_slot){.workout = PD_PLAN_NO_WORKOUT};
}

static struct pd_plan_aims
no_aims(void)
{
        return (struct pd_plan_aims){.distance_m = PD_UNKNOWN, .sessions = PD_UNKNOWN, .hard = PD_UNKNOWN};
}

void
pd_plan_init(struct pd_plan *plan)
{
        memset(plan, 0, sizeof *plan);
        plan->goal.day = PD_DAY_NONE;
        plan->aims = no_aims();
        plan->start = PD_DAY_NONE;
        for (size_t i = 0; i < PD_DAYS_A_WEEK; i++)
                plan->every[i] = nothing();
        plan->workouts[PD_PLAN_REST] = (struct pd_plan_workout){.id = "rest", .title = "Rest", .purpose = PD_PURPOSE_REST};
        plan->workouts[PD_PLAN_FREE] = (struct pd_plan_workout){.id = "free", .title = "Free", .purpose = PD_PURPOSE_FREE};
        plan->n_workouts = 2;
        plan->texts_length = 1;
}

int32_t
pd_plan_week_number(const struct pd_plan *plan, pd_day day)
{
        int32_t weeks;

        if (plan->start == PD_DAY_NONE || day < plan->start)
                return 0;
        weeks = (day - plan->start) / PD_DAYS_A_WEEK + 1;
        return weeks <= pd_plan_last_week(plan) ? weeks : 0;
}

int32_t
pd_plan_last_week(const struct pd_plan *plan)
{
        int32_t last = 0;

        for (size_t i = 0; i < plan->n_weeks; i++)
                last = plan->weeks[i].last > last ? plan->weeks[i].last : last;
        return last;
}

static const struct pd_plan_week *
week_of(const struct pd_plan *plan, pd_day day)
{
        const int32_t number = pd_plan_week_number(plan, day);

        for (size_t i = 0; number > 0 && i < plan->n_weeks; i++)
                if (plan->weeks[i].first <= number && number <= plan->weeks[i].last)
                        return &plan->weeks[i];
        return NULL;
}

struct pd_plan_slot
pd_plan_at(const struct pd_plan *plan, pd_day day)
{
        const struct pd_plan_week *const week = week_of(plan, day);
        const enum pd_weekday weekday = pd_day_weekday(day);

        for (size_t i = 0; i < plan->n_dates; i++)
                if (plan->dates[i].day == day)
                        return plan->dates[i].slot;
        if (week != NULL && week->days[weekday].workout != PD_PLAN_NO_WORKOUT)
                return week->days[weekday];
        return plan->every[weekday];
}

struct pd_plan_aims
pd_plan_aims_of(const struct pd_plan *plan, pd_day monday)
{
        const struct pd_plan_week *const week = week_of(plan, monday);
        struct pd_plan_aims aims = plan->aims;

        if (week == NULL)
                return aims;
        if (week->aims.distance_m != PD_UNKNOWN)
                aims.distance_m = week->aims.distance_m;
        if (week->aims.sessions != PD_UNKNOWN)
                aims.sessions = week->aims.sessions;
        if (week->aims.hard != PD_UNKNOWN)
                aims.hard = week->aims.hard;
        if (week->aims.line != 0)
                aims.line = week->aims.line;
        return aims;
}

const struct pd_plan_workout *
pd_plan_workout_find(const struct pd_plan *plan, const char *id)
{
        for (size_t i = 0; id[0] != '\0' && i < plan->n_workouts; i++)
                if (strcmp(plan->workouts[i].id, id) == 0)
                        return &plan->workouts[i];
        return NULL;
}

const char *
pd_plan_nearest_name(const char *const *names, size_t n, const char *word)
{
        struct pd_setting table[PD_PLAN_NAMES_MAX + 1] = {{0}};
        const struct pd_setting *nearest;
        size_t used = 0;

        assert(n <= PD_PLAN_NAMES_MAX);
        for (size_t i = 0; i < n; i++)
                if (strlen(names[i]) <= NAME_MAX_BYTES)
                        table[used++].key = names[i];
        nearest = pd_setting_nearest(table, word);
        return nearest != NULL ? nearest->key : NULL;
}

void
pd_plan_goal_text(const struct pd_plan *plan, char ret[static PD_TEXT_SIZE])
{
        const struct pd_plan_goal *const goal = &plan->goal;
        const char *const text = goal->event[0] != '\0' ? goal->event : goal->target[0] != '\0' ? goal->target : goal->why;

        pd_text_copy(ret, PD_TEXT_SIZE, text, strlen(text));
        if (ret[0] == '\0' && goal->day != PD_DAY_NONE)
                pd_day_format(goal->day, ret);
}

bool
pd_plan_is_hard(enum pd_purpose purpose)
{
        return purpose >= PD_PURPOSE_TEMPO && purpose <= PD_PURPOSE_RACE;
}

bool
pd_plan_is_session(enum pd_purpose purpose)
{
        return purpose != PD_PURPOSE_NONE && purpose != PD_PURPOSE_REST && purpose != PD_PURPOSE_FREE;
}

int32_t
pd_plan_seconds(const struct pd_plan_workout *workout)
{
        if (workout->open || (workout->time_s == 0 && workout->distance_m == 0))
                return PD_UNKNOWN;
        return workout->time_s + pd_plan_seconds_of_metres(workout->distance_m);
}

int32_t
pd_plan_seconds_of_metres(int32_t metres)
{
        return (int32_t) ((int64_t) metres * S_PER_KM / 1000);
}

bool
pd_plan_is_work(const struct pd_plan_workout *workout)
{
        const int32_t seconds = pd_plan_seconds(workout);

        return workout->work_s > WORK_S && (seconds == PD_UNKNOWN || (int64_t) workout->work_s * 10 > seconds);
}

int32_t
pd_plan_metres(const struct pd_plan_workout *workout)
{
        if (workout->open || (workout->time_s == 0 && workout->distance_m == 0))
                return PD_UNKNOWN;
        return workout->distance_m + (int32_t) ((int64_t) workout->time_s * 1000 / S_PER_KM);
}
