/* SPDX-License-Identifier: MIT */
/* The words for how effort stands to what is asked. */
#include "purposed/event.h"

#include "core/word.h"

static const char *const states[] = {
        [PD_TARGET_NONE] = "none",
        [PD_TARGET_SETTLING] = "settling",
        [PD_TARGET_IN] = "in",
        [PD_TARGET_OVER] = "over",
        [PD_TARGET_UNDER] = "under",
        [PD_TARGET_BORDERLINE] = "borderline",
        [PD_TARGET_UNKNOWN] = "unknown",
};

const char *
pd_target_state_name(enum pd_target_state state)
{
        return pd_word_at(states, sizeof(states) / sizeof(states[0]), state);
}
