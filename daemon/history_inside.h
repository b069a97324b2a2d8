/* SPDX-License-Identifier: MIT */
/*
 * What history.c (the record) and retold.c (one session of it, told again)
 * know of each other.
 */
#pragma once

#include "clerk.h"
#include "history.h"

#include "formats/payload.h"

struct pd_history {
        const struct pd_history_context *context;
        struct pd_store *store; /* for questions */
        struct pd_clerk *clerk; /* NULL: written at once */
        bool is_new; /* it has been begun at this start */
        bool stalls; /* the last question waited in vain */
        char json[PD_PAYLOAD_SIZE];

        /* What the clerk was handed last about a session that is the last one. */
        struct pd_record handed; /* athlete "": about something else */
        char handed_json[PD_PAYLOAD_SIZE];
};

/* By the clerk, or at once where there is none. */
int pd_history_write(struct pd_history *history, const struct pd_slip *slip);

/* ID NULL: the last one that was kept. What is changed builds on what stands:
 * while the card is slow that is known of what was handed over last, and of
 * nothing else: -EAGAIN. */
int pd_history_read(struct pd_history *history, const char *athlete, const char *id, struct pd_record *ret, char **ret_json);

/* The record of EVENT, with what no summary says as it is in BEFORE. */
void pd_history_record_like(const struct pd_event *event, const struct pd_record *before, struct pd_record *ret);

/* EVENT in history->json. */
int pd_history_json(struct pd_history *history, const struct pd_event *event);
