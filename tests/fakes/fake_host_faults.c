/* SPDX-License-Identifier: MIT */
/* Lets things go wrong, and heals what has lasted long enough (fake_host.h, fault.h). */
#include "fakes/fake_host.h"

#include "fakes/fake_time.h"

#include <stdlib.h>
#include <string.h>

#define RESTART_MS 1000 /* systemd's, with a start of bluetoothd */

/* What is over, or happens again, after a while. */
struct later {
        struct pd_fake_host *host;
        struct pd_fault fault;
        size_t target; /* a peripheral or a controller */
};

static guint
later(struct pd_fake_host *host, const struct pd_fault *fault, size_t target, unsigned ms, gboolean (*func)(gpointer user))
{
        struct later *later = g_new0(struct later, 1);

        *later = (struct later){host, *fault, target};
        return pd_fake_after(ms, func, later);
}

/* ---- a sensor ------------------------------------------------------------- */

static gboolean
on_sensor_well(gpointer user)
{
        struct later *over = user;

        over->host->world.peripherals[over->target].armed[over->fault.kind] = false;
        pd_fake_host_look(over->host);
        g_free(over);
        return G_SOURCE_REMOVE;
}

static bool
drop(struct pd_fake_host *host, size_t target)
{
        struct pd_fake_device *device = host->bluetoothd ? pd_fake_bluetoothd_device(host->bluetoothd, target) : NULL;

        if (device)
                pd_fake_device_drop(device);
        return device;
}

/* The fault is armed for as long as it flaps. */
static gboolean
on_flap(gpointer user)
{
        struct later *flap = user;
        struct pd_fake_host *host = flap->host;
        struct pd_fake_peripheral *peripheral = &host->world.peripherals[flap->target];

        host->flaps[flap->target] = 0;
        if (pd_fake_peripheral_strikes(peripheral, PD_FAULT_FLAPS))
                drop(host, flap->target);
        if (peripheral->armed[PD_FAULT_FLAPS])
                host->flaps[flap->target] = later(host, &flap->fault, flap->target, flap->fault.ms, on_flap);
        g_free(flap);
        return G_SOURCE_REMOVE;
}

/* A link that stands without values: until somebody subscribes anew. */
static bool
silence(struct pd_fake_host *host, size_t target)
{
        struct pd_fake_device *device = host->bluetoothd ? pd_fake_bluetoothd_device(host->bluetoothd, target) : NULL;

        if (!device || !pd_fake_device_linked(device) || !pd_fake_device_measurement(device))
                return false;
        pd_fake_characteristic_forget(pd_fake_device_measurement(device));
        return true;
}

static void
bond(struct pd_fake_host *host, size_t target)
{
        for (size_t i = 0; host->bluetoothd && i < host->world.n_controllers; i++) {
                struct pd_fake_device *device = pd_fake_bluetoothd_device_on(host->bluetoothd, i, target);
                if (device)
                        pd_fake_device_bond(device);
        }
}

static bool
remove_device(struct pd_fake_host *host, size_t target)
{
        bool removed = false;

        for (size_t i = 0; host->bluetoothd && i < host->world.n_controllers; i++) {
                struct pd_fake_device *device = pd_fake_bluetoothd_device_on(host->bluetoothd, i, target);
                removed |= device && pd_fake_device_remove(device);
        }
        return removed;
}

static bool
strike_sensor(struct pd_fake_host *host, const struct pd_fault *fault, size_t target)
{
        struct pd_fake_peripheral *peripheral = &host->world.peripherals[target];

        if (fault->kind == PD_FAULT_LINK_LOST)
                return drop(host, target);
        if (fault->kind == PD_FAULT_SILENT && fault->end == PD_FAULT_TIMES)
                return silence(host, target);
        if (fault->kind == PD_FAULT_DEVICE_REMOVED)
                return remove_device(host, target);
        if (fault->kind == PD_FAULT_ADDRESS) {
                bool changed = pd_fake_world_change_address(&host->world, target);
                pd_fake_host_look(host);
                return changed;
        }
        pd_fake_peripheral_arm(peripheral, fault);
        if (fault->kind == PD_FAULT_BOND_LOST)
                bond(host, target);
        if (fault->kind == PD_FAULT_FLAPS && host->flaps[target] == 0)
                host->flaps[target] = later(host, fault, target, fault->ms, on_flap);
        if (fault->end == PD_FAULT_SPAN)
                later(host, fault, target, fault->last_ms, on_sensor_well);
        pd_fake_host_look(host);
        return true;
}

/* ---- an adapter ----------------------------------------------------------- */

static void
set_powered(struct pd_fake_host *host, size_t target, bool powered)
{
        struct pd_fake_adapter *adapter = host->bluetoothd ? pd_fake_bluetoothd_adapter(host->bluetoothd, target) : NULL;

        if (adapter)
                pd_fake_adapter_set_powered(adapter, powered);
        else
                host->world.controllers[target].powered = powered;
}

