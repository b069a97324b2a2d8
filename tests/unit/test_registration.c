/* SPDX-License-Identifier: MIT */
/* The registration with one adapter: every state with every input, then patience. */
#include "bluez/registration.h"

#include "support/cm.h"

#define START (1000 * PD_SEC)

static void
lead_to(struct pd_registration *registration, enum pd_registration_state state)
{
        pd_registration_init(registration);
        if (state == PD_REGISTRATION_OFF)
                return;
        assert_int_equal(pd_registration_feed(registration, START, PD_REGISTRATION_WANTED), PD_REGISTRATION_ASK);
        if (state == PD_REGISTRATION_STANDS || state == PD_REGISTRATION_DOUBTED || state == PD_REGISTRATION_LEAVING)
                assert_int_equal(pd_registration_feed(registration, START, PD_REGISTRATION_DONE), PD_REGISTRATION_NOTHING);
        if (state == PD_REGISTRATION_DOUBTED)
                assert_int_equal(
                        pd_registration_feed(registration, START + PD_REGISTRATION_RETRY, PD_REGISTRATION_RELEASED), PD_REGISTRATION_ASK);
        if (state == PD_REGISTRATION_WAITING)
                assert_int_equal(pd_registration_feed(registration, START, PD_REGISTRATION_REFUSED), PD_REGISTRATION_NOTHING);
        if (state == PD_REGISTRATION_LEAVING)
                assert_int_equal(pd_registration_feed(registration, START, PD_REGISTRATION_UNWANTED), PD_REGISTRATION_LEAVE);
        assert_int_equal(registration->state, state);
}

struct outcome {
        enum pd_registration_state state;
        enum pd_registration_action action;
};

/* clang-format off */
#define STAY {PD_REGISTRATION_STATE_COUNT, PD_REGISTRATION_NOTHING}
#define TO(state) {PD_REGISTRATION_##state, PD_REGISTRATION_NOTHING}
#define ASK {PD_REGISTRATION_ASKED, PD_REGISTRATION_ASK}
#define DOUBT {PD_REGISTRATION_DOUBTED, PD_REGISTRATION_ASK}
#define LEAVE {PD_REGISTRATION_LEAVING, PD_REGISTRATION_LEAVE}

/* Six seconds after it stood, one after its doubt. */
static const struct outcome matrix[PD_REGISTRATION_INPUT_COUNT][PD_REGISTRATION_STATE_COUNT] = {
        /*                             off   asked         stands        doubted       waiting  leaving */
        [PD_REGISTRATION_WANTED]   = { ASK,  STAY,         STAY,         STAY,         STAY,    STAY },
        [PD_REGISTRATION_UNWANTED] = { STAY, LEAVE,        LEAVE,        LEAVE,        LEAVE,   STAY },
        [PD_REGISTRATION_DONE]     = { STAY, TO(STANDS),   STAY,         TO(STANDS),   STAY,    STAY },
        [PD_REGISTRATION_REFUSED]  = { STAY, TO(WAITING),  TO(WAITING),  TO(WAITING),  STAY,    STAY },
        [PD_REGISTRATION_RELEASED] = { STAY, STAY,         DOUBT,        STAY,         STAY,    STAY },
        [PD_REGISTRATION_LEFT]     = { STAY, STAY,         STAY,         STAY,         STAY,    TO(OFF) },
        [PD_REGISTRATION_TIMER]    = { STAY, STAY,         STAY,         STAY,         ASK,     STAY },
};
/* clang-format on */

