/* SPDX-License-Identifier: MIT */
/* Who may have a sensor: the kernel reconnects ours by itself, a released one
 * and a stranger's are let go. What is called is read on the bus. */
#include "bluez/bluez.h"
#include "bluez/registration.h"
#include "support/person.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define OTHERS_STRAP "/org/bluez/hci1/dev_C0_00_00_00_00_01"
#define OTHERS_POD "/org/bluez/hci1/dev_C0_00_00_00_00_02"
#define ROOT "/org/purposed1/bluez"

/* ---- what passes over the bus to org.bluez --------------------------------- */

#define CALLS_MAX 1024

static struct {
        sd_bus *bus;
        size_t n;
        char calls[CALLS_MAX][192]; /* "Connect /org/bluez/…", "Set /org/bluez/… Trusted 1" */
} tap;

static int
on_call(sd_bus_message *message, void *user, sd_bus_error *error)
{
        const char *member = sd_bus_message_get_member(message), *interface, *property;
        uint8_t type;
        int value = -1;

        (void) user, (void) error;
        if (sd_bus_message_get_type(message, &type) < 0 || type != SD_BUS_MESSAGE_METHOD_CALL || !member || tap.n == CALLS_MAX)
                return 1;
        snprintf(tap.calls[tap.n], sizeof(tap.calls[0]), "%s %s", member, sd_bus_message_get_path(message));
        if (strcmp(member, "Set") == 0 && sd_bus_message_read(message, "ssv", &interface, &property, "b", &value) >= 0)
                snprintf(tap.calls[tap.n], sizeof(tap.calls[0]), "Set %s %s %d", sd_bus_message_get_path(message), property, value);
        tap.n++;
        return 1;
}

static void
begin_tap(struct bench *bench)
{
        tap.n = 0;
        assert_true(sd_bus_new(&tap.bus) >= 0);
        assert_true(sd_bus_set_address(tap.bus, pd_private_bus_address(bench->bus)) >= 0);
        assert_true(sd_bus_set_bus_client(tap.bus, true) >= 0);
        assert_true(sd_bus_set_monitor(tap.bus, true) >= 0);
        assert_true(sd_bus_start(tap.bus) >= 0);
        assert_true(sd_bus_call_method(tap.bus, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.Monitoring",
                            "BecomeMonitor", NULL, NULL, "asu", 1, "type='method_call',destination='org.bluez'", 0)
                >= 0);
        assert_true(sd_bus_add_filter(tap.bus, NULL, on_call, NULL) >= 0);
}

static void
read_tap(void)
{
        while (sd_bus_process(tap.bus, NULL) > 0)
                ;
}

static unsigned
count_calls(const char *text)
{
        unsigned n = 0;

        read_tap();
        for (size_t i = 0; i < tap.n; i++)
                n += strcmp(tap.calls[i], text) == 0;
        return n;
}

/* The first of them; CALLS_MAX: none. */
static size_t
place_of(const char *text)
{
        for (size_t i = 0; i < tap.n; i++)
                if (strcmp(tap.calls[i], text) == 0)
                        return i;
        return CALLS_MAX;
}

static void
wait_for_calls(struct bench *bench, const char *text, unsigned n)
{
        pd_usec end = boottime_now() + WAIT;

        while (count_calls(text) < n) {
                if (boottime_now() > end)
                        fail_msg("%u calls of %s", count_calls(text), text);
                turn(bench);
        }
        assert_int_equal(count_calls(text), n);
}

static int
set_up_tapped(void **state)
{
        int r = set_up(state);

        if (r >= 0)
                begin_tap(*state);
        return r;
}

static int
tear_down_tapped(void **state)
{
        tap.bus = sd_bus_close_unref(tap.bus);
        return tear_down(state);
}

