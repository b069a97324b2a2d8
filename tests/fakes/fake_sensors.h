/* SPDX-License-Identifier: MIT */
/* The peripherals that the fake knows, by what the virtual athlete wears. */
#pragma once

#include "fakes/fake_device.h"
#include "fakes/run_script.h"

extern const struct pd_fake_device_spec pd_fake_sensors[PD_VIRTUAL_SENSOR_COUNT];
