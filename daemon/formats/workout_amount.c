/* SPDX-License-Identifier: MIT */
/* How long a step is, and how often: 1h30m, 400mtr, 6x. */
#include "formats/workout_token.h"

#include "formats/line.h"
#include "formats/numbers.h"
#include "purposed/pace.h"
#include "purposed/plan.h"

#include <inttypes.h>
#include <stdio.h>

#define TIME_MAX (100 * PD_HOUR)
#define DISTANCE_MAX (1000 * PD_KILOMETRE_MM)
#define THOUSANDTHS_MAX 1000000000 /* of a number: times an hour in microseconds it is still far from 2^63 */

struct unit {
        const char *word;
        enum pd_token_kind kind;
        int64_t size; /* microseconds or millimetres; what one is worth */
};

static const struct unit units[] = {
        {"h", PD_TOKEN_TIME, PD_HOUR},
        {"m", PD_TOKEN_TIME, PD_MINUTE},
        {"'", PD_TOKEN_TIME, PD_MINUTE},
        {"s", PD_TOKEN_TIME, PD_SEC},
        {"\"", PD_TOKEN_TIME, PD_SEC},
        {"km", PD_TOKEN_DISTANCE, PD_KILOMETRE_MM},
        {"mi", PD_TOKEN_DISTANCE, PD_MILE_MM},
        {"mtr", PD_TOKEN_DISTANCE, 1000},
        {"x", PD_TOKEN_TIMES, 1},
};

/* The unit at *AT, which moves behind it; NULL if there is none. */
static const struct unit *
take_unit(const char **at, const char *end)
{
        const char *stop = *at;

        if (stop < end && (*stop == '\'' || *stop == '"'))
                stop++;
        else
                while (stop < end && pd_token_is_letter(*stop))
                        stop++;
        for (size_t i = 0; i < sizeof units / sizeof units[0]; i++)
                if (pd_token_text_is(*at, stop, units[i].word)) {
                        *at = stop;
                        return &units[i];
                }
        return NULL;
}

/* As others write them. */
static bool
is_long_unit(const char *at, const char *end)
{
        static const char *const words[] = {"min", "mins", "minute", "minutes", "sec", "secs", "second", "seconds"};
        const char *stop = at;

        while (stop < end && pd_token_is_letter(*stop))
                stop++;
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
                if (pd_token_text_is(at, stop, words[i]))
                        return true;
        return false;
}

bool
pd_token_begins_amount(const char *at, const char *end)
{
        const struct unit *unit;

        if (at == end || !pd_number_is_digit(*at))
                return false;
        while (at < end && (pd_number_is_digit(*at) || *at == '.'))
                at++;
        at = pd_line_skip_blanks(at, end);
        unit = take_unit(&at, end);
        return unit != NULL && unit->kind != PD_TOKEN_TIMES;
}

/* What nobody runs for that many minutes in one piece: 100m and 200m, and
 * from five hours on, which are written with h. */
static bool
reads_like_metres(int64_t thousandths)
{
        return thousandths == 100000 || thousandths == 200000 || (thousandths >= 300000 && thousandths % 1000 == 0);
}

static int
fail_metres(struct pd_scanner *scanner, int64_t minutes)
{
        char sentence[sizeof scanner->error->expected];

        (void) snprintf(sentence, sizeof sentence, "%" PRId64 "m means %" PRId64 " minutes; did you mean %" PRId64 "mtr?", minutes, minutes,
                minutes);
        return pd_scanner_fail(scanner, scanner->token.start, sentence);
}

int
pd_scanner_thousandths(struct pd_scanner *scanner, const char **at, int64_t *ret)
{
        const char *const start = *at;
        int64_t value;

        if (pd_number_decimal(at, scanner->end, 3, &value) < 0 || value > THOUSANDTHS_MAX)
                return pd_scanner_fail(scanner, start, "This number is too large.");
        *ret = value;
        return 0;
}

/* "1h30m", "1m30", "5'": components adjoin, units descend, and the last may
 * be left out if another went before. AT stands behind the unit of the first. */
static int
take_duration(struct pd_scanner *scanner, const char *at, int64_t thousandths, const struct unit *unit)
{
        struct pd_token *const token = &scanner->token;
        int64_t worth = unit->size;
        int r;

        token->value = thousandths * (worth / 1000);
        while (at < scanner->end && pd_number_is_digit(*at)) {
                const char *const number = at;

                if (worth == PD_SEC)
                        return pd_scanner_fail(scanner, at, "Nothing smaller than seconds.");
                if ((r = pd_scanner_thousandths(scanner, &at, &thousandths)) < 0)
                        return r;
                unit = take_unit(&at, scanner->end);
                if (!unit && at < scanner->end && pd_token_is_letter(*at))
                        return pd_scanner_fail(scanner, at, "Here belongs h, m or s.");
                if (unit && (unit->kind != PD_TOKEN_TIME || unit->size >= worth))
                        return pd_scanner_fail(scanner, number, "Hours, then minutes, then seconds, such as 1h30m or 1m30.");
                worth = unit ? unit->size : worth / 60;
                token->value += thousandths * (worth / 1000);
                if (!unit)
                        break;
        }
        token->end = at;
        return 0;
}

static int
take_times(struct pd_scanner *scanner, int64_t thousandths)
{
        struct pd_token *const token = &scanner->token;

        token->value = thousandths / 1000;
        if (thousandths % 1000 || token->value < 1 || token->value > PD_STEPS_MAX)
                return pd_scanner_fail(scanner, token->start, "Repeats are 1x to 200x.");
        return 0;
}

static int
take_time(struct pd_scanner *scanner, const char *unit_at, const char *at, int64_t thousandths, const struct unit *unit)
{
        const bool alone = *unit_at != '\'' && (at == scanner->end || !pd_number_is_digit(*at));

        if (unit->size == PD_MINUTE && alone && reads_like_metres(thousandths))
                return fail_metres(scanner, thousandths / 1000);
        return take_duration(scanner, at, thousandths, unit);
}

int
pd_scanner_amount(struct pd_scanner *scanner)
{
        struct pd_token *const token = &scanner->token;
        const char *at = token->start;
        int64_t thousandths = 0;
        int r;

        if ((r = pd_scanner_thousandths(scanner, &at, &thousandths)) < 0)
                return r;
        const char *const unit_at = pd_line_skip_blanks(at, scanner->end);
        at = unit_at;
        const struct unit *const unit = take_unit(&at, scanner->end);
        if (!unit && is_long_unit(unit_at, scanner->end))
                return pd_scanner_fail(scanner, unit_at, "Minutes are written m and seconds s, such as 45m, 90s or 1m30.");
        if (!unit)
                return pd_scanner_fail(scanner, unit_at,
                        "A number is followed by its unit: h, m (minutes) or s, km, mi or mtr (metres), x for times, bpm or %.");
        token->kind = unit->kind;
        token->end = at;
        if (unit->kind == PD_TOKEN_TIMES)
                return take_times(scanner, thousandths);
        if (unit->kind == PD_TOKEN_DISTANCE)
                token->value = (thousandths * unit->size + 500) / 1000;
        else if ((r = take_time(scanner, unit_at, at, thousandths, unit)) < 0)
                return r;
        if (token->value <= 0 || token->value > (unit->kind == PD_TOKEN_TIME ? TIME_MAX : DISTANCE_MAX))
                return pd_scanner_fail(scanner, token->start, "A step is longer than nothing, and at most 100 h or 1000 km.");
        return 0;
}