/* With one sensor enrolled, or both, and our profile registered. Somebody looks on. */
static void
begin_all(struct bench *bench, const char *second)
{

        begin_fake(bench, NULL);
        begin_person(bench);
        begin_bluez(bench, STRAP, second);
        wait_for_status(bench, second ? "2 of 2 sensors live" : "1 of 1 sensors live");
        wait_for_calls(bench, "RegisterApplication " ADAPTER_PATH, 1);
}

/* ---- ours ------------------------------------------------------------------- */

static void
our_sensors_are_trusted_and_our_profile_is_registered_once(void **state)
{
        struct bench *bench = *state;

        begin_all(bench, POD);
        wait_to_see_device(bench, STRAP_PATH, "Trusted", true);
        wait_to_see_device(bench, POD_PATH, "Trusted", true);
        assert_int_equal(count_logged("reconnects sensors by itself"), 1);
        set_trusted(bench, STRAP_PATH, false); /* whoever does so has his way */
        let_pass(bench, PD_SEC);
        assert_int_equal(count_calls("Set " STRAP_PATH " Trusted 1"), 1);
        assert_int_equal(count_calls("Set " POD_PATH " Trusted 1"), 1);
}

static void
a_sensor_that_was_away_for_long_is_connected_by_the_kernel(void **state)
{
        struct bench *bench = *state;
        unsigned calls;

        bench->speed = 50;
        begin_live(bench, NULL, STRAP, NULL);
        tell(bench, "off " STRAP);
        wait_for_links(bench, 1, 1);
        let_pass(bench, 4 * PD_MINUTE); /* five attempts of 20 s at most, and their back-off */
        calls = count_calls("Connect " STRAP_PATH);
        assert_in_range(calls, 5, 8);
        tell_when_possible(bench, "on " STRAP);
        wait_for_status(bench, "1 of 1 sensors live");
        assert_in_range(count_calls("Connect " STRAP_PATH), calls, calls + 1); /* the rare one that supervises */
        assert_int_equal(count_calls("StartDiscovery " ADAPTER_PATH), 0);
}

static void
nobody_is_connected_while_we_scan(void **state)
{
        struct bench *bench = *state;

        bench->speed = 10;
        begin_fake(bench, "--unknown --rate 10");
        tell(bench, "off " POD); /* it would be scanned for all along */
        begin_bluez(bench, STRAP, POD);
        wait_for_status(bench, "1 of 2 sensors live");
        read_tap();
        assert_true(place_of("StartDiscovery " ADAPTER_PATH) < place_of("StopDiscovery " ADAPTER_PATH));
        assert_true(place_of("StopDiscovery " ADAPTER_PATH) < place_of("Connect " STRAP_PATH));
        assert_int_equal(count_calls("Connect " STRAP_PATH), 1);
}

/* The pod would be waited for until long after this test has given up. */
static void
one_in_a_drawer_gives_way_to_one_whose_session_runs(void **state)
{
        struct bench *bench = *state;

        begin_fake(bench, NULL);
        tell(bench, "off " POD);
        tell(bench, STRAP " connect fails le-connection-abort-by-local"); /* so that the kernel does not connect it by itself */
        begin_bluez(bench, POD, NULL);
        tell_when_possible(bench, "called " POD);
        assert_int_equal(pd_bluez_enroll(bench->bluez, &(struct pd_bluez_wish){.address = STRAP}), 0);
        pd_bluez_set_running(bench->bluez, STRAP, true);
        wait_for_calls(bench, "Connect " STRAP_PATH, 1);
        assert_int_equal(count_calls("Disconnect " POD_PATH), 1);
}

