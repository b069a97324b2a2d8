/* SPDX-License-Identifier: MIT */
/*
 * What stands in a message on "<base>/<athlete>/cmd/<verb>". Pure.
 *
 *   payload          start, lap …    rpe             note            plan
 *   nothing          no words        no words        no words        no words
 *   plain text       its words       its words       one word, all   its words; with a line break in it: a plan
 *   {                {}              {"rating": 6}   {"text": "…"}   {"words": "…"}, {"plan": "…"}
 *
 * On mute, ON is mute and OFF is unmute; PRESS is no words. In an object two
 * keys more are known: "transaction", a text of 1 to 64 bytes or an integer,
 * which the answer bears again, and "time", when it was sent. Any other is
 * refused: a key that is misspelt does not become an order for something else.
 */
#pragma once

#include "core/plan/plan.h"

#include "purposed/command.h"
#include "purposed/time.h"

#define PD_COMMAND_LETTER_MAX 4096            /* bytes: sixty times the longest text that a command takes */
#define PD_COMMAND_LETTER_PLAN_MAX PD_PLAN_FILE_MAX /* of one that brings a plan */
#define PD_TRANSACTION_MAX 64
#define PD_COMMAND_LETTER_WORDS_MAX 32        /* what 63 bytes can hold */

/* Not an order, or not now. The word is the answer's "error". */
enum pd_command_error {
        PD_COMMAND_ERROR_NONE,
        PD_COMMAND_ERROR_RETAINED,  /* it would be carried out again at each start */
        PD_COMMAND_ERROR_TOO_OLD,
        PD_COMMAND_ERROR_IN_FUTURE,
        PD_COMMAND_ERROR_TOO_LONG,
        PD_COMMAND_ERROR_MALFORMED,
        PD_COMMAND_ERROR_UNKNOWN,   /* no such verb */
        PD_COMMAND_ERROR_NOT_HERE,  /* a verb that MQTT does not carry */
        PD_COMMAND_ERROR_REFUSED,   /* read, and it makes no sense now */
        PD_COMMAND_ERROR_BUSY,
        PD_COMMAND_ERROR_COUNT,
};

const char *pd_command_error_name(enum pd_command_error error); /* "too_old"; NULL for NONE */

struct pd_transaction {
        bool number; /* it came without quotes */
        char text[PD_TRANSACTION_MAX + 1]; /* "": none came */
};

struct pd_command_letter {
        enum pd_command_verb verb;
        size_t n_words;
        const char *words[PD_COMMAND_LETTER_WORDS_MAX]; /* in TEXT, or static */
        struct pd_transaction transaction; /* where it could be read, of a message that is refused, too */
        pd_usec sent_real; /* microseconds since 1970 UTC; PD_NEVER: it does not say */
        enum pd_command_error error;
        char sentence[2 * PD_SENTENCE_SIZE]; /* what is wrong, and what would have been right; "" */
        char text[PD_COMMAND_LETTER_PLAN_MAX + 1];
};

/* VERB as it stands in the topic. 0, or -EBADMSG: error and sentence of RET say
 * why; its words mean nothing then. */
int pd_command_letter_read(const char *verb, const char *payload, size_t length, struct pd_command_letter *ret);

/* Whether the order is still meant, NOW_REAL being believed: 0, or -ESTALE and error and sentence. */
#define PD_COMMAND_FRESH (30 * PD_SEC) /* either way: clocks of a house that are set by NTP differ by less than a second */
int pd_command_letter_judge_age(struct pd_command_letter *letter, pd_usec now_real);

/* ERROR, in these words, and -EBADMSG. */
int pd_command_letter_refuse(struct pd_command_letter *letter, enum pd_command_error error, const char *format, ...)
        __attribute__((format(printf, 3, 4)));
