/* SPDX-License-Identifier: MIT */
/* What the coach and the session say for one reason alone (cues.def). */
#pragma once

#include "purposed/event.h"

/* What is said for one reason alone. */
enum pd_cue {
#define PD_CUE(symbol, type, severity, tag) PD_CUE_##symbol,
#include "core/say/cues.def"
#undef PD_CUE
        PD_CUE_COUNT
};

/* The numbers of a cue; PD_UNKNOWN and NULL where it has none. */
struct pd_cue_values {
        int32_t number, count;
        int32_t bpm;
        int32_t distance_m;
        int32_t seconds;
        const char *text;
};

#define PD_NO_VALUES {PD_UNKNOWN, PD_UNKNOWN, PD_UNKNOWN, PD_UNKNOWN, PD_UNKNOWN, NULL}

enum pd_alert_type pd_cue_type(enum pd_cue cue);
enum pd_severity pd_cue_severity(enum pd_cue cue);
const char *pd_cue_tag(enum pd_cue cue);
