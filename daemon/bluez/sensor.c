/* SPDX-License-Identifier: MIT */
/* One enrolled sensor: its link decides, this calls, and takes the replies
 * and the values back to it. */
#include "bluez/inside.h"

#include "purposed/log.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

/* The link gives up first, by Disconnect: what neither ends is no attempt any more. */
#define CONNECT_TIMEOUT_US ((uint64_t) (PD_LINK_CONNECT_MAX + PD_LINK_DISCONNECT_MAX + 5 * PD_SEC))
/* Calls that end with the object or the adapter, so that an old reply never counts for a new call. */
#define GROUND_CALLS (1u << PD_BLUEZ_CONNECT | 1u << PD_BLUEZ_DISCONNECT | 1u << PD_BLUEZ_REMOVE)
/* ... and with the link. */
#define LINK_CALLS (1u << PD_BLUEZ_SUBSCRIBE | 1u << PD_BLUEZ_ACQUIRE | 1u << PD_BLUEZ_UNSUBSCRIBE | 1u << PD_BLUEZ_READ)

static const struct pd_bluez_request start_notify = {"org.bluez.GattCharacteristic1", "StartNotify", 0, NULL};

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

        sensor->called = true;
        pd_bluez_drop_calls(sensor->self, sensor, 1u << PD_BLUEZ_DISCONNECT); /* a late answer is not about this Connect */
        if (!device || call_at(sensor, PD_BLUEZ_CONNECT, device->path, NULL, 0, &request) < 0)
                pd_bluez_sensor_feed(sensor, now, PD_LINK_CONNECT_FAILED);
        else
                pd_trust_called(&sensor->trust, device->path);
}

static void
disconnect_device(struct pd_bluez_sensor *sensor, pd_usec now)
{
        static const struct pd_bluez_request request = {"org.bluez.Device1", "Disconnect", 0, NULL};
        const struct pd_object *device = pd_objects_device(sensor->self->objects, sensor->wanted);

        if (!device || call_at(sensor, PD_BLUEZ_DISCONNECT, device->path, NULL, 0, &request) < 0)
                pd_bluez_sensor_feed(sensor, now, PD_LINK_DISCONNECT_DONE);
}

/* Untrusted as well: else the kernel would have it back before the other one. */
void
pd_bluez_sensor_yield(struct pd_bluez_sensor *sensor, const struct pd_bluez_sensor *gains)
{
        pd_log(LOG_NOTICE, "%s: let go so that %s, whose session runs, finds a link; it waits until one is free", name_of(sensor),
                name_of(gains));
        sensor->yielded = true;
        pd_bluez_custody_end(sensor);
}

void
pd_bluez_sensor_turn(struct pd_bluez_sensor *sensor, pd_usec now)
{
        if (sensor->yielded)
                pd_trust_release(&sensor->trust, false); /* trusted anew */
        sensor->yielded = false;
        pd_bluez_sensor_feed(sensor, now, PD_LINK_TURN);
}

/* By the adapter; a connected one is disconnected first. */
static void
remove_device(struct pd_bluez_sensor *sensor, pd_usec now)
{
        static const struct pd_bluez_request request = {"org.bluez.Adapter1", "RemoveDevice", 0, NULL};
        const struct pd_object *device = pd_objects_device(sensor->self->objects, sensor->wanted);
        const struct pd_object *adapter = device ? pd_objects_adapter(sensor->self->objects, device->path) : NULL;
        struct pd_bluez_call call = {.self = sensor->self, .sensor = sensor, .purpose = PD_BLUEZ_REMOVE};
        int r = adapter ? 0 : -ENODEV;

        pd_log(LOG_NOTICE, "%s: has BlueZ forget it, as it may remember it wrongly; it is looked for anew", name_of(sensor));
        if (r == 0) {
                memcpy(call.path, adapter->path, sizeof(call.path));
                memcpy(call.object, device->path, sizeof(call.object));
                r = pd_bluez_call(&call, &request);
        }
        if (r < 0)
                pd_bluez_sensor_feed(sensor, now, PD_LINK_REMOVE_FAILED);
}

static int
append_no_options(sd_bus_message *message)
{
        return sd_bus_message_append(message, "a{sv}", 0);
}

