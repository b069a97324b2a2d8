/* SPDX-License-Identifier: MIT */
/* What a session adds up to. */
#include "core/session/tally.h"

#include "support/cm.h"

#include <stdlib.h>
#include <string.h>

static const struct pd_tally_second easy_second = {
        .effort = {.intensity = PD_INTENSITY_EASY, .certainty_percent = 100, .witness = PD_WITNESS_SPEED},
        .heard = true,
        .hr_bpm = 140,
        .speed_mm_s = 2500,
        .cadence_spm = 160,
        .step = PD_TALLY_NO_STEP,
};
static const struct pd_tally_second deaf_second = {
        .effort = {.intensity = PD_INTENSITY_UNKNOWN, .certainty_percent = PD_UNKNOWN, .witness = PD_WITNESS_NONE},
        .hr_bpm = PD_UNKNOWN,
        .speed_mm_s = PD_UNKNOWN,
        .cadence_spm = PD_UNKNOWN,
        .step = PD_TALLY_NO_STEP,
};

static struct pd_tally *
new_tally(void)
{
        struct pd_tally *tally = malloc(sizeof(*tally));
        struct pd_athlete athlete;

        assert_non_null(tally);
        pd_athlete_init(&athlete, "anna");
        athlete.hr_rest.value = 50;
        athlete.hr_max.value = 190;
        athlete.sex = PD_SEX_MALE;
        pd_tally_init(tally, &athlete);
        return tally;
}

/* N seconds; then movement is heard. */
static void
count(struct pd_tally *tally, int n, const struct pd_tally_second *second)
{
        for (int i = 0; i < n; i++)
                pd_tally_second(tally, second);
        pd_tally_moved(tally);
}

static struct pd_summary
sum_up(const struct pd_tally *tally, struct pd_step_done *steps)
{
        struct pd_summary ret;

        memset(&ret, 0, sizeof(ret));
        pd_tally_summary(tally, steps, &ret);
        return ret;
}

static void
nothing_adds_up_to_nothing(void **state)
{
        struct pd_tally *tally = new_tally();
        struct pd_summary summary = sum_up(tally, NULL);

        (void) state;
        assert_int_equal(summary.moving_s, 0);
        assert_int_equal(summary.distance_m, PD_UNKNOWN);
        assert_int_equal(summary.hr_avg_bpm, PD_UNKNOWN);
        assert_int_equal(summary.hr_max_bpm, PD_UNKNOWN);
        assert_int_equal(summary.speed_avg_mm_s, PD_UNKNOWN);
        assert_int_equal(summary.cadence_avg_spm, PD_UNKNOWN);
        assert_int_equal(summary.n_steps, 0);
        free(tally);
}

static void
seconds_by_intensity_sum_to_the_moving_time(void **state)
{
        struct pd_tally *tally = new_tally();
        struct pd_summary summary;
        int32_t sum = 0;

        (void) state;
        for (int class = 0; class < PD_INTENSITY_COUNT; class++) {
                struct pd_tally_second second = easy_second;
                second.effort.intensity = (enum pd_intensity) class;
                count(tally, 10 + class, &second);
        }
        count(tally, 7, &deaf_second);
        summary = sum_up(tally, NULL);
        for (int class = 0; class < PD_INTENSITY_COUNT; class++) {
                sum += summary.seconds[class];
                assert_int_equal(summary.seconds[class], 10 + class + (class == PD_INTENSITY_UNKNOWN ? 7 : 0));
        }
        assert_int_equal(sum, summary.moving_s);
        free(tally);
}

static void
deaf_seconds_at_the_end_are_trimmed(void **state)
{
        struct pd_tally *tally = new_tally();

        (void) state;
        count(tally, 60, &easy_second);
        for (int i = 0; i < 600; i++)
                pd_tally_second(tally, &deaf_second);
        assert_int_equal(sum_up(tally, NULL).moving_s, 60);
        assert_int_equal(sum_up(tally, NULL).seconds[PD_INTENSITY_UNKNOWN], 0);
        free(tally);
}

static void
so_are_seconds_after_the_last_movement(void **state)
{
        struct pd_tally *tally = new_tally();

        (void) state;
        count(tally, 60, &easy_second);
        for (int i = 0; i < 5; i++) /* the last word is still believed, and nothing follows */
                pd_tally_second(tally, &easy_second);
        assert_int_equal(sum_up(tally, NULL).moving_s, 60);
        pd_tally_moved(tally); /* something did follow */
        assert_int_equal(sum_up(tally, NULL).moving_s, 65);
        free(tally);
}

static void
silence_amid_a_run_was_part_of_it(void **state)
{
        struct pd_tally *tally = new_tally();

        (void) state;
        count(tally, 60, &easy_second);
        for (int i = 0; i < 40; i++)
                pd_tally_second(tally, &deaf_second);
        count(tally, 1, &easy_second);
        assert_int_equal(sum_up(tally, NULL).moving_s, 101);
        assert_int_equal(sum_up(tally, NULL).seconds[PD_INTENSITY_UNKNOWN], 40);
        assert_int_equal(sum_up(tally, NULL).hr_avg_bpm, 140);
        free(tally);
}

static void
more_than_can_be_held_counts_as_not_heard(void **state)
{
        struct pd_tally *tally = new_tally();

        (void) state;
        count(tally, PD_TALLY_HELD_MAX + 10, &easy_second);
        assert_int_equal(sum_up(tally, NULL).moving_s, PD_TALLY_HELD_MAX + 10);
        assert_int_equal(sum_up(tally, NULL).seconds[PD_INTENSITY_EASY], PD_TALLY_HELD_MAX);
        assert_int_equal(sum_up(tally, NULL).seconds[PD_INTENSITY_UNKNOWN], 10);
        free(tally);
}

