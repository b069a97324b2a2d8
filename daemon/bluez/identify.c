/* SPDX-License-Identifier: MIT */
/* The one guest: a sensor that is nobody's, connected for some seconds
 * because a person chose it. It has a place among the others and takes its
 * turn as they do; what it says goes to who asked, and it is left as it was
 * found. */
#include "bluez/inside.h"

#include "purposed/log.h"

#include <errno.h>
#include <string.h>
#include <syslog.h>

static struct pd_bluez_sensor *
guest_of(const struct pd_bluez *self)
{
        for (size_t i = 0; i < self->n_sensors; i++)
                if (self->sensors[i]->audience && !self->sensors[i]->forgotten)
                        return self->sensors[i];
        return NULL;
}

/* Under this adapter: bluetoothd keeps for ever what was connected once,
 * unless it is told not to. What was there before our scan, or what somebody
 * has paired, trusted or connected, stays as it is. */
static void
remove_object(struct pd_bluez_sensor *guest, const struct pd_object *device)
{
        static const struct pd_bluez_request request = {"org.bluez.Adapter1", "RemoveDevice", 0, NULL};
        struct pd_bluez *self = guest->self;
        const struct pd_object *adapter = pd_objects_adapter(self->objects, device->path);
        bool ours = guest->called && device == pd_objects_device(self->objects, guest->wanted);
        struct pd_bluez_call call = {.self = self, .purpose = PD_BLUEZ_CLEAR};

        if (!adapter || !pd_paths_has(&self->found, device->path))
                return;
        if (device->device.paired || device->device.bonded || device->device.trusted || (device->device.connected && !ours))
                return;
        memcpy(call.path, adapter->path, sizeof(call.path));
        memcpy(call.object, device->path, sizeof(call.object));
        if (pd_bluez_call(&call, &request) < 0)
                pd_log(LOG_DEBUG, "Bluetooth: %s stays known to BlueZ", call.object);
}

static void
leave(struct pd_bluez *self, pd_usec now)
{
        struct pd_bluez_sensor *guest = guest_of(self);
        const struct pd_object *device;

        if (!guest)
                return;
        pd_bluez_sensor_release(guest, now);
        for (device = pd_objects_device_after(self->objects, guest->wanted, ""); device;
                device = pd_objects_device_after(self->objects, guest->wanted, device->path))
                remove_object(guest, device);
        pd_bluez_unseat(guest);
}

static int
begin(struct pd_bluez *self, const char *address, const struct pd_bluez_audience *audience)
{
        const struct pd_bluez_wish wish = {.address = address};
        struct pd_bluez_sensor *guest;
        int r;

        if (!self->synced || !pd_adapters_usable_after(&self->adapters, NULL))
                return -ENETDOWN;
        r = pd_bluez_seat(self, &wish, &guest);
        if (r < 0)
                return r;
        guest->audience = audience;
        self->visit_seen = self->visit_linked = false;
        memcpy(self->visited, address, sizeof(self->visited));
        return 0;
}

static void
feed(struct pd_bluez *self, pd_usec now, enum pd_visit_input input)
{
        if (pd_visit_feed(&self->visit, now, input) == PD_VISIT_LEAVE)
                leave(self, now);
}

/* Facts that outlast the guest. */
static void
look(struct pd_bluez *self)
{
        const struct pd_bluez_sensor *guest = guest_of(self);

        self->visit_seen |= guest && guest->link.present;
        self->visit_linked |= guest && guest->link.connected;
}

bool
pd_bluez_guest_is_adopted(const struct pd_bluez_sensor *sensor)
{
        return sensor->audience && sensor->link.connected && !sensor->called;
}

void
pd_bluez_guest_spoke(struct pd_bluez_sensor *guest, pd_usec now)
{
        feed(guest->self, now, PD_VISIT_VALUE);
}

void
pd_bluez_guest_wake(struct pd_bluez *self, pd_usec now)
{
        look(self);
        feed(self, now, PD_VISIT_TIMER);
}

void
pd_bluez_guest_end(struct pd_bluez *self, const char *address, pd_usec now)
{
        const struct pd_bluez_sensor *guest = guest_of(self);

        if (guest && strcmp(pd_objects_address(self->objects, guest->wanted), address) == 0)
                feed(self, now, PD_VISIT_STOP);
}

int
pd_bluez_identify(struct pd_bluez *self, const char *address, const struct pd_bluez_audience *audience, struct pd_bluez_identified *ret)
{
        pd_usec now = pd_bluez_now(self);
        const struct pd_near_peer *peer;
        enum pd_visit_action action;
        int r;

        if (!pd_address_valid(address))
                return -EINVAL;
        self->visit.patience = audience->patience;
        feed(self, now, PD_VISIT_TIMER);
        if (strcmp(self->visited, address) != 0) {
                if (guest_of(self))
                        return -EBUSY;
                feed(self, now, PD_VISIT_STOP); /* nobody asks any more how the last one ended */
        }
        action = pd_visit_feed(&self->visit, now, PD_VISIT_ASK);
        if (action == PD_VISIT_BEGIN) {
                r = begin(self, address, audience);
                if (r < 0) {
                        self->visit = (struct pd_visit) {.state = PD_VISIT_NOBODY};
                        return r;
                }
        }
        look(self);
        pd_bluez_arrange(self, now);
        peer = pd_near_find(&self->near, address);
        *ret = (struct pd_bluez_identified) {
                .state = self->visit.state,
                .left = self->visit.until - now,
                .seen = self->visit_seen,
                .linked = self->visit_linked,
                .heard = self->visit.heard,
                .kinds = peer ? peer->kinds : 0,
        };
        return action == PD_VISIT_BEGIN;
}
