/* SPDX-License-Identifier: MIT */
/* Anchors as a person writes them. Decimal points are points in every locale. */
#include "core/anchor.h"

#include "core/word.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>

#define N_PROVENANCES (PD_PROVENANCE_TEST + 1)

/* Anything above is a slip of the pen: 100 000 bpm, 100 m/s, 28 h for a mile. */
#define NUMBER_MAX 100000

/* What a runner knows from their own runs: +-3 bpm, +-2 % of the speed. */
#define FIELD_BPM 3
#define FIELD_SPEED_PERMILLE 20

/* A pod guesses the power from how it is moved: measured twice, runs alike differ by up to
 * 4.3 % (CV of the most repeatable of five, Cerezuela-Espejo et al. 2021), which no test is above. */
#define POWER_PERMILLE 43

#define MM_A_KM 1000000
#define MM_A_MILE 1609344

static const char *const provenances[N_PROVENANCES] = {
        [PD_PROVENANCE_UNKNOWN] = "unknown",
        [PD_PROVENANCE_PRIOR] = "prior",
        [PD_PROVENANCE_ESTIMATED] = "estimated",
        [PD_PROVENANCE_FIELD] = "field",
        [PD_PROVENANCE_TEST] = "test",
};

const char *
pd_provenance_name(enum pd_provenance provenance)
{
        return pd_word_at(provenances, N_PROVENANCES, provenance);
}

static int32_t
permille_of(int32_t value, int32_t permille)
{
        return (int32_t) (((int64_t) value * permille + 500) / 1000);
}

const char *
pd_anchor_unit_name(enum pd_anchor_unit unit)
{
        switch (unit) {
        case PD_ANCHOR_BPM:
                return "bpm";
        case PD_ANCHOR_MM_S:
                return "m/s";
        case PD_ANCHOR_M:
                return "m";
        case PD_ANCHOR_W:
                return "W";
        }
        return "";
}

/* The half-width where nobody gave one. */
static int32_t
usual_width(int32_t value, enum pd_provenance provenance, enum pd_anchor_unit unit, int32_t spread)
{
        switch (provenance) {
        case PD_PROVENANCE_UNKNOWN:
                return 0;
        case PD_PROVENANCE_TEST:
                return unit == PD_ANCHOR_W ? permille_of(value, POWER_PERMILLE) : 0;
        case PD_PROVENANCE_FIELD:
                if (unit == PD_ANCHOR_BPM)
                        return FIELD_BPM;
                if (unit == PD_ANCHOR_MM_S)
                        return permille_of(value, FIELD_SPEED_PERMILLE);
                if (unit == PD_ANCHOR_W)
                        return permille_of(value, POWER_PERMILLE);
                return permille_of(value, spread); /* nobody knows D' better than that */
        case PD_PROVENANCE_PRIOR:
        case PD_PROVENANCE_ESTIMATED:
                return permille_of(value, spread);
        }
        assert(false);
        return 0;
}

static bool
digit(char c)
{
        return c >= '0' && c <= '9';
}

static void
skip_spaces(const char **text)
{
        while (**text == ' ' || **text == '\t')
                (*text)++;
}

static bool
skip_word(const char **text, const char *word)
{
        size_t n = strlen(word);

        if (strncmp(*text, word, n) != 0)
                return false;
        *text += n;
        return true;
}

/* The digits after the point added to VALUE in 1/1000; the fourth rounds, the rest says nothing. */
static const char *
read_fraction(const char *t, int64_t *value)
{
        int64_t place = 100;

        for (; digit(*t) && place > 0; t++, place /= 10)
                *value += (*t - '0') * place;
        if (digit(*t) && *t >= '5')
                *value += 1;
        while (digit(*t))
                t++;
        return t;
}

/* "152", "2.9" in 1/1000, rounded to nearest. */
static int
read_decimal(const char **text, int64_t *ret)
{
        const char *t = *text;
        int64_t value = 0;

        if (!digit(*t))
                return -EINVAL;
        for (; digit(*t); t++) {
                value = value * 10 + (*t - '0');
                if (value > NUMBER_MAX)
                        return -ERANGE;
        }
        value *= 1000;
        if (*t == '.') {
                if (!digit(t[1]))
                        return -EINVAL;
                t = read_fraction(t + 1, &value);
        }
        *text = t;
        *ret = value;
        return 0;
}

/* "9:15": minutes and seconds. */
static int
read_pace(const char **text, int64_t minutes, int64_t *ret_seconds)
{
        const char *t = *text;

        if (!digit(t[0]) || !digit(t[1]) || digit(t[2]) || t[0] > '5')
                return -EINVAL;
        *ret_seconds = minutes * 60 + (t[0] - '0') * 10 + (t[1] - '0');
        if (*ret_seconds == 0)
                return -EINVAL;
        *text = t + 2;
        return 0;
}

