/* SPDX-License-Identifier: MIT */
/*
 * A language: its phrases, and how it speaks a number. A new one is a file
 * here and a line in languages.def; nothing else knows which there are.
 *
 * Catalogues are compiled, not read at run time. A replay must print what was
 * said then, so all that a sentence is made of has to be an input that the
 * trace holds, or part of the program that its version names: a file under
 * /etc that somebody mends would be neither. A table cannot be half there,
 * the compiler asks for its numbers' grammar as code, and the tests say every
 * phrase of every language before it is shipped. Places are {named}, never
 * printf's: a translator may leave one out or turn two round, and cannot
 * crash anything.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum pd_phrase {
#define PD_PHRASE(symbol, places) PD_PHRASE_##symbol,
#include "core/say/phrases.def"
#undef PD_PHRASE
        PD_PHRASE_COUNT
};

#define PD_NUMBER_MOST 9999 /* that a language can speak; a step of 100 h has 6000 minutes */

struct pd_language {
        const char *code; /* "en" */
        const char *const *phrases; /* by enum pd_phrase; none is NULL */
        /* 0 to PD_NUMBER_MOST as a runner says it: "one forty". COUNTING: what
         * it counts follows ("hundertein Sekunden", but "bis hunderteins").
         * RET is terminated, cut if SIZE is too small, empty beyond. */
        void (*number)(int32_t number, bool counting, char *ret, size_t size);
};

/* By its code; English if we do not have it. Never NULL. */
const struct pd_language *pd_language_find(const char *code);

bool pd_language_known(const char *code);

/* The codes of all, "en, de"; cut if SIZE is too small. */
void pd_language_list(char *ret, size_t size);

#define PD_LANGUAGE(name) extern const struct pd_language pd_##name;
#include "core/say/languages.def"
#undef PD_LANGUAGE
