/* SPDX-License-Identifier: MIT */
/* One enrolled sensor: its link decides, this calls, and takes the replies
 * and the values back to it. */
#include "bluez/inside.h"

#include "purposed/log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

/* The link gives up first, by Disconnect: what neither ends is no attempt any more. */
#define CONNECT_TIMEOUT_US ((uint64_t) (PD_LINK_CONNECT_MAX + PD_LINK_DISCONNECT_MAX + 5 * PD_SEC))
/* Calls that end with the object or the adapter, so that an old reply never counts for a new call. */
#define GROUND_CALLS (1u << PD_BLUEZ_CONNECT | 1u << PD_BLUEZ_DISCONNECT | 1u << PD_BLUEZ_REMOVE)

int
pd_bluez_sensor_call(struct pd_bluez_sensor *sensor, enum pd_bluez_purpose purpose, const char *path, const struct pd_sensor_type *type,
        uint16_t uuid, const struct pd_bluez_request *request)
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
        if (!device || pd_bluez_sensor_call(sensor, PD_BLUEZ_CONNECT, device->path, NULL, 0, &request) < 0)
                pd_bluez_sensor_feed(sensor, now, PD_LINK_CONNECT_FAILED);
        else
                pd_bluez_custody_called(sensor, device);
}

static void
disconnect_device(struct pd_bluez_sensor *sensor, pd_usec now)
{
        static const struct pd_bluez_request request = {"org.bluez.Device1", "Disconnect", 0, NULL};
        const struct pd_object *device = pd_objects_device(sensor->self->objects, sensor->wanted);

        if (pd_bluez_guest_is_adopted(sensor))
                return; /* that link is another program's: time leads on */
        if (!device || pd_bluez_sensor_call(sensor, PD_BLUEZ_DISCONNECT, device->path, NULL, 0, &request) < 0)
                pd_bluez_sensor_feed(sensor, now, PD_LINK_DISCONNECT_DONE);
}

/* By the adapter; a connected one is disconnected first. Never a guest: it may
 * be what another program made, and is left as it was found. */
