/* SPDX-License-Identifier: MIT */
/* Integers and decimals read and written by hand: no locale, no format strings. */
#include "formats/numbers.h"

#include <errno.h>
#include <string.h>

#define NONE8 -1, -1, -1, -1, -1, -1, -1, -1
#define NONE32 NONE8, NONE8, NONE8, NONE8

/* clang-format off */
const signed char pd_number_hex[256] = {
        NONE32,                                                        /* 0x00: controls */
        NONE8, NONE8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, -1, -1, -1, -1, -1, -1, /* 0x20: digits from 0x30 */
        -1, 10, 11, 12, 13, 14, 15, -1, NONE8, NONE8, NONE8,           /* 0x40: A to F from 0x41 */
        -1, 10, 11, 12, 13, 14, 15, -1, NONE8, NONE8, NONE8,           /* 0x60: a to f from 0x61 */
        NONE32, NONE32, NONE32, NONE32,                                /* 0x80: no ASCII */
};
/* clang-format on */

static inline unsigned
digit(char c)
{
        return (unsigned) (c - '0');
}

/* One more digit; false, and no change, if the value would leave 63 bits. */
static inline bool
grow(uint64_t *value, unsigned next)
{
        if (*value > INT64_MAX / 10)
                return false;
        *value = *value * 10 + next;
        return true;
}

static int
signed_value(uint64_t magnitude, bool negative, int64_t *ret)
{
        if (magnitude > (uint64_t) INT64_MAX + negative)
                return -ERANGE;
        *ret = negative ? (int64_t) (0 - magnitude) : (int64_t) magnitude;
        return 0;
}

int
pd_number_integer(const char **at, const char *end, int64_t *ret)
{
        const bool negative = *at < end && **at == '-';
        const char *first = *at + negative, *p = first;
        uint64_t magnitude = 0;
        bool fits = true;

        for (; p < end && pd_number_is_digit(*p); p++)
                fits = fits && grow(&magnitude, digit(*p));
        if (p == first)
                return -EINVAL;
        *at = p;
        return fits ? signed_value(magnitude, negative, ret) : -ERANGE;
}

int
pd_number_decimal(const char **at, const char *end, unsigned decimals, int64_t *ret)
{
        const bool negative = *at < end && **at == '-';
        const char *p = *at + negative;
        uint64_t magnitude = 0;
        unsigned places = 0;
        bool any = false, fits = true, up = false;

        for (; p < end && pd_number_is_digit(*p); p++, any = true)
                fits = fits && grow(&magnitude, digit(*p));
        if (p < end && *p == '.')
                for (p++; p < end && pd_number_is_digit(*p); p++, places++, any = true) {
                        if (places < decimals)
                                fits = fits && grow(&magnitude, digit(*p));
                        else if (places == decimals)
                                up = *p >= '5';
                }
        if (!any)
                return -EINVAL;
        *at = p;
        for (; places < decimals; places++)
                fits = fits && grow(&magnitude, 0);
        return fits ? signed_value(magnitude + up, negative, ret) : -ERANGE;
}

char *
pd_number_write(char *at, int64_t value)
{
        char digits[PD_NUMBER_MAX];
        char *first = digits + sizeof digits;
        uint64_t magnitude = value < 0 ? 0 - (uint64_t) value : (uint64_t) value;

        do {
                *--first = (char) ('0' + magnitude % 10);
                magnitude /= 10;
        } while (magnitude);
        if (value < 0)
                *--first = '-';
        const size_t length = (size_t) (digits + sizeof digits - first);
        memcpy(at, first, length);
        return at + length;
}
