/* SPDX-License-Identifier: MIT */
/* From a source to the right engine: whose sensor it is, and in whose time. */
#include "support/pump_desk.h"

#include "support/cm.h"

#include <errno.h>

static void
frames_of_strangers_are_dropped_and_counted(void **state)
{
        struct pump_desk *desk = pump_desk_new();

        (void) state;
        pump_desk_beat(desk, 0);
        pd_pump_link(desk->pump, 0, &(struct pd_link_change) {PUMP_DESK_STRANGER, true});
        pd_pump_sensor_hint(desk->pump, 0, PUMP_DESK_STRANGER, "Somebody's", -60);
        assert_int_equal(pd_pump_stray_frames(desk->pump), 1);
        assert_int_equal(desk->n_taps, 0);
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 0);
        assert_int_equal(pd_pump_enroll(desk->pump, "anna", PUMP_DESK_STRAP, ""), 0);
        pump_desk_beat(desk, PD_SEC);
        assert_int_equal(pd_pump_stray_frames(desk->pump), 1);
        assert_int_equal(desk->n_taps, 1);
        pump_desk_free(desk);
}

static void
an_athlete_has_an_address_once(void **state)
{
        const struct pd_command start = {.verb = PD_COMMAND_START};
        struct pd_answer answer;
        struct pump_desk *desk = pump_desk_new();
        struct pd_athlete anna = pump_desk_named("anna"), bert = pump_desk_named("bert");

        (void) state;
        assert_int_equal(pd_pump_add_athlete(desk->pump, &anna, desk->none), -EEXIST);
        assert_int_equal(pd_pump_add_athlete(desk->pump, &bert, desk->none), 0);
        assert_int_equal(pd_pump_enroll(desk->pump, "anna", PUMP_DESK_STRAP, "HRM"), 0);
        assert_int_equal(pd_pump_enroll(desk->pump, "anna", PUMP_DESK_STRAP, "HRM"), -EEXIST);
        assert_int_equal(pd_pump_enroll(desk->pump, "carl", PUMP_DESK_POD, ""), -ENOENT);
        assert_int_equal(pd_pump_command(desk->pump, 0, "carl", &start, &answer), -ENOENT);
        assert_int_equal(pd_pump_feed(desk->pump, "carl", &(struct pd_input) {.kind = PD_INPUT_TICK}), -ENOENT);
        assert_int_equal(pd_pump_succeed(desk->pump, &(struct pd_athlete) {.id = "carl"}, desk->none), -ENOENT);
        assert_int_equal(pd_pump_n_sensors(desk->pump, 0), 1);
        assert_int_equal(pd_pump_n_sensors(desk->pump, 1), 0);
        pump_desk_free(desk);
}

static void
athletes_and_sensors_have_their_limits(void **state)
{
        struct pump_desk *desk = pump_desk_new();
        char address[PD_ADDRESS_SIZE] = "C0:00:00:00:01:00", id[PD_ID_SIZE] = "a00";
        struct pd_input input;

        (void) state;
        for (int i = 0; i < PD_ENGINE_SENSORS_MAX; i++) {
                address[16] = "0123456789ABCDEF"[i];
                assert_int_equal(pd_pump_enroll(desk->pump, "anna", address, ""), 0);
        }
        assert_int_equal(pd_pump_enroll(desk->pump, "anna", PUMP_DESK_STRAP, ""), -ENOSPC);
        input = rig_strap_frame(0, 140);
        assert_int_equal(pd_pump_feed(desk->pump, "anna", &input), 0); /* one too many is passed over */
        assert_int_equal(pd_pump_n_sensors(desk->pump, 0), PD_ENGINE_SENSORS_MAX);
        for (int i = 1; i < PD_ATHLETES_MAX; i++) {
                struct pd_athlete athlete;
                id[1] = (char) ('0' + i / 10);
                id[2] = (char) ('0' + i % 10);
                athlete = pump_desk_named(id);
                assert_int_equal(pd_pump_add_athlete(desk->pump, &athlete, desk->none), 0);
        }
        assert_int_equal(pd_pump_add_athlete(desk->pump, &(struct pd_athlete) {.id = "late"}, desk->none), -ENOSPC);
        assert_int_equal(pd_pump_n_athletes(desk->pump), PD_ATHLETES_MAX);
        pump_desk_free(desk);
}

