/* SPDX-License-Identifier: MIT */
/* A sensor's connection machine: every state with every input, then stories. */
#include "bluez/link.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define START (1000 * PD_SEC)

struct outcome {
        enum pd_link_state state;
        enum pd_link_action action;
};

/* How each state is reached from nothing, and what holds in it. */
static enum pd_link_action
lead_to(struct pd_link *link, enum pd_link_state state, pd_usec now)
{
        static const enum pd_link_input way[] = {
                PD_LINK_ADAPTER_UP, PD_LINK_APPEARED, PD_LINK_TURN, PD_LINK_CONNECTED, PD_LINK_RESOLVED, PD_LINK_SUBSCRIBE_OK};
        static const size_t steps[PD_LINK_STATE_COUNT] = {
                [PD_LINK_DOWN] = 0,
                [PD_LINK_ABSENT] = 1,
                [PD_LINK_QUEUED] = 2,
                [PD_LINK_CONNECTING] = 3,
                [PD_LINK_WAITING] = 3,       /* and CONNECT_FAILED */
                [PD_LINK_DISCONNECTING] = 3, /* and TURN_OVER: nothing was linked, the Connect is pending */
                [PD_LINK_RESOLVING] = 4,
                [PD_LINK_SUBSCRIBING] = 5,
                [PD_LINK_LIVE] = 6,
                [PD_LINK_RESUBSCRIBING] = 6, /* and silence */
        };
        enum pd_link_action action = PD_LINK_NOTHING;

        pd_link_init(link, 1);
        for (size_t i = 0; i < steps[state]; i++)
                action = pd_link_feed(link, now, way[i]);
        if (state == PD_LINK_WAITING)
                action = pd_link_feed(link, now, PD_LINK_CONNECT_FAILED);
        if (state == PD_LINK_DISCONNECTING)
                action = pd_link_feed(link, now, PD_LINK_TURN_OVER);
        if (state == PD_LINK_RESUBSCRIBING)
                action = pd_link_feed(link, link->wake, PD_LINK_TIMER);
        assert_int_equal(link->state, state);
        return action;
}

/* clang-format off */
#define STAY {PD_LINK_STATE_COUNT, PD_LINK_NOTHING}
#define DOWN {PD_LINK_DOWN, PD_LINK_NOTHING}
#define ABSENT {PD_LINK_ABSENT, PD_LINK_DISCOVER}
#define WAIT {PD_LINK_WAITING, PD_LINK_NOTHING}
#define QUEUE {PD_LINK_QUEUED, PD_LINK_QUEUE}
#define CONNECT {PD_LINK_CONNECTING, PD_LINK_CONNECT}
#define RESOLVE {PD_LINK_RESOLVING, PD_LINK_NOTHING}
#define SUBSCRIBE {PD_LINK_SUBSCRIBING, PD_LINK_SUBSCRIBE}
#define LIVE {PD_LINK_LIVE, PD_LINK_NOTHING}
#define SILENT {PD_LINK_RESUBSCRIBING, PD_LINK_RESUBSCRIBE}
#define GIVE_UP {PD_LINK_DISCONNECTING, PD_LINK_DISCONNECT}

