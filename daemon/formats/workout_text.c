/* SPDX-License-Identifier: MIT */
/*
 * Workouts in a runner's words (workout_text.h has the grammar): a tokenizer
 * that knows what a word or an amount is, a parser that knows where one may
 * stand.
 */
#include "formats/workout_text.h"

#include "formats/line.h"
#include "formats/numbers.h"

#include <errno.h>
#include <string.h>

#define REPEATS_MAX PD_STEPS_MAX
#define TIME_MAX (100 * PD_HOUR)
#define DISTANCE_MAX 1000000000 /* mm: 1000 km */
#define MM_PER_MILE 1609344
#define PACE_LEAST_S 120
#define PACE_MOST_S 1800
#define THOUSANDTHS_MAX 1000000000 /* of a number: times an hour in microseconds it is still far from 2^63 */

enum token_kind {
        TOKEN_END,
        TOKEN_WORD,
        TOKEN_TIME,     /* value in microseconds */
        TOKEN_DISTANCE, /* value in millimetres */
        TOKEN_PACE,     /* "4:00/km", "7:15-7:00/mi": value and upper in mm/s */
        TOKEN_TIMES,    /* "6x", value 6 */
        TOKEN_OPEN,
        TOKEN_CLOSE,
        TOKEN_COMMA,
        TOKEN_COLON,
};

struct token {
        enum token_kind kind;
        const char *start, *end;
        int64_t value, upper;
};

struct parser {
        const char *text, *end;
        const char *at;     /* behind `token` */
        struct token token; /* the one to be looked at */
        struct pd_format_error *error;
        const char *open_step; /* where the step without an amount stands */
        struct pd_workout workout;
};

static int
fail(struct parser *parser, const char *at, const char *expected)
{
        return pd_line_fault(parser->error, 1, parser->text, at, expected);
}

static inline char
lower(char c)
{
        return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
}

static inline bool
is_letter(char c)
{
        return lower(c) >= 'a' && lower(c) <= 'z';
}

static inline bool
is_blank(char c)
{
        return c == ' ' || c == '\t';
}

/* Is [START, END) this word, in whatever case? */
static bool
is_word(const char *start, const char *end, const char *word)
{
        for (; start < end && *word && lower(*start) == *word; start++)
                word++;
        return start == end && !*word;
}

struct unit {
        const char *word;
        enum token_kind kind;
        int64_t size; /* microseconds or millimetres; what one is worth */
};

static const struct unit units[] = {
        {"h", TOKEN_TIME, PD_HOUR},
        {"m", TOKEN_TIME, PD_MINUTE},
        {"'", TOKEN_TIME, PD_MINUTE},
        {"s", TOKEN_TIME, PD_SEC},
        {"\"", TOKEN_TIME, PD_SEC},
        {"km", TOKEN_DISTANCE, 1000000},
        {"mi", TOKEN_DISTANCE, MM_PER_MILE},
        {"mtr", TOKEN_DISTANCE, 1000},
        {"x", TOKEN_TIMES, 1},
};

/* The unit at *AT, which moves behind it; NULL if there is none. */
static const struct unit *
take_unit(const char **at, const char *end)
{
        const char *stop = *at;

        if (stop < end && (*stop == '\'' || *stop == '"'))
                stop++;
        else
                while (stop < end && is_letter(*stop))
                        stop++;
        for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
                if (is_word(*at, stop, units[i].word)) {
                        *at = stop;
                        return &units[i];
                }
        return NULL;
}

/* Distances of the track that nobody runs for that many minutes. */
static const char *
mistaken_minutes(int64_t minutes)
{
        static const struct {
                int64_t minutes;
                const char *sentence;
        } mistakes[] = {
#define MISTAKE(n) {n, #n "m means " #n " minutes; did you mean " #n "mtr?"}
                MISTAKE(100),
                MISTAKE(200),
                MISTAKE(300),
                MISTAKE(400),
                MISTAKE(500),
                MISTAKE(600),
                MISTAKE(800),
                MISTAKE(1000),
                MISTAKE(1200),
                MISTAKE(1600),
#undef MISTAKE
        };

        for (size_t i = 0; i < sizeof mistakes / sizeof mistakes[0]; i++)
                if (mistakes[i].minutes == minutes)
                        return mistakes[i].sentence;
        return NULL;
}

