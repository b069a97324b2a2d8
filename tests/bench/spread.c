/* SPDX-License-Identifier: MIT */
#include "bench/spread.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

void
spread_add(struct spread *spread, double value)
{
        if (spread->n == spread->size) {
                spread->size = spread->size == 0 ? 64 : 2 * spread->size;
                spread->values = realloc(spread->values, spread->size * sizeof(spread->values[0]));
                assert(spread->values != NULL);
        }
        spread->values[spread->n++] = value;
}

static int
compare(const void *a, const void *b)
{
        double x = *(const double *) a, y = *(const double *) b;

        return (x > y) - (x < y);
}

static void
sort(struct spread *spread)
{
        if (spread->n > 0)
                qsort(spread->values, spread->n, sizeof(spread->values[0]), compare);
}

double
spread_at(struct spread *spread, double share)
{
        size_t rank = (size_t) ceil(share * (double) spread->n);

        if (spread->n == 0)
                return SPREAD_NEVER;
        sort(spread);
        return spread->values[rank > 0 ? rank - 1 : 0];
}

double
spread_median(struct spread *spread)
{
        if (spread->n == 0)
                return SPREAD_NEVER;
        sort(spread);
        return (spread->values[(spread->n - 1) / 2] + spread->values[spread->n / 2]) / 2;
}

double
spread_sum(const struct spread *spread)
{
        double sum = 0;

        for (size_t i = 0; i < spread->n; i++)
                sum += spread->values[i];
        return sum;
}

void
spread_clear(struct spread *spread)
{
        free(spread->values);
        *spread = (struct spread) {NULL, 0, 0};
}
