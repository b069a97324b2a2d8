/* SPDX-License-Identifier: MIT */
#include "formats/plan_value.h"

#include "core/text.h"
#include "formats/line.h"
#include "formats/numbers.h"

#include <string.h>

#define DISTANCE_MOST_M 500000 /* of a week */

const char *
pd_plan_value_text(const yaml_node_t *node)
{
        return node->type == YAML_SCALAR_NODE ? (const char *) node->data.scalar.value : NULL;
}

bool
pd_plan_value_is_empty(const yaml_node_t *node)
{
        return node->type == YAML_SCALAR_NODE && node->data.scalar.length == 0;
}

static void
copy_flat(char *ret, size_t size, const char *text, size_t length)
{
        while (length > 0 && (text[length - 1] == '\n' || text[length - 1] == ' '))
                length--;
        pd_text_copy(ret, size, text, length);
        for (char *c = ret; *c != '\0'; c++)
                if (text[c - ret] == '\n')
                        *c = ' ';
}

void
pd_plan_value_word(const yaml_node_t *node, char ret[static PD_PLAN_WORD_SIZE])
{
        const char *const text = pd_plan_value_text(node);

        ret[0] = '\0';
        if (text != NULL)
                copy_flat(ret, PD_PLAN_WORD_SIZE, text, node->data.scalar.length);
}

/* One value, and something in it. */
static const char *
single(struct pd_plan_source *source, const yaml_node_t *node, const char *what, const char *example)
{
        const char *const text = pd_plan_value_text(node);

        if (text == NULL)
                pd_plan_source_fault(source, node, "'%s' takes one value, such as %s, not a list or further keys.", what, example);
        else if (text[0] == '\0')
                pd_plan_source_fault(source, node, "Nothing stands behind '%s:'; write a value, such as %s, or leave the line out.", what,
                        example);
        return text != NULL && text[0] != '\0' ? text : NULL;
}

bool
pd_plan_value_read_text(struct pd_plan_source *source, const yaml_node_t *node, const char *what, char *ret, size_t size)
{
        const char *const text = single(source, node, what, "\"some words\"");
        const size_t length = text != NULL ? node->data.scalar.length : 0;

        if (text == NULL)
                return false;
        for (size_t i = 0, n; i < length; i += n) {
                n = text[i] == '\n' ? 1 : pd_text_character(text + i, length - i);
                if (n > 0)
                        continue;
                pd_plan_source_fault_at(source, pd_plan_source_place(source, node, i),
                        "'%s' holds a character that cannot be shown.", what);
                return false;
        }
        if (length >= size) {
                pd_plan_source_fault(source, node, "'%s' is longer than %zu bytes: say it shorter.", what, size - 1);
                return false;
        }
        copy_flat(ret, size, text, length);
        return true;
}

/* Does TEXT look as a date does, whether there is such a day or not? */
static bool
looks_like_date(const char *text)
{
        static const char pattern[] = "0000-00-00";

        for (size_t i = 0; i < sizeof pattern; i++)
                if (pattern[i] == '0' ? !pd_number_is_digit(text[i]) : text[i] != pattern[i])
                        return false;
        return true;
}

bool
pd_plan_value_read_date(struct pd_plan_source *source, const yaml_node_t *node, const char *what, pd_day *ret)
{
        const char *const text = single(source, node, what, "2026-11-25");
        char word[PD_PLAN_WORD_SIZE];

        if (text == NULL)
                return false;
        if (pd_day_parse(text, ret) == 0)
                return true;
        pd_plan_value_word(node, word);
        if (looks_like_date(text))
                pd_plan_source_fault(source, node, "There is no day %s in the calendar.", word);
        else
                pd_plan_source_fault(source, node, "'%s' is no date: write year, month and day, such as 2026-11-25.", word);
        return false;
}

bool
pd_plan_value_read_distance(struct pd_plan_source *source, const yaml_node_t *node, int32_t *ret_m)
{
        const char *const text = single(source, node, "distance", "40 km");
        const char *at = text, *const end = text != NULL ? text + strlen(text) : NULL;
        char word[PD_PLAN_WORD_SIZE];
        int64_t thousandths, metres = -1;

        if (text == NULL)
                return false;
        pd_plan_value_word(node, word);
        if (pd_number_decimal(&at, end, 3, &thousandths) == 0 && thousandths < (int64_t) DISTANCE_MOST_M * 1000) {
                at = pd_line_skip_blanks(at, end);
                if (strcmp(at, "km") == 0)
                        metres = thousandths;
                else if (strcmp(at, "mi") == 0)
                        metres = (thousandths * 1609344 + 500000) / 1000000;
        }
        if (metres >= 0 && (metres == 0 || metres > DISTANCE_MOST_M)) {
                pd_plan_source_fault(source, node, "A week's distance lies between 1 and 500 km, not at %s.", word);
                return false;
        }
        if (metres < 0) {
                pd_plan_source_fault(source, node, "'%s' is no distance: write a number and its unit, such as 40 km or 25 mi.", word);
                return false;
        }
        *ret_m = (int32_t) metres;
        return true;
}

bool
pd_plan_value_read_count(struct pd_plan_source *source, const yaml_node_t *node, const char *what, int32_t most, int32_t *ret)
{
        const char *const text = single(source, node, what, "3");
        const char *at = text;
        char word[PD_PLAN_WORD_SIZE];
        int64_t value;

        if (text == NULL)
                return false;
        if (pd_number_integer(&at, text + strlen(text), &value) == 0 && *at == '\0' && value >= 0 && value <= most) {
                *ret = (int32_t) value;
                return true;
        }
        pd_plan_value_word(node, word);
        pd_plan_source_fault(source, node, "'%s' takes a whole number from 0 to %d, not '%s'.", what, most, word);
        return false;
}