/* Columns in the order of enum pd_link_state; the timer is one that is due. */
static const struct outcome matrix[PD_LINK_INPUT_COUNT][PD_LINK_STATE_COUNT] = {
        /*                             down    absent  waiting  queued   connecting resolving  subscribing live  resubscr. disconnecting */
        [PD_LINK_OWNER_LOST]       = { STAY,   DOWN,   DOWN,    DOWN,    DOWN,      DOWN,      DOWN,    DOWN,    DOWN,     DOWN },
        [PD_LINK_ADAPTER_UP]       = { ABSENT, STAY,   STAY,    STAY,    STAY,      STAY,      STAY,    STAY,    STAY,     STAY },
        [PD_LINK_ADAPTER_DOWN]     = { STAY,   DOWN,   DOWN,    DOWN,    DOWN,      DOWN,      DOWN,    DOWN,    DOWN,     DOWN },
        [PD_LINK_APPEARED]         = { STAY,   QUEUE,  STAY,    STAY,    STAY,      STAY,      STAY,    STAY,    STAY,     STAY },
        [PD_LINK_VANISHED]         = { STAY,   STAY,   ABSENT,  ABSENT,  ABSENT,    ABSENT,    ABSENT,  ABSENT,  ABSENT,   ABSENT },
        [PD_LINK_CONNECTED]        = { STAY,   STAY,   RESOLVE, RESOLVE, RESOLVE,   STAY,      STAY,    STAY,    STAY,     STAY },
        [PD_LINK_DISCONNECTED]     = { STAY,   STAY,   STAY,    STAY,    STAY,      WAIT,      WAIT,    WAIT,    WAIT,     WAIT },
        [PD_LINK_RESOLVED]         = { STAY,   STAY,   STAY,    STAY,    STAY,      SUBSCRIBE, STAY,    STAY,    STAY,     STAY },
        [PD_LINK_UNRESOLVED]       = { STAY,   STAY,   STAY,    STAY,    STAY,      STAY,      STAY,    STAY,    STAY,     STAY },
        [PD_LINK_DATA]             = { STAY,   STAY,   STAY,    STAY,    STAY,      STAY,      LIVE,    STAY,    LIVE,     STAY },
        [PD_LINK_CONNECT_OK]       = { STAY,   STAY,   STAY,    STAY,    STAY,      STAY,      STAY,    STAY,    STAY,     STAY },
        [PD_LINK_CONNECT_FAILED]   = { STAY,   STAY,   STAY,    STAY,    WAIT,      STAY,      STAY,    STAY,    STAY,     STAY },
        [PD_LINK_CONNECT_BUSY]     = { STAY,   STAY,   STAY,    STAY,    STAY,      STAY,      STAY,    STAY,    STAY,     STAY },
        [PD_LINK_SUBSCRIBE_OK]     = { STAY,   STAY,   STAY,    STAY,    STAY,      STAY,      LIVE,    STAY,    STAY,     STAY },
        [PD_LINK_SUBSCRIBE_FAILED] = { STAY,   STAY,   STAY,    STAY,    STAY,      STAY,      GIVE_UP, STAY,    GIVE_UP,  STAY },
        [PD_LINK_DISCONNECT_DONE]  = { STAY,   STAY,   STAY,    STAY,    STAY,      STAY,      STAY,    STAY,    STAY,     WAIT },
        [PD_LINK_TURN]             = { STAY,   STAY,   STAY,    CONNECT, STAY,      STAY,      STAY,    STAY,    STAY,     STAY },
        [PD_LINK_TURN_OVER]        = { STAY,   STAY,   STAY,    STAY,    GIVE_UP,   STAY,      STAY,    STAY,    STAY,     STAY },
        [PD_LINK_TIMER]            = { STAY,   STAY,   QUEUE,   STAY,    GIVE_UP,   GIVE_UP,   GIVE_UP, SILENT,  GIVE_UP,  WAIT },
};
/* clang-format on */

static void
every_state_answers_every_input_as_written(void **state)
{
        (void) state;
        for (int s = 0; s < PD_LINK_STATE_COUNT; s++)
                for (int i = 0; i < PD_LINK_INPUT_COUNT; i++) {
                        struct outcome expected = matrix[i][s];
                        enum pd_link_action action;
                        struct pd_link link;

                        lead_to(&link, (enum pd_link_state) s, START);
                        if (expected.state == PD_LINK_STATE_COUNT)
                                expected.state = (enum pd_link_state) s;
                        action = pd_link_feed(
                                &link, i == PD_LINK_TIMER && link.wake != PD_NEVER ? link.wake : START + 1, (enum pd_link_input) i);
                        if (link.state != expected.state || action != expected.action)
                                fail_msg("%s with input %d: %s, action %d; expected %s, action %d",
                                        pd_link_state_name((enum pd_link_state) s), i, pd_link_state_name(link.state), (int) action,
                                        pd_link_state_name(expected.state), (int) expected.action);
                }
}

