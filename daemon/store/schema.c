/* SPDX-License-Identifier: MIT */
#include "store/schema.h"

#include <stdio.h>

/* Instants in microseconds since 1970 UTC, days since 1970-01-01; NULL where
 * nothing is known. Words, not numbers: an enum may be put into another order. */
static const char *const steps[] = {
        "CREATE TABLE session ("
        " athlete TEXT NOT NULL, id TEXT NOT NULL, day INTEGER, start_real INTEGER, end_real INTEGER,"
        " revision INTEGER NOT NULL, source TEXT NOT NULL, fate TEXT NOT NULL, joined_into TEXT NOT NULL,"
        " workout TEXT NOT NULL, purpose TEXT NOT NULL, result TEXT NOT NULL, verdict TEXT,"
        " duration_s INTEGER, moving_s INTEGER, distance_m INTEGER, unheard_m INTEGER,"
        " unknown_s INTEGER, rest_s INTEGER, recovery_s INTEGER, easy_s INTEGER, moderate_s INTEGER, hard_s INTEGER,"
        " grey_s INTEGER, rpe INTEGER, stopped TEXT, note TEXT NOT NULL, sentence TEXT NOT NULL,"
        " digest TEXT NOT NULL, summary TEXT NOT NULL,"
        " PRIMARY KEY (athlete, id)) WITHOUT ROWID;"
        "CREATE INDEX session_by_start ON session (athlete, start_real);"
        "CREATE INDEX session_by_digest ON session (athlete, digest) WHERE digest <> '';",
        "ALTER TABLE session ADD COLUMN trimp_tenths INTEGER;",
        "CREATE TABLE owed ("
        " ticket INTEGER PRIMARY KEY, sink TEXT NOT NULL, athlete TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL,"
        " sequence INTEGER NOT NULL, text TEXT NOT NULL,"
        " UNIQUE (sink, athlete, kind, id));",
        "CREATE INDEX session_by_day ON session (athlete, day);",
};
#define VERSION ((int) (sizeof(steps) / sizeof(steps[0])))

static int
read_version(sqlite3 *db, int *ret)
{
        sqlite3_stmt *statement = NULL;
        int rc = sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &statement, NULL);

        if (rc == SQLITE_OK)
                rc = sqlite3_step(statement);
        if (rc == SQLITE_ROW)
                *ret = sqlite3_column_int(statement, 0);
        sqlite3_finalize(statement);
        return rc == SQLITE_ROW ? SQLITE_OK : rc;
}

static int
take_step(sqlite3 *db, int from)
{
        char version[48];
        int rc = sqlite3_exec(db, steps[from], NULL, NULL, NULL);

        snprintf(version, sizeof(version), "PRAGMA user_version = %d", from + 1);
        return rc == SQLITE_OK ? sqlite3_exec(db, version, NULL, NULL, NULL) : rc;
}

/* IMMEDIATE: of two that start at once, one waits and finds the work done. */
int
pd_schema_update(sqlite3 *db)
{
        int version = 0;
        int rc = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);

        if (rc != SQLITE_OK)
                return rc;
        rc = read_version(db, &version);
        if (rc == SQLITE_OK && version > VERSION)
                rc = SQLITE_SCHEMA;
        for (; rc == SQLITE_OK && version < VERSION; version++)
                rc = take_step(db, version);
        (void) sqlite3_exec(db, rc == SQLITE_OK ? "COMMIT" : "ROLLBACK", NULL, NULL, NULL);
        return rc;
}
