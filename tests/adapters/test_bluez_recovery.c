/* SPDX-License-Identifier: MIT */
/* A wedged adapter against a bluetoothd that is no more than that, and a
 * purposed-recovery that writes down what it is asked for. Time stands still
 * while an answer is awaited, and otherwise jumps to when the source would wake. */
#include "bluez/inside.h"
#include "support/scratch.h"
#include "support/source_bench.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#define ADDRESS "AA:00:00:00:00:01"

enum cure { CURED, BY_POWER, BY_RESTART, BY_RESET, BY_NOTHING };

static struct scene {
        struct bench *bench;
        pd_usec now;             /* the daemon's time */
        sd_bus *bus;             /* bluetoothd's */
        enum cure cure;          /* what the controller waits for before it scans again; CURED: it does */
        int powered, discovering;
        bool with_keyboard;      /* somebody else's, connected */
        bool stays_off;          /* Powered=true is refused, twice */
        bool mute;               /* no method is answered until it is cured */
        bool deaf;               /* it scans, until it is cured, and hears nobody */
        unsigned crowd;          /* in so many scans a stranger is heard */
        unsigned n_known;        /* our sensors that bluetoothd knows; each Connect fails at once */
        unsigned connects;
        bool hears; /* in this scan */
        unsigned starts, stops, offs, ons;
        /* purposed-recovery */
        char folder[SCRATCH_SIZE], socket[SCRATCH_SIZE + 16];
        int listener;
        sd_event_source *source;
        char asked[512];
        const char *answer;
} scene;

/* ---- bluetoothd ---- */

/* As bluetoothd does for a stranger whom it hears. */
static void
hear_stranger(void)
{
        sd_bus_message *message = NULL;

        assert_true(sd_bus_message_new_signal(scene.bus, &message, ADAPTER_PATH "/dev_EE_00_00_00_00_01",
                            "org.freedesktop.DBus.Properties", "PropertiesChanged")
                >= 0);
        assert_true(sd_bus_message_append(message, "sa{sv}as", "org.bluez.Device1", 1, "RSSI", "n", -70, 0) >= 0);
        assert_true(sd_bus_send(scene.bus, message, NULL) >= 0);
        sd_bus_message_unref(message);
}

static bool
is_mute(sd_bus_error *error)
{
        if (scene.mute && scene.cure != CURED)
                sd_bus_error_set(error, SD_BUS_ERROR_NO_REPLY, "Method call timed out");
        return scene.mute && scene.cure != CURED;
}

static int
start_discovery(sd_bus_message *message, void *user, sd_bus_error *error)
{
        (void) user;
        scene.starts++;
        if (!scene.powered)
                return sd_bus_error_set(error, "org.bluez.Error.NotReady", "Resource Not Ready");
        if (is_mute(error))
                return -ETIMEDOUT;
        if (scene.cure != CURED && !scene.deaf)
                return sd_bus_error_set(error, "org.bluez.Error.InProgress", "Operation already in progress");
        scene.discovering = 1;
        sd_bus_emit_properties_changed(scene.bus, ADAPTER_PATH, "org.bluez.Adapter1", "Discovering", NULL);
        scene.hears = scene.starts <= scene.crowd || (scene.deaf && scene.cure == CURED);
        return sd_bus_reply_method_return(message, NULL);
}

static int
stop_discovery(sd_bus_message *message, void *user, sd_bus_error *error)
{
        (void) user;
        scene.stops++;
        if (is_mute(error))
                return -ETIMEDOUT;
        if (scene.hears) /* some time between the answer to the start and this */
                hear_stranger();
        scene.hears = false;
        if (!scene.discovering)
                return sd_bus_error_set(error, "org.bluez.Error.Failed", "No discovery started");
        scene.discovering = 0;
        sd_bus_emit_properties_changed(scene.bus, ADAPTER_PATH, "org.bluez.Adapter1", "Discovering", NULL);
        return sd_bus_reply_method_return(message, NULL);
}

static int
set_filter(sd_bus_message *message, void *user, sd_bus_error *error)
{
        (void) user;
        (void) error;
        return sd_bus_reply_method_return(message, NULL);
}

