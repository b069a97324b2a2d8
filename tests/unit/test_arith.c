/* SPDX-License-Identifier: MIT */
/* Held against libm. */
#include "core/signal/arith.h"

#include "support/cm.h"

#include <math.h>

static void
the_logarithm_is_that_of_libm(void **state)
{
        (void) state;
        for (double x = 1e-12; x < 1e12; x *= 1.0137) {
                double expected = log(x), most = 2e-15 * (fabs(expected) > 1 ? fabs(expected) : 1);

                assert_true(fabs(pd_ln(x) - expected) <= most);
        }
        assert_true(pd_ln(1) == 0);
}

static void
the_exponential_is_that_of_libm(void **state)
{
        (void) state;
        for (double x = -699; x < 699; x += 0.0917)
                assert_true(fabs(pd_exp(x) / exp(x) - 1) <= 1e-14);
        assert_true(pd_exp(0) == 1);
}

static void
the_exponential_ends_where_its_numbers_do(void **state)
{
        (void) state;
        assert_true(pd_exp(-1e9) == 0);
        assert_true(pd_exp(1e9) == pd_exp(700));
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_logarithm_is_that_of_libm),
                cmocka_unit_test(the_exponential_is_that_of_libm),
                cmocka_unit_test(the_exponential_ends_where_its_numbers_do),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
