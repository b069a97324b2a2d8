/* SPDX-License-Identifier: MIT */
/* Repeats, one by one: done, failed, or nobody can tell. */
#include "core/coach/reps.h"

#include "support/cm.h"

#include <stdlib.h>

struct bench {
        struct pd_workout workout;
        struct pd_reps reps;
        struct pd_rep_second second;
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
        bench->second = (struct pd_rep_second) {.by_heart = true, .by_prompt = !hills};
        pd_reps_init(&bench->reps, &bench->workout);
        return bench;
}

/* Whose word counts is the bench's. */
static void
beat(struct bench *bench, int seconds, int32_t hr_bpm, bool as_asked)
{
        struct pd_rep_second second = bench->second;

        second.hr_bpm = hr_bpm;
        second.as_asked = as_asked;
        for (int i = 0; i < seconds; i++) {
                bench->now += PD_SEC;
                pd_reps_second(&bench->reps, &second);
        }
}

static void
a_hill_counts_by_the_peak_after_it(void **state)
{
        struct bench *bench = bench_new(true);

        (void) state;
        pd_reps_begin(&bench->reps, &bench->workout.steps[0], 0, bench->now);
        beat(bench, 60, 160, false);
        pd_reps_end(&bench->reps, bench->now);
        beat(bench, 14, 170, false);
        assert_int_equal(pd_reps_due(&bench->reps, bench->now, NULL), PD_REP_NONE); /* its peak may be yet to come */
        beat(bench, 1, 169, false);
        assert_int_equal(pd_reps_due(&bench->reps, bench->now, NULL), PD_REP_DONE);
        assert_int_equal(bench->reps.reps[0].peak_bpm, 170);
        assert_int_equal(bench->reps.done, 1);
        free(bench);
}

/* Without a jog between them, or where the jog was skipped. */
static void
a_hill_that_the_next_follows_at_once_is_judged_by_its_peak_until_then(void **state)
{
        struct bench *bench = bench_new(true);

        (void) state;
        pd_reps_begin(&bench->reps, &bench->workout.steps[0], 0, bench->now);
        beat(bench, 60, 170, false);
        pd_reps_end(&bench->reps, bench->now);
        assert_int_equal(pd_reps_due(&bench->reps, bench->now, NULL), PD_REP_NONE);
        assert_int_equal(pd_reps_due(&bench->reps, bench->now, &bench->workout.steps[1]), PD_REP_DONE);
        pd_reps_begin(&bench->reps, &bench->workout.steps[1], 1, bench->now);
        assert_int_equal(bench->reps.done, 1);
        free(bench);
}

static void
one_beat_too_many_is_no_peak(void **state)
{
        struct bench *bench = bench_new(true);

        (void) state;
        pd_reps_begin(&bench->reps, &bench->workout.steps[0], 0, bench->now);
        beat(bench, 30, 160, false);
        beat(bench, 1, 223, false);
        beat(bench, 29, 160, false);
        pd_reps_end(&bench->reps, bench->now);
        beat(bench, 15, 158, false);
        assert_int_equal(pd_reps_due(&bench->reps, bench->now, NULL), PD_REP_FAILED);
        assert_int_equal(bench->reps.reps[0].peak_bpm, 160);
        free(bench);
}

static void
a_peak_that_nobody_heard_fails_no_hill(void **state)
{
        struct bench *bench = bench_new(true);

        (void) state;
        pd_reps_begin(&bench->reps, &bench->workout.steps[0], 0, bench->now);
        beat(bench, 60, PD_UNKNOWN, false);
        pd_reps_end(&bench->reps, bench->now);
        beat(bench, 15, PD_UNKNOWN, false);
        assert_int_equal(pd_reps_due(&bench->reps, bench->now, NULL), PD_REP_UNTOLD);
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
                beat(bench, rows[i].as_asked_s, 150, true);
                beat(bench, 60 - rows[i].as_asked_s, 150, false);
                pd_reps_end(&bench->reps, bench->now);
                if (pd_reps_due(&bench->reps, bench->now, NULL) != rows[i].result)
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
                beat(bench, 60, 150, i == 0);
                pd_reps_end(&bench->reps, bench->now);
                (void) pd_reps_due(&bench->reps, bench->now, NULL);
        }
        assert_int_equal(bench->reps.done, 1);
        assert_int_equal(bench->reps.failed, 2);
        assert_int_equal(bench->reps.went_wrong, 60 * PD_SEC);
        free(bench);
}

