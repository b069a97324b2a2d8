/* SPDX-License-Identifier: MIT */
#include "formats/summary.h"

#include "core/session/verdict.h"

#include "purposed/date.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define KEY_SIZE 32
#define DEPTH_MOST 4 /* of what is passed over */
#define NUMBER_MOST (INT64_MAX / 10000)

struct scan {
        const char *begin, *at, *end;
        const char *expected;
};

enum kind { KIND_NULL, KIND_TRUE, KIND_FALSE, KIND_NUMBER, KIND_TEXT, KIND_OBJECT, KIND_ARRAY };

struct value {
        enum kind kind;
        int64_t thousandths;
        char text[4 * PD_SENTENCE_SIZE]; /* longer ones are cut */
};

/* ---- words of JSON ---------------------------------------------------------- */

static int
miss(struct scan *scan, const char *expected)
{
        scan->expected = expected;
        return -EBADMSG;
}

static char
peek(struct scan *scan)
{
        while (scan->at < scan->end && (*scan->at == ' ' || *scan->at == '\n' || *scan->at == '\t' || *scan->at == '\r'))
                scan->at++;
        return scan->at < scan->end ? *scan->at : '\0';
}

static bool
take(struct scan *scan, char c)
{
        if (peek(scan) != c)
                return false;
        scan->at++;
        return true;
}

static int
read_hex(struct scan *scan, uint32_t *ret)
{
        uint32_t code = 0;

        for (int i = 0; i < 4; i++, scan->at++) {
                if (scan->at == scan->end || !isxdigit((unsigned char) *scan->at))
                        return miss(scan, "four hex digits");
                code = code * 16 + (uint32_t) (isdigit((unsigned char) *scan->at) ? *scan->at - '0' : (*scan->at | 0x20) - 'a' + 10);
        }
        *ret = code;
        return 0;
}

/* What follows a backslash. Our writer spells control characters alone as
 * \u; whatever else comes so becomes '?'. */
static int
read_escape(struct scan *scan, char *ret)
{
        static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
        char c = scan->at < scan->end ? *scan->at++ : '\0';
        const char *found = c != '\0' ? strchr(from, c) : NULL;
        uint32_t code;
        int r;

        if (found != NULL) {
                *ret = to[found - from];
                return 0;
        }
        if (c != 'u')
                return miss(scan, "an escape of JSON");
        r = read_hex(scan, &code);
        if (r == 0)
                *ret = code > 0 && code < 0x80 ? (char) code : '?';
        return r;
}

static int
read_text(struct scan *scan, char *ret, size_t size)
{
        size_t length = 0;

        if (!take(scan, '"'))
                return miss(scan, "a text in quotes");
        while (scan->at < scan->end && *scan->at != '"') {
                char c = *scan->at++;
                int r = c == '\\' ? read_escape(scan, &c) : 0;

                if (r < 0)
                        return r;
                if (length + 1 < size)
                        ret[length++] = c;
        }
        ret[length] = '\0';
        return take(scan, '"') ? 0 : miss(scan, "the end of a text");
}

/* Up to three decimals count. */
static int
read_number(struct scan *scan, int64_t *ret)
{
        bool negative = take(scan, '-');
        int64_t number = 0, unit = 100;

        if (scan->at == scan->end || !isdigit((unsigned char) *scan->at))
                return miss(scan, "a number");
        for (; scan->at < scan->end && isdigit((unsigned char) *scan->at); scan->at++) {
                if (number > NUMBER_MOST / 1000)
                        return miss(scan, "a smaller number");
                number = number * 10 + (*scan->at - '0');
        }
        number *= 1000;
        if (scan->at < scan->end && *scan->at == '.')
                for (scan->at++; scan->at < scan->end && isdigit((unsigned char) *scan->at); scan->at++, unit /= 10)
                        number += unit * (*scan->at - '0');
        *ret = negative ? -number : number;
        return 0;
}

static int
read_word(struct scan *scan, const char *word)
{
        size_t length = strlen(word);

        if ((size_t) (scan->end - scan->at) < length || memcmp(scan->at, word, length) != 0)
                return miss(scan, "a value");
        scan->at += length;
        return 0;
}

