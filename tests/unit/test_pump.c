/* SPDX-License-Identifier: MIT */
/* From a source to the right engine: who owns which sensor, in whose time, and what is told of it. */
#include "support/rig.h"

#include "support/cm.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define STRAP "C0:00:00:00:00:01" /* as the rig's frames are addressed */
#define POD "C0:00:00:00:00:02"
#define STRANGER "C0:00:00:00:00:99"
#define HEARD_MAX 256

struct desk {
        struct pd_pump *pump;
        struct pd_workout *none, *easy;
        size_t n_events[PD_EVENT_REARMED + 1];
        struct pd_sensor_report report; /* the last one told */
        pd_usec report_at;
        char athlete[PD_ID_SIZE]; /* of the last event */
        char plan_id[PD_ID_SIZE]; /* the last event's workout */
        char summary_plan_id[PD_ID_SIZE]; /* the last summary's workout */
        size_t n_questions;
        char question[PD_SENTENCE_SIZE];
        size_t n_taps;
        struct pd_input taps[HEARD_MAX];
        char tapped_plan[PD_ID_SIZE]; /* the last tap's snapshot */
        struct pd_athlete tapped_athlete;
        char session[PD_SESSION_ID_SIZE]; /* of the last event that had one */
        int32_t tapped_factor; /* of its first sensor */
};

static void
hear(void *user, const struct pd_event *event)
{
        struct desk *desk = user;

        desk->n_events[event->kind]++;
        strcpy(desk->athlete, event->athlete->id);
        strcpy(desk->plan_id, event->workout->id);
        if (event->session[0] != '\0')
                strcpy(desk->session, event->session);
        if (event->kind == PD_EVENT_SUMMARY)
                strcpy(desk->summary_plan_id, event->workout->id);
        if (event->kind == PD_EVENT_ALERT && event->alert.type == PD_ALERT_QUESTION) {
                desk->n_questions++;
                strcpy(desk->question, event->alert.message);
        }
        if (event->kind != PD_EVENT_SENSOR)
                return;
        desk->report = *event->sensor;
        desk->report_at = event->at;
}

static void
tap(void *user, const struct pd_snapshot *snapshot, const struct pd_input *input)
{
        struct desk *desk = user;

        if (desk->n_taps < HEARD_MAX)
                desk->taps[desk->n_taps] = *input;
        desk->n_taps++;
        strcpy(desk->tapped_plan, snapshot->workout.id);
        desk->tapped_athlete = snapshot->athlete;
        desk->tapped_factor = snapshot->sensors[0].factor;
}

/* Fifteen minutes further east with each letter. */
static int32_t
utc_offset(void *user, const struct pd_athlete *athlete, pd_usec real)
{
        (void) user;
        return (athlete->id[0] - 'a') * 900 + (real >= 2000 * PD_SEC ? 3600 : 0);
}

static struct pd_athlete
named(const char *id)
{
        struct pd_athlete athlete;

        rig_runner_a(&athlete);
        strcpy(athlete.id, id);
        return athlete;
}

static struct desk *
desk_new(void)
{
        struct desk *desk = calloc(1, sizeof(*desk));
        struct pd_athlete anna = named("anna");

        assert_non_null(desk);
        desk->pump = pd_pump_new(&(struct pd_pump_ports) {.tap = tap, .event = hear, .user = desk, .utc_offset = utc_offset});
        desk->none = malloc(sizeof(*desk->none));
        desk->easy = malloc(sizeof(*desk->easy));
        pd_workout_init(desk->none);
        rig_workout(desk->easy, "easy 45m", &anna);
        assert_int_equal(pd_pump_add_athlete(desk->pump, &anna, desk->none), 0);
        return desk;
}

static void
desk_free(struct desk *desk)
{
        pd_pump_free(desk->pump);
        free(desk->none);
        free(desk->easy);
        free(desk);
}

static void
send(struct desk *desk, pd_usec at, const char *address, uint16_t characteristic, const uint8_t *bytes, uint16_t length)
{
        struct pd_frame frame = {.characteristic = characteristic, .length = length};

        strcpy(frame.address, address);
        memcpy(frame.bytes, bytes, length);
        pd_pump_frame(desk->pump, at, &frame);
}

static void
beat(struct desk *desk, pd_usec at)
{
        send(desk, at, STRAP, 0x2A37, (const uint8_t[]) {0x06, 140}, 2);
}

