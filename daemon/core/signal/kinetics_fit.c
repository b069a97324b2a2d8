/* SPDX-License-Identifier: MIT */
#include "core/signal/kinetics_fit.h"

#include "core/signal/arith.h"

#include "purposed/event.h"

#include <math.h>

/* Geometric, about 1.35 apart, over the bounds of purposed/kinetics.h: the
 * mean over the grid falls between. */
static const double taus_on[PD_KINETICS_TAUS] = {17, 23, 31, 42, 57, 77};
static const double taus_off[PD_KINETICS_TAUS] = {32, 43, 58, 79, 106, 143};
/* What a second covers of the way. */
static const double pace_on[PD_KINETICS_TAUS] = {1 / 17.0, 1 / 23.0, 1 / 31.0, 1 / 42.0, 1 / 57.0, 1 / 77.0};
static const double pace_off[PD_KINETICS_TAUS] = {1 / 32.0, 1 / 43.0, 1 / 58.0, 1 / 79.0, 1 / 106.0, 1 / 143.0};
#define MIDDLE_ON 3
#define MIDDLE_OFF 3

/* Of heart rate's residual, from second to second. */
#define MEMORY 0.95

/* Warming up is no first-order matter, and what the filters began with is
 * forgotten after four time constants. */
#define WARM_UP_S 300
/* After a gap, standing or walking: below that the line is another one. */
#define RECOVER_S 150
#define WALK_MM_S 1200

/* Enough to learn from. Fits on real runs: the structured sessions have an SD
 * of the filtered speed of 0.3 to 0.7 m/s and a gain of 12 to 42 standard
 * errors; steady runs 0.02 to 0.2 m/s and, where no hill tells a lie, up to 5.5. */
#define LEAST_S 900
#define SPEED_SD_LEAST 0.2
#define ERRORS_LEAST 8
/* Off the path by more than this, something else has moved the heart: two and a half times the
 * median residual. */
#define OFF_SD_MOST 9.0

/* Real residuals have a longer memory than the model's: a second tells half of what it would. */
#define TEMPER 0.5

/* SD of the logarithm: from the quartiles of 70 fits, 29-58 and 50-94 s; of what was learnt,
 * less with each session, but never less than a grid's step. */
#define SPREAD_ON 0.51
#define SPREAD_OFF 0.47
#define SPREAD_LEAST 0.15

void
pd_kinetics_fit_init(struct pd_kinetics_fit *fit)
{
        *fit = (struct pd_kinetics_fit) {.hr_before = PD_UNKNOWN, .wait_until = WARM_UP_S};
}

static void
wait(struct pd_kinetics_fit *fit, int32_t seconds)
{
        if (fit->wait_until < fit->seconds + seconds)
                fit->wait_until = fit->seconds + seconds;
        fit->hr_before = PD_UNKNOWN;
}

void
pd_kinetics_fit_break(struct pd_kinetics_fit *fit)
{
        wait(fit, RECOVER_S);
        fit->fed = false;
}

/* The first speed fills all filters. */
static void
feed(struct pd_kinetics_fit *fit, double speed)
{
        pd_delay_begin(&fit->delay, speed);
        for (int on = 0; on < PD_KINETICS_TAUS; on++)
                for (int off = 0; off < PD_KINETICS_TAUS; off++)
                        fit->cells[on][off].x = speed;
        fit->fed = true;
}

static void
filter(struct pd_kinetics_fit *fit, double speed)
{
        for (int on = 0; on < PD_KINETICS_TAUS; on++)
                for (int off = 0; off < PD_KINETICS_TAUS; off++) {
                        struct pd_kinetics_cell *cell = &fit->cells[on][off];
                        cell->x += (speed - cell->x) * (speed > cell->x ? pace_on[on] : pace_off[off]);
                }
}

/* The same, and what a second whose heart rate, less what it owed to the one before, was H
 * at time T adds. */
