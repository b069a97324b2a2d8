/* SPDX-License-Identifier: MIT */
/* A week: what was planned, what was done. */
#include "core/plan/inside.h"

/* Days away ask for nothing, so aims shrink with them; hard ones are rounded down, the others to the nearest. */
static void
pro_rate(struct pd_plan_aims *aims, int32_t days_away)
{
        const int32_t days = PD_DAYS_A_WEEK - days_away;

        if (aims->distance_m != PD_UNKNOWN)
                aims->distance_m = (int32_t) (((int64_t) aims->distance_m * days + PD_DAYS_A_WEEK / 2) / PD_DAYS_A_WEEK);
        if (aims->sessions != PD_UNKNOWN)
                aims->sessions = (aims->sessions * days + PD_DAYS_A_WEEK / 2) / PD_DAYS_A_WEEK;
        if (aims->hard != PD_UNKNOWN)
                aims->hard = aims->hard * days / PD_DAYS_A_WEEK;
}

static void
count_planned(const struct pd_plan_workout *workout, enum pd_purpose purpose, struct pd_calendar_count *count)
{
        const int32_t seconds = pd_plan_seconds(workout), metres = pd_plan_metres(workout);

        count->sessions++;
        count->hard += pd_plan_is_hard(purpose);
        count->time_s += seconds == PD_UNKNOWN ? 0 : seconds;
        if (purpose == PD_PURPOSE_CROSS)
                return;
        if (metres == PD_UNKNOWN || count->distance_m == PD_UNKNOWN)
                count->distance_m = PD_UNKNOWN;
        else
                count->distance_m += metres;
}

static void
count_done(const struct pd_calendar *calendar, pd_day monday, struct pd_calendar_count *count)
{
        for (size_t i = 0; i < calendar->n_past; i++) {
                const struct pd_past *const session = &calendar->past[i];

                if (pd_day_monday(session->day) != monday)
                        continue;
                count->sessions++;
                count->hard += pd_plan_is_hard(pd_matching_purpose(session));
                count->time_s += session->moving_s == PD_UNKNOWN ? 0 : session->moving_s;
                count->trimp_tenths += session->trimp_tenths == PD_UNKNOWN ? 0 : session->trimp_tenths;
                count->distance_m += session->distance_m == PD_UNKNOWN ? 0 : session->distance_m;
        }
}

void
pd_calendar_week(const struct pd_calendar *calendar, pd_day monday, struct pd_calendar_week *ret)
{
        struct pd_calendar_week week = {.monday = monday};
        struct pd_matching matching;

        pd_matching_of_week(calendar, monday, &matching);
        for (int32_t i = 0; i < PD_DAYS_A_WEEK; i++) {
                struct pd_calendar_day day;

                pd_calendar_asks(calendar, monday + i, &day);
                week.days_away += day.condition != PD_CONDITION_WELL;
                if (!pd_plan_is_session(day.purpose))
                        continue;
                count_planned(&calendar->plan->workouts[day.workout], day.purpose, &week.planned);
                week.missed += matching.of_day[i] == NULL && day.day < calendar->today && day.day >= calendar->since;
        }
        count_done(calendar, monday, &week.done);
        week.aims = (struct pd_plan_aims){.distance_m = PD_UNKNOWN, .sessions = PD_UNKNOWN, .hard = PD_UNKNOWN};
        if (calendar->plan != NULL) {
                week.aims = pd_plan_aims_of(calendar->plan, monday);
                week.number = pd_plan_week_number(calendar->plan, monday);
                week.of = week.number > 0 ? pd_plan_last_week(calendar->plan) : 0;
        }
        pro_rate(&week.aims, week.days_away);
        *ret = week;
}
