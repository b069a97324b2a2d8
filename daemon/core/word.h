/* SPDX-License-Identifier: MIT */
/* The words by which the values of an enumeration are known, looked up both ways. */
#pragma once

#include <assert.h>
#include <stddef.h>
#include <string.h>

static inline const char *
pd_word_at(const char *const *words, size_t n, size_t index)
{
        assert(index < n);
        return words[index];
}

/* N if WORD is not among them. */
static inline size_t
pd_word_index(const char *const *words, size_t n, const char *word)
{
        size_t i = 0;

        while (i < n && (words[i] == NULL || strcmp(words[i], word) != 0))
                i++;
        return i;
}
