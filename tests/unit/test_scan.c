/* SPDX-License-Identifier: MIT */
/* When the adapter scans: every state with every input, then fairness. */
#include "bluez/scan.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define START (1000 * PD_SEC)

static void
lead_to(struct pd_scan *scan, enum pd_scan_state state)
{
        pd_scan_init(scan);
        if (state == PD_SCAN_OFF)
                return;
        scan->wanted = true;
        assert_int_equal(pd_scan_feed(scan, START, PD_SCAN_LOOK), PD_SCAN_START);
        if (state >= PD_SCAN_SCANNING && state != PD_SCAN_RESTING) {
                pd_scan_feed(scan, START, PD_SCAN_STARTED);
                pd_scan_feed(scan, START, PD_SCAN_AUDIBLE);
        }
        if (state == PD_SCAN_STOPPING) {
                scan->turn_wanted = true;
                assert_int_equal(pd_scan_feed(scan, START + PD_SCAN_ON_MIN, PD_SCAN_LOOK), PD_SCAN_STOP);
                scan->since = START;
        }
        if (state == PD_SCAN_RESTING) {
                assert_int_equal(pd_scan_feed(scan, START, PD_SCAN_REFUSED), PD_SCAN_STOP);
                pd_scan_feed(scan, START, PD_SCAN_STOPPED);
                pd_scan_feed(scan, START, PD_SCAN_SILENT);
        }
        scan->turn_wanted = false;
        assert_int_equal(scan->state, state);
}

struct outcome {
        enum pd_scan_state state;
        enum pd_scan_action action;
};

/* clang-format off */
#define STAY {PD_SCAN_STATE_COUNT, PD_SCAN_NOTHING}
#define TO(state) {PD_SCAN_##state, PD_SCAN_NOTHING}
#define BEGIN {PD_SCAN_STARTING, PD_SCAN_START}
#define END {PD_SCAN_STOPPING, PD_SCAN_STOP}

/* With a sensor wanted and no turn asked for, one second after the state was entered. */
static const struct outcome matrix[PD_SCAN_INPUT_COUNT][PD_SCAN_STATE_COUNT] = {
        /*                    off    starting       scanning  stopping       resting */
        [PD_SCAN_LOOK]    = { BEGIN, STAY,          STAY,     STAY,          STAY },
        [PD_SCAN_STARTED] = { STAY,  TO(SCANNING),  STAY,     STAY,          STAY },
        [PD_SCAN_REFUSED] = { STAY,  END,           STAY,     STAY,          STAY },
        [PD_SCAN_STOPPED] = { STAY,  STAY,          STAY,     STAY,          STAY },
        [PD_SCAN_UNHEARD] = { STAY,  STAY,          STAY,     STAY,          STAY },
        [PD_SCAN_SILENT]  = { STAY,  STAY,          STAY,     STAY,          STAY },
        [PD_SCAN_AUDIBLE] = { STAY,  STAY,          STAY,     STAY,          STAY },
        [PD_SCAN_EXPECT]  = { STAY,  STAY,          STAY,     STAY,          STAY },
        [PD_SCAN_LOST]    = { STAY,  TO(OFF),       TO(OFF),  TO(OFF),       TO(OFF) },
};
/* clang-format on */

static void
every_state_answers_every_input_as_written(void **state)
{
        (void) state;
        for (int s = 0; s < PD_SCAN_STATE_COUNT; s++)
                for (int i = 0; i < PD_SCAN_INPUT_COUNT; i++) {
                        struct outcome expected = matrix[i][s];
                        enum pd_scan_action action;
                        struct pd_scan scan;

                        lead_to(&scan, (enum pd_scan_state) s);
                        scan.wanted = true;
                        if (expected.state == PD_SCAN_STATE_COUNT)
                                expected.state = (enum pd_scan_state) s;
                        action = pd_scan_feed(&scan, START + PD_SEC, (enum pd_scan_input) i);
                        if (scan.state != expected.state || action != expected.action)
                                fail_msg("state %d with input %d: state %d, action %d", s, i, (int) scan.state, (int) action);
                }
}

static void
a_scan_lasts_fifteen_seconds_and_rests_as_long(void **state)
{
        struct pd_scan scan;

        (void) state;
        lead_to(&scan, PD_SCAN_SCANNING);
        assert_int_equal(pd_scan_wake(&scan), START + 15 * PD_SEC);
        assert_int_equal(pd_scan_feed(&scan, START + 15 * PD_SEC - 1, PD_SCAN_LOOK), PD_SCAN_NOTHING);
        assert_int_equal(pd_scan_feed(&scan, START + 15 * PD_SEC, PD_SCAN_LOOK), PD_SCAN_STOP);
        pd_scan_feed(&scan, START + 16 * PD_SEC, PD_SCAN_SILENT);
        pd_scan_feed(&scan, START + 16 * PD_SEC, PD_SCAN_STOPPED);
        assert_int_equal(scan.state, PD_SCAN_RESTING);
        assert_int_equal(pd_scan_wake(&scan), START + 31 * PD_SEC);
        assert_int_equal(pd_scan_feed(&scan, START + 31 * PD_SEC, PD_SCAN_LOOK), PD_SCAN_START);
}