static void
each_athlete_has_a_time_of_their_own(void **state)
{
        struct pump_desk *desk = pump_desk_new();
        struct pd_athlete bert = pump_desk_named("bert");

        (void) state;
        pd_pump_add_athlete(desk->pump, &bert, desk->none);
        pd_pump_enroll(desk->pump, "anna", PUMP_DESK_STRAP, "");
        pd_pump_enroll(desk->pump, "bert", PUMP_DESK_POD, "");
        pd_pump_set_offset(desk->pump, "anna", 1000 * PD_SEC);
        pd_pump_set_offset(desk->pump, "bert", -500 * PD_SEC);
        pump_desk_beat(desk, 2000 * PD_SEC);
        assert_string_equal(desk->athlete, "anna");
        assert_int_equal(desk->taps[0].at, 3000 * PD_SEC);
        assert_int_equal(desk->report_at, 3000 * PD_SEC);
        pump_desk_stride(desk, 2010 * PD_SEC);
        assert_string_equal(desk->athlete, "bert");
        assert_int_equal(desk->taps[1].at, 1510 * PD_SEC);
        assert_int_equal(pd_engine_now(pd_pump_engine(desk->pump, 0)), 3000 * PD_SEC);
        assert_int_equal(pd_engine_now(pd_pump_engine(desk->pump, 1)), 1510 * PD_SEC);
        assert_int_equal(pd_pump_deadline(desk->pump), 2060 * PD_SEC); /* in the daemon's: anna disarms first */
        pd_pump_wake(desk->pump, 2060 * PD_SEC);
        assert_int_equal(pd_engine_session_state(pd_pump_engine(desk->pump, 0)), PD_SESSION_IDLE);
        assert_int_equal(pd_engine_session_state(pd_pump_engine(desk->pump, 1)), PD_SESSION_ARMED);
        assert_int_equal(pd_pump_deadline(desk->pump), 2070 * PD_SEC);
        pump_desk_free(desk);
}

static void
a_wake_up_is_not_tapped(void **state)
{
        struct pump_desk *desk = pump_desk_new();

        (void) state;
        pd_pump_enroll(desk->pump, "anna", PUMP_DESK_STRAP, "");
        pump_desk_beat(desk, 0);
        pd_pump_wake(desk->pump, PD_HOUR);
        assert_int_equal(desk->n_taps, 1);
        pump_desk_free(desk);
}

static void
faults_are_counted_by_kind(void **state)
{
        struct pump_desk *desk = pump_desk_new();
        const struct pd_sensor_report *report;

        (void) state;
        pd_pump_enroll(desk->pump, "anna", PUMP_DESK_STRAP, "");
        pump_desk_send(desk, 0, PUMP_DESK_STRAP, 0x2A37, (const uint8_t[]) {0}, 0);
        pump_desk_send(desk, 1, PUMP_DESK_STRAP, 0x2A37, (const uint8_t[]) {0x01, 140}, 2);       /* u16 promised */
        pump_desk_send(desk, 2, PUMP_DESK_STRAP, 0x2A37, (const uint8_t[]) {0x06, 140, 7, 7}, 4); /* nobody asked for more */
        pump_desk_send(desk, 3, PUMP_DESK_STRAP, 0x2A37, (const uint8_t[]) {0x86, 140}, 2);       /* a reserved flag */
        pump_desk_send(desk, 4, PUMP_DESK_STRAP, 0x2A19, (const uint8_t[]) {170}, 1);             /* 170 % */
        pump_desk_send(desk, 5, PUMP_DESK_STRAP, 0xFFFF, (const uint8_t[]) {1}, 1);
        report = pd_pump_sensor(desk->pump, 0, 0);
        assert_int_equal(report->faults[PD_FAULT_EMPTY], 1);
        assert_int_equal(report->faults[PD_FAULT_SHORT], 1);
        assert_int_equal(report->faults[PD_FAULT_LONG], 1);
        assert_int_equal(report->faults[PD_FAULT_RESERVED_BIT], 1);
        assert_int_equal(report->faults[PD_FAULT_RESERVED_VALUE], 1);
        assert_int_equal(report->faults[PD_FAULT_RESET], 0);
        assert_int_equal(report->unknown_frames, 1);
        assert_int_equal(report->frames, 6);
        pump_desk_free(desk);
}

