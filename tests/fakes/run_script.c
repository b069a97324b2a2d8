/* SPDX-License-Identifier: MIT */
/* Reads the text form of a story for the virtual athlete (run_script.h). */
#include "fakes/run_script.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX 24
#define LINE_MAX_BYTES 256
#define SENSORS "strap, pod or both, and power behind a pod"

/* Faster than anybody has run (12.4 m/s); keeps odometers sane. */
#define SPEED_MAX 15.0

struct parser {
        struct pd_run_script *script;
        struct pd_run_error *error;
        size_t line;
        int32_t now_s;
        bool has_body, has_end;
        char *words[WORDS_MAX];
        size_t n_words;
};

struct body_key {
        const char *word;
        size_t offset;
        unsigned n_values;
        double min, max;
        const char *expected;
};

#define FIELD(name) offsetof(struct pd_virtual_body, name)

static const struct body_key body_keys[] = {
        {"dead", FIELD(dead_s), 1, 0, PD_RUN_DEAD_SECONDS_MAX, "'dead' and 0 to 60 s"},
        {"up", FIELD(up_s), 1, 1, 600, "'up' and a time constant of 1 to 600 s"},
        {"down", FIELD(down_s), 1, 1, 600, "'down' and a time constant of 1 to 600 s"},
        {"line", FIELD(line_hr), 3, 0, 250, "'line' and heart rate, bpm per m/s, and the speed where it holds"},
        {"drift", FIELD(drift), 1, -5, 5, "'drift' and -5 to 5 bpm a minute"},
        {"rest", FIELD(rest_hr), 1, 25, 160, "'rest' and 25 to 160 bpm"},
        {"max", FIELD(max_hr), 1, 100, 250, "'max' and 100 to 250 bpm"},
};
_Static_assert(FIELD(line_slope) == FIELD(line_hr) + sizeof(double), "the three values of 'line' lie side by side");
_Static_assert(FIELD(line_speed) == FIELD(line_slope) + sizeof(double), "the three values of 'line' lie side by side");

const char *
pd_virtual_sensor_name(enum pd_virtual_sensor sensor)
{
        static const char *const names[PD_VIRTUAL_SENSOR_COUNT] = {"strap", "pod"};
        return names[sensor];
}

static int
expected(struct parser *parser, const char *what)
{
        parser->error->line = parser->line;
        snprintf(parser->error->expected, sizeof(parser->error->expected), "%s", what);
        return -EBADMSG;
}

/* 0, or -EBADMSG: no number, or none in [MIN, MAX]. */
static int
parse_number(const char *word, double min, double max, double *ret)
{
        char *end;
        double value = strtod(word, &end);

        /* The first character tells numbers from "nan" and "inf". */
        if (end == word || *end || !strchr("-.0123456789", word[0]) || !(value >= min && value <= max))
                return -EBADMSG;
        *ret = value;
        return 0;
}

/* M:SS or H:MM:SS. */
static int
parse_time(const char *word, int32_t *ret)
{
        long parts[3];
        size_t n = 0;
        const char *p = word;

        for (;;) {
                char *end;
                if (n == 3 || !isdigit((unsigned char) *p))
                        return -EBADMSG;
                parts[n] = strtol(p, &end, 10);
                if (parts[n] > PD_RUN_SECONDS_MAX || (n > 0 && (end - p != 2 || parts[n] > 59)))
                        return -EBADMSG;
                n++;
                if (!*end)
                        break;
                if (*end != ':')
                        return -EBADMSG;
                p = end + 1;
        }
        if (n < 2)
                return -EBADMSG;

        long seconds = n == 3 ? parts[0] * 3600 + parts[1] * 60 + parts[2] : parts[0] * 60 + parts[1];
        if (seconds > PD_RUN_SECONDS_MAX)
                return -EBADMSG;
        *ret = (int32_t) seconds;
        return 0;
}

static int
parse_sensor(const char *word, enum pd_virtual_sensor *ret)
{
        for (int i = 0; i < PD_VIRTUAL_SENSOR_COUNT; i++)
                if (strcmp(word, pd_virtual_sensor_name(i)) == 0) {
                        *ret = i;
                        return 0;
                }
        return -EBADMSG;
}

