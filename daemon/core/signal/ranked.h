/* SPDX-License-Identifier: MIT */
/*
 * The newest values of a series in the order of their size, so that its
 * quartiles cost no sorting: each value is put in, and taken out again, by
 * its owner.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#define PD_RANKED_VALUES 91 /* the window of Lipponen & Tarvainen 2019 */

/* All zero: empty. */
struct pd_ranked {
        size_t n;
        int16_t value[PD_RANKED_VALUES + 1]; /* one more is in before the oldest is out */
};

void pd_ranked_add(struct pd_ranked *ranked, int16_t value);
/* VALUE is in there. */
void pd_ranked_remove(struct pd_ranked *ranked, int16_t value);

/* Third quartile less the first, in quarters of the values' unit: between two
 * values in a straight line, as numpy and pandas do. 0 if there is none. */
int32_t pd_ranked_iqr_quarters(const struct pd_ranked *ranked);
/* Their median, twice: of an even number of values it is half of two. */
int32_t pd_ranked_median_twice(const struct pd_ranked *ranked);
