/* SPDX-License-Identifier: MIT */
/*
 * What is said of an event: title and message for the eye, a sentence for
 * the speaker, and one without private numbers for a shared room.
 */
#pragma once

#include "core/anchors/offer.h"
#include "core/coach/coach.h"
#include "core/plan/calendar.h"
#include "core/renewal.h"
#include "core/say/cue.h"
#include "core/session/verdict.h"

#include "purposed/event.h"

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
/* What today is for, why, and how it went last time; what does not fit is left out, from the end. */
void pd_speech_brief(const struct pd_listener *listener, struct pd_alert *alert);
/* What came between, and what may be done about it; the message names the command. */
void pd_speech_proposal(const struct pd_listener *listener, const struct pd_proposal *proposal, struct pd_alert *alert);
/* What her own runs say of an anchor; the message names the command. */
void pd_speech_offer(const struct pd_listener *listener, const struct pd_offer *offer, struct pd_alert *alert);
/* Whether one of her sensors has a new address; the message names the command. */
void pd_speech_renewal(const struct pd_listener *listener, const struct pd_renewal *renewal, struct pd_alert *alert);
/* What a week was until now, or as a whole, and what comes next: its sentence. */
void pd_speech_week(const struct pd_athlete *athlete, struct pd_week *week);
/* SUMMARY holds the sentence already. */
void pd_speech_ended(const struct pd_listener *listener, const struct pd_summary *summary, struct pd_alert *alert);

/* The one sentence of a summary. START: engine time of the session's. */
void pd_speech_verdict(const struct pd_listener *listener, const struct pd_judgement *judgement, pd_usec start,
        const struct pd_summary *summary, char *ret, size_t size);
