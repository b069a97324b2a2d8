/* SPDX-License-Identifier: MIT */
/*
 * Best efforts of real runs, and the critical speed of a month of them,
 * against the oracle's, which has times over distances where we have speeds
 * over times: ours are a curve, read between its points. Recordings with a
 * second above 7.5 m/s are left out: the oracle has those among its bests.
 */
#include "bench/row.h"
#include "bench/spread.h"

#include "core/anchors/critical.h"
#include "core/anchors/stretches.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Between two lengths the curve bends: repeats with rests in them by some per cent of the way. */
#define LEAP_M 1000 /* in a second: nobody has */
#define MEDIAN_OFF 0.005
#define TAIL_OFF 0.025
/* Three distances, each off by some metres, make so much of the slope and the
 * height; a field test's own typical errors are 0.14 m/s and 88 m. */
#define SPEED_OFF 0.1
#define RESERVE_OFF 30

/* Metres over each length; 0: not run. */
struct curve {
        double metres[PD_STRETCHES];
        bool spikes;
};

/* Second by second, with the way between two rows spread evenly, as the oracle does. */
static void
curve_of(const struct corpus_recording *recording, struct curve *ret)
{
        struct pd_stretches stretches;
        struct pd_stretch shown[PD_STRETCHES];
        double before = NAN, mm;
        size_t row = 0;

        pd_stretches_init(&stretches);
        ret->spikes = false;
        for (int32_t s = (int32_t) ceil(recording->samples[0].t_s);; s++) {
                const struct corpus_sample *a, *b;
                double at;

                while (row + 1 < recording->n_samples && recording->samples[row + 1].t_s < s)
                        row++;
                if (row + 1 >= recording->n_samples)
                        break;
                a = &recording->samples[row];
                b = &recording->samples[row + 1];
                at = a->distance + (b->distance - a->distance) * (s - a->t_s) / (b->t_s - a->t_s);
                mm = fabs(at - before) < LEAP_M ? (at - before) * 1000 : NAN; /* two rows of one second, too */
                pd_stretches_second(&stretches, s * PD_SEC, isnan(mm) ? PD_UNKNOWN : (int32_t) lround(mm), PD_UNKNOWN);
                ret->spikes = ret->spikes || mm > PD_STRETCH_SPEED_MOST;
                before = at;
        }
        pd_stretches_show(&stretches, shown);
        for (size_t i = 0; i < PD_STRETCHES; i++)
                ret->metres[i] = shown[i].speed_mm_s == PD_UNKNOWN ? 0 : shown[i].speed_mm_s / 1000.0 * pd_stretch_seconds[i];
}

/* How far in so many seconds, or NAN: beyond what was run, or shorter than a fit takes. */
static double
metres_in(const struct curve *curve, double seconds)
{
        for (size_t i = 1; i + 1 < PD_STRETCHES; i++) {
                const double from = pd_stretch_seconds[i], to = pd_stretch_seconds[i + 1];

                if (seconds >= from && seconds <= to && curve->metres[i] > 0 && curve->metres[i + 1] > 0)
                        return curve->metres[i] + (curve->metres[i + 1] - curve->metres[i]) * (seconds - from) / (to - from);
        }
        return NAN;
}

static double
seconds_for(const struct curve *curve, double metres)
{
        for (size_t i = 0; i + 1 < PD_STRETCHES; i++) {
                const double from = curve->metres[i], to = curve->metres[i + 1];

                if (from > 0 && metres >= from && metres <= to)
                        return pd_stretch_seconds[i] + (pd_stretch_seconds[i + 1] - pd_stretch_seconds[i]) * (metres - from) / (to - from);
        }
        return NAN;
}

static void
compare(const struct curve *curve, const json_t *bests, struct spread *off)
{
        const char *key;
        const json_t *value;

        json_object_foreach((json_t *) bests, key, value) {
                const double expected = strtod(key, NULL), metres = metres_in(curve, json_number_value(value));

                if (!isnan(metres) && expected > 0)
                        spread_add(off, fabs(metres - expected) / expected);
        }
}

/* The runs of one athlete, whose critical speed the oracle has. */
struct month {
        const char *source, *key;
        struct curve best;
        size_t n; /* of its runs */
};

