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

/* One step that asks for TARGET, for the athlete of the other tests. */
static struct pd_workout
aimed(enum pd_reference reference, int32_t low, int32_t high)
{
        struct pd_workout workout;

        pd_workout_init(&workout);
        workout.n_steps = 1;
        workout.steps[0].target = (struct pd_target){reference, low, high};
        workout.steps[0].intensity = pd_target_usual_class(&workout.steps[0].target);
        workout.purpose = pd_workout_purpose_of_steps(&workout);
        workout.purpose_follows = true;
        return workout;
}

static void
a_target_is_classed_by_the_athletes_thresholds_and_one_sided_by_its_class(void **test_state)
{
        static const struct {
                struct pd_target target;
                enum pd_intensity intensity;
                struct pd_band hr, speed;
                enum pd_purpose purpose;
        } cases[] = {
                {{PD_REFERENCE_BPM, 130, 140}, PD_INTENSITY_RECOVERY, {0, 140, 0}, {0}, PD_PURPOSE_RECOVERY},
                {{PD_REFERENCE_BPM, 140, 150}, PD_INTENSITY_EASY, {0, 150, 0}, {0}, PD_PURPOSE_EASY},
                {{PD_REFERENCE_BPM, 155, 165}, PD_INTENSITY_MODERATE, {155, 165, 0}, {0}, PD_PURPOSE_TEMPO},
                {{PD_REFERENCE_BPM, 170, 175}, PD_INTENSITY_HARD, {170, 0, 0}, {0}, PD_PURPOSE_THRESHOLD},
                {{PD_REFERENCE_BPM, 160, 160}, PD_INTENSITY_MODERATE, {160, 160, 4}, {0}, PD_PURPOSE_TEMPO},
                /* a ceiling is for easy running up to the middle of LT1 and LT2 */
                {{PD_REFERENCE_BPM, 140, 158}, PD_INTENSITY_EASY, {0, 158, 0}, {0}, PD_PURPOSE_EASY},
                {{PD_REFERENCE_BPM, 0, 161}, PD_INTENSITY_EASY, {0, 161, 0}, {0}, PD_PURPOSE_EASY},
                {{PD_REFERENCE_BPM, 0, 165}, PD_INTENSITY_MODERATE, {0, 165, 0}, {0}, PD_PURPOSE_TEMPO},
                {{PD_REFERENCE_BPM, 0, 180}, PD_INTENSITY_HARD, {0, 180, 0}, {0}, PD_PURPOSE_THRESHOLD},
                {{PD_REFERENCE_BPM, 172, 0}, PD_INTENSITY_HARD, {172, 0, 0}, {0}, PD_PURPOSE_THRESHOLD},
                {{PD_REFERENCE_LTHR, 900, 950}, PD_INTENSITY_MODERATE, {153, 162, 3}, {0}, PD_PURPOSE_TEMPO}, /* of LT2, 170 */
                {{PD_REFERENCE_HR_MAX, 850, 850}, PD_INTENSITY_MODERATE, {158, 158, 9}, {0}, PD_PURPOSE_TEMPO}, /* wider than a mark */
                {{PD_REFERENCE_HR_MAX, 700, 750}, PD_INTENSITY_RECOVERY, {0, 140, 8}, {0}, PD_PURPOSE_RECOVERY}, /* of 186 +- 10 */
                {{PD_REFERENCE_SPEED, 2500, 2700}, PD_INTENSITY_EASY, {0, 152, 5}, {0, 2700, 0}, PD_PURPOSE_EASY},
                {{PD_REFERENCE_SPEED, 3333, 3333}, PD_INTENSITY_MODERATE, {152, 170, 5}, {3333, 3333, 0}, PD_PURPOSE_TEMPO},
                {{PD_REFERENCE_SPEED, 3700, 3800}, PD_INTENSITY_HARD, {170, 0, 3}, {3700, 0, 0}, PD_PURPOSE_THRESHOLD},
                {{PD_REFERENCE_THRESHOLD_SPEED, 600, 800}, PD_INTENSITY_RECOVERY, {0, 140, 5}, {0, 2720, 54}, PD_PURPOSE_RECOVERY},
                {{PD_REFERENCE_THRESHOLD_SPEED, 600, 1000}, PD_INTENSITY_EASY, {0, 152, 5}, {0, 3400, 68}, PD_PURPOSE_EASY},
                {{PD_REFERENCE_THRESHOLD_SPEED, 0, 980}, PD_INTENSITY_MODERATE, {0, 170, 5}, {0, 3332, 67}, PD_PURPOSE_TEMPO},
                {{PD_REFERENCE_THRESHOLD_SPEED, 900, 0}, PD_INTENSITY_MODERATE, {152, 0, 5}, {3060, 0, 61}, PD_PURPOSE_TEMPO},
        };
        struct pd_athlete athlete = tested_athlete();

        (void) test_state;
        athlete.hr_max = (struct pd_anchor){186, 10, PD_PROVENANCE_PRIOR};
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                struct pd_workout workout = aimed(cases[i].target.reference, cases[i].target.low, cases[i].target.high);
                const struct pd_step *step = &workout.steps[0];

                for (int time = 0; time < 2; time++) { /* a second time changes nothing */
                        pd_workout_resolve(&workout, &athlete);
                        assert_int_equal(step->intensity, cases[i].intensity);
                        check_band(&step->hr, cases[i].hr.low, cases[i].hr.high, cases[i].hr.width);
                        check_band(&step->speed, cases[i].speed.low, cases[i].speed.high, cases[i].speed.width);
                        assert_true(step->prescribed);
                        assert_int_equal(workout.purpose, cases[i].purpose);
                }
        }
}

