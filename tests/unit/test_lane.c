/* SPDX-License-Identifier: MIT */
/* A lane: what is told of its sensors, what counts from its next trace on, and that a trace's head is all that a replay needs. */
#include "support/card.h"
#include "support/pump_desk.h"

#include "support/cm.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define BOOT "0123456789abcdef0123456789abcdef"
#define REAL ((pd_usec) 1795342503 * PD_SEC)

/* Anna on her way, and the trace that is written of it. */
struct way {
        struct card card;
        struct pd_pump *pump;
        int64_t mm;
};

static void
feed(struct way *way, const struct pd_input *input)
{
        assert_int_equal(pd_pump_feed(way->pump, "anna", input), 0);
}

static struct way *
way_new(void)
{
        struct way *way = calloc(1, sizeof(*way));
        struct pd_input clock = {.kind = PD_INPUT_CLOCK, .clock = {.boot_id = BOOT, .real = REAL, .synchronised = true}};
        struct pd_athlete athlete;
        struct pd_workout workout;

        assert_non_null(way);
        rig_runner_a(&athlete);
        pd_workout_init(&workout);
        strcpy(athlete.id, "anna");
        way->pump = card_pump_new(&way->card);
        assert_int_equal(pd_pump_add_athlete(way->pump, &athlete, &workout), 0);
        feed(way, &clock);
        return way;
}

static void
way_free(struct way *way)
{
        card_clear(&way->card);
        pd_pump_free(way->pump);
        free(way);
}

static pd_usec
jog(struct way *way, pd_usec from, int seconds)
{
        for (int i = 0; i < seconds; i++) {
                pd_usec at = from + i * PD_SEC;
                struct pd_input strap = rig_strap_frame(at, 130), pod;

                way->mm += 2600;
                pod = rig_pod_frame(at + 250 * PD_MSEC, 2600, way->mm / 100);
                feed(way, &strap);
                feed(way, &pod);
        }
        return from + seconds * PD_SEC;
}

static void
assert_replays(const struct way *way)
{
        card_assert_leads_to(&way->card, pd_pump_engine(way->pump, 0));
}

/* She has pressed stop, and jogs home: for ten minutes that is no run, in a replay either. */
static void
who_has_stopped_begins_no_run_in_a_replay_either(void **state)
{
        struct way *way = way_new();
        struct pd_input stop = {.kind = PD_INPUT_COMMAND, .command = {.verb = PD_COMMAND_STOP}};
        pd_usec now;

        (void) state;
        now = stop.at = jog(way, PD_SEC, 600);
        feed(way, &stop);
        now = jog(way, now, 60);
        assert_int_equal(way->card.head.athlete.spent_us, PD_ENGINE_SPENT_MOST);
        assert_int_equal(pd_engine_session_state(pd_pump_engine(way->pump, 0)), PD_SESSION_ARMED);
        assert_replays(way);
        now = jog(way, now, 400); /* in between all began anew */
        assert_in_range(way->card.head.athlete.spent_us, 290 * PD_SEC, 305 * PD_SEC);
        assert_int_equal(pd_engine_session_state(pd_pump_engine(way->pump, 0)), PD_SESSION_ARMED);
        assert_replays(way);
        jog(way, now, 200);
        assert_int_equal(pd_engine_session_state(pd_pump_engine(way->pump, 0)), PD_SESSION_RUNNING);
        assert_replays(way);
        way_free(way);
}

/* The trace that has begun with the tap FIRST, in another life. */
static void
check_replay(const struct pump_desk *desk, size_t first)
{
        struct pump_desk *again = pump_desk_new();
        struct pd_athlete anna = desk->tapped_athlete;

        pump_desk_clear(again);
        assert_int_equal(pd_pump_add_athlete(again->pump, &anna, again->none), 0);
        for (size_t i = first; i < desk->n_taps; i++)
                assert_int_equal(pd_pump_feed(again->pump, "anna", &desk->taps[i]), 0);
        assert_string_equal(again->session, desk->session);
        pump_desk_free(again);
}

