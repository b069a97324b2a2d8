/* SPDX-License-Identifier: MIT */
/* The fake bluetoothd with several adapters, with applications, and when it fails as it is told. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "adapters/fake_scene.h"

#include <string.h>

#define SECOND "/org/bluez/hci1"
#define SECOND_STRAP_PATH SECOND "/dev_C0_00_00_00_00_01"
#define HEART_RATE_UUID "0000180d-0000-1000-8000-00805f9b34fb"

static const char *
say(struct scene *scene, const char *line)
{
        return pd_fake_peer_command(scene->peer, line) ? "" : line;
}

static const char *
try(struct scene *scene, const char *path, const char *method)
{
        return bus_witness_try(scene->witness, path, DEVICE1, method);
}

static bool
sees(struct scene *scene, const char *line)
{
        return bus_witness_wait(scene->witness, line);
}

static bool
is_true(struct scene *scene, const char *path, const char *interface, const char *property)
{
        GVariant *value = bus_witness_get(scene->witness, path, interface, property);
        bool truth = value && g_variant_get_boolean(value);

        g_clear_pointer(&value, g_variant_unref);
        return truth;
}

static bool
is_shown(struct scene *scene, const char *line)
{
        char *objects = bus_witness_objects(scene->witness);
        bool shown = strstr(objects, line);

        g_free(objects);
        return shown;
}

static const char *
remove_device(struct scene *scene, const char *path)
{
        return bus_witness_ask(scene->witness, ADAPTER, ADAPTER1, "RemoveDevice", g_variant_new("(o)", path));
}

/* ---- several adapters ----------------------------------------------------- */

static void
a_sensor_has_one_link_whatever_adapters_see_it(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){"--adapters", "2", NULL});

        assert_true(is_shown(scene, "added " SECOND_STRAP_PATH " Device1"));
        assert_string_equal(try(scene, SECOND_STRAP_PATH, "Connect"), "");
        assert_true(sees(scene, "Device1 " SECOND_STRAP_PATH " ServicesResolved=true"));
        assert_false(is_true(scene, BUS_WITNESS_STRAP, DEVICE1, "Connected"));
        assert_string_equal(start_notify(scene->witness, SECOND_STRAP_PATH "/service0020/char0021"), "");
        assert_string_equal(say(scene, "send " STRAP " 0648"), "");
        /* The first adapter takes over as soon as it can be heard again. */
        bus_witness_cast(scene->witness, BUS_WITNESS_STRAP, DEVICE1, "Connect");
        assert_string_equal(try(scene, BUS_WITNESS_STRAP, "Connect"), "InProgress");
        assert_string_equal(try(scene, SECOND_STRAP_PATH, "Disconnect"), "");
        assert_true(sees(scene, "Device1 " SECOND_STRAP_PATH " Disconnected Reason.Local"));
        assert_true(sees(scene, "Device1 " BUS_WITNESS_STRAP " ServicesResolved=true"));
}

static void
an_adapter_may_come_back_under_another_number(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){"--adapters", "2", "--rate", "20", NULL});

        assert_string_equal(say(scene, "hci1 adapter unplugged and back as hci3"), "");
        assert_true(sees(scene, "removed " SECOND_STRAP_PATH " Device1"));
        assert_true(sees(scene, "removed " SECOND " Adapter1"));
        assert_true(sees(scene, "added /org/bluez/hci3 Adapter1"));
        assert_true(sees(scene, "added /org/bluez/hci3/dev_C0_00_00_00_00_01 Device1"));
        assert_true(is_shown(scene, "added " ADAPTER " Adapter1"));
        assert_string_equal(try(scene, "/org/bluez/hci3/dev_C0_00_00_00_00_01", "Connect"), "");
        GVariant *address = bus_witness_get(scene->witness, "/org/bluez/hci3", ADAPTER1, "Address");
        assert_string_equal(g_variant_get_string(address, NULL), "C0:00:00:00:00:AB");
        g_variant_unref(address);
}

