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

struct note {
        char *line;
        bool heading;
};

struct table {
        size_t n_lines, n_notes;
        struct line lines[LINES_MAX];
        struct note *notes;
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
                free(table->notes[i].line);
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

static void
add_note(struct table *table, bool heading, char *take_line)
{
        table->notes = room_for_one(table->notes, table->n_notes, sizeof(table->notes[0]));
        table->notes[table->n_notes++] = (struct note) {take_line, heading};
}

void
table_note(struct table *table, const char *line, ...)
{
        va_list arguments;

        va_start(arguments, line);
        add_note(table, false, printed(line, arguments));
        va_end(arguments);
}

void
table_heading(struct table *table, const char *heading, ...)
{
        va_list arguments;

        va_start(arguments, heading);
        add_note(table, true, printed(heading, arguments));
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

/* The bytes of a piece of TEXT that fits into WIDTH columns: whole words, or as much of the first as does. */
static size_t
piece(const char *text, size_t width)
{
        size_t n = 0, words = 0, i = 0;

        while (text[i] != '\0' && (n < width || (n == width && text[i] == ' '))) {
                words = text[i] == ' ' ? i : words;
                n++;
                do
                        i++;
                while (((unsigned char) text[i] & 0xC0) == 0x80);
        }
        return text[i] == '\0' || words == 0 ? i : words;
}

/* The next piece of *TEXT, padded, which is moved on. */
static void
print_piece(FILE *out, const char **text, size_t width)
{
        size_t length = piece(*text, width), n = 0;

        fprintf(out, "%.*s", (int) length, *text);
        for (size_t i = 0; i < length; i++)
                n += ((unsigned char) (*text)[i] & 0xC0) != 0x80;
        for (*text += length; **text == ' ';)
                ++*text;
        for (; n < width; n++)
                fputc(' ', out);
}

static size_t
widest(size_t width, const char *text)
{
        size_t own = columns(text);

        return own > width ? own : width;
}

static const char *
before(const struct line *line)
{
        return line->outcome == SKIPPED ? "skipped: " : line->outcome == MISSED ? "missed: " : "";
}

enum column { MEASURE, BAR, REACHED, COLUMNS };

static void
print_line(FILE *out, const struct line *line, const size_t width[COLUMNS], bool colour)
{
        static const char *const colours[] = {[MET] = "\033[32m", [MISSED] = "\033[31;1m", [TOLD] = "", [SKIPPED] = "\033[2m"};
        const char *measure = line->measure, *bar = line->bar, *reached;
        char *all;
        int r = asprintf(&all, "%s%s", before(line), line->reached);

        assert(r >= 0);
        (void) r;
        reached = all;
        do {
                size_t length = piece(reached, width[REACHED]);

                print_piece(out, &measure, width[MEASURE]);
                fputs(" | ", out);
                print_piece(out, &bar, width[BAR]);
                fprintf(out, " | %s%.*s%s\n", colour ? colours[line->outcome] : "", (int) length, reached, colour ? "\033[0m" : "");
                for (reached += length; *reached == ' ';)
                        reached++;
        } while (*measure != '\0' || *bar != '\0' || *reached != '\0');
        free(all);
}

/* As wide as what stands in them; the widest gives way where there is no room, but words have to fit. */
static void
find_widths(const struct table *table, size_t most, size_t width[COLUMNS])
{
        const size_t between = 2 * columns(" | "), least = 12;

        width[MEASURE] = columns("measure");
        width[BAR] = columns("bar");
        width[REACHED] = columns("reached");
        for (size_t i = 0; i < table->n_lines; i++) {
                const struct line *line = &table->lines[i];
                size_t reached = columns(before(line)) + columns(line->reached);

                width[MEASURE] = widest(width[MEASURE], line->measure);
                width[BAR] = widest(width[BAR], line->bar);
                width[REACHED] = reached > width[REACHED] ? reached : width[REACHED];
        }
        while (most > 0 && width[MEASURE] + width[BAR] + width[REACHED] + between > most) {
                enum column column = width[MEASURE] >= width[REACHED] ? MEASURE : REACHED;

                if (width[column] <= least)
                        break;
                width[column]--;
        }
}

static void
print_notes(const struct table *table, FILE *out)
{
        for (size_t i = 0; i < table->n_notes; i++) {
                const struct note *note = &table->notes[i];

                if (note->heading && (i + 1 == table->n_notes || note[1].heading))
                        continue;
                fprintf(out, "%s%s%s\n", i == 0 || note->heading ? "\n" : "", note->line, note->heading ? ":" : "");
        }
}

void
table_print(const struct table *table, FILE *out, bool colour, size_t width)
{
        const char *measure = "measure", *bar = "bar";
        size_t widths[COLUMNS];

        find_widths(table, width, widths);
        print_piece(out, &measure, widths[MEASURE]);
        fputs(" | ", out);
        print_piece(out, &bar, widths[BAR]);
        fputs(" | reached\n", out);
        for (size_t i = 0; i < widths[MEASURE] + widths[BAR] + widths[REACHED] + 6; i++)
                fputc(i == widths[MEASURE] + 1 || i == widths[MEASURE] + widths[BAR] + 4 ? '+' : '-', out);
        fputc('\n', out);
        for (size_t i = 0; i < table->n_lines; i++)
                print_line(out, &table->lines[i], widths, colour);
        print_notes(table, out);
}

/* A cell: what begins markup in one is escaped. */
static void
print_cell(FILE *out, const char *text)
{
        for (; *text == ' ';)
                text++;
        for (; *text != '\0'; text++) {
                if (strchr("|<*_\\", *text) != NULL)
                        fputc('\\', out);
                fputc(*text, out);
        }
}

void
table_markdown(const struct table *table, FILE *out)
{
        fputs("| measure | bar | reached |\n|---|---|---|\n", out);
        for (size_t i = 0; i < table->n_lines; i++) {
                const struct line *line = &table->lines[i];

                if (line->outcome == SKIPPED)
                        continue;
                fputs("| ", out);
                print_cell(out, line->measure);
                fputs(" | ", out);
                print_cell(out, line->bar);
                fputs(line->outcome == MISSED ? " | **missed:** " : " | ", out);
                print_cell(out, line->reached);
                fputs(" |\n", out);
        }
}
