/* SPDX-License-Identifier: MIT */
/* The mirror of BlueZ's object tree, fed by hand. */
#include "bluez/objects.h"

#include "purposed/event.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define STRAP "C0:00:00:00:00:01"
#define HCI0 "/org/bluez/hci0"
#define HCI1 "/org/bluez/hci1"
#define DEVICE HCI0 "/dev_C0_00_00_00_00_01"
#define RATE DEVICE "/service000a/char000b"

/* clang-format off */
#define TEXT(key, value) {.name = key, .type = 's', .text = value}
#define TRUTH(key, value) {.name = key, .type = 'b', .truth = value}
#define NUMBER(key, code, value) {.name = key, .type = code, .number = value}
#define SERVICE(digits) {.name = "UUIDs", .type = 'S', .text = "0000" digits "-0000-1000-8000-00805f9b34fb"}
/* clang-format on */
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define UUID(digits) TEXT("UUID", "0000" digits "-0000-1000-8000-00805f9b34fb")

static const struct pd_object *
appear(struct pd_objects *objects, const char *path, const char *interface, const struct pd_property *properties, size_t n, int expected)
{
        const struct pd_object *object = NULL;

        assert_int_equal(pd_objects_appear(objects, path, interface, properties, n, &object), expected);
        return object;
}

static void
plant_adapter(struct pd_objects *objects, const char *path, bool powered)
{
        const struct pd_property properties[] = {
                TEXT("Address", "00:00:5E:00:53:01"), TRUTH("Powered", powered), TRUTH("Discovering", false)};

        assert_non_null(appear(objects, path, "org.bluez.Adapter1", properties, COUNT(properties), 0));
}

static const struct pd_object *
plant_device(struct pd_objects *objects, const char *path, const char *address)
{
        const struct pd_property properties[] = {TEXT("Address", address), TEXT("Name", "Virtual Strap"), TRUTH("Connected", false)};

        return appear(objects, path, "org.bluez.Device1", properties, COUNT(properties), 0);
}

static struct pd_objects *
plant(void)
{
        struct pd_objects *objects = pd_objects_new(PD_OBJECTS_MAX);
        const struct pd_property rate[] = {UUID("2a37")};
        unsigned wanted;

        assert_non_null(objects);
        assert_int_equal(pd_objects_want(objects, STRAP, &wanted), 0);
        plant_adapter(objects, HCI0, true);
        assert_non_null(plant_device(objects, DEVICE, STRAP));
        assert_non_null(appear(objects, RATE, "org.bluez.GattCharacteristic1", rate, 1, 0));
        return objects;
}

static void
a_wanted_device_and_its_characteristic_are_found(void **state)
{
        struct pd_objects *objects = plant();
        const struct pd_object *device = pd_objects_device(objects, 0);

        (void) state;
        assert_non_null(device);
        assert_string_equal(device->path, DEVICE);
        assert_string_equal(device->device.name, "Virtual Strap");
        assert_int_equal(device->device.battery_percent, PD_UNKNOWN);
        assert_string_equal(pd_objects_address(objects, device->wanted), STRAP);
        assert_string_equal(pd_objects_characteristic(objects, device, 0x2A37)->path, RATE);
        assert_null(pd_objects_characteristic(objects, device, 0x2A53));
        assert_int_equal(pd_objects_at(objects, RATE)->characteristic.uuid, 0x2A37);
        assert_string_equal(pd_objects_adapter(objects, DEVICE)->path, HCI0);
        assert_null(pd_objects_at(objects, "/org/bluez"));
        pd_objects_free(objects);
}

