/* SPDX-License-Identifier: MIT */
#include "core/effort/filter.h"

/* A pod strays by 2.5 % with a correlation of 0.7 from one second to the next,
 * the heart from its course by 3.5 bpm with 0.95 (residuals of 70 fits on real
 * runs): (1 - 0.7) / (1 + 0.7), and the same of 0.95. She may change her
 * intensity once in some three minutes, as the steps of a workout do; what lasts
 * for less than the heart's time constants (39 s up, 73 s down) it never shows,
 * and the longer changes come once in some five. */
const struct pd_filter_noise pd_filter_speed = {.sd_share = 0.025, .news = 0.1765, .changes = 0.005};
/* By analogy with its speed: a pod makes its power of the same strides. */
const struct pd_filter_noise pd_filter_power = {.sd_share = 0.025, .news = 0.1765, .changes = 0.005};
const struct pd_filter_noise pd_filter_heart = {.sd = 3.5, .news = 0.02564, .changes = 0.003};

#define SD_MOST 3.0 /* what lies further out says no more */

/* Where the bound may lie, in widths, and how likely it is there: evenly
 * within the width, by the trapezoidal rule. The width is an error of the test,
 * which stays what it is however long she runs: the likelihoods are never updated. */
static const double point_at[PD_FILTER_POINTS] = {-1, 0, 1};
static const double point_weight[PD_FILTER_POINTS] = {0.25, 0.5, 0.25};
#define MIDDLE 1

void
pd_filter_forget(struct pd_filter *filter)
{
        *filter = (struct pd_filter) {.begun = false};
}

static double
bounded(double x, double most)
{
        return x > most ? most : x < -most ? -most : x;
}

/* VALUE against one bound, in logarithms of odds: at its middle, and what a width more or less makes. */
struct look {
        double middle, width;
};

/* Values are whole numbers: one on the bound is above it, by half. */
static struct look
look_at(const struct pd_filter_noise *noise, const struct pd_filter_bound *bound, int32_t value)
{
        double scale = PD_FILTER_LOGISTIC / (noise->sd + noise->sd_share * bound->value);

        return (struct look) {(value + 0.5 - bound->value) * scale, bound->width * scale};
}

static double
log_odds(const struct look *look, int point)
{
        return bounded(look->middle - point_at[point] * look->width, PD_FILTER_LOGISTIC * SD_MOST);
}

/* e to the X / n, for |X| / n up to 1 (Pade), as a fraction. */
static void
small_exp(double x, double *ret_over, double *ret_under)
{
        *ret_over = 12 + x * (6 + x);
        *ret_under = 12 - x * (6 - x);
}

static double
glance(double x)
{
        double over, under, odds;

        small_exp(x / 8, &over, &under); /* |x| <= 5.1 */
        odds = over / under;
        odds *= odds;
        odds *= odds;
        return odds * odds;
}

/* Forecast and evidence in one division. */
static double
second(double odds, double x, double changes)
{
        double over, under;

        small_exp(x, &over, &under);
        return over * (odds * (1 - changes) + changes) / (under * (1 - changes + odds * changes));
}

/* Where a bound is known sharply, its points are one. */
static bool
is_needed(const struct pd_filter_bound *bound, int point)
{
        return bound->value != 0 && (bound->width != 0 || point == MIDDLE);
}

void
pd_filter_glance(struct pd_filter *filter, const struct pd_filter_noise *noise,
        const struct pd_filter_bound bounds[static PD_FILTER_BOUNDS], int32_t value)
{
        for (int i = 0; i < PD_FILTER_BOUNDS; i++) {
                const struct look look = look_at(noise, &bounds[i], value);

                for (int point = 0; point < PD_FILTER_POINTS; point++)
                        if (is_needed(&bounds[i], point))
                                filter->odds[i][point] = glance(log_odds(&look, point));
        }
        filter->begun = false;
}

void
pd_filter_second(struct pd_filter *filter, const struct pd_filter_noise *noise,
        const struct pd_filter_bound bounds[static PD_FILTER_BOUNDS], int32_t value)
{
        if (!filter->begun) {
                pd_filter_glance(filter, noise, bounds, value);
                filter->begun = true;
                return;
        }
        for (int i = 0; i < PD_FILTER_BOUNDS; i++) {
                const struct look look = look_at(noise, &bounds[i], value);

                for (int point = 0; point < PD_FILTER_POINTS; point++)
                        if (is_needed(&bounds[i], point))
                                filter->odds[i][point] = second(filter->odds[i][point], noise->news * log_odds(&look, point),
                                        noise->changes);
        }
}

void
pd_filter_nudge(struct pd_filter *filter, int bound, double log_odds)
{
        for (int point = 0; point < PD_FILTER_POINTS; point++)
                filter->odds[bound][point] = second(filter->odds[bound][point], log_odds, 0);
}

void
pd_filter_blind(struct pd_filter *filter, const struct pd_filter_noise *noise)
{
        if (!filter->begun)
                return;
        for (int i = 0; i < PD_FILTER_BOUNDS; i++)
                for (int point = 0; point < PD_FILTER_POINTS; point++)
                        filter->odds[i][point] = second(filter->odds[i][point], 0, noise->changes);
}

static double
above(const struct pd_filter *filter, const struct pd_filter_bound *bound, int i)
{
        double sum = 0;

        if (bound->value == 0)
                return 0;
        if (bound->width == 0)
                return filter->odds[i][MIDDLE] / (1 + filter->odds[i][MIDDLE]);
        for (int point = 0; point < PD_FILTER_POINTS; point++)
                sum += point_weight[point] * filter->odds[i][point] / (1 + filter->odds[i][point]);
        return sum;
}

/* A bound of great width may seem to be passed before the one below it. */
void
pd_filter_above(const struct pd_filter *filter, const struct pd_filter_bound bounds[static PD_FILTER_BOUNDS],
        double ret[static PD_FILTER_BOUNDS])
{
        double most = 1;

        for (int i = 0; i < PD_FILTER_BOUNDS; i++) {
                double p = above(filter, &bounds[i], i);
                ret[i] = p < most ? p : most;
                most = ret[i];
        }
}
