/* SPDX-License-Identifier: MIT */
/* The case that a prompt witness makes, mostly speed: ceiling 3000 mm/s, and where there is a floor, 2500. */
#include "core/coach/prompt_case.h"

#include "purposed/event.h"

#include "support/cm.h"

#define CEILING 3000
#define FLOOR 2500
#define CROSSED (7 * PD_SEC)

static const struct pd_prompt_second easy = {
        .crossed = PD_NEVER,
        .ceiling = CEILING,
        .patience = PD_PATIENCE_STEADY,
};

/* Seconds at SPEED; when, from 1 on, STAGE was reached in them: 0 = it was not. */
static int
run(struct pd_prompt_case *pace, const struct pd_prompt_second *asked, int seconds, int32_t speed, enum pd_case_stage stage)
{
        struct pd_prompt_second second = *asked;
        int reached = 0;

        for (int i = 1; i <= seconds; i++) {
                second.now += PD_SEC;
                second.mean = second.newest = speed;
                if (pd_prompt_case_second(pace, &second) >= stage && reached == 0)
                        reached = i;
        }
        return reached;
}

static int32_t
percent(int32_t percent)
{
        return CEILING * percent / 100;
}

static void
a_large_excess_is_told_fast_and_a_small_one_slowly(void **state)
{
        static const struct {
                enum pd_patience patience;
                int32_t speed;
                int shown, proven;
        } rows[] = {
                {PD_PATIENCE_STEADY, CEILING * 1021 / 1000, 5, 29},
                {PD_PATIENCE_STEADY, CEILING * 1025 / 1000, 4, 24},
                {PD_PATIENCE_STEADY, CEILING * 103 / 100, 4, 20},
                {PD_PATIENCE_STEADY, CEILING * 106 / 100, 4, 20},
                {PD_PATIENCE_STEADY, CEILING * 115 / 100, 4, 25}, /* a surge is waited for */
                {PD_PATIENCE_STEADY, CEILING * 150 / 100, 4, 25},
                {PD_PATIENCE_RECOVERY, CEILING * 1025 / 1000, 4, 18},
                {PD_PATIENCE_RECOVERY, CEILING * 109 / 100, 4, 15},
                {PD_PATIENCE_RECOVERY, CEILING * 115 / 100, 4, 21},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_prompt_second asked = easy;
                struct pd_prompt_case shown, proven;

                asked.patience = rows[i].patience;
                pd_prompt_case_init(&shown);
                pd_prompt_case_init(&proven);
                if (run(&shown, &asked, 60, rows[i].speed, PD_CASE_SHOWN) != rows[i].shown)
                        fail_msg("row %zu: not shown then", i);
                if (run(&proven, &asked, 60, rows[i].speed, PD_CASE_PROVEN) != rows[i].proven)
                        fail_msg("row %zu: not proven then", i);
        }
}

static void
within_the_tolerance_there_is_no_case(void **state)
{
        struct pd_prompt_case pace;

        (void) state;
        pd_prompt_case_init(&pace);
        assert_int_equal(run(&pace, &easy, 3600, CEILING * 102 / 100, PD_CASE_OPEN), 0);
        assert_int_equal(pace.told.since, PD_NEVER);
}

static void
twenty_seconds_at_any_speed_prove_nothing(void **state)
{
        static const int32_t percents[] = {115, 130, 200};

        (void) state;
        for (size_t i = 0; i < sizeof(percents) / sizeof(percents[0]); i++)
                for (enum pd_patience patience = PD_PATIENCE_RECOVERY; patience <= PD_PATIENCE_STEADY; patience++) {
                        struct pd_prompt_second asked = easy;
                        struct pd_prompt_case pace;

                        asked.patience = patience;
                        pd_prompt_case_init(&pace);
                        for (int n = 0; n < 20; n++) {
                                assert_int_equal(run(&pace, &asked, 20, percent(percents[i]), PD_CASE_PROVEN), 0);
                                assert_int_equal(run(&pace, &asked, 280, percent(92), PD_CASE_PROVEN), 0);
                                assert_int_equal(pace.told.stage, PD_CASE_CLEAR);
                        }
                }
}

