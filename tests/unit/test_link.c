/* SPDX-License-Identifier: MIT */
/* A sensor's connection machine: every state with every input, then stories. */
#include "bluez/link.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
                [PD_LINK_AWAITED] = 3,       /* and CONNECT_FAILED for the fifth time, while listed */
                [PD_LINK_DISCONNECTING] = 3, /* and TURN_OVER: nothing was linked, the Connect is pending */
                [PD_LINK_RESOLVING] = 4,
                [PD_LINK_SUBSCRIBING] = 5,
                [PD_LINK_INCOMPLETE] = 5, /* and SUBSCRIBE_EMPTY */
                [PD_LINK_REMOVING] = 5,   /* and SUBSCRIBE_EMPTY, and nothing more */
                [PD_LINK_HELD] = 5,       /* and SUBSCRIBE_HELD */
                [PD_LINK_LIVE] = 6,
                [PD_LINK_RESUBSCRIBING] = 6, /* and silence */
        };
        enum pd_link_action action = PD_LINK_NOTHING;

        pd_link_init(link, 1);
        for (size_t i = 0; i < steps[state]; i++)
                action = pd_link_feed(link, now, way[i]);
        if (state == PD_LINK_AWAITED) {
                pd_link_feed(link, now, PD_LINK_LISTED);
                link->failures = PD_LINK_AWAITED_AFTER - 1;
        }
        if (state == PD_LINK_WAITING || state == PD_LINK_AWAITED)
                action = pd_link_feed(link, now, PD_LINK_CONNECT_FAILED);
        if (state == PD_LINK_INCOMPLETE || state == PD_LINK_REMOVING)
                action = pd_link_feed(link, now, PD_LINK_SUBSCRIBE_EMPTY);
        for (int i = 0; i < 2 && state == PD_LINK_REMOVING; i++)
                action = pd_link_feed(link, link->wake, PD_LINK_TIMER);
        if (state == PD_LINK_HELD)
                action = pd_link_feed(link, now, PD_LINK_SUBSCRIBE_HELD);
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
#define LOST {PD_LINK_ABSENT, PD_LINK_DISCOVER}
#define WAIT {PD_LINK_WAITING, PD_LINK_NOTHING}
#define QUEUE {PD_LINK_QUEUED, PD_LINK_QUEUE}
#define CALL {PD_LINK_CONNECTING, PD_LINK_CONNECT}
#define READ {PD_LINK_RESOLVING, PD_LINK_NOTHING}
#define LOOK {PD_LINK_INCOMPLETE, PD_LINK_NOTHING}
#define LIST {PD_LINK_INCOMPLETE, PD_LINK_RELIST}
#define SUBS {PD_LINK_SUBSCRIBING, PD_LINK_SUBSCRIBE}
#define HELD {PD_LINK_HELD, PD_LINK_NOTHING}
#define LIVE {PD_LINK_LIVE, PD_LINK_NOTHING}
#define AGAIN {PD_LINK_RESUBSCRIBING, PD_LINK_RESUBSCRIBE}
#define QUIT {PD_LINK_DISCONNECTING, PD_LINK_DISCONNECT}

