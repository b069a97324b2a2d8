/* SPDX-License-Identifier: MIT */
/*
 * An explanation in words: a plain sentence a witness, one for what was
 * concluded, one for what the coach made of it.
 */
#pragma once

#include "reply.h"

#include "core/engine/explanation.h"

/* SAID: what was spoken in that second; NULL: nothing. */
void pd_explained_say(const struct pd_explanation *explanation, int32_t units, const char *said, struct pd_reply *reply);
