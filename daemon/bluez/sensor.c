/* SPDX-License-Identifier: MIT */
/* One enrolled sensor: its link decides, this calls, and takes the replies
 * and the values back to it. */
#include "bluez/inside.h"

#include "purposed/log.h"

#include <assert.h>
#include <errno.h>
#include <string.h>
#include <syslog.h>

/* Longer than any timer of the link's: the link gives up first, by Disconnect. */
#define CONNECT_TIMEOUT_US (120 * (uint64_t) PD_SEC)
/* Calls that end with the link, so that an old reply never counts for a new one. */
#define GROUND_CALLS (1u << PD_BLUEZ_CONNECT | 1u << PD_BLUEZ_DISCONNECT) /* that end with the object or the adapter */
#define LINK_CALLS (1u << PD_BLUEZ_SUBSCRIBE | 1u << PD_BLUEZ_UNSUBSCRIBE | 1u << PD_BLUEZ_READ)

static const char *
name_of(const struct pd_bluez_sensor *sensor)
{
        const struct pd_object *device = pd_objects_device(sensor->self->objects, sensor->wanted);

        if (device && *device->device.name)
                return device->device.name;
        return pd_objects_address(sensor->self->objects, sensor->wanted);
}

static int
call_at(struct pd_bluez_sensor *sensor, enum pd_bluez_purpose purpose, const char *path, const struct pd_sensor_type *type, uint16_t uuid,
        const struct pd_bluez_request *request)
{
        struct pd_bluez_call call = {.self = sensor->self, .sensor = sensor, .purpose = purpose, .type = type, .uuid = uuid};

        memcpy(call.path, path, strlen(path) + 1); /* an object's: it fits */
        return pd_bluez_call(&call, request);
}

static void
connect_device(struct pd_bluez_sensor *sensor, pd_usec now)
{
        static const struct pd_bluez_request request = {"org.bluez.Device1", "Connect", CONNECT_TIMEOUT_US, NULL};
        const struct pd_object *device = pd_objects_device(sensor->self->objects, sensor->wanted);

        if (!device || call_at(sensor, PD_BLUEZ_CONNECT, device->path, NULL, 0, &request) < 0)
                pd_bluez_sensor_feed(sensor, now, PD_LINK_CONNECT_FAILED);
}

static void
disconnect_device(struct pd_bluez_sensor *sensor, pd_usec now)
{
        static const struct pd_bluez_request request = {"org.bluez.Device1", "Disconnect", 0, NULL};
        const struct pd_object *device = pd_objects_device(sensor->self->objects, sensor->wanted);

        if (!device || call_at(sensor, PD_BLUEZ_DISCONNECT, device->path, NULL, 0, &request) < 0)
                pd_bluez_sensor_feed(sensor, now, PD_LINK_DISCONNECT_DONE);
}

static void
subscribe_to(struct pd_bluez_sensor *sensor, const struct pd_sensor_type *type, uint16_t uuid, const char *path)
{
        static const struct pd_bluez_request request = {"org.bluez.GattCharacteristic1", "StartNotify", 0, NULL};

        if (call_at(sensor, PD_BLUEZ_SUBSCRIBE, path, type, uuid, &request) >= 0 && type->title)
                sensor->asked++;
}

static int
append_no_options(sd_bus_message *message)
{
        return sd_bus_message_append(message, "a{sv}", 0);
}

static void
read_once(struct pd_bluez_sensor *sensor, uint16_t uuid, const char *path)
{
        static const struct pd_bluez_request request = {"org.bluez.GattCharacteristic1", "ReadValue", 0, append_no_options};

        call_at(sensor, PD_BLUEZ_READ, path, NULL, uuid, &request);
}

static void
take_up(struct pd_bluez_sensor *sensor, const struct pd_sensor_type *type, const struct pd_characteristic *characteristic,
        const struct pd_object *object)
{
        const struct pd_object *device = pd_objects_device(sensor->self->objects, sensor->wanted);

        if (characteristic->uuid == PD_BLUEZ_BATTERY_LEVEL && device && device->device.battery_percent != PD_UNKNOWN)
                return; /* Battery1 says it */
        if (characteristic->delivery == PD_DELIVERY_READ)
                read_once(sensor, characteristic->uuid, object->path);
        else
                subscribe_to(sensor, type, characteristic->uuid, object->path);
}

/* Everything of one delivery: subscriptions go out first, since the
 * sensor's answers come one at a time. */
