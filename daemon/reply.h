/* SPDX-License-Identifier: MIT */
/*
 * What somebody who ordered something hears: how it went, words for people,
 * JSON for scripts. Grows as it is written; no writer has to ask whether
 * there was room. If memory or PD_REPLY_MAX runs out, the result says so.
 * The text is UTF-8 without control characters but line breaks, whatever was
 * put into it: others stand there as '?'.
 */
#pragma once

#include "formats/json.h"

#include <stdbool.h>
#include <stddef.h>

#define PD_REPLY_MAX (1024 * 1024) /* bytes of text, and of JSON: a list of ten years' sessions */

struct pd_reply {
        int result; /* 0 or a negative errno */
        char *text, *json; /* NULL until something is written; use the functions below */
        size_t text_length, text_size;
        bool plain; /* the JSON says no more than result and text */
};

void pd_reply_init(struct pd_reply *reply);
void pd_reply_clear(struct pd_reply *reply);

/* The answer is this alone: RESULT and one sentence, "There is no session 7." */
void pd_reply_say(struct pd_reply *reply, int result, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* More text behind what is there: lines of a table, each with its line break. */
void pd_reply_add(struct pd_reply *reply, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The LENGTH bytes of LINE, which has no line break, broken at blanks so that they are no wider
 * than COLUMNS; each further line begins with INDENT blanks. */
void pd_reply_add_folded(struct pd_reply *reply, const char *line, size_t length, size_t columns, size_t indent);

/* WIDTH is no less than TEXT is wide: the width of a column that has all of them. */
void pd_reply_widen(size_t *width, const char *text);

/* TEXT with blanks behind it, so that what follows stands in the same column whatever its characters. */
void pd_reply_add_column(struct pd_reply *reply, const char *text, size_t width);

/* The answer for scripts. WRITE writes one JSON value, its key NULL, and is
 * called again from the beginning with more room until all of it fits: it
 * changes nothing but what it writes. */
void pd_reply_write_json(struct pd_reply *reply, void (*write)(struct pd_json *json, void *user), void *user);

const char *pd_reply_text(const struct pd_reply *reply); /* "" if there is none */
const char *pd_reply_json(const struct pd_reply *reply); /* likewise */
