/* SPDX-License-Identifier: MIT */
/* RR intervals of recordings, and what others have made of them. */
#pragma once

#include "bench/corpus.h"
#include "bench/spread.h"

/* A row of oracle/dfa/ID.csv: two minutes that end there. NAN: not told. */
struct rr_window {
        double end_s, artefacts_percent, a1_corr_nk, a1_corr_sp500;
};

struct rr_oracle {
        char id[128];
        struct spread raw, mended; /* intervals in ms, in their order */
        size_t n;
        struct rr_window *windows;
};

/* Of the Ith recording; false if there is none. */
bool rr_oracle_read(const struct corpus *corpus, size_t i, struct rr_oracle *ret);
void rr_oracle_clear(struct rr_oracle *oracle);
