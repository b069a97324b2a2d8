/* SPDX-License-Identifier: MIT */
/* Calls of BlueZ's methods that are under way. All belong to one generation
 * of it and die with it. */
#include "bluez/inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void
unlink_call(struct pd_bluez_call *call)
{
        if (call->previous)
                call->previous->next = call->next;
        else
                call->self->calls = call->next;
        if (call->next)
                call->next->previous = call->previous;
}

static void
free_call(struct pd_bluez_call *call)
{
        sd_bus_slot_unref(call->slot);
        free(call);
}

static void
answered(struct pd_bluez *self, const struct pd_bluez_call *call, sd_bus_message *reply, pd_usec now)
{
        pd_bluez_signs_of_answer(call, sd_bus_message_get_error(reply), now);
        switch (call->purpose) {
        case PD_BLUEZ_TREE:
                pd_bluez_tree_answered(self, reply, now);
                break;
        case PD_BLUEZ_FILTER:
        case PD_BLUEZ_SCAN_START:
        case PD_BLUEZ_SCAN_STOP:
        case PD_BLUEZ_POWER:
        case PD_BLUEZ_CLEAR:
                pd_bluez_radio_answered(call, sd_bus_message_get_error(reply), now);
                break;
        case PD_BLUEZ_CONNECT:
        case PD_BLUEZ_DISCONNECT:
        case PD_BLUEZ_REMOVE:
        case PD_BLUEZ_SUBSCRIBE:
        case PD_BLUEZ_ACQUIRE:
        case PD_BLUEZ_UNSUBSCRIBE:
        case PD_BLUEZ_READ:
                pd_bluez_sensor_answered(call, reply, now);
                break;
        case PD_BLUEZ_REGISTER:
        case PD_BLUEZ_UNREGISTER:
                pd_bluez_profile_answered(self, call, sd_bus_message_get_error(reply), now);
                break;
        case PD_BLUEZ_CLIMB_ASK:
        case PD_BLUEZ_CLIMB_STOP:
        case PD_BLUEZ_CLIMB_OFF:
        case PD_BLUEZ_CLIMB_ON:
                pd_bluez_climb_answered(call, reply, now);
                break;
        case PD_BLUEZ_TRUST:
        case PD_BLUEZ_LET_GO:
        case PD_BLUEZ_FACE:
                pd_bluez_custody_answered(self, call, reply, now);
                break;
        }
}

static int
on_reply(sd_bus_message *reply, void *user, sd_bus_error *error)
{
        struct pd_bluez_call *call = user;
        struct pd_bluez *self = call->self;
        pd_usec now = pd_bluez_now(self);

        (void) error;
        unlink_call(call); /* so that nothing which follows can drop it */
        answered(self, call, reply, now);
        free_call(call);
        pd_bluez_arrange(self, now);
        return 0;
}

int
pd_bluez_call(const struct pd_bluez_call *template, const struct pd_bluez_request *request)
{
        struct pd_bluez *self = template->self;
        sd_bus *bus = pd_peer_bus(self->peer);
        sd_bus_message *message = NULL;
        struct pd_bluez_call *call;
        int r;

        if (!bus)
                return -ENOTCONN;
        call = malloc(sizeof(*call));
        if (!call)
                return -ENOMEM;
        *call = *template;
        call->slot = NULL; /* the template may be a call that has been answered, to be made again */
        call->previous = NULL;
        r = sd_bus_message_new_method_call(bus, &message, PD_BLUEZ_NAME, call->path, request->interface, request->member);
        if (r >= 0 && request->append)
                r = request->append(message);
        if (r >= 0 && call->object[0] != '\0')
                r = sd_bus_message_append_basic(message, SD_BUS_TYPE_OBJECT_PATH, call->object);
        if (r >= 0)
                r = sd_bus_call_async(bus, &call->slot, message, on_reply, call, request->timeout_us);
        sd_bus_message_unref(message);
        if (r < 0) {
                free(call);
                return r;
        }
        call->next = self->calls;
        if (call->next)
                call->next->previous = call;
        self->calls = call;
        return 0;
}

void
pd_bluez_drop_calls(struct pd_bluez *self, const struct pd_bluez_sensor *sensor, unsigned purposes)
{
        struct pd_bluez_call *next;

        for (struct pd_bluez_call *call = self->calls; call; call = next) {
                next = call->next;
                if (call->sensor != sensor || !(1u << call->purpose & purposes))
                        continue;
                unlink_call(call);
                free_call(call);
        }
}

void
pd_bluez_drop_calls_at(struct pd_bluez *self, const char *path, unsigned purposes)
{
        struct pd_bluez_call *next;

        for (struct pd_bluez_call *call = self->calls; call; call = next) {
                next = call->next;
                if (!(1u << call->purpose & purposes) || (path && strcmp(call->path, path) != 0))
                        continue;
                unlink_call(call);
                free_call(call);
        }
}

bool
pd_bluez_is_unknown(const sd_bus_error *error)
{
        return sd_bus_error_has_name(error, SD_BUS_ERROR_UNKNOWN_OBJECT) || sd_bus_error_has_name(error, SD_BUS_ERROR_UNKNOWN_METHOD)
                || sd_bus_error_has_name(error, SD_BUS_ERROR_UNKNOWN_INTERFACE)
                || sd_bus_error_has_name(error, "org.bluez.Error.DoesNotExist");
}
