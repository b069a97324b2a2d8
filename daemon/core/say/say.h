/* SPDX-License-Identifier: MIT */
/*
 * A phrase and a table of named texts become a sentence. Nothing here
 * fails: what does not fit is cut at the end, before a character of UTF-8.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pd_sentence {
        char *text;
        size_t size, length;
};

void pd_sentence_init(struct pd_sentence *sentence, char *text, size_t size);
void pd_sentence_add(struct pd_sentence *sentence, const char *text);
void pd_sentence_add_number(struct pd_sentence *sentence, int64_t number);

/* What goes into the place {name}. */
struct pd_place {
        const char *name;
        const char *text;
};

/* Appends PHRASE with its places filled; PLACES ends with name == NULL. What
 * is filled in behind the end of a sentence gets a capital. A place that
 * nobody fills stays as it stands, so that a test can see it. */
void pd_sentence_fill(struct pd_sentence *sentence, const char *phrase, const struct pd_place *places);

/* The same from the beginning: PHRASE, filled, is all that stands in RET. */
void pd_sentence_write(char *ret, size_t size, const char *phrase, const struct pd_place *places);

/* The first letter of the sentence becomes a capital (ASCII and Latin-1). */
void pd_sentence_capitalise(struct pd_sentence *sentence);

/* Appends TEXT as a sentence of its own, with a capital and a full stop. If it
 * is empty or does not fit whole nothing is changed, and the answer is false. */
bool pd_sentence_follow(struct pd_sentence *sentence, const char *text);

/* "9:14": seconds as minutes, or hours, as they stand on a watch. */
void pd_sentence_add_clock(struct pd_sentence *sentence, int64_t seconds);