static void
a_hint_fills_a_name_and_replaces_none(void **state)
{
        struct pump_desk *desk = pump_desk_new();

        (void) state;
        pd_pump_enroll(desk->pump, "anna", PUMP_DESK_STRAP, "");
        pd_pump_enroll(desk->pump, "anna", PUMP_DESK_POD, "Left shoe");
        pd_pump_sensor_hint(desk->pump, 0, PUMP_DESK_STRAP, NULL, -70);
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 0); /* signal alone is no news */
        pd_pump_sensor_hint(desk->pump, 0, PUMP_DESK_STRAP, "HRM 42", PD_UNKNOWN);
        pd_pump_sensor_hint(desk->pump, 0, PUMP_DESK_POD, "Pod 7", -50);
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 1);
        assert_string_equal(pd_pump_sensor(desk->pump, 0, 0)->name, "HRM 42");
        assert_int_equal(pd_pump_sensor(desk->pump, 0, 0)->rssi_dbm, -70);
        assert_string_equal(pd_pump_sensor(desk->pump, 0, 1)->name, "Left shoe");
        assert_int_equal(desk->n_taps, 0);
        pump_desk_free(desk);
}

static void
what_is_wrong_with_a_sensor_is_told_once_for_each_change(void **state)
{
        const char again[] = "unseen"; /* the same word elsewhere */
        struct pump_desk *desk = pump_desk_new();

        (void) state;
        pd_pump_enroll(desk->pump, "anna", PUMP_DESK_STRAP, "");
        pd_pump_sensor_condition(desk->pump, 0, PUMP_DESK_STRAP, NULL, false);
        pd_pump_sensor_condition(desk->pump, 0, PUMP_DESK_STRANGER, "unseen", false);
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 0); /* as it was, and nobody's */
        pd_pump_sensor_condition(desk->pump, PD_SEC, PUMP_DESK_STRAP, "unseen", false);
        pd_pump_sensor_condition(desk->pump, 3 * PD_SEC, PUMP_DESK_STRAP, again, false);
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 1);
        assert_string_equal(desk->report.trouble, "unseen");
        pd_pump_sensor_condition(desk->pump, 5 * PD_SEC, PUMP_DESK_STRAP, NULL, true);
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 2);
        assert_null(desk->report.trouble);
        assert_true(desk->report.released);
        assert_int_equal(desk->n_taps, 0);
        pump_desk_free(desk);
}

static void
a_late_frame_tells_of_its_sensor_now(void **state)
{
        struct pump_desk *desk = pump_desk_new();

        (void) state;
        pd_pump_enroll(desk->pump, "anna", PUMP_DESK_STRAP, "");
        pd_pump_enroll(desk->pump, "anna", PUMP_DESK_POD, "");
        pump_desk_beat(desk, 100 * PD_SEC);
        pump_desk_stride(desk, 90 * PD_SEC);
        assert_string_equal(desk->report.address, PUMP_DESK_POD);
        assert_int_equal(desk->report_at, 100 * PD_SEC);
        pump_desk_free(desk);
}

