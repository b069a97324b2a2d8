/* SPDX-License-Identifier: MIT */
/* Keys of what can be measured, out of quantity.def. */
#include "purposed/quantity.h"

#include "core/word.h"

static const char *const keys[PD_QUANTITY_COUNT] = {
#define PD_QUANTITY(symbol, key, unit, what) #key,
#include "purposed/quantity.def"
#undef PD_QUANTITY
};

const char *
pd_quantity_key(enum pd_quantity quantity)
{
        return pd_word_at(keys, PD_QUANTITY_COUNT, quantity);
}
