/* SPDX-License-Identifier: MIT */
/* Several adapters, their slots and their power, against a bluetoothd of the test's own. */
#include "support/person.h"

#include "bluez/inside.h"
#include "support/cm.h"

#include <stdio.h>
#include <string.h>

#define FIRST_ADAPTER "C0:00:00:00:00:AA"
#define SECOND_ADAPTER "C0:00:00:00:00:AB"
#define TEXT_SIZE 512

static void
wait_for_adapters(struct bench *bench, const char *expected)
{
        pd_usec end = boottime_now() + WAIT;
        char text[TEXT_SIZE] = "";

        while (strcmp(text, expected) != 0) {
                if (boottime_now() >= end)
                        fail_msg("adapters: %s, expected %s", text, expected);
                turn(bench);
                pd_bluez_adapters(bench->bluez, text, sizeof(text));
        }
}

static void
wait_for_full(struct bench *bench)
{
        for (pd_usec end = boottime_now() + WAIT; bench->bluez->adapters.at[0].full_until <= bench_now(bench);) {
                if (boottime_now() >= end)
                        fail_msg("no adapter is full");
                turn(bench);
        }
}

/* As a person does, by bluetoothctl. */
static void
set_powered(struct bench *bench, const char *path, int on)
{
        assert_true(sd_bus_set_property(bench->person, "org.bluez", path, "org.bluez.Adapter1", "Powered", NULL, "b", on) >= 0);
}

/* BlueZ has an object at PATH. */
static bool
stands(struct bench *bench, const char *path)
{
        return see_device(bench, path, "Connected") != UNKNOWN;
}

static void
two_adapters_connect_at_the_same_time_and_each_tells_its_links(void **state)
{
        struct bench *bench = *state;

        bench->options.slots = 5;
        begin_live(bench, "--adapters=2 --connect-ms=200", STRAP, POD);
        wait_for_adapters(bench, "hci0 " FIRST_ADAPTER " 1 of 5 links, hci1 " SECOND_ADAPTER " 1 of 5 links");
}

static void
one_that_may_not_be_used_is_left_alone(void **state)
{
        struct bench *bench = *state;

        bench->options.adapters = SECOND_ADAPTER;
        bench->options.slots = 5;
        begin_fake(bench, "--adapters=2");
        tell(bench, "hci0 adapter off");
        begin_bluez(bench, STRAP, POD);
        wait_for_status(bench, "2 of 2 sensors live");
        wait_for_adapters(bench, "hci0 " FIRST_ADAPTER " not used, hci1 " SECOND_ADAPTER " 2 of 5 links");
        assert_int_equal(count_logged("switching it on"), 0);
}

static void
where_none_may_be_used_that_is_said(void **state)
{
        struct bench *bench = *state;

        bench->options.adapters = "00:00:5E:00:53:01";
        begin_fake(bench, NULL);
        begin_bluez(bench, STRAP, NULL);
        wait_for_status(bench, "no Bluetooth adapter that may be used");
}

static void
sensors_follow_an_adapter_to_its_new_number(void **state)
{
        struct bench *bench = *state;

        bench->options.slots = 5;
        begin_live(bench, NULL, STRAP, POD);
        tell(bench, "hci0 adapter unplugged and back as hci3");
        wait_for_links(bench, 2, 2);
        wait_for_status(bench, "2 of 2 sensors live");
        wait_for_adapters(bench, "hci3 " FIRST_ADAPTER " 2 of 5 links");
        hear_both(bench);
}

static void
sensors_of_an_adapter_that_is_gone_are_found_by_the_other(void **state)
{
        struct bench *bench = *state;

        bench->options.slots = 5;
        bench->speed = 10;
        begin_fake(bench, "--adapters=2 --unknown");
        tell(bench, "hci1 adapter off");
        bench->options.adapters = FIRST_ADAPTER " " SECOND_ADAPTER;
        begin_bluez(bench, STRAP, POD);
        wait_for_status(bench, "2 of 2 sensors live");
        tell(bench, "hci0 adapter unplugged");
        wait_for_links(bench, 2, 2);
        wait_for_status(bench, "2 of 2 sensors live");
        wait_for_adapters(bench, "hci1 " SECOND_ADAPTER " 2 of 5 links");
        hear_both(bench);
}

/* At the machine's own pace: what waits for the end of the first Connect, 45 s,
 * comes too late. The second time is under the other adapter; before that the
 * kernel does not connect it either. */
static void
a_connect_whose_object_vanishes_is_made_by_the_other_adapter_at_once(void **state)
{
        struct bench *bench = *state;

        begin_fake(bench, "--adapters=2");
        tell(bench, STRAP " device vanishes during connect 2 times");
        begin_bluez(bench, STRAP, NULL);
        wait_for_status(bench, "1 of 1 sensors live");
}