/* 2.5 m/s, 164 steps a minute. */
static void
stride(struct desk *desk, pd_usec at)
{
        send(desk, at, POD, 0x2A53, (const uint8_t[]) {0x04, 0x80, 0x02, 82}, 4);
}

static void
frames_of_strangers_are_dropped_and_counted(void **state)
{
        struct desk *desk = desk_new();

        (void) state;
        beat(desk, 0);
        pd_pump_link(desk->pump, 0, &(struct pd_link_change) {STRANGER, true});
        pd_pump_sensor_hint(desk->pump, 0, STRANGER, "Somebody's", -60);
        assert_int_equal(pd_pump_stray_frames(desk->pump), 1);
        assert_int_equal(desk->n_taps, 0);
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 0);
        assert_int_equal(pd_pump_enroll(desk->pump, "anna", STRAP, ""), 0);
        beat(desk, PD_SEC);
        assert_int_equal(pd_pump_stray_frames(desk->pump), 1);
        assert_int_equal(desk->n_taps, 1);
        desk_free(desk);
}

static void
an_athlete_has_an_address_once(void **state)
{
        const struct pd_command start = {.verb = PD_COMMAND_START};
        struct pd_answer answer;
        struct desk *desk = desk_new();
        struct pd_athlete anna = named("anna"), bert = named("bert");

        (void) state;
        assert_int_equal(pd_pump_add_athlete(desk->pump, &anna, desk->none), -EEXIST);
        assert_int_equal(pd_pump_add_athlete(desk->pump, &bert, desk->none), 0);
        assert_int_equal(pd_pump_enroll(desk->pump, "anna", STRAP, "HRM"), 0);
        assert_int_equal(pd_pump_enroll(desk->pump, "anna", STRAP, "HRM"), -EEXIST);
        assert_int_equal(pd_pump_enroll(desk->pump, "carl", POD, ""), -ENOENT);
        assert_int_equal(pd_pump_command(desk->pump, 0, "carl", &start, &answer), -ENOENT);
        assert_int_equal(pd_pump_feed(desk->pump, "carl", &(struct pd_input) {.kind = PD_INPUT_TICK}), -ENOENT);
        assert_int_equal(pd_pump_succeed(desk->pump, &(struct pd_athlete) {.id = "carl"}, desk->none), -ENOENT);
        assert_int_equal(pd_pump_n_sensors(desk->pump, 0), 1);
        assert_int_equal(pd_pump_n_sensors(desk->pump, 1), 0);
        desk_free(desk);
}

static void
athletes_and_sensors_have_their_limits(void **state)
{
        struct desk *desk = desk_new();
        char address[PD_ADDRESS_SIZE] = "C0:00:00:00:01:00", id[PD_ID_SIZE] = "a00";
        struct pd_input input;

        (void) state;
        for (int i = 0; i < PD_ENGINE_SENSORS_MAX; i++) {
                address[16] = "0123456789ABCDEF"[i];
                assert_int_equal(pd_pump_enroll(desk->pump, "anna", address, ""), 0);
        }
        assert_int_equal(pd_pump_enroll(desk->pump, "anna", STRAP, ""), -ENOSPC);
        input = rig_strap_frame(0, 140);
        assert_int_equal(pd_pump_feed(desk->pump, "anna", &input), 0); /* one too many is passed over */
        assert_int_equal(pd_pump_n_sensors(desk->pump, 0), PD_ENGINE_SENSORS_MAX);
        for (int i = 1; i < PD_ATHLETES_MAX; i++) {
                struct pd_athlete athlete;
                id[1] = (char) ('0' + i / 10);
                id[2] = (char) ('0' + i % 10);
                athlete = named(id);
                assert_int_equal(pd_pump_add_athlete(desk->pump, &athlete, desk->none), 0);
        }
        assert_int_equal(pd_pump_add_athlete(desk->pump, &(struct pd_athlete) {.id = "late"}, desk->none), -ENOSPC);
        assert_int_equal(pd_pump_n_athletes(desk->pump), PD_ATHLETES_MAX);
        desk_free(desk);
}

