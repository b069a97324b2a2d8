/* SPDX-License-Identifier: MIT */
/* A week, planned against done. 2026-11-23 is a Monday. */
#include "core/plan/calendar.h"

#include "support/some_plan.h"

#include <stdio.h>

static const char yaml[] = "week: {distance: 42 km, sessions: 4, hard: 1}\n"
                           "schedule: {tue: 'intervals: 6x (3m hard, 2m easy)', wed: cross, thu: easy 10km, sun: 'long: easy 90m', "
                                   "sat: rest}\n"
                           "weeks: {start: 2026-11-23, 1-2: {mon: rest}}\n";

static void
what_was_planned_stands_beside_what_was_done(void **state)
{
        struct pd_plan *plan = some_plan(yaml);
        const struct pd_past past[] = {
                {.id = "a", .day = some_day("2026-11-22"), .purpose = PD_PURPOSE_LONG, .moving_s = 9999, .distance_m = 9999},
                {.id = "b", .day = some_day("2026-11-23"), .purpose = PD_PURPOSE_INTERVALS, .moving_s = 2000, .distance_m = 6000,
                        .trimp_tenths = 453},
                {.id = "c", .day = some_day("2026-11-26"), .purpose = PD_PURPOSE_NONE, .moving_s = 3000, .distance_m = PD_UNKNOWN,
                        .trimp_tenths = PD_UNKNOWN},
                {.id = "d", .day = some_day("2026-11-29"), .purpose = PD_PURPOSE_FREE, .moving_s = 600, .distance_m = 1500,
                        .trimp_tenths = 100},
        };
        struct pd_calendar calendar = {.plan = plan, .past = past, .n_past = 4, .today = some_day("2026-11-28")};
        struct pd_calendar_week week;

        (void) state;
        pd_calendar_week(&calendar, some_day("2026-11-23"), &week);
        assert_int_equal(week.number, 1);
        assert_int_equal(week.of, 2);
        assert_int_equal(week.planned.sessions, 4);
        assert_int_equal(week.planned.hard, 1);
        assert_int_equal(week.planned.distance_m, 5000 + 10000 + 15000);
        assert_int_equal(week.planned.time_s, 1800 + 3600 + 5400);
        assert_int_equal(week.done.sessions, 3);
        assert_int_equal(week.done.hard, 1);
        assert_int_equal(week.done.distance_m, 7500);
        assert_int_equal(week.done.time_s, 5600);
        assert_int_equal(week.done.trimp_tenths, 553);
        assert_int_equal(week.missed, 1); /* Wednesday's; Sunday is still to come */
        assert_int_equal(week.aims.distance_m, 42000);
        assert_int_equal(week.aims.sessions, 4);
        assert_int_equal(week.days_away, 0);
        calendar.today++;
        pd_calendar_week(&calendar, some_day("2026-11-23"), &week);
        assert_int_equal(week.missed, 1); /* nor is it missed on the day itself */
        calendar.today++;
        pd_calendar_week(&calendar, some_day("2026-11-23"), &week);
        assert_int_equal(week.missed, 2);
        pd_plan_yaml_free(plan);
}

static void
aims_shrink_with_the_days_away(void **state)
{
        static const struct {
                int32_t away, distance_m, sessions, hard;
        } rows[] = {{0, 42000, 4, 1}, {1, 36000, 3, 0}, {2, 30000, 3, 0}, {4, 18000, 2, 0}, {6, 6000, 1, 0}, {7, 0, 0, 0}};
        struct pd_plan *plan = some_plan(yaml);
        const pd_day monday = some_day("2026-12-28"); /* a week with two years */

        (void) state;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
                const struct pd_life life = {.n = rows[i].away > 0, .entries = {{.kind = PD_LIFE_AWAY, .condition = PD_CONDITION_INJURED,
                                                                        .from = monday, .to = monday + rows[i].away - 1}}};
                const struct pd_calendar calendar = {.plan = plan, .life = &life, .today = monday + 3};
                struct pd_calendar_week week;

                pd_calendar_week(&calendar, monday, &week);
                assert_int_equal(week.days_away, rows[i].away);
                assert_int_equal(week.aims.distance_m, rows[i].distance_m);
                assert_int_equal(week.aims.sessions, rows[i].sessions);
                assert_int_equal(week.aims.hard, rows[i].hard);
                assert_int_equal(week.number, 0);
        }
        pd_plan_yaml_free(plan);
}

static void
a_distance_that_the_steps_do_not_tell_is_unknown(void **state)
{
        struct pd_plan *plan = some_plan("schedule: {tue: easy, thu: easy 10km}\n");
        const struct pd_calendar calendar = {.plan = plan, .today = some_day("2026-11-23")};
        struct pd_calendar_week week;

        (void) state;
        pd_calendar_week(&calendar, some_day("2026-11-23"), &week);
        assert_int_equal(week.planned.sessions, 2);
        assert_int_equal(week.planned.distance_m, PD_UNKNOWN);
        assert_int_equal(week.aims.distance_m, PD_UNKNOWN);
        pd_plan_yaml_free(plan);
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(what_was_planned_stands_beside_what_was_done),
                cmocka_unit_test(aims_shrink_with_the_days_away),
                cmocka_unit_test(a_distance_that_the_steps_do_not_tell_is_unknown),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
