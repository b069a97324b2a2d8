/* SPDX-License-Identifier: MIT */
#include "purposed/trouble.h"

#include "support/cm.h"

#include <string.h>

static void
every_trouble_has_a_word_and_a_sentence(void **state)
{
        (void) state;
        assert_null(pd_trouble_name(PD_TROUBLE_NONE));
        assert_string_equal(pd_trouble_text(PD_TROUBLE_NONE), "");
        for (int i = PD_TROUBLE_NONE + 1; i < PD_TROUBLE_COUNT; i++) {
                assert_true(strlen(pd_trouble_name((enum pd_trouble) i)) > 3);
                assert_true(strlen(pd_trouble_text((enum pd_trouble) i)) > 20);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_trouble_has_a_word_and_a_sentence),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
