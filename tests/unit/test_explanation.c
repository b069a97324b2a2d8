/* SPDX-License-Identifier: MIT */
/* What an engine can tell of the second that it judged last. */
#include "core/engine/explanation.h"

#include "support/cm.h"
#include "support/track.h"

static struct pd_explanation
explain(const struct track *track)
{
        struct pd_explanation explanation;

        pd_engine_explain(track_engine(track), &explanation);
        return explanation;
}

static int32_t
sum(const int32_t percent[static PD_EXPLAINED_STATES])
{
        int32_t all = 0;

        for (int i = 0; i < PD_EXPLAINED_STATES; i++)
                all += percent[i];
        return all;
}

static void
the_witnesses_are_told_as_they_were_judged(void **state)
{
        struct track *track = track_new("easy");
        struct pd_explanation explanation;

        (void) state;
        track_run(track, 300, 2600, 140);
        explanation = explain(track);
        assert_int_equal(explanation.state, PD_SESSION_RUNNING);
        assert_int_equal(explanation.purpose, PD_PURPOSE_EASY);
        assert_int_equal(explanation.speed.value, 2602); /* 666/256 m/s */
        assert_int_equal(explanation.heart.value, 140);
        assert_int_equal(explanation.speed.lt1.value, 2900);
        assert_true(explanation.settled);
        assert_int_equal(explanation.effort.intensity, PD_INTENSITY_EASY);
        assert_int_equal(explanation.before.intensity, PD_INTENSITY_EASY);
        assert_int_equal(explanation.effort.witness, PD_WITNESS_SPEED);
        assert_int_equal(explanation.effort.certainty_percent, track->live.certainty_percent);
        assert_in_range(sum(explanation.speed.alone_percent), 98, 102);
        assert_in_range(sum(explanation.heart.percent), 98, 102);
        assert_in_range(explanation.speed.percent[1], 90, 100);
        assert_true(explanation.asked);
        assert_int_equal(explanation.step, PD_INTENSITY_EASY);
        assert_int_equal(explanation.silence, PD_SILENCE_ON_TARGET);
        track_free(track);
}

static void
asking_changes_nothing(void **state)
{
        struct track *asked = track_new("recovery"), *other = track_new("recovery");

        (void) state;
        for (int i = 0; i < 400; i++) {
                int32_t mm_s = 2200 + i % 90 * 10, bpm = 120 + i % 40;

                track_run(asked, 1, mm_s, bpm);
                track_run(other, 1, mm_s, bpm);
                (void) explain(asked);
        }
        assert_int_equal(asked->rig.published.length, other->rig.published.length);
        assert_memory_equal(asked->rig.published.bytes, other->rig.published.bytes, other->rig.published.length);
        track_free(asked);
        track_free(other);
}

static void
why_it_is_silent_is_known_at_each_stage_of_an_excursion(void **state)
{
        struct track *track = track_new("recovery");
        size_t spoken;

        (void) state;
        track_run(track, 200, 2300, 130);
        track_run(track, 10, 2800, 130);
        assert_int_equal(explain(track).silence, PD_SILENCE_NOT_YET);
        assert_int_equal(explain(track).side, PD_SIDE_OVER);
        assert_int_equal(explain(track).off_by, PD_WITNESS_SPEED);
        track_run(track, 25, 2800, 130);
        assert_int_equal(explain(track).silence, PD_SILENCE_SAID_BEFORE);
        track_run(track, 400, 2800, 130);
        assert_int_equal(explain(track).silence, PD_SILENCE_SAID_ENOUGH);
        spoken = track_count_alerts(track, PD_ALERT_TOO_HARD);
        assert_true(spoken > 1);
        track_free(track);
}

static void
without_a_workout_nothing_is_asked_and_who_stands_is_not_judged(void **state)
{
        struct track *track = track_new(NULL);

        (void) state;
        track_run(track, 300, 2600, 140);
        assert_false(explain(track).asked);
        assert_int_equal(explain(track).silence, PD_SILENCE_NOTHING_ASKED);
        track_run(track, 30, 0, 120);
        assert_int_equal(explain(track).state, PD_SESSION_PAUSED);
        track_free(track);
}

static void
uphill_and_for_whoever_is_new_it_says_so(void **state)
{
        struct track *track = track_new("10m hills hard, 10m easy");
        struct pd_athlete athlete;

        (void) state;
        track_run(track, 30, 2600, 140);
        assert_true(explain(track).uphill);
        assert_false(explain(track).settled);
        assert_int_equal(explain(track).effort.intensity, PD_INTENSITY_UNKNOWN);
        track_free(track);

        rig_runner_a(&athlete);
        athlete.lt1_hr.provenance = athlete.lt1_speed.provenance = PD_PROVENANCE_ESTIMATED;
        athlete.sessions_done = 1;
        track = track_with(&athlete, "easy");
        track_run(track, 200, 2600, 140);
        assert_int_equal(explain(track).silence, PD_SILENCE_LEARNING);
        track_free(track);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_witnesses_are_told_as_they_were_judged),
                cmocka_unit_test(asking_changes_nothing),
                cmocka_unit_test(why_it_is_silent_is_known_at_each_stage_of_an_excursion),
                cmocka_unit_test(without_a_workout_nothing_is_asked_and_who_stands_is_not_judged),
                cmocka_unit_test(uphill_and_for_whoever_is_new_it_says_so),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
