/* SPDX-License-Identifier: MIT */
/*
 * What a person (or the root on their behalf) may ask for. One of scope RUN or OWN
 * that is accepted is an input of the engine like any other and stands in
 * the trace; the others are the root's.
 */
#pragma once

#include "purposed/id.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum pd_command_verb {
#define PD_COMMAND(symbol, word, scope, argument, help) PD_COMMAND_##symbol,
#include "purposed/commands.def"
#undef PD_COMMAND
        PD_COMMAND_VERB_COUNT
};

enum pd_command_scope { PD_SCOPE_RUN, PD_SCOPE_OWN, PD_SCOPE_DAY, PD_SCOPE_PAST, PD_SCOPE_NODE };

/* What a command takes, and which field of it holds that. */
enum pd_command_argument {
        PD_ARGUMENT_NONE,
        PD_ARGUMENT_STOP_REASON, /* optional word -> number: enum pd_stop_reason */
        PD_ARGUMENT_MINUTES,     /* optional, 1 to 600 -> number; 0: until the end */
        PD_ARGUMENT_RATING,      /* 1 to 10 -> number */
        PD_ARGUMENT_TEXT,        /* the rest -> text */
        PD_ARGUMENT_WORDS,       /* optional, the rest -> text; whoever carries it out reads them */
        PD_ARGUMENT_PLAN,        /* the same, but behind PD_COMMAND_INSTALL a whole plan, which does not go into text */
};

#define PD_COMMAND_INSTALL "install" /* plan install YAML */

/* Why a session was stopped. */
enum pd_stop_reason { PD_STOP_DONE, PD_STOP_PAIN, PD_STOP_ILL, PD_STOP_WEATHER, PD_STOP_REASON_COUNT };

const char *pd_stop_reason_name(enum pd_stop_reason reason); /* "done" */
int pd_stop_reason_parse(const char *word, enum pd_stop_reason *ret); /* 0 or -EINVAL */

struct pd_command {
        enum pd_command_verb verb;
        int32_t number;
        char text[PD_TEXT_SIZE];
};

struct pd_command_type {
        const char *word; /* "start" */
        enum pd_command_scope scope;
        enum pd_command_argument argument;
        const char *help;
};

/* By verb. */
extern const struct pd_command_type pd_command_types[PD_COMMAND_VERB_COUNT];

const char *pd_command_verb_name(enum pd_command_verb verb); /* "start" */

bool pd_command_is_input(enum pd_command_verb verb); /* of the engine: of scope RUN or OWN */

/* 0, or -EINVAL for a word that is no command. */
int pd_command_verb_parse(const char *word, enum pd_command_verb *ret);

/* VERB as a word, WORDS what came after it. -ENOENT: no such command; -EINVAL:
 * RET_EXPECTED says what would have been right ("a number of 1 to 10"). It is
 * static text. */
int pd_command_parse(const char *verb, const char *const *words, size_t n_words, struct pd_command *ret, const char **ret_expected);

/* What stands after the verb: the inverse of pd_command_parse(); "" if nothing does. */
void pd_command_words(const struct pd_command *command, char ret[static PD_TEXT_SIZE]);

/* How an order was answered at the desk. Texts are the root's, until the next order. */
struct pd_order_answer {
        int result; /* 0 or a negative errno */
        const char *text;
        const char *json; /* one value, for scripts */
        bool plain;       /* it says no more than result and text */
};

/* How a command was answered: RESULT 0 or a negative errno, and one sentence
 * for whoever asked ("No session is running."). */
struct pd_answer {
        int result;
        char text[160];
};