static void
filter_and_count(struct pd_kinetics_fit *fit, double speed, double t, double h)
{
        for (int on = 0; on < PD_KINETICS_TAUS; on++)
                for (int off = 0; off < PD_KINETICS_TAUS; off++) {
                        struct pd_kinetics_cell *cell = &fit->cells[on][off];
                        double x = -MEMORY * cell->x;
                        cell->x += (speed - cell->x) * (speed > cell->x ? pace_on[on] : pace_off[off]);
                        x += cell->x;
                        cell->sx += x;
                        cell->sxx += x * x;
                        cell->sxt += x * t;
                        cell->sxh += x * h;
                }
        fit->st += t;
        fit->stt += t * t;
        fit->sh += h;
        fit->sth += t * h;
        fit->shh += h * h;
}

static void
count_plain(struct pd_kinetics_fit *fit, double minutes, int32_t hr_bpm, int32_t off_tenths)
{
        double x = fit->cells[MIDDLE_ON][MIDDLE_OFF].x;

        fit->n++;
        fit->x += x;
        fit->xx += x * x;
        fit->h += hr_bpm;
        fit->xh += x * hr_bpm;
        fit->hh += (double) hr_bpm * hr_bpm;
        fit->t += minutes;
        if (off_tenths == PD_UNKNOWN)
                return;
        fit->n_off++;
        fit->off += off_tenths / 10.0;
        fit->off_squares += off_tenths * off_tenths / 100.0;
}

/* A second of known speed: the filters follow it, and it counts, if the heart's does. */
static void
follow(struct pd_kinetics_fit *fit, double speed, int32_t hr_bpm, int32_t off_tenths)
{
        double minutes = pd_kinetics_drifting(fit->seconds), before = pd_kinetics_drifting(fit->seconds - 1);

        if (!fit->fed)
                feed(fit, speed);
        speed = pd_delay_second(&fit->delay, speed);
        if (fit->seconds < fit->wait_until || fit->hr_before == PD_UNKNOWN || hr_bpm == PD_UNKNOWN) {
                filter(fit, speed);
                return;
        }
        filter_and_count(fit, speed, minutes - MEMORY * before, hr_bpm - MEMORY * fit->hr_before);
        count_plain(fit, minutes, hr_bpm, off_tenths);
}

void
pd_kinetics_fit_second(struct pd_kinetics_fit *fit, int32_t speed_mm_s, int32_t hr_bpm, int32_t off_tenths)
{
        if (speed_mm_s == PD_UNKNOWN)
                pd_kinetics_fit_break(fit);
        else if (speed_mm_s < WALK_MM_S)
                wait(fit, RECOVER_S);
        if (speed_mm_s != PD_UNKNOWN)
                follow(fit, speed_mm_s / 1000.0, hr_bpm, off_tenths);
        fit->hr_before = hr_bpm;
        fit->seconds++;
}

/* ---- what came of it ----------------------------------------------------------- */

/* One pair of time constants: heart = a + gain x + drift t. */
struct solution {
        double gain, gain_sd, drift;
        double rest; /* sum of squares that it leaves */
        bool is_slow;
};

static bool
solve(const struct pd_kinetics_fit *fit, const struct pd_kinetics_cell *cell, struct solution *ret)
{
        double n = fit->n;
        double xx = cell->sxx - cell->sx * cell->sx / n, xt = cell->sxt - cell->sx * fit->st / n;
        double xh = cell->sxh - cell->sx * fit->sh / n, tt = fit->stt - fit->st * fit->st / n;
        double th = fit->sth - fit->st * fit->sh / n, hh = fit->shh - fit->sh * fit->sh / n;
        double determinant = xx * tt - xt * xt;

        *ret = (struct solution) {0};
        if (!(determinant > 1e-9 * xx * tt) || !(xx > 0))
                return false;
        ret->gain = (xh * tt - th * xt) / determinant;
        ret->drift = (th - ret->gain * xt) / tt;
        ret->rest = hh - ret->gain * xh - ret->drift * th;
        if (!(ret->rest > 0))
                return false;
        ret->gain_sd = sqrt(ret->rest / n * tt / determinant);
        return true;
}

/* Of the cells that can be solved, the one that leaves least. */
static bool
find_best(const struct pd_kinetics_fit *fit, struct solution *ret)
{
        struct solution solution;
        bool any = false;

        for (int on = 0; on < PD_KINETICS_TAUS; on++)
                for (int off = 0; off < PD_KINETICS_TAUS; off++) {
                        if (!solve(fit, &fit->cells[on][off], &solution) || (any && solution.rest >= ret->rest))
                                continue;
                        any = true;
                        *ret = solution;
                        /* Slower than any heart on the grid: it followed something else. */
                        ret->is_slow = on == PD_KINETICS_TAUS - 1 || off == PD_KINETICS_TAUS - 1;
                }
        return any;
}

