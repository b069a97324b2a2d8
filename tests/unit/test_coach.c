/* SPDX-License-Identifier: MIT */
/* What the coach makes of a second: whom she believes of a rep, whom she pushes, what crossed the limit. */
#include "support/coach_bench.h"
#include "core/coach/reps.h"

#include "support/cm.h"

/* Of a rep: whose word counts, while she is still got to know, too. */
static void
a_rep_is_told_by_whom_she_believes(void **state)
{
        static const struct {
                int32_t judge_by, speed_low;
                bool pod, hills, by_heart, by_speed;
        } rows[] = {
                {PD_JUDGE_BY_BOTH, 3450, true, false, true, true},
                {PD_JUDGE_BY_BOTH, 3450, false, false, true, false},
                {PD_JUDGE_BY_BOTH, 3450, true, true, true, false}, /* a pod knows no gradient */
                {PD_JUDGE_BY_BOTH, 0, true, false, true, false},   /* no pace was asked for */
                {PD_JUDGE_BY_HR, 3450, true, false, true, false},
                {PD_JUDGE_BY_SPEED, 3450, true, false, false, true},
                {PD_JUDGE_BY_RPE, 3450, true, false, false, false},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_rep_second second;
                struct coach_bench bench;
                coach_bench_init(&bench);
                bench.athlete.judge_by = rows[i].judge_by;
                bench.view.learning = i % 2 == 0;
                bench.view.purpose = PD_PURPOSE_INTERVALS;
                bench.step = (struct pd_step) {.intensity = PD_INTENSITY_HARD, .hr = {.low = 168}, .speed = {.low = rows[i].speed_low},
                        .hills = rows[i].hills};
                coach_bench_run(&bench, 1, rows[i].pod ? 3500 : PD_UNKNOWN, 150);
                pd_coach_rep_second(&bench.coach, &bench.view, &second);
                assert_int_equal(second.hr_bpm, 150);
                assert_int_equal(second.by_heart, rows[i].by_heart);
                assert_int_equal(second.by_prompt, rows[i].by_speed);
        }
}

/* Of two that agree speed has the word. */
static void
grey_is_what_somebody_says_who_is_believed(void **state)
{
        static const struct {
                int32_t judge_by;
                enum pd_witness witness;
                bool grey;
        } rows[] = {
                {PD_JUDGE_BY_BOTH, PD_WITNESS_HEART_RATE, true}, {PD_JUDGE_BY_BOTH, PD_WITNESS_SPEED, true},
                {PD_JUDGE_BY_HR, PD_WITNESS_HEART_RATE, true}, {PD_JUDGE_BY_HR, PD_WITNESS_SPEED, true},
                {PD_JUDGE_BY_SPEED, PD_WITNESS_HEART_RATE, false}, {PD_JUDGE_BY_SPEED, PD_WITNESS_SPEED, true},
                {PD_JUDGE_BY_RPE, PD_WITNESS_HEART_RATE, false}, {PD_JUDGE_BY_RPE, PD_WITNESS_SPEED, false},
        };
        const struct pd_step easy = {.intensity = PD_INTENSITY_EASY};

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                const struct pd_athlete athlete = {.judge_by = rows[i].judge_by};
                const struct pd_effort effort = {.intensity = PD_INTENSITY_MODERATE, .certainty_percent = 100, .witness = rows[i].witness};

                assert_int_equal(pd_coach_is_grey(&athlete, &easy, &effort, PD_TARGET_OVER), rows[i].grey);
                assert_int_equal(pd_coach_is_grey(&athlete, NULL, &effort, PD_TARGET_NONE), rows[i].grey);
        }
}

/* Nor who is ill or injured, a child, or has failed often enough. */
static void
who_is_spared_is_never_told_to_go_harder(void **state)
{
        static const struct {
                int32_t condition, age;
                bool enough;
                int told;
        } rows[] = {
                {PD_CONDITION_WELL, 0, false, 1}, {PD_CONDITION_WELL, 16, false, 1}, {PD_CONDITION_VACATION, 40, false, 1},
                {PD_CONDITION_WELL, 15, false, 0}, {PD_CONDITION_ILL, 40, false, 0}, {PD_CONDITION_INJURED, 40, false, 0},
                {PD_CONDITION_WELL, 40, true, 0},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct coach_bench bench;
                coach_bench_init(&bench);
                bench.athlete.condition = rows[i].condition;
                bench.athlete.age = rows[i].age;
                bench.view.enough = rows[i].enough;
                bench.view.purpose = PD_PURPOSE_INTERVALS;
                bench.step = (struct pd_step) {.intensity = PD_INTENSITY_HARD, .speed = {.low = 3450}};
                coach_bench_run(&bench, 25, 3200, 140);
                assert_int_equal(bench.spoken[PD_ALERT_TOO_EASY], rows[i].told);
        }
}

static void
the_excursion_that_crossed_the_limit_is_found(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        coach_bench_run(&bench, 100, 2700, PD_UNKNOWN);
        coach_bench_run(&bench, 100, 2300, PD_UNKNOWN);
        coach_bench_run(&bench, 200, 2700, PD_UNKNOWN);
        assert_null(pd_coach_crossing(&bench.coach, 300));
        assert_non_null(pd_coach_crossing(&bench.coach, 240));
        assert_int_equal(pd_coach_crossing(&bench.coach, 240)->since, 201 * PD_SEC);
        assert_int_equal(pd_coach_crossing(&bench.coach, 50)->since, 1 * PD_SEC);
}

/* Hard work that was done faster than asked was done; a recovery was not. */
static void
a_rep_that_was_too_fast_was_done(void **state)
{
        static const struct {
                enum pd_intensity intensity;
                int32_t low;
                bool as_asked;
        } rows[] = {{PD_INTENSITY_HARD, 2400, true}, {PD_INTENSITY_MODERATE, 2400, false}, {PD_INTENSITY_RECOVERY, 0, false}};

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_rep_second second;
                struct coach_bench bench;

                coach_bench_init(&bench);
                bench.step.intensity = rows[i].intensity;
                bench.step.speed.low = rows[i].low;
                coach_bench_run(&bench, 15, 2700, PD_UNKNOWN);
                assert_int_equal(bench.coach.target_state, PD_TARGET_OVER);
                pd_coach_rep_second(&bench.coach, &bench.view, &second);
                assert_int_equal(second.as_asked, rows[i].as_asked);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_rep_that_was_too_fast_was_done),
                cmocka_unit_test(a_rep_is_told_by_whom_she_believes),
                cmocka_unit_test(grey_is_what_somebody_says_who_is_believed),
                cmocka_unit_test(who_is_spared_is_never_told_to_go_harder),
                cmocka_unit_test(the_excursion_that_crossed_the_limit_is_found),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