static void
a_blocked_adapter_is_off_and_says_so(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){"--rate", "20", NULL});
        link_both(scene);

        assert_string_equal(say(scene, "adapter blocked for 5s"), "");
        assert_true(sees(scene, "Adapter1 " ADAPTER " Powered=false"));
        assert_true(sees(scene, "Adapter1 " ADAPTER " PowerState='off-blocked'"));
        assert_string_equal(bus_witness_set(scene->witness, ADAPTER, ADAPTER1, "Powered", g_variant_new_boolean(TRUE)), "Blocked");
        assert_string_equal(remove_device(scene, BUS_WITNESS_STRAP), "NotReady");
        assert_true(sees(scene, "Adapter1 " ADAPTER " Powered=true")); /* as it was before */
        assert_true(sees(scene, "Adapter1 " ADAPTER " PowerState='on'"));
}

static void
links_are_limited(void **state)
{
        struct scene *scene = *state;
        char *error = NULL;
        open_scene(scene, (const char *const[]){"--more", "3", NULL});

        assert_string_equal(say(scene, "slots 1"), "");
        assert_string_equal(try(scene, BUS_WITNESS_POD, "Connect"), "");
        assert_string_equal(try(scene, BUS_WITNESS_STRAP, "Connect"), "Failed");
        assert_string_equal(say(scene, "slots 2"), "");
        assert_string_equal(try(scene, BUS_WITNESS_STRAP, "Connect"), "");
        assert_null(bus_witness_call(scene->witness, ADAPTER "/dev_C0_00_00_00_00_03", DEVICE1, "Connect", NULL, &error));
        assert_string_equal(error, "Failed");
        g_free(error);
}

static void
strangers_come_with_discovery_and_go_after_it(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){"--strangers", "20", "--rate", "100", NULL});

        assert_false(is_shown(scene, "dev_D0"));
        assert_string_equal(bus_witness_try(scene->witness, ADAPTER, ADAPTER1, "StartDiscovery"), "");
        assert_true(sees(scene, "added " ADAPTER "/dev_D0_00_00_00_00_14 Device1"));
        GVariant *data = bus_witness_get(scene->witness, ADAPTER "/dev_D0_00_00_00_00_03", DEVICE1, "ManufacturerData");
        char *text = g_variant_print(data, FALSE);
        assert_string_equal(text, "{76: <[byte 0x10, 0x05, 0x01]>}");
        g_free(text);
        g_variant_unref(data);
        assert_null(bus_witness_get(scene->witness, ADAPTER "/dev_D0_00_00_00_00_04", DEVICE1, "Name"));
        assert_string_equal(bus_witness_try(scene->witness, ADAPTER, ADAPTER1, "StopDiscovery"), "");
        assert_true(sees(scene, "removed " ADAPTER "/dev_D0_00_00_00_00_14 Device1")); /* 30 s later */
        assert_true(is_shown(scene, "dev_C0"));
}

/* ---- trust, removal, applications ----------------------------------------- */

static void
who_is_removed_must_be_discovered(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){NULL});
        link_both(scene);
        bus_witness_set(scene->witness, BUS_WITNESS_STRAP, DEVICE1, "Trusted", g_variant_new_boolean(TRUE));
        assert_true(sees(scene, "Device1 " BUS_WITNESS_STRAP " Trusted=true"));

        assert_string_equal(remove_device(scene, ADAPTER "/dev_C0_00_00_00_00_99"), "DoesNotExist");
        assert_string_equal(remove_device(scene, BUS_WITNESS_STRAP), "");
        assert_true(sees(scene, "Device1 " BUS_WITNESS_STRAP " Connected=false"));
        assert_true(sees(scene, "removed " BUS_WITNESS_HEART_RATE " GattCharacteristic1"));
        assert_true(sees(scene, "removed " BUS_WITNESS_STRAP " Device1"));
        assert_string_equal(bus_witness_try(scene->witness, ADAPTER, ADAPTER1, "StartDiscovery"), "");
        assert_true(sees(scene, "added " BUS_WITNESS_STRAP " Device1"));
        assert_false(is_true(scene, BUS_WITNESS_STRAP, DEVICE1, "Trusted"));
}