static double
variance(double sum, double squares, int32_t n)
{
        return squares / n - sum / n * (sum / n);
}

static bool
is_identified(const struct pd_kinetics_fit *fit, const struct solution *best)
{
        if (best->is_slow || variance(fit->x, fit->xx, fit->n) < SPEED_SD_LEAST * SPEED_SD_LEAST)
                return false;
        if (best->gain * 10 < PD_KINETICS_GAIN_LEAST || best->gain * 10 > PD_KINETICS_GAIN_MOST)
                return false;
        return best->gain >= ERRORS_LEAST * best->gain_sd;
}

/* How far the heart was off: its path, if one was expected; the straight line of the middle
 * filter, otherwise. */
static double
off_sd(const struct pd_kinetics_fit *fit)
{
        double together = fit->xh / fit->n - fit->x / fit->n * (fit->h / fit->n);
        double rest = variance(fit->h, fit->hh, fit->n) - together * together / variance(fit->x, fit->xx, fit->n);

        if (fit->n_off >= LEAST_S)
                rest = variance(fit->off, fit->off_squares, fit->n_off);
        return rest > 0 ? sqrt(rest) : 0;
}

static double
squared(double x)
{
        return x * x;
}

static double
spread(double prior, int32_t sessions)
{
        double learnt = prior / sqrt(1.0 + sessions);

        return learnt > SPREAD_LEAST ? learnt : SPREAD_LEAST;
}

/* How far a pair of time constants is from what was known, as a logarithm. */
static double
strangeness(const struct pd_kinetics *before, int on, int off)
{
        double log_on = pd_ln(taus_on[on] * 10 / before->tau_on_tenths), log_off = pd_ln(taus_off[off] * 10 / before->tau_off_tenths);

        return (squared(log_on / spread(SPREAD_ON, before->sessions)) + squared(log_off / spread(SPREAD_OFF, before->sessions))) / 2;
}

/* Each pair counts as likely as it is by the residual that it leaves and by what
 * was known before. */
static void
weigh(const struct pd_kinetics_fit *fit, const struct pd_kinetics *before, const struct solution *best, struct pd_kinetics_found *ret)
{
        double sum = 0, log_on = 0, log_off = 0;
        struct solution solution, mean = {0};

        for (int on = 0; on < PD_KINETICS_TAUS; on++)
                for (int off = 0; off < PD_KINETICS_TAUS; off++) {
                        double weight;
                        if (!solve(fit, &fit->cells[on][off], &solution))
                                continue;
                        weight = pd_exp(-TEMPER * fit->n / 2 * pd_ln(solution.rest / best->rest) - strangeness(before, on, off));
                        sum += weight;
                        log_on += weight * pd_ln(taus_on[on]);
                        log_off += weight * pd_ln(taus_off[off]);
                        mean.gain += weight * solution.gain;
                        mean.drift += weight * solution.drift;
                }
        ret->tau_on = pd_exp(log_on / sum);
        ret->tau_off = pd_exp(log_off / sum);
        ret->gain = mean.gain / sum;
        ret->drift = mean.drift / sum;
        ret->gain_sd = best->gain_sd / sqrt(TEMPER);
}

bool
pd_kinetics_fit_find(const struct pd_kinetics_fit *fit, const struct pd_kinetics *before, struct pd_kinetics_found *ret)
{
        struct solution best = {0};

        if (fit->n < LEAST_S || !find_best(fit, &best) || !is_identified(fit, &best))
                return false;
        if (off_sd(fit) > OFF_SD_MOST)
                return false;
        weigh(fit, before, &best, ret);
        ret->sd = off_sd(fit);
        ret->hr_bpm = fit->h / fit->n;
        ret->speed_m_s = fit->x / fit->n;
        ret->minutes = fit->t / fit->n;
        return true;
}

_Static_assert(sizeof(struct pd_kinetics_fit) <= 2048, "of an engine's 64 KiB");
