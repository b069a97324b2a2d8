/* SPDX-License-Identifier: MIT */
#include "bluez/broadcast.h"

#define FLAG_OTHER 0x40 /* a block of something else, with its length */
#define COUNTER_SHIFT 2
#define COUNTER_MASK 7
#define HR_SIZE 3      /* flags, clock code, rate */
#define HR_MEAN_SIZE 4 /* and the slower mean, which is what Polar shows */

bool
pd_broadcast_read(uint16_t company, const uint8_t *bytes, size_t size, struct pd_broadcast *ret)
{
        uint8_t hr;

        if (company != PD_BROADCAST_POLAR)
                return false;
        while (size >= 2 && bytes[0] & FLAG_OTHER) {
                size_t skipped = 2 + (size_t) bytes[1];

                if (skipped >= size)
                        return false;
                bytes += skipped;
                size -= skipped;
        }
        if (size < HR_SIZE || bytes[0] & FLAG_OTHER)
                return false;
        hr = size == HR_MEAN_SIZE ? bytes[3] : bytes[2];
        if (hr == 0) /* no measurement, as in 0x2A37 */
                return false;
        *ret = (struct pd_broadcast) {.hr_bpm = hr, .counter = bytes[0] >> COUNTER_SHIFT & COUNTER_MASK};
        return true;
}