static void
trust_and_acquaintance_outlive_bluetoothd(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){"--unknown", NULL});

        assert_string_equal(bus_witness_try(scene->witness, ADAPTER, ADAPTER1, "StartDiscovery"), "");
        assert_true(sees(scene, "added " BUS_WITNESS_STRAP " Device1"));
        assert_string_equal(try(scene, BUS_WITNESS_STRAP, "Connect"), "");
        bus_witness_set(scene->witness, BUS_WITNESS_STRAP, DEVICE1, "Trusted", g_variant_new_boolean(TRUE));
        assert_string_equal(say(scene, "bluetoothd restarts"), "");
        assert_true(sees(scene, "owner :"));
        assert_true(is_true(scene, BUS_WITNESS_STRAP, DEVICE1, "Trusted"));
        assert_false(is_shown(scene, BUS_WITNESS_POD));
}

/* An application with one GattProfile1 for heart rate. */
static void
application_call(GDBusConnection *connection, const char *sender, const char *path, const char *interface, const char *method,
        GVariant *parameters, GDBusMethodInvocation *invocation, void *user)
{
        (void) connection, (void) sender, (void) path, (void) interface, (void) method, (void) parameters, (void) user;
        g_dbus_method_invocation_return_value(invocation,
                g_variant_new_parsed("({objectpath '/app/profile': {'org.bluez.GattProfile1': {'UUIDs': <['" HEART_RATE_UUID "']>}}},)"));
}

static void
on_registered(GObject *source, GAsyncResult *result, void *user)
{
        GVariant *reply = g_dbus_connection_call_finish(G_DBUS_CONNECTION(source), result, NULL);

        *(int *) user = reply != NULL;
        g_clear_pointer(&reply, g_variant_unref);
}

static GDBusConnection *
register_application(struct scene *scene, const char *adapter)
{
        static const char xml[] = "<node><interface name='org.freedesktop.DBus.ObjectManager'><method name='GetManagedObjects'>"
                                  "<arg type='a{oa{sa{sv}}}' direction='out'/></method></interface></node>";
        static const GDBusInterfaceVTable vtable = {.method_call = application_call};
        GDBusConnectionFlags flags = G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION;
        GDBusConnection *connection = g_dbus_connection_new_for_address_sync(pd_private_bus_address(scene->bus), flags, NULL, NULL, NULL);
        GDBusNodeInfo *node = g_dbus_node_info_new_for_xml(xml, NULL);
        int registered = -1;

        g_dbus_connection_register_object(connection, "/app", node->interfaces[0], &vtable, NULL, NULL, NULL);
        g_dbus_node_info_unref(node);
        g_dbus_connection_call(connection, "org.bluez", adapter, "org.bluez.GattManager1", "RegisterApplication",
                g_variant_new("(oa{sv})", "/app", NULL), NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, on_registered, &registered);
        while (registered < 0)
                g_main_context_iteration(NULL, TRUE);
        assert_int_equal(registered, 1);
        return connection;
}

static void
leave(GDBusConnection *connection)
{
        g_dbus_connection_close_sync(connection, NULL, NULL);
        g_object_unref(connection);
}

