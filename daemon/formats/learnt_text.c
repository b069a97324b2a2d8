/* SPDX-License-Identifier: MIT */
#include "formats/learnt_text.h"

#include "formats/line.h"

#include "purposed/athlete.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define LINE_SIZE 64 /* the longest key and a number */

static const char heading[] = "# How your heart follows your speed. purposed writes this file.\n";

size_t
pd_learnt_text_write(const struct pd_kinetics *kinetics, char ret[static PD_LEARNT_TEXT_SIZE])
{
        struct pd_athlete athlete = {.kinetics = *kinetics};
        size_t length = sizeof heading - 1;

        memcpy(ret, heading, sizeof heading);
        for (const struct pd_setting *setting = pd_athlete_learnt_settings; setting->key != NULL; setting++) {
                char value[LINE_SIZE];
                const int r = pd_setting_format(setting, &athlete, value, sizeof value);

                assert(r >= 0 && length + LINE_SIZE < PD_LEARNT_TEXT_SIZE);
                (void) r;
                length += (size_t) snprintf(ret + length, PD_LEARNT_TEXT_SIZE - length, "%s %s\n", setting->key, value);
        }
        return length;
}

static int
read_line(const char *line, size_t length, size_t number, struct pd_athlete *athlete, struct pd_format_error *error)
{
        const struct pd_setting *setting;
        char text[LINE_SIZE], *value;

        pd_text_copy(text, sizeof text, line, length);
        value = strchr(text, ' ');
        if (value == NULL || length >= sizeof text)
                return pd_line_fault(error, number, line, line, "a key and its value, such as 'heart_gain 240'");
        *value++ = '\0';
        setting = pd_setting_find(pd_athlete_learnt_settings, text);
        if (setting == NULL)
                return pd_line_fault(error, number, line, line, "a key such as heart_gain");
        if (pd_setting_parse(setting, value, athlete) < 0)
                return pd_line_fault(error, number, line, line + (value - text), setting->expected);
        return 0;
}

int
pd_learnt_text_read(const char *bytes, size_t size, struct pd_kinetics *ret, struct pd_format_error *ret_error)
{
        const char *at = bytes, *const end = bytes + size;
        struct pd_athlete athlete = {.kinetics = {0}};

        for (size_t number = 1; at < end; number++) {
                const char *const newline = memchr(at, '\n', (size_t) (end - at));
                const size_t length = (size_t) ((newline != NULL ? newline : end) - at);

                if (length > 0 && at[0] != '#') {
                        const int r = read_line(at, length, number, &athlete, ret_error);

                        if (r < 0)
                                return r;
                }
                at += length + 1;
        }
        *ret = athlete.kinetics;
        return 0;
}
