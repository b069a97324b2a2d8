/* SPDX-License-Identifier: MIT */
/*
 * What the doctor found: one line each, and below what is not well what to do
 * about it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#define PD_DIAGNOSIS_MAX 64 /* a few a sensor and an adapter */
#define PD_DIAGNOSIS_SUBJECT_SIZE 40
#define PD_DIAGNOSIS_TEXT_SIZE 704 /* what the daemon says of its broker names a host and a file */

enum pd_health {
        PD_HEALTH_WELL,
        PD_HEALTH_NOTE, /* could be better, or cannot be told from here */
        PD_HEALTH_ILL,  /* to be mended */
        PD_HEALTH_COUNT
};

const char *pd_health_name(enum pd_health health); /* "well" */

struct pd_complaint {
        enum pd_health health;
        char subject[PD_DIAGNOSIS_SUBJECT_SIZE]; /* "kernel" */
        char text[PD_DIAGNOSIS_TEXT_SIZE];       /* what is so */
        char remedy[PD_DIAGNOSIS_TEXT_SIZE];     /* what to do; "" = nothing; a long command on a line of its own */
};

/* All zero: nothing was looked at. */
struct pd_diagnosis {
        size_t n;
        size_t n_unsaid; /* there was no room for them */
        struct pd_complaint items[PD_DIAGNOSIS_MAX];
};

/* Adds one. REMEDY may be NULL. */
void pd_diagnosis_add(struct pd_diagnosis *diagnosis, enum pd_health health, const char *subject, const char *remedy, const char *format,
        ...) __attribute__((format(printf, 5, 6)));

size_t pd_diagnosis_count(const struct pd_diagnosis *diagnosis, enum pd_health health);

/* WIDTH: columns to fold at. The last line is the sum. */
void pd_diagnosis_print(const struct pd_diagnosis *diagnosis, FILE *to, int width, bool colour);
void pd_diagnosis_print_json(const struct pd_diagnosis *diagnosis, FILE *to);