/* Columns in the order of enum pd_link_state; the timer is one that is due. */
static const struct outcome matrix[PD_LINK_INPUT_COUNT][PD_LINK_STATE_COUNT] = {
        /*                            down   absent wait   await  queued conn   resolv incomp subscr held   live   resub  discon remov */
        [PD_LINK_OWNER_LOST]       = {STAY,  DOWN,  DOWN,  DOWN,  DOWN,  DOWN,  DOWN,  DOWN,  DOWN,  DOWN,  DOWN,  DOWN,  DOWN,  DOWN},
        [PD_LINK_ADAPTER_UP]       = {LOST,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY},
        [PD_LINK_ADAPTER_DOWN]     = {STAY,  DOWN,  DOWN,  DOWN,  DOWN,  DOWN,  DOWN,  DOWN,  DOWN,  DOWN,  DOWN,  DOWN,  DOWN,  DOWN},
        [PD_LINK_APPEARED]         = {STAY,  QUEUE, STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY},
        [PD_LINK_VANISHED]         = {STAY,  STAY,  LOST,  LOST,  LOST,  LOST,  LOST,  LOST,  LOST,  LOST,  LOST,  LOST,  LOST,  LOST},
        [PD_LINK_CONNECTED]        = {STAY,  STAY,  READ,  READ,  READ,  READ,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY},
        [PD_LINK_DISCONNECTED]     = {STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  WAIT,  WAIT,  WAIT,  WAIT,  WAIT,  WAIT,  WAIT,  STAY},
        [PD_LINK_RESOLVED]         = {STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  SUBS,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY},
        [PD_LINK_UNRESOLVED]       = {STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  READ,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY},
        [PD_LINK_BONDED]           = {STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY},
        [PD_LINK_UNBONDED]         = {STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY},
        [PD_LINK_LISTED]           = {STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY},
        [PD_LINK_UNLISTED]         = {STAY,  STAY,  STAY,  QUEUE, STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY},
        [PD_LINK_DATA]             = {STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  LIVE,  LIVE,  LIVE,  STAY,  LIVE,  STAY,  STAY},
        [PD_LINK_ADVERTISED]       = {STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY},
        [PD_LINK_OFFERED]          = {STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  SUBS,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY},
        [PD_LINK_AUTH_FAILED]      = {STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY},
        [PD_LINK_CONNECT_OK]       = {STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY},
        [PD_LINK_CONNECT_FAILED]   = {STAY,  STAY,  STAY,  STAY,  STAY,  WAIT,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY},
        [PD_LINK_CONNECT_BUSY]     = {STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY},
        [PD_LINK_SUBSCRIBE_OK]     = {STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  LIVE,  STAY,  STAY,  STAY,  STAY,  STAY},
        [PD_LINK_SUBSCRIBE_FAILED] = {STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  QUIT,  STAY,  STAY,  QUIT,  STAY,  STAY},
        [PD_LINK_SUBSCRIBE_HELD]   = {STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  HELD,  STAY,  STAY,  HELD,  STAY,  STAY},
        [PD_LINK_SUBSCRIBE_EMPTY]  = {STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  LOOK,  STAY,  STAY,  LOOK,  STAY,  STAY},
        [PD_LINK_DISCONNECT_DONE]  = {STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  WAIT,  STAY},
        [PD_LINK_REMOVE_FAILED]      = {STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  QUIT},
        [PD_LINK_TURN]             = {STAY,  STAY,  STAY,  STAY,  CALL,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY},
        [PD_LINK_TURN_OVER]        = {STAY,  STAY,  STAY,  STAY,  STAY,  QUIT,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY,  STAY},
        [PD_LINK_TIMER]            = {STAY,  STAY,  QUEUE, QUEUE, STAY,  QUIT,  QUIT,  LIST,  QUIT,  SUBS,  AGAIN, QUIT,  WAIT,  QUIT},
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
                {PD_LINK_INCOMPLETE, 2 * PD_SEC},
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
        lead_to(&link, PD_LINK_REMOVING, START);
        assert_int_equal(link.wake, link.since + 10 * PD_SEC);
        lead_to(&link, PD_LINK_AWAITED, START);
        assert_in_range(link.wake - START, 225 * PD_SEC, 300 * PD_SEC);
        lead_to(&link, PD_LINK_HELD, START);
        assert_in_range(link.wake - START, 187 * PD_MSEC, 250 * PD_MSEC);
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
                link.removed = true; /* what comes before that is told below */
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
        pd_link_feed(&link, link.wake, PD_LINK_TIMER); /* nor was the Disconnect */
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
        lead_to(&link, PD_LINK_DISCONNECTING, START);
        pd_link_feed(&link, START, PD_LINK_DISCONNECT_DONE); /* which cancelled it */
        assert_false(link.connect_pending || pd_link_holds_turn(&link));
        lead_to(&link, PD_LINK_CONNECTING, START);
        pd_link_feed(&link, START, PD_LINK_CONNECT_BUSY);
        pd_link_feed(&link, START, PD_LINK_TURN_OVER);
        assert_true(pd_link_holds_turn(&link)); /* until the one that was in its way is cancelled */
        pd_link_feed(&link, START, PD_LINK_DISCONNECT_DONE);
        assert_false(pd_link_holds_turn(&link));
}

/* ---- left to the kernel ------------------------------------------------------- */

static void
fail_to_connect(struct pd_link *link, pd_usec now, int times)
{
        for (int i = 0; i < times; i++) {
                if (link->state == PD_LINK_WAITING || link->state == PD_LINK_AWAITED)
                        pd_link_feed(link, link->wake, PD_LINK_TIMER);
                assert_int_equal(pd_link_feed(link, now, PD_LINK_TURN), PD_LINK_CONNECT);
                pd_link_feed(link, now, PD_LINK_CONNECT_FAILED);
        }
}