static void
add_to(struct month *month, const char *id, const struct curve *curve)
{
        if (strncmp(id, month->source, strlen(month->source)) != 0)
                return;
        month->n++;
        for (size_t i = 0; i < PD_STRETCHES; i++)
                month->best.metres[i] = fmax(month->best.metres[i], curve->metres[i]);
}

/* Runs of the month of which the oracle has the bests: its critical speed is of all of them. */
static size_t
count_runs(const struct month *month, json_t *oracle)
{
        const char *key;
        json_t *value;
        size_t n = 0;

        json_object_foreach(oracle, key, value)
                n += strncmp(key, month->source, strlen(month->source)) == 0;
        return n;
}

static void
fit(const struct month *month, json_t *oracle, struct table *table)
{
        const json_t *linear = json_object_get(json_object_get(oracle, month->key), "linear_800_1500_3000"), *distance;
        const double speed = json_number_value(json_object_get(linear, "cs"));
        const double reserve = json_number_value(json_object_get(linear, "dprime"));
        struct pd_exertion exertions[3];
        struct pd_critical critical = {NAN, NAN, NAN, NAN};
        char measure[96], why[96];
        size_t i, n = 0;

        json_array_foreach(json_object_get(linear, "dists"), i, distance) {
                const double metres = json_number_value(distance), seconds = seconds_for(&month->best, metres);

                if (n < 3 && !isnan(seconds))
                        exertions[n++] = (struct pd_exertion) {seconds, metres};
        }
        (void) pd_critical_fit(exertions, n, &critical);
        if (linear == NULL)
                return;
        snprintf(measure, sizeof(measure), "critical speed and D' of the best 800, 1500 and 3000 m of %.*s",
                (int) strcspn(month->source, "_"), month->source);
        if (month->n < count_runs(month, oracle)) {
                snprintf(why, sizeof(why), "%zu of its %zu runs are here", month->n, count_runs(month, oracle));
                table_skip(table, measure, why);
                return;
        }
        table_bar(table, measure, "0.1 m/s, 30 m",
                fabs(critical.speed_m_s - speed) <= SPEED_OFF && fabs(critical.d_prime_m - reserve) <= RESERVE_OFF,
                "%.3f m/s (%.3f), %.0f m (%.0f)", critical.speed_m_s, speed, critical.d_prime_m, reserve);
}

void
row_best_efforts(const struct bench *bench, struct table *table)
{
        struct month months[] = {{.source = "tracker__", .key = "_CS_tracker"}, {.source = "run-stats__", .key = "_CS_run-stats"}};
        json_t *oracle = corpus_json(bench->corpus, "oracle/best_efforts_cs.json");
        static const char measure[] = "best efforts of 2 to 15 min against the oracle: median / 95th";
        struct spread off = {NULL, 0, 0};
        struct corpus_recording recording;
        size_t spikes = 0;

        for (size_t i = 0; i < corpus_count(bench->corpus); i++) {
                struct curve curve;

                bench_progress(bench, i, corpus_count(bench->corpus));
                if (!corpus_read(bench->corpus, i, &recording))
                        continue;
                if (recording.n_samples > 0 && json_object_get(oracle, recording.id) != NULL) {
                        curve_of(&recording, &curve);
                        spikes += curve.spikes;
                        if (!curve.spikes)
                                compare(&curve, json_object_get(oracle, recording.id), &off);
                        for (size_t m = 0; m < sizeof(months) / sizeof(months[0]); m++)
                                add_to(&months[m], recording.id, &curve);
                }
                corpus_recording_clear(&recording);
        }
        if (off.n == 0)
                table_skip(table, measure, "oracle/best_efforts_cs.json has none of these runs");
        else
                table_bar(table, measure, "0.5 % / 2.5 %", spread_at(&off, 0.5) <= MEDIAN_OFF && spread_at(&off, 0.95) <= TAIL_OFF,
                        "%.2f / %.2f %% of %zu; %zu runs with spikes not", spread_at(&off, 0.5) * 100, spread_at(&off, 0.95) * 100, off.n,
                        spikes);
        for (size_t m = 0; m < sizeof(months) / sizeof(months[0]); m++)
                fit(&months[m], oracle, table);
        spread_clear(&off);
        json_decref(oracle);
}
