/* SPDX-License-Identifier: MIT */
#include "bench/rr_oracle.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum column { END_S, N_RAW, N_CORR, ARTEFACTS, MEAN_HR, RMSSD, A1_RAW, A1_CORR_NK, A1_CORR_SP500, COLUMNS };

static void
read_windows(FILE *file, struct rr_oracle *ret)
{
        char line[1024];
        size_t size = 0;

        while (fgets(line, sizeof(line), file) != NULL) {
                char *rest = line;
                double value[COLUMNS];

                for (size_t i = 0; i < COLUMNS; i++) {
                        const char *field = strsep(&rest, ",");
                        char *end = NULL;
                        value[i] = field == NULL ? NAN : strtod(field, &end);
                        value[i] = end == field ? NAN : value[i];
                }
                if (isnan(value[END_S])) /* the head */
                        continue;
                if (ret->n == size) {
                        size = size == 0 ? 64 : 2 * size;
                        ret->windows = realloc(ret->windows, size * sizeof(ret->windows[0]));
                        assert(ret->windows != NULL);
                }
                ret->windows[ret->n++] = (struct rr_window) {value[END_S], value[ARTEFACTS], value[A1_CORR_NK], value[A1_CORR_SP500]};
        }
}

#define INTERVAL_MOST_MS 1e7

/* One number a line. */
static void
read_intervals(const struct corpus *corpus, const char *name, struct spread *ret)
{
        FILE *file = corpus_file(corpus, name);
        double ms;

        if (file == NULL)
                return;
        while (fscanf(file, "%lf", &ms) == 1 && ms > 0 && ms < INTERVAL_MOST_MS) /* to the first that is none */
                spread_add(ret, ms);
        fclose(file);
}

bool
rr_oracle_read(const struct corpus *corpus, size_t i, struct rr_oracle *ret)
{
        const char *id = json_string_value(json_object_get(json_array_get(corpus->manifest, i), "id"));
        char name[192];
        FILE *file;

        *ret = (struct rr_oracle) {.n = 0};
        if (id == NULL || snprintf(ret->id, sizeof(ret->id), "%s", id) >= (int) sizeof(ret->id))
                return false;
        snprintf(name, sizeof(name), "oracle/dfa/%s.csv", id);
        if ((file = corpus_file(corpus, name)) == NULL)
                return false;
        read_windows(file, ret);
        fclose(file);
        snprintf(name, sizeof(name), "rr/%s.rr.txt", id);
        read_intervals(corpus, name, &ret->raw);
        snprintf(name, sizeof(name), "oracle/dfa/%s.rr_corrected.txt", id);
        read_intervals(corpus, name, &ret->mended);
        return true;
}

void
rr_oracle_clear(struct rr_oracle *oracle)
{
        spread_clear(&oracle->raw);
        spread_clear(&oracle->mended);
        free(oracle->windows);
        *oracle = (struct rr_oracle) {.n = 0};
}
