/* SPDX-License-Identifier: MIT */
/* Hills: a pod knows no gradient, a heart peaks after the rep. */
#include "golden/story.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#define HILLS "15m easy, 8x (1m30 hills hard, 2m easy), 10m easy"

/* Heart rate accuses nobody within a rep or in the first minute of a jog, and
 * nobody is pushed while she climbs. */
static void
reps_are_left_alone(const struct story *story)
{
        for (size_t i = 0; i < story->n_said; i++) {
                const struct said *said = &story->said[i];
                int32_t in_rep = (said->t_s - 15 * 60) % 210;

                if (said->t_s < 15 * 60 || said->t_s > 43 * 60 || said->type > PD_ALERT_GREY_ZONE)
                        continue;
                if (said->type == PD_ALERT_TOO_EASY ? in_rep <= 90 : in_rep < 150)
                        fail_msg("%d s: %s", said->t_s, said->say);
        }
}

static void
eight_hills_done(void **state)
{
        struct story *story = story_new(HILLS);

        (void) state;
        story_play(story, "story3", 0);
        reps_are_left_alone(story);
        assert_in_range(story->summary.hr_max_bpm, 179, 181);
        assert_in_range(story->summary.seconds[PD_INTENSITY_HARD], 8 * 27, 8 * 33); /* of each 90 s uphill, once the heart has settled */
        assert_in_range(story->summary.seconds[PD_INTENSITY_UNKNOWN], 8 * 57, 8 * 63);
        assert_int_equal(story->summary.seconds[PD_INTENSITY_MODERATE], 0);
        assert_int_equal(story_count(story, PD_ALERT_TOO_EASY), 0);
        assert_int_equal(story_count(story, PD_ALERT_TOO_HARD) + story_count(story, PD_ALERT_GREY_ZONE), 0);
        assert_string_equal(story_said(story, PD_ALERT_STEP, 0)->say, "Fifteen minutes easy.");
        assert_string_equal(story_said(story, PD_ALERT_STEP, 15)->say, "Last one. Ninety seconds uphill, hard.");
        assert_in_range(story_said(story, PD_ALERT_STEP, 15)->t_s, 39 * 60 + 27, 39 * 60 + 33);
        assert_int_equal(story->summary.purpose_result, PD_PURPOSE_RESULT_MET);
        assert_int_equal(story->summary.verdict, PD_VERDICT_TRAINING);
        assert_int_equal(story->summary.reps_done, 8);
        assert_int_equal(story->summary.reps_meant, 8);
        story_matches_golden(story, "story3");
        story_free(story);
}

static void
four_hills_dodged(void **state)
{
        struct story *story = story_new(HILLS);
        const struct said *said;

        (void) state;
        story_play(story, "story3_dodged", 0);
        assert_int_equal(story_count(story, PD_ALERT_TOO_EASY), 3);
        reps_are_left_alone(story);
        said = story_said(story, PD_ALERT_TOO_EASY, 0);
        assert_string_equal(said->say, "That hill was too gentle.");
        assert_in_range(said->t_s, 30 * 60 + 30, 30 * 60 + 45);
        assert_string_equal(story_said(story, PD_ALERT_TOO_EASY, 1)->say, "That hill was too gentle.");
        assert_in_range(story_said(story, PD_ALERT_TOO_EASY, 1)->t_s, 34 * 60, 34 * 60 + 15);
        said = story_said(story, PD_ALERT_TOO_EASY, 2);
        assert_string_equal(said->say, "Enough. Jog home.");
        assert_in_range(said->t_s, 37 * 60 + 30, 37 * 60 + 45);
        for (size_t i = 0; story_said(story, PD_ALERT_STEP, i) != NULL; i++) /* nothing is asked any more */
                assert_true(story_said(story, PD_ALERT_STEP, i)->t_s < said->t_s);
        assert_int_equal(story->summary.reps_done, 4);
        assert_int_equal(story->summary.purpose_result, PD_PURPOSE_RESULT_MISSED);
        assert_int_equal(story->summary.verdict, PD_VERDICT_EXERCISING);
        assert_in_range(story->summary.went_wrong_s, 29 * 60 - 3, 29 * 60 + 3);
        story_matches_golden(story, "story3_dodged");
        story_free(story);
}

/* Most of it is uphill, and most of that is over before a heart has settled:
 * heard it was, and a verdict there is. */
static void
hills_with_hardly_a_jog_between_are_judged(void **state)
{
        struct story *story = story_new("2m easy, 40x (50s hills hard, 10s easy), 5m easy");

        (void) state;
        story_play(story, "story3_top", 0);
        assert_true(story->summary.seconds[PD_INTENSITY_UNKNOWN] * 2 > story->summary.moving_s);
        assert_true(story->summary.verdict != PD_VERDICT_UNKNOWN);
        story_free(story);
}

/* 95 % of her highest heart rate is reached, and her steps get slower and
 * slower: nobody is told to go harder, by whatever witness. */
static void
nobody_is_pushed_near_the_top(void **state)
{
        struct story *story = story_new(HILLS);

        (void) state;
        story_play(story, "story3_top", 0);
        assert_in_range(story->summary.hr_max_bpm, 177, 179);
        assert_int_equal(story_count(story, PD_ALERT_TOO_EASY), 0);
        assert_int_equal(story->summary.reps_done, 8);
        story_free(story);
}

/* A child, or somebody ill, may dodge hills: it is counted, and nobody urges. */
static void
who_is_spared_may_dodge(void **state)
{
        struct story *story = story_new(HILLS);

        (void) state;
        story->athlete.age = 15;
        story_play(story, "story3_dodged", 0);
        assert_int_equal(story_count(story, PD_ALERT_TOO_EASY), 1);
        assert_string_equal(story_said(story, PD_ALERT_TOO_EASY, 0)->say, "Enough. Jog home.");
        assert_int_equal(story->summary.reps_done, 4);
        story_free(story);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(eight_hills_done),
                cmocka_unit_test(four_hills_dodged),
                cmocka_unit_test(hills_with_hardly_a_jog_between_are_judged),
                cmocka_unit_test(nobody_is_pushed_near_the_top),
                cmocka_unit_test(who_is_spared_may_dodge),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
