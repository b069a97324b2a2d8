/* SPDX-License-Identifier: MIT */
/* Who says so, and whose word is held against her. */
#include "core/coach/witness.h"

#include "support/coach_bench.h"

#include "support/cm.h"

static void
just_above_the_ceiling_is_within_the_tolerance(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        coach_bench_run(&bench, 600, 2499, 140);
        assert_int_equal(bench.n_spoken, 0);
        assert_int_equal(bench.coach.over_s, 0);
        assert_int_equal(bench.coach.target_state, PD_TARGET_IN);
}

static void
two_witnesses_need_little_tolerance(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        coach_bench_run(&bench, 600, 2476, 142);
        assert_int_equal(bench.spoken[PD_ALERT_TOO_HARD], 4);
        assert_int_equal(bench.said_by[0], PD_WITNESS_SPEED);
}

static void
a_heart_that_has_not_settled_accuses_nobody(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        bench.view.hr_settled = false;
        coach_bench_run(&bench, 300, 2300, 150);
        assert_int_equal(bench.n_spoken, 0);
        bench.view.hr_settled = true;
        coach_bench_run(&bench, 300, 2300, 147); /* 7 bpm against the word of the pod */
        assert_int_equal(bench.n_spoken, 0);
        coach_bench_run(&bench, 23, 2300, 148);
        assert_int_equal(bench.spoken[PD_ALERT_TOO_HARD], 1);
        assert_int_equal(bench.last.witness, PD_WITNESS_HEART_RATE);
}

static void
without_a_pod_two_beats_are_told_in_the_end(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        coach_bench_run(&bench, 300, PD_UNKNOWN, 141);
        assert_int_equal(bench.n_spoken, 0);
        coach_bench_run(&bench, 39, PD_UNKNOWN, 142); /* three quarters of the beat in 40 s of 28 */
        assert_int_equal(bench.n_spoken, 0);
        coach_bench_run(&bench, 1, PD_UNKNOWN, 142);
        assert_int_equal(bench.spoken[PD_ALERT_TOO_HARD], 1);
        assert_int_equal(bench.last.witness, PD_WITNESS_HEART_RATE);
        assert_int_equal(bench.last.over_s, 39);
}

static void
inside_the_width_of_an_estimate_it_is_borderline(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        bench.step.hr.width = 8;
        bench.step.speed = (struct pd_band) {0};
        coach_bench_run(&bench, 600, PD_UNKNOWN, 147);
        assert_int_equal(bench.n_spoken, 0);
        assert_int_equal(bench.coach.target_state, PD_TARGET_BORDERLINE);
        coach_bench_run(&bench, 40, PD_UNKNOWN, 151);
        assert_int_equal(bench.spoken[PD_ALERT_TOO_HARD], 1);
}

static void
a_rep_run_too_slowly_is_told_unless_the_heart_is_high(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        bench.view.purpose = PD_PURPOSE_INTERVALS;
        bench.step = (struct pd_step) {.intensity = PD_INTENSITY_HARD, .speed = {.low = 3450}, .hr = {.low = 168}};
        coach_bench_run(&bench, 60, 3200, 178); /* 95 % of 186 is 176.7 */
        assert_int_equal(bench.n_spoken, 0);
        coach_bench_run(&bench, 60, 3200, 168); /* at LT2 */
        assert_int_equal(bench.n_spoken, 0);
        coach_bench_run(&bench, 23, 3200, 160);
        assert_int_equal(bench.spoken[PD_ALERT_TOO_EASY], 1);
        assert_int_equal(bench.coach.over_s, 0);
}

/* The mean of half a minute lags behind a heart that climbs; nobody is pushed by it. */
static void
a_heart_that_has_just_reached_hard_is_not_pushed(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        bench.step = (struct pd_step) {.intensity = PD_INTENSITY_HARD, .hr = {.low = 168}, .amount = 3 * PD_MINUTE};
        bench.view.speed_mm_s = bench.view.speed_newest_mm_s = PD_UNKNOWN;
        bench.view.hr_bpm = 160;
        for (bench.view.hr_newest_bpm = 168; bench.view.now < 60 * PD_SEC; bench.view.now += PD_SEC) {
                pd_coach_second(&bench.coach, &bench.view, &bench.last);
                assert_false(bench.last.any);
        }
        bench.view.hr_newest_bpm = 160;
        for (; bench.view.now < 120 * PD_SEC && !bench.last.any; bench.view.now += PD_SEC)
                pd_coach_second(&bench.coach, &bench.view, &bench.last);
        assert_int_equal(bench.last.type, PD_ALERT_TOO_EASY);
}

/* A ceiling of 140 bpm, which nothing but the step's intensity asks for. */
static void
a_heart_on_its_path_is_not_held_against_a_speed_that_leads_elsewhere(void **state)
{
        static const struct {
                int32_t bpm, expected, asymptote, sd_tenths;
                bool prescribed, borne_out, falls;
        } rows[] = {
                {145, PD_UNKNOWN, PD_UNKNOWN, 35, false, true, false}, /* nobody knows the path */
                {145, 145, 141, 35, false, true, false},               /* that is where her speed leads */
                {145, 145, 140, 35, false, false, false},              /* she was faster before; it falls */
                {147, 140, 138, 35, false, false, false},              /* twice 3.5 bpm */
                {148, 140, 138, 35, false, true, false},               /* not for her speed, then */
                {145, 140, 138, 20, false, true, false},               /* a heart that wavers little */
                {144, 140, 138, 10, false, false, false},              /* but never for 4 bpm */
                {152, 140, 138, 60, false, false, false},              /* one that wavers much */
                {145, 145, 140, 35, true, true, false},                /* the ceiling was asked for */
                {148, 147, 138, 35, false, true, false},               /* a pod that reads high raises the path, and excuses nobody */
                {148, 147, 138, 35, false, false, true},        /* but she has just slowed down */
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct coach_bench bench;

                coach_bench_init(&bench);
                bench.step.speed.high = rows[i].prescribed ? 0 : 2450;
                bench.step.prescribed = rows[i].prescribed;
                bench.view.hr_bpm = rows[i].bpm;
                bench.view.hr_expected_bpm = rows[i].expected;
                bench.view.hr_asymptote_bpm = rows[i].asymptote;
                bench.view.hr_sd_tenths = rows[i].sd_tenths;
                bench.view.hr_falls = rows[i].falls;
                if (pd_witness_hr_is_borne_out(&bench.view) != rows[i].borne_out)
                        fail_msg("row %zu", i);
        }
}

