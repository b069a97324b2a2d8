/* SPDX-License-Identifier: MIT */
/* The coach, second by second, on a recovery day of a runner with tested
 * thresholds: ceiling 140 bpm and 2.45 m/s, LT1 152 / 2.90, LT2 168 / 3.45. */
#include "core/coach/coach.h"
#include "core/coach/reps.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

struct bench {
        struct pd_athlete athlete;
        struct pd_step step;
        struct pd_coach_view view;
        struct pd_coach coach;
        pd_usec now;
        int spoken[PD_ALERT_TYPE_COUNT];
        pd_usec spoken_at[16];
        enum pd_witness said_by[16];
        size_t n_spoken;
        struct pd_remark last;
};

static void
bench_init(struct bench *bench)
{
        *bench = (struct bench) {.now = 0};
        pd_athlete_init(&bench->athlete, "anna");
        bench->athlete.hr_max = (struct pd_anchor) {186, 0, PD_PROVENANCE_TEST};
        bench->athlete.lt1_hr = (struct pd_anchor) {152, 0, PD_PROVENANCE_TEST};
        bench->athlete.lt2_hr = (struct pd_anchor) {168, 0, PD_PROVENANCE_TEST};
        bench->athlete.lt1_speed = (struct pd_anchor) {2900, 0, PD_PROVENANCE_TEST};
        bench->athlete.lt2_speed = (struct pd_anchor) {3450, 0, PD_PROVENANCE_TEST};
        bench->step = (struct pd_step) {
                .intensity = PD_INTENSITY_RECOVERY,
                .hr = {.high = 140},
                .speed = {.high = 2450},
        };
        bench->view = (struct pd_coach_view) {
                .purpose = PD_PURPOSE_RECOVERY,
                .step = &bench->step,
                .athlete = &bench->athlete,
                .hr_bpm = PD_UNKNOWN,
                .hr_settled = true,
        };
        pd_coach_init(&bench->coach);
}

static void
run(struct bench *bench, int seconds, int32_t speed_mm_s, int32_t hr_bpm)
{
        for (int i = 0; i < seconds; i++) {
                bench->now += PD_SEC;
                bench->view.now = bench->view.speed_newest_at = bench->now;
                bench->view.speed_mm_s = bench->view.speed_newest_mm_s = speed_mm_s;
                bench->view.hr_bpm = bench->view.hr_newest_bpm = bench->view.hr_long_bpm = bench->view.hr_trend_bpm = hr_bpm;
                pd_coach_second(&bench->coach, &bench->view, &bench->last);
                if (!bench->last.any)
                        continue;
                bench->spoken[bench->last.type]++;
                if (bench->n_spoken == 16)
                        continue;
                bench->said_by[bench->n_spoken] = bench->last.witness;
                bench->spoken_at[bench->n_spoken++] = bench->now;
        }
}

static void
twenty_seconds_over_say_nothing(void **state)
{
        struct bench bench;

        (void) state;
        bench_init(&bench);
        run(&bench, 60, 2250, PD_UNKNOWN);
        run(&bench, 20, 2450 * 115 / 100, PD_UNKNOWN);
        run(&bench, 60, 2250, PD_UNKNOWN);
        assert_int_equal(bench.n_spoken, 0);
        assert_int_equal(bench.coach.alerts, 0);
}

static void
just_above_the_ceiling_is_within_the_tolerance(void **state)
{
        struct bench bench;

        (void) state;
        bench_init(&bench);
        run(&bench, 600, 2499, 140);
        assert_int_equal(bench.n_spoken, 0);
        assert_int_equal(bench.coach.over_s, 0);
        assert_int_equal(bench.coach.target_state, PD_TARGET_IN);
}

static void
two_witnesses_need_little_tolerance(void **state)
{
        struct bench bench;

        (void) state;
        bench_init(&bench);
        run(&bench, 600, 2476, 142);
        assert_int_equal(bench.spoken[PD_ALERT_TOO_HARD], 4);
        assert_int_equal(bench.said_by[0], PD_WITNESS_SPEED);
}

