/* SPDX-License-Identifier: MIT */
#pragma once

#include "purposed/id.h"

#include <stdint.h>

/* What fits into one notification at the usual ATT MTU of 247. A longer
 * value is cut here; the decoder sees `cut`. */
#define PD_FRAME_BYTES_MAX 244

/* One raw GATT value, as the radio (or a recording) gave it. */
struct pd_frame {
        char address[PD_ADDRESS_SIZE];
        uint16_t characteristic; /* 16-bit UUID: 0x2A37, ... */
        uint16_t length;
        uint8_t bytes[PD_FRAME_BYTES_MAX];
};
