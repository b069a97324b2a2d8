/* SPDX-License-Identifier: MIT */
#include "core/signal/dfa.h"

#include "core/signal/arith.h"

#include <assert.h>
#include <errno.h>
#include <stdbool.h>

#define LAMBDA 500.0 /* Rogers et al. 2021, Front Physiol 11:596567 */

/* Rounding alone leaves less of a profile that is straight: mean square, in the
 * values' unit. */
#define FLAT_MOST 1e-12

#define BOXES (PD_DFA_BOX_MOST - PD_DFA_BOX_LEAST + 1)

static double
mean_of(const double *values, size_t n)
{
        double sum = 0;

        for (size_t i = 0; i < n; i++)
                sum += values[i];
        return n == 0 ? 0 : sum / (double) n;
}

/* ---- smoothness priors ---------------------------------------------------- */

/* A row of D2'D2: on the diagonal and to the right of it. Each beat but those
 * at the ends appears in three second differences, 1 -2 1. */
struct differences {
        double diagonal, next, second;
};

static struct differences
differences_of(size_t i, size_t n)
{
        static const double weight[] = {1, -2, 1};
        struct differences row = {0};

        for (size_t k = 0; k < 3 && k <= i; k++) { /* the difference that begins at i - k */
                if (i - k + 2 >= n)
                        continue;
                row.diagonal += weight[k] * weight[k];
                row.next += k < 2 ? weight[k] * weight[k + 1] : 0;
                row.second += k < 1 ? weight[k] * weight[k + 2] : 0;
        }
        return row;
}

/* A row of L', right of the diagonal, and what has been solved so far. */
struct row {
        double pivot, next, second;
        double forth; /* L forth = values */
};

/* values - (I + lambda^2 D2'D2)^-1 values. The matrix is symmetric, positive
 * definite and five diagonals wide: L D L' row by row, there and back again. */
void
pd_dfa_detrend(double *values, size_t n)
{
        struct row rows[PD_DFA_BEATS + 2], *row = rows + 2;
        double mean = mean_of(values, n), later = 0, latest = 0;

        assert(n <= PD_DFA_BEATS);
        rows[0] = rows[1] = (struct row) {0}; /* before the first */
        for (size_t i = 0; i < n; i++, row++) {
                struct differences d = differences_of(i, n);
                const struct row *one = row - 1, *two = row - 2;
                row->pivot = 1 + LAMBDA * LAMBDA * d.diagonal - one->pivot * one->next * one->next - two->pivot * two->second * two->second;
                row->next = (LAMBDA * LAMBDA * d.next - one->pivot * one->next * one->second) / row->pivot;
                row->second = LAMBDA * LAMBDA * d.second / row->pivot;
                row->forth = values[i] - mean - one->next * one->forth - two->second * two->forth;
        }
        for (size_t i = n; i-- > 0;) {
                double trend;
                row--;
                trend = row->forth / row->pivot - row->next * later - row->second * latest;
                values[i] -= mean + trend;
                latest = later;
                later = trend;
        }
}

/* ---- fluctuation ---------------------------------------------------------- */

/* Mean square of what a straight line leaves of N values. */
static double
residual(const double *values, size_t n)
{
        double mean = mean_of(values, n), squares = 0, slope = 0, size = (double) n;

        for (size_t i = 0; i < n; i++) {
                double off = values[i] - mean;
                squares += off * off;
                slope += off * ((double) i - (size - 1) / 2);
        }
        return (squares - slope * slope * 12 / (size * (size * size - 1))) / size; /* sum of (i - mean)^2: n (n^2 - 1) / 12 */
}

/* log F(BOX) of a profile. False if it is flat. */
static bool
fluctuation(const double *profile, size_t n, size_t box, double *ret)
{
        double sum = 0;

        for (size_t i = 0; i + box <= n; i += box)
                sum += residual(profile + i, box);
        sum /= (double) (n / box);
        if (sum < FLAT_MOST)
                return false;
        *ret = pd_ln(sum) / 2;
        return true;
}

static double
slope_of(const double *x, const double *y, size_t n)
{
        double mean_x = mean_of(x, n), mean_y = mean_of(y, n), xx = 0, xy = 0;

        for (size_t i = 0; i < n; i++) {
                xx += (x[i] - mean_x) * (x[i] - mean_x);
                xy += (x[i] - mean_x) * (y[i] - mean_y);
        }
        return xy / xx;
}

int
pd_dfa_alpha1(const double *values, size_t n, double *ret)
{
        double profile[PD_DFA_BEATS], mean, sum = 0, size[BOXES], f[BOXES];

        if (n < PD_DFA_BOX_MOST || n > PD_DFA_BEATS)
                return -EINVAL;
        mean = mean_of(values, n);
        for (size_t i = 0; i < n; i++)
                profile[i] = sum += values[i] - mean;
        for (size_t i = 0; i < BOXES; i++) {
                size[i] = pd_ln((double) (PD_DFA_BOX_LEAST + i));
                if (!fluctuation(profile, n, PD_DFA_BOX_LEAST + i, &f[i]))
                        return -ERANGE;
        }
        *ret = slope_of(size, f, BOXES);
        return 0;
}