/* Judged by the heart alone, though a pod is worn. */
static void
by_heart_alone_a_speed_that_leads_elsewhere_excuses_it(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        bench.athlete.judge_by = PD_JUDGE_BY_HR;
        coach_bench_run(&bench, 300, 2300, 144); /* 138 expected */
        assert_int_equal(bench.n_spoken, 0);
        coach_bench_run(&bench, 300, 2300, 148);
        assert_true(bench.n_spoken > 0);
        assert_int_equal(bench.said_by[0], PD_WITNESS_HEART_RATE);
}

static void
steps_of_less_than_90_seconds_are_not_the_hearts_to_judge(void **state)
{
        static const struct {
                enum pd_extent extent;
                int64_t amount;
                int32_t high, low, speed; /* mm/s: asked, and run */
                bool judged;
        } rows[] = {
                {PD_EXTENT_OPEN, 0, 0, 0, 2500, true},
                {PD_EXTENT_TIME, 89 * PD_SEC, 0, 0, 2500, false},
                {PD_EXTENT_TIME, 90 * PD_SEC, 0, 0, 2500, true},
                {PD_EXTENT_DISTANCE, 200000, 2450, 0, 1300, false}, /* 82 s at what is asked */
                {PD_EXTENT_DISTANCE, 400000, 0, 4800, 4800, false},
                {PD_EXTENT_DISTANCE, 400000, 2450, 0, 2450, true},
                {PD_EXTENT_DISTANCE, 200000, 0, 0, 2500, false}, /* at what is run */
                {PD_EXTENT_DISTANCE, 200000, 0, 0, PD_UNKNOWN, true},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct coach_bench bench;

                coach_bench_init(&bench);
                bench.step.extent = rows[i].extent;
                bench.step.amount = rows[i].amount;
                bench.step.speed = (struct pd_band) {.low = rows[i].low, .high = rows[i].high};
                bench.view.speed_mm_s = rows[i].speed;
                bench.view.hr_bpm = 150;
                if (pd_witness_judges(&bench.view, PD_WITNESS_HEART_RATE) != rows[i].judged)
                        fail_msg("row %zu", i);
        }
}

static void
hills_are_not_judged_by_speed(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        bench.view.purpose = PD_PURPOSE_HILLS;
        bench.step = (struct pd_step) {
                .extent = PD_EXTENT_TIME,
                .amount = 60 * PD_SEC,
                .intensity = PD_INTENSITY_HARD,
                .speed = {.low = 3450},
                .hr = {.low = 168},
        };
        coach_bench_run(&bench, 60, 2000, 150);
        assert_int_equal(bench.n_spoken, 0);
}

static void
only_who_is_to_be_believed_accuses(void **state)
{
        static const struct {
                int32_t judge_by, mm_s, bpm;
                int told;
                enum pd_witness by;
        } rows[] = {
                {PD_JUDGE_BY_BOTH, 2700, 130, 1, PD_WITNESS_SPEED},   {PD_JUDGE_BY_HR, 2700, 130, 0, PD_WITNESS_NONE},
                {PD_JUDGE_BY_HR, 2700, 160, 1, PD_WITNESS_HEART_RATE}, {PD_JUDGE_BY_SPEED, 2300, 180, 0, PD_WITNESS_NONE},
                {PD_JUDGE_BY_SPEED, 2700, 180, 1, PD_WITNESS_SPEED},  {PD_JUDGE_BY_RPE, 3500, 180, 0, PD_WITNESS_NONE},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct coach_bench bench;
                coach_bench_init(&bench);
                bench.athlete.judge_by = rows[i].judge_by;
                coach_bench_run(&bench, 30, rows[i].mm_s, rows[i].bpm);
                assert_int_equal(bench.n_spoken, rows[i].told);
                assert_int_equal(bench.said_by[0], rows[i].by);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(steps_of_less_than_90_seconds_are_not_the_hearts_to_judge),
                cmocka_unit_test(just_above_the_ceiling_is_within_the_tolerance),
                cmocka_unit_test(two_witnesses_need_little_tolerance),
                cmocka_unit_test(a_heart_that_has_not_settled_accuses_nobody),
                cmocka_unit_test(without_a_pod_two_beats_are_told_in_the_end),
                cmocka_unit_test(inside_the_width_of_an_estimate_it_is_borderline),
                cmocka_unit_test(a_rep_run_too_slowly_is_told_unless_the_heart_is_high),
                cmocka_unit_test(a_heart_that_has_just_reached_hard_is_not_pushed),
                cmocka_unit_test(a_heart_on_its_path_is_not_held_against_a_speed_that_leads_elsewhere),
                cmocka_unit_test(by_heart_alone_a_speed_that_leads_elsewhere_excuses_it),
                cmocka_unit_test(hills_are_not_judged_by_speed),
                cmocka_unit_test(only_who_is_to_be_believed_accuses),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
