/* SPDX-License-Identifier: MIT */
/* What is wrong with a sensor just now, as its link sees it. */
#pragma once

enum pd_trouble {
        PD_TROUBLE_NONE, /* nothing, or nothing is known yet */
#define PD_TROUBLE(symbol, word, text) PD_TROUBLE_##symbol,
#include "purposed/troubles.def"
#undef PD_TROUBLE
        PD_TROUBLE_COUNT
};

const char *pd_trouble_name(enum pd_trouble trouble); /* "unseen"; NULL for none */
const char *pd_trouble_text(enum pd_trouble trouble); /* for people; "" for none */