static void
after_five_failures_a_listed_sensor_is_left_to_the_kernel(void **state)
{
        struct pd_link link;

        (void) state;
        lead_to(&link, PD_LINK_QUEUED, START);
        pd_link_feed(&link, START, PD_LINK_LISTED);
        fail_to_connect(&link, START, 4);
        assert_int_equal(link.state, PD_LINK_WAITING);
        fail_to_connect(&link, START, 1);
        assert_int_equal(link.state, PD_LINK_AWAITED);
        assert_false(pd_link_holds_turn(&link));
        pd_link_feed(&link, START + PD_SEC, PD_LINK_CONNECTED);
        assert_int_equal(link.state, PD_LINK_RESOLVING); /* the kernel did */
        assert_false(pd_link_holds_turn(&link));

        lead_to(&link, PD_LINK_QUEUED, START);
        fail_to_connect(&link, START, 20);
        assert_int_equal(link.state, PD_LINK_WAITING); /* nobody else would connect it */
}

static void
a_sensor_left_to_the_kernel_is_tried_by_hand_now_and_then_for_ten_seconds(void **state)
{
        struct pd_link link;

        (void) state;
        lead_to(&link, PD_LINK_AWAITED, START);
        for (int i = 0; i < 3; i++) {
                assert_in_range(link.wake - link.since, 225 * PD_SEC, 300 * PD_SEC);
                assert_int_equal(pd_link_feed(&link, link.wake, PD_LINK_TIMER), PD_LINK_QUEUE);
                assert_int_equal(pd_link_feed(&link, link.since, PD_LINK_TURN), PD_LINK_CONNECT);
                assert_int_equal(link.wake, link.since + 10 * PD_SEC);
                assert_int_equal(pd_link_feed(&link, link.wake, PD_LINK_TIMER), PD_LINK_DISCONNECT);
                pd_link_feed(&link, link.since, PD_LINK_CONNECT_FAILED);
                pd_link_feed(&link, link.since, PD_LINK_DISCONNECT_DONE);
                assert_int_equal(link.state, PD_LINK_AWAITED);
        }
}

static void
what_a_scan_hears_is_not_left_to_the_kernel_but_tried_each_half_minute(void **state)
{
        struct pd_link link;

        (void) state;
        lead_to(&link, PD_LINK_AWAITED, START);
        assert_int_equal(pd_link_feed(&link, START + 5 * PD_SEC, PD_LINK_ADVERTISED), PD_LINK_NOTHING);
        assert_int_equal(link.wake, START + 30 * PD_SEC);
        assert_int_equal(pd_link_feed(&link, link.wake, PD_LINK_TIMER), PD_LINK_QUEUE);

        lead_to(&link, PD_LINK_AWAITED, START);
        assert_int_equal(pd_link_feed(&link, START + PD_MINUTE, PD_LINK_ADVERTISED), PD_LINK_QUEUE);
}

static void
the_kernels_list_goes_with_the_object_and_with_bluez(void **state)
{
        static const enum pd_link_input ends[] = {PD_LINK_VANISHED, PD_LINK_OWNER_LOST};
        struct pd_link link;

        (void) state;
        for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
                lead_to(&link, PD_LINK_AWAITED, START);
                pd_link_feed(&link, START, ends[i]);
                assert_false(link.listed);
        }
        lead_to(&link, PD_LINK_AWAITED, START);
        pd_link_feed(&link, START, PD_LINK_ADAPTER_DOWN); /* the list outlasts that */
        assert_true(link.listed);
}

/* ---- RemoveDevice -------------------------------------------------------------- */

static void
an_attempt_that_hangs_twice_is_removed_after_half_a_minute(void **state)
{
        struct pd_link link;

        (void) state;
        lead_to(&link, PD_LINK_CONNECTING, START);
        pd_link_feed(&link, START + PD_SEC, PD_LINK_CONNECT_BUSY);
        assert_int_equal(link.wake, START + 31 * PD_SEC);
        assert_int_equal(pd_link_feed(&link, link.wake, PD_LINK_TIMER), PD_LINK_DISCONNECT);
        assert_int_equal(link.trouble, PD_TROUBLE_BUSY);
        pd_link_feed(&link, link.since, PD_LINK_DISCONNECT_DONE);
        pd_link_feed(&link, link.wake, PD_LINK_TIMER);
        pd_link_feed(&link, link.since, PD_LINK_TURN);
        pd_link_feed(&link, link.since, PD_LINK_CONNECT_BUSY);
        assert_int_equal(pd_link_feed(&link, link.wake, PD_LINK_TIMER), PD_LINK_REMOVE);
        assert_int_equal(pd_link_feed(&link, link.since, PD_LINK_VANISHED), PD_LINK_DISCOVER);
}

