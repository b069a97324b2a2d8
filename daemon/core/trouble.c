/* SPDX-License-Identifier: MIT */
#include "purposed/trouble.h"

#include <stddef.h>

static const struct {
        const char *name, *text;
} troubles[PD_TROUBLE_COUNT] = {
        [PD_TROUBLE_NONE] = {NULL, ""},
#define PD_TROUBLE(symbol, word, text) [PD_TROUBLE_##symbol] = {word, text},
#include "purposed/troubles.def"
#undef PD_TROUBLE
};

const char *
pd_trouble_name(enum pd_trouble trouble)
{
        return troubles[trouble].name;
}

const char *
pd_trouble_text(enum pd_trouble trouble)
{
        return troubles[trouble].text;
}