static void
over_is_shown_before_it_is_spoken(void **state)
{
        struct bench bench;

        (void) state;
        bench_init(&bench);
        run(&bench, 4, 2700, PD_UNKNOWN);
        assert_int_equal(bench.coach.target_state, PD_TARGET_IN);
        run(&bench, 1, 2700, PD_UNKNOWN);
        assert_int_equal(bench.coach.target_state, PD_TARGET_OVER);
        run(&bench, 17, 2700, PD_UNKNOWN);
        assert_int_equal(bench.n_spoken, 0);
        run(&bench, 1, 2700, PD_UNKNOWN);
        assert_int_equal(bench.spoken[PD_ALERT_TOO_HARD], 1);
        assert_int_equal(bench.last.witness, PD_WITNESS_SPEED);
}

static void
four_alerts_and_then_silence(void **state)
{
        struct bench bench;

        (void) state;
        bench_init(&bench);
        run(&bench, 3600, 2700, 150);
        assert_int_equal(bench.n_spoken, 4);
        assert_int_equal(bench.spoken_at[1] - bench.spoken_at[0], 30 * PD_SEC);
        assert_int_equal(bench.spoken_at[2] - bench.spoken_at[1], 60 * PD_SEC);
        assert_int_equal(bench.spoken_at[3] - bench.spoken_at[2], 120 * PD_SEC);
        assert_int_equal(bench.coach.over_s, 3600);
        assert_int_equal(bench.coach.heeded, 0);
        assert_int_equal(bench.coach.excursions, 1);
}

static void
one_all_clear_after_eight_seconds_within(void **state)
{
        struct bench bench;

        (void) state;
        bench_init(&bench);
        run(&bench, 40, 2700, PD_UNKNOWN);
        run(&bench, 8, 2450, PD_UNKNOWN);
        assert_int_equal(bench.spoken[PD_ALERT_BACK_ON_TARGET], 0);
        run(&bench, 1, 2450, PD_UNKNOWN);
        assert_int_equal(bench.spoken[PD_ALERT_BACK_ON_TARGET], 1);
        assert_int_equal(bench.last.heeded_s, 18); /* spoken in second 23, within from 41 on */
        run(&bench, 300, 2450, PD_UNKNOWN);
        assert_int_equal(bench.n_spoken, 2);
        assert_int_equal(bench.coach.heeded, 1);
        assert_int_equal(bench.coach.over_s, 40);
}

static void
dipping_under_the_ceiling_for_a_moment_is_the_same_excursion(void **state)
{
        struct bench bench;

        (void) state;
        bench_init(&bench);
        run(&bench, 40, 2700, PD_UNKNOWN);
        run(&bench, 5, 2400, PD_UNKNOWN);
        run(&bench, 40, 2700, PD_UNKNOWN);
        assert_int_equal(bench.coach.excursions, 1);
        assert_int_equal(bench.coach.over_s, 80);
        assert_int_equal(bench.spoken[PD_ALERT_BACK_ON_TARGET], 0);
}

static void
silence_is_no_all_clear(void **state)
{
        struct bench bench;

        (void) state;
        bench_init(&bench);
        run(&bench, 40, 2700, PD_UNKNOWN);
        run(&bench, 60, PD_UNKNOWN, PD_UNKNOWN);
        assert_int_equal(bench.n_spoken, 1);
        run(&bench, 40, 2700, PD_UNKNOWN);
        assert_int_equal(bench.spoken[PD_ALERT_BACK_ON_TARGET], 0);
        assert_int_equal(bench.coach.excursions, 1);
}

static void
seconds_between_ceiling_and_tolerance_belong_to_the_excursion(void **state)
{
        struct bench bench;

        (void) state;
        bench_init(&bench);
        run(&bench, 10, 2480, PD_UNKNOWN);
        run(&bench, 30, 2600, PD_UNKNOWN);
        assert_int_equal(bench.coach.over_s, 40);
        assert_int_equal(bench.coach.excursion.since, 11 * PD_SEC);
}

static void
medium_on_a_recovery_day_is_grey_and_hard_is_too_hard(void **state)
{
        static const struct {
                int32_t speed;
                enum pd_alert_type type;
        } rows[] = {{2700, PD_ALERT_TOO_HARD}, {3000, PD_ALERT_GREY_ZONE}, {3600, PD_ALERT_TOO_HARD}};

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct bench bench;
                bench_init(&bench);
                run(&bench, 23, rows[i].speed, PD_UNKNOWN);
                assert_int_equal(bench.spoken[rows[i].type], 1);
        }
}

