/* SPDX-License-Identifier: MIT */
/*
 * What is said of an event: title and message for the eye, a sentence for
 * the speaker, and one without private numbers for a shared room.
 */
#pragma once

#include "core/coach/coach.h"
#include "core/session/verdict.h"

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

/* Whose ears, and what they are doing. */
struct pd_listener {
        const struct pd_athlete *athlete;
        const struct pd_workout *workout;
};

/* Each fills title, message, say and say_public of an alert whose type and
 * numbers stand already. */
void pd_speech_started(const struct pd_listener *listener, struct pd_alert *alert);
void pd_speech_remark(const struct pd_listener *listener, const struct pd_remark *remark, struct pd_alert *alert);
void pd_speech_step(const struct pd_listener *listener, size_t step, struct pd_alert *alert);
void pd_speech_sensor_lost(const struct pd_listener *listener, enum pd_witness of, int32_t silent_s, struct pd_alert *alert);
void pd_speech_cue(const struct pd_listener *listener, enum pd_cue cue, const struct pd_cue_values *values, struct pd_alert *alert);
/* SUMMARY holds the sentence already. */
void pd_speech_ended(const struct pd_listener *listener, const struct pd_summary *summary, struct pd_alert *alert);

/* The one sentence of a summary. START: engine time of the session's. */
void pd_speech_verdict(const struct pd_listener *listener, const struct pd_judgement *judgement, pd_usec start,
        const struct pd_summary *summary, char *ret, size_t size);
