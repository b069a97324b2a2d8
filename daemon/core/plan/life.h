/* SPDX-License-Identifier: MIT */
/*
 * What comes between an athlete and the plan: being away, two days
 * exchanged, a day made easier or left out, another workout chosen. Each is
 * one entry; together, in the order in which they were given, they are laid
 * over the plan and never change it.
 */
#pragma once

#include "purposed/athlete.h"
#include "purposed/command.h"
#include "purposed/date.h"
#include "purposed/event.h"

#define PD_LIFE_MAX 64
#define PD_LIFE_OPEN INT32_MAX    /* away until `away well` */
#define PD_LIFE_KEPT_DAYS 42      /* an entry that ended earlier falls out, if no exchange leads to it */
#define PD_LIFE_BACK_DAYS 14      /* an order reaches so far back … */
#define PD_LIFE_AHEAD_DAYS 400    /* … and so far ahead */

enum pd_life_kind {
        PD_LIFE_AWAY,    /* from..to, condition */
        PD_LIFE_WELL,    /* an order only: whoever is away on day `from` is so until the day before */
        PD_LIFE_SWAP,    /* from and to exchange what they hold */
        PD_LIFE_EASIER,  /* from == to */
        PD_LIFE_SKIP,    /* from == to */
        PD_LIFE_WORKOUT, /* from == to, workout */
};

struct pd_life_entry {
        enum pd_life_kind kind;
        enum pd_condition condition;
        pd_day from, to;
        char workout[PD_ID_SIZE];
};

struct pd_life {
        size_t n;
        struct pd_life_entry entries[PD_LIFE_MAX];
};

/* A command of scope DAY as an entry: "ill 2026-11-25 2026-11-28", "swap
 * wed fri", "easier tomorrow". A weekday is the next one, today included; a
 * day that is left out is today; without a second date one is away until
 * `away well`. -EINVAL: RET_ERROR is one sentence that says what to write. */
int pd_life_order(enum pd_command_verb verb, const char *words, pd_day today, struct pd_life_entry *ret,
        char ret_error[static PD_SENTENCE_SIZE]);

/* The same, however far away the days are: for what was accepted once. */
int pd_life_read(enum pd_command_verb verb, const char *words, pd_day today, struct pd_life_entry *ret,
        char ret_error[static PD_SENTENCE_SIZE]);

/* The words of an entry, such that pd_life_read() reads them again on whatever day. */
void pd_life_words(const struct pd_life_entry *entry, char ret[static PD_TEXT_SIZE]);
enum pd_command_verb pd_life_verb(const struct pd_life_entry *entry);

/* What was done, for whoever ordered it: "Wednesday 2026-11-25 and Friday 2026-11-27 are exchanged." */
void pd_life_sentence(const struct pd_life_entry *entry, char ret[static PD_SENTENCE_SIZE]);

/* Carries ENTRY out, and lets old ones fall out. -ENOENT: nobody is away who
 * could be well; -ENOSPC: PD_LIFE_MAX entries are still in force. LIFE is then as it was. */
int pd_life_add(struct pd_life *life, const struct pd_life_entry *entry, pd_day today);

/* How the athlete is on DAY: well if no entry says otherwise; of several the last counts. */
enum pd_condition pd_life_condition(const struct pd_life *life, pd_day day);