static void
a_sensor_is_told_when_it_is_first_heard_and_then_once_a_minute(void **state)
{
        struct pump_desk *desk = pump_desk_new();

        (void) state;
        pd_pump_enroll(desk->pump, "anna", PUMP_DESK_STRAP, "HRM");
        pump_desk_beat(desk, 0);
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 1);
        assert_string_equal(desk->report.address, PUMP_DESK_STRAP);
        assert_string_equal(desk->report.name, "HRM");
        assert_string_equal(desk->report.type->key, "heart_rate");
        assert_true(desk->report.connected);
        assert_int_equal(desk->report.contact, 1);
        assert_int_equal(desk->report.battery_percent, PD_UNKNOWN);
        for (int i = 1; i < 60; i++)
                pump_desk_beat(desk, i * PD_SEC);
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 1);
        pump_desk_beat(desk, 60 * PD_SEC);
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 2);
        assert_int_equal(desk->report.frames, 61);
        pump_desk_free(desk);
}

static void
what_is_new_of_a_sensor_is_told_at_once(void **state)
{
        struct pump_desk *desk = pump_desk_new();

        (void) state;
        pd_pump_enroll(desk->pump, "anna", PUMP_DESK_STRAP, "");
        pump_desk_beat(desk, 0);
        pump_desk_send(desk, PD_SEC, PUMP_DESK_STRAP, 0x2A19, (const uint8_t[]) {80}, 1);
        assert_int_equal(desk->report.battery_percent, 80);
        pump_desk_send(desk, 2 * PD_SEC, PUMP_DESK_STRAP, 0x2A19, (const uint8_t[]) {80}, 1);
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 2);
        pump_desk_send(desk, 3 * PD_SEC, PUMP_DESK_STRAP, 0x2A29, (const uint8_t *) "Acme", 4);
        assert_string_equal(desk->report.maker, "Acme");
        pump_desk_send(desk, 4 * PD_SEC, PUMP_DESK_STRAP, 0x2A37, (const uint8_t[]) {0x04, 140}, 2); /* contact lost */
        assert_int_equal(desk->report.contact, 0);
        pd_pump_link(desk->pump, 5 * PD_SEC, &(struct pd_link_change) {PUMP_DESK_STRAP, false});
        assert_false(desk->report.connected);
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 5);
        pd_pump_link(desk->pump, 6 * PD_SEC, &(struct pd_link_change) {PUMP_DESK_STRAP, false});
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 5);
        pump_desk_beat(desk, 7 * PD_SEC); /* what speaks is there */
        assert_true(desk->report.connected);
        pump_desk_free(desk);
}

static void
news_within_a_second_are_told_together_whoever_wakes_when(void **state)
{
        static const pd_usec wakes[] = {PD_SEC, PD_SEC + PD_MSEC, PD_HOUR};

        (void) state;
        for (size_t i = 0; i < sizeof(wakes) / sizeof(wakes[0]); i++) {
                struct pump_desk *desk = pump_desk_new();

                pd_pump_enroll(desk->pump, "anna", PUMP_DESK_STRAP, "");
                pd_pump_link(desk->pump, 0, &(struct pd_link_change) {PUMP_DESK_STRAP, true});
                assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 1); /* at once */
                pump_desk_send(desk, PD_MSEC, PUMP_DESK_STRAP, 0x2A29, (const uint8_t *) "Acme", 4);
                pump_desk_send(desk, 2 * PD_MSEC, PUMP_DESK_STRAP, 0x2A19, (const uint8_t[]) {80}, 1);
                pump_desk_send(desk, 3 * PD_MSEC, PUMP_DESK_STRAP, 0x2A19, (const uint8_t[]) {79}, 1);
                pd_pump_sensor_hint(desk->pump, 4 * PD_MSEC, PUMP_DESK_STRAP, "HRM", PD_UNKNOWN);
                assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 1);
                assert_int_equal(pd_pump_deadline(desk->pump), PD_SEC);
                pd_pump_wake(desk->pump, PD_SEC - 1);
                assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 1);
                pd_pump_wake(desk->pump, wakes[i]);
                assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 2);
                assert_int_equal(desk->report_at, PD_SEC);
                assert_string_equal(desk->report.maker, "Acme");
                assert_string_equal(desk->report.name, "HRM");
                assert_int_equal(desk->report.battery_percent, 79); /* the last one */
                pd_pump_wake(desk->pump, 2 * PD_HOUR);
                assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 2);
                pump_desk_free(desk);
        }
}

