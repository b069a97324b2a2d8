/* SPDX-License-Identifier: MIT */
/*
 * The formats of recordings, in the order of formats.def, and the question
 * which of them a file is written in.
 */
#include "purposed/format.h"

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
