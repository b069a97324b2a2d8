/* SPDX-License-Identifier: MIT */
/* Who a sensor is with that several have enrolled. */
#include "support/pump_desk.h"

#include "support/cm.h"

#include <errno.h>
#include <string.h>

#define STRAP_OF_BERT "C0:00:00:00:00:03"

/* Anna and Bert with a strap each and one pod for both; and a guest. */
static struct pump_desk *
shared_desk_new(void)
{
        struct pump_desk *desk = pump_desk_new();
        struct pd_athlete bert = pump_desk_named("bert"), guest;

        pd_athlete_init(&guest, PD_GUEST_ID);
        strcpy(guest.name, "Anna, Bert");
        guest.sessions_done = PD_LEARNING_SESSIONS;
        pd_pump_add_athlete(desk->pump, &bert, desk->none);
        pd_pump_add_athlete(desk->pump, &guest, desk->none);
        assert_int_equal(pd_pump_enroll(desk->pump, "anna", PUMP_DESK_STRAP, ""), 0);
        assert_int_equal(pd_pump_enroll(desk->pump, "bert", STRAP_OF_BERT, ""), 0);
        assert_int_equal(pd_pump_enroll(desk->pump, "anna", PUMP_DESK_POD, ""), 0);
        assert_int_equal(pd_pump_enroll(desk->pump, "bert", PUMP_DESK_POD, ""), 0);
        return desk;
}

static uint64_t
pod_frames(const struct pump_desk *desk, size_t athlete)
{
        for (size_t i = 0; i < pd_pump_n_sensors(desk->pump, athlete); i++)
                if (strcmp(pd_pump_sensor(desk->pump, athlete, i)->address, PUMP_DESK_POD) == 0)
                        return pd_pump_sensor(desk->pump, athlete, i)->frames;
        return 0;
}

static void
assert_pod_frames(const struct pump_desk *desk, uint64_t annas, uint64_t berts, uint64_t guests)
{
        assert_int_equal(pod_frames(desk, 0), annas);
        assert_int_equal(pod_frames(desk, 1), berts);
        assert_int_equal(pod_frames(desk, 2), guests);
}

static void
a_shared_pod_belongs_to_whose_strap_is_live(void **state)
{
        struct pump_desk *desk = shared_desk_new();

        (void) state;
        pump_desk_send(desk, 0, STRAP_OF_BERT, 0x2A37, (const uint8_t[]) {0x06, 120}, 2);
        pump_desk_stride(desk, PD_SEC);
        assert_pod_frames(desk, 0, 1, 0);
        pump_desk_stride(desk, 20 * PD_SEC);
        assert_pod_frames(desk, 0, 2, 0);
        pump_desk_beat(desk, 21 * PD_SEC); /* now both are */
        pump_desk_stride(desk, 22 * PD_SEC);
        assert_pod_frames(desk, 0, 2, 1);
        pump_desk_stride(desk, 40 * PD_SEC); /* his has been silent for long */
        assert_pod_frames(desk, 1, 2, 1);
        pump_desk_free(desk);
}

static void
a_shared_pod_belongs_to_who_sent_start(void **state)
{
        struct pump_desk *desk = shared_desk_new();

        (void) state;
        pump_desk_beat(desk, 0);
        pump_desk_order(desk, PD_SEC, "bert", PD_COMMAND_START);
        pump_desk_stride(desk, 2 * PD_SEC);
        assert_pod_frames(desk, 0, 1, 0);
        pump_desk_order(desk, 3 * PD_SEC, "anna", PD_COMMAND_START); /* he runs with it already */
        pump_desk_stride(desk, 4 * PD_SEC);
        assert_pod_frames(desk, 0, 2, 0);
        pump_desk_order(desk, 5 * PD_SEC, "bert", PD_COMMAND_STOP);
        pump_desk_beat(desk, 6 * PD_SEC);
        pump_desk_stride(desk, 7 * PD_SEC);
        assert_pod_frames(desk, 1, 2, 0);
        pump_desk_free(desk);
}

static void
what_nobody_claims_is_a_guests_until_somebody_does(void **state)
{
        struct pump_desk *desk = shared_desk_new();
        pd_usec at;

        (void) state;
        for (at = 0; at < 400 * PD_SEC; at += PD_SEC)
                pump_desk_stride(desk, at);
        assert_pod_frames(desk, 0, 0, 400);
        assert_int_equal(pd_engine_session_state(pd_pump_engine(desk->pump, 2)), PD_SESSION_RUNNING);
        pump_desk_order(desk, at, "bert", PD_COMMAND_START);
        pump_desk_stride(desk, at + PD_SEC);
        assert_pod_frames(desk, 0, 1, 400);
        assert_int_not_equal(pd_engine_session_state(pd_pump_engine(desk->pump, 2)), PD_SESSION_RUNNING);
        assert_int_equal(desk->n_events[PD_EVENT_SUMMARY], 1); /* of what the guest had run */
        assert_true(pd_pump_sensor_is_here(desk->pump, 1, 1));
        assert_false(pd_pump_sensor_is_here(desk->pump, 0, 1));
        pump_desk_free(desk);
}