static void
it_stops_as_soon_as_nobody_is_looked_for(void **state)
{
        struct pd_scan scan;

        (void) state;
        lead_to(&scan, PD_SCAN_SCANNING);
        scan.wanted = false;
        assert_int_equal(pd_scan_feed(&scan, START + 1, PD_SCAN_LOOK), PD_SCAN_STOP);
        pd_scan_feed(&scan, START + 2, PD_SCAN_STOPPED);
        pd_scan_feed(&scan, START + 2, PD_SCAN_SILENT);
        assert_int_equal(scan.state, PD_SCAN_OFF);
        assert_int_equal(pd_scan_wake(&scan), PD_NEVER);
}

static void
discovering_is_awaited_for_two_seconds_and_no_longer(void **state)
{
        struct pd_scan scan;

        (void) state;
        lead_to(&scan, PD_SCAN_STOPPING);
        pd_scan_feed(&scan, START, PD_SCAN_STOPPED);
        assert_int_equal(pd_scan_wake(&scan), START + 2 * PD_SEC);
        pd_scan_feed(&scan, START + 2 * PD_SEC - 1, PD_SCAN_LOOK);
        assert_int_equal(scan.state, PD_SCAN_STOPPING);
        assert_false(pd_scan_leaves_room(&scan, START + 2 * PD_SEC - 1));
        pd_scan_feed(&scan, START + 2 * PD_SEC, PD_SCAN_LOOK);
        assert_int_equal(scan.state, PD_SCAN_RESTING);
        assert_true(pd_scan_leaves_room(&scan, START + 2 * PD_SEC));
}

static void
a_stop_that_was_not_heard_is_said_again_before_a_turn_is_granted(void **state)
{
        struct pd_scan scan;
        pd_usec now = START;

        (void) state;
        lead_to(&scan, PD_SCAN_STOPPING);
        pd_scan_feed(&scan, now, PD_SCAN_SILENT); /* another program's word; ours may still come */
        for (int i = 0; i < 5; i++, now += PD_SEC) {
                assert_int_equal(pd_scan_feed(&scan, now, PD_SCAN_UNHEARD), PD_SCAN_NOTHING);
                assert_int_equal(pd_scan_wake(&scan), now + PD_SEC);
                assert_int_equal(pd_scan_feed(&scan, now + PD_SEC, PD_SCAN_LOOK), PD_SCAN_STOP);
                assert_int_equal(pd_scan_feed(&scan, now + PD_SEC, PD_SCAN_LOOK), PD_SCAN_NOTHING);
                assert_false(pd_scan_leaves_room(&scan, now + PD_SEC));
        }
        pd_scan_feed(&scan, now, PD_SCAN_STOPPED);
        assert_true(pd_scan_leaves_room(&scan, now));
}

static void
a_scan_that_never_stops_holds_the_sensors_up_for_a_minute_at_most(void **state)
{
        struct pd_scan scan;

        (void) state;
        lead_to(&scan, PD_SCAN_STOPPING);
        assert_int_equal(pd_scan_wake(&scan), START + PD_MINUTE);
        pd_scan_feed(&scan, START + PD_MINUTE - 1, PD_SCAN_LOOK);
        assert_false(pd_scan_leaves_room(&scan, START + PD_MINUTE - 1));
        pd_scan_feed(&scan, START + PD_MINUTE, PD_SCAN_LOOK);
        assert_true(pd_scan_leaves_room(&scan, START + PD_MINUTE));
}

static void
known_sensors_connect_before_unknown_ones_are_looked_for(void **state)
{
        struct pd_scan scan;

        (void) state;
        pd_scan_init(&scan);
        scan.wanted = scan.turn_wanted = true;
        assert_int_equal(pd_scan_feed(&scan, START, PD_SCAN_LOOK), PD_SCAN_NOTHING);
        assert_true(pd_scan_leaves_room(&scan, START));

        pd_scan_init(&scan);
        scan.wanted = scan.turn_held = true;
        assert_int_equal(pd_scan_feed(&scan, START, PD_SCAN_LOOK), PD_SCAN_NOTHING);
}