static void
averages_are_of_what_was_heard(void **state)
{
        struct pd_tally *tally = new_tally();
        struct pd_tally_second without_hr = easy_second, high = easy_second;

        (void) state;
        without_hr.hr_bpm = PD_UNKNOWN;
        high.hr_bpm = 181;
        count(tally, 10, &without_hr);
        count(tally, 1, &high);
        count(tally, 1, &easy_second);
        assert_int_equal(sum_up(tally, NULL).hr_avg_bpm, 161); /* 160.5 */
        assert_int_equal(sum_up(tally, NULL).hr_max_bpm, 181);
        assert_int_equal(sum_up(tally, NULL).speed_avg_mm_s, 2500);
        assert_int_equal(sum_up(tally, NULL).cadence_avg_spm, 160);
        free(tally);
}

static void
average_speed_is_way_by_time_where_a_way_was_counted(void **state)
{
        struct pd_tally *tally = new_tally();

        (void) state;
        count(tally, 100, &easy_second);
        pd_tally_distance(tally, 300499, PD_TALLY_NO_STEP);
        assert_int_equal(sum_up(tally, NULL).speed_avg_mm_s, 3005);
        assert_int_equal(sum_up(tally, NULL).distance_m, 300);
        pd_tally_distance(tally, 1, PD_TALLY_NO_STEP);
        assert_int_equal(sum_up(tally, NULL).distance_m, 301);
        free(tally);
}

static void
grey_and_drift_are_counted_beside(void **state)
{
        struct pd_tally *tally = new_tally();
        struct pd_tally_second grey = easy_second, drift = easy_second;

        (void) state;
        grey.grey = true;
        drift.effort.drift = true;
        count(tally, 20, &grey);
        count(tally, 30, &drift);
        assert_int_equal(sum_up(tally, NULL).grey_s, 20);
        assert_int_equal(sum_up(tally, NULL).drift_s, 30);
        free(tally);
}

static void
steps_are_told_as_far_as_they_were_begun(void **state)
{
        struct pd_tally *tally = new_tally();
        struct pd_step_done *done = calloc(PD_STEPS_MAX, sizeof(*done));
        struct pd_tally_second first = easy_second, third = easy_second;
        struct pd_summary summary;

        (void) state;
        first.step = 0;
        first.in_target = true;
        third.step = 2;
        third.hr_bpm = PD_UNKNOWN;
        count(tally, 60, &first);
        pd_tally_distance(tally, 150000, 0);
        count(tally, 30, &third);
        pd_tally_distance(tally, 90000, 2);
        summary = sum_up(tally, done);
        assert_int_equal(summary.n_steps, 3);
        assert_ptr_equal(summary.steps, done);
        assert_int_equal(done[0].duration_s, 60);
        assert_int_equal(done[0].in_target_s, 60);
        assert_int_equal(done[0].distance_m, 150);
        assert_int_equal(done[0].hr_avg_bpm, 140);
        assert_int_equal(done[1].duration_s, 0);
        assert_int_equal(done[1].hr_avg_bpm, PD_UNKNOWN);
        assert_int_equal(done[2].duration_s, 30);
        assert_int_equal(done[2].in_target_s, 0);
        assert_int_equal(done[2].hr_avg_bpm, PD_UNKNOWN);
        assert_int_equal(done[2].speed_avg_mm_s, 2500);
        assert_int_equal(summary.distance_m, 240);
        free(done);
        free(tally);
}

static void
the_load_is_of_the_moving_seconds_with_a_heart_rate(void **state)
{
        struct pd_tally *tally = new_tally();

        (void) state;
        assert_int_equal(sum_up(tally, NULL).trimp_tenths, PD_UNKNOWN);
        count(tally, 60, &deaf_second);
        assert_int_equal(sum_up(tally, NULL).trimp_tenths, PD_UNKNOWN);
        count(tally, 30, &easy_second);
        count(tally, 30, &easy_second);
        assert_int_equal(sum_up(tally, NULL).trimp_tenths, 14); /* 0.643 of the reserve: 0.64 x 0.643 e^(1.92 x 0.643) a minute */
        for (int i = 0; i < 40; i++) /* nobody heard her move on: not hers */
                pd_tally_second(tally, &easy_second);
        pd_tally_drop_held(tally);
        assert_int_equal(sum_up(tally, NULL).trimp_tenths, 14);
        free(tally);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_load_is_of_the_moving_seconds_with_a_heart_rate),
                cmocka_unit_test(nothing_adds_up_to_nothing),
                cmocka_unit_test(seconds_by_intensity_sum_to_the_moving_time),
                cmocka_unit_test(deaf_seconds_at_the_end_are_trimmed),
                cmocka_unit_test(so_are_seconds_after_the_last_movement),
                cmocka_unit_test(silence_amid_a_run_was_part_of_it),
                cmocka_unit_test(more_than_can_be_held_counts_as_not_heard),
                cmocka_unit_test(averages_are_of_what_was_heard),
                cmocka_unit_test(average_speed_is_way_by_time_where_a_way_was_counted),
                cmocka_unit_test(grey_and_drift_are_counted_beside),
                cmocka_unit_test(steps_are_told_as_far_as_they_were_begun),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
