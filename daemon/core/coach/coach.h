/* SPDX-License-Identifier: MIT */
/*
 * The wire between knowing and doing: what is asked against what is done,
 * second by second, and when that is worth a word.
 *
 *   ceiling + 2 % ┈┈┈┈┈┈┈┈┈┈╱‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾‾╲┈┈┈┈┈┈┈┈┈
 *   ceiling       ┈┈┈┈┈┈┈┈╱┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈┈╲┈┈┈┈┈┈┈┈
 *   speed         _______╱ │   │        │       │ ╲___│___
 *                       since shown   spoken   +30   back: said
 *                           when the case    +60   8 s
 *                           is proven        +120, then silence
 *
 * One-sided by purpose: a band's open side accuses nobody. A file each:
 *
 *   witness    what speed, power and the heart say, and what may be held against her
 *   cases      who accuses, and how far that has come: prompt_case (which knows by
 *              wander how what it judges strays), heart_case, or the heart's mean
 *   excursion  when she is off the target, and when that is over
 *   silence    when a word is spoken, or why not
 *   alerts     which word, and whether it was heeded
 *   reps, rest, watch   what is said besides: of a rep, a rest, once a session
 */
#pragma once

#include "core/coach/case.h"
#include "core/coach/heart_case.h"
#include "core/coach/prompt_case.h"
#include "core/effort/effort.h"
#include "core/say/cue.h"

#include "purposed/event.h"
#include "purposed/plan.h"

struct pd_rep_second;

#define PD_EXCURSION_ALERTS_MAX 4 /* the first, and three that repeat it */
#define PD_EXCURSIONS_MAX 64 /* kept for the verdict; later ones are added to the last */

/* One second, seen with the signals that are trusted; PD_UNKNOWN otherwise. */
struct pd_coach_view {
        pd_usec now, start; /* start: of the session */
        enum pd_purpose purpose;
        const struct pd_step *step; /* NULL: nothing is asked */
        const struct pd_athlete *athlete;
        struct pd_effort effort;
        int32_t hr_bpm;        /* of half a minute */
        int32_t hr_newest_bpm; /* the last frame's */
        int32_t hr_long_bpm;   /* of two minutes, settled */
        int32_t hr_trend_bpm;  /* of ten minutes */
        int32_t hr_expected_bpm;  /* of half a minute, by the speeds until now */
        int32_t hr_asymptote_bpm; /* where the present speed leads it */
        int32_t hr_sd_tenths;     /* of the heart around its expected path, tenths of a bpm */
        bool hr_settled;
        bool hr_falls;         /* she has slowed down, and the heart follows */
        int32_t speed_mm_s;        /* of the last seconds */
        int32_t speed_newest_mm_s; /* the last frame's */
        pd_usec speed_newest_at;
        int32_t power_w, power_newest_w; /* likewise */
        pd_usec power_newest_at;
        struct pd_band power;      /* what is asked of it */
        bool heart_silent;         /* a strap was heard, and is not to be trusted now */
        bool pod_doubted;          /* a pod is heard, and its speed or power not to be trusted */
        bool quiet;                /* judge, but do not speak */
        bool enough;               /* too many reps have failed: no more pushing */
        bool learning;             /* accuse nobody */
        bool beginning;            /* the first tenth of the step */
        bool between_reps;         /* the step is there to rest from one rep for the next */
};

/* The rests between reps. */
struct pd_rest {
        const struct pd_step *rep; /* the last one; NULL */
        int64_t sum;     /* of the speeds in it, for their mean */
        int32_t seconds;
        bool told;       /* that one was run, and none */
        pd_usec told_at; /* while that one lasts, and is none; PD_NEVER */
};