static void
every_state_answers_every_input_as_written(void **state)
{
        (void) state;
        for (int i = 0; i < PD_REGISTRATION_INPUT_COUNT; i++)
                for (int s = 0; s < PD_REGISTRATION_STATE_COUNT; s++) {
                        struct outcome expected = matrix[i][s];
                        struct pd_registration registration;
                        enum pd_registration_action action;

                        if (expected.state == PD_REGISTRATION_STATE_COUNT)
                                expected.state = (enum pd_registration_state) s;
                        lead_to(&registration, (enum pd_registration_state) s);
                        action = pd_registration_feed(&registration, START + 6 * PD_SEC, (enum pd_registration_input) i);
                        if (registration.state != expected.state || action != expected.action)
                                fail_msg("state %d, input %d: state %d, action %d", s, i, (int) registration.state, (int) action);
                        assert_true(pd_registration_stands(&registration) ==
                                (registration.state == PD_REGISTRATION_STANDS || registration.state == PD_REGISTRATION_DOUBTED));
                        assert_true((registration.wake == PD_NEVER) == (registration.state != PD_REGISTRATION_WAITING));
                }
}

static void
a_refusal_is_answered_with_more_and_more_patience(void **state)
{
        static const int seconds[] = {5, 10, 20, 40, 80, 160, 300, 300};
        struct pd_registration registration;
        pd_usec now = START;

        (void) state;
        lead_to(&registration, PD_REGISTRATION_ASKED);
        for (int i = 0; i < (int) (sizeof(seconds) / sizeof(seconds[0])); i++) {
                assert_int_equal(pd_registration_feed(&registration, now, PD_REGISTRATION_REFUSED), PD_REGISTRATION_NOTHING);
                assert_int_equal(registration.wake - now, seconds[i] * PD_SEC);
                now = registration.wake;
                assert_int_equal(pd_registration_feed(&registration, now - 1, PD_REGISTRATION_TIMER), PD_REGISTRATION_NOTHING);
                assert_int_equal(pd_registration_feed(&registration, now, PD_REGISTRATION_TIMER), PD_REGISTRATION_ASK);
        }
        pd_registration_feed(&registration, now, PD_REGISTRATION_DONE);
        pd_registration_feed(&registration, now, PD_REGISTRATION_RELEASED);
        assert_int_equal(registration.wake - now, PD_REGISTRATION_RETRY); /* it stood: that counts as a beginning */
}

/* Else a bluetoothd that says yes and lets go, by turns, would keep both awake. */
static void
one_that_is_let_go_at_once_waits_and_one_that_stood_does_not(void **state)
{
        struct pd_registration registration;
        pd_usec now = START;

        (void) state;
        lead_to(&registration, PD_REGISTRATION_STANDS);
        assert_int_equal(
                pd_registration_feed(&registration, now + PD_REGISTRATION_RETRY - 1, PD_REGISTRATION_RELEASED), PD_REGISTRATION_NOTHING);
        assert_int_equal(registration.state, PD_REGISTRATION_WAITING);
        lead_to(&registration, PD_REGISTRATION_DOUBTED);
        now += PD_REGISTRATION_RETRY;
        assert_int_equal(pd_registration_feed(&registration, now, PD_REGISTRATION_DONE), PD_REGISTRATION_NOTHING);
        assert_int_equal(pd_registration_feed(&registration, now + PD_SEC, PD_REGISTRATION_RELEASED), PD_REGISTRATION_NOTHING);
        assert_int_equal(registration.state, PD_REGISTRATION_WAITING);
        assert_int_equal(registration.wake, now + PD_SEC + PD_REGISTRATION_RETRY);
}

static void
who_is_wanted_again_while_leaving_comes_back(void **state)
{
        struct pd_registration registration;

        (void) state;
        lead_to(&registration, PD_REGISTRATION_LEAVING);
        assert_int_equal(pd_registration_feed(&registration, START, PD_REGISTRATION_WANTED), PD_REGISTRATION_NOTHING);
        assert_int_equal(pd_registration_feed(&registration, START, PD_REGISTRATION_LEFT), PD_REGISTRATION_ASK);
        assert_int_equal(registration.state, PD_REGISTRATION_ASKED);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_state_answers_every_input_as_written),
                cmocka_unit_test(a_refusal_is_answered_with_more_and_more_patience),
                cmocka_unit_test(one_that_is_let_go_at_once_waits_and_one_that_stood_does_not),
                cmocka_unit_test(who_is_wanted_again_while_leaving_comes_back),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
