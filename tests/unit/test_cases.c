/* SPDX-License-Identifier: MIT */
/* Which case an excursion rests on, and how far that one has come. */
#include "core/coach/cases.h"

#include "support/coach_bench.h"

#include "support/cm.h"

static enum pd_case_stage
stage(const struct coach_bench *bench)
{
        return pd_cases_stage(&bench->coach, &bench->view);
}

static void
without_a_pod_it_is_the_hearts_own(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        coach_bench_run(&bench, 60, PD_UNKNOWN, 139);
        assert_true(pd_cases_heart_makes_one(&bench.view));
        coach_bench_run(&bench, 10, PD_UNKNOWN, 143);
        assert_true(pd_cases_is_hearts(&bench.coach, &bench.view));
        assert_int_equal(stage(&bench), PD_CASE_SHOWN);
        coach_bench_run(&bench, 30, PD_UNKNOWN, 143);
        assert_int_equal(stage(&bench), PD_CASE_PROVEN);
}

/* From then on it rests on the heart's mean, also once the pod is silent again. */
static void
a_pod_that_is_heard_takes_it_from_the_heart(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        coach_bench_run(&bench, 60, PD_UNKNOWN, 139);
        coach_bench_run(&bench, 10, PD_UNKNOWN, 143);
        coach_bench_run(&bench, 1, 2300, 143);
        assert_false(pd_cases_heart_makes_one(&bench.view));
        assert_false(pd_cases_is_hearts(&bench.coach, &bench.view));
        coach_bench_run(&bench, 1, PD_UNKNOWN, 143);
        assert_true(pd_cases_heart_makes_one(&bench.view));
        assert_false(pd_cases_is_hearts(&bench.coach, &bench.view));
}

static void
beside_a_pod_the_hearts_mean_takes_23_s(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        coach_bench_run(&bench, 4, 2300, 160);
        assert_int_equal(stage(&bench), PD_CASE_OPEN);
        coach_bench_run(&bench, 1, 2300, 160);
        assert_int_equal(stage(&bench), PD_CASE_SHOWN);
        coach_bench_run(&bench, 17, 2300, 160);
        assert_int_equal(stage(&bench), PD_CASE_SHOWN);
        coach_bench_run(&bench, 1, 2300, 160);
        assert_int_equal(stage(&bench), PD_CASE_PROVEN);
}

/* A speed that is back makes no case, whatever the heart says meanwhile. */
static void
speed_says_nothing_but_by_its_own_case(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        coach_bench_run(&bench, 10, 2600, 145);
        assert_int_equal(bench.coach.excursion.witness, PD_WITNESS_SPEED);
        coach_bench_run(&bench, 100, 2440, 145);
        assert_int_equal(bench.coach.excursion.side, PD_SIDE_NONE);
        assert_int_equal(bench.n_spoken, 0);
}

/* 10 min, or a mile: what is longer is told as patiently as a steady run. */
static void
a_short_rep_is_told_sooner_than_a_long_one(void **state)
{
        static const struct {
                enum pd_extent extent;
                int64_t amount;
                bool key, soon;
        } rows[] = {
                {PD_EXTENT_TIME, 10 * PD_MINUTE, true, true},
                {PD_EXTENT_TIME, 10 * PD_MINUTE + PD_SEC, true, false},
                {PD_EXTENT_DISTANCE, 1609000, true, true},
                {PD_EXTENT_DISTANCE, 2000000, true, false},
                {PD_EXTENT_OPEN, 0, true, true},
                {PD_EXTENT_TIME, 3 * PD_MINUTE, false, false},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct coach_bench bench;

                coach_bench_init(&bench);
                bench.step = (struct pd_step) {.intensity = PD_INTENSITY_HARD, .key = rows[i].key, .extent = rows[i].extent,
                        .amount = rows[i].amount, .speed = {.low = 3450}};
                coach_bench_run(&bench, 17, 3100, PD_UNKNOWN);
                if (bench.spoken[PD_ALERT_TOO_EASY] != rows[i].soon)
                        fail_msg("row %zu: %d said, stage %d", i, (int) bench.n_spoken, (int) stage(&bench));
        }
}

