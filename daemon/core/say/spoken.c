/* SPDX-License-Identifier: MIT */
#include "core/say/spoken.h"

#include <string.h>

static int
words_in(const char *text)
{
        int n = 0;

        for (bool inside = false; *text != '\0'; text++) {
                n += *text != ' ' && !inside;
                inside = *text != ' ';
        }
        return n;
}

static bool
is_letter(char c)
{
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char) c >= 0x80;
}

bool
pd_spoken_is_plain(const char *text)
{
        bool any = false;

        for (; *text != '\0'; text++) {
                any = any || is_letter(*text);
                if (!is_letter(*text) && strchr(" .,!?'-", *text) == NULL)
                        return false;
        }
        return any;
}

void
pd_spoken_follow(struct pd_sentence *sentence, const char *text)
{
        if (words_in(sentence->text) + words_in(text) <= PD_SPOKEN_WORDS_MAX)
                (void) pd_sentence_follow(sentence, text);
}
