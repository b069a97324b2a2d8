/* SPDX-License-Identifier: MIT */
/* The fake bluetoothd, seen from a second connection: does it behave like the real one? */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "adapters/fake_scene.h"
#include "fakes/run_file.h"
#include "fakes/virtual_athlete.h"

#include <fcntl.h>
#include <gio/gunixfdlist.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define KNOWN_AT_FIRST \
        "added " ADAPTER " Adapter1\nadded " ADAPTER " GattManager1\nadded " BUS_WITNESS_STRAP " Device1\n" \
        "added " BUS_WITNESS_POD " Device1"

static void
write_script(struct scene *scene, const char *text)
{
        GError *error = NULL;
        int fd = g_file_open_tmp("purposed-XXXXXX.run", &scene->script, &error);

        assert_true(fd >= 0);
        assert_int_equal(write(fd, text, strlen(text)), strlen(text));
        close(fd);
}

static void
known_sensors_are_there_before_any_link(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){NULL});

        char *objects = bus_witness_objects(scene->witness);
        assert_string_equal(objects, KNOWN_AT_FIRST);
        g_free(objects);

        GVariant *uuids = bus_witness_get(scene->witness, BUS_WITNESS_POD, DEVICE1, "UUIDs");
        char *text = g_variant_print(uuids, FALSE);
        assert_string_equal(text, "['00001814-0000-1000-8000-00805f9b34fb', '0000180a-0000-1000-8000-00805f9b34fb']");
        g_free(text);
        g_variant_unref(uuids);
        assert_null(bus_witness_get(scene->witness, BUS_WITNESS_POD, DEVICE1, "RSSI"));
}

static void
services_appear_between_the_link_and_their_being_resolved(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){NULL});

        assert_string_equal(bus_witness_try(scene->witness, BUS_WITNESS_STRAP, DEVICE1, "Connect"), "");
        assert_true(bus_witness_wait(scene->witness, "Device1 " BUS_WITNESS_STRAP " Connected=true"));
        assert_true(bus_witness_wait(scene->witness, "added " BUS_WITNESS_STRAP "/service0020 GattService1"));
        assert_true(bus_witness_wait(scene->witness, "added " BUS_WITNESS_HEART_RATE " GattCharacteristic1"));
        assert_true(bus_witness_wait(scene->witness, "added " BUS_WITNESS_STRAP " Battery1"));
        assert_true(bus_witness_wait(scene->witness, "Device1 " BUS_WITNESS_STRAP " ServicesResolved=true"));
        assert_string_equal(bus_witness_try(scene->witness, BUS_WITNESS_STRAP, DEVICE1, "Connect"), "");

        /* The battery service itself is claimed by bluetoothd, and not shown. */
        GVariant *percentage = bus_witness_get(scene->witness, BUS_WITNESS_STRAP, "org.bluez.Battery1", "Percentage");
        assert_int_equal(g_variant_get_byte(percentage), 87);
        g_variant_unref(percentage);
}

static void
characteristics_can_be_read_while_linked(void **state)
{
        struct scene *scene = *state;
        const char *path = BUS_WITNESS_STRAP "/service0020/char0024", *from;
        char *error = NULL;
        size_t length;
        open_scene(scene, (const char *const[]){NULL});
        link_both(scene);

        /* Body location: 1, chest. The read raises PropertiesChanged as well. */
        GVariant *reply = bus_witness_call(scene->witness, path, CHARACTERISTIC1, "ReadValue", g_variant_new("(a{sv})", NULL), NULL);
        char *text = g_variant_print(reply, FALSE);
        assert_string_equal(text, "([0x01],)");
        g_free(text);
        g_variant_unref(reply);
        assert_true(bus_witness_wait_values(scene->witness, 1));
        bus_witness_value(scene->witness, 0, &from, &length);
        assert_string_equal(from, path);

        assert_true(pd_fake_peer_command(scene->peer, "drop " STRAP));
        assert_null(bus_witness_call(scene->witness, path, CHARACTERISTIC1, "ReadValue", g_variant_new("(a{sv})", NULL), &error));
        assert_string_equal(error, "Failed");
        g_free(error);
}

