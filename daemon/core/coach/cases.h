/* SPDX-License-Identifier: MIT */
/*
 * Who accuses, and how far each has come with it. There are three cases:
 *
 *   speed against its bounds     pace_case.h
 *   the heart against a ceiling  heart_case.h, where nobody is heard of speed
 *   the heart's mean             against what speed says, or below a floor: half
 *                                a minute's mean off the target for long enough
 */
#pragma once

#include "core/coach/coach.h"

/* One whole second of a step: speed and the heart make their cases. */
void pd_cases_second(struct pd_coach *coach, const struct pd_coach_view *view);

/* Does the heart make a case of its own, and is it heard? */
bool pd_cases_heart_makes_one(const struct pd_coach_view *view);

/* Is it the heart's own case that the excursion rests on? */
bool pd_cases_is_hearts(const struct pd_coach *coach, const struct pd_coach_view *view);

/* Of the case that the excursion rests on. */
enum pd_case_stage pd_cases_stage(const struct pd_coach *coach, const struct pd_coach_view *view);
