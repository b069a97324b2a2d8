/* SPDX-License-Identifier: MIT */
/*
 * Recordings of real runs, in a folder laid out as
 *
 *   manifest.json   a list of objects: id, cls (what kind of run), cv, medspd, dur …
 *   csv/ID.csv      t_s,hr_bpm,rr_ms,speed_mps,cadence_spm,distance_m,altitude_m,power_w; empty = absent
 *   laps/ID.json    laps and workout steps, FIT's units
 *   rr/ID.rr.txt    its RR intervals, raw, one a line
 *   oracle/         values to compare with
 */
#pragma once

#include "bench/trial.h"

#include <jansson.h>

struct corpus {
        char folder[4096];
        json_t *manifest;
};

struct corpus_sample {
        double t_s;
        int32_t hr_bpm;           /* PD_UNKNOWN: absent, as in the next; 0 as it was recorded */
        int32_t cadence_spm;      /* both feet */
        double speed, distance, altitude; /* m/s, m, m; NAN: absent */
        size_t first_rr, n_rr;    /* in the recording's rr_ms: beats since the sample before */
};

/* A lap; the step of the workout that it was run for, -1: none. Its intensity
 * as FIT has it: 0 active, 1 rest, 2 warm-up, 3 cool-down, 4 recovery. */
struct corpus_lap {
        double begin_s, end_s; /* on the recording's own clock, t_s */
        double distance_m;
        int step, intensity;
        double asked_s, asked_m; /* by that step; NAN: it is not of that kind */
};

struct corpus_recording {
        char id[128];
        char character[160]; /* the manifest's cls: "steady", "steady; hill-repeat-like ..." */
        double speed_cv, median_speed; /* NAN: not told */
        bool has_rr;
        bool wrist; /* no RR: an optical sensor, as far as anybody knows */
        size_t n_samples;
        struct corpus_sample *samples;
        size_t n_rr;
        double *rr_ms;
        size_t n_laps;
        struct corpus_lap *laps;
};

/* NULL: it is no such folder; said on stderr. */
struct corpus *corpus_open(const char *folder);
struct corpus *corpus_close(struct corpus *corpus);

size_t corpus_count(const struct corpus *corpus);
/* The Ith recording; false if there is no csv of it. */
bool corpus_read(const struct corpus *corpus, size_t i, struct corpus_recording *ret);
/* Why the Ith, which is called NAME, is not measured, or not by each row; NULL: there is all of it. */
const char *corpus_left_out(const struct corpus *corpus, size_t i, char name[static 128]);
void corpus_recording_clear(struct corpus_recording *recording);
/* The character begins with WORD: "steady". */
bool corpus_is(const struct corpus_recording *recording, const char *word);

/* The JSON in NAME ("oracle/trimp.json"), for the caller to json_decref(); NULL: not there. */
json_t *corpus_json(const struct corpus *corpus, const char *name);
/* The file NAME, open; NULL: not there. */
FILE *corpus_file(const struct corpus *corpus, const char *name);

/* How a recording is played to a trial. */
struct corpus_playing {
        bool heart, speed, rr; /* what is played of it */
        bool each_second;      /* a frame at every whole second with the newest value, if not older than 10 s: as a sensor
                                * on the air sends it, though the watch kept less. RR come when they were recorded */
        double pod_factor;     /* 0: 1 */
};

void corpus_play(const struct corpus_recording *recording, const struct corpus_playing *playing, struct trial *trial);
