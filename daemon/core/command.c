/* SPDX-License-Identifier: MIT */
/* The words of commands. */
#include "purposed/command.h"

#include "core/word.h"

#include <errno.h>

static const char *const verbs[PD_COMMAND_VERB_COUNT] = {
        [PD_COMMAND_START] = "start",
        [PD_COMMAND_STOP] = "stop",
        [PD_COMMAND_REPORT] = "report",
};

const char *
pd_command_verb_name(enum pd_command_verb verb)
{
        return pd_word_at(verbs, PD_COMMAND_VERB_COUNT, verb);
}

int
pd_command_verb_parse(const char *word, enum pd_command_verb *ret)
{
        size_t i = pd_word_index(verbs, PD_COMMAND_VERB_COUNT, word);

        if (i == PD_COMMAND_VERB_COUNT)
                return -EINVAL;

        *ret = (enum pd_command_verb) i;
        return 0;
}
