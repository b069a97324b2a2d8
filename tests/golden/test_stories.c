/* SPDX-License-Identifier: MIT */
/*
 * The stories, replayed: what must be said, shown and judged, at its minute;
 * and byte for byte what was said when the story was last looked at. After
 * a change that is meant, PD_GOLDEN_WRITE=1 writes the .events files anew:
 * read the difference.
 */
#include "golden/story.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void
recovery_talked_out_of_it(void **state)
{
        struct story *story = story_new("recovery 4mi");

        (void) state;
        story_play(story, "story1", 0);
        assert_int_equal(story->n_said, 5);

        assert_int_equal(story->said[0].type, PD_ALERT_SESSION_STARTED);
        assert_in_range(story->said[0].t_s, 0, 3);
        assert_string_equal(story->said[0].say, "Recovery day. Slower than you'd like. Stay under one forty.");

        assert_in_range(story->shown_over_s, 12 * 60 + 11, 12 * 60 + 23);
        assert_int_equal(story->said[1].type, PD_ALERT_TOO_HARD);
        assert_int_equal(story->said[1].witness, PD_WITNESS_SPEED);
        assert_in_range(story->said[1].t_s, 12 * 60 + 25, 12 * 60 + 36);
        assert_string_equal(story->said[1].say, "Recovery day. Ease off.");
        assert_non_null(strstr(story->said[1].message, "pace 9:")); /* of the witness that saw it */
        assert_null(strstr(story->said[1].message, "heart"));

        assert_int_equal(story->said[2].type, PD_ALERT_TOO_HARD); /* the repeat that is allowed */
        assert_int_equal(story->said[2].t_s, story->said[1].t_s + 30);
        assert_int_equal(story->said[3].type, PD_ALERT_BACK_ON_TARGET);
        assert_in_range(story->said[3].t_s, 13 * 60 + 46, 14 * 60 + 1);
        assert_in_range(story->said[3].hr_bpm, 146, 151); /* high still, and no accusation by it */
        assert_int_equal(story->said[4].type, PD_ALERT_SESSION_ENDED);

        assert_in_range(story->summary.over_s, 87, 107);
        assert_int_equal(story->summary.excursions, 1);
        assert_int_equal(story->summary.alerts, story->summary.heeded);
        assert_int_equal(story->summary.purpose_result, PD_PURPOSE_RESULT_MET);
        assert_int_equal(story->summary.verdict, PD_VERDICT_TRAINING);
        story_matches_golden(story, "story1");
        story_free(story);
}

static void
what_did_she_say(void **state)
{
        static const int32_t after[] = {30, 60, 120};
        struct story *story = story_new("recovery 5mi");

        (void) state;
        story_play(story, "story2", 0);
        assert_int_equal(story->n_said, 6);
        assert_in_range(story->said[1].t_s, 2 * 60 + 50, 3 * 60 + 10);
        for (size_t i = 0; i < 3; i++)
                assert_int_equal(story->said[i + 2].t_s - story->said[i + 1].t_s, after[i]);
        for (size_t i = 1; i < 5; i++)
                assert_int_equal(story->said[i].type, PD_ALERT_TOO_HARD);
        assert_int_equal(story->said[5].type, PD_ALERT_SESSION_ENDED);

        assert_int_equal(story->summary.seconds[PD_INTENSITY_HARD], 0); /* never claimed above LT2 */
        assert_null(strstr(story->rig.published.bytes, "\"intensity\":\"hard\""));
        assert_in_range(story->summary.hr_max_bpm, 152, 157);
        assert_in_range(story->summary.over_s, 2588, 2648);
        assert_int_equal(story->summary.alerts, 4);
        assert_int_equal(story->summary.heeded, 0);
        assert_int_equal(story->summary.purpose_result, PD_PURPOSE_RESULT_MISSED);
        assert_int_equal(story->summary.verdict, PD_VERDICT_EXERCISING);
        assert_in_range(story->summary.went_wrong_s, 156, 162);
        assert_string_equal(story->summary.sentence, "Recovery at 9:14 a mile: medium from 2:39.");
        story_matches_golden(story, "story2");
        story_free(story);
}

static void
intervals_with_standing_rests(void **state)
{
        static const struct {
                int32_t t_s;
                const char *say;
        } steps[] = {
                {30, "Fifteen minutes easy."},
                {900, "One minute hard."}, {960, "Ninety seconds rest."}, {1050, "One minute hard."}, {1110, "Ninety seconds rest."},
                {1200, "One minute hard."}, {1260, "Ninety seconds rest."}, {1350, "One minute hard."}, {1410, "Ninety seconds rest."},
                {1500, "One minute hard."}, {1560, "Ninety seconds rest."}, {1650, "Last one. One minute hard."},
                {1710, "Ninety seconds rest."}, {1800, "Ten minutes easy."},
        };
        const size_t n_steps = sizeof(steps) / sizeof(steps[0]);
        struct story *story = story_new("15m easy, 6x (1m hard, 90s rest), 10m easy");

        (void) state;
        story_play(story, "intervals", 0);
        assert_int_equal(story->n_said, n_steps + 2); /* the start, each step, the end: nobody is accused or pushed */
        assert_string_equal(story->said[0].say, "Intervals today. Easy until I say go. Stay under one fifty-two.");
        for (size_t i = 0; i < n_steps; i++) {
                assert_int_equal(story->said[i + 1].type, PD_ALERT_STEP);
                assert_in_range(story->said[i + 1].t_s, steps[i].t_s - 3, steps[i].t_s + 3);
                assert_string_equal(story->said[i + 1].say, steps[i].say);
        }
        assert_int_equal(story->said[n_steps + 1].type, PD_ALERT_SESSION_ENDED);

        assert_in_range(story->summary.duration_s, 2397, 2403);
        assert_in_range(story->summary.moving_s, 1857, 1863); /* without the rests */
        assert_in_range(story->summary.seconds[PD_INTENSITY_HARD], 340, 372);
        assert_int_equal(story->summary.grey_s, 0);
        assert_int_equal(story->summary.purpose_result, PD_PURPOSE_RESULT_MET);
        assert_int_equal(story->summary.verdict, PD_VERDICT_TRAINING);
        story_matches_golden(story, "intervals");
        story_free(story);
}

/* The pod falls silent for twenty seconds in mid-excursion: that is no
 * compliance, and the heart goes on telling. */
static void
a_pod_that_pauses_changes_nothing_in_story_two(void **state)
{
        struct story *story = story_new("recovery 5mi");

        (void) state;
        story->deaf_from = 1000 * PD_SEC;
        story->deaf_to = 1020 * PD_SEC;
        story_play(story, "story2", 0);
        assert_int_equal(story->n_said, 6);
        for (size_t i = 1; i < 5; i++)
                assert_int_equal(story->said[i].type, PD_ALERT_TOO_HARD);
        assert_int_equal(story->summary.alerts, 4);
        assert_int_equal(story->summary.excursions, 1);
        story_free(story);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(recovery_talked_out_of_it),
                cmocka_unit_test(what_did_she_say),
                cmocka_unit_test(intervals_with_standing_rests),
                cmocka_unit_test(a_pod_that_pauses_changes_nothing_in_story_two),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
