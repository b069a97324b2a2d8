/* SPDX-License-Identifier: MIT */
#include "ctl/week.h"

#include "purposed/intensity.h"

#include <stdio.h>
#include <string.h>

#define INDENT "  "
#define WORD_SIZE 16

static const char *const styles[PD_INTENSITY_COUNT] = {
        [PD_INTENSITY_RECOVERY] = "36",
        [PD_INTENSITY_EASY] = "32",
        [PD_INTENSITY_MODERATE] = "33",
        [PD_INTENSITY_HARD] = "31",
};

const char *
pd_week_bar(const char *line, size_t *ret_begin, size_t *ret_length)
{
        const size_t indent = strlen(INDENT), n = strncmp(line, INDENT, indent) == 0 ? strcspn(line + indent, " \n") : 0;
        const size_t begin = indent + n + strspn(line + indent + n, " ");
        char word[WORD_SIZE] = "";
        enum pd_intensity intensity;

        if (n == 0 || n >= sizeof(word) || line[begin] != '#')
                return NULL;
        memcpy(word, line + indent, n);
        if (pd_intensity_parse(word, &intensity) < 0)
                return NULL;
        *ret_begin = begin;
        *ret_length = strspn(line + begin, "#");
        return styles[intensity];
}

void
pd_week_print(const char *text)
{
        for (size_t length, begin, n; text[0] != '\0'; text += length) {
                const char *style = pd_week_bar(text, &begin, &n);

                length = strcspn(text, "\n");
                length += text[length] == '\n';
                if (style == NULL)
                        printf("%.*s", (int) length, text);
                else
                        printf("%.*s\033[%sm%.*s\033[0m%.*s", (int) begin, text, style, (int) n, text + begin, (int) (length - begin - n),
                                text + begin + n);
        }
}
