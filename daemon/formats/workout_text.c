/* SPDX-License-Identifier: MIT */
/* Whole workouts (workout_text.h has the grammar): on one line, or a line a step. */
#include "formats/workout_text.h"

#include "formats/line.h"
#include "formats/numbers.h"
#include "formats/workout_step.h"
#include "formats/workout_title.h"

#include <errno.h>
#include <string.h>

#define REPEATED_LESS_THAN (100 * PD_MINUTE)

/* Where something stood that turns out to be wrong later. */
struct place {
        size_t line;
        const char *start, *at; /* of the line, in it; `at` is NULL for nowhere */
};

/* "6x" and what follows, in a text of several lines. */
struct block {
        int64_t times; /* 0: there is none */
        size_t first;  /* step */
        struct place place;
};

struct parser {
        struct pd_scanner scanner;
        const char *text, *end;
        struct pd_workout_title title;
        struct place open_step; /* the one without an amount, which must be the last */
        struct block block;
        struct pd_workout workout;
};

static int
fail_at(struct parser *parser, const struct place *place, const char *sentence)
{
        return pd_line_fault(parser->scanner.error, place->line, place->start, place->at, sentence);
}

static struct place
place_of_token(const struct parser *parser)
{
        return (struct place){parser->scanner.line, parser->scanner.start, parser->scanner.token.start};
}

/* ---- both styles -------------------------------------------------------- */

static int
add_step(struct parser *parser, struct pd_step step)
{
        const struct place place = place_of_token(parser);
        bool lap;
        int r;

        if (parser->open_step.at)
                return fail_at(parser, &parser->open_step,
                        "Only the last step may be without a time or a distance; 'press lap' is for one that you end yourself.");
        if ((r = pd_workout_step_read(&parser->scanner, &step, &lap)) < 0)
                return r;
        if (parser->workout.n_steps == PD_STEPS_MAX)
                return fail_at(parser, &place, "A workout has at most 200 steps, repeats counted.");
        if (step.extent == PD_EXTENT_OPEN && !lap)
                parser->open_step = place;
        parser->workout.steps[parser->workout.n_steps++] = step;
        return 0;
}

/* "6x150m" */
static bool
any_too_long(const struct pd_workout *workout, size_t first)
{
        for (size_t i = first; i < workout->n_steps; i++)
                if (workout->steps[i].extent == PD_EXTENT_TIME && workout->steps[i].amount >= REPEATED_LESS_THAN)
                        return true;
        return false;
}

/* The steps from FIRST on, TIMES times. PLACE: where that stands. */
static int
repeat(struct parser *parser, int64_t times, size_t first, const struct place *place)
{
        struct pd_workout *const workout = &parser->workout;
        const size_t length = workout->n_steps - first;

        if (parser->open_step.at && times > 1)
                return fail_at(parser, &parser->open_step, "A step that is repeated has a time or a distance, or 'press lap'.");
        if (first + length * (size_t) times > PD_STEPS_MAX)
                return fail_at(parser, place, "A workout has at most 200 steps, repeats counted.");
        if (times > 1 && any_too_long(workout, first))
                return fail_at(parser, place, "Nobody repeats 100 minutes or more: m is minutes, and metres are written 150mtr.");
        for (int64_t i = 1; i < times; i++, workout->n_steps += length)
                memcpy(&workout->steps[workout->n_steps], &workout->steps[first], length * sizeof workout->steps[0]);
        return 0;
}

/* ---- one line ----------------------------------------------------------- */

/* step { "," step } ")" */
static int
parse_group(struct parser *parser)
{
        struct pd_scanner *const scanner = &parser->scanner;
        int r;

        for (;;) {
                if ((r = add_step(parser, (struct pd_step){.extent = PD_EXTENT_OPEN})) < 0)
                        return r;
                if (scanner->token.kind == PD_TOKEN_CLOSE)
                        return pd_scanner_advance(scanner);
                if (scanner->token.kind != PD_TOKEN_COMMA)
                        return pd_scanner_fail(scanner, scanner->token.start, "Here belongs ',' and another step, or ')'.");
                if ((r = pd_scanner_advance(scanner)) < 0)
                        return r;
        }
}

