/* SPDX-License-Identifier: MIT */
#include "core/season/week.h"

#include "core/word.h"

#include <string.h>

#define MORE_PERCENT 120        /* TrainingPeaks' green ends there, and a recovery day's volume */
#define LESS_PERCENT 80         /* and begins there */
#define KNOWN_PERCENT 80        /* of the moving time: less does not speak for the week */
#define LITERATURE_PERCENT 80   /* week.h */
#define GREY_S 240              /* as in a verdict: over both is too much of it */
#define GREY_PERCENT 10
#define MEDIUM_SESSIONS 3

static const char *const standings[PD_WEEK_STANDING_COUNT] = {
        [PD_WEEK_AWAY] = "away",
        [PD_WEEK_NO_PLAN] = "no_plan",
        [PD_WEEK_MORE] = "more",
        [PD_WEEK_BEHIND] = "behind",
        [PD_WEEK_AHEAD] = "ahead",
        [PD_WEEK_OPEN] = "open",
        [PD_WEEK_ON_PLAN] = "on_plan",
};

static const char *const bases[PD_WEEK_BASIS_COUNT] = {
        [PD_WEEK_BASIS_PLAN] = "plan",
        [PD_WEEK_BASIS_LITERATURE] = "literature",
};

const char *
pd_week_standing_name(enum pd_week_standing standing)
{
        return pd_word_at(standings, PD_WEEK_STANDING_COUNT, standing);
}

const char *
pd_week_basis_name(enum pd_week_basis basis)
{
        return pd_word_at(bases, PD_WEEK_BASIS_COUNT, basis);
}

static int32_t
percent_of(int32_t part, int32_t whole)
{
        return (int32_t) (((int64_t) part * 100 + whole / 2) / whole);
}

/* ---- what was run ------------------------------------------------------------ */

/* Too long in the grey zone, and judged for it: by a session of somebody new
 * nobody is accused. */
static bool
went_grey(const struct pd_past *session)
{
        return session->verdict == PD_VERDICT_EXERCISING && session->grey_s > GREY_S
                && (int64_t) session->grey_s * 100 > (int64_t) session->moving_s * GREY_PERCENT;
}

/* A trace that was torn may tell of a session no more than that it was. */
static int32_t
known(int32_t seconds)
{
        return seconds == PD_UNKNOWN ? 0 : seconds;
}

static void
add_session(const struct pd_past *session, struct pd_week *week)
{
        week->unmeasured += session->distance_m == PD_UNKNOWN;
        for (size_t i = 0; i < PD_INTENSITY_COUNT; i++)
                week->seconds[i] += known(session->seconds[i]);
        week->grey_s += known(session->grey_s);
        week->grey_sessions += went_grey(session);
        if (session->trimp_tenths == PD_UNKNOWN)
                week->trimp_tenths = PD_UNKNOWN;
        else if (week->trimp_tenths != PD_UNKNOWN)
                week->trimp_tenths += session->trimp_tenths;
}

static void
count_rest_days(const struct pd_calendar *calendar, struct pd_week *week)
{
        for (pd_day day = week->monday; day < week->monday + PD_DAYS_A_WEEK && day < calendar->today; day++) {
                bool ran = false;

                for (size_t i = 0; i < calendar->n_past; i++)
                        ran = ran || calendar->past[i].day == day;
                week->rest_days += !ran;
        }
}

static void
work_out_shares(struct pd_week *week)
{
        const int32_t easy = week->seconds[PD_INTENSITY_RECOVERY] + week->seconds[PD_INTENSITY_EASY];
        const int32_t judged = easy + week->seconds[PD_INTENSITY_MODERATE] + week->seconds[PD_INTENSITY_HARD];
        const int32_t moving = week->moving_s - week->seconds[PD_INTENSITY_REST];

        week->easy_percent = week->grey_percent = PD_UNKNOWN;
        if (judged == 0 || (int64_t) judged * 100 < (int64_t) moving * KNOWN_PERCENT)
                return;
        week->easy_percent = percent_of(easy, judged);
        week->grey_percent = percent_of(week->grey_s, judged);
}

