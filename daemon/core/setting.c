/* SPDX-License-Identifier: MIT */
/* Fields and their textual forms, by the tables of those who own the fields. */
#include "purposed/setting.h"

#include "core/anchor.h"
#include "core/text.h"
#include "core/word.h"

#include "purposed/athlete.h"
#include "purposed/sensor.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>

/* No key and no mistyped one is longer. */
#define KEY_MAX 40

static const char *const bools[] = {"no", "yes", "false", "true", "off", "on", "0", "1"}; /* odd = true */

#define N_BOOLS (sizeof(bools) / sizeof(bools[0]))

/* False for what is no anchor. */
static bool
unit_of(enum pd_setting_kind kind, enum pd_anchor_unit *ret)
{
        static const struct {
                enum pd_setting_kind kind;
                enum pd_anchor_unit unit;
        } units[] = {
                {PD_SETTING_HEART_RATE, PD_ANCHOR_BPM},
                {PD_SETTING_SPEED, PD_ANCHOR_MM_S},
                {PD_SETTING_RESERVE, PD_ANCHOR_M},
                {PD_SETTING_POWER, PD_ANCHOR_W},
        };

        for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
                if (units[i].kind != kind)
                        continue;
                *ret = units[i].unit;
                return true;
        }
        return false;
}

static char *
field_of(const struct pd_setting *setting, void *object)
{
        return (char *) object + setting->offset;
}

static const char *
const_field_of(const struct pd_setting *setting, const void *object)
{
        return (const char *) object + setting->offset;
}

const struct pd_setting *
pd_setting_find(const struct pd_setting *table, const char *key)
{
        for (; table->key; table++)
                if (strcmp(table->key, key) == 0)
                        return table;
        return NULL;
}

/* Characters to put in, take out or change, or neighbours to exchange, until
 * A is B (optimal string alignment). Rows: A up to two, one and no characters ago. */
static size_t
edits_between(const char *a, const char *b)
{
        size_t rows[3][KEY_MAX + 1] = {{0}}, *before = rows[0], *above = rows[1], *row = rows[2], n_b = strlen(b);

        for (size_t j = 0; j <= n_b; j++)
                row[j] = j;
        for (size_t i = 0; a[i]; i++) {
                size_t *oldest = before;

                before = above;
                above = row;
                row = oldest;
                row[0] = i + 1;
                for (size_t j = 0; j < n_b; j++) {
                        size_t best = above[j] + (a[i] != b[j]);

                        if (i > 0 && j > 0 && a[i] == b[j - 1] && a[i - 1] == b[j] && before[j - 1] + 1 < best)
                                best = before[j - 1] + 1;
                        if (row[j] + 1 < best)
                                best = row[j] + 1;
                        if (above[j + 1] + 1 < best)
                                best = above[j + 1] + 1;
                        row[j + 1] = best;
                }
        }
        return row[n_b];
}

const struct pd_setting *
pd_setting_nearest(const struct pd_setting *table, const char *key)
{
        const struct pd_setting *nearest = NULL;
        size_t n = strlen(key), least = 3; /* two slips at most: with three, "hr_max" would be "lt1_hr" */

        if (n > KEY_MAX)
                return NULL;

        for (; table->key; table++) {
                size_t edits;

                assert(strlen(table->key) <= KEY_MAX);
                edits = edits_between(key, table->key);
                if (edits < least && edits < n && edits < strlen(table->key)) {
                        nearest = table;
                        least = edits;
                }
        }
        return nearest;
}

const char *
pd_setting_unit(const struct pd_setting *setting)
{
        enum pd_anchor_unit unit;

        return unit_of(setting->kind, &unit) ? pd_anchor_unit_name(unit) : "";
}

static int
parse_text(const struct pd_setting *setting, const char *value, char *field)
{
        size_t n = strlen(value), step;

        for (size_t i = 0; i < n; i += step) {
                step = pd_text_character(value + i, n - i);
                if (step == 0)
                        return -EINVAL;
        }
        if (n >= setting->size)
                return -E2BIG;

        memcpy(field, value, n + 1);
        return 0;
}