/* count "x" ( step | "(" step { "," step } ")" ) */
static int
parse_repeat(struct parser *parser)
{
        struct pd_scanner *const scanner = &parser->scanner;
        const struct place place = place_of_token(parser);
        const int64_t times = scanner->token.value;
        const size_t first = parser->workout.n_steps;
        int r = pd_scanner_advance(scanner);

        if (r < 0)
                return r;
        if (scanner->token.kind == PD_TOKEN_OPEN)
                r = (r = pd_scanner_advance(scanner)) < 0 ? r : parse_group(parser);
        else
                r = add_step(parser, (struct pd_step){.extent = PD_EXTENT_OPEN});
        return r < 0 ? r : repeat(parser, times, first, &place);
}

/* [ purpose ":" ]; a purpose that is an intensity, too, is one only before a
 * colon. 1 if something else stands before the colon. */
static int
parse_prefix(struct parser *parser)
{
        struct pd_scanner *const scanner = &parser->scanner;
        const char *const behind = pd_line_skip_blanks(scanner->at, scanner->end);
        int r;

        if (scanner->token.kind != PD_TOKEN_WORD || behind == scanner->end || *behind != ':')
                return 0;
        if (!pd_token_purpose(&scanner->token, &parser->workout.purpose))
                return 1;
        if ((r = pd_scanner_advance(scanner)) < 0)
                return r;
        return pd_scanner_advance(scanner);
}

/* part { "," part } */
static int
parse_parts(struct parser *parser)
{
        struct pd_scanner *const scanner = &parser->scanner;
        int r;

        for (;;) {
                if (scanner->token.kind == PD_TOKEN_TIMES)
                        r = parse_repeat(parser);
                else
                        r = add_step(parser, (struct pd_step){.extent = PD_EXTENT_OPEN});
                if (r < 0 || scanner->token.kind == PD_TOKEN_END)
                        return r;
                if (scanner->token.kind != PD_TOKEN_COMMA)
                        return pd_scanner_fail(scanner, scanner->token.start, "Here belongs ',' and another step, or nothing more.");
                if ((r = pd_scanner_advance(scanner)) < 0)
                        return r;
        }
}

static int
parse_one_line(struct parser *parser)
{
        struct pd_scanner *const scanner = &parser->scanner;
        int r = pd_scanner_advance(scanner);

        if (r < 0)
                return r;
        if ((r = parse_prefix(parser)) > 0)
                return pd_scanner_fail(scanner, scanner->token.start,
                        "Before ':' stands a purpose: recovery, easy, long, tempo, threshold, intervals, hills, race, rest, cross or "
                        "free.");
        return r < 0 ? r : parse_parts(parser);
}

/* ---- several lines ------------------------------------------------------ */

/* The title parts what the lines part. */
static void
part_title(struct parser *parser)
{
        const enum pd_token_kind before = parser->title.before;

        if (before != PD_TOKEN_OPEN && before != PD_TOKEN_COLON)
                pd_workout_title_sign(&parser->title, PD_TOKEN_COMMA, ",");
}

static int
close_block(struct parser *parser)
{
        const struct block block = parser->block;

        parser->block.times = 0;
        if (block.times == 0)
                return 0;
        if (parser->workout.n_steps == block.first)
                return fail_at(parser, &block.place, "Below this stand the steps to be repeated, each on a line that begins with '-'.");
        pd_workout_title_sign(&parser->title, PD_TOKEN_CLOSE, ")");
        return repeat(parser, block.times, block.first, &block.place);
}

/* The scanner stands behind the '-'. */
static int
parse_step_line(struct parser *parser)
{
        struct pd_scanner *const scanner = &parser->scanner;
        struct pd_step step = {.extent = PD_EXTENT_OPEN};
        int r = pd_workout_step_cue(scanner, &step);

        if (r < 0)
                return r;
        if ((r = pd_scanner_advance(scanner)) < 0)
                return r;
        if (scanner->token.kind == PD_TOKEN_TIMES)
                return pd_scanner_fail(scanner, scanner->token.start,
                        "How often stands on a line of its own, without '-', and the steps to be repeated below it.");
        part_title(parser);
        if ((r = add_step(parser, step)) < 0)
                return r;
        if (scanner->token.kind != PD_TOKEN_END)
                return pd_scanner_fail(scanner, scanner->token.start, "One step a line: the next one has its own, beginning with '-'.");
        return 0;
}

