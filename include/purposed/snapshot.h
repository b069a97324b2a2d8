/* SPDX-License-Identifier: MIT */
/*
 * What a trace opens with: all that an engine knows besides its inputs.
 * Replaying a trace needs this and nothing from today's files.
 */
#pragma once

#include "purposed/athlete.h"
#include "purposed/engine.h"
#include "purposed/plan.h"

struct pd_snapshot_sensor {
        char address[PD_ADDRESS_SIZE];
        char name[PD_TEXT_SIZE];
        int32_t factor; /* in parts of PD_FACTOR_ONE; 0: not calibrated */
};

struct pd_snapshot {
        uint32_t engine_version;
        struct pd_athlete athlete;
        struct pd_workout workout;
        size_t n_sensors;
        struct pd_snapshot_sensor sensors[PD_ENGINE_SENSORS_MAX]; /* in the order of the engine's indices */
};