/* A speed in m/s, bare or with its unit, or a pace: to mm/s, to nearest. */
static int
read_speed(const char **text, int32_t *ret)
{
        int64_t number, seconds, mm;
        const char *start = *text;
        int r = read_decimal(text, &number);

        if (r < 0)
                return r;

        if (**text == ':' && !memchr(start, '.', (size_t) (*text - start))) {
                (*text)++;
                r = read_pace(text, number / 1000, &seconds);
                if (r < 0)
                        return r;
                if (!skip_word(text, "/"))
                        return -EINVAL;
                mm = skip_word(text, "mi") ? MM_A_MILE : skip_word(text, "km") ? MM_A_KM : 0;
                if (mm == 0)
                        return -EINVAL;
                *ret = (int32_t) ((mm + seconds / 2) / seconds);
                return 0;
        }

        skip_spaces(text);
        (void) skip_word(text, "m/s");
        *ret = (int32_t) number; /* 1/1000 m/s */
        return 0;
}

/* Of beats, metres or watts, with their UNIT or bare. */
static int
read_whole(const char **text, const char *unit, int32_t *ret)
{
        int64_t number;
        const char *start = *text;
        int r = read_decimal(text, &number);

        if (r < 0)
                return r;
        if (memchr(start, '.', (size_t) (*text - start)))
                return -EINVAL; /* nobody knows a threshold to a tenth of a beat, or D' to one of a metre */

        *ret = (int32_t) (number / 1000);
        skip_spaces(text);
        (void) skip_word(text, unit);
        return 0;
}

/* After "+-": a share of the value, or a number in its unit. */
static int
read_width(const char **text, enum pd_anchor_unit unit, int32_t value, int32_t *ret)
{
        int64_t number, width;
        int r;

        skip_spaces(text);
        r = read_decimal(text, &number);
        if (r < 0)
                return r;

        if (skip_word(text, "%"))
                width = (value * number + 50000) / 100000;
        else
                width = unit == PD_ANCHOR_MM_S ? number : (number + 500) / 1000;
        if (width > value)
                return -ERANGE;

        *ret = (int32_t) width;
        return 0;
}

static int
read_provenance(const char *text, enum pd_provenance *ret)
{
        size_t i = pd_word_index(provenances, N_PROVENANCES, text);

        if (i == N_PROVENANCES || i == PD_PROVENANCE_UNKNOWN)
                return -EINVAL;

        *ret = (enum pd_provenance) i;
        return 0;
}

int
pd_anchor_parse(const char *text, enum pd_anchor_unit unit, int32_t spread, struct pd_anchor *ret)
{
        struct pd_anchor anchor = {.provenance = PD_PROVENANCE_FIELD}; /* a bare number is the athlete's word */
        bool has_width;
        int r;

        if (unit == PD_ANCHOR_MM_S)
                r = read_speed(&text, &anchor.value);
        else
                r = read_whole(&text, pd_anchor_unit_name(unit), &anchor.value);
        if (r < 0)
                return r;

        skip_spaces(&text);
        has_width = skip_word(&text, "+-") || skip_word(&text, "\xc2\xb1"); /* U+00B1, plus-minus */
        if (has_width) {
                r = read_width(&text, unit, anchor.value, &anchor.width);
                if (r < 0)
                        return r;
        }

        skip_spaces(&text);
        if (*text) {
                if (text[-1] != ' ' && text[-1] != '\t')
                        return -EINVAL;
                r = read_provenance(text, &anchor.provenance);
                if (r < 0)
                        return r;
        }

        if (!has_width)
                anchor.width = usual_width(anchor.value, anchor.provenance, unit, spread);
        *ret = anchor;
        return 0;
}

static int
print_number(char *ret, size_t size, int32_t value, enum pd_anchor_unit unit)
{
        if (unit != PD_ANCHOR_MM_S)
                return snprintf(ret, size, "%d", value);
        return snprintf(ret, size, "%d.%03d", value / 1000, value % 1000);
}

void
pd_anchor_format(const struct pd_anchor *anchor, enum pd_anchor_unit unit, int32_t spread, char ret[static PD_ANCHOR_TEXT_SIZE])
{
        size_t size = PD_ANCHOR_TEXT_SIZE, used;

        ret[0] = '\0';
        if (anchor->provenance == PD_PROVENANCE_UNKNOWN)
                return;

        used = (size_t) print_number(ret, size, anchor->value, unit);
        if (unit != PD_ANCHOR_BPM)
                used += (size_t) snprintf(ret + used, size - used, " %s", pd_anchor_unit_name(unit));
        if (anchor->width != usual_width(anchor->value, anchor->provenance, unit, spread)) {
                used += (size_t) snprintf(ret + used, size - used, " +-");
                used += (size_t) print_number(ret + used, size - used, anchor->width, unit);
        }
        (void) snprintf(ret + used, size - used, " %s", pd_provenance_name(anchor->provenance));
}
