/* SPDX-License-Identifier: MIT */
/* Frames of Cycling Power Measurement, 0x2A63, Cycling Power Feature, 0x2A65, and Sensor Location, 0x2A5D. */
#pragma once

#include "tables/row.h"

#define CPM(kind_, device_) .characteristic = 0x2a63, .kind = kind_, .device = device_
#define CPF(device_) .characteristic = 0x2a65, .kind = BUILT, .device = device_

static const struct row cycling_power_rows[] = {
        /* -- captured; what follows the watts is torque (2 bytes) and crank (4), by flags 0x2c -- */

        /* OpenTracks, issue 1352: not pedalled */
        {CPM(CAPTURED, "4iiii"), FRAME(0x2c, 0x00, 0x00, 0x00, 0x9f, 0x00, 0x0c, 0x00, 0xe5, 0x42), SAMPLES(S(POWER, 0))},
        /* TrackMyIndoorWorkout, power_meter_sensor_test.dart: 0x67 = 103 W, crank 228 */
        {CPM(CAPTURED, "crank"), FRAME(0x2c, 0x00, 0x67, 0x00, 0xd1, 0xb5, 0xe4, 0x00, 0x48, 0x55), SAMPLES(S(POWER, 103))},
        /* the same file: 0x8b = 139, 0x99 = 153 W */
        {CPM(CAPTURED, "Stages SC3"), FRAME(0x2c, 0x00, 0x8b, 0x00, 0xdd, 0x66, 0x06, 0x0c, 0xb2, 0x4a), SAMPLES(S(POWER, 139))},
        {CPM(CAPTURED, "Stages SC3"), FRAME(0x2c, 0x00, 0x99, 0x00, 0xbc, 0x7a, 0x0d, 0x0c, 0xaf, 0x65), SAMPLES(S(POWER, 153))},
        /* SmartSpin2k, test_CyclePowerData.cpp: 0x2d = 45 W and a crank that goes over */
        {CPM(CAPTURED, "Favero Assioma Uno"), FRAME(0x20, 0x00, 0x2d, 0x00, 0x02, 0x00, 0xb8, 0x12), SAMPLES(S(POWER, 45))},
        {CPM(CAPTURED, "Favero Assioma Uno"), FRAME(0x20, 0x00, 0x39, 0x00, 0x05, 0x00, 0x31, 0x20), SAMPLES(S(POWER, 57))},

        /* -- every layout: 286 W = 0x011e, as of a runner's pod -- */

        {CPM(BUILT, "plain"), FRAME(0x00, 0x00, 0x1e, 0x01), SAMPLES(S(POWER, 286))},
        {CPM(BUILT, "balance, and whose"), FRAME(0x03, 0x00, 0x1e, 0x01, 100), SAMPLES(S(POWER, 286))},
        {CPM(BUILT, "torque, and whence"), FRAME(0x0c, 0x00, 0x1e, 0x01, 1, 2), SAMPLES(S(POWER, 286))},
        {CPM(BUILT, "wheel"), FRAME(0x10, 0x00, 0x1e, 0x01, 1, 2, 3, 4, 5, 6), SAMPLES(S(POWER, 286))},
        {CPM(BUILT, "crank"), FRAME(0x20, 0x00, 0x1e, 0x01, 1, 2, 3, 4), SAMPLES(S(POWER, 286))},
        {CPM(BUILT, "force"), FRAME(0x40, 0x00, 0x1e, 0x01, 1, 2, 3, 4), SAMPLES(S(POWER, 286))},
        {CPM(BUILT, "torque, both"), FRAME(0x80, 0x00, 0x1e, 0x01, 1, 2, 3, 4), SAMPLES(S(POWER, 286))},
        /* two times 12 bits in three bytes */
        {CPM(BUILT, "angles"), FRAME(0x00, 0x01, 0x1e, 0x01, 1, 2, 3), SAMPLES(S(POWER, 286))},
        {CPM(BUILT, "top dead spot"), FRAME(0x00, 0x02, 0x1e, 0x01, 1, 2), SAMPLES(S(POWER, 286))},
        {CPM(BUILT, "bottom dead spot"), FRAME(0x00, 0x04, 0x1e, 0x01, 1, 2), SAMPLES(S(POWER, 286))},
        {CPM(BUILT, "energy"), FRAME(0x00, 0x08, 0x1e, 0x01, 1, 2), SAMPLES(S(POWER, 286))},
        {CPM(BUILT, "compensated"), FRAME(0x00, 0x10, 0x1e, 0x01), SAMPLES(S(POWER, 286))},
        /* 1 + 2 + 6 + 4: all that fits into 20 bytes, and some */
        {CPM(BUILT, "much"), FRAME(0x35, 0x00, 0x1e, 0x01, 1, 1, 2, 1, 2, 3, 4, 5, 6, 1, 2, 3, 4), SAMPLES(S(POWER, 286))},

        /* -- watts -- */

        {CPM(BUILT, "most"), FRAME(0x00, 0x00, 0xff, 0x7f), SAMPLES(S(POWER, 32767))},
        /* -1 W, -32768 W: something brakes, and she does nothing */
        {CPM(BUILT, "brake"), FRAME(0x00, 0x00, 0xff, 0xff), SAMPLES(S(POWER, 0))},
        {CPM(BUILT, "hard brake"), FRAME(0x00, 0x00, 0x00, 0x80), SAMPLES(S(POWER, 0))},

        /* -- damage -- */

        {CPM(BUILT, "nothing"), .length = 0, .faults = FAULT(EMPTY)},
        {CPM(BUILT, "half the flags"), FRAME(0x00), .faults = FAULT(SHORT)},
        {CPM(BUILT, "flags alone"), FRAME(0x00, 0x00), .faults = FAULT(SHORT)},
        {CPM(BUILT, "half the watts"), FRAME(0x00, 0x00, 0x1e), .faults = FAULT(SHORT)},
        {CPM(BUILT, "no crank"), FRAME(0x20, 0x00, 0x1e, 0x01), SAMPLES(S(POWER, 286)), .faults = FAULT(SHORT)},
        {CPM(BUILT, "half a wheel"), FRAME(0x10, 0x00, 0x1e, 0x01, 1, 2, 3, 4, 5), SAMPLES(S(POWER, 286)), .faults = FAULT(SHORT)},
        {CPM(BUILT, "half the angles"), FRAME(0x00, 0x01, 0x1e, 0x01, 1, 2), SAMPLES(S(POWER, 286)), .faults = FAULT(SHORT)},
        {CPM(BUILT, "a byte more"), FRAME(0x00, 0x00, 0x1e, 0x01, 1), SAMPLES(S(POWER, 286)), .faults = FAULT(LONG)},
        {CPM(BUILT, "bit 13"), FRAME(0x00, 0x20, 0x1e, 0x01), SAMPLES(S(POWER, 286)), .faults = FAULT(RESERVED_BIT)},
        {CPM(BUILT, "bit 15, no energy"), FRAME(0x00, 0x88, 0x1e, 0x01), SAMPLES(S(POWER, 286)),
                .faults = FAULT(RESERVED_BIT) | FAULT(SHORT)},

        /* -- feature, location -- */

        {CPF("able meter"), FRAME(0xff, 0xff, 0x3f, 0x00)},
        {CPF("meter of the future"), FRAME(0x00, 0x00, 0x40, 0x00), .faults = FAULT(RESERVED_BIT)},
        {CPF("half a feature"), FRAME(0xff, 0xff), .faults = FAULT(SHORT)},
        {CPF("a byte more"), FRAME(0x00, 0x00, 0x00, 0x00, 0x00), .faults = FAULT(LONG)},
        /* top of the shoe */
        {.device = "on the shoe", .kind = BUILT, .characteristic = 0x2a5d, FRAME(1), SAMPLES(S(LOCATION, 1))},
        {.device = "nowhere", .kind = BUILT, .characteristic = 0x2a5d, FRAME(17), .faults = FAULT(RESERVED_VALUE)},
};