static void
values_go_only_to_those_who_asked(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){NULL});
        link_both(scene);

        assert_false(pd_fake_peer_command(scene->peer, "send " STRAP " 0648"));
        assert_string_equal(start_notify(scene->witness, BUS_WITNESS_HEART_RATE), "");
        assert_true(bus_witness_wait(scene->witness, "GattCharacteristic1 " BUS_WITNESS_HEART_RATE " Notifying=true"));
        assert_string_equal(start_notify(scene->witness, BUS_WITNESS_HEART_RATE), "");
        assert_true(pd_fake_peer_command(scene->peer, "send " STRAP " 0648"));
        assert_string_equal(bus_witness_try(scene->witness, BUS_WITNESS_HEART_RATE, CHARACTERISTIC1, "StopNotify"), "");
        assert_false(pd_fake_peer_command(scene->peer, "send " STRAP " 0649"));
        bus_witness_settle(scene->witness);
        assert_int_equal(bus_witness_n_values(scene->witness), 1);
        assert_string_equal(bus_witness_try(scene->witness, BUS_WITNESS_HEART_RATE, CHARACTERISTIC1, "StopNotify"), "Failed");
        assert_string_equal(start_notify(scene->witness, BUS_WITNESS_STRAP "/service0020/char0024"), "NotSupported");
}

static void
equal_and_empty_values_and_bursts_arrive_one_by_one(void **state)
{
        struct scene *scene = *state;
        const char *from;
        size_t length;
        open_scene(scene, (const char *const[]){NULL});
        link_both(scene);
        assert_string_equal(start_notify(scene->witness, BUS_WITNESS_HEART_RATE), "");

        for (int i = 0; i < 200; i++)
                assert_true(pd_fake_peer_command(scene->peer, "send " STRAP " 0648"));
        assert_true(pd_fake_peer_command(scene->peer, "send " STRAP));
        assert_true(pd_fake_peer_command(scene->peer, "send " STRAP " 16"));
        assert_true(bus_witness_wait_values(scene->witness, 202));
        bus_witness_settle(scene->witness);
        assert_int_equal(bus_witness_n_values(scene->witness), 202);

        const uint8_t *bytes = bus_witness_value(scene->witness, 199, &from, &length);
        assert_int_equal(length, 2);
        assert_memory_equal(bytes, "\x06\x48", 2);
        bus_witness_value(scene->witness, 200, &from, &length);
        assert_int_equal(length, 0);
        bytes = bus_witness_value(scene->witness, 201, &from, &length);
        assert_int_equal(length, 1);
        assert_int_equal(bytes[0], 0x16);
}

static void
a_lost_link_keeps_objects_and_sessions(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){NULL});
        link_both(scene);
        assert_string_equal(start_notify(scene->witness, BUS_WITNESS_HEART_RATE), "");

        assert_true(pd_fake_peer_command(scene->peer, "drop " STRAP));
        assert_true(bus_witness_wait(scene->witness, "removed " BUS_WITNESS_STRAP " Battery1"));
        assert_true(bus_witness_wait(scene->witness, "Device1 " BUS_WITNESS_STRAP " ServicesResolved=false"));
        assert_true(bus_witness_wait(scene->witness, "Device1 " BUS_WITNESS_STRAP " Connected=false"));
        assert_false(pd_fake_peer_command(scene->peer, "send " STRAP " 0648"));
        assert_string_equal(bus_witness_try(scene->witness, BUS_WITNESS_STRAP, DEVICE1, "Disconnect"), "");

        assert_string_equal(bus_witness_try(scene->witness, BUS_WITNESS_STRAP, DEVICE1, "Connect"), "");
        assert_true(bus_witness_wait(scene->witness, "Device1 " BUS_WITNESS_STRAP " ServicesResolved=true"));
        assert_true(pd_fake_peer_command(scene->peer, "send " STRAP " 0648"));
        assert_true(bus_witness_wait_values(scene->witness, 1));
}

static void
a_session_dies_with_the_name_of_its_client(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){NULL});
        link_both(scene);
        struct bus_witness *other = bus_witness_new(pd_private_bus_address(scene->bus));
        assert_non_null(other);

        assert_string_equal(start_notify(other, BUS_WITNESS_HEART_RATE), "");
        assert_true(pd_fake_peer_command(scene->peer, "send " STRAP " 0648"));
        bus_witness_free(other);
        assert_true(bus_witness_wait(scene->witness, "GattCharacteristic1 " BUS_WITNESS_HEART_RATE " Notifying=false"));
        assert_false(pd_fake_peer_command(scene->peer, "send " STRAP " 0648"));
}