static void
take_up_all(struct pd_bluez_sensor *sensor, enum pd_delivery delivery)
{
        const struct pd_objects *objects = sensor->self->objects;
        const struct pd_object *device = pd_objects_device(objects, sensor->wanted);

        for (size_t t = 0; device && pd_sensor_types[t]; t++) {
                const struct pd_sensor_type *type = pd_sensor_types[t];

                for (size_t i = 0; i < type->n_characteristics; i++) {
                        const struct pd_characteristic *characteristic = &type->characteristics[i];
                        const struct pd_object *object = NULL;

                        if (pd_sensor_type_of(characteristic->uuid, NULL) != type)
                                continue; /* it is shared, and has been taken up */
                        if (characteristic->delivery == delivery)
                                object = pd_objects_characteristic(objects, device, characteristic->uuid);
                        if (object)
                                take_up(sensor, type, characteristic, object);
                }
        }
}

static void
subscribe(struct pd_bluez_sensor *sensor, bool with_reads)
{
        pd_bluez_drop_calls(sensor->self, sensor, LINK_CALLS);
        sensor->asked = sensor->subscribed = 0;
        take_up_all(sensor, PD_DELIVERY_NOTIFY);
        if (with_reads)
                take_up_all(sensor, PD_DELIVERY_READ);
}

/* What BlueZ forgot is not noticed by asking for it again. */
static void
resubscribe(struct pd_bluez_sensor *sensor)
{
        static const struct pd_bluez_request request = {"org.bluez.GattCharacteristic1", "StopNotify", 0, NULL};
        const struct pd_objects *objects = sensor->self->objects;
        const struct pd_object *device = pd_objects_device(objects, sensor->wanted);

        pd_bluez_drop_calls(sensor->self, sensor, LINK_CALLS);
        for (size_t t = 0; device && pd_sensor_types[t]; t++)
                for (size_t i = 0; i < pd_sensor_types[t]->n_characteristics; i++) {
                        const struct pd_characteristic *characteristic = &pd_sensor_types[t]->characteristics[i];
                        const struct pd_object *object = NULL;

                        if (characteristic->delivery == PD_DELIVERY_NOTIFY && pd_sensor_types[t]->title)
                                object = pd_objects_characteristic(objects, device, characteristic->uuid);
                        if (object)
                                call_at(sensor, PD_BLUEZ_UNSUBSCRIBE, object->path, NULL, 0, &request);
                }
        sensor->asked = sensor->subscribed = 0;
        take_up_all(sensor, PD_DELIVERY_NOTIFY);
}

static void
perform(struct pd_bluez_sensor *sensor, pd_usec now, enum pd_link_action action)
{
        switch (action) {
        case PD_LINK_NOTHING:
        case PD_LINK_DISCOVER: /* pd_bluez_arrange() sees the state */
        case PD_LINK_QUEUE:
        case PD_LINK_ACTION_COUNT:
                break;
        case PD_LINK_CONNECT:
                connect_device(sensor, now);
                break;
        case PD_LINK_DISCONNECT:
                disconnect_device(sensor, now);
                break;
        case PD_LINK_SUBSCRIBE:
                subscribe(sensor, true);
                break;
        case PD_LINK_RESUBSCRIBE:
                resubscribe(sensor);
                break;
        }
}

static void
report(struct pd_bluez_sensor *sensor, pd_usec now)
{
        const struct pd_source_context *context = sensor->self->context;
        struct pd_link_change change = {.connected = sensor->link.connected};

        if (sensor->reported == sensor->link.connected)
                return;
        sensor->reported = sensor->link.connected;
        if (!sensor->reported)
                sensor->battery = -1;
        memcpy(change.address, pd_objects_address(sensor->self->objects, sensor->wanted), PD_ADDRESS_SIZE);
        context->link(context->user, now, &change);
}

static bool
stands(enum pd_link_state state)
{
        return state == PD_LINK_SUBSCRIBING || state == PD_LINK_LIVE || state == PD_LINK_RESUBSCRIBING;
}

/* Trouble is told once and not again until data has come: a sensor that is
 * in a drawer, or linked and silent, goes through the same for days. */
static void
log_step(const struct pd_bluez_sensor *sensor, const struct pd_link *before, pd_usec now)
{
        const struct pd_link *link = &sensor->link;
        const char *name = name_of(sensor);
        bool began = link->state == PD_LINK_LIVE && before->state == PD_LINK_SUBSCRIBING;

        if (before->failures > 0 ? link->failures == 0 : began)
                pd_log(LOG_INFO, "%s: listening", name);
        else if (before->failures > 0 || link->state == before->state)
                return;
        else if (link->state == PD_LINK_RESUBSCRIBING)
                pd_log(LOG_NOTICE, "%s: silent for %d s; subscribing anew", name, (int) (link->silence / PD_SEC));
        else if (link->state == PD_LINK_DISCONNECTING && before->state != PD_LINK_CONNECTING)
                pd_log(LOG_NOTICE, "%s: no use while %s; disconnecting, then trying again", name, pd_link_state_name(before->state));
        else if (link->state == PD_LINK_WAITING && stands(before->state))
                pd_log(LOG_NOTICE, "%s: link lost; connecting again in %d ms", name, (int) ((link->wake - now) / PD_MSEC));
        else if (link->state == PD_LINK_ABSENT)
                pd_log(LOG_NOTICE, "%s: not known to BlueZ; scanning for it", name);
}

