/* SPDX-License-Identifier: MIT */
/*
 * What the files of today share and nobody else sees.
 *
 *   today.c            a diary for each athlete: its day, what it asks for, when it is looked into again
 *   today_proposals.c  what the calendar proposes, once
 *   today_kept.c       what outlasts a start
 *   today_week.c       the running week, and reports of those that are over
 *   today_watch.c      plans that are written
 *   today_install.c    plans that are sent
 *   today_orders.c     the verbs of scope DAY, and the week
 */
#pragma once

#include "today.h"

#include "plan_file.h"

#define PD_TODAY_FOLDERS_MAX (PD_ATHLETES_MAX + 2)

/* A day has at most four proposals, and is spoken of for at most a week. */
#define PD_TODAY_SAID_MAX 16

/* Weeks whose report is another revision when a session comes to them later; reports themselves wait elsewhere (owed.h). */
#define PD_TODAY_REPORTS_MAX 5

/* A week whose report was told, by the figures that make it another one. */
struct pd_told_week {
        pd_day monday;
        int32_t revision, sessions, moving_s, distance_m;
        bool acknowledged;
};

struct pd_diary {
        const struct pd_config_athlete *config;
        struct pd_plan_file file;
        struct pd_life life;
        pd_day day;       /* PD_DAY_NONE while the wall clock is unknown */
        pd_usec day_ends; /* of the wall, like the next two */
        pd_usec brief_at; /* PD_NEVER: it is not wanted */
        pd_usec jumps_at; /* the offset from UTC changes within the day; PD_NEVER */
        pd_day briefed;   /* the last day on which it was said, or too late */
        pd_usec stale_at; /* in the daemon's time: something has changed then; PD_NEVER */
        pd_day since;     /* the plan is known; what it would have asked before was not missed. PD_DAY_NONE */
        struct pd_kinetics kinetics; /* learnt of the heart; no sessions: nothing */
        char said[PD_TODAY_SAID_MAX][PD_ID_SIZE]; /* tags of proposals, the last first */
        pd_usec recount_at;  /* likewise: the past is another one, the day is not; PD_NEVER */
        struct pd_week week; /* as it was told last */
        bool reported_again; /* what is owed from before the start */
        size_t n_told;
        struct pd_told_week told[PD_TODAY_REPORTS_MAX]; /* the last first */
};

/* Where plans are, or may come to be. */
struct pd_plan_folder {
        struct pd_today *today;
        char path[PD_CONFIG_PATH_SIZE + 64];
        bool there; /* else the nearest folder above it is watched */
        sd_event_source *watch;
};

struct pd_today {
        const struct pd_today_context *context;
        struct pd_clock clock; /* as of the last look */
        size_t n_diaries;
        struct pd_diary *diaries;
        size_t n_folders;
        struct pd_plan_folder folders[PD_TODAY_FOLDERS_MAX];
        sd_event *loop;
        /* Too large for a stack. */
        size_t n_past;
        struct pd_past past[PD_TODAY_PAST_MAX];
        struct pd_workout workout;
        struct pd_roster_entry entry;
        struct pd_findings findings;
};

struct pd_diary *pd_today_diary(struct pd_today *today, const char *athlete); /* NULL: a guest's */

void pd_today_look_at_clock(struct pd_today *today);

/* Borrows from both until the next call. */
struct pd_calendar pd_today_calendar(struct pd_today *today, const struct pd_diary *diary);
/* The same with the sessions of the days FROM to TO. */
struct pd_calendar pd_today_calendar_of(struct pd_today *today, const struct pd_diary *diary, pd_day from, pd_day to);

/* Its day is worked out anew, and counts from the next session on. */
void pd_today_renew(struct pd_today *today, struct pd_diary *diary);

void pd_today_watch_no_more(struct pd_today *today);

void pd_today_load(const struct pd_today *today, struct pd_diary *diary);
void pd_today_keep_life(const struct pd_today *today, const struct pd_diary *diary);
void pd_today_keep_briefed(const struct pd_today *today, const struct pd_diary *diary);
void pd_today_keep_kinetics(const struct pd_today *today, const struct pd_diary *diary);
void pd_today_keep_said(const struct pd_today *today, const struct pd_diary *diary);
/* BYTES as her file in FOLDER; what fails is said in the log. */
void pd_today_keep(const struct pd_today *today, const char *folder, const struct pd_diary *diary, const char *bytes, size_t size);
void pd_today_read_told(struct pd_diary *diary, const char *text);

/* Any week, with its sentence. */
void pd_today_week(struct pd_today *today, const struct pd_diary *diary, pd_day monday, struct pd_week *ret);
/* Tells what is news in the running week, and before it the report of the last. */
void pd_today_look_at_week(struct pd_today *today, struct pd_diary *diary);

/* Says what the calendar proposes for today and has not said before. */
void pd_today_propose(struct pd_today *today, struct pd_diary *diary);

/* "install" and "restore": true if it was one of them, and the answer says how it went. */
bool pd_today_takes_plan(struct pd_today *today, struct pd_diary *diary, const struct pd_order *order, struct pd_reply *reply);
