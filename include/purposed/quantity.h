/* SPDX-License-Identifier: MIT */
#pragma once

enum pd_quantity {
#define PD_QUANTITY(symbol, unit, what) PD_QUANTITY_##symbol,
#include "purposed/quantity.def"
#undef PD_QUANTITY
        PD_QUANTITY_COUNT
};