static void
a_device_says_whether_it_is_trusted_and_is_a_sensor(void **state)
{
        const struct pd_property trusted[] = {TRUTH("Trusted", true)}, keyboard[] = {SERVICE("1812"), SERVICE("180f")},
                                 strap[] = {SERVICE("180f"), SERVICE("180d")}, doubted[] = {TRUTH("Trusted", false), SERVICE("180f")};
        struct pd_objects *objects = plant();
        const struct pd_object *device = pd_objects_device(objects, 0);

        (void) state;
        assert_false(device->device.trusted || device->device.serves);
        assert_int_equal(pd_objects_change(objects, DEVICE, "org.bluez.Device1", keyboard, 2, &device), 0);
        assert_int_equal(pd_objects_change(objects, DEVICE, "org.bluez.Device1", trusted, 1, &device), 0);
        assert_true(device->device.trusted && !device->device.serves);
        assert_int_equal(pd_objects_change(objects, DEVICE, "org.bluez.Device1", strap, 2, &device), 0);
        assert_int_equal(pd_objects_change(objects, DEVICE, "org.bluez.Device1", doubted, 2, &device), 0);
        assert_true(!device->device.trusted && device->device.serves);
        pd_objects_free(objects);
}

static void
each_device_of_a_sensor_is_found_in_the_order_of_their_paths(void **state)
{
        struct pd_objects *objects = plant();
        const struct pd_object *device;
        unsigned wanted;

        (void) state;
        assert_int_equal(pd_objects_want(objects, "C0:00:00:00:00:02", &wanted), 0);
        plant_adapter(objects, HCI1, true);
        assert_non_null(plant_device(objects, HCI1 "/dev_C0_00_00_00_00_01", STRAP));
        assert_non_null(plant_device(objects, HCI0 "/dev_C0_00_00_00_00_02", "C0:00:00:00:00:02"));
        device = pd_objects_device_after(objects, 0, "");
        assert_string_equal(device->path, DEVICE);
        device = pd_objects_device_after(objects, 0, device->path);
        assert_string_equal(device->path, HCI1 "/dev_C0_00_00_00_00_01");
        assert_null(pd_objects_device_after(objects, 0, device->path));
        pd_objects_free(objects);
}

static void
strangers_and_what_nobody_decodes_are_not_kept(void **state)
{
        struct pd_objects *objects = plant();
        const struct pd_property rate[] = {UUID("2a37")}, unheard_of[] = {UUID("fff1")},
                                 own[] = {TEXT("UUID", "6e400003-b5a3-f393-e0a9-e50e24dcca9e")};
        char path[64];

        (void) state;
        for (int i = 0; i < 5000; i++) {
                snprintf(path, sizeof(path), HCI0 "/dev_00_00_00_00_%02X_%02X", i / 256, i % 256);
                assert_null(plant_device(objects, path, "00:00:00:00:00:00"));
        }
        assert_null(appear(objects, HCI0 "/dev_00_00_00_00_00_00/service000a/char000b", "org.bluez.GattCharacteristic1", rate, 1, 0));
        assert_null(appear(objects, DEVICE "/service000a/char000d", "org.bluez.GattCharacteristic1", unheard_of, 1, 0));
        assert_null(appear(objects, DEVICE "/service000a/char000f", "org.bluez.GattCharacteristic1", own, 1, 0));
        assert_null(appear(objects, DEVICE "/service000a", "org.bluez.GattService1", rate, 1, 0));
        /* A sibling whose path merely begins alike. */
        assert_null(appear(objects, DEVICE "F/service000a/char000b", "org.bluez.GattCharacteristic1", rate, 1, 0));
        assert_null(pd_objects_at(objects, path));
        assert_null(pd_objects_at(objects, DEVICE "/service000a"));
        pd_objects_free(objects);
}