static void
every_state_wakes_when_its_picture_says(void **state)
{
        static const struct {
                enum pd_link_state state;
                pd_usec after;
        } rows[] = {
                {PD_LINK_DOWN, PD_NEVER},
                {PD_LINK_ABSENT, PD_NEVER},
                {PD_LINK_QUEUED, PD_NEVER},
                {PD_LINK_CONNECTING, 45 * PD_SEC},
                {PD_LINK_RESOLVING, 25 * PD_SEC},
                {PD_LINK_SUBSCRIBING, 10 * PD_SEC},
                {PD_LINK_LIVE, 15 * PD_SEC},
                {PD_LINK_DISCONNECTING, 10 * PD_SEC},
        };
        struct pd_link link;

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                lead_to(&link, rows[i].state, START);
                assert_int_equal(link.wake, rows[i].after == PD_NEVER ? PD_NEVER : START + rows[i].after);
        }
        lead_to(&link, PD_LINK_RESUBSCRIBING, START);
        assert_int_equal(link.wake, link.since + 15 * PD_SEC);
}

static void
a_timer_that_comes_too_early_does_nothing(void **state)
{
        struct pd_link link;

        (void) state;
        for (int s = 0; s < PD_LINK_STATE_COUNT; s++) {
                lead_to(&link, (enum pd_link_state) s, START);
                assert_int_equal(pd_link_feed(&link, link.wake - 1, PD_LINK_TIMER), PD_LINK_NOTHING);
                assert_int_equal(link.state, s);
        }
}

static void
a_link_that_stands_at_the_start_is_adopted_without_a_connect(void **state)
{
        struct pd_link link;

        (void) state;
        pd_link_init(&link, 1);
        assert_int_equal(pd_link_feed(&link, START, PD_LINK_RESOLVED), PD_LINK_NOTHING);
        assert_int_equal(pd_link_feed(&link, START, PD_LINK_CONNECTED), PD_LINK_NOTHING);
        assert_int_equal(pd_link_feed(&link, START, PD_LINK_APPEARED), PD_LINK_NOTHING);
        assert_int_equal(pd_link_feed(&link, START, PD_LINK_ADAPTER_UP), PD_LINK_SUBSCRIBE);
        assert_int_equal(link.state, PD_LINK_SUBSCRIBING);
}

static void
an_empty_ok_is_believed_for_five_seconds_only(void **state)
{
        struct pd_link link;

        (void) state;
        lead_to(&link, PD_LINK_CONNECTING, START);
        pd_link_feed(&link, START + PD_SEC, PD_LINK_CONNECT_OK);
        assert_int_equal(link.wake, START + 6 * PD_SEC);
        assert_int_equal(pd_link_feed(&link, link.wake, PD_LINK_TIMER), PD_LINK_DISCONNECT);

        /* Late in the attempt the 45 s come first. */
        lead_to(&link, PD_LINK_CONNECTING, START);
        pd_link_feed(&link, START + 44 * PD_SEC, PD_LINK_CONNECT_OK);
        assert_int_equal(link.wake, START + 45 * PD_SEC);
}

static void
the_backoff_doubles_from_a_quarter_second_to_half_a_minute(void **state)
{
        struct pd_link link;
        pd_usec nominal = 250 * PD_MSEC;

        (void) state;
        lead_to(&link, PD_LINK_QUEUED, START);
        for (int i = 0; i < 40; i++) {
                pd_usec now = START + i * PD_MINUTE, span;

                assert_int_equal(pd_link_feed(&link, now, PD_LINK_TURN), PD_LINK_CONNECT);
                pd_link_feed(&link, now, PD_LINK_CONNECT_FAILED);
                span = link.wake - now;
                assert_in_range(span, nominal - nominal / 4, nominal);
                nominal = nominal * 2 < 30 * PD_SEC ? nominal * 2 : 30 * PD_SEC;
                assert_int_equal(pd_link_feed(&link, link.wake, PD_LINK_TIMER), PD_LINK_QUEUE);
        }
}

static void
failures_are_counted_as_far_as_they_matter(void **state)
{
        struct pd_link link;

        (void) state;
        lead_to(&link, PD_LINK_CONNECTING, START);
        link.failures = PD_LINK_FAILURES_MAX;
        pd_link_feed(&link, START, PD_LINK_CONNECT_FAILED);
        assert_int_equal(link.failures, PD_LINK_FAILURES_MAX);
        assert_in_range(link.wake - START, PD_LINK_BACKOFF_MAX - PD_LINK_BACKOFF_MAX / 4, PD_LINK_BACKOFF_MAX);
}

