/* SPDX-License-Identifier: MIT */
/* Off the target: shown, spoken of, heeded, and over. */
#include "support/coach_bench.h"

#include "support/cm.h"

#include <stdio.h>
#include <string.h>

static void
twenty_seconds_over_say_nothing(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        coach_bench_run(&bench, 60, 2250, PD_UNKNOWN);
        coach_bench_run(&bench, 20, 2450 * 115 / 100, PD_UNKNOWN);
        coach_bench_run(&bench, 60, 2250, PD_UNKNOWN);
        assert_int_equal(bench.n_spoken, 0);
        assert_int_equal(bench.coach.alerts, 0);
}

static void
over_is_shown_before_it_is_spoken(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        coach_bench_run(&bench, 3, 2695, PD_UNKNOWN);
        assert_int_equal(bench.coach.target_state, PD_TARGET_IN);
        coach_bench_run(&bench, 1, 2695, PD_UNKNOWN);
        assert_int_equal(bench.coach.target_state, PD_TARGET_OVER);
        coach_bench_run(&bench, 12, 2695, PD_UNKNOWN);
        assert_int_equal(bench.n_spoken, 0);
        coach_bench_run(&bench, 1, 2695, PD_UNKNOWN);
        assert_int_equal(bench.spoken[PD_ALERT_TOO_HARD], 1);
        assert_int_equal(bench.last.witness, PD_WITNESS_SPEED);
}

static void
dipping_under_the_ceiling_for_a_moment_is_the_same_excursion(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        coach_bench_run(&bench, 40, 2700, PD_UNKNOWN);
        coach_bench_run(&bench, 5, 2400, PD_UNKNOWN);
        coach_bench_run(&bench, 40, 2700, PD_UNKNOWN);
        assert_int_equal(bench.coach.excursions, 1);
        assert_int_equal(bench.coach.over_s, 80);
        assert_int_equal(bench.spoken[PD_ALERT_BACK_ON_TARGET], 0);
}

static void
silence_is_no_all_clear(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        coach_bench_run(&bench, 40, 2700, PD_UNKNOWN);
        coach_bench_run(&bench, 60, PD_UNKNOWN, PD_UNKNOWN);
        assert_int_equal(bench.n_spoken, 1);
        coach_bench_run(&bench, 40, 2700, PD_UNKNOWN);
        assert_int_equal(bench.spoken[PD_ALERT_BACK_ON_TARGET], 0);
        assert_int_equal(bench.coach.excursions, 1);
}

static void
seconds_between_ceiling_and_tolerance_belong_to_the_excursion(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        coach_bench_run(&bench, 10, 2480, PD_UNKNOWN);
        coach_bench_run(&bench, 30, 2600, PD_UNKNOWN);
        assert_int_equal(bench.coach.over_s, 40);
        assert_int_equal(bench.coach.excursion.since, 11 * PD_SEC);
}

/* A pod that saw five seconds of it, and a heart that settles long after: what
 * nobody saw is no time off the target. */
static void
time_that_nobody_saw_is_not_held_against_her(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        bench.view.hr_settled = false;
        coach_bench_run(&bench, 5, 2700, 160);
        coach_bench_run(&bench, 40, PD_UNKNOWN, 160);
        bench.view.hr_settled = true;
        coach_bench_run(&bench, 22, PD_UNKNOWN, 160);
        assert_int_equal(bench.n_spoken, 0);
        coach_bench_run(&bench, 1, PD_UNKNOWN, 160);
        assert_int_equal(bench.n_spoken, 1);
        assert_int_equal(bench.said_by[0], PD_WITNESS_HEART_RATE);
}

/* It opened the excursion two minutes before she was too fast, too. */
static void
a_heart_that_saw_it_first_leaves_the_word_to_speed(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        bench.view.hr_long_bpm = 160;
        coach_bench_run(&bench, 10, 2300, 160);
        assert_int_equal(bench.coach.excursion.witness, PD_WITNESS_HEART_RATE);
        coach_bench_run(&bench, 40, 2700, 160);
        assert_int_equal(bench.n_spoken, 1);
        assert_int_equal(bench.said_by[0], PD_WITNESS_SPEED);
}

