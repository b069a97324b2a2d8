/* SPDX-License-Identifier: MIT */
/*
 * What stands in the database, and how an older one becomes today's: each
 * version is one step from the one before, within one transaction.
 */
#pragma once

#include <sqlite3.h>

/* SQLITE_OK; SQLITE_NOTADB or SQLITE_CORRUPT; SQLITE_SCHEMA: a newer version
 * of ours has written it; or why it does not go. */
int pd_schema_update(sqlite3 *db);