static void
changes_are_taken_over_and_other_interfaces_are_not(void **state)
{
        struct pd_objects *objects = plant();
        const struct pd_property connected[] = {TRUTH("Connected", true), TRUTH("ServicesResolved", true), NUMBER("RSSI", 'n', -61),
                TEXT("Alias", "Anna's strap"), TRUTH("Paired", true), TRUTH("Bonded", true)};
        const struct pd_property percent[] = {NUMBER("Percentage", 'y', 87)}, off[] = {TRUTH("Powered", false)};
        const struct pd_property no_signal[] = {NUMBER("RSSI", 'n', 127)};
        const struct pd_object *object = NULL;

        (void) state;
        assert_int_equal(pd_objects_change(objects, DEVICE, "org.bluez.Device1", connected, COUNT(connected), &object), 0);
        assert_true(object->device.connected && object->device.resolved);
        assert_true(object->device.paired && object->device.bonded);
        assert_int_equal(object->device.rssi_dbm, -61);
        assert_int_equal(pd_objects_change(objects, DEVICE, "org.bluez.Device1", no_signal, 1, &object), 0);
        assert_int_equal(object->device.rssi_dbm, PD_UNKNOWN);
        assert_string_equal(object->device.name, "Anna's strap");
        assert_int_equal(pd_objects_change(objects, DEVICE, "org.bluez.Elsewhere1", off, 1, &object), 0);
        assert_int_equal(pd_objects_change(objects, DEVICE, "org.bluez.Device1", percent, 1, &object), 0);
        assert_int_equal(object->device.battery_percent, PD_UNKNOWN);
        appear(objects, DEVICE, "org.bluez.Battery1", percent, 1, 0);
        assert_int_equal(object->device.battery_percent, 87);
        pd_objects_vanish(objects, DEVICE, "org.bluez.Battery1");
        assert_int_equal(pd_objects_device(objects, 0)->device.battery_percent, PD_UNKNOWN);
        assert_int_equal(pd_objects_change(objects, HCI0, "org.bluez.Adapter1", off, 1, &object), 0);
        assert_false(object->adapter.powered);
        assert_int_equal(pd_objects_change(objects, "/nowhere", "org.bluez.Device1", connected, 1, &object), 0);
        assert_null(object);
        pd_objects_free(objects);
}

static void
what_is_resolved_is_connected_though_nobody_said_so(void **state)
{
        struct pd_objects *objects = plant();
        const struct pd_property resolved[] = {TRUTH("ServicesResolved", true)}, unresolved[] = {TRUTH("ServicesResolved", false)};
        const struct pd_object *object = NULL;

        (void) state;
        assert_int_equal(pd_objects_change(objects, DEVICE, "org.bluez.Device1", unresolved, 1, &object), 0);
        assert_false(object->device.connected);
        assert_int_equal(pd_objects_change(objects, DEVICE, "org.bluez.Device1", resolved, 1, &object), 0);
        assert_true(object->device.connected);
        assert_int_equal(pd_objects_change(objects, DEVICE, "org.bluez.Device1", unresolved, 1, &object), 0);
        assert_true(object->device.connected);
        pd_objects_free(objects);
}

static void
a_property_of_the_wrong_type_is_refused_and_the_rest_taken_over(void **state)
{
        struct pd_objects *objects = plant();
        const struct pd_property crooked[] = {TEXT("Paired", "yes"), NUMBER("RSSI", 'q', 5), TRUTH("ServicesResolved", true)};
        const struct pd_property nameless[] = {TEXT("Name", "x")}, short_address[] = {TEXT("Address", "C0:00")},
                                 number[] = {NUMBER("Address", 'u', 7)}, uuid[] = {NUMBER("UUID", 'q', 0x2A37)};
        const struct pd_object *object = NULL;

        (void) state;
        assert_int_equal(pd_objects_change(objects, DEVICE, "org.bluez.Device1", crooked, COUNT(crooked), &object), -EBADMSG);
        assert_false(object->device.paired);
        assert_int_equal(object->device.rssi_dbm, PD_UNKNOWN);
        assert_true(object->device.resolved);
        appear(objects, HCI0 "/dev_1", "org.bluez.Device1", nameless, 1, -EBADMSG);
        appear(objects, HCI0 "/dev_1", "org.bluez.Device1", short_address, 1, -EBADMSG);
        appear(objects, HCI0 "/dev_1", "org.bluez.Device1", number, 1, -EBADMSG);
        appear(objects, DEVICE "/service000a/char0001", "org.bluez.GattCharacteristic1", uuid, 1, -EBADMSG);
        pd_objects_free(objects);
}

