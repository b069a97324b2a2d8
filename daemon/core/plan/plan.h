/* SPDX-License-Identifier: MIT */
/*
 * An athlete's plan as a value: what for (the goal), how much (the week's
 * aims), and what on which day. A date is stronger than a week of the build,
 * that is stronger than a weekday.
 *
 * A day that says nothing is no plan; `free` on a day says so against
 * something weaker; `rest` is a plan.
 */
#pragma once

#include "purposed/date.h"
#include "purposed/event.h"
#include "purposed/plan.h"

#define PD_PLAN_FILE_MAX 65536    /* bytes */
#define PD_PLAN_IDS_MAX 64        /* workouts with a name */
#define PD_PLAN_WORKOUTS_MAX 224  /* those, and the ones that days hold in words */
#define PD_PLAN_WEEKS_MAX 60      /* of a build */
#define PD_PLAN_DATES_MAX 400     /* days by date */
#define PD_PLAN_NO_WORKOUT (-1)

struct pd_plan_goal {
        char event[PD_TEXT_SIZE];   /* "" where nothing is said, as in the others */
        char target[PD_TEXT_SIZE];  /* "1:55:00", "finish smiling" */
        char why[PD_SENTENCE_SIZE];
        pd_day day;                 /* PD_DAY_NONE */
        uint32_t line;
};

/* Of a week. PD_UNKNOWN: there is no such aim. */
struct pd_plan_aims {
        int32_t distance_m, sessions, hard;
        uint32_t line; /* 0 = nowhere */
};

struct pd_plan_workout {
        char id[PD_ID_SIZE];      /* "" of one in words */
        char title[PD_TEXT_SIZE];
        enum pd_purpose purpose;
        uint32_t text, why;       /* places in pd_plan.texts; of nothing: "" */
        uint32_t line;
        int32_t time_s, distance_m; /* what its steps add up to, each by its own measure */
        int32_t work_s;           /* of that: at moderate and hard, distances at an easy 6:00/km */
        bool open;                /* a step has no end of its own */
};

/* What a day holds: an index into pd_plan.workouts, or PD_PLAN_NO_WORKOUT. */
struct pd_plan_slot {
        int32_t workout;
        uint32_t line;
};

/* The first two of pd_plan.workouts. */
#define PD_PLAN_REST 0
#define PD_PLAN_FREE 1

struct pd_plan_week {
        int32_t first, last; /* numbers from 1, both included */
        uint32_t line;
        struct pd_plan_aims aims;
        struct pd_plan_slot days[PD_DAYS_A_WEEK];
};

struct pd_plan_date {
        pd_day day;
        struct pd_plan_slot slot;
};

struct pd_plan {
        struct pd_plan_goal goal;
        struct pd_plan_aims aims;
        pd_day start; /* Monday of week 1; PD_DAY_NONE without weeks */
        struct pd_plan_slot every[PD_DAYS_A_WEEK];
        size_t n_weeks, n_dates, n_workouts;
        struct pd_plan_week weeks[PD_PLAN_WEEKS_MAX];
        struct pd_plan_date dates[PD_PLAN_DATES_MAX]; /* in their order */
        struct pd_plan_workout workouts[PD_PLAN_WORKOUTS_MAX];
        size_t texts_length;
        char texts[PD_PLAN_FILE_MAX + 2 * PD_PLAN_WORKOUTS_MAX + 1]; /* texts[0] is "" */
};

/* Empty but for rest and free. */
void pd_plan_init(struct pd_plan *plan);

/* What the plan itself holds on DAY; workout PD_PLAN_NO_WORKOUT: nothing. */
struct pd_plan_slot pd_plan_at(const struct pd_plan *plan, pd_day day);

/* The aims of the week of MONDAY, before anybody was away. */
struct pd_plan_aims pd_plan_aims_of(const struct pd_plan *plan, pd_day monday);

/* The number of the build's week that holds DAY, and how many there are; 0: none. */
int32_t pd_plan_week_number(const struct pd_plan *plan, pd_day day);
int32_t pd_plan_last_week(const struct pd_plan *plan);

/* By id, or NULL. */
const struct pd_plan_workout *pd_plan_workout_find(const struct pd_plan *plan, const char *id);

/* That of at most PD_PLAN_NAMES_MAX names which is nearest to a mistyped word, or NULL. */
#define PD_PLAN_NAMES_MAX (PD_PLAN_IDS_MAX + 32)
const char *pd_plan_nearest_name(const char *const *names, size_t n, const char *word);

/* The goal as one text: the event, or the target, or the why; "" without one. */
void pd_plan_goal_text(const struct pd_plan *plan, char ret[static PD_TEXT_SIZE]);

/* Hard sessions are counted by what they are for (Seiler's session goal):
 * tempo, threshold, intervals, hills, race. */
bool pd_plan_is_hard(enum pd_purpose purpose);

/* Something that is to be done: neither rest nor free nor nothing. */
bool pd_plan_is_session(enum pd_purpose purpose);

/* So much work is too much of it for an easy day: 4 min or 10 %, as in a verdict. */
bool pd_plan_is_work(const struct pd_plan_workout *workout);

/* How long it takes, distances at an easy 6:00/km; PD_UNKNOWN if its steps do not say. */
int32_t pd_plan_seconds(const struct pd_plan_workout *workout);
int32_t pd_plan_seconds_of_metres(int32_t metres);
/* How far it goes, times at an easy 6:00/km; PD_UNKNOWN likewise. */
int32_t pd_plan_metres(const struct pd_plan_workout *workout);
