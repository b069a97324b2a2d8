/* SPDX-License-Identifier: MIT */
/* The examples under conf/plans: they read, a coach has nothing to add, and each day is a workout for whoever runs it. */
#include "core/plan/review.h"
#include "formats/day_workout.h"

#include "support/rig.h"
#include "support/some_plan.h"

#include <stdio.h>
#include <stdlib.h>

#define DAYS 120 /* the build, and weeks after it */

static const char *const examples[] = {"5k", "half-marathon", "easy-weeks", "walk-5k"};
#define N_EXAMPLES (sizeof examples / sizeof examples[0])

static struct pd_plan *
read_example(const char *name)
{
        char path[512], *const bytes = calloc(1, PD_PLAN_FILE_MAX + 1);
        struct pd_plan *plan;
        FILE *file;

        (void) snprintf(path, sizeof path, "%s/conf/plans/%s.yaml", PD_TOP, name);
        file = fopen(path, "r");
        assert_non_null(file);
        assert_non_null(bytes);
        assert_in_range(fread(bytes, 1, PD_PLAN_FILE_MAX, file), 100, PD_PLAN_FILE_MAX - 1);
        fclose(file);
        plan = some_plan(bytes);
        free(bytes);
        return plan;
}

static void
they_read_and_a_coach_has_nothing_to_add(void **state)
{
        (void) state;
        for (size_t i = 0; i < N_EXAMPLES; i++) {
                struct pd_plan *plan = read_example(examples[i]);
                struct pd_review review;

                pd_review_plan(plan, some_day("2026-01-05"), &review);
                if (review.n > 0)
                        fail_msg("%s:%u: %s", examples[i], review.items[0].line, review.items[0].text);
                if (plan->start != PD_DAY_NONE) /* what purposectl plan init moves them from */
                        assert_int_equal(plan->start, some_day("2026-01-05"));
                pd_plan_yaml_free(plan);
        }
}

static void
each_day_resolves(const struct pd_plan *plan, const struct pd_athlete *athlete)
{
        const struct pd_calendar calendar = {.plan = plan, .today = some_day("2026-01-05")};
        static struct pd_workout workout;
        size_t sessions = 0;

        for (int32_t i = 0; i < DAYS; i++) {
                struct pd_calendar_day day;

                pd_calendar_day(&calendar, calendar.today + i, &day);
                assert_int_equal(pd_day_workout(&calendar, &day, &workout), 0);
                pd_workout_resolve(&workout, athlete);
                assert_int_equal(workout.purpose, day.purpose);
                if (!pd_plan_is_session(day.purpose))
                        continue;
                sessions++;
                assert_true(workout.n_steps > 0);
                assert_true(day.why[0] != '\0');
                for (size_t k = 0; k < workout.n_steps; k++)
                        if (workout.steps[k].intensity != PD_INTENSITY_REST)
                                assert_true(workout.steps[k].hr.low > 0 || workout.steps[k].hr.high > 0);
        }
        assert_true(sessions > 40);
}

static void
each_day_is_a_workout_for_a_runner_and_for_a_beginner(void **state)
{
        struct pd_athlete runner, beginner;

        (void) state;
        rig_runner_a(&runner);
        pd_athlete_init(&beginner, "beginner");
        beginner.age = 41;
        pd_athlete_estimate(&beginner);
        for (size_t i = 0; i < N_EXAMPLES; i++) {
                struct pd_plan *plan = read_example(examples[i]);

                each_day_resolves(plan, &runner);
                each_day_resolves(plan, &beginner);
                pd_plan_yaml_free(plan);
        }
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(they_read_and_a_coach_has_nothing_to_add),
                cmocka_unit_test(each_day_is_a_workout_for_a_runner_and_for_a_beginner),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
