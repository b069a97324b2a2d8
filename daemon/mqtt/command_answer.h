/* SPDX-License-Identifier: MIT */
/* What "<base>/<athlete>/rsp" says of a command: one flat object, every key always there. Pure. */
#pragma once

#include "mqtt/command_letter.h"
#include "mqtt/topics.h"

#define PD_COMMAND_ANSWER_MAX 32768 /* bytes: a year of sessions; 32 such fill the outbox, and a script asks for no more in a second */
#define PD_COMMAND_ANSWER_EXPIRY_S 30 /* whoever asked waits no longer */

struct pd_command_answer {
        pd_usec real;     /* microseconds since 1970 UTC; PD_NEVER: unknown */
        const char *verb; /* as it stood in the topic */
        const struct pd_transaction *transaction;
        enum pd_command_error error;
        const char *text;
        const char *data; /* one JSON value; NULL: there is no more than the text */
        size_t most;      /* bytes that the broker takes of it */
};

/* Into MESSAGE with its topic. What is too long goes without data; if the text alone is, too, that says where all of it is to be had. */
void pd_command_answer_write(const struct pd_topics *topics, const char *athlete, const struct pd_command_answer *answer,
        struct pd_message *message);

/* The same of a payload that was written before. */
void pd_command_answer_repeat(const struct pd_topics *topics, const char *athlete, const char *payload, size_t length,
        struct pd_message *message);
