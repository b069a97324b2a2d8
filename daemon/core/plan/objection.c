/* SPDX-License-Identifier: MIT */
/* Orders that read well, and yet make no sense on this calendar. */
#include "core/plan/inside.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>

static int __attribute__((format(printf, 2, 3)))
object(char *ret_error, const char *format, ...)
{
        va_list arguments;

        va_start(arguments, format);
        (void) vsnprintf(ret_error, PD_SENTENCE_SIZE, format, arguments);
        va_end(arguments);
        return -ENOENT;
}

static int
check_workout(const struct pd_plan *plan, const char *id, char *ret_error)
{
        const char *names[PD_PLAN_NAMES_MAX], *nearest;
        size_t n = 0;

        if (plan == NULL)
                return object(ret_error, "There is no plan to choose a workout from.");
        if (pd_plan_workout_find(plan, id) != NULL)
                return 0;
        for (size_t i = 0; i < plan->n_workouts && n < PD_PLAN_NAMES_MAX; i++)
                if (plan->workouts[i].id[0] != '\0')
                        names[n++] = plan->workouts[i].id;
        nearest = pd_plan_nearest_name(names, n, id);
        if (nearest != NULL)
                return object(ret_error, "The plan has no workout '%s'; did you mean '%s'?", id, nearest);
        return object(ret_error, "The plan has no workout '%s'; purposectl plan show shows what it has.", id);
}

/* A day that is away asks for nothing, whatever it was. */
static int
check_day(const struct pd_calendar *calendar, const struct pd_life_entry *entry, char *ret_error)
{
        struct pd_calendar_day day;
        char date[PD_DATE_SIZE];

        pd_calendar_asks(calendar, entry->from, &day);
        pd_day_format(entry->from, date);
        if (!pd_plan_is_session(day.purpose))
                return object(ret_error, "%s asks for nothing as it is.", date);
        if (entry->kind == PD_LIFE_EASIER && day.purpose != PD_PURPOSE_LONG && !pd_plan_is_hard(day.purpose))
                return object(ret_error, "%s is easy already.", date);
        return 0;
}

static int
check_swap(const struct pd_calendar *calendar, const struct pd_life_entry *entry, char *ret_error)
{
        struct pd_calendar_day from, to;

        pd_calendar_asks(calendar, entry->from, &from);
        pd_calendar_asks(calendar, entry->to, &to);
        if (from.condition != PD_CONDITION_WELL || to.condition != PD_CONDITION_WELL)
                return object(ret_error, "You are away on one of these days; only days on which you are here can be exchanged.");
        if (from.workout == to.workout && from.easier[0] == to.easier[0])
                return object(ret_error, "Both days ask for the same.");
        return 0;
}

int
pd_calendar_check(const struct pd_calendar *calendar, const struct pd_life_entry *entry, char ret_error[static PD_SENTENCE_SIZE])
{
        switch (entry->kind) {
        case PD_LIFE_AWAY:
        case PD_LIFE_WELL:
                break;
        case PD_LIFE_SWAP:
                return check_swap(calendar, entry, ret_error);
        case PD_LIFE_EASIER:
        case PD_LIFE_SKIP:
                return check_day(calendar, entry, ret_error);
        case PD_LIFE_WORKOUT:
                return check_workout(calendar->plan, entry->workout, ret_error);
        }
        return 0;
}
