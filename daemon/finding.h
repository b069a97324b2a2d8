/* SPDX-License-Identifier: MIT */
/*
 * What is to be said about files that a person wrote: collected while they
 * are read, printed by whoever asked for the reading (the log at a start,
 * the terminal for a check).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#define PD_FINDING_ERRORS_MAX 20 /* then the reading stops: the rest follows from the first ones */
#define PD_FINDINGS_MAX 48       /* of all grades */

enum pd_finding_grade {
        PD_FINDING_NOTE,    /* worth knowing, nothing to mend */
        PD_FINDING_WARNING, /* works, but should be mended */
        PD_FINDING_ERROR,   /* the files are not used */
};

struct pd_finding {
        enum pd_finding_grade grade;
        unsigned line; /* from 1; 0 = the file as a whole */
        char file[256];
        char text[320];
};

struct pd_findings {
        size_t n, n_errors;
        bool cut; /* there were more than could be kept */
        struct pd_finding items[PD_FINDINGS_MAX];
};

/* Adds one; FILE may be "" where none is concerned. The last places are kept
 * for errors. */
void pd_findings_add(struct pd_findings *findings, enum pd_finding_grade grade, const char *file, unsigned line, const char *format, ...)
        __attribute__((format(printf, 5, 6)));

/* PD_FINDING_ERRORS_MAX errors have been found. */
bool pd_findings_full(const struct pd_findings *findings);

/* "/etc/purposed/purposed.conf:12: error: unknown key …", cut to SIZE. */
void pd_finding_text(const struct pd_finding *finding, char *ret, size_t size);
#define PD_FINDING_LINE_SIZE 640 /* room for all of it */

/* All of them on standard error, a line each. */
void pd_findings_print(const struct pd_findings *findings);