/* A number that stands at *AT, in thousandths. */
static int
take_thousandths(struct parser *parser, const char **at, int64_t *ret)
{
        const char *const start = *at;
        int64_t value;

        if (pd_number_decimal(at, parser->end, 3, &value) < 0 || value > THOUSANDTHS_MAX)
                return fail(parser, start, "This number is too large.");
        *ret = value;
        return 0;
}

/* "1h30m", "1m30", "5'": components adjoin, units descend, and the last may
 * be left out if another went before. AT stands at the unit of the first. */
static int
take_duration(struct parser *parser, const char *at, int64_t thousandths, const struct unit *unit)
{
        struct token *const token = &parser->token;
        int64_t worth = unit->size;
        int r;

        token->kind = TOKEN_TIME;
        token->value = thousandths * (worth / 1000);
        while (at < parser->end && pd_number_is_digit(*at)) {
                const char *const number = at;

                if (worth == PD_SEC)
                        return fail(parser, at, "Nothing smaller than seconds.");
                if ((r = take_thousandths(parser, &at, &thousandths)) < 0)
                        return r;
                unit = take_unit(&at, parser->end);
                if (!unit && at < parser->end && is_letter(*at))
                        return fail(parser, at, "Here stands h, m or s.");
                if (unit && (unit->kind != TOKEN_TIME || unit->size >= worth))
                        return fail(parser, number, "Hours, then minutes, then seconds, such as 1h30m or 1m30.");
                worth = unit ? unit->size : worth / 60;
                token->value += thousandths * (worth / 1000);
                if (!unit)
                        break;
        }
        token->end = at;
        return 0;
}

/* "4:00" at *AT, in seconds. */
static int
take_clock(struct parser *parser, const char **at, int64_t *ret)
{
        const char *const start = *at;
        int64_t minutes = 0;

        for (; *at < parser->end && pd_number_is_digit(**at) && minutes < 100; (*at)++)
                minutes = minutes * 10 + (**at - '0');
        if (parser->end - *at < 3 || **at != ':' || !pd_number_is_digit((*at)[1]) || !pd_number_is_digit((*at)[2]) || (*at)[1] > '5')
                return fail(parser, start, "A pace is minutes, ':' and two digits of seconds, such as 4:00/km.");
        *ret = minutes * 60 + ((*at)[1] - '0') * 10 + ((*at)[2] - '0');
        *at += 3;
        return 0;
}

/* "4:00/km", "7:15-7:00/mi"; the slower one first or last. */
static int
take_pace(struct parser *parser)
{
        struct token *const token = &parser->token;
        const char *at = token->start;
        int64_t first, second, unit;
        int r = take_clock(parser, &at, &first);

        second = first;
        if (r == 0 && at < parser->end && *at == '-') {
                at++;
                r = take_clock(parser, &at, &second);
        }
        if (r < 0)
                return r;
        if (parser->end - at >= 3 && is_word(at, at + 3, "/km"))
                unit = 1000000;
        else if (parser->end - at >= 3 && is_word(at, at + 3, "/mi"))
                unit = MM_PER_MILE;
        else
                return fail(parser, at, "A pace ends with /km or /mi, such as 4:00/km.");
        if (first < PACE_LEAST_S || first > PACE_MOST_S || second < PACE_LEAST_S || second > PACE_MOST_S)
                return fail(parser, token->start, "A pace lies between 2:00 and 30:00.");
        token->kind = TOKEN_PACE;
        token->end = at + 3;
        token->value = (unit + first / 2) / first;
        token->upper = (unit + second / 2) / second;
        if (token->value > token->upper) {
                token->value = token->upper;
                token->upper = (unit + first / 2) / first;
        }
        return 0;
}