/* A turn that lasts beyond the rest is the last one before the scan. */
static void
a_scan_that_is_due_comes_before_the_next_turn(void **state)
{
        struct pd_scan scan;

        (void) state;
        lead_to(&scan, PD_SCAN_RESTING);
        scan.turn_held = scan.turn_wanted = true;
        assert_int_equal(pd_scan_feed(&scan, START + PD_SCAN_REST, PD_SCAN_LOOK), PD_SCAN_NOTHING);
        assert_int_equal(scan.state, PD_SCAN_RESTING);
        assert_true(pd_scan_leaves_room(&scan, START + PD_SCAN_REST - 1));
        assert_false(pd_scan_leaves_room(&scan, START + PD_SCAN_REST));
        scan.turn_held = false;
        assert_int_equal(pd_scan_feed(&scan, START + PD_SCAN_REST + 1, PD_SCAN_LOOK), PD_SCAN_START);
}

/* One scan that finds nothing, after which the rest is NOMINAL. */
static void
scan_in_vain(struct pd_scan *scan, pd_usec *now, pd_usec nominal)
{
        assert_int_equal(scan->state, PD_SCAN_RESTING);
        assert_int_equal(pd_scan_wake(scan), *now + nominal);
        *now += nominal;
        assert_int_equal(pd_scan_feed(scan, *now, PD_SCAN_LOOK), PD_SCAN_START);
        pd_scan_feed(scan, *now, PD_SCAN_STARTED);
        pd_scan_feed(scan, *now, PD_SCAN_AUDIBLE);
        *now += PD_SCAN_ON;
        assert_int_equal(pd_scan_feed(scan, *now, PD_SCAN_LOOK), PD_SCAN_STOP);
        pd_scan_feed(scan, *now, PD_SCAN_STOPPED);
        pd_scan_feed(scan, *now, PD_SCAN_SILENT);
}

static void
scans_in_vain_become_rare_until_there_is_hope_again(void **state)
{
        static const int rests[] = {15, 30, 60, 120, 240, 300, 300};
        struct pd_scan scan;
        pd_usec now = START;

        (void) state;
        lead_to(&scan, PD_SCAN_RESTING);
        for (size_t i = 0; i < sizeof(rests) / sizeof(rests[0]); i++)
                scan_in_vain(&scan, &now, rests[i] * PD_SEC);
        now += 20 * PD_SEC;
        assert_true(pd_scan_leaves_room(&scan, now));
        assert_int_equal(pd_scan_feed(&scan, now, PD_SCAN_EXPECT), PD_SCAN_START); /* 15 s are over */
}

static void
a_turn_never_overlaps_a_scan_and_neither_starves(void **state)
{
        static const enum pd_scan_input answer[PD_SCAN_STATE_COUNT] = {
                [PD_SCAN_STARTING] = PD_SCAN_STARTED, [PD_SCAN_STOPPING] = PD_SCAN_STOPPED}; /* PD_SCAN_LOOK otherwise */
        struct pd_scan scan;
        pd_usec now = START, held_until = 0, last_scan = START, last_turn = START;
        unsigned scans = 0, turns = 0;

        (void) state;
        pd_scan_init(&scan);
        scan.wanted = scan.turn_wanted = true; /* an absent sensor, and one in a drawer: for ever */
        for (int i = 0; i < 36000; i++, now += 100 * PD_MSEC) {
                enum pd_scan_input input = answer[scan.state];
                enum pd_scan_action action;

                scan.turn_held = now < held_until;
                if (input == PD_SCAN_LOOK && i % 10 == 0)
                        input = PD_SCAN_EXPECT; /* or scans become rare */
                action = pd_scan_feed(&scan, now, input);
                if (action == PD_SCAN_START) {
                        assert_false(scan.turn_held);
                        assert_true(now - last_scan < PD_MINUTE);
                        last_scan = now;
                        scans++;
                }
                if (!scan.turn_held && pd_scan_leaves_room(&scan, now)) {
                        assert_true(now - last_turn < PD_MINUTE);
                        held_until = now + 10 * PD_SEC;
                        last_turn = now;
                        turns++;
                }
        }
        assert_in_range(scans, 100, 300); /* of an hour */
        assert_in_range(turns, 100, 300);
}

/* Discovering is false for as long as it takes to be called dead. */
static pd_usec
let_it_die(struct pd_scan *scan, pd_usec now)
{
        pd_scan_feed(scan, now, PD_SCAN_SILENT);
        assert_int_equal(pd_scan_wake(scan), now + 12 * PD_SEC);
        assert_int_equal(pd_scan_feed(scan, now + 12 * PD_SEC - 1, PD_SCAN_LOOK), PD_SCAN_NOTHING);
        assert_int_equal(pd_scan_feed(scan, now + 12 * PD_SEC, PD_SCAN_LOOK), PD_SCAN_STOP);
        return now + 12 * PD_SEC;
}

