/* SPDX-License-Identifier: MIT */
/*
 * A session's own kinetics, by least squares, while it runs: a bank of
 * first-order filters of speed, one for each pair of time constants, and for each
 * what a straight line of heart rate on it and on time needs.
 *
 *   speed ──▶ 5 s later ──▶ x (tau_on, tau_off) ──▶ heart = a + gain x + drift t + residual
 *
 * The residual wavers for some 20 s at a time: what is fitted is each second less
 * 0.95 of the one before, in which it is noise.
 *
 * A steady run shows nothing, nor does a hilly one, where a pod does not see why
 * the heart rises: unless speed has changed enough, and the heart has followed
 * it beyond doubt, and as fast as hearts do, nothing is found.
 */
#pragma once

#include "core/signal/kinetics.h"

#define PD_KINETICS_TAUS 6
#define PD_KINETICS_DEAD 5 /* seconds until the heart answers: 0 to 8 in the fits, and their middle; a pod's mean takes one of them */

struct pd_kinetics_cell {
        double x;                  /* m/s */
        double sx, sxx, sxt, sxh;  /* sums of products, of what is fitted */
};

struct pd_kinetics_fit {
        struct pd_kinetics_cell cells[PD_KINETICS_TAUS][PD_KINETICS_TAUS]; /* [on][off] */
        double st, stt, sh, sth, shh;
        double x, xx, h, xh, hh, t; /* sums of what it is: of the middle filter, bpm, minutes */
        double off, off_squares; /* of the heart from its expected path, bpm */
        int32_t n, n_off;
        int32_t seconds;    /* since the session began */
        int32_t wait_until; /* second from which on it counts */
        int32_t hr_before;  /* PD_UNKNOWN */
        int32_t fed;        /* filters hold the speed of so many seconds in a row */
        double speeds[PD_KINETICS_DEAD]; /* a ring */
};

void pd_kinetics_fit_init(struct pd_kinetics_fit *fit);

/* One moving second, as far as it is trusted; PD_UNKNOWN otherwise, and for the speed
 * uphill. OFF_TENTHS: heart rate less its expected path, or PD_UNKNOWN. */
void pd_kinetics_fit_second(struct pd_kinetics_fit *fit, int32_t speed_mm_s, int32_t hr_bpm, int32_t off_tenths);

/* She stood, or was out of earshot: nobody knows what the heart did. */
void pd_kinetics_fit_break(struct pd_kinetics_fit *fit);

/* What the session has shown to somebody who knew BEFORE. False: nothing. */
bool pd_kinetics_fit_find(const struct pd_kinetics_fit *fit, const struct pd_kinetics *before, struct pd_kinetics_found *ret);