static void
an_excursion_keeps_its_name(void **state)
{
        struct bench bench;

        (void) state;
        bench_init(&bench);
        run(&bench, 30, 2700, PD_UNKNOWN);
        run(&bench, 600, 3100, PD_UNKNOWN);
        assert_int_equal(bench.spoken[PD_ALERT_TOO_HARD], 4);
        assert_int_equal(bench.spoken[PD_ALERT_GREY_ZONE], 0);
}

static void
a_heart_that_has_not_settled_accuses_nobody(void **state)
{
        struct bench bench;

        (void) state;
        bench_init(&bench);
        bench.view.hr_settled = false;
        run(&bench, 300, 2300, 150);
        assert_int_equal(bench.n_spoken, 0);
        bench.view.hr_settled = true;
        run(&bench, 300, 2300, 147); /* 7 bpm against the word of the pod */
        assert_int_equal(bench.n_spoken, 0);
        run(&bench, 23, 2300, 148);
        assert_int_equal(bench.spoken[PD_ALERT_TOO_HARD], 1);
        assert_int_equal(bench.last.witness, PD_WITNESS_HEART_RATE);
}

static void
without_a_pod_two_beats_are_tolerance_enough(void **state)
{
        struct bench bench;

        (void) state;
        bench_init(&bench);
        run(&bench, 300, PD_UNKNOWN, 142);
        assert_int_equal(bench.n_spoken, 0);
        run(&bench, 23, PD_UNKNOWN, 143);
        assert_int_equal(bench.spoken[PD_ALERT_TOO_HARD], 1);
}

static void
inside_the_width_of_an_estimate_it_is_borderline(void **state)
{
        struct bench bench;

        (void) state;
        bench_init(&bench);
        bench.step.hr.width = 8;
        bench.step.speed = (struct pd_band) {0};
        run(&bench, 600, PD_UNKNOWN, 147);
        assert_int_equal(bench.n_spoken, 0);
        assert_int_equal(bench.coach.target_state, PD_TARGET_BORDERLINE);
        run(&bench, 30, PD_UNKNOWN, 151);
        assert_int_equal(bench.spoken[PD_ALERT_TOO_HARD], 1);
}

static void
a_rep_run_too_slowly_is_told_unless_the_heart_is_high(void **state)
{
        struct bench bench;

        (void) state;
        bench_init(&bench);
        bench.view.purpose = PD_PURPOSE_INTERVALS;
        bench.step = (struct pd_step) {.intensity = PD_INTENSITY_HARD, .speed = {.low = 3450}, .hr = {.low = 168}};
        run(&bench, 60, 3200, 178); /* 95 % of 186 is 176.7 */
        assert_int_equal(bench.n_spoken, 0);
        run(&bench, 60, 3200, 168); /* at LT2 */
        assert_int_equal(bench.n_spoken, 0);
        run(&bench, 23, 3200, 160);
        assert_int_equal(bench.spoken[PD_ALERT_TOO_EASY], 1);
        assert_int_equal(bench.coach.over_s, 0);
}

/* Three alerts that were not heeded, in however many excursions, and somebody new
 * is offered a way out: once, and nothing after it. */
static void
unheeded_alerts_add_up_over_the_session(void **state)
{
        struct bench bench;

        (void) state;
        bench_init(&bench);
        bench.athlete.level = PD_LEVEL_BEGINNER;
        for (int i = 0; i < 3; i++) {
                run(&bench, 25, 2700, PD_UNKNOWN);
                assert_int_equal(bench.coach.alerts, i + 1);
                pd_coach_forget(&bench.coach); /* the step has ended, and she had not slowed down */
        }
        run(&bench, 22, 2700, PD_UNKNOWN);
        assert_false(bench.last.any);
        run(&bench, 1, 2700, PD_UNKNOWN);
        assert_true(bench.last.any && bench.last.is_cue);
        assert_int_equal(bench.last.cue, PD_CUE_WALK_TILL);
        run(&bench, 600, 2700, PD_UNKNOWN);
        assert_int_equal(bench.coach.alerts, 3);
}

static void
alerts_that_were_heeded_lead_to_no_offer(void **state)
{
        struct bench bench;

        (void) state;
        bench_init(&bench);
        bench.athlete.level = PD_LEVEL_BEGINNER;
        for (int i = 0; i < 5; i++) {
                run(&bench, 25, 2700, PD_UNKNOWN);
                run(&bench, 60, 2200, PD_UNKNOWN);
        }
        assert_int_equal(bench.coach.alerts, 5);
        assert_int_equal(bench.coach.heeded, 5);
        assert_false(bench.coach.offered);
}