static int
parse_body(struct parser *parser)
{
        const size_t n_keys = sizeof(body_keys) / sizeof(body_keys[0]);
        unsigned seen = 0;

        for (size_t i = 1; i < parser->n_words;) {
                const struct body_key *key = body_keys;
                while (key < body_keys + n_keys && strcmp(key->word, parser->words[i]) != 0)
                        key++;
                if (key == body_keys + n_keys)
                        return expected(parser, "dead, up, down, line, drift, rest or max");
                i++;
                for (unsigned value = 0; value < key->n_values; value++, i++) {
                        double *field = (double *) (void *) ((char *) &parser->script->body + key->offset) + value;
                        if (i >= parser->n_words || parse_number(parser->words[i], key->min, key->max, field) < 0)
                                return expected(parser, key->expected);
                }
                seen |= 1u << (key - body_keys);
        }
        if (seen != (1u << n_keys) - 1)
                return expected(parser, "all of dead, up, down, line, drift, rest and max");
        parser->has_body = true;
        return 0;
}

static int
parse_sensors(struct parser *parser)
{
        struct pd_run_script *script = parser->script;

        if (parser->n_words < 2)
                return expected(parser, SENSORS);
        memset(script->worn, 0, sizeof(script->worn));
        script->power = strcmp(parser->words[parser->n_words - 1], "power") == 0;
        for (size_t i = 1; i < parser->n_words - script->power; i++) {
                enum pd_virtual_sensor sensor;
                if (parse_sensor(parser->words[i], &sensor) < 0)
                        return expected(parser, SENSORS);
                script->worn[sensor] = true;
        }
        return script->power && !script->worn[PD_VIRTUAL_POD] ? expected(parser, SENSORS) : 0;
}

/* Which of the N states the third and last word is; -EBADMSG: none. */
static int
parse_state(const struct parser *parser, const char *const *states, size_t n)
{
        for (size_t i = 0; parser->n_words == 3 && i < n; i++)
                if (strcmp(parser->words[2], states[i]) == 0)
                        return (int) i;
        return -EBADMSG;
}

static int
parse_pulse(struct parser *parser, struct pd_run_step *step)
{
        static const char *const states[] = {"beats", "optical", "locked", "loose"};
        int state = parse_state(parser, states, sizeof(states) / sizeof(states[0]));

        if (state < 0)
                return expected(parser, "beats, optical, locked or loose");
        step->verb = PD_RUN_PULSE;
        step->pulse = (enum pd_virtual_pulse) state;
        return 0;
}

/* What becomes of a sensor in the third and last word; -EBADMSG: nothing. */
static int
parse_air_state(const struct parser *parser)
{
        static const char *const states[] = {"on", "silent", "off"};

        return parse_state(parser, states, sizeof(states) / sizeof(states[0]));
}

static int
parse_air(struct parser *parser, struct pd_run_step *step)
{
        int state = parse_air_state(parser);

        if (parse_sensor(parser->words[1], &step->sensor) < 0)
                return expected(parser, "speed, ramp, effort, stand, pulse, strap, pod or end");
        if (state < 0)
                return expected(parser, "on, silent or off");
        step->verb = PD_RUN_AIR;
        step->air = (enum pd_virtual_air) state;
        return 0;
}

static int
parse_step(struct parser *parser, struct pd_run_step *step)
{
        char **words = parser->words;
        size_t n = parser->n_words;

        if (strcmp(words[1], "speed") == 0) {
                step->verb = PD_RUN_SPEED;
                return n == 3 && parse_number(words[2], 0, SPEED_MAX, &step->speed) == 0 ? 0 : expected(parser, "speed and 0 to 15 m/s");
        }
        if (strcmp(words[1], "ramp") == 0) {
                step->verb = PD_RUN_RAMP;
                if (n != 5 || parse_number(words[2], 0, SPEED_MAX, &step->speed) < 0 || strcmp(words[3], "by") != 0 ||
                        parse_time(words[4], &step->by_s) < 0 || step->by_s <= step->at_s)
                        return expected(parser, "ramp, 0 to 15 m/s, by and a later time");
                return 0;
        }
        if (strcmp(words[1], "effort") == 0) {
                step->verb = PD_RUN_EFFORT;
                return n == 3 && parse_number(words[2], 0, SPEED_MAX, &step->speed) == 0 ? 0 : expected(parser, "effort and 0 to 15 m/s");
        }
        if (strcmp(words[1], "stand") == 0) {
                step->verb = PD_RUN_STAND;
                return n == 2 ? 0 : expected(parser, "nothing after stand");
        }
        if (strcmp(words[1], "pulse") == 0)
                return parse_pulse(parser, step);
        return parse_air(parser, step);
}

