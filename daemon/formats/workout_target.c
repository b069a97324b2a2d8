/* SPDX-License-Identifier: MIT */
/* How hard, in numbers: 4:00/km, 140-150bpm, 90-95%, Z1-Z2. */
#include "formats/workout_token.h"

#include "formats/line.h"
#include "formats/numbers.h"
#include "formats/zones.h"
#include "purposed/pace.h"

#include <string.h>

#define PACE_LEAST_S 120
#define PACE_MOST_S 1800

/* Bounds of what is asked of a heart: those of what one has shown. */
#define BPM_LEAST 30
#define BPM_MOST 240
#define PERMILLE_LEAST 200
#define PERMILLE_MOST 2000

static void
in_order(struct pd_token *token)
{
        const int64_t value = token->value;

        if (value <= token->upper)
                return;
        token->value = token->upper;
        token->upper = value;
}

/* The '-' of a range, blanks around it or not; *AT moves behind it. */
static bool
take_dash(const char **at, const char *end)
{
        const char *const dash = pd_line_skip_blanks(*at, end);

        if (dash == end || *dash != '-')
                return false;
        *at = pd_line_skip_blanks(dash + 1, end);
        return true;
}

/* ---- pace --------------------------------------------------------------- */

/* "4:00" at *AT, in seconds. */
static int
take_clock(struct pd_scanner *scanner, const char **at, int64_t *ret)
{
        const char *const start = *at, *const end = scanner->end;
        int64_t minutes = 0;

        for (; *at < end && pd_number_is_digit(**at) && minutes < 100; (*at)++)
                minutes = minutes * 10 + (**at - '0');
        if (*at == start || end - *at < 3 || **at != ':' || !pd_number_is_digit((*at)[1]) || !pd_number_is_digit((*at)[2])
                || (*at)[1] > '5')
                return pd_scanner_fail(scanner, start, "A pace is minutes, ':' and two digits of seconds, such as 4:00/km.");
        *ret = minutes * 60 + ((*at)[1] - '0') * 10 + ((*at)[2] - '0');
        *at += 3;
        return 0;
}

/* "/km" or "/mi" at *AT, in millimetres; 0 if neither stands there. */
static int64_t
take_pace_unit(const char **at, const char *end)
{
        const char *const unit = pd_line_skip_blanks(*at, end);

        if (end - unit < 3 || (end - unit > 3 && pd_token_is_letter(unit[3])))
                return 0;
        if (!pd_token_text_is(unit, unit + 3, "/km") && !pd_token_text_is(unit, unit + 3, "/mi"))
                return 0;
        *at = unit + 3;
        return pd_token_lower(unit[1]) == 'k' ? PD_KILOMETRE_MM : PD_MILE_MM;
}

static bool
is_pace(int64_t seconds)
{
        return seconds >= PACE_LEAST_S && seconds <= PACE_MOST_S;
}

/* "4:00/km", "7:15-7:00/mi", "7:15/mi-7:00/mi"; the slower one first or last. */
static int
take_pace(struct pd_scanner *scanner)
{
        struct pd_token *const token = &scanner->token;
        const char *at = token->start;
        int64_t first, second, unit, first_unit;
        int r = take_clock(scanner, &at, &first);

        if (r < 0)
                return r;
        first_unit = unit = take_pace_unit(&at, scanner->end);
        second = first;
        if (take_dash(&at, scanner->end)) {
                if ((r = take_clock(scanner, &at, &second)) < 0)
                        return r;
                unit = take_pace_unit(&at, scanner->end);
        }
        if (unit == 0 || (first_unit != 0 && first_unit != unit))
                return pd_scanner_fail(scanner, at, "A pace ends with /km or /mi, such as 4:00/km; a time is written 30m or 1m30.");
        if (!is_pace(first) || !is_pace(second))
                return pd_scanner_fail(scanner, token->start, "A pace lies between 2:00 and 30:00.");
        token->kind = PD_TOKEN_PACE;
        token->end = at;
        token->value = (unit + first / 2) / first;
        token->upper = (unit + second / 2) / second;
        in_order(token);
        return 0;
}

static bool
begins_pace(const char *at, const char *end)
{
        const char *const start = at;

        while (at < end && pd_number_is_digit(*at))
                at++;
        return at > start && end - at > 1 && *at == ':' && pd_number_is_digit(at[1]);
}

/* ---- zones -------------------------------------------------------------- */

static bool
begins_zone(const char *at, const char *end)
{
        return end - at > 1 && pd_token_lower(*at) == 'z' && pd_number_is_digit(at[1]);
}

/* "Z2", "z5a", or "5a" behind a dash. */
static int
take_zone(struct pd_scanner *scanner, const char **at, int64_t *ret)
{
        const char *const start = *at;
        char name[4] = "z";
        size_t length = 1;

        *at += *at < scanner->end && pd_token_lower(**at) == 'z';
        for (; *at < scanner->end && (pd_token_is_letter(**at) || pd_number_is_digit(**at)); (*at)++)
                if (length < sizeof name)
                        name[length++] = pd_token_lower(**at);
        for (size_t i = 0; length < sizeof name && i < pd_n_zones; i++)
                if (strlen(pd_zones[i].name) == length && memcmp(pd_zones[i].name, name, length) == 0) {
                        *ret = (int64_t) i;
                        return 0;
                }
        return pd_scanner_fail(scanner, start, "Zones are Z1 to Z5; Z5 is parted into Z5a, Z5b and Z5c, which some call Z5, Z6 and Z7.");
}

