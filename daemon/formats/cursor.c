/* SPDX-License-Identifier: MIT */
/* The words of a line that stand in many places: numbers, ids, addresses, text. */
#include "formats/cursor.h"

#include "formats/numbers.h"

int
pd_cursor_end(struct pd_cursor *cursor)
{
        return cursor->at == cursor->end ? 0 : pd_cursor_fail(cursor, "the end of the line");
}

size_t
pd_cursor_word(struct pd_cursor *cursor, char *ret, size_t size)
{
        size_t length = 0;

        while (length < pd_cursor_rest(cursor) && (unsigned char) cursor->at[length] > ' ')
                length++;
        if (length == 0 || length >= size)
                return 0;
        memcpy(ret, cursor->at, length);
        ret[length] = '\0';
        cursor->at += length;
        return length;
}

int
pd_cursor_number(struct pd_cursor *cursor, int64_t min, int64_t max, int64_t *ret)
{
        const char *at = cursor->at;
        int64_t value;

        if (pd_number_integer(&at, cursor->end, &value) < 0 || value < min || value > max)
                return pd_cursor_fail(cursor, min >= 0 ? "a whole number, not below zero" : "a whole number");
        cursor->at = at;
        *ret = value;
        return 0;
}

int
pd_cursor_int32(struct pd_cursor *cursor, int32_t *ret)
{
        int64_t value;
        const int r = pd_cursor_number(cursor, INT32_MIN, INT32_MAX, &value);

        if (r == 0)
                *ret = (int32_t) value;
        return r;
}

int
pd_cursor_uint32(struct pd_cursor *cursor, uint32_t *ret)
{
        int64_t value;
        const int r = pd_cursor_number(cursor, 0, UINT32_MAX, &value);

        if (r == 0)
                *ret = (uint32_t) value;
        return r;
}

int
pd_cursor_id(struct pd_cursor *cursor, char ret[static PD_ID_SIZE])
{
        char id[PD_ID_SIZE];
        const char *at = cursor->at;

        if (!pd_cursor_word(cursor, id, sizeof id) || !pd_id_valid(id)) {
                cursor->at = at;
                return pd_cursor_fail(cursor, "a name of 1 to 32 of a-z, 0-9, _ and -");
        }
        memcpy(ret, id, sizeof id);
        return 0;
}

int
pd_cursor_address(struct pd_cursor *cursor, char ret[static PD_ADDRESS_SIZE])
{
        bool valid = pd_cursor_rest(cursor) >= PD_ADDRESS_SIZE - 1;

        for (size_t i = 0; valid && i < PD_ADDRESS_SIZE - 1; i++) {
                const char c = cursor->at[i];
                valid = i % 3 == 2 ? c == ':' : pd_number_hex[(unsigned char) c] >= 0 && c < 'a';
        }
        if (!valid)
                return pd_cursor_fail(cursor, "a device address such as AA:BB:CC:DD:EE:FF");
        memcpy(ret, cursor->at, PD_ADDRESS_SIZE - 1);
        ret[PD_ADDRESS_SIZE - 1] = '\0';
        cursor->at += PD_ADDRESS_SIZE - 1;
        return 0;
}

int
pd_cursor_text(struct pd_cursor *cursor, char ret[static PD_TEXT_SIZE])
{
        if (pd_cursor_rest(cursor) >= PD_TEXT_SIZE)
                return pd_cursor_fail(cursor, "at most 63 bytes of text");
        pd_text_copy(ret, PD_TEXT_SIZE, cursor->at, pd_cursor_rest(cursor));
        cursor->at = cursor->end;
        return 0;
}