static void
a_new_generation_is_told_everything_again(void **state)
{
        struct bench *bench = *state;

        begin_live(bench, NULL, STRAP, POD);
        wait_for_calls(bench, "RegisterApplication " ADAPTER_PATH, 1);
        tell(bench, "restart 50");
        wait_for_links(bench, 4, 2);
        wait_for_status(bench, "2 of 2 sensors live");
        wait_for_calls(bench, "RegisterApplication " ADAPTER_PATH, 2);
        assert_int_equal(count_logged("reconnects sensors by itself"), 2);
        hear_both(bench);
        tell(bench, "unplug");
        wait_for_status(bench, "no Bluetooth adapter");
        tell(bench, "plug");
        wait_for_status(bench, "2 of 2 sensors live");
        wait_for_calls(bench, "RegisterApplication " ADAPTER_PATH, 3);
        assert_int_equal(count_logged("does not reconnect"), 0);
}

static void
a_new_bus_has_our_objects_as_well(void **state)
{
        struct bench *bench = *state;

        begin_live(bench, NULL, STRAP, POD);
        assert_int_equal(pd_private_bus_restart(bench->bus), 0);
        wait_for_links(bench, 2, 2);
        begin_fake(bench, NULL);
        wait_for_status(bench, "2 of 2 sensors live");
        while (count_logged("reconnects sensors by itself") < 2) /* it has read them */
                turn(bench);
        hear_both(bench);
}

static void
without_registration_everything_works_and_it_is_said_once(void **state)
{
        struct bench *bench = *state;
        pd_usec end = boottime_now() + WAIT;

        bench->speed = 100;
        begin_fake(bench, NULL);
        tell(bench, "deny");
        begin_bluez(bench, STRAP, NULL);
        wait_for_status(bench, "BlueZ has not answered yet");
        tell(bench, "allow");
        wait_for_status(bench, "1 of 1 sensors live");
        wait_for_calls(bench, "RegisterApplication " ADAPTER_PATH, 1);
        tell(bench, "deny");
        pd_bluez_forget(bench->bluez, STRAP); /* leaving is refused, coming back as well */
        assert_int_equal(pd_bluez_enroll(bench->bluez, &(struct pd_bluez_wish){.address = STRAP}), 0);
        while (count_calls("RegisterApplication " ADAPTER_PATH) < 4) {
                assert_true(boottime_now() < end);
                turn(bench);
        }
        assert_int_equal(count_logged("does not reconnect sensors by itself"), 1);
        tell(bench, "allow");
        wait_for_status(bench, "1 of 1 sensors live");
}

static void
every_adapter_that_may_be_used_is_told_of_our_profile(void **state)
{
        struct bench *bench = *state;

        begin_live(bench, "--adapters 2", STRAP, NULL);
        wait_for_calls(bench, "RegisterApplication /org/bluez/hci0", 1);
        wait_for_calls(bench, "RegisterApplication /org/bluez/hci1", 1);
        bench->bluez = pd_bluez_free(bench->bluez);
        bench->options.adapters = "C0:00:00:00:00:AA";
        begin_bluez(bench, STRAP, NULL);
        wait_for_status(bench, "1 of 1 sensors live");
        wait_for_calls(bench, "RegisterApplication /org/bluez/hci0", 2);
        let_pass(bench, PD_SEC);
        assert_int_equal(count_calls("RegisterApplication /org/bluez/hci1"), 1);
}

static void
an_adapter_that_goes_takes_only_its_own_registration_along(void **state)
{
        struct bench *bench = *state;

        bench->speed = 20;
        begin_live(bench, "--adapters 2", STRAP, NULL);
        wait_for_calls(bench, "RegisterApplication /org/bluez/hci0", 1);
        wait_for_calls(bench, "RegisterApplication /org/bluez/hci1", 1);
        let_pass(bench, 2 * PD_REGISTRATION_RETRY); /* it has stood for a while */
        tell(bench, "hci1 adapter unplugged");
        wait_for_calls(bench, "RegisterApplication /org/bluez/hci0", 2); /* BlueZ said Release, but not for which one */
        let_pass(bench, 20 * PD_SEC);
        assert_int_equal(count_calls("RegisterApplication /org/bluez/hci0"), 2); /* it says that it stands */
        assert_int_equal(count_logged("does not reconnect"), 0);
        assert_int_equal(count_logged("hci0 reconnects sensors by itself"), 1); /* it did all the while */
}

