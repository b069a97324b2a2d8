/* SPDX-License-Identifier: MIT */
/*
 * Why a session was judged so: its trace is told again to an engine, with the
 * trace's own snapshot, up to the seconds that are asked for.
 *
 *   explain [SESSION|last] [T]     T: 12:25, 1:02:03 or seconds since its start;
 *                                  none: those with a word of the coach, and the
 *                                  one in which it went wrong
 *
 * That takes up to a second, also while somebody runs: a thread does it, one
 * session at a time, and until it is done the answer is -EAGAIN: ask again.
 *
 *   order ─▶ thread: trace ─▶ engine ─▶ words
 *     ╰── -EAGAIN …    order ◀──────────╯
 */
#pragma once

#include "history.h"
#include "orders.h"

#define PD_EXPLAIN_MOMENTS_MAX 16 /* explained in one answer: the first ones */

/* "12:25", "1:02:03" or "745". -EINVAL. */
int pd_explain_time(const char *word, int32_t *ret);

struct pd_explainer;

/* HISTORY outlives it. NULL without memory. */
struct pd_explainer *pd_explainer_new(struct pd_history *history);
struct pd_explainer *pd_explainer_free(struct pd_explainer *explainer); /* waits for the thread */

/* Served with a struct pd_explainer. */
extern const struct pd_order_service pd_explain_services[];
extern const size_t pd_explain_n_services;
