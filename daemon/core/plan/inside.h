/* SPDX-License-Identifier: MIT */
/* What the files of the calendar know of each other. */
#pragma once

#include "core/plan/calendar.h"

/* The day without what was run: neither `done` nor proposals. */
void pd_calendar_asks(const struct pd_calendar *calendar, pd_day day, struct pd_calendar_day *ret);

/* What a session was for; where nothing was asked, what was run. */
enum pd_purpose pd_matching_purpose(const struct pd_past *session);

/* Was it hard for the legs, whatever it was meant for? */
bool pd_matching_was_hard(const struct pd_past *session);

/* The sessions of a week and the days whose plan they were: by the workout's
 * id, then by purpose, then by what was run if it had none; the same weekday
 * only decides between equals. */
struct pd_matching {
        const struct pd_past *of_day[PD_DAYS_A_WEEK]; /* NULL: nobody's */
};

void pd_matching_of_week(const struct pd_calendar *calendar, pd_day monday, struct pd_matching *ret);

/* Fills the proposals of a day that is otherwise complete. */
void pd_proposals_for(const struct pd_calendar *calendar, struct pd_calendar_day *day);
