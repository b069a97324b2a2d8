/* SPDX-License-Identifier: MIT */
/* FNV-1a, 64 bits: whether bytes are the same ones, where there are too many to keep. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define DIGEST_BEGIN UINT64_C(0xCBF29CE484222325)

static inline uint64_t
digest_bytes(uint64_t digest, const void *bytes, size_t length)
{
        for (size_t i = 0; i < length; i++)
                digest = (digest ^ ((const uint8_t *) bytes)[i]) * UINT64_C(0x100000001B3);
        return digest;
}
