/* SPDX-License-Identifier: MIT */
/*
 * A calendar as a page: some weeks as a table, or a day in a few lines, and
 * the same for scripts. The daemon answers with it, and the client writes it
 * from a file where no daemon runs.
 */
#pragma once

#include "reply.h"

#include "core/plan/calendar.h"

#define PD_TIMETABLE_WEEKS_MAX PD_PLAN_WEEKS_MAX

struct pd_timetable {
        const struct pd_calendar *calendar;
        pd_day day;
        int32_t weeks; /* from that of the day on; 0: the day alone */
};

/* Behind the text that is there; its JSON is REPLY's. */
void pd_timetable_write(const struct pd_timetable *timetable, struct pd_reply *reply);
