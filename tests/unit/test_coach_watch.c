/* SPDX-License-Identifier: MIT */
/* What is worth one sentence in a session, and no more. */
#include "support/coach_bench.h"

#include "support/cm.h"

/* Out of earshot, or paused: what was before is no minute in a row with what comes after. */
static void
grey_before_a_break_does_not_count_after_it(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        bench.view.step = NULL;
        bench.view.purpose = PD_PURPOSE_NONE;
        bench.view.effort = (struct pd_effort) {.intensity = PD_INTENSITY_MODERATE, .certainty_percent = 100, .witness = PD_WITNESS_SPEED};
        coach_bench_run(&bench, 30, 3000, PD_UNKNOWN);
        pd_coach_forget(&bench.coach);
        bench.now += 10 * PD_MINUTE;
        coach_bench_run(&bench, 60, 3000, PD_UNKNOWN);
        assert_int_equal(bench.n_spoken, 0);
        coach_bench_run(&bench, 1, 3000, PD_UNKNOWN);
        assert_int_equal(bench.spoken[PD_ALERT_GREY_ZONE], 1);
}

static void
without_a_plan_grey_is_said_once(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        bench.view.purpose = PD_PURPOSE_NONE;
        bench.view.step = NULL;
        bench.view.effort = (struct pd_effort) {.intensity = PD_INTENSITY_MODERATE, .certainty_percent = 100, .witness = PD_WITNESS_SPEED};
        coach_bench_run(&bench, 60, 3000, PD_UNKNOWN);
        assert_int_equal(bench.n_spoken, 0);
        coach_bench_run(&bench, 3600, 3000, PD_UNKNOWN);
        assert_int_equal(bench.n_spoken, 1);
        assert_int_equal(bench.spoken[PD_ALERT_GREY_ZONE], 1);
}

static void
nor_is_it_where_that_witness_may_not_accuse(void **state)
{
        static const struct {
                bool learning;
                int32_t judge_by;
                int told;
        } rows[] = {
                {true, PD_JUDGE_BY_BOTH, 0}, {false, PD_JUDGE_BY_HR, 0}, {false, PD_JUDGE_BY_RPE, 0}, {false, PD_JUDGE_BY_SPEED, 1},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct coach_bench bench;
                coach_bench_init(&bench);
                bench.view.purpose = PD_PURPOSE_NONE;
                bench.view.step = NULL;
                bench.view.learning = rows[i].learning;
                bench.athlete.judge_by = rows[i].judge_by;
                bench.view.effort = (struct pd_effort) {
                        .intensity = PD_INTENSITY_MODERATE, .certainty_percent = 100, .witness = PD_WITNESS_SPEED
                };
                coach_bench_run(&bench, 120, 3000, PD_UNKNOWN);
                assert_int_equal(bench.spoken[PD_ALERT_GREY_ZONE], rows[i].told);
        }
}

/* By her own line 136 bpm belong to 2.30 m/s, and 0.3 bpm more each minute. */
static void
a_heart_far_above_its_path_is_told_once_after_ten_minutes(void **state)
{
        static const struct {
                int32_t mm_s, bpm;
                enum pd_provenance known;
                bool told;
        } rows[] = {
                {2300, 158, PD_PROVENANCE_TEST, true},  {2300, 158, PD_PROVENANCE_FIELD, true},
                {2300, 158, PD_PROVENANCE_ESTIMATED, false},
                {2300, 143, PD_PROVENANCE_TEST, false},  {2950, 175, PD_PROVENANCE_TEST, false}, /* not at easy speed */
                {PD_UNKNOWN, 158, PD_PROVENANCE_TEST, false},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct coach_bench bench;
                coach_bench_init(&bench);
                bench.view.quiet = true; /* muting does not mute it */
                bench.athlete.lt1_speed.provenance = rows[i].known;
                coach_bench_run(&bench, 600, rows[i].mm_s, rows[i].bpm);
                assert_int_equal(bench.n_spoken, 0);
                coach_bench_run(&bench, 1, rows[i].mm_s, rows[i].bpm);
                assert_int_equal(bench.n_spoken, rows[i].told);
                assert_int_equal(bench.last.is_cue && bench.last.cue == PD_CUE_UNUSUAL_HR, rows[i].told);
                if (rows[i].told)
                        assert_in_range(bench.last.values.seconds, 10 * 60 - 1, 10 * 60);
                coach_bench_run(&bench, 600, rows[i].mm_s, rows[i].bpm);
                assert_int_equal(bench.n_spoken, rows[i].told);
        }
}

