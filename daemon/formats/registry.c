/* SPDX-License-Identifier: MIT */
/*
 * The formats of recordings, in the order of formats.def, and the question
 * which of them a file is written in.
 */
#include "purposed/format.h"

#include <string.h>

#define PD_FORMAT(name) extern const struct pd_format pd_format_##name;
#include "formats.def"
#undef PD_FORMAT

const struct pd_format *const pd_formats[] = {
#define PD_FORMAT(name) &pd_format_##name,
#include "formats.def"
#undef PD_FORMAT
        NULL,
};

const struct pd_format *
pd_format_probe(const char *bytes, size_t size)
{
        for (const struct pd_format *const *format = pd_formats; *format; format++)
                if ((*format)->probe(bytes, size))
                        return *format;
        return NULL;
}

bool
pd_recording_on_foot(const struct pd_recording_about *about)
{
        static const char *const words[] = {
                "", "running", "walking", "hiking", "generic", "training", "fitness_equipment", "other",
        };

        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
                if (strcmp(about->sport, words[i]) == 0)
                        return true;
        return false;
}