static void
what_comes_back_by_itself_all_the_time_is_waited_for(void **state)
{
        struct pd_prompt_case clean, straying;

        (void) state;
        pd_prompt_case_init(&clean);
        pd_prompt_case_init(&straying);
        run(&clean, &easy, 600, percent(92), PD_CASE_OPEN);
        for (int i = 0; i < 20; i++)
                run(&straying, &easy, 30, percent(i % 2 == 0 ? 90 : 94), PD_CASE_OPEN);
        assert_int_equal(run(&clean, &easy, 60, percent(106), PD_CASE_PROVEN), 20);
        assert_int_equal(run(&straying, &easy, 60, percent(106), PD_CASE_PROVEN), 50);
}

static void
watts_stray_as_a_speed_does(void **state)
{
        struct pd_prompt_second asked = easy;
        struct pd_prompt_case power;

        (void) state;
        asked.ceiling = 250;
        pd_prompt_case_init(&power);
        for (int i = 0; i < 20; i++)
                run(&power, &asked, 30, i % 2 == 0 ? 225 : 235, PD_CASE_OPEN);
        assert_true(pd_prompt_case_strays(&power));
        assert_int_equal(run(&power, &asked, 60, 265, PD_CASE_PROVEN), 50);
}

static void
walking_at_times_is_no_straying(void **state)
{
        struct pd_prompt_second running = easy, walking = easy;
        struct pd_prompt_case pace;

        (void) state;
        walking.walks = true;
        pd_prompt_case_init(&pace);
        for (int i = 0; i < 20; i++) {
                run(&pace, &running, 20, percent(92), PD_CASE_OPEN);
                run(&pace, &walking, 10, percent(i % 2 == 0 ? 10 : 25), PD_CASE_OPEN);
        }
        assert_false(pd_prompt_case_strays(&pace));
}

static void
what_lasts_is_told_however_small_and_straying(void **state)
{
        struct pd_prompt_case pace;

        (void) state;
        pd_prompt_case_init(&pace);
        for (int i = 0; i < 20; i++)
                run(&pace, &easy, 30, percent(i % 2 == 0 ? 90 : 94), PD_CASE_OPEN);
        assert_in_range(run(&pace, &easy, 90, CEILING * 1021 / 1000, PD_CASE_PROVEN), 50, 70);
}

static void
excesses_that_were_told_make_nobody_stray(void **state)
{
        struct pd_prompt_case pace;

        (void) state;
        pd_prompt_case_init(&pace);
        run(&pace, &easy, 290, percent(92), PD_CASE_OPEN); /* the half minutes end within what follows */
        for (int i = 0; i < 6; i++) {
                assert_int_equal(run(&pace, &easy, 60, percent(106), PD_CASE_PROVEN), 20);
                run(&pace, &easy, 60, percent(92), PD_CASE_PROVEN);
                assert_int_equal(pace.told.stage, PD_CASE_CLEAR);
        }
}

static void
a_heart_that_says_so_too_needs_less(void **state)
{
        struct pd_prompt_second asked = easy;
        struct pd_prompt_case pace;

        (void) state;
        asked.borne_out = true;
        pd_prompt_case_init(&pace);
        assert_int_equal(run(&pace, &asked, 600, percent(101), PD_CASE_OPEN), 0);
        assert_int_equal(run(&pace, &asked, 60, CEILING * 1015 / 1000, PD_CASE_PROVEN), 20);
}

static void
a_floor_is_judged_as_a_ceiling_is(void **state)
{
        struct pd_prompt_second asked = easy;
        struct pd_prompt_case pace;

        (void) state;
        asked.floor = FLOOR;
        pd_prompt_case_init(&pace);
        assert_int_equal(run(&pace, &asked, 60, FLOOR * 94 / 100, PD_CASE_PROVEN), 20);
        assert_int_equal(pace.side, PD_SIDE_UNDER);
        assert_int_equal(pace.told.since, PD_SEC);
}