/* Above its ceiling by little, it has no say against a pod that is heard: nor when speed was over for a moment. */
static void
a_case_of_speed_that_is_closed_is_not_the_hearts_by_inheritance(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        bench.view.hr_long_bpm = 142;
        coach_bench_run(&bench, 6, 2540, 142);
        coach_bench_run(&bench, 300, 2300, 142);
        assert_int_equal(bench.n_spoken, 0);
}

static void
after_a_slowing_down_the_heart_is_silent_while_it_falls(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        bench.view.hr_long_bpm = 160;
        bench.view.hr_falls = true;
        coach_bench_run(&bench, 300, 2300, 160);
        assert_int_equal(bench.n_spoken, 0);
        assert_int_equal(bench.coach.over_s, 0);
        bench.view.hr_falls = false;
        coach_bench_run(&bench, 60, 2300, 160);
        assert_true(bench.n_spoken > 0);
}

static void
a_witness_that_fell_silent_is_not_named(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        coach_bench_run(&bench, 40, 2400, 160);
        assert_int_equal(bench.n_spoken, 1);
        coach_bench_run(&bench, 30, 2600, PD_UNKNOWN); /* the strap is gone, and it is speed now */
        assert_int_equal(bench.n_spoken, 2);
        assert_int_equal(bench.coach.excursion.witness, PD_WITNESS_SPEED);
        assert_int_equal(bench.said_by[0], PD_WITNESS_HEART_RATE);
        assert_int_equal(bench.said_by[1], PD_WITNESS_SPEED);
}

/* A pace with two sides: whoever overshoots it is not spared for having been too slow. */
static void
an_excursion_on_one_side_hides_none_on_the_other(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        bench.step.intensity = PD_INTENSITY_MODERATE;
        bench.step.speed.low = bench.step.speed.high = 2450;
        coach_bench_run(&bench, 15, 2300, PD_UNKNOWN); /* too slow, and not told yet */
        coach_bench_run(&bench, 2, 2600, PD_UNKNOWN);
        assert_int_equal(bench.coach.excursion.side, PD_SIDE_OVER);
        coach_bench_run(&bench, 20, 2600, PD_UNKNOWN);
        assert_int_equal(bench.spoken[PD_ALERT_TOO_HARD], 1);
        assert_int_equal(bench.n_spoken, 1);
        coach_bench_run(&bench, 40, 2300, PD_UNKNOWN); /* told, and gone to the other side: that is no all-clear */
        assert_int_equal(bench.spoken[PD_ALERT_BACK_ON_TARGET], 0);
        assert_int_equal(bench.spoken[PD_ALERT_TOO_EASY], 1);
}

/* ---- each state and all that may come ----------------------------------------- */

enum phase { ON_TARGET, OVER_UNTOLD, OVER_TOLD, UNDER_UNTOLD, UNDER_TOLD, PHASES };
enum input { OVER, WITHIN, WITHIN_FOR_LONG, UNDER, UNDER_FOR_LONG, SILENCE, NEW_STEP, MUTED_OVER, INPUTS };

static void
enter(struct coach_bench *bench, enum phase phase)
{
        coach_bench_init(bench);
        bench->step.intensity = PD_INTENSITY_MODERATE;
        bench->step.speed.low = 2300;
        switch (phase) {
        case ON_TARGET:
                coach_bench_run(bench, 30, 2400, PD_UNKNOWN);
                return;
        case OVER_UNTOLD:
                coach_bench_run(bench, 10, 2600, PD_UNKNOWN);
                return;
        case OVER_TOLD:
                coach_bench_run(bench, 30, 2600, PD_UNKNOWN);
                return;
        case UNDER_UNTOLD:
                coach_bench_run(bench, 10, 2150, PD_UNKNOWN);
                return;
        case UNDER_TOLD:
                coach_bench_run(bench, 30, 2150, PD_UNKNOWN);
                return;
        case PHASES:
                return;
        }
}

