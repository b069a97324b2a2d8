/* SPDX-License-Identifier: MIT */
/* What is taken over from an object's properties. */
#include "bluez/object.h"

#include "bluez/uuid.h"

#include "purposed/event.h"

#include <errno.h>
#include <string.h>

/* The controller's word in an advertising report (Core Specification 5.4, volume 4, part E, 7.7.65.2), which BlueZ hands on. */
#define RSSI_NOT_AVAILABLE 127

static void
take_powered(struct pd_object *object, const struct pd_property *property)
{
        object->adapter.powered = property->truth;
}

static void
take_discovering(struct pd_object *object, const struct pd_property *property)
{
        object->adapter.discovering = property->truth;
}

static void
take_power_state(struct pd_object *object, const struct pd_property *property)
{
        object->adapter.blocked = strcmp(property->text, "off-blocked") == 0;
}

static void
take_address(struct pd_object *object, const struct pd_property *property)
{
        if (pd_address_valid(property->text))
                memcpy(object->adapter.address, property->text, PD_ADDRESS_SIZE);
}

static void
take_alias(struct pd_object *object, const struct pd_property *property)
{
        pd_text_copy(object->device.name, sizeof(object->device.name), property->text, strlen(property->text));
}

/* Alias is the name, unless a person gave another one. */
static void
take_name(struct pd_object *object, const struct pd_property *property)
{
        if (!*object->device.name)
                take_alias(object, property);
}

static void
take_connected(struct pd_object *object, const struct pd_property *property)
{
        object->device.connected = property->truth;
}

/* Only what is connected can be resolved, and BlueZ does not always say the
 * first: where the attributes answer before the kernel has told of the link,
 * device_add_connection() in its src/device.c (5.66) returns without a signal. */
static void
take_resolved(struct pd_object *object, const struct pd_property *property)
{
        object->device.resolved = property->truth;
        if (property->truth)
                object->device.connected = true;
}

/* A service that was there once is not taken back: BlueZ only learns of more. */
static void
take_service(struct pd_object *object, const struct pd_property *property)
{
        object->device.serves |= pd_uuid_is_sensors(property->text);
}

static void
take_paired(struct pd_object *object, const struct pd_property *property)
{
        object->device.paired = property->truth;
}

static void
take_trusted(struct pd_object *object, const struct pd_property *property)
{
        object->device.trusted = property->truth;
}

static void
take_bonded(struct pd_object *object, const struct pd_property *property)
{
        object->device.bonded = property->truth;
}

static void
take_rssi(struct pd_object *object, const struct pd_property *property)
{
        object->device.rssi_dbm = pd_object_rssi(property);
}

static void
take_battery(struct pd_object *object, const struct pd_property *property)
{
        object->device.battery_percent = (int32_t) property->number;
}

/* That it is there is what counts. */
static void
take_acquired(struct pd_object *object, const struct pd_property *property)
{
        (void) property;
        object->characteristic.acquirable = true;
}

/* Every property that is mirrored, and the type that it must have. */
static const struct {
        const char *interface;
        const char *name;
        enum pd_object_kind kind;
        char type;
        void (*take)(struct pd_object *object, const struct pd_property *property);
} rules[] = {
        {"org.bluez.Adapter1", "Powered", PD_OBJECT_ADAPTER, 'b', take_powered},
        {"org.bluez.Adapter1", "Discovering", PD_OBJECT_ADAPTER, 'b', take_discovering},
        {"org.bluez.Adapter1", "PowerState", PD_OBJECT_ADAPTER, 's', take_power_state},
        {"org.bluez.Adapter1", "Address", PD_OBJECT_ADAPTER, 's', take_address},
        {"org.bluez.Device1", "Alias", PD_OBJECT_DEVICE, 's', take_alias},
        {"org.bluez.Device1", "Name", PD_OBJECT_DEVICE, 's', take_name},
        {"org.bluez.Device1", "Connected", PD_OBJECT_DEVICE, 'b', take_connected},
        {"org.bluez.Device1", "ServicesResolved", PD_OBJECT_DEVICE, 'b', take_resolved},
        {"org.bluez.Device1", "UUIDs", PD_OBJECT_DEVICE, 'S', take_service},
        {"org.bluez.Device1", "Paired", PD_OBJECT_DEVICE, 'b', take_paired},
        {"org.bluez.Device1", "Trusted", PD_OBJECT_DEVICE, 'b', take_trusted},
        {"org.bluez.Device1", "Bonded", PD_OBJECT_DEVICE, 'b', take_bonded}, /* newer ones only */
        {"org.bluez.Device1", "RSSI", PD_OBJECT_DEVICE, 'n', take_rssi},
        {"org.bluez.GattCharacteristic1", "NotifyAcquired", PD_OBJECT_CHARACTERISTIC, 'b', take_acquired},
        {"org.bluez.Battery1", "Percentage", PD_OBJECT_DEVICE, 'y', take_battery},
};

int32_t
pd_object_rssi(const struct pd_property *property)
{
        return property->number != RSSI_NOT_AVAILABLE ? (int32_t) property->number : PD_UNKNOWN;
}

int
pd_object_take(struct pd_object *object, const char *interface, const struct pd_property *properties, size_t n_properties)
{
        int r = 0;

        for (size_t i = 0; i < n_properties; i++)
                for (size_t k = 0; k < sizeof(rules) / sizeof(rules[0]); k++) {
                        if (rules[k].kind != object->kind || strcmp(rules[k].interface, interface) != 0 ||
                                strcmp(rules[k].name, properties[i].name) != 0)
                                continue;
                        if (rules[k].type == properties[i].type)
                                rules[k].take(object, &properties[i]);
                        else
                                r = -EBADMSG;
                }
        return r;
}
