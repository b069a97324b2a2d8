/* SPDX-License-Identifier: MIT */
/* Keys and units of what can be measured, out of quantity.def. */
#include "purposed/quantity.h"

#include "core/word.h"

static const char *const keys[PD_QUANTITY_COUNT] = {
#define PD_QUANTITY(symbol, key, unit, what) #key,
#include "purposed/quantity.def"
#undef PD_QUANTITY
};

static const char *const units[PD_QUANTITY_COUNT] = {
#define PD_QUANTITY(symbol, key, unit, what) unit,
#include "purposed/quantity.def"
#undef PD_QUANTITY
};

const char *
pd_quantity_key(enum pd_quantity quantity)
{
        return pd_word_at(keys, PD_QUANTITY_COUNT, quantity);
}

const char *
pd_quantity_unit(enum pd_quantity quantity)
{
        return pd_word_at(units, PD_QUANTITY_COUNT, quantity);
}
