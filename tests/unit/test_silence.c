/* SPDX-License-Identifier: MIT */
/* Why nothing is said: each reason, and that none of them hides another. */
#include "core/coach/silence.h"

#include "support/coach_bench.h"

#include "support/cm.h"

/* What comes before the second that is asked about, of both witnesses. */
struct before {
        int seconds;
        int32_t mm_s, bpm;
};

static void
run(struct coach_bench *bench, const struct before *before)
{
        if (before->seconds > 0)
                coach_bench_run(bench, before->seconds, before->mm_s, before->bpm);
}

/* Recovery: 2.45 m/s and 140 bpm at most. */
static void
on_a_recovery_day(void **state)
{
        static const struct {
                struct before first, then;
                enum pd_silence silence;
        } rows[] = {
                {{30, 2400, 130}, {0}, PD_SILENCE_ON_TARGET},
                {{30, PD_UNKNOWN, PD_UNKNOWN}, {0}, PD_SILENCE_CANNOT_TELL},
                {{10, 2600, 130}, {0}, PD_SILENCE_NOT_YET},
                {{30, 2600, 130}, {0}, PD_SILENCE_SAID_BEFORE},
                {{30, 2600, 130}, {1, 2400, 130}, PD_SILENCE_BACK},
                {{30, 2600, 130}, {20, PD_UNKNOWN, 130}, PD_SILENCE_CANNOT_TELL}, /* a late heart is no all-clear */
                {{600, 2600, 130}, {0}, PD_SILENCE_SAID_ENOUGH},
                {{30, 2300, 160}, {0}, PD_SILENCE_SAID_BEFORE},
                {{10, 2300, 160}, {0}, PD_SILENCE_NOT_YET},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct coach_bench bench;

                coach_bench_init(&bench);
                run(&bench, &rows[i].first);
                run(&bench, &rows[i].then);
                if (pd_silence_of(&bench.coach, &bench.view) != rows[i].silence)
                        fail_msg("row %zu: %d", i, (int) pd_silence_of(&bench.coach, &bench.view));
        }
}

static void
set_quiet(struct coach_bench *bench)
{
        bench->view.quiet = true;
}

static void
set_learning(struct coach_bench *bench)
{
        bench->view.learning = true;
}

static void
set_race(struct coach_bench *bench)
{
        bench->view.purpose = PD_PURPOSE_RACE;
}

static void
set_offered(struct coach_bench *bench)
{
        bench->coach.offered = true;
}

static void
set_rest_told(struct coach_bench *bench)
{
        bench->coach.rest.told_at = 20 * PD_SEC;
}

static void
set_no_step(struct coach_bench *bench)
{
        bench->view.step = NULL;
}

static void
set_grey_said(struct coach_bench *bench)
{
        bench->view.step = NULL;
        bench->view.effort = (struct pd_effort) {
                .intensity = PD_INTENSITY_MODERATE,
                .certainty_percent = PD_EFFORT_SURE_PERCENT,
                .witness = PD_WITNESS_SPEED,
        };
        bench->coach.grey_said = true;
}

/* Grey, and not for long enough. */
static void
set_grey(struct coach_bench *bench)
{
        set_grey_said(bench);
        bench->coach.grey_said = false;
}

static void
set_grey_quiet(struct coach_bench *bench)
{
        set_grey(bench);
        bench->view.quiet = true;
}

static void
set_free(struct coach_bench *bench)
{
        set_grey(bench);
        bench->view.purpose = PD_PURPOSE_FREE;
}

static void
set_width(struct coach_bench *bench)
{
        bench->step.speed.width = 300;
}

static void
set_rpe(struct coach_bench *bench)
{
        bench->athlete.judge_by = PD_JUDGE_BY_RPE;
}

static void
set_hills(struct coach_bench *bench)
{
        bench->step.hills = true;
}

static void
set_short(struct coach_bench *bench)
{
        bench->step.speed = (struct pd_band) {0};
        bench->step.extent = PD_EXTENT_TIME;
        bench->step.amount = 60 * PD_SEC;
}

static void
set_unsettled(struct coach_bench *bench)
{
        bench->step.speed = (struct pd_band) {0};
        bench->view.hr_settled = false;
}

