/* SPDX-License-Identifier: MIT */
/* One witness' filter: recovery up to 2450, LT1 2900, LT2 3450 mm/s. */
#include "core/effort/filter.h"

#include "core/signal/arith.h"

#include "support/cm.h"

#include <math.h>

static const struct pd_filter_bound sharp[PD_FILTER_BOUNDS] = {{2451, 0}, {2900, 0}, {3450, 0}};

/* The share of a normal distribution that lies below Z standard deviations. */
static double
normal_below(double z)
{
        return 0.5 * erfc(-z / sqrt(2));
}

static double
lt1_after(struct pd_filter *filter, const struct pd_filter_bound *bounds, int32_t value, int seconds)
{
        double above[PD_FILTER_BOUNDS];

        for (int i = 0; i < seconds; i++)
                pd_filter_second(filter, &pd_filter_speed, bounds, value);
        pd_filter_above(filter, bounds, above);
        return above[PD_BOUND_LT1];
}

static void
one_glance_is_the_normal_distribution(void **state)
{
        struct pd_filter filter;

        (void) state;
        for (int32_t value = 2700; value <= 3100; value += 10) {
                pd_filter_forget(&filter);
                double expected = normal_below((value + 0.5 - 2900) / (0.025 * 2900));
                assert_float_equal(lt1_after(&filter, sharp, value, 1), expected, 0.011);
        }
}

/* Of a second 17.65 % are news: after eight of them it is known as well as after
 * one glance and 1.2 more, less what she may have changed. */
static void
seconds_count_by_what_is_news_in_them(void **state)
{
        struct pd_filter filter;
        double odds;

        (void) state;
        pd_filter_forget(&filter);
        odds = lt1_after(&filter, sharp, 2935, 8);
        odds /= 1 - odds;
        assert_float_equal(pd_ln(odds), 1.702 * 35.5 / 72.5 * (1 + 7 * 0.1765), 0.15);
}

static void
a_step_over_lt1_takes_seconds_and_a_stray_second_nothing(void **state)
{
        struct pd_filter filter;

        (void) state;
        pd_filter_forget(&filter);
        assert_true(lt1_after(&filter, sharp, 2668, 300) < 0.01);
        assert_true(lt1_after(&filter, sharp, 4000, 1) < 0.05);
        assert_true(lt1_after(&filter, sharp, 2668, 5) < 0.01);
        assert_true(lt1_after(&filter, sharp, 3074, 4) < 0.5);
        assert_true(lt1_after(&filter, sharp, 3074, 6) > 0.9); /* ten seconds at 106 % */
}

static void
unheard_it_is_forgotten_slowly(void **state)
{
        struct pd_filter filter;
        double above[PD_FILTER_BOUNDS];

        (void) state;
        pd_filter_forget(&filter);
        lt1_after(&filter, sharp, 3200, 300);
        for (int i = 0; i < 10; i++)
                pd_filter_blind(&filter, &pd_filter_speed);
        pd_filter_above(&filter, sharp, above);
        assert_true(above[PD_BOUND_LT1] > 0.9);
        for (int i = 0; i < 600; i++)
                pd_filter_blind(&filter, &pd_filter_speed);
        pd_filter_above(&filter, sharp, above);
        assert_float_equal(above[PD_BOUND_LT1], 0.5, 0.01);
}

/* The width is no noise: an hour within it leaves it as it was. */
static void
a_width_is_never_averaged_away(void **state)
{
        const struct pd_filter_bound wide[PD_FILTER_BOUNDS] = {{2451, 0}, {2900, 150}, {3450, 0}};
        struct pd_filter filter;

        (void) state;
        pd_filter_forget(&filter);
        assert_float_equal(lt1_after(&filter, wide, 2975, 60), 0.75, 0.02);
        assert_float_equal(lt1_after(&filter, wide, 2975, 3600), 0.75, 0.02);
        assert_float_equal(lt1_after(&filter, wide, 2825, 3600), 0.25, 0.02);
        assert_true(lt1_after(&filter, wide, 3100, 60) > 0.95);
}

