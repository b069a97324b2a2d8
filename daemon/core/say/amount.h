/* SPDX-License-Identifier: MIT */
/*
 * A time or a way as people say it: "ninety seconds", "four hundred metres",
 * "two point five miles".
 */
#pragma once

#include "core/say/language.h"

#include "purposed/time.h"

#define PD_AMOUNT_SIZE 160 /* of its texts */
#define PD_AMOUNT_NONE (-1)

/* A phrase and the numbers in its places. */
struct pd_amount {
        enum pd_phrase said, shown;
        int32_t n, m; /* PD_AMOUNT_NONE where the phrases have no such place */
};

struct pd_amount pd_amount_of_time(pd_usec span);
/* As a stopwatch has it: "five thirty", "5:30"; seconds alone and whole minutes by name. */
struct pd_amount pd_amount_of_clock(pd_usec span);
struct pd_amount pd_amount_of_way(int64_t mm, bool imperial);

/* It is one of several alike: without its unit, where runners leave that out. */
void pd_amount_call_rep(struct pd_amount *amount);

/* In words for a speaker, in digits for the eye, both of PD_AMOUNT_SIZE; to
 * stand within a sentence. */
void pd_amount_texts(const struct pd_amount *amount, const struct pd_language *language, char *ret_said, char *ret_shown);