static void
a_case_is_as_old_as_the_frame_that_crossed(void **state)
{
        struct pd_prompt_second asked = easy;
        struct pd_prompt_case pace;

        (void) state;
        asked.now = CROSSED + PD_SEC;
        asked.crossed = CROSSED;
        pd_prompt_case_init(&pace);
        run(&pace, &asked, 5, percent(106), PD_CASE_PROVEN);
        assert_int_equal(pace.told.since, CROSSED);
}

static void
a_frame_within_the_bound_holds_the_word_back(void **state)
{
        struct pd_prompt_second second = easy;
        struct pd_prompt_case pace;

        (void) state;
        pd_prompt_case_init(&pace);
        run(&pace, &easy, 19, percent(106), PD_CASE_PROVEN);
        second.mean = percent(106);
        second.newest = percent(92); /* the mean does not know it yet */
        assert_int_equal(pd_prompt_case_second(&pace, &second), PD_CASE_SHOWN);
        second.newest = percent(106);
        assert_int_equal(pd_prompt_case_second(&pace, &second), PD_CASE_PROVEN);
}

/* Of a rep the first 10 s are for getting up to speed; then the mean of what
 * is known, of 8 s at least, decides. */
static void
a_rep_is_told_by_its_mean(void **state)
{
        static const struct {
                int32_t before_s, before, then;
                int proven; /* of the seconds in THEN; 0: not at all */
        } rows[] = {
                {0, 0, FLOOR * 95 / 100, 18},
                {0, 0, FLOOR * 97 / 100, 18},
                {0, 0, FLOOR * 98 / 100, 0},
                {8, FLOOR / 2, FLOOR, 0}, /* got there in time */
                {30, FLOOR, FLOOR * 95 / 100, 9}, /* 15 s of which nine are 5 % off */
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_prompt_second asked = {.crossed = PD_NEVER, .floor = FLOOR, .patience = PD_PATIENCE_REP};
                struct pd_prompt_case pace;

                pd_prompt_case_init(&pace);
                pd_prompt_case_forget(&pace);
                if (run(&pace, &asked, rows[i].before_s, rows[i].before, PD_CASE_PROVEN) != 0)
                        fail_msg("row %zu: told before", i);
                if (run(&pace, &asked, 40, rows[i].then, PD_CASE_PROVEN) != rows[i].proven)
                        fail_msg("row %zu: not told then", i);
        }
}

static void
a_new_step_gives_time_to_change_speed(void **state)
{
        struct pd_prompt_case pace;

        (void) state;
        pd_prompt_case_init(&pace);
        run(&pace, &easy, 60, percent(106), PD_CASE_PROVEN);
        pd_prompt_case_forget(&pace);
        assert_int_equal(pace.told.stage, PD_CASE_CLEAR);
        assert_int_equal(run(&pace, &easy, 60, percent(106), PD_CASE_OPEN), 11);
}

/* ---- each stage and all that may come ---------------------------------------- */

enum input { FAR_OVER, JUST_OVER, WITHIN_FOR_A_MOMENT, WITHIN_FOR_LONG, SILENT, FORGET, CLOSE, INPUTS };

static enum pd_case_stage
after(struct pd_prompt_case *pace, enum input input)
{
        switch (input) {
        case FAR_OVER:
                run(pace, &easy, 1, percent(110), PD_CASE_PROVEN);
                break;
        case JUST_OVER:
                run(pace, &easy, 1, percent(101), PD_CASE_PROVEN);
                break;
        case WITHIN_FOR_A_MOMENT:
                run(pace, &easy, 1, percent(98), PD_CASE_PROVEN);
                break;
        case WITHIN_FOR_LONG:
                run(pace, &easy, 8, percent(99), PD_CASE_PROVEN);
                break;
        case SILENT:
                run(pace, &easy, 600, PD_UNKNOWN, PD_CASE_PROVEN);
                break;
        case FORGET:
                pd_prompt_case_forget(pace);
                break;
        case CLOSE:
                pd_prompt_case_close(pace);
                break;
        case INPUTS:
                break;
        }
        return pace->told.stage;
}