static void
happen(struct coach_bench *bench, enum input input)
{
        switch (input) {
        case OVER:
                coach_bench_run(bench, 1, 2600, PD_UNKNOWN);
                return;
        case WITHIN:
                coach_bench_run(bench, 1, 2400, PD_UNKNOWN);
                return;
        case WITHIN_FOR_LONG:
                coach_bench_run(bench, 9, 2400, PD_UNKNOWN);
                return;
        case UNDER:
                coach_bench_run(bench, 1, 2150, PD_UNKNOWN);
                return;
        case UNDER_FOR_LONG:
                coach_bench_run(bench, 10, 2150, PD_UNKNOWN);
                return;
        case SILENCE:
                coach_bench_run(bench, 60, PD_UNKNOWN, PD_UNKNOWN);
                return;
        case NEW_STEP:
                pd_coach_forget(&bench->coach);
                return;
        case MUTED_OVER:
                bench->view.quiet = true;
                coach_bench_run(bench, 25, 2600, PD_UNKNOWN);
                return;
        case INPUTS:
                return;
        }
}

static void
each_state_and_each_input(void **state)
{
        /* The side afterwards, and what is said: a letter each. */
        static const struct {
                enum pd_side side;
                const char *said;
        } expected[PHASES][INPUTS] = {
                [ON_TARGET] = {
                        {PD_SIDE_OVER, ""}, {PD_SIDE_NONE, ""}, {PD_SIDE_NONE, ""}, {PD_SIDE_UNDER, ""}, {PD_SIDE_UNDER, ""},
                        {PD_SIDE_NONE, ""}, {PD_SIDE_NONE, ""}, {PD_SIDE_OVER, ""},
                },
                [OVER_UNTOLD] = {
                        {PD_SIDE_OVER, ""}, {PD_SIDE_OVER, ""}, {PD_SIDE_NONE, ""}, {PD_SIDE_NONE, ""}, {PD_SIDE_UNDER, ""},
                        {PD_SIDE_OVER, ""}, {PD_SIDE_NONE, ""}, {PD_SIDE_OVER, ""},
                },
                [OVER_TOLD] = {
                        {PD_SIDE_OVER, "h"}, {PD_SIDE_OVER, "h"}, {PD_SIDE_NONE, "hb"}, {PD_SIDE_OVER, "h"}, {PD_SIDE_UNDER, "h"},
                        {PD_SIDE_OVER, "h"}, {PD_SIDE_NONE, "h"}, {PD_SIDE_OVER, "h"},
                },
                [UNDER_UNTOLD] = {
                        {PD_SIDE_NONE, ""}, {PD_SIDE_UNDER, ""}, {PD_SIDE_NONE, ""}, {PD_SIDE_UNDER, ""}, {PD_SIDE_UNDER, "e"},
                        {PD_SIDE_UNDER, ""}, {PD_SIDE_NONE, ""}, {PD_SIDE_OVER, ""},
                },
                [UNDER_TOLD] = {
                        {PD_SIDE_UNDER, "e"}, {PD_SIDE_UNDER, "e"}, {PD_SIDE_NONE, "eb"}, {PD_SIDE_UNDER, "e"}, {PD_SIDE_UNDER, "e"},
                        {PD_SIDE_UNDER, "e"}, {PD_SIDE_NONE, "e"}, {PD_SIDE_OVER, "e"},
                },
        };

        (void) state;
        for (size_t phase = 0; phase < PHASES; phase++)
                for (size_t input = 0; input < INPUTS; input++) {
                        struct coach_bench bench;
                        char said[16];

                        enter(&bench, (enum phase) phase);
                        happen(&bench, (enum input) input);
                        snprintf(said, sizeof(said), "%.*s%.*s%.*s", bench.spoken[PD_ALERT_TOO_HARD], "hhh",
                                bench.spoken[PD_ALERT_TOO_EASY], "eee", bench.spoken[PD_ALERT_BACK_ON_TARGET], "bbb");
                        if (bench.coach.excursion.side != expected[phase][input].side || strcmp(said, expected[phase][input].said) != 0)
                                fail_msg("state %zu, input %zu: side %d, \"%s\"", phase, input, (int) bench.coach.excursion.side, said);
                        assert_int_equal(bench.coach.alerts, (int) bench.n_spoken - bench.spoken[PD_ALERT_BACK_ON_TARGET]);
                }
}

/* ---- two witnesses, each on its own: who is it that sees her over? ------------- */