static int
parse_id(const char *value, char *field)
{
        if (!pd_id_valid(value))
                return -EINVAL;

        memcpy(field, value, strlen(value) + 1);
        return 0;
}

static int
parse_bool(const char *value, bool *field)
{
        size_t i = pd_word_index(bools, N_BOOLS, value);

        if (i == N_BOOLS)
                return -EINVAL;

        *field = i % 2 == 1;
        return 0;
}

static int
parse_integer(const struct pd_setting *setting, const char *value, int32_t *field)
{
        bool negative = *value == '-';
        int64_t number = 0;

        value += negative;
        if (*value == '\0')
                return -EINVAL;
        for (const char *v = value; *v; v++)
                if (*v < '0' || *v > '9')
                        return -EINVAL;
        for (; *value; value++) {
                number = number * 10 + (*value - '0');
                if (number > (int64_t) INT32_MAX + 1)
                        return -ERANGE;
        }
        if (negative)
                number = -number;
        if (number < setting->min || number > setting->max)
                return -ERANGE;

        *field = (int32_t) number;
        return 0;
}

/* "1.032": a digit, a point, up to four more. */
static int
parse_factor(const struct pd_setting *setting, const char *value, int32_t *field)
{
        int32_t factor = 0, worth = PD_FACTOR_ONE;

        for (const char *v = value; *v != '\0'; v++) {
                if (v == value + 1 && *v == '.' && v[1] != '\0')
                        continue;
                if (v == value + 1 || *v < '0' || *v > '9' || worth == 0)
                        return -EINVAL;
                factor += (*v - '0') * worth;
                worth /= 10;
        }
        if (*value == '\0')
                return -EINVAL;
        if (factor < setting->min || factor > setting->max)
                return -ERANGE;

        *field = factor;
        return 0;
}

static int
parse_choice(const struct pd_setting *setting, const char *value, int32_t *field)
{
        for (int32_t i = 0; setting->choices[i]; i++) {
                if (strcmp(setting->choices[i], value) == 0) {
                        *field = i;
                        return 0;
                }
        }
        return -EINVAL;
}

static int
parse_anchor(const struct pd_setting *setting, const char *value, struct pd_anchor *field)
{
        struct pd_anchor anchor = {0};
        enum pd_anchor_unit unit = PD_ANCHOR_BPM;

        (void) unit_of(setting->kind, &unit);

        if (*value) {
                int r = pd_anchor_parse(value, unit, setting->spread, &anchor);

                if (r < 0)
                        return r;
                if (anchor.value < 1 || anchor.value < setting->min || anchor.value > setting->max)
                        return -ERANGE;
        }

        *field = anchor;
        return 0;
}

/* "HH:MM" at the head of *TEXT, which is moved behind it. */
static bool
take_clock(const char **text, int32_t *ret)
{
        const char *t = *text;

        for (int i = 0; i < 5; i++)
                if (i == 2 ? t[i] != ':' : t[i] < '0' || t[i] > '9')
                        return false;
        *ret = ((t[0] - '0') * 10 + (t[1] - '0')) * 60 + (t[3] - '0') * 10 + (t[4] - '0');
        *text = t + 5;
        return *ret < 24 * 60 && t[3] <= '5';
}

static int
parse_hours(const char *value, struct pd_hours *field)
{
        struct pd_hours hours = {0, 0};

        if (*value != '\0' && strcmp(value, "off") != 0) {
                if (!take_clock(&value, &hours.from) || *value++ != '-' || !take_clock(&value, &hours.to) || *value != '\0')
                        return -EINVAL;
        }
        *field = hours;
        return 0;
}

static int
parse_time_of_day(const char *value, int32_t *field)
{
        int32_t minutes = PD_TIME_OF_DAY_OFF;

        if (*value != '\0' && strcmp(value, "off") != 0 && (!take_clock(&value, &minutes) || *value != '\0'))
                return -EINVAL;
        *field = minutes;
        return 0;
}

