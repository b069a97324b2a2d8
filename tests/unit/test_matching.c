/* SPDX-License-Identifier: MIT */
/* Sessions find their day by purpose, within their week. 2026-11-23 is a Monday. */
#include "core/plan/inside.h"

#include "support/some_plan.h"

#include <stdio.h>

static const char yaml[] = "workouts: {i: '5x (3m hard, 2m easy)', r: {purpose: race, steps: 5km hard}}\n"
                           "schedule: {mon: rest, tue: i, wed: recovery 30m, thu: easy 45m, fri: 'tempo: 20m moderate', sun: 'long: "
                                   "easy 90m',\n"
                           "  2026-12-06: r}\n";

/* What was run: purpose, weekday, minutes, of them hard and moderate. */
struct run {
        const char *day;
        enum pd_purpose purpose;
        const char *workout;
        int32_t minutes, hard, moderate;
};

static struct pd_past
past_of(const struct run *run, size_t number)
{
        struct pd_past past = {.day = some_day(run->day), .purpose = run->purpose, .moving_s = run->minutes * 60,
                .distance_m = run->minutes * 160, .rpe = PD_UNKNOWN};

        (void) snprintf(past.id, sizeof past.id, "session%zu", number);
        if (run->workout != NULL)
                (void) snprintf(past.workout, sizeof past.workout, "%s", run->workout);
        past.start_real = past.day * (pd_usec) 86400 * PD_SEC;
        past.seconds[PD_INTENSITY_HARD] = run->hard * 60;
        past.seconds[PD_INTENSITY_MODERATE] = run->moderate * 60;
        return past;
}

/* Whose plan the session was: PD_DAY_NONE: nobody's. */
static pd_day
day_of(const struct pd_calendar *calendar, const struct pd_past *session)
{
        const pd_day monday = pd_day_monday(session->day);
        struct pd_matching matching;

        pd_matching_of_week(calendar, monday, &matching);
        for (int32_t i = 0; i < PD_DAYS_A_WEEK; i++)
                if (matching.of_day[i] == session)
                        return monday + i;
        return PD_DAY_NONE;
}

