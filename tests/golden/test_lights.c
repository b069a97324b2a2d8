/* SPDX-License-Identifier: MIT */
/* Three traffic lights and a café: pauses are no offence. */
#include "golden/story.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

/* Nothing but start, end and at most one lost sensor with its return. */
static void
says_little(const struct story *story, size_t sessions)
{
        size_t lost = story_count(story, PD_ALERT_SENSOR_LOST), back = story_count(story, PD_ALERT_SENSOR_BACK);

        assert_true(lost <= 1);
        assert_true(back <= lost);
        assert_int_equal(story_count(story, PD_ALERT_SESSION_STARTED), sessions);
        assert_int_equal(story_count(story, PD_ALERT_SESSION_ENDED), sessions);
        assert_int_equal(story->n_said, 2 * sessions + lost + back);
}

static void
lights_and_a_cafe_are_one_session(void **state)
{
        struct story *story = story_new("10km easy");

        (void) state;
        story_play(story, "story6", 0);
        says_little(story, 1);
        assert_int_equal(story->n_summaries, 1);
        assert_in_range(story->summary.moving_s, 64 * 60 + 6 - 15, 64 * 60 + 6 + 15);
        assert_in_range(story->summary.distance_m, 9950, 10050);
        assert_int_equal(story->summary.purpose_result, PD_PURPOSE_RESULT_MET);
        assert_int_equal(story->summary.verdict, PD_VERDICT_TRAINING);
        story_matches_golden(story, "story6");
        story_free(story);
}

static void
a_long_cafe_makes_two(void **state)
{
        struct story *story = story_new("10km easy");

        (void) state;
        story_play(story, "story6_long", 0);
        says_little(story, 2);
        assert_int_equal(story->n_summaries, 2);
        assert_string_not_equal(story->sessions[0], story->sessions[1]);
        story_free(story);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(lights_and_a_cafe_are_one_session),
                cmocka_unit_test(a_long_cafe_makes_two),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