static void
data_ends_the_backoff_and_a_mere_subscription_does_not(void **state)
{
        struct pd_link link;

        (void) state;
        lead_to(&link, PD_LINK_LIVE, START);
        link.failures = 5;
        pd_link_feed(&link, START, PD_LINK_DISCONNECTED);
        assert_true(link.wake - START >= 6 * PD_SEC);

        lead_to(&link, PD_LINK_LIVE, START);
        link.failures = 5;
        pd_link_feed(&link, START, PD_LINK_DATA);
        pd_link_feed(&link, START, PD_LINK_DISCONNECTED);
        assert_true(link.wake - START <= 250 * PD_MSEC);
        assert_int_equal(link.failures, 0); /* a link that was lost is tried before one that was never made */
}

static void
a_link_that_is_merely_silent_is_made_again_within_four_seconds(void **state)
{
        struct pd_link link;

        (void) state;
        for (unsigned failures = 0; failures <= PD_LINK_FAILURES_MAX; failures++) {
                lead_to(&link, PD_LINK_RESUBSCRIBING, START);
                link.failures = failures;
                assert_int_equal(pd_link_feed(&link, link.wake, PD_LINK_TIMER), PD_LINK_DISCONNECT);
                pd_link_feed(&link, link.since, PD_LINK_DISCONNECTED);
                assert_int_equal(link.state, PD_LINK_WAITING);
                assert_true(link.wake - link.since <= 4 * PD_SEC);
                assert_true(link.failures <= PD_LINK_SILENT_FAILURES_MAX);
        }
}

static void
two_links_that_fall_together_do_not_rise_in_step(void **state)
{
        struct pd_link a, b;

        (void) state;
        lead_to(&a, PD_LINK_LIVE, START);
        lead_to(&b, PD_LINK_LIVE, START);
        b.random = 2;
        pd_link_feed(&a, START, PD_LINK_DISCONNECTED);
        pd_link_feed(&b, START, PD_LINK_DISCONNECTED);
        assert_int_not_equal(a.wake, b.wake);
}

static void
a_sensor_is_silent_after_what_its_kind_may_be(void **state)
{
        struct pd_link link;

        (void) state;
        lead_to(&link, PD_LINK_SUBSCRIBING, START);
        pd_link_set_silence(&link, 10 * PD_SEC);
        pd_link_feed(&link, START, PD_LINK_SUBSCRIBE_OK);
        pd_link_feed(&link, START + PD_SEC, PD_LINK_DATA);
        assert_int_equal(link.wake, START + 11 * PD_SEC);
        assert_int_equal(pd_link_feed(&link, link.wake, PD_LINK_TIMER), PD_LINK_RESUBSCRIBE);
        assert_int_equal(pd_link_feed(&link, link.wake, PD_LINK_TIMER), PD_LINK_DISCONNECT);
        assert_int_equal(link.since, START + 21 * PD_SEC);

        lead_to(&link, PD_LINK_SUBSCRIBING, START);
        pd_link_set_silence(&link, 15 * PD_SEC);
        pd_link_feed(&link, START, PD_LINK_SUBSCRIBE_OK);
        assert_int_equal(link.wake, START + 15 * PD_SEC);
}

static void
a_connect_that_was_never_answered_is_not_doubled(void **state)
{
        struct pd_link link;

        (void) state;
        lead_to(&link, PD_LINK_DISCONNECTING, START);
        pd_link_feed(&link, START, PD_LINK_DISCONNECT_DONE);
        for (int i = 0; i < 3; i++) {
                assert_int_equal(pd_link_feed(&link, link.wake, PD_LINK_TIMER), PD_LINK_NOTHING);
                assert_int_equal(link.state, PD_LINK_WAITING);
        }
        pd_link_feed(&link, link.since, PD_LINK_CONNECT_FAILED);
        assert_int_equal(pd_link_feed(&link, link.wake, PD_LINK_TIMER), PD_LINK_QUEUE);
}

