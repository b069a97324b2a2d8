/* SPDX-License-Identifier: MIT */
/*
 * A line that is read word by word from the left: where the reader stands,
 * and what should have stood there.
 *
 * What is read is stepped over. Where something else stands, the function
 * says what was expected, returns -EBADMSG and stays before it.
 */
#pragma once

#include "purposed/id.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

struct pd_cursor {
        const char *at, *end;
        const char *expected; /* NULL while nothing is wrong */
};

/* Returns -EBADMSG. */
static inline int
pd_cursor_fail(struct pd_cursor *cursor, const char *expected)
{
        cursor->expected = expected;
        return -EBADMSG;
}

static inline size_t
pd_cursor_rest(const struct pd_cursor *cursor)
{
        return (size_t) (cursor->end - cursor->at);
}

/* Steps over WORD if it stands here. */
static inline bool
pd_cursor_take(struct pd_cursor *cursor, const char *word, size_t length)
{
        if (pd_cursor_rest(cursor) < length || memcmp(cursor->at, word, length) != 0)
                return false;
        cursor->at += length;
        return true;
}

#define PD_CURSOR_TAKE(cursor, literal) pd_cursor_take(cursor, literal, sizeof(literal) - 1)

int pd_cursor_end(struct pd_cursor *cursor);

/* Everything up to the next space or control character, with a NUL: its
 * length, or 0 if there is none, or RET does not hold it. Says nothing of
 * what was expected. */
size_t pd_cursor_word(struct pd_cursor *cursor, char *ret, size_t size);

int pd_cursor_number(struct pd_cursor *cursor, int64_t min, int64_t max, int64_t *ret);
int pd_cursor_int32(struct pd_cursor *cursor, int32_t *ret);
int pd_cursor_uint32(struct pd_cursor *cursor, uint32_t *ret);
int pd_cursor_id(struct pd_cursor *cursor, char ret[static PD_ID_SIZE]);
int pd_cursor_address(struct pd_cursor *cursor, char ret[static PD_ADDRESS_SIZE]);

/* All that is left of the line. */
int pd_cursor_text(struct pd_cursor *cursor, char ret[static PD_TEXT_SIZE]);
