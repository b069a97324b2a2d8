/* SPDX-License-Identifier: MIT */
/*
 * DFA-alpha1 against values that others have computed: from their own mended
 * intervals, of two series that were made up, and the whole way from raw ones.
 */
#include "bench/row.h"
#include "bench/rr_oracle.h"

#include "core/signal/alpha1.h"
#include "core/signal/dfa.h"

#include "purposed/event.h"

#include <math.h>
#include <string.h>

#define SPAN_MS 120000

/* NAN if it cannot be told. */
static double
alpha1_of(const double *ms, size_t n, bool detrend)
{
        double values[PD_DFA_BEATS], alpha1 = NAN;

        if (n > PD_DFA_BEATS)
                return NAN;
        memcpy(values, ms, n * sizeof(*ms));
        if (detrend)
                pd_dfa_detrend(values, n);
        return pd_dfa_alpha1(values, n, &alpha1) < 0 ? NAN : alpha1;
}

/* The intervals that end within the span before END_MS. */
static size_t
window_before(const struct spread *series, double end_ms, const double **ret_first)
{
        double at = 0;
        size_t first = 0, n = 0;

        for (size_t i = 0; i < series->n; i++) {
                at += series->values[i];
                if (at <= end_ms - SPAN_MS)
                        first = i + 1;
                else if (at <= end_ms)
                        n++;
        }
        *ret_first = series->values + first;
        return n;
}

/* A difference that is no number counts as one that never ends. */
static void
add(struct spread *off, double own, double theirs)
{
        if (!isnan(theirs))
                spread_add(off, isnan(own) ? SPREAD_NEVER : fabs(own - theirs));
}

static void
compare_mended(const struct rr_oracle *oracle, struct spread *plain, struct spread *smooth)
{
        for (size_t i = 0; i < oracle->n; i++) {
                const struct rr_window *window = &oracle->windows[i];
                const double *first;
                size_t n = window_before(&oracle->mended, window->end_s * 1000, &first);
                add(plain, alpha1_of(first, n, false), window->a1_corr_nk);
                add(smooth, alpha1_of(first, n, true), window->a1_corr_sp500);
        }
}

static void
tell_mended(struct table *table, const char *measure, struct spread *off)
{
        double median = spread_median(off), worst = spread_at(off, 1);

        if (off->n == 0)
                table_skip(table, measure, "oracle/dfa has none of these runs");
        else
                table_bar(table, measure, "≤ 0.005 / ≤ 0.03", median <= 0.005 && worst <= 0.03, "%.4f / %.4f of %zu", median, worst,
                        off->n);
        spread_clear(off);
}

/* What remains of a1_corr_nk: its boxes without variance, equal whole
 * milliseconds in a row, are left out there and counted here. */
void
row_dfa_oracle(const struct bench *bench, struct table *table)
{
        struct spread plain = {NULL, 0, 0}, smooth = {NULL, 0, 0};
        struct rr_oracle oracle;

        for (size_t i = 0; i < corpus_count(bench->corpus); i++) {
                bench_progress(bench, i, corpus_count(bench->corpus));
                if (!rr_oracle_read(bench->corpus, i, &oracle))
                        continue;
                if (oracle.mended.n > 0)
                        compare_mended(&oracle, &plain, &smooth);
                rr_oracle_clear(&oracle);
        }
        tell_mended(table, "DFA-alpha1 of the oracle's RR (a1_corr_nk), median / worst", &plain);
        tell_mended(table, "the same with smoothness priors (a1_corr_sp500), median / worst", &smooth);
}

