/* SPDX-License-Identifier: MIT */
/* Sensors, controllers, storage (fake_world.h). */
#include "fakes/fake_world.h"

#include <stdio.h>
#include <string.h>

void
pd_fake_world_init(struct pd_fake_world *world, size_t n_controllers, size_t n_more, size_t n_strangers, bool known)
{
        *world = (struct pd_fake_world){.n_controllers = n_controllers, .n_sensors = PD_VIRTUAL_SENSOR_COUNT + n_more};
        for (size_t i = 0; i < n_controllers; i++) {
                struct pd_fake_controller *controller = &world->controllers[i];
                *controller = (struct pd_fake_controller){.number = (int) i, .plugged = true, .powered = true, .slots = -1};
                snprintf(controller->address, sizeof(controller->address), "C0:00:00:00:00:A%c", (char) ('A' + i));
        }
        for (size_t i = 0; i < world->n_sensors; i++)
                pd_fake_sensor(&world->peripherals[i], i);
        for (size_t i = 0; i < n_strangers; i++)
                pd_fake_stranger(&world->peripherals[world->n_sensors + i], i);
        world->n_peripherals = world->n_sensors + n_strangers;
        for (size_t c = 0; c < n_controllers; c++)
                for (size_t i = 0; i < world->n_sensors; i++)
                        world->memory[c][i].known = known;
        for (size_t i = 0; i < PD_VIRTUAL_SENSOR_COUNT; i++)
                world->worn[i] = i;
}

bool
pd_fake_world_change_address(struct pd_fake_world *world, size_t i)
{
        struct pd_fake_peripheral *old = &world->peripherals[i], *twin = &world->peripherals[world->n_peripherals];

        if (world->n_peripherals == PD_FAKE_PERIPHERALS_MAX)
                return false;
        *twin = (struct pd_fake_peripheral){.spec = old->spec, .in_air = old->in_air};
        memcpy(twin->address, old->address, sizeof(twin->address));
        /* "C0:00:00:00:00:01", "…:00:01:01", "…:00:02:01" */
        snprintf(twin->address + 12, 3, "%02X", (unsigned) (world->n_peripherals - world->n_sensors + 1) & 0xff);
        twin->address[14] = ':';
        old->in_air = false;
        for (size_t s = 0; s < PD_VIRTUAL_SENSOR_COUNT; s++)
                if (world->worn[s] == i)
                        world->worn[s] = world->n_peripherals;
        world->n_peripherals++;
        return true;
}