/* CALL tells sensor, path, type and characteristic. */
static int
acquire(const struct pd_bluez_call *call)
{
        static const struct pd_bluez_request request = {"org.bluez.GattCharacteristic1", "AcquireNotify", 0, append_no_options};
        struct pd_bluez_call copy = *call;

        copy.self = call->sensor->self;
        copy.purpose = PD_BLUEZ_ACQUIRE;
        return pd_bluez_call(&copy, &request);
}

/* Once: it is the same with each link. */
static void
note_that_it_is_notified(struct pd_bluez_sensor *sensor, const char *why)
{
        if (!sensor->notified)
                pd_log(LOG_NOTICE, "%s: AcquireNotify is not to be had (%s); going on by StartNotify", name_of(sensor), why);
        sensor->notified = true;
}

/* Measurements alone: a battery is heard as well by way of the bus. */
static bool
wants_socket(struct pd_bluez_sensor *sensor, const struct pd_sensor_type *type, const char *path)
{
        const struct pd_object *object = pd_objects_at(sensor->self->objects, path);

        if (!sensor->acquire || !type->title)
                return false;
        if (object && object->characteristic.acquirable)
                return true;
        note_that_it_is_notified(sensor, "BlueZ does not offer it; 5.48 and newer do");
        return false;
}