static void
each_stage_and_each_input(void **state)
{
        static const int seconds[] = {[PD_CASE_CLEAR] = 0, [PD_CASE_OPEN] = 2, [PD_CASE_SHOWN] = 6, [PD_CASE_PROVEN] = 25};
        static const enum pd_case_stage expected[][INPUTS] = {
                [PD_CASE_CLEAR] = {PD_CASE_OPEN, PD_CASE_CLEAR, PD_CASE_CLEAR, PD_CASE_CLEAR, PD_CASE_CLEAR, PD_CASE_CLEAR, PD_CASE_CLEAR},
                [PD_CASE_OPEN] = {PD_CASE_OPEN, PD_CASE_OPEN, PD_CASE_OPEN, PD_CASE_CLEAR, PD_CASE_OPEN, PD_CASE_CLEAR, PD_CASE_CLEAR},
                [PD_CASE_SHOWN] = {PD_CASE_SHOWN, PD_CASE_SHOWN, PD_CASE_SHOWN, PD_CASE_CLEAR, PD_CASE_SHOWN, PD_CASE_CLEAR, PD_CASE_CLEAR},
                [PD_CASE_PROVEN] = {PD_CASE_PROVEN, PD_CASE_PROVEN, PD_CASE_PROVEN, PD_CASE_CLEAR, PD_CASE_PROVEN, PD_CASE_CLEAR,
                        PD_CASE_CLEAR},
        };

        (void) state;
        for (size_t stage = PD_CASE_CLEAR; stage <= PD_CASE_PROVEN; stage++)
                for (size_t input = 0; input < INPUTS; input++) {
                        struct pd_prompt_case pace;

                        pd_prompt_case_init(&pace);
                        run(&pace, &easy, seconds[stage], percent(106), PD_CASE_PROVEN);
                        assert_int_equal(pace.told.stage, stage);
                        if (after(&pace, (enum input) input) != expected[stage][input])
                                fail_msg("stage %zu, input %zu: %d", stage, input, (int) pace.told.stage);
                        assert_int_equal(pace.told.stage == PD_CASE_CLEAR, pace.side == PD_SIDE_NONE);
                        assert_int_equal(pace.told.stage == PD_CASE_CLEAR, pace.told.since == PD_NEVER);
                        assert_int_equal(pace.told.back_since != PD_NEVER, stage != PD_CASE_CLEAR && input == WITHIN_FOR_A_MOMENT);
                }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_large_excess_is_told_fast_and_a_small_one_slowly),
                cmocka_unit_test(within_the_tolerance_there_is_no_case),
                cmocka_unit_test(twenty_seconds_at_any_speed_prove_nothing),
                cmocka_unit_test(what_comes_back_by_itself_all_the_time_is_waited_for),
                cmocka_unit_test(watts_stray_as_a_speed_does),
                cmocka_unit_test(walking_at_times_is_no_straying),
                cmocka_unit_test(what_lasts_is_told_however_small_and_straying),
                cmocka_unit_test(excesses_that_were_told_make_nobody_stray),
                cmocka_unit_test(a_heart_that_says_so_too_needs_less),
                cmocka_unit_test(a_floor_is_judged_as_a_ceiling_is),
                cmocka_unit_test(a_case_is_as_old_as_the_frame_that_crossed),
                cmocka_unit_test(a_frame_within_the_bound_holds_the_word_back),
                cmocka_unit_test(a_rep_is_told_by_its_mean),
                cmocka_unit_test(a_new_step_gives_time_to_change_speed),
                cmocka_unit_test(each_stage_and_each_input),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
