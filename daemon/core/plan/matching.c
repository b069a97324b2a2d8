/* SPDX-License-Identifier: MIT */
/* Which sessions of a week were which days of its plan. */
#include "core/plan/inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define SESSIONS_MAX 32        /* of one week; more are nobody's */
#define HARD_S 240             /* a session without a plan was hard from here on … */
#define TEMPO_S 1200           /* … of tempo from here on (moderate seconds) … */
#define LONG_S (75 * 60)       /* … and long from here on */
#define SESSION_S 300          /* shorter ones were nothing */
#define LONG_ENOUGH_PERCENT 85 /* of a long run's volume, as the verdict counts */

/* How well a session fits a day; the distance in days, at most 6, decides between equals. */
enum fit { FIT_NONE = 0, FIT_KIN = 1, FIT_PURPOSE = 2, FIT_ID = 3 };
#define FIT_WEIGHT 16

enum pd_purpose
pd_matching_purpose(const struct pd_past *session)
{
        if (session->purpose != PD_PURPOSE_NONE && session->purpose != PD_PURPOSE_REST)
                return session->purpose;
        if (session->moving_s < SESSION_S)
                return PD_PURPOSE_NONE;
        if (session->seconds[PD_INTENSITY_HARD] >= HARD_S)
                return PD_PURPOSE_INTERVALS;
        if (session->seconds[PD_INTENSITY_MODERATE] >= TEMPO_S)
                return PD_PURPOSE_TEMPO;
        return session->moving_s >= LONG_S ? PD_PURPOSE_LONG : PD_PURPOSE_EASY;
}

bool
pd_matching_was_hard(const struct pd_past *session)
{
        return pd_plan_is_hard(pd_matching_purpose(session)) || session->seconds[PD_INTENSITY_HARD] >= HARD_S;
}

static bool
long_enough(const struct pd_plan_workout *workout, const struct pd_past *session)
{
        if (workout->open)
                return true;
        if (workout->time_s == 0 && session->distance_m != PD_UNKNOWN)
                return (int64_t) session->distance_m * 100 >= (int64_t) workout->distance_m * LONG_ENOUGH_PERCENT;
        return (int64_t) session->moving_s * 100 >= (int64_t) pd_plan_seconds(workout) * LONG_ENOUGH_PERCENT;
}

static bool
is_easy(enum pd_purpose purpose)
{
        return purpose == PD_PURPOSE_RECOVERY || purpose == PD_PURPOSE_EASY || purpose == PD_PURPOSE_LONG;
}

/* Easy for easy, hard for hard; a race and what is no run only for themselves. */
static bool
kin(const struct pd_plan_workout *workout, const struct pd_calendar_day *day, const struct pd_past *session)
{
        const enum pd_purpose ran = pd_matching_purpose(session);

        if (day->purpose == PD_PURPOSE_LONG)
                return is_easy(ran) && long_enough(workout, session);
        if (is_easy(day->purpose))
                return is_easy(ran);
        return day->purpose != PD_PURPOSE_RACE && pd_plan_is_hard(day->purpose) && pd_plan_is_hard(ran) && ran != PD_PURPOSE_RACE;
}

/* A long run that nobody had asked for is the plan's only if it is as long. */
static bool
same_purpose(const struct pd_plan_workout *workout, const struct pd_calendar_day *day, const struct pd_past *session)
{
        if (pd_matching_purpose(session) != day->purpose)
                return false;
        return session->purpose == day->purpose || day->purpose != PD_PURPOSE_LONG || long_enough(workout, session);
}

static int
fit_of(const struct pd_calendar *calendar, const struct pd_calendar_day *day, const struct pd_past *session)
{
        const struct pd_plan_workout *workout;
        enum fit fit = FIT_NONE;

        if (!pd_plan_is_session(day->purpose) || session->purpose == PD_PURPOSE_FREE)
                return 0;
        workout = &calendar->plan->workouts[day->workout];
        if (day->id[0] != '\0' && strcmp(day->id, session->workout) == 0)
                fit = FIT_ID;
        else if (same_purpose(workout, day, session))
                fit = FIT_PURPOSE;
        else if (kin(workout, day, session))
                fit = FIT_KIN;
        return fit == FIT_NONE ? 0 : (int) fit * FIT_WEIGHT - abs(session->day - day->day);
}

/* The week's sessions, in the order of their beginning. */
struct sessions {
        size_t n;
        const struct pd_past *items[SESSIONS_MAX];
};

static bool
earlier(const struct pd_past *a, const struct pd_past *b)
{
        if (a->day != b->day)
                return a->day < b->day;
        return a->start_real != b->start_real ? a->start_real < b->start_real : strcmp(a->id, b->id) < 0;
}

static void
insert(struct sessions *sessions, const struct pd_past *session)
{
        size_t at = sessions->n;

        if (sessions->n == SESSIONS_MAX)
                return;
        for (; at > 0 && earlier(session, sessions->items[at - 1]); at--)
                sessions->items[at] = sessions->items[at - 1];
        sessions->items[at] = session;
        sessions->n++;
}

static void
collect(const struct pd_calendar *calendar, pd_day monday, struct sessions *ret)
{
        ret->n = 0;
        for (size_t i = 0; i < calendar->n_past; i++) {
                const struct pd_past *const session = &calendar->past[i];

                if (pd_day_monday(session->day) == monday)
                        insert(ret, session);
        }
}

/* The best fit of all that are left; false if none is. Of equals, the earliest. */
static bool
match_best(const struct pd_calendar *calendar, const struct pd_calendar_day *days, struct sessions *sessions, struct pd_matching *matching)
{
        size_t of_session = 0, of_day = 0;
        int best = 0;

        for (size_t s = 0; s < sessions->n; s++)
                for (size_t d = 0; d < PD_DAYS_A_WEEK; d++) {
                        const bool over = sessions->items[s] == NULL || matching->of_day[d] != NULL;
                        const int fit = over ? 0 : fit_of(calendar, &days[d], sessions->items[s]);

                        if (fit <= best)
                                continue;
                        best = fit;
                        of_session = s;
                        of_day = d;
                }
        if (best == 0)
                return false;
        matching->of_day[of_day] = sessions->items[of_session];
        sessions->items[of_session] = NULL;
        return true;
}

void
pd_matching_of_week(const struct pd_calendar *calendar, pd_day monday, struct pd_matching *ret)
{
        struct pd_calendar_day days[PD_DAYS_A_WEEK];
        struct sessions sessions;

        memset(ret, 0, sizeof *ret);
        if (calendar->plan == NULL)
                return;
        collect(calendar, monday, &sessions);
        for (int32_t i = 0; i < PD_DAYS_A_WEEK; i++)
                pd_calendar_asks(calendar, monday + i, &days[i]);
        while (match_best(calendar, days, &sessions, ret))
                ;
}
