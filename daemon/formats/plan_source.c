/* SPDX-License-Identifier: MIT */
#include "formats/plan_source.h"

#include "core/text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define DEPTH_MAX 8

/* ---- places --------------------------------------------------------------- */

/* The bytes of the line break at AT, by YAML 1.1; 0 if there is none. */
static size_t
line_break(const char *at, const char *end)
{
        if (at == end)
                return 0;
        if (*at == '\r')
                return end - at > 1 && at[1] == '\n' ? 2 : 1;
        if (*at == '\n')
                return 1;
        return end - at > 2 && (memcmp(at, "\xe2\x80\xa8", 3) == 0 || memcmp(at, "\xe2\x80\xa9", 3) == 0) ? 3 : 0;
}

static size_t
character(const char *at, const char *end)
{
        const size_t n = pd_text_character(at, (size_t) (end - at));

        return n > 0 ? n : 1;
}

/* The place in the file where it begins, quotes included. */
static size_t
begin_of(const struct pd_plan_source *source, const yaml_mark_t *mark)
{
        const char *at = source->bytes, *const end = at + source->size;

        for (size_t line = 0; line < mark->line && at < end;) {
                const size_t n = line_break(at, end);

                line += n > 0;
                at += n > 0 ? n : character(at, end);
        }
        for (size_t column = 0; column < mark->column && at < end && line_break(at, end) == 0; column++)
                at += character(at, end);
        return (size_t) (at - source->bytes);
}

static bool
is_white(const char *at, const char *end)
{
        return at < end && (*at == ' ' || *at == '\t' || line_break(at, end) > 0);
}

/* The bytes of an escape in double quotes, backslash included. */
static size_t
escape_length(const char *at, const char *end)
{
        const char kind = end - at > 1 ? at[1] : '\0';

        if (kind == 'x')
                return 4;
        if (kind == 'u')
                return 6;
        return kind == 'U' ? 10 : 2;
}

/* The value and the file are walked side by side: what is the same goes on in
 * both; blanks and line breaks that YAML folded away are stepped over. */
struct walk {
        yaml_scalar_style_t style;
        const char *at, *end;       /* of the file */
        const char *value, *stop;
};

static void
skip_folded(struct walk *walk)
{
        while (is_white(walk->at, walk->end) && walk->value < walk->stop && *walk->at != *walk->value)
                walk->at++;
}

/* Steps over one character of the value. */
static void
step(struct walk *walk)
{
        const bool white = *walk->value == ' ' || *walk->value == '\n';

        if (walk->style == YAML_DOUBLE_QUOTED_SCALAR_STYLE && walk->at < walk->end && *walk->at == '\\') {
                walk->at += escape_length(walk->at, walk->end);
                walk->value += character(walk->value, walk->stop);
        } else if (walk->style == YAML_SINGLE_QUOTED_SCALAR_STYLE && *walk->value == '\'') {
                walk->at += 2;
                walk->value++;
        } else if (white && is_white(walk->at, walk->end) && *walk->at != *walk->value) {
                walk->value++; /* a line break that became a blank, or blanks before one */
        } else {
                walk->at += walk->at < walk->end;
                walk->value++;
        }
}

size_t
pd_plan_source_place(const struct pd_plan_source *source, const yaml_node_t *scalar, size_t index)
{
        const char *const value = (const char *) scalar->data.scalar.value;
        struct walk walk = {.style = scalar->data.scalar.style, .end = source->bytes + source->size, .value = value};

        walk.stop = value + scalar->data.scalar.length;
        walk.at = source->bytes + begin_of(source, &scalar->start_mark);
        if (walk.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE || walk.style == YAML_SINGLE_QUOTED_SCALAR_STYLE)
                walk.at += walk.at < walk.end;
        if (walk.style == YAML_LITERAL_SCALAR_STYLE || walk.style == YAML_FOLDED_SCALAR_STYLE)
                while (walk.at < walk.end && line_break(walk.at, walk.end) == 0) /* the line of | or > */
                        walk.at++;
        skip_folded(&walk);
        while (walk.value < walk.stop && walk.value < value + index) {
                step(&walk);
                skip_folded(&walk);
        }
        if (walk.at > walk.end)
                walk.at = walk.end;
        return (size_t) (walk.at - source->bytes);
}

size_t
pd_plan_source_line(const yaml_node_t *node)
{
        return node->start_mark.line + 1;
}

/* ---- faults ---------------------------------------------------------------- */

static bool
before(const struct pd_plan_fault *a, const struct pd_plan_fault *b)
{
        return a->line != b->line ? a->line < b->line : a->column < b->column;
}

/* Keeps them in the order of the file; of too many, the first. */
static void
keep(struct pd_plan_faults *faults, const struct pd_plan_fault *fault)
{
        size_t at = faults->n;

        while (at > 0 && before(fault, &faults->items[at - 1]))
                at--;
        if (faults->n == PD_PLAN_FAULTS_MAX)
                faults->cut = true;
        else
                faults->n++;
        if (at == PD_PLAN_FAULTS_MAX)
                return;
        memmove(&faults->items[at + 1], &faults->items[at], (faults->n - 1 - at) * sizeof faults->items[0]);
        faults->items[at] = *fault;
}

