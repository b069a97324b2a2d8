/* SPDX-License-Identifier: MIT */
#include "bench/table.h"

#include "bench/room.h"

#include <assert.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define LINES_MAX 256

enum outcome { MET, MISSED, TOLD, SKIPPED };

struct line {
        enum outcome outcome;
        char *measure, *bar, *reached;
};

struct table {
        size_t n_lines, n_notes;
        struct line lines[LINES_MAX];
        char **notes;
};

struct table *
table_new(void)
{
        struct table *table = calloc(1, sizeof(*table));

        assert(table != NULL);
        return table;
}

struct table *
table_free(struct table *table)
{
        for (size_t i = 0; i < table->n_lines; i++) {
                free(table->lines[i].measure);
                free(table->lines[i].bar);
                free(table->lines[i].reached);
        }
        for (size_t i = 0; i < table->n_notes; i++)
                free(table->notes[i]);
        free(table->notes);
        free(table);
        return NULL;
}

static char *
copy(const char *text)
{
        char *mine = strdup(text);

        assert(mine != NULL);
        return mine;
}

static char *
printed(const char *format, va_list arguments)
{
        char *text;
        int r = vasprintf(&text, format, arguments);

        assert(r >= 0);
        (void) r;
        return text;
}

static void
add(struct table *table, enum outcome outcome, const char *measure, const char *bar, char *take_reached)
{
        assert(table->n_lines < LINES_MAX);
        table->lines[table->n_lines++] = (struct line) {outcome, copy(measure), copy(bar), take_reached};
}

void
table_bar(struct table *table, const char *measure, const char *bar, bool met, const char *reached, ...)
{
        va_list arguments;

        va_start(arguments, reached);
        add(table, met ? MET : MISSED, measure, bar, printed(reached, arguments));
        va_end(arguments);
}

void
table_tell(struct table *table, const char *measure, const char *reached, ...)
{
        va_list arguments;

        va_start(arguments, reached);
        add(table, TOLD, measure, "", printed(reached, arguments));
        va_end(arguments);
}

void
table_skip(struct table *table, const char *measure, const char *why)
{
        add(table, SKIPPED, measure, "", copy(why));
}

void
table_note(struct table *table, const char *line, ...)
{
        va_list arguments;

        table->notes = room_for_one(table->notes, table->n_notes, sizeof(table->notes[0]));
        va_start(arguments, line);
        table->notes[table->n_notes++] = printed(line, arguments);
        va_end(arguments);
}

size_t
table_missed(const struct table *table)
{
        size_t n = 0;

        for (size_t i = 0; i < table->n_lines; i++)
                n += table->lines[i].outcome == MISSED;
        return n;
}

/* Columns on the screen: the characters of UTF-8, none of which is wide here. */
static size_t
columns(const char *text)
{
        size_t n = 0;

        for (; *text != '\0'; text++)
                n += ((unsigned char) *text & 0xC0) != 0x80;
        return n;
}

static void
print_padded(FILE *out, const char *text, size_t width)
{
        fputs(text, out);
        for (size_t i = columns(text); i < width; i++)
                fputc(' ', out);
}

static size_t
widest(size_t width, const char *text)
{
        size_t own = columns(text);

        return own > width ? own : width;
}

static void
print_line(FILE *out, const struct line *line, const size_t width[2], bool colour)
{
        static const char *const words[] = {[MET] = "", [MISSED] = "  missed", [TOLD] = "", [SKIPPED] = ""};
        static const char *const colours[] = {[MET] = "\033[32m", [MISSED] = "\033[31;1m", [TOLD] = "", [SKIPPED] = "\033[2m"};

        print_padded(out, line->measure, width[0]);
        fputs(" | ", out);
        print_padded(out, line->bar, width[1]);
        fprintf(out, " | %s%s%s%s%s\n", colour ? colours[line->outcome] : "", line->outcome == SKIPPED ? "skipped: " : "", line->reached,
                words[line->outcome], colour ? "\033[0m" : "");
}

void
table_print(const struct table *table, FILE *out, bool colour)
{
        size_t width[2] = {columns("measure"), columns("bar")};

        for (size_t i = 0; i < table->n_lines; i++) {
                width[0] = widest(width[0], table->lines[i].measure);
                width[1] = widest(width[1], table->lines[i].bar);
        }
        print_padded(out, "measure", width[0]);
        fputs(" | ", out);
        print_padded(out, "bar", width[1]);
        fputs(" | reached\n", out);
        for (size_t i = 0; i < width[0] + width[1] + 6 + columns("reached"); i++)
                fputc(i == width[0] + 1 || i == width[0] + width[1] + 4 ? '+' : '-', out);
        fputc('\n', out);
        for (size_t i = 0; i < table->n_lines; i++)
                print_line(out, &table->lines[i], width, colour);
        if (table->n_notes > 0)
                fputc('\n', out);
        for (size_t i = 0; i < table->n_notes; i++)
                fprintf(out, "%s\n", table->notes[i]);
}
