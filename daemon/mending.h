/* SPDX-License-Identifier: MIT */
/*
 * Orders about sessions that are over: join, assign;
 * and, where none runs, rpe, note, discard and free for the last one, until
 * its day is over.
 */
#pragma once

#include "history.h"
#include "orders.h"

#include "formats/trace.h"

/* Served with a struct pd_history. */
extern const struct pd_order_service pd_mending_services[];
extern const size_t pd_mending_n_services;

/* The last two sessions of the athlete become one, under the first one's id.
 * -ENOENT: there are no two; -ERANGE: too far apart; -ENODATA: a trace is lost,
 * or nobody knows how far they are apart; -EBUSY: not yet. */
int pd_mending_join(struct pd_history *history, const struct pd_athlete *athlete);

/* FROM's session becomes TO's, judged by what TO's day asks for. -ENOENT;
 * -EEXIST: TO has one of that id; -ENODATA; -EBUSY. */
int pd_mending_assign(struct pd_history *history, const struct pd_athlete *from, const char *session, const struct pd_athlete *to);

/* Declared free, afterwards. */
int pd_mending_set_free(struct pd_history *history, const struct pd_athlete *athlete, const char *session);

/* ---- for other orders about the last one ---- */

/* It can be asked about until its day is over. NULL: it has been said why not. */
struct pd_retold *pd_mending_find_todays(struct pd_history *history, const struct pd_order *order, struct pd_reply *reply);

/* To read a trace takes its time: nobody's samples are to wait for it. If
 * somebody runs it has been said. */
bool pd_mending_is_quiet(struct pd_history *history, struct pd_reply *reply);

/* Why not, by a negative errno of the history; or DONE. */
void pd_mending_answer(struct pd_reply *reply, int r, const char *done);

/* Through OPS. -ENODATA: the trace is lost or damaged. */
int pd_mending_feed_trace(struct pd_history *history, const char *athlete, const char *session, const struct pd_trace_ops *ops);
