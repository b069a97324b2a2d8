/* SPDX-License-Identifier: MIT */
/*
 * What is worth one sentence in a session, and no more: grey without a plan,
 * a heart that drifts or is unusual, a race begun too fast.
 */
#pragma once

#include "core/coach/coach.h"

void pd_remark_cue(struct pd_remark *ret, enum pd_cue cue, struct pd_cue_values values);

/* One whole second each. */
void pd_watch_grey(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret);
/* Only where nothing else is said. */
void pd_watch_drift(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret);
void pd_watch_unusual(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret);
void pd_watch_race(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret);
