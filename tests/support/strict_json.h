/* SPDX-License-Identifier: MIT */
/*
 * A strict reader of JSON (RFC 8259) for tests: a text is valid to the last
 * byte or it is not, keys do not repeat, strings are UTF-8. Nothing is shared
 * with the writer under test.
 */
#pragma once

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static inline const char *strict_json_value(const char *p, int depth);

static inline const char *
strict_json_space(const char *p)
{
        return p + strspn(p, " \t\r\n");
}

/* Past one UTF-8 character of a string, or NULL. */
static inline const char *
strict_json_character(const char *p)
{
        unsigned char c = (unsigned char) *p;
        unsigned long code;
        int more = c < 0x80 ? 0 : (c >> 5) == 6 ? 1 : (c >> 4) == 14 ? 2 : (c >> 3) == 30 ? 3 : -1;

        if (c < 0x20 || more < 0)
                return NULL;
        code = more == 0 ? c : c & (0x3Fu >> more);
        for (int i = 1; i <= more; i++) {
                if ((p[i] & 0xC0) != 0x80)
                        return NULL;
                code = code << 6 | (p[i] & 0x3F);
        }
        if ((more == 1 && code < 0x80) || (more == 2 && code < 0x800) || (more == 3 && code < 0x10000))
                return NULL;
        if ((code >= 0xD800 && code < 0xE000) || code > 0x10FFFF)
                return NULL;
        return p + 1 + more;
}

static inline const char *
strict_json_string(const char *p)
{
        if (*p++ != '"')
                return NULL;
        while (p && *p != '"') {
                if (*p != '\\') {
                        p = strict_json_character(p);
                } else if (p[1] == 'u') {
                        for (int i = 2; i < 6; i++)
                                if (!isxdigit((unsigned char) p[i]))
                                        return NULL;
                        p += 6;
                } else {
                        p = p[1] && strchr("\"\\/bfnrt", p[1]) ? p + 2 : NULL;
                }
        }
        return p ? p + 1 : NULL;
}

static inline const char *
strict_json_number(const char *p)
{
        size_t digits;

        p += *p == '-';
        digits = strspn(p, "0123456789");
        if (digits == 0 || (digits > 1 && *p == '0'))
                return NULL;
        p += digits;
        if (*p == '.') {
                digits = strspn(++p, "0123456789");
                if (digits == 0)
                        return NULL;
                p += digits;
        }
        return p;
}

/* Members of an object or elements of an array. */
static inline const char *
strict_json_items(const char *p, bool object, int depth)
{
        const char close = object ? '}' : ']';

        p = strict_json_space(p + 1);
        if (*p == close)
                return p + 1;
        for (;;) {
                if (object) {
                        p = strict_json_string(p);
                        p = p ? strict_json_space(p) : NULL;
                        if (!p || *p != ':')
                                return NULL;
                        p = strict_json_space(p + 1);
                }
                p = strict_json_value(p, depth + 1);
                p = p ? strict_json_space(p) : NULL;
                if (!p || (*p != ',' && *p != close))
                        return NULL;
                if (*p++ == close)
                        return p;
                p = strict_json_space(p);
        }
}

/* Past the value at P, or NULL. */
static inline const char *
strict_json_value(const char *p, int depth)
{
        static const char *const words[] = { "null", "true", "false" };

        if (depth > 16)
                return NULL;
        if (*p == '{' || *p == '[')
                return strict_json_items(p, *p == '{', depth);
        if (*p == '"')
                return strict_json_string(p);
        for (size_t i = 0; i < 3; i++)
                if (strncmp(p, words[i], strlen(words[i])) == 0)
                        return p + strlen(words[i]);
        return strict_json_number(p);
}

static inline bool
strict_json_valid(const char *text)
{
        const char *end = strict_json_value(strict_json_space(text), 0);

        return end && *strict_json_space(end) == '\0';
}

/* The raw value ("2.451", "\"8:43\"", "null") at PATH such as "steps.0.key";
 * false if it is not there, or is there twice. TEXT must be valid. */
static inline bool
strict_json_find(const char *text, const char *path, char *ret, size_t size)
{
        const char *p = strict_json_space(text), *found = NULL;
        size_t length = strcspn(path, "."), index = 0;
        bool object = *p == '{';

        if (*path == '\0') {
                snprintf(ret, size, "%.*s", (int) (strict_json_value(p, 0) - p), p);
                return true;
        }
        if (*p != '{' && *p != '[')
                return false;
        for (p = strict_json_space(p + 1); *p != '}' && *p != ']'; index++) {
                char key[24];
                const char *name = key;
                size_t name_length;

                snprintf(key, sizeof(key), "%zu", index);
                name_length = strlen(key);
                if (object) {
                        name = p + 1;
                        p = strict_json_string(p);
                        name_length = (size_t) (p - name) - 1;
                        p = strict_json_space(strict_json_space(p) + 1);
                }
                if (name_length == length && strncmp(name, path, length) == 0) {
                        if (found)
                                return false;
                        found = p;
                }
                p = strict_json_space(strict_json_value(p, 0));
                p = strict_json_space(p + (*p == ','));
        }
        return found && strict_json_find(found, path + length + (path[length] == '.'), ret, size);
}

/* The keys of the object at the top, in their order, as "a b c". */
static inline void
strict_json_keys(const char *text, char *ret, size_t size)
{
        const char *p = strict_json_space(strict_json_space(text) + 1);
        size_t used = 0;

        ret[0] = '\0';
        while (*p == '"') {
                const char *end = strict_json_string(p);

                used += (size_t) snprintf(ret + used, size - used, "%s%.*s", used ? " " : "", (int) (end - p) - 2, p + 1);
                p = strict_json_value(strict_json_space(strict_json_space(end) + 1), 0);
                p = strict_json_space(p);
                p = strict_json_space(p + (*p == ','));
        }
}
