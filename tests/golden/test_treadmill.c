/* SPDX-License-Identifier: MIT */
/* A treadmill and a strap alone: distances become times, nothing pauses. */
#include "golden/story.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <string.h>
#include <cmocka.h>

#define TRACK "12m easy, 6x (400mtr 4:00/km, 90s rest)"

static void
distances_are_run_by_the_clock(void **state)
{
        struct story *story = story_strap_only(TRACK);

        (void) state;
        story_play(story, "story5", 0);
        assert_string_equal(story_said(story, PD_ALERT_CANNOT_TELL, 0)->say, "No footpod. Each four hundred is ninety-six seconds.");
        for (size_t rep = 0; rep < 6; rep++) {
                int32_t begins = 12 * 60 + (int32_t) rep * 186;
                assert_in_range(story_said(story, PD_ALERT_STEP, 2 * rep + 1)->t_s, begins - 3, begins + 3);
                assert_in_range(story_said(story, PD_ALERT_STEP, 2 * rep + 2)->t_s, begins + 93, begins + 99);
        }
        assert_null(strstr(story->rig.published.bytes, "\"state\":\"paused\""));
        assert_int_equal(story->summary.distance_m, PD_UNKNOWN);
        assert_int_equal(story->summary.speed_avg_mm_s, PD_UNKNOWN);
        assert_int_equal(story->summary.reps_done, 6);
        assert_int_equal(story->summary.purpose_result, PD_PURPOSE_RESULT_MET);
        assert_int_equal(story->summary.verdict, PD_VERDICT_TRAINING);
        assert_int_equal(story->summary.grey_s, 0);
        assert_in_range(story->summary.hr_max_bpm, 179, 183);
        assert_int_equal(story_count(story, PD_ALERT_TOO_EASY) + story_count(story, PD_ALERT_TOO_HARD), 0);
        assert_non_null(strstr(story->summary.sentence, "istance not measured"));
        story_matches_golden(story, "story5");
        story_free(story);
}

static void
a_distance_without_a_pace_waits_for_lap(void **state)
{
        struct story *story = story_strap_only("easy 2km, 10m easy");

        (void) state;
        story->workout.steps[0].speed = (struct pd_band) {0};
        story_play(story, "story5", 0);
        assert_string_equal(story_said(story, PD_ALERT_CANNOT_TELL, 0)->say, "No footpod. Press lap after each two kilometres.");
        assert_int_equal(story_count(story, PD_ALERT_STEP), 2);
        assert_string_equal(story_said(story, PD_ALERT_STEP, 0)->say, "Two kilometres easy.");
        assert_string_equal(story_said(story, PD_ALERT_STEP, 1)->say, "Press lap when you are done.");
        story_free(story);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(distances_are_run_by_the_clock),
                cmocka_unit_test(a_distance_without_a_pace_waits_for_lap),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
