/* SPDX-License-Identifier: MIT */
#include "store/inside.h"
#include "store/schema.h"

#include "purposed/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <unistd.h>

#define NAME "history.sqlite"
#define DAMAGED NAME ".damaged"
#define PATH_SIZE 512
#define REST_SIZE (PATH_SIZE + 8)
#define BUSY_MS 2000 /* another process writes a session: milliseconds, on a slow card more */
/* SQLite's own bound is 2 MiB for each of a daemon's two connections, and a year of runs fills it. The weeks that are looked
 * at after a session are 100 KiB. */
#define CACHE_KIB "256"
/* Of 4 KiB: some fifty sessions, and 1 MiB that stays. SQLite's own bound is four times that. */
#define LOG_PAGES "256"

/* All but the summary, which is larger than the rest of them together: a list goes without. */
#define FIGURES \
        "athlete, id, day, start_real, end_real, revision, source, fate, joined_into, workout, purpose, result, verdict," \
        " duration_s, moving_s, distance_m, unheard_m, unknown_s, rest_s, recovery_s, easy_s, moderate_s, hard_s, grey_s," \
        " trimp_tenths, rpe, stopped, note, sentence, digest"
#define COLUMNS FIGURES ", summary"
#define N_COLUMNS 31
#define SUMMARY_COLUMN (N_COLUMNS - 1)

static const char *const fates[] = {"kept", "discarded", "joined"};

const char *
pd_source_name(enum pd_source source)
{
        return source == PD_SOURCE_FILE ? "file" : "live";
}

const char *
pd_fate_name(enum pd_fate fate)
{
        return fates[fate];
}

static enum pd_fate
fate_of(const char *word)
{
        for (size_t i = 0; i < sizeof(fates) / sizeof(fates[0]); i++)
                if (strcmp(fates[i], word) == 0)
                        return (enum pd_fate) i;
        return PD_FATE_KEPT;
}

/* ---- open ------------------------------------------------------------------------ */

int
pd_store_error(int rc)
{
        switch (rc & 0xFF) {
        case SQLITE_OK:
        case SQLITE_DONE:
        case SQLITE_ROW:
                return 0;
        case SQLITE_NOMEM:
                return -ENOMEM;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
                return -EUCLEAN;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
                return -EBUSY;
        case SQLITE_FULL:
                return -ENOSPC;
        case SQLITE_READONLY:
                return -EROFS;
        case SQLITE_PERM:
        case SQLITE_CANTOPEN:
                return -EACCES;
        case SQLITE_SCHEMA:
                return -EPROTO;
        default:
                return -EIO;
        }
}

static int
check(sqlite3 *db)
{
        sqlite3_stmt *statement = NULL;
        int rc = sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &statement, NULL);

        if (rc == SQLITE_OK)
                rc = sqlite3_step(statement);
        if (rc == SQLITE_ROW)
                rc = strcmp((const char *) sqlite3_column_text(statement, 0), "ok") == 0 ? SQLITE_OK : SQLITE_CORRUPT;
        sqlite3_finalize(statement);
        return rc;
}

/* SQLite gives its other files the mode of this one. */
static int
make_private(const char *path)
{
        int fd = open(path, O_CREAT | O_RDWR | O_CLOEXEC | O_NOFOLLOW, 0600);

        if (fd < 0)
                return -errno;
        (void) close(fd);
        return 0;
}

static int
open_at(const char *path, sqlite3 **ret)
{
        const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW;
        sqlite3 *db = NULL;
        int r = make_private(path), rc;

        if (r < 0)
                return r;
        rc = sqlite3_open_v2(path, &db, flags, NULL);
        if (rc == SQLITE_OK) {
                sqlite3_busy_timeout(db, BUSY_MS);
                rc = sqlite3_exec(db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -" CACHE_KIB ";"
                                      "PRAGMA wal_autocheckpoint = " LOG_PAGES "; PRAGMA wal_checkpoint(PASSIVE);"
                                      "PRAGMA secure_delete = ON;", NULL, NULL, NULL);
        }
        if (rc == SQLITE_OK)
                rc = check(db);
        if (rc == SQLITE_OK)
                rc = pd_schema_update(db);
        if (rc != SQLITE_OK) {
                (void) sqlite3_close(db);
                return pd_store_error(rc);
        }
        *ret = db;
        return 0;
}

