/* SPDX-License-Identifier: MIT */
/*
 * Commands that have been answered: whoever sends one again, since the answer
 * was lost on the way, hears the same and has it done once. Pure; time is an
 * argument. By athlete, verb and transaction: a script that counts from 1 at
 * each start repeats a number, but seldom with the same verb.
 *
 * For PD_TRANSACTIONS_FOR, in memory: whoever waits across a start of ours
 * sends it anew. Bounded in number, since each takes at least its place, and
 * in bytes, since an answer may be a list of sessions; the oldest make room.
 */
#pragma once

#include "mqtt/command_letter.h"

#include <stddef.h>

#define PD_TRANSACTIONS_FOR (10 * PD_MINUTE)
#define PD_TRANSACTIONS_MAX 512 /* five of one who sends as many as are taken for a minute, or an hour of two a minute from 16 */
#define PD_TRANSACTIONS_BYTES_MAX ((size_t) 256 * 1024) /* a thousand usual answers; eight of the longest */

struct pd_transactions;

struct pd_transactions *pd_transactions_new(void); /* NULL: memory is out */
struct pd_transactions *pd_transactions_free(struct pd_transactions *transactions);

/* The payload that answered it, until the next call that changes anything; NULL: it is new. */
const char *pd_transactions_find(const struct pd_transactions *transactions, pd_usec now, const char *athlete, const char *verb,
        const struct pd_transaction *transaction, size_t *ret_length);

/* ANSWER is copied. What does not fit, or finds no memory, is not remembered. */
void pd_transactions_keep(struct pd_transactions *transactions, pd_usec now, const char *athlete, const char *verb,
        const struct pd_transaction *transaction, const char *answer, size_t length);

void pd_transactions_forget(struct pd_transactions *transactions, const char *athlete);
