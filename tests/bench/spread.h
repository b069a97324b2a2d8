/* SPDX-License-Identifier: MIT */
/* Figures of many runs, and where their middle and their tail lie. */
#pragma once

#include <stddef.h>

/* What never came: beyond every bar. */
#define SPREAD_NEVER 1e9

struct spread {
        double *values;
        size_t n, size;
};

void spread_add(struct spread *spread, double value);
/* The value at or below which SHARE (0 to 1) of them lie: the nearest rank. SPREAD_NEVER without any. */
double spread_at(struct spread *spread, double share);
double spread_median(struct spread *spread); /* the mean of the middle two, where they are two */
double spread_sum(const struct spread *spread);
void spread_clear(struct spread *spread);
