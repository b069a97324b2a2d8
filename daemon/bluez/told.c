/* SPDX-License-Identifier: MIT */
/* What is told to people: the adapters, and how it stands with the sensors. */
#include "bluez/inside.h"

#include <stdio.h>
#include <string.h>

void
pd_bluez_adapters(const struct pd_bluez *self, char *ret, size_t size)
{
        const struct pd_object *object = pd_objects_adapter_after(self->objects, "");
        char piece[PD_ADAPTER_TEXT_SIZE];
        size_t length = 0;

        ret[0] = '\0';
        for (; object; object = pd_objects_adapter_after(self->objects, object->path)) {
                const struct pd_adapter *adapter = NULL;
                int n;

                for (size_t a = 0; a < self->adapters.n && !adapter; a++)
                        if (strcmp(self->adapters.at[a].path, object->path) == 0)
                                adapter = &self->adapters.at[a];
                if (!adapter)
                        continue;
                pd_adapter_text(&self->adapters, adapter, piece, sizeof(piece));
                n = snprintf(ret + length, size - length, "%s%s", length > 0 ? ", " : "", piece);
                if (n < 0 || (size_t) n >= size - length) {
                        ret[length] = '\0';
                        return;
                }
                length += (size_t) n;
        }
}

bool
pd_bluez_knows(const struct pd_bluez *self, const char *address)
{
        return pd_near_find(&self->near, address) != NULL;
}

enum pd_trouble
pd_bluez_trouble(const struct pd_bluez *self, const char *address)
{
        const struct pd_bluez_sensor *sensor = pd_bluez_sensor_at(self, address);

        return sensor ? pd_bluez_sensor_trouble(sensor) : PD_TROUBLE_NONE;
}

/* Why no adapter can be used, although there are some. */
static const char *
trouble_of(const struct pd_bluez *self)
{
        bool blocked = false, off = false;

        for (size_t a = 0; a < self->adapters.n; a++) {
                const struct pd_adapter *adapter = &self->adapters.at[a];

                if (!adapter->allowed || *adapter->path == '\0')
                        continue;
                off = true;
                blocked |= adapter->power.state == PD_POWER_BLOCKED;
        }
        if (blocked)
                return "blocked by rfkill: rfkill unblock bluetooth";
        return off ? "the Bluetooth adapter is off" : "no Bluetooth adapter that may be used";
}

static void
tell_sensors(const struct pd_bluez *self, char *ret, size_t size)
{
        size_t live = 0, n = 0, waiting = 0, released = 0;
        bool full = true;

        for (size_t a = 0; a < self->adapters.n; a++)
                if (pd_adapter_usable(&self->adapters.at[a]))
                        full &= self->adapters.slots > 0 && self->adapters.at[a].links >= self->adapters.slots;
        for (size_t i = 0; i < self->n_sensors; i++) {
                const struct pd_bluez_sensor *sensor = self->sensors[i];

                if (sensor->forgotten || sensor->audience)
                        continue;
                live += sensor->link.state == PD_LINK_LIVE;
                waiting += sensor->link.state == PD_LINK_QUEUED;
                n += !sensor->trust.released;
                released += sensor->trust.released;
        }
        if (full && waiting > 0)
                snprintf(ret, size, "%zu of %zu sensors live, no link is free for %zu", live, n, waiting);
        else if (released > 0)
                snprintf(ret, size, "%zu of %zu sensors live, %zu released", live, n, released);
        else
                snprintf(ret, size, "%zu of %zu sensors live", live, n);
}

const char *
pd_bluez_obstacle(const struct pd_bluez *self)
{
        const struct pd_object *adapter = pd_objects_adapter(self->objects, NULL);

        if (!pd_peer_on_bus(self->peer))
                return "no bus to BlueZ";
        if (!pd_peer_bus(self->peer))
                return "BlueZ is not running";
        if (!self->synced)
                return "BlueZ has not answered yet";
        if (!pd_objects_adapter_after(self->objects, ""))
                return "no Bluetooth adapter";
        return !adapter || !adapter->adapter.powered ? trouble_of(self) : NULL;
}

void
pd_bluez_status(const struct pd_bluez *self, char *ret, size_t size)
{
        const char *obstacle = pd_bluez_obstacle(self);

        if (obstacle)
                snprintf(ret, size, "%s", obstacle);
        else
                tell_sensors(self, ret, size);
}