static bool
begins_pace(const struct parser *parser)
{
        const char *at = parser->token.start;

        while (at < parser->end && pd_number_is_digit(*at))
                at++;
        return at < parser->end && *at == ':' && parser->end - at > 1 && pd_number_is_digit(at[1]);
}

/* What begins with a digit: an amount, a pace, or how many times. */
static int
take_amount(struct parser *parser)
{
        struct token *const token = &parser->token;
        const char *at = token->start;
        int64_t thousandths;
        int r;

        if (begins_pace(parser))
                return take_pace(parser);
        if ((r = take_thousandths(parser, &at, &thousandths)) < 0)
                return r;
        const char *const unit_at = pd_line_skip_blanks(at, parser->end);
        at = unit_at;
        const struct unit *const unit = take_unit(&at, parser->end);
        if (!unit)
                return fail(parser, unit_at, "A number is followed by its unit: h, m or s, km, mi or mtr, or x for times.");
        token->kind = unit->kind;
        token->end = at;
        if (unit->kind == TOKEN_TIMES) {
                token->value = thousandths / 1000;
                if (thousandths % 1000 || token->value < 1 || token->value > REPEATS_MAX)
                        return fail(parser, token->start, "Repeats are 1x to 200x.");
                return 0;
        }
        if (unit->kind == TOKEN_TIME) {
                const bool alone = *unit_at != '\'' && (at == parser->end || !pd_number_is_digit(*at));
                const char *const mistake = unit->size == PD_MINUTE && alone ? mistaken_minutes(thousandths / 1000) : NULL;

                if (mistake && thousandths % 1000 == 0)
                        return fail(parser, token->start, mistake);
                r = take_duration(parser, at, thousandths, unit);
        } else {
                token->value = (thousandths * unit->size + 500) / 1000;
        }
        if (r < 0)
                return r;
        if (token->value <= 0 || token->value > (unit->kind == TOKEN_TIME ? TIME_MAX : DISTANCE_MAX))
                return fail(parser, token->start, "A step is longer than nothing, and at most 100 h or 1000 km.");
        return 0;
}

/* Makes the next token the one to be looked at. */
static int
advance(struct parser *parser)
{
        static const struct {
                char sign;
                enum token_kind kind;
        } signs[] = {{'(', TOKEN_OPEN}, {')', TOKEN_CLOSE}, {',', TOKEN_COMMA}, {':', TOKEN_COLON}};
        struct token *const token = &parser->token;
        int r = 0;

        parser->at = pd_line_skip_blanks(parser->at, parser->end);
        *token = (struct token){.kind = TOKEN_END, .start = parser->at, .end = parser->at};
        if (parser->at == parser->end)
                return 0;
        for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
                if (*parser->at == signs[i].sign) {
                        token->kind = signs[i].kind;
                        token->end++;
                }
        if (is_letter(*parser->at)) {
                token->kind = TOKEN_WORD;
                while (token->end < parser->end && is_letter(*token->end))
                        token->end++;
        } else if (pd_number_is_digit(*parser->at)) {
                r = take_amount(parser);
        }
        if (r == 0 && token->kind == TOKEN_END)
                return fail(parser, parser->at, "This sign means nothing here.");
        parser->at = token->end;
        return r;
}

static bool
purpose_of_word(const struct token *token, enum pd_purpose *ret)
{
        char word[PD_ID_SIZE] = "";
        const size_t length = (size_t) (token->end - token->start);

        if (token->kind != TOKEN_WORD || length >= sizeof word)
                return false;
        for (size_t i = 0; i < length; i++)
                word[i] = lower(token->start[i]);
        return pd_purpose_parse(word, ret) == 0 && *ret != PD_PURPOSE_NONE;
}

