/* SPDX-License-Identifier: MIT */
/* What a sensor is asked to send: its measurements by StartNotify or
 * AcquireNotify, its battery, its labels; and what it answers. */
#include "bluez/inside.h"

#include "purposed/log.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <syslog.h>

/* Calls that end with the link. */
#define LINK_CALLS (1u << PD_BLUEZ_SUBSCRIBE | 1u << PD_BLUEZ_ACQUIRE | 1u << PD_BLUEZ_UNSUBSCRIBE | 1u << PD_BLUEZ_READ)

static const struct pd_bluez_request start_notify = {"org.bluez.GattCharacteristic1", "StartNotify", 0, NULL};

/* ---- asked ---- */

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
                pd_log(LOG_NOTICE, "%s: AcquireNotify is not to be had (%s); going on by StartNotify", pd_bluez_sensor_name(sensor), why);
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
        else if (pd_bluez_sensor_call(sensor, PD_BLUEZ_SUBSCRIBE, path, type, uuid, &start_notify) >= 0 && type->title)
                sensor->asked++;
}

static void
read_once(struct pd_bluez_sensor *sensor, uint16_t uuid, const char *path)
{
        static const struct pd_bluez_request request = {"org.bluez.GattCharacteristic1", "ReadValue", 0, append_no_options};

        pd_bluez_sensor_call(sensor, PD_BLUEZ_READ, path, NULL, uuid, &request);
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

/* BlueZ may say that the services are known before it shows them all. */
void
pd_bluez_subscription_appeared(struct pd_bluez_sensor *sensor, const struct pd_object *object)
{
        const struct pd_characteristic *characteristic;
        const struct pd_sensor_type *type = pd_sensor_type_of(object->characteristic.uuid, &characteristic);

        if (pd_link_subscribes(&sensor->link))
                take_up(sensor, type, characteristic, object);
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
void
pd_bluez_subscriptions_end(struct pd_bluez_sensor *sensor)
{
        pd_bluez_drop_calls(sensor->self, sensor, LINK_CALLS);
        pd_acquired_clear(&sensor->acquired);
}

void
pd_bluez_subscribe(struct pd_bluez_sensor *sensor, pd_usec now)
{
        pd_bluez_subscriptions_end(sensor);
        sensor->asked = sensor->subscribed = 0;
        take_up_all(sensor, PD_DELIVERY_NOTIFY);
        if (sensor->asked > 0)
                take_up_all(sensor, PD_DELIVERY_READ);
        else
                pd_bluez_sensor_feed(sensor, now, PD_LINK_SUBSCRIBE_EMPTY);
}

/* All that is notified, or the measurements alone. */
void
pd_bluez_unsubscribe(struct pd_bluez_sensor *sensor, bool all)
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
                                pd_bluez_sensor_call(sensor, PD_BLUEZ_UNSUBSCRIBE, object->path, NULL, 0, &request);
                }
}

/* What BlueZ forgot is not noticed by asking for it again. */
void
pd_bluez_subscribe_anew(struct pd_bluez_sensor *sensor, pd_usec now)
{
        pd_bluez_subscriptions_end(sensor);
        pd_bluez_unsubscribe(sensor, false);
        sensor->asked = sensor->subscribed = 0;
        take_up_all(sensor, PD_DELIVERY_NOTIFY);
        if (sensor->asked == 0)
                pd_bluez_sensor_feed(sensor, now, PD_LINK_SUBSCRIBE_EMPTY);
}

/* Is there a measurement among what BlueZ shows of it? */
bool
pd_bluez_subscription_offered(const struct pd_bluez_sensor *sensor)
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

/* ---- answered ---- */

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

        if (pd_bluez_is_unknown(error)) {
                pd_objects_vanish(sensor->self->objects, call->path, "org.bluez.GattCharacteristic1");
                input = PD_LINK_SUBSCRIBE_EMPTY;
        }
        pd_bluez_sensor_feed(sensor, now, input);
        if (input == PD_LINK_AUTH_FAILED)
                pd_bluez_sensor_feed(sensor, now, PD_LINK_SUBSCRIBE_FAILED);
}

/* Once for each measurement: it is the same with each link. */
static void
note_refusal(struct pd_bluez_sensor *sensor, const struct pd_bluez_call *call, const sd_bus_error *error)
{
        bool news = call->type->title && call->uuid != sensor->refused;

        pd_log(news ? LOG_WARNING : LOG_DEBUG, "%s: cannot subscribe to 0x%04X (%s)", pd_bluez_sensor_name(sensor), call->uuid,
                error->message ? error->message : error->name);
        if (news)
                sensor->refused = call->uuid;
}

static void
subscribe_answered(struct pd_bluez_sensor *sensor, const struct pd_bluez_call *call, const sd_bus_error *error, pd_usec now)
{
        /* InProgress: our own request of a moment ago. */
        bool good = !error || sd_bus_error_has_name(error, "org.bluez.Error.InProgress");
        pd_usec silence = call->type->silence;

        if (!good)
                note_refusal(sensor, call, error);
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
        if (pd_bluez_sensor_call(sensor, PD_BLUEZ_SUBSCRIBE, call->path, call->type, call->uuid, &start_notify) < 0)
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
pd_bluez_subscription_answered(const struct pd_bluez_call *call, sd_bus_message *reply, pd_usec now)
{
        if (call->purpose == PD_BLUEZ_SUBSCRIBE)
                subscribe_answered(call->sensor, call, sd_bus_message_get_error(reply), now);
        else if (call->purpose == PD_BLUEZ_ACQUIRE)
                acquire_answered(call->sensor, call, reply, now);
        else if (call->purpose == PD_BLUEZ_READ)
                read_answered(call->sensor, call, reply, now);
}

/* ---- by the socket ---- */

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
        pd_log(LOG_DEBUG, "%s: BlueZ closed the socket of 0x%04X", pd_bluez_sensor_name(user), uuid);
}

void
pd_bluez_subscriptions_init(struct pd_bluez_sensor *sensor)
{
        const struct pd_acquired_ops ops = {.now = socket_now, .frame = socket_frame, .ended = socket_ended, .user = sensor};

        pd_acquired_init(&sensor->acquired, &ops);
}