/* The daemon is whoever has the objects. */
static void
nobody_but_bluez_ends_the_registration(void **state)
{
        struct bench *bench = *state;

        bench->speed = 5;
        begin_all(bench, NULL);
        for (int i = 0; i < 10; i++) {
                char name[16];

                snprintf(name, sizeof(name), ":1.%d", i);
                assert_true(sd_bus_call_method_async(
                                    bench->person, NULL, name, ROOT "/profile", "org.bluez.GattProfile1", "Release", NULL, NULL, "")
                        >= 0);
        }
        assert_true(sd_bus_flush(bench->person) >= 0);
        let_pass(bench, 20 * PD_SEC);
        assert_int_equal(count_calls("RegisterApplication " ADAPTER_PATH), 1);
}

/* ---- released ------------------------------------------------------------------ */

static void
a_released_sensor_is_untrusted_then_let_go_and_left_alone(void **state)
{
        struct bench *bench = *state;

        bench->speed = 5;
        begin_all(bench, POD);
        wait_to_see_device(bench, STRAP_PATH, "Trusted", true);
        assert_int_equal(pd_bluez_release(bench->bluez, STRAP), 0);
        wait_for_status(bench, "1 of 1 sensors live, 1 released");
        wait_to_see_device(bench, STRAP_PATH, "Connected", false);
        let_pass(bench, 20 * PD_SEC);
        assert_false(see_device(bench, STRAP_PATH, "Trusted"));
        assert_false(see_device(bench, STRAP_PATH, "Connected"));
        assert_int_equal(count_calls("Disconnect " STRAP_PATH), 1);
        assert_true(place_of("Set " STRAP_PATH " Trusted 0") < place_of("Disconnect " STRAP_PATH));
        assert_int_equal(count_calls("Connect " STRAP_PATH), 1); /* the one at the beginning */
        assert_int_equal(count_calls("StartDiscovery " ADAPTER_PATH), 0);
        assert_int_equal(count_calls("UnregisterApplication " ADAPTER_PATH), 0); /* the pod is still ours */
        assert_int_equal(pd_bluez_release(bench->bluez, STRAP), 0);
        assert_int_equal(pd_bluez_take(bench->bluez, STRAP), 0);
        wait_for_status(bench, "2 of 2 sensors live");
        wait_to_see_device(bench, STRAP_PATH, "Trusted", true);
        hear_both(bench);
        assert_int_equal(pd_bluez_take(bench->bluez, STRAP), 0);
        assert_int_equal(pd_bluez_take(bench->bluez, "C0:00:00:00:00:09"), -ENOENT);
        assert_int_equal(pd_bluez_release(bench->bluez, "C0:00:00:00:00:09"), -ENOENT);
}

static void
another_program_may_have_a_released_sensor(void **state)
{
        struct bench *bench = *state;

        begin_all(bench, POD);
        assert_int_equal(pd_bluez_release(bench->bluez, STRAP), 0);
        wait_for_links(bench, 2, 1);
        wait_to_see_device(bench, STRAP_PATH, "Connected", false);
        bench->n_frames = 0;
        tell(bench, "link " STRAP);
        wait_to_see_device(bench, STRAP_PATH, "ServicesResolved", true);
        let_pass(bench, 2 * PD_SEC);
        assert_int_equal(see_device(bench, STRAP_PATH, "Connected"), true);
        assert_int_equal(count_calls("Disconnect " STRAP_PATH), 1);
        assert_false(pd_fake_peer_command(bench->fake, "send " STRAP " 0048")); /* nobody has subscribed */
        for (size_t i = 0; i < bench->n_frames; i++)
                assert_string_not_equal(bench->frames[i].address, STRAP);
        assert_int_equal(bench->ups, 2);
        assert_int_equal(pd_bluez_take(bench->bluez, STRAP), 0); /* the link that stands is adopted */
        wait_for_status(bench, "2 of 2 sensors live");
        hear_both(bench);
        assert_int_equal(count_calls("Connect " STRAP_PATH), 1);
}