/* Of an object and an array only the beginning is taken. */
static int
read_value(struct scan *scan, struct value *ret)
{
        ret->text[0] = '\0';
        ret->thousandths = 0;
        switch (peek(scan)) {
        case '"':
                ret->kind = KIND_TEXT;
                return read_text(scan, ret->text, sizeof(ret->text));
        case '{':
                ret->kind = KIND_OBJECT;
                return take(scan, '{') ? 0 : -EBADMSG;
        case '[':
                ret->kind = KIND_ARRAY;
                return take(scan, '[') ? 0 : -EBADMSG;
        case 't':
                ret->kind = KIND_TRUE;
                return read_word(scan, "true");
        case 'f':
                ret->kind = KIND_FALSE;
                return read_word(scan, "false");
        case 'n':
                ret->kind = KIND_NULL;
                return read_word(scan, "null");
        default:
                ret->kind = KIND_NUMBER;
                return read_number(scan, &ret->thousandths);
        }
}

/* ---- objects ------------------------------------------------------------------ */

/* Told of each value; of objects and arrays when they have begun: they are to
 * be read to their end. */
typedef int (*pair_func)(struct scan *scan, const char *key, struct value *value, void *user);

static int read_pairs(struct scan *scan, pair_func func, void *user);

static int
pass_over(struct scan *scan, struct value *value, unsigned depth)
{
        bool object = value->kind == KIND_OBJECT;
        char key[KEY_SIZE];
        int r = 0;

        if (value->kind != KIND_OBJECT && value->kind != KIND_ARRAY)
                return 0;
        if (depth == DEPTH_MOST)
                return miss(scan, "something flatter");
        if (take(scan, object ? '}' : ']'))
                return 0;
        do {
                if (object)
                        r = read_text(scan, key, sizeof(key));
                if (r == 0 && object && !take(scan, ':'))
                        r = miss(scan, "a colon");
                if (r == 0)
                        r = read_value(scan, value);
                if (r == 0)
                        r = pass_over(scan, value, depth + 1);
        } while (r == 0 && take(scan, ','));
        if (r == 0 && !take(scan, object ? '}' : ']'))
                r = miss(scan, "a comma or the end");
        return r;
}

/* After the brace. */
static int
read_pairs(struct scan *scan, pair_func func, void *user)
{
        struct value value;
        char key[KEY_SIZE];
        int r;

        if (take(scan, '}'))
                return 0;
        do {
                r = read_text(scan, key, sizeof(key));
                if (r == 0 && !take(scan, ':'))
                        r = miss(scan, "a colon");
                if (r == 0)
                        r = read_value(scan, &value);
                if (r == 0)
                        r = func(scan, key, &value, user);
        } while (r == 0 && take(scan, ','));
        if (r == 0 && !take(scan, '}'))
                r = miss(scan, "a comma or the end of the object");
        return r;
}

/* ---- fields --------------------------------------------------------------------- */

struct field {
        const char *key;
        size_t offset; /* of an int32_t */
        bool thousandths;
};

#define COUNT(key, member) {key, offsetof(struct pd_summary, member), false}
#define THOUSANDTHS(key, member) {key, offsetof(struct pd_summary, member), true}

static const struct field summary_fields[] = {
        COUNT("revision", revision), COUNT("duration_s", duration_s), COUNT("moving_s", moving_s),
        COUNT("distance_m", distance_m), COUNT("distance_unheard_m", distance_unheard_m),
        COUNT("hr_avg_bpm", hr_avg_bpm), COUNT("hr_max_bpm", hr_max_bpm), THOUSANDTHS("speed_avg_m_s", speed_avg_mm_s),
        COUNT("cadence_avg_spm", cadence_avg_spm),
        COUNT("unknown_s", seconds[PD_INTENSITY_UNKNOWN]), COUNT("rest_s", seconds[PD_INTENSITY_REST]),
        COUNT("recovery_s", seconds[PD_INTENSITY_RECOVERY]), COUNT("easy_s", seconds[PD_INTENSITY_EASY]),
        COUNT("moderate_s", seconds[PD_INTENSITY_MODERATE]), COUNT("hard_s", seconds[PD_INTENSITY_HARD]),
        COUNT("grey_s", grey_s), COUNT("drift_s", drift_s), COUNT("over_s", over_s), COUNT("excursions", excursions),
        COUNT("alerts", alerts), COUNT("heeded", heeded), COUNT("reps_done", reps_done), COUNT("reps_meant", reps_meant),
        COUNT("rpe", rpe), COUNT("went_wrong_s", went_wrong_s),
};

