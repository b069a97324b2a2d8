/* SPDX-License-Identifier: MIT */
/*
 * Which empty message on a command's topic is no command: that by which
 * somebody takes back what was published with RETAIN by mistake. Pure.
 *
 *   MQTT 5   it bears RETAIN itself
 *   3.1.1    the broker drops RETAIN from what it hands on; only from what it
 *            kept from before does it not. So an empty one without RETAIN is
 *            the taking back if a command of that verb has come with it on this
 *            line, and an order without words if not.
 */
#pragma once

#include "purposed/command.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct pd_clearing {
        uint64_t kept; /* a bit for each verb: the broker keeps something there. 0 on each new line */
};

_Static_assert(PD_COMMAND_VERB_COUNT <= 64, "a bit for each verb");

/* VERB as it stands in the topic, LENGTH of the payload. */
bool pd_clearing_judge(struct pd_clearing *clearing, bool v5, const char *verb, bool retained, size_t length);
