/* SPDX-License-Identifier: MIT */
/*
 * Why it was judged so: what each witness said in the second that was judged
 * last, what was asked, and why something was said or not. Read from an engine;
 * nothing changes by asking.
 */
#pragma once

#include "core/coach/coach.h"
#include "core/coach/reps.h"
#include "core/effort/effort.h"

#include "purposed/doubt.h"
#include "purposed/engine.h"

#define PD_EXPLAINED_STATES 4 /* recovery, easy, moderate, hard */

/* One witness. */
struct pd_explained_witness {
        int32_t value; /* bpm or mm/s, the last frame's; PD_UNKNOWN: not heard, or not trusted */
        int32_t mean;  /* of the last seconds: what is held against a target */
        enum pd_doubt doubt; /* where it is heard and not trusted */
        bool believed; /* she wants to be judged by it */
        struct pd_anchor lt1, lt2;
        struct pd_filter_bound bounds[PD_FILTER_BOUNDS];
        /* How likely it makes each state: by this value alone, and with what came before. */
        int32_t alone_percent[PD_EXPLAINED_STATES], percent[PD_EXPLAINED_STATES];
};

/* Why nothing is said of the target now. */
enum pd_silence {
        PD_SILENCE_NOTHING_ASKED,
        PD_SILENCE_GREY_SAID, /* without a workout, and once is enough */
        PD_SILENCE_LEARNING,
        PD_SILENCE_ON_TARGET,
        PD_SILENCE_BORDERLINE,
        PD_SILENCE_HILL,     /* the pod knows no gradient, and the heart is late */
        PD_SILENCE_SETTLING,
        PD_SILENCE_SHORT,    /* a step that is over before the heart shows it */
        PD_SILENCE_NOT_JUDGED_BY, /* the only one who could tell */
        PD_SILENCE_CANNOT_TELL,
        PD_SILENCE_NO_PUSH,  /* below what is asked, and nobody pushes her into harm */
        PD_SILENCE_MUTED,
        PD_SILENCE_RACE,
        PD_SILENCE_OFFERED,  /* a way out, instead of more alerts */
        PD_SILENCE_BACK,     /* for too short a time to call it that */
        PD_SILENCE_REST_TOLD,
        PD_SILENCE_STRAYS,   /* off the target, as her speed often is for a while */
        PD_SILENCE_NOT_YET,  /* off the target, for too short a time */
        PD_SILENCE_SAID_BEFORE, /* and it is not time to repeat it */
        PD_SILENCE_SAID_ENOUGH,
        PD_SILENCE_COUNT
};

/* A rep that counts by the heart's peak: the one at hand, or in the step after it what became of it. */
struct pd_explained_rep {
        bool any;
        enum pd_rep_result result; /* NONE: not judged yet */
        int32_t peak_bpm;   /* PD_UNKNOWN */
        int32_t needed_bpm;
};

struct pd_explanation {
        enum pd_session_state state; /* unless RUNNING, also before it was told, nothing below was judged now */
        enum pd_purpose purpose;
        struct pd_explained_witness speed, heart;
        bool uphill, settled; /* the pod knows no gradient; the heart has had its time */
        int32_t expected_bpm, asymptote_bpm; /* on its way by the speeds until now; where this one leads; PD_UNKNOWN */
        int32_t dfa_a1_milli; /* DFA-alpha1 in thousandths; PD_UNKNOWN */
        struct pd_effort before, effort; /* a second ago, and now */
        bool grey;
        bool asked; /* there is a step: */
        enum pd_intensity step;
        struct pd_band hr, speed_band;
        enum pd_target_state target_state;
        enum pd_side side; /* of an excursion; NONE: there is none */
        enum pd_witness off_by;
        int32_t off_s;
        struct pd_explained_rep rep;
        enum pd_silence silence;
};

void pd_engine_explain(const struct pd_engine *engine, struct pd_explanation *ret);
