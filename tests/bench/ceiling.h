/* SPDX-License-Identifier: MIT */
/*
 * A heart-rate ceiling on a real run: who was right that she was over it?
 *
 * Truth knows what comes: the median of the minute around each second. An
 * interval of 45 s and more in which it is more than 1 bpm over the ceiling is
 * to be reported.
 */
#pragma once

#include "bench/corpus.h"
#include "bench/spread.h"

struct ceiling_interval {
        size_t begin, end; /* seconds, the last one included */
};

struct ceiling_run {
        size_t n;          /* seconds, from the recording's first on */
        int32_t *hr_bpm;   /* PD_UNKNOWN: nothing for 10 s */
        int32_t *twice_median; /* of the minute around it, twice; PD_UNKNOWN: half of it was not heard */
        int32_t ceiling_bpm;
        size_t n_intervals;
        struct ceiling_interval *intervals;
};

/* From then on it counts. */
#define CEILING_FROM_S 600

/* A recording with heart rate; the ceiling at its own PERCENT. False: there is too little of it. */
bool ceiling_run_init(struct ceiling_run *run, const struct corpus_recording *recording, int percent);
void ceiling_run_clear(struct ceiling_run *run);

/* How a rule did, over all runs. */
struct ceiling_score {
        size_t firsts, wrong, repeats, intervals, reported;
        size_t below_s, below_standing_s, seconds; /* median below ceiling − 1, and an accusation stood */
        struct spread delays; /* of the intervals that were reported */
};

/* STANDS: each second of the run, does an accusation stand? */
void ceiling_score_add(struct ceiling_score *score, const struct ceiling_run *run, const bool *stands);
double ceiling_score_wrong(const struct ceiling_score *score);    /* of the first alerts, per cent; as the next two */
double ceiling_score_reported(const struct ceiling_score *score);
double ceiling_score_standing(const struct ceiling_score *score);
void ceiling_score_clear(struct ceiling_score *score);

/* Rules to compare with: above ceiling + ABOVE for so long, back at ceiling + BACK or below for so long. */
struct ceiling_dwell {
        int32_t above_bpm, above_s, back_bpm, back_s;
};

void ceiling_dwell_stands(const struct ceiling_run *run, const struct ceiling_dwell *dwell, bool *ret_stands);
/* RunnerUp: the mean of 20 s without its highest and lowest value. */
void ceiling_runnerup_stands(const struct ceiling_run *run, bool *ret_stands);
/* The coach's own case, as patient as said. */
void ceiling_case_stands(const struct ceiling_run *run, int32_t patience, bool *ret_stands);
