/* SPDX-License-Identifier: MIT */
#include "core/anchors/critical.h"

#include "support/cm.h"

#include <errno.h>
#include <math.h>

static void
three_efforts_on_a_line_are_its_slope_and_its_height(void **state)
{
        const struct pd_exertion exertions[] = {{240, 4 * 240 + 200}, {420, 4 * 420 + 200}, {720, 4 * 720 + 200}};
        struct pd_critical critical;

        (void) state;
        assert_int_equal(pd_critical_fit(exertions, 3, &critical), 0);
        assert_true(fabs(critical.speed_m_s - 4) < 1e-9);
        assert_true(fabs(critical.d_prime_m - 200) < 1e-6);
        assert_true(critical.speed_error < 1e-6 && critical.d_prime_error < 1e-3);
}

/* By the textbook's formula with the sum of t squared, worked out apart; the residual variance over n - 2. */
static void
what_scatters_has_the_textbooks_error(void **state)
{
        const struct pd_exertion exertions[] = {{150, 800}, {300, 1420}, {600, 2600}, {900, 3900}};
        struct pd_critical critical;

        (void) state;
        assert_int_equal(pd_critical_fit(exertions, 4, &critical), 0);
        assert_true(fabs(critical.speed_m_s - 4.112994350) < 1e-6);
        assert_true(fabs(critical.d_prime_m - 174.915254237) < 1e-3);
        assert_true(fabs(critical.speed_error - 0.062136620) < 1e-6);
        assert_true(fabs(critical.d_prime_error - 35.184089272) < 1e-3);
}

static void
two_efforts_or_three_of_one_length_are_no_line(void **state)
{
        const struct pd_exertion alike[] = {{300, 1400}, {300, 1410}, {300, 1420}};
        struct pd_critical critical;

        (void) state;
        assert_int_equal(pd_critical_fit(alike, 2, &critical), -ENODATA);
        assert_int_equal(pd_critical_fit(alike, 3, &critical), -ENODATA);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(three_efforts_on_a_line_are_its_slope_and_its_height),
                cmocka_unit_test(what_scatters_has_the_textbooks_error),
                cmocka_unit_test(two_efforts_or_three_of_one_length_are_no_line),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
