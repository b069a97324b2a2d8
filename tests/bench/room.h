/* SPDX-License-Identifier: MIT */
/* A list that grows, of which only its length is kept. */
#pragma once

#include <assert.h>
#include <stddef.h>
#include <stdlib.h>

/* ITEMS, of which there are N, each of SIZE bytes, with room for one more: it doubles at each power of two. */
static inline void *
room_for_one(void *items, size_t n, size_t size)
{
        if ((n & (n - 1)) != 0)
                return items;
        items = realloc(items, (n == 0 ? 1 : 2 * n) * size);
        assert(items != NULL);
        return items;
}
