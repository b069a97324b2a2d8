/* SPDX-License-Identifier: MIT */
/*
 * Why it was judged so: what each witness said in the second that was judged
 * last, what was asked, and why something was said or not. Read from an engine;
 * nothing changes by asking.
 */
#pragma once

#include "core/coach/coach.h"
#include "core/coach/reps.h"
#include "core/coach/silence.h"
#include "core/effort/effort.h"

#include "purposed/doubt.h"
#include "purposed/engine.h"

#define PD_EXPLAINED_STATES 4 /* recovery, easy, moderate, hard */

/* One witness. */
struct pd_explained_witness {
        int32_t value; /* bpm, mm/s or W, the last frame's; PD_UNKNOWN: not heard, or not trusted */
        int32_t mean;  /* of the last seconds: what is held against a target */
        enum pd_doubt doubt; /* where it is heard and not trusted */
        bool believed; /* she wants to be judged by it */
        struct pd_anchor lt1, lt2;
        struct pd_filter_bound bounds[PD_FILTER_BOUNDS];
        /* How likely it makes each state: by this value alone, and with what came before. */
        int32_t alone_percent[PD_EXPLAINED_STATES], percent[PD_EXPLAINED_STATES];
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
        struct pd_explained_witness speed, power, heart;
        bool uphill, settled; /* the pod knows no gradient; the heart has had its time */
        int32_t expected_bpm, asymptote_bpm; /* on its way by the speeds until now; where this one leads; PD_UNKNOWN */
        int32_t dfa_a1_milli; /* DFA-alpha1 in thousandths; PD_UNKNOWN */
        struct pd_effort before, effort; /* a second ago, and now */
        bool grey;
        bool asked; /* there is a step: */
        enum pd_intensity step;
        struct pd_band hr, speed_band, power_band;
        enum pd_target_state target_state;
        enum pd_side side; /* of an excursion; NONE: there is none */
        enum pd_witness off_by;
        int32_t off_s;
        struct pd_explained_rep rep;
        enum pd_silence silence;
};

void pd_engine_explain(const struct pd_engine *engine, struct pd_explanation *ret);