/* One hard pace beside something easy: whoever runs away from the pace of a rep does not run the last one. */
static void
the_pace_of_a_repeat_has_two_sides(void **test_state)
{
        static const struct {
                enum pd_purpose purpose;
                int64_t amount; /* mm */
                bool hills;
                int32_t high;
        } cases[] = {
                {PD_PURPOSE_INTERVALS, 400000, false, 4000},
                {PD_PURPOSE_THRESHOLD, 3000000, false, 4000},
                {PD_PURPOSE_INTERVALS, 8000000, false, 0}, /* too long for one */
                {PD_PURPOSE_INTERVALS, 400000, true, 0},
                {PD_PURPOSE_HILLS, 400000, false, 0},
                {PD_PURPOSE_RACE, 400000, false, 0},
        };
        struct pd_athlete athlete = tested_athlete();

        (void) test_state;
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                struct pd_workout workout = aimed(PD_REFERENCE_SPEED, 4000, 4000);

                workout.n_steps = 2;
                workout.steps[1] = (struct pd_step) {.intensity = PD_INTENSITY_EASY, .said = true};
                workout.steps[0].extent = PD_EXTENT_DISTANCE;
                workout.steps[0].amount = cases[i].amount;
                workout.steps[0].hills = cases[i].hills;
                workout.purpose = cases[i].purpose;
                workout.purpose_follows = false;
                pd_workout_resolve(&workout, &athlete);
                check_band(&workout.steps[0].speed, 4000, cases[i].high, 0);
        }
}

static void
an_intensity_in_words_is_kept_and_says_which_side_matters(void **test_state)
{
        struct pd_athlete athlete = tested_athlete();
        struct pd_workout workout = aimed(PD_REFERENCE_BPM, 150, 160);

        (void) test_state;
        workout.steps[0].said = true;
        workout.steps[0].intensity = PD_INTENSITY_EASY;
        pd_workout_resolve(&workout, &athlete);
        assert_int_equal(workout.steps[0].intensity, PD_INTENSITY_EASY);
        check_band(&workout.steps[0].hr, 0, 160, 0);
}

static void
a_long_pace_of_an_athlete_without_speeds_is_a_ceiling_unless_the_workout_is_hard(void **test_state)
{
        struct pd_athlete athlete;
        struct pd_workout workout = aimed(PD_REFERENCE_SPEED, 2564, 2564);

        (void) test_state;
        pd_athlete_init(&athlete, "ann");
        workout.steps[0].extent = PD_EXTENT_TIME;
        workout.steps[0].amount = PD_HOUR;
        pd_workout_resolve(&workout, &athlete);
        assert_int_equal(workout.steps[0].intensity, PD_INTENSITY_EASY);
        check_band(&workout.steps[0].speed, 0, 2564, 0);
        workout.purpose_follows = false;
        workout.purpose = PD_PURPOSE_RACE;
        pd_workout_resolve(&workout, &athlete);
        assert_int_equal(workout.steps[0].intensity, PD_INTENSITY_HARD);
        check_band(&workout.steps[0].speed, 2564, 0, 0);
}

