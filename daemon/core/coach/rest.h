/* SPDX-License-Identifier: MIT */
/*
 * Rests are part of the work: one between two reps that is run nearly as fast
 * as they are is none, and that is said, once a session. Speed tells it, as
 * soon as she has had the time to slow down; a heart that is still high says
 * nothing of a rest. Where no speed is heard, nobody can tell.
 */
#pragma once

#include "core/coach/coach.h"

/* One whole second. */
void pd_rest_second(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret);

/* It was said just now: what else is wrong with the step waits for what comes of it. */
bool pd_rest_was_told(const struct pd_coach *coach, const struct pd_coach_view *view);
