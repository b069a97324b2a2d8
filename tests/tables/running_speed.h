/* SPDX-License-Identifier: MIT */
/* Frames of the Running Speed and Cadence Service. Speed is in 1/256 m/s, so 640 is 2500 mm/s. */
#pragma once

#include "tables/row.h"

#define RSC(kind_, device_) .characteristic = 0x2a53, .kind = kind_, .device = device_

static const struct row running_speed_rows[] = {
        /* -- what devices have sent -- */

        /* 401: 1.566 m/s; 187 steps of both feet */
        {RSC(CAPTURED, "NPE Runn"), .fresh = true, FRAME(0x00, 0x91, 0x01, 0xbb), SAMPLES(S(SPEED, 1566), S(CADENCE, 187))},
        /* 860: 3.359 m/s; 161 steps of both feet; stride 130 cm; odometer 255.0 m */
        {RSC(CAPTURED, "Technogym Run"), .fresh = true, FRAME(0x03, 0x5c, 0x03, 0xa1, 0x82, 0x00, 0xf6, 0x09, 0x00, 0x00),
                SAMPLES(S(SPEED, 3359), S(CADENCE, 161), S(STRIDE, 1300))},
        /* 441: 1.723 m/s; 133; stride 94 cm; odometer 308.5 m, 53.5 m on; the walking bit is clear at any speed */
        {RSC(CAPTURED, "Technogym Run"), FRAME(0x03, 0xb9, 0x01, 0x85, 0x5e, 0x00, 0x0d, 0x0c, 0x00, 0x00),
                SAMPLES(S(SPEED, 1723), S(CADENCE, 133), S(STRIDE, 940), S(DISTANCE, 53500))},
        /* 185: 0.723 m/s; 51, so slow that it is taken for one foot; odometer 65.0 m */
        {RSC(CAPTURED, "Technogym MyRun"), .fresh = true, FRAME(0x02, 0xb9, 0x00, 0x33, 0x8a, 0x02, 0x00, 0x00),
                SAMPLES(S(SPEED, 723), S(CADENCE, 102))},

        /* -- every layout: 2500 mm/s, 85 of one foot -- */

        {RSC(BUILT, "plain"), .fresh = true, FRAME(0x00, 0x80, 0x02, 85), SAMPLES(S(SPEED, 2500), S(CADENCE, 170))},
        /* runs rather than walks */
        {RSC(BUILT, "running"), FRAME(0x04, 0x80, 0x02, 85), SAMPLES(S(SPEED, 2500), S(CADENCE, 170))},
        /* stride 176 cm */
        {RSC(BUILT, "stride"), FRAME(0x01, 0x80, 0x02, 85, 0xb0, 0x00), SAMPLES(S(SPEED, 2500), S(CADENCE, 170), S(STRIDE, 1760))},
        /* odometer 1677721.6 + 0.5 m: the first sets the base */
        {RSC(BUILT, "odometer"), FRAME(0x02, 0x80, 0x02, 85, 0x05, 0x00, 0x00, 0x01), SAMPLES(S(SPEED, 2500), S(CADENCE, 170))},
        /* 0.1 m on */
        {RSC(BUILT, "odometer"), FRAME(0x02, 0x80, 0x02, 85, 0x06, 0x00, 0x00, 0x01),
                SAMPLES(S(SPEED, 2500), S(CADENCE, 170), S(DISTANCE, 100))},
        /* everything, 2.5 m on */
        {RSC(BUILT, "everything"), FRAME(0x07, 0x80, 0x02, 85, 0xb0, 0x00, 0x1f, 0x00, 0x00, 0x01),
                SAMPLES(S(SPEED, 2500), S(CADENCE, 170), S(STRIDE, 1760), S(DISTANCE, 2500))},
        /* 0 is a speed; 0 steps are 0 steps of either */
        {RSC(BUILT, "standing"), FRAME(0x00, 0, 0, 0), SAMPLES(S(SPEED, 0), S(CADENCE, 0))},
        /* 65535: 255.996 m/s, the most that fits; 255 steps */
        {RSC(BUILT, "fullest"), .fresh = true, FRAME(0x05, 0xff, 0xff, 0xff, 0xff, 0xff),
                SAMPLES(S(SPEED, 255996), S(CADENCE, 255), S(STRIDE, 655350))},
        /* 1: 3.9 mm/s; 32: 125 mm/s; rounded to nearest */
        {RSC(BUILT, "slowest"), .fresh = true, FRAME(0x00, 1, 0, 0), SAMPLES(S(SPEED, 4), S(CADENCE, 0))},
        {RSC(BUILT, "an eighth"), FRAME(0x00, 32, 0, 0), SAMPLES(S(SPEED, 125), S(CADENCE, 0))},

        /* -- odometers -- */

        {RSC(BUILT, "pod"), .fresh = true, FRAME(0x02, 0x80, 0x02, 85, 0xe8, 0x03, 0, 0), SAMPLES(S(SPEED, 2500), S(CADENCE, 170))},
        /* nothing covered: no sample */
        {RSC(BUILT, "pod"), FRAME(0x02, 0x80, 0x02, 85, 0xe8, 0x03, 0, 0), SAMPLES(S(SPEED, 2500), S(CADENCE, 170))},
        /* back to 0.3 m: switched off and on */
        {RSC(BUILT, "pod, again"), FRAME(0x02, 0x80, 0x02, 85, 3, 0, 0, 0), SAMPLES(S(SPEED, 2500), S(CADENCE, 170)),
                .faults = FAULT(RESET)},
        /* counts on from there */
        {RSC(BUILT, "pod, again"), FRAME(0x02, 0x80, 0x02, 85, 28, 0, 0, 0), SAMPLES(S(SPEED, 2500), S(CADENCE, 170), S(DISTANCE, 2500))},
        /* a frame without odometer between: the next delta spans both */
        {RSC(BUILT, "pod, again"), FRAME(0x00, 0x80, 0x02, 85), SAMPLES(S(SPEED, 2500), S(CADENCE, 170))},
        {RSC(BUILT, "pod, again"), FRAME(0x02, 0x80, 0x02, 85, 78, 0, 0, 0), SAMPLES(S(SPEED, 2500), S(CADENCE, 170), S(DISTANCE, 5000))},
        /* 21474836 dm on: the most that a sample holds */
        {RSC(BUILT, "far"), .fresh = true, FRAME(0x02, 0, 0, 0, 0, 0, 0, 0), SAMPLES(S(SPEED, 0), S(CADENCE, 0))},
        {RSC(BUILT, "far"), FRAME(0x02, 0, 0, 0, 0x14, 0xae, 0x47, 0x01), SAMPLES(S(SPEED, 0), S(CADENCE, 0), S(DISTANCE, 2147483600))},
        /* 1 dm more than that: another count */
        {RSC(BUILT, "farther"), .fresh = true, FRAME(0x02, 0, 0, 0, 0, 0, 0, 0), SAMPLES(S(SPEED, 0), S(CADENCE, 0))},
        {RSC(BUILT, "farther"), FRAME(0x02, 0, 0, 0, 0x15, 0xae, 0x47, 0x01), SAMPLES(S(SPEED, 0), S(CADENCE, 0)),
                .faults = FAULT(RESET)},

        /* -- damage -- */

        {RSC(BUILT, "nothing"), .fresh = true, .length = 0, .faults = FAULT(EMPTY)},
        {RSC(BUILT, "flags alone"), FRAME(0x00), .faults = FAULT(SHORT)},
        {RSC(BUILT, "half a speed"), FRAME(0x00, 0x80), .faults = FAULT(SHORT)},
        {RSC(BUILT, "no cadence"), FRAME(0x00, 0x80, 0x02), .faults = FAULT(SHORT)},
        /* stride announced, half of it there */
        {RSC(BUILT, "half a stride"), FRAME(0x01, 0x80, 0x02, 85, 0xb0), SAMPLES(S(SPEED, 2500), S(CADENCE, 170)),
                .faults = FAULT(SHORT)},
        {RSC(BUILT, "no stride"), FRAME(0x01, 0x80, 0x02, 85), SAMPLES(S(SPEED, 2500), S(CADENCE, 170)), .faults = FAULT(SHORT)},
        /* three bytes of the odometer: no base is set */
        {RSC(BUILT, "cut odometer"), FRAME(0x03, 0x80, 0x02, 85, 0xb0, 0x00, 9, 9, 9),
                SAMPLES(S(SPEED, 2500), S(CADENCE, 170), S(STRIDE, 1760)), .faults = FAULT(SHORT)},
        {RSC(BUILT, "whole odometer"), FRAME(0x02, 0x80, 0x02, 85, 1, 0, 0, 0), SAMPLES(S(SPEED, 2500), S(CADENCE, 170))},
        /* a stride that no flag announces */
        {RSC(BUILT, "two bytes more"), FRAME(0x00, 0x80, 0x02, 85, 0xb0, 0x00), SAMPLES(S(SPEED, 2500), S(CADENCE, 170)),
                .faults = FAULT(LONG)},
        {RSC(BUILT, "bit 3"), FRAME(0x08, 0x80, 0x02, 85), SAMPLES(S(SPEED, 2500), S(CADENCE, 170)), .faults = FAULT(RESERVED_BIT)},
        {RSC(BUILT, "bit 7, no stride"), FRAME(0x81, 0x80, 0x02, 85), SAMPLES(S(SPEED, 2500), S(CADENCE, 170)),
                .faults = FAULT(RESERVED_BIT) | FAULT(SHORT)},

        /* -- feature, location -- */

        /* all five that are defined */
        {.device = "able pod", .kind = BUILT, .characteristic = 0x2a54, FRAME(0x1f, 0x00)},
        {.device = "pod of the future", .kind = BUILT, .characteristic = 0x2a54, FRAME(0x20, 0x00), .faults = FAULT(RESERVED_BIT)},
        {.device = "half a feature", .kind = BUILT, .characteristic = 0x2a54, FRAME(0x1f), .faults = FAULT(SHORT)},
        {.device = "a byte more", .kind = BUILT, .characteristic = 0x2a54, FRAME(0x1f, 0x00, 0x00), .faults = FAULT(LONG)},
        /* in the shoe */
        {.device = "in the shoe", .kind = BUILT, .characteristic = 0x2a5d, FRAME(2), SAMPLES(S(LOCATION, 2))},
        /* chain ring, the last that is defined */
        {.device = "on a chain ring", .kind = BUILT, .characteristic = 0x2a5d, FRAME(16), SAMPLES(S(LOCATION, 16))},
        {.device = "nowhere", .kind = BUILT, .characteristic = 0x2a5d, FRAME(17), .faults = FAULT(RESERVED_VALUE)},
        {.device = "no place given", .kind = BUILT, .characteristic = 0x2a5d, .length = 0, .faults = FAULT(EMPTY)},
};