static void
look_back(const struct pd_calendar *calendar, const struct pd_calendar_count *done, struct pd_week *week)
{
        week->sessions = done->sessions;
        week->hard = done->hard;
        week->moving_s = done->time_s;
        for (size_t i = 0; i < calendar->n_past; i++)
                if (pd_day_monday(calendar->past[i].day) == week->monday)
                        add_session(&calendar->past[i], week);
        week->distance_m = week->unmeasured > 0 && week->unmeasured == week->sessions ? PD_UNKNOWN : done->distance_m;
        if (week->sessions == 0)
                week->trimp_tenths = PD_UNKNOWN;
        count_rest_days(calendar, week);
        work_out_shares(week);
}

/* ---- what was asked for ------------------------------------------------------ */

/* What the days' workouts add up to. Nobody's pace is known here: way is planned
 * where all runs have one, and time where all sessions do. */
struct asked {
        int32_t sessions, hard;
        int32_t work_s, about_s; /* for the share of easy: distances at an easy 6:00/km */
        int32_t distance_m, time_s;
        bool no_way, no_time;
        bool early; /* what a day to come asks for is done */
};

static void
add_asked(const struct pd_plan_workout *workout, const struct pd_calendar_day *day, struct asked *asked)
{
        const bool run = day->purpose != PD_PURPOSE_CROSS;

        asked->time_s += workout->time_s;
        asked->no_time = asked->no_time || workout->open || workout->distance_m > 0 || workout->time_s == 0;
        if (!run)
                return;
        asked->distance_m += workout->distance_m;
        asked->no_way = asked->no_way || workout->open || workout->time_s > 0;
        if (pd_plan_seconds(workout) == PD_UNKNOWN)
                return;
        asked->about_s += pd_plan_seconds(workout);
        asked->work_s += day->easier[0] != '\0' ? 0 : workout->work_s;
}

static void
look_at_day(const struct pd_calendar *calendar, pd_day day, struct pd_week *week, struct asked *asked)
{
        const struct pd_plan_workout *workout;
        struct pd_calendar_day asks;

        pd_calendar_day(calendar, day, &asks);
        if (!pd_plan_is_session(asks.purpose) || (day < calendar->since && !asks.done))
                return;
        workout = &calendar->plan->workouts[asks.workout];
        asked->sessions++;
        asked->hard += pd_plan_is_hard(asks.purpose);
        add_asked(workout, &asks, asked);
        asked->early = asked->early || (asks.done && day > calendar->today);
        if (asks.done || day < calendar->today)
                return;
        week->left[week->n_left].day = day;
        week->left[week->n_left].purpose = asks.purpose;
        memcpy(week->left[week->n_left].title, asks.title, sizeof(week->left[0].title));
        week->n_left++;
}

static int32_t
aim_or(int32_t aim, int32_t planned)
{
        return aim != PD_UNKNOWN ? aim : planned;
}

/* An aim of the week is stronger than what its days add up to; false if there
 * is neither. */
static bool
look_at_plan(const struct pd_calendar_week *plan, const struct asked *asked, struct pd_week *week)
{
        const bool days = asked->sessions > 0;

        week->sessions_planned = aim_or(plan->aims.sessions, days ? asked->sessions : PD_UNKNOWN);
        week->hard_planned = aim_or(plan->aims.hard, days ? asked->hard : PD_UNKNOWN);
        week->distance_planned_m = aim_or(plan->aims.distance_m, asked->no_way || asked->distance_m == 0 ? PD_UNKNOWN : asked->distance_m);
        week->moving_planned_s = asked->no_time || asked->time_s == 0 ? PD_UNKNOWN : asked->time_s;
        week->easy_aim_basis = asked->about_s > 0 ? PD_WEEK_BASIS_PLAN : PD_WEEK_BASIS_LITERATURE;
        week->easy_aim_percent = asked->about_s > 0 ? 100 - percent_of(asked->work_s, asked->about_s) : LITERATURE_PERCENT;
        return days || plan->aims.sessions > 0 || plan->aims.distance_m > 0;
}

static bool
far_more(int32_t done, int32_t planned)
{
        return done != PD_UNKNOWN && planned != PD_UNKNOWN && planned > 0 && (int64_t) done * 100 > (int64_t) planned * MORE_PERCENT;
}