static void
a_share_within_a_thresholds_width_stays_what_it_is_for_most(void **test_state)
{
        static const struct {
                struct pd_target target;
                enum pd_intensity intensity;
        } cases[] = {
                /* 152 +- 9, 170 +- 4; LTHR 170: the middle of Z3 is 157, of Z2 149 */
                {{PD_REFERENCE_LTHR, 900, 950}, PD_INTENSITY_MODERATE},
                {{PD_REFERENCE_LTHR, 850, 900}, PD_INTENSITY_EASY},
                {{PD_REFERENCE_LTHR, 870, 900}, PD_INTENSITY_EASY}, /* 151 */
                {{PD_REFERENCE_LTHR, 880, 910}, PD_INTENSITY_EASY}, /* 153: for most 89.5 % is easy */
                {{PD_REFERENCE_LTHR, 960, 1000}, PD_INTENSITY_MODERATE}, /* 167 */
                {{PD_REFERENCE_LTHR, 980, 1030}, PD_INTENSITY_HARD}, /* 171 */
                {{PD_REFERENCE_BPM, 150, 158}, PD_INTENSITY_MODERATE}, /* her own numbers are hers */
                {{PD_REFERENCE_BPM, 148, 154}, PD_INTENSITY_EASY},
        };
        struct pd_athlete athlete = tested_athlete();

        (void) test_state;
        athlete.lthr = (struct pd_anchor){170, 4, PD_PROVENANCE_ESTIMATED};
        athlete.lt2_hr.width = 4;
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
                for (int32_t lt1 = 152; lt1 <= 160; lt1 += 8) { /* to the other side of Z3's middle */
                        struct pd_workout workout = aimed(cases[i].target.reference, cases[i].target.low, cases[i].target.high);

                        if (lt1 > 152 && cases[i].target.reference == PD_REFERENCE_BPM)
                                continue;
                        athlete.lt1_hr = (struct pd_anchor){lt1, 9, PD_PROVENANCE_PRIOR};
                        pd_workout_resolve(&workout, &athlete);
                        if (workout.steps[0].intensity != cases[i].intensity)
                                fail_msg("case %zu, LT1 %d: %s", i, lt1, pd_intensity_name(workout.steps[0].intensity));
                }
}

static void
hard_steps_of_a_workout_for_hills_are_uphill(void **test_state)
{
        struct pd_athlete athlete = tested_athlete();
        struct pd_workout workout;

        (void) test_state;
        pd_workout_init(&workout);
        workout.purpose = PD_PURPOSE_HILLS;
        workout.n_steps = 3;
        workout.steps[0].intensity = PD_INTENSITY_EASY;
        workout.steps[1].intensity = workout.steps[2].intensity = PD_INTENSITY_HARD;
        pd_workout_resolve(&workout, &athlete);
        assert_false(workout.steps[0].hills);
        assert_true(workout.steps[1].hills && workout.steps[2].hills);
        workout.steps[1].hills = false; /* the third says where they are */
        pd_workout_resolve(&workout, &athlete);
        assert_false(workout.steps[1].hills);
        workout.steps[2].hills = false;
        workout.purpose = PD_PURPOSE_INTERVALS;
        pd_workout_resolve(&workout, &athlete);
        assert_false(workout.steps[1].hills || workout.steps[2].hills);
}

static void
a_purpose_that_was_said_stays(void **test_state)
{
        struct pd_athlete athlete = tested_athlete();
        struct pd_workout workout = aimed(PD_REFERENCE_BPM, 130, 140);

        (void) test_state;
        workout.purpose_follows = false;
        workout.purpose = PD_PURPOSE_LONG;
        pd_workout_resolve(&workout, &athlete);
        assert_int_equal(workout.purpose, PD_PURPOSE_LONG);
        assert_true(workout.steps[0].key);
}

