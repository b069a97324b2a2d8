/* SPDX-License-Identifier: MIT */
/*
 * Speed alone on real steady runs: LT1 speed just above what she ran, so that
 * hills, corners and the watch's own noise go beyond it again and again. A word
 * is futile where the excess is over by itself, 45 s after it began at the latest.
 *
 *   begins where the mean of 3 s is 2 % above LT1 speed, ends where it is at it,
 *   at once, or, told beside it, for 8 s
 */
#include "bench/row.h"
#include "bench/spread.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#define SPEED_CV 0.12
#define LT1_OF_MEDIAN 1.087
#define DROPPED_S 600
#define LEAST_S 300 /* of what is left */
#define HOLD_S 10
#define BEGINS 1.02
#define MEAN_S 3
#define MOVING_M_S 0.5
#define OVER_BY_ITSELF_S 45
#define TO_BE_SAID_S 90

struct excess {
        double begin_s, end_s;
};

/* A recording, a value each second, and what goes beyond its LT1 speed. */
struct steady {
        double lt1, begin_s;
        size_t n;
        double *speed; /* NAN: not known */
        size_t n_excesses;
        struct excess *excesses;
};

struct counts {
        double hours;
        size_t said, futile, repeats;
        size_t long_ones, long_ones_said;
};

/* ---- what is true ------------------------------------------------------------ */

static void
hold(const struct corpus_recording *recording, struct steady *ret)
{
        const double end = recording->samples[recording->n_samples - 1].t_s;
        double at = -INFINITY, value = NAN;
        size_t next = 0;

        ret->begin_s = recording->samples[0].t_s;
        ret->n = (size_t) (end - ret->begin_s) + 1;
        ret->speed = calloc(ret->n, sizeof(ret->speed[0]));
        assert(ret->speed != NULL);
        for (size_t i = 0; i < ret->n; i++) {
                const double now = ret->begin_s + (double) i;

                for (; next < recording->n_samples && recording->samples[next].t_s <= now; next++)
                        if (!isnan(recording->samples[next].speed)) {
                                at = recording->samples[next].t_s;
                                value = recording->samples[next].speed;
                        }
                ret->speed[i] = now - at <= HOLD_S ? value : NAN;
        }
}

static double
median_of(const struct steady *steady)
{
        struct spread moving = {NULL, 0, 0};
        double median;

        for (size_t i = 0; i < steady->n; i++)
                if (steady->speed[i] > MOVING_M_S)
                        spread_add(&moving, steady->speed[i]);
        median = spread_median(&moving);
        spread_clear(&moving);
        return median;
}

static double
mean_at(const struct steady *steady, size_t i)
{
        double sum = 0;
        int n = 0;

        for (size_t k = i + 1 >= MEAN_S ? i + 1 - MEAN_S : 0; k <= i; k++)
                if (!isnan(steady->speed[k])) {
                        sum += steady->speed[k];
                        n++;
                }
        return n > 0 ? sum / n : NAN;
}

static void
find_excesses(struct steady *steady, int ends_after_s)
{
        int within_s = ends_after_s;

        steady->excesses = calloc(steady->n, sizeof(steady->excesses[0]));
        assert(steady->excesses != NULL);
        for (size_t i = DROPPED_S; i < steady->n; i++) {
                const double mean = mean_at(steady, i), now = steady->begin_s + (double) i;

                if (within_s >= ends_after_s && !(mean > BEGINS * steady->lt1))
                        continue;
                if (within_s >= ends_after_s)
                        steady->excesses[steady->n_excesses++].begin_s = now;
                within_s = mean <= steady->lt1 ? within_s + 1 : 0;
                if (within_s == 0)
                        steady->excesses[steady->n_excesses - 1].end_s = now + 1;
        }
}

/* False if it is none for this row. */
static bool
steady_read(const struct corpus_recording *recording, int ends_after_s, struct steady *ret)
{
        *ret = (struct steady) {.n = 0};
        if (!(recording->speed_cv < SPEED_CV) || recording->n_samples == 0)
                return false;
        hold(recording, ret);
        ret->lt1 = LT1_OF_MEDIAN * median_of(ret);
        if (ret->n < DROPPED_S + LEAST_S)
                return false;
        find_excesses(ret, ends_after_s);
        return true;
}

static void
steady_clear(struct steady *steady)
{
        free(steady->speed);
        free(steady->excesses);
}

/* ---- what is said of it -------------------------------------------------------- */

static struct trial *
play(const struct corpus_recording *recording, const struct steady *steady)
{
        const struct corpus_playing playing = {.speed = true, .each_second = true};
        struct corpus_recording rest = *recording;
        struct pd_athlete athlete;
        struct pd_workout workout;
        struct trial *trial;

        course_athlete(&athlete);
        athlete.lt1_speed.value = (int32_t) (steady->lt1 * 1000);
        athlete.lt2_speed.value = (int32_t) (steady->lt1 * 1000 * 1.19); /* 87.6 to 73.9 % of the highest aerobic speed */
        trial_workout(&workout, PD_PURPOSE_EASY, PD_INTENSITY_EASY, &athlete);
        trial = trial_new(&athlete, &workout);
        while (rest.n_samples > 0 && rest.samples[0].t_s < steady->begin_s + DROPPED_S) {
                rest.samples++;
                rest.n_samples--;
        }
        corpus_play(&rest, &playing, trial);
        return trial;
}

/* The excess in which INSTANT lies, or that ended just before it; NULL. */
static const struct excess *
excess_at(const struct steady *steady, double instant)
{
        for (size_t i = steady->n_excesses; i-- > 0;)
                if (steady->excesses[i].begin_s <= instant)
                        return &steady->excesses[i];
        return NULL;
}

