/* SPDX-License-Identifier: MIT */
#include "ctl/stroke.h"

#include "core/text.h"

#include <stdio.h>
#include <string.h>

#define STYLE_ROOM 16 /* "\033[1;31m" and the end of it */

void
pd_stroke_init(struct pd_stroke *stroke, char *bytes, size_t size, int width)
{
        *stroke = (struct pd_stroke) {.bytes = bytes, .size = size, .width = width};
        bytes[0] = '\0';
}

static bool
continues(char c)
{
        return ((unsigned char) c & 0xC0) == 0x80;
}

int
pd_stroke_columns(const char *text)
{
        return (int) pd_text_columns(text, strlen(text));
}

static void
put(struct pd_stroke *stroke, const char *bytes, size_t n)
{
        if (stroke->length + n >= stroke->size)
                return;
        memcpy(stroke->bytes + stroke->length, bytes, n);
        stroke->length += n;
        stroke->bytes[stroke->length] = '\0';
}

/* As many bytes of TEXT as stand in COLUMNS and in SIZE. */
static size_t
fitting(const char *text, int columns, size_t size)
{
        size_t n = 0;

        while (text[n] != '\0') {
                size_t next = n + 1;
                while (continues(text[next]))
                        next++;
                if (columns-- <= 0 || next > size)
                        break;
                n = next;
        }
        return n;
}

void
pd_stroke_add(struct pd_stroke *stroke, const char *style, const char *text)
{
        bool styled = stroke->colour && style != NULL && text[0] != '\0';
        size_t taken = stroke->length + 2 * STYLE_ROOM, n;
        char before[STYLE_ROOM];

        if (taken >= stroke->size)
                return;
        n = fitting(text, stroke->width - stroke->columns, stroke->size - taken);
        if (n == 0)
                return;
        if (styled)
                put(stroke, before, (size_t) snprintf(before, sizeof(before), "\033[%sm", style));
        for (size_t i = 0; i < n; i++) {
                stroke->columns += !continues(text[i]);
                if (stroke->utf8 || (unsigned char) text[i] < 0x80)
                        put(stroke, text + i, 1);
                else if (!continues(text[i]))
                        put(stroke, "?", 1);
        }
        if (styled)
                put(stroke, "\033[0m", 4);
}

void
pd_stroke_to(struct pd_stroke *stroke, int column)
{
        while (stroke->columns < column && stroke->columns < stroke->width) {
                int before = stroke->columns;
                pd_stroke_add(stroke, NULL, " ");
                if (stroke->columns == before)
                        return;
        }
}
