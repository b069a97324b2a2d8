/* SPDX-License-Identifier: MIT */
/* Measurements that come by AcquireNotify instead of StartNotify. */
#include "support/cm.h"
#include "support/descriptors.h"
#include "support/source_bench.h"

#include <stdio.h>

#define MEASUREMENT ADAPTER_PATH "/dev_C0_00_00_00_00_01/service0020/char0021"
#define NOTE "AcquireNotify is not to be had"

int __real_sd_bus_call_async(
        sd_bus *bus, sd_bus_slot **slot, sd_bus_message *message, sd_bus_message_handler_t callback, void *user, uint64_t timeout_us);
int __wrap_sd_bus_call_async(
        sd_bus *bus, sd_bus_slot **slot, sd_bus_message *message, sd_bus_message_handler_t callback, void *user, uint64_t timeout_us);

static char last_call[256];

int
__wrap_sd_bus_call_async(
        sd_bus *bus, sd_bus_slot **slot, sd_bus_message *message, sd_bus_message_handler_t callback, void *user, uint64_t timeout_us)
{
        int r = __real_sd_bus_call_async(bus, slot, message, callback, user, timeout_us);

        if (r >= 0)
                snprintf(last_call, sizeof(last_call), "%s %s", sd_bus_message_get_path(message), sd_bus_message_get_member(message));
        return r;
}

static void
begin(struct bench *bench, const char *second)
{
        bench->acquire = true;
        begin_fake(bench, NULL);
        begin_bluez(bench, STRAP, second);
        wait_for_status(bench, second ? "2 of 2 sensors live" : "1 of 1 sensors live");
}

/* What a person who looks at BlueZ sees. */
static bool
is_acquired(sd_bus *person)
{
        int truth = -1;

        assert_true(sd_bus_get_property_trivial(
                            person, "org.bluez", MEASUREMENT, "org.bluez.GattCharacteristic1", "NotifyAcquired", NULL, 'b', &truth) >= 0);
        return truth > 0;
}

static void
a_strap_and_a_pod_are_heard_through_sockets(void **state)
{
        struct bench *bench = *state;
        sd_bus *person;

        begin(bench, POD);
        person = begin_person(bench);
        assert_true(is_acquired(person));
        hear_both(bench);
        assert_int_equal(decoded(find(bench, STRAP, 0x2A37), PD_QUANTITY_HEART_RATE), 72);
        assert_int_equal(decoded(find(bench, POD, 0x2A53), PD_QUANTITY_SPEED), 2500);
        assert_int_equal(count_logged(NOTE), 0);
        sd_bus_flush_close_unref(person);
}

static void
without_the_wish_nothing_is_acquired(void **state)
{
        struct bench *bench = *state;
        sd_bus *person;

        begin_fake(bench, NULL);
        begin_bluez(bench, STRAP, NULL);
        wait_for_status(bench, "1 of 1 sensors live");
        person = begin_person(bench);
        assert_false(is_acquired(person));
        sd_bus_flush_close_unref(person);
}

static void
a_burst_of_200_arrives_whole(void **state)
{
        struct bench *bench = *state;
        char line[64];

        begin(bench, NULL);
        for (unsigned i = 0; i < 200; i++) {
                snprintf(line, sizeof(line), "send " STRAP " 00%02x", i);
                tell(bench, line);
        }
        wait_for_frames(bench, STRAP, 0x2A37, 200);
        for (unsigned i = 0, seen = 0; i < bench->n_frames; i++)
                if (bench->frames[i].characteristic == 0x2A37)
                        assert_int_equal(bench->frames[i].bytes[1], seen++);
}

static void
an_empty_value_is_a_frame_and_no_end(void **state)
{
        struct bench *bench = *state;

        begin(bench, NULL);
        tell(bench, "send " STRAP);
        tell(bench, "send " STRAP " 0048");
        wait_for_frames(bench, STRAP, 0x2A37, 2);
        assert_int_equal(find(bench, STRAP, 0x2A37)->length, 0);
        assert_int_equal(bench->downs, 0);
}

static void
every_link_is_acquired_anew_and_leaves_nothing_behind(void **state)
{
        struct bench *bench = *state;
        int before;

        begin(bench, POD);
        before = count_descriptors();
        for (unsigned i = 1; i <= 20; i++) {
                tell(bench, "drop " STRAP);
                wait_for_links(bench, 2 + i, i);
                wait_for_status(bench, "2 of 2 sensors live");
                hear_both(bench);
        }
        assert_int_equal(count_descriptors(), before);
        assert_int_equal(count_logged(NOTE), 0);
}

static void
a_new_bluez_is_asked_again(void **state)
{
        struct bench *bench = *state;

        begin(bench, POD);
        tell(bench, "restart 50");
        wait_for_links(bench, 4, 2);
        wait_for_status(bench, "2 of 2 sensors live");
        hear_both(bench);
        assert_int_equal(count_logged(NOTE), 0);
}

/* bluetoothd that is not told may die: see pd_bluez_free(). */
static void
who_leaves_ends_what_it_acquired(void **state)
{
        struct bench *bench = *state;

        begin(bench, NULL);
        sd_event_exit(bench->context.loop, 0);
        sd_event_loop(bench->context.loop);
        bench->bluez = pd_bluez_free(bench->bluez);
        assert_string_equal(last_call, MEASUREMENT " StopNotify");
}

