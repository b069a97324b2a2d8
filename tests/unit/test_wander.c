/* SPDX-License-Identifier: MIT */
/* How far a runner's speed or power strays by itself, in tenths of a permille. */
#include "core/coach/wander.h"

#include "purposed/event.h"

#include "support/cm.h"

static void
run(struct pd_wander *wander, int seconds, int32_t speed_mm_s)
{
        for (int i = 0; i < seconds; i++)
                pd_wander_second(wander, speed_mm_s);
}

static void
nothing_is_known_in_the_first_minutes(void **state)
{
        struct pd_wander wander = {0};

        (void) state;
        run(&wander, 149, 3000);
        assert_int_equal(pd_wander_mean(&wander), PD_UNKNOWN);
        run(&wander, 1, 3000);
        assert_int_equal(pd_wander_mean(&wander), 0);
}

static void
half_minutes_are_compared_with_the_one_before(void **state)
{
        struct pd_wander wander = {0};

        (void) state;
        for (int i = 0; i < 10; i++)
                run(&wander, 30, i % 2 == 0 ? 2970 : 3030);
        assert_int_equal(pd_wander_mean(&wander), 200); /* 60 of 3000 */
}

static void
what_is_quicker_than_half_a_minute_is_no_straying(void **state)
{
        struct pd_wander wander = {0};

        (void) state;
        for (int i = 0; i < 300; i++)
                run(&wander, 1, i % 2 == 0 ? 2700 : 3300);
        assert_int_equal(pd_wander_mean(&wander), 0);
}

static void
one_surge_counts_as_four_percent_at_most(void **state)
{
        struct pd_wander wander = {0};

        (void) state;
        run(&wander, 300, 3000);
        run(&wander, 30, 4500);
        run(&wander, 270, 3000);
        assert_int_equal(pd_wander_mean(&wander), 2 * 400 / 19);
}

static void
ten_minutes_are_remembered(void **state)
{
        struct pd_wander wander = {0};

        (void) state;
        for (int i = 0; i < 30; i++)
                run(&wander, 30, i % 2 == 0 ? 2970 : 3030);
        run(&wander, 10 * 60, 3030);
        assert_int_equal(pd_wander_mean(&wander), 0);
}

static void
standing_and_silence_say_nothing(void **state)
{
        struct pd_wander wander = {0};

        (void) state;
        run(&wander, 180, 3000);
        run(&wander, 45, 0);
        run(&wander, 15, 3000);
        run(&wander, 60, PD_UNKNOWN);
        run(&wander, 180, 3000);
        assert_int_equal(pd_wander_mean(&wander), 0);
}

static void
across_a_break_nothing_is_compared(void **state)
{
        struct pd_wander wander = {0};

        (void) state;
        run(&wander, 180, 3000);
        pd_wander_break(&wander);
        run(&wander, 180, 4000);
        assert_int_equal(pd_wander_mean(&wander), 0);
}

static void
what_turned_out_to_be_meant_is_taken_back(void **state)
{
        struct pd_wander wander = {0};

        (void) state;
        run(&wander, 180, 3000);
        pd_wander_mark(&wander);
        run(&wander, 60, 3100);
        assert_true(pd_wander_mean(&wander) > 0);
        pd_wander_take_back(&wander);
        assert_int_equal(pd_wander_mean(&wander), 0);
        run(&wander, 60, 3100);
        assert_int_equal(pd_wander_mean(&wander), 0);
}

static void
no_more_is_taken_back_than_there_is(void **state)
{
        struct pd_wander wander = {0};

        (void) state;
        pd_wander_take_back(&wander);
        assert_int_equal(pd_wander_mean(&wander), PD_UNKNOWN);
        pd_wander_mark(&wander);
        for (int i = 0; i < 60; i++)
                run(&wander, 30, i % 2 == 0 ? 2970 : 3030);
        pd_wander_take_back(&wander);
        assert_int_equal(pd_wander_mean(&wander), PD_UNKNOWN);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(nothing_is_known_in_the_first_minutes),
                cmocka_unit_test(half_minutes_are_compared_with_the_one_before),
                cmocka_unit_test(what_is_quicker_than_half_a_minute_is_no_straying),
                cmocka_unit_test(one_surge_counts_as_four_percent_at_most),
                cmocka_unit_test(ten_minutes_are_remembered),
                cmocka_unit_test(standing_and_silence_say_nothing),
                cmocka_unit_test(across_a_break_nothing_is_compared),
                cmocka_unit_test(what_turned_out_to_be_meant_is_taken_back),
                cmocka_unit_test(no_more_is_taken_back_than_there_is),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