static int
get_text(sd_bus *bus, const char *path, const char *interface, const char *property, sd_bus_message *reply, void *user, sd_bus_error *error)
{
        (void) bus;
        (void) interface;
        (void) user;
        (void) error;
        return sd_bus_message_append(reply, "s",
                strcmp(property, "Address") != 0   ? "virtual"
                : strcmp(path, ADAPTER_PATH) == 0 ? ADDRESS
                                                  : "DD:00:00:00:00:01");
}

static int
set_powered(sd_bus *bus, const char *path, const char *interface, const char *property, sd_bus_message *value, void *user,
        sd_bus_error *error)
{
        int on;

        (void) property;
        (void) user;
        assert_true(sd_bus_message_read(value, "b", &on) >= 0);
        *(on ? &scene.ons : &scene.offs) += 1;
        if (is_mute(error))
                return -ETIMEDOUT;
        if (on && scene.stays_off && scene.ons < 3)
                return sd_bus_error_set(error, "org.bluez.Error.Failed", "Timed Out");
        scene.powered = on;
        scene.discovering = 0;
        if (on && scene.cure == BY_POWER)
                scene.cure = CURED;
        return sd_bus_emit_properties_changed(bus, path, interface, "Powered", NULL);
}

static const sd_bus_vtable adapter[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_METHOD("StartDiscovery", "", "", start_discovery, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD("StopDiscovery", "", "", stop_discovery, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD("SetDiscoveryFilter", "a{sv}", "", set_filter, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_PROPERTY("Address", "s", get_text, 0, SD_BUS_VTABLE_PROPERTY_CONST),
        SD_BUS_WRITABLE_PROPERTY("Powered", "b", NULL, set_powered, offsetof(struct scene, powered),
                SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE | SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_PROPERTY("Discovering", "b", NULL, offsetof(struct scene, discovering), SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_VTABLE_END,
};

static int connected = 1; /* the keyboard */

static int
get_connected(sd_bus *bus, const char *path, const char *interface, const char *property, sd_bus_message *reply, void *user,
        sd_bus_error *error)
{
        (void) bus;
        (void) path;
        (void) interface;
        (void) property;
        (void) user;
        (void) error;
        return sd_bus_message_append(reply, "b", connected);
}

static int
fail_to_connect(sd_bus_message *message, void *user, sd_bus_error *error)
{
        (void) message;
        (void) user;
        scene.connects++;
        return sd_bus_error_set(error, "org.bluez.Error.Failed", "le-connection-abort-by-local");
}

static int
disconnect(sd_bus_message *message, void *user, sd_bus_error *error)
{
        (void) user;
        (void) error;
        return sd_bus_reply_method_return(message, NULL);
}

static int
get_sensor(sd_bus *bus, const char *path, const char *interface, const char *property, sd_bus_message *reply, void *user,
        sd_bus_error *error)
{
        (void) bus;
        (void) interface;
        (void) user;
        (void) error;
        if (strcmp(property, "Address") == 0)
                return sd_bus_message_append(reply, "s", strstr(path, "_01") ? STRAP : POD);
        return sd_bus_message_append(reply, "b", 0);
}

static const sd_bus_vtable sensor[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_METHOD("Connect", "", "", fail_to_connect, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_METHOD("Disconnect", "", "", disconnect, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_PROPERTY("Address", "s", get_sensor, 0, SD_BUS_VTABLE_PROPERTY_CONST),
        SD_BUS_PROPERTY("Connected", "b", get_sensor, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_VTABLE_END,
};

static const sd_bus_vtable keyboard[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_PROPERTY("Address", "s", get_text, 0, SD_BUS_VTABLE_PROPERTY_CONST),
        SD_BUS_PROPERTY("Connected", "b", get_connected, 0, SD_BUS_VTABLE_PROPERTY_EMITS_CHANGE),
        SD_BUS_VTABLE_END,
};

static void
begin_bluetoothd(void)
{
        begin_person(scene.bench);
        scene.bus = scene.bench->person;
        assert_true(sd_bus_add_object_manager(scene.bus, NULL, "/") >= 0);
        assert_true(sd_bus_add_object_vtable(scene.bus, NULL, ADAPTER_PATH, "org.bluez.Adapter1", adapter, &scene) >= 0);
        if (scene.with_keyboard)
                assert_true(sd_bus_add_object_vtable(
                                    scene.bus, NULL, ADAPTER_PATH "/dev_DD_00_00_00_00_01", "org.bluez.Device1", keyboard, &scene)
                        >= 0);
        for (unsigned i = 1; i <= scene.n_known; i++) {
                char path[64];

                snprintf(path, sizeof(path), ADAPTER_PATH "/dev_C0_00_00_00_00_0%u", i);
                assert_true(sd_bus_add_object_vtable(scene.bus, NULL, path, "org.bluez.Device1", sensor, &scene) >= 0);
        }
        assert_true(sd_bus_request_name(scene.bus, "org.bluez", 0) >= 0);
        assert_true(sd_bus_attach_event(scene.bus, scene.bench->context.loop, 0) >= 0);
}

/* ---- purposed-recovery ---- */

static int
on_visitor(sd_event_source *source, int fd, uint32_t events, void *user)
{
        int visitor = accept(fd, NULL, NULL);
        size_t length = strlen(scene.asked);
        ssize_t n;

        (void) source;
        (void) events;
        (void) user;
        assert_true(visitor >= 0);
        n = recv(visitor, scene.asked + length, sizeof(scene.asked) - 1 - length, 0);
        assert_true(n > 0);
        scene.asked[length + (size_t) n] = '\0';
        if (scene.bench->fake)
                tell(scene.bench, "restart");
        if (scene.cure == BY_RESTART && strstr(scene.asked, "restart\n"))
                scene.cure = CURED;
        if (scene.cure == BY_RESET && strstr(scene.asked, "reset " ADDRESS "\n"))
                scene.cure = CURED;
        assert_int_equal(send(visitor, scene.answer, strlen(scene.answer), MSG_NOSIGNAL), strlen(scene.answer));
        close(visitor);
        return 0;
}

static void
begin_recovery(void)
{
        struct sockaddr_un address = {.sun_family = AF_UNIX};

        snprintf(address.sun_path, sizeof(address.sun_path), "%s", scene.socket);
        scene.listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
        assert_true(scene.listener >= 0);
        assert_int_equal(bind(scene.listener, (struct sockaddr *) &address, sizeof(address)), 0);
        assert_int_equal(listen(scene.listener, 4), 0);
        assert_true(sd_event_add_io(scene.bench->context.loop, &scene.source, scene.listener, EPOLLIN, on_visitor, NULL) >= 0);
}

/* ---- the scene ---- */

static pd_usec
scene_now(void *user)
{
        (void) user;
        return scene.now;
}

/* The loop's own timer is never to go off. */
static uint64_t
scene_boottime(void *user, pd_usec at)
{
        (void) user;
        (void) at;
        return UINT64_MAX / 2;
}

/* PATIENCE: how long a process that says something unasked is waited for. */
static void
pass_after(uint64_t patience)
{
        struct pd_bluez *bluez = scene.bench->bluez;

        if (sd_event_run(scene.bench->context.loop, patience) != 0)
                return;
        if (bluez->calls || bluez->climbs.errand || bluez->armed == PD_NEVER)
                return;
        if (bluez->armed > scene.now)
                scene.now = bluez->armed;
        assert_true(sd_event_source_set_time(bluez->timer, 1) >= 0);
}

static void
pass(void)
{
        pass_after(PD_MSEC);
}

static void
pass_until(pd_usec end)
{
        while (scene.now < end)
                pass();
}

static int
begin(void **state)
{
        if (set_up(state) < 0)
                return -1;
        memset(&scene, 0, sizeof(scene));
        scene.bench = *state;
        scene.bench->context.now = scene_now;
        scene.bench->context.boottime = scene_boottime;
        scene.now = 1000 * PD_SEC;
        scene.listener = -1;
        scene.powered = 1;
        scene.answer = "done: it was done\n";
        scratch_make(scene.folder);
        snprintf(scene.socket, sizeof(scene.socket), "%s/socket", scene.folder);
        return 0;
}

static int
over(void **state)
{
        sd_event_source_disable_unref(scene.source);
        if (scene.listener >= 0)
                close(scene.listener);
        scratch_remove(scene.folder);
        if (scene.bus)
                sd_bus_detach_event(scene.bus);
        return tear_down(state);
}

static void
begin_source(enum pd_ladder_reach reach)
{
        const struct pd_bluez_options options = {
                .bus_address = pd_private_bus_address(scene.bench->bus), .recovery = reach, .errands = scene.socket};

        if (!scene.bench->fake)
                begin_bluetoothd();
        assert_int_equal(pd_bluez_new(&scene.bench->context, &options, &scene.bench->bluez), 0);
        assert_int_equal(pd_bluez_enroll(scene.bench->bluez, &(struct pd_bluez_wish) {.address = STRAP}), 0);
        if (scene.n_known > 1)
                assert_int_equal(pd_bluez_enroll(scene.bench->bluez, &(struct pd_bluez_wish) {.address = POD}), 0);
        pd_bluez_start(scene.bench->bluez);
}

static void
wait_for_log(const char *text)
{
        pd_usec end = boottime_now() + WAIT;

        while (count_logged(text) == 0) {
                if (boottime_now() > end)
                        fail_msg("not said: %s", text);
                pass();
        }
}

static struct pd_bluez_recovery
recovery(void)
{
        struct pd_bluez_recovery ret;

        pd_bluez_recovery(scene.bench->bluez, &ret);
        return ret;
}

static void
a_controller_that_scans_no_more_does_so_after_a_power_cycle(void **state)
{
        (void) state;
        scene.cure = BY_POWER;
        begin_source(PD_LADDER_REACH_POWER);
        wait_for_log("power cycle of hci0 " ADDRESS ": helped");
        assert_int_equal(scene.offs, 1);
        assert_int_equal(scene.ons, 1);
        assert_int_equal(count_logged("forced end of scanning of hci0 " ADDRESS ": begins: it refuses again and again to scan"), 1);
        assert_string_equal(recovery().last, "power cycle of hci0 " ADDRESS ": helped");
        assert_int_equal(recovery().steps, 2);
        assert_int_equal(recovery().helped, 1);
        assert_int_equal(count_logged("was switched off by somebody"), 0);
}

static void
an_adapter_that_does_not_come_back_on_at_once_is_switched_on_again(void **state)
{
        (void) state;
        scene.cure = BY_POWER;
        scene.stays_off = true;
        begin_source(PD_LADDER_REACH_POWER);
        wait_for_log("power cycle of hci0 " ADDRESS ": helped");
        assert_int_equal(scene.ons, 3);
        assert_int_equal(count_logged("power cycle of hci0 " ADDRESS ": failed"), 0); /* all within the step */
}

static void
an_adapter_is_not_left_off_by_a_daemon_that_ends_in_between(void **state)
{
        (void) state;
        scene.cure = BY_NOTHING;
        begin_source(PD_LADDER_REACH_POWER);
        for (pd_usec end = boottime_now() + WAIT; scene.offs == 0; pass())
                if (boottime_now() > end)
                        fail_msg("never switched off");
        assert_int_equal(scene.ons, 0);
        scene.bench->bluez = pd_bluez_free(scene.bench->bluez);
        for (pd_usec end = boottime_now() + WAIT; scene.ons == 0; sd_event_run(scene.bench->context.loop, 1000))
                if (boottime_now() > end)
                        fail_msg("left off");
        assert_int_equal(scene.powered, 1);
}

static void
nobody_elses_link_is_cut_for_it(void **state)
{
        (void) state;
        scene.cure = BY_POWER;
        scene.with_keyboard = true;
        begin_source(PD_LADDER_REACH_POWER);
        wait_for_log("it is not switched off and on, since other devices are connected to it");
        pass_until(scene.now + 60 * PD_MINUTE);
        assert_int_equal(scene.offs, 0);
        assert_int_equal(count_logged("since other devices are connected"), 1);
        connected = 0;
        wait_for_log("power cycle of hci0 " ADDRESS ": helped");
        connected = 1;
}

static void
nothing_is_done_where_it_is_switched_off(void **state)
{
        (void) state;
        scene.cure = BY_POWER;
        begin_source(PD_LADDER_REACH_OFF);
        pass_until(scene.now + 3 * 60 * PD_MINUTE);
        assert_true(scene.starts > 20);
        assert_int_equal(scene.offs, 0);
        assert_int_equal(recovery().steps, 0);
        assert_string_equal(recovery().last, "");
}

static void
somebody_switches(int powered)
{
        scene.powered = powered;
        scene.discovering = 0;
        sd_bus_emit_properties_changed(scene.bus, ADAPTER_PATH, "org.bluez.Adapter1", "Powered", NULL);
}

static void
wait_for_starts(unsigned n)
{
        for (pd_usec end = boottime_now() + WAIT; scene.starts < n; pass())
                if (boottime_now() > end)
                        fail_msg("%u scans were begun, not %u", scene.starts, n);
}

/* Whoever switches it off and on has done what the ladder would do, and better. */
static void
what_was_seen_before_somebody_switched_it_off_does_not_count(void **state)
{
        (void) state;
        scene.cure = BY_NOTHING;
        begin_source(PD_LADDER_REACH_POWER);
        wait_for_starts(4); /* one refusal short of a step */
        somebody_switches(0);
        wait_for_log("was switched off by somebody");
        somebody_switches(1);
        wait_for_starts(8);
        assert_int_equal(recovery().steps, 0);
        wait_for_log("begins: it refuses again and again to scan");
        assert_int_equal(scene.offs, 0);
}

static void
what_may_not_be_restarted_is_left_alone_and_said_so(void **state)
{
        (void) state;
        scene.cure = BY_RESTART;
        begin_recovery();
        begin_source(PD_LADDER_REACH_POWER);
        wait_for_log("nothing that is allowed helped; trying again in 1 h (more can be allowed by `recovery`");
        assert_int_equal(scene.offs, 1);
        assert_string_equal(scene.asked, "");
}

static void
purposed_recovery_is_asked_for_a_restart_and_then_for_a_reset(void **state)
{
        (void) state;
        scene.cure = BY_RESET;
        begin_recovery();
        begin_source(PD_LADDER_REACH_HARDWARE);
        wait_for_log("reset of the hardware of hci0 " ADDRESS ": helped");
        assert_string_equal(scene.asked, "restart\nreset " ADDRESS "\n");
        assert_int_equal(count_logged("restart of bluetooth.service: done; the next minutes show whether it helped: it was done"), 1);
        assert_int_equal(recovery().steps, 4);
}

static void
what_it_refuses_is_said_and_the_next_step_is_taken(void **state)
{
        (void) state;
        scene.cure = BY_NOTHING;
        scene.answer = "failed: too soon after the last time; in 291 s\n";
        begin_recovery();
        begin_source(PD_LADDER_REACH_HARDWARE);
        wait_for_log("nothing that is allowed helped; trying again in 1 h");
        assert_string_equal(scene.asked, "restart\nreset " ADDRESS "\n");
        assert_int_equal(count_logged("restart of bluetooth.service: failed: too soon after the last time; in 291 s"), 1);
}

static void
a_strange_answer_counts_as_a_failure(void **state)
{
        (void) state;
        scene.cure = BY_RESET;
        scene.answer = "what?\n";
        begin_recovery();
        begin_source(PD_LADDER_REACH_SERVICE);
        wait_for_log("restart of bluetooth.service: failed: Protocol error");
}

static void
where_nobody_takes_errands_the_step_is_skipped_and_it_is_said_once_what_to_do(void **state)
{
        (void) state;
        scene.cure = BY_NOTHING;
        begin_source(PD_LADDER_REACH_HARDWARE);
        wait_for_log("trying again in 2 h");
        assert_int_equal(count_logged("recovery = hardware is configured, and nobody is there to do it"), 1);
        assert_int_equal(count_logged("systemctl enable --now purposed-recovery.socket"), 1);
        assert_int_equal(recovery().steps, 4); /* twice two that need nobody */
}

static void
a_sound_adapter_is_left_alone_for_a_day(void **state)
{
        (void) state;
        begin_recovery();
        begin_source(PD_LADDER_REACH_HARDWARE); /* the strap is in its drawer, and nobody else is near */
        pass_until(scene.now + 24 * 60 * PD_MINUTE);
        assert_true(scene.starts > 100);
        assert_int_equal(recovery().steps, 0);
        assert_string_equal(scene.asked, "");
}

static void
a_bluetoothd_that_does_not_answer_is_restarted(void **state)
{
        (void) state;
        scene.cure = BY_RESTART;
        scene.mute = true;
        begin_recovery();
        begin_source(PD_LADDER_REACH_SERVICE);
        wait_for_log("restart of bluetooth.service: helped");
        assert_true(count_logged("begins: bluetoothd does not answer") > 0);
        assert_string_equal(scene.asked, "restart\n");
}

/* The fake's controller does nothing until bluetoothd is restarted. */
static void
a_sensor_is_live_again_after_the_restart_that_its_controller_needs(void **state)
{
        char status[128] = "";

        (void) state;
        begin_fake(scene.bench, NULL);
        tell(scene.bench, "adapter wedged");
        tell(scene.bench, "strap device removed");
        begin_recovery();
        begin_source(PD_LADDER_REACH_SERVICE);
        wait_for_log("restart of bluetooth.service: done");
        assert_string_equal(scene.asked, "restart\n");
        for (pd_usec end = boottime_now() + WAIT; strcmp(status, "1 of 1 sensors live") != 0;) {
                if (boottime_now() > end)
                        fail_msg("still '%s'", status);
                pass_after(100 * PD_MSEC);
                pd_bluez_status(scene.bench->bluez, status, sizeof(status));
        }
        assert_int_equal(count_logged("restart of bluetooth.service: helped"), 1);
}

static void
a_controller_that_hears_nobody_where_there_was_a_crowd_is_switched_off_and_on(void **state)
{
        (void) state;
        scene.cure = BY_POWER;
        scene.deaf = true;
        scene.crowd = 20;
        begin_source(PD_LADDER_REACH_POWER);
        wait_for_log("power cycle of hci0 " ADDRESS ": helped");
        assert_int_equal(scene.offs, 1);
        assert_int_equal(count_logged("power cycle of hci0 " ADDRESS ": begins: nobody is heard any more"), 1);
}

/* A house in the country, where a car goes by now and then. */
static void
a_quiet_house_is_no_sign(void **state)
{
        (void) state;
        scene.cure = BY_NOTHING;
        scene.deaf = true;
        scene.crowd = 5;
        begin_source(PD_LADDER_REACH_HARDWARE);
        pass_until(scene.now + 24 * 60 * PD_MINUTE);
        assert_int_equal(recovery().steps, 0);
}

static void
connections_that_fail_at_once_count_with_two_sensors(void **state)
{
        (void) state;
        scene.n_known = 2;
        begin_source(PD_LADDER_REACH_POWER);
        wait_for_log("begins: every connection fails at once");
}

static void
one_sensor_that_cannot_be_connected_may_be_broken_itself(void **state)
{
        (void) state;
        scene.n_known = 1;
        begin_source(PD_LADDER_REACH_HARDWARE);
        pass_until(scene.now + 6 * 60 * PD_MINUTE);
        assert_true(scene.connects > 100);
        assert_int_equal(recovery().steps, 0);
}

#define T(name) cmocka_unit_test_setup_teardown(name, begin, over)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                T(a_controller_that_scans_no_more_does_so_after_a_power_cycle),
                T(an_adapter_that_does_not_come_back_on_at_once_is_switched_on_again),
                T(an_adapter_is_not_left_off_by_a_daemon_that_ends_in_between),
                T(nobody_elses_link_is_cut_for_it),
                T(nothing_is_done_where_it_is_switched_off),
                T(what_was_seen_before_somebody_switched_it_off_does_not_count),
                T(what_may_not_be_restarted_is_left_alone_and_said_so),
                T(purposed_recovery_is_asked_for_a_restart_and_then_for_a_reset),
                T(what_it_refuses_is_said_and_the_next_step_is_taken),
                T(a_strange_answer_counts_as_a_failure),
                T(where_nobody_takes_errands_the_step_is_skipped_and_it_is_said_once_what_to_do),
                T(a_bluetoothd_that_does_not_answer_is_restarted),
                T(a_sensor_is_live_again_after_the_restart_that_its_controller_needs),
                T(a_controller_that_hears_nobody_where_there_was_a_crowd_is_switched_off_and_on),
                T(a_quiet_house_is_no_sign),
                T(connections_that_fail_at_once_count_with_two_sensors),
                T(one_sensor_that_cannot_be_connected_may_be_broken_itself),
                T(a_sound_adapter_is_left_alone_for_a_day),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