static void
a_known_sensor_with_a_registered_service_is_connected_by_itself(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){NULL});
        GDBusConnection *application = register_application(scene, ADAPTER);

        assert_true(sees(scene, "Device1 " BUS_WITNESS_STRAP " ServicesResolved=true"));
        assert_false(is_true(scene, BUS_WITNESS_POD, DEVICE1, "Connected"));
        assert_string_equal(say(scene, "drop " STRAP), "");
        assert_true(sees(scene, "Device1 " BUS_WITNESS_STRAP " Disconnected Reason.Timeout"));
        assert_true(sees(scene, "Device1 " BUS_WITNESS_STRAP " ServicesResolved=true"));

        /* Not while somebody discovers. */
        assert_string_equal(bus_witness_try(scene->witness, ADAPTER, ADAPTER1, "StartDiscovery"), "");
        assert_string_equal(say(scene, "drop " STRAP), "");
        assert_true(sees(scene, "Device1 " BUS_WITNESS_STRAP " RSSI=-60"));
        assert_false(is_true(scene, BUS_WITNESS_STRAP, DEVICE1, "Connected"));
        assert_string_equal(bus_witness_try(scene->witness, ADAPTER, ADAPTER1, "StopDiscovery"), "");
        assert_true(sees(scene, "Device1 " BUS_WITNESS_STRAP " ServicesResolved=true"));

        /* It outlives the application. */
        leave(application);
        assert_string_equal(say(scene, "drop " STRAP), "");
        assert_true(sees(scene, "Device1 " BUS_WITNESS_STRAP " ServicesResolved=true"));
}

static void
disconnect_lasts_only_for_who_is_not_trusted(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){NULL});
        GDBusConnection *application = register_application(scene, ADAPTER);
        assert_true(sees(scene, "Device1 " BUS_WITNESS_STRAP " ServicesResolved=true"));

        bus_witness_set(scene->witness, BUS_WITNESS_STRAP, DEVICE1, "Trusted", g_variant_new_boolean(TRUE));
        assert_string_equal(try(scene, BUS_WITNESS_STRAP, "Disconnect"), "");
        assert_true(sees(scene, "Device1 " BUS_WITNESS_STRAP " Connected=false"));
        assert_true(sees(scene, "Device1 " BUS_WITNESS_STRAP " ServicesResolved=true"));

        bus_witness_set(scene->witness, BUS_WITNESS_STRAP, DEVICE1, "Trusted", g_variant_new_boolean(FALSE));
        assert_string_equal(try(scene, BUS_WITNESS_STRAP, "Disconnect"), "");
        assert_string_equal(try(scene, BUS_WITNESS_POD, "Connect"), ""); /* takes as long as an advertisement */
        assert_true(sees(scene, "Device1 " BUS_WITNESS_POD " ServicesResolved=true"));
        assert_string_equal(say(scene, "out of reach for 200ms"), "");
        assert_false(is_true(scene, BUS_WITNESS_STRAP, DEVICE1, "Connected"));
        assert_string_equal(say(scene, "all well"), "");
        assert_string_equal(try(scene, BUS_WITNESS_STRAP, "Connect"), ""); /* switches it on again */
        assert_true(sees(scene, "Device1 " BUS_WITNESS_STRAP " ServicesResolved=true"));
        assert_string_equal(say(scene, "drop " STRAP), "");
        assert_true(sees(scene, "Device1 " BUS_WITNESS_STRAP " ServicesResolved=true"));
        leave(application);
}

/* ---- faults --------------------------------------------------------------- */

static void
connect_fails_in_many_ways(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){NULL});

        assert_string_equal(say(scene, "strap connect fails le-connection-abort-by-local 2 times"), "");
        assert_string_equal(try(scene, BUS_WITNESS_STRAP, "Connect"), "Failed");
        assert_string_equal(try(scene, BUS_WITNESS_STRAP, "Connect"), "Failed");
        assert_string_equal(try(scene, BUS_WITNESS_STRAP, "Connect"), "");
        assert_string_equal(try(scene, BUS_WITNESS_STRAP, "Disconnect"), "");

        assert_string_equal(say(scene, "strap connect ok without link"), "");
        assert_string_equal(try(scene, BUS_WITNESS_STRAP, "Connect"), "");
        assert_false(is_true(scene, BUS_WITNESS_STRAP, DEVICE1, "Connected"));

        assert_string_equal(say(scene, "strap connect never answers"), "");
        bus_witness_cast(scene->witness, BUS_WITNESS_STRAP, DEVICE1, "Connect");
        assert_string_equal(try(scene, BUS_WITNESS_STRAP, "Connect"), "InProgress");
        assert_string_equal(try(scene, BUS_WITNESS_STRAP, "Disconnect"), "");

        assert_string_equal(say(scene, "strap InProgress stuck"), "");
        assert_string_equal(try(scene, BUS_WITNESS_STRAP, "Connect"), "InProgress");
        assert_string_equal(try(scene, BUS_WITNESS_STRAP, "Connect"), "InProgress");
        assert_string_equal(try(scene, BUS_WITNESS_STRAP, "Disconnect"), "");
        assert_string_equal(try(scene, BUS_WITNESS_STRAP, "Connect"), "");

        assert_string_equal(say(scene, "pod device vanishes during connect"), "");
        bus_witness_cast(scene->witness, BUS_WITNESS_POD, DEVICE1, "Connect");
        assert_true(sees(scene, "removed " BUS_WITNESS_POD " Device1"));
}