static void
each_athlete_has_a_time_of_their_own(void **state)
{
        struct desk *desk = desk_new();
        struct pd_athlete bert = named("bert");

        (void) state;
        pd_pump_add_athlete(desk->pump, &bert, desk->none);
        pd_pump_enroll(desk->pump, "anna", STRAP, "");
        pd_pump_enroll(desk->pump, "bert", POD, "");
        pd_pump_set_offset(desk->pump, "anna", 1000 * PD_SEC);
        pd_pump_set_offset(desk->pump, "bert", -500 * PD_SEC);
        beat(desk, 2000 * PD_SEC);
        assert_string_equal(desk->athlete, "anna");
        assert_int_equal(desk->taps[0].at, 3000 * PD_SEC);
        assert_int_equal(desk->report_at, 3000 * PD_SEC);
        stride(desk, 2010 * PD_SEC);
        assert_string_equal(desk->athlete, "bert");
        assert_int_equal(desk->taps[1].at, 1510 * PD_SEC);
        assert_int_equal(pd_engine_now(pd_pump_engine(desk->pump, 0)), 3000 * PD_SEC);
        assert_int_equal(pd_engine_now(pd_pump_engine(desk->pump, 1)), 1510 * PD_SEC);
        assert_int_equal(pd_pump_deadline(desk->pump), 2060 * PD_SEC); /* in the daemon's: anna disarms first */
        pd_pump_wake(desk->pump, 2060 * PD_SEC);
        assert_int_equal(pd_engine_session_state(pd_pump_engine(desk->pump, 0)), PD_SESSION_IDLE);
        assert_int_equal(pd_engine_session_state(pd_pump_engine(desk->pump, 1)), PD_SESSION_ARMED);
        assert_int_equal(pd_pump_deadline(desk->pump), 2070 * PD_SEC);
        desk_free(desk);
}

static void
a_wake_up_is_not_tapped(void **state)
{
        struct desk *desk = desk_new();

        (void) state;
        pd_pump_enroll(desk->pump, "anna", STRAP, "");
        beat(desk, 0);
        pd_pump_wake(desk->pump, PD_HOUR);
        assert_int_equal(desk->n_taps, 1);
        desk_free(desk);
}

static void
a_sensor_is_told_when_it_is_first_heard_and_then_once_a_minute(void **state)
{
        struct desk *desk = desk_new();

        (void) state;
        pd_pump_enroll(desk->pump, "anna", STRAP, "HRM");
        beat(desk, 0);
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 1);
        assert_string_equal(desk->report.address, STRAP);
        assert_string_equal(desk->report.name, "HRM");
        assert_string_equal(desk->report.type->key, "heart_rate");
        assert_true(desk->report.connected);
        assert_int_equal(desk->report.contact, 1);
        assert_int_equal(desk->report.battery_percent, PD_UNKNOWN);
        for (int i = 1; i < 60; i++)
                beat(desk, i * PD_SEC);
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 1);
        beat(desk, 60 * PD_SEC);
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 2);
        assert_int_equal(desk->report.frames, 61);
        desk_free(desk);
}

static void
what_is_new_of_a_sensor_is_told_at_once(void **state)
{
        struct desk *desk = desk_new();

        (void) state;
        pd_pump_enroll(desk->pump, "anna", STRAP, "");
        beat(desk, 0);
        send(desk, PD_SEC, STRAP, 0x2A19, (const uint8_t[]) {80}, 1);
        assert_int_equal(desk->report.battery_percent, 80);
        send(desk, 2 * PD_SEC, STRAP, 0x2A19, (const uint8_t[]) {80}, 1);
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 2);
        send(desk, 3 * PD_SEC, STRAP, 0x2A29, (const uint8_t *) "Acme", 4);
        assert_string_equal(desk->report.maker, "Acme");
        send(desk, 4 * PD_SEC, STRAP, 0x2A37, (const uint8_t[]) {0x04, 140}, 2); /* contact lost */
        assert_int_equal(desk->report.contact, 0);
        pd_pump_link(desk->pump, 5 * PD_SEC, &(struct pd_link_change) {STRAP, false});
        assert_false(desk->report.connected);
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 5);
        pd_pump_link(desk->pump, 6 * PD_SEC, &(struct pd_link_change) {STRAP, false});
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 5);
        beat(desk, 7 * PD_SEC); /* what speaks is there */
        assert_true(desk->report.connected);
        desk_free(desk);
}

