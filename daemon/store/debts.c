/* SPDX-License-Identifier: MIT */
/* What sinks have not delivered yet, beside the sessions (store.h). */
#include "store/inside.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* Words, as everywhere in the database. */
static const struct {
        enum pd_event_kind kind;
        const char *word;
} kinds[] = {
        {PD_EVENT_SUMMARY, "summary"},
        {PD_EVENT_WEEK, "week"},
};
#define N_KINDS (sizeof(kinds) / sizeof(kinds[0]))

static const char *
word_of(enum pd_event_kind kind)
{
        for (size_t i = 0; i < N_KINDS; i++)
                if (kinds[i].kind == kind)
                        return kinds[i].word;
        return NULL;
}

/* False: a later version of ours owes it. */
static bool
read_kind(const char *word, enum pd_event_kind *ret)
{
        for (size_t i = 0; i < N_KINDS; i++)
                if (strcmp(kinds[i].word, word) == 0) {
                        *ret = kinds[i].kind;
                        return true;
                }
        return false;
}

int
pd_store_owe(struct pd_store *store, const struct pd_debt *debt, const char *text)
{
        sqlite3_stmt *statement = NULL;
        const char *word = word_of(debt->kind);
        int rc;

        if (word == NULL)
                return -EINVAL;
        rc = pd_store_prepare(store, "INSERT OR REPLACE INTO owed (sink, athlete, ticket, kind, id, sequence, text)"
                                     " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)", debt->sink, debt->athlete, &statement);
        if (rc == SQLITE_OK) {
                if (debt->ticket != 0) /* else SQLite gives the next one */
                        (void) sqlite3_bind_int64(statement, 3, (int64_t) debt->ticket);
                (void) sqlite3_bind_text(statement, 4, word, -1, SQLITE_STATIC);
                (void) sqlite3_bind_text(statement, 5, debt->id, -1, SQLITE_STATIC);
                (void) sqlite3_bind_int64(statement, 6, debt->sequence);
                (void) sqlite3_bind_text(statement, 7, text, -1, SQLITE_STATIC);
        }
        return pd_store_carry_out(rc, statement);
}

static int
prepare_ticket(struct pd_store *store, const char *text, uint64_t ticket, sqlite3_stmt **ret)
{
        int rc = sqlite3_prepare_v2(store->db, text, -1, ret, NULL);

        return rc == SQLITE_OK ? sqlite3_bind_int64(*ret, 1, (int64_t) ticket) : rc;
}

int
pd_store_settle(struct pd_store *store, uint64_t ticket)
{
        sqlite3_stmt *statement = NULL;
        int rc = prepare_ticket(store, "DELETE FROM owed WHERE ticket = ?", ticket, &statement);

        return pd_store_carry_out(rc, statement);
}

static void
read_text(sqlite3_stmt *statement, int column, char *ret, size_t size)
{
        const char *text = (const char *) sqlite3_column_text(statement, column);

        pd_text_copy(ret, size, text != NULL ? text : "", text != NULL ? strlen(text) : 0);
}

static bool
read_debt(sqlite3_stmt *statement, struct pd_debt *ret)
{
        char word[PD_ID_SIZE];

        memset(ret, 0, sizeof(*ret));
        ret->ticket = (uint64_t) sqlite3_column_int64(statement, 0);
        read_text(statement, 1, ret->sink, sizeof(ret->sink));
        read_text(statement, 2, ret->athlete, sizeof(ret->athlete));
        read_text(statement, 3, word, sizeof(word));
        read_text(statement, 4, ret->id, sizeof(ret->id));
        ret->sequence = (uint32_t) sqlite3_column_int64(statement, 5);
        return read_kind(word, &ret->kind);
}

int
pd_store_debts(struct pd_store *store, size_t limit, struct pd_debt *ret)
{
        sqlite3_stmt *statement = NULL;
        int rc = prepare_ticket(store, "SELECT * FROM (SELECT ticket, sink, athlete, kind, id, sequence FROM owed"
                                       " ORDER BY ticket DESC LIMIT ?) ORDER BY ticket", (uint64_t) limit, &statement);
        size_t n = 0;

        while (rc == SQLITE_OK && n < limit && (rc = sqlite3_step(statement)) == SQLITE_ROW) {
                n += read_debt(statement, &ret[n]);
                rc = SQLITE_OK;
        }
        sqlite3_finalize(statement);
        return pd_store_error(rc) < 0 ? pd_store_error(rc) : (int) n;
}

int
pd_store_owed_text(struct pd_store *store, uint64_t ticket, char **ret_text)
{
        sqlite3_stmt *statement = NULL;
        int rc = prepare_ticket(store, "SELECT text FROM owed WHERE ticket = ?", ticket, &statement), r;

        if (rc == SQLITE_OK)
                rc = sqlite3_step(statement);
        r = rc == SQLITE_DONE ? -ENOENT : pd_store_error(rc);
        if (rc == SQLITE_ROW) {
                *ret_text = strdup((const char *) sqlite3_column_text(statement, 0));
                r = *ret_text != NULL ? 0 : -ENOMEM;
        }
        sqlite3_finalize(statement);
        return r;
}

int
pd_store_write_off(struct pd_store *store, const char *athlete, const char *id)
{
        sqlite3_stmt *statement = NULL;
        int rc = pd_store_prepare(store, "DELETE FROM owed WHERE athlete = ?1 AND (?2 IS NULL OR id = ?2)", athlete, id, &statement);

        return pd_store_carry_out(rc, statement);
}
