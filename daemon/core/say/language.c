/* SPDX-License-Identifier: MIT */
#include "core/say/language.h"

#include "core/say/say.h"

#include <string.h>

static const struct pd_language *const languages[] = {
#define PD_LANGUAGE(name) &pd_##name,
#include "core/say/languages.def"
#undef PD_LANGUAGE
};

#define N_LANGUAGES (sizeof(languages) / sizeof(languages[0]))

static size_t
index_of(const char *code)
{
        size_t i = 0;

        while (i < N_LANGUAGES && strcmp(languages[i]->code, code) != 0)
                i++;
        return i;
}

const struct pd_language *
pd_language_find(const char *code)
{
        size_t i = index_of(code);

        return languages[i < N_LANGUAGES ? i : 0];
}

bool
pd_language_known(const char *code)
{
        return index_of(code) < N_LANGUAGES;
}

void
pd_language_list(char *ret, size_t size)
{
        struct pd_sentence sentence;

        pd_sentence_init(&sentence, ret, size);
        for (size_t i = 0; i < N_LANGUAGES; i++) {
                if (i > 0)
                        pd_sentence_add(&sentence, ", ");
                pd_sentence_add(&sentence, languages[i]->code);
        }
}
