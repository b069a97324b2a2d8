/* SPDX-License-Identifier: MIT */
/* A row of rows.def: what it is given, and how it says how far it is. */
#pragma once

#include "bench/corpus.h"
#include "bench/table.h"

#include <stdint.h>

struct bench {
        const struct corpus *corpus; /* NULL: none was given; rows that need one are not called */
        uint64_t first_seed;
        size_t n_seeds;
        const char *row; /* its name */
        bool loud;       /* progress is told */
};

/* DONE of TOTAL: on a terminal, in place. */
void bench_progress(const struct bench *bench, size_t done, size_t total);

#define BENCH_ROW(name, needs, what) void row_##name(const struct bench *bench, struct table *table);
#include "bench/rows.def"
#undef BENCH_ROW
