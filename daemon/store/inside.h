/* SPDX-License-Identifier: MIT */
/*
 * What the files of this room share and nobody else sees.
 *
 *   store.c   the database, and the sessions in it
 *   debts.c   what sinks have not delivered yet
 *   schema.c  what stands in it
 */
#pragma once

#include "store/store.h"

#include <sqlite3.h>

struct pd_store {
        sqlite3 *db;
};

int pd_store_error(int rc); /* a negative errno; 0 for SQLITE_OK, DONE and ROW */

/* SQLITE_OK, or why not: the statement with its first parameter, and its second
 * if OTHER is not NULL. */
int pd_store_prepare(struct pd_store *store, const char *text, const char *one, const char *other, sqlite3_stmt **ret);
/* If RC is SQLITE_OK, and ends the statement. 0 or a negative errno. */
int pd_store_carry_out(int rc, sqlite3_stmt *statement);

/* Nobody is owed anything of the session, or (ID NULL) of the athlete, any more. */
int pd_store_write_off(struct pd_store *store, const char *athlete, const char *id);