static void
a_forgotten_subscription_needs_a_new_one(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){NULL});
        link_both(scene);
        assert_string_equal(start_notify(scene->witness, BUS_WITNESS_HEART_RATE), "");

        assert_true(pd_fake_peer_command(scene->peer, "forget " STRAP));
        assert_false(pd_fake_peer_command(scene->peer, "send " STRAP " 0648"));
        assert_string_equal(start_notify(scene->witness, BUS_WITNESS_HEART_RATE), "");
        assert_false(pd_fake_peer_command(scene->peer, "send " STRAP " 0648"));
        assert_string_equal(bus_witness_try(scene->witness, BUS_WITNESS_HEART_RATE, CHARACTERISTIC1, "StopNotify"), "");
        assert_string_equal(start_notify(scene->witness, BUS_WITNESS_HEART_RATE), "");
        assert_true(pd_fake_peer_command(scene->peer, "send " STRAP " 0648"));
}

/* The client's end of an acquired socket, or -1. */
static int
acquire(GDBusConnection *connection)
{
        GUnixFDList *list = NULL;
        GVariant *reply = g_dbus_connection_call_with_unix_fd_list_sync(connection, "org.bluez", BUS_WITNESS_HEART_RATE, CHARACTERISTIC1,
                "AcquireNotify", g_variant_new("(a{sv})", NULL), G_VARIANT_TYPE("(hq)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, &list, NULL,
                NULL);
        int fd = reply ? g_unix_fd_list_get(list, 0, NULL) : -1;

        g_clear_pointer(&reply, g_variant_unref);
        g_clear_object(&list);
        return fd;
}

static void
an_acquired_socket_carries_frames_and_ends_with_the_link(void **state)
{
        struct scene *scene = *state;
        uint8_t bytes[64];
        open_scene(scene, (const char *const[]){NULL});
        link_both(scene);
        GDBusConnectionFlags flags = G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION;
        GDBusConnection *connection = g_dbus_connection_new_for_address_sync(pd_private_bus_address(scene->bus), flags, NULL, NULL, NULL);

        int fd = acquire(connection);
        assert_true(fd >= 0);
        assert_true(bus_witness_wait(scene->witness, "GattCharacteristic1 " BUS_WITNESS_HEART_RATE " NotifyAcquired=true"));
        assert_int_equal(acquire(connection), -1);
        assert_string_equal(start_notify(scene->witness, BUS_WITNESS_HEART_RATE), "NotPermitted");
        assert_true(pd_fake_peer_command(scene->peer, "send " STRAP " 0648"));
        assert_true(pd_fake_peer_command(scene->peer, "send " STRAP " 164900040004"));
        assert_int_equal(recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT), 2);
        assert_int_equal(recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT), 6);
        assert_int_equal(bytes[1], 0x49);

        assert_true(pd_fake_peer_command(scene->peer, "drop " STRAP));
        assert_int_equal(recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT), 0);
        assert_int_equal(acquire(connection), -1);
        close(fd);

        /* And the other way round: a session keeps sockets out. */
        assert_string_equal(start_notify(scene->witness, BUS_WITNESS_HEART_RATE), "");
        assert_string_equal(bus_witness_try(scene->witness, BUS_WITNESS_STRAP, DEVICE1, "Connect"), "");
        assert_true(bus_witness_wait(scene->witness, "Device1 " BUS_WITNESS_STRAP " ServicesResolved=true"));
        assert_int_equal(acquire(connection), -1);
        g_dbus_connection_close_sync(connection, NULL, NULL);
        g_object_unref(connection);
}

static void
a_call_to_a_sensor_out_of_the_air_waits_for_it(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){NULL});

        assert_true(pd_fake_peer_command(scene->peer, "off " STRAP));
        bus_witness_cast(scene->witness, BUS_WITNESS_STRAP, DEVICE1, "Connect");
        assert_string_equal(bus_witness_try(scene->witness, BUS_WITNESS_STRAP, DEVICE1, "Connect"), "InProgress");
        assert_string_equal(bus_witness_try(scene->witness, BUS_WITNESS_STRAP, DEVICE1, "Disconnect"), "");
        assert_string_equal(bus_witness_try(scene->witness, BUS_WITNESS_STRAP, DEVICE1, "Disconnect"), "");
        bus_witness_cast(scene->witness, BUS_WITNESS_STRAP, DEVICE1, "Connect");
        assert_string_equal(bus_witness_try(scene->witness, BUS_WITNESS_STRAP, DEVICE1, "Connect"), "InProgress");
        assert_true(pd_fake_peer_command(scene->peer, "on " STRAP));
        assert_true(bus_witness_wait(scene->witness, "Device1 " BUS_WITNESS_STRAP " ServicesResolved=true"));
        assert_true(pd_fake_peer_command(scene->peer, "off " STRAP));
        assert_true(bus_witness_wait(scene->witness, "Device1 " BUS_WITNESS_STRAP " Connected=false"));
}

