/* SPDX-License-Identifier: MIT */
#include "clerk.h"

#include "journal/archive.h"
#include "support/cm.h"
#include "support/scratch.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATIENCE (60 * PD_SEC) /* only a card that hangs takes so long */

static struct pd_slip
slip_of(enum pd_slip_kind kind, int i)
{
        struct pd_slip slip = {.kind = kind, .record = {.athlete = "anna", .revision = 1}, .json = "{\"id\":\"x\"}", .why = "discarded"};

        snprintf(slip.record.past.id, sizeof(slip.record.past.id), "s%03d", i);
        return slip;
}

static void
slips_are_carried_out_in_their_order(void **state)
{
        struct pd_store *store;
        struct pd_clerk *clerk;
        struct pd_record record;
        bool empty;

        assert_int_equal(pd_clerk_new(*state, *state, &clerk), 0);
        for (int i = 0; i < 100; i++) {
                struct pd_slip slip = slip_of(PD_SLIP_RECORD, i);
                assert_int_equal(pd_clerk_take(clerk, &slip), 0);
                slip = slip_of(PD_SLIP_REMOVE, i);
                if (i % 2 == 0)
                        assert_int_equal(pd_clerk_take(clerk, &slip), 0);
        }
        assert_true(pd_clerk_wait(clerk, PATIENCE));
        assert_int_equal(pd_store_open(*state, &store, &empty), 0);
        assert_int_equal(pd_store_count(store, "anna"), 50);
        assert_int_equal(pd_store_get(store, "anna", "s002", &record, NULL), -ENOENT);
        assert_int_equal(pd_store_get(store, "anna", "s003", &record, NULL), 0);
        pd_store_close(store);
        pd_clerk_free(clerk, PATIENCE);
}

static void
all_slips_are_carried_out_before_the_end(void **state)
{
        struct pd_store *store;
        struct pd_clerk *clerk;
        bool empty;

        assert_int_equal(pd_clerk_new(*state, *state, &clerk), 0);
        for (int i = 0; i < 20; i++) {
                struct pd_slip slip = slip_of(PD_SLIP_RECORD, i);
                assert_int_equal(pd_clerk_take(clerk, &slip), 0);
        }
        pd_clerk_free(clerk, PATIENCE);
        assert_int_equal(pd_store_open(*state, &store, &empty), 0);
        assert_int_equal(pd_store_count(store, "anna"), 20);
        pd_store_close(store);
}

static void
the_trace_says_what_the_record_says(void **state)
{
        struct pd_slip slip = slip_of(PD_SLIP_TRACE, 1);
        struct pd_store *store;
        bool empty;
        size_t size;
        char *bytes;

        assert_int_equal(pd_store_open(*state, &store, &empty), 0);
        slip.trace = "a trace\n";
        slip.trace_size = strlen(slip.trace);
        assert_int_equal(pd_clerk_carry_out(store, *state, &slip), 0);
        slip = slip_of(PD_SLIP_REVISE, 1);
        slip.record.revision = 2;
        assert_int_equal(pd_clerk_carry_out(store, *state, &slip), 0);
        assert_int_equal(pd_archive_read(*state, "anna", "s001", &bytes, &size), 0);
        assert_int_equal(size, strlen("a trace\nsummary {\"id\":\"x\"}\n"));
        assert_memory_equal(bytes, "a trace\nsummary {\"id\":\"x\"}\n", size);
        free(bytes);
        slip = slip_of(PD_SLIP_PUT_ASIDE, 1);
        slip.record.revision = 3;
        slip.record.fate = PD_FATE_DISCARDED;
        assert_int_equal(pd_clerk_carry_out(store, *state, &slip), 0);
        assert_int_equal(pd_archive_read(*state, "anna", "s001", &bytes, &size), -ENOENT);
        assert_int_equal(pd_store_count(store, "anna"), 0);
        slip = slip_of(PD_SLIP_FORGET, 1);
        assert_int_equal(pd_clerk_carry_out(store, *state, &slip), 0);
        assert_int_equal(pd_store_list_all(store, "anna", 1, &slip.record), 0);
        pd_store_close(store);
}

