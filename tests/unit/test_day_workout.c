/* SPDX-License-Identifier: MIT */
/* A day of the calendar as the workout that an engine takes. */
#include "formats/day_workout.h"

#include "support/some_plan.h"

static void
a_day_becomes_a_workout_with_the_plans_words(void **state)
{
        static const struct {
                const char *day, *id, *title;
                enum pd_purpose purpose;
                size_t n_steps;
        } rows[] = {
                {"2026-11-23", "rest", "Rest", PD_PURPOSE_REST, 0},
                {"2026-11-24", "i", "Fives", PD_PURPOSE_INTERVALS, 10},
                {"2026-11-25", "yoga", "Yoga", PD_PURPOSE_CROSS, 0},
                {"2026-11-26", "easy-45m", "easy 45m", PD_PURPOSE_EASY, 1},
                {"2026-11-27", "", "", PD_PURPOSE_NONE, 0},
                {"2026-12-01", "easy-25m", "easy 25m", PD_PURPOSE_EASY, 1}, /* made easier */
        };
        struct pd_plan *plan = some_plan("workouts:\n  i: {title: Fives, steps: '5x (3m hard, 2m easy)'}\n  yoga: {purpose: cross, "
                "title: Yoga}\n"
                                         "schedule: {mon: rest, tue: i, wed: yoga, thu: easy 45m}\n");
        const struct pd_life life = {.n = 1, .entries = {{.kind = PD_LIFE_EASIER, .from = some_day("2026-12-01"),
                                             .to = some_day("2026-12-01")}}};
        const struct pd_calendar calendar = {.plan = plan, .life = &life, .today = some_day("2026-11-23")};
        static struct pd_workout workout;

        (void) state;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
                struct pd_calendar_day day;

                pd_calendar_day(&calendar, some_day(rows[i].day), &day);
                assert_int_equal(pd_day_workout(&calendar, &day, &workout), 0);
                assert_string_equal(workout.id, rows[i].id);
                assert_string_equal(workout.title, rows[i].title);
                assert_int_equal(workout.purpose, rows[i].purpose);
                assert_int_equal(workout.n_steps, rows[i].n_steps);
        }
        pd_plan_yaml_free(plan);
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_day_becomes_a_workout_with_the_plans_words),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
