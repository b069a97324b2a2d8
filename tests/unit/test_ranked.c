/* SPDX-License-Identifier: MIT */
/* Quartiles and median of the newest values, without sorting. */
#include "core/signal/ranked.h"

#include "support/cm.h"

#include <stdlib.h>

static struct pd_ranked
ranked_of(const int16_t *values, size_t n)
{
        struct pd_ranked ranked = {.n = 0};

        for (size_t i = 0; i < n; i++)
                pd_ranked_add(&ranked, values[i]);
        return ranked;
}

static void
nothing_has_neither_quartiles_nor_median(void **state)
{
        struct pd_ranked ranked = {.n = 0};

        (void) state;
        assert_int_equal(pd_ranked_iqr_quarters(&ranked), 0);
        assert_int_equal(pd_ranked_median_twice(&ranked), 0);
}

static void
quartiles_lie_between_values_as_numpy_has_them(void **state)
{
        static const struct {
                size_t n;
                int16_t values[6];
                int32_t iqr_quarters, median_twice;
        } rows[] = {
                {1, {7}, 0, 14},
                {2, {1, 5}, 8, 6},                /* 2 to 4 */
                {3, {9, 1, 5}, 16, 10},           /* 3 to 7 */
                {4, {4, 1, 3, 2}, 6, 5},          /* 1.75 to 3.25 */
                {5, {50, 10, 40, 20, 30}, 80, 60}, /* 20 to 40 */
                {6, {6, 5, 4, 3, 2, 1}, 10, 7},   /* 2.25 to 4.75 */
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_ranked ranked = ranked_of(rows[i].values, rows[i].n);
                assert_int_equal(pd_ranked_iqr_quarters(&ranked), rows[i].iqr_quarters);
                assert_int_equal(pd_ranked_median_twice(&ranked), rows[i].median_twice);
        }
}

static void
of_equal_values_one_goes_at_a_time(void **state)
{
        struct pd_ranked ranked = ranked_of((int16_t[]) {3, 3, 3, 8}, 4);

        (void) state;
        pd_ranked_remove(&ranked, 3);
        assert_int_equal(ranked.n, 3);
        assert_int_equal(pd_ranked_median_twice(&ranked), 6);
        pd_ranked_remove(&ranked, 8);
        pd_ranked_remove(&ranked, 3);
        assert_int_equal(pd_ranked_median_twice(&ranked), 6);
}

/* Full, and one in before the oldest is out. */
static void
a_sliding_window_stays_in_order(void **state)
{
        int16_t values[1000];
        struct pd_ranked ranked = {.n = 0};

        (void) state;
        srand(1);
        for (size_t i = 0; i < 1000; i++) {
                values[i] = (int16_t) (rand() % 50);
                pd_ranked_add(&ranked, values[i]);
                if (i >= PD_RANKED_VALUES)
                        pd_ranked_remove(&ranked, values[i - PD_RANKED_VALUES]);
                for (size_t k = 1; k < ranked.n; k++)
                        assert_true(ranked.value[k - 1] <= ranked.value[k]);
        }
        assert_int_equal(ranked.n, PD_RANKED_VALUES);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(nothing_has_neither_quartiles_nor_median),
                cmocka_unit_test(quartiles_lie_between_values_as_numpy_has_them),
                cmocka_unit_test(of_equal_values_one_goes_at_a_time),
                cmocka_unit_test(a_sliding_window_stays_in_order),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