/* A full card takes no trace, but would take a new name for an old one. */
static void
what_stood_elsewhere_stays_if_its_new_place_does_not_take_it(void **state)
{
        struct pd_slip slip = slip_of(PD_SLIP_TRACE, 1), then = slip_of(PD_SLIP_PUT_ASIDE, 2);
        struct pd_clerk *clerk;
        struct pd_store *store;
        bool empty;
        size_t size;
        char *bytes;

        slip.trace = "a trace\n";
        slip.trace_size = strlen(slip.trace);
        then.record.fate = PD_FATE_JOINED;
        slip.then = &then;
        assert_int_equal(pd_archive_write(*state, "anna", "s002", "its trace\n", 10), 0);
        assert_int_equal(pd_clerk_new(*state, *state, &clerk), 0);
        memcpy(slip.record.athlete, "a/b", 4); /* no folder can be made of it */
        assert_int_equal(pd_clerk_take(clerk, &slip), 0);
        assert_true(pd_clerk_wait(clerk, PATIENCE));
        assert_int_equal(pd_archive_read(*state, "anna", "s002", &bytes, &size), 0);
        free(bytes);
        memcpy(slip.record.athlete, "anna", 5);
        assert_int_equal(pd_clerk_take(clerk, &slip), 0);
        pd_clerk_free(clerk, PATIENCE);
        assert_int_equal(pd_archive_read(*state, "anna", "s002", &bytes, &size), -ENOENT);
        assert_int_equal(pd_store_open(*state, &store, &empty), 0);
        assert_int_equal(pd_store_get(store, "anna", "s002", &slip.record, NULL), 0);
        assert_int_equal(slip.record.fate, PD_FATE_JOINED);
        pd_store_close(store);
}

/* A stop is not to wait for a dead card until the supervisor kills us. */
static void
the_end_does_not_wait_for_a_card_that_hangs(void **state)
{
        struct pd_slip slip = slip_of(PD_SLIP_RECORD, 1);
        struct pd_store *store;
        struct pd_clerk *clerk;
        struct pd_record record;
        char path[256];
        sqlite3 *db;
        bool empty;

        assert_int_equal(pd_clerk_new(*state, *state, &clerk), 0);
        snprintf(path, sizeof(path), "%s/history.sqlite", (const char *) *state);
        assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
        assert_int_equal(pd_clerk_take(clerk, &slip), 0);
        assert_null(pd_clerk_free(clerk, PD_MSEC)); /* its thread goes on */
        assert_int_equal(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
        sqlite3_close(db);
        assert_int_equal(pd_store_open(*state, &store, &empty), 0);
        while (pd_store_get(store, "anna", "s001", &record, NULL) < 0)
                ;
        pd_store_close(store);
}

/* Traces of whole days, brought faster than a card that hangs takes them. */
static void
what_waits_for_the_card_is_limited(void **state)
{
        struct pd_slip slip = slip_of(PD_SLIP_TRACE, 1), small = slip_of(PD_SLIP_RECORD, 2);
        const size_t size = PD_CLERK_WAITING_MAX + 1;
        char path[256], *trace = calloc(1, size);
        struct pd_clerk *clerk;
        sqlite3 *db;

        assert_non_null(trace);
        slip.trace = trace;
        assert_int_equal(pd_clerk_new(*state, *state, &clerk), 0);
        snprintf(path, sizeof(path), "%s/history.sqlite", (const char *) *state);
        assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
        slip.trace_size = 1000;
        assert_int_equal(pd_clerk_take(clerk, &small), 0); /* held up */
        assert_int_equal(pd_clerk_take(clerk, &slip), 0);
        slip.trace_size = size;
        assert_int_equal(pd_clerk_take(clerk, &slip), -EBUSY);
        assert_int_equal(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
        assert_true(pd_clerk_wait(clerk, PATIENCE));
        slip.trace_size = 1000;
        assert_int_equal(pd_clerk_take(clerk, &slip), 0);
        pd_clerk_free(clerk, PATIENCE);
        sqlite3_close(db);
        free(trace);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_set_up, scratch_tear_down)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(slips_are_carried_out_in_their_order),
                TEST(all_slips_are_carried_out_before_the_end),
                TEST(the_trace_says_what_the_record_says),
                TEST(what_stood_elsewhere_stays_if_its_new_place_does_not_take_it),
                TEST(the_end_does_not_wait_for_a_card_that_hangs),
                TEST(what_waits_for_the_card_is_limited),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