static void
what_stands_below_goes_with_what_stands_above(void **state)
{
        struct pd_objects *objects = plant();

        (void) state;
        pd_objects_vanish(objects, DEVICE, "org.freedesktop.DBus.Properties");
        assert_non_null(pd_objects_at(objects, DEVICE));
        assert_non_null(pd_objects_at(objects, RATE));
        pd_objects_vanish(objects, DEVICE, "org.bluez.Device1");
        assert_null(pd_objects_device(objects, 0));
        assert_null(pd_objects_at(objects, RATE));
        assert_non_null(pd_objects_at(objects, HCI0));
        plant_device(objects, DEVICE, STRAP);
        pd_objects_vanish(objects, HCI0, "org.bluez.Adapter1");
        assert_null(pd_objects_at(objects, HCI0));
        assert_null(pd_objects_at(objects, DEVICE));
        pd_objects_vanish(objects, HCI0, "org.bluez.Adapter1");
        pd_objects_free(objects);
}

static void
of_two_adapters_the_one_with_the_link_is_chosen_then_the_one_that_is_on(void **state)
{
        const struct pd_property connected[] = {TRUTH("Connected", true)};
        const struct pd_object *object;
        struct pd_objects *objects = pd_objects_new(PD_OBJECTS_MAX);
        unsigned wanted;

        (void) state;
        pd_objects_want(objects, STRAP, &wanted);
        plant_adapter(objects, HCI0, false);
        plant_adapter(objects, HCI1, true);
        plant_device(objects, DEVICE, STRAP);
        plant_device(objects, HCI1 "/dev_C0_00_00_00_00_01", STRAP);
        assert_string_equal(pd_objects_device(objects, wanted)->path, HCI1 "/dev_C0_00_00_00_00_01");
        assert_string_equal(pd_objects_adapter(objects, NULL)->path, HCI1);
        pd_objects_change(objects, DEVICE, "org.bluez.Device1", connected, 1, &object);
        assert_string_equal(pd_objects_device(objects, wanted)->path, DEVICE);
        pd_objects_free(objects);
}

#define OTHER_DEVICE HCI1 "/dev_C0_00_00_00_00_01"

/* A sensor known to two adapters; of the first it is said whether it is on. */
static struct pd_objects *
plant_twice(bool first_on)
{
        struct pd_objects *objects = pd_objects_new(PD_OBJECTS_MAX);
        unsigned wanted;

        assert_int_equal(pd_objects_want(objects, STRAP, &wanted), 0);
        plant_adapter(objects, HCI0, first_on);
        plant_adapter(objects, HCI1, true);
        plant_device(objects, DEVICE, STRAP);
        plant_device(objects, OTHER_DEVICE, STRAP);
        return objects;
}

static void
the_preferred_adapter_counts_unless_another_is_connected_or_it_is_off(void **state)
{
        const struct pd_property connected[] = {TRUTH("Connected", true)}, off[] = {TRUTH("Powered", false)};
        const struct pd_object *object;
        struct pd_objects *objects = plant_twice(true);

        (void) state;
        pd_objects_prefer(objects, 0, HCI1);
        assert_string_equal(pd_objects_device(objects, 0)->path, OTHER_DEVICE);
        pd_objects_prefer(objects, 0, HCI0);
        assert_string_equal(pd_objects_device(objects, 0)->path, DEVICE);
        pd_objects_change(objects, OTHER_DEVICE, "org.bluez.Device1", connected, 1, &object);
        assert_string_equal(pd_objects_device(objects, 0)->path, OTHER_DEVICE);
        pd_objects_vanish(objects, OTHER_DEVICE, "org.bluez.Device1");
        assert_string_equal(pd_objects_device(objects, 0)->path, DEVICE);
        /* Known to one that is off alone: the one that is on may find it anew. */
        pd_objects_change(objects, HCI0, "org.bluez.Adapter1", off, 1, &object);
        assert_null(pd_objects_device(objects, 0));
        pd_objects_change(objects, HCI1, "org.bluez.Adapter1", off, 1, &object);
        assert_string_equal(pd_objects_device(objects, 0)->path, DEVICE);
        pd_objects_free(objects);
}