static void
a_guest_is_asked_once_whose_run_it_is(void **state)
{
        struct pump_desk *desk = shared_desk_new();

        (void) state;
        for (pd_usec at = 0; at < 400 * PD_SEC; at += PD_SEC)
                pump_desk_stride(desk, at);
        assert_int_equal(desk->n_questions, 1);
        assert_string_equal(desk->question, "Whose run is this? Anna, Bert");
        pump_desk_free(desk);
}

static void
without_a_guest_what_nobody_claims_is_nobodys(void **state)
{
        struct pump_desk *desk = pump_desk_new();
        struct pd_athlete bert = pump_desk_named("bert");

        (void) state;
        pd_pump_add_athlete(desk->pump, &bert, desk->none);
        pd_pump_enroll(desk->pump, "anna", PUMP_DESK_POD, "");
        pd_pump_enroll(desk->pump, "bert", PUMP_DESK_POD, "");
        pump_desk_stride(desk, 0);
        assert_int_equal(pd_pump_stray_frames(desk->pump), 1);
        assert_int_equal(desk->n_taps, 0);
        pump_desk_free(desk);
}

static void
a_shared_pod_is_told_of_once(void **state)
{
        struct pump_desk *desk = shared_desk_new();

        (void) state;
        pd_pump_restate(desk->pump);
        assert_int_equal(desk->n_events[PD_EVENT_SENSOR], 3);
        pump_desk_free(desk);
}

static void
what_stood_in_a_trace_goes_on_there(void **state)
{
        struct pump_desk *desk = shared_desk_new();
        struct pd_input input;
        pd_usec at;

        (void) state;
        for (at = 0; at < 400 * PD_SEC; at += PD_SEC) { /* as a recovery does */
                input = rig_pod_frame(at, 2500, 0);
                pd_pump_feed(desk->pump, "anna", &input);
        }
        pump_desk_stride(desk, at);
        assert_pod_frames(desk, 401, 0, 0);
        pump_desk_free(desk);
}

static void
a_forgotten_sensor_is_a_strangers_at_once_and_leaves_with_the_next_trace(void **state)
{
        struct pump_desk *desk = pump_desk_new();
        uint64_t frames;

        (void) state;
        pd_pump_enroll(desk->pump, "anna", PUMP_DESK_STRAP, "");
        pd_pump_enroll(desk->pump, "anna", PUMP_DESK_POD, "");
        assert_int_equal(pd_pump_forget(desk->pump, PUMP_DESK_STRANGER), -ENOENT);
        pump_desk_beat(desk, 0);
        pump_desk_stride(desk, PD_SEC);
        assert_int_equal(pd_pump_forget(desk->pump, PUMP_DESK_STRAP), 0);
        assert_int_equal(pd_pump_forget(desk->pump, PUMP_DESK_STRAP), -ENOENT);
        frames = pd_pump_sensor(desk->pump, 0, 0)->frames;
        pump_desk_beat(desk, 2 * PD_SEC);
        assert_int_equal(pd_pump_stray_frames(desk->pump), 1);
        assert_int_equal(pd_pump_sensor(desk->pump, 0, 0)->frames, frames);
        assert_false(pd_pump_sensor_is_here(desk->pump, 0, 0));
        pd_pump_wake(desk->pump, PD_HOUR);
        assert_int_equal(pd_pump_n_sensors(desk->pump, 0), 1);
        assert_string_equal(pd_pump_sensor(desk->pump, 0, 0)->address, PUMP_DESK_POD);
        assert_int_equal(pd_pump_enroll(desk->pump, "anna", PUMP_DESK_STRAP, ""), 0);
        pump_desk_free(desk);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_shared_pod_belongs_to_whose_strap_is_live),
                cmocka_unit_test(a_shared_pod_belongs_to_who_sent_start),
                cmocka_unit_test(what_nobody_claims_is_a_guests_until_somebody_does),
                cmocka_unit_test(a_guest_is_asked_once_whose_run_it_is),
                cmocka_unit_test(without_a_guest_what_nobody_claims_is_nobodys),
                cmocka_unit_test(a_shared_pod_is_told_of_once),
                cmocka_unit_test(what_stood_in_a_trace_goes_on_there),
                cmocka_unit_test(a_forgotten_sensor_is_a_strangers_at_once_and_leaves_with_the_next_trace),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
