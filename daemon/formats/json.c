/* SPDX-License-Identifier: MIT */
/* A bounded JSON writer (RFC 8259). */
#include "formats/json.h"

#include "purposed/event.h"

#include <assert.h>
#include <errno.h>
#include <string.h>

#define REPLACEMENT "\xEF\xBF\xBD" /* U+FFFD */

void
pd_json_init(struct pd_json *json, char *buffer, size_t size)
{
        assert(size > 0);
        *json = (struct pd_json) { .buffer = buffer, .size = size };
}

/* All or nothing; one byte is kept for the NUL. */
static void
put(struct pd_json *json, const char *bytes, size_t length)
{
        if (json->overflow || length >= json->size - json->length) {
                json->overflow = true;
                return;
        }
        memcpy(json->buffer + json->length, bytes, length);
        json->length += length;
}

static void
put_word(struct pd_json *json, const char *word)
{
        put(json, word, strlen(word));
}

/* The length of the UTF-8 character at TEXT, 0 if there is none (RFC 3629:
 * no overlong forms, no surrogates, nothing above U+10FFFF). Stops at NUL. */
static size_t
character(const unsigned char *text)
{
        unsigned char lead = text[0];

        if (lead < 0x80)
                return 1;
        if (lead < 0xC2 || lead > 0xF4)
                return 0;

        size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;

        if (text[1] < low || text[1] > high)
                return 0;
        for (size_t i = 2; i < length; i++)
                if ((text[i] & 0xC0) != 0x80)
                        return 0;
        return length;
}

static void
put_escaped(struct pd_json *json, char c)
{
        static const char digits[] = "0123456789abcdef";
        unsigned char byte = (unsigned char) c;

        switch (c) {
        case '"':
                put_word(json, "\\\"");
                return;
        case '\\':
                put_word(json, "\\\\");
                return;
        case '\n':
                put_word(json, "\\n");
                return;
        case '\t':
                put_word(json, "\\t");
                return;
        default:
                put(json, (const char[]) { '\\', 'u', '0', '0', digits[byte >> 4], digits[byte & 15] }, 6);
        }
}

static bool
is_plain(char c)
{
        return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

/* How many characters from TEXT on stand for themselves: nearly always all. */
static size_t
plain(const char *text)
{
        size_t n = 0;

        while (is_plain(text[n]))
                n++;
        return n;
}

static void
put_string(struct pd_json *json, const char *text)
{
        put(json, "\"", 1);
        for (;;) {
                size_t run = plain(text), length;

                put(json, text, run);
                text += run;
                if (*text == '\0')
                        break;
                length = character((const unsigned char *) text);
                if (length == 0)
                        put_word(json, REPLACEMENT);
                else if (length == 1 && ((unsigned char) *text < 0x20 || *text == '"' || *text == '\\'))
                        put_escaped(json, *text);
                else
                        put(json, text, length);
                text += length ? length : 1;
        }
        put(json, "\"", 1);
}

/* What stands before a value. */
static void
begin(struct pd_json *json, const char *key)
{
        if (json->comma)
                put(json, ",", 1);
        json->comma = true;
        if (!key)
                return;
        put_string(json, key);
        put(json, ":", 1);
}

static void
open_with(struct pd_json *json, const char *key, const char *bracket)
{
        begin(json, key);
        put(json, bracket, 1);
        json->comma = false;
        json->depth++;
}

static void
close_with(struct pd_json *json, const char *bracket)
{
        assert(json->depth > 0);
        put(json, bracket, 1);
        json->comma = true;
        json->depth--;
}

void
pd_json_object(struct pd_json *json, const char *key)
{
        open_with(json, key, "{");
}

void
pd_json_object_end(struct pd_json *json)
{
        close_with(json, "}");
}

void
pd_json_array(struct pd_json *json, const char *key)
{
        open_with(json, key, "[");
}

void
pd_json_array_end(struct pd_json *json)
{
        close_with(json, "]");
}

void
pd_json_null(struct pd_json *json, const char *key)
{
        begin(json, key);
        put_word(json, "null");
}

void
pd_json_bool(struct pd_json *json, const char *key, bool value)
{
        begin(json, key);
        put_word(json, value ? "true" : "false");
}

void
pd_json_integer(struct pd_json *json, const char *key, int64_t value)
{
        pd_json_decimal(json, key, value, 0);
}

void
pd_json_known(struct pd_json *json, const char *key, int64_t value)
{
        if (value == PD_UNKNOWN)
                pd_json_null(json, key);
        else
                pd_json_integer(json, key, value);
}

void
pd_json_decimal(struct pd_json *json, const char *key, int64_t value, unsigned decimals)
{
        char text[24]; /* '-', 19 digits, '.', and a leading 0 */
        char *start = text + sizeof(text);
        uint64_t rest = value < 0 ? 0 - (uint64_t) value : (uint64_t) value;
        unsigned n = 0;

        assert(decimals <= 18);
        do {
                if (decimals > 0 && n == decimals)
                        *--start = '.';
                *--start = (char) ('0' + rest % 10);
                rest /= 10;
                n++;
        } while (rest > 0 || n <= decimals);
        if (value < 0)
                *--start = '-';

        begin(json, key);
        put(json, start, (size_t) (text + sizeof(text) - start));
}

void
pd_json_text(struct pd_json *json, const char *key, const char *text)
{
        if (!text) {
                pd_json_null(json, key);
                return;
        }
        begin(json, key);
        put_string(json, text);
}

void
pd_json_raw(struct pd_json *json, const char *key, const char *value)
{
        begin(json, key);
        put_word(json, value);
}

int
pd_json_finish(struct pd_json *json, size_t *ret_length)
{
        assert(json->depth == 0);
        json->buffer[json->length] = '\0';
        if (json->overflow)
                return -ENOBUFS;
        *ret_length = json->length;
        return 0;
}
