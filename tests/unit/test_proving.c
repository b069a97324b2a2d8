/* SPDX-License-Identifier: MIT */
#include "core/anchors/proving.h"

#include "purposed/event.h"
#include "support/cm.h"

#include <string.h>

struct run {
        struct pd_workout workout;
        struct pd_proving proving;
        pd_usec at;
        struct pd_proof proof;
};

static void
begin(struct run *run, const char *title, const char *cue, int64_t minutes)
{
        run->at = 0;
        pd_workout_init(&run->workout);
        strcpy(run->workout.title, title);
        run->workout.n_steps = 2;
        run->workout.steps[0] = (struct pd_step) {.extent = PD_EXTENT_TIME, .amount = 10 * PD_MINUTE};
        run->workout.steps[1] = (struct pd_step) {.extent = PD_EXTENT_TIME, .amount = minutes * PD_MINUTE};
        strcpy(run->workout.steps[1].cue, cue);
        pd_proving_init(&run->proving, &run->workout);
        pd_proof_init(&run->proof);
}

static void
seconds(struct run *run, int32_t n, size_t step, int32_t mm_s, int32_t hr_bpm)
{
        for (int32_t i = 0; i < n; i++) {
                run->at += PD_SEC;
                pd_proving_second(&run->proving,
                        &(struct pd_proving_second) {
                                .at = run->at, .hr_bpm = hr_bpm, .hr_mean_bpm = hr_bpm, .speed_mm_s = mm_s, .step = step});
        }
}

static void
the_last_twenty_of_thirty_minutes_are_lthr(void **state)
{
        struct run run;

        (void) state;
        begin(&run, "30min test", "", 30);
        seconds(&run, 600, 0, 2500, 130);
        seconds(&run, 600, 1, 3900, 160); /* the heart comes up */
        seconds(&run, 600, 1, 3800, 170);
        seconds(&run, 600, 1, 3700, 175);
        seconds(&run, 300, 2, 2000, 140);
        pd_proving_show(&run.proving, &run.proof);
        assert_int_equal(run.proof.test.bpm, 173); /* 172.5 */
        assert_int_equal(run.proof.test.width_bpm, 3); /* its scatter */
        assert_int_equal(run.proof.test_speed_mm_s, 3800);
        assert_true(run.proof.all_out);
}

static void
what_is_called_a_test_is_one(void **state)
{
        static const struct {
                const char *title, *cue;
                int64_t minutes;
                bool all_out, tells;
        } rows[] = {
                {"Test", "", 30, true, true},
                {"tempo 30", "", 30, false, false},
                {"autumn", "30-min test", 30, true, true},
                {"Threshold test!", "", 20, true, false}, /* another one */
                {"fastest mile", "", 30, false, false},
                {"contest", "", 30, false, false},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct run run;

                begin(&run, rows[i].title, rows[i].cue, rows[i].minutes);
                seconds(&run, (int32_t) rows[i].minutes * 60, 1, 3700, 170);
                pd_proving_show(&run.proving, &run.proof);
                assert_int_equal(run.proof.all_out, rows[i].all_out);
                assert_int_equal(run.proof.test.bpm != PD_UNKNOWN, rows[i].tells);
        }
}

static void
a_race_is_all_out(void **state)
{
        struct run run;

        (void) state;
        begin(&run, "10 km", "", 30);
        run.workout.purpose = PD_PURPOSE_RACE;
        pd_proving_init(&run.proving, &run.workout);
        pd_proving_show(&run.proving, &run.proof);
        assert_true(run.proof.all_out);
        assert_int_equal(run.proof.stretches[0].speed_mm_s, PD_UNKNOWN);
}

/* A minute more or less is one of half an hour. */
static void
a_test_lasts_half_an_hour_give_or_take_a_minute(void **state)
{
        static const struct {
                int64_t minutes;
                int32_t run_s;
                bool tells;
        } rows[] = {{28, 28 * 60, false}, {29, 29 * 60, true}, {31, 31 * 60, true}, {32, 32 * 60, false}, {30, 29 * 60 - 1, false}};

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct run run;

                begin(&run, "test", "", rows[i].minutes);
                seconds(&run, rows[i].run_s, 1, 3700, 170);
                pd_proving_show(&run.proving, &run.proof);
                assert_int_equal(run.proof.test.bpm != PD_UNKNOWN, rows[i].tells);
        }
}

static void
a_test_that_was_cut_short_or_hardly_heard_tells_nothing(void **state)
{
        struct run run;

        (void) state;
        begin(&run, "test", "", 30);
        seconds(&run, 1500, 1, 3700, 170);
        pd_proving_show(&run.proving, &run.proof);
        assert_int_equal(run.proof.test.bpm, PD_UNKNOWN);
        begin(&run, "test", "", 30);
        seconds(&run, 1500, 1, PD_UNKNOWN, 170);
        seconds(&run, 300, 1, 3700, PD_UNKNOWN);
        pd_proving_show(&run.proving, &run.proof);
        assert_int_equal(run.proof.test.bpm, PD_UNKNOWN);
        assert_int_equal(run.proof.test_speed_mm_s, PD_UNKNOWN);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_last_twenty_of_thirty_minutes_are_lthr),
                cmocka_unit_test(what_is_called_a_test_is_one),
                cmocka_unit_test(a_race_is_all_out),
                cmocka_unit_test(a_test_that_was_cut_short_or_hardly_heard_tells_nothing),
                cmocka_unit_test(a_test_lasts_half_an_hour_give_or_take_a_minute),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
