/* SPDX-License-Identifier: MIT */
/*
 * Artefacts among the intervals of recordings, once they are classed for good,
 * against the first pass of the oracle: F1 of each class.
 */
#include "bench/row.h"
#include "bench/rr_oracle.h"

#include "core/signal/rr.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FEWEST 20 /* of fewer, a share says nothing */
#define F1_LEAST 0.95

static const struct {
        enum pd_beat class;
        const char *key, *name;
} classes[] = {
        {PD_BEAT_ECTOPIC, "ectopic", "ectopic"},
        {PD_BEAT_MISSED, "missed", "missed"},
        {PD_BEAT_EXTRA, "extra", "extra"},
        {PD_BEAT_LONG_SHORT, "longshort", "long or short"},
};

#define CLASSES (sizeof(classes) / sizeof(classes[0]))

struct hits {
        size_t both, own, theirs;
};

static double
f1(const struct hits *hits)
{
        return hits->own + hits->theirs == 0 ? 1 : 2 * (double) hits->both / (double) (hits->own + hits->theirs);
}

/* The class of every interval, in their order; to be freed. */
static uint8_t *
classify(const struct spread *raw)
{
        uint8_t *ret = calloc(raw->n + 1, sizeof(*ret));
        struct pd_rr rr;

        pd_rr_init(&rr);
        for (size_t i = 0; i < raw->n; i++) {
                uint32_t before = rr.decided;
                pd_rr_add(&rr, (int32_t) lround(raw->values[i]));
                if (i + 1 == raw->n)
                        pd_rr_finish(&rr);
                for (uint32_t k = before; k < rr.decided; k++)
                        ret[k] = (uint8_t) pd_rr_class(&rr, k);
        }
        return ret;
}

/* The oracle counts beats: number i ends interval i - 1. */
static struct hits
compare(const uint8_t *own, size_t n, enum pd_beat class, const json_t *theirs)
{
        struct hits hits = {0, 0, json_array_size(theirs)};

        for (size_t i = 0; i < n; i++)
                hits.own += own[i] == class;
        for (size_t i = 0; i < hits.theirs; i++) {
                json_int_t beat = json_integer_value(json_array_get(theirs, i));
                hits.both += beat >= 1 && (size_t) beat <= n && own[beat - 1] == class;
        }
        return hits;
}

static void
compare_recording(const struct bench *bench, const struct rr_oracle *oracle, struct hits *all, double *worst)
{
        uint8_t *own = classify(&oracle->raw);
        char name[192];
        json_t *json;

        snprintf(name, sizeof(name), "oracle/dfa/%s.artifacts.json", oracle->id);
        json = corpus_json(bench->corpus, name);
        for (size_t c = 0; c < CLASSES && json != NULL; c++) {
                struct hits hits = compare(own, oracle->raw.n, classes[c].class,
                        json_object_get(json_object_get(json, "first_pass"), classes[c].key));
                all[c].both += hits.both;
                all[c].own += hits.own;
                all[c].theirs += hits.theirs;
                if (hits.theirs >= FEWEST && f1(&hits) < worst[c])
                        worst[c] = f1(&hits);
        }
        json_decref(json);
        free(own);
}

void
row_rr_classes(const struct bench *bench, struct table *table)
{
        struct hits all[CLASSES] = {{0, 0, 0}};
        double worst[CLASSES] = {1, 1, 1, 1};
        struct rr_oracle oracle;

        for (size_t i = 0; i < corpus_count(bench->corpus); i++) {
                bench_progress(bench, i, corpus_count(bench->corpus));
                if (!rr_oracle_read(bench->corpus, i, &oracle))
                        continue;
                if (oracle.raw.n > 0)
                        compare_recording(bench, &oracle, all, worst);
                rr_oracle_clear(&oracle);
        }
        for (size_t c = 0; c < CLASSES; c++) {
                char measure[64];

                snprintf(measure, sizeof(measure), "RR, F1 of %s beats, all / worst run", classes[c].name);
                if (all[c].theirs == 0)
                        table_skip(table, measure, "oracle/dfa and rr/ have none in these runs");
                else if (all[c].theirs < FEWEST)
                        table_tell(table, measure, "%.3f of %zu: too few for a bar", f1(&all[c]), all[c].theirs);
                else
                        table_bar(table, measure, "≥ 0.95", f1(&all[c]) >= F1_LEAST && worst[c] >= F1_LEAST, "%.3f / %.3f of %zu",
                                f1(&all[c]), worst[c], all[c].theirs);
        }
}