static bool
intensity_of_word(const struct token *token, enum pd_intensity *ret)
{
        static const struct {
                const char *word;
                enum pd_intensity intensity;
        } words[] = {
                {"rest", PD_INTENSITY_REST},
                {"walk", PD_INTENSITY_RECOVERY},
                {"recovery", PD_INTENSITY_RECOVERY},
                {"easy", PD_INTENSITY_EASY},
                {"run", PD_INTENSITY_EASY},
                {"moderate", PD_INTENSITY_MODERATE},
                {"hard", PD_INTENSITY_HARD},
        };

        for (size_t i = 0; token->kind == TOKEN_WORD && i < sizeof words / sizeof words[0]; i++)
                if (is_word(token->start, token->end, words[i].word)) {
                        *ret = words[i].intensity;
                        return true;
                }
        return false;
}

static bool
is_amount(const struct token *token)
{
        return token->kind == TOKEN_TIME || token->kind == TOKEN_DISTANCE;
}

static int
take_step_amount(struct parser *parser, struct pd_step *step)
{
        step->extent = parser->token.kind == TOKEN_TIME ? PD_EXTENT_TIME : PD_EXTENT_DISTANCE;
        step->amount = parser->token.value;
        return advance(parser);
}

static int
take_step_intensity(struct parser *parser, struct pd_step *step)
{
        const struct token *const token = &parser->token;
        enum pd_purpose purpose;

        int r;

        if (token->kind == TOKEN_WORD && is_word(token->start, token->end, "hills")) {
                step->hills = true;
                if ((r = advance(parser)) < 0)
                        return r;
                if (!intensity_of_word(token, &step->intensity)) { /* hills are hard unless it says otherwise */
                        step->intensity = PD_INTENSITY_HARD;
                        return 0;
                }
        }
        if (token->kind == TOKEN_PACE) {
                step->speed = (struct pd_band){.low = (int32_t) token->value, .high = (int32_t) token->upper};
                step->prescribed = true;
                step->intensity = PD_INTENSITY_HARD; /* until the athlete's thresholds say better */
                return advance(parser);
        }
        if (intensity_of_word(token, &step->intensity)) {
                step->walk = is_word(token->start, token->end, "walk");
                return advance(parser);
        }
        if (token->kind == TOKEN_TIMES)
                return fail(parser, token->start, "A repeat cannot stand within a repeat or a step.");
        if (purpose_of_word(token, &purpose))
                return fail(parser, token->start, "After a purpose stands ':' and then the steps, such as 'tempo: 20m moderate'.");
        return fail(parser, token->start,
                "A step has one intensity: rest, walk, recovery, easy, run, moderate, hard or hills, or a pace such as 4:00/km.");
}

/* step = intensity [ amount ] | amount intensity */
static int
parse_step(struct parser *parser)
{
        struct pd_step step = {.extent = PD_EXTENT_OPEN};
        const char *const start = parser->token.start;
        const bool amount_first = is_amount(&parser->token);
        int r = 0;

        if (parser->open_step)
                return fail(parser, parser->open_step, "Only the last step may be without a time or a distance.");
        if (amount_first)
                r = take_step_amount(parser, &step);
        if (r == 0)
                r = take_step_intensity(parser, &step);
        if (r == 0 && !amount_first && is_amount(&parser->token))
                r = take_step_amount(parser, &step);
        if (r < 0)
                return r;
        if (is_amount(&parser->token))
                return fail(parser, parser->token.start, "A step has one time or distance, written without blanks, such as 1h30m.");
        if (parser->workout.n_steps == PD_STEPS_MAX)
                return fail(parser, start, "A workout has at most 200 steps, repeats counted.");
        if (step.extent == PD_EXTENT_OPEN)
                parser->open_step = start;
        parser->workout.steps[parser->workout.n_steps++] = step;
        return 0;
}

/* step { "," step } ")" */
static int
parse_group(struct parser *parser)
{
        int r;

        for (;;) {
                if ((r = parse_step(parser)) < 0)
                        return r;
                if (parser->token.kind == TOKEN_CLOSE)
                        return advance(parser);
                if (parser->token.kind != TOKEN_COMMA)
                        return fail(parser, parser->token.start, "Here stands ',' and another step, or ')'.");
                if ((r = advance(parser)) < 0)
                        return r;
        }
}