/* Does "6x" stand at AT, a whole word? */
static bool
is_count(const char *at, const char *end)
{
        const char *const start = at;

        while (at < end && pd_number_is_digit(*at))
                at++;
        if (at == start)
                return false;
        at = pd_line_skip_blanks(at, end);
        return at < end && pd_token_lower(*at) == 'x' && (at + 1 == end || !pd_token_is_letter(at[1]));
}

/* "x6", "6 times", "6×": what a person may mean by a count, too. */
static bool
is_count_otherwise(const char *at, const char *end)
{
        static const char *const words[] = {"times", "rounds", "reps", "sets", "repeats", "repetitions"};
        const char *const start = at, *stop;

        if (end - at > 1 && pd_token_lower(*at) == 'x' && pd_number_is_digit(at[1]))
                return true;
        while (at < end && pd_number_is_digit(*at))
                at++;
        if (at == start)
                return false;
        stop = at = pd_line_skip_blanks(at, end);
        while (stop < end && pd_token_is_letter(*stop))
                stop++;
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
                if (pd_token_text_is(at, stop, words[i]))
                        return true;
        return end - at > 1 && memcmp(at, "\xc3\x97", 2) == 0;
}

/* "Main Set 6x", its count already the token to be looked at. */
static int
open_block(struct parser *parser)
{
        struct pd_scanner *const scanner = &parser->scanner;
        const struct place place = place_of_token(parser);

        parser->block = (struct block){.times = scanner->token.value, .first = parser->workout.n_steps, .place = place};
        part_title(parser);
        pd_workout_title_put(&parser->title, &scanner->token);
        pd_workout_title_sign(&parser->title, PD_TOKEN_OPEN, "(");
        return 0;
}

/* A line without '-', from AT on: free text that ends with how often, or
 * nothing. What reads like more is not passed over in silence. */
static int
parse_header(struct parser *parser, const char *at)
{
        struct pd_scanner *const scanner = &parser->scanner;
        const char *const start = at, *const end = scanner->end;
        int r;

        for (; at < end; at++) {
                if (!pd_token_begins_word(start, at))
                        continue;
                if (pd_token_begins_amount(at, end))
                        return pd_scanner_fail(scanner, start, "This reads like a step: one begins with '-', such as '- 10m easy'.");
                if (is_count_otherwise(at, end))
                        return pd_scanner_fail(scanner, at, "How often is written 6x, at the end of the line.");
                if (!is_count(at, end))
                        continue;
                scanner->title = NULL;
                pd_scanner_line(scanner, scanner->line, scanner->start, at, end);
                r = pd_scanner_advance(scanner);
                scanner->title = &parser->title;
                if (r < 0)
                        return r;
                at = pd_line_skip_blanks(scanner->at, end);
                if (at != end && (*at != ':' || pd_line_skip_blanks(at + 1, end) != end))
                        return pd_scanner_fail(scanner, scanner->token.start, "How often is written 6x, at the end of the line.");
                return open_block(parser);
        }
        return 0;
}

/* A purpose may stand before the first step, on a line of its own or before a header. */
static int
parse_purpose_or_header(struct parser *parser)
{
        struct pd_scanner *const scanner = &parser->scanner;
        const char *const start = pd_line_skip_blanks(scanner->at, scanner->end);
        struct pd_format_error error;
        struct pd_scanner ahead = *scanner;
        int r = close_block(parser);

        if (r < 0)
                return r;
        ahead.title = NULL;
        ahead.error = &error;
        if (parser->workout.n_steps > 0 || parser->workout.purpose != PD_PURPOSE_NONE || pd_scanner_advance(&ahead) < 0)
                return parse_header(parser, start);
        const char *const behind = pd_line_skip_blanks(ahead.at, ahead.end);
        if (behind == ahead.end || *behind != ':' || !pd_token_purpose(&ahead.token, &parser->workout.purpose))
                return parse_header(parser, start);
        pd_workout_title_put(&parser->title, &ahead.token);
        pd_workout_title_sign(&parser->title, PD_TOKEN_COLON, ":");
        return parse_header(parser, pd_line_skip_blanks(behind + 1, ahead.end));
}