static void
without_power_there_are_no_links_and_no_discovery(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){NULL});
        link_both(scene);
        assert_string_equal(bus_witness_try(scene->witness, ADAPTER, ADAPTER1, "StartDiscovery"), "");

        bus_witness_set(scene->witness, ADAPTER, ADAPTER1, "Powered", g_variant_new_boolean(FALSE));
        assert_true(bus_witness_wait(scene->witness, "Adapter1 " ADAPTER " Powered=false"));
        assert_true(bus_witness_wait(scene->witness, "Adapter1 " ADAPTER " Discovering=false"));
        assert_true(bus_witness_wait(scene->witness, "Device1 " BUS_WITNESS_POD " Connected=false"));
        assert_string_equal(bus_witness_try(scene->witness, BUS_WITNESS_POD, DEVICE1, "Connect"), "NotReady");
        assert_string_equal(bus_witness_try(scene->witness, ADAPTER, ADAPTER1, "StartDiscovery"), "NotReady");

        bus_witness_set(scene->witness, ADAPTER, ADAPTER1, "Powered", g_variant_new_boolean(TRUE));
        assert_string_equal(bus_witness_try(scene->witness, BUS_WITNESS_POD, DEVICE1, "Connect"), "");
}

static void
unknown_sensors_appear_while_somebody_discovers(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){"--unknown", NULL});

        char *objects = bus_witness_objects(scene->witness);
        assert_string_equal(objects, "added " ADAPTER " Adapter1\nadded " ADAPTER " GattManager1");
        g_free(objects);
        assert_string_equal(bus_witness_try(scene->witness, ADAPTER, ADAPTER1, "StopDiscovery"), "Failed");
        assert_string_equal(bus_witness_try(scene->witness, ADAPTER, ADAPTER1, "StartDiscovery"), "");
        assert_true(bus_witness_wait(scene->witness, "Adapter1 " ADAPTER " Discovering=true"));
        assert_true(bus_witness_wait(scene->witness, "added " BUS_WITNESS_STRAP " Device1"));
        assert_string_equal(bus_witness_try(scene->witness, ADAPTER, ADAPTER1, "StartDiscovery"), "InProgress");
        GVariant *rssi = bus_witness_get(scene->witness, BUS_WITNESS_STRAP, DEVICE1, "RSSI");
        assert_int_equal(g_variant_get_int16(rssi), -60);
        g_variant_unref(rssi);

        assert_string_equal(bus_witness_try(scene->witness, ADAPTER, ADAPTER1, "StopDiscovery"), "");
        assert_true(bus_witness_wait(scene->witness, "Adapter1 " ADAPTER " Discovering=false"));
        assert_null(bus_witness_get(scene->witness, BUS_WITNESS_STRAP, DEVICE1, "RSSI"));
        assert_string_equal(bus_witness_try(scene->witness, BUS_WITNESS_STRAP, DEVICE1, "Connect"), "");
}

static void
a_new_life_begins_with_a_new_owner_and_without_links(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){NULL});
        link_both(scene);

        assert_true(pd_fake_peer_command(scene->peer, "restart"));
        assert_true(pd_fake_peer_wait(scene->peer, "ready"));
        assert_true(bus_witness_wait(scene->witness, "owner"));
        assert_true(bus_witness_wait(scene->witness, "owner :"));
        char *objects = bus_witness_objects(scene->witness);
        assert_string_equal(objects, KNOWN_AT_FIRST);
        g_free(objects);
        GVariant *connected = bus_witness_get(scene->witness, BUS_WITNESS_STRAP, DEVICE1, "Connected");
        assert_false(g_variant_get_boolean(connected));
        g_variant_unref(connected);
}