static void
faults_are_counted_by_kind(void **state)
{
        struct desk *desk = desk_new();
        const struct pd_sensor_report *report;

        (void) state;
        pd_pump_enroll(desk->pump, "anna", STRAP, "");
        send(desk, 0, STRAP, 0x2A37, (const uint8_t[]) {0}, 0);
        send(desk, 1, STRAP, 0x2A37, (const uint8_t[]) {0x01, 140}, 2);       /* u16 promised */
        send(desk, 2, STRAP, 0x2A37, (const uint8_t[]) {0x06, 140, 7, 7}, 4); /* nobody asked for more */
        send(desk, 3, STRAP, 0x2A37, (const uint8_t[]) {0x86, 140}, 2);       /* a reserved flag */
        send(desk, 4, STRAP, 0x2A19, (const uint8_t[]) {170}, 1);             /* 170 % */
        send(desk, 5, STRAP, 0xFFFF, (const uint8_t[]) {1}, 1);
        report = pd_pump_sensor(desk->pump, 0, 0);
        assert_int_equal(report->faults[PD_FAULT_EMPTY], 1);
        assert_int_equal(report->faults[PD_FAULT_SHORT], 1);
        assert_int_equal(report->faults[PD_FAULT_LONG], 1);
        assert_int_equal(report->faults[PD_FAULT_RESERVED_BIT], 1);
        assert_int_equal(report->faults[PD_FAULT_RESERVED_VALUE], 1);
        assert_int_equal(report->faults[PD_FAULT_RESET], 0);
        assert_int_equal(report->unknown_frames, 1);
        assert_int_equal(report->frames, 6);
        desk_free(desk);
}

static void
a_hint_fills_a_name_and_replaces_none(void **state)
{
        struct desk *desk = desk_new();

        (void) state;
        pd_pump_enroll(desk->pump, "anna", STRAP, "");
        pd_pump_enroll(desk->pump, "anna", POD, "Left shoe");
        pd_pump_sensor_hint(desk->pump, 0, STRAP, NULL, -70);
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 0); /* signal alone is no news */
        pd_pump_sensor_hint(desk->pump, 0, STRAP, "HRM 42", PD_UNKNOWN);
        pd_pump_sensor_hint(desk->pump, 0, POD, "Pod 7", -50);
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 1);
        assert_string_equal(pd_pump_sensor(desk->pump, 0, 0)->name, "HRM 42");
        assert_int_equal(pd_pump_sensor(desk->pump, 0, 0)->rssi_dbm, -70);
        assert_string_equal(pd_pump_sensor(desk->pump, 0, 1)->name, "Left shoe");
        assert_int_equal(desk->n_taps, 0);
        desk_free(desk);
}

static void
a_late_frame_tells_of_its_sensor_now(void **state)
{
        struct desk *desk = desk_new();

        (void) state;
        pd_pump_enroll(desk->pump, "anna", STRAP, "");
        pd_pump_enroll(desk->pump, "anna", POD, "");
        beat(desk, 100 * PD_SEC);
        stride(desk, 90 * PD_SEC);
        assert_string_equal(desk->report.address, POD);
        assert_int_equal(desk->report_at, 100 * PD_SEC);
        desk_free(desk);
}

static void
a_recordings_sensors_are_enrolled_as_they_come(void **state)
{
        struct desk *desk = desk_new();
        struct pd_input input = rig_strap_frame(0, 140);

        (void) state;
        assert_int_equal(pd_pump_feed(desk->pump, "anna", &input), 0);
        input = rig_pod_frame(PD_SEC, 2500, 0);
        assert_int_equal(pd_pump_feed(desk->pump, "anna", &input), 0);
        assert_int_equal(pd_pump_n_sensors(desk->pump, 0), 2);
        assert_string_equal(pd_pump_snapshot(desk->pump, 0)->sensors[1].address, POD);
        desk_free(desk);
}

static void
tomorrows_values_count_once_the_session_has_ended(void **state)
{
        struct desk *desk = desk_new();
        struct pd_athlete anna = named("anna");
        pd_usec at;

        (void) state;
        strcpy(anna.name, "Anna, tomorrow");
        pd_pump_enroll(desk->pump, "anna", POD, "");
        for (at = 0; at < 400 * PD_SEC; at += PD_SEC)
                stride(desk, at);
        assert_int_equal(pd_pump_succeed(desk->pump, &anna, desk->easy), 0);
        stride(desk, at);
        assert_string_equal(desk->tapped_plan, "");
        assert_string_equal(desk->plan_id, "");
        pd_pump_wake(desk->pump, at + 6 * PD_HOUR);
        assert_int_equal(desk->n_events[PD_EVENT_SUMMARY], 1);
        assert_string_equal(desk->summary_plan_id, ""); /* it was of the old one */
        assert_int_equal(desk->n_events[PD_EVENT_PLAN], 1);
        stride(desk, at + 7 * PD_HOUR);
        assert_string_equal(desk->tapped_plan, "easy-45m");
        assert_string_equal(desk->plan_id, "easy-45m");
        assert_string_equal(pd_pump_snapshot(desk->pump, 0)->athlete.name, "Anna, tomorrow");
        desk_free(desk);
}

