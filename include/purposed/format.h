/* SPDX-License-Identifier: MIT */
/*
 * A file format that holds a recording: bytes in, inputs out. A new one is
 * a file in daemon/formats/ and a line in formats.def. Recordings are
 * turned into GATT frames, so that they go through the decoders like live
 * data.
 */
#pragma once

#include "purposed/input.h"
#include "purposed/snapshot.h"

#include <stdbool.h>
#include <stddef.h>

/* Where a file stopped making sense, and what was expected there. */
struct pd_format_error {
        size_t line;   /* from 1; 0 where lines mean nothing */
        size_t column; /* from 1; without lines the byte, from 0 */
        char expected[160];
};

/* What is kept of an activity's laps: a marathon by half kilometres is 85. */
#define PD_RECORDING_LAPS_MAX 500

struct pd_recording_lap {
        pd_usec start;       /* since the activity's start */
        pd_usec elapsed;     /* PD_NEVER where the file does not say */
        int64_t distance_mm; /* PD_UNKNOWN */
        int32_t step;        /* of the workout in the watch, from 0; PD_UNKNOWN */
};

/* What a watch says of an activity beside its inputs. */
struct pd_recording_about {
        char sport[PD_ID_SIZE];     /* "running", or another word; "" where it does not say */
        char device[PD_TEXT_SIZE];  /* "" */
        char workout[PD_TEXT_SIZE]; /* the name of the one in the watch; "" */
        pd_usec start_real;         /* microseconds since 1970 UTC; PD_NEVER: it has no date */
        pd_usec elapsed;            /* to its end, pauses included */
        int64_t distance_mm;        /* PD_UNKNOWN */
        int32_t utc_offset_s;       /* PD_UNKNOWN */
        size_t n_laps;              /* in the file */
        struct pd_recording_lap laps[PD_RECORDING_LAPS_MAX]; /* the first of them */
};

/* May it be judged as a run? Not what was done on wheels, skis or in water;
 * where the sport is not told, or told vaguely, it may. */
bool pd_recording_on_foot(const struct pd_recording_about *about);

/*
 * A watch's file holds any number of activities, in any order:
 *
 *   about ─▶ input, input, …   about ─▶ input, …      each from 0 on: a new engine
 *
 * Inputs of an activity: the clock (real time of its start, boot id "",
 * offset 0 where unknown), START, frames, PAUSE and RESUME where the watch's
 * timer stood, STOP. Each is a recording of its own, with instants from 0:
 * who reads them opens a new pump at each `about`. Formats that say nothing
 * of themselves (a trace, a table) are one recording.
 */
struct pd_recording_ops {
        /* At most once and first; only formats that carry one call it. May be NULL. */
        int (*snapshot)(void *user, const struct pd_snapshot *snapshot);
        /* Before the inputs of each activity. May be NULL. */
        int (*about)(void *user, const struct pd_recording_about *about);
        /* A negative return of any of these stops the reading and is handed through. */
        int (*input)(void *user, const struct pd_input *input);
        void *user;
};

struct pd_format {
        const char *key;   /* "csv" */
        const char *title; /* "CSV with a heading t_s,hr_bpm,…" */
        /* Do these first bytes look like it? */
        bool (*probe)(const char *bytes, size_t size);
        /* -EBADMSG with RET_ERROR filled: malformed. Inputs read before the
         * fault have been handed over. Warnings about cells that were
         * skipped are counted in RET_SKIPPED. */
        int (*read)(const char *bytes, size_t size, const struct pd_recording_ops *ops, uint64_t *ret_skipped,
                struct pd_format_error *ret_error);
};

/* All formats, in the order of formats.def; ends with NULL. */
extern const struct pd_format *const pd_formats[];

/* The first format that recognises the bytes, or NULL. */
const struct pd_format *pd_format_probe(const char *bytes, size_t size);
