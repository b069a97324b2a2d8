/* SPDX-License-Identifier: MIT */
/*
 * Why it was judged so: what each witness said in the second that was judged
 * last, what was asked, and why something was said or not. Read from an engine;
 * nothing changes by asking.
 */
#pragma once

#include "core/coach/coach.h"
#include "core/effort/effort.h"

#include "purposed/engine.h"

#define PD_EXPLAINED_STATES 4 /* recovery, easy, moderate, hard */

/* One witness. */
struct pd_explained_witness {
        int32_t value; /* bpm or mm/s, the last frame's; PD_UNKNOWN: not heard, or not trusted */
        int32_t mean;  /* of the last seconds: what is held against a target */
        bool believed; /* she wants to be judged by it */
        struct pd_anchor lt1, lt2;
        struct pd_filter_bound bounds[PD_FILTER_BOUNDS];
        /* How likely it makes each state: by this value alone, and with what came before. */
        int32_t alone_percent[PD_EXPLAINED_STATES], percent[PD_EXPLAINED_STATES];
};

/* Why nothing is said of the target now. */
enum pd_silence {
        PD_SILENCE_NOTHING_ASKED,
        PD_SILENCE_LEARNING,
        PD_SILENCE_ON_TARGET,
        PD_SILENCE_BORDERLINE,
        PD_SILENCE_SETTLING,
        PD_SILENCE_CANNOT_TELL,
        PD_SILENCE_MUTED,
        PD_SILENCE_NOT_YET,     /* off the target, for too short a time */
        PD_SILENCE_SAID_BEFORE, /* and it is not time to repeat it */
        PD_SILENCE_SAID_ENOUGH,
};

struct pd_explanation {
        enum pd_session_state state; /* unless RUNNING, also before it was told, nothing below was judged now */
        enum pd_purpose purpose;
        struct pd_explained_witness speed, heart;
        bool uphill, settled; /* the pod knows no gradient; the heart has had its time */
        int32_t expected_bpm, asymptote_bpm; /* on its way by the speeds until now; where this one leads; PD_UNKNOWN */
        struct pd_effort before, effort; /* a second ago, and now */
        bool grey;
        bool asked; /* there is a step: */
        enum pd_intensity step;
        struct pd_band hr, speed_band;
        enum pd_target_state target_state;
        enum pd_side side; /* of an excursion; NONE: there is none */
        enum pd_witness off_by;
        int32_t off_s;
        enum pd_silence silence;
};

void pd_engine_explain(const struct pd_engine *engine, struct pd_explanation *ret);
