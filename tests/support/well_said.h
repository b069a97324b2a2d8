/* SPDX-License-Identifier: MIT */
/* Is an alert fit for the eye, and for the ear? For every test of sentences. */
#pragma once

#include "core/text.h"

#include "purposed/event.h"

#include "support/cm.h"

#include <string.h>

#define WELL_SAID_WORDS_MAX 14

static inline int
words_in(const char *text)
{
        int n = 0;

        for (bool inside = false; *text != '\0'; text++) {
                n += *text != ' ' && !inside;
                inside = *text != ' ';
        }
        return n;
}

/* Neither cut at the buffer's end nor within a character; one that fills the
 * buffer to the brim must have its full stop. */
static inline void
is_whole(const char *text, size_t size)
{
        size_t length = strlen(text);

        if (length == 0 || (length >= size - 1 && strchr(".!?", text[length - 1]) == NULL))
                fail_msg("%zu of %zu bytes: '%s'", length, size, text);
        for (size_t i = 0; i < length;) {
                size_t n = pd_text_character(text + i, length - i);
                if (n == 0)
                        fail_msg("no UTF-8 at byte %zu: '%s'", i, text);
                i += n;
        }
}

static inline void
is_for_the_eye(const char *text, size_t size)
{
        is_whole(text, size);
        if (strpbrk(text, "{}") != NULL || strstr(text, "  ") != NULL || strstr(text, "2147483648") != NULL)
                fail_msg("for the eye: '%s'", text);
}

static inline void
is_for_the_ear(const char *text)
{
        static const char *const units[] = {"bpm", "m/s", "/km", "/mi", " km", " mi ", " min ", "Hz", "%"};

        is_whole(text, PD_SENTENCE_SIZE);
        if (strpbrk(text, "{}0123456789:") != NULL || strstr(text, "  ") != NULL || words_in(text) > WELL_SAID_WORDS_MAX)
                fail_msg("for the ear: '%s'", text);
        if (strchr(".!?", text[strlen(text) - 1]) == NULL || (text[0] >= 'a' && text[0] <= 'z'))
                fail_msg("no sentence: '%s'", text);
        for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
                if (strstr(text, units[i]) != NULL)
                        fail_msg("a unit: '%s'", text);
}

static inline void
is_well_said(const struct pd_alert *alert)
{
        is_for_the_eye(alert->title, sizeof(alert->title));
        is_for_the_eye(alert->message, sizeof(alert->message));
        is_for_the_ear(alert->say);
        is_for_the_ear(alert->say_public);
}