/* count "x" ( step | "(" step { "," step } ")" ) */
static int
parse_repeat(struct parser *parser)
{
        struct pd_workout *const workout = &parser->workout;
        const struct token times = parser->token;
        const size_t first = workout->n_steps;
        int r = advance(parser);

        if (r < 0)
                return r;
        if (parser->token.kind == TOKEN_OPEN)
                r = (r = advance(parser)) < 0 ? r : parse_group(parser);
        else
                r = parse_step(parser);
        if (r < 0)
                return r;

        const size_t length = workout->n_steps - first;
        if (parser->open_step && times.value > 1)
                return fail(parser, parser->open_step, "A step that is repeated has a time or a distance.");
        if (first + length * (size_t) times.value > PD_STEPS_MAX)
                return fail(parser, times.start, "A workout has at most 200 steps, repeats counted.");
        for (int64_t i = 1; i < times.value; i++, workout->n_steps += length)
                memcpy(&workout->steps[workout->n_steps], &workout->steps[first], length * sizeof workout->steps[0]);
        return 0;
}

/* [ purpose ":" ]; a purpose that is an intensity, too, is one only before a colon. */
static int
parse_prefix(struct parser *parser)
{
        const struct token word = parser->token;
        const char *const behind = pd_line_skip_blanks(parser->at, parser->end);
        int r;

        if (word.kind != TOKEN_WORD || behind == parser->end || *behind != ':')
                return 0;
        if (!purpose_of_word(&word, &parser->workout.purpose))
                return fail(parser, word.start,
                        "Before ':' stands a purpose: recovery, easy, long, tempo, threshold, intervals, hills, race, rest, cross or "
                        "free.");
        if ((r = advance(parser)) < 0)
                return r;
        return advance(parser);
}

/* part { "," part } */
static int
parse_parts(struct parser *parser)
{
        int r;

        for (;;) {
                r = parser->token.kind == TOKEN_TIMES ? parse_repeat(parser) : parse_step(parser);
                if (r < 0 || parser->token.kind == TOKEN_END)
                        return r;
                if (parser->token.kind != TOKEN_COMMA)
                        return fail(parser, parser->token.start, "Here stands ',' and another step, or nothing more.");
                if ((r = advance(parser)) < 0)
                        return r;
        }
}

static enum pd_intensity
hardest(const struct pd_workout *workout)
{
        enum pd_intensity intensity = PD_INTENSITY_UNKNOWN;

        for (size_t i = 0; i < workout->n_steps; i++)
                if (workout->steps[i].intensity > intensity)
                        intensity = workout->steps[i].intensity;
        return intensity;
}

static enum pd_purpose
purpose_of_steps(const struct pd_workout *workout)
{
        switch (hardest(workout)) {
        case PD_INTENSITY_UNKNOWN:
        case PD_INTENSITY_COUNT:
                break;
        case PD_INTENSITY_REST:
                return PD_PURPOSE_REST;
        case PD_INTENSITY_RECOVERY:
                return PD_PURPOSE_RECOVERY;
        case PD_INTENSITY_EASY:
                return PD_PURPOSE_EASY;
        case PD_INTENSITY_MODERATE:
                return PD_PURPOSE_TEMPO;
        case PD_INTENSITY_HARD:
                for (size_t i = 0; i < workout->n_steps; i++)
                        if (workout->steps[i].hills)
                                return PD_PURPOSE_HILLS;
                return workout->n_steps == 1 ? PD_PURPOSE_THRESHOLD : PD_PURPOSE_INTERVALS;
        }
        return PD_PURPOSE_NONE;
}

static void
choose_key_steps(struct pd_workout *workout)
{
        const bool all = hardest(workout) < PD_INTENSITY_MODERATE;
        bool any_run = false;

        for (size_t i = 0; i < workout->n_steps; i++)
                any_run = any_run || (!workout->steps[i].walk && workout->steps[i].intensity == PD_INTENSITY_EASY);
        for (size_t i = 0; i < workout->n_steps; i++) {
                struct pd_step *const step = &workout->steps[i];

                step->key = (all && (!step->walk || !any_run)) || step->intensity >= PD_INTENSITY_MODERATE;
        }
}

