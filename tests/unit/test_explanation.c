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

/* Why nothing is said where the rules keep the coach silent: a workout, who runs it, how, and what is told. */
static void
each_reason_of_silence_is_the_one_that_holds(void **state)
{
        static const struct {
                const char *workout;
                int32_t judge_by;
                int seconds;
                int32_t mm_s, bpm; /* after four minutes of an easy start */
                enum pd_silence silence;
        } rows[] = {
                {"10m easy, 20m hills moderate", PD_JUDGE_BY_BOTH, 400, 2600, 150, PD_SILENCE_HILL},
                {"4m easy, 5x (1m 150-160bpm, 1m easy)", PD_JUDGE_BY_BOTH, 45, 2600, 155, PD_SILENCE_SETTLING},
                {"4m easy, 5x (1m25s 150-160bpm, 1m easy)", PD_JUDGE_BY_BOTH, 82, 2600, 155, PD_SILENCE_SHORT},
                {"2m easy, 20m 130-140bpm", PD_JUDGE_BY_SPEED, 200, 2600, 135, PD_SILENCE_NOT_JUDGED_BY},
                {"race: 10km 5:00/km", PD_JUDGE_BY_BOTH, 900, 3800, 170, PD_SILENCE_RACE},
                {"2m easy, 30m 4:30/km-4:50/km", PD_JUDGE_BY_BOTH, 200, 2700, 180, PD_SILENCE_NO_PUSH},
                {"easy", PD_JUDGE_BY_BOTH, 12, 3100, 145, PD_SILENCE_NOT_YET},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_athlete athlete;
                struct track *track;

                rig_runner_a(&athlete);
                athlete.judge_by = rows[i].judge_by;
                track = track_with(&athlete, rows[i].workout);
                track_run(track, 240, 2500, 138);
                for (int s = 0; s < rows[i].seconds; s++) /* as a heart climbs */
                        track_run(track, 1, rows[i].mm_s, 138 + s < rows[i].bpm ? 138 + s : rows[i].bpm);
                if (explain(track).silence != rows[i].silence)
                        print_error("row %zu: %d\n", i, (int) explain(track).silence);
                assert_int_equal(explain(track).silence, rows[i].silence);
                track_free(track);
        }
}

static void
on_the_way_back_the_all_clear_is_awaited(void **state)
{
        struct track *track = track_new("recovery");

        (void) state;
        track_run(track, 200, 2300, 130);
        track_run(track, 60, 2800, 130);
        track_run(track, 6, 2200, 130);
        assert_int_equal(explain(track).silence, PD_SILENCE_BACK);
        track_run(track, 20, 2200, 130);
        assert_int_equal(explain(track).silence, PD_SILENCE_ON_TARGET);
        track_free(track);
}

static void
grey_without_a_plan_is_said_once(void **state)
{
        struct track *track = track_new(NULL);

        (void) state;
        track_run(track, 300, 3100, 160);
        assert_int_equal(explain(track).silence, PD_SILENCE_GREY_SAID);
        track_free(track);
}

static void
a_doubt_is_told_with_its_witness(void **state)
{
        struct track *track = track_new("easy");

        (void) state;
        track_run(track, 200, 2600, 140);
        track_run(track, 60, 13000, 140);
        assert_int_equal(explain(track).speed.value, PD_UNKNOWN);
        assert_int_equal(explain(track).speed.doubt, PD_DOUBT_TOO_FAST);
        assert_int_equal(explain(track).heart.doubt, PD_DOUBT_NONE);
        track_free(track);
}

static void
a_hill_counts_by_its_peak_and_says_what_it_was(void **state)
{
        struct track *track = track_new("1m easy, 3x (1m hills hard, 2m easy)");
        struct pd_explained_rep rep;

        (void) state;
        track_run(track, 60, 2500, 138);
        assert_false(explain(track).rep.any);
        track_run(track, 40, 2500, 160);
        rep = explain(track).rep;
        assert_true(rep.any);
        assert_int_equal(rep.result, PD_REP_NONE);
        assert_int_equal(rep.peak_bpm, 160);
        assert_int_equal(rep.needed_bpm, 168);
        track_run(track, 60, 2500, 150);
        rep = explain(track).rep;
        assert_true(rep.any);
        assert_int_equal(rep.result, PD_REP_FAILED);
        assert_int_equal(rep.peak_bpm, 160);
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
                cmocka_unit_test(each_reason_of_silence_is_the_one_that_holds),
                cmocka_unit_test(on_the_way_back_the_all_clear_is_awaited),
                cmocka_unit_test(grey_without_a_plan_is_said_once),
                cmocka_unit_test(a_doubt_is_told_with_its_witness),
                cmocka_unit_test(a_hill_counts_by_its_peak_and_says_what_it_was),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
