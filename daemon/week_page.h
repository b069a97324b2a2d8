/* SPDX-License-Identifier: MIT */
/*
 * A week against the plan as a page for the terminal, and as what its topic has.
 */
#pragma once

#include "reply.h"

#include "purposed/athlete.h"
#include "purposed/week.h"

/* REPLY is that alone. */
void pd_week_page_write(const struct pd_athlete *athlete, const struct pd_week *week, struct pd_reply *reply);