static void
an_adapter_that_is_found_off_is_switched_on(void **state)
{
        struct bench *bench = *state;

        begin_fake(bench, NULL);
        tell(bench, "hci0 adapter off");
        begin_bluez(bench, STRAP, POD);
        wait_for_status(bench, "2 of 2 sensors live");
        assert_int_equal(count_logged("is off; switching it on"), 1);
}

static void
one_that_refuses_to_be_switched_on_is_asked_again(void **state)
{
        struct bench *bench = *state;

        bench->speed = 20;
        begin_fake(bench, NULL);
        tell(bench, "hci0 adapter off");
        tell(bench, "hci0 adapter wedged");
        begin_bluez(bench, STRAP, NULL);
        wait_for_adapters(bench, "hci0 " FIRST_ADAPTER " off, and cannot be switched on");
        tell(bench, "all well");
        wait_for_status(bench, "1 of 1 sensors live");
        assert_int_equal(count_logged("is off; switching it on"), 1);
        assert_int_equal(count_logged("cannot be switched on"), 1);
}

static void
one_that_somebody_switches_off_is_left_so_until_it_is_on(void **state)
{
        struct bench *bench = *state;

        bench->speed = 20;
        begin_live(bench, NULL, STRAP, POD);
        begin_person(bench);
        set_powered(bench, ADAPTER_PATH, 0);
        wait_for_status(bench, "the Bluetooth adapter is off");
        let_pass(bench, 20 * PD_SEC);
        wait_for_adapters(bench, "hci0 " FIRST_ADAPTER " switched off");
        assert_int_equal(count_logged("switching it on"), 0);
        assert_int_equal(count_logged("was switched off by somebody"), 1);
        set_powered(bench, ADAPTER_PATH, 1);
        wait_for_status(bench, "2 of 2 sensors live");
}

static void
a_block_by_rfkill_is_named_with_what_to_do(void **state)
{
        struct bench *bench = *state;

        begin_fake(bench, NULL);
        tell(bench, "hci0 adapter blocked");
        begin_bluez(bench, STRAP, POD);
        wait_for_status(bench, "blocked by rfkill: rfkill unblock bluetooth");
        wait_for_adapters(bench, "hci0 " FIRST_ADAPTER " blocked by rfkill");
        tell(bench, "all well");
        tell(bench, "hci0 adapter on");
        wait_for_status(bench, "2 of 2 sensors live");
}

static void
a_sensor_for_which_there_is_no_link_goes_to_the_other_adapter(void **state)
{
        struct bench *bench = *state;

        bench->options.slots = 1;
        bench->speed = 10;
        begin_live(bench, "--adapters=2 --unknown", STRAP, POD);
        wait_for_adapters(bench, "hci0 " FIRST_ADAPTER " 1 of 1 links, hci1 " SECOND_ADAPTER " 1 of 1 links");
}

static void
a_sensor_of_a_running_session_takes_the_link_of_one_that_is_in_none(void **state)
{
        struct bench *bench = *state;

        bench->options.slots = 1;
        bench->speed = 10;
        begin_live(bench, NULL, STRAP, NULL);
        assert_int_equal(pd_bluez_enroll(bench->bluez, &(struct pd_bluez_wish) {.address = POD}), 0);
        wait_for_status(bench, "1 of 2 sensors live, no link is free for 1");
        bench->n_frames = 0;
        pd_bluez_set_running(bench->bluez, POD, true);
        wait_for_links(bench, 2, 1);
        tell_when_possible(bench, "send " POD " 00800255");
        wait_for_frames(bench, POD, 0x2A53, 1);
        assert_int_equal(count_logged("let go so that"), 1);
        let_pass(bench, 30 * PD_SEC);
        wait_for_adapters(bench, "hci0 " FIRST_ADAPTER " 1 of 1 links");
        assert_int_equal(bench->ups, 2); /* and it stays so */
        pd_bluez_set_running(bench->bluez, POD, false);
        pd_bluez_forget(bench->bluez, POD);
        wait_for_status(bench, "1 of 1 sensors live");
        tell_when_possible(bench, "send " STRAP " 0048");
        bench->n_frames = 0;
        tell_when_possible(bench, "send " STRAP " 0048");
        wait_for_frames(bench, STRAP, 0x2A37, 1);
}

/* A person has found both sensors and has linked one; the other one is on no list of the kernel's. */
static void
begin_with_linked_pod(struct bench *bench)
{
        pd_usec end = boottime_now() + WAIT;

        begin_fake(bench, "--unknown");
        begin_person(bench);
        set_discovering(bench, true);
        while (!stands(bench, POD_PATH) || !stands(bench, STRAP_PATH))
                assert_true(boottime_now() < end);
        set_linked(bench, POD_PATH, true);
        set_discovering(bench, false);
}

