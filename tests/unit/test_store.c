/* SPDX-License-Identifier: MIT */
#include "store/inside.h"

#include "support/cm.h"
#include "support/scratch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <sqlite3.h>

#define NOON ((pd_usec) 1795348800 * PD_SEC) /* 2026-11-22 12:00 UTC */

static struct pd_record
record_of(const char *id, pd_usec start)
{
        struct pd_record record = {
                .athlete = "anna",
                .past = {.day = pd_day_at(start, 0, 0), .start_real = start, .workout = "easy-45m", .purpose = PD_PURPOSE_EASY,
                        .result = PD_PURPOSE_RESULT_MET, .verdict = PD_VERDICT_TRAINING, .moving_s = 2700, .distance_m = PD_UNKNOWN,
                        .seconds = {1, 2, 3, 4, 5, 6}, .grey_s = 5, .trimp_tenths = 823, .rpe = PD_UNKNOWN},
                .end_real = start + 46 * PD_MINUTE,
                .revision = 1,
                .duration_s = 2760,
                .unheard_m = PD_UNKNOWN,
                .stopped = true,
                .stop_reason = PD_STOP_WEATHER,
                .note = "rain; and 'quotes'",
                .sentence = "Easy, as meant.",
        };

        snprintf(record.past.id, sizeof(record.past.id), "%s", id);
        return record;
}

static struct pd_store *
open_in(const char *folder)
{
        struct pd_store *store;
        bool empty;

        assert_int_equal(pd_store_open(folder, &store, &empty), 0);
        return store;
}

static void
same_past(const struct pd_past *a, const struct pd_past *b)
{
        assert_string_equal(a->id, b->id);
        assert_int_equal(a->day, b->day);
        assert_int_equal(a->start_real, b->start_real);
        assert_string_equal(a->workout, b->workout);
        assert_int_equal(a->purpose, b->purpose);
        assert_int_equal(a->result, b->result);
        assert_int_equal(a->verdict, b->verdict);
        assert_int_equal(a->moving_s, b->moving_s);
        assert_int_equal(a->distance_m, b->distance_m);
        assert_memory_equal(a->seconds, b->seconds, sizeof(a->seconds));
        assert_int_equal(a->grey_s, b->grey_s);
        assert_int_equal(a->trimp_tenths, b->trimp_tenths);
        assert_int_equal(a->rpe, b->rpe);
}

static void
what_is_put_is_got_again(void **state)
{
        struct pd_store *store = open_in(*state);
        struct pd_record one = record_of("20261122T120000Z", NOON), got;
        char *json;

        assert_int_equal(pd_store_put(store, &one, "{\"a\":1}"), 0);
        store = pd_store_close(store);
        store = open_in(*state);
        assert_int_equal(pd_store_get(store, "anna", "20261122T120000Z", &got, &json), 0);
        assert_string_equal(json, "{\"a\":1}");
        same_past(&got.past, &one.past);
        assert_int_equal(got.end_real, one.end_real);
        assert_int_equal(got.duration_s, 2760);
        assert_int_equal(got.unheard_m, PD_UNKNOWN);
        assert_true(got.stopped);
        assert_int_equal(got.stop_reason, PD_STOP_WEATHER);
        assert_string_equal(got.note, "rain; and 'quotes'");
        assert_int_equal(pd_store_get(store, "ben", "20261122T120000Z", &got, NULL), -ENOENT);
        free(json);
        pd_store_close(store);
}

static void
what_is_not_known_stays_unknown(void **state)
{
        struct pd_store *store = open_in(*state);
        struct pd_record one = record_of("boot-17", NOON), got;

        one.past.start_real = one.end_real = PD_NEVER;
        one.past.day = PD_DAY_NONE;
        one.past.verdict = PD_VERDICT_UNKNOWN;
        one.stopped = false;
        assert_int_equal(pd_store_put(store, &one, "{}"), 0);
        assert_int_equal(pd_store_last(store, "anna", &got, NULL), 0);
        assert_true(got.past.start_real == PD_NEVER && got.end_real == PD_NEVER);
        assert_int_equal(got.past.day, PD_DAY_NONE);
        assert_int_equal(got.past.verdict, PD_VERDICT_UNKNOWN);
        assert_false(got.stopped);
        pd_store_close(store);
}