/* Availability does not flap with a strap that loses its link for some seconds; one that is gone is told so, once. */
static void
a_short_drop_is_no_absence_and_a_long_one_is_told_by_itself(void **state)
{
        struct pump_desk *desk = pump_desk_new();

        (void) state;
        pd_pump_enroll(desk->pump, "anna", PUMP_DESK_STRAP, "");
        pd_pump_link(desk->pump, 0, &(struct pd_link_change) {PUMP_DESK_STRAP, true});
        assert_true(desk->report.available);
        for (int i = 1; i <= 3; i++) {
                pd_pump_link(desk->pump, i * 60 * PD_SEC, &(struct pd_link_change) {PUMP_DESK_STRAP, false});
                assert_false(desk->report.connected);
                assert_true(desk->report.available);
                pd_pump_wake(desk->pump, i * 60 * PD_SEC + i * 9 * PD_SEC);
                pd_pump_link(desk->pump, i * 60 * PD_SEC + i * 9 * PD_SEC, &(struct pd_link_change) {PUMP_DESK_STRAP, true});
                assert_true(desk->report.connected);
                assert_true(desk->report.available);
        }
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 7);
        assert_int_equal(pd_pump_deadline(desk->pump), PD_NEVER);
        pd_pump_link(desk->pump, 300 * PD_SEC, &(struct pd_link_change) {PUMP_DESK_STRAP, false});
        assert_int_equal(pd_pump_deadline(desk->pump), 330 * PD_SEC);
        pd_pump_wake(desk->pump, 330 * PD_SEC - 1);
        assert_true(desk->report.available);
        pd_pump_wake(desk->pump, PD_HOUR);
        assert_false(desk->report.available);
        assert_int_equal(desk->report_at, 330 * PD_SEC);
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 9);
        assert_int_equal(pd_pump_deadline(desk->pump), PD_NEVER);
        pump_desk_free(desk);
}

static void
news_of_one_that_is_forgotten_are_told_to_nobody(void **state)
{
        struct pump_desk *desk = pump_desk_new();

        (void) state;
        pd_pump_enroll(desk->pump, "anna", PUMP_DESK_STRAP, "");
        pump_desk_beat(desk, 0);
        pd_pump_link(desk->pump, PD_MSEC, &(struct pd_link_change) {PUMP_DESK_STRAP, false});
        assert_int_equal(pd_pump_forget(desk->pump, PUMP_DESK_STRAP), 0);
        pd_pump_wake(desk->pump, PD_MINUTE);
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 1);
        pump_desk_free(desk);
}

static void
tomorrows_values_count_once_the_session_has_ended(void **state)
{
        struct pump_desk *desk = pump_desk_new();
        struct pd_athlete anna = pump_desk_named("anna");
        pd_usec at;

        (void) state;
        strcpy(anna.name, "Anna, tomorrow");
        pd_pump_enroll(desk->pump, "anna", PUMP_DESK_POD, "");
        for (at = 0; at < 400 * PD_SEC; at += PD_SEC)
                pump_desk_stride(desk, at);
        assert_int_equal(pd_pump_succeed(desk->pump, &anna, desk->easy), 0);
        pump_desk_stride(desk, at);
        assert_string_equal(desk->tapped_plan, "");
        assert_string_equal(desk->plan_id, "");
        pd_pump_wake(desk->pump, at + 6 * PD_HOUR);
        assert_int_equal(desk->n_events[PD_EVENT_SUMMARY], 1);
        assert_string_equal(desk->summary_plan_id, ""); /* it was of the old one */
        assert_int_equal(desk->n_events[PD_EVENT_PLAN], 1);
        pump_desk_stride(desk, at + 7 * PD_HOUR);
        assert_string_equal(desk->tapped_plan, "easy-45m");
        assert_string_equal(desk->plan_id, "easy-45m");
        assert_string_equal(pd_pump_snapshot(desk->pump, 0)->athlete.name, "Anna, tomorrow");
        pump_desk_free(desk);
}