static void
unlink_rests(const char *path)
{
        static const char *const rests[] = {"-wal", "-shm"};
        char other[REST_SIZE];

        for (size_t i = 0; i < sizeof(rests) / sizeof(rests[0]); i++) {
                snprintf(other, sizeof(other), "%s%s", path, rests[i]);
                (void) unlink(other);
        }
}

/* Its log would be folded into the new one. */
static void
put_aside(const char *state_dir, const char *path)
{
        char other[REST_SIZE];

        snprintf(other, sizeof(other), "%s/%s", state_dir, DAMAGED);
        pd_log(LOG_ERR, "%s is damaged; it is kept as %s and made anew from the traces", path, other);
        if (rename(path, other) < 0)
                pd_log(LOG_ERR, "%s cannot be renamed: %s", path, strerror(errno));
        unlink_rests(path);
}

void
pd_store_drop(const char *state_dir)
{
        char path[PATH_SIZE];

        if (snprintf(path, sizeof(path), "%s/%s", state_dir, NAME) >= (int) sizeof(path))
                return;
        (void) unlink(path);
        unlink_rests(path);
}

int
pd_store_open(const char *state_dir, struct pd_store **ret, bool *ret_empty)
{
        struct pd_store *store;
        char path[PATH_SIZE];
        bool empty;
        int r;

        if (snprintf(path, sizeof(path), "%s/%s", state_dir, NAME) >= (int) sizeof(path))
                return -ENAMETOOLONG;
        store = calloc(1, sizeof(*store));
        if (store == NULL)
                return -ENOMEM;
        empty = access(path, F_OK) < 0;
        r = open_at(path, &store->db);
        if (r == -EUCLEAN) {
                put_aside(state_dir, path);
                empty = true;
                r = open_at(path, &store->db);
        }
        if (r < 0) {
                free(store);
                return r;
        }
        *ret = store;
        *ret_empty = empty;
        return 0;
}

struct pd_store *
pd_store_close(struct pd_store *store)
{
        if (store == NULL)
                return NULL;
        (void) sqlite3_close(store->db); /* the last one folds the log in */
        free(store);
        return NULL;
}

/* ---- a row, written ------------------------------------------------------------- */

static int
prepare(struct pd_store *store, const char *text, sqlite3_stmt **ret)
{
        return sqlite3_prepare_v2(store->db, text, -1, ret, NULL);
}

static void
bind_text(sqlite3_stmt *statement, int *place, const char *text)
{
        if (text != NULL)
                (void) sqlite3_bind_text(statement, *place, text, -1, SQLITE_STATIC);
        ++*place; /* not bound: NULL */
}

static void
bind_number(sqlite3_stmt *statement, int *place, int64_t number, int64_t unknown)
{
        if (number != unknown)
                (void) sqlite3_bind_int64(statement, *place, number);
        ++*place;
}

static void
bind_record(sqlite3_stmt *statement, const struct pd_record *record, const char *json)
{
        const struct pd_past *past = &record->past;
        int place = 1;

        bind_text(statement, &place, record->athlete);
        bind_text(statement, &place, past->id);
        bind_number(statement, &place, past->day, PD_DAY_NONE);
        bind_number(statement, &place, past->start_real, PD_NEVER);
        bind_number(statement, &place, record->end_real, PD_NEVER);
        bind_number(statement, &place, record->revision, PD_UNKNOWN);
        bind_text(statement, &place, pd_source_name(record->source));
        bind_text(statement, &place, pd_fate_name(record->fate));
        bind_text(statement, &place, record->joined_into);
        bind_text(statement, &place, past->workout);
        bind_text(statement, &place, pd_purpose_name(past->purpose));
        bind_text(statement, &place, pd_purpose_result_name(past->result));
        bind_text(statement, &place, pd_verdict_name(past->verdict));
        bind_number(statement, &place, record->duration_s, PD_UNKNOWN);
        bind_number(statement, &place, past->moving_s, PD_UNKNOWN);
        bind_number(statement, &place, past->distance_m, PD_UNKNOWN);
        bind_number(statement, &place, record->unheard_m, PD_UNKNOWN);
        for (size_t i = 0; i < PD_INTENSITY_COUNT; i++)
                bind_number(statement, &place, past->seconds[i], PD_UNKNOWN);
        bind_number(statement, &place, past->grey_s, PD_UNKNOWN);
        bind_number(statement, &place, past->trimp_tenths, PD_UNKNOWN);
        bind_number(statement, &place, past->rpe, PD_UNKNOWN);
        bind_text(statement, &place, record->stopped ? pd_stop_reason_name(record->stop_reason) : NULL);
        bind_text(statement, &place, record->note);
        bind_text(statement, &place, record->sentence);
        bind_text(statement, &place, record->digest);
        bind_text(statement, &place, json);
}