static void
a_connect_ends_with_the_object_and_with_the_adapter(void **state)
{
        static const enum pd_link_input ends[][2] = {
                {PD_LINK_VANISHED, PD_LINK_APPEARED}, {PD_LINK_ADAPTER_DOWN, PD_LINK_ADAPTER_UP}};
        struct pd_link link;

        (void) state;
        for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
                lead_to(&link, PD_LINK_CONNECTING, START);
                pd_link_feed(&link, START, ends[i][0]);
                assert_int_equal(pd_link_feed(&link, START, ends[i][1]), PD_LINK_QUEUE);
        }
}

static void
a_device_that_will_not_let_go_is_waited_for_and_then_adopted(void **state)
{
        struct pd_link link;

        (void) state;
        lead_to(&link, PD_LINK_RESUBSCRIBING, START);
        pd_link_feed(&link, link.wake, PD_LINK_TIMER);
        assert_int_equal(pd_link_feed(&link, link.since, PD_LINK_DISCONNECT_DONE), PD_LINK_NOTHING);
        assert_int_equal(link.state, PD_LINK_DISCONNECTING); /* Connected is still true */
        pd_link_feed(&link, link.wake, PD_LINK_TIMER);
        assert_int_equal(link.state, PD_LINK_WAITING);
        assert_int_equal(pd_link_feed(&link, link.wake, PD_LINK_TIMER), PD_LINK_SUBSCRIBE);
}

static void
a_turn_is_held_until_the_connect_is_answered(void **state)
{
        struct pd_link link;

        (void) state;
        lead_to(&link, PD_LINK_QUEUED, START);
        assert_false(pd_link_holds_turn(&link));
        lead_to(&link, PD_LINK_CONNECTING, START);
        assert_true(pd_link_holds_turn(&link));
        lead_to(&link, PD_LINK_RESOLVING, START);
        assert_true(pd_link_holds_turn(&link));
        pd_link_feed(&link, START, PD_LINK_CONNECT_OK);
        assert_false(pd_link_holds_turn(&link));
        lead_to(&link, PD_LINK_DISCONNECTING, START);
        assert_true(pd_link_holds_turn(&link));
        pd_link_feed(&link, START, PD_LINK_OWNER_LOST);
        assert_false(pd_link_holds_turn(&link));
}

static uint32_t
random_next(uint32_t *seed)
{
        *seed = *seed * 1664525u + 1013904223u;
        return *seed >> 8;
}

/* What may always be asked of a link, whatever has happened to it. */
static void
must_hold(const struct pd_link *link, pd_usec now)
{
        bool waits_for_input = link->state == PD_LINK_DOWN || link->state == PD_LINK_ABSENT || link->state == PD_LINK_QUEUED;

        assert_true(waits_for_input == (link->wake == PD_NEVER));
        if (!waits_for_input)
                assert_in_range(link->wake, now, now + PD_LINK_CONNECT_MAX);
        assert_true((link->state == PD_LINK_DOWN) == !link->adapter);
        assert_true((link->state == PD_LINK_ABSENT) == (link->adapter && !link->present));
}

static void
whatever_comes_there_is_one_connect_at_most_and_always_a_way_on(void **state)
{
        const char *given = getenv("PD_SEED");
        uint32_t seed = given ? (uint32_t) strtoul(given, NULL, 0) : 20261122;
        unsigned pending = 0, reached[PD_LINK_STATE_COUNT] = {0};
        struct pd_link link;
        pd_usec now = START;

        (void) state;
        print_message("PD_SEED=%u\n", seed);
        pd_link_init(&link, seed);
        for (int i = 0; i < 200000; i++) {
                uint32_t r = random_next(&seed);
                enum pd_link_input input = (enum pd_link_input)(r % PD_LINK_INPUT_COUNT);
                enum pd_link_action action;

                /* Mostly the world is whole, or the far states are never seen. */
                if (input <= PD_LINK_VANISHED && r / 32 % 8 != 0)
                        input = r / 256 % 2 ? PD_LINK_ADAPTER_UP : PD_LINK_APPEARED;
                now += random_next(&seed) % (2 * PD_SEC);
                if (now > link.wake)
                        now = link.wake;
                if (now == link.wake)
                        input = PD_LINK_TIMER;
                if (input >= PD_LINK_CONNECT_OK && input <= PD_LINK_CONNECT_BUSY) {
                        if (pending == 0)
                                continue; /* nobody can answer what was not asked */
                        pending--;
                }
                if (input == PD_LINK_OWNER_LOST || input == PD_LINK_ADAPTER_DOWN || input == PD_LINK_VANISHED)
                        pending = 0;
                action = pd_link_feed(&link, now, input);
                if (action == PD_LINK_CONNECT)
                        pending++;
                assert_true(pending <= 1);
                assert_int_equal(link.connect_pending, pending);
                must_hold(&link, now);
                reached[link.state]++;
        }
        for (int s = 0; s < PD_LINK_STATE_COUNT; s++)
                assert_true(reached[s] > 100);
}

