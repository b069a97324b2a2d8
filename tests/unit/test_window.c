/* SPDX-License-Identifier: MIT */
/* The mean of what was heard lately. */
#include "core/signal/window.h"

#include "support/cm.h"

static struct pd_window
window_of_each_second(int n, int32_t first)
{
        struct pd_window window = {0};

        for (int i = 0; i < n; i++)
                pd_window_add(&window, i * PD_SEC, first + i);
        return window;
}

static int32_t
mean(const struct pd_window *window, pd_usec now, pd_usec span)
{
        int32_t ret = INT32_MIN;

        assert_true(pd_window_mean(window, now, span, &ret));
        return ret;
}

static void
an_empty_window_has_no_mean(void **state)
{
        struct pd_window window = {0};
        int32_t untouched = 77;

        (void) state;
        assert_false(pd_window_mean(&window, 0, PD_SEC, &untouched));
        assert_int_equal(untouched, 77);
}

static void
a_value_as_old_as_the_span_is_out(void **state)
{
        struct pd_window window = window_of_each_second(4, 10); /* 10 at 0 s … 13 at 3 s */

        (void) state;
        assert_int_equal(mean(&window, 3 * PD_SEC, 3 * PD_SEC), 12);     /* 11, 12, 13 */
        assert_int_equal(mean(&window, 3 * PD_SEC, 3 * PD_SEC + 1), 12); /* 11.5 rounds up */
        assert_int_equal(mean(&window, 3 * PD_SEC, 1), 13);
}

static void
the_newest_stands_for_itself_however_old(void **state)
{
        struct pd_window window = window_of_each_second(4, 10);

        (void) state;
        assert_int_equal(mean(&window, PD_HOUR, 3 * PD_SEC), 13);
}

static void
means_round_to_nearest_on_both_sides_of_zero(void **state)
{
        struct pd_window window = {0};

        (void) state;
        pd_window_add(&window, 0, -3);
        pd_window_add(&window, 0, -4);
        pd_window_add(&window, 0, -4);
        assert_int_equal(mean(&window, 0, PD_SEC), -4); /* -3.67 */
        pd_window_add(&window, 0, 4);
        assert_int_equal(mean(&window, 0, PD_SEC), -2); /* -1.75 */
}

static void
the_oldest_make_room(void **state)
{
        struct pd_window window = window_of_each_second(2 * PD_WINDOW_VALUES, 0);
        int32_t last = 2 * PD_WINDOW_VALUES - 1, first = PD_WINDOW_VALUES;

        (void) state;
        assert_int_equal(window.n, PD_WINDOW_VALUES);
        assert_int_equal(mean(&window, last * PD_SEC, PD_HOUR), (first + last + 1) / 2);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(an_empty_window_has_no_mean),
                cmocka_unit_test(a_value_as_old_as_the_span_is_out),
                cmocka_unit_test(the_newest_stands_for_itself_however_old),
                cmocka_unit_test(means_round_to_nearest_on_both_sides_of_zero),
                cmocka_unit_test(the_oldest_make_room),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
