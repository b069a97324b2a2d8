/* SPDX-License-Identifier: MIT */
/* An empty message: an order without words, or the taking back of one that was retained. */
#include "mqtt/clearing.h"

#include "support/cm.h"

static bool
comes(struct pd_clearing *clearing, bool v5, const char *verb, bool retained, size_t length)
{
        return pd_clearing_judge(clearing, v5, verb, retained, length);
}

static void
in_version_5_it_bears_retain_itself(void **state)
{
        struct pd_clearing clearing = {0};

        (void) state;
        assert_false(comes(&clearing, true, "lap", false, 0));
        assert_false(comes(&clearing, true, "lap", true, 2));
        assert_false(comes(&clearing, true, "lap", false, 0)); /* what was kept before does not matter */
        assert_true(comes(&clearing, true, "lap", true, 0));
}

static void
in_version_3_it_is_known_by_what_was_kept(void **state)
{
        struct pd_clearing clearing = {0};

        (void) state;
        assert_false(comes(&clearing, false, "lap", false, 0));
        assert_false(comes(&clearing, false, "lap", false, 2));
        assert_false(comes(&clearing, false, "lap", false, 0)); /* that was not kept */
        assert_false(comes(&clearing, false, "lap", true, 2));
        assert_false(comes(&clearing, false, "skip", false, 0)); /* of another verb */
        assert_false(comes(&clearing, false, "lap", false, 2));  /* an order as any */
        assert_true(comes(&clearing, false, "lap", false, 0));
        assert_false(comes(&clearing, false, "lap", false, 0)); /* there is nothing left to take back */
        assert_true(comes(&clearing, false, "lap", true, 0));
}

static void
of_what_is_no_verb_nothing_is_known(void **state)
{
        struct pd_clearing clearing = {0};

        (void) state;
        assert_false(comes(&clearing, false, "jump", true, 2));
        assert_false(comes(&clearing, false, "jump", false, 0));
        assert_true(comes(&clearing, false, "jump", true, 0));
        assert_int_equal(clearing.kept, 0);
}

static void
the_last_verb_has_its_place(void **state)
{
        const char *last = pd_command_verb_name((enum pd_command_verb)(PD_COMMAND_VERB_COUNT - 1));
        struct pd_clearing clearing = {0};

        (void) state;
        assert_false(comes(&clearing, false, last, true, 1));
        assert_false(comes(&clearing, false, pd_command_verb_name((enum pd_command_verb) 0), false, 0));
        assert_true(comes(&clearing, false, last, false, 0));
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(in_version_5_it_bears_retain_itself),
                cmocka_unit_test(in_version_3_it_is_known_by_what_was_kept),
                cmocka_unit_test(of_what_is_no_verb_nothing_is_known),
                cmocka_unit_test(the_last_verb_has_its_place),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
