/* SPDX-License-Identifier: MIT */
/*
 * An athlete's thresholds: which count and where each comes from, what her
 * sessions propose, and what she says to that. Nothing is applied silently.
 *
 *   session is over ─▶ record ─▶ offers ─▶ said once ─▶ accept ─▶ state directory ─▶ next session
 *                                                  └──▶ decline: not again without better evidence
 *
 * What /etc says counts more: the answer then tells what to write there.
 */
#pragma once

#include "anchors_kept.h"
#include "enrolment.h"
#include "history.h"
#include "orders.h"
#include "state_file.h"

/* What the root lends; outlives it. */
struct pd_anchors_context {
        const struct pd_config *config;
        const char *state_dir;
        struct pd_state_files *files;
        struct pd_history *history;
        struct pd_enrolment *enrolment;
        /* Her day; PD_DAY_NONE while the wall clock is unknown. */
        pd_day (*day)(void *user, const struct pd_athlete *athlete);
        /* Others count from the next session on. */
        void (*changed)(void *user, const char *athlete);
        /* What TEXT says (pd_offer_read()) is proposed, once. */
        void (*propose)(void *user, pd_usec at, const char *athlete, const char *text);
        void *user;
};

struct pd_anchors;

/* What of the files does not read is said in the log and passed over. -ENOMEM. */
int pd_anchors_new(const struct pd_anchors_context *context, struct pd_anchors **ret);
struct pd_anchors *pd_anchors_free(struct pd_anchors *anchors);

/* What was accepted or set, into ATHLETE as the configuration has her. */
void pd_anchors_apply(const struct pd_anchors *anchors, struct pd_athlete *athlete);

/* A session of hers is over: what is new is proposed. */
void pd_anchors_session_over(struct pd_anchors *anchors, pd_usec at, const char *athlete);

void pd_anchors_forget(struct pd_anchors *anchors, const char *athlete);

/* Served with a struct pd_anchors. */
extern const struct pd_order_service pd_anchors_services[];
extern const size_t pd_anchors_n_services;