static void
tomorrows_values_count_at_once_where_nobody_runs(void **state)
{
        struct desk *desk = desk_new();
        const struct pd_clock clock = {.real = 1795342503 * PD_SEC, .synchronised = true};
        struct pd_athlete anna = named("anna");
        pd_usec at;

        (void) state;
        pd_pump_enroll(desk->pump, "anna", POD, "");
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
                stride(desk, at);
        assert_int_equal(pd_pump_succeed(desk->pump, &anna, desk->none), 0);
        assert_int_equal(pd_pump_renew(desk->pump, at, "anna"), -EBUSY);
        assert_int_equal(pd_pump_renew(desk->pump, at, "carl"), -ENOENT);
        desk_free(desk);
}

static void
a_factor_counts_from_the_next_trace_on(void **state)
{
        struct desk *desk = desk_new();
        const struct pd_clock clock = {.real = 1795342503 * PD_SEC, .synchronised = true};
        pd_usec at;

        (void) state;
        pd_pump_enroll(desk->pump, "anna", POD, "");
        assert_int_equal(pd_pump_calibrate(desk->pump, "anna", STRAP, 9500), -ENOENT);
        assert_int_equal(pd_pump_calibrate(desk->pump, "carl", POD, 9500), -ENOENT);
        assert_int_equal(pd_pump_calibrate(desk->pump, "anna", POD, 9500), 0); /* nothing was heard: at once */
        pd_pump_clock(desk->pump, 0, &clock);
        assert_int_equal(desk->tapped_factor, 9500);
        for (at = PD_SEC; at < 100 * PD_SEC; at += PD_SEC)
                stride(desk, at);
        assert_int_equal(pd_pump_calibrate(desk->pump, "anna", POD, 9000), 0);
        assert_int_equal(pd_pump_renew(desk->pump, at, "anna"), -EBUSY); /* she runs */
        stride(desk, at);
        assert_int_equal(desk->tapped_factor, 9500);
        pd_pump_wake(desk->pump, 9 * PD_HOUR); /* she might have been out of earshot for hours */
        assert_int_equal(desk->tapped_factor, 9000);
        assert_int_equal(pd_pump_calibrate(desk->pump, "anna", POD, 0), 0);
        assert_int_equal(pd_pump_renew(desk->pump, 10 * PD_HOUR, "anna"), 0);
        assert_int_equal(desk->tapped_factor, 0);
        desk_free(desk);
}

static void
a_new_trace_begins_with_the_clock(void **state)
{
        struct desk *desk = desk_new();
        const struct pd_clock clock = {.boot = 7 * PD_SEC, .real = 1795342503 * PD_SEC, .synchronised = true};

        (void) state;
        pd_pump_enroll(desk->pump, "anna", POD, "");
        pd_pump_clock(desk->pump, 0, &clock);
        stride(desk, PD_SEC);
        assert_int_equal(desk->n_taps, 2);
        pd_pump_wake(desk->pump, PD_HOUR); /* disarmed a minute after the frame */
        assert_int_equal(desk->n_events[PD_EVENT_REARMED], 1);
        assert_int_equal(desk->n_taps, 3);
        assert_int_equal(desk->taps[2].kind, PD_INPUT_CLOCK);
        assert_int_equal(desk->taps[2].clock.real - clock.real, desk->taps[2].at);
        assert_int_equal(desk->taps[2].clock.boot - clock.boot, desk->taps[2].at);
        desk_free(desk);
}

static void
a_newcomer_hears_of_everyone(void **state)
{
        struct desk *desk = desk_new();
        struct pd_athlete bert = named("bert");

        (void) state;
        pd_pump_add_athlete(desk->pump, &bert, desk->easy);
        pd_pump_enroll(desk->pump, "anna", STRAP, "");
        pd_pump_enroll(desk->pump, "bert", POD, "");
        pd_pump_restate(desk->pump);
        assert_int_equal(desk->n_events[PD_EVENT_PLAN], 2);
        assert_int_equal(desk->n_events[PD_EVENT_SESSION], 2);
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 2);
        assert_int_equal(desk->n_taps, 0);
        desk_free(desk);
}
/* ---- shared sensors ---------------------------------------------------------- */

#define STRAP_OF_BERT "C0:00:00:00:00:03"

