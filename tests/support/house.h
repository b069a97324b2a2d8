/* SPDX-License-Identifier: MIT */
/*
 * Athletes, a state directory and the record of their sessions, wired as the
 * daemon wires them, without its loop: what is written is written at once.
 */
#pragma once

#include "explain.h"
#include "history.h"
#include "orders.h"
#include "support/rig.h"

#define HOUSE_STARTED ((pd_usec) 1795342503 * PD_SEC) /* 2026-11-22 10:15:03 UTC */
#define HOUSE_PUBLISHED_MAX 32
#define HOUSE_POD "C0:00:00:00:00:02" /* as the rig has it */

struct house {
        char folder[160]; /* the state directory */
        struct pd_athlete athletes[2]; /* anna, runner A; ben, of whom less is known */
        char workout[PD_TEXT_SIZE];    /* what each day asks for; "" = nothing */
        struct pd_clock now;
        bool runs; /* somebody does */
        pd_usec lap_at; /* where a run marks a lap; 0: nowhere */
        int32_t pod_reads; /* parts of 100 that the pod says of what is; 0: it reads right */
        int32_t pod_factor; /* with which its runs are heard; 0: not calibrated */
        struct pd_history_context context;
        struct pd_history *history;
        struct pd_explainer *explainer;
        size_t n_published, n_changed; /* Anna's past was, so often */
        struct {
                char athlete[PD_ID_SIZE], session[PD_SESSION_ID_SIZE];
                struct pd_summary summary; /* its steps are stale */
        } published[HOUSE_PUBLISHED_MAX];
};

/* FOLDER: *state of folder.h. */
void house_open(struct house *house, const char *folder);
void house_close(struct house *house);

/* tests/golden/NAME.run, run by ANNA on WORKOUT from HOUSE_STARTED + AFTER on: its
 * sessions' traces and records are there then. How many sessions. */
size_t house_run(struct house *house, const char *name, const char *workout, pd_usec after);

/* What the desk would hand over for Anna; WORDS: the verb and what comes after it. */
void house_ask(struct house *house, const char *words, struct pd_reply *reply);
