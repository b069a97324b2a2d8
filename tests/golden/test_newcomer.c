/* SPDX-License-Identifier: MIT */
/* Somebody of whom nothing is known but the age: first getting to know each
 * other, then one way out instead of nagging. */
#include "golden/story.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

static void
estimates_out_of_the_age_say_how_wide_they_are(void **state)
{
        struct story *story = story_newcomer("40m easy", 0);

        (void) state;
        assert_int_equal(story->athlete.hr_max.value, 179);
        assert_int_equal(story->athlete.lt1_hr.value, 152);
        assert_int_equal(story->athlete.lt1_hr.width, 12);
        assert_int_equal(story->athlete.lt1_hr.provenance, PD_PROVENANCE_ESTIMATED);
        free(story);
}

static void
accuses_nobody(const struct story *story)
{
        assert_int_equal(story_count(story, PD_ALERT_TOO_HARD), 0);
        assert_int_equal(story_count(story, PD_ALERT_TOO_EASY), 0);
        assert_int_equal(story_count(story, PD_ALERT_GREY_ZONE), 0);
        assert_int_equal(story_count(story, PD_ALERT_UNUSUAL_HR), 0);
        assert_int_equal(story_count(story, PD_ALERT_CANNOT_TELL), 1);
        assert_string_equal(story_said(story, PD_ALERT_CANNOT_TELL, 0)->say, "Still getting to know you.");
        assert_int_equal(story->summary.purpose_result, PD_PURPOSE_RESULT_CANNOT_TELL);
        assert_int_equal(story->summary.verdict, PD_VERDICT_UNKNOWN);
        assert_true(story->summary.learning);
}

static void
the_first_session_has_step_cues_and_a_question(void **state)
{
        struct story *story = story_newcomer("5m walk, 10x (2m run, 1m walk)", 0);

        (void) state;
        story_play(story, "story4_first", 0);
        accuses_nobody(story);
        assert_int_equal(story_count(story, PD_ALERT_STEP), 21);
        assert_string_equal(story_said(story, PD_ALERT_STEP, 0)->say, "Five minutes walk.");
        for (size_t i = 0; i < 20; i++) { /* and nothing else but the start, the question and the end */
                int32_t begins = 5 * 60 + (int32_t) (i / 2) * 180 + (i % 2 == 1 ? 120 : 0);
                assert_in_range(story_said(story, PD_ALERT_STEP, i + 1)->t_s, begins - 3, begins + 3);
        }
        assert_int_equal(story->n_said, 21 + 4);
        assert_int_equal(story->summary.reps_done, 10);
        assert_in_range(story->summary.hr_max_bpm, 174, 176);
        assert_string_equal(story_said(story, PD_ALERT_STEP, 1)->say, "Two minutes run.");
        assert_string_equal(story_said(story, PD_ALERT_STEP, 2)->say, "One minute walk.");
        assert_int_equal(story_count(story, PD_ALERT_QUESTION), 1);
        assert_string_equal(story_said(story, PD_ALERT_QUESTION, 0)->say, "Ten of ten. How hard was it?");
        assert_string_equal(story_said(story, PD_ALERT_QUESTION, 0)->message, "10 of 10. How hard was it? From 1 to 10.");
        story_matches_golden(story, "story4_first");
        story_free(story);
}

static void
running_through_is_no_offence_yet(void **state)
{
        struct story *story = story_newcomer("5m walk, 10x (2m run, 1m walk)", 1);

        (void) state;
        story_play(story, "story4_second", 0);
        accuses_nobody(story);
        assert_in_range(story->summary.hr_max_bpm, 172, 177);
        assert_int_equal(story_count(story, PD_ALERT_PROPOSAL), 0); /* 179 was not exceeded */
        story_free(story);
}

static void
a_highest_heart_rate_that_is_exceeded_is_proposed(void **state)
{
        struct story *story = story_newcomer("40m easy", 2);

        (void) state;
        story_play(story, "story4_highest", 0);
        accuses_nobody(story);
        assert_int_equal(story_count(story, PD_ALERT_PROPOSAL), 1);
        assert_non_null(strstr(story_said(story, PD_ALERT_PROPOSAL, 0)->message, "18"));
        story_free(story);
}

static void
what_was_declined_is_not_proposed_again(void **state)
{
        struct story *story = story_newcomer("40m easy", 2);

        (void) state;
        story->athlete.declined_hr_max = 190;
        story_play(story, "story4_highest", 0);
        assert_int_equal(story_count(story, PD_ALERT_PROPOSAL), 0);
        story_free(story);
}

static void
after_three_unheeded_alerts_there_is_one_offer_and_silence(void **state)
{
        struct story *story = story_newcomer("35m easy", 4);
        const struct said *offer;

        (void) state;
        story_play(story, "story4_fifth", 0);
        assert_false(story->summary.learning);
        assert_int_equal(story_count(story, PD_ALERT_TOO_HARD) + story_count(story, PD_ALERT_GREY_ZONE), 3);
        assert_int_equal(story_count(story, PD_ALERT_QUESTION), 1);
        offer = story_said(story, PD_ALERT_QUESTION, 0);
        assert_string_equal(offer->say, "Walk till one forty-seven, then jog.");
        for (size_t i = 0; i < story->n_said; i++)
                assert_true(story->said[i].t_s <= offer->t_s || story->said[i].type == PD_ALERT_SESSION_ENDED);
        assert_int_equal(story->summary.alerts, 3);
        assert_int_equal(story->summary.heeded, 0);
        story_matches_golden(story, "story4_fifth");
        story_free(story);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(estimates_out_of_the_age_say_how_wide_they_are),
                cmocka_unit_test(the_first_session_has_step_cues_and_a_question),
                cmocka_unit_test(running_through_is_no_offence_yet),
                cmocka_unit_test(a_highest_heart_rate_that_is_exceeded_is_proposed),
                cmocka_unit_test(what_was_declined_is_not_proposed_again),
                cmocka_unit_test(after_three_unheeded_alerts_there_is_one_offer_and_silence),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
