/* SPDX-License-Identifier: MIT */
/* What speaks for and against a wedged adapter, taken from what goes on
 * anyway: nothing is asked to find out. */
#include "bluez/inside.h"

#include <string.h>

/* The kernel waits 20 s for an advertisement (HCI_LE_CONN_TIMEOUT); a command that
 * the controller does not answer is given up after 2 s (HCI_CMD_TIMEOUT), and
 * a Connect takes two or three: what fails within this did not wait in vain. */
#define AT_ONCE (8 * PD_SEC)

static bool
is(const sd_bus_error *error, const char *name)
{
        return sd_bus_error_has_name(error, name);
}

/* sd-bus' own time-out, or that of a bus that lost its owner's answer. */
static bool
is_silence(const sd_bus_error *error)
{
        return error
                && (is(error, SD_BUS_ERROR_NO_REPLY) || is(error, SD_BUS_ERROR_TIMEOUT)
                        || is(error, "org.freedesktop.DBus.Error.TimedOut"));
}

/* Answers that are about us, or about an adapter that is gone or off. */
static bool
is_circumstance(const sd_bus_error *error)
{
        static const char *const names[] = {"org.bluez.Error.NotReady", "org.bluez.Error.Blocked", SD_BUS_ERROR_UNKNOWN_OBJECT,
                SD_BUS_ERROR_UNKNOWN_METHOD, SD_BUS_ERROR_ACCESS_DENIED, SD_BUS_ERROR_SERVICE_UNKNOWN, SD_BUS_ERROR_NAME_HAS_NO_OWNER};

        for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
                if (is(error, names[i]))
                        return true;
        return false;
}

/* "InProgress" as well: discovery_reply() in bluetoothd's src/adapter.c says
 * so of whatever the kernel refuses, and no session of ours can be in the
 * way, since each scan begins after the last has been stopped. */
static void
scan_began(struct pd_bluez *self, struct pd_climb *climb, const sd_bus_error *error, pd_usec now)
{
        climb->scans_since = error ? PD_NEVER : now;
        climb->heard = climb->strange = false;
        if (!error)
                pd_bluez_climb_feed(self, climb, now, PD_LADDER_SCANS);
        else if (!is_circumstance(error))
                pd_bluez_climb_feed(self, climb, now, PD_LADDER_REFUSED);
}

/* A quiet house proves nothing: it must have been a loud one. */
static void
scan_ended(struct pd_bluez *self, struct pd_climb *climb, pd_usec now)
{
        bool whole = climb->scans_since != PD_NEVER && now - climb->scans_since >= PD_SCAN_ON_MIN;

        climb->scans_since = PD_NEVER;
        if (climb->heard)
                pd_bluez_climb_feed(self, climb, now, PD_LADDER_HEARD);
        if (!whole)
                return;
        if (climb->strange && climb->crowded < PD_CLIMB_CROWDED)
                climb->crowded++;
        if (climb->heard)
                return;
        if (climb->crowded == PD_CLIMB_CROWDED)
                pd_bluez_climb_feed(self, climb, now, PD_LADDER_DEAF);
        else
                climb->crowded = 0;
}

/* One sensor alone may be the one that is broken. */
static void
connect_failed(struct pd_climb *climb, const struct pd_bluez_call *call, const sd_bus_error *error, pd_usec now)
{
        const struct pd_link *link = &call->sensor->link;
        unsigned number = call->sensor->wanted + 1;

        if (is_circumstance(error) || is(error, "org.bluez.Error.InProgress") || link->state != PD_LINK_CONNECTING
                || now - link->since > AT_ONCE || climb->aborted == number)
                return;
        if (climb->aborted != 0)
                pd_bluez_climb_feed(call->self, climb, now, PD_LADDER_ABORTED);
        climb->aborted = number;
        call->self->climbs.alarmed = true; /* so that the next link is noticed */
}

