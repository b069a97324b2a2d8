/* SPDX-License-Identifier: MIT */
/* The words for a session's state and for how it is judged. */
#include "purposed/event.h"

#include "core/word.h"

#include <errno.h>

#define N_ELEMENTS(array) (sizeof(array) / sizeof((array)[0]))

static const char *const states[] = {
        [PD_SESSION_IDLE] = "idle",
        [PD_SESSION_ARMED] = "armed",
        [PD_SESSION_RUNNING] = "running",
        [PD_SESSION_PAUSED] = "paused",
        [PD_SESSION_AWAY] = "away",
};

static const char *const results[] = {
        [PD_PURPOSE_RESULT_MET] = "met",
        [PD_PURPOSE_RESULT_PARTLY] = "partly",
        [PD_PURPOSE_RESULT_MISSED] = "missed",
        [PD_PURPOSE_RESULT_CANNOT_TELL] = "cannot_tell",
        [PD_PURPOSE_RESULT_FREE] = "free",
};

static const char *const verdicts[] = {
        [PD_VERDICT_UNKNOWN] = NULL,
        [PD_VERDICT_TRAINING] = "training",
        [PD_VERDICT_EXERCISING] = "exercising",
};

const char *
pd_session_state_name(enum pd_session_state state)
{
        return pd_word_at(states, N_ELEMENTS(states), state);
}

bool
pd_session_state_is_run(enum pd_session_state state)
{
        switch (state) {
        case PD_SESSION_IDLE:
        case PD_SESSION_ARMED:
                return false;
        case PD_SESSION_RUNNING:
        case PD_SESSION_PAUSED:
        case PD_SESSION_AWAY:
                return true;
        }
        return false;
}

const char *
pd_purpose_result_name(enum pd_purpose_result result)
{
        return pd_word_at(results, N_ELEMENTS(results), result);
}

int
pd_purpose_result_parse(const char *word, enum pd_purpose_result *ret)
{
        size_t i = pd_word_index(results, N_ELEMENTS(results), word);

        if (i == N_ELEMENTS(results))
                return -EINVAL;
        *ret = (enum pd_purpose_result) i;
        return 0;
}

const char *
pd_verdict_name(enum pd_verdict verdict)
{
        return pd_word_at(verdicts, N_ELEMENTS(verdicts), verdict);
}

int
pd_verdict_parse(const char *word, enum pd_verdict *ret)
{
        size_t i = pd_word_index(verdicts, N_ELEMENTS(verdicts), word);

        if (i == N_ELEMENTS(verdicts))
                return -EINVAL;
        *ret = (enum pd_verdict) i;
        return 0;
}
