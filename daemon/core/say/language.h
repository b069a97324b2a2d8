/* SPDX-License-Identifier: MIT */
/*
 * A language: its phrases, and how it speaks a number. A new one is a file
 * here and a row in language.c.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum pd_phrase {
#define PD_PHRASE(symbol) PD_PHRASE_##symbol,
#include "core/say/phrases.def"
#undef PD_PHRASE
        PD_PHRASE_COUNT
};

#define PD_NUMBER_MOST 9999 /* that a language can speak; a step of 100 h has 6000 minutes */

struct pd_language {
        const char *code; /* "en" */
        const char *const *phrases; /* by enum pd_phrase; none is NULL */
        /* 0 to PD_NUMBER_MOST as a runner says it: "one forty". RET is
         * terminated, cut if SIZE is too small, empty beyond. */
        void (*number)(int32_t number, char *ret, size_t size);
};

/* By its code; English if we do not have it. Never NULL. */
const struct pd_language *pd_language_find(const char *code);

extern const struct pd_language pd_english;