static void
a_released_sensor_that_another_program_has_is_forgotten_without_a_word(void **state)
{
        struct bench *bench = *state;

        begin_all(bench, POD);
        assert_int_equal(pd_bluez_release(bench->bluez, STRAP), 0);
        wait_to_see_device(bench, STRAP_PATH, "Connected", false);
        assert_int_equal(pd_bluez_trouble(bench->bluez, STRAP), PD_TROUBLE_NONE);
        tell(bench, "link " STRAP);
        wait_to_see_device(bench, STRAP_PATH, "ServicesResolved", true);
        let_pass(bench, PD_SEC / 2);
        pd_bluez_forget(bench->bluez, STRAP);
        let_pass(bench, PD_SEC);
        assert_int_equal(see_device(bench, STRAP_PATH, "Connected"), true);
        assert_int_equal(count_calls("Disconnect " STRAP_PATH), 1);
        assert_int_equal(count_calls("Set " STRAP_PATH " Trusted 0"), 1);
}

static void
a_sensor_that_was_released_before_the_start_stays_so(void **state)
{
        struct bench *bench = *state;

        bench->speed = 5;
        begin_fake(bench, NULL);
        begin_person(bench);
        tell(bench, "off " STRAP); /* the watch has it */
        set_trusted(bench, STRAP_PATH, true); /* as of old */
        bench->options.bus_address = pd_private_bus_address(bench->bus);
        assert_int_equal(pd_bluez_new(&bench->context, &bench->options, &bench->bluez), 0);
        assert_int_equal(pd_bluez_enroll(bench->bluez, &(struct pd_bluez_wish){.address = STRAP, .released = true}), 0);
        assert_int_equal(pd_bluez_enroll(bench->bluez, &(struct pd_bluez_wish){.address = POD}), 0);
        pd_bluez_start(bench->bluez);
        wait_for_status(bench, "1 of 1 sensors live, 1 released");
        wait_to_see_device(bench, STRAP_PATH, "Trusted", false);
        wait_for_calls(bench, "Disconnect " STRAP_PATH, 1); /* so that our profile does not draw it */
        tell(bench, "on " STRAP);
        let_pass(bench, 10 * PD_SEC);
        assert_false(see_device(bench, STRAP_PATH, "Connected"));
        tell(bench, "restart 50"); /* the next life of bluetoothd does not know */
        wait_for_links(bench, 2, 1);
        wait_for_status(bench, "1 of 1 sensors live, 1 released");
        wait_for_calls(bench, "Disconnect " STRAP_PATH, 2);
        let_pass(bench, 10 * PD_SEC);
        assert_false(see_device(bench, STRAP_PATH, "Connected"));
        assert_int_equal(count_calls("Connect " STRAP_PATH), 0);
        assert_int_equal(bench->ups, 2);
}

static void
when_the_last_one_is_released_or_forgotten_our_profile_goes(void **state)
{
        struct bench *bench = *state;

        begin_all(bench, POD);
        assert_int_equal(pd_bluez_release(bench->bluez, STRAP), 0);
        pd_bluez_forget(bench->bluez, POD);
        wait_for_calls(bench, "UnregisterApplication " ADAPTER_PATH, 1);
        wait_for_status(bench, "0 of 0 sensors live, 1 released");
        wait_to_see_device(bench, POD_PATH, "Trusted", false);
        wait_to_see_device(bench, POD_PATH, "Connected", false);
        let_pass(bench, 2 * PD_SEC);
        assert_false(see_device(bench, POD_PATH, "Connected"));
        assert_int_equal(pd_bluez_take(bench->bluez, STRAP), 0);
        wait_for_status(bench, "1 of 1 sensors live");
        wait_for_calls(bench, "RegisterApplication " ADAPTER_PATH, 2);
}