/* 160 at LT1 speed and 20 bpm a m/s less, learnt: 148 belong to 2.30 m/s, and what the line through her anchors says does not count. */
static void
a_learnt_path_is_the_one_that_counts(void **state)
{
        static const struct {
                int32_t mm_s, bpm, sd_tenths;
                int32_t lt1_speed;
                bool told;
        } rows[] = {
                {2300, 158, 35, 2900, true},
                {2300, 155, 35, 2900, false},
                {2300, 158, 60, 2900, false}, /* a heart that wavers by 12 */
                {2300, 162, 60, 2900, true},
                {1500, 142, 35, 2900, true},  /* walking, too: 132 */
                {2300, 158, 35, 0, true},     /* easy by where her speed leads: below 152 */
                {2700, 166, 35, 0, false},    /* 156 */
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct coach_bench bench;

                coach_bench_init(&bench);
                bench.view.quiet = true;
                bench.athlete.lt1_speed.value = rows[i].lt1_speed;
                bench.athlete.kinetics = (struct pd_kinetics) {.base_tenths = 1020, .gain_tenths = 200, .tau_on_tenths = 400,
                        .tau_off_tenths = 700, .sd_tenths = rows[i].sd_tenths, .sessions = 3};
                coach_bench_run(&bench, 700, rows[i].mm_s, rows[i].bpm);
                if (bench.n_spoken != (size_t) rows[i].told)
                        fail_msg("row %zu", i);
        }
}

/* Six beats for whoever drifts faster, as after the first hour: 148, 6 and 8 make 162. */
static void
after_an_hour_no_more_drift_is_granted(void **state)
{
        static const struct {
                int32_t easy_s, bpm;
                bool told;
        } rows[] = {{3600, 161, false}, {3600, 162, true}, {3 * 3600, 161, false}, {3 * 3600, 162, true}};

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct coach_bench bench;

                coach_bench_init(&bench);
                bench.view.quiet = true;
                bench.athlete.kinetics = (struct pd_kinetics) {.base_tenths = 1020, .gain_tenths = 200, .tau_on_tenths = 400,
                        .tau_off_tenths = 700, .sd_tenths = 35, .sessions = 3};
                coach_bench_run(&bench, rows[i].easy_s, 2300, 148);
                coach_bench_run(&bench, 700, 2300, rows[i].bpm);
                if (bench.n_spoken != (size_t) rows[i].told)
                        fail_msg("row %zu", i);
        }
}

/* It wavers around 12 or 6 bpm above 138; 8 it takes, on average. */
static void
a_heart_that_wavers_is_judged_by_its_mean(void **state)
{
        static const struct {
                int32_t high, low;
                bool told;
        } rows[] = {{156, 147, true}, {156, 146, true}, {152, 144, false}, {170, 140, false}};

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct coach_bench bench;

                coach_bench_init(&bench);
                bench.view.quiet = true;
                for (int minute = 0; minute < 12; minute++)
                        coach_bench_run(&bench, 60, 2300, minute % 2 == 0 ? rows[i].high : rows[i].low);
                if (bench.n_spoken != (size_t) rows[i].told)
                        fail_msg("row %zu", i);
        }
}

