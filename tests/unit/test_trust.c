/* SPDX-License-Identifier: MIT */
/* Whom BlueZ may reconnect by itself: what is said of an object, and that it is said once. */
#include "bluez/trust.h"

#include "support/cm.h"

#include <string.h>

#define DEVICE "/org/bluez/hci0/dev_C0_00_00_00_00_01"
#define ELSEWHERE "/org/bluez/hci1/dev_C0_00_00_00_00_01"

static enum pd_trust_action
look(struct pd_trust *trust, const char *path, bool trusted, bool pulled)
{
        return pd_trust_look(trust, &(struct pd_trust_facts){.path = path, .trusted = trusted, .pulled = pulled});
}

static void
the_first_look_says_what_the_facts_call_for(void **state)
{
        static const struct {
                bool released, known, trusted, pulled;
                enum pd_trust_action action;
        } cases[] = {
                {false, false, false, false, PD_TRUST_NOTHING},
                {false, true, false, false, PD_TRUST_GIVE},
                {false, true, false, true, PD_TRUST_GIVE},
                {false, true, true, true, PD_TRUST_NOTHING},
                {true, false, false, true, PD_TRUST_NOTHING},
                {true, true, true, false, PD_TRUST_TAKE},
                {true, true, true, true, PD_TRUST_TAKE}, /* on a trusted one Disconnect would switch nothing off */
                {true, true, false, false, PD_TRUST_NOTHING},
                {true, true, false, true, PD_TRUST_LET_GO},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                struct pd_trust trust = {.released = cases[i].released};
                const char *path = cases[i].known ? DEVICE : NULL;

                assert_int_equal(look(&trust, path, cases[i].trusted, cases[i].pulled), cases[i].action);
                assert_int_equal(look(&trust, path, cases[i].trusted, cases[i].pulled), PD_TRUST_NOTHING); /* once */
        }
}

static void
a_person_who_takes_the_trust_back_has_his_way(void **state)
{
        struct pd_trust trust = {0};

        (void) state;
        assert_int_equal(look(&trust, DEVICE, false, true), PD_TRUST_GIVE);
        assert_int_equal(look(&trust, DEVICE, true, true), PD_TRUST_NOTHING);
        assert_int_equal(look(&trust, DEVICE, false, true), PD_TRUST_NOTHING);
        assert_int_equal(look(&trust, NULL, false, true), PD_TRUST_NOTHING);
        assert_int_equal(look(&trust, DEVICE, false, true), PD_TRUST_GIVE); /* another object's life */
        assert_int_equal(look(&trust, ELSEWHERE, false, true), PD_TRUST_GIVE);
}

static void
a_released_one_is_let_go_when_it_is_no_longer_trusted_and_could_be_pulled_in(void **state)
{
        struct pd_trust trust = {0};

        (void) state;
        pd_trust_called(&trust, DEVICE);
        assert_int_equal(look(&trust, DEVICE, true, true), PD_TRUST_NOTHING);
        assert_true(trust.called);
        pd_trust_release(&trust, true);
        assert_false(trust.called);
        assert_int_equal(look(&trust, DEVICE, true, false), PD_TRUST_TAKE);
        assert_int_equal(look(&trust, DEVICE, false, false), PD_TRUST_NOTHING);
        assert_int_equal(look(&trust, DEVICE, false, true), PD_TRUST_LET_GO);
        assert_int_equal(look(&trust, DEVICE, false, true), PD_TRUST_NOTHING); /* it may be another program's now */
        assert_int_equal(look(&trust, NULL, false, false), PD_TRUST_NOTHING);
        assert_true(trust.released);
        assert_int_equal(look(&trust, DEVICE, false, true), PD_TRUST_LET_GO);
        pd_trust_release(&trust, false);
        assert_int_equal(look(&trust, DEVICE, false, true), PD_TRUST_GIVE);
}

static void
one_that_was_ended_already_is_let_go_again_only_by_a_later_profile(void **state)
{
        struct pd_trust trust = {.released = true};

        (void) state;
        pd_trust_ended(&trust, DEVICE, true);
        assert_int_equal(look(&trust, DEVICE, true, true), PD_TRUST_NOTHING); /* BlueZ has not said yet */
        assert_int_equal(look(&trust, DEVICE, false, true), PD_TRUST_NOTHING);
        pd_trust_release(&trust, true);
        pd_trust_ended(&trust, DEVICE, false);
        assert_int_equal(look(&trust, DEVICE, false, false), PD_TRUST_NOTHING);
        assert_int_equal(look(&trust, DEVICE, false, true), PD_TRUST_LET_GO);
        assert_true(trust.released);
}

static void
a_new_registration_lets_a_released_one_go_again_but_not_from_another_program(void **state)
{
        struct pd_trust trust = {.released = true};
        struct pd_trust_facts facts = {.path = DEVICE, .pulled = true, .connected = true};

        (void) state;
        assert_int_equal(pd_trust_look(&trust, &facts), PD_TRUST_NOTHING);
        facts.connected = false;
        assert_int_equal(pd_trust_look(&trust, &facts), PD_TRUST_NOTHING);
        pd_trust_registered(&trust);
        assert_int_equal(pd_trust_look(&trust, &facts), PD_TRUST_LET_GO);
        assert_int_equal(pd_trust_look(&trust, &facts), PD_TRUST_NOTHING);
        pd_trust_registered(&trust);
        facts.connected = true;
        assert_int_equal(pd_trust_look(&trust, &facts), PD_TRUST_NOTHING);
}

static void
a_call_counts_for_its_object_alone(void **state)
{
        struct pd_trust trust = {0};

        (void) state;
        pd_trust_called(&trust, DEVICE);
        look(&trust, DEVICE, true, true);
        assert_true(trust.called);
        look(&trust, ELSEWHERE, true, true);
        assert_false(trust.called);
        assert_string_equal(trust.path, ELSEWHERE);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_first_look_says_what_the_facts_call_for),
                cmocka_unit_test(a_person_who_takes_the_trust_back_has_his_way),
                cmocka_unit_test(a_released_one_is_let_go_when_it_is_no_longer_trusted_and_could_be_pulled_in),
                cmocka_unit_test(one_that_was_ended_already_is_let_go_again_only_by_a_later_profile),
                cmocka_unit_test(a_new_registration_lets_a_released_one_go_again_but_not_from_another_program),
                cmocka_unit_test(a_call_counts_for_its_object_alone),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
