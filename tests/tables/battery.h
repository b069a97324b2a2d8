/* SPDX-License-Identifier: MIT */
/* Values of Battery Level, 0x2A19. */
#pragma once

#include "tables/row.h"

#define LEVEL(device_) .characteristic = 0x2a19, .kind = BUILT, .device = device_

static const struct row battery_rows[] = {
        /* 0 is passed on: some mean 'unknown' by it, some are about to die */
        {LEVEL("empty"), FRAME(0), SAMPLES(S(BATTERY, 0))},
        {LEVEL("lasting"), FRAME(57), SAMPLES(S(BATTERY, 57))},
        {LEVEL("full"), FRAME(100), SAMPLES(S(BATTERY, 100))},
        /* 101 to 255 are reserved */
        {LEVEL("fuller"), FRAME(101), .faults = FAULT(RESERVED_VALUE)},
        {LEVEL("at 170"), FRAME(170), .faults = FAULT(RESERVED_VALUE)},
        {LEVEL("at 255"), FRAME(255), .faults = FAULT(RESERVED_VALUE)},
        {LEVEL("nothing"), .length = 0, .faults = FAULT(EMPTY)},
        {LEVEL("a byte more"), FRAME(57, 1), SAMPLES(S(BATTERY, 57)), .faults = FAULT(LONG)},
        {LEVEL("reserved, and a byte more"), FRAME(200, 1), .faults = FAULT(RESERVED_VALUE) | FAULT(LONG)},
};