static void
adapter_answered(struct pd_climb *climb, const struct pd_bluez_call *call, const sd_bus_error *error, pd_usec now)
{
        struct pd_bluez *self = call->self;

        if (!is_silence(error))
                pd_bluez_climb_feed(self, climb, now, PD_LADDER_ANSWERED);
        else if (call->purpose != PD_BLUEZ_CONNECT) /* which waits for the sensor, for longer than we do */
                pd_bluez_climb_feed(self, climb, now, PD_LADDER_UNANSWERED);
        if (is_silence(error))
                return;
        if (call->purpose == PD_BLUEZ_SCAN_START)
                scan_began(self, climb, error, now);
        else if (call->purpose == PD_BLUEZ_SCAN_STOP)
                scan_ended(self, climb, now);
        else if (call->purpose == PD_BLUEZ_CONNECT && error)
                connect_failed(climb, call, error, now);
        else if (call->purpose == PD_BLUEZ_POWER && error && !is_circumstance(error))
                pd_bluez_climb_feed(self, climb, now, PD_LADDER_REFUSED);
}

void
pd_bluez_signs_of_answer(const struct pd_bluez_call *call, const sd_bus_error *error, pd_usec now)
{
        const unsigned watched = 1u << PD_BLUEZ_SCAN_START | 1u << PD_BLUEZ_SCAN_STOP | 1u << PD_BLUEZ_CONNECT |
                                 1u << PD_BLUEZ_DISCONNECT | 1u << PD_BLUEZ_POWER;
        struct pd_climb *climb;

        if (call->purpose == PD_BLUEZ_TREE)
                pd_bluez_ladder_feed(call->self, "/", now, is_silence(error) ? PD_LADDER_UNANSWERED : PD_LADDER_ANSWERED);
        if (!(1u << call->purpose & watched))
                return;
        climb = pd_bluez_climb_of(call->self, call->path);
        if (climb)
                adapter_answered(climb, call, error, now);
}

/* Each measurement comes by here: while nothing is wrong, nothing is looked up. */
void
pd_bluez_signs_of_link(const struct pd_bluez_sensor *sensor, enum pd_link_input input, pd_usec now)
{
        struct pd_bluez *self = sensor->self;
        const struct pd_object *device;
        struct pd_climb *climb;

        if (!self->climbs.alarmed || (input != PD_LINK_DATA && input != PD_LINK_CONNECTED))
                return;
        if (input == PD_LINK_DATA) /* it came by way of bluetoothd */
                pd_bluez_ladder_feed(self, "/", now, PD_LADDER_LIVE);
        device = pd_objects_device(self->objects, sensor->wanted);
        climb = device ? pd_bluez_climb_of(self, device->path) : NULL;
        if (!climb)
                return;
        climb->aborted = 0;
        pd_bluez_climb_feed(self, climb, now, input == PD_LINK_DATA ? PD_LADDER_LIVE : PD_LADDER_LINKED);
}

void
pd_bluez_signs_of_absence(struct pd_bluez *self, const char *address, pd_usec now)
{
        for (size_t i = address ? 1 : 0; i < self->climbs.n; i++) { /* the first is bluetoothd's */
                struct pd_climb *climb = &self->climbs.at[i];

                if (address && strcmp(climb->address, address) != 0)
                        continue;
                climb->scans_since = PD_NEVER;
                climb->aborted = 0;
                pd_bluez_climb_feed(self, climb, now, PD_LADDER_GONE);
        }
}

void
pd_bluez_signs_of_device(struct pd_bluez *self, const char *path)
{
        const struct pd_object *object;
        struct pd_climb *climb;
        bool scans = false;

        for (size_t i = 0; i < self->climbs.n; i++) /* who has heard strangers has heard enough */
                scans |= self->climbs.at[i].scans_since != PD_NEVER && !self->climbs.at[i].strange;
        climb = scans ? pd_bluez_climb_of(self, path) : NULL;
        if (!climb)
                return;
        object = pd_objects_at(self->objects, path);
        climb->heard = true;
        climb->strange |= !object || object->kind != PD_OBJECT_DEVICE;
}
