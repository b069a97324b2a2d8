/* SPDX-License-Identifier: MIT */
/* The bands of a workout's steps in the athlete's own numbers. */
#include "purposed/plan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>
#include <cmocka.h>

static struct pd_athlete
tested_athlete(void)
{
        struct pd_athlete athlete;

        pd_athlete_init(&athlete, "ann");
        athlete.lt1_hr = (struct pd_anchor){152, 5, PD_PROVENANCE_FIELD};
        athlete.lt2_hr = (struct pd_anchor){170, 3, PD_PROVENANCE_FIELD};
        athlete.lt1_speed = (struct pd_anchor){2900, 58, PD_PROVENANCE_FIELD};
        athlete.lt2_speed = (struct pd_anchor){3400, 68, PD_PROVENANCE_FIELD};
        return athlete;
}

static struct pd_step
resolved(enum pd_intensity intensity, const struct pd_athlete *athlete)
{
        static struct pd_workout workout;

        pd_workout_init(&workout);
        workout.n_steps = 1;
        workout.steps[0].intensity = intensity;
        pd_workout_resolve(&workout, athlete);
        return workout.steps[0];
}

static void
check_band(const struct pd_band *band, int32_t low, int32_t high, int32_t width)
{
        assert_int_equal(band->low, low);
        assert_int_equal(band->high, high);
        assert_int_equal(band->width, width);
}

static void
no_workout_has_no_purpose_and_no_steps(void **test_state)
{
        static struct pd_workout workout;

        (void) test_state;
        memset(&workout, 0xff, sizeof(workout));
        pd_workout_init(&workout);
        assert_int_equal(workout.purpose, PD_PURPOSE_NONE);
        assert_int_equal(workout.n_steps, 0);
        assert_string_equal(workout.id, "");
        assert_string_equal(workout.title, "");
}

static void
recovery_has_its_own_ceiling_and_lt1s_width_scaled(void **test_state)
{
        struct pd_athlete athlete = tested_athlete();
        struct pd_step step = resolved(PD_INTENSITY_RECOVERY, &athlete);

        (void) test_state;
        check_band(&step.hr, 0, 140, 5);      /* 5 x 140/152 = 4.6 */
        check_band(&step.speed, 0, 2451, 49); /* 58 x 2451/2900 = 49.02 */
}

static void
easy_ends_at_lt1(void **test_state)
{
        struct pd_athlete athlete = tested_athlete();
        struct pd_step step = resolved(PD_INTENSITY_EASY, &athlete);

        (void) test_state;
        check_band(&step.hr, 0, 152, 5);
        check_band(&step.speed, 0, 2900, 58);
}

static void
moderate_lies_between_the_thresholds_with_the_larger_width(void **test_state)
{
        struct pd_athlete athlete = tested_athlete();
        struct pd_step step = resolved(PD_INTENSITY_MODERATE, &athlete);

        (void) test_state;
        check_band(&step.hr, 152, 170, 5);
        check_band(&step.speed, 2900, 3400, 68);
}

static void
hard_begins_at_lt2_and_has_no_ceiling(void **test_state)
{
        struct pd_athlete athlete = tested_athlete();
        struct pd_step step = resolved(PD_INTENSITY_HARD, &athlete);

        (void) test_state;
        check_band(&step.hr, 170, 0, 3);
        check_band(&step.speed, 3400, 0, 68);
}

static void
rest_and_the_unknown_ask_nothing(void **test_state)
{
        struct pd_athlete athlete = tested_athlete();
        struct pd_step rest = resolved(PD_INTENSITY_REST, &athlete), unknown = resolved(PD_INTENSITY_UNKNOWN, &athlete);

        (void) test_state;
        check_band(&rest.hr, 0, 0, 0);
        check_band(&rest.speed, 0, 0, 0);
        check_band(&unknown.hr, 0, 0, 0);
        check_band(&unknown.speed, 0, 0, 0);
}

static void
unknown_thresholds_leave_the_band_open(void **test_state)
{
        struct pd_athlete athlete;

        (void) test_state;
        pd_athlete_init(&athlete, "ann");
        for (int i = 0; i < PD_INTENSITY_COUNT; i++) {
                struct pd_step step = resolved((enum pd_intensity) i, &athlete);

                check_band(&step.hr, 0, 0, 0);
                check_band(&step.speed, 0, 0, 0);
        }
}

static void
one_known_threshold_closes_its_side_alone(void **test_state)
{
        struct pd_athlete athlete = tested_athlete();
        struct pd_step step;

        (void) test_state;
        athlete.lt2_hr = (struct pd_anchor){0};
        athlete.lt1_speed = (struct pd_anchor){0};
        step = resolved(PD_INTENSITY_MODERATE, &athlete);
        check_band(&step.hr, 152, 0, 5);
        check_band(&step.speed, 0, 3400, 68);
}

static void
an_explicit_band_is_kept_and_the_other_is_filled(void **test_state)
{
        static struct pd_workout workout;
        struct pd_athlete athlete = tested_athlete();

        (void) test_state;
        pd_workout_init(&workout);
        workout.n_steps = 3;
        workout.steps[0] = (struct pd_step){.intensity = PD_INTENSITY_EASY, .hr = {.low = 130, .high = 145, .width = 1}};
        workout.steps[1] = (struct pd_step){.intensity = PD_INTENSITY_HARD, .speed = {.low = 4000}};
        workout.steps[2] = (struct pd_step){.intensity = PD_INTENSITY_EASY};
        workout.steps[3] = (struct pd_step){.intensity = PD_INTENSITY_EASY}; /* beyond n_steps */
        pd_workout_resolve(&workout, &athlete);
        check_band(&workout.steps[0].hr, 130, 145, 1);
        check_band(&workout.steps[0].speed, 0, 2900, 58);
        check_band(&workout.steps[1].hr, 170, 0, 3);
        check_band(&workout.steps[1].speed, 4000, 0, 0);
        check_band(&workout.steps[2].hr, 0, 152, 5);
        check_band(&workout.steps[3].hr, 0, 0, 0);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(no_workout_has_no_purpose_and_no_steps),
                cmocka_unit_test(recovery_has_its_own_ceiling_and_lt1s_width_scaled),
                cmocka_unit_test(easy_ends_at_lt1),
                cmocka_unit_test(moderate_lies_between_the_thresholds_with_the_larger_width),
                cmocka_unit_test(hard_begins_at_lt2_and_has_no_ceiling),
                cmocka_unit_test(rest_and_the_unknown_ask_nothing),
                cmocka_unit_test(unknown_thresholds_leave_the_band_open),
                cmocka_unit_test(one_known_threshold_closes_its_side_alone),
                cmocka_unit_test(an_explicit_band_is_kept_and_the_other_is_filled),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