static void
subscribe_to(struct pd_bluez_sensor *sensor, const struct pd_sensor_type *type, uint16_t uuid, const char *path)
{
        struct pd_bluez_call acquiring = {.sensor = sensor, .type = type, .uuid = uuid};

        memcpy(acquiring.path, path, strlen(path) + 1);
        if (wants_socket(sensor, type, path) && acquire(&acquiring) >= 0)
                sensor->asked++;
        else if (call_at(sensor, PD_BLUEZ_SUBSCRIBE, path, type, uuid, &start_notify) >= 0 && type->title)
                sensor->asked++;
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

/* What was asked over this link, and what came of it. */
static void
end_subscriptions(struct pd_bluez_sensor *sensor)
{
        pd_bluez_drop_calls(sensor->self, sensor, LINK_CALLS);
        pd_acquired_clear(&sensor->acquired);
}

static void
subscribe(struct pd_bluez_sensor *sensor, pd_usec now)
{
        end_subscriptions(sensor);
        sensor->asked = sensor->subscribed = 0;
        take_up_all(sensor, PD_DELIVERY_NOTIFY);
        if (sensor->asked > 0)
                take_up_all(sensor, PD_DELIVERY_READ);
        else
                pd_bluez_sensor_feed(sensor, now, PD_LINK_SUBSCRIBE_EMPTY);
}

/* All that is notified, or the measurements alone. */
static void
unsubscribe(struct pd_bluez_sensor *sensor, bool all)
{
        static const struct pd_bluez_request request = {"org.bluez.GattCharacteristic1", "StopNotify", 0, NULL};
        const struct pd_objects *objects = sensor->self->objects;
        const struct pd_object *device = pd_objects_device(objects, sensor->wanted);

        for (size_t t = 0; device && pd_sensor_types[t]; t++)
                for (size_t i = 0; i < pd_sensor_types[t]->n_characteristics; i++) {
                        const struct pd_characteristic *characteristic = &pd_sensor_types[t]->characteristics[i];
                        const struct pd_object *object = NULL;

                        if (characteristic->delivery == PD_DELIVERY_NOTIFY && (all || pd_sensor_types[t]->title))
                                object = pd_objects_characteristic(objects, device, characteristic->uuid);
                        if (object)
                                call_at(sensor, PD_BLUEZ_UNSUBSCRIBE, object->path, NULL, 0, &request);
                }
}

/* What BlueZ forgot is not noticed by asking for it again. */
static void
resubscribe(struct pd_bluez_sensor *sensor, pd_usec now)
{
        end_subscriptions(sensor);
        unsubscribe(sensor, false);
        sensor->asked = sensor->subscribed = 0;
        take_up_all(sensor, PD_DELIVERY_NOTIFY);
        if (sensor->asked == 0)
                pd_bluez_sensor_feed(sensor, now, PD_LINK_SUBSCRIBE_EMPTY);
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
        case PD_LINK_REMOVE:
                remove_device(sensor, now);
                break;
        case PD_LINK_RELIST:
                pd_bluez_tree_ask(sensor->self, now);
                break;
        case PD_LINK_SUBSCRIBE:
                subscribe(sensor, now);
                break;
        case PD_LINK_RESUBSCRIBE:
                resubscribe(sensor, now);
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
        if (sensor->audience)
                return;
        memcpy(change.address, pd_objects_address(sensor->self->objects, sensor->wanted), PD_ADDRESS_SIZE);
        context->link(context->user, now, &change);
}

static bool
stands(enum pd_link_state state)
{
        return state == PD_LINK_SUBSCRIBING || state == PD_LINK_LIVE || state == PD_LINK_RESUBSCRIBING;
}

/* Each trouble is told once and not again until data has come: a sensor that
 * is in a drawer, or linked and silent, goes through the same for days. */
static void
log_trouble(struct pd_bluez_sensor *sensor)
{
        enum pd_link_trouble trouble = sensor->link.trouble;

        if (sensor->told & 1u << trouble)
                return;
        sensor->told |= 1u << trouble;
        if (trouble != PD_TROUBLE_NONE && trouble != PD_TROUBLE_DOWN) /* of that the adapter's owner speaks */
                pd_log(LOG_NOTICE, "%s: %s", name_of(sensor), pd_link_trouble_text(trouble));
}

static void
log_step(struct pd_bluez_sensor *sensor, const struct pd_link *before, pd_usec now)
{
        const struct pd_link *link = &sensor->link;
        bool began = link->state == PD_LINK_LIVE && before->state == PD_LINK_SUBSCRIBING;
        bool recovered = before->failures > 0 && link->failures == 0;

        if (recovered || (began && before->failures == 0))
                pd_log(LOG_INFO, "%s: listening", name_of(sensor));
        if (link->state == PD_LINK_LIVE && link->trouble == PD_TROUBLE_NONE && link->failures == 0)
                sensor->told = 0;
        if (link->state == PD_LINK_WAITING && stands(before->state) && before->failures == 0)
                pd_log(LOG_NOTICE, "%s: link lost while %s; connecting again in %d ms", name_of(sensor), pd_link_state_name(before->state),
                        (int) ((link->wake - now) / PD_MSEC));
        if (link->trouble != before->trouble)
                log_trouble(sensor);
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
        pd_bluez_signs_of_link(sensor, input, now);
        action = pd_link_feed(&sensor->link, now, input);
        if (input == PD_LINK_VANISHED || input == PD_LINK_ADAPTER_DOWN)
                pd_bluez_drop_calls(sensor->self, sensor, GROUND_CALLS);
        if (promises(input))
                pd_bluez_scan_expect(sensor->self, now);
        log_step(sensor, &before, now);
        if (sensor->link.state != before.state && !stands(sensor->link.state))
                end_subscriptions(sensor);
        report(sensor, now);
        perform(sensor, now, action);
}

void
pd_bluez_sensor_release(struct pd_bluez_sensor *sensor, pd_usec now)
{
        bool adopted = pd_bluez_guest_is_adopted(sensor);
        bool holds = sensor->link.connected || pd_link_holds_turn(&sensor->link);

        if (sensor->link.connected)
                unsubscribe(sensor, true); /* or BlueZ subscribes us again at its next link, whosever that is */
        if (!sensor->audience)
                pd_bluez_custody_end(sensor);
        else if (holds && !adopted && pd_objects_device(sensor->self->objects, sensor->wanted))
                disconnect_device(sensor, now);
        pd_bluez_drop_calls(sensor->self, sensor, GROUND_CALLS | 1u << PD_BLUEZ_TRUST | 1u << PD_BLUEZ_LET_GO);
        end_subscriptions(sensor);
        pd_link_init(&sensor->link, sensor->link.random);
        report(sensor, now);
}

/* Is there a measurement among what BlueZ shows of it? */
static bool
offers_one(const struct pd_bluez_sensor *sensor)
{
        const struct pd_objects *objects = sensor->self->objects;
        const struct pd_object *device = pd_objects_device(objects, sensor->wanted);

        for (size_t t = 0; device && pd_sensor_types[t]; t++)
                for (size_t i = 0; pd_sensor_types[t]->title && i < pd_sensor_types[t]->n_characteristics; i++) {
                        const struct pd_characteristic *characteristic = &pd_sensor_types[t]->characteristics[i];

                        if (characteristic->delivery == PD_DELIVERY_NOTIFY
                                && pd_objects_characteristic(objects, device, characteristic->uuid))
                                return true;
                }
        return false;
}

void
pd_bluez_sensor_reconcile(struct pd_bluez_sensor *sensor, pd_usec now)
{
        bool ours = !sensor->trust.released; /* a link to a released one is another program's */
        const struct pd_object *device = ours ? pd_objects_device(sensor->self->objects, sensor->wanted) : NULL;
        const struct pd_object *adapter = ours ? pd_objects_adapter(sensor->self->objects, device ? device->path : NULL) : NULL;
        struct pd_link_facts facts = {.adapter = adapter && adapter->adapter.powered, .present = device};
        enum pd_link_input input;

        if (sensor->forgotten)
                return;
        pd_bluez_custody_look(sensor);
        if (device) {
                facts.connected = device->device.connected;
                facts.resolved = device->device.resolved;
                facts.bonded = device->device.paired || device->device.bonded;
                facts.listed = pd_bluez_profile_lists(sensor, device);
        }
        while ((input = pd_link_difference(&sensor->link, &facts)) != PD_LINK_INPUT_COUNT)
                pd_bluez_sensor_feed(sensor, now, input);
        if (sensor->link.state == PD_LINK_INCOMPLETE && offers_one(sensor))
                pd_bluez_sensor_feed(sensor, now, PD_LINK_OFFERED);
}

/* Why a link ended, said beside Connected=false by BlueZ 5.83 and later. That it was ended from here tells nobody anything. */
void
pd_bluez_sensor_disconnected(struct pd_bluez_sensor *sensor, const char *reason, const char *message, pd_usec now)
{
        bool tells = sensor->link.failures <= 1 && strcmp(reason, "org.bluez.Reason.Local") != 0;

        pd_log(tells ? LOG_NOTICE : LOG_DEBUG, "%s: why the link ended: %s", name_of(sensor), message);
        if (strcmp(reason, "org.bluez.Reason.Authentication") == 0)
                pd_bluez_sensor_feed(sensor, now, PD_LINK_AUTH_FAILED);
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

        if (sensor->trust.released)
                return;
        if (uuid == PD_BLUEZ_BATTERY_LEVEL && size == 1) {
                if (bytes[0] == sensor->battery)
                        return; /* BlueZ says it as often as the sensor does, some each second */
                sensor->battery = bytes[0];
        }
        frame.length = (uint16_t) (size < PD_FRAME_BYTES_MAX ? size : PD_FRAME_BYTES_MAX);
        if (frame.length > 0)
                memcpy(frame.bytes, bytes, frame.length);
        memcpy(frame.address, pd_objects_address(sensor->self->objects, sensor->wanted), PD_ADDRESS_SIZE);
        if (sensor->audience)
                sensor->audience->frame(sensor->audience->user, at, &frame);
        else
                context->frame(context->user, at, &frame);
        if (!type || !type->title || characteristic->delivery != PD_DELIVERY_NOTIFY)
                return; /* no measurement */
        if (sensor->audience)
                pd_bluez_guest_spoke(sensor, at);
        pd_bluez_sensor_feed(sensor, at, PD_LINK_DATA);
        if (sensor->link.state != before)
                pd_bluez_arrange(sensor->self, at);
}

/* BlueZ does not know the object any more, whatever we believe. */
static bool
is_unknown(const sd_bus_error *error)
{
        return sd_bus_error_has_name(error, SD_BUS_ERROR_UNKNOWN_OBJECT) || sd_bus_error_has_name(error, SD_BUS_ERROR_UNKNOWN_METHOD)
                || sd_bus_error_has_name(error, SD_BUS_ERROR_UNKNOWN_INTERFACE)
                || sd_bus_error_has_name(error, "org.bluez.Error.DoesNotExist");
}

static void
connect_answered(struct pd_bluez_sensor *sensor, const struct pd_bluez_call *call, const sd_bus_error *error, pd_usec now)
{
        bool fresh = !(sensor->told & 1u << PD_TROUBLE_REFUSED);

        if (!error) {
                pd_bluez_sensor_feed(sensor, now, PD_LINK_CONNECT_OK);
                return;
        }
        if (sd_bus_error_has_name(error, "org.bluez.Error.InProgress")) {
                pd_bluez_sensor_feed(sensor, now, PD_LINK_CONNECT_BUSY);
                return;
        }
        pd_bluez_radio_refused(sensor->self, call->path, error, now);
        if (fresh && sensor->link.state == PD_LINK_CONNECTING)
                pd_log(LOG_NOTICE, "%s: cannot connect (%s); trying again every %d s at most", name_of(sensor),
                        error->message ? error->message : error->name, (int) (PD_LINK_BACKOFF_MAX / PD_SEC));
        sensor->told |= 1u << PD_TROUBLE_REFUSED;
        if (sd_bus_error_has_name(error, "org.bluez.Error.AuthenticationFailed"))
                pd_bluez_sensor_feed(sensor, now, PD_LINK_AUTH_FAILED);
        pd_bluez_sensor_feed(sensor, now, PD_LINK_CONNECT_FAILED);
        if (is_unknown(error))
                pd_bluez_tree_forget(sensor->self, call->path, now);
}

static void
disconnect_answered(struct pd_bluez_sensor *sensor, const struct pd_bluez_call *call, const sd_bus_error *error, pd_usec now)
{
        if (error && sd_bus_error_has_names(error, SD_BUS_ERROR_NO_REPLY, SD_BUS_ERROR_TIMEOUT))
                return; /* the link has long stopped waiting for it */
        pd_bluez_drop_calls(sensor->self, sensor, 1u << PD_BLUEZ_CONNECT); /* if it was not answered by now it will not be */
        if (error && is_unknown(error))
                pd_bluez_tree_forget(sensor->self, call->path, now);
        pd_bluez_sensor_feed(sensor, now, PD_LINK_DISCONNECT_DONE);
}

static void
remove_answered(struct pd_bluez_sensor *sensor, const struct pd_bluez_call *call, const sd_bus_error *error, pd_usec now)
{
        if (error && is_unknown(error))
                pd_bluez_tree_forget(sensor->self, call->object, now);
        else if (error)
                pd_bluez_sensor_feed(sensor, now, PD_LINK_REMOVE_FAILED);
}

/* create_gatt_dbus_error() and characteristic_start_notify() in BlueZ's
 * src/gatt-client.c: one word for two things, told apart by the text. */
static enum pd_link_input
refusal_of(const sd_bus_error *error)
{
        bool permitted = !sd_bus_error_has_name(error, "org.bluez.Error.NotPermitted");

        if (!permitted && error->message && strcmp(error->message, "Notify acquired") == 0)
                return PD_LINK_SUBSCRIBE_HELD;
        if (!permitted || sd_bus_error_has_name(error, "org.bluez.Error.NotAuthorized"))
                return PD_LINK_AUTH_FAILED;
        return PD_LINK_SUBSCRIBE_FAILED;
}

/* None of its measurements could be subscribed to. */
static void
subscriptions_failed(struct pd_bluez_sensor *sensor, const struct pd_bluez_call *call, const sd_bus_error *error, pd_usec now)
{
        enum pd_link_input input = refusal_of(error);

        if (is_unknown(error)) {
                pd_objects_vanish(sensor->self->objects, call->path, "org.bluez.GattCharacteristic1");
                input = PD_LINK_SUBSCRIBE_EMPTY;
        }
        pd_bluez_sensor_feed(sensor, now, input);
        if (input == PD_LINK_AUTH_FAILED)
                pd_bluez_sensor_feed(sensor, now, PD_LINK_SUBSCRIBE_FAILED);
}

static void
subscribe_answered(struct pd_bluez_sensor *sensor, const struct pd_bluez_call *call, const sd_bus_error *error, pd_usec now)
{
        /* InProgress: our own request of a moment ago. */
        bool good = !error || sd_bus_error_has_name(error, "org.bluez.Error.InProgress");
        pd_usec silence = call->type->silence;

        if (!good)
                pd_log(call->type->title && sensor->link.failures == 0 ? LOG_WARNING : LOG_DEBUG, "%s: cannot subscribe to 0x%04X (%s)",
                        name_of(sensor), call->uuid, error->message ? error->message : error->name);
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
                subscriptions_failed(sensor, call, error, now);
        }
}