void
row_dfa_synthetic(const struct bench *bench, struct table *table)
{
        json_t *oracle = corpus_json(bench->corpus, "oracle/dfa_synthetic.json"), *series;
        static const char measure[] = "DFA-alpha1 of made-up series, plain and with smoothness priors, worst";
        struct spread off = {NULL, 0, 0};
        double worst;
        const char *name;

        json_object_foreach(oracle, name, series) {
                const json_t *x = json_object_get(series, "x");
                double values[PD_DFA_BEATS];
                size_t n = json_array_size(x);
                for (size_t i = 0; i < n && i < PD_DFA_BEATS; i++)
                        values[i] = json_number_value(json_array_get(x, i));
                add(&off, alpha1_of(values, n, false), json_number_value(json_object_get(series, "a_4_16")));
                add(&off, alpha1_of(values, n, true), json_number_value(json_object_get(series, "a_4_16_sp500")));
        }
        worst = spread_at(&off, 1);
        if (off.n == 0)
                table_skip(table, measure, "there is no oracle/dfa_synthetic.json");
        else
                table_bar(table, measure, "≤ 1e-9", worst <= 1e-9, "%.1e of %zu", worst, off.n);
        spread_clear(&off);
        json_decref(oracle);
}

/* ---- the whole way --------------------------------------------------------- */

struct causal {
        struct spread off;
        size_t good, told; /* windows with few artefacts; those of them of which a value is told */
};

/* Beat by beat; at the end of each window, what is told then, of what has been until then. */
static void
compare_causal(const struct rr_oracle *oracle, struct causal *causal)
{
        const struct spread *raw = &oracle->raw;
        struct pd_alpha1 alpha1;
        struct pd_rr rr;
        uint32_t whole = 0;
        double at = 0;
        size_t next = 0;

        pd_rr_init(&rr);
        for (size_t i = 0; i < oracle->n; i++) {
                const struct rr_window *window = &oracle->windows[i];
                double end = window->end_s * 1000;
                for (; next < raw->n && at + raw->values[next] <= end; next++) {
                        at += raw->values[next];
                        pd_rr_add(&rr, (int32_t) lround(raw->values[next]));
                        whole = raw->values[next] > PD_RR_MOST_MS ? rr.n : whole;
                }
                pd_alpha1_look(&rr, whole, (int32_t) (SPAN_MS - (end - at)), &alpha1);
                if (!(window->artefacts_percent < 3) || isnan(window->a1_corr_sp500))
                        continue;
                causal->good++;
                if (alpha1.milli == PD_UNKNOWN)
                        continue;
                causal->told++;
                add(&causal->off, alpha1.milli / 1000.0, window->a1_corr_sp500);
        }
}

void
row_dfa_causal(const struct bench *bench, struct table *table)
{
        struct causal all = {{NULL, 0, 0}, 0, 0};
        static const char measure[] = "DFA-alpha1 as it goes, raw RR, < 3 % artefacts: median difference";
        struct rr_oracle oracle;
        double median;

        table_heading(table, "DFA-alpha1 as it goes, recording by recording");
        for (size_t i = 0; i < corpus_count(bench->corpus); i++) {
                struct causal one = {{NULL, 0, 0}, 0, 0};

                bench_progress(bench, i, corpus_count(bench->corpus));
                if (!rr_oracle_read(bench->corpus, i, &oracle))
                        continue;
                if (oracle.raw.n > 0)
                        compare_causal(&oracle, &one);
                if (one.told > 0)
                        table_note(table, "  %s: %zu of %zu windows told, off by %.4f, 90 %% by %.4f", oracle.id, one.told,
                                one.good, spread_median(&one.off), spread_at(&one.off, 0.9));
                else
                        table_note(table, "  %s: none of %zu windows told", oracle.id, one.good);
                for (size_t k = 0; k < one.off.n; k++)
                        spread_add(&all.off, one.off.values[k]);
                all.good += one.good;
                all.told += one.told;
                spread_clear(&one.off);
                rr_oracle_clear(&oracle);
        }
        median = spread_median(&all.off);
        if (all.off.n == 0)
                table_skip(table, measure, "oracle/dfa and rr/ have none of these runs");
        else
                table_bar(table, measure, "≤ 0.03", median <= 0.03, "%.4f, 90 %% ≤ %.3f; %zu of %zu windows", median,
                        spread_at(&all.off, 0.9), all.told, all.good);
        spread_clear(&all.off);
}
