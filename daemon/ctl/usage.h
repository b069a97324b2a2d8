/* SPDX-License-Identifier: MIT */
/* What a person reads about the verbs of include/purposed/commands.def. */
#pragma once

#include "purposed/command.h"

#define PD_CTL_EXAMPLES_MAX 4

struct pd_ctl_usage {
        const char *words;                         /* what stands after the verb; NULL: nothing */
        const char *examples[PD_CTL_EXAMPLES_MAX]; /* lines that one may type after "purposectl"; NULL: no more */
};

/* By verb. */
extern const struct pd_ctl_usage pd_ctl_usages[PD_COMMAND_VERB_COUNT];

void pd_ctl_order_help(enum pd_command_verb verb);
