/* SPDX-License-Identifier: MIT */
/* Where the middle and the tail of figures lie. */
#include "bench/spread.h"

#include "support/cm.h"

static void
the_middle_is_the_mean_of_two_where_they_are_two(void **state)
{
        static const double values[] = {5, 1, 4, 2, 3, 100};
        struct spread spread = {NULL, 0, 0};

        (void) state;
        for (size_t i = 0; i < 5; i++)
                spread_add(&spread, values[i]);
        assert_true(spread_median(&spread) == 3);
        spread_add(&spread, values[5]);
        assert_true(spread_median(&spread) == 3.5);
        assert_true(spread_sum(&spread) == 115);
        spread_clear(&spread);
        assert_int_equal(spread.n, 0);
}

static void
a_share_is_the_nearest_rank(void **state)
{
        struct spread spread = {NULL, 0, 0};

        (void) state;
        for (int i = 200; i >= 1; i--)
                spread_add(&spread, i);
        assert_true(spread_at(&spread, 0) == 1);
        assert_true(spread_at(&spread, 0.5) == 100);
        assert_true(spread_at(&spread, 0.95) == 190);
        assert_true(spread_at(&spread, 1) == 200);
        spread_clear(&spread);
}

static void
of_nothing_there_is_no_figure_that_meets_a_bar(void **state)
{
        struct spread spread = {NULL, 0, 0};

        (void) state;
        assert_true(spread_median(&spread) == SPREAD_NEVER);
        assert_true(spread_at(&spread, 0.95) == SPREAD_NEVER);
        spread_clear(&spread);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_middle_is_the_mean_of_two_where_they_are_two),
                cmocka_unit_test(a_share_is_the_nearest_rank),
                cmocka_unit_test(of_nothing_there_is_no_figure_that_meets_a_bar),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
