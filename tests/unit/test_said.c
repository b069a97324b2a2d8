/* SPDX-License-Identifier: MIT */
/* What need not be said again, and what must be. */
#include "support/cm.h"

#include "mqtt/said.h"

#include <stdio.h>
#include <string.h>

static struct pd_said said;
static struct pd_message message;

static int
set_up(void **state)
{
        (void) state;
        pd_said_forget(&said);
        return 0;
}

static bool
say(const char *topic, const char *payload)
{
        pd_topics_retained(&message);
        snprintf(message.topic, sizeof(message.topic), "%s", topic);
        message.length = (size_t) snprintf(message.payload, sizeof(message.payload), "%s", payload);
        return !pd_said_already(&said, &message);
}

static void
the_same_is_said_once_on_each_topic(void **state)
{
        (void) state;
        assert_true(say("anna/plan", "{}"));
        assert_false(say("anna/plan", "{}"));
        assert_true(say("ben/plan", "{}"));
        assert_true(say("anna/plan", "{\"goal\":null}"));
        assert_true(say("anna/plan", "{}")); /* as it was before, but not the last */
        assert_false(say("ben/plan", "{}"));
}

static void
whoever_may_not_have_heard_is_told_again(void **state)
{
        (void) state;
        assert_true(say("anna/plan", "{}"));
        pd_said_forget(&said);
        assert_true(say("anna/plan", "{}"));
        assert_false(say("anna/plan", "{}"));
}

static void
what_was_taken_back_can_be_said_again(void **state)
{
        (void) state;
        assert_true(say("anna/session", "idle"));
        assert_true(say("anna/session", ""));
        assert_false(say("anna/session", ""));
        assert_true(say("anna/session", "idle"));
}

/* What expires must be said again for as long as it is true, and an alert twice is two. */
static void
what_does_not_hold_is_always_said(void **state)
{
        (void) state;
        for (int i = 0; i < 4; i++) {
                pd_topics_retained(&message);
                strcpy(message.topic, "anna/any");
                message.retain = i >= 2;
                message.expiry_s = i % 2 == 1 || i == 2 ? 15 : 0;
                assert_false(pd_said_already(&said, &message));
                assert_false(pd_said_already(&said, &message));
        }
        assert_true(say("anna/live", "")); /* taken back, said, and taken back */
        message.expiry_s = 15;
        assert_false(pd_said_already(&said, &message));
        assert_true(say("anna/live", ""));
}

static void
what_bears_a_sequence_or_a_ticket_is_always_said(void **state)
{
        (void) state;
        assert_true(say("anna/session", "idle"));
        message.sequence = 7;
        assert_false(pd_said_already(&said, &message));
        assert_false(say("anna/session", "idle"));
        message.sequence = 0;
        message.ticket = 7;
        assert_false(pd_said_already(&said, &message));
        assert_false(say("anna/session", "idle"));
}

/* Whatever else falls out: what is not the same is said. */
static void
beyond_its_room_it_says_rather_too_much(void **state)
{
        char topic[32];
        size_t again = 0;

        (void) state;
        for (int round = 0; round < 3; round++)
                for (int i = 0; i < PD_SAID_MAX + 100; i++) {
                        snprintf(topic, sizeof(topic), "sensor/%d", i);
                        assert_true(say(topic, round % 2 == 0 ? "a" : "b"));
                }
        assert_int_equal(said.n, PD_SAID_MAX);
        for (int i = 0; i < PD_SAID_MAX + 100; i++) {
                snprintf(topic, sizeof(topic), "sensor/%d", i);
                again += say(topic, "a");
        }
        assert_in_range(again, 100, PD_SAID_MAX + 100);
        assert_false(say(topic, "a"));
        for (int round = 0; round < 2; round++) /* as many as it holds, one after the other, are all remembered */
                for (int i = 0; i < PD_SAID_MAX; i++) {
                        snprintf(topic, sizeof(topic), "athlete/%d", i);
                        assert_int_equal(say(topic, "a"), round == 0);
                }
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup(name, set_up)
        const struct CMUnitTest tests[] = {
                T(the_same_is_said_once_on_each_topic),
                T(whoever_may_not_have_heard_is_told_again),
                T(what_was_taken_back_can_be_said_again),
                T(what_does_not_hold_is_always_said),
                T(what_bears_a_sequence_or_a_ticket_is_always_said),
                T(beyond_its_room_it_says_rather_too_much),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
