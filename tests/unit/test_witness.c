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

/* LT1 at 230 W, so that recovery ends at 194. */
static void
with_power(struct coach_bench *bench, int32_t width)
{
        coach_bench_init(bench);
        bench->athlete.lt1_power = (struct pd_anchor) {230, width, PD_PROVENANCE_TEST};
        bench->athlete.lt2_power = (struct pd_anchor) {280, width, PD_PROVENANCE_TEST};
}

static void
power_accuses_as_fast_as_speed_and_is_named(void **state)
{
        struct coach_bench by_speed, by_power;

        (void) state;
        with_power(&by_speed, 0);
        with_power(&by_power, 0);
        by_speed.power_w = by_power.power_w = 190;
        coach_bench_run(&by_speed, 60, 2400, 130);
        coach_bench_run(&by_power, 60, 2400, 130);
        coach_bench_run(&by_speed, 60, 2450 * 108 / 100, 130);
        by_power.power_w = 194 * 108 / 100;
        coach_bench_run(&by_power, 60, 2400, 130);
        assert_true(by_speed.n_spoken >= 1 && by_power.n_spoken >= 1);
        assert_int_equal(by_power.spoken_at[0], by_speed.spoken_at[0]);
        assert_int_equal(by_speed.said_by[0], PD_WITNESS_SPEED);
        assert_int_equal(by_power.said_by[0], PD_WITNESS_POWER);
}

/* And is back: one all-clear, whatever the heart still says. */
static void
who_eases_off_is_told_so_by_power(void **state)
{
        struct coach_bench bench;

        (void) state;
        with_power(&bench, 0);
        bench.power_w = 225;
        coach_bench_run(&bench, 40, 2400, 138);
        assert_int_equal(bench.n_spoken, 1);
        bench.power_w = 185;
        bench.view.hr_falls = true;
        coach_bench_run(&bench, 20, 2300, 150);
        assert_int_equal(bench.spoken[PD_ALERT_BACK_ON_TARGET], 1);
        assert_int_equal(bench.said_by[1], PD_WITNESS_POWER);
        assert_int_equal(bench.n_spoken, 2);
}

static void
within_the_width_of_a_power_it_is_borderline(void **state)
{
        struct coach_bench bench;

        (void) state;
        with_power(&bench, 10); /* of LT1; of the ceiling of recovery 8 */
        bench.power_w = 201;
        coach_bench_run(&bench, 200, 2400, 130);
        assert_int_equal(bench.n_spoken, 0);
        assert_int_equal(bench.coach.target_state, PD_TARGET_BORDERLINE);
}

/* Whichever is proven first is named: speed has only begun to be above. */
static void
of_speed_and_power_the_one_that_has_proven_it_is_named(void **state)
{
        struct coach_bench bench;

        (void) state;
        with_power(&bench, 0);
        bench.power_w = 215;
        coach_bench_run(&bench, 12, 2400, 130);
        coach_bench_run(&bench, 30, 2510, 130);
        assert_int_equal(bench.said_by[0], PD_WITNESS_POWER);
}

/* Also where speed was the first to be above, if only just. */
static void
power_that_has_proven_it_speaks_for_a_pace_that_is_barely_above(void **state)
{
        struct coach_bench bench;

        (void) state;
        with_power(&bench, 0);
        bench.power_w = 208;
        coach_bench_run(&bench, 40, 2504, 130);
        assert_int_equal(bench.said_by[0], PD_WITNESS_POWER);
}

/* A heart that is late accuses nobody whose power says that all is well. */
static void
where_power_answers_the_heart_does_not_govern(void **state)
{
        struct coach_bench bench;

        (void) state;
        with_power(&bench, 0);
        bench.step.speed = (struct pd_band) {0};
        bench.power_w = 180;
        coach_bench_run(&bench, 60, 2300, 146);
        assert_false(pd_witness_heart_governs(&bench.view));
        assert_int_equal(bench.n_spoken, 0);
        bench.power_w = PD_UNKNOWN;
        coach_bench_run(&bench, 60, 2300, 146);
        assert_true(pd_witness_heart_governs(&bench.view));
}

