/* SPDX-License-Identifier: MIT */
/*
 * A heart rate that is advertised, for anybody to see: PURE. Polar's sensors
 * and watches put it into the manufacturer data of company 0x006B:
 *
 *   72 06 7f 44 37 00 00 00   33 00 3c      an OH1: 60 bpm, counter 4
 *   └ bit 6: not a heart rate └ bit 6 is 0: flags, a clock code, the rate of
 *     length 6, to be skipped   the last beats and, in some, the slower mean
 *
 *   flags: 0 battery, 1 contact, 2-4 counter, 5 broadcast, 6 kind, 7 status
 *
 * (BlePolarHrAdvertisement and BleAdvertisementContent in polarofficial's
 * polar-ble-sdk, where the example is from.) Nothing says what the service
 * data of 0x180D would mean, and no sensor is known to send any.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PD_BROADCAST_POLAR 0x006B /* of Bluetooth SIG's list of companies */

struct pd_broadcast {
        int32_t hr_bpm;
        uint8_t counter; /* moves with each new value: one that stands still is stale */
};

/* False: there is none in it. BYTES are without the company. */
bool pd_broadcast_read(uint16_t company, const uint8_t *bytes, size_t size, struct pd_broadcast *ret);