static void
a_device_that_twice_would_not_be_disconnected_is_removed(void **state)
{
        struct pd_link link;

        (void) state;
        lead_to(&link, PD_LINK_DISCONNECTING, START);
        assert_int_equal(pd_link_feed(&link, link.wake, PD_LINK_TIMER), PD_LINK_NOTHING);
        assert_int_equal(link.state, PD_LINK_WAITING);
        pd_link_feed(&link, link.since, PD_LINK_CONNECT_FAILED);
        pd_link_feed(&link, link.wake, PD_LINK_TIMER);
        pd_link_feed(&link, link.since, PD_LINK_TURN);
        assert_int_equal(pd_link_feed(&link, link.wake, PD_LINK_TIMER), PD_LINK_DISCONNECT);
        assert_int_equal(pd_link_feed(&link, link.wake, PD_LINK_TIMER), PD_LINK_REMOVE);
}

/* A link that stands from START on and whose services are never resolved:
 * what is done about it. */
static enum pd_link_action
never_resolve(struct pd_link *link)
{
        pd_link_feed(link, link->since, PD_LINK_CONNECTED);
        assert_int_equal(link->state, PD_LINK_RESOLVING);
        return pd_link_feed(link, link->wake, PD_LINK_TIMER);
}

static void
services_that_twice_are_not_resolved_are_forgotten_once_until_data_comes(void **state)
{
        struct pd_link link;

        (void) state;
        lead_to(&link, PD_LINK_QUEUED, START);
        for (int round = 0; round < 2; round++) {
                assert_int_equal(never_resolve(&link), PD_LINK_DISCONNECT);
                pd_link_feed(&link, link.since, PD_LINK_DISCONNECTED);
                assert_int_equal(never_resolve(&link), PD_LINK_REMOVE);
                pd_link_feed(&link, link.since, PD_LINK_VANISHED);
                pd_link_feed(&link, link.since, PD_LINK_APPEARED);
                for (int i = 0; i < 5; i++) {
                        assert_int_equal(never_resolve(&link), PD_LINK_DISCONNECT);
                        pd_link_feed(&link, link.since, PD_LINK_DISCONNECTED);
                }
                pd_link_feed(&link, link.since, PD_LINK_CONNECTED);
                pd_link_feed(&link, link.since, PD_LINK_RESOLVED);
                pd_link_feed(&link, link.since, PD_LINK_DATA);
                pd_link_feed(&link, link.since, PD_LINK_DISCONNECTED);
        }
}

static void
an_hour_later_what_is_bad_again_is_forgotten_again(void **state)
{
        struct pd_link link;
        pd_usec asked;

        (void) state;
        lead_to(&link, PD_LINK_REMOVING, START);
        asked = link.since;
        pd_link_feed(&link, link.since, PD_LINK_VANISHED);
        pd_link_feed(&link, link.since, PD_LINK_APPEARED);
        pd_link_feed(&link, asked + PD_HOUR - PD_LINK_RESOLVE_MAX - 1, PD_LINK_CONNECTED);
        assert_int_equal(pd_link_feed(&link, link.wake, PD_LINK_TIMER), PD_LINK_DISCONNECT);
        pd_link_feed(&link, link.since, PD_LINK_DISCONNECTED);
        assert_int_equal(never_resolve(&link), PD_LINK_REMOVE);
        pd_link_feed(&link, link.since, PD_LINK_VANISHED);
        pd_link_feed(&link, link.since, PD_LINK_APPEARED);
        assert_int_equal(never_resolve(&link), PD_LINK_DISCONNECT); /* the next hour has begun */
}

static void
a_bonded_sensor_is_never_removed(void **state)
{
        struct pd_link link;

        (void) state;
        lead_to(&link, PD_LINK_QUEUED, START);
        pd_link_feed(&link, START, PD_LINK_BONDED);
        for (int i = 0; i < 10; i++) {
                assert_int_equal(never_resolve(&link), PD_LINK_DISCONNECT);
                pd_link_feed(&link, link.since, PD_LINK_DISCONNECTED);
        }
}

