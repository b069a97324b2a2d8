/* SPDX-License-Identifier: MIT */
/* A long run in the heat: a heart that drifts is no offence, running faster is. */
#include "golden/story.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

static void
drift_is_said_once_and_is_not_grey(void **state)
{
        struct story *story = story_new("long: 90m easy");
        const struct said *said;

        (void) state;
        story_play(story, "story7", 0);
        assert_int_equal(story->n_said, 3);
        said = story_said(story, PD_ALERT_DRIFT, 0);
        assert_string_equal(said->say, "Heart's drifting at the same pace. Normal in heat. Drink.");
        assert_in_range(said->t_s, 64 * 60 + 39, 66 * 60);
        assert_int_equal(story->summary.grey_s, 0);
        assert_in_range(story->summary.drift_s, 2091, 2151);
        assert_in_range(story->summary.distance_m, 13150, 13250);
        assert_int_equal(story->summary.purpose_result, PD_PURPOSE_RESULT_MET);
        assert_int_equal(story->summary.verdict, PD_VERDICT_TRAINING);
        story_matches_golden(story, "story7");
        story_free(story);
}

static void
faster_than_lt1_is_grey_and_no_drift(void **state)
{
        struct story *story = story_new("long: 90m easy");
        const struct said *said;

        (void) state;
        story_play(story, "story7_grey", 0);
        assert_int_equal(story_count(story, PD_ALERT_DRIFT), 0);
        said = story_said(story, PD_ALERT_GREY_ZONE, 0);
        assert_in_range(said->t_s, 60 * 60 + 8, 60 * 60 + 35);
        assert_int_equal(said->witness, PD_WITNESS_SPEED);
        assert_int_equal(story->summary.verdict, PD_VERDICT_EXERCISING);
        story_free(story);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(drift_is_said_once_and_is_not_grey),
                cmocka_unit_test(faster_than_lt1_is_grey_and_no_drift),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
