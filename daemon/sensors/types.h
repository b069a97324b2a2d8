/* SPDX-License-Identifier: MIT */
/* One pd_sensor_<name> for each line of sensors.def, defined in <name>.c. */
#pragma once

#include "purposed/sensor.h"

#define PD_SENSOR(name) extern const struct pd_sensor_type pd_sensor_##name;
#include "sensors.def"
#undef PD_SENSOR