static void
a_lost_bond_ends_each_link_until_the_device_is_removed(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){NULL});

        assert_string_equal(say(scene, "strap bond lost"), "");
        assert_true(is_true(scene, BUS_WITNESS_STRAP, DEVICE1, "Bonded"));
        assert_string_equal(try(scene, BUS_WITNESS_STRAP, "Connect"), "");
        assert_true(sees(scene, "Device1 " BUS_WITNESS_STRAP " Disconnected Reason.Authentication"));
        assert_string_equal(remove_device(scene, BUS_WITNESS_STRAP), "");
        assert_string_equal(bus_witness_try(scene->witness, ADAPTER, ADAPTER1, "StartDiscovery"), "");
        assert_true(sees(scene, "added " BUS_WITNESS_STRAP " Device1"));
        assert_string_equal(try(scene, BUS_WITNESS_STRAP, "Connect"), "");
        assert_true(sees(scene, "Device1 " BUS_WITNESS_STRAP " ServicesResolved=true"));
}

static void
services_fail_in_many_ways(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){"--rate", "10", NULL});

        assert_string_equal(say(scene, "pod services never resolve 1 time"), "");
        assert_string_equal(try(scene, BUS_WITNESS_POD, "Connect"), "");
        assert_true(sees(scene, "Device1 " BUS_WITNESS_POD " Connected=true"));
        assert_string_equal(say(scene, "pod objects out of order"), "");
        assert_string_equal(try(scene, BUS_WITNESS_POD, "Disconnect"), "");
        assert_true(sees(scene, "Device1 " BUS_WITNESS_POD " Connected=false"));
        assert_string_equal(try(scene, BUS_WITNESS_POD, "Connect"), "");
        assert_true(sees(scene, "Device1 " BUS_WITNESS_POD " ServicesResolved=true"));
        assert_true(sees(scene, "added " BUS_WITNESS_RUNNING " GattCharacteristic1"));
        assert_true(sees(scene, "added " BUS_WITNESS_POD "/service0020 GattService1"));

        assert_string_equal(say(scene, "strap services resolve late 2s"), "");
        assert_string_equal(say(scene, "strap characteristic late 2s"), "");
        assert_string_equal(try(scene, BUS_WITNESS_STRAP, "Connect"), "");
        assert_true(sees(scene, "Device1 " BUS_WITNESS_STRAP " ServicesResolved=true"));
        assert_true(sees(scene, "added " BUS_WITNESS_HEART_RATE " GattCharacteristic1"));

        assert_string_equal(say(scene, "strap characteristic missing"), "");
        assert_string_equal(remove_device(scene, BUS_WITNESS_POD), "");
        assert_string_equal(say(scene, "pod characteristic missing"), "");
        assert_string_equal(bus_witness_try(scene->witness, ADAPTER, ADAPTER1, "StartDiscovery"), "");
        assert_true(sees(scene, "added " BUS_WITNESS_POD " Device1"));
        assert_string_equal(try(scene, BUS_WITNESS_POD, "Connect"), "");
        assert_true(sees(scene, "Device1 " BUS_WITNESS_POD " ServicesResolved=true"));
        assert_true(is_shown(scene, BUS_WITNESS_POD "/service0020 GattService1"));
        assert_false(is_shown(scene, BUS_WITNESS_RUNNING));
}