/* Anna and Bert with a strap each and one pod for both; and a guest. */
static struct desk *
shared_desk_new(void)
{
        struct desk *desk = desk_new();
        struct pd_athlete bert = named("bert"), guest;

        pd_athlete_init(&guest, PD_GUEST_ID);
        strcpy(guest.name, "Anna, Bert");
        guest.sessions_done = PD_LEARNING_SESSIONS;
        pd_pump_add_athlete(desk->pump, &bert, desk->none);
        pd_pump_add_athlete(desk->pump, &guest, desk->none);
        assert_int_equal(pd_pump_enroll(desk->pump, "anna", STRAP, ""), 0);
        assert_int_equal(pd_pump_enroll(desk->pump, "bert", STRAP_OF_BERT, ""), 0);
        assert_int_equal(pd_pump_enroll(desk->pump, "anna", POD, ""), 0);
        assert_int_equal(pd_pump_enroll(desk->pump, "bert", POD, ""), 0);
        return desk;
}

static uint64_t
pod_frames(const struct desk *desk, size_t athlete)
{
        for (size_t i = 0; i < pd_pump_n_sensors(desk->pump, athlete); i++)
                if (strcmp(pd_pump_sensor(desk->pump, athlete, i)->address, POD) == 0)
                        return pd_pump_sensor(desk->pump, athlete, i)->frames;
        return 0;
}

static void
assert_pod_frames(const struct desk *desk, uint64_t annas, uint64_t berts, uint64_t guests)
{
        assert_int_equal(pod_frames(desk, 0), annas);
        assert_int_equal(pod_frames(desk, 1), berts);
        assert_int_equal(pod_frames(desk, 2), guests);
}

static void
order(struct desk *desk, pd_usec at, const char *athlete, enum pd_command_verb verb)
{
        struct pd_answer answer;

        assert_int_equal(pd_pump_command(desk->pump, at, athlete, &(struct pd_command) {.verb = verb}, &answer), 0);
}

/* The trace that has begun with the tap FIRST, in another life. */
static void
check_replay(const struct desk *desk, size_t first)
{
        struct desk *again = desk_new();
        struct pd_athlete anna = desk->tapped_athlete;

        pd_pump_free(again->pump);
        again->pump = pd_pump_new(&(struct pd_pump_ports) {.tap = tap, .event = hear, .user = again, .utc_offset = utc_offset});
        assert_int_equal(pd_pump_add_athlete(again->pump, &anna, again->none), 0);
        for (size_t i = first; i < desk->n_taps; i++)
                assert_int_equal(pd_pump_feed(again->pump, "anna", &desk->taps[i]), 0);
        assert_string_equal(again->session, desk->session);
        desk_free(again);
}

static void
sessions_of_one_second_have_names_of_their_own_also_in_a_replay(void **state)
{
        static const char *const names[] = {
                "20261122T101503Z", "20261122T101503Zb", "20261122T101503Zc", "20261122T101503Zd", "20261122T101504Z", "20261122T101504Zb",
        };
        struct desk *desk = desk_new();
        const struct pd_clock clock = {.boot = 7 * PD_SEC, .real = 1795342503 * PD_SEC, .synchronised = true};
        size_t first = 0; /* of a trace's taps */

        (void) state;
        pd_pump_clock(desk->pump, 0, &clock);
        for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
                const pd_usec at = (pd_usec) (i + 1) * 210 * PD_MSEC;

                order(desk, at, "anna", PD_COMMAND_START);
                assert_string_equal(desk->session, names[i]);
                check_replay(desk, first);
                order(desk, at + PD_MSEC, "anna", PD_COMMAND_DISCARD);
                first = desk->n_taps - 1; /* the clock */
        }
        order(desk, PD_HOUR, "anna", PD_COMMAND_START); /* no trace bears for long what the one before was called */
        order(desk, PD_HOUR + 1, "anna", PD_COMMAND_DISCARD);
        order(desk, PD_HOUR + PD_MINUTE, "anna", PD_COMMAND_START);
        order(desk, PD_HOUR + 2 * PD_MINUTE, "anna", PD_COMMAND_DISCARD);
        assert_string_equal(desk->tapped_athlete.just_named, "");
        desk_free(desk);
}

