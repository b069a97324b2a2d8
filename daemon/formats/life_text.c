/* SPDX-License-Identifier: MIT */
#include "formats/life_text.h"

#include "formats/line.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const char heading[] = "# What has come between you and your plan. purposed writes this file.\n";

size_t
pd_life_text_write(const struct pd_life *life, char ret[static PD_LIFE_TEXT_SIZE])
{
        size_t length = sizeof heading - 1;

        _Static_assert(sizeof heading + PD_LIFE_MAX * (16 + PD_TEXT_SIZE) <= PD_LIFE_TEXT_SIZE, "it always suffices");
        memcpy(ret, heading, sizeof heading);
        for (size_t i = 0; i < life->n; i++) {
                char words[PD_TEXT_SIZE];

                pd_life_words(&life->entries[i], words);
                length += (size_t) snprintf(ret + length, PD_LIFE_TEXT_SIZE - length, "%s %s\n",
                        pd_command_verb_name(pd_life_verb(&life->entries[i])), words);
        }
        return length;
}

/* VERB WORDS. A word that depends on the day of reading, such as today, has no place in a file. */
static int
read_line(void *user, const char *line, size_t length, size_t number, struct pd_format_error *error)
{
        struct pd_life *life = user;
        char text[PD_TEXT_SIZE + 16], sentence[PD_SENTENCE_SIZE];
        enum pd_command_verb verb;
        struct pd_life_entry entry;
        char *words;

        pd_text_copy(text, sizeof text, line, length);
        words = strchr(text, ' ');
        if (words == NULL || length >= sizeof text)
                return pd_line_fault(error, number, line, line,
                        "Here belongs a command and its days, such as 'swap 2026-12-01 2026-12-03'.");
        *words++ = '\0';
        if (pd_command_verb_parse(text, &verb) < 0)
                return pd_line_fault(error, number, line, line, "Here belongs away, swap, easier, skip-day or workout.");
        if (pd_life_read(verb, words, 0, &entry, sentence) < 0)
                return pd_line_fault(error, number, line, line + (words - text), sentence);
        if (entry.from <= PD_DAYS_A_WEEK || entry.kind == PD_LIFE_WELL)
                return pd_line_fault(error, number, line, line + (words - text), "Here belong dates, such as 2026-12-01.");
        if (life->n == PD_LIFE_MAX)
                return pd_line_fault(error, number, line, line, "There are more than 64 entries.");
        life->entries[life->n++] = entry;
        return 0;
}

int
pd_life_text_read(const char *bytes, size_t size, struct pd_life *ret, struct pd_format_error *ret_error)
{
        struct pd_life life = {.n = 0};
        const int r = pd_line_each(bytes, size, read_line, &life, ret_error);

        if (r < 0)
                return r;
        *ret = life;
        return 0;
}