static void
a_higher_revision_replaces_and_a_lower_one_does_not(void **state)
{
        struct pd_store *store = open_in(*state);
        struct pd_record one = record_of("20261122T120000Z", NOON), got;

        one.revision = 2;
        one.past.rpe = 7;
        assert_int_equal(pd_store_put(store, &one, "{}"), 0);
        one.revision = 1;
        one.past.rpe = 1;
        assert_int_equal(pd_store_put(store, &one, "{}"), -ESTALE);
        assert_int_equal(pd_store_last(store, "anna", &got, NULL), 0);
        assert_int_equal(got.past.rpe, 7);
        one.revision = 3;
        assert_int_equal(pd_store_put(store, &one, "{}"), 0);
        assert_int_equal(pd_store_last(store, "anna", &got, NULL), 0);
        assert_int_equal(got.past.rpe, 1);
        assert_int_equal(pd_store_count(store, "anna"), 1);
        pd_store_close(store);
}

static void
put_days(struct pd_store *store, int n)
{
        char id[PD_SESSION_ID_SIZE];

        for (int i = 0; i < n; i++) {
                struct pd_record one;
                snprintf(id, sizeof(id), "202611%02dT120000Z", 22 + i);
                one = record_of(id, NOON + i * 24 * PD_HOUR);
                assert_int_equal(pd_store_put(store, &one, "{}"), 0);
        }
}

static void
a_list_is_of_days_and_begins_with_the_last(void **state)
{
        struct pd_store *store = open_in(*state);
        struct pd_record list[5];
        pd_day day = pd_day_at(NOON, 0, 0);

        put_days(store, 5);
        assert_int_equal(pd_store_list(store, "anna", PD_DAY_NONE, PD_DAY_NONE, 5, list), 5);
        assert_string_equal(list[0].past.id, "20261126T120000Z");
        assert_string_equal(list[4].past.id, "20261122T120000Z");
        assert_int_equal(pd_store_list(store, "anna", day + 1, day + 3, 5, list), 3);
        assert_string_equal(list[0].past.id, "20261125T120000Z");
        assert_int_equal(pd_store_list(store, "anna", day + 3, PD_DAY_NONE, 5, list), 2);
        assert_int_equal(pd_store_list(store, "anna", PD_DAY_NONE, day, 5, list), 1);
        assert_string_equal(list[0].past.id, "20261122T120000Z");
        assert_int_equal(pd_store_list(store, "anna", PD_DAY_NONE, PD_DAY_NONE, 2, list), 2);
        assert_int_equal(pd_store_list(store, "ben", PD_DAY_NONE, PD_DAY_NONE, 2, list), 0);
        pd_store_close(store);
}

static void
what_was_discarded_or_joined_counts_for_nothing(void **state)
{
        struct pd_store *store = open_in(*state);
        struct pd_record one, list[3];

        put_days(store, 3);
        one = record_of("20261124T120000Z", NOON + 48 * PD_HOUR);
        one.fate = PD_FATE_JOINED;
        strcpy(one.joined_into, "20261123T120000Z");
        assert_int_equal(pd_store_put(store, &one, "{}"), 0);
        assert_int_equal(pd_store_count(store, "anna"), 2);
        assert_int_equal(pd_store_list(store, "anna", PD_DAY_NONE, PD_DAY_NONE, 3, list), 2);
        assert_int_equal(pd_store_list_all(store, "anna", 3, list), 3);
        assert_string_equal(list[0].joined_into, "20261123T120000Z");
        assert_int_equal(pd_store_last(store, "anna", &one, NULL), 0);
        assert_string_equal(one.past.id, "20261123T120000Z");
        pd_store_close(store);
}

static void
a_file_is_found_by_its_digest_and_a_run_by_its_start(void **state)
{
        struct pd_store *store = open_in(*state);
        struct pd_record one, got;

        put_days(store, 3);
        one = record_of("20261123T120000Z", NOON + 24 * PD_HOUR);
        strcpy(one.digest, "0123456789abcdef0123456789abcdef");
        assert_int_equal(pd_store_put(store, &one, "{}"), 0);
        assert_int_equal(pd_store_find_digest(store, "anna", one.digest, &got), 0);
        assert_string_equal(got.past.id, one.past.id);
        assert_int_equal(pd_store_find_digest(store, "anna", "", &got), -ENOENT);
        assert_int_equal(pd_store_find_digest(store, "ben", one.digest, &got), -ENOENT);

        assert_int_equal(pd_store_find_start(store, "anna", NOON + 9 * PD_MINUTE, 10 * PD_MINUTE, &got), 0);
        assert_string_equal(got.past.id, "20261122T120000Z");
        assert_int_equal(pd_store_find_start(store, "anna", NOON + 11 * PD_MINUTE, 10 * PD_MINUTE, &got), -ENOENT);
        pd_store_close(store);
}