static void
a_bound_that_nobody_knows_is_not_passed(void **state)
{
        const struct pd_filter_bound none[PD_FILTER_BOUNDS] = {{2451, 0}, {2900, 0}, {0, 0}};
        struct pd_filter filter;
        double above[PD_FILTER_BOUNDS];

        (void) state;
        pd_filter_forget(&filter);
        lt1_after(&filter, none, 7000, 100);
        pd_filter_above(&filter, none, above);
        assert_true(above[PD_BOUND_LT2] == 0);
}

static void
the_bounds_are_passed_in_their_order_whatever_their_widths(void **state)
{
        const struct pd_filter_bound wide[PD_FILTER_BOUNDS] = {{2451, 0}, {2900, 0}, {3000, 600}};
        double above[PD_FILTER_BOUNDS];

        (void) state;
        for (int32_t value = 2300; value < 3700; value += 25) {
                struct pd_filter filter;

                pd_filter_forget(&filter);
                lt1_after(&filter, wide, value, 100);
                pd_filter_above(&filter, wide, above);
                assert_true(1 >= above[0] && above[0] >= above[1] && above[1] >= above[2] && above[2] >= 0);
        }
}

static void
each_state_meets_each_input(void **state)
{
        enum { NEW, GLANCED, BEGUN, STATES };
        enum { SECOND_ABOVE, SECOND_BELOW, GLANCE_BELOW, NUDGE, BLIND, FORGET, INPUTS };
        static const double none = 0, low = 0.01, high = 0.99; /* nothing is known: she is above nothing */
        const double expected[STATES][INPUTS] = {
                [NEW] = {high, low, low, none, none, none},
                [GLANCED] = {high, low, low, high, high, none}, /* of which nothing is kept */
                [BEGUN] = {high, high, low, high, high, none},
        };

        (void) state;
        for (int at = NEW; at < STATES; at++)
                for (int input = 0; input < INPUTS; input++) {
                        struct pd_filter filter;
                        double above[PD_FILTER_BOUNDS];

                        pd_filter_forget(&filter);
                        if (at == GLANCED)
                                pd_filter_glance(&filter, &pd_filter_speed, sharp, 3400);
                        lt1_after(&filter, sharp, 3400, at == BEGUN ? 60 : 0);
                        if (input == SECOND_ABOVE || input == SECOND_BELOW)
                                pd_filter_second(&filter, &pd_filter_speed, sharp, input == SECOND_ABOVE ? 3400 : 2450);
                        else if (input == GLANCE_BELOW)
                                pd_filter_glance(&filter, &pd_filter_speed, sharp, 2450);
                        else if (input == NUDGE)
                                pd_filter_nudge(&filter, PD_BOUND_LT1, -0.02);
                        else if (input == BLIND)
                                pd_filter_blind(&filter, &pd_filter_speed);
                        else
                                pd_filter_forget(&filter);
                        pd_filter_above(&filter, sharp, above);
                        if (fabs(above[PD_BOUND_LT1] - expected[at][input]) > 0.015)
                                fail_msg("state %d, input %d: %f", at, input, above[PD_BOUND_LT1]);
                }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(one_glance_is_the_normal_distribution),
                cmocka_unit_test(seconds_count_by_what_is_news_in_them),
                cmocka_unit_test(a_step_over_lt1_takes_seconds_and_a_stray_second_nothing),
                cmocka_unit_test(unheard_it_is_forgotten_slowly),
                cmocka_unit_test(a_width_is_never_averaged_away),
                cmocka_unit_test(a_bound_that_nobody_knows_is_not_passed),
                cmocka_unit_test(the_bounds_are_passed_in_their_order_whatever_their_widths),
                cmocka_unit_test(each_state_meets_each_input),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