static void
an_unplugged_adapter_takes_everything_along(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){NULL});
        link_both(scene);

        assert_true(pd_fake_peer_command(scene->peer, "unplug"));
        assert_true(bus_witness_wait(scene->witness, "removed " BUS_WITNESS_HEART_RATE " GattCharacteristic1"));
        assert_true(bus_witness_wait(scene->witness, "removed " BUS_WITNESS_STRAP " Device1"));
        assert_true(bus_witness_wait(scene->witness, "removed " ADAPTER " Adapter1"));
        assert_false(pd_fake_peer_command(scene->peer, "drop " STRAP));
        assert_true(pd_fake_peer_command(scene->peer, "plug"));
        assert_true(bus_witness_wait(scene->witness, "added " ADAPTER " Adapter1"));
        assert_true(bus_witness_wait(scene->witness, "added " BUS_WITNESS_STRAP " Device1"));
        assert_string_equal(bus_witness_try(scene->witness, BUS_WITNESS_STRAP, DEVICE1, "Connect"), "");
}

static void
nonsense_is_refused(void **state)
{
        struct scene *scene = *state;
        static const char *const lines[] = {
                "", "dance", "drop", "drop C0:00:00:00:00:99", "send " STRAP " 0", "send " STRAP " zz", "restart soon", "quit now"};
        open_scene(scene, (const char *const[]){NULL});
        link_both(scene);
        assert_string_equal(start_notify(scene->witness, BUS_WITNESS_HEART_RATE), "");

        for (size_t i = 0; i < G_N_ELEMENTS(lines); i++)
                assert_false(pd_fake_peer_command(scene->peer, lines[i]));
        assert_true(pd_fake_peer_command(scene->peer, "send " STRAP " 0648"));
}

/* The slots of a script that carry a frame. */
static GArray *
frames_of(const char *path)
{
        GArray *frames = g_array_new(FALSE, FALSE, sizeof(struct pd_virtual_slot));
        struct pd_run_script script;
        struct pd_virtual_slot slot;

        assert_int_equal(pd_run_file_read(path, &script), 0);
        struct pd_virtual_athlete *athlete = pd_virtual_athlete_new(&script, NULL, 0);
        assert_non_null(athlete);
        while (pd_virtual_athlete_next(athlete, &slot))
                if (slot.length > 0)
                        g_array_append_val(frames, slot);
        pd_virtual_athlete_free(athlete);
        return frames;
}

static bool
is_frame(const struct bus_witness *witness, size_t i, const struct pd_virtual_slot *frame)
{
        const char *path;
        size_t length;
        const uint8_t *bytes = bus_witness_value(witness, i, &path, &length);

        return strcmp(path, frame->sensor == PD_VIRTUAL_STRAP ? BUS_WITNESS_HEART_RATE : BUS_WITNESS_RUNNING) == 0 &&
               length == frame->length && memcmp(bytes, frame->bytes, length) == 0;
}

static void
a_run_arrives_whole_and_in_order_and_not_too_soon(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){"--run", PD_GOLDEN_DIR "/story1.run", "--rate", "2000", NULL});
        GArray *frames = frames_of(PD_GOLDEN_DIR "/story1.run");
        link_both(scene);

        /* Nothing begins before the second sensor has its client. */
        assert_string_equal(start_notify(scene->witness, BUS_WITNESS_HEART_RATE), "");
        bus_witness_settle(scene->witness);
        assert_int_equal(bus_witness_n_values(scene->witness), 0);
        assert_string_equal(start_notify(scene->witness, BUS_WITNESS_RUNNING), "");
        assert_true(pd_fake_peer_wait(scene->peer, "start 0.000"));
        int64_t began = g_get_monotonic_time();
        assert_true(bus_witness_wait_values(scene->witness, frames->len));
        /* 3494 s at two thousand a second; the start was seen a little late. */
        assert_true(g_get_monotonic_time() - began > 1600 * 1000);
        assert_true(pd_fake_peer_wait(scene->peer, "end 3494.250"));
        bus_witness_settle(scene->witness);

        assert_int_equal(frames->len, 2 * 3495);
        assert_int_equal(bus_witness_n_values(scene->witness), frames->len);
        for (guint i = 0; i < frames->len; i++)
                assert_true(is_frame(scene->witness, i, &g_array_index(frames, struct pd_virtual_slot, i)));
        g_array_unref(frames);
}

