/* SPDX-License-Identifier: MIT */
/*
 * A session judged afterwards: inputs from wherever through one engine, the
 * trace that they make, and the summary that comes of them. No clock, no
 * file: two traces joined, a trace given to another athlete and a file from
 * a watch are three ways of feeding it.
 *
 *   a gap in what is one session all the same:
 *
 *   ran ____ stood, or nobody listened ____________________ ran on
 *       |    |              |              |                |
 *       |    resume, pause  resume, pause  resume, pause    keep_until
 *       |    (every few minutes: ten of standing would be the end)
 */
#pragma once

#include "purposed/event.h"
#include "purposed/input.h"
#include "purposed/snapshot.h"

struct pd_hindsight;

/* SENSORS may be NULL, or whose sensors are known before they speak. KEEP_UNTIL:
 * up to this instant of the inputs nothing but a command ends the session,
 * and with it, none of the kind that STOPS; PD_NEVER: it ends as it did.
 * NULL if memory is out. */
struct pd_hindsight *pd_hindsight_new(const struct pd_athlete *athlete, const struct pd_workout *workout,
        const struct pd_snapshot *sensors, pd_usec keep_until);
struct pd_hindsight *pd_hindsight_free(struct pd_hindsight *hindsight);

/* In the order of time. After the session's end nothing is taken any more. A
 * negative errno of the pump, -ENOMEM, -EFBIG: longer than any trace. */
int pd_hindsight_feed(struct pd_hindsight *hindsight, const struct pd_input *input);

/* All has been fed: time passes until the session ends. STOP: by command, with
 * the last input. -ENODATA: there was none, or too short a one. */
int pd_hindsight_end(struct pd_hindsight *hindsight, bool stop);

/* Of the final summary; all that it points to lives as long as HINDSIGHT, and
 * may be changed. NULL before the end. */
struct pd_event *pd_hindsight_summary(struct pd_hindsight *hindsight);

/* The trace up to the end, without its summary. */
const char *pd_hindsight_trace(const struct pd_hindsight *hindsight, size_t *ret_size);
