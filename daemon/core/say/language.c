/* SPDX-License-Identifier: MIT */
#include "core/say/language.h"

#include <string.h>

static const struct pd_language *const languages[] = {
        &pd_english,
};

const struct pd_language *
pd_language_find(const char *code)
{
        for (size_t i = 0; i < sizeof(languages) / sizeof(languages[0]); i++)
                if (strcmp(languages[i]->code, code) == 0)
                        return languages[i];
        return &pd_english;
}