static void
a_breath_without_a_sensor_is_no_end_of_it(void **state)
{
        static const struct {
                int blind_s, again_s;
                bool told;
        } rows[] = {{20, 500, true}, {30, 500, true}, {40, 500, false}, {40, 601, true}};

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct coach_bench bench;

                coach_bench_init(&bench);
                coach_bench_run(&bench, 1, 2300, 138);
                bench.view.quiet = true;
                coach_bench_run(&bench, 200, 2300, 158);
                coach_bench_run(&bench, rows[i].blind_s, 2300, PD_UNKNOWN);
                coach_bench_run(&bench, rows[i].again_s, 2300, 158);
                if (bench.n_spoken != (size_t) rows[i].told)
                        fail_msg("row %zu", i);
        }
}

/* By her anchors 118 bpm belong to a walk of 1.50 m/s; by those of a heart that works as hard slowly as fast, 127. */
static void
nobody_is_alarmed_by_a_line_that_nobody_has_walked(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        bench.view.quiet = true;
        coach_bench_run(&bench, 1800, 1500, 131);
        assert_int_equal(bench.n_spoken, 0);
        coach_bench_run(&bench, 1800, 1500, 146);
        assert_int_equal(bench.n_spoken, 1);
}

static void
a_race_is_left_alone(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        bench.view.purpose = PD_PURPOSE_RACE;
        coach_bench_run(&bench, 600, 3600, 175);
        assert_int_equal(bench.n_spoken, 0);
}

static void
a_race_begun_too_fast_has_one_word(void **state)
{
        static const struct {
                bool beginning, prescribed;
                int32_t mm_s;
                int told;
        } rows[] = {
                {true, true, 3700, 1}, {true, true, 3600, 0}, {true, false, 3700, 0}, {false, true, 3700, 0},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct coach_bench bench;
                coach_bench_init(&bench);
                bench.view.purpose = PD_PURPOSE_RACE;
                bench.view.beginning = rows[i].beginning;
                bench.step = (struct pd_step) {.intensity = PD_INTENSITY_HARD, .speed = {.low = 3450}, .prescribed = rows[i].prescribed};
                coach_bench_run(&bench, 20, rows[i].mm_s, 170);
                assert_int_equal(bench.n_spoken, 0);
                coach_bench_run(&bench, 3, rows[i].mm_s, 170);
                assert_int_equal(bench.n_spoken, rows[i].told);
                coach_bench_run(&bench, 20, 3400, 170);
                coach_bench_run(&bench, 600, rows[i].mm_s, 170); /* and never again */
                assert_int_equal(bench.n_spoken, rows[i].told);
        }
}

/* Ten minutes at BPM after a first second at FIRST; is it told? */
static bool
is_unusual(int32_t first, int32_t bpm)
{
        struct coach_bench bench;

        coach_bench_init(&bench);
        bench.view.quiet = true;
        coach_bench_run(&bench, 1, 2300, first);
        coach_bench_run(&bench, 600, 2300, bpm);
        return bench.n_spoken > 0;
}

/* A heart that was far off once and lies just below that since is not far off on average. */
static void
an_unusual_heart_is_so_on_average(void **state)
{
        int32_t least = 140;

        (void) state;
        while (least < 158 && !is_unusual(least, least))
                least++;
        assert_in_range(least, 145, 157);
        assert_true(is_unusual(least + 1, least + 1));
        assert_false(is_unusual(least + 2, least - 2));
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(grey_before_a_break_does_not_count_after_it),
                cmocka_unit_test(without_a_plan_grey_is_said_once),
                cmocka_unit_test(nor_is_it_where_that_witness_may_not_accuse),
                cmocka_unit_test(a_heart_far_above_its_path_is_told_once_after_ten_minutes),
                cmocka_unit_test(a_learnt_path_is_the_one_that_counts),
                cmocka_unit_test(after_an_hour_no_more_drift_is_granted),
                cmocka_unit_test(a_heart_that_wavers_is_judged_by_its_mean),
                cmocka_unit_test(a_breath_without_a_sensor_is_no_end_of_it),
                cmocka_unit_test(nobody_is_alarmed_by_a_line_that_nobody_has_walked),
                cmocka_unit_test(a_race_is_left_alone),
                cmocka_unit_test(a_race_begun_too_fast_has_one_word),
                cmocka_unit_test(an_unusual_heart_is_so_on_average),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