static int
take_zones(struct pd_scanner *scanner)
{
        struct pd_token *const token = &scanner->token;
        const char *at = token->start;
        int r = take_zone(scanner, &at, &token->value);

        if (r < 0)
                return r;
        token->upper = token->value;
        token->kind = PD_TOKEN_ZONE;
        if (take_dash(&at, scanner->end) && (r = take_zone(scanner, &at, &token->upper)) < 0)
                return r;
        token->end = at;
        in_order(token);
        return 0;
}

/* ---- heart rates and percentages ---------------------------------------- */

enum measure { MEASURE_NONE, MEASURE_PERCENT, MEASURE_BPM, MEASURE_POWER, MEASURE_CADENCE };

/* What the number before *AT is in; *AT moves behind it. */
static enum measure
take_measure(const char **at, const char *end)
{
        static const struct {
                const char *word;
                enum measure measure;
        } measures[] = {
                {"bpm", MEASURE_BPM}, {"w", MEASURE_POWER}, {"watt", MEASURE_POWER}, {"watts", MEASURE_POWER},
                {"rpm", MEASURE_CADENCE}, {"spm", MEASURE_CADENCE},
        };
        const char *const start = pd_line_skip_blanks(*at, end);
        const char *stop = start;

        if (start < end && *start == '%') {
                *at = start + 1;
                return MEASURE_PERCENT;
        }
        while (stop < end && pd_token_is_letter(*stop))
                stop++;
        for (size_t i = 0; i < sizeof measures / sizeof measures[0]; i++)
                if (pd_token_text_is(start, stop, measures[i].word)) {
                        *at = stop;
                        return measures[i].measure;
                }
        return MEASURE_NONE;
}

static void
skip_number(const char **at, const char *end)
{
        while (*at < end && (pd_number_is_digit(**at) || **at == '.'))
                (*at)++;
}

/* A range, or a number with a measure: everything but an amount. */
static bool
begins_measure(const char *at, const char *end)
{
        if (at == end || !pd_number_is_digit(*at))
                return false;
        skip_number(&at, end);
        return take_measure(&at, end) != MEASURE_NONE || take_dash(&at, end);
}

static int
check_measure(struct pd_scanner *scanner, enum measure measure)
{
        const char *const start = scanner->token.start;

        switch (measure) {
        case MEASURE_PERCENT:
        case MEASURE_BPM:
                return 0;
        case MEASURE_POWER:
                return pd_scanner_fail(scanner, start, PD_POWER_REFUSED);
        case MEASURE_CADENCE:
                return pd_scanner_fail(scanner, start, "Cadence is not coached: leave it out, or write it before the time, as a cue.");
        case MEASURE_NONE:
                break;
        }
        return pd_scanner_fail(scanner, start,
                "A range ends with its unit: 140-150bpm, 90-95% LTHR or 5:30-5:10/km. A time or distance is no range.");
}

static int
check_span(struct pd_scanner *scanner)
{
        const struct pd_token *const token = &scanner->token;

        if (token->kind == PD_TOKEN_BPM && (token->value < BPM_LEAST || token->upper > BPM_MOST))
                return pd_scanner_fail(scanner, token->start, "A heart rate lies between 30 and 240 bpm.");
        if (token->kind == PD_TOKEN_PERCENT && (token->value < PERMILLE_LEAST || token->upper > PERMILLE_MOST))
                return pd_scanner_fail(scanner, token->start, "A share lies between 20% and 200%.");
        return 0;
}

/* "140-150bpm", "90%-95%"; the smaller one first or last. */
static int
take_measured(struct pd_scanner *scanner)
{
        struct pd_token *const token = &scanner->token;
        const char *at = token->start;
        enum measure measure, first_measure;
        int64_t first, second;
        int r;

        if ((r = pd_scanner_thousandths(scanner, &at, &first)) < 0)
                return r;
        first_measure = measure = take_measure(&at, scanner->end);
        second = first;
        if (take_dash(&at, scanner->end)) {
                if (at == scanner->end || !pd_number_is_digit(*at))
                        return pd_scanner_fail(scanner, at, "After '-' stands the other end of the range, such as 140-150bpm.");
                if ((r = pd_scanner_thousandths(scanner, &at, &second)) < 0)
                        return r;
                measure = take_measure(&at, scanner->end);
        }
        if (measure == MEASURE_NONE || first_measure == MEASURE_NONE)
                r = check_measure(scanner, measure);
        else
                r = check_measure(scanner, first_measure == measure ? measure : MEASURE_NONE);
        if (r < 0)
                return r;
        const int64_t unit = measure == MEASURE_BPM ? 1000 : 100; /* thousandths in a bpm, in a permille */
        token->kind = measure == MEASURE_BPM ? PD_TOKEN_BPM : PD_TOKEN_PERCENT;
        token->end = at;
        token->value = (first + unit / 2) / unit;
        token->upper = (second + unit / 2) / unit;
        in_order(token);
        return check_span(scanner);
}

bool
pd_scanner_begins_target(const struct pd_scanner *scanner)
{
        const char *const at = scanner->token.start, *const end = scanner->end;

        return begins_pace(at, end) || begins_zone(at, end) || begins_measure(at, end);
}

int
pd_scanner_target(struct pd_scanner *scanner)
{
        const char *const at = scanner->token.start, *const end = scanner->end;

        if (begins_pace(at, end))
                return take_pace(scanner);
        return begins_zone(at, end) ? take_zones(scanner) : take_measured(scanner);
}