/* A pod that saw five seconds of it, and a heart that settles long after: what
 * nobody saw is no time off the target. */
static void
time_that_nobody_saw_is_not_held_against_her(void **state)
{
        struct bench bench;

        (void) state;
        bench_init(&bench);
        bench.view.hr_settled = false;
        run(&bench, 5, 2700, 160);
        run(&bench, 40, PD_UNKNOWN, 160);
        bench.view.hr_settled = true;
        run(&bench, 17, PD_UNKNOWN, 160);
        assert_int_equal(bench.n_spoken, 0);
        run(&bench, 2, PD_UNKNOWN, 160);
        assert_int_equal(bench.n_spoken, 1);
        assert_int_equal(bench.said_by[0], PD_WITNESS_HEART_RATE);
}

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
                struct bench bench;
                bench_init(&bench);
                bench.athlete.judge_by = rows[i].judge_by;
                bench.view.learning = i % 2 == 0;
                bench.view.purpose = PD_PURPOSE_INTERVALS;
                bench.step = (struct pd_step) {.intensity = PD_INTENSITY_HARD, .hr = {.low = 168}, .speed = {.low = rows[i].speed_low},
                        .hills = rows[i].hills};
                run(&bench, 1, rows[i].pod ? 3500 : PD_UNKNOWN, 150);
                pd_coach_rep_second(&bench.coach, &bench.view, &second);
                assert_int_equal(second.hr_bpm, 150);
                assert_int_equal(second.by_heart, rows[i].by_heart);
                assert_int_equal(second.by_speed, rows[i].by_speed);
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
                struct bench bench;
                bench_init(&bench);
                bench.athlete.condition = rows[i].condition;
                bench.athlete.age = rows[i].age;
                bench.view.enough = rows[i].enough;
                bench.view.purpose = PD_PURPOSE_INTERVALS;
                bench.step = (struct pd_step) {.intensity = PD_INTENSITY_HARD, .speed = {.low = 3450}};
                run(&bench, 25, 3200, 140);
                assert_int_equal(bench.spoken[PD_ALERT_TOO_EASY], rows[i].told);
        }
}