static void
what_is_below_a_barred_adapter_is_passed_over_but_kept(void **state)
{
        struct pd_objects *objects = plant_twice(true);

        (void) state;
        pd_objects_prefer(objects, 0, HCI0);
        pd_objects_bar(objects, HCI0, true);
        assert_string_equal(pd_objects_device(objects, 0)->path, OTHER_DEVICE);
        assert_string_equal(pd_objects_adapter(objects, NULL)->path, HCI1);
        pd_objects_bar(objects, HCI1, true);
        assert_null(pd_objects_device(objects, 0));
        assert_null(pd_objects_adapter(objects, NULL));
        pd_objects_bar(objects, HCI0, false);
        assert_string_equal(pd_objects_device(objects, 0)->path, DEVICE);
        pd_objects_unwant(objects, 0); /* a barred one's, too */
        assert_null(pd_objects_at(objects, DEVICE));
        assert_null(pd_objects_at(objects, OTHER_DEVICE));
        pd_objects_free(objects);
}

static void
a_device_is_found_by_its_adapter(void **state)
{
        struct pd_objects *objects = plant_twice(true);

        (void) state;
        assert_string_equal(pd_objects_device_under(objects, 0, HCI0)->path, DEVICE);
        assert_string_equal(pd_objects_device_under(objects, 0, HCI1)->path, OTHER_DEVICE);
        assert_null(pd_objects_device_under(objects, 0, "/org/bluez/hci2"));
        assert_null(pd_objects_device_under(objects, 0, ""));
        pd_objects_free(objects);
}

static void
a_block_by_rfkill_is_seen_where_bluez_says_so(void **state)
{
        const struct pd_property blocked[] = {TEXT("PowerState", "off-blocked")}, enabling[] = {TEXT("PowerState", "off-enabling")};
        const struct pd_object *object;
        struct pd_objects *objects = plant();

        (void) state;
        assert_false(pd_objects_at(objects, HCI0)->adapter.blocked);
        pd_objects_change(objects, HCI0, "org.bluez.Adapter1", blocked, 1, &object);
        assert_true(object->adapter.blocked);
        pd_objects_change(objects, HCI0, "org.bluez.Adapter1", enabling, 1, &object);
        assert_false(object->adapter.blocked);
        pd_objects_free(objects);
}

static void
the_limits_hold(void **state)
{
        struct pd_objects *objects = pd_objects_new(3);
        const struct pd_property rate[] = {UUID("2a37")}, power[] = {TRUTH("Powered", true)};
        char address[32], path[PD_OBJECT_PATH_SIZE + 8];
        unsigned wanted;

        (void) state;
        for (unsigned i = 0; i < PD_OBJECTS_WANTED_MAX; i++) {
                snprintf(address, sizeof(address), "C0:00:00:00:%02X:%02X", i / 256, i % 256);
                assert_int_equal(pd_objects_want(objects, address, &wanted), 0);
                assert_int_equal(wanted, i);
        }
        assert_int_equal(pd_objects_want(objects, address, &wanted), -EEXIST);
        assert_int_equal(pd_objects_want(objects, "C1:00:00:00:00:00", &wanted), -ENOSPC);
        plant_adapter(objects, HCI0, true);
        assert_non_null(plant_device(objects, DEVICE, STRAP));
        assert_non_null(appear(objects, RATE, "org.bluez.GattCharacteristic1", rate, 1, 0));
        assert_null(appear(objects, DEVICE "/service000a/char0010", "org.bluez.GattCharacteristic1", rate, 1, -ENOSPC));
        pd_objects_clear(objects);
        assert_null(pd_objects_at(objects, HCI0));
        assert_null(pd_objects_at(objects, RATE));
        memset(path, 'a', sizeof(path));
        path[0] = '/';
        path[PD_OBJECT_PATH_SIZE] = '\0';
        assert_null(appear(objects, path, "org.bluez.Adapter1", power, 1, -EBADMSG));
        path[PD_OBJECT_PATH_SIZE - 1] = '\0';
        assert_non_null(appear(objects, path, "org.bluez.Adapter1", power, 1, 0));
        pd_objects_free(objects);
}

