/* SPDX-License-Identifier: MIT */
/*
 * Being off the target, from the frame that crossed the tolerance to the
 * all-clear: see the picture in core/coach/coach.h.
 */
#pragma once

#include "core/coach/coach.h"

void pd_excursion_clear(struct pd_excursion *excursion);

/* One whole second of a step. */
void pd_excursion_second(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret);

/* Is she off the target, for certain enough to be shown? */
bool pd_excursion_is_shown(const struct pd_coach *coach, const struct pd_coach_view *view);

/* It is over, whether she has complied or the step has ended: were its alerts heeded? */
void pd_excursion_settle(struct pd_coach *coach);