/* Ceiling 2450 mm/s and 140 bpm; from 2500 on it is beyond the tolerance. */
static void
seconds_above_the_bound_are_counted_once_they_turn_out_to_be_an_excess(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        coach_bench_run(&bench, 20, 2400, 139);
        coach_bench_run(&bench, 5, 2470, 139);
        assert_int_equal(bench.coach.uncounted_s[PD_WITNESS_SPEED], 5);
        assert_int_equal(bench.coach.uncounted_s[PD_WITNESS_HEART_RATE], 0);
        coach_bench_run(&bench, 1, 2450, 141);
        assert_int_equal(bench.coach.uncounted_s[PD_WITNESS_SPEED], 0); /* it was none */
        assert_int_equal(bench.coach.uncounted_s[PD_WITNESS_HEART_RATE], 1);
        coach_bench_run(&bench, 1, 2450, PD_UNKNOWN);
        assert_int_equal(bench.coach.uncounted_s[PD_WITNESS_HEART_RATE], 0);
        coach_bench_run(&bench, 7, 2470, 139);
        assert_int_equal(bench.coach.over_s, 0);
        coach_bench_run(&bench, 1, 2550, 139);
        assert_int_equal(bench.coach.over_s, 8);
        assert_int_equal(bench.coach.uncounted_s[PD_WITNESS_SPEED], 0); /* not twice */
        coach_bench_run(&bench, 1, 2550, 139);
        assert_int_equal(bench.coach.over_s, 9);
        pd_coach_forget(&bench.coach);
        coach_bench_run(&bench, 3, 2470, 139);
        assert_int_equal(bench.coach.uncounted_s[PD_WITNESS_SPEED], 3);
        pd_coach_forget(&bench.coach);
        assert_int_equal(bench.coach.uncounted_s[PD_WITNESS_SPEED], 0);
}

/* By what strays by itself, and only while she runs: at lights her power says nothing of it. */
static void
power_strays_as_speed_does(void **state)
{
        static const struct {
                int32_t running_w[2], else_w, else_mm_s; /* in turns, 20 s; then 10 s of */
                bool strays;
        } rows[] = {
                {{180, 180}, 180, 2300, false},
                {{174, 186}, 180, 2300, true},
                {{180, 180}, 40, 500, false},
                {{174, 186}, 40, 500, true},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct coach_bench bench;

                coach_bench_init(&bench);
                bench.athlete.lt1_power = (struct pd_anchor) {230, 0, PD_PROVENANCE_TEST};
                for (int half = 0; half < 20; half++) {
                        bench.power_w = rows[i].running_w[half % 2];
                        coach_bench_run(&bench, 20, 2300, PD_UNKNOWN);
                        bench.power_w = rows[i].else_w;
                        coach_bench_run(&bench, 10, rows[i].else_mm_s, PD_UNKNOWN);
                }
                if (pd_prompt_case_strays(&bench.coach.power) != rows[i].strays || pd_prompt_case_strays(&bench.coach.speed))
                        fail_msg("row %zu", i);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(without_a_pod_it_is_the_hearts_own),
                cmocka_unit_test(a_pod_that_is_heard_takes_it_from_the_heart),
                cmocka_unit_test(beside_a_pod_the_hearts_mean_takes_23_s),
                cmocka_unit_test(speed_says_nothing_but_by_its_own_case),
                cmocka_unit_test(a_short_rep_is_told_sooner_than_a_long_one),
                cmocka_unit_test(power_strays_as_speed_does),
                cmocka_unit_test(seconds_above_the_bound_are_counted_once_they_turn_out_to_be_an_excess),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