static void
subscriptions_fail_in_many_ways(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){"--rate", "10", NULL});
        link_both(scene);

        assert_string_equal(say(scene, "strap notify refused NotPermitted 2 times"), "");
        assert_string_equal(start_notify(scene->witness, BUS_WITNESS_HEART_RATE), "NotPermitted");
        assert_string_equal(start_notify(scene->witness, BUS_WITNESS_HEART_RATE), "NotPermitted");
        assert_string_equal(start_notify(scene->witness, BUS_WITNESS_HEART_RATE), "");
        assert_string_equal(say(scene, "send " STRAP " 0648"), "");
        assert_string_equal(say(scene, "strap silent"), "");
        assert_string_not_equal(say(scene, "send " STRAP " 0648"), "");
        assert_string_equal(bus_witness_try(scene->witness, BUS_WITNESS_HEART_RATE, CHARACTERISTIC1, "StopNotify"), "");
        assert_string_equal(start_notify(scene->witness, BUS_WITNESS_HEART_RATE), "");
        assert_string_equal(say(scene, "send " STRAP " 0648"), "");
        assert_string_equal(say(scene, "strap silent until disconnected"), "");
        assert_string_not_equal(say(scene, "send " STRAP " 0648"), "");
        assert_string_equal(try(scene, BUS_WITNESS_STRAP, "Disconnect"), "");
        assert_string_equal(try(scene, BUS_WITNESS_STRAP, "Connect"), "");
        assert_true(sees(scene, "Device1 " BUS_WITNESS_STRAP " ServicesResolved=true"));
        assert_string_equal(say(scene, "send " STRAP " 0648"), "");
}

static void
links_are_lost_in_many_ways(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){"--rate", "20", NULL});
        link_both(scene);

        assert_string_equal(say(scene, "pod link flaps every 2s 2 times"), "");
        assert_true(sees(scene, "Device1 " BUS_WITNESS_POD " Disconnected Reason.Timeout"));
        assert_string_equal(try(scene, BUS_WITNESS_POD, "Connect"), "");
        assert_true(sees(scene, "Device1 " BUS_WITNESS_POD " Disconnected Reason.Timeout"));

        assert_string_equal(say(scene, "strap held by another for 5s"), "");
        assert_true(sees(scene, "Device1 " BUS_WITNESS_STRAP " Connected=false"));
        bus_witness_cast(scene->witness, BUS_WITNESS_STRAP, DEVICE1, "Connect");
        assert_true(sees(scene, "Device1 " BUS_WITNESS_STRAP " ServicesResolved=true")); /* when it is let go */
}

static void
a_new_battery_may_mean_a_new_address(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){NULL});
        link_both(scene);

        assert_string_equal(say(scene, "strap address changes"), "");
        assert_true(sees(scene, "Device1 " BUS_WITNESS_STRAP " Connected=false"));
        assert_string_equal(bus_witness_try(scene->witness, ADAPTER, ADAPTER1, "StartDiscovery"), "");
        assert_true(sees(scene, "added " ADAPTER "/dev_C0_00_00_00_01_01 Device1"));
        GVariant *name = bus_witness_get(scene->witness, ADAPTER "/dev_C0_00_00_00_01_01", DEVICE1, "Name");
        assert_string_equal(g_variant_get_string(name, NULL), "Virtual Strap");
        g_variant_unref(name);
        assert_null(bus_witness_get(scene->witness, BUS_WITNESS_STRAP, DEVICE1, "RSSI"));
}