static void
a_link_of_another_program_takes_a_slot_until_it_ends(void **state)
{
        struct bench *bench = *state;

        bench->options.slots = 1;
        begin_with_linked_pod(bench);
        begin_bluez(bench, STRAP, NULL);
        wait_for_status(bench, "0 of 1 sensors live, no link is free for 1");
        wait_for_adapters(bench, "hci0 " FIRST_ADAPTER " 1 of 1 links");
        let_pass(bench, PD_SEC);
        assert_int_equal(bench->ups, 0);
        set_linked(bench, POD_PATH, false);
        wait_for_status(bench, "1 of 1 sensors live");
}

static void
so_does_its_link_to_a_sensor_that_we_have_released(void **state)
{
        struct bench *bench = *state;

        bench->options.slots = 1;
        begin_with_linked_pod(bench);
        bench->options.bus_address = pd_private_bus_address(bench->bus);
        assert_int_equal(pd_bluez_new(&bench->context, &bench->options, &bench->bluez), 0);
        assert_int_equal(pd_bluez_enroll(bench->bluez, &(struct pd_bluez_wish) {.address = POD, .released = true}), 0);
        assert_int_equal(pd_bluez_enroll(bench->bluez, &(struct pd_bluez_wish) {.address = STRAP}), 0);
        pd_bluez_start(bench->bluez);
        wait_for_status(bench, "0 of 1 sensors live, no link is free for 1");
        wait_for_adapters(bench, "hci0 " FIRST_ADAPTER " 1 of 1 links");
        pd_bluez_forget(bench->bluez, POD); /* its link is another program's as before */
        let_pass(bench, PD_SEC / 2);
        wait_for_adapters(bench, "hci0 " FIRST_ADAPTER " 1 of 1 links");
        assert_int_equal(bench->ups, 0);
        set_linked(bench, POD_PATH, false);
        wait_for_status(bench, "1 of 1 sensors live");
}

/* The kernel's EMLINK, told to one, is heeded by the other as well. */
static void
an_adapter_that_says_that_it_is_full_is_left_alone_for_a_while(void **state)
{
        struct bench *bench = *state;

        bench->speed = 20;
        begin_fake(bench, "--connect-ms=10");
        tell(bench, "connect fails le-connection-concurrent-connection-limit");
        begin_bluez(bench, STRAP, POD);
        wait_for_full(bench);
        assert_int_equal(bench->ups, 0);
        tell(bench, "all well");
        wait_for_status(bench, "2 of 2 sensors live");
}

/* As controllers do that hold fewer links than one was told. */
static void
one_too_many_for_the_controller_waits_and_hurts_nobody(void **state)
{
        struct bench *bench = *state;

        bench->speed = 20;
        begin_fake(bench, "--more 3 --rate 20");
        tell(bench, "slots 3");
        begin_bluez(bench, STRAP, POD);
        assert_int_equal(pd_bluez_enroll(bench->bluez, &(struct pd_bluez_wish) {.address = "C0:00:00:00:00:03"}), 0);
        wait_for_status(bench, "3 of 3 sensors live");
        assert_int_equal(pd_bluez_enroll(bench->bluez, &(struct pd_bluez_wish) {.address = "C0:00:00:00:00:04"}), 0);
        for (int i = 0; i < 20; i++) { /* a minute, in which they are heard */
                tell(bench, "send " STRAP " 0048");
                tell(bench, "send " POD " 00800255");
                tell(bench, "send C0:00:00:00:00:03 00006400");
                let_pass(bench, 3 * PD_SEC);
        }
        wait_for_status(bench, "3 of 4 sensors live");
        wait_for_adapters(bench, "hci0 " FIRST_ADAPTER " 3 links");
        assert_int_equal(bench->ups, 3);
        assert_int_equal(bench->downs, 0);
        assert_int_equal(pd_bluez_trouble(bench->bluez, "C0:00:00:00:00:04"), PD_TROUBLE_REFUSED);
        tell(bench, "slots 4");
        wait_for_status(bench, "4 of 4 sensors live");
}

static void
a_discovery_that_hears_nobody_is_followed_by_one_that_does(void **state)
{
        struct bench *bench = *state;

        bench->speed = 20;
        begin_fake(bench, "--unknown --rate 20");
        tell(bench, "off " STRAP);
        begin_person(bench);
        begin_bluez(bench, STRAP, NULL);
        wait_for_discovering(bench, true);
        tell(bench, "discovery dead");
        tell(bench, "on " STRAP);
        wait_for_status(bench, "1 of 1 sensors live");
        wait_for_discovering(bench, false);
}