int
pd_store_put(struct pd_store *store, const struct pd_record *record, const char *json)
{
        sqlite3_stmt *statement = NULL;
        int rc = prepare(store, "INSERT INTO session (" COLUMNS ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"
                                " ON CONFLICT (athlete, id) DO UPDATE SET (" COLUMNS ") = (excluded.athlete, excluded.id, excluded.day,"
                                " excluded.start_real, excluded.end_real, excluded.revision, excluded.source, excluded.fate,"
                                " excluded.joined_into, excluded.workout, excluded.purpose, excluded.result, excluded.verdict,"
                                " excluded.duration_s, excluded.moving_s, excluded.distance_m, excluded.unheard_m, excluded.unknown_s,"
                                " excluded.rest_s, excluded.recovery_s, excluded.easy_s, excluded.moderate_s, excluded.hard_s,"
                                " excluded.grey_s, excluded.trimp_tenths, excluded.rpe, excluded.stopped, excluded.note,"
                                " excluded.sentence, excluded.digest, excluded.summary)"
                                " WHERE excluded.revision >= session.revision", &statement);

        if (rc == SQLITE_OK) {
                bind_record(statement, record, json);
                rc = sqlite3_step(statement);
        }
        sqlite3_finalize(statement);
        if (rc != SQLITE_DONE)
                return pd_store_error(rc);
        return sqlite3_changes(store->db) > 0 ? 0 : -ESTALE;
}

/* ---- a row, read ------------------------------------------------------------------ */

static void
read_text(sqlite3_stmt *statement, int *place, char *ret, size_t size)
{
        const char *text = (const char *) sqlite3_column_text(statement, *place);

        pd_text_copy(ret, size, text != NULL ? text : "", text != NULL ? strlen(text) : 0);
        ++*place;
}

static int64_t
read_number(sqlite3_stmt *statement, int *place, int64_t unknown)
{
        int column = (*place)++;

        return sqlite3_column_type(statement, column) == SQLITE_NULL ? unknown : sqlite3_column_int64(statement, column);
}

static int32_t
read_count(sqlite3_stmt *statement, int *place)
{
        return (int32_t) read_number(statement, place, PD_UNKNOWN);
}

/* In RET, which the caller has for the while. */
static const char *
read_word(sqlite3_stmt *statement, int *place, char ret[static PD_ID_SIZE])
{
        read_text(statement, place, ret, PD_ID_SIZE);
        return ret;
}

static void
read_record(sqlite3_stmt *statement, struct pd_record *ret)
{
        struct pd_past *past = &ret->past;
        char word[PD_ID_SIZE];
        int place = 0;

        memset(ret, 0, sizeof(*ret)); /* a word that is not known leaves it live, kept, without purpose, verdict or stop */
        past->result = PD_PURPOSE_RESULT_CANNOT_TELL;
        read_text(statement, &place, ret->athlete, sizeof(ret->athlete));
        read_text(statement, &place, past->id, sizeof(past->id));
        past->day = (pd_day) read_number(statement, &place, PD_DAY_NONE);
        past->start_real = read_number(statement, &place, PD_NEVER);
        ret->end_real = read_number(statement, &place, PD_NEVER);
        ret->revision = read_count(statement, &place);
        ret->source = strcmp(read_word(statement, &place, word), "file") == 0 ? PD_SOURCE_FILE : PD_SOURCE_LIVE;
        ret->fate = fate_of(read_word(statement, &place, word));
        read_text(statement, &place, ret->joined_into, sizeof(ret->joined_into));
        read_text(statement, &place, past->workout, sizeof(past->workout));
        (void) pd_purpose_parse(read_word(statement, &place, word), &past->purpose);
        (void) pd_purpose_result_parse(read_word(statement, &place, word), &past->result);
        (void) pd_verdict_parse(read_word(statement, &place, word), &past->verdict);
        ret->duration_s = read_count(statement, &place);
        past->moving_s = read_count(statement, &place);
        past->distance_m = read_count(statement, &place);
        ret->unheard_m = read_count(statement, &place);
        for (size_t i = 0; i < PD_INTENSITY_COUNT; i++)
                past->seconds[i] = read_count(statement, &place);
        past->grey_s = read_count(statement, &place);
        past->trimp_tenths = read_count(statement, &place);
        past->rpe = read_count(statement, &place);
        ret->stopped = pd_stop_reason_parse(read_word(statement, &place, word), &ret->stop_reason) == 0;
        read_text(statement, &place, ret->note, sizeof(ret->note));
        read_text(statement, &place, ret->sentence, sizeof(ret->sentence));
        read_text(statement, &place, ret->digest, sizeof(ret->digest));
}

