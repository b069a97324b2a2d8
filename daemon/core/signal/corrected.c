/* SPDX-License-Identifier: MIT */
#include "core/signal/corrected.h"

/* Before the span: one side of the window that a beat is judged in, and what its
 * medians and its neighbours need. */
#define BEATS_BEFORE 64

/* Beats by their instants: beat i ends interval i - 1. */
struct train {
        size_t n;
        int32_t at[PD_CORRECTED_BEATS + 1]; /* ms */
        uint8_t class[PD_CORRECTED_BEATS + 1];
};

static void
add(struct train *train, int32_t at, enum pd_beat class)
{
        train->at[train->n] = at;
        train->class[train->n++] = (uint8_t) class;
}

/* Beats FROM and later, after one at 0. Artefacts are counted. */
static size_t
train_of(const struct pd_rr *rr, uint32_t from, struct train *ret)
{
        size_t artefacts = 0;
        int32_t at = 0;

        ret->n = 0;
        add(ret, 0, PD_BEAT_NORMAL);
        for (uint32_t i = from; i < rr->n; i++) {
                enum pd_beat class = pd_rr_class(rr, i);
                add(ret, at += pd_rr_ms(rr, i), class);
                artefacts += class != PD_BEAT_NORMAL;
        }
        return artefacts;
}

/* Takes extra beats out and puts missed ones in, as long as there is room. */
static void
recount(struct train *train)
{
        struct train whole = {.n = 0};
        size_t room = PD_CORRECTED_BEATS + 1 - train->n;

        for (size_t i = 0; i < train->n; i++) {
                if (train->class[i] == PD_BEAT_EXTRA)
                        continue;
                if (train->class[i] == PD_BEAT_MISSED && room > 0) {
                        add(&whole, (train->at[i - 1] + train->at[i]) / 2, PD_BEAT_NORMAL);
                        room--;
                }
                add(&whole, train->at[i], (enum pd_beat) train->class[i]);
        }
        *train = whole;
}

/* Each to the middle between its neighbours as they were. */
static void
move(struct train *train, enum pd_beat class)
{
        int32_t before = train->at[0];

        for (size_t i = 1; i + 1 < train->n; i++) {
                int32_t here = train->at[i];
                if (train->class[i] == class)
                        train->at[i] = (before + train->at[i + 1]) / 2;
                before = here;
        }
}

static void
mend(struct train *train)
{
        recount(train);
        move(train, PD_BEAT_ECTOPIC);
        move(train, PD_BEAT_LONG_SHORT);
        move(train, PD_BEAT_TOO_SHORT);
}

/* Classes what has been mended, and mends it again if that finds less than ARTEFACTS. */
static void
mend_again(struct train *train, size_t artefacts)
{
        struct pd_rr rr;
        struct train again;

        pd_rr_init(&rr);
        for (size_t i = 1; i < train->n; i++)
                pd_rr_add(&rr, train->at[i] - train->at[i - 1]);
        pd_rr_finish(&rr);
        if (train_of(&rr, pd_rr_first(&rr), &again) >= artefacts)
                return;
        mend(&again);
        *train = again;
}

/* The first beat of the last SPAN_MS, or the first that counts. */
static uint32_t
first_of(const struct pd_rr *rr, uint32_t first, int32_t span_ms)
{
        uint32_t i = rr->n;

        for (int32_t ms = 0; i > first && ms < span_ms; i--)
                ms += pd_rr_ms(rr, i - 1);
        return i > first + BEATS_BEFORE ? i - BEATS_BEFORE : first;
}

void
pd_corrected_of(const struct pd_rr *rr, uint32_t from, int32_t span_ms, struct pd_corrected *ret)
{
        uint32_t first = from > pd_rr_first(rr) ? from : pd_rr_first(rr);
        struct train train;
        size_t artefacts = train_of(rr, first_of(rr, first, span_ms), &train);
        int32_t since;

        mend(&train);
        if (artefacts > 0)
                mend_again(&train, artefacts);
        ret->n = 0;
        since = train.at[train.n - 1] - span_ms;
        for (size_t i = 1; i < train.n; i++)
                if (train.at[i] > since)
                        ret->ms[ret->n++] = train.at[i] - train.at[i - 1];
}