static void
a_shared_pod_belongs_to_whose_strap_is_live(void **state)
{
        struct desk *desk = shared_desk_new();

        (void) state;
        send(desk, 0, STRAP_OF_BERT, 0x2A37, (const uint8_t[]) {0x06, 120}, 2);
        stride(desk, PD_SEC);
        assert_pod_frames(desk, 0, 1, 0);
        stride(desk, 20 * PD_SEC);
        assert_pod_frames(desk, 0, 2, 0);
        beat(desk, 21 * PD_SEC); /* now both are */
        stride(desk, 22 * PD_SEC);
        assert_pod_frames(desk, 0, 2, 1);
        stride(desk, 40 * PD_SEC); /* his has been silent for long */
        assert_pod_frames(desk, 1, 2, 1);
        desk_free(desk);
}

static void
a_shared_pod_belongs_to_who_sent_start(void **state)
{
        struct desk *desk = shared_desk_new();

        (void) state;
        beat(desk, 0);
        order(desk, PD_SEC, "bert", PD_COMMAND_START);
        stride(desk, 2 * PD_SEC);
        assert_pod_frames(desk, 0, 1, 0);
        order(desk, 3 * PD_SEC, "anna", PD_COMMAND_START); /* he runs with it already */
        stride(desk, 4 * PD_SEC);
        assert_pod_frames(desk, 0, 2, 0);
        order(desk, 5 * PD_SEC, "bert", PD_COMMAND_STOP);
        beat(desk, 6 * PD_SEC);
        stride(desk, 7 * PD_SEC);
        assert_pod_frames(desk, 1, 2, 0);
        desk_free(desk);
}

/* The loop may wake late: a session that is over at that instant is not stopped once more. */
static void
an_order_is_answered_by_what_stands_at_its_instant(void **state)
{
        struct desk *desk = desk_new();
        struct pd_answer answer;

        (void) state;
        order(desk, 0, "anna", PD_COMMAND_START);
        assert_int_equal(desk->n_taps, 1);
        assert_int_equal(pd_pump_command(desk->pump, 11 * PD_MINUTE, "anna", &(struct pd_command) {.verb = PD_COMMAND_STOP}, &answer),
                -ESRCH);
        assert_int_equal(desk->n_events[PD_EVENT_SUMMARY], 1);
        assert_int_equal(desk->n_taps, 1); /* nothing was accepted */
        desk_free(desk);
}

static void
what_nobody_claims_is_a_guests_until_somebody_does(void **state)
{
        struct desk *desk = shared_desk_new();
        pd_usec at;

        (void) state;
        for (at = 0; at < 400 * PD_SEC; at += PD_SEC)
                stride(desk, at);
        assert_pod_frames(desk, 0, 0, 400);
        assert_int_equal(pd_engine_session_state(pd_pump_engine(desk->pump, 2)), PD_SESSION_RUNNING);
        order(desk, at, "bert", PD_COMMAND_START);
        stride(desk, at + PD_SEC);
        assert_pod_frames(desk, 0, 1, 400);
        assert_int_not_equal(pd_engine_session_state(pd_pump_engine(desk->pump, 2)), PD_SESSION_RUNNING);
        assert_int_equal(desk->n_events[PD_EVENT_SUMMARY], 1); /* of what the guest had run */
        assert_true(pd_pump_sensor_is_here(desk->pump, 1, 1));
        assert_false(pd_pump_sensor_is_here(desk->pump, 0, 1));
        desk_free(desk);
}

static void
a_guest_is_asked_once_whose_run_it_is(void **state)
{
        struct desk *desk = shared_desk_new();

        (void) state;
        for (pd_usec at = 0; at < 400 * PD_SEC; at += PD_SEC)
                stride(desk, at);
        assert_int_equal(desk->n_questions, 1);
        assert_string_equal(desk->question, "Whose run is this? Anna, Bert");
        desk_free(desk);
}

static void
without_a_guest_what_nobody_claims_is_nobodys(void **state)
{
        struct desk *desk = desk_new();
        struct pd_athlete bert = named("bert");

        (void) state;
        pd_pump_add_athlete(desk->pump, &bert, desk->none);
        pd_pump_enroll(desk->pump, "anna", POD, "");
        pd_pump_enroll(desk->pump, "bert", POD, "");
        stride(desk, 0);
        assert_int_equal(pd_pump_stray_frames(desk->pump), 1);
        assert_int_equal(desk->n_taps, 0);
        desk_free(desk);
}

static void
a_shared_pod_is_told_of_once(void **state)
{
        struct desk *desk = shared_desk_new();

        (void) state;
        pd_pump_restate(desk->pump);
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 3);
        desk_free(desk);
}