/* What power had proven before it fell silent is not held against her afterwards. */
static void
after_the_all_clear_power_begins_anew(void **state)
{
        struct coach_bench bench;

        (void) state;
        with_power(&bench, 0);
        bench.power_w = 215;
        coach_bench_run(&bench, 29, 2400, 130);
        assert_int_equal(bench.spoken[PD_ALERT_TOO_HARD], 1);
        bench.power_w = PD_UNKNOWN;
        coach_bench_run(&bench, 80, 2300, 130);
        assert_int_equal(bench.spoken[PD_ALERT_BACK_ON_TARGET], 1);
        bench.power_w = 215;
        coach_bench_run(&bench, 5, 2300, 130);
        assert_int_equal(bench.n_spoken, 2);
}

static void
hard_step(struct coach_bench *bench, bool hills)
{
        with_power(bench, 0);
        bench->step = (struct pd_step) {.extent = PD_EXTENT_TIME, .amount = 5 * PD_MINUTE, .intensity = PD_INTENSITY_HARD, .key = true,
                .hills = hills, .speed = {.low = 3450}, .hr = {.low = 168}};
}

/* A slow pace at a power that is meant is wind, or a slope; a low power at a fast one a way down. */
static void
who_is_too_easy_is_so_by_speed_and_power(void **state)
{
        static const struct {
                int32_t mm_s, watts;
                int told;
                enum pd_witness by;
        } rows[] = {{3200, 290, 0, PD_WITNESS_NONE}, {3500, 250, 0, PD_WITNESS_NONE}, {3200, 250, 1, PD_WITNESS_SPEED},
                {3200, PD_UNKNOWN, 1, PD_WITNESS_SPEED}, {PD_UNKNOWN, 250, 1, PD_WITNESS_POWER}};

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct coach_bench bench;

                hard_step(&bench, false);
                bench.power_w = rows[i].watts;
                coach_bench_run(&bench, 25, rows[i].mm_s, 150);
                if (bench.spoken[PD_ALERT_TOO_EASY] != rows[i].told || bench.said_by[0] != rows[i].by)
                        fail_msg("row %zu: %d said, by %d", i, bench.spoken[PD_ALERT_TOO_EASY], (int) bench.said_by[0]);
                assert_int_equal(pd_witness_below(&bench.view, false), rows[i].by);
        }
}

/* The other way round: a way down at too little power, and then a slow pace, too. */
static void
what_power_has_proven_waits_for_the_pace(void **state)
{
        struct coach_bench bench;

        (void) state;
        hard_step(&bench, false);
        bench.power_w = 250;
        coach_bench_run(&bench, 60, 3500, 150);
        assert_int_equal(bench.coach.power.told.stage, PD_CASE_PROVEN);
        coach_bench_run(&bench, 5, 3300, 150);
        assert_int_equal(bench.n_spoken, 0);
        coach_bench_run(&bench, 30, 3300, 150);
        assert_int_equal(bench.spoken[PD_ALERT_TOO_EASY], 1);
}

static void
up_a_hill_power_tells_and_the_speed_does_not(void **state)
{
        struct coach_bench bench;

        (void) state;
        hard_step(&bench, true);
        bench.power_w = 290;
        coach_bench_run(&bench, 60, 1900, 160);
        assert_int_equal(bench.n_spoken, 0);
        assert_int_equal(bench.coach.target_state, PD_TARGET_IN);
        hard_step(&bench, true);
        bench.power_w = 240;
        coach_bench_run(&bench, 60, 1900, 160);
        assert_int_equal(bench.spoken[PD_ALERT_TOO_EASY], 2); /* and once more after 30 s */
        assert_int_equal(bench.said_by[0], PD_WITNESS_POWER);
}

static void
a_pod_in_doubt_pushes_nobody(void **state)
{
        struct coach_bench bench;

        (void) state;
        hard_step(&bench, false);
        bench.view.pod_doubted = true;
        coach_bench_run(&bench, 60, 3000, 150);
        assert_int_equal(bench.n_spoken, 0);
}

