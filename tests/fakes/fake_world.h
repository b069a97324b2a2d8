/* SPDX-License-Identifier: MIT */
/*
 * What is there whether or not a bluetoothd runs: sensors in the air,
 * controllers in their sockets, and what a bluetoothd has put on disk.
 */
#pragma once

#include "fakes/fake_device.h"
#include "fakes/fake_sensors.h"

#define PD_FAKE_CONTROLLERS_MAX 4

struct pd_fake_world {
        size_t n_controllers, n_peripherals;
        struct pd_fake_controller controllers[PD_FAKE_CONTROLLERS_MAX];
        struct pd_fake_peripheral peripherals[PD_FAKE_PERIPHERALS_MAX];
        struct pd_fake_memory memory[PD_FAKE_CONTROLLERS_MAX][PD_FAKE_PERIPHERALS_MAX];
        size_t n_sensors;                    /* the peripherals after them are strangers, or sensors with new addresses */
        size_t worn[PD_VIRTUAL_SENSOR_COUNT]; /* which peripheral that is today */
};

/* Strap and pod, and as many more; sensors are KNOWN to every adapter. */
void pd_fake_world_init(struct pd_fake_world *world, size_t n_controllers, size_t n_more, size_t n_strangers, bool known);

/* A new battery: the sensor falls silent for ever, and its twin with another
 * address appears. False: there is no room for more. */
bool pd_fake_world_change_address(struct pd_fake_world *world, size_t peripheral);
