/* SPDX-License-Identifier: MIT */
/* The words of the classes of effort. */
#include "purposed/intensity.h"

#include "core/word.h"

#include <errno.h>

static const char *const intensities[PD_INTENSITY_COUNT] = {
        [PD_INTENSITY_UNKNOWN] = "unknown",
        [PD_INTENSITY_REST] = "rest",
        [PD_INTENSITY_RECOVERY] = "recovery",
        [PD_INTENSITY_EASY] = "easy",
        [PD_INTENSITY_MODERATE] = "moderate",
        [PD_INTENSITY_HARD] = "hard",
};

const char *
pd_intensity_name(enum pd_intensity intensity)
{
        return pd_word_at(intensities, PD_INTENSITY_COUNT, intensity);
}

int
pd_intensity_parse(const char *word, enum pd_intensity *ret)
{
        size_t i = pd_word_index(intensities, PD_INTENSITY_COUNT, word);

        if (i == PD_INTENSITY_COUNT)
                return -EINVAL;

        *ret = (enum pd_intensity) i;
        return 0;
}