static void
forgetting_leaves_nothing_of_one_and_all_of_the_others(void **state)
{
        struct pd_store *store = open_in(*state);
        struct pd_record ben = record_of("20261122T120000Z", NOON);

        strcpy(ben.athlete, "ben");
        put_days(store, 3);
        assert_int_equal(pd_store_put(store, &ben, "{}"), 0);
        assert_int_equal(pd_store_remove(store, "anna", "20261123T120000Z"), 0);
        assert_int_equal(pd_store_remove(store, "anna", "20261123T120000Z"), 0);
        assert_int_equal(pd_store_count(store, "anna"), 2);
        assert_int_equal(pd_store_forget(store, "anna"), 0);
        assert_int_equal(pd_store_count(store, "anna"), 0);
        assert_int_equal(pd_store_count(store, "ben"), 1);
        pd_store_close(store);
}

static void
nobody_else_may_read_it(void **state)
{
        static const char *const names[] = {"history.sqlite", "history.sqlite-wal"};
        struct pd_store *store = open_in(*state);
        struct stat st;
        char path[256];

        put_days(store, 1);
        for (size_t i = 0; i < 2; i++) {
                snprintf(path, sizeof(path), "%s/%s", (const char *) *state, names[i]);
                assert_int_equal(stat(path, &st), 0);
                assert_int_equal(st.st_mode & 0777, 0600);
        }
        pd_store_close(store);
}

static void
a_damaged_one_is_put_aside_and_another_begun(void **state)
{
        struct pd_store *store = open_in(*state);
        char path[256];
        bool empty = false;
        FILE *file;

        put_days(store, 3);
        pd_store_close(store);
        snprintf(path, sizeof(path), "%s/history.sqlite", (const char *) *state);
        file = fopen(path, "r+e");
        assert_non_null(file);
        for (int i = 0; i < 64; i++)
                fputs("what a card makes of it ", file);
        fclose(file);
        assert_int_equal(pd_store_open(*state, &store, &empty), 0);
        assert_true(empty);
        assert_int_equal(pd_store_count(store, "anna"), 0);
        put_days(store, 1);
        pd_store_close(store);
        snprintf(path, sizeof(path), "%s/history.sqlite.damaged", (const char *) *state);
        file = fopen(path, "re");
        assert_non_null(file);
        fclose(file);
}

static void
a_newer_version_is_left_alone(void **state)
{
        struct pd_store *store = open_in(*state);
        char path[256];
        sqlite3 *db;
        bool empty;

        pd_store_close(store);
        snprintf(path, sizeof(path), "%s/history.sqlite", (const char *) *state);
        assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL), SQLITE_OK);
        sqlite3_close(db);
        assert_int_equal(pd_store_open(*state, &store, &empty), -EPROTO);
}

static void
run_sql(const char *folder, const char *text)
{
        char path[256];
        sqlite3 *db;

        snprintf(path, sizeof(path), "%s/history.sqlite", folder);
        assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, text, NULL, NULL, NULL), SQLITE_OK);
        sqlite3_close(db);
}

/* The database as each version before this one left it. */
static void
an_older_version_is_brought_up_to_date_and_keeps_what_it_has(void **state)
{
        static const struct {
                const char *undo;
                int32_t trimp_tenths; /* of what stands in it */
        } versions[] = {
                {"DROP INDEX session_by_day; PRAGMA user_version = 3", 823},
                {"DROP INDEX session_by_day; DROP TABLE owed; PRAGMA user_version = 2", 823},
                {"DROP INDEX session_by_day; DROP TABLE owed; ALTER TABLE session DROP COLUMN trimp_tenths; PRAGMA user_version = 1",
                 PD_UNKNOWN},
        };

        for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
                struct pd_store *store = open_in(*state);
                struct pd_debt debt;
                struct pd_record record;

                put_days(store, 1);
                pd_store_close(store);
                run_sql(*state, versions[i].undo);
                store = open_in(*state);
                assert_int_equal(pd_store_last(store, "anna", &record, NULL), 0);
                assert_int_equal(record.past.grey_s, 5);
                assert_int_equal(record.past.trimp_tenths, versions[i].trimp_tenths);
                assert_int_equal(pd_store_list(store, "anna", record.past.day, record.past.day, 1, &record), 1);
                put_days(store, 2);
                assert_int_equal(pd_store_last(store, "anna", &record, NULL), 0);
                assert_int_equal(record.past.trimp_tenths, 823);
                assert_int_equal(pd_store_debts(store, 1, &debt), 0);
                assert_int_equal(pd_store_forget(store, "anna"), 0);
                pd_store_close(store);
        }
}