/* The descriptor is the message's. */
static int
take_socket(struct pd_bluez_sensor *sensor, uint16_t uuid, sd_bus_message *reply)
{
        uint16_t mtu;
        int fd, r = sd_bus_message_read(reply, "hq", &fd, &mtu);

        if (r < 0)
                return r;
        fd = fcntl(fd, F_DUPFD_CLOEXEC, 3);
        if (fd < 0)
                return -errno;
        return pd_acquired_take(&sensor->acquired, sensor->self->context->loop, uuid, fd);
}

/* Answers after which StartNotify may do better: src/gatt-client.c of BlueZ
 * says InProgress where anybody has a notify session, NotPermitted where
 * somebody has the socket. That may be our own of a moment ago, of which
 * bluetoothd has not yet seen the end: a second try comes after it. */
static bool
may_be_notified(const sd_bus_error *error)
{
        static const char *const names[] = {"org.bluez.Error.InProgress", "org.bluez.Error.NotPermitted", "org.bluez.Error.NotSupported",
                SD_BUS_ERROR_UNKNOWN_METHOD};

        for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
                if (sd_bus_error_has_name(error, names[i]))
                        return true;
        return false;
}

static void
acquire_answered(struct pd_bluez_sensor *sensor, const struct pd_bluez_call *call, sd_bus_message *reply, pd_usec now)
{
        const sd_bus_error *error = sd_bus_message_get_error(reply);
        struct pd_bluez_call again = *call;
        int r = error ? 0 : take_socket(sensor, call->uuid, reply);

        again.again = true;
        if (error && sd_bus_error_has_name(error, "org.bluez.Error.NotPermitted") && !call->again && acquire(&again) >= 0)
                return;
        if (r >= 0 && (!error || !may_be_notified(error))) {
                subscribe_answered(sensor, call, error, now);
                return;
        }
        note_that_it_is_notified(sensor, r < 0 ? strerror(-r) : error->message ? error->message : error->name);
        if (call_at(sensor, PD_BLUEZ_SUBSCRIBE, call->path, call->type, call->uuid, &start_notify) < 0)
                subscribe_answered(sensor, call, &SD_BUS_ERROR_MAKE_CONST(SD_BUS_ERROR_NO_MEMORY, "out of memory"), now);
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
                disconnect_answered(sensor, call, error, now);
                break;
        case PD_BLUEZ_REMOVE:
                remove_answered(sensor, call, error, now);
                break;
        case PD_BLUEZ_SUBSCRIBE:
                subscribe_answered(sensor, call, error, now);
                break;
        case PD_BLUEZ_ACQUIRE:
                acquire_answered(sensor, call, reply, now);
                break;
        case PD_BLUEZ_READ:
                read_answered(sensor, call, reply, now);
                break;
        case PD_BLUEZ_UNSUBSCRIBE: /* it was said so as not to be remembered */
        case PD_BLUEZ_TREE:
        case PD_BLUEZ_FILTER:
        case PD_BLUEZ_SCAN_START:
        case PD_BLUEZ_SCAN_STOP:
        case PD_BLUEZ_POWER:
        case PD_BLUEZ_CLEAR:
        case PD_BLUEZ_REGISTER:
        case PD_BLUEZ_UNREGISTER:
        case PD_BLUEZ_TRUST:
        case PD_BLUEZ_LET_GO:
        case PD_BLUEZ_FACE:
        case PD_BLUEZ_CLIMB_ASK:
        case PD_BLUEZ_CLIMB_STOP:
        case PD_BLUEZ_CLIMB_OFF:
        case PD_BLUEZ_CLIMB_ON:
                break;
        }
}