static void
a_recordings_sensors_are_enrolled_as_they_come(void **state)
{
        struct pump_desk *desk = pump_desk_new();
        struct pd_input input = rig_strap_frame(0, 140);

        (void) state;
        assert_int_equal(pd_pump_feed(desk->pump, "anna", &input), 0);
        input = rig_pod_frame(PD_SEC, 2500, 0);
        assert_int_equal(pd_pump_feed(desk->pump, "anna", &input), 0);
        assert_int_equal(pd_pump_n_sensors(desk->pump, 0), 2);
        assert_string_equal(pd_pump_snapshot(desk->pump, 0)->sensors[1].address, PUMP_DESK_POD);
        pump_desk_free(desk);
}

static void
a_newcomer_hears_of_everyone(void **state)
{
        struct pump_desk *desk = pump_desk_new();
        struct pd_athlete bert = pump_desk_named("bert");

        (void) state;
        pd_pump_add_athlete(desk->pump, &bert, desk->easy);
        pd_pump_enroll(desk->pump, "anna", PUMP_DESK_STRAP, "");
        pd_pump_enroll(desk->pump, "bert", PUMP_DESK_POD, "");
        pd_pump_restate(desk->pump);
        assert_int_equal(desk->n_events[PD_EVENT_PLAN], 2);
        assert_int_equal(desk->n_events[PD_EVENT_SESSION], 2);
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 2);
        assert_int_equal(desk->n_taps, 0);
        pump_desk_free(desk);
}

/* The loop may wake late: a session that is over at that instant is not stopped once more. */
static void
an_order_is_answered_by_what_stands_at_its_instant(void **state)
{
        struct pump_desk *desk = pump_desk_new();
        struct pd_answer answer;

        (void) state;
        pump_desk_order(desk, 0, "anna", PD_COMMAND_START);
        assert_int_equal(desk->n_taps, 1);
        assert_int_equal(pd_pump_command(desk->pump, 11 * PD_MINUTE, "anna", &(struct pd_command) {.verb = PD_COMMAND_STOP}, &answer),
                -ESRCH);
        assert_int_equal(desk->n_events[PD_EVENT_SUMMARY], 1);
        assert_int_equal(desk->n_taps, 1); /* nothing was accepted */
        pump_desk_free(desk);
}

static void
each_athlete_has_the_offset_of_their_own_time_zone(void **state)
{
        struct pump_desk *desk = pump_desk_new();
        struct pd_athlete bert = pump_desk_named("bert");
        struct pd_clock clock = {.real = 1000 * PD_SEC, .synchronised = true, .utc_offset_s = 7200};

        (void) state;
        pd_pump_add_athlete(desk->pump, &bert, desk->none);
        pd_pump_clock(desk->pump, 0, &clock);
        assert_int_equal(desk->taps[0].clock.utc_offset_s, 0);
        assert_int_equal(desk->taps[1].clock.utc_offset_s, 900);
        clock.real += 1000 * PD_SEC;
        pd_pump_clock(desk->pump, 1000 * PD_SEC, &clock);
        assert_int_equal(desk->taps[3].clock.utc_offset_s, 4500);
        pump_desk_free(desk);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(frames_of_strangers_are_dropped_and_counted),
                cmocka_unit_test(an_athlete_has_an_address_once),
                cmocka_unit_test(athletes_and_sensors_have_their_limits),
                cmocka_unit_test(each_athlete_has_a_time_of_their_own),
                cmocka_unit_test(a_wake_up_is_not_tapped),
                cmocka_unit_test(faults_are_counted_by_kind),
                cmocka_unit_test(a_hint_fills_a_name_and_replaces_none),
                cmocka_unit_test(what_is_wrong_with_a_sensor_is_told_once_for_each_change),
                cmocka_unit_test(a_late_frame_tells_of_its_sensor_now),
                cmocka_unit_test(a_recordings_sensors_are_enrolled_as_they_come),
                cmocka_unit_test(a_newcomer_hears_of_everyone),
                cmocka_unit_test(an_order_is_answered_by_what_stands_at_its_instant),
                cmocka_unit_test(each_athlete_has_the_offset_of_their_own_time_zone),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