static int
read_json(sqlite3_stmt *statement, char **ret)
{
        const char *json = (const char *) sqlite3_column_text(statement, SUMMARY_COLUMN);

        if (ret == NULL)
                return 0;
        *ret = strdup(json != NULL ? json : "");
        return *ret != NULL ? 0 : -ENOMEM;
}

/* The first row, or -ENOENT. Ends the statement. */
static int
first(int rc, sqlite3_stmt *statement, struct pd_record *ret, char **ret_json)
{
        int r;

        if (rc == SQLITE_OK)
                rc = sqlite3_step(statement);
        r = rc == SQLITE_DONE ? -ENOENT : pd_store_error(rc);
        if (rc == SQLITE_ROW)
                r = read_json(statement, ret_json);
        if (r == 0)
                read_record(statement, ret);
        sqlite3_finalize(statement);
        return r;
}

/* ---- questions --------------------------------------------------------------------- */

/* The clock of a machine that has none may be wrong; the id begins with the same instant. */
#define LAST_FIRST " ORDER BY start_real DESC, id DESC"

int
pd_store_prepare(struct pd_store *store, const char *text, const char *one, const char *other, sqlite3_stmt **ret)
{
        int rc = prepare(store, text, ret), place = 1;

        if (rc != SQLITE_OK)
                return rc;
        bind_text(*ret, &place, one);
        if (other != NULL)
                bind_text(*ret, &place, other);
        return SQLITE_OK;
}

int
pd_store_get(struct pd_store *store, const char *athlete, const char *id, struct pd_record *ret, char **ret_json)
{
        sqlite3_stmt *statement = NULL;
        int rc = pd_store_prepare(store, "SELECT " COLUMNS " FROM session WHERE athlete = ? AND id = ?", athlete, id, &statement);

        return first(rc, statement, ret, ret_json);
}

int
pd_store_last(struct pd_store *store, const char *athlete, struct pd_record *ret, char **ret_json)
{
        sqlite3_stmt *statement = NULL;
        int rc = pd_store_prepare(store, "SELECT " COLUMNS " FROM session WHERE athlete = ? AND fate = 'kept'" LAST_FIRST " LIMIT 1",
                athlete, NULL, &statement);

        return first(rc, statement, ret, ret_json);
}

int
pd_store_find_digest(struct pd_store *store, const char *athlete, const char *digest, struct pd_record *ret)
{
        sqlite3_stmt *statement = NULL;
        /* Of itself, SQLite reads all of the athlete's. */
        int rc = pd_store_prepare(store, "SELECT " COLUMNS " FROM session INDEXED BY session_by_digest WHERE athlete = ? AND digest = ?"
                                         " AND digest <> '' LIMIT 1", athlete, digest, &statement);

        return first(rc, statement, ret, NULL);
}

int
pd_store_find_start(struct pd_store *store, const char *athlete, pd_usec start_real, pd_usec within, struct pd_record *ret)
{
        sqlite3_stmt *statement = NULL;
        int rc = pd_store_prepare(store, "SELECT " COLUMNS " FROM session WHERE athlete = ? AND fate = 'kept' AND start_real BETWEEN"
                                         " ?2 - ?3 AND ?2 + ?3 ORDER BY abs(start_real - ?2) LIMIT 1", athlete, NULL, &statement);

        if (rc == SQLITE_OK) {
                (void) sqlite3_bind_int64(statement, 2, start_real);
                (void) sqlite3_bind_int64(statement, 3, within);
        }
        return first(rc, statement, ret, NULL);
}