static pd_usec
socket_now(void *user)
{
        const struct pd_bluez_sensor *sensor = user;

        return pd_bluez_now(sensor->self);
}

static void
socket_frame(void *user, uint16_t uuid, const uint8_t *bytes, size_t size, pd_usec at)
{
        pd_bluez_sensor_value(user, uuid, bytes, size, at);
}

/* Whether the link is lost, BlueZ's properties say; if it stands, silence
 * acquires anew. */
static void
socket_ended(void *user, uint16_t uuid)
{
        pd_log(LOG_DEBUG, "%s: BlueZ closed the socket of 0x%04X", name_of(user), uuid);
}

void
pd_bluez_sensor_init(struct pd_bluez_sensor *sensor, struct pd_bluez *self, const struct pd_bluez_wish *wish)
{
        const struct pd_acquired_ops ops = {.now = socket_now, .frame = socket_frame, .ended = socket_ended, .user = sensor};

        sensor->self = self;
        sensor->battery = sensor->adapter = -1;
        sensor->missed = PD_NEVER;
        sensor->acquire = wish->acquire;
        pd_trust_release(&sensor->trust, wish->released);
        pd_acquired_init(&sensor->acquired, &ops);
}

void
pd_bluez_sensor_free(struct pd_bluez_sensor *sensor)
{
        pd_acquired_clear(&sensor->acquired);
        free(sensor);
}