static void
adapters_are_told_in_the_order_of_their_paths(void **state)
{
        struct pd_objects *objects = pd_objects_new(PD_OBJECTS_MAX);
        const struct pd_property senseless[] = {TEXT("Address", "hello"), TRUTH("Powered", true)};
        const struct pd_object *adapter;

        (void) state;
        assert_null(pd_objects_adapter_after(objects, ""));
        assert_non_null(appear(objects, HCI1, "org.bluez.Adapter1", senseless, COUNT(senseless), 0));
        plant_adapter(objects, HCI0, true);
        adapter = pd_objects_adapter_after(objects, "");
        assert_string_equal(adapter->path, HCI0);
        assert_string_equal(adapter->adapter.address, "00:00:5E:00:53:01");
        adapter = pd_objects_adapter_after(objects, HCI0);
        assert_string_equal(adapter->path, HCI1);
        assert_string_equal(adapter->adapter.address, "");
        assert_null(pd_objects_adapter_after(objects, HCI1));
        pd_objects_free(objects);
}

static void
what_is_wanted_no_longer_makes_room(void **state)
{
        struct pd_objects *objects = pd_objects_new(PD_OBJECTS_MAX);
        unsigned strap, pod, other;

        (void) state;
        assert_int_equal(pd_objects_want(objects, "C0:00:00:00:00:01", &strap), 0);
        assert_int_equal(pd_objects_want(objects, "C0:00:00:00:00:02", &pod), 0);
        plant_adapter(objects, HCI0, true);
        assert_non_null(appear(objects, HCI0 "/dev_C0_00_00_00_00_01", "org.bluez.Device1",
                (const struct pd_property[]) {{.name = "Address", .type = 's', .text = "C0:00:00:00:00:01"}}, 1, 0));
        assert_non_null(pd_objects_device(objects, strap));
        pd_objects_unwant(objects, strap);
        assert_null(pd_objects_at(objects, HCI0 "/dev_C0_00_00_00_00_01"));
        assert_string_equal(pd_objects_address(objects, pod), "C0:00:00:00:00:02");
        assert_int_equal(pd_objects_want(objects, "C0:00:00:00:00:03", &other), 0);
        assert_int_equal(other, strap);
        assert_int_equal(pd_objects_want(objects, "C0:00:00:00:00:01", &strap), 0);
        assert_int_equal(strap, 2);
        pd_objects_free(objects);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_wanted_device_and_its_characteristic_are_found),
                cmocka_unit_test(a_device_says_whether_it_is_trusted_and_is_a_sensor),
                cmocka_unit_test(each_device_of_a_sensor_is_found_in_the_order_of_their_paths),
                cmocka_unit_test(strangers_and_what_nobody_decodes_are_not_kept),
                cmocka_unit_test(changes_are_taken_over_and_other_interfaces_are_not),
                cmocka_unit_test(what_is_resolved_is_connected_though_nobody_said_so),
                cmocka_unit_test(a_property_of_the_wrong_type_is_refused_and_the_rest_taken_over),
                cmocka_unit_test(what_stands_below_goes_with_what_stands_above),
                cmocka_unit_test(of_two_adapters_the_one_with_the_link_is_chosen_then_the_one_that_is_on),
                cmocka_unit_test(adapters_are_told_in_the_order_of_their_paths),
                cmocka_unit_test(the_preferred_adapter_counts_unless_another_is_connected_or_it_is_off),
                cmocka_unit_test(what_is_below_a_barred_adapter_is_passed_over_but_kept),
                cmocka_unit_test(a_device_is_found_by_its_adapter),
                cmocka_unit_test(a_block_by_rfkill_is_seen_where_bluez_says_so),
                cmocka_unit_test(the_limits_hold),
                cmocka_unit_test(what_is_wanted_no_longer_makes_room),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
