/* SPDX-License-Identifier: MIT */
/* One sentence an athlete, the last. */
#include "control/said.h"

#include "support/cm.h"

#include <stdio.h>

static void
the_last_one_is_kept_for_each_athlete(void **state)
{
        static struct pd_said said;

        (void) state;
        pd_said_keep(&said, "anna", NULL); /* nothing to forget */
        assert_int_equal(said.n, 0);
        pd_said_keep(&said, "anna", "first");
        pd_said_keep(&said, "ben", "other");
        pd_said_keep(&said, "anna", "second");
        assert_int_equal(said.n, 2);
        assert_string_equal(said.items[0].json, "second");
        assert_string_equal(said.items[1].json, "other");
        pd_said_keep(&said, "anna", NULL);
        assert_null(said.items[0].json);
        pd_said_keep(&said, "anna", "third");
        assert_int_equal(said.n, 2);
        assert_string_equal(said.items[0].json, "third");
        pd_said_clear(&said);
        assert_int_equal(said.n, 0);
}

static void
one_athlete_too_many_is_not_kept(void **state)
{
        static struct pd_said said;
        char id[PD_ID_SIZE];

        (void) state;
        for (int i = 0; i <= PD_ATHLETES_MAX; i++) {
                snprintf(id, sizeof(id), "a%d", i);
                pd_said_keep(&said, id, "x");
        }
        assert_int_equal(said.n, PD_ATHLETES_MAX);
        pd_said_clear(&said);
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_last_one_is_kept_for_each_athlete),
                cmocka_unit_test(one_athlete_too_many_is_not_kept),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
