/* SPDX-License-Identifier: MIT */
/* The words for what a workout is for. */
#include "purposed/plan.h"

#include "core/word.h"

#include <errno.h>

static const char *const purposes[PD_PURPOSE_COUNT] = {
        [PD_PURPOSE_NONE] = "none",
        [PD_PURPOSE_RECOVERY] = "recovery",
        [PD_PURPOSE_EASY] = "easy",
        [PD_PURPOSE_LONG] = "long",
        [PD_PURPOSE_TEMPO] = "tempo",
        [PD_PURPOSE_THRESHOLD] = "threshold",
        [PD_PURPOSE_INTERVALS] = "intervals",
        [PD_PURPOSE_HILLS] = "hills",
        [PD_PURPOSE_RACE] = "race",
        [PD_PURPOSE_REST] = "rest",
        [PD_PURPOSE_CROSS] = "cross",
        [PD_PURPOSE_FREE] = "free",
};

const char *
pd_purpose_name(enum pd_purpose purpose)
{
        return pd_word_at(purposes, PD_PURPOSE_COUNT, purpose);
}

int
pd_purpose_parse(const char *word, enum pd_purpose *ret)
{
        size_t i = pd_word_index(purposes, PD_PURPOSE_COUNT, word);

        if (i == PD_PURPOSE_COUNT)
                return -EINVAL;

        *ret = (enum pd_purpose) i;
        return 0;
}
