/* SPDX-License-Identifier: MIT */
#pragma once

#include "purposed/quantity.h"

#include <stdint.h>

/* One measured number. It has no instant of its own: all samples of a frame
 * share the frame's. */
struct pd_sample {
        enum pd_quantity quantity;
        int32_t value; /* in the unit of the quantity's row in quantity.def */
};