static int
parse_line(struct parser *parser)
{
        struct pd_scanner *const scanner = &parser->scanner;
        const char *const start = pd_line_skip_blanks(scanner->at, scanner->end);

        if (start == scanner->end) /* an empty line ends a block, but may stand above it, too */
                return parser->workout.n_steps > parser->block.first ? close_block(parser) : 0;
        if (*start != '-')
                return parse_purpose_or_header(parser);
        scanner->at = start + 1;
        return parse_step_line(parser);
}

/* ---- the text ----------------------------------------------------------- */

/* Stands before the line that begins at START; returns where the next one does. */
static const char *
next_line(struct parser *parser, size_t line, const char *start)
{
        const char *const newline = memchr(start, '\n', (size_t) (parser->end - start));
        const char *end = newline ? newline : parser->end;

        if (end > start && end[-1] == '\r')
                end--;
        pd_scanner_line(&parser->scanner, line, start, start, end);
        return newline ? newline + 1 : parser->end;
}

struct shape {
        bool dashes;           /* a line begins with '-' */
        size_t first, second;  /* lines that are not empty; 0 = none */
        const char *first_at, *second_at;
};

static struct shape
shape_of(struct parser *parser)
{
        struct shape shape = {.dashes = false};
        size_t line = 1;

        for (const char *at = parser->text; at < parser->end; line++) {
                const char *const start = at;
                at = next_line(parser, line, start);
                const char *const word = pd_line_skip_blanks(start, parser->scanner.end);

                if (word == parser->scanner.end)
                        continue;
                shape.dashes = shape.dashes || *word == '-';
                if (shape.first == 0) {
                        shape.first = line;
                        shape.first_at = start;
                } else if (shape.second == 0) {
                        shape.second = line;
                        shape.second_at = start;
                }
        }
        return shape;
}

static int
parse_lines(struct parser *parser)
{
        size_t line = 1;
        int r;

        for (const char *at = parser->text; at < parser->end; line++) {
                at = next_line(parser, line, at);
                if ((r = parse_line(parser)) < 0)
                        return r;
        }
        return close_block(parser);
}

static int
parse(struct parser *parser)
{
        const struct shape shape = shape_of(parser);

        pd_scanner_line(&parser->scanner, 1, parser->text, parser->text, parser->text);
        if (shape.first == 0)
                return pd_scanner_fail(&parser->scanner, parser->text,
                        "Here belongs a workout, such as 'recovery 4mi' or '15m easy, 6x (3m hard, 2m easy)'.");
        if (shape.dashes)
                return parse_lines(parser);
        if (shape.second != 0) {
                next_line(parser, shape.second, shape.second_at);
                return pd_scanner_fail(&parser->scanner, shape.second_at,
                        "In a workout of several lines each step begins with '-', such as '- 10m easy'.");
        }
        next_line(parser, shape.first, shape.first_at);
        return parse_one_line(parser);
}

int
pd_workout_text_parse(const char *text, size_t length, struct pd_workout *ret, struct pd_format_error *ret_error)
{
        struct parser parser = {.text = text, .end = text + length};
        int r;

        parser.scanner.error = ret_error;
        parser.scanner.title = &parser.title;
        pd_workout_title_init(&parser.title);
        pd_workout_init(&parser.workout);
        while (parser.end > text && (parser.end[-1] == '\n' || parser.end[-1] == '\r'))
                parser.end--;
        if (parser.end - text > PD_WORKOUT_TEXT_MAX)
                return pd_line_fault(ret_error, 1, text, text + PD_WORKOUT_TEXT_MAX, "A workout's text is at most 64 KiB.");
        if ((r = parse(&parser)) < 0)
                return r;
        parser.workout.purpose_follows = parser.workout.purpose == PD_PURPOSE_NONE;
        pd_workout_class_targets(&parser.workout);
        if (parser.workout.purpose_follows)
                parser.workout.purpose = pd_workout_purpose_of_steps(&parser.workout);
        pd_workout_choose_key_steps(&parser.workout);
        pd_workout_title_finish(&parser.title, &parser.workout);
        *ret = parser.workout;
        return 0;
}
