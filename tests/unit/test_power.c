/* SPDX-License-Identifier: MIT */
/* Who switched an adapter on or off: every state with every input, then patience. */
#include "bluez/power.h"

#include "support/cm.h"

#include <stdlib.h>
#include <string.h>

#define START (1000 * PD_SEC)

static void
lead_to(struct pd_power *power, enum pd_power_state state)
{
        static const enum pd_power_input ways[PD_POWER_STATE_COUNT][2] = {
                [PD_POWER_UNSEEN] = {PD_POWER_INPUT_COUNT, PD_POWER_INPUT_COUNT},
                [PD_POWER_ON] = {PD_POWER_SEEN_ON, PD_POWER_INPUT_COUNT},
                [PD_POWER_OFF] = {PD_POWER_SEEN_OFF, PD_POWER_REFUSED},
                [PD_POWER_ASKED] = {PD_POWER_SEEN_OFF, PD_POWER_INPUT_COUNT},
                [PD_POWER_SWITCHED_OFF] = {PD_POWER_SEEN_ON, PD_POWER_SEEN_OFF},
                [PD_POWER_BLOCKED] = {PD_POWER_SEEN_BLOCKED, PD_POWER_INPUT_COUNT},
        };

        pd_power_init(power);
        for (int i = 0; i < 2 && ways[state][i] != PD_POWER_INPUT_COUNT; i++)
                (void) pd_power_feed(power, START, ways[state][i]);
        assert_int_equal(power->state, state);
}

struct outcome {
        enum pd_power_state state;
        enum pd_power_action action;
};

/* clang-format off */
#define STAY {PD_POWER_STATE_COUNT, PD_POWER_NOTHING}
#define TO(state) {PD_POWER_##state, PD_POWER_NOTHING}
#define ASK {PD_POWER_ASKED, PD_POWER_SWITCH_ON}

/* An hour after the state was entered. */
static const struct outcome matrix[PD_POWER_INPUT_COUNT][PD_POWER_STATE_COUNT] = {
        /*                            unseen         on                off            asked          switched off   blocked */
        [PD_POWER_SEEN_ON]        = { TO(ON),        STAY,             TO(ON),        TO(ON),        TO(ON),        TO(ON) },
        [PD_POWER_SEEN_OFF]       = { ASK,           TO(SWITCHED_OFF), STAY,          STAY,          STAY,          TO(OFF) },
        [PD_POWER_SEEN_BLOCKED]   = { TO(BLOCKED),   TO(BLOCKED),      TO(BLOCKED),   TO(BLOCKED),   TO(BLOCKED),   STAY },
        [PD_POWER_REFUSED]        = { STAY,          STAY,             STAY,          TO(OFF),       STAY,          STAY },
        [PD_POWER_REFUSED_BLOCKED] = { TO(BLOCKED),  TO(BLOCKED),      TO(BLOCKED),   TO(BLOCKED),   TO(BLOCKED),   STAY },
        [PD_POWER_TIMER]          = { STAY,          STAY,             ASK,           TO(OFF),       STAY,          STAY },
};
/* clang-format on */

static void
every_state_answers_every_input_as_written(void **state)
{
        (void) state;
        for (int s = 0; s < PD_POWER_STATE_COUNT; s++)
                for (int i = 0; i < PD_POWER_INPUT_COUNT; i++) {
                        struct outcome expected = matrix[i][s];
                        enum pd_power_action action;
                        struct pd_power power;

                        lead_to(&power, (enum pd_power_state) s);
                        if (expected.state == PD_POWER_STATE_COUNT)
                                expected.state = (enum pd_power_state) s;
                        action = pd_power_feed(&power, START + 3600 * PD_SEC, (enum pd_power_input) i);
                        if (power.state != expected.state || action != expected.action)
                                fail_msg("state %d with input %d: state %d, action %d", s, i, (int) power.state, (int) action);
                }
}

static void
refusals_are_heeded_longer_and_longer_until_it_is_on(void **state)
{
        static const int rests[] = {5, 10, 20, 40, 80, 160, 320, 600, 600};
        struct pd_power power;
        pd_usec now = START;

        (void) state;
        pd_power_init(&power);
        assert_int_equal(pd_power_feed(&power, now, PD_POWER_SEEN_OFF), PD_POWER_SWITCH_ON);
        for (size_t i = 0; i < sizeof(rests) / sizeof(rests[0]); i++) {
                assert_int_equal(pd_power_feed(&power, now, PD_POWER_REFUSED), PD_POWER_NOTHING);
                assert_int_equal(power.wake, now + rests[i] * PD_SEC);
                assert_int_equal(pd_power_feed(&power, power.wake - 1, PD_POWER_TIMER), PD_POWER_NOTHING);
                now = power.wake;
                assert_int_equal(pd_power_feed(&power, now, PD_POWER_TIMER), PD_POWER_SWITCH_ON);
        }
        pd_power_feed(&power, now, PD_POWER_SEEN_ON);
        assert_int_equal(power.wake, PD_NEVER);
        assert_int_equal(power.again, 5 * PD_SEC);
}

static void
whoever_switches_it_off_is_not_fought(void **state)
{
        struct pd_power power;

        (void) state;
        lead_to(&power, PD_POWER_ASKED);
        pd_power_feed(&power, START, PD_POWER_SEEN_ON);
        assert_int_equal(pd_power_feed(&power, START + 1, PD_POWER_SEEN_OFF), PD_POWER_NOTHING);
        assert_int_equal(power.state, PD_POWER_SWITCHED_OFF);
        assert_int_equal(power.wake, PD_NEVER);
}

static void
after_a_block_bluez_has_two_seconds_to_switch_on_by_itself(void **state)
{
        struct pd_power power;

        (void) state;
        lead_to(&power, PD_POWER_BLOCKED);
        assert_int_equal(power.wake, PD_NEVER);
        pd_power_feed(&power, START, PD_POWER_SEEN_OFF);
        assert_int_equal(power.wake, START + 2 * PD_SEC);
        assert_int_equal(pd_power_feed(&power, power.wake, PD_POWER_TIMER), PD_POWER_SWITCH_ON);
}

static void
what_is_wrong_is_said_in_a_few_words(void **state)
{
        static const char *const words[PD_POWER_STATE_COUNT] = {
                "", "", "off, and cannot be switched on", "being switched on", "switched off", "blocked by rfkill"};
        struct pd_power power;

        (void) state;
        for (int s = 0; s < PD_POWER_STATE_COUNT; s++) {
                lead_to(&power, (enum pd_power_state) s);
                assert_string_equal(pd_power_trouble(&power), words[s]);
        }
        lead_to(&power, PD_POWER_BLOCKED);
        pd_power_feed(&power, START, PD_POWER_SEEN_OFF);
        assert_string_equal(pd_power_trouble(&power), "off");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_state_answers_every_input_as_written),
                cmocka_unit_test(refusals_are_heeded_longer_and_longer_until_it_is_on),
                cmocka_unit_test(whoever_switches_it_off_is_not_fought),
                cmocka_unit_test(after_a_block_bluez_has_two_seconds_to_switch_on_by_itself),
                cmocka_unit_test(what_is_wrong_is_said_in_a_few_words),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
