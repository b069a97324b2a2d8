/* SPDX-License-Identifier: MIT */
/* What a plan holds on a day: a date over a week over a weekday. */
#include "core/plan/plan.h"

#include "support/some_plan.h"

static const char yaml[] = "week: {distance: 40 km, sessions: 4, hard: 1}\n"
                           "workouts: {e: easy 45m, i: '5x (3m hard, 2m easy)', l: 'long: easy 90m', d: easy 8km, o: easy}\n"
                           "schedule: {mon: rest, tue: i, sun: l, 2026-12-24: rest, 2026-12-29: free, 2027-01-02: d}\n"
                           "weeks:\n"
                           "  start: 2026-12-21\n"
                           "  1: {tue: e, thu: e, 'distance': 30 km}\n"
                           "  2-3: {sun: e, hard: 0}\n";

static void
a_date_is_stronger_than_a_week_and_that_than_a_weekday(void **state)
{
        static const struct {
                const char *day, *id; /* NULL: nothing */
        } rows[] = {
                {"2026-12-15", "i"},   /* before the build: the weekday */
                {"2026-12-16", NULL},
                {"2026-12-20", "l"},
                {"2026-12-21", "rest"},
                {"2026-12-22", "e"},   /* week 1 */
                {"2026-12-24", "rest"}, /* the date over week 1 */
                {"2026-12-27", "l"},   /* week 1 says nothing of Sunday */
                {"2026-12-29", "free"}, /* over the weekday */
                {"2026-12-31", NULL},
                {"2027-01-02", "d"},
                {"2027-01-03", "e"},
                {"2027-01-10", "e"},   /* the last day of the build */
                {"2027-01-12", "i"},
                {"2027-01-17", "l"},
        };
        struct pd_plan *plan = some_plan(yaml);

        (void) state;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
                const struct pd_plan_slot slot = pd_plan_at(plan, some_day(rows[i].day));

                if (rows[i].id == NULL)
                        assert_int_equal(slot.workout, PD_PLAN_NO_WORKOUT);
                else
                        assert_string_equal(plan->workouts[slot.workout].id, rows[i].id);
        }
        pd_plan_yaml_free(plan);
}

static void
a_week_has_its_number_and_its_own_aims(void **state)
{
        struct pd_plan *plan = some_plan(yaml);
        struct pd_plan_aims aims;

        (void) state;
        assert_int_equal(pd_plan_week_number(plan, some_day("2026-12-20")), 0);
        assert_int_equal(pd_plan_week_number(plan, some_day("2026-12-21")), 1);
        assert_int_equal(pd_plan_week_number(plan, some_day("2027-01-03")), 2);
        assert_int_equal(pd_plan_week_number(plan, some_day("2027-01-10")), 3);
        assert_int_equal(pd_plan_week_number(plan, some_day("2027-01-11")), 0);
        aims = pd_plan_aims_of(plan, some_day("2026-12-21"));
        assert_int_equal(aims.distance_m, 30000);
        assert_int_equal(aims.sessions, 4);
        aims = pd_plan_aims_of(plan, some_day("2027-01-04"));
        assert_int_equal(aims.distance_m, 40000);
        assert_int_equal(aims.hard, 0);
        aims = pd_plan_aims_of(plan, some_day("2027-01-11"));
        assert_int_equal(aims.hard, 1);
        pd_plan_yaml_free(plan);
}

static void
time_and_distance_are_turned_into_each_other_at_six_minutes(void **state)
{
        static const struct {
                const char *id;
                int32_t seconds, metres;
        } rows[] = {
                {"e", 2700, 7500}, {"i", 1500, 4166}, {"d", 2880, 8000}, {"o", PD_UNKNOWN, PD_UNKNOWN}, {"rest", PD_UNKNOWN, PD_UNKNOWN},
        };
        struct pd_plan *plan = some_plan(yaml);

        (void) state;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
                const struct pd_plan_workout *const workout = pd_plan_workout_find(plan, rows[i].id);

                assert_int_equal(pd_plan_seconds(workout), rows[i].seconds);
                assert_int_equal(pd_plan_metres(workout), rows[i].metres);
        }
        assert_null(pd_plan_workout_find(plan, ""));
        assert_null(pd_plan_workout_find(plan, "x"));
        pd_plan_yaml_free(plan);
}

static void
a_goal_is_told_by_what_is_known_of_it(void **state)
{
        static const struct {
                const char *yaml, *text;
        } rows[] = {
                {"goal: {event: 5 km, target: '24:30', why: fun}\n", "5 km"},
                {"goal: {target: '24:30', why: fun}\n", "24:30"},
                {"goal: {why: fun}\n", "fun"},
                {"goal: {date: 2027-04-25}\n", "2027-04-25"},
                {"workouts: {a: easy}\n", ""},
        };

        (void) state;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
                struct pd_plan *plan = some_plan(rows[i].yaml);
                char text[PD_TEXT_SIZE];

                pd_plan_goal_text(plan, text);
                assert_string_equal(text, rows[i].text);
                pd_plan_yaml_free(plan);
        }
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_date_is_stronger_than_a_week_and_that_than_a_weekday),
                cmocka_unit_test(a_week_has_its_number_and_its_own_aims),
                cmocka_unit_test(time_and_distance_are_turned_into_each_other_at_six_minutes),
                cmocka_unit_test(a_goal_is_told_by_what_is_known_of_it),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