static void
remove_device(struct pd_bluez_sensor *sensor, pd_usec now)
{
        static const struct pd_bluez_request request = {"org.bluez.Adapter1", "RemoveDevice", 0, NULL};
        const struct pd_object *device = pd_objects_device(sensor->self->objects, sensor->wanted);
        const struct pd_object *adapter = device ? pd_objects_adapter(sensor->self->objects, device->path) : NULL;
        struct pd_bluez_call call = {.self = sensor->self, .sensor = sensor, .purpose = PD_BLUEZ_REMOVE};
        int r = adapter ? 0 : -ENODEV;

        if (sensor->audience) {
                pd_bluez_sensor_feed(sensor, now, PD_LINK_REMOVE_FAILED);
                return;
        }
        pd_bluez_sensor_log_removal(sensor);
        if (r == 0) {
                memcpy(call.path, adapter->path, sizeof(call.path));
                memcpy(call.object, device->path, sizeof(call.object));
                r = pd_bluez_call(&call, &request);
        }
        if (r < 0)
                pd_bluez_sensor_feed(sensor, now, PD_LINK_REMOVE_FAILED);
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
                pd_bluez_subscribe(sensor, now);
                break;
        case PD_LINK_RESUBSCRIBE:
                pd_bluez_subscribe_anew(sensor, now);
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

enum pd_trouble
pd_bluez_sensor_trouble(const struct pd_bluez_sensor *sensor)
{
        return sensor->trust.released ? PD_TROUBLE_NONE : sensor->link.trouble;
}

void
pd_bluez_sensor_tell_trouble(struct pd_bluez_sensor *sensor, pd_usec now)
{
        const struct pd_source_context *context = sensor->self->context;
        enum pd_trouble trouble = pd_bluez_sensor_trouble(sensor);

        if (sensor->trouble_told == trouble || sensor->audience || sensor->forgotten)
                return;
        sensor->trouble_told = trouble;
        context->trouble(context->user, now, pd_objects_address(sensor->self->objects, sensor->wanted), pd_trouble_name(trouble));
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
        pd_bluez_sensor_log_step(sensor, &before, now);
        if (sensor->link.state != before.state && !pd_link_subscribes(&sensor->link))
                pd_bluez_subscriptions_end(sensor);
        report(sensor, now);
        perform(sensor, now, action);
}

/* Untrusted as well: else the kernel would have it back before the other one. */
void
pd_bluez_sensor_yield(struct pd_bluez_sensor *sensor, const struct pd_bluez_sensor *gains)
{
        pd_log(LOG_NOTICE, "%s: let go so that %s, whose session runs, finds a link; it waits until one is free",
                pd_bluez_sensor_name(sensor), pd_bluez_sensor_name(gains));
        sensor->yielded = true;
        pd_bluez_custody_end(sensor);
}

void
pd_bluez_sensor_turn(struct pd_bluez_sensor *sensor, pd_usec now)
{
        if (sensor->yielded)
                pd_trust_release(&sensor->trust, false); /* trusted anew */
        sensor->yielded = false;
        pd_bluez_sensor_reconcile(sensor, now); /* of its objects another one may count now, and that one be bonded */
        pd_bluez_sensor_feed(sensor, now, PD_LINK_TURN);
}

void
pd_bluez_sensor_release(struct pd_bluez_sensor *sensor, pd_usec now)
{
        bool adopted = pd_bluez_guest_is_adopted(sensor);
        bool holds = sensor->link.connected || pd_link_holds_turn(&sensor->link);

        if (sensor->link.connected)
                pd_bluez_unsubscribe(sensor, true); /* or BlueZ subscribes us again at its next link, whosever that is */
        if (!sensor->audience && !sensor->trust.released) /* a released one's link is another program's */
                pd_bluez_custody_end(sensor);
        else if (sensor->audience && holds && !adopted && pd_objects_device(sensor->self->objects, sensor->wanted))
                disconnect_device(sensor, now);
        pd_bluez_drop_calls(sensor->self, sensor, GROUND_CALLS | 1u << PD_BLUEZ_TRUST | 1u << PD_BLUEZ_LET_GO);
        pd_bluez_subscriptions_end(sensor);
        pd_link_init(&sensor->link, sensor->link.random);
        report(sensor, now);
}

/* The object that something was begun with went with its adapter, and another
 * adapter has one: whatever was begun is void. */
static bool
was_replaced(const struct pd_bluez_sensor *sensor, const struct pd_object *device)
{
        const struct pd_objects *objects = sensor->self->objects;
        const struct pd_object *adapter;

        if (!device || strcmp(device->path, sensor->object) == 0)
                return false;
        if (sensor->link.state < PD_LINK_CONNECTING && !sensor->link.connect_pending)
                return false; /* nothing was begun */
        adapter = pd_objects_at(objects, sensor->object) ? pd_objects_adapter(objects, sensor->object) : NULL;
        return !adapter || !adapter->adapter.powered;
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
        if (was_replaced(sensor, device))
                pd_bluez_sensor_feed(sensor, now, sensor->link.remove_pending ? PD_LINK_VANISHED : PD_LINK_ADAPTER_DOWN);
        if (device)
                memcpy(sensor->object, device->path, sizeof(sensor->object));
        while ((input = pd_link_difference(&sensor->link, &facts)) != PD_LINK_INPUT_COUNT)
                pd_bluez_sensor_feed(sensor, now, input);
        if (sensor->link.state == PD_LINK_INCOMPLETE && pd_bluez_subscription_offered(sensor))
                pd_bluez_sensor_feed(sensor, now, PD_LINK_OFFERED);
}

void
pd_bluez_sensor_disconnected(struct pd_bluez_sensor *sensor, const char *reason, const char *message, pd_usec now)
{
        pd_bluez_sensor_log_end(sensor, reason, message);
        if (strcmp(reason, "org.bluez.Reason.Authentication") == 0)
                pd_bluez_sensor_feed(sensor, now, PD_LINK_AUTH_FAILED);
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
        pd_bluez_sensor_tell_trouble(sensor, at); /* there is none where data come, and nobody arranges anything for it */
        if (sensor->link.state != before)
                pd_bluez_arrange(sensor->self, at);
}

static void
connect_answered(struct pd_bluez_sensor *sensor, const struct pd_bluez_call *call, const sd_bus_error *error, pd_usec now)
{
        if (!error) {
                pd_bluez_sensor_feed(sensor, now, PD_LINK_CONNECT_OK);
                return;
        }
        if (sd_bus_error_has_name(error, "org.bluez.Error.InProgress")) {
                pd_bluez_sensor_feed(sensor, now, PD_LINK_CONNECT_BUSY);
                return;
        }
        pd_bluez_radio_refused(sensor->self, call->path, error, now);
        pd_bluez_sensor_log_refusal(sensor, error);
        if (sd_bus_error_has_name(error, "org.bluez.Error.AuthenticationFailed"))
                pd_bluez_sensor_feed(sensor, now, PD_LINK_AUTH_FAILED);
        pd_bluez_sensor_feed(sensor, now, PD_LINK_CONNECT_FAILED);
        if (pd_bluez_is_unknown(error))
                pd_bluez_tree_forget(sensor->self, call->path, now);
}

static void
disconnect_answered(struct pd_bluez_sensor *sensor, const struct pd_bluez_call *call, const sd_bus_error *error, pd_usec now)
{
        if (error && sd_bus_error_has_names(error, SD_BUS_ERROR_NO_REPLY, SD_BUS_ERROR_TIMEOUT))
                return; /* the link has long stopped waiting for it */
        pd_bluez_drop_calls(sensor->self, sensor, 1u << PD_BLUEZ_CONNECT); /* if it was not answered by now it will not be */
        if (error && pd_bluez_is_unknown(error))
                pd_bluez_tree_forget(sensor->self, call->path, now);
        pd_bluez_sensor_feed(sensor, now, PD_LINK_DISCONNECT_DONE);
}

static void
remove_answered(struct pd_bluez_sensor *sensor, const struct pd_bluez_call *call, const sd_bus_error *error, pd_usec now)
{
        if (error && pd_bluez_is_unknown(error))
                pd_bluez_tree_forget(sensor->self, call->object, now);
        else if (error)
                pd_bluez_sensor_feed(sensor, now, PD_LINK_REMOVE_FAILED);
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
        case PD_BLUEZ_ACQUIRE:
        case PD_BLUEZ_READ:
                pd_bluez_subscription_answered(call, reply, now);
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

void
pd_bluez_sensor_init(struct pd_bluez_sensor *sensor, struct pd_bluez *self, const struct pd_bluez_wish *wish)
{
        sensor->self = self;
        sensor->battery = sensor->adapter = -1;
        sensor->missed = PD_NEVER;
        sensor->trouble_told = PD_TROUBLE_COUNT;
        sensor->acquire = wish->acquire;
        pd_trust_release(&sensor->trust, wish->released);
        pd_bluez_subscriptions_init(sensor);
}

void
pd_bluez_sensor_free(struct pd_bluez_sensor *sensor)
{
        pd_acquired_clear(&sensor->acquired);
        free(sensor);
}
