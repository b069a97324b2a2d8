/* SPDX-License-Identifier: MIT */
/* The words of the doubts. */
#include "purposed/doubt.h"

#include "support/cm.h"

#include <string.h>

static void
each_doubt_has_a_word_of_its_own(void **state)
{
        (void) state;
        assert_null(pd_doubt_name(PD_DOUBT_NONE));
        for (enum pd_doubt a = PD_DOUBT_NONE + 1; a < PD_DOUBT_COUNT; a++) {
                assert_non_null(pd_doubt_name(a));
                for (enum pd_doubt b = PD_DOUBT_NONE + 1; b < a; b++)
                        assert_string_not_equal(pd_doubt_name(a), pd_doubt_name(b));
        }
        assert_string_equal(pd_doubt_name(PD_DOUBT_CADENCE_LOCK), "cadence_lock");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(each_doubt_has_a_word_of_its_own),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