/* The mean of half a minute lags behind a heart that climbs; nobody is pushed by it. */
static void
a_heart_that_has_just_reached_hard_is_not_pushed(void **state)
{
        struct bench bench;

        (void) state;
        bench_init(&bench);
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

static void
slowing_down_is_compliance_and_a_flicker_is_not(void **state)
{
        static const struct {
                int32_t speed;
                int seconds;
                bool complies;
        } rows[] = {
                {2440, 30, false}, /* 4 % slower: it may be the pod */
                {2400, 4, false},  /* 5 %, but for a moment */
                {2400, 5, true},
                {2280, 1, true},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct bench bench;
                bool complied = false;

                bench_init(&bench);
                run(&bench, 60, 2540, PD_UNKNOWN);
                for (int s = 0; s < rows[i].seconds; s++) {
                        run(&bench, 1, rows[i].speed, PD_UNKNOWN);
                        complied = complied || bench.coach.complied;
                }
                if (complied != rows[i].complies)
                        fail_msg("row %zu", i);
                run(&bench, 20, 2300, PD_UNKNOWN); /* nobody complies twice */
                assert_false(bench.coach.complied);
        }
}

static void
an_alert_that_came_late_is_heeded_from_then_on(void **state)
{
        struct bench bench;

        (void) state;
        bench_init(&bench);
        run(&bench, 30, 2700, PD_UNKNOWN);
        bench.view.quiet = true;
        run(&bench, 600, 2700, PD_UNKNOWN);
        bench.view.quiet = false;
        run(&bench, 5, 2700, PD_UNKNOWN);
        assert_int_equal(bench.coach.alerts, 2);
        run(&bench, 20, 2250, PD_UNKNOWN);
        assert_int_equal(bench.coach.heeded, 1); /* the second; the first was ten minutes ago */
}

/* Out of earshot, or paused: what was before is no minute in a row with what comes after. */
static void
grey_before_a_break_does_not_count_after_it(void **state)
{
        struct bench bench;

        (void) state;
        bench_init(&bench);
        bench.view.step = NULL;
        bench.view.purpose = PD_PURPOSE_NONE;
        bench.view.effort = (struct pd_effort) {.intensity = PD_INTENSITY_MODERATE, .certainty_percent = 100, .witness = PD_WITNESS_SPEED};
        run(&bench, 30, 3000, PD_UNKNOWN);
        pd_coach_forget(&bench.coach);
        bench.now += 10 * PD_MINUTE;
        run(&bench, 60, 3000, PD_UNKNOWN);
        assert_int_equal(bench.n_spoken, 0);
        run(&bench, 1, 3000, PD_UNKNOWN);
        assert_int_equal(bench.spoken[PD_ALERT_GREY_ZONE], 1);
}

static void
hills_are_not_judged_by_speed(void **state)
{
        struct bench bench;

        (void) state;
        bench_init(&bench);
        bench.view.purpose = PD_PURPOSE_HILLS;
        bench.step = (struct pd_step) {
                .extent = PD_EXTENT_TIME,
                .amount = 60 * PD_SEC,
                .intensity = PD_INTENSITY_HARD,
                .speed = {.low = 3450},
                .hr = {.low = 168},
        };
        run(&bench, 60, 2000, 150);
        assert_int_equal(bench.n_spoken, 0);
}

static void
without_a_plan_grey_is_said_once(void **state)
{
        struct bench bench;

        (void) state;
        bench_init(&bench);
        bench.view.purpose = PD_PURPOSE_NONE;
        bench.view.step = NULL;
        bench.view.effort = (struct pd_effort) {.intensity = PD_INTENSITY_MODERATE, .certainty_percent = 100, .witness = PD_WITNESS_SPEED};
        run(&bench, 60, 3000, PD_UNKNOWN);
        assert_int_equal(bench.n_spoken, 0);
        run(&bench, 3600, 3000, PD_UNKNOWN);
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
                struct bench bench;
                bench_init(&bench);
                bench.view.purpose = PD_PURPOSE_NONE;
                bench.view.step = NULL;
                bench.view.learning = rows[i].learning;
                bench.athlete.judge_by = rows[i].judge_by;
                bench.view.effort = (struct pd_effort) {
                        .intensity = PD_INTENSITY_MODERATE, .certainty_percent = 100, .witness = PD_WITNESS_SPEED
                };
                run(&bench, 120, 3000, PD_UNKNOWN);
                assert_int_equal(bench.spoken[PD_ALERT_GREY_ZONE], rows[i].told);
        }
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
                struct bench bench;
                bench_init(&bench);
                bench.athlete.judge_by = rows[i].judge_by;
                run(&bench, 25, rows[i].mm_s, rows[i].bpm);
                assert_int_equal(bench.n_spoken, rows[i].told);
                assert_int_equal(bench.said_by[0], rows[i].by);
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
                struct bench bench;
                bench_init(&bench);
                bench.view.quiet = true; /* muting does not mute it */
                bench.athlete.lt1_speed.provenance = rows[i].known;
                run(&bench, 600, rows[i].mm_s, rows[i].bpm);
                assert_int_equal(bench.n_spoken, 0);
                run(&bench, 1, rows[i].mm_s, rows[i].bpm);
                assert_int_equal(bench.n_spoken, rows[i].told);
                assert_int_equal(bench.last.is_cue && bench.last.cue == PD_CUE_UNUSUAL_HR, rows[i].told);
                run(&bench, 600, rows[i].mm_s, rows[i].bpm);
                assert_int_equal(bench.n_spoken, rows[i].told);
        }
}

static void
a_race_is_left_alone(void **state)
{
        struct bench bench;

        (void) state;
        bench_init(&bench);
        bench.view.purpose = PD_PURPOSE_RACE;
        run(&bench, 600, 3600, 175);
        assert_int_equal(bench.n_spoken, 0);
}

static void
the_excursion_that_crossed_the_limit_is_found(void **state)
{
        struct bench bench;

        (void) state;
        bench_init(&bench);
        run(&bench, 100, 2700, PD_UNKNOWN);
        run(&bench, 100, 2300, PD_UNKNOWN);
        run(&bench, 200, 2700, PD_UNKNOWN);
        assert_null(pd_coach_crossing(&bench.coach, 300));
        assert_non_null(pd_coach_crossing(&bench.coach, 240));
        assert_int_equal(pd_coach_crossing(&bench.coach, 240)->since, 201 * PD_SEC);
        assert_int_equal(pd_coach_crossing(&bench.coach, 50)->since, 1 * PD_SEC);
}

