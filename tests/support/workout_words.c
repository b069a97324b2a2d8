/* SPDX-License-Identifier: MIT */
#include "support/workout_words.h"

#include "formats/workout_text.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct pd_workout workout;
struct pd_format_error fault;

int
parse(const char *text)
{
        return pd_workout_text_parse(text, strlen(text), &workout, &fault);
}

const char *
steps(void)
{
        static char text[65536];
        char *at = text;

        text[0] = '\0';
        for (size_t i = 0; i < workout.n_steps; i++) {
                const struct pd_step *step = &workout.steps[i];

                at += sprintf(at, "%s", i ? "; " : "");
                if (step->extent == PD_EXTENT_OPEN)
                        at += sprintf(at, "open");
                else if (step->extent == PD_EXTENT_TIME)
                        at += sprintf(at, "%gs", (double) step->amount / PD_SEC);
                else
                        at += sprintf(at, "%" PRId64 "mm", step->amount);
                at += sprintf(at, " %s%s", pd_intensity_name(step->intensity), step->key ? "*" : "");
        }
        return text;
}

void
assert_workout(const char *text, enum pd_purpose purpose, const char *expected)
{
        if (parse(text) < 0)
                fail_msg("%s: %zu: %s", text, fault.column, fault.expected);
        assert_string_equal(steps(), expected);
        assert_string_equal(pd_purpose_name(workout.purpose), pd_purpose_name(purpose));
}

void
assert_fault_at(const char *text, size_t line, size_t column, const char *expected)
{
        memset(&fault, 0, sizeof fault);
        workout.n_steps = 77;
        if (parse(text) != -EBADMSG)
                fail_msg("%s: accepted", text);
        if (fault.line != line || fault.column != column || !strstr(fault.expected, expected))
                fail_msg("%s: %zu:%zu: %s", text, fault.line, fault.column, fault.expected);
        assert_int_equal(workout.n_steps, 77);
}

void
assert_fault(const char *text, size_t column, const char *expected)
{
        assert_fault_at(text, 1, column, expected);
}
