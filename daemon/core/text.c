/* SPDX-License-Identifier: MIT */
/* Text from outside, character by character: names of devices, goals, cues. */
#include "core/text.h"

#include "purposed/id.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

/* Unicode 15, table 3-7, well-formed UTF-8:
 *
 *   first    second   more
 *   00..7F
 *   C2..DF   80..BF
 *   E0       A0..BF   1      (shorter forms are longer than need be)
 *   E1..EF   80..BF   1      (ED: 80..9F, the rest are surrogates)
 *   F0       90..BF   2
 *   F1..F4   80..BF   2      (F4: 80..8F, the rest is beyond U+10FFFF)
 */
static size_t
sequence_length(uint8_t first)
{
        if (first < 0x80)
                return 1;
        if (first < 0xc2)
                return 0;
        if (first < 0xe0)
                return 2;
        if (first < 0xf0)
                return 3;
        return first < 0xf5 ? 4 : 0;
}

static int
second_allowed(uint8_t first, uint8_t second)
{
        uint8_t low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : first == 0xc2 ? 0xa0 /* not U+0080 to 009F */ : 0x80;
        uint8_t high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;

        return second >= low && second <= high;
}

/* Unicode's Bidi_Control (UAX 9): who writes one into a name writes over what stands behind it. */
static int
turns_direction(const uint8_t *bytes, size_t n)
{
        static const struct {
                uint8_t head[2], least, most; /* the last byte */
                size_t n;
        } ranges[] = {
                {{0xd8}, 0x9c, 0x9c, 2},       /* U+061C */
                {{0xe2, 0x80}, 0x8e, 0x8f, 3}, /* U+200E, 200F */
                {{0xe2, 0x80}, 0xaa, 0xae, 3}, /* U+202A to 202E */
                {{0xe2, 0x81}, 0xa6, 0xa9, 3}, /* U+2066 to 2069 */
        };

        for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
                if (n == ranges[i].n && memcmp(bytes, ranges[i].head, n - 1) == 0 && bytes[n - 1] >= ranges[i].least
                        && bytes[n - 1] <= ranges[i].most)
                        return 1;
        return 0;
}

size_t
pd_text_character(const char *text, size_t length)
{
        const uint8_t *bytes = (const uint8_t *) text;
        size_t n;

        if (length == 0)
                return 0;

        n = sequence_length(bytes[0]);
        if (n == 1)
                return bytes[0] >= 0x20 && bytes[0] != 0x7f;
        if (n == 0 || n > length || !second_allowed(bytes[0], bytes[1]))
                return 0;
        for (size_t i = 2; i < n; i++)
                if ((bytes[i] & 0xc0) != 0x80)
                        return 0;
        return turns_direction(bytes, n) ? 0 : n;
}

size_t
pd_text_columns(const char *text, size_t length)
{
        size_t n = 0;

        for (size_t i = 0; i < length; i++)
                n += ((uint8_t) text[i] & 0xc0) != 0x80;
        return n;
}

void
pd_text_copy(char *ret, size_t size, const char *text, size_t length)
{
        size_t used = 0, at = 0;

        assert(size > 0);

        while (at < length) {
                size_t n = pd_text_character(text + at, length - at);

                if (used + (n ? n : 1) >= size)
                        break;
                if (n == 0) {
                        ret[used++] = '?';
                        at++;
                        continue;
                }
                memcpy(ret + used, text + at, n);
                used += n;
                at += n;
        }
        ret[used] = '\0';
}