static void
dead_discovery_needs_a_new_start(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){"--unknown", NULL});

        assert_string_equal(bus_witness_try(scene->witness, ADAPTER, ADAPTER1, "StartDiscovery"), "");
        assert_true(sees(scene, "added " BUS_WITNESS_POD " Device1"));
        assert_string_equal(say(scene, "discovery dead"), "");
        assert_null(bus_witness_get(scene->witness, BUS_WITNESS_POD, DEVICE1, "RSSI"));
        assert_true(is_true(scene, ADAPTER, ADAPTER1, "Discovering"));
        assert_string_equal(bus_witness_try(scene->witness, ADAPTER, ADAPTER1, "StopDiscovery"), "");
        assert_string_equal(bus_witness_try(scene->witness, ADAPTER, ADAPTER1, "StartDiscovery"), "");
        assert_true(sees(scene, "Device1 " BUS_WITNESS_POD " RSSI=-60"));
}

static void
a_wedged_adapter_does_nothing_until_bluetoothd_is_restarted(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){"--rate", "40", NULL});
        link_both(scene);

        assert_string_equal(say(scene, "adapter wedged"), "");
        assert_true(sees(scene, "Device1 " BUS_WITNESS_POD " Connected=false"));
        assert_string_equal(try(scene, BUS_WITNESS_POD, "Connect"), "Failed"); /* after 20 s */
        assert_string_equal(bus_witness_try(scene->witness, ADAPTER, ADAPTER1, "StartDiscovery"), "Failed");
        assert_string_equal(bus_witness_set(scene->witness, ADAPTER, ADAPTER1, "Powered", g_variant_new_boolean(FALSE)), "Failed");
        assert_string_equal(say(scene, "bluetoothd restarts"), "");
        assert_true(sees(scene, "owner :"));
        assert_string_equal(try(scene, BUS_WITNESS_POD, "Connect"), "");
}

static void
a_hung_bluetoothd_catches_up(void **state)
{
        struct scene *scene = *state;
        open_scene(scene, (const char *const[]){"--rate", "20", NULL});
        link_both(scene);
        assert_string_equal(start_notify(scene->witness, BUS_WITNESS_HEART_RATE), "");

        assert_string_equal(say(scene, "bluetoothd hangs 10s"), "");
        for (int i = 0; i < 3; i++)
                assert_string_equal(say(scene, "send " STRAP " 0648"), "");
        assert_string_equal(say(scene, "drop " STRAP), "");
        bus_witness_settle(scene->witness);
        assert_int_equal(bus_witness_n_values(scene->witness), 0);
        assert_string_equal(try(scene, BUS_WITNESS_STRAP, "Connect"), ""); /* waits for 0.5 s */
        assert_int_equal(bus_witness_n_values(scene->witness), 0);         /* not yet dispatched: signals come before the answer */
        assert_true(bus_witness_wait_values(scene->witness, 3));
        assert_true(sees(scene, "Device1 " BUS_WITNESS_STRAP " Connected=false"));
        assert_true(sees(scene, "Device1 " BUS_WITNESS_STRAP " ServicesResolved=true"));
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                ON_A_BUS(a_sensor_has_one_link_whatever_adapters_see_it),
                ON_A_BUS(an_adapter_may_come_back_under_another_number),
                ON_A_BUS(a_blocked_adapter_is_off_and_says_so),
                ON_A_BUS(links_are_limited),
                ON_A_BUS(strangers_come_with_discovery_and_go_after_it),
                ON_A_BUS(who_is_removed_must_be_discovered),
                ON_A_BUS(trust_and_acquaintance_outlive_bluetoothd),
                ON_A_BUS(a_known_sensor_with_a_registered_service_is_connected_by_itself),
                ON_A_BUS(disconnect_lasts_only_for_who_is_not_trusted),
                ON_A_BUS(connect_fails_in_many_ways),
                ON_A_BUS(a_lost_bond_ends_each_link_until_the_device_is_removed),
                ON_A_BUS(services_fail_in_many_ways),
                ON_A_BUS(subscriptions_fail_in_many_ways),
                ON_A_BUS(links_are_lost_in_many_ways),
                ON_A_BUS(a_new_battery_may_mean_a_new_address),
                ON_A_BUS(dead_discovery_needs_a_new_start),
                ON_A_BUS(a_wedged_adapter_does_nothing_until_bluetoothd_is_restarted),
                ON_A_BUS(a_hung_bluetoothd_catches_up),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