/* Ends the statement. */
static int
collect(int rc, sqlite3_stmt *statement, size_t limit, struct pd_record *ret)
{
        size_t n = 0;

        while (rc == SQLITE_OK && n < limit && (rc = sqlite3_step(statement)) == SQLITE_ROW) {
                read_record(statement, &ret[n++]);
                rc = SQLITE_OK;
        }
        sqlite3_finalize(statement);
        return pd_store_error(rc) < 0 ? pd_store_error(rc) : (int) n;
}

/* The loop asks for weeks: by the day, of years of sessions only those are read. */
int
pd_store_list(struct pd_store *store, const char *athlete, pd_day from, pd_day to, size_t limit, struct pd_record *ret)
{
        const bool all = from == PD_DAY_NONE && to == PD_DAY_NONE;
        const char *text = all ? "SELECT " FIGURES " FROM session WHERE athlete = ?1 AND fate = 'kept'" LAST_FIRST " LIMIT ?4"
                               : "SELECT " FIGURES " FROM session WHERE athlete = ?1 AND fate = 'kept' AND day BETWEEN ?2 AND ?3" LAST_FIRST
                                 " LIMIT ?4";
        sqlite3_stmt *statement = NULL;
        int rc = pd_store_prepare(store, text, athlete, NULL, &statement);

        if (rc == SQLITE_OK) {
                (void) sqlite3_bind_int64(statement, 2, from != PD_DAY_NONE ? from : INT32_MIN);
                (void) sqlite3_bind_int64(statement, 3, to != PD_DAY_NONE ? to : INT32_MAX);
                (void) sqlite3_bind_int64(statement, 4, (int64_t) limit);
        }
        return collect(rc, statement, limit, ret);
}

int
pd_store_list_all(struct pd_store *store, const char *athlete, size_t limit, struct pd_record *ret)
{
        sqlite3_stmt *statement = NULL;
        int rc = pd_store_prepare(store, "SELECT " FIGURES " FROM session WHERE athlete = ?" LAST_FIRST, athlete, NULL, &statement);

        return collect(rc, statement, limit, ret);
}

int32_t
pd_store_count(struct pd_store *store, const char *athlete)
{
        sqlite3_stmt *statement = NULL;
        int32_t n = 0;
        int rc = pd_store_prepare(store, "SELECT count(*) FROM session WHERE athlete = ? AND fate = 'kept'", athlete, NULL, &statement);

        if (rc == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
                n = sqlite3_column_int(statement, 0);
        sqlite3_finalize(statement);
        return n;
}

int
pd_store_carry_out(int rc, sqlite3_stmt *statement)
{
        if (rc == SQLITE_OK)
                rc = sqlite3_step(statement);
        sqlite3_finalize(statement);
        return pd_store_error(rc);
}

int
pd_store_remove(struct pd_store *store, const char *athlete, const char *id)
{
        sqlite3_stmt *statement = NULL;
        int rc = pd_store_prepare(store, "DELETE FROM session WHERE athlete = ? AND id = ?", athlete, id, &statement);
        int r = pd_store_carry_out(rc, statement);

        return r == 0 ? pd_store_write_off(store, athlete, id) : r;
}

/* One that was damaged has them, too. */
static int
remove_damaged(struct pd_store *store)
{
        const char *path = sqlite3_db_filename(store->db, "main"), *slash = path != NULL ? strrchr(path, '/') : NULL;
        char damaged[REST_SIZE + sizeof(DAMAGED)];

        if (slash == NULL)
                return 0;
        snprintf(damaged, sizeof(damaged), "%.*s/%s", (int) (slash - path), path, DAMAGED);
        return unlink(damaged) < 0 && errno != ENOENT ? -errno : 0;
}

/* What the log still holds of them goes, too. */
int
pd_store_forget(struct pd_store *store, const char *athlete)
{
        sqlite3_stmt *statement = NULL;
        int rc = pd_store_prepare(store, "DELETE FROM session WHERE athlete = ?", athlete, NULL, &statement);
        int r = pd_store_carry_out(rc, statement);

        if (r == 0)
                r = pd_store_write_off(store, athlete, NULL);
        if (r == 0)
                (void) sqlite3_exec(store->db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
        return r == 0 ? remove_damaged(store) : r;
}