static void
a_socket_that_is_silent_is_closed_and_acquired_anew(void **state)
{
        struct bench *bench = *state;

        bench->speed = 50; /* 10 s of silence in 0.2 s */
        begin(bench, NULL);
        lose_subscription(bench);
        assert_int_equal(count_logged("but silent"), 1);
        assert_int_equal(count_logged(NOTE), 0);
        assert_int_equal(bench->downs, 0);
}

/* As our own socket of a moment ago does, while the labels are being read. */
static void
a_socket_that_is_refused_once_is_asked_for_again(void **state)
{
        struct bench *bench = *state;

        begin(bench, NULL);
        for (unsigned i = 1; i <= 5; i++) {
                tell(bench, STRAP " notify refused NotPermitted 1 times");
                tell(bench, "drop " STRAP);
                wait_for_links(bench, 1 + i, i);
                wait_for_status(bench, "1 of 1 sensors live");
                bench->n_frames = 0;
                tell(bench, "send " STRAP " 0048");
                wait_for_frames(bench, STRAP, 0x2A37, 1);
        }
        assert_int_equal(count_logged(NOTE), 0);
}

static void
where_another_program_has_a_session_we_have_one_as_well(void **state)
{
        struct bench *bench = *state;
        sd_bus *person;

        begin(bench, NULL);
        person = begin_person(bench);
        for (unsigned i = 1; i <= 2; i++) {
                tell(bench, "off " STRAP);
                wait_for_links(bench, i, i);
                if (i == 1)
                        assert_true(sd_bus_call_method(person, "org.bluez", MEASUREMENT, "org.bluez.GattCharacteristic1", "StartNotify",
                                            NULL, NULL, "") >= 0);
                tell(bench, "on " STRAP);
                wait_for_links(bench, i + 1, i);
                wait_for_status(bench, "1 of 1 sensors live");
                bench->n_frames = 0;
                tell(bench, "send " STRAP " 0048");
                wait_for_frames(bench, STRAP, 0x2A37, 1);
                assert_int_equal(count_logged(NOTE " (In Progress); going on by StartNotify"), 1);
        }
        sd_bus_flush_close_unref(person);
}

/* Anew, with a fault that waits for it. */
static void
link_again(struct bench *bench, const char *fault)
{
        tell(bench, "off " STRAP);
        wait_for_links(bench, 1, 1);
        tell(bench, fault);
        tell(bench, "on " STRAP);
        wait_for_links(bench, 2, 1);
        wait_for_status(bench, "1 of 1 sensors live");
        bench->n_frames = 0;
        tell(bench, "send " STRAP " 0048");
        wait_for_frames(bench, STRAP, 0x2A37, 1);
}

static void
a_socket_that_is_still_taken_is_asked_for_once_more(void **state)
{
        struct bench *bench = *state;
        sd_bus *person;

        begin(bench, NULL);
        person = begin_person(bench);
        link_again(bench, "strap notify refused NotPermitted 1 times");
        assert_true(is_acquired(person));
        assert_int_equal(count_logged(NOTE), 0);
        sd_bus_flush_close_unref(person);
}

static void
a_socket_that_stays_taken_is_done_without(void **state)
{
        struct bench *bench = *state;
        sd_bus *person;

        begin(bench, NULL);
        person = begin_person(bench);
        link_again(bench, "strap notify refused NotPermitted 2 times");
        assert_false(is_acquired(person));
        assert_int_equal(count_logged(NOTE " (Notify acquired); going on by StartNotify"), 1);
        sd_bus_flush_close_unref(person);
}

static void
a_bluez_that_has_no_sockets_to_give_is_not_asked_for_any(void **state)
{
        struct bench *bench = *state;

        bench->acquire = true;
        begin_fake(bench, NULL);
        tell(bench, "strap acquire not offered");
        begin_bluez(bench, STRAP, NULL);
        wait_for_status(bench, "1 of 1 sensors live");
        tell(bench, "send " STRAP " 0048");
        wait_for_frames(bench, STRAP, 0x2A37, 1);
        assert_int_equal(count_logged(NOTE " (BlueZ does not offer it; 5.48 and newer do); going on by StartNotify"), 1);
}

static void
what_is_forgotten_is_held_no_longer(void **state)
{
        struct bench *bench = *state;
        pd_usec end = boottime_now() + WAIT;
        sd_bus *person;

        begin(bench, NULL);
        person = begin_person(bench);
        pd_bluez_forget(bench->bluez, STRAP);
        while (is_acquired(person)) {
                assert_true(boottime_now() < end);
                turn(bench);
        }
        sd_bus_flush_close_unref(person);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(a_strap_and_a_pod_are_heard_through_sockets),
                TEST(without_the_wish_nothing_is_acquired),
                TEST(a_burst_of_200_arrives_whole),
                TEST(an_empty_value_is_a_frame_and_no_end),
                TEST(every_link_is_acquired_anew_and_leaves_nothing_behind),
                TEST(a_new_bluez_is_asked_again),
                TEST(who_leaves_ends_what_it_acquired),
                TEST(a_socket_that_is_silent_is_closed_and_acquired_anew),
                TEST(a_socket_that_is_refused_once_is_asked_for_again),
                TEST(where_another_program_has_a_session_we_have_one_as_well),
                TEST(a_socket_that_is_still_taken_is_asked_for_once_more),
                TEST(a_socket_that_stays_taken_is_done_without),
                TEST(a_bluez_that_has_no_sockets_to_give_is_not_asked_for_any),
                TEST(what_is_forgotten_is_held_no_longer),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
