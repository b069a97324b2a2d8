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
        size_t line; /* from 1; 0 where lines mean nothing */
        size_t column;
        char expected[160];
};

struct pd_recording_ops {
        /* At most once and first; only formats that carry one call it. May be NULL. */
        int (*snapshot)(void *user, const struct pd_snapshot *snapshot);
        /* A negative return stops the reading and is handed through. */
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