enum seen { SPEED_UNTOLD, SPEED_TOLD, HEART_UNTOLD, HEART_TOLD, SEEN };

/* Ceilings 2.45 m/s and 140 bpm. */
static const struct before {
        int seconds;
        int32_t mm_s, bpm;
} before[SEEN] = {
        [SPEED_UNTOLD] = {10, 2600, 130},
        [SPEED_TOLD] = {30, 2600, 130},
        [HEART_UNTOLD] = {10, 2300, 160},
        [HEART_TOLD] = {30, 2300, 160},
};

static void
a_witness_that_sees_it_no_more_is_succeeded_or_it_is_over(void **state)
{
        /* s, h: speed's or the heart's excursion goes on; "": it is over, b: with an all-clear. */
        static const struct {
                int seconds;
                int32_t mm_s, bpm;
                const char *becomes[SEEN];
        } rows[] = {
                /* the pod falls silent: a heart that is low may only be late, until a minute has passed */
                {50, PD_UNKNOWN, 130, {"s", "s", "", "b"}},
                {80, PD_UNKNOWN, 130, {"", "b", "", "b"}},
                {5, PD_UNKNOWN, 160, {"h", "h", "h", "h"}},
                /* the strap does */
                {5, 2600, PD_UNKNOWN, {"s", "s", "s", "s"}},
                {50, 2300, PD_UNKNOWN, {"", "b", "h", "h"}},
                {80, 2300, PD_UNKNOWN, {"", "b", "", "b"}},
                /* both are heard: the heart keeps going what was told, and no other */
                {40, 2440, 145, {"", "s", "h", "h"}},
                {5, 2600, 130, {"s", "s", "s", "s"}},
                {9, 2400, 130, {"", "b", "", "b"}},
                /* nobody is */
                {80, PD_UNKNOWN, PD_UNKNOWN, {"s", "s", "h", "h"}},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                for (size_t seen = 0; seen < SEEN; seen++) {
                        const struct pd_excursion *excursion;
                        struct coach_bench bench;
                        const char *becomes;

                        coach_bench_init(&bench);
                        coach_bench_run(&bench, before[seen].seconds, before[seen].mm_s, before[seen].bpm);
                        coach_bench_run(&bench, rows[i].seconds, rows[i].mm_s, rows[i].bpm);
                        excursion = &bench.coach.excursion;
                        becomes = excursion->witness == PD_WITNESS_SPEED ? "s" : "h";
                        if (excursion->side == PD_SIDE_NONE)
                                becomes = bench.spoken[PD_ALERT_BACK_ON_TARGET] == 1 ? "b" : "";
                        if (strcmp(becomes, rows[i].becomes[seen]) != 0)
                                fail_msg("row %zu, seen %zu: \"%s\"", i, seen, becomes);
                }
}

/* The heart saw it first and takes its time; speed proves it meanwhile, and is named. */
/* Ten seconds without a pod, while the heart is over, too: what was said of her pace is judged by her pace. */
static void
who_has_spoken_is_named_in_the_end(void **state)
{
        static const struct {
                int32_t before_s;
                enum pd_witness named;
        } rows[] = {{40, PD_WITNESS_SPEED}, {5, PD_WITNESS_HEART_RATE}};

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct coach_bench bench;

                coach_bench_init(&bench);
                coach_bench_run(&bench, 20, 2300, 138);
                coach_bench_run(&bench, rows[i].before_s, 2600, 146);
                assert_int_equal(bench.n_spoken, rows[i].named == PD_WITNESS_SPEED);
                coach_bench_run(&bench, 40, PD_UNKNOWN, 150);
                assert_int_equal(bench.coach.excursion.witness, PD_WITNESS_HEART_RATE);
                assert_int_equal(bench.coach.n_records, 1);
                assert_int_equal(bench.coach.records[0].witness, rows[i].named);
        }
}

static void
who_is_named_is_who_fired(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        coach_bench_run(&bench, 5, 2300, 160);
        assert_int_equal(bench.coach.excursion.witness, PD_WITNESS_HEART_RATE);
        coach_bench_run(&bench, 16, 2600, 160);
        assert_int_equal(bench.n_spoken, 1);
        assert_int_equal(bench.said_by[0], PD_WITNESS_SPEED);
}

