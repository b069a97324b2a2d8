/* SPDX-License-Identifier: MIT */
/*
 * What the engine says; for the files of this folder alone.
 */
#pragma once

#include "core/coach/coach.h"
#include "core/say/speech.h"

#include "purposed/engine.h"

/* The envelope: AT may lie before now. */
struct pd_event pd_voice_event_at(const struct pd_engine *engine, enum pd_event_kind kind, pd_usec at);
/* One that must arrive: numbered within the session. */
void pd_voice_emit_numbered(struct pd_engine *engine, struct pd_event *event);
/* Of the session. */
int32_t pd_voice_second_of(const struct pd_engine *engine, pd_usec at);

/* An alert without its words, and whom they are for. */
struct pd_alert pd_voice_alert(const struct pd_engine *engine, enum pd_alert_type type, enum pd_severity severity, const char *tag);
struct pd_listener pd_voice_listener(const struct pd_engine *engine);
/* Unless it is to be kept back. */
void pd_voice_emit_alert(struct pd_engine *engine, const struct pd_alert *alert, pd_usec at);

/* The session's id: from here on events are numbered and bear it. */
void pd_voice_name_session(struct pd_engine *engine);

enum pd_session_state pd_voice_public_state(const struct pd_engine *engine);
/* If the public state is another than was published. */
void pd_voice_session_changed(struct pd_engine *engine);
void pd_voice_session(struct pd_engine *engine, enum pd_session_state state, bool discarded);
void pd_voice_session_again(struct pd_engine *engine); /* something about it besides its state has changed */

void pd_voice_started(struct pd_engine *engine);
/* After the greeting: what is special today, kindly and once. */
void pd_voice_circumstances(struct pd_engine *engine);
/* After the summary: a question, a proposal. */
void pd_voice_afterwards(struct pd_engine *engine);
void pd_voice_remark(struct pd_engine *engine, const struct pd_remark *remark);
void pd_voice_step(struct pd_engine *engine);
/* The lap of that NUMBER, from 1, is over. */
void pd_voice_lap(struct pd_engine *engine, int32_t number, pd_usec span);
/* An alert of type, severity and tag of the cue. */
void pd_voice_cue(struct pd_engine *engine, enum pd_cue cue, const struct pd_cue_values *values);
void pd_voice_sensor_lost(struct pd_engine *engine, enum pd_witness gave, pd_usec last);
/* Only if its loss was said. */
void pd_voice_sensor_back(struct pd_engine *engine, enum pd_witness gives, pd_usec last);

/* After every frame; says something in the first of each whole second while
 * a session runs. */
void pd_voice_live(struct pd_engine *engine);
/* When what was said last must be told to a recorder, too: no frame has come
 * since with which it would have been. PD_NEVER: it knows all. */
pd_usec pd_voice_state_due(const struct pd_engine *engine);
void pd_voice_last_state(struct pd_engine *engine);
/* After the end: nothing that stood on the topic holds any more. */
void pd_voice_live_over(struct pd_engine *engine);

/* A final one is followed by session_ended. */
void pd_voice_summary(struct pd_engine *engine, bool final);

/* What today is for, and how it went last time; also outside a session. */
void pd_voice_brief(struct pd_engine *engine);
void pd_voice_proposal(struct pd_engine *engine, const struct pd_proposal *proposal);
void pd_voice_offer(struct pd_engine *engine, const struct pd_offer *offer);
void pd_voice_renewal(struct pd_engine *engine, const struct pd_renewal *renewal);

/* REARMED, or the plan and the session again. */
void pd_voice_rearmed(struct pd_engine *engine);
void pd_voice_restate(struct pd_engine *engine);
/* The workout is another. */
void pd_voice_plan_changed(struct pd_engine *engine);
