/* SPDX-License-Identifier: MIT */
#include "mqtt/transactions.h"

#include <stdlib.h>
#include <string.h>

struct entry {
        pd_usec at;
        char athlete[PD_ID_SIZE], verb[PD_ID_SIZE];
        struct pd_transaction transaction;
        char *answer; /* NULL: forgotten */
        size_t length;
};

/* A ring: the oldest first. */
struct pd_transactions {
        size_t first, n, bytes;
        struct entry entries[PD_TRANSACTIONS_MAX];
};

struct pd_transactions *
pd_transactions_new(void)
{
        return calloc(1, sizeof(struct pd_transactions));
}

static struct entry *
at(const struct pd_transactions *transactions, size_t i)
{
        return (struct entry *) &transactions->entries[(transactions->first + i) % PD_TRANSACTIONS_MAX];
}

static void
empty(struct pd_transactions *transactions, struct entry *entry)
{
        transactions->bytes -= entry->length;
        free(entry->answer);
        entry->answer = NULL;
        entry->length = 0;
}

static void
drop_oldest(struct pd_transactions *transactions)
{
        empty(transactions, at(transactions, 0));
        transactions->first = (transactions->first + 1) % PD_TRANSACTIONS_MAX;
        transactions->n--;
}

struct pd_transactions *
pd_transactions_free(struct pd_transactions *transactions)
{
        while (transactions != NULL && transactions->n > 0)
                drop_oldest(transactions);
        free(transactions);
        return NULL;
}

static bool
is_it(const struct entry *entry, const char *athlete, const char *verb, const struct pd_transaction *transaction)
{
        return entry->answer != NULL && entry->transaction.number == transaction->number &&
               strcmp(entry->transaction.text, transaction->text) == 0 && strcmp(entry->verb, verb) == 0 &&
               strcmp(entry->athlete, athlete) == 0;
}

const char *
pd_transactions_find(const struct pd_transactions *transactions, pd_usec now, const char *athlete, const char *verb,
        const struct pd_transaction *transaction, size_t *ret_length)
{
        if (transaction->text[0] == '\0')
                return NULL;
        for (size_t i = 0; i < transactions->n; i++) {
                const struct entry *entry = at(transactions, i);

                if (now - entry->at > PD_TRANSACTIONS_FOR || !is_it(entry, athlete, verb, transaction))
                        continue;
                *ret_length = entry->length;
                return entry->answer;
        }
        return NULL;
}

void
pd_transactions_keep(struct pd_transactions *transactions, pd_usec now, const char *athlete, const char *verb,
        const struct pd_transaction *transaction, const char *answer, size_t length)
{
        struct entry *entry;
        char *copy;

        while (transactions->n > 0 && now - at(transactions, 0)->at > PD_TRANSACTIONS_FOR)
                drop_oldest(transactions);
        if (transaction->text[0] == '\0' || length > PD_TRANSACTIONS_BYTES_MAX || strlen(verb) >= PD_ID_SIZE)
                return;
        copy = malloc(length + 1);
        if (copy == NULL)
                return;
        while (transactions->n == PD_TRANSACTIONS_MAX || transactions->bytes + length > PD_TRANSACTIONS_BYTES_MAX)
                drop_oldest(transactions);
        entry = at(transactions, transactions->n++);
        *entry = (struct entry) { .at = now, .transaction = *transaction, .answer = copy, .length = length };
        pd_text_copy(entry->athlete, sizeof(entry->athlete), athlete, strlen(athlete));
        pd_text_copy(entry->verb, sizeof(entry->verb), verb, strlen(verb));
        memcpy(copy, answer, length);
        copy[length] = '\0';
        transactions->bytes += length;
}

void
pd_transactions_forget(struct pd_transactions *transactions, const char *athlete)
{
        for (size_t i = 0; i < transactions->n; i++)
                if (strcmp(at(transactions, i)->athlete, athlete) == 0)
                        empty(transactions, at(transactions, i));
}