/* Ceiling 140: told once its level is 1.75 bpm above, +30, +60, +120 s; clear when half a minute is clearly below. */
static void
the_heart_alone_is_told_repeated_and_cleared_once(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        coach_bench_run(&bench, 60, PD_UNKNOWN, 139);
        coach_bench_run(&bench, 400, PD_UNKNOWN, 143);
        assert_int_equal(bench.n_spoken, 4);
        assert_int_equal(bench.spoken_at[0], 93 * PD_SEC);
        assert_int_equal(bench.spoken_at[3], (93 + 30 + 60 + 120) * PD_SEC);
        assert_int_equal(bench.coach.over_s, 400);
        coach_bench_run(&bench, 60, PD_UNKNOWN, 138);
        assert_int_equal(bench.n_spoken, 4);
        coach_bench_run(&bench, 60, PD_UNKNOWN, 137);
        assert_int_equal(bench.spoken[PD_ALERT_BACK_ON_TARGET], 1);
        assert_int_equal(bench.spoken_at[4], 521 * PD_SEC);
        assert_int_equal(bench.coach.over_s, 400);
        assert_int_equal(bench.n_spoken, 5);
}

static void
a_strap_that_falls_silent_does_not_end_it(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        coach_bench_run(&bench, 50, PD_UNKNOWN, 143);
        assert_int_equal(bench.n_spoken, 1);
        coach_bench_run(&bench, 100, PD_UNKNOWN, PD_UNKNOWN);
        assert_int_equal(bench.n_spoken, 1);
        coach_bench_run(&bench, 10, PD_UNKNOWN, 143);
        assert_int_equal(bench.n_spoken, 2); /* the repeat that was due */
        assert_int_equal(bench.coach.excursions, 1);
}

static void
the_heart_alone_is_shown_before_it_is_told(void **state)
{
        struct coach_bench bench;

        (void) state;
        coach_bench_init(&bench);
        coach_bench_run(&bench, 60, PD_UNKNOWN, 139);
        coach_bench_run(&bench, 7, PD_UNKNOWN, 143);
        assert_int_equal(bench.coach.target_state, PD_TARGET_IN);
        coach_bench_run(&bench, 1, PD_UNKNOWN, 143);
        assert_int_equal(bench.coach.target_state, PD_TARGET_OVER);
        coach_bench_run(&bench, 1, PD_UNKNOWN, 140);
        assert_int_equal(bench.coach.target_state, PD_TARGET_IN);
        coach_bench_run(&bench, 60, PD_UNKNOWN, 139);
        assert_int_equal(bench.n_spoken, 0);
        assert_int_equal(bench.coach.over_s, 8);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(an_excursion_on_one_side_hides_none_on_the_other),
                cmocka_unit_test(each_state_and_each_input),
                cmocka_unit_test(a_witness_that_sees_it_no_more_is_succeeded_or_it_is_over),
                cmocka_unit_test(twenty_seconds_over_say_nothing),
                cmocka_unit_test(over_is_shown_before_it_is_spoken),
                cmocka_unit_test(dipping_under_the_ceiling_for_a_moment_is_the_same_excursion),
                cmocka_unit_test(silence_is_no_all_clear),
                cmocka_unit_test(seconds_between_ceiling_and_tolerance_belong_to_the_excursion),
                cmocka_unit_test(time_that_nobody_saw_is_not_held_against_her),
                cmocka_unit_test(a_heart_that_saw_it_first_leaves_the_word_to_speed),
                cmocka_unit_test(a_case_of_speed_that_is_closed_is_not_the_hearts_by_inheritance),
                cmocka_unit_test(after_a_slowing_down_the_heart_is_silent_while_it_falls),
                cmocka_unit_test(a_witness_that_fell_silent_is_not_named),
                cmocka_unit_test(who_is_named_is_who_fired),
                cmocka_unit_test(who_has_spoken_is_named_in_the_end),
                cmocka_unit_test(the_heart_alone_is_told_repeated_and_cleared_once),
                cmocka_unit_test(a_strap_that_falls_silent_does_not_end_it),
                cmocka_unit_test(the_heart_alone_is_shown_before_it_is_told),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
