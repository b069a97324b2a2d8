/* SPDX-License-Identifier: MIT */
/*
 * What a reader of recordings tells, as text, a line each:
 *
 *   about running, Garmin 3224, Intervals; real 1000.5, 12.0 s, 40.0 m, offset 3600; lap 0.0 10.0 30.0 0; lap …
 *   0.0 clock 1000.5 3600
 *   0.0 strap 142 rr 625 612
 *   0.0 pod 704 86 12505        (1/256 m/s, one foot a minute, dm or '-')
 *   0.0 start
 *
 * Seconds, metres; '-' is unknown.
 */
#pragma once

#include "purposed/format.h"

struct telling {
        char text[65536];
        size_t length;
        uint64_t skipped;
        struct pd_format_error error;
        int inputs;
        int stop_after; /* inputs; 0 = never: then the listener says -ECANCELED */
        bool headless;  /* without the lines of about, and of the first clock, the first start and stop */
        bool started;
};

/* For reading into TELLING, which is empty. */
struct pd_recording_ops telling_ops(struct telling *telling);

/* What FORMAT reads in a copy of the bytes of exactly their size, so that the
 * address sanitizer sees a byte too many. */
int telling_read(struct telling *telling, const struct pd_format *format, const void *bytes, size_t size);

/* FORMAT reads all of it, skips nothing, and tells TEXT; headless: see above. */
void telling_is(const struct pd_format *format, const void *bytes, size_t size, bool headless, const char *text);

/* Reads the file ROUNDS times, cut, and damaged by up to three of the 16
 * letters. Each reading ends, goes forward in time, and if it fails names a
 * place within the file. Returns how many failed. PD_SEED chooses the damage. */
int telling_damaged(const struct pd_format *format, const void *bytes, size_t size, const char letters[16], int rounds);
