/* SPDX-License-Identifier: MIT */
/* Lives of bluetoothd (fake_host.h). */
#include "fakes/fake_host.h"

#include "fakes/fake_time.h"

#include <errno.h>
#include <string.h>

int
pd_fake_host_start(struct pd_fake_host *host)
{
        struct pd_fake_world *world = &host->world;

        for (size_t i = 0; i < world->n_peripherals; i++)
                pd_fake_peripheral_heal(&world->peripherals[i], PD_FAULT_RESTARTED);
        for (size_t i = 0; i < world->n_controllers; i++)
                if (world->controllers[i].wedged_until == PD_FAULT_RESTARTED)
                        world->controllers[i].wedged = false;
        return pd_fake_bluetoothd_new(&host->options, world, &host->ops.bluetoothd, &host->bluetoothd);
}

void
pd_fake_host_stop(struct pd_fake_host *host)
{
        host->bluetoothd = pd_fake_bluetoothd_free(host->bluetoothd);
}

static gboolean
on_restart(gpointer user)
{
        struct pd_fake_host *host = user;

        if (!host->bluetoothd && pd_fake_host_start(host) < 0)
                host->ops.bluetoothd.lost(host->ops.bluetoothd.user);
        return G_SOURCE_REMOVE;
}

void
pd_fake_host_restart(struct pd_fake_host *host, unsigned ms)
{
        host->ops.dying(host->ops.bluetoothd.user);
        pd_fake_host_stop(host);
        pd_fake_after(ms, on_restart, host);
}

void
pd_fake_host_look(struct pd_fake_host *host)
{
        if (host->bluetoothd)
                pd_fake_bluetoothd_look(host->bluetoothd);
}

void
pd_fake_host_plug(struct pd_fake_host *host, size_t i, bool plugged)
{
        struct pd_fake_controller *controller = &host->world.controllers[i];

        if (controller->plugged == plugged)
                return;
        controller->plugged = plugged;
        if (plugged)
                controller->wedged = controller->discovery_dead = false;
        else
                host->ops.dying(host->ops.bluetoothd.user);
        if (plugged)
                for (size_t p = 0; p < host->world.n_peripherals; p++)
                        pd_fake_peripheral_heal(&host->world.peripherals[p], PD_FAULT_REPLUGGED);
        pd_fake_host_look(host);
}

struct pd_fake_device *
pd_fake_host_worn(const struct pd_fake_host *host, enum pd_virtual_sensor sensor)
{
        return host->bluetoothd ? pd_fake_bluetoothd_device(host->bluetoothd, host->world.worn[sensor]) : NULL;
}

struct pd_fake_device *
pd_fake_host_device(const struct pd_fake_host *host, const char *address)
{
        for (size_t i = 0; host->bluetoothd && i < host->world.n_peripherals; i++)
                if (strcmp(host->world.peripherals[i].address, address) == 0)
                        return pd_fake_bluetoothd_device(host->bluetoothd, i);
        return NULL;
}