/* bluetoothd restores the power that it had (src/rfkill.c). */
static void
set_blocked(struct pd_fake_host *host, size_t target, bool blocked)
{
        struct pd_fake_adapter *adapter = host->bluetoothd ? pd_fake_bluetoothd_adapter(host->bluetoothd, target) : NULL;

        if (adapter)
                pd_fake_adapter_set_blocked(adapter, blocked);
        else
                host->world.controllers[target].blocked = blocked;
        set_powered(host, target, !blocked);
}

static void
heal_adapter(struct pd_fake_host *host, enum pd_fault_kind kind, int32_t number, size_t target)
{
        struct pd_fake_controller *controller = &host->world.controllers[target];

        if (kind == PD_FAULT_ADAPTER_OFF)
                set_powered(host, target, true);
        if (kind == PD_FAULT_ADAPTER_BLOCKED)
                set_blocked(host, target, false);
        if (kind == PD_FAULT_ADAPTER_WEDGED)
                controller->wedged = false;
        if (kind == PD_FAULT_SLOTS)
                controller->slots = -1;
        if (kind == PD_FAULT_DISCOVERY_DEAD)
                controller->discovery_dead = false;
        if (kind == PD_FAULT_ADAPTER_UNPLUGGED) {
                if (number >= 0)
                        controller->number = number;
                pd_fake_host_plug(host, target, true);
        }
        pd_fake_host_look(host);
}

static gboolean
on_adapter_well(gpointer user)
{
        struct later *over = user;

        heal_adapter(over->host, over->fault.kind, over->fault.number, over->target);
        g_free(over);
        return G_SOURCE_REMOVE;
}

static bool
strike_adapter(struct pd_fake_host *host, const struct pd_fault *fault, size_t target)
{
        struct pd_fake_controller *controller = &host->world.controllers[target];

        if (fault->kind == PD_FAULT_ADAPTER_ON || fault->kind == PD_FAULT_ADAPTER_OFF)
                set_powered(host, target, fault->kind == PD_FAULT_ADAPTER_ON);
        if (fault->kind == PD_FAULT_ADAPTER_BLOCKED)
                set_blocked(host, target, true);
        if (fault->kind == PD_FAULT_ADAPTER_WEDGED) {
                controller->wedged = true;
                controller->wedged_until = fault->end;
        }
        if (fault->kind == PD_FAULT_SLOTS)
                controller->slots = fault->number;
        if (fault->kind == PD_FAULT_DISCOVERY_DEAD)
                controller->discovery_dead = true;
        if (fault->kind == PD_FAULT_ADAPTER_UNPLUGGED) {
                pd_fake_host_plug(host, target, false);
                if (fault->ms > 0)
                        later(host, fault, target, fault->ms, on_adapter_well);
        }
        if (fault->end == PD_FAULT_SPAN)
                later(host, fault, target, fault->last_ms, on_adapter_well);
        pd_fake_host_look(host);
        return true;
}

/* ---- bluetoothd ----------------------------------------------------------- */

static gboolean
on_hung_enough(gpointer user)
{
        struct pd_fake_host *host = user;

        if (host->bluetoothd)
                pd_fake_bluetoothd_hang(host->bluetoothd, false);
        return G_SOURCE_REMOVE;
}

static bool
strike_bluetoothd(struct pd_fake_host *host, const struct pd_fault *fault)
{
        if (!host->bluetoothd)
                return false;
        if (fault->kind == PD_FAULT_RESTARTS) {
                pd_fake_host_restart(host, fault->end == PD_FAULT_SPAN ? fault->last_ms : RESTART_MS);
                return true;
        }
        pd_fake_bluetoothd_hang(host->bluetoothd, true);
        pd_fake_after(fault->ms, on_hung_enough, host);
        return true;
}

static bool
heal_all(struct pd_fake_host *host)
{
        for (size_t i = 0; i < host->world.n_peripherals; i++)
                memset(host->world.peripherals[i].armed, 0, sizeof(host->world.peripherals[i].armed));
        for (size_t i = 0; i < host->world.n_controllers; i++) {
                heal_adapter(host, PD_FAULT_ADAPTER_UNPLUGGED, -1, i);
                for (int kind = PD_FAULT_ADAPTER_OFF; kind < PD_FAULT_RESTARTS; kind++)
                        heal_adapter(host, kind, -1, i);
        }
        on_hung_enough(host);
        return true;
}

bool
pd_fake_host_inject(struct pd_fake_host *host, const struct pd_fault *fault)
{
        const struct pd_fake_world *world = &host->world;
        bool done = false;

        if (fault->kind == PD_FAULT_NONE)
                return heal_all(host);
        if (fault->kind >= PD_FAULT_RESTARTS)
                return strike_bluetoothd(host, fault);
        if (fault->kind >= PD_FAULT_SENSOR_COUNT) {
                for (size_t i = 0; i < world->n_controllers; i++)
                        if (!*fault->who || (strncmp(fault->who, "hci", 3) == 0 && atoi(fault->who + 3) == world->controllers[i].number))
                                done |= strike_adapter(host, fault, i);
                return done;
        }
        for (size_t i = 0, n = *fault->who ? world->n_peripherals : world->n_sensors; i < n; i++)
                if (!*fault->who || strcmp(fault->who, world->peripherals[i].address) == 0)
                        done |= strike_sensor(host, fault, i);
        return done;
}
