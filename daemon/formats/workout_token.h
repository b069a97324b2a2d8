/* SPDX-License-Identifier: MIT */
/*
 * The words of a workout's text, one line at a time: what a word, an amount
 * or a target is, not where one may stand.
 */
#pragma once

#include "purposed/format.h"

#include <stdint.h>

enum pd_token_kind {
        PD_TOKEN_END, /* of the line */
        PD_TOKEN_WORD,
        PD_TOKEN_TIME,     /* value in microseconds */
        PD_TOKEN_DISTANCE, /* value in millimetres */
        PD_TOKEN_PACE,     /* "4:00/km", "7:15-7:00/mi": value and upper in mm/s */
        PD_TOKEN_BPM,      /* "150bpm", "140-150 bpm": value and upper */
        PD_TOKEN_PERCENT,  /* "70%", "90-95%": value and upper in permille */
        PD_TOKEN_ZONE,     /* "Z2", "Z1-Z2": value and upper are places in pd_zones */
        PD_TOKEN_TIMES,    /* "6x", value 6 */
        PD_TOKEN_BELOW,
        PD_TOKEN_ABOVE,
        PD_TOKEN_OPEN,
        PD_TOKEN_CLOSE,
        PD_TOKEN_COMMA,
        PD_TOKEN_COLON,
};

struct pd_token {
        enum pd_token_kind kind;
        const char *start, *end;
        int64_t value, upper;
};

struct pd_workout_title;

struct pd_scanner {
        const char *start, *end; /* of the line */
        const char *at;          /* behind `token` */
        size_t line;             /* from 1 */
        struct pd_token token;   /* the one to be looked at */
        struct pd_workout_title *title; /* takes what is stepped over; may be NULL */
        struct pd_format_error *error;
};

/* Stands before the first token, at AT, of the line [START, END). */
void pd_scanner_line(struct pd_scanner *scanner, size_t line, const char *start, const char *at, const char *end);

/* Makes the next token the one to be looked at. -EBADMSG, with the error filled. */
int pd_scanner_advance(struct pd_scanner *scanner);

/* Returns -EBADMSG. */
int pd_scanner_fail(struct pd_scanner *scanner, const char *at, const char *sentence);

bool pd_token_is_letter(char c);
char pd_token_lower(char c);

/* Does a word begin at AT, in a text that begins at START? */
bool pd_token_begins_word(const char *start, const char *at);

/* Is [START, END) this word, in whatever case? */
bool pd_token_text_is(const char *start, const char *end, const char *word);
bool pd_token_is_word(const struct pd_token *token, const char *word);

/* ---- workout_amount.c --------------------------------------------------- */

/* What begins with a digit and is no target: a time, a distance, or how many times. */
int pd_scanner_amount(struct pd_scanner *scanner);

/* Does a time or a distance with its unit begin at AT? */
bool pd_token_begins_amount(const char *at, const char *end);

/* A number at *AT, in thousandths. */
int pd_scanner_thousandths(struct pd_scanner *scanner, const char **at, int64_t *ret);

/* ---- workout_target.c --------------------------------------------------- */

/* Of watts, and of zones of power. */
#define PD_POWER_REFUSED \
        "No workout asks for power yet: write easy, moderate or hard, which power judges, too; or Z2 HR, 140-150bpm or a pace."

bool pd_scanner_begins_target(const struct pd_scanner *scanner);
int pd_scanner_target(struct pd_scanner *scanner);
