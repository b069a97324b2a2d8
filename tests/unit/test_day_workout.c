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

static void
what_the_plan_calls_it_says_what_its_paces_are(void **state)
{
        static const enum pd_intensity intensities[] = {PD_INTENSITY_HARD, PD_INTENSITY_MODERATE, PD_INTENSITY_EASY};
        struct pd_plan *plan = some_plan("workouts: {a: {purpose: race, steps: 10km 4:30/km}, b: {purpose: tempo, steps: 10km 4:30/km}}\n"
                                         "schedule: {mon: a, tue: b, wed: 10km 4:30/km}\n");
        const struct pd_calendar calendar = {.plan = plan, .today = some_day("2026-11-23")};
        static struct pd_workout workout;
        struct pd_athlete athlete;

        (void) state;
        pd_athlete_init(&athlete, "ann");
        for (int32_t i = 0; i < 3; i++) {
                struct pd_calendar_day day;

                pd_calendar_day(&calendar, calendar.today + i, &day);
                assert_int_equal(pd_day_workout(&calendar, &day, &workout), 0);
                assert_int_equal(workout.steps[0].intensity, intensities[i]);
                pd_workout_resolve(&workout, &athlete);
                assert_int_equal(workout.steps[0].intensity, intensities[i]);
                assert_true(workout.steps[0].key);
        }
        pd_plan_yaml_free(plan);
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_day_becomes_a_workout_with_the_plans_words),
                cmocka_unit_test(what_the_plan_calls_it_says_what_its_paces_are),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
