/* SPDX-License-Identifier: MIT */
/* One step of a workout's text. */
#pragma once

#include "formats/workout_token.h"
#include "purposed/plan.h"

/* Reads up to the end of the line, a comma or a ')', which it leaves. Keeps
 * the cue that RET holds. RET_LAP: the step waits for lap to be pressed. */
int pd_workout_step_read(struct pd_scanner *scanner, struct pd_step *ret, bool *ret_lap);

/* The text before the first time or distance of the line, unless it is words
 * of the grammar: into RET's cue. The scanner stands before AT then. */
int pd_workout_step_cue(struct pd_scanner *scanner, struct pd_step *ret);

bool pd_token_purpose(const struct pd_token *token, enum pd_purpose *ret);
