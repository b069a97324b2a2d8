/* SPDX-License-Identifier: MIT */
/* A rest between two reps that is run is none. */
#include "support/coach_bench.h"

#include "core/coach/rest.h"

#include "support/cm.h"

#define REP_MM_S 4000

static const struct pd_step rep = {
        .extent = PD_EXTENT_TIME,
        .amount = 80 * PD_SEC,
        .intensity = PD_INTENSITY_HARD,
        .key = true,
        .speed = {.low = 3900},
};

static const struct pd_step rest = {.extent = PD_EXTENT_TIME, .amount = 60 * PD_SEC, .intensity = PD_INTENSITY_REST};
static const struct pd_step jog = {
        .extent = PD_EXTENT_TIME,
        .amount = 60 * PD_SEC,
        .intensity = PD_INTENSITY_RECOVERY,
        .speed = {.high = 2450},
};

static void
begin(struct coach_bench *bench)
{
        coach_bench_init(bench);
        bench->view.purpose = PD_PURPOSE_INTERVALS;
}

static void
step(struct coach_bench *bench, const struct pd_step *step, int seconds, int32_t speed_mm_s)
{
        if (bench->view.step != step)
                pd_coach_forget(&bench->coach);
        bench->view.step = step;
        bench->view.between_reps = step != &rep;
        coach_bench_run(bench, seconds, speed_mm_s, PD_UNKNOWN);
}

static void
a_rest_that_is_run_is_told_once_a_session(void **state)
{
        static const struct pd_step *const rests[] = {&rest, &jog};

        (void) state;
        for (size_t i = 0; i < sizeof(rests) / sizeof(rests[0]); i++) {
                struct coach_bench bench;

                begin(&bench);
                step(&bench, &rep, 80, REP_MM_S);
                step(&bench, rests[i], 24, REP_MM_S * 85 / 100);
                assert_int_equal(bench.n_spoken, 0);
                step(&bench, rests[i], 1, REP_MM_S * 85 / 100);
                assert_int_equal(bench.n_spoken, 1);
                assert_true(bench.last.is_cue && bench.last.cue == PD_CUE_NO_REST);
                assert_int_equal(bench.last.values.number, 85);
                step(&bench, rests[i], 20, 2300);
                step(&bench, &rep, 80, REP_MM_S);
                step(&bench, &rest, 60, REP_MM_S);
                assert_int_equal(bench.n_spoken, 1);
                assert_int_equal(bench.coach.alerts, 1);
                assert_int_equal(bench.coach.heeded, 1);
        }
}

static void
what_is_no_float_is_left_alone(void **state)
{
        static const struct {
                const char *what;
                int32_t speed; /* in the rest */
                enum pd_judge_by judge_by;
                bool between, learning, uphill;
        } rows[] = {
                {"slower than the rep by enough", REP_MM_S * 84 / 100, PD_JUDGE_BY_BOTH, true, false, false},
                {"standing", 0, PD_JUDGE_BY_BOTH, true, false, false},
                {"nothing is heard: nobody can tell", PD_UNKNOWN, PD_JUDGE_BY_BOTH, true, false, false},
                {"she wants to be judged by the heart", REP_MM_S, PD_JUDGE_BY_HR, true, false, false},
                {"no rep follows", REP_MM_S, PD_JUDGE_BY_BOTH, false, false, false},
                {"still learning", REP_MM_S, PD_JUDGE_BY_BOTH, true, true, false},
                {"down a hill that a pod does not know", REP_MM_S, PD_JUDGE_BY_BOTH, true, false, true},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_step hill = rep;
                struct coach_bench bench;

                hill.hills = rows[i].uphill;
                begin(&bench);
                bench.athlete.judge_by = rows[i].judge_by;
                bench.view.learning = rows[i].learning;
                bench.view.step = &hill;
                bench.view.between_reps = false;
                coach_bench_run(&bench, 80, REP_MM_S, PD_UNKNOWN);
                pd_coach_forget(&bench.coach);
                bench.view.step = &rest;
                bench.view.between_reps = rows[i].between;
                coach_bench_run(&bench, 60, rows[i].speed, PD_UNKNOWN);
                if (bench.n_spoken != 0)
                        fail_msg("said: %s", rows[i].what);
        }
}