static void
a_later_registration_does_not_draw_a_released_sensor(void **state)
{
        struct bench *bench = *state;

        begin_all(bench, POD);
        assert_int_equal(pd_bluez_release(bench->bluez, STRAP), 0);
        pd_bluez_forget(bench->bluez, POD);
        wait_for_calls(bench, "UnregisterApplication " ADAPTER_PATH, 1);
        wait_to_see_device(bench, STRAP_PATH, "Connected", false);
        assert_int_equal(count_calls("Disconnect " STRAP_PATH), 1);
        assert_int_equal(pd_bluez_enroll(bench->bluez, &(struct pd_bluez_wish){.address = POD}), 0);
        wait_for_status(bench, "1 of 1 sensors live, 1 released");
        wait_for_calls(bench, "Disconnect " STRAP_PATH, 2);
        let_pass(bench, 2 * PD_SEC);
        assert_false(see_device(bench, STRAP_PATH, "Connected"));
}

/* ---- strangers ------------------------------------------------------------------- */

static void
a_strangers_sensor_that_our_profile_drew_is_let_go_once(void **state)
{
        struct bench *bench = *state;
        struct pd_stranger strangers[PD_STRANGERS_MAX];

        begin_all(bench, NULL);
        wait_for_calls(bench, "Disconnect " POD_PATH, 1);
        wait_to_see_device(bench, POD_PATH, "Connected", false);
        let_pass(bench, 2 * PD_SEC);
        assert_false(see_device(bench, POD_PATH, "Connected"));
        assert_int_equal(pd_bluez_strangers(bench->bluez, strangers, PD_STRANGERS_MAX), 1);
        assert_string_equal(strangers[0].address, POD);
        assert_string_equal(strangers[0].name, "Virtual Pod");
        assert_int_equal(count_logged("is nobody's here"), 1);
        tell(bench, "link " POD); /* another program wants it, and may have it */
        wait_to_see_device(bench, POD_PATH, "ServicesResolved", true);
        let_pass(bench, PD_SEC);
        assert_int_equal(see_device(bench, POD_PATH, "Connected"), true);
        assert_int_equal(count_calls("Disconnect " POD_PATH), 1);
        assert_int_equal(count_calls("Connect " POD_PATH), 0);
        assert_false(pd_fake_peer_command(bench->fake, "send " POD " 00800255"));
        assert_int_equal(pd_bluez_enroll(bench->bluez, &(struct pd_bluez_wish){.address = POD}), 0);
        assert_int_equal(pd_bluez_strangers(bench->bluez, strangers, PD_STRANGERS_MAX), 0);
        wait_for_status(bench, "2 of 2 sensors live");
        hear_both(bench);
}

/* As bluetoothd 5.66 may tell of a link: by its services alone, or without a service until they are read. */
static void
a_stranger_is_let_go_however_its_link_is_told_of(void **state)
{
        static const char *const ways[] = {POD " connected is not said", POD " services not advertised"};
        struct bench *bench = *state;

        begin_person(bench);
        for (size_t i = 0; i < sizeof(ways) / sizeof(ways[0]); i++) {
                begin_fake(bench, NULL);
                tell(bench, ways[i]);
                begin_bluez(bench, STRAP, NULL);
                wait_for_status(bench, "1 of 1 sensors live");
                wait_for_calls(bench, "Disconnect " POD_PATH, (unsigned) i + 1);
                wait_to_see_device(bench, POD_PATH, "Connected", false);
                assert_int_equal(count_logged("is nobody's here"), i + 1);
                bench->bluez = pd_bluez_free(bench->bluez);
        }
}

