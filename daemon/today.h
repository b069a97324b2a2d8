/* SPDX-License-Identifier: MIT */
/*
 * What today asks of each athlete: configuration, plan, life and the last
 * weeks make the values and the workout that an engine takes. Worked out
 * at the start, when a day begins, when a plan's file changes, when the
 * wall clock is set, when a session is over and by command; it counts from
 * the next session on.
 *
 *   day begins          brief is due      two hours
 *   ├───────────────────┼─────────────────┤ later it is not said any more
 *   day_starts          brief
 */
#pragma once

#include "config.h"
#include "orders.h"
#include "roster.h"
#include "state_file.h"

#include "core/plan/calendar.h"

#include "purposed/clock.h"
#include "purposed/port.h"

#include <systemd/sd-event.h>

/* Whoever gets up later than that has begun the day without it. */
#define PD_TODAY_BRIEF_FOR (2 * PD_HOUR)

/* Sessions of four weeks, and of this one. */
#define PD_TODAY_PAST_DAYS 35
#define PD_TODAY_PAST_MAX 128

/* What the root lends; outlives it. */
struct pd_today_context {
        const struct pd_config *config;
        const char *plans_dir; /* beside the configuration */
        const char *state_dir;
        struct pd_state_files *files;
        /* Now, in the daemon's time and by the wall. */
        void (*clock)(void *user, struct pd_clock *ret);
        int32_t (*sessions_done)(void *user, const char *athlete);
        /* Sessions of the days FROM to TO (PD_DAY_NONE: no end), at most LIMIT: how many. NULL: there is no record. */
        size_t (*past)(void *user, const char *athlete, pd_day from, pd_day to, struct pd_past *ret, size_t limit);
        /* Counts from the next session on. */
        void (*entry)(void *user, pd_usec at, const struct pd_roster_entry *entry);
        void (*brief)(void *user, pd_usec at, const char *athlete);
        /* The calendar proposes what TEXT says (pd_proposal_read()): behind the brief and
         * when a session is over, but each only once. */
        void (*propose)(void *user, pd_usec at, const char *athlete, const char *text);
        /* What was accepted besides what the configuration says: into the athlete's anchors. NULL: nothing. */
        void (*anchors)(void *user, struct pd_athlete *athlete);
        /* A session of hers is over and counts; behind what the calendar proposes. NULL: nobody asks. */
        void (*over)(void *user, pd_usec at, const char *athlete);
        /* The athlete's running week has changed; or one is over, and this is its report. NULL: nobody asks, nothing is reported. */
        void (*week)(void *user, pd_usec at, const struct pd_athlete *athlete, const struct pd_week *week);
        /* Is the report of that week already on its way, whoever takes it? NULL: nobody knows. */
        bool (*reported)(void *user, const char *athlete, pd_day monday, int32_t revision);
        /* Somebody's local time has jumped. */
        void (*offset_changed)(void *user, pd_usec at);
        void *user;
};

struct pd_today;

int pd_today_new(const struct pd_today_context *context, struct pd_today **ret);
struct pd_today *pd_today_free(struct pd_today *today);

/* Of the configuration's Ith athlete, at the start. Borrowed until the next
 * call. -EBADMSG: FINDINGS say what is wrong with the configuration's workout. */
int pd_today_entry(struct pd_today *today, size_t i, struct pd_findings *findings, const struct pd_roster_entry **ret);

/* What the plan asks of ATHLETE on a day, in her numbers of today. -ENOENT: nothing. */
int pd_today_workout(struct pd_today *today, const struct pd_athlete *athlete, pd_day day, struct pd_workout *ret);

/* The next session that ATHLETE's plan asks for behind today. -ENOENT: none soon, or nobody knows. */
int pd_today_next(struct pd_today *today, const char *athlete, struct pd_week_left *ret);

/* Ids of the workouts that ATHLETE's plan has names for, at most PD_CHOICES_MAX: how many. */
size_t pd_today_choices(struct pd_today *today, const char *athlete, char (*ret)[PD_ID_SIZE]);

/* Plans are read again when their files change. */
void pd_today_watch(struct pd_today *today, sd_event *loop);

/* The wall clock was set, or can be believed now. */
void pd_today_clock_set(struct pd_today *today);
/* A session was judged: what it was counts for the week. Not before the next wake-up. */
void pd_today_session_over(struct pd_today *today, pd_usec at, const char *athlete);

/* A session has taught KINETICS of her heart: they are kept, and count from the next one on. */
void pd_today_learn(struct pd_today *today, const char *athlete, const struct pd_kinetics *kinetics);

/* Other anchors of hers count from the next session on. */
void pd_today_anchors_changed(struct pd_today *today, const char *athlete);

/* Nothing of what is kept of ATHLETE beside the plan stays: days away, what was said, what was learnt. */
void pd_today_forget(struct pd_today *today, const char *athlete);

/* At the start, once there is somebody to tell: the running weeks, and the reports that are still owed. */
void pd_today_begin_weeks(struct pd_today *today);
/* The running weeks once more, for a listener; that of ATHLETE, or (NULL) of all. */
void pd_today_restate_weeks(struct pd_today *today, const char *athlete);
/* The report of the week of MONDAY is delivered for good. */
void pd_today_week_acknowledged(struct pd_today *today, const char *athlete, pd_day monday, uint32_t revision);
/* A session of the past was mended, or came from elsewhere. Not before the next wake-up. */
void pd_today_past_changed(struct pd_today *today, pd_usec at, const char *athlete);

/* When it wants to be woken, in the daemon's time; PD_NEVER. */
pd_usec pd_today_deadline(const struct pd_today *today);
void pd_today_wake(struct pd_today *today, pd_usec at);

/* What is wrong with somebody's plan, for the one line of the status; "". */
const char *pd_today_trouble(const struct pd_today *today);

/* The verbs of scope DAY, and the week; their user is the struct pd_today. */
extern const struct pd_order_service pd_today_services[];
extern const size_t pd_today_n_services;
