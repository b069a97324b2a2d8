/* SPDX-License-Identifier: MIT */
/*
 * Orders about sessions that are over: join, assign;
 * and, where none runs, rpe, note, discard and free for the last one, until
 * its day is over.
 */
#pragma once

#include "history.h"
#include "orders.h"

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
