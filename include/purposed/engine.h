/* SPDX-License-Identifier: MIT */
/*
 * The core: one engine an athlete. Samples in, events out.
 *
 * Time passes inside `feed`: the engine first runs forward to the input's
 * instant, firing each of its deadlines in order at its own instant, and
 * then looks at the input. Continuous state advances only on inputs and on
 * the grid of whole seconds. A tick carries no information: late, missing
 * or extra ones never change what an event says or the instant that it
 * bears.
 */
#pragma once

#include "purposed/event.h"
#include "purposed/input.h"
#include "purposed/plan.h"
#include "purposed/sample.h"

/* Raised whenever the same trace may yield other events than before: with 8, it
 * is told when the coach falls silent and when it speaks again. */
#define PD_ENGINE_VERSION 8

/* Whoever has pressed stop is on the way home for so long. */
#define PD_ENGINE_SPENT_MOST (10 * PD_MINUTE)

/* For so long after a reboot the clock may learn the time before it is taken for
 * lost. NTP needs seconds; the loop looks at the clock once a minute. */
#define PD_ENGINE_DOUBT_MOST (90 * PD_SEC)

#define PD_ENGINE_SENSORS_MAX 16 /* an athlete's */

struct pd_engine;

/* ATHLETE and WORKOUT are copied; this is the engine's only allocation.
 * NULL if memory is out. */
struct pd_engine *pd_engine_new(const struct pd_athlete *athlete, const struct pd_workout *workout, pd_event_func emit, void *user);
struct pd_engine *pd_engine_free(struct pd_engine *engine);

/* The sensor's frame, decoded. SENSOR is its index with this athlete,
 * below PD_ENGINE_SENSORS_MAX. An instant before the engine's now counts as
 * now, and is counted. */
void pd_engine_feed_samples(struct pd_engine *engine, pd_usec at, unsigned sensor, const struct pd_sample *samples, size_t n_samples);

/* Any other input: tick, link, command, clock. A frame counts as a tick
 * here: it must come decoded. */
void pd_engine_feed(struct pd_engine *engine, const struct pd_input *input);

/* Would the engine act on a command now? 0 or a negative errno, as in RET with
 * its sentence. Nothing changes by asking. */
int pd_engine_accepts(const struct pd_engine *engine, const struct pd_command *command, struct pd_answer *ret);

/* When the engine would like to be woken if nothing arrives before;
 * PD_NEVER if nothing is pending. */
pd_usec pd_engine_deadline(const struct pd_engine *engine);

/* Another athlete's values, or another workout, from the next session on:
 * -EBUSY while something is counted. */
int pd_engine_change(struct pd_engine *engine, const struct pd_athlete *athlete, const struct pd_workout *workout);

/* From here on a trace may begin, with what is then known: PD_EVENT_REARMED is
 * told. -EBUSY while something is counted. */
int pd_engine_rearm(struct pd_engine *engine);

/* Says again what a new listener must know: the plan and the session. No
 * input: nothing is counted by it. */
void pd_engine_restate(struct pd_engine *engine);

enum pd_session_state pd_engine_session_state(const struct pd_engine *engine);
const char *pd_engine_session_id(const struct pd_engine *engine); /* "" outside a session */
uint64_t pd_engine_late_inputs(const struct pd_engine *engine);
pd_usec pd_engine_now(const struct pd_engine *engine);
/* For so long no run begins by itself, since she has pressed stop: for the next trace's head. */
int32_t pd_engine_spent_us(const struct pd_engine *engine);