static void
a_sensor_that_is_taken_off_loses_its_link(void **state)
{
        struct scene *scene = *state;
        write_script(scene, "body dead 5 up 39 down 73 line 152 24 2.90 drift 0 rest 52 max 186\n"
                            "0:00 speed 2.5\n0:05 strap silent\n0:10 strap off\n0:20 strap on\n1:00 end\n");
        open_scene(scene, (const char *const[]){"--run", scene->script, "--rate", "50", NULL});
        link_both(scene);
        assert_string_equal(start_notify(scene->witness, BUS_WITNESS_HEART_RATE), "");
        assert_string_equal(start_notify(scene->witness, BUS_WITNESS_RUNNING), "");

        assert_true(bus_witness_wait(scene->witness, "Device1 " BUS_WITNESS_STRAP " Connected=false"));
        /* Waits for the strap to be put on again. */
        assert_string_equal(bus_witness_try(scene->witness, BUS_WITNESS_STRAP, DEVICE1, "Connect"), "");
        assert_true(pd_fake_peer_wait(scene->peer, "end 60.250"));
        bus_witness_settle(scene->witness);

        size_t n_strap = 0, length;
        const char *path;
        for (size_t i = 0; i < bus_witness_n_values(scene->witness); i++) {
                bus_witness_value(scene->witness, i, &path, &length);
                n_strap += strcmp(path, BUS_WITNESS_HEART_RATE) == 0;
        }
        assert_int_equal(bus_witness_n_values(scene->witness) - n_strap, 61);
        /* Five before, and at most the 41 from 0:20 on, less those before the link stood. */
        assert_in_range(n_strap, 6, 46);
}

/* In GDBus' own thread, message by message, so that a value is told before
 * the next message (the question whether it arrived) is looked at. */
static GDBusMessage *
tell_value(GDBusConnection *connection, GDBusMessage *message, gboolean incoming, gpointer user)
{
        GVariant *body = g_dbus_message_get_body(message);

        (void) connection;
        if (incoming && g_strcmp0(g_dbus_message_get_member(message), "PropertiesChanged") == 0) {
                GVariant *changed = g_variant_get_child_value(body, 1);
                GVariant *value = g_variant_lookup_value(changed, "Value", NULL);
                if (value && write(GPOINTER_TO_INT(user), "v", 1) != 1)
                        _exit(EXIT_FAILURE);
                g_clear_pointer(&value, g_variant_unref);
                g_variant_unref(changed);
        }
        return message;
}

static void
ignore_signal(GDBusConnection *connection, const char *sender, const char *path, const char *interface, const char *signal,
        GVariant *parameters, gpointer user)
{
        (void) connection, (void) sender, (void) path, (void) interface, (void) signal, (void) parameters, (void) user;
}

/* A client in a process of its own: it subscribes to both sensors, writes a
 * byte for each value to FD and goes on until it is killed. Never returns. */
static void
become_victim(const char *address, int fd)
{
        GDBusConnectionFlags flags = G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION;
        GDBusConnection *connection = g_dbus_connection_new_for_address_sync(address, flags, NULL, NULL, NULL);
        static const char *const paths[] = {BUS_WITNESS_HEART_RATE, BUS_WITNESS_RUNNING};

        if (!connection)
                _exit(EXIT_FAILURE);
        g_dbus_connection_add_filter(connection, tell_value, GINT_TO_POINTER(fd), NULL);
        g_dbus_connection_signal_subscribe(connection, "org.bluez", "org.freedesktop.DBus.Properties", "PropertiesChanged", NULL,
                CHARACTERISTIC1, G_DBUS_SIGNAL_FLAGS_NONE, ignore_signal, NULL, NULL);
        for (size_t i = 0; i < G_N_ELEMENTS(paths); i++)
                if (!g_dbus_connection_call_sync(connection, "org.bluez", paths[i], CHARACTERISTIC1, "StartNotify", NULL, NULL,
                            G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL))
                        _exit(EXIT_FAILURE);
        for (;;)
                g_main_context_iteration(NULL, TRUE);
}

