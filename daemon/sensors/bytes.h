/* SPDX-License-Identifier: MIT */
/*
 * The bytes of a frame, read field by field from the left; GATT is little
 * endian throughout. A field that is not there whole is absent, and so is
 * everything after it.
 */
#pragma once

#include "purposed/frame.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pd_bytes {
        const uint8_t *at;
        size_t left;
        bool short_of; /* a field was asked for that is not there */
};

/* A length above what a frame can hold is taken as cut. */
static inline struct pd_bytes
pd_bytes_of(const struct pd_frame *frame)
{
        bool cut = frame->length > PD_FRAME_BYTES_MAX;

        return (struct pd_bytes){.at = frame->bytes, .left = cut ? PD_FRAME_BYTES_MAX : frame->length, .short_of = cut};
}

/* Passes over the next N bytes; false if they are not there. */
static inline bool
pd_bytes_pass(struct pd_bytes *bytes, size_t n)
{
        if (bytes->left < n) {
                bytes->left = 0;
                bytes->short_of = true;
                return false;
        }

        bytes->at += n;
        bytes->left -= n;
        return true;
}

/* The next N bytes (at most 4) as a number; false if they are not there. */
static inline bool
pd_bytes_read(struct pd_bytes *bytes, size_t n, uint32_t *ret)
{
        const uint8_t *at = bytes->at;
        uint32_t value = 0;

        if (!pd_bytes_pass(bytes, n))
                return false;

        for (size_t i = 0; i < n; i++)
                value |= (uint32_t) at[i] << (8 * i);
        *ret = value;
        return true;
}
