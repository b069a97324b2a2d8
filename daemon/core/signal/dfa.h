/* SPDX-License-Identifier: MIT */
/*
 * Detrended fluctuation analysis of RR intervals: how far what the heart does
 * now hangs on what it did some beats ago. Peng et al. 1995, Chaos 5:82-87.
 *
 * One variant, for each gives other numbers: boxes of 4 to 16 beats that do
 * not overlap, from the oldest beat on, a straight line taken from each; the
 * slope of log F(n) over log n. Boxes without any variance count as such.
 */
#pragma once

#include <stddef.h>

#define PD_DFA_BEATS 1024 /* at most: seven minutes of a run; it takes 40 KiB of the stack */
#define PD_DFA_BOX_LEAST 4
#define PD_DFA_BOX_MOST 16

/* Takes the slow trend from the N values, PD_DFA_BEATS at most: smoothness priors with
 * lambda 500, as Kubios has them. Tarvainen et al. 2002, IEEE Trans Biomed Eng 49:172-175. */
void pd_dfa_detrend(double *values, size_t n);

/* 0, or -EINVAL if N is less than the largest box or beyond PD_DFA_BEATS, or
 * -ERANGE if there are boxes in none of which anything fluctuates. */
int pd_dfa_alpha1(const double *values, size_t n, double *ret);
