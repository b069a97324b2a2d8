/* SPDX-License-Identifier: MIT */
/*
 * Somebody runs: whoever it is, whatever is asked, however badly the sensors
 * are heard and the clock is set. A function of its seed.
 */
#pragma once

#include "support/rig.h"

struct random_session {
        struct pd_athlete athlete;
        char workout[128]; /* in words; "" = none */
        bool pod, strap, power; /* power: the pod tells it */
        struct rig_inputs inputs;
};

/* SECONDS of it, and eleven minutes of standing. */
void random_session_draw(struct random_session *ret, uint64_t seed, int seconds);
void random_session_clear(struct random_session *session);

/* Its athlete and workout on a bench, before its first input. */
struct rig *random_session_rig(const struct random_session *session);
