/* SPDX-License-Identifier: MIT */
#include "purposed/doubt.h"

#include "core/word.h"

static const char *const names[PD_DOUBT_COUNT] = {
        [PD_DOUBT_CONTACT] = "contact",
        [PD_DOUBT_FROZEN] = "frozen",
        [PD_DOUBT_SPIKE] = "spike",
        [PD_DOUBT_BEATS] = "beats",
        [PD_DOUBT_CADENCE_LOCK] = "cadence_lock",
        [PD_DOUBT_DROPOUT] = "dropout",
        [PD_DOUBT_NO_STEPS] = "no_steps",
        [PD_DOUBT_TOO_FAST] = "too_fast",
        [PD_DOUBT_CADENCE] = "cadence",
        [PD_DOUBT_POWER] = "power",
};

const char *
pd_doubt_name(enum pd_doubt doubt)
{
        return pd_word_at(names, PD_DOUBT_COUNT, doubt);
}