static void
a_removal_that_was_refused_is_asked_for_again_in_its_time(void **state)
{
        struct pd_link link;

        (void) state;
        lead_to(&link, PD_LINK_REMOVING, START);
        assert_int_equal(pd_link_feed(&link, link.since, PD_LINK_REMOVE_FAILED), PD_LINK_DISCONNECT); /* the lesser means */
        pd_link_feed(&link, link.since, PD_LINK_DISCONNECTED);
        pd_link_feed(&link, link.since, PD_LINK_CONNECT_FAILED);
        assert_int_equal(never_resolve(&link), PD_LINK_DISCONNECT);
        pd_link_feed(&link, link.since, PD_LINK_DISCONNECTED);
        assert_int_equal(never_resolve(&link), PD_LINK_REMOVE);
}

static void
a_removal_that_goes_with_the_adapter_is_asked_for_again(void **state)
{
        struct pd_link link;

        (void) state;
        lead_to(&link, PD_LINK_REMOVING, START);
        pd_link_feed(&link, link.since, PD_LINK_ADAPTER_DOWN);
        pd_link_feed(&link, link.since, PD_LINK_DISCONNECTED);
        pd_link_feed(&link, link.since, PD_LINK_ADAPTER_UP);
        assert_int_equal(never_resolve(&link), PD_LINK_REMOVE);
}

static void
a_removal_that_is_answered_too_late_is_not_asked_for_twice(void **state)
{
        struct pd_link link;

        (void) state;
        lead_to(&link, PD_LINK_REMOVING, START);
        assert_int_equal(pd_link_feed(&link, link.wake, PD_LINK_TIMER), PD_LINK_DISCONNECT);
        for (int i = 0; i < 5; i++) {
                pd_link_feed(&link, link.since, PD_LINK_DISCONNECTED);
                assert_int_equal(never_resolve(&link), PD_LINK_DISCONNECT);
        }
        pd_link_feed(&link, link.since, PD_LINK_VANISHED); /* it was done after all */
        pd_link_feed(&link, link.since, PD_LINK_APPEARED);
        for (int i = 0; i < 5; i++) {
                assert_int_equal(never_resolve(&link), PD_LINK_DISCONNECT);
                pd_link_feed(&link, link.since, PD_LINK_DISCONNECTED);
        }
}

static void
silence_is_answered_with_a_removal_the_third_time(void **state)
{
        struct pd_link link;

        (void) state;
        lead_to(&link, PD_LINK_QUEUED, START);
        for (int i = 0; i < 3; i++) {
                pd_link_feed(&link, link.since, PD_LINK_CONNECTED);
                pd_link_feed(&link, link.since, PD_LINK_RESOLVED);
                pd_link_feed(&link, link.since, PD_LINK_SUBSCRIBE_OK);
                assert_int_equal(pd_link_feed(&link, link.wake, PD_LINK_TIMER), PD_LINK_RESUBSCRIBE);
                assert_int_equal(pd_link_feed(&link, link.wake, PD_LINK_TIMER), i < 2 ? PD_LINK_DISCONNECT : PD_LINK_REMOVE);
                pd_link_feed(&link, link.since, PD_LINK_DISCONNECTED);
        }
}

/* ---- what is offered, and by whom it is held --------------------------------------- */

static void
measurements_that_come_late_are_waited_for_then_listed_then_given_up(void **state)
{
        struct pd_link link;

        (void) state;
        lead_to(&link, PD_LINK_INCOMPLETE, START);
        assert_int_equal(pd_link_feed(&link, START + PD_SEC, PD_LINK_OFFERED), PD_LINK_SUBSCRIBE);

        lead_to(&link, PD_LINK_INCOMPLETE, START);
        assert_int_equal(pd_link_feed(&link, START + 2 * PD_SEC, PD_LINK_TIMER), PD_LINK_RELIST);
        assert_int_equal(pd_link_feed(&link, START + 3 * PD_SEC, PD_LINK_OFFERED), PD_LINK_SUBSCRIBE);
        assert_int_equal(pd_link_feed(&link, START + 4 * PD_SEC, PD_LINK_SUBSCRIBE_EMPTY), PD_LINK_REMOVE);

        lead_to(&link, PD_LINK_INCOMPLETE, START);
        pd_link_feed(&link, link.wake, PD_LINK_TIMER);
        assert_int_equal(pd_link_feed(&link, START + 7 * PD_SEC, PD_LINK_TIMER), PD_LINK_REMOVE);
        assert_int_equal(link.trouble, PD_TROUBLE_UNFIT);
}

