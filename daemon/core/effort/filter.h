/* SPDX-License-Identifier: MIT */
/*
 * What one witness makes of the intensity, second by second: a recursive
 * Bayesian filter. The states are ordered, so it asks of each bound between
 * them whether she is above it:
 *
 *   recovery │ easy │ moderate │ hard
 *            0      1          2      the bounds: recovery ceiling, LT1, LT2
 *
 *   odds(above) ─▶ she may have changed ─▶ times what this second says ─▶ odds(above)
 *
 * P(state) = P(above its lower bound) - P(above its upper one). Each step
 * raises the odds where the value rises, so that a value which is higher all
 * along never yields an easier state.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { PD_BOUND_RECOVERY, PD_BOUND_LT1, PD_BOUND_LT2, PD_FILTER_BOUNDS };
#define PD_FILTER_POINTS 3

/* The normal distribution as a logistic one, to 0.01 of probability (Bowling
 * et al. 2009, J. Industrial Engineering and Management 2:114): its
 * tails are those of sensors that err, and its odds are e to a line. */
#define PD_FILTER_LOGISTIC 1.702

/* How far a witness' values stray from second to second, and how much of a
 * second's word is news: (1 - r) / (1 + r) of an AR(1) process with r. */
struct pd_filter_noise {
        double sd, sd_share; /* in the value's unit; as a share of the bound */
        double news;
        double changes; /* that in a second she passes the bound, as far as this witness shows it */
};

extern const struct pd_filter_noise pd_filter_speed, pd_filter_power, pd_filter_heart;

struct pd_filter_bound {
        int32_t value; /* the lowest value that is above; 0: nobody knows it */
        int32_t width; /* it may as well lie so much higher or lower */
};

struct pd_filter {
        double odds[PD_FILTER_BOUNDS][PD_FILTER_POINTS]; /* of being above, for each place where the bound may lie */
        bool begun;
};

void pd_filter_forget(struct pd_filter *filter);

/* VALUE taken at its word, without a memory: the past of a heart on its way. */
void pd_filter_glance(struct pd_filter *filter, const struct pd_filter_noise *noise,
        const struct pd_filter_bound bounds[static PD_FILTER_BOUNDS], int32_t value);
/* One second more; the first is a glance that is remembered. */
void pd_filter_second(struct pd_filter *filter, const struct pd_filter_noise *noise,
        const struct pd_filter_bound bounds[static PD_FILTER_BOUNDS], int32_t value);
/* In this second somebody else, who knows nothing of the value, spoke for (above 0) or
 * against being above BOUND: the logarithm of the odds, small. */
void pd_filter_nudge(struct pd_filter *filter, int bound, double log_odds);
/* A second of which nothing is known. */
void pd_filter_blind(struct pd_filter *filter, const struct pd_filter_noise *noise);

/* P(above) of each bound, wherever it lies; 0 for one that nobody knows. */
void pd_filter_above(const struct pd_filter *filter, const struct pd_filter_bound bounds[static PD_FILTER_BOUNDS],
        double ret[static PD_FILTER_BOUNDS]);
