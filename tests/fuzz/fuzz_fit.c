/* SPDX-License-Identifier: MIT */
/* Activities of watches, FIT: as they come, and once more with a length and a CRC that are right. */
#include "fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

#define HEADER 14

static uint16_t
crc_of(const uint8_t *bytes, size_t size)
{
        uint16_t crc = 0;

        for (size_t i = 0; i < size; i++) {
                crc ^= bytes[i];
                for (int bit = 0; bit < 8; bit++)
                        crc = (uint16_t) (crc & 1 ? crc >> 1 ^ 0xa001 : crc >> 1);
        }
        return crc;
}

static void
put_le(uint8_t *at, uint32_t value, int n)
{
        for (int i = 0; i < n; i++)
                at[i] = (uint8_t) (value >> 8 * i);
}

int
LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
        uint8_t *mended;

        fuzz_recording("fit", bytes, size);
        if (size < HEADER + 2 || !(mended = malloc(size)))
                return 0;
        memcpy(mended, bytes, size);
        mended[0] = HEADER;
        put_le(mended + 4, (uint32_t) (size - HEADER - 2), 4);
        memcpy(mended + 8, ".FIT", 4);
        put_le(mended + 12, crc_of(mended, 12), 2);
        put_le(mended + size - 2, crc_of(mended, size - 2), 2);
        fuzz_recording("fit", mended, size);
        free(mended);
        return 0;
}