/* Said within it, or before it and not taken back by then. */
static bool
is_said(const struct trial *trial, const struct excess *excess)
{
        bool stands = false;

        for (size_t i = 0; i < trial->n_alerts && trial->alerts[i].at_s < excess->end_s; i++) {
                if (trial_is_accusation(trial->alerts[i].type))
                        stands = true;
                else if (trial->alerts[i].type == PD_ALERT_BACK_ON_TARGET && trial->alerts[i].at_s <= excess->begin_s)
                        stands = false;
        }
        return stands;
}

static void
count(const struct steady *steady, const struct trial *trial, struct counts *counts)
{
        const struct trial_alert *before = NULL;

        for (size_t i = DROPPED_S; i < steady->n; i++)
                counts->hours += isnan(steady->speed[i]) ? 0 : 1.0 / 3600;
        for (size_t i = 0; i < trial->n_alerts; i++) {
                const struct trial_alert *alert = &trial->alerts[i];
                const struct excess *excess = excess_at(steady, alert->at_s);

                if (!trial_is_accusation(alert->type))
                        continue;
                if (before != NULL && fabs((alert->at_s - alert->over_s) - (before->at_s - before->over_s)) < 2) {
                        counts->repeats++;
                        continue;
                }
                before = alert;
                counts->said++;
                counts->futile += excess == NULL || excess->end_s - excess->begin_s <= OVER_BY_ITSELF_S;
        }
        for (size_t i = 0; i < steady->n_excesses; i++) {
                const struct excess *excess = &steady->excesses[i];

                if (excess->end_s - excess->begin_s < TO_BE_SAID_S)
                        continue;
                counts->long_ones++;
                counts->long_ones_said += is_said(trial, excess);
        }
}

/* ---- what a fixed dwell would say ---------------------------------------------- */

static const int dwells[] = {10, 15, 20, 25, 30, 35, 40, 45, 60};
#define N_DWELLS (sizeof(dwells) / sizeof(dwells[0]))

static void
count_dwells(const struct steady *steady, struct counts rules[static N_DWELLS])
{
        for (size_t i = 0; i < steady->n_excesses; i++) {
                const double lasts = steady->excesses[i].end_s - steady->excesses[i].begin_s;

                for (size_t d = 0; d < N_DWELLS; d++) {
                        rules[d].said += lasts >= dwells[d];
                        rules[d].futile += lasts >= dwells[d] && lasts <= OVER_BY_ITSELF_S;
                }
        }
}

static double
share(size_t part, size_t whole)
{
        return whole == 0 ? 0 : 100.0 * (double) part / (double) whole;
}

static double
an_hour(size_t n, const struct counts *counts)
{
        return counts->hours > 0 ? (double) n / counts->hours : 0;
}

static void
tell(struct table *table, const struct counts *all, const struct counts *lenient, const struct counts rules[static N_DWELLS])
{
        static const char futile[] = "of these futile: over within 45 s anyway", long_ones[] = "every excess of ≥ 90 s is said";

        if (all->hours <= 0) {
                table_skip(table, "speed on real steady runs", "no recording has a cv < 0.12 and 15 min of speed");
                return;
        }
        table_bar(table, "speed on real steady runs: said an hour", "≤ 1.6", an_hour(all->said, all) <= 1.6, "%.2f (%zu in %.1f h)",
                an_hour(all->said, all), all->said, all->hours);
        if (all->said == 0)
                table_skip(table, futile, "nothing was said");
        else
                table_bar(table, futile, "≤ 33 %", share(all->futile, all->said) <= 33, "%.0f %%", share(all->futile, all->said));
        if (all->long_ones == 0)
                table_skip(table, long_ones, "no excess lasts so long");
        else
                table_bar(table, long_ones, "all", all->long_ones == all->long_ones_said, "%zu of %zu", all->long_ones_said,
                        all->long_ones);
        table_tell(table, "the same where an excess ends after 8 s within", "%.0f %% futile, %zu of %zu said",
                share(lenient->futile, lenient->said), lenient->long_ones_said, lenient->long_ones);
        table_tell(table, "said again (30, 60, 120 s later) an hour", "%.2f", an_hour(all->repeats, all));
        table_heading(table, "speed on real steady runs, what a fixed dwell would say");
        for (size_t d = 0; d < N_DWELLS; d++)
                table_note(table, "  a fixed dwell of %2d s: %.2f an hour, %.0f %% futile", dwells[d], an_hour(rules[d].said, all),
                        share(rules[d].futile, rules[d].said));
}

static void
measure(const struct corpus_recording *recording, int ends_after_s, struct counts *counts, struct counts rules[static N_DWELLS])
{
        struct steady steady;

        if (steady_read(recording, ends_after_s, &steady)) {
                struct trial *trial = play(recording, &steady);

                count(&steady, trial, counts);
                count_dwells(&steady, rules);
                trial_free(trial);
        }
        steady_clear(&steady);
}

void
row_speed_real(const struct bench *bench, struct table *table)
{
        struct counts all = {0}, lenient = {0}, rules[N_DWELLS] = {{0}}, rules_lenient[N_DWELLS] = {{0}};

        for (size_t i = 0; i < corpus_count(bench->corpus); i++) {
                struct corpus_recording recording;

                if (!corpus_read(bench->corpus, i, &recording))
                        continue;
                measure(&recording, 1, &all, rules);
                measure(&recording, 8, &lenient, rules_lenient);
                corpus_recording_clear(&recording);
                bench_progress(bench, i + 1, corpus_count(bench->corpus));
        }
        tell(table, &all, &lenient, rules);
}
