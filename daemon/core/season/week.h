/* SPDX-License-Identifier: MIT */
/*
 * A week as a whole, from the calendar and the sessions that its past has.
 *
 * The easy share is of time: below LT1, of what is known. Its aim is what
 * the plan's workouts add up to. Without any it is 80 %: of their sessions
 * endurance athletes spend about so many below LT1 (Seiler 2010), of their time
 * as much or more (Stöggl and Sperlich 2015). It is shown; nobody is accused by it.
 */
#pragma once

#include "core/plan/calendar.h"

#include "purposed/week.h"

/* Of what the plan would have asked before it was known (since), only that which was
 * run counts as planned.
 * All but the sentence and the revision. The calendar's today says whether the
 * week is over; its past has all sessions of the week. */
void pd_season_week(const struct pd_calendar *calendar, pd_day monday, struct pd_week *ret);

/* Is there anything to tell of a week that is over? */
bool pd_season_has_report(const struct pd_week *week);

/* At least three sessions and more than half of the week's went grey: only then
 * is it said that it is always medium. */
bool pd_season_is_medium(const struct pd_week *week);
