/* SPDX-License-Identifier: MIT */
/*
 * Who runs today and what: the configuration's athletes with their
 * thresholds estimated where they are missing, and their workouts compiled.
 */
#pragma once

#include "config.h"

#include "purposed/event.h"
#include "purposed/plan.h"

struct pd_roster_entry {
        struct pd_athlete athlete;
        struct pd_workout workout;
};

/* What is not in the configuration: the wall clock's year, 0 while nobody
 * knows it, the sessions that are on record, and what the calendar says. */
struct pd_roster_day {
        int32_t year;
        int32_t sessions_done;
        const struct pd_kinetics *kinetics; /* NULL: nothing was learnt */
        enum pd_condition condition;
        enum pd_purpose yesterday;
        enum pd_purpose_result yesterday_result;
        const char *goal;                 /* NULL: as the configuration says */
        const char *why;                  /* NULL: nobody says it */
        const struct pd_workout *planned; /* unresolved; NULL: the configuration's */
};

/* One entry in RET. A workout that does not read is an error among FINDINGS
 * and -EBADMSG. */
int pd_roster_entry_of(const struct pd_config_athlete *config, const struct pd_roster_day *day, struct pd_findings *findings,
        struct pd_roster_entry *ret);

/* Is there a sensor that several share? Then there may be a guest. */
bool pd_roster_has_guest(const struct pd_config *config);

/* Of whom nothing is known but who it may be; nothing is asked, and nothing
 * kept for whoever listens later. */
void pd_roster_guest_of(const struct pd_config *config, struct pd_roster_entry *ret);

/* Targets that mean nothing for want of a threshold: a warning each, at the
 * first step that needs it. */
void pd_roster_unresolved(const struct pd_workout *workout, const struct pd_athlete *athlete, const struct pd_config_place *place,
        struct pd_findings *findings);