static void
a_sensor_that_another_program_holds_is_asked_for_ever_more_rarely_and_never_torn_away(void **state)
{
        pd_usec longest = 0;
        struct pd_link link;

        (void) state;
        lead_to(&link, PD_LINK_HELD, START);
        for (int i = 0; i < 50; i++) {
                assert_int_equal(link.trouble, PD_TROUBLE_HELD);
                longest = link.wake - link.since;
                assert_int_equal(pd_link_feed(&link, link.wake, PD_LINK_TIMER), PD_LINK_SUBSCRIBE);
                assert_int_equal(pd_link_feed(&link, link.since, PD_LINK_SUBSCRIBE_HELD), PD_LINK_NOTHING);
        }
        assert_in_range(longest, 22 * PD_SEC, 30 * PD_SEC);
        pd_link_feed(&link, link.since, PD_LINK_DATA);
        assert_int_equal(link.state, PD_LINK_LIVE);
        assert_int_equal(link.trouble, PD_TROUBLE_NONE);
}

/* ---- what is wrong, in words -------------------------------------------------------- */

static void
the_trouble_is_what_holds_now(void **state)
{
        static const struct {
                enum pd_link_state state;
                enum pd_link_input input;
                enum pd_trouble trouble;
        } rows[] = {
                {PD_LINK_LIVE, PD_LINK_OWNER_LOST, PD_TROUBLE_DOWN},
                {PD_LINK_LIVE, PD_LINK_ADAPTER_DOWN, PD_TROUBLE_DOWN},
                {PD_LINK_DOWN, PD_LINK_ADAPTER_UP, PD_TROUBLE_UNSEEN},
                {PD_LINK_ABSENT, PD_LINK_APPEARED, PD_TROUBLE_NONE},
                {PD_LINK_CONNECTING, PD_LINK_TIMER, PD_TROUBLE_UNSEEN},
                {PD_LINK_CONNECTING, PD_LINK_TURN_OVER, PD_TROUBLE_UNSEEN},
                {PD_LINK_CONNECTING, PD_LINK_CONNECT_FAILED, PD_TROUBLE_REFUSED},
                {PD_LINK_WAITING, PD_LINK_CONNECTED, PD_TROUBLE_NONE},
                {PD_LINK_AWAITED, PD_LINK_CONNECTED, PD_TROUBLE_NONE},
                {PD_LINK_RESOLVING, PD_LINK_TIMER, PD_TROUBLE_UNRESOLVED},
                {PD_LINK_RESOLVING, PD_LINK_DISCONNECTED, PD_TROUBLE_REFUSED},
                {PD_LINK_RESOLVING, PD_LINK_VANISHED, PD_TROUBLE_UNSEEN},
                {PD_LINK_SUBSCRIBING, PD_LINK_SUBSCRIBE_FAILED, PD_TROUBLE_UNSUBSCRIBED},
                {PD_LINK_SUBSCRIBING, PD_LINK_TIMER, PD_TROUBLE_UNSUBSCRIBED},
                {PD_LINK_SUBSCRIBING, PD_LINK_DATA, PD_TROUBLE_NONE},
                {PD_LINK_LIVE, PD_LINK_TIMER, PD_TROUBLE_SILENT},
                {PD_LINK_RESUBSCRIBING, PD_LINK_TIMER, PD_TROUBLE_SILENT},
                {PD_LINK_RESUBSCRIBING, PD_LINK_DATA, PD_TROUBLE_NONE},
        };
        struct pd_link link;

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                lead_to(&link, rows[i].state, START);
                pd_link_feed(&link, link.wake != PD_NEVER ? link.wake : START, rows[i].input);
                if (link.trouble != rows[i].trouble)
                        fail_msg("row %zu: trouble %d", i, (int) link.trouble);
        }
}