static void
find_place(const struct pd_plan_source *source, size_t place, struct pd_plan_fault *ret)
{
        const char *at = source->bytes, *const stop = at + place, *const end = at + source->size;

        ret->line = ret->column = 1;
        while (at < stop) {
                const size_t n = line_break(at, end);

                ret->column = n > 0 ? 1 : ret->column + 1;
                ret->line += n > 0;
                at += n > 0 ? n : character(at, end);
        }
}

static void
fault_at(struct pd_plan_source *source, size_t place, const char *format, va_list arguments)
{
        struct pd_plan_fault fault;
        char text[PD_PLAN_FAULT_SIZE];
        const int length = vsnprintf(text, sizeof text, format, arguments);

        pd_text_copy(fault.text, sizeof fault.text, text, length < (int) sizeof text ? strlen(text) : sizeof text - 1);
        find_place(source, place, &fault);
        keep(source->faults, &fault);
}

void
pd_plan_source_fault_at(struct pd_plan_source *source, size_t place, const char *format, ...)
{
        va_list arguments;

        va_start(arguments, format);
        fault_at(source, place, format, arguments);
        va_end(arguments);
}

void
pd_plan_source_fault(struct pd_plan_source *source, const yaml_node_t *node, const char *format, ...)
{
        va_list arguments;

        va_start(arguments, format);
        fault_at(source, begin_of(source, &node->start_mark), format, arguments);
        va_end(arguments);
}

/* ---- the file --------------------------------------------------------------- */

/* YAML may begin a line with a tab nowhere that a plan needs one. */
static bool
indented_by_tab(const struct pd_plan_source *source, size_t at)
{
        if (source->bytes[at] != '\t')
                return false;
        while (at > 0 && source->bytes[at - 1] == ' ')
                at--;
        return at == 0 || source->bytes[at - 1] == '\n' || source->bytes[at - 1] == '\r';
}

static int
check_bytes(struct pd_plan_source *source)
{
        size_t n;

        if (source->size > PD_PLAN_FILE_MAX) {
                pd_plan_source_fault_at(source, 0, "The file is larger than 64 KiB, which is more than a plan may be.");
                return -EBADMSG;
        }
        for (size_t at = 0; at < source->size; at += n) {
                const char c = source->bytes[at];

                n = pd_text_character(source->bytes + at, source->size - at);
                if (c == '\n' || c == '\r' || c == '\t')
                        n = 1;
                if (n == 0)
                        pd_plan_source_fault_at(source, at, "This is no text: save the file as plain text in UTF-8.");
                else if (indented_by_tab(source, at))
                        pd_plan_source_fault_at(source, at, "A tab stands here: indent with blanks.");
                if (n == 0 || source->faults->n > 0)
                        return -EBADMSG;
        }
        return 0;
}

struct translation {
        const char *yaml, *plain;
};

static const char *
translate(const char *problem)
{
        static const struct translation translations[] = {
                {"did not find expected key",
                 "This line does not fit here: keys of one block begin in the same column, each followed by ':'."},
                {"could not find expected ':'", "This is no key with a value: after a key stand ':' and a blank, such as tuesday: rest."},
                {"found character that cannot start any token", "A value cannot begin with this sign: put the words in quotes."},
                {"did not find expected ',' or '}'",
                 "Here belongs ',' and the next key, or '}'; a value with ': ' in it stands in quotes."},
                {"did not find expected ',' or ']'", "Here belongs ',' and the next item, or ']'."},
                {"did not find expected '-' indicator",
                 "This line does not fit here: each item of a list begins with '- ' in the same column."},
                {"block sequence entries are not allowed in this context", "A list begins in a line of its own, under its key."},
                {"did not find expected comment or line break",
                 "'>' and '|' begin a text of several lines: put the words in quotes, such as \"20m > 85% LTHR\"."},
                {"found unknown escape character", "A backslash means something else in double quotes: use single ones."},
                {"did not find expected <document start>", "The plan is over before this line: all of it begins in the first column."},
                {"found unexpected end of stream", "The quotes that open here are not closed."},
                {"found unexpected document indicator", "The quotes that open here are not closed."},
        };

        for (size_t i = 0; i < sizeof translations / sizeof translations[0]; i++)
                if (strcmp(translations[i].yaml, problem) == 0)
                        return translations[i].plain;
        return NULL;
}

/* Is the ':' at PLACE the second one of its line that stands behind a word? */
static bool
second_colon(const struct pd_plan_source *source, size_t place)
{
        for (size_t at = place; at > 0 && source->bytes[at - 1] != '\n'; at--)
                if (source->bytes[at - 1] == ':' && at < place && source->bytes[at] == ' ')
                        return true;
        return false;
}