static void
the_heart_says_nothing_of_a_rest(void **state)
{
        struct coach_bench bench;

        (void) state;
        begin(&bench);
        step(&bench, &rep, 80, REP_MM_S);
        pd_coach_forget(&bench.coach);
        bench.view.step = &rest;
        bench.view.between_reps = true;
        coach_bench_run(&bench, 60, PD_UNKNOWN, 180);
        coach_bench_run(&bench, 60, 2200, 180);
        assert_int_equal(bench.n_spoken, 0);
}

static void
the_ceiling_of_the_jog_waits_for_what_comes_of_it(void **state)
{
        struct coach_bench bench;

        (void) state;
        begin(&bench);
        step(&bench, &rep, 80, REP_MM_S);
        step(&bench, &jog, 54, REP_MM_S);
        assert_int_equal(bench.n_spoken, 1);
        step(&bench, &jog, 20, REP_MM_S);
        assert_int_equal(bench.n_spoken, 2);
        assert_false(bench.last.is_cue && bench.last.any);
}

static void
while_it_is_quiet_nothing_is_said_and_it_may_be_later(void **state)
{
        struct coach_bench bench;

        (void) state;
        begin(&bench);
        step(&bench, &rep, 80, REP_MM_S);
        bench.view.quiet = true;
        step(&bench, &rest, 60, REP_MM_S);
        assert_int_equal(bench.n_spoken, 0);
        bench.view.quiet = false;
        step(&bench, &rep, 80, REP_MM_S);
        step(&bench, &rest, 60, REP_MM_S);
        assert_int_equal(bench.n_spoken, 1);
        assert_int_equal(bench.coach.heeded, 0);
}

static void
each_state_meets_each_rest(void **state)
{
        enum { NO_REP, AFTER_REP, TOLD, STATES };
        static const struct {
                const char *what;
                int32_t mm_s;
                bool quiet, last; /* last: no rep follows */
                int spoken[STATES], heeded[STATES];
        } rows[] = {
                {"run", REP_MM_S, false, false, {0, 1, 1}, {0, 0, 0}},
                {"jogged", 2300, false, false, {0, 0, 1}, {0, 0, 1}},
                {"stood", 0, false, false, {0, 0, 1}, {0, 0, 1}},
                {"unheard", PD_UNKNOWN, false, false, {0, 0, 1}, {0, 0, 0}},
                {"run while it is quiet", REP_MM_S, true, false, {0, 0, 1}, {0, 0, 0}},
                {"jogged while it is quiet", 2300, true, false, {0, 0, 1}, {0, 0, 1}},
                {"run home", REP_MM_S, false, true, {0, 0, 1}, {0, 0, 0}},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                for (int at = NO_REP; at < STATES; at++) {
                        struct coach_bench bench;

                        begin(&bench);
                        step(&bench, &rep, at == NO_REP ? 0 : 80, REP_MM_S);
                        step(&bench, &rest, at == TOLD ? 25 : 0, REP_MM_S);
                        assert_int_equal(bench.n_spoken, at == TOLD);
                        assert_int_equal(pd_rest_was_told(&bench.coach, &bench.view), at == TOLD);
                        bench.view.quiet = rows[i].quiet;
                        bench.view.between_reps = !rows[i].last;
                        coach_bench_run(&bench, 29, rows[i].mm_s, PD_UNKNOWN);
                        if (bench.n_spoken != (size_t) rows[i].spoken[at] || bench.coach.heeded != rows[i].heeded[at])
                                fail_msg("state %d, %s: said %zu, heeded %d", at, rows[i].what, bench.n_spoken, bench.coach.heeded);
                }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_rest_that_is_run_is_told_once_a_session),
                cmocka_unit_test(what_is_no_float_is_left_alone),
                cmocka_unit_test(the_heart_says_nothing_of_a_rest),
                cmocka_unit_test(the_ceiling_of_the_jog_waits_for_what_comes_of_it),
                cmocka_unit_test(while_it_is_quiet_nothing_is_said_and_it_may_be_later),
                cmocka_unit_test(each_state_meets_each_rest),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