static void
key_steps_follow_the_athletes_classes(void **test_state)
{
        struct pd_athlete athlete = tested_athlete();
        struct pd_workout workout = aimed(PD_REFERENCE_BPM, 130, 140);

        (void) test_state;
        workout.n_steps = 2;
        workout.steps[1].target = (struct pd_target){PD_REFERENCE_SPEED, 3600, 3600};
        workout.steps[1].intensity = PD_INTENSITY_HARD;
        pd_workout_choose_key_steps(&workout);
        assert_true(workout.steps[0].key); /* a range of heart rates is moderate for nobody in particular */
        pd_workout_resolve(&workout, &athlete);
        assert_false(workout.steps[0].key);
        assert_true(workout.steps[1].key);
}

static void
a_target_without_its_threshold_leaves_the_intensity_and_is_found(void **test_state)
{
        struct pd_athlete athlete = tested_athlete();
        struct pd_workout workout = aimed(PD_REFERENCE_HR_MAX, 900, 950);

        (void) test_state;
        workout.n_steps = 4;
        workout.steps[1].target = (struct pd_target){PD_REFERENCE_LTHR, 900, 950};
        workout.steps[2].target = (struct pd_target){PD_REFERENCE_BPM, 140, 150};
        workout.steps[3].target = (struct pd_target){PD_REFERENCE_HR_MAX, 0, 800};
        pd_workout_resolve(&workout, &athlete);
        assert_false(workout.steps[0].prescribed);
        assert_int_equal(workout.steps[0].intensity, PD_INTENSITY_MODERATE);
        check_band(&workout.steps[0].hr, 152, 170, 5);
        assert_int_equal(pd_workout_unresolved(&workout, &athlete, 0), 0);
        assert_int_equal(pd_workout_unresolved(&workout, &athlete, 1), 3);
        assert_int_equal(pd_workout_unresolved(&workout, &athlete, 4), 4);
        athlete.hr_max.value = 190;
        assert_int_equal(pd_workout_unresolved(&workout, &athlete, 0), 4);
}

/* By its class of effort, and nothing where the workout asks for something else in its own words. */
static void
of_power_a_step_asks_what_its_class_does(void **test_state)
{
        static const struct {
                enum pd_intensity intensity;
                int32_t low, high, width;
        } rows[] = {
                {PD_INTENSITY_RECOVERY, 0, 194, 8}, {PD_INTENSITY_EASY, 0, 230, 10}, {PD_INTENSITY_MODERATE, 230, 280, 12},
                {PD_INTENSITY_HARD, 280, 0, 12}, {PD_INTENSITY_REST, 0, 0, 0}, {PD_INTENSITY_UNKNOWN, 0, 0, 0},
        };
        struct pd_athlete athlete = tested_athlete();
        struct pd_band band;

        (void) test_state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_step step = {.intensity = rows[i].intensity};

                pd_step_power(&step, &athlete, &band);
                check_band(&band, 0, 0, 0);
        }
        athlete.lt1_power = (struct pd_anchor){230, 10, PD_PROVENANCE_TEST};
        athlete.lt2_power = (struct pd_anchor){280, 12, PD_PROVENANCE_TEST};
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_step step = {.intensity = rows[i].intensity};

                pd_step_power(&step, &athlete, &band);
                check_band(&band, rows[i].low, rows[i].high, rows[i].width);
                step.prescribed = true;
                pd_step_power(&step, &athlete, &band);
                check_band(&band, 0, 0, 0);
        }
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
                cmocka_unit_test(a_target_is_classed_by_the_athletes_thresholds_and_one_sided_by_its_class),
                cmocka_unit_test(the_pace_of_a_repeat_has_two_sides),
                cmocka_unit_test(an_intensity_in_words_is_kept_and_says_which_side_matters),
                cmocka_unit_test(a_long_pace_of_an_athlete_without_speeds_is_a_ceiling_unless_the_workout_is_hard),
                cmocka_unit_test(a_share_within_a_thresholds_width_stays_what_it_is_for_most),
                cmocka_unit_test(hard_steps_of_a_workout_for_hills_are_uphill),
                cmocka_unit_test(a_purpose_that_was_said_stays),
                cmocka_unit_test(key_steps_follow_the_athletes_classes),
                cmocka_unit_test(a_target_without_its_threshold_leaves_the_intensity_and_is_found),
                cmocka_unit_test(of_power_a_step_asks_what_its_class_does),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
