/* SPDX-License-Identifier: MIT */
/* Targets in numbers: what a workout asks for so is neither grey nor too hard, and what it forbids is told by the heart. */
#include "golden/story.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

static void
a_prescribed_tempo_is_not_grey(void **state)
{
        static const char *const workouts[] = {
                "10m Z1-Z2 HR, 20m 90-96% LTHR, 12m < 152bpm",
                "- Warmup 10m Z1-Z2 HR\n\n1x\n- Steady 20m 80-87% HR\n\n- Cooldown 12m < 82% HRmax",
                "10m 150-130bpm, 20m 85-92% Pace, 12m Z1-Z2 Pace",
                "10m easy, 20m 5:40-5:15/km, 12m easy",
        };

        (void) state;
        for (size_t i = 0; i < sizeof(workouts) / sizeof(workouts[0]); i++) {
                struct story *story = story_new(workouts[i]);

                story_play(story, "targets", 0);
                assert_int_equal(story->workout.purpose, PD_PURPOSE_TEMPO);
                assert_int_equal(story_count(story, PD_ALERT_GREY_ZONE), 0);
                assert_int_equal(story_count(story, PD_ALERT_TOO_HARD), 0);
                assert_int_equal(story_count(story, PD_ALERT_TOO_EASY), 0);
                assert_true(story->summary.seconds[PD_INTENSITY_MODERATE] > 15 * 60);
                assert_true(story->summary.grey_s < 15); /* slowing down takes its time */
                assert_int_equal(story->summary.purpose_result, PD_PURPOSE_RESULT_MET);
                story_free(story);
        }
}

/* The middle of the range is easy, its upper end is not: she may run there. */
static void
a_range_beyond_lt1_is_prescribed_as_far_as_it_goes(void **state)
{
        struct story *story = story_new("10m easy, 20m 75-90% Pace, 12m easy");

        (void) state;
        story_play(story, "targets", 0);
        assert_int_equal(story->workout.purpose, PD_PURPOSE_EASY);
        assert_int_equal(story_count(story, PD_ALERT_GREY_ZONE), 0);
        assert_true(story->summary.seconds[PD_INTENSITY_MODERATE] > 15 * 60);
        assert_true(story->summary.grey_s < 15);
        assert_int_equal(story->summary.purpose_result, PD_PURPOSE_RESULT_MET);
        story_free(story);
}

static void
a_ceiling_in_bpm_is_the_hearts_to_judge(void **state)
{
        struct story *story = story_new("easy: 42m < 145bpm");
        const struct said *said;

        (void) state;
        story_play(story, "targets", 0);
        assert_int_equal(story_count(story, PD_ALERT_TOO_EASY), 0);
        assert_int_equal(story_count(story, PD_ALERT_BACK_ON_TARGET), 1);
        said = story_said(story, PD_ALERT_TOO_HARD, 0); /* 153 is not grey yet */
        assert_non_null(said);
        assert_int_equal(said->witness, PD_WITNESS_HEART_RATE);
        assert_in_range(said->t_s, 10 * 60 + 30, 13 * 60);
        assert_int_equal(story->summary.purpose_result, PD_PURPOSE_RESULT_MISSED);
        story_free(story);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_prescribed_tempo_is_not_grey),
                cmocka_unit_test(a_range_beyond_lt1_is_prescribed_as_far_as_it_goes),
                cmocka_unit_test(a_ceiling_in_bpm_is_the_hearts_to_judge),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
