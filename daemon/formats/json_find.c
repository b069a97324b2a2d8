/* SPDX-License-Identifier: MIT */
#include "formats/json_find.h"

#include <errno.h>
#include <string.h>

#define NUMBER_MOST (INT64_MAX / 10 - 1)

static const char *
skip_space(const char *p)
{
        return p + strspn(p, " \t\r\n");
}

/* Past the string that begins at P; NULL if it does not end. */
static const char *
skip_text(const char *p)
{
        for (p++; *p != '"'; p++) {
                if (*p == '\\')
                        p++;
                if (*p == '\0')
                        return NULL;
        }
        return p + 1;
}

/* Past any value; NULL if it does not end. */
static const char *
skip_value(const char *p)
{
        size_t depth = 0;

        do {
                p = skip_space(p);
                if (*p == '"') {
                        p = skip_text(p);
                        if (p == NULL)
                                return NULL;
                } else if (*p == '{' || *p == '[') {
                        depth++;
                        p++;
                } else if ((*p == '}' || *p == ']') && depth > 0) {
                        depth--;
                        p++;
                } else if ((*p == ',' || *p == ':') && depth > 0) {
                        p++;
                } else {
                        size_t length = strcspn(p, " \t\r\n,:{}[]\"");
                        if (length == 0)
                                return NULL;
                        p += length;
                }
        } while (depth > 0);
        return p;
}

/* The value of KEY, or NULL. */
static const char *
find(const char *object, const char *key)
{
        size_t length = strlen(key);
        const char *p = skip_space(object);

        if (*p != '{')
                return NULL;
        p = skip_space(p + 1);
        while (*p == '"') {
                const char *name = p + 1, *end = skip_text(p);
                if (end == NULL)
                        return NULL;
                p = skip_space(end);
                if (*p != ':')
                        return NULL;
                p = skip_space(p + 1);
                if ((size_t) (end - 1 - name) == length && memcmp(name, key, length) == 0)
                        return p;
                p = skip_value(p);
                if (p == NULL)
                        return NULL;
                p = skip_space(p);
                if (*p == ',')
                        p = skip_space(p + 1);
        }
        return NULL;
}

static int
find_known(const char *object, const char *key, const char **ret)
{
        const char *value = find(object, key);

        if (value == NULL || strncmp(value, "null", 4) == 0)
                return -ENOENT;
        *ret = value;
        return 0;
}

int
pd_json_find_number(const char *object, const char *key, unsigned decimals, int64_t *ret)
{
        const char *p;
        int64_t value = 0;
        int r = find_known(object, key, &p);
        bool negative = r == 0 && *p == '-', fraction = false;

        if (r < 0)
                return r;
        p += negative;
        if (*p < '0' || *p > '9')
                return -EINVAL;
        for (; (*p >= '0' && *p <= '9') || (*p == '.' && !fraction); p++) {
                if (*p == '.') {
                        fraction = true;
                        continue;
                }
                if (fraction && decimals == 0)
                        continue;
                if (value > NUMBER_MOST / 10)
                        return -EINVAL;
                value = value * 10 + (*p - '0');
                decimals -= fraction;
        }
        for (; decimals > 0; decimals--) {
                if (value > NUMBER_MOST / 10)
                        return -EINVAL;
                value *= 10;
        }
        *ret = negative ? -value : value;
        return 0;
}

int
pd_json_find_bool(const char *object, const char *key, bool *ret)
{
        const char *p;
        int r = find_known(object, key, &p);

        if (r < 0)
                return r;
        if (strncmp(p, "true", 4) != 0 && strncmp(p, "false", 5) != 0)
                return -EINVAL;
        *ret = *p == 't';
        return 0;
}

/* ---- text ------------------------------------------------------------------- */

static int
hex_digit(char c)
{
        if (c >= '0' && c <= '9')
                return c - '0';
        if (c >= 'a' && c <= 'f')
                return c - 'a' + 10;
        return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* \uXXXX: -1 if it is none. */
static int32_t
read_escape(const char *p)
{
        int32_t code = 0;

        if (p[0] != '\\' || p[1] != 'u')
                return -1;
        for (int i = 2; i < 6; i++) {
                if (hex_digit(p[i]) < 0)
                        return -1;
                code = code << 4 | hex_digit(p[i]);
        }
        return code;
}

static size_t
put_code(int32_t code, char *ret)
{
        if (code < 0x20 || (code >= 0x7F && code < 0xA0) || (code >= 0xD800 && code < 0xE000)) {
                ret[0] = '?';
                return 1;
        }
        if (code < 0x80) {
                ret[0] = (char) code;
                return 1;
        }
        if (code < 0x800) {
                ret[0] = (char) (0xC0 | code >> 6);
                ret[1] = (char) (0x80 | (code & 0x3F));
                return 2;
        }
        ret[0] = (char) (0xE0 | code >> 12);
        ret[1] = (char) (0x80 | (code >> 6 & 0x3F));
        ret[2] = (char) (0x80 | (code & 0x3F));
        return 3;
}

/* Bytes of the UTF-8 character at P, 0 if it is none that a terminal should see. */
static size_t
character_length(const char *p)
{
        unsigned char c = (unsigned char) *p;
        size_t length = c < 0x80 ? 1 : (c & 0xE0) == 0xC0 ? 2 : (c & 0xF0) == 0xE0 ? 3 : (c & 0xF8) == 0xF0 ? 4 : 0;

        if (c < 0x20 || c == 0x7F || (c == 0xC2 && (unsigned char) p[1] < 0xA0))
                return 0;
        for (size_t i = 1; i < length; i++)
                if (((unsigned char) p[i] & 0xC0) != 0x80)
                        return 0;
        return length;
}

/* One character at *P into RET, as UTF-8; moves on. */
static size_t
take_character(const char **p, char ret[static 4])
{
        int32_t code = read_escape(*p);
        size_t length;

        if (code >= 0) {
                *p += 6;
                return put_code(code, ret);
        }
        if (**p == '\\') {
                char escaped = (*p)[1];
                *p += 2;
                ret[0] = escaped;
                if (strchr("bfnrt", escaped) != NULL)
                        ret[0] = ' ';
                return 1;
        }
        length = character_length(*p);
        if (length == 0) {
                ret[0] = '?';
                (*p)++;
                return 1;
        }
        memcpy(ret, *p, length);
        *p += length;
        return length;
}

int
pd_json_find_text(const char *object, const char *key, char *ret, size_t size)
{
        size_t length = 0;
        const char *p, *end;
        int r = find_known(object, key, &p);

        if (r < 0)
                return r;
        if (*p != '"')
                return -EINVAL;
        end = skip_text(p);
        if (end == NULL)
                return -EINVAL;
        for (p++; p < end - 1;) {
                char character[4];
                size_t n = take_character(&p, character);
                if (length + n >= size)
                        break;
                memcpy(ret + length, character, n);
                length += n;
        }
        ret[length] = '\0';
        return 0;
}

int
pd_json_find_object(const char *object, const char *key, const char **ret)
{
        const char *p;
        int r = find_known(object, key, &p);

        if (r < 0)
                return r;
        if (*p != '{')
                return -EINVAL;
        *ret = p;
        return 0;
}