/* BlueZ does not answer a Connect of an adapter that goes: nobody waits for that. */
static void
who_connects_on_an_adapter_that_goes_is_connected_by_the_other(void **state)
{
        struct bench *bench = *state;

        begin_fake(bench, "--adapters=2");
        tell(bench, "off " STRAP);
        tell(bench, "off " POD); /* a stranger's link would be counted as well */
        begin_bluez(bench, STRAP, NULL);
        wait_for_status(bench, "0 of 1 sensors live");
        tell_when_possible(bench, "called " STRAP);
        tell(bench, "hci0 adapter unplugged");
        wait_for_adapters(bench, "hci1 " SECOND_ADAPTER " 1 links"); /* one that is being made */
        tell(bench, "on " STRAP);
        wait_for_status(bench, "1 of 1 sensors live");
        assert_int_equal(count_logged("not heard"), 0);
}

static void
what_our_scan_brought_goes_with_the_sensor_and_nothing_else(void **state)
{
        struct bench *bench = *state;
        pd_usec end = boottime_now() + WAIT;

        begin_live(bench, "--unknown", STRAP, NULL);
        begin_person(bench);
        assert_true(stands(bench, STRAP_PATH));
        pd_bluez_forget(bench->bluez, STRAP);
        while (stands(bench, STRAP_PATH)) {
                assert_true(boottime_now() < end);
                turn(bench);
        }
}

/* Forgotten, and half a second later still there. */
static void
assert_stays(struct bench *bench)
{
        pd_bluez_forget(bench->bluez, STRAP);
        let_pass(bench, PD_SEC / 2);
        assert_true(stands(bench, STRAP_PATH));
}

static void
what_our_scan_brought_and_somebody_paired_stays(void **state)
{
        struct bench *bench = *state;

        begin_live(bench, "--unknown", STRAP, NULL);
        begin_person(bench);
        tell(bench, STRAP " bond lost"); /* with its next link: there is a bond now */
        let_pass(bench, PD_SEC / 10);
        assert_stays(bench);
}

static void
what_our_scan_brought_and_another_program_has_stays(void **state)
{
        struct bench *bench = *state;

        begin_live(bench, "--unknown", STRAP, NULL);
        begin_person(bench);
        assert_int_equal(pd_bluez_release(bench->bluez, STRAP), 0);
        wait_for_adapters(bench, "hci0 " FIRST_ADAPTER " 0 links");
        set_linked(bench, STRAP_PATH, true);
        wait_for_adapters(bench, "hci0 " FIRST_ADAPTER " 1 links");
        assert_stays(bench);
}

static void
what_bluez_knew_before_us_stays_when_a_sensor_is_forgotten(void **state)
{
        struct bench *bench = *state;

        begin_live(bench, NULL, STRAP, POD);
        begin_person(bench);
        pd_bluez_forget(bench->bluez, STRAP);
        wait_for_links(bench, 2, 1);
        wait_for_status(bench, "1 of 1 sensors live");
        let_pass(bench, PD_SEC / 2);
        assert_true(stands(bench, STRAP_PATH));
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(two_adapters_connect_at_the_same_time_and_each_tells_its_links),
                TEST(one_that_may_not_be_used_is_left_alone),
                TEST(where_none_may_be_used_that_is_said),
                TEST(sensors_follow_an_adapter_to_its_new_number),
                TEST(sensors_of_an_adapter_that_is_gone_are_found_by_the_other),
                TEST(a_connect_whose_object_vanishes_is_made_by_the_other_adapter_at_once),
                TEST(an_adapter_that_is_found_off_is_switched_on),
                TEST(one_that_refuses_to_be_switched_on_is_asked_again),
                TEST(one_that_somebody_switches_off_is_left_so_until_it_is_on),
                TEST(a_block_by_rfkill_is_named_with_what_to_do),
                TEST(a_sensor_for_which_there_is_no_link_goes_to_the_other_adapter),
                TEST(a_sensor_of_a_running_session_takes_the_link_of_one_that_is_in_none),
                TEST(a_link_of_another_program_takes_a_slot_until_it_ends),
                TEST(so_does_its_link_to_a_sensor_that_we_have_released),
                TEST(an_adapter_that_says_that_it_is_full_is_left_alone_for_a_while),
                TEST(one_too_many_for_the_controller_waits_and_hurts_nobody),
                TEST(a_discovery_that_hears_nobody_is_followed_by_one_that_does),
                TEST(who_connects_on_an_adapter_that_goes_is_connected_by_the_other),
                TEST(what_our_scan_brought_goes_with_the_sensor_and_nothing_else),
                TEST(what_our_scan_brought_and_somebody_paired_stays),
                TEST(what_our_scan_brought_and_another_program_has_stays),
                TEST(what_bluez_knew_before_us_stays_when_a_sensor_is_forgotten),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