static void
three_failures_of_authentication_are_said_to_be_that_until_data_comes(void **state)
{
        struct pd_link link;

        (void) state;
        lead_to(&link, PD_LINK_QUEUED, START);
        pd_link_feed(&link, START, PD_LINK_BONDED);
        for (int i = 0; i < 3; i++) {
                assert_int_not_equal(link.trouble, PD_TROUBLE_AUTHENTICATION);
                pd_link_feed(&link, link.since, PD_LINK_CONNECTED);
                pd_link_feed(&link, link.since, PD_LINK_DISCONNECTED);
                pd_link_feed(&link, link.since, PD_LINK_AUTH_FAILED); /* the order in which BlueZ tells it */
        }
        assert_int_equal(link.trouble, PD_TROUBLE_AUTHENTICATION);
        pd_link_feed(&link, link.since, PD_LINK_CONNECTED);
        assert_int_equal(link.trouble, PD_TROUBLE_AUTHENTICATION);
        pd_link_feed(&link, link.since, PD_LINK_RESOLVED);
        pd_link_feed(&link, link.since, PD_LINK_DATA);
        assert_int_equal(link.trouble, PD_TROUBLE_NONE);
}

static void
keys_that_a_person_removed_are_no_trouble_any_more(void **state)
{
        struct pd_link link;

        (void) state;
        lead_to(&link, PD_LINK_RESOLVING, START);
        for (int i = 0; i < 3; i++)
                pd_link_feed(&link, START, PD_LINK_AUTH_FAILED);
        pd_link_feed(&link, START, PD_LINK_VANISHED);
        pd_link_feed(&link, START, PD_LINK_APPEARED);
        pd_link_feed(&link, START, PD_LINK_TURN);
        pd_link_feed(&link, START, PD_LINK_CONNECT_FAILED);
        assert_int_equal(link.trouble, PD_TROUBLE_REFUSED);
}

/* A link with data that ends after SPAN. */
static void
live_for(struct pd_link *link, pd_usec span)
{
        pd_link_feed(link, link->since, PD_LINK_CONNECTED);
        pd_link_feed(link, link->since, PD_LINK_RESOLVED);
        pd_link_feed(link, link->since, PD_LINK_DATA);
        pd_link_feed(link, link->since + span, PD_LINK_DATA);
        pd_link_feed(link, link->since + span, PD_LINK_DISCONNECTED);
        assert_int_equal(link->state, PD_LINK_WAITING);
}

static void
links_that_fall_three_times_within_minutes_are_a_trouble_until_one_lasts(void **state)
{
        struct pd_link link;

        (void) state;
        lead_to(&link, PD_LINK_QUEUED, START);
        for (int i = 0; i < 3; i++) {
                live_for(&link, PD_MINUTE);
                assert_int_equal(link.trouble, PD_TROUBLE_NONE);
        }
        live_for(&link, PD_MINUTE);
        assert_int_equal(link.trouble, PD_TROUBLE_DROPS);
        live_for(&link, 3 * PD_MINUTE);
        assert_int_equal(link.trouble, PD_TROUBLE_NONE);
}

/* ---- by chance ------------------------------------------------------------------- */

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
                assert_in_range(link->wake, now, now + (link->state == PD_LINK_AWAITED ? PD_LINK_AWAITED_TRY : PD_LINK_CONNECT_MAX));
        if (link->state == PD_LINK_AWAITED)
                assert_true(link->listed && !link->connected && !link->connect_pending);
        assert_true((link->trouble == PD_TROUBLE_DOWN) == (link->state == PD_LINK_DOWN));
        assert_true((link->state == PD_LINK_DOWN) == !link->adapter);
        assert_true((link->state == PD_LINK_ABSENT) == (link->adapter && !link->present));
}

static void
whatever_comes_there_is_one_connect_at_most_and_always_a_way_on(void **state)
{
        const char *given = getenv("PD_SEED");
        uint32_t seed = given ? (uint32_t) strtoul(given, NULL, 0) : 20261122;
        unsigned pending = 0, reached[PD_LINK_STATE_COUNT] = {0};
        bool may_remove = true; /* it was not yet, since the last data */
        struct pd_link link;
        pd_usec now = START, asked = 0;

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
                if (input == PD_LINK_BONDED && r / 512 % 8 != 0) /* or nothing would ever be removed */
                        input = PD_LINK_UNBONDED;
                may_remove |= input == PD_LINK_OWNER_LOST;
                if (input >= PD_LINK_CONNECT_OK && input <= PD_LINK_CONNECT_BUSY) {
                        if (pending == 0)
                                continue; /* nobody can answer what was not asked */
                        pending--;
                }
                if (input == PD_LINK_OWNER_LOST || input == PD_LINK_ADAPTER_DOWN || input == PD_LINK_VANISHED
                        || input == PD_LINK_DISCONNECT_DONE)
                        pending = 0;
                if (input == PD_LINK_VANISHED && link.remove_pending)
                        may_remove = false;
                action = pd_link_feed(&link, now, input);
                if (action == PD_LINK_CONNECT)
                        pending++;
                assert_true(pending <= 1);
                assert_int_equal(link.connect_pending, pending);
                if (action == PD_LINK_REMOVE) {
                        assert_true((may_remove || now - asked >= PD_HOUR) && !link.bonded);
                        asked = now;
                }
                may_remove |= link.heard;
                must_hold(&link, now);
                reached[link.state]++;
        }
        for (int s = 0; s < PD_LINK_STATE_COUNT; s++)
                assert_true(reached[s] > 100);
}

