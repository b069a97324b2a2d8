/* SPDX-License-Identifier: MIT */
#include "reply.h"

#include "core/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_SIZE 1024

void
pd_reply_init(struct pd_reply *reply)
{
        *reply = (struct pd_reply){0};
}

void
pd_reply_clear(struct pd_reply *reply)
{
        free(reply->text);
        free(reply->json);
        pd_reply_init(reply);
}

/* False, and the result says it, if there is no room for MORE bytes and a NUL. */
static bool
make_room(struct pd_reply *reply, size_t more)
{
        size_t needed = reply->text_length + more + 1, size = reply->text_size > 0 ? reply->text_size : FIRST_SIZE;
        char *text;

        if (needed <= reply->text_size)
                return true;
        if (needed > PD_REPLY_MAX) {
                reply->result = -E2BIG;
                return false;
        }
        while (size < needed)
                size *= 2;
        text = realloc(reply->text, size);
        if (text == NULL) {
                reply->result = -ENOMEM;
                return false;
        }
        reply->text = text;
        reply->text_size = size;
        return true;
}

/* Whatever a device, a file or the caller has brought in, cut in the middle
 * of a character or not: the bus takes UTF-8 alone, and a terminal obeys
 * control characters. */
static void
clean(char *text, size_t length)
{
        for (size_t at = 0; at < length;) {
                size_t n = pd_text_character(text + at, length - at);

                if (n == 0 && text[at] != '\n')
                        text[at] = '?';
                at += n > 0 ? n : 1;
        }
}

static void __attribute__((format(printf, 2, 0)))
add(struct pd_reply *reply, const char *format, va_list arguments)
{
        va_list again;
        int n;

        va_copy(again, arguments);
        n = vsnprintf(NULL, 0, format, again);
        va_end(again);
        if (n < 0 || !make_room(reply, (size_t) n))
                return;
        vsnprintf(reply->text + reply->text_length, reply->text_size - reply->text_length, format, arguments);
        clean(reply->text + reply->text_length, (size_t) n);
        reply->text_length += (size_t) n;
}

void
pd_reply_say(struct pd_reply *reply, int result, const char *format, ...)
{
        va_list arguments;

        reply->result = result;
        reply->text_length = 0;
        va_start(arguments, format);
        add(reply, format, arguments);
        va_end(arguments);
}

void
pd_reply_add(struct pd_reply *reply, const char *format, ...)
{
        va_list arguments;

        va_start(arguments, format);
        add(reply, format, arguments);
        va_end(arguments);
}

/* A number stays with its unit. */
static bool
is_break(const char *line, size_t at)
{
        bool behind_number = at > 0 && line[at - 1] >= '0' && line[at - 1] <= '9';

        return line[at] == ' ' && !behind_number && line[at + 1] != '%';
}

/* Up to where LINE goes without what has no room any more. */
static size_t
fitting(const char *line, size_t length, size_t room)
{
        size_t last = 0;

        if (pd_text_columns(line, length) <= room)
                return length;
        for (size_t at = 1; at < length && (last == 0 || pd_text_columns(line, at) <= room); at++)
                if (is_break(line, at) && line[at - 1] != ' ')
                        last = at;
        return last > 0 ? last : length;
}

void
pd_reply_add_folded(struct pd_reply *reply, const char *line, size_t length, size_t columns, size_t indent)
{
        size_t n = fitting(line, length, columns);

        pd_reply_add(reply, "%.*s", (int) n, line);
        while (n < length) {
                line += n + 1;
                length -= n + 1;
                n = fitting(line, length, columns - indent);
                pd_reply_add(reply, "\n%*s%.*s", (int) indent, "", (int) n, line);
        }
}

void
pd_reply_add_column(struct pd_reply *reply, const char *text, size_t width)
{
        size_t columns = pd_text_columns(text, strlen(text));

        pd_reply_add(reply, "%s%*s", text, columns < width ? (int) (width - columns) : 0, "");
}

void
pd_reply_write_json(struct pd_reply *reply, void (*write)(struct pd_json *json, void *user), void *user)
{
        for (size_t size = FIRST_SIZE; size <= PD_REPLY_MAX; size *= 2) {
                char *buffer = realloc(reply->json, size);
                struct pd_json json;
                size_t length;

                if (buffer == NULL) {
                        reply->result = -ENOMEM;
                        break;
                }
                reply->json = buffer;
                pd_json_init(&json, buffer, size);
                write(&json, user);
                if (pd_json_finish(&json, &length) >= 0)
                        return;
                reply->result = size == PD_REPLY_MAX ? -E2BIG : reply->result;
        }
        free(reply->json); /* half an object is none */
        reply->json = NULL;
}

const char *
pd_reply_text(const struct pd_reply *reply)
{
        return reply->text != NULL ? reply->text : "";
}

const char *
pd_reply_json(const struct pd_reply *reply)
{
        return reply->json != NULL ? reply->json : "";
}
