/* SPDX-License-Identifier: MIT */
#pragma once

enum pd_quantity {
#define PD_QUANTITY(symbol, key, unit, what) PD_QUANTITY_##symbol,
#include "purposed/quantity.def"
#undef PD_QUANTITY
        PD_QUANTITY_COUNT
};

/* "hr_bpm", "speed_mm_s": the key under which files and payloads know it. */
const char *pd_quantity_key(enum pd_quantity quantity);