static void
what_the_objects_say_is_told_until_the_link_knows_it(void **state)
{
        uint32_t seed = 3;
        struct pd_link link;

        (void) state;
        pd_link_init(&link, 1);
        for (int i = 0; i < 10000; i++) {
                uint32_t r = random_next(&seed);
                struct pd_link_facts facts = {r & 1, r & 2, r & 4, r & 8, r & 16, r & 32};
                enum pd_link_input input;
                int told = 0;

                while ((input = pd_link_difference(&link, &facts)) != PD_LINK_INPUT_COUNT && told < 8) {
                        pd_link_feed(&link, START, input);
                        told++;
                }
                assert_true(told < 8);
                assert_int_equal(link.adapter, facts.adapter);
                assert_int_equal(link.present, facts.present);
                assert_int_equal(link.connected, facts.present && facts.connected);
                assert_int_equal(link.resolved, facts.present && facts.connected && facts.resolved);
                assert_int_equal(link.bonded, facts.present && facts.bonded);
                assert_int_equal(link.listed, facts.present && facts.listed);
        }
}

/* The world after the storm: adapter on, sensor there, every call answered,
 * a frame a second. */
static void
calm(struct pd_link *link, pd_usec *now, enum pd_link_action action)
{
        for (int second = 0; second < 120 && link->state != PD_LINK_LIVE; second++, *now += PD_SEC) {
                if (action == PD_LINK_REMOVE) {
                        pd_link_feed(link, *now, PD_LINK_VANISHED);
                        action = pd_link_feed(link, *now, PD_LINK_APPEARED);
                }
                if (action == PD_LINK_CONNECT || link->state == PD_LINK_AWAITED) /* or the kernel does */
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
                cmocka_unit_test(after_five_failures_a_listed_sensor_is_left_to_the_kernel),
                cmocka_unit_test(a_sensor_left_to_the_kernel_is_tried_by_hand_now_and_then_for_ten_seconds),
                cmocka_unit_test(what_a_scan_hears_is_not_left_to_the_kernel_but_tried_each_half_minute),
                cmocka_unit_test(the_kernels_list_goes_with_the_object_and_with_bluez),
                cmocka_unit_test(an_attempt_that_hangs_twice_is_removed_after_half_a_minute),
                cmocka_unit_test(a_device_that_twice_would_not_be_disconnected_is_removed),
                cmocka_unit_test(services_that_twice_are_not_resolved_are_forgotten_once_until_data_comes),
                cmocka_unit_test(an_hour_later_what_is_bad_again_is_forgotten_again),
                cmocka_unit_test(a_bonded_sensor_is_never_removed),
                cmocka_unit_test(a_removal_that_was_refused_is_asked_for_again_in_its_time),
                cmocka_unit_test(a_removal_that_goes_with_the_adapter_is_asked_for_again),
                cmocka_unit_test(a_removal_that_is_answered_too_late_is_not_asked_for_twice),
                cmocka_unit_test(silence_is_answered_with_a_removal_the_third_time),
                cmocka_unit_test(measurements_that_come_late_are_waited_for_then_listed_then_given_up),
                cmocka_unit_test(a_sensor_that_another_program_holds_is_asked_for_ever_more_rarely_and_never_torn_away),
                cmocka_unit_test(the_trouble_is_what_holds_now),
                cmocka_unit_test(three_failures_of_authentication_are_said_to_be_that_until_data_comes),
                cmocka_unit_test(keys_that_a_person_removed_are_no_trouble_any_more),
                cmocka_unit_test(links_that_fall_three_times_within_minutes_are_a_trouble_until_one_lasts),
                cmocka_unit_test(what_the_objects_say_is_told_until_the_link_knows_it),
                cmocka_unit_test(whatever_comes_there_is_one_connect_at_most_and_always_a_way_on),
                cmocka_unit_test(after_any_storm_a_calm_world_brings_the_sensor_back),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