static void
a_trusted_stranger_is_named_and_left_alone(void **state)
{
        struct bench *bench = *state;
        struct pd_stranger strangers[PD_STRANGERS_MAX];

        begin_fake(bench, NULL);
        begin_person(bench);
        set_trusted(bench, POD_PATH, true);
        begin_bluez(bench, STRAP, NULL);
        wait_for_status(bench, "1 of 1 sensors live");
        wait_to_see_device(bench, POD_PATH, "ServicesResolved", true);
        let_pass(bench, PD_SEC);
        assert_int_equal(see_device(bench, POD_PATH, "Connected"), true);
        assert_int_equal(count_calls("Disconnect " POD_PATH), 0);
        assert_int_equal(pd_bluez_strangers(bench->bluez, strangers, PD_STRANGERS_MAX), 1);
        assert_true(strangers[0].trusted);
        assert_int_equal(count_logged("bluetoothctl untrust " POD), 1);
}

static void
who_was_connected_before_us_is_not_touched(void **state)
{
        struct bench *bench = *state;
        struct pd_stranger strangers[PD_STRANGERS_MAX];

        begin_fake(bench, NULL);
        begin_person(bench);
        tell(bench, "link " POD);
        wait_to_see_device(bench, POD_PATH, "ServicesResolved", true);
        begin_bluez(bench, STRAP, NULL);
        wait_for_status(bench, "1 of 1 sensors live");
        let_pass(bench, PD_SEC);
        assert_int_equal(see_device(bench, POD_PATH, "Connected"), true);
        assert_int_equal(count_calls("Disconnect " POD_PATH), 0);
        assert_int_equal(pd_bluez_strangers(bench->bluez, strangers, PD_STRANGERS_MAX), 0);
}

static void
nor_is_one_whose_services_are_read_after_our_start(void **state)
{
        struct bench *bench = *state;

        bench->speed = 5;
        begin_fake(bench, NULL);
        begin_person(bench);
        tell(bench, POD " services resolve late 30s");
        tell(bench, "link " POD);
        wait_to_see_device(bench, POD_PATH, "Connected", true);
        begin_bluez(bench, STRAP, NULL);
        wait_for_calls(bench, "RegisterApplication " ADAPTER_PATH, 1);
        assert_false(see_device(bench, POD_PATH, "ServicesResolved"));
        wait_to_see_device(bench, POD_PATH, "ServicesResolved", true);
        let_pass(bench, PD_SEC);
        assert_true(see_device(bench, POD_PATH, "Connected"));
        assert_int_equal(count_calls("Disconnect " POD_PATH), 0);
}

/* Home automation with an adapter of its own, and the same sensors. */
static void
what_hangs_on_an_adapter_that_may_not_be_used_is_another_programs(void **state)
{
        struct bench *bench = *state;

        begin_fake(bench, "--adapters 2");
        begin_person(bench);
        bench->options.adapters = "C0:00:00:00:00:AA";
        begin_bluez(bench, STRAP, NULL);
        wait_for_status(bench, "1 of 1 sensors live");
        wait_for_calls(bench, "Disconnect " POD_PATH, 1); /* our profile drew it, to our adapter */
        wait_to_see_device(bench, POD_PATH, "Connected", false);
        set_linked(bench, OTHERS_POD, true);
        wait_to_see_device(bench, OTHERS_POD, "ServicesResolved", true);
        let_pass(bench, PD_SEC);
        assert_int_equal(see_device(bench, OTHERS_POD, "Connected"), true);
        set_trusted(bench, OTHERS_STRAP, true);
        let_pass(bench, PD_SEC / 2);
        pd_bluez_forget(bench->bluez, STRAP);
        wait_to_see_device(bench, STRAP_PATH, "Trusted", false);
        let_pass(bench, PD_SEC / 2);
        assert_int_equal(see_device(bench, OTHERS_STRAP, "Trusted"), true);
        assert_int_equal(count_calls("Disconnect " OTHERS_STRAP) + count_calls("Disconnect " OTHERS_POD), 0);
}

