/* SPDX-License-Identifier: MIT */
/*
 * What the bench prints: measure, bar, and the figure reached beside it. A
 * row of rows.def adds one line or several; what needs more room than a line
 * (a curve, a list) comes below the table as it is.
 */
#pragma once

#include <stdbool.h>
#include <stdio.h>

struct table;

struct table *table_new(void);
struct table *table_free(struct table *table);

/* MEASURE and BAR are copied. */
void table_bar(struct table *table, const char *measure, const char *bar, bool met, const char *reached, ...)
        __attribute__((format(printf, 5, 6)));
/* A figure that no bar is set for. */
void table_tell(struct table *table, const char *measure, const char *reached, ...) __attribute__((format(printf, 3, 4)));
void table_skip(struct table *table, const char *measure, const char *why);
/* A line of its own below the table. */
void table_note(struct table *table, const char *line, ...) __attribute__((format(printf, 2, 3)));
/* What the lines that follow there are; printed only if some do. */
void table_heading(struct table *table, const char *heading, ...) __attribute__((format(printf, 2, 3)));

/* WIDTH columns are there: what is longer goes on below, in its own column; 0: as many as it takes. */
void table_print(const struct table *table, FILE *out, bool colour, size_t width);
/* The same, as GitHub's Markdown has it; without what was skipped and what stands below. */
void table_markdown(const struct table *table, FILE *out);
size_t table_missed(const struct table *table);
