/* SPDX-License-Identifier: MIT */
/* The heart answers to what was some seconds ago. */
#include "core/signal/delay.h"

#include "support/cm.h"

static void
a_speed_counts_after_the_dead_time(void **state)
{
        struct pd_delay delay;

        (void) state;
        pd_delay_begin(&delay, 2);
        for (int i = 0; i < PD_DELAY_S; i++)
                assert_true(pd_delay_second(&delay, 3 + i) == 2);
        for (int i = 0; i < 3 * PD_DELAY_S; i++)
                assert_true(pd_delay_second(&delay, 3 + PD_DELAY_S + i) == 3 + i);
        pd_delay_begin(&delay, 1);
        assert_true(pd_delay_second(&delay, 9) == 1);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_speed_counts_after_the_dead_time),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