static void
a_discovery_that_died_is_begun_anew_without_a_rest_and_once(void **state)
{
        struct pd_scan scan;
        pd_usec now;

        (void) state;
        lead_to(&scan, PD_SCAN_SCANNING);
        now = let_it_die(&scan, START + PD_SEC);
        assert_int_equal(pd_scan_feed(&scan, now, PD_SCAN_SILENT), PD_SCAN_NOTHING);
        assert_int_equal(pd_scan_feed(&scan, now, PD_SCAN_STOPPED), PD_SCAN_START);
        pd_scan_feed(&scan, now, PD_SCAN_STARTED);
        assert_int_equal(scan.state, PD_SCAN_SCANNING); /* and as deaf as before */
        assert_int_equal(pd_scan_wake(&scan), now + 15 * PD_SEC);
        assert_int_equal(pd_scan_feed(&scan, now + 15 * PD_SEC, PD_SCAN_LOOK), PD_SCAN_STOP);
        pd_scan_feed(&scan, now + 15 * PD_SEC, PD_SCAN_SILENT);
        assert_int_equal(pd_scan_feed(&scan, now + 15 * PD_SEC, PD_SCAN_STOPPED), PD_SCAN_NOTHING);
        assert_int_equal(scan.state, PD_SCAN_RESTING);
}

static void
a_discovery_that_bluez_begins_anew_by_itself_is_left_alone(void **state)
{
        struct pd_scan scan;

        (void) state;
        lead_to(&scan, PD_SCAN_SCANNING);
        pd_scan_feed(&scan, START + PD_SEC, PD_SCAN_SILENT);
        pd_scan_feed(&scan, START + 11 * PD_SEC, PD_SCAN_AUDIBLE);
        assert_int_equal(pd_scan_wake(&scan), START + 15 * PD_SEC);
        assert_int_equal(pd_scan_feed(&scan, START + 14 * PD_SEC, PD_SCAN_LOOK), PD_SCAN_NOTHING);
        assert_int_equal(scan.state, PD_SCAN_SCANNING);
}

static void
a_dead_discovery_that_cannot_be_begun_anew_rests(void **state)
{
        struct pd_scan scan;
        pd_usec now;

        (void) state;
        lead_to(&scan, PD_SCAN_SCANNING);
        now = let_it_die(&scan, START);
        pd_scan_feed(&scan, now, PD_SCAN_SILENT);
        assert_int_equal(pd_scan_feed(&scan, now, PD_SCAN_STOPPED), PD_SCAN_START);
        assert_int_equal(pd_scan_feed(&scan, now, PD_SCAN_REFUSED), PD_SCAN_STOP);
        pd_scan_feed(&scan, now, PD_SCAN_SILENT);
        assert_int_equal(pd_scan_feed(&scan, now, PD_SCAN_STOPPED), PD_SCAN_NOTHING);
        assert_int_equal(scan.state, PD_SCAN_RESTING);
}

static void
a_dead_discovery_gives_way_to_a_sensor_that_waits(void **state)
{
        struct pd_scan scan;
        pd_usec now;

        (void) state;
        lead_to(&scan, PD_SCAN_SCANNING);
        now = let_it_die(&scan, START);
        scan.turn_wanted = true;
        pd_scan_feed(&scan, now, PD_SCAN_SILENT);
        assert_int_equal(pd_scan_feed(&scan, now, PD_SCAN_STOPPED), PD_SCAN_NOTHING);
        assert_true(pd_scan_leaves_room(&scan, now));
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_state_answers_every_input_as_written),
                cmocka_unit_test(a_scan_lasts_fifteen_seconds_and_rests_as_long),
                cmocka_unit_test(it_stops_as_soon_as_nobody_is_looked_for),
                cmocka_unit_test(discovering_is_awaited_for_two_seconds_and_no_longer),
                cmocka_unit_test(a_stop_that_was_not_heard_is_said_again_before_a_turn_is_granted),
                cmocka_unit_test(a_scan_that_never_stops_holds_the_sensors_up_for_a_minute_at_most),
                cmocka_unit_test(known_sensors_connect_before_unknown_ones_are_looked_for),
                cmocka_unit_test(a_scan_that_is_due_comes_before_the_next_turn),
                cmocka_unit_test(scans_in_vain_become_rare_until_there_is_hope_again),
                cmocka_unit_test(a_turn_never_overlaps_a_scan_and_neither_starves),
                cmocka_unit_test(a_discovery_that_died_is_begun_anew_without_a_rest_and_once),
                cmocka_unit_test(a_discovery_that_bluez_begins_anew_by_itself_is_left_alone),
                cmocka_unit_test(a_dead_discovery_that_cannot_be_begun_anew_rests),
                cmocka_unit_test(a_dead_discovery_gives_way_to_a_sensor_that_waits),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