/* 2.60 m/s and 160 bpm for 25 s: said, if nothing stood against it. */
static void
each_reason_stands_against_a_word(void **state)
{
        static const struct {
                void (*set)(struct coach_bench *);
                enum pd_silence silence;
        } rows[] = {
                {set_quiet, PD_SILENCE_MUTED},
                {set_learning, PD_SILENCE_LEARNING},
                {set_race, PD_SILENCE_RACE},
                {set_offered, PD_SILENCE_OFFERED},
                {set_rest_told, PD_SILENCE_REST_TOLD},
                {set_no_step, PD_SILENCE_NOTHING_ASKED},
                {set_grey_said, PD_SILENCE_GREY_SAID},
                {set_grey, PD_SILENCE_NOT_YET},
                {set_grey_quiet, PD_SILENCE_MUTED},
                {set_free, PD_SILENCE_NOTHING_ASKED},
                {set_width, PD_SILENCE_BORDERLINE},
                {set_rpe, PD_SILENCE_NOT_JUDGED_BY},
                {set_hills, PD_SILENCE_HILL},
                {set_short, PD_SILENCE_SHORT},
                {set_unsettled, PD_SILENCE_SETTLING},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct coach_bench bench;

                coach_bench_init(&bench);
                bench.step.hr.width = rows[i].set == set_width ? 30 : 0;
                rows[i].set(&bench);
                coach_bench_run(&bench, 25, 2600, 160);
                if (bench.n_spoken != 0 || pd_silence_of(&bench.coach, &bench.view) != rows[i].silence)
                        fail_msg("row %zu: %zu said, %d", i, bench.n_spoken, (int) pd_silence_of(&bench.coach, &bench.view));
        }
}

static void
without_them_it_is_said(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        coach_bench_run(&bench, 25, 2600, 160);
        assert_int_equal(bench.n_spoken, 1);
}

/* Speed complied by a little, the heart has not come down, and a frame strays over the ceiling. */
static void
speed_is_not_named_for_what_the_heart_says(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        coach_bench_run(&bench, 25, 2500, 145);
        assert_int_equal(bench.n_spoken, 1);
        coach_bench_run(&bench, 3, 2440, 145);
        bench.view.speed_newest_mm_s = 2500;
        for (int i = 0; i < 60; i++) {
                bench.view.now += PD_SEC;
                pd_coach_second(&bench.coach, &bench.view, &bench.last);
                assert_false(bench.last.any);
        }
        assert_int_equal(pd_silence_of(&bench.coach, &bench.view), PD_SILENCE_BACK);
}

/* A pace that is not kept is shown, and told as soon as that is no push into harm. */
static void
who_is_not_to_be_pushed_is_under_and_not_told(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        bench.view.purpose = PD_PURPOSE_INTERVALS;
        bench.step = (struct pd_step) {.intensity = PD_INTENSITY_HARD, .key = true, .speed = {.low = 3450}};
        coach_bench_run(&bench, 60, 3200, 170);
        assert_int_equal(pd_silence_of(&bench.coach, &bench.view), PD_SILENCE_NO_PUSH);
        assert_int_equal(bench.coach.target_state, PD_TARGET_UNDER);
        assert_int_equal(bench.n_spoken, 0);
        coach_bench_run(&bench, 1, 3200, 160);
        assert_int_equal(bench.spoken[PD_ALERT_TOO_EASY], 1);
        coach_bench_run(&bench, 120, 3200, 170); /* she is slow still: that is no all-clear */
        assert_int_equal(bench.n_spoken, 1);
        assert_int_equal(bench.coach.heeded, 0);
}

/* Too easy by both; the frame that has just come reaches what is asked of one. */
static void
who_has_enough_of_speed_or_power_this_very_second_is_back(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        bench.athlete.lt2_power = (struct pd_anchor) {280, 0, PD_PROVENANCE_TEST};
        bench.view.purpose = PD_PURPOSE_INTERVALS;
        bench.step = (struct pd_step) {.intensity = PD_INTENSITY_HARD, .key = true, .speed = {.low = 3450}};
        bench.power_w = 250;
        coach_bench_run(&bench, 5, 3200, 150);
        assert_int_equal(bench.coach.excursion.witness, PD_WITNESS_SPEED);
        assert_int_equal(pd_silence_of(&bench.coach, &bench.view), PD_SILENCE_NOT_YET);
        bench.view.power_newest_w = 280;
        assert_int_equal(pd_silence_of(&bench.coach, &bench.view), PD_SILENCE_BACK);
        bench.view.power_newest_w = 279;
        bench.view.speed_newest_mm_s = 3450;
        assert_int_equal(pd_silence_of(&bench.coach, &bench.view), PD_SILENCE_BACK);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(on_a_recovery_day),
                cmocka_unit_test(each_reason_stands_against_a_word),
                cmocka_unit_test(without_them_it_is_said),
                cmocka_unit_test(speed_is_not_named_for_what_the_heart_says),
                cmocka_unit_test(who_is_not_to_be_pushed_is_under_and_not_told),
                cmocka_unit_test(who_has_enough_of_speed_or_power_this_very_second_is_back),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
