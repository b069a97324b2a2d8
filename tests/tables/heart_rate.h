/* SPDX-License-Identifier: MIT */
/* Frames of the Heart Rate Service: what straps have sent, every layout, and every kind of damage. */
#pragma once

#include "tables/row.h"

#define HR(kind_, device_) .characteristic = 0x2a37, .kind = kind_, .device = device_

static const struct row heart_rate_rows[] = {
        /* -- what devices have sent -- */

        /* 84 bpm, contact supported: not on skin, no RR announced */
        {HR(CAPTURED, "strap without RR, in the hand"), FRAME(0x04, 0x54), SAMPLES(S(HEART_RATE, 84), S(CONTACT, 0))},
        /* 60 bpm, on skin; no beat ended in this second and the strap drops the RR bit */
        {HR(CAPTURED, "Polar H7"), FRAME(0x06, 0x3c), SAMPLES(S(HEART_RATE, 60), S(CONTACT, 1))},
        /* 60 bpm, on skin, RR 1041 */
        {HR(CAPTURED, "Polar H7"), FRAME(0x16, 0x3c, 0x11, 0x04), SAMPLES(S(HEART_RATE, 60), S(CONTACT, 1), S(RR, 1041))},
        /* 115 bpm, on skin, RR 528 then 525 */
        {HR(CAPTURED, "Polar H7"), FRAME(0x16, 0x73, 0x10, 0x02, 0x0d, 0x02),
                SAMPLES(S(HEART_RATE, 115), S(CONTACT, 1), S(RR, 528), S(RR, 525))},
        /* 78 bpm, on skin, RR 795 then 786 */
        {HR(CAPTURED, "Polar H7"), FRAME(0x16, 0x4e, 0x1b, 0x03, 0x12, 0x03),
                SAMPLES(S(HEART_RATE, 78), S(CONTACT, 1), S(RR, 795), S(RR, 786))},
        /* 72 bpm, contact not supported, RR 812 */
        {HR(CAPTURED, "Polar H10"), FRAME(0x10, 0x48, 0x2c, 0x03), SAMPLES(S(HEART_RATE, 72), S(RR, 812))},
        /* 73 bpm, RR 862 then 918 */
        {HR(CAPTURED, "Polar H10"), FRAME(0x10, 0x49, 0x5e, 0x03, 0x96, 0x03), SAMPLES(S(HEART_RATE, 73), S(RR, 862), S(RR, 918))},
        /* 59 bpm, RR 1107 */
        {HR(CAPTURED, "Polar H10"), FRAME(0x10, 0x3b, 0x53, 0x04), SAMPLES(S(HEART_RATE, 59), S(RR, 1107))},
        /* 52 bpm, on skin, RR 1252: the second byte alone would be taken for all */
        {HR(CAPTURED, "unbranded dual-band strap"), FRAME(0x16, 0x34, 0xe4, 0x04), SAMPLES(S(HEART_RATE, 52), S(CONTACT, 1), S(RR, 1252))},
        /* 90 bpm, on skin, RR 666 */
        {HR(CAPTURED, "unbranded strap"), FRAME(0x16, 0x5a, 0x9a, 0x02), SAMPLES(S(HEART_RATE, 90), S(CONTACT, 1), S(RR, 666))},
        /* 70 bpm, says 'no contact' and yet measures: RR 912 then 856 */
        {HR(CAPTURED, "Wahoo Blue HR"), FRAME(0x14, 0x46, 0x90, 0x03, 0x58, 0x03),
                SAMPLES(S(HEART_RATE, 70), S(CONTACT, 0), S(RR, 912), S(RR, 856))},
        /* 62 bpm, RR 945, and half of another */
        {HR(CAPTURED, "strap seen from a browser"), FRAME(0x10, 0x3e, 0xb1, 0x03, 0xde), SAMPLES(S(HEART_RATE, 62), S(RR, 945)),
                .faults = FAULT(SHORT)},

        /* -- every layout -- */

        /* 140 bpm and nothing else */
        {HR(BUILT, "plain"), FRAME(0x00, 140), SAMPLES(S(HEART_RATE, 140))},
        /* contact bit without 'supported': it says nothing */
        {HR(BUILT, "contact, not supported"), FRAME(0x02, 140), SAMPLES(S(HEART_RATE, 140))},
        /* 300 bpm as u16 */
        {HR(BUILT, "wide"), FRAME(0x01, 0x2c, 0x01), SAMPLES(S(HEART_RATE, 300))},
        /* 140 bpm as u16, on skin */
        {HR(BUILT, "wide, contact"), FRAME(0x07, 140, 0), SAMPLES(S(HEART_RATE, 140), S(CONTACT, 1))},
        /* 140 bpm, 513 kJ */
        {HR(BUILT, "energy"), FRAME(0x08, 140, 0x01, 0x02), SAMPLES(S(HEART_RATE, 140), S(ENERGY, 513))},
        /* energy stands at its end of 65535 kJ */
        {HR(BUILT, "energy, full"), FRAME(0x08, 140, 0xff, 0xff), SAMPLES(S(HEART_RATE, 140), S(ENERGY, 65535))},
        /* 140 bpm, 513 kJ, RR 439 */
        {HR(BUILT, "energy, RR"), FRAME(0x18, 140, 0x01, 0x02, 0xb7, 0x01), SAMPLES(S(HEART_RATE, 140), S(ENERGY, 513), S(RR, 439))},
        /* 140 bpm as u16, 513 kJ */
        {HR(BUILT, "wide, energy"), FRAME(0x09, 140, 0, 0x01, 0x02), SAMPLES(S(HEART_RATE, 140), S(ENERGY, 513))},
        /* 140 bpm as u16, RR 439 */
        {HR(BUILT, "wide, RR"), FRAME(0x11, 140, 0, 0xb7, 0x01), SAMPLES(S(HEART_RATE, 140), S(RR, 439))},
        /* all fields at once: 140 bpm as u16, off skin, 513 kJ, RR 439 then 440 */
        {HR(BUILT, "everything"), FRAME(0x1d, 140, 0, 0x01, 0x02, 0xb7, 0x01, 0xb8, 0x01),
                SAMPLES(S(HEART_RATE, 140), S(CONTACT, 0), S(ENERGY, 513), S(RR, 439), S(RR, 440))},
        /* nine RR, the most that 20 bytes hold; oldest first */
        {HR(BUILT, "nine RR"), FRAME(0x10, 195, 1, 1, 2, 1, 3, 1, 4, 1, 5, 1, 6, 1, 7, 1, 8, 1, 9, 1),
                SAMPLES(S(HEART_RATE, 195), S(RR, 257), S(RR, 258), S(RR, 259), S(RR, 260), S(RR, 261), S(RR, 262), S(RR, 263), S(RR, 264),
                        S(RR, 265))},
        /* 40 bpm, RR announced, and no beat in this second: no fault */
        {HR(BUILT, "no beat"), FRAME(0x10, 40), SAMPLES(S(HEART_RATE, 40))},
        /* 0: no measurement, as optical bands say it */
        {HR(BUILT, "no pulse found"), FRAME(0x00, 0), SAMPLES(S(HEART_RATE, 0))},

        /* -- damage -- */

        {HR(BUILT, "nothing"), .length = 0, .faults = FAULT(EMPTY)},
        {HR(BUILT, "flags alone"), FRAME(0x16), .faults = FAULT(SHORT)},
        /* half of a u16 heart rate is no heart rate */
        {HR(BUILT, "half a pulse"), FRAME(0x07, 140), .faults = FAULT(SHORT)},
        /* energy announced and missing: the heart rate stays */
        {HR(BUILT, "no energy"), FRAME(0x08, 140), SAMPLES(S(HEART_RATE, 140)), .faults = FAULT(SHORT)},
        /* half of the energy; the RR after it have lost their place */
        {HR(BUILT, "half the energy"), FRAME(0x18, 140, 0x01), SAMPLES(S(HEART_RATE, 140)), .faults = FAULT(SHORT)},
        /* a byte and an RR that no flag announces */
        {HR(BUILT, "a byte more"), FRAME(0x00, 140, 0x99), SAMPLES(S(HEART_RATE, 140)), .faults = FAULT(LONG)},
        {HR(BUILT, "an RR unannounced"), FRAME(0x06, 140, 0xb7, 0x01), SAMPLES(S(HEART_RATE, 140), S(CONTACT, 1)), .faults = FAULT(LONG)},
        /* reserved bits are counted and change nothing */
        {HR(BUILT, "bit 5"), FRAME(0x20, 140), SAMPLES(S(HEART_RATE, 140)), .faults = FAULT(RESERVED_BIT)},
        {HR(BUILT, "bit 6"), FRAME(0x50, 140, 0xb7, 0x01), SAMPLES(S(HEART_RATE, 140), S(RR, 439)), .faults = FAULT(RESERVED_BIT)},
        /* two faults at once */
        {HR(BUILT, "bit 7, half an RR"), FRAME(0x90, 140, 0xb7), SAMPLES(S(HEART_RATE, 140)),
                .faults = FAULT(RESERVED_BIT) | FAULT(SHORT)},

        /* -- body sensor location -- */

        /* chest */
        {.device = "on the chest", .kind = BUILT, .characteristic = 0x2a38, FRAME(1), SAMPLES(S(LOCATION, 1))},
        /* foot, the last that is defined */
        {.device = "on the foot", .kind = BUILT, .characteristic = 0x2a38, FRAME(6), SAMPLES(S(LOCATION, 6))},
        {.device = "nowhere", .kind = BUILT, .characteristic = 0x2a38, FRAME(7), .faults = FAULT(RESERVED_VALUE)},
        {.device = "no place given", .kind = BUILT, .characteristic = 0x2a38, .length = 0, .faults = FAULT(EMPTY)},
        {.device = "wrist, and a byte more", .kind = BUILT, .characteristic = 0x2a38, FRAME(2, 0), SAMPLES(S(LOCATION, 2)),
                .faults = FAULT(LONG)},
};
