/* SPDX-License-Identifier: MIT */
/* What a day of the calendar asks for, as the workout that an engine takes. */
#pragma once

#include "core/plan/calendar.h"

/* Unresolved: pd_workout_resolve() follows. Its purpose, title and id are the
 * plan's; no steps where the day has no text. -EBADMSG: the text does not
 * read, which a plan that was read never has. */
int pd_day_workout(const struct pd_calendar *calendar, const struct pd_calendar_day *day, struct pd_workout *ret);
