/* SPDX-License-Identifier: MIT */
/* What is said, whatever the width of the page: a line break and the blanks around it are one blank. */
#pragma once

#include <stddef.h>

static inline void
unfold(char *text)
{
        char *to = text;

        for (const char *from = text; *from != '\0'; from++) {
                const char c = *from == '\n' ? ' ' : *from;

                if (c != ' ' || to == text || to[-1] != ' ')
                        *to++ = c;
        }
        *to = '\0';
}
