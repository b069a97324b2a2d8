/* SPDX-License-Identifier: MIT */
/*
 * The expected path of the heart: where it should be now by the speeds of the
 * last minutes, and where the present one would lead it.
 *
 *   speed       ____▁▁▁▁██████████████
 *   asymptote   ____────╱‾‾‾‾‾‾‾‾‾‾‾‾‾   base + gain x speed + drift x time, for an hour
 *   expected    ________╱ ·  ‾ ‾‾‾‾‾‾‾   goes there: tau up, tau down
 *
 * After a gap it begins where the heart is. Nothing is expected where no line is
 * known, without a speed, and uphill, for a pod knows no gradient.
 */
#pragma once

#include "core/signal/delay.h"
#include "core/signal/kinetics.h"

struct pd_expected {
        struct pd_kinetics kinetics;
        double most;      /* bpm; the highest that this heart has; 0: unknown */
        double heart;     /* bpm: the path */
        double slow;      /* the path as a mean of half a minute shows it */
        double asymptote; /* bpm */
        int32_t seconds;  /* since the session began */
        int32_t run;      /* of them in a row, the path goes on for so many */
        int32_t silent;   /* of those, the last so many without a speed */
        double speed;     /* m/s, the last that was heard */
        struct pd_delay delay;
};

/* A session begins. */
void pd_expected_init(struct pd_expected *expected, const struct pd_kinetics *kinetics, int32_t hr_max_bpm);

/* One moving second, as far as it is trusted; PD_UNKNOWN otherwise, and for the speed uphill. */
void pd_expected_second(struct pd_expected *expected, int32_t speed_mm_s, int32_t hr_bpm);

/* She stood, or was out of earshot. */
void pd_expected_break(struct pd_expected *expected);

/* PD_UNKNOWN where nothing is expected. */
int32_t pd_expected_hr_bpm(const struct pd_expected *expected);
int32_t pd_expected_hr_tenths(const struct pd_expected *expected);
int32_t pd_expected_mean_bpm(const struct pd_expected *expected); /* beside pd_body_hr_mean() */
int32_t pd_expected_asymptote_bpm(const struct pd_expected *expected);