/* Being off the target without a break of 8 s (PD_CASE_BACK_S). */
struct pd_excursion {
        enum pd_side side;
        bool by_heart_case;      /* it rests on the heart's own case */
        bool shown;
        enum pd_witness witness; /* who saw it; who sees it, once that one has fallen silent */
        pd_usec since;           /* the frame that crossed the tolerance */
        pd_usec back_since;      /* within the bounds again; PD_NEVER while off */
        int64_t sum;             /* of the witness' value while off, for its mean */
        int32_t seconds;         /* off the target, by that witness */
        pd_usec blind;           /* when nobody could tell: no time off it */
        int32_t spoken, alerts;  /* how often; without an offer */
        pd_usec first_spoken, speak_next;
        pd_usec alert_at[PD_EXCURSION_ALERTS_MAX];
        enum pd_alert_type type; /* once spoken; never changes within the excursion */
};

struct pd_excursion_record {
        pd_usec since;
        int32_t over_s;                /* all seconds over, up to its end */
        enum pd_intensity intensity;   /* how hard it was on average */
        enum pd_witness witness;       /* who saw it */
};

struct pd_coach {
        struct pd_excursion excursion;
        struct pd_prompt_case speed, power; /* what each says of it */
        struct pd_heart_case heart; /* what the heart says of it where it governs */
        int32_t uncounted_s[PD_WITNESS_COUNT]; /* by witness: seconds in a row above the bound itself that over_s does not hold yet */
        pd_usec crossed[PD_WITNESS_COUNT]; /* by witness: the first of the frames in a row above the tolerance; PD_NEVER */
        int32_t over_s;      /* in all */
        int32_t alerts, heeded;
        int32_t unheeded;    /* of the alerts to ease off, in excursions that are over */
        int32_t excursions;  /* that were worth a word */
        size_t n_records;
        struct pd_excursion_record records[PD_EXCURSIONS_MAX];
        pd_usec grey_since;  /* without a plan; PD_NEVER */
        bool grey_said;
        pd_usec drift_since; /* PD_NEVER */
        bool drift_said;
        pd_usec unusual_since; /* PD_NEVER */
        pd_usec path_seen;     /* the last second with a heart rate and an expected one */
        int32_t unusual_sum;   /* bpm times seconds since then, beyond what it takes */
        bool unusual_said;
        pd_usec rash_since; /* faster than the race is meant to begin; PD_NEVER */
        bool rash_said;
        struct pd_rest rest;
        bool offered; /* to walk till the heart has come down */
        enum pd_target_state target_state;
};

/* What is to be said this second. */
struct pd_remark {
        bool any;
        bool is_cue; /* said for one reason alone: `cue` with its `values`; nothing below holds */
        enum pd_cue cue;
        struct pd_cue_values values;
        enum pd_alert_type type;
        enum pd_witness witness;
        enum pd_intensity intensity; /* of the excursion, on average */
        int32_t over_s;   /* since the excursion began */
        int32_t heeded_s; /* of an all-clear: since the first alert; PD_UNKNOWN otherwise */
};

void pd_coach_init(struct pd_coach *coach);

/* One whole second has passed. */
void pd_coach_second(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret);

/* Is she to be told to go harder at all? Never into harm, nor where the heart,
 * which would have to say so, has fallen silent. */
bool pd_coach_may_push(const struct pd_coach_view *view);

/* This second of a rep, after pd_coach_second(). */
void pd_coach_rep_second(const struct pd_coach *coach, const struct pd_coach_view *view, struct pd_rep_second *ret);

/* A new step, a pause: what was off is off no more, and no all-clear is due. */
void pd_coach_forget(struct pd_coach *coach);

/* Effort in the grey zone that nothing prescribes, surely so, and on the word of
 * one whom judge_by lets accuse. STATE is how it stands to the step: on a target in
 * numbers, it is prescribed. */
bool pd_coach_is_grey(const struct pd_athlete *athlete, const struct pd_step *step, const struct pd_effort *effort,
        enum pd_target_state state);

/* Does a second in that state count as time on target? */
bool pd_coach_is_on_target(const struct pd_step *step, enum pd_target_state state);

/* The record of the excursion in which the seconds over passed LIMIT, or NULL. */
const struct pd_excursion_record *pd_coach_crossing(const struct pd_coach *coach, int32_t limit_s);
