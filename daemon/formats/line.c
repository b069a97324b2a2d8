/* SPDX-License-Identifier: MIT */
/* What all readers of text do with a line before and after they understand it. */
#include "formats/line.h"

#include <errno.h>
#include <string.h>

const char *
pd_line_skip_blanks(const char *at, const char *end)
{
        while (at < end && (*at == ' ' || *at == '\t'))
                at++;
        return at;
}

int
pd_line_fault(struct pd_format_error *ret, size_t line, const char *start, const char *at, const char *expected)
{
        ret->line = line;
        ret->column = (size_t) (at - start) + 1;
        pd_text_copy(ret->expected, sizeof ret->expected, expected, strlen(expected));
        return -EBADMSG;
}

int
pd_line_each(const char *bytes, size_t size, pd_line_func read, void *user, struct pd_format_error *ret_error)
{
        const char *at = bytes, *const end = bytes + size;

        for (size_t number = 1; at < end; number++) {
                const char *const newline = memchr(at, '\n', (size_t) (end - at));
                const size_t length = (size_t) ((newline != NULL ? newline : end) - at);

                if (length > 0 && at[0] != '#') {
                        const int r = read(user, at, length, number, ret_error);

                        if (r < 0)
                                return r;
                }
                at += length + 1;
        }
        return 0;
}

const char *
pd_line_find(const char *text, size_t length, size_t line)
{
        const char *const end = text + length;

        for (; line > 1; line--) {
                const char *const newline = memchr(text, '\n', (size_t) (end - text));

                if (!newline)
                        return end;
                text = newline + 1;
        }
        return text;
}

static inline bool
begins_character(char c)
{
        return ((unsigned char) c & 0xc0) != 0x80;
}

static size_t
count_characters(const char *text)
{
        size_t count = 0;

        for (; *text; text++)
                count += begins_character(*text);
        return count;
}

void
pd_line_caret(const char *text, size_t length, const struct pd_format_error *error, char *ret, size_t size)
{
        const size_t before = 48, after = 24; /* bytes that are shown around the fault */
        const char *const newline = memchr(text, '\n', length);
        const size_t stop = newline ? (size_t) (newline - text) : length;
        const size_t fault = error->column > 0 && error->column - 1 <= stop ? error->column - 1 : stop;
        size_t first = fault > before ? fault - before : 0;
        size_t last = stop - fault > after ? fault + after : stop;

        if (size == 0)
                return;
        while (first < fault && !begins_character(text[first]))
                first++;
        while (last > fault && last < stop && !begins_character(text[last]))
                last--;
        pd_text_copy(ret, size, text + first, fault - first);
        const size_t indent = count_characters(ret);
        size_t at = strlen(ret);
        pd_text_copy(ret + at, size - at, text + fault, last - fault);
        at += strlen(ret + at);
        if (size - at <= indent + sizeof "\n^ ")
                return;
        ret[at++] = '\n';
        memset(ret + at, ' ', indent);
        memcpy(ret + at + indent, "^ ", 2);
        at += indent + 2;
        pd_text_copy(ret + at, size - at, error->expected, strlen(error->expected));
}