/* A floor for the heart and one for speed, and who of them may be believed. */
static void
nobody_who_may_not_accuse_fails_a_rep(void **state)
{
        static const struct {
                const char *what;
                int32_t hr_low, hr_width, speed_low;
                bool by_heart, by_speed, as_asked;
                enum pd_rep_result result; /* with a peak of 160 bpm */
        } rows[] = {
                {"a pace was asked for", 168, 0, 4000, true, true, false, PD_REP_FAILED},
                {"the pace was right, the heart is late", 168, 0, 4000, true, true, true, PD_REP_DONE},
                {"no pace was asked for", 168, 0, 0, true, false, false, PD_REP_FAILED},
                {"the threshold is an estimate", 168, 8, 0, true, false, false, PD_REP_DONE},
                {"further below it than it may be wrong", 168, 7, 0, true, false, false, PD_REP_FAILED},
                {"the heart is not to be asked", 168, 0, 0, false, false, false, PD_REP_UNTOLD},
                {"nor is there a pod", 168, 0, 4000, false, false, false, PD_REP_UNTOLD},
                {"a pace without a pod, and no threshold", 0, 0, 4000, true, false, false, PD_REP_UNTOLD},
                {"only a ceiling, and kept", 0, 0, 0, false, false, true, PD_REP_DONE},
                {"only a ceiling, and not kept", 0, 0, 0, true, false, false, PD_REP_FAILED},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct bench *bench = bench_new(false);
                struct pd_step *step = &bench->workout.steps[0];
                step->hr = (struct pd_band) {.low = rows[i].hr_low, .width = rows[i].hr_width};
                step->speed = (struct pd_band) {.low = rows[i].speed_low};
                bench->second.by_heart = rows[i].by_heart;
                bench->second.by_prompt = rows[i].by_speed;
                pd_reps_begin(&bench->reps, step, 0, bench->now);
                beat(bench, 60, 160, rows[i].as_asked);
                pd_reps_end(&bench->reps, bench->now);
                beat(bench, 15, 158, false);
                if (pd_reps_due(&bench->reps, bench->now, NULL) != rows[i].result)
                        fail_msg("%s", rows[i].what);
                free(bench);
        }
}

static void
a_rep_that_was_skipped_at_once_was_not_done(void **state)
{
        struct bench *bench = bench_new(false);

        (void) state;
        pd_reps_begin(&bench->reps, &bench->workout.steps[0], 0, bench->now);
        pd_reps_end(&bench->reps, bench->now);
        assert_int_equal(pd_reps_due(&bench->reps, bench->now, NULL), PD_REP_FAILED);
        free(bench);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(nobody_who_may_not_accuse_fails_a_rep),
                cmocka_unit_test(a_rep_that_was_skipped_at_once_was_not_done),
                cmocka_unit_test(a_hill_counts_by_the_peak_after_it),
                cmocka_unit_test(a_hill_that_the_next_follows_at_once_is_judged_by_its_peak_until_then),
                cmocka_unit_test(one_beat_too_many_is_no_peak),
                cmocka_unit_test(a_peak_that_nobody_heard_fails_no_hill),
                cmocka_unit_test(by_speed_a_rep_counts_by_the_time_as_asked),
                cmocka_unit_test(it_went_wrong_with_the_first_of_those_that_failed_in_a_row),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
