/* SPDX-License-Identifier: MIT */
/* What a person reads about the verbs of include/purposed/commands.def. */
#pragma once

#include "purposed/command.h"

void pd_ctl_order_help(enum pd_command_verb verb);
