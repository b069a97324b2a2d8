/* SPDX-License-Identifier: MIT */
/* A workout's text as a test sees it: compiled, told in short, or refused at a place. */
#pragma once

#include "support/cm.h"

#include "purposed/format.h"
#include "purposed/plan.h"

extern struct pd_workout workout;
extern struct pd_format_error fault;

/* Into the two above. */
int parse(const char *text);

/* The steps in short: "900s easy; 180s hard*; 400000mm rest; open easy", '*' for a key step. */
const char *steps(void);

void assert_workout(const char *text, enum pd_purpose purpose, const char *expected);

/* EXPECTED is part of the sentence. */
void assert_fault_at(const char *text, size_t line, size_t column, const char *expected);
void assert_fault(const char *text, size_t column, const char *expected);