static void
where_power_alone_is_believed_a_pace_accuses_nobody(void **state)
{
        static const struct {
                int32_t judge_by, mm_s, watts;
                int told;
        } rows[] = {{PD_JUDGE_BY_POWER, 2800, 180, 0}, {PD_JUDGE_BY_POWER, 2300, 220, 1}, {PD_JUDGE_BY_SPEED, 2300, 220, 0},
                {PD_JUDGE_BY_HR, 2300, 220, 0}, {PD_JUDGE_BY_RPE, 2300, 220, 0}};

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct coach_bench bench;

                with_power(&bench, 0);
                bench.athlete.judge_by = rows[i].judge_by;
                bench.power_w = rows[i].watts;
                coach_bench_run(&bench, 30, rows[i].mm_s, 130);
                assert_int_equal(bench.n_spoken, rows[i].told);
        }
}

/* Against the wind the pace is proven to be slow for long; a stride at less power is no laziness. */
static void
what_a_pace_has_proven_against_the_wind_waits_for_power(void **state)
{
        struct coach_bench bench;

        (void) state;
        hard_step(&bench, false);
        bench.power_w = 290;
        coach_bench_run(&bench, 60, 3200, 150);
        assert_int_equal(bench.coach.speed.told.stage, PD_CASE_PROVEN);
        bench.power_w = 265;
        coach_bench_run(&bench, 4, 3200, 150);
        bench.power_w = 290;
        coach_bench_run(&bench, 20, 3200, 150);
        assert_int_equal(bench.n_spoken, 0);
        bench.power_w = 250;
        coach_bench_run(&bench, 30, 3200, 150);
        assert_int_equal(bench.spoken[PD_ALERT_TOO_EASY], 1);
}

/* Tempo up a slope that nobody told of: too much power, eased off, at a pace that is slow all along. */
static void
who_has_eased_off_is_told_so_though_the_pace_is_slow(void **state)
{
        struct coach_bench bench;

        (void) state;
        with_power(&bench, 0);
        bench.step = (struct pd_step) {.extent = PD_EXTENT_TIME, .amount = 20 * PD_MINUTE, .intensity = PD_INTENSITY_MODERATE, .key = true,
                .speed = {.low = 2900, .high = 3450}};
        bench.view.purpose = PD_PURPOSE_TEMPO;
        bench.power_w = 310;
        coach_bench_run(&bench, 60, 2600, 150);
        assert_int_equal(bench.said_by[0], PD_WITNESS_POWER);
        bench.power_w = 260;
        coach_bench_run(&bench, 20, 2500, 150);
        assert_int_equal(bench.spoken[PD_ALERT_BACK_ON_TARGET], 1);
        assert_int_equal(bench.spoken[PD_ALERT_TOO_EASY], 0);
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
                cmocka_unit_test(power_accuses_as_fast_as_speed_and_is_named),
                cmocka_unit_test(who_eases_off_is_told_so_by_power),
                cmocka_unit_test(within_the_width_of_a_power_it_is_borderline),
                cmocka_unit_test(of_speed_and_power_the_one_that_has_proven_it_is_named),
                cmocka_unit_test(power_that_has_proven_it_speaks_for_a_pace_that_is_barely_above),
                cmocka_unit_test(where_power_answers_the_heart_does_not_govern),
                cmocka_unit_test(after_the_all_clear_power_begins_anew),
                cmocka_unit_test(who_is_too_easy_is_so_by_speed_and_power),
                cmocka_unit_test(what_power_has_proven_waits_for_the_pace),
                cmocka_unit_test(up_a_hill_power_tells_and_the_speed_does_not),
                cmocka_unit_test(a_pod_in_doubt_pushes_nobody),
                cmocka_unit_test(where_power_alone_is_believed_a_pace_accuses_nobody),
                cmocka_unit_test(what_a_pace_has_proven_against_the_wind_waits_for_power),
                cmocka_unit_test(who_has_eased_off_is_told_so_though_the_pace_is_slow),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