static int
syntax_fault(struct pd_plan_source *source, const yaml_parser_t *parser)
{
        const char *const problem = parser->problem != NULL ? parser->problem : "";
        const char *const plain = translate(problem);
        /* Of open quotes, of a key without ':' and of a '>' it sees the end; the beginning is what helps. */
        const bool begun = parser->context != NULL && (strstr(problem, "unexpected") != NULL || strstr(problem, "expected ':'") != NULL ||
                                                             strstr(problem, "expected comment") != NULL);
        const size_t place = begin_of(source, begun ? &parser->context_mark : &parser->problem_mark);

        if (parser->error == YAML_MEMORY_ERROR)
                return -ENOMEM;
        if (strcmp(problem, "mapping values are not allowed in this context") == 0)
                pd_plan_source_fault_at(source, place, second_colon(source, place)
                        ? "A line has one ':' outside of quotes: put the words in quotes, such as tuesday: \"tempo: 20m moderate\"."
                        : "This line is indented further than the one before: keys of one block begin in the same column.");
        else if (plain != NULL)
                pd_plan_source_fault_at(source, place, "%s", plain);
        else
                pd_plan_source_fault_at(source, place, "This does not read as YAML: %s.", problem);
        return -EBADMSG;
}

/* NULL, or what a plan does without. */
static const char *
refused(const yaml_event_t *event, size_t documents, size_t depth)
{
        const yaml_char_t *anchor = NULL, *tag = NULL;

        if (event->type == YAML_SCALAR_EVENT) {
                anchor = event->data.scalar.anchor;
                tag = event->data.scalar.tag;
        } else if (event->type == YAML_MAPPING_START_EVENT) {
                anchor = event->data.mapping_start.anchor;
                tag = event->data.mapping_start.tag;
        } else if (event->type == YAML_SEQUENCE_START_EVENT) {
                anchor = event->data.sequence_start.anchor;
                tag = event->data.sequence_start.tag;
        }
        if (anchor != NULL || event->type == YAML_ALIAS_EVENT)
                return "A plan knows no anchors and aliases (& and *): give the workout a name under workouts, and write the name.";
        if (tag != NULL)
                return "A plan knows no tags (!): put the words in quotes.";
        if (event->type == YAML_DOCUMENT_START_EVENT && documents > 0)
                return "A file holds one plan: what stands from this line on is a second one.";
        return depth > DEPTH_MAX ? "Nothing in a plan is nested so deep." : NULL;
}

/* Everything in the file once, for what is no YAML, or more of it than a plan needs. */
static int
check_events(struct pd_plan_source *source, yaml_parser_t *parser)
{
        size_t documents = 0, depth = 0;

        for (bool over = false; !over;) {
                yaml_event_t event;
                const char *why;

                if (!yaml_parser_parse(parser, &event))
                        return syntax_fault(source, parser);
                depth += event.type == YAML_MAPPING_START_EVENT || event.type == YAML_SEQUENCE_START_EVENT;
                depth -= event.type == YAML_MAPPING_END_EVENT || event.type == YAML_SEQUENCE_END_EVENT;
                why = refused(&event, documents, depth);
                if (why != NULL)
                        pd_plan_source_fault_at(source, begin_of(source, &event.start_mark), "%s", why);
                documents += event.type == YAML_DOCUMENT_START_EVENT;
                over = event.type == YAML_STREAM_END_EVENT || why != NULL;
                yaml_event_delete(&event);
        }
        return source->faults->n > 0 ? -EBADMSG : 0;
}

static int
load(struct pd_plan_source *source, yaml_parser_t *parser)
{
        return yaml_parser_load(parser, &source->document) ? 0 : syntax_fault(source, parser);
}

/* One reading of the file from its beginning. */
static int
read_through(struct pd_plan_source *source, int (*reading)(struct pd_plan_source *source, yaml_parser_t *parser))
{
        yaml_parser_t parser;
        int r;

        if (!yaml_parser_initialize(&parser))
                return -ENOMEM;
        yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
        yaml_parser_set_input_string(&parser, (const unsigned char *) source->bytes, source->size);
        r = reading(source, &parser);
        yaml_parser_delete(&parser);
        return r;
}

int
pd_plan_source_open(struct pd_plan_source *source, const char *bytes, size_t size, struct pd_plan_faults *faults)
{
        const size_t mark = size >= 3 && memcmp(bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
        int r;

        faults->n = 0;
        faults->cut = false;
        memset(source, 0, sizeof *source);
        source->bytes = bytes + mark;
        source->size = size - mark;
        source->faults = faults;
        r = check_bytes(source);
        if (r == 0)
                r = read_through(source, check_events);
        return r == 0 ? read_through(source, load) : r;
}

void
pd_plan_source_close(struct pd_plan_source *source)
{
        yaml_document_delete(&source->document);
}

yaml_node_t *
pd_plan_source_node(struct pd_plan_source *source, int index)
{
        return yaml_document_get_node(&source->document, index);
}
