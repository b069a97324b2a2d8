/* SPDX-License-Identifier: MIT */
/*
 * A file from a watch becomes a session on record, judged afterwards against
 * the plan of its day. Nothing in it ends the session but its end: a pause of
 * any length is a pause.
 *
 *   known already (the same bytes, or the same run)   left alone
 *   heard live, too: start +-10 min, distance +-5 %,   the better record stands, under the live one's
 *   or the file goes on where the live one lost her    id; the next revision if that is the file's
 *   neither                                            a session of its own
 *
 * Of a file that is damaged somewhere, what comes before is a recording, if it
 * is long enough for a session; the fault is told with it. Should all of it come
 * later, it takes its beginning's place.
 */
#pragma once

#include "history.h"

#define PD_IMPORT_FILE_MAX ((int64_t) 64 << 20) /* a day of a watch is 10 MiB */
#define PD_IMPORT_REASON_SIZE 256
#define PD_IMPORT_ACTIVITIES_MAX 32 /* of a file */

enum pd_import_outcome {
        PD_IMPORT_NEW,
        PD_IMPORT_BETTER,  /* than what was heard live */
        PD_IMPORT_KNOWN,   /* already */
        PD_IMPORT_REFUSED, /* for the reason */
};

const char *pd_import_outcome_name(enum pd_import_outcome outcome); /* "imported" */

/* What became of one activity. */
struct pd_import {
        enum pd_import_outcome outcome;
        struct pd_record record; /* but for REFUSED: as it is on record now */
        char reason[PD_IMPORT_REASON_SIZE]; /* "" or one sentence */
};

typedef void (*pd_import_func)(void *user, const struct pd_import *import);

/* Tells of each activity, in the file's order, or once why the file as a whole
 * is refused. DAY: of a recording that has no date; PD_DAY_NONE: such are
 * refused. WORKOUT: in place of what the plan asks; may be NULL. 0; or what is no
 * fault of the file's (-EBUSY, -ENOMEM, -ENOSPC, -EROFS…): it is worth another
 * attempt, in which those that were told already are known. */
int pd_import_file(struct pd_history *history, const char *path, const struct pd_athlete *athlete, pd_day day,
        const struct pd_workout *workout, pd_import_func func, void *user);

/* The whole of a file, in 32 hex digits: two FNV-1a of 64 bits, from both ends. It tells files
 * apart that are not made to be taken for each other. */
void pd_import_digest(const char *bytes, size_t size, char ret[static PD_DIGEST_SIZE]);