static void
tomorrows_values_count_at_once_where_nobody_runs(void **state)
{
        struct pump_desk *desk = pump_desk_new();
        const struct pd_clock clock = {.real = 1795342503 * PD_SEC, .synchronised = true};
        struct pd_athlete anna = pump_desk_named("anna");
        pd_usec at;

        (void) state;
        pd_pump_enroll(desk->pump, "anna", PUMP_DESK_POD, "");
        pd_pump_clock(desk->pump, 0, &clock);
        assert_int_equal(pd_pump_succeed(desk->pump, &anna, desk->easy), 0);
        assert_int_equal(pd_pump_renew(desk->pump, PD_HOUR, "anna"), 0);
        assert_int_equal(desk->n_events[PD_EVENT_REARMED], 1);
        assert_int_equal(desk->n_events[PD_EVENT_PLAN], 1);
        assert_string_equal(desk->plan_id, "easy-45m");
        assert_string_equal(desk->tapped_plan, "easy-45m"); /* the clock, in the new trace's head */
        assert_int_equal(desk->taps[1].at, PD_HOUR);
        assert_int_equal(pd_pump_renew(desk->pump, PD_HOUR, "anna"), 0);
        assert_int_equal(desk->n_events[PD_EVENT_REARMED], 1);
        for (at = PD_HOUR; at < PD_HOUR + 100 * PD_SEC; at += PD_SEC)
                pump_desk_stride(desk, at);
        assert_int_equal(pd_pump_succeed(desk->pump, &anna, desk->none), 0);
        assert_int_equal(pd_pump_renew(desk->pump, at, "anna"), -EBUSY);
        assert_int_equal(pd_pump_renew(desk->pump, at, "carl"), -ENOENT);
        pump_desk_free(desk);
}

static void
a_factor_counts_from_the_next_trace_on(void **state)
{
        struct pump_desk *desk = pump_desk_new();
        const struct pd_clock clock = {.real = 1795342503 * PD_SEC, .synchronised = true};
        pd_usec at;

        (void) state;
        pd_pump_enroll(desk->pump, "anna", PUMP_DESK_POD, "");
        assert_int_equal(pd_pump_calibrate(desk->pump, "anna", PUMP_DESK_STRAP, 9500), -ENOENT);
        assert_int_equal(pd_pump_calibrate(desk->pump, "carl", PUMP_DESK_POD, 9500), -ENOENT);
        assert_int_equal(pd_pump_calibrate(desk->pump, "anna", PUMP_DESK_POD, 9500), 0); /* nothing was heard: at once */
        pd_pump_clock(desk->pump, 0, &clock);
        assert_int_equal(desk->tapped_factor, 9500);
        for (at = PD_SEC; at < 100 * PD_SEC; at += PD_SEC)
                pump_desk_stride(desk, at);
        assert_int_equal(pd_pump_calibrate(desk->pump, "anna", PUMP_DESK_POD, 9000), 0);
        assert_int_equal(pd_pump_renew(desk->pump, at, "anna"), -EBUSY); /* she runs */
        pump_desk_stride(desk, at);
        assert_int_equal(desk->tapped_factor, 9500);
        pd_pump_wake(desk->pump, 9 * PD_HOUR); /* she might have been out of earshot for hours */
        assert_int_equal(desk->tapped_factor, 9000);
        assert_int_equal(pd_pump_calibrate(desk->pump, "anna", PUMP_DESK_POD, 0), 0);
        assert_int_equal(pd_pump_renew(desk->pump, 10 * PD_HOUR, "anna"), 0);
        assert_int_equal(desk->tapped_factor, 0);
        pump_desk_free(desk);
}

