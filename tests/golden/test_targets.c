/* SPDX-License-Identifier: MIT */
/* Targets in numbers: what a workout asks for so is neither grey nor too hard, and what it forbids is told by the heart. */
#include "golden/story.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <string.h>
#include <stdio.h>
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

/* Easy to 10:00, then SPEED for three minutes of every five, until 40:00. */
static struct story *
play_reps(const char *workout, const char *speed)
{
        struct story *story = story_new(workout);
        char text[1024];
        int n = snprintf(text, sizeof(text), "body dead 5 up 39 down 73 line 152 24 2.90 drift 0.05 rest 52 max 186\n0:00 speed 2.50\n");

        for (int minute = 10; minute < 40; minute += 5)
                n += snprintf(text + n, sizeof(text) - (size_t) n, "%d:00 speed %s\n%d:00 speed 2.20\n", minute, speed, minute + 3);
        snprintf(text + n, sizeof(text) - (size_t) n, "40:00 stand\n52:00 end\n");
        story_play_text(story, text);
        return story;
}

/* After the third nobody is pushed any more; that makes none of the others one that was done. */
static void
reps_that_are_jogged_are_not_done(void **state)
{
        struct story *story = play_reps("10m easy, 6x (3m 4:30-4:20/km, 2m easy)", "2.90");
        const struct said *enough = story_said(story, PD_ALERT_TOO_EASY, story_count(story, PD_ALERT_TOO_EASY) - 1);

        (void) state;
        assert_string_equal(enough->say, "Enough. Jog home.");
        assert_in_range(enough->t_s, 23 * 60, 23 * 60 + 3);
        assert_int_equal(story_count(story, PD_ALERT_BACK_ON_TARGET), 0);
        assert_int_equal(story->summary.reps_done, 0);
        assert_int_equal(story->summary.purpose_result, PD_PURPOSE_RESULT_MISSED);
        assert_int_equal(story->summary.verdict, PD_VERDICT_EXERCISING);
        story_free(story);
}

/* That is told, and done all the same: reps and time say so alike. */
static void
reps_that_are_too_fast_are_told_and_done(void **state)
{
        struct story *story = play_reps("10m easy, 6x (3m 4:40-4:30/km, 2m easy)", "4.10");

        (void) state;
        assert_true(story_count(story, PD_ALERT_TOO_HARD) >= 6);
        assert_int_equal(story->summary.reps_done, 6);
        assert_int_equal(story->summary.purpose_result, PD_PURPOSE_RESULT_MET);
        story_free(story);
}

/* The heart has not noticed yet that she is too fast when the pod goes, and that is no all-clear. */
static void
a_pod_that_goes_is_no_all_clear(void **state)
{
        struct story *story = story_new("recovery: 30m recovery");
        const struct said *back;

        (void) state;
        story_play_text(story, "body dead 5 up 39 down 73 line 152 24 2.90 drift 0.05 rest 52 max 186\n0:00 speed 2.05\n"
                               "12:00 speed 2.60\n12:25 pod off\n13:00 speed 2.05\n30:00 stand\n41:00 end\n");
        assert_int_equal(story_said(story, PD_ALERT_TOO_HARD, 0)->witness, PD_WITNESS_SPEED);
        back = story_said(story, PD_ALERT_BACK_ON_TARGET, 0);
        assert_non_null(back);
        assert_int_equal(back->witness, PD_WITNESS_HEART_RATE);
        assert_in_range(back->t_s, 13 * 60 + 25, 16 * 60);
        story_free(story);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_prescribed_tempo_is_not_grey),
                cmocka_unit_test(a_range_beyond_lt1_is_prescribed_as_far_as_it_goes),
                cmocka_unit_test(a_ceiling_in_bpm_is_the_hearts_to_judge),
                cmocka_unit_test(reps_that_are_jogged_are_not_done),
                cmocka_unit_test(reps_that_are_too_fast_are_told_and_done),
                cmocka_unit_test(a_pod_that_goes_is_no_all_clear),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
