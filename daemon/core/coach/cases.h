/* SPDX-License-Identifier: MIT */
/*
 * Who accuses, and how far each has come with it. There are four cases:
 *
 *   speed against its bounds     prompt_case.h
 *   power against its bounds     likewise
 *   the heart against a ceiling  heart_case.h, where neither of them is heard
 *   the heart's mean             against what speed says, or below a floor: half
 *                                a minute's mean off the target for long enough
 */
#pragma once

#include "core/coach/coach.h"

/* One whole second of a step: speed, power and the heart make their cases. */
void pd_cases_second(struct pd_coach *coach, const struct pd_coach_view *view);

/* Does the heart make a case of its own, and is it heard? */
bool pd_cases_heart_makes_one(const struct pd_coach_view *view);

/* Is it the heart's own case that the excursion rests on? */
bool pd_cases_is_hearts(const struct pd_coach *coach, const struct pd_coach_view *view);

/* The case of a prompt witness; NULL: the heart makes another kind. */
const struct pd_prompt_case *pd_cases_prompt(const struct pd_coach *coach, enum pd_witness witness);

/* Is a case of such a one open on that side? */
bool pd_cases_prompt_is_open(const struct pd_coach *coach, enum pd_side side);

/* Another step, a pause: no frame has crossed anything. */
void pd_cases_forget_crossings(struct pd_coach *coach);

/* Of the case that the excursion rests on. */
enum pd_case_stage pd_cases_stage(const struct pd_coach *coach, const struct pd_coach_view *view);
