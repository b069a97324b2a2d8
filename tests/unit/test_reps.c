/* SPDX-License-Identifier: MIT */
/* Repeats, one by one: done, failed, or nobody can tell. */
#include "core/coach/reps.h"

#include "support/cm.h"

#include <stdlib.h>

struct bench {
        struct pd_workout workout;
        struct pd_reps reps;
        pd_usec now;
};

/* Three reps of a minute: hills with a floor of 168 bpm, or by speed. */
static struct bench *
bench_new(bool hills)
{
        struct bench *bench = calloc(1, sizeof(*bench));

        assert_non_null(bench);
        pd_workout_init(&bench->workout);
        bench->workout.n_steps = 3;
        for (size_t i = 0; i < 3; i++)
                bench->workout.steps[i] = (struct pd_step) {
                        .extent = PD_EXTENT_TIME,
                        .amount = PD_MINUTE,
                        .intensity = PD_INTENSITY_HARD,
                        .hr = {.low = 168},
                        .speed = {.low = 4000},
                        .key = true,
                        .hills = hills,
                };
        pd_reps_init(&bench->reps, &bench->workout);
        return bench;
}

static void
beat(struct bench *bench, int seconds, int32_t hr_bpm, int32_t speed_mm_s, bool as_asked)
{
        for (int i = 0; i < seconds; i++) {
                bench->now += PD_SEC;
                pd_reps_second(&bench->reps, hr_bpm, speed_mm_s, as_asked);
        }
}

static void
a_hill_counts_by_the_peak_after_it(void **state)
{
        struct bench *bench = bench_new(true);

        (void) state;
        pd_reps_begin(&bench->reps, &bench->workout.steps[0], 0, bench->now);
        beat(bench, 60, 160, 2600, false);
        pd_reps_end(&bench->reps, bench->now);
        beat(bench, 14, 170, 2300, false);
        assert_int_equal(pd_reps_due(&bench->reps, bench->now), PD_REP_NONE); /* its peak may be yet to come */
        beat(bench, 1, 169, 2300, false);
        assert_int_equal(pd_reps_due(&bench->reps, bench->now), PD_REP_DONE);
        assert_int_equal(bench->reps.reps[0].peak_bpm, 170);
        assert_int_equal(bench->reps.done, 1);
        free(bench);
}

static void
one_beat_too_many_is_no_peak(void **state)
{
        struct bench *bench = bench_new(true);

        (void) state;
        pd_reps_begin(&bench->reps, &bench->workout.steps[0], 0, bench->now);
        beat(bench, 30, 160, 2600, false);
        beat(bench, 1, 223, 2600, false);
        beat(bench, 29, 160, 2600, false);
        pd_reps_end(&bench->reps, bench->now);
        beat(bench, 15, 158, 2300, false);
        assert_int_equal(pd_reps_due(&bench->reps, bench->now), PD_REP_FAILED);
        assert_int_equal(bench->reps.reps[0].peak_bpm, 160);
        free(bench);
}

static void
a_peak_that_nobody_heard_fails_no_hill(void **state)
{
        struct bench *bench = bench_new(true);

        (void) state;
        pd_reps_begin(&bench->reps, &bench->workout.steps[0], 0, bench->now);
        beat(bench, 60, PD_UNKNOWN, 2600, false);
        pd_reps_end(&bench->reps, bench->now);
        beat(bench, 15, PD_UNKNOWN, 2300, false);
        assert_int_equal(pd_reps_due(&bench->reps, bench->now), PD_REP_UNTOLD);
        assert_int_equal(bench->reps.failed, 0);
        assert_int_equal(bench->reps.untold, 1);
        assert_int_equal(bench->reps.went_wrong, PD_NEVER);
        pd_reps_close(&bench->reps, bench->now);
        assert_int_equal(bench->reps.failed, 2); /* those that were never begun */
        free(bench);
}

static void
by_speed_a_rep_counts_by_the_time_as_asked(void **state)
{
        static const struct {
                int as_asked_s;
                enum pd_rep_result result;
        } rows[] = {{60, PD_REP_DONE}, {48, PD_REP_DONE}, {47, PD_REP_FAILED}};

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct bench *bench = bench_new(false);
                pd_reps_begin(&bench->reps, &bench->workout.steps[0], 0, bench->now);
                beat(bench, rows[i].as_asked_s, 150, 4100, true);
                beat(bench, 60 - rows[i].as_asked_s, 150, 3000, false);
                pd_reps_end(&bench->reps, bench->now);
                if (pd_reps_due(&bench->reps, bench->now) != rows[i].result)
                        fail_msg("%d s as asked", rows[i].as_asked_s);
                free(bench);
        }
}

static void
it_went_wrong_with_the_first_of_those_that_failed_in_a_row(void **state)
{
        struct bench *bench = bench_new(false);

        (void) state;
        for (size_t i = 0; i < 3; i++) {
                pd_reps_begin(&bench->reps, &bench->workout.steps[i], i, bench->now);
                beat(bench, 60, 150, i == 0 ? 4100 : 3000, i == 0);
                pd_reps_end(&bench->reps, bench->now);
                (void) pd_reps_due(&bench->reps, bench->now);
        }
        assert_int_equal(bench->reps.done, 1);
        assert_int_equal(bench->reps.failed, 2);
        assert_int_equal(bench->reps.went_wrong, 60 * PD_SEC);
        free(bench);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_hill_counts_by_the_peak_after_it),
                cmocka_unit_test(one_beat_too_many_is_no_peak),
                cmocka_unit_test(a_peak_that_nobody_heard_fails_no_hill),
                cmocka_unit_test(by_speed_a_rep_counts_by_the_time_as_asked),
                cmocka_unit_test(it_went_wrong_with_the_first_of_those_that_failed_in_a_row),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