/* Whom BlueZ has merely heard it connects for nobody (stranger.h): nothing of ours must change that. */
static void
in_a_crowd_no_strap_is_touched_that_a_scan_has_heard(void **state)
{
        struct bench *bench = *state;
        struct pd_stranger strangers[PD_STRANGERS_MAX];

        bench->speed = 20;
        begin_fake(bench, "--unknown --strangers 30 --rate 20");
        tell(bench, "off " POD);
        begin_bluez(bench, STRAP, POD); /* the pod is looked for, while our profile stands */
        wait_for_status(bench, "1 of 2 sensors live");
        wait_for_calls(bench, "RegisterApplication " ADAPTER_PATH, 1);
        let_pass(bench, 2 * PD_MINUTE);
        assert_true(count_calls("StartDiscovery " ADAPTER_PATH) >= 3);
        for (size_t i = 0; i < tap.n; i++)
                assert_null(strstr(tap.calls[i], "/dev_D0"));
        assert_int_equal(pd_bluez_strangers(bench->bluez, strangers, PD_STRANGERS_MAX), 0);
}

/* BlueZ before 5.69 has it on no list (custody.c): it is tried as one that nobody else looks for. */
static void
a_sensor_that_was_heard_and_never_linked_is_not_left_to_the_kernel(void **state)
{
        struct bench *bench = *state;
        unsigned calls;

        bench->speed = 50;
        begin_fake(bench, "--unknown --rate 50");
        tell(bench, "connect fails le-connection-abort-by-local 1000 times");
        begin_bluez(bench, STRAP, NULL);
        while (count_calls("Connect " STRAP_PATH) < 6)
                turn(bench);
        calls = count_calls("Connect " STRAP_PATH);
        let_pass(bench, 3 * PD_MINUTE);
        assert_true(count_calls("Connect " STRAP_PATH) >= calls + 4); /* each 30 s, and not in 5 min */
}

#define TAPPED(name) cmocka_unit_test_setup_teardown(name, set_up_tapped, tear_down_tapped)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                TAPPED(our_sensors_are_trusted_and_our_profile_is_registered_once),
                TAPPED(a_sensor_that_was_away_for_long_is_connected_by_the_kernel),
                TAPPED(nobody_is_connected_while_we_scan),
                TAPPED(one_in_a_drawer_gives_way_to_one_whose_session_runs),
                TAPPED(a_new_generation_is_told_everything_again),
                TEST(a_new_bus_has_our_objects_as_well),
                TAPPED(without_registration_everything_works_and_it_is_said_once),
                TAPPED(every_adapter_that_may_be_used_is_told_of_our_profile),
                TAPPED(an_adapter_that_goes_takes_only_its_own_registration_along),
                TAPPED(nobody_but_bluez_ends_the_registration),
                TAPPED(a_released_sensor_is_untrusted_then_let_go_and_left_alone),
                TAPPED(another_program_may_have_a_released_sensor),
                TAPPED(a_released_sensor_that_another_program_has_is_forgotten_without_a_word),
                TAPPED(a_sensor_that_was_released_before_the_start_stays_so),
                TAPPED(when_the_last_one_is_released_or_forgotten_our_profile_goes),
                TAPPED(a_later_registration_does_not_draw_a_released_sensor),
                TAPPED(a_strangers_sensor_that_our_profile_drew_is_let_go_once),
                TAPPED(a_stranger_is_let_go_however_its_link_is_told_of),
                TAPPED(a_trusted_stranger_is_named_and_left_alone),
                TAPPED(who_was_connected_before_us_is_not_touched),
                TAPPED(nor_is_one_whose_services_are_read_after_our_start),
                TAPPED(what_hangs_on_an_adapter_that_may_not_be_used_is_another_programs),
                TAPPED(in_a_crowd_no_strap_is_touched_that_a_scan_has_heard),
                TAPPED(a_sensor_that_was_heard_and_never_linked_is_not_left_to_the_kernel),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