int
pd_setting_parse(const struct pd_setting *setting, const char *value, void *object)
{
        void *field = field_of(setting, object);

        switch (setting->kind) {
        case PD_SETTING_TEXT:
                return parse_text(setting, value, field);
        case PD_SETTING_ID:
                return parse_id(value, field);
        case PD_SETTING_BOOL:
                return parse_bool(value, field);
        case PD_SETTING_FACTOR:
                return parse_factor(setting, value, field);
        case PD_SETTING_INTEGER:
                return parse_integer(setting, value, field);
        case PD_SETTING_CHOICE:
                return parse_choice(setting, value, field);
        case PD_SETTING_HOURS:
                return parse_hours(value, field);
        case PD_SETTING_TIME_OF_DAY:
                return parse_time_of_day(value, field);
        case PD_SETTING_HEART_RATE:
        case PD_SETTING_SPEED:
        case PD_SETTING_RESERVE:
        case PD_SETTING_POWER:
                return parse_anchor(setting, value, field);
        }
        assert(false);
        return -EINVAL;
}

static int
copy_out(const char *text, char *ret, size_t size)
{
        size_t n = strlen(text);

        assert(size > 0);

        if (n >= size) {
                ret[0] = '\0';
                return -ENOBUFS;
        }
        memcpy(ret, text, n + 1);
        return 0;
}

static const char *
choice_at(const struct pd_setting *setting, int32_t index)
{
        for (int32_t i = 0; setting->choices[i]; i++)
                if (i == index)
                        return setting->choices[i];
        assert(false);
        return "";
}

static void
format_clock(int32_t minutes, char *ret, size_t size)
{
        (void) snprintf(ret, size, "%02u:%02u", (unsigned) minutes / 60 % 24, (unsigned) minutes % 60);
}

static void
format_hours(const struct pd_hours *hours, char *ret, size_t size)
{
        char from[8], to[8];

        format_clock(hours->from, from, sizeof(from));
        format_clock(hours->to, to, sizeof(to));
        if (hours->from == hours->to)
                (void) snprintf(ret, size, "off");
        else
                (void) snprintf(ret, size, "%s-%s", from, to);
}

int
pd_setting_format(const struct pd_setting *setting, const void *object, char *ret, size_t size)
{
        const void *field = const_field_of(setting, object);
        enum pd_anchor_unit unit = PD_ANCHOR_BPM;
        char text[PD_ANCHOR_TEXT_SIZE];

        switch (setting->kind) {
        case PD_SETTING_TEXT:
        case PD_SETTING_ID:
                return copy_out(field, ret, size);
        case PD_SETTING_BOOL:
                return copy_out(*(const bool *) field ? "yes" : "no", ret, size);
        case PD_SETTING_FACTOR:
                if (*(const int32_t *) field == 0)
                        return copy_out("", ret, size);
                (void) snprintf(text, sizeof(text), "%d.%04d", *(const int32_t *) field / PD_FACTOR_ONE,
                        *(const int32_t *) field % PD_FACTOR_ONE);
                return copy_out(text, ret, size);
        case PD_SETTING_INTEGER:
                (void) snprintf(text, sizeof(text), "%d", *(const int32_t *) field);
                return copy_out(text, ret, size);
        case PD_SETTING_CHOICE:
                return copy_out(choice_at(setting, *(const int32_t *) field), ret, size);
        case PD_SETTING_HOURS:
                format_hours((const struct pd_hours *) field, text, sizeof(text));
                return copy_out(text, ret, size);
        case PD_SETTING_TIME_OF_DAY:
                if (*(const int32_t *) field == PD_TIME_OF_DAY_OFF)
                        return copy_out("off", ret, size);
                format_clock(*(const int32_t *) field, text, sizeof(text));
                return copy_out(text, ret, size);
        case PD_SETTING_HEART_RATE:
        case PD_SETTING_SPEED:
        case PD_SETTING_RESERVE:
        case PD_SETTING_POWER:
                (void) unit_of(setting->kind, &unit);
                pd_anchor_format(field, unit, setting->spread, text);
                return copy_out(text, ret, size);
        }
        assert(false);
        return -EINVAL;
}
