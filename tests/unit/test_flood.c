/* SPDX-License-Identifier: MIT */
/* How many commands are taken. */
#include "mqtt/flood.h"

#include "support/cm.h"

static int
count(struct pd_flood *flood, pd_usec now, int n, enum pd_flood_verdict verdict)
{
        int hits = 0;

        for (int i = 0; i < n; i++)
                hits += pd_flood_judge(flood, now) == verdict;
        return hits;
}

static void
so_many_are_taken_in_a_second(void **state)
{
        struct pd_flood flood = {0};

        (void) state;
        assert_int_equal(count(&flood, PD_SEC, PD_FLOOD_SECOND, PD_FLOOD_TAKE), PD_FLOOD_SECOND);
        assert_int_equal(pd_flood_judge(&flood, PD_SEC), PD_FLOOD_REFUSE);
        assert_int_equal(pd_flood_judge(&flood, 2 * PD_SEC - 1), PD_FLOOD_REFUSE);
        assert_int_equal(pd_flood_judge(&flood, 2 * PD_SEC), PD_FLOOD_TAKE);
}

static void
so_many_are_taken_in_a_minute(void **state)
{
        struct pd_flood flood = {0};
        int taken = 0;

        (void) state;
        for (int second = 0; second < 60; second++)
                taken += count(&flood, PD_SEC + second * PD_SEC, 10, PD_FLOOD_TAKE);
        assert_int_equal(taken, PD_FLOOD_MINUTE);
        assert_int_equal(pd_flood_judge(&flood, PD_SEC + PD_MINUTE), PD_FLOOD_TAKE);
}

static void
so_many_are_told_and_the_rest_is_ignored(void **state)
{
        struct pd_flood flood = {0};

        (void) state;
        (void) count(&flood, PD_SEC, PD_FLOOD_SECOND, PD_FLOOD_TAKE);
        assert_int_equal(count(&flood, PD_SEC, 1000, PD_FLOOD_REFUSE), PD_FLOOD_REFUSED);
        assert_int_equal(pd_flood_judge(&flood, PD_SEC), PD_FLOOD_IGNORE);
        assert_int_equal(pd_flood_judge(&flood, 3 * PD_SEC), PD_FLOOD_TAKE); /* it is over */
        (void) count(&flood, 3 * PD_SEC, PD_FLOOD_SECOND, PD_FLOOD_TAKE);
        assert_int_equal(pd_flood_judge(&flood, 3 * PD_SEC), PD_FLOOD_IGNORE);
        (void) count(&flood, PD_SEC + PD_MINUTE, PD_FLOOD_SECOND, PD_FLOOD_TAKE);
        assert_int_equal(pd_flood_judge(&flood, PD_SEC + PD_MINUTE), PD_FLOOD_REFUSE);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(so_many_are_taken_in_a_second),
                cmocka_unit_test(so_many_are_taken_in_a_minute),
                cmocka_unit_test(so_many_are_told_and_the_rest_is_ignored),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
