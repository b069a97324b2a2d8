/* SPDX-License-Identifier: MIT */
/*
 * One line of a picture while it is drawn: text in styles, never beyond its
 * width, counted in columns. A character of UTF-8 is taken as one column.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct pd_stroke {
        char *bytes;
        size_t size, length;
        int columns, width;
        bool colour;
        bool utf8; /* false: what is not ASCII is drawn as '?' */
};

void pd_stroke_init(struct pd_stroke *stroke, char *bytes, size_t size, int width);

/* STYLE is the number of an SGR sequence ("1;31"), or NULL. What does not fit is cut. */
void pd_stroke_add(struct pd_stroke *stroke, const char *style, const char *text);

/* Blanks up to COLUMN; nothing if that is passed. */
void pd_stroke_to(struct pd_stroke *stroke, int column);

int pd_stroke_columns(const char *text);