static void
what_stood_in_a_trace_goes_on_there(void **state)
{
        struct desk *desk = shared_desk_new();
        struct pd_input input;
        pd_usec at;

        (void) state;
        for (at = 0; at < 400 * PD_SEC; at += PD_SEC) { /* as a recovery does */
                input = rig_pod_frame(at, 2500, 0);
                pd_pump_feed(desk->pump, "anna", &input);
        }
        stride(desk, at);
        assert_pod_frames(desk, 401, 0, 0);
        desk_free(desk);
}

static void
a_forgotten_sensor_is_a_strangers_at_once_and_leaves_with_the_next_trace(void **state)
{
        struct desk *desk = desk_new();
        uint64_t frames;

        (void) state;
        pd_pump_enroll(desk->pump, "anna", STRAP, "");
        pd_pump_enroll(desk->pump, "anna", POD, "");
        assert_int_equal(pd_pump_forget(desk->pump, STRANGER), -ENOENT);
        beat(desk, 0);
        stride(desk, PD_SEC);
        assert_int_equal(pd_pump_forget(desk->pump, STRAP), 0);
        assert_int_equal(pd_pump_forget(desk->pump, STRAP), -ENOENT);
        frames = pd_pump_sensor(desk->pump, 0, 0)->frames;
        beat(desk, 2 * PD_SEC);
        assert_int_equal(pd_pump_stray_frames(desk->pump), 1);
        assert_int_equal(pd_pump_sensor(desk->pump, 0, 0)->frames, frames);
        assert_false(pd_pump_sensor_is_here(desk->pump, 0, 0));
        pd_pump_wake(desk->pump, PD_HOUR);
        assert_int_equal(pd_pump_n_sensors(desk->pump, 0), 1);
        assert_string_equal(pd_pump_sensor(desk->pump, 0, 0)->address, POD);
        assert_int_equal(pd_pump_enroll(desk->pump, "anna", STRAP, ""), 0);
        desk_free(desk);
}

static void
each_athlete_has_the_offset_of_their_own_time_zone(void **state)
{
        struct desk *desk = desk_new();
        struct pd_athlete bert = named("bert");
        struct pd_clock clock = {.real = 1000 * PD_SEC, .synchronised = true, .utc_offset_s = 7200};

        (void) state;
        pd_pump_add_athlete(desk->pump, &bert, desk->none);
        pd_pump_clock(desk->pump, 0, &clock);
        assert_int_equal(desk->taps[0].clock.utc_offset_s, 0);
        assert_int_equal(desk->taps[1].clock.utc_offset_s, 900);
        clock.real += 1000 * PD_SEC;
        pd_pump_clock(desk->pump, 1000 * PD_SEC, &clock);
        assert_int_equal(desk->taps[3].clock.utc_offset_s, 4500);
        desk_free(desk);
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
                cmocka_unit_test(a_sensor_is_told_when_it_is_first_heard_and_then_once_a_minute),
                cmocka_unit_test(what_is_new_of_a_sensor_is_told_at_once),
                cmocka_unit_test(faults_are_counted_by_kind),
                cmocka_unit_test(a_hint_fills_a_name_and_replaces_none),
                cmocka_unit_test(a_late_frame_tells_of_its_sensor_now),
                cmocka_unit_test(a_recordings_sensors_are_enrolled_as_they_come),
                cmocka_unit_test(tomorrows_values_count_once_the_session_has_ended),
                cmocka_unit_test(tomorrows_values_count_at_once_where_nobody_runs),
                cmocka_unit_test(a_factor_counts_from_the_next_trace_on),
                cmocka_unit_test(a_new_trace_begins_with_the_clock),
                cmocka_unit_test(sessions_of_one_second_have_names_of_their_own_also_in_a_replay),
                cmocka_unit_test(a_newcomer_hears_of_everyone),
                cmocka_unit_test(a_shared_pod_belongs_to_whose_strap_is_live),
                cmocka_unit_test(a_shared_pod_belongs_to_who_sent_start),
                cmocka_unit_test(an_order_is_answered_by_what_stands_at_its_instant),
                cmocka_unit_test(what_nobody_claims_is_a_guests_until_somebody_does),
                cmocka_unit_test(a_guest_is_asked_once_whose_run_it_is),
                cmocka_unit_test(without_a_guest_what_nobody_claims_is_nobodys),
                cmocka_unit_test(a_shared_pod_is_told_of_once),
                cmocka_unit_test(what_stood_in_a_trace_goes_on_there),
                cmocka_unit_test(a_forgotten_sensor_is_a_strangers_at_once_and_leaves_with_the_next_trace),
                cmocka_unit_test(each_athlete_has_the_offset_of_their_own_time_zone),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
