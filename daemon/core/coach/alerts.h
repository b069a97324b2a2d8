/* SPDX-License-Identifier: MIT */
/*
 * The words of an excursion: the first alert, its three repeats, one all-clear;
 * and whether they were heeded. When one is due, silence.h says.
 */
#pragma once

#include "core/coach/coach.h"

/* One is due. To somebody new it may be an offer instead. */
void pd_alerts_speak(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret);

/* Something was said, and she has complied. */
void pd_alerts_all_clear(const struct pd_excursion *excursion, struct pd_remark *ret);

/* The excursion is over, whether she has complied or the step has ended: were its alerts heeded? */
void pd_alerts_settle(struct pd_coach *coach);