/* The world after the storm: adapter on, sensor there, every call answered,
 * a frame a second. */
static void
calm(struct pd_link *link, pd_usec *now, enum pd_link_action action)
{
        for (int second = 0; second < 120 && link->state != PD_LINK_LIVE; second++, *now += PD_SEC) {
                if (action == PD_LINK_CONNECT)
                        pd_link_feed(link, *now, PD_LINK_CONNECTED);
                if (link->connected && !link->resolved)
                        action = pd_link_feed(link, *now, PD_LINK_RESOLVED);
                if (action == PD_LINK_SUBSCRIBE || action == PD_LINK_RESUBSCRIBE)
                        pd_link_feed(link, *now, PD_LINK_DATA);
                else if (action == PD_LINK_DISCONNECT)
                        pd_link_feed(link, *now, PD_LINK_DISCONNECTED);
                if (link->connect_pending)
                        pd_link_feed(link, *now, PD_LINK_CONNECT_OK);
                action = pd_link_feed(link, *now, link->state == PD_LINK_QUEUED ? PD_LINK_TURN : PD_LINK_TIMER);
        }
}

static void
after_any_storm_a_calm_world_brings_the_sensor_back(void **state)
{
        uint32_t seed = 7;
        struct pd_link link;

        (void) state;
        for (int storm = 0; storm < 1000; storm++) {
                enum pd_link_action action = PD_LINK_NOTHING;
                pd_usec now = START;

                pd_link_init(&link, seed);
                for (int i = 0; i < 50; i++) {
                        now += random_next(&seed) % (10 * PD_SEC);
                        pd_link_feed(&link, now, (enum pd_link_input)(random_next(&seed) % PD_LINK_INPUT_COUNT));
                }
                if (!link.present)
                        action = pd_link_feed(&link, now, PD_LINK_APPEARED);
                if (!link.adapter)
                        action = pd_link_feed(&link, now, PD_LINK_ADAPTER_UP);
                calm(&link, &now, action);
                if (link.state != PD_LINK_LIVE)
                        fail_msg("storm %d: still %s", storm, pd_link_state_name(link.state));
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_state_answers_every_input_as_written),
                cmocka_unit_test(every_state_wakes_when_its_picture_says),
                cmocka_unit_test(a_timer_that_comes_too_early_does_nothing),
                cmocka_unit_test(a_link_that_stands_at_the_start_is_adopted_without_a_connect),
                cmocka_unit_test(an_empty_ok_is_believed_for_five_seconds_only),
                cmocka_unit_test(the_backoff_doubles_from_a_quarter_second_to_half_a_minute),
                cmocka_unit_test(failures_are_counted_as_far_as_they_matter),
                cmocka_unit_test(data_ends_the_backoff_and_a_mere_subscription_does_not),
                cmocka_unit_test(a_link_that_is_merely_silent_is_made_again_within_four_seconds),
                cmocka_unit_test(two_links_that_fall_together_do_not_rise_in_step),
                cmocka_unit_test(a_sensor_is_silent_after_what_its_kind_may_be),
                cmocka_unit_test(a_connect_that_was_never_answered_is_not_doubled),
                cmocka_unit_test(a_connect_ends_with_the_object_and_with_the_adapter),
                cmocka_unit_test(a_device_that_will_not_let_go_is_waited_for_and_then_adopted),
                cmocka_unit_test(a_turn_is_held_until_the_connect_is_answered),
                cmocka_unit_test(whatever_comes_there_is_one_connect_at_most_and_always_a_way_on),
                cmocka_unit_test(after_any_storm_a_calm_world_brings_the_sensor_back),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