/* Days away take a hard session from the aims of a week whose days may still ask for it. */
static bool
too_many_hard(const struct pd_week *week, const struct asked *asked)
{
        return week->hard_planned != PD_UNKNOWN && week->hard > week->hard_planned && week->hard > asked->hard;
}

/* A week that asks for sessions and for no days: one a day would not be enough any more. */
static bool
lacks_sessions(const struct pd_calendar *calendar, const struct pd_week *week, const struct asked *asked)
{
        const pd_day days_left = week->final ? 0 : week->monday + PD_DAYS_A_WEEK - calendar->today;

        return asked->sessions == 0 && week->sessions + days_left < week->sessions_planned;
}

static bool
lacks_way(const struct pd_week *week, const struct pd_plan_aims *aims)
{
        return week->final && aims->distance_m > 0 && (int64_t) week->distance_m * 100 < (int64_t) aims->distance_m * LESS_PERCENT;
}

/* What was run before it was planned, or measured by nobody, may have been what is lacking: then nothing is said. */
static bool
is_whole(const struct pd_calendar *calendar, const struct pd_week *week)
{
        return week->monday >= calendar->since && week->unmeasured == 0;
}

static enum pd_week_standing
stands(const struct pd_calendar *calendar, const struct pd_week *week, const struct asked *asked, const struct pd_plan_aims *aims,
        bool planned)
{
        if (!planned)
                return week->days_away > 0 ? PD_WEEK_AWAY : PD_WEEK_NO_PLAN;
        if (too_many_hard(week, asked) || far_more(week->distance_m, week->distance_planned_m)
                || far_more(week->moving_s, week->moving_planned_s))
                return PD_WEEK_MORE;
        if (week->missed > 0)
                return PD_WEEK_BEHIND;
        if (lacks_sessions(calendar, week, asked))
                return week->monday >= calendar->since ? PD_WEEK_BEHIND : PD_WEEK_NO_PLAN;
        if (lacks_way(week, aims))
                return is_whole(calendar, week) ? PD_WEEK_BEHIND : PD_WEEK_NO_PLAN;
        if (asked->early)
                return PD_WEEK_AHEAD;
        return week->sessions == 0 ? PD_WEEK_OPEN : PD_WEEK_ON_PLAN;
}

/* What a plan would have asked of a week that was over before it was known, nobody
 * was asked. */
static struct pd_calendar
as_known(const struct pd_calendar *calendar, pd_day monday)
{
        struct pd_calendar known = *calendar;

        if (calendar->since >= monday + PD_DAYS_A_WEEK)
                known.plan = NULL;
        return known;
}

void
pd_season_week(const struct pd_calendar *all, pd_day monday, struct pd_week *ret)
{
        const struct pd_calendar known = as_known(all, monday), *const calendar = &known;
        struct pd_calendar_week plan;
        struct asked asked = {0};
        bool planned;

        memset(ret, 0, sizeof(*ret)); /* its padding, too: weeks are compared as a whole */
        pd_calendar_week(calendar, monday, &plan);
        ret->monday = monday;
        ret->final = calendar->today >= monday + PD_DAYS_A_WEEK;
        ret->number = plan.number;
        ret->of = plan.of;
        ret->days_away = plan.days_away;
        ret->missed = plan.missed;
        if (calendar->plan != NULL)
                pd_plan_goal_text(calendar->plan, ret->goal);
        look_back(calendar, &plan.done, ret);
        for (pd_day day = monday; day < monday + PD_DAYS_A_WEEK; day++)
                look_at_day(calendar, day, ret, &asked);
        planned = look_at_plan(&plan, &asked, ret);
        ret->standing = stands(calendar, ret, &asked, &plan.aims, planned);
}

bool
pd_season_has_report(const struct pd_week *week)
{
        return week->sessions > 0 || week->missed > 0 || week->days_away > 0;
}

bool
pd_season_is_medium(const struct pd_week *week)
{
        return week->grey_sessions >= MEDIUM_SESSIONS && week->grey_sessions * 2 > week->sessions;
}