#define STEP(key, member, fine) {key, offsetof(struct pd_step_done, member), fine}

static const struct field step_fields[] = {
        STEP("duration_s", duration_s, false), STEP("in_target_s", in_target_s, false), STEP("distance_m", distance_m, false),
        STEP("hr_avg_bpm", hr_avg_bpm, false), STEP("hr_peak_bpm", hr_peak_bpm, false),
        STEP("speed_avg_m_s", speed_avg_mm_s, true),
};

#define N(array) (sizeof(array) / sizeof((array)[0]))

/* -ENOENT: none of these. */
static int
set_field(const struct field *fields, size_t n, const char *key, const struct value *value, void *object)
{
        for (size_t i = 0; i < n; i++) {
                int64_t number = fields[i].thousandths ? value->thousandths : value->thousandths / 1000;
                int32_t field = PD_UNKNOWN;

                if (strcmp(fields[i].key, key) != 0)
                        continue;
                if (value->kind == KIND_NUMBER && number >= INT32_MIN && number <= INT32_MAX)
                        field = (int32_t) number;
                memcpy((char *) object + fields[i].offset, &field, sizeof(field));
                return 0;
        }
        return -ENOENT;
}

static int
take_step_pair(struct scan *scan, const char *key, struct value *value, void *user)
{
        struct pd_step_done *step = user;

        if (set_field(step_fields, N(step_fields), key, value, step) == 0)
                return 0;
        if (strcmp(key, "as_meant") == 0)
                step->as_meant = value->kind == KIND_TRUE ? 1 : value->kind == KIND_FALSE ? 0 : PD_UNKNOWN;
        return pass_over(scan, value, 0);
}

static int
read_steps(struct scan *scan, struct pd_summary_text *text)
{
        size_t n = 0;
        int r = 0;

        if (take(scan, ']'))
                return 0;
        do {
                if (n == PD_STEPS_MAX)
                        return miss(scan, "no more than 200 steps");
                if (!take(scan, '{'))
                        return miss(scan, "a step");
                r = read_pairs(scan, take_step_pair, &text->steps[n++]);
        } while (r == 0 && take(scan, ','));
        text->summary.n_steps = n;
        if (r == 0 && !take(scan, ']'))
                r = miss(scan, "the end of the steps");
        return r;
}

/* RFC 3339 in UTC, as the payload writes it. */
static pd_usec
time_of(const struct value *value)
{
        static const char form[] = "0000-00-00T00:00:00.000Z";
        int32_t numbers[7] = {0}; /* year, month, day, hour, minute, second, millisecond */
        char date[PD_DATE_SIZE];
        size_t n = 0;
        pd_day day;

        if (strlen(value->text) != strlen(form))
                return PD_NEVER;
        for (size_t i = 0; form[i] != '\0'; i++) {
                if (form[i] == '0' ? !isdigit((unsigned char) value->text[i]) : value->text[i] != form[i])
                        return PD_NEVER;
                if (form[i] == '0')
                        numbers[n] = numbers[n] * 10 + (value->text[i] - '0');
                else
                        n++;
        }
        memcpy(date, value->text, sizeof(date) - 1);
        date[sizeof(date) - 1] = '\0';
        if (pd_day_parse(date, &day) < 0)
                return PD_NEVER;
        return ((day * (int64_t) 24 + numbers[3]) * 60 + numbers[4]) * PD_MINUTE + numbers[5] * PD_SEC + numbers[6] * PD_MSEC;
}

static int
by_name(const char *const names[], size_t n, const char *word)
{
        for (size_t i = 0; i < n; i++)
                if (names[i] != NULL && strcmp(names[i], word) == 0)
                        return (int) i;
        return -1;
}