static void
a_witness_that_fell_silent_is_not_named(void **state)
{
        struct bench bench;

        (void) state;
        bench_init(&bench);
        run(&bench, 40, 2400, 160);
        assert_int_equal(bench.n_spoken, 1);
        run(&bench, 30, 2600, PD_UNKNOWN); /* the strap is gone, and it is speed now */
        assert_int_equal(bench.n_spoken, 2);
        assert_int_equal(bench.coach.excursion.witness, PD_WITNESS_HEART_RATE);
        assert_int_equal(bench.said_by[0], PD_WITNESS_HEART_RATE);
        assert_int_equal(bench.said_by[1], PD_WITNESS_SPEED);
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
                struct bench bench;
                bench_init(&bench);
                bench.view.purpose = PD_PURPOSE_RACE;
                bench.view.beginning = rows[i].beginning;
                bench.step = (struct pd_step) {.intensity = PD_INTENSITY_HARD, .speed = {.low = 3450}, .prescribed = rows[i].prescribed};
                run(&bench, 20, rows[i].mm_s, 170);
                assert_int_equal(bench.n_spoken, 0);
                run(&bench, 3, rows[i].mm_s, 170);
                assert_int_equal(bench.n_spoken, rows[i].told);
                run(&bench, 20, 3400, 170);
                run(&bench, 600, rows[i].mm_s, 170); /* and never again */
                assert_int_equal(bench.n_spoken, rows[i].told);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(twenty_seconds_over_say_nothing),
                cmocka_unit_test(just_above_the_ceiling_is_within_the_tolerance),
                cmocka_unit_test(two_witnesses_need_little_tolerance),
                cmocka_unit_test(over_is_shown_before_it_is_spoken),
                cmocka_unit_test(four_alerts_and_then_silence),
                cmocka_unit_test(one_all_clear_after_eight_seconds_within),
                cmocka_unit_test(dipping_under_the_ceiling_for_a_moment_is_the_same_excursion),
                cmocka_unit_test(silence_is_no_all_clear),
                cmocka_unit_test(seconds_between_ceiling_and_tolerance_belong_to_the_excursion),
                cmocka_unit_test(medium_on_a_recovery_day_is_grey_and_hard_is_too_hard),
                cmocka_unit_test(an_excursion_keeps_its_name),
                cmocka_unit_test(a_heart_that_has_not_settled_accuses_nobody),
                cmocka_unit_test(without_a_pod_two_beats_are_tolerance_enough),
                cmocka_unit_test(inside_the_width_of_an_estimate_it_is_borderline),
                cmocka_unit_test(a_rep_run_too_slowly_is_told_unless_the_heart_is_high),
                cmocka_unit_test(unheeded_alerts_add_up_over_the_session),
                cmocka_unit_test(alerts_that_were_heeded_lead_to_no_offer),
                cmocka_unit_test(time_that_nobody_saw_is_not_held_against_her),
                cmocka_unit_test(a_rep_is_told_by_whom_she_believes),
                cmocka_unit_test(who_is_spared_is_never_told_to_go_harder),
                cmocka_unit_test(a_heart_that_has_just_reached_hard_is_not_pushed),
                cmocka_unit_test(slowing_down_is_compliance_and_a_flicker_is_not),
                cmocka_unit_test(an_alert_that_came_late_is_heeded_from_then_on),
                cmocka_unit_test(grey_before_a_break_does_not_count_after_it),
                cmocka_unit_test(hills_are_not_judged_by_speed),
                cmocka_unit_test(without_a_plan_grey_is_said_once),
                cmocka_unit_test(nor_is_it_where_that_witness_may_not_accuse),
                cmocka_unit_test(only_who_is_to_be_believed_accuses),
                cmocka_unit_test(a_heart_far_above_its_path_is_told_once_after_ten_minutes),
                cmocka_unit_test(a_race_is_left_alone),
                cmocka_unit_test(a_race_begun_too_fast_has_one_word),
                cmocka_unit_test(the_excursion_that_crossed_the_limit_is_found),
                cmocka_unit_test(a_witness_that_fell_silent_is_not_named),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