/* Is a sensor that is looked for likelier to be found than a moment ago?
 * Whoever loses one sensor, or finds one, may be about to put on another. */
static bool
promises(enum pd_link_input input)
{
        return input == PD_LINK_ADAPTER_UP || input == PD_LINK_APPEARED || input == PD_LINK_VANISHED || input == PD_LINK_DISCONNECTED;
}

void
pd_bluez_sensor_feed(struct pd_bluez_sensor *sensor, pd_usec now, enum pd_link_input input)
{
        const struct pd_link before = sensor->link;
        enum pd_link_action action;

        if (sensor->forgotten)
                return;
        action = pd_link_feed(&sensor->link, now, input);
        if (input == PD_LINK_VANISHED || input == PD_LINK_ADAPTER_DOWN)
                pd_bluez_drop_calls(sensor->self, sensor, GROUND_CALLS);
        if (promises(input))
                pd_bluez_scan_feed(sensor->self, now, PD_SCAN_EXPECT);
        log_step(sensor, &before, now);
        if (sensor->link.state != before.state && !stands(sensor->link.state))
                pd_bluez_drop_calls(sensor->self, sensor, LINK_CALLS);
        report(sensor, now);
        perform(sensor, now, action);
}

void
pd_bluez_sensor_release(struct pd_bluez_sensor *sensor, pd_usec now)
{
        bool holds = sensor->link.connected || pd_link_holds_turn(&sensor->link);

        if (holds && pd_objects_device(sensor->self->objects, sensor->wanted))
                disconnect_device(sensor, now);
        pd_bluez_drop_calls(sensor->self, sensor, GROUND_CALLS | LINK_CALLS);
        pd_link_init(&sensor->link, sensor->link.random);
        report(sensor, now);
        sensor->forgotten = true;
}

/* What is lost first and from the ground up, what is new last and ending
 * with what sets the link off: so a link that stands already is adopted as
 * a whole instead of being made a second time. */
void
pd_bluez_sensor_reconcile(struct pd_bluez_sensor *sensor, pd_usec now)
{
        struct pd_link *link = &sensor->link;
        const struct pd_object *device = pd_objects_device(sensor->self->objects, sensor->wanted);
        const struct pd_object *adapter = pd_objects_adapter(sensor->self->objects, device ? device->path : NULL);
        bool up = adapter && adapter->adapter.powered;
        bool connected = device && device->device.connected;
        bool resolved = connected && device->device.resolved;

        if (link->adapter && !up)
                pd_bluez_sensor_feed(sensor, now, PD_LINK_ADAPTER_DOWN);
        if (link->present && !device)
                pd_bluez_sensor_feed(sensor, now, PD_LINK_VANISHED);
        if (link->connected && !connected)
                pd_bluez_sensor_feed(sensor, now, PD_LINK_DISCONNECTED);
        if (link->resolved && !resolved)
                pd_bluez_sensor_feed(sensor, now, PD_LINK_UNRESOLVED);
        if (!link->resolved && resolved)
                pd_bluez_sensor_feed(sensor, now, PD_LINK_RESOLVED);
        if (!link->connected && connected)
                pd_bluez_sensor_feed(sensor, now, PD_LINK_CONNECTED);
        if (!link->present && device)
                pd_bluez_sensor_feed(sensor, now, PD_LINK_APPEARED);
        if (!link->adapter && up)
                pd_bluez_sensor_feed(sensor, now, PD_LINK_ADAPTER_UP);
}

/* BlueZ may say that the services are known before it shows them all. */
void
pd_bluez_sensor_characteristic(struct pd_bluez_sensor *sensor, const struct pd_object *object)
{
        const struct pd_characteristic *characteristic;
        const struct pd_sensor_type *type = pd_sensor_type_of(object->characteristic.uuid, &characteristic);

        if (stands(sensor->link.state))
                take_up(sensor, type, characteristic, object);
}

void
pd_bluez_sensor_value(struct pd_bluez_sensor *sensor, uint16_t uuid, const uint8_t *bytes, size_t size, pd_usec at)
{
        const struct pd_source_context *context = sensor->self->context;
        const struct pd_characteristic *characteristic;
        const struct pd_sensor_type *type = pd_sensor_type_of(uuid, &characteristic);
        struct pd_frame frame = {.characteristic = uuid};
        enum pd_link_state before = sensor->link.state;

        if (uuid == PD_BLUEZ_BATTERY_LEVEL && size == 1) {
                if (bytes[0] == sensor->battery)
                        return; /* BlueZ says it as often as the sensor does, some each second */
                sensor->battery = bytes[0];
        }
        frame.length = (uint16_t) (size < PD_FRAME_BYTES_MAX ? size : PD_FRAME_BYTES_MAX);
        if (frame.length > 0)
                memcpy(frame.bytes, bytes, frame.length);
        memcpy(frame.address, pd_objects_address(sensor->self->objects, sensor->wanted), PD_ADDRESS_SIZE);
        context->frame(context->user, at, &frame);
        if (!type || !type->title || characteristic->delivery != PD_DELIVERY_NOTIFY)
                return; /* no measurement */
        pd_bluez_sensor_feed(sensor, at, PD_LINK_DATA);
        if (sensor->link.state != before)
                pd_bluez_arrange(sensor->self, at);
}