static void
set_words(struct pd_summary_text *text, const char *key, const struct value *value)
{
        const char *results[PD_PURPOSE_RESULT_FREE + 1];
        struct pd_summary *summary = &text->summary;
        int i;

        if (strcmp(key, "purpose_result") == 0) {
                for (i = 0; i <= PD_PURPOSE_RESULT_FREE; i++)
                        results[i] = pd_purpose_result_name((enum pd_purpose_result) i);
                i = by_name(results, N(results), value->text);
                summary->purpose_result = i >= 0 ? (enum pd_purpose_result) i : PD_PURPOSE_RESULT_CANNOT_TELL;
        } else if (strcmp(key, "verdict") == 0) {
                for (i = PD_VERDICT_TRAINING; i <= PD_VERDICT_EXERCISING; i++)
                        if (strcmp(pd_verdict_name((enum pd_verdict) i), value->text) == 0)
                                summary->verdict = (enum pd_verdict) i;
        } else if (strcmp(key, "reason") == 0) {
                for (i = 0; i < PD_REASON_COUNT; i++) {
                        const char *name = pd_reason_name((enum pd_reason) i);
                        if (name != NULL && strcmp(name, value->text) == 0)
                                summary->reason = name;
                }
        } else if (strcmp(key, "stopped") == 0) {
                summary->stopped = pd_stop_reason_parse(value->text, &summary->stop_reason) == 0;
        } else if (strcmp(key, "purpose") == 0) {
                if (pd_purpose_parse(value->text, &text->purpose) < 0)
                        text->purpose = PD_PURPOSE_NONE;
        }
}

static int
take_pair(struct scan *scan, const char *key, struct value *value, void *user)
{
        struct pd_summary_text *text = user;
        struct pd_summary *summary = &text->summary;

        if (set_field(summary_fields, N(summary_fields), key, value, summary) == 0)
                return 0;
        if (strcmp(key, "steps") == 0 && value->kind == KIND_ARRAY)
                return read_steps(scan, text);
        if (strcmp(key, "start") == 0)
                text->start_real = time_of(value);
        else if (strcmp(key, "end") == 0)
                text->end_real = time_of(value);
        else if (strcmp(key, "final") == 0)
                summary->final = value->kind == KIND_TRUE;
        else if (strcmp(key, "learning") == 0)
                summary->learning = value->kind == KIND_TRUE;
        else if (strcmp(key, "id") == 0)
                pd_text_copy(text->id, sizeof(text->id), value->text, strlen(value->text));
        else if (strcmp(key, "workout") == 0)
                pd_text_copy(text->workout, sizeof(text->workout), value->text, strlen(value->text));
        else if (strcmp(key, "note") == 0)
                pd_text_copy(summary->note, sizeof(summary->note), value->text, strlen(value->text));
        else if (strcmp(key, "sentence") == 0)
                pd_text_copy(summary->sentence, sizeof(summary->sentence), value->text, strlen(value->text));
        else if (value->kind == KIND_TEXT)
                set_words(text, key, value);
        return pass_over(scan, value, 0);
}

int
pd_summary_read(const char *json, size_t length, struct pd_summary_text *ret, struct pd_format_error *ret_error)
{
        static const struct value nothing = {.kind = KIND_NULL};
        struct scan scan = {json, json, json + length, "a summary"};
        int r = 0;

        memset(ret, 0, sizeof(*ret));
        ret->start_real = ret->end_real = PD_NEVER;
        ret->summary.purpose_result = PD_PURPOSE_RESULT_CANNOT_TELL;
        for (size_t i = 0; i < N(summary_fields); i++)
                (void) set_field(summary_fields, N(summary_fields), summary_fields[i].key, &nothing, &ret->summary);
        if (!take(&scan, '{'))
                r = miss(&scan, "an object of JSON");
        if (r == 0)
                r = read_pairs(&scan, take_pair, ret);
        if (r == 0 && ret->id[0] == '\0')
                r = miss(&scan, "a summary with its id");
        ret->summary.steps = ret->steps;
        if (r == 0)
                return 0;
        *ret_error = (struct pd_format_error) {.line = 1, .column = (size_t) (scan.at - scan.begin) + 1};
        snprintf(ret_error->expected, sizeof(ret_error->expected), "%s", scan.expected);
        return r;
}
