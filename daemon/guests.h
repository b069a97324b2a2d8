/* SPDX-License-Identifier: MIT */
/*
 * A guest's sessions wait a day for whoever ran them to claim them; then they
 * leave nothing. Nobody looks in between: the oldest one says when.
 */
#pragma once

#include "history.h"

#define PD_GUEST_KEPT_FOR (24 * PD_HOUR) /* since it began */

struct pd_guests {
        struct pd_history *history;
        pd_usec due; /* in the daemon's time; PD_NEVER: no guest is on record */
};

void pd_guests_init(struct pd_guests *guests, struct pd_history *history);

/* At the start, when the wall clock was set, and when one is due: what is too
 * old leaves. A wall clock that nobody can believe makes nothing old but what
 * has no date. NOW: the daemon's time and the wall's. */
void pd_guests_look(struct pd_guests *guests, const struct pd_clock *now);

/* A session was judged that began at START, in the daemon's time. */
void pd_guests_session_over(struct pd_guests *guests, const struct pd_athlete *athlete, pd_usec start);