static void
connect_answered(struct pd_bluez_sensor *sensor, const struct pd_bluez_call *call, const sd_bus_error *error, pd_usec now)
{
        bool first = sensor->link.failures == 0;

        if (!error) {
                pd_bluez_sensor_feed(sensor, now, PD_LINK_CONNECT_OK);
                return;
        }
        if (sd_bus_error_has_name(error, "org.bluez.Error.InProgress")) {
                pd_bluez_sensor_feed(sensor, now, PD_LINK_CONNECT_BUSY);
                return;
        }
        pd_bluez_sensor_feed(sensor, now, PD_LINK_CONNECT_FAILED);
        if (sensor->link.state == PD_LINK_WAITING && first)
                pd_log(LOG_NOTICE, "%s: cannot connect (%s); trying again every %d s at most", name_of(sensor),
                        error->message ? error->message : error->name, (int) (PD_LINK_BACKOFF_MAX / PD_SEC));
        if (sd_bus_error_has_name(error, SD_BUS_ERROR_UNKNOWN_OBJECT) || sd_bus_error_has_name(error, SD_BUS_ERROR_UNKNOWN_METHOD))
                pd_bluez_tree_forget(sensor->self, call->path, now);
}

static void
subscribe_answered(struct pd_bluez_sensor *sensor, const struct pd_bluez_call *call, const sd_bus_error *error, pd_usec now)
{
        /* InProgress: our own request of a moment ago. */
        bool good = !error || sd_bus_error_has_name(error, "org.bluez.Error.InProgress");
        pd_usec silence = call->type->silence;

        if (!good)
                pd_log(call->type->title && sensor->link.failures == 0 ? LOG_WARNING : LOG_DEBUG, "%s: cannot subscribe to 0x%04X (%s); %s",
                        name_of(sensor), call->uuid, error->message ? error->message : error->name,
                        call->type->title ? "disconnecting if nothing else is offered" : "going on without");
        if (!call->type->title)
                return;
        assert(sensor->asked > 0);
        sensor->asked--;
        if (good) {
                if (sensor->subscribed > 0 && sensor->link.silence > silence)
                        silence = sensor->link.silence;
                sensor->subscribed++;
                pd_link_set_silence(&sensor->link, silence);
                pd_bluez_sensor_feed(sensor, now, PD_LINK_SUBSCRIBE_OK);
        } else if (sensor->asked == 0 && sensor->subscribed == 0) {
                pd_bluez_sensor_feed(sensor, now, PD_LINK_SUBSCRIBE_FAILED);
        }
}

static void
read_answered(struct pd_bluez_sensor *sensor, const struct pd_bluez_call *call, sd_bus_message *reply, pd_usec now)
{
        const void *bytes;
        size_t size;

        if (sd_bus_message_is_method_error(reply, NULL) || sd_bus_message_read_array(reply, SD_BUS_TYPE_BYTE, &bytes, &size) < 0)
                return; /* a label that is not known: nothing depends on it */
        pd_bluez_sensor_value(sensor, call->uuid, bytes, size, now);
}

void
pd_bluez_sensor_answered(const struct pd_bluez_call *call, sd_bus_message *reply, pd_usec now)
{
        struct pd_bluez_sensor *sensor = call->sensor;
        const sd_bus_error *error = sd_bus_message_get_error(reply);

        switch (call->purpose) {
        case PD_BLUEZ_CONNECT:
                connect_answered(sensor, call, error, now);
                break;
        case PD_BLUEZ_DISCONNECT:
                pd_bluez_sensor_feed(sensor, now, PD_LINK_DISCONNECT_DONE);
                break;
        case PD_BLUEZ_SUBSCRIBE:
                subscribe_answered(sensor, call, error, now);
                break;
        case PD_BLUEZ_READ:
                read_answered(sensor, call, reply, now);
                break;
        case PD_BLUEZ_UNSUBSCRIBE: /* it was said so as not to be remembered */
        case PD_BLUEZ_TREE:
        case PD_BLUEZ_FILTER:
        case PD_BLUEZ_SCAN_START:
        case PD_BLUEZ_SCAN_STOP:
                break;
        }
}