static void
each_session_is_the_plan_of_the_day_that_it_fits_best(void **state)
{
        static const struct {
                struct run runs[4];
                const char *days[4]; /* NULL: nobody's */
        } rows[] = {
                {{{"2026-11-24", PD_PURPOSE_INTERVALS, "i", 40, 15, 0}}, {"2026-11-24"}},
                /* Tuesday's intervals on Thursday are Tuesday's, and leave Thursday its easy run */
                {{{"2026-11-26", PD_PURPOSE_INTERVALS, "i", 40, 15, 0}, {"2026-11-27", PD_PURPOSE_EASY, NULL, 45, 0, 0}},
                 {"2026-11-24", "2026-11-26"}},
                /* easy for recovery, where the easy day is taken */
                {{{"2026-11-23", PD_PURPOSE_EASY, NULL, 45, 0, 0}, {"2026-11-24", PD_PURPOSE_EASY, NULL, 45, 0, 0}},
                 {"2026-11-25", "2026-11-26"}},
                /* of two easy days the nearer one, of two equals the same weekday */
                {{{"2026-11-26", PD_PURPOSE_EASY, NULL, 30, 0, 0}}, {"2026-11-26"}},
                /* an easy run is long if it is long enough: 85 % of 90 min */
                {{{"2026-11-25", PD_PURPOSE_RECOVERY, NULL, 30, 0, 0}, {"2026-11-26", PD_PURPOSE_EASY, NULL, 45, 0, 0},
                  {"2026-11-29", PD_PURPOSE_EASY, NULL, 77, 0, 0}},
                 {"2026-11-25", "2026-11-26", "2026-11-29"}},
                {{{"2026-11-25", PD_PURPOSE_RECOVERY, NULL, 30, 0, 0}, {"2026-11-26", PD_PURPOSE_EASY, NULL, 45, 0, 0},
                  {"2026-11-29", PD_PURPOSE_EASY, NULL, 76, 0, 0}},
                 {"2026-11-25", "2026-11-26", NULL}},
                /* without a plan, what was run decides */
                {{{"2026-11-23", PD_PURPOSE_NONE, NULL, 40, 4, 0}}, {"2026-11-24"}},
                {{{"2026-11-23", PD_PURPOSE_NONE, NULL, 40, 0, 20}}, {"2026-11-27"}},
                {{{"2026-11-23", PD_PURPOSE_NONE, NULL, 75, 0, 0}}, {"2026-11-25"}}, /* too short for the long run */
                {{{"2026-11-23", PD_PURPOSE_NONE, NULL, 77, 0, 0}}, {"2026-11-29"}},
                {{{"2026-11-23", PD_PURPOSE_REST, NULL, 40, 3, 0}}, {"2026-11-26"}},
                {{{"2026-11-26", PD_PURPOSE_NONE, NULL, 4, 0, 0}}, {NULL}},
                /* declared free: nothing was asked, so nothing is ticked off */
                {{{"2026-11-24", PD_PURPOSE_FREE, "i", 40, 15, 0}}, {NULL}},
                /* hard for hard, but a race is nobody's workout, and no workout a race */
                {{{"2026-11-24", PD_PURPOSE_THRESHOLD, NULL, 40, 20, 0}, {"2026-11-27", PD_PURPOSE_HILLS, NULL, 40, 8, 0},
                  {"2026-11-28", PD_PURPOSE_RACE, NULL, 25, 25, 0}},
                 {"2026-11-24", "2026-11-27", NULL}},
                {{{"2026-12-06", PD_PURPOSE_RACE, "r", 25, 25, 0}, {"2026-12-05", PD_PURPOSE_INTERVALS, NULL, 40, 15, 0}},
                 {"2026-12-06", "2026-12-01"}},
                {{{"2026-12-05", PD_PURPOSE_INTERVALS, NULL, 40, 15, 0}, {"2026-12-04", PD_PURPOSE_INTERVALS, NULL, 40, 15, 0},
                  {"2026-12-03", PD_PURPOSE_INTERVALS, NULL, 40, 15, 0}},
                 {NULL, "2026-12-04", "2026-12-01"}},
                /* two on one day: one of them is nobody's */
                {{{"2026-11-29", PD_PURPOSE_LONG, NULL, 90, 0, 0}, {"2026-11-29", PD_PURPOSE_LONG, NULL, 90, 0, 0}},
                 {"2026-11-29", "2026-11-26"}},
                /* Sunday's session is not next Monday's */
                {{{"2026-11-29", PD_PURPOSE_INTERVALS, "i", 40, 15, 0}, {"2026-11-30", PD_PURPOSE_INTERVALS, "i", 40, 15, 0}},
                 {"2026-11-24", "2026-12-01"}},
        };
        struct pd_plan *plan = some_plan(yaml);

        (void) state;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
                struct pd_past past[4];
                struct pd_calendar calendar = {.plan = plan, .past = past, .today = some_day("2026-12-30")};

                for (; calendar.n_past < 4 && rows[i].runs[calendar.n_past].day != NULL; calendar.n_past++)
                        past[calendar.n_past] = past_of(&rows[i].runs[calendar.n_past], calendar.n_past);
                for (size_t k = 0; k < calendar.n_past; k++) {
                        const char *const meant = rows[i].days[k];
                        const pd_day day = day_of(&calendar, &past[k]);
                        char date[PD_DATE_SIZE] = "nobody's";

                        if (day != PD_DAY_NONE)
                                pd_day_format(day, date);
                        if (strcmp(date, meant != NULL ? meant : "nobody's") != 0)
                                fail_msg("row %zu, session %zu: %s", i, k, date);
                }
        }
        pd_plan_yaml_free(plan);
}

static void
the_order_of_the_record_does_not_matter(void **state)
{
        static const struct run runs[] = {
                {"2026-11-23", PD_PURPOSE_EASY, NULL, 45, 0, 0},
                {"2026-11-24", PD_PURPOSE_EASY, NULL, 45, 0, 0},
                {"2026-11-28", PD_PURPOSE_EASY, NULL, 45, 0, 0},
        };
        struct pd_plan *plan = some_plan(yaml);
        struct pd_past forward[3], backward[3];
        struct pd_calendar a = {.plan = plan, .past = forward, .n_past = 3}, b = {.plan = plan, .past = backward, .n_past = 3};

        (void) state;
        for (size_t i = 0; i < 3; i++)
                backward[2 - i] = forward[i] = past_of(&runs[i], i);
        for (size_t i = 0; i < 3; i++)
                assert_int_equal(day_of(&a, &forward[i]), day_of(&b, &backward[2 - i]));
        pd_plan_yaml_free(plan);
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(each_session_is_the_plan_of_the_day_that_it_fits_best),
                cmocka_unit_test(the_order_of_the_record_does_not_matter),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