static void
two_connections_see_each_others_sessions(void **state)
{
        struct pd_store *one = open_in(*state), *other = open_in(*state);

        put_days(one, 2);
        assert_int_equal(pd_store_count(other, "anna"), 2);
        put_days(other, 3);
        assert_int_equal(pd_store_count(one, "anna"), 3);
        pd_store_close(one);
        pd_store_close(other);
}

static struct pd_debt
debt_of(uint64_t ticket, const char *sink, const char *athlete, const char *id)
{
        struct pd_debt debt = {.ticket = ticket, .kind = PD_EVENT_SUMMARY, .sequence = 9};

        snprintf(debt.sink, sizeof(debt.sink), "%s", sink);
        snprintf(debt.athlete, sizeof(debt.athlete), "%s", athlete);
        snprintf(debt.id, sizeof(debt.id), "%s", id);
        return debt;
}

static void
owe(struct pd_store *store, uint64_t ticket, const char *athlete, const char *id, const char *text)
{
        struct pd_debt debt = debt_of(ticket, "mqtt", athlete, id);

        assert_int_equal(pd_store_owe(store, &debt, text), 0);
}

static void
what_is_owed_stays_in_its_order_until_it_is_settled(void **state)
{
        struct pd_store *store = open_in(*state);
        struct pd_debt debts[4];
        char *text;

        owe(store, 2, "anna", "second", "{\"b\":2}");
        owe(store, 1, "anna", "first", "{\"a\":1}");
        owe(store, 7, "ben", "third", "{\"c\":3}");
        pd_store_close(store);
        store = open_in(*state);
        assert_int_equal(pd_store_debts(store, 4, debts), 3);
        assert_string_equal(debts[0].id, "first");
        assert_string_equal(debts[1].id, "second");
        assert_string_equal(debts[2].athlete, "ben");
        assert_string_equal(debts[2].sink, "mqtt");
        assert_int_equal(debts[2].kind, PD_EVENT_SUMMARY);
        assert_int_equal(debts[2].sequence, 9);
        assert_int_equal(pd_store_owed_text(store, 7, &text), 0);
        assert_string_equal(text, "{\"c\":3}");
        free(text);
        assert_int_equal(pd_store_debts(store, 2, debts), 2); /* the last ones */
        assert_string_equal(debts[0].id, "second");
        assert_int_equal(pd_store_settle(store, 1), 0);
        assert_int_equal(pd_store_settle(store, 1), 0);
        assert_int_equal(pd_store_owed_text(store, 1, &text), -ENOENT);
        assert_int_equal(pd_store_debts(store, 4, debts), 2);
        pd_store_close(store);
}

static void
what_is_owed_gives_way_to_its_revision(void **state)
{
        struct pd_debt debts[4], unnumbered = debt_of(0, "", "anna", "second");
        struct pd_store *store = open_in(*state);
        char *text;

        owe(store, 1, "anna", "first", "old");
        owe(store, 2, "anna", "first", "new");
        assert_int_equal(pd_store_owe(store, &unnumbered, "told without a sink"), 0);
        assert_int_equal(pd_store_debts(store, 4, debts), 2);
        assert_int_equal(debts[0].ticket, 2);
        assert_int_equal(debts[1].ticket, 3);
        assert_string_equal(debts[1].sink, "");
        assert_int_equal(pd_store_owed_text(store, 2, &text), 0);
        assert_string_equal(text, "new");
        free(text);
        unnumbered.kind = PD_EVENT_LIVE;
        assert_int_equal(pd_store_owe(store, &unnumbered, "{}"), -EINVAL);
        pd_store_close(store);
}

static void
nothing_is_owed_of_what_is_removed_or_forgotten(void **state)
{
        struct pd_store *store = open_in(*state);
        struct pd_debt debts[4];

        owe(store, 1, "anna", "first", "{}");
        owe(store, 2, "anna", "second", "{}");
        owe(store, 3, "ben", "first", "{}");
        assert_int_equal(pd_store_remove(store, "anna", "first"), 0);
        assert_int_equal(pd_store_debts(store, 4, debts), 2);
        assert_int_equal(debts[0].ticket, 2);
        assert_int_equal(pd_store_forget(store, "anna"), 0);
        assert_int_equal(pd_store_debts(store, 4, debts), 1);
        assert_string_equal(debts[0].athlete, "ben");
        pd_store_close(store);
}

#define YEARS_DAYS 400
#define JSON_BYTES 12000

