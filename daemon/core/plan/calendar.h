/* SPDX-License-Identifier: MIT */
/*
 * What a day asks for: the plan, what life has laid over it, and what was
 * run already. Nothing is changed without a word: where the plan should give
 * way, there is a proposal, a command that the athlete may give.
 */
#pragma once

#include "core/plan/life.h"
#include "core/plan/plan.h"

#include "purposed/past.h"

#define PD_PROPOSALS_MAX 4

struct pd_calendar {
        const struct pd_plan *plan; /* NULL: there is none */
        const struct pd_life *life; /* NULL: nothing has come between */
        const struct pd_past *past; /* of the last weeks, in whatever order */
        size_t n_past;
        pd_day today; /* what lies before it and was not run is missed */
        pd_day since; /* the plan is known: what it would have asked before was not missed. 0: always was */
};

enum pd_calendar_change {
        PD_CALENDAR_AS_PLANNED,
        PD_CALENDAR_SWAPPED,
        PD_CALENDAR_EASIER,
        PD_CALENDAR_SKIPPED,
        PD_CALENDAR_CHOSEN,
        PD_CALENDAR_AWAY, /* by what: the condition */
        PD_CALENDAR_CHANGE_COUNT
};

const char *pd_calendar_change_name(enum pd_calendar_change change); /* "swapped"; "planned" */

enum pd_proposal_kind {
        PD_PROPOSAL_EASIER,    /* she was ill: an easy run on that day */
        PD_PROPOSAL_MOVE,      /* what was missed, to another day of its week */
        PD_PROPOSAL_NO_ROOM,   /* ... for which there is none */
        PD_PROPOSAL_LET_GO,    /* what was missed is not made up for */
        PD_PROPOSAL_WEEK_OVER, /* nor in another week */
        PD_PROPOSAL_KIND_COUNT
};

struct pd_proposal {
        enum pd_proposal_kind kind;
        enum pd_purpose purpose; /* what was planned for ... */
        pd_day about;            /* ... this day */
        pd_day to;               /* MOVE */
        char command[PD_TEXT_SIZE];      /* "swap 2026-11-24 2026-11-26"; "" = nothing can be done, only said */
        char sentence[PD_SENTENCE_SIZE]; /* one, without reproach */
};

/* "move intervals 2026-11-24 2026-11-26", for a trace; its sentence is lost. -EINVAL. */
void pd_proposal_write(const struct pd_proposal *proposal, char ret[static PD_TEXT_SIZE]);
int pd_proposal_read(const char *text, struct pd_proposal *ret);

/* "swap 2026-11-24 2026-11-26"; "". */
void pd_proposal_command(const struct pd_proposal *proposal, char ret[static PD_TEXT_SIZE]);

/* "move-2026-11-24": the same for what is proposed of the same day again, whereto ever. */
void pd_proposal_tag(const struct pd_proposal *proposal, char ret[static PD_ID_SIZE]);

struct pd_calendar_day {
        pd_day day;
        enum pd_calendar_change change;
        enum pd_condition condition;
        pd_day from;               /* the day whose plan this is: another one after a swap */
        enum pd_purpose purpose;   /* PD_PURPOSE_NONE: the day asks for nothing */
        int32_t workout;           /* index into the plan's; PD_PLAN_NO_WORKOUT */
        char id[PD_ID_SIZE];       /* "" = in words, or made easier */
        char title[PD_TEXT_SIZE];
        char why[PD_SENTENCE_SIZE]; /* the workout's, or a session's goal's; "" = not said */
        char easier[PD_TEXT_SIZE]; /* the text of the easy run in its place; "" = as the plan says */
        bool done;                 /* a session of the week was matched to it */
        size_t n_proposals;
        struct pd_proposal proposals[PD_PROPOSALS_MAX];
};

/* Proposals are made for today and days to come only. */
void pd_calendar_day(const struct pd_calendar *calendar, pd_day day, struct pd_calendar_day *ret);

/* The workout's text for pd_workout_text_parse(); "" if the day has none (nothing, rest, free, cross). */
const char *pd_calendar_text(const struct pd_calendar *calendar, const struct pd_calendar_day *day);

struct pd_calendar_count {
        int32_t sessions, hard;
        int32_t distance_m; /* planned: PD_UNKNOWN if times do not tell; done: of the sessions where it was measured */
        int32_t time_s;
        int32_t trimp_tenths; /* of the sessions where a heart was heard; planned: 0 */
};

struct pd_calendar_week {
        pd_day monday;
        int32_t number, of;       /* of the build; 0 outside */
        int32_t days_away;
        struct pd_plan_aims aims; /* pro-rated by days away */
        struct pd_calendar_count planned, done;
        int32_t missed;           /* sessions planned before today, once the plan was known, that nobody ran */
};

void pd_calendar_week(const struct pd_calendar *calendar, pd_day monday, struct pd_calendar_week *ret);

/* Would ENTRY change anything, and is there such a workout? -ENOENT: RET_ERROR
 * is one sentence for whoever ordered it. For pd_life_order() and pd_life_add(). */
int pd_calendar_check(const struct pd_calendar *calendar, const struct pd_life_entry *entry, char ret_error[static PD_SENTENCE_SIZE]);