static void
nothing_is_lost_to_a_client_that_is_killed(void **state)
{
        struct scene *scene = *state;
        int fds[2];
        char bytes[64];
        size_t heard = 0;
        open_scene(scene, (const char *const[]){"--run", PD_GOLDEN_DIR "/story1.run", "--rate", "2000", "--lossless", NULL});
        GArray *frames = frames_of(PD_GOLDEN_DIR "/story1.run");
        link_both(scene);

        /* This program again: a fork alone would inherit half of GDBus. */
        assert_int_equal(pipe2(fds, O_CLOEXEC), 0);
        char *argv[] = {(char *) "/proc/self/exe", (char *) "victim", (char *) pd_private_bus_address(scene->bus), NULL};
        GPid victim;
        assert_true(g_spawn_async_with_fds(NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &victim, -1, fds[1], -1, NULL));
        close(fds[1]);
        fcntl(fds[0], F_SETFL, O_NONBLOCK);
        /* It dies over a frame: one was sent that it has not read. Stopped
         * between two frames it may go on for a little. */
        for (size_t tries = 0; heard + 1 != bus_witness_n_values(scene->witness); tries++) {
                assert_true(tries < 200);
                kill(victim, SIGCONT);
                assert_true(bus_witness_wait_values(scene->witness, bus_witness_n_values(scene->witness) + 10));
                kill(victim, SIGSTOP);
                assert_int_equal(waitpid(victim, NULL, WUNTRACED), victim);
                for (ssize_t n; (n = read(fds[0], bytes, sizeof(bytes))) > 0;)
                        heard += (size_t) n;
                bus_witness_settle(scene->witness);
        }
        close(fds[0]);
        kill(victim, SIGKILL);
        assert_int_equal(waitpid(victim, NULL, 0), victim);
        assert_true(pd_fake_peer_wait(scene->peer, "pause"));

        /* This witness heard everything from the start, for signals are for
         * all; what comes from now on is for its own sessions. */
        bus_witness_settle(scene->witness);
        size_t before = bus_witness_n_values(scene->witness);
        assert_string_equal(start_notify(scene->witness, BUS_WITNESS_HEART_RATE), "");
        bus_witness_settle(scene->witness);
        assert_int_equal(bus_witness_n_values(scene->witness), before);
        assert_string_equal(start_notify(scene->witness, BUS_WITNESS_RUNNING), "");
        assert_true(pd_fake_peer_wait(scene->peer, "resume"));
        assert_true(pd_fake_peer_wait(scene->peer, "end 3494.250"));
        bus_witness_settle(scene->witness);

        /* The frame that it died over came again, and nothing else did. */
        size_t after = bus_witness_n_values(scene->witness) - before;
        assert_int_equal(before, heard + 1);
        assert_int_equal(heard + after, frames->len);
        for (size_t i = 0; i < after; i++)
                assert_true(is_frame(scene->witness, before + i, &g_array_index(frames, struct pd_virtual_slot, frames->len - after + i)));
        g_array_unref(frames);
}

int
main(int argc, char **argv)
{
        if (argc == 3 && strcmp(argv[1], "victim") == 0)
                become_victim(argv[2], STDOUT_FILENO);

        const struct CMUnitTest tests[] = {
                ON_A_BUS(known_sensors_are_there_before_any_link),
                ON_A_BUS(services_appear_between_the_link_and_their_being_resolved),
                ON_A_BUS(characteristics_can_be_read_while_linked),
                ON_A_BUS(values_go_only_to_those_who_asked),
                ON_A_BUS(equal_and_empty_values_and_bursts_arrive_one_by_one),
                ON_A_BUS(a_lost_link_keeps_objects_and_sessions),
                ON_A_BUS(a_session_dies_with_the_name_of_its_client),
                ON_A_BUS(a_forgotten_subscription_needs_a_new_one),
                ON_A_BUS(an_acquired_socket_carries_frames_and_ends_with_the_link),
                ON_A_BUS(a_call_to_a_sensor_out_of_the_air_waits_for_it),
                ON_A_BUS(without_power_there_are_no_links_and_no_discovery),
                ON_A_BUS(unknown_sensors_appear_while_somebody_discovers),
                ON_A_BUS(a_new_life_begins_with_a_new_owner_and_without_links),
                ON_A_BUS(an_unplugged_adapter_takes_everything_along),
                ON_A_BUS(nonsense_is_refused),
                ON_A_BUS(a_run_arrives_whole_and_in_order_and_not_too_soon),
                ON_A_BUS(a_sensor_that_is_taken_off_loses_its_link),
                ON_A_BUS(nothing_is_lost_to_a_client_that_is_killed),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