/* "12:30", or "at 90s", whose second word is then the first. */
static int
take_time(struct parser *parser, int32_t *ret)
{
        uint32_t ms;

        if (strcmp(parser->words[0], "at") != 0)
                return parse_time(parser->words[0], ret);
        if (parser->n_words < 2 || pd_fault_parse_span(parser->words[1], &ms) < 0 || ms % 1000 != 0)
                return -EBADMSG;
        *ret = (int32_t) (ms / 1000);
        memmove(parser->words, parser->words + 1, --parser->n_words * sizeof(parser->words[0]));
        return 0;
}

/* -ENOENT: it is none, but perhaps a step. */
static int
parse_fault(struct parser *parser, int32_t at_s)
{
        struct pd_run_script *script = parser->script;
        char line[LINE_MAX_BYTES] = "", what[PD_FAULT_EXPECTED_SIZE];
        struct pd_run_fault fault = {.at_s = at_s};
        size_t length = 0;
        int r;

        if (parse_air_state(parser) >= 0) /* "strap silent" is a step */
                return -ENOENT;
        for (size_t i = 1; i < parser->n_words; i++)
                length += (size_t) snprintf(line + length, sizeof(line) - length, "%s ", parser->words[i]);
        r = pd_fault_parse(line, &fault.fault, what);
        if (r == -EBADMSG)
                return expected(parser, what);
        if (r < 0)
                return r;
        if (script->n_faults == PD_RUN_FAULTS_MAX)
                return expected(parser, "at most 128 faults");
        script->faults[script->n_faults++] = fault;
        return 0;
}

static int
parse_timed(struct parser *parser)
{
        struct pd_run_script *script = parser->script;
        struct pd_run_step step = {0};
        int r;

        if (take_time(parser, &step.at_s) < 0)
                return expected(parser, "body, sensors or a time such as 12:30, 1:02:00 or at 90s");
        if (step.at_s < parser->now_s)
                return expected(parser, "a time that is not before the line above");
        if (parser->n_words < 2)
                return expected(parser, "speed, ramp, effort, stand, pulse, strap, pod or end");
        parser->now_s = step.at_s;
        if (strcmp(parser->words[1], "end") == 0) {
                if (parser->n_words != 2)
                        return expected(parser, "nothing after end");
                script->end_s = step.at_s;
                parser->has_end = true;
                return 0;
        }

        r = parse_fault(parser, step.at_s);
        if (r != -ENOENT)
                return r;
        r = parse_step(parser, &step);
        if (r < 0)
                return r;
        if (script->n_steps == PD_RUN_STEPS_MAX)
                return expected(parser, "at most 256 instructions");
        script->steps[script->n_steps++] = step;
        return 0;
}

static int
parse_line(struct parser *parser, const char *line, size_t length)
{
        char copy[LINE_MAX_BYTES];

        if (length >= sizeof(copy))
                return expected(parser, "a line of at most 255 bytes");
        memcpy(copy, line, length);
        copy[length] = '\0';
        copy[strcspn(copy, "#")] = '\0';

        char *rest = NULL;
        parser->n_words = 0;
        for (char *word = strtok_r(copy, " \t\r", &rest); word; word = strtok_r(NULL, " \t\r", &rest)) {
                if (parser->n_words == WORDS_MAX)
                        return expected(parser, "at most 24 words");
                parser->words[parser->n_words++] = word;
        }
        if (parser->n_words == 0)
                return 0;
        if (parser->has_end)
                return expected(parser, "nothing after the line with end");
        if (strcmp(parser->words[0], "body") == 0)
                return parse_body(parser);
        if (strcmp(parser->words[0], "sensors") == 0)
                return parse_sensors(parser);
        return parse_timed(parser);
}

int
pd_run_script_parse(const char *text, size_t size, struct pd_run_script *ret, struct pd_run_error *ret_error)
{
        struct pd_run_script script = {.worn = {true, true}};
        struct parser parser = {.script = &script, .error = ret_error};

        if (size > PD_RUN_TEXT_MAX)
                return -E2BIG;
        for (size_t start = 0; start < size;) {
                const char *newline = memchr(text + start, '\n', size - start);
                size_t length = newline ? (size_t) (newline - text) - start : size - start;
                parser.line++;
                int r = parse_line(&parser, text + start, length);
                if (r < 0)
                        return r;
                start += length + 1;
        }
        if (!parser.has_body)
                return expected(&parser, "a line that begins with body");
        if (!parser.has_end)
                return expected(&parser, "a last line such as 58:14 end");
        *ret = script;
        return 0;
}
