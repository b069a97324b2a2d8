/* SPDX-License-Identifier: MIT */
/* A line of text: where its words begin, and what is wrong in it. */
#pragma once

#include "purposed/format.h"

/* The first character of [AT, END) that is neither a space nor a tab, or END. */
const char *pd_line_skip_blanks(const char *at, const char *end);

/* Fills RET with the fault at AT in the line that begins at START, counted
 * LINE from 1. Returns -EBADMSG. */
int pd_line_fault(struct pd_format_error *ret, size_t line, const char *start, const char *at, const char *expected);

/* Where line LINE, from 1, of a text begins; its end if there are fewer. */
const char *pd_line_find(const char *text, size_t length, size_t line);

/* READ of each line of SIZE bytes that is neither empty nor begins with #, counted
 * from 1, until it returns less than 0, which is handed through; 0 otherwise. */
typedef int (*pd_line_func)(void *user, const char *line, size_t length, size_t number, struct pd_format_error *error);
int pd_line_each(const char *bytes, size_t size, pd_line_func read, void *user, struct pd_format_error *ret_error);

#define PD_LINE_CARET_SIZE 512

/* The line with a caret under the fault, for a person:
 *
 *   6x (400m hard, 2m easy)
 *       ^ 400m means 400 minutes; did you mean 400mtr?
 *
 * TEXT begins with the line itself, not the file (pd_line_find). Of a long one, the part around the
 * fault. Two lines, the last without a line break; PD_LINE_CARET_SIZE always
 * suffices, less is cut. */
void pd_line_caret(const char *text, size_t length, const struct pd_format_error *error, char *ret, size_t size);