static void
a_new_trace_begins_with_the_clock(void **state)
{
        struct pump_desk *desk = pump_desk_new();
        const struct pd_clock clock = {.boot = 7 * PD_SEC, .real = 1795342503 * PD_SEC, .synchronised = true};

        (void) state;
        pd_pump_enroll(desk->pump, "anna", PUMP_DESK_POD, "");
        pd_pump_clock(desk->pump, 0, &clock);
        pump_desk_stride(desk, PD_SEC);
        assert_int_equal(desk->n_taps, 2);
        pd_pump_wake(desk->pump, PD_HOUR); /* disarmed a minute after the frame */
        assert_int_equal(desk->n_events[PD_EVENT_REARMED], 1);
        assert_int_equal(desk->n_taps, 3);
        assert_int_equal(desk->taps[2].kind, PD_INPUT_CLOCK);
        assert_int_equal(desk->taps[2].clock.real - clock.real, desk->taps[2].at);
        assert_int_equal(desk->taps[2].clock.boot - clock.boot, desk->taps[2].at);
        pump_desk_free(desk);
}

static void
sessions_of_one_second_have_names_of_their_own_also_in_a_replay(void **state)
{
        static const char *const names[] = {
                "20261122T101503Z", "20261122T101503Zb", "20261122T101503Zc", "20261122T101503Zd", "20261122T101504Z", "20261122T101504Zb",
        };
        struct pump_desk *desk = pump_desk_new();
        const struct pd_clock clock = {.boot = 7 * PD_SEC, .real = 1795342503 * PD_SEC, .synchronised = true};
        size_t first = 0; /* of a trace's taps */

        (void) state;
        pd_pump_clock(desk->pump, 0, &clock);
        for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
                const pd_usec at = (pd_usec) (i + 1) * 210 * PD_MSEC;

                pump_desk_order(desk, at, "anna", PD_COMMAND_START);
                assert_string_equal(desk->session, names[i]);
                check_replay(desk, first);
                pump_desk_order(desk, at + PD_MSEC, "anna", PD_COMMAND_DISCARD);
                first = desk->n_taps - 1; /* the clock */
        }
        pump_desk_order(desk, PD_HOUR, "anna", PD_COMMAND_START); /* no trace bears for long what the one before was called */
        pump_desk_order(desk, PD_HOUR + 1, "anna", PD_COMMAND_DISCARD);
        pump_desk_order(desk, PD_HOUR + PD_MINUTE, "anna", PD_COMMAND_START);
        pump_desk_order(desk, PD_HOUR + 2 * PD_MINUTE, "anna", PD_COMMAND_DISCARD);
        assert_string_equal(desk->tapped_athlete.just_named, "");
        pump_desk_free(desk);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(who_has_stopped_begins_no_run_in_a_replay_either),
                cmocka_unit_test(a_sensor_is_told_when_it_is_first_heard_and_then_once_a_minute),
                cmocka_unit_test(what_is_new_of_a_sensor_is_told_at_once),
                cmocka_unit_test(news_within_a_second_are_told_together_whoever_wakes_when),
                cmocka_unit_test(a_short_drop_is_no_absence_and_a_long_one_is_told_by_itself),
                cmocka_unit_test(news_of_one_that_is_forgotten_are_told_to_nobody),
                cmocka_unit_test(tomorrows_values_count_once_the_session_has_ended),
                cmocka_unit_test(tomorrows_values_count_at_once_where_nobody_runs),
                cmocka_unit_test(a_factor_counts_from_the_next_trace_on),
                cmocka_unit_test(a_new_trace_begins_with_the_clock),
                cmocka_unit_test(sessions_of_one_second_have_names_of_their_own_also_in_a_replay),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