/* Without a bound, both would be the 5 MB that are put. */
static void
years_of_sessions_grow_neither_its_memory_nor_its_log(void **state)
{
        struct pd_store *writer = open_in(*state), *reader = open_in(*state);
        char id[PD_SESSION_ID_SIZE], path[256], *json = NULL;
        struct pd_record record;
        struct stat st;

        assert_true(asprintf(&json, "{\"a\":\"%0*d\"}", JSON_BYTES, 0) > 0);
        snprintf(path, sizeof(path), "%s/history.sqlite-wal", (const char *) *state);
        for (int i = 0; i < YEARS_DAYS; i++) {
                snprintf(id, sizeof(id), "day-%d", i);
                record = record_of(id, NOON + i * 24 * PD_HOUR);
                assert_int_equal(pd_store_put(writer, &record, json), 0);
                assert_int_equal(pd_store_last(reader, "anna", &record, NULL), 0);
                assert_string_equal(record.past.id, id);
                assert_int_equal(stat(path, &st), 0);
                assert_true(st.st_size < 2 << 20);
                assert_true(sqlite3_memory_used() < 1 << 20);
        }
        free(json);
        pd_store_close(writer);
        pd_store_close(reader);
}

#define PAGES_MAX 60 /* seven rows of a week, and the way to each, are 40; all of them are 1700 */

static int
pages_read(struct pd_store *store)
{
        int pages, highest;

        assert_int_equal(sqlite3_db_status(store->db, SQLITE_DBSTATUS_CACHE_MISS, &pages, &highest, 1), SQLITE_OK);
        assert_int_equal(sqlite3_db_release_memory(store->db), SQLITE_OK);
        return pages;
}

static void
put_years(struct pd_store *store)
{
        char id[PD_SESSION_ID_SIZE], *json = NULL;

        assert_true(asprintf(&json, "{\"a\":\"%0*d\"}", JSON_BYTES, 0) > 0);
        for (int i = 0; i < YEARS_DAYS; i++) {
                struct pd_record record;

                snprintf(id, sizeof(id), "day-%03d", i); /* as ids are: in their order */
                record = record_of(id, NOON + i * 24 * PD_HOUR);
                snprintf(record.digest, sizeof(record.digest), "digest-%03d", i);
                assert_int_equal(pd_store_put(store, &record, json), 0);
        }
        free(json);
}

static void
neither_a_week_nor_a_file_is_looked_for_in_all_years(void **state)
{
        struct pd_store *store = open_in(*state);
        struct pd_record list[PD_DAYS_A_WEEK + 1];
        const pd_day day = pd_day_at(NOON, 0, 0);

        put_years(store);
        (void) pages_read(store);
        assert_int_equal(pd_store_list(store, "anna", day + 7, day + 13, PD_DAYS_A_WEEK + 1, list), PD_DAYS_A_WEEK);
        assert_in_range(pages_read(store), 1, PAGES_MAX);
        assert_int_equal(pd_store_find_digest(store, "anna", "digest-007", list), 0);
        assert_string_equal(list[0].past.id, "day-007");
        assert_in_range(pages_read(store), 1, PAGES_MAX);
        assert_int_equal(pd_store_find_digest(store, "anna", "digest-999", list), -ENOENT);
        assert_in_range(pages_read(store), 1, PAGES_MAX);
        pd_store_close(store);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_set_up, scratch_tear_down)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(what_is_put_is_got_again),
                TEST(what_is_not_known_stays_unknown),
                TEST(a_higher_revision_replaces_and_a_lower_one_does_not),
                TEST(a_list_is_of_days_and_begins_with_the_last),
                TEST(what_was_discarded_or_joined_counts_for_nothing),
                TEST(a_file_is_found_by_its_digest_and_a_run_by_its_start),
                TEST(forgetting_leaves_nothing_of_one_and_all_of_the_others),
                TEST(nobody_else_may_read_it),
                TEST(a_damaged_one_is_put_aside_and_another_begun),
                TEST(a_newer_version_is_left_alone),
                TEST(an_older_version_is_brought_up_to_date_and_keeps_what_it_has),
                TEST(what_is_owed_stays_in_its_order_until_it_is_settled),
                TEST(what_is_owed_gives_way_to_its_revision),
                TEST(nothing_is_owed_of_what_is_removed_or_forgotten),
                TEST(two_connections_see_each_others_sessions),
                TEST(years_of_sessions_grow_neither_its_memory_nor_its_log),
                TEST(neither_a_week_nor_a_file_is_looked_for_in_all_years),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