/* A title in the making; what does not fit is left out. */
struct title {
        char text[PD_TEXT_SIZE];
        size_t length;
};

static void
put(struct title *title, char c)
{
        if (title->length < sizeof title->text - 1)
                title->text[title->length++] = c;
}

static void
put_number(struct title *title, int64_t value, char unit)
{
        char digits[PD_NUMBER_MAX];
        const char *const end = pd_number_write(digits, value);

        for (const char *digit = digits; digit < end; digit++)
                put(title, *digit);
        put(title, unit);
}

/* 90s, 1m30 and 1'30" are all 1m30s. */
static void
put_duration(struct title *title, pd_usec span)
{
        const int64_t seconds = (span + PD_SEC / 2) / PD_SEC;

        if (seconds >= 3600)
                put_number(title, seconds / 3600, 'h');
        if (seconds / 60 % 60)
                put_number(title, seconds / 60 % 60, 'm');
        if (seconds % 60 || seconds == 0)
                put_number(title, seconds % 60, 's');
}

static void
put_token(struct title *title, const struct token *token)
{
        if (token->kind == TOKEN_TIME) {
                put_duration(title, token->value);
                return;
        }
        for (const char *at = token->start; at < token->end; at++)
                if (!is_blank(*at)) /* "4 mi" is 4mi */
                        put(title, lower(*at));
}

/* The tokens in lower case, one blank between them where a blank belongs. */
static void
write_title(struct parser *parser)
{
        struct title title = {.length = 0};
        enum token_kind before = TOKEN_OPEN;

        parser->at = parser->text;
        while (advance(parser) == 0 && parser->token.kind != TOKEN_END) {
                const enum token_kind kind = parser->token.kind;

                if (before != TOKEN_OPEN && kind != TOKEN_COMMA && kind != TOKEN_CLOSE && kind != TOKEN_COLON)
                        put(&title, ' ');
                put_token(&title, &parser->token);
                before = kind;
        }
        memcpy(parser->workout.title, title.text, title.length);
        parser->workout.title[title.length] = '\0';
}

/* "6x (3m hard, 2m easy)" becomes 6x-3m-hard-2m-easy. */
static void
write_id(struct pd_workout *workout)
{
        size_t length = 0;

        for (const char *at = workout->title; *at && length < PD_ID_SIZE - 1; at++) {
                const bool plain = is_letter(*at) || pd_number_is_digit(*at);

                if (plain || (length > 0 && workout->id[length - 1] != '-'))
                        workout->id[length++] = plain ? *at : '-';
        }
        while (length > 0 && workout->id[length - 1] == '-')
                length--;
        workout->id[length] = '\0';
}

int
pd_workout_text_parse(const char *text, size_t length, struct pd_workout *ret, struct pd_format_error *ret_error)
{
        struct parser parser = {.text = text, .at = text, .error = ret_error};
        int r;

        while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == '\r'))
                length--;
        parser.end = text + length;
        pd_workout_init(&parser.workout);
        if (length > PD_WORKOUT_TEXT_MAX)
                return fail(&parser, text + PD_WORKOUT_TEXT_MAX, "A workout's text is at most 64 KiB.");
        if ((r = advance(&parser)) < 0)
                return r;
        if (parser.token.kind == TOKEN_END)
                return fail(&parser, text, "Here stands a workout, such as 'recovery 4mi' or '15m easy, 6x (3m hard, 2m easy)'.");
        if ((r = parse_prefix(&parser)) < 0 || (r = parse_parts(&parser)) < 0)
                return r;
        if (parser.workout.purpose == PD_PURPOSE_NONE)
                parser.workout.purpose = purpose_of_steps(&parser.workout);
        choose_key_steps(&parser.workout);
        write_title(&parser);
        write_id(&parser.workout);
        *ret = parser.workout;
        return 0;
}
