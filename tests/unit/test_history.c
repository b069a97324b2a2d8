/* SPDX-License-Identifier: MIT */
#include "history.h"

#include "formats/payload.h"
#include "journal/archive.h"
#include "support/cm.h"
#include "support/house.h"
#include "support/scratch.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIRST "20261122T101503Z"

static void
sessions_are_on_record_as_they_were_judged(void **state)
{
        struct house house;
        struct pd_past past[3];

        house_open(&house, *state);
        assert_int_equal(house_run(&house, "story1", "recovery 4mi", 0), 1);
        assert_int_equal(house_run(&house, "story2", "recovery 5mi", 2 * PD_HOUR), 1);
        assert_int_equal(pd_history_list(house.history, "anna", PD_DAY_NONE, PD_DAY_NONE, 3, past), 2);
        assert_string_equal(past[1].id, FIRST);
        assert_in_range(past[1].start_real, HOUSE_STARTED, HOUSE_STARTED + PD_SEC);
        assert_int_equal(past[1].day, pd_day_at(HOUSE_STARTED, 0, 0));
        assert_int_equal(past[1].purpose, PD_PURPOSE_RECOVERY);
        assert_int_equal(past[1].result, PD_PURPOSE_RESULT_MET);
        assert_int_equal(past[1].verdict, PD_VERDICT_TRAINING);
        assert_int_equal(past[0].result, PD_PURPOSE_RESULT_MISSED);
        assert_int_equal(past[0].verdict, PD_VERDICT_EXERCISING);
        assert_int_equal(pd_history_count(house.history, "anna"), 2);
        house_close(&house);
}

/* The traces are the truth. */
static void
a_record_that_was_lost_is_made_again_from_the_traces(void **state)
{
        struct pd_record before[2], after[2];
        struct house house;
        char path[200];

        house_open(&house, *state);
        house_run(&house, "story1", "recovery 4mi", 0);
        house_run(&house, "story2", "recovery 5mi", 2 * PD_HOUR);
        assert_int_equal(pd_store_list(pd_history_store(house.history), "anna", PD_DAY_NONE, PD_DAY_NONE, 2, before), 2);
        house_close(&house);
        snprintf(path, sizeof(path), "%s/history.sqlite", house.folder);
        assert_int_equal(unlink(path), 0);
        house_open(&house, *state);
        assert_int_equal(pd_store_list(pd_history_store(house.history), "anna", PD_DAY_NONE, PD_DAY_NONE, 2, after), 2);
        assert_memory_equal(before, after, sizeof(before));
        house_close(&house);
}

static void
the_summary_that_was_published_can_be_published_again(void **state)
{
        struct pd_retold *retold;
        struct house house;
        char *json, again[PD_PAYLOAD_SIZE];
        struct pd_record record;
        size_t length;

        house_open(&house, *state);
        house_run(&house, "intervals", "15m easy, 6x (1m hard, 90s rest), 10m easy", 0);
        assert_int_equal(pd_history_find(house.history, &house.athletes[0], NULL, &retold), 0);
        assert_int_equal(pd_payload_event(&retold->event, again, sizeof(again), &length), 0);
        assert_int_equal(pd_store_get(pd_history_store(house.history), "anna", FIRST, &record, &json), 0);
        assert_string_equal(again, json);
        free(json);
        pd_retold_free(retold);
        house_close(&house);
}

static void
only_what_was_mended_is_published_again_at_a_start(void **state)
{
        struct pd_retold *retold;
        struct house house;

        house_open(&house, *state);
        house_run(&house, "story1", "recovery 4mi", 0);
        pd_history_restate(house.history);
        assert_int_equal(house.n_published, 0);
        assert_int_equal(pd_history_find(house.history, &house.athletes[0], FIRST, &retold), 0);
        retold->event.summary.rpe = 3;
        assert_int_equal(pd_history_revise(house.history, retold), 0);
        pd_retold_free(retold);
        house_close(&house);

        house_open(&house, *state);
        pd_history_restate(house.history);
        assert_int_equal(house.n_published, 1);
        assert_string_equal(house.published[0].session, FIRST);
        assert_int_equal(house.published[0].summary.revision, 2);
        assert_int_equal(house.published[0].summary.rpe, 3);
        house_close(&house);
}

/* As in the daemon: another thread writes, and who asks waits for it. */
static void
what_a_thread_writes_is_there_for_the_next_question(void **state)
{
        struct pd_retold *retold;
        struct house house;
        size_t size;
        char *trace;

        house_open(&house, *state);
        house_close(&house);
        house.context.threaded = true;
        assert_int_equal(pd_history_new(&house.context, &house.history), 0);
        house_run(&house, "story1", "recovery 4mi", 0);
        for (int32_t rpe = 1; rpe <= 10; rpe++) {
                assert_int_equal(pd_history_find(house.history, &house.athletes[0], NULL, &retold), 0);
                retold->event.summary.rpe = rpe;
                assert_int_equal(pd_history_revise(house.history, retold), 0);
                pd_retold_free(retold);
        }
        house_close(&house); /* carries out what is left */
        house_open(&house, *state);
        assert_int_equal(pd_history_find(house.history, &house.athletes[0], FIRST, &retold), 0);
        assert_int_equal(retold->record.past.rpe, 10);
        assert_true(retold->record.revision > 1);
        pd_retold_free(retold);
        assert_int_equal(pd_archive_read(house.folder, "anna", FIRST, &trace, &size), 0);
        assert_non_null(memmem(trace, size, "\"rpe\":10", 8));
        free(trace);
        house_close(&house);
}

/* Two ratings within a tenth of a second while somebody holds up the record:
 * the second is the first one's successor. */
static void
a_second_word_builds_on_the_first_one_though_the_card_is_slow(void **state)
{
        struct pd_retold *retold;
        struct house house;
        char path[200];
        sqlite3 *db;

        house_open(&house, *state);
        house_run(&house, "story1", "recovery 4mi", 0);
        house_close(&house);
        house.context.threaded = true;
        assert_int_equal(pd_history_new(&house.context, &house.history), 0);
        snprintf(path, sizeof(path), "%s/history.sqlite", house.folder);
        assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
        assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
        assert_int_equal(pd_history_find(house.history, &house.athletes[0], NULL, &retold), 0);
        retold->event.summary.rpe = 4;
        assert_int_equal(pd_history_revise(house.history, retold), 0);
        pd_retold_free(retold);
        assert_int_equal(pd_history_find(house.history, &house.athletes[1], NULL, &retold), -EAGAIN);
        assert_int_equal(pd_history_find(house.history, &house.athletes[0], NULL, &retold), 0);
        assert_int_equal(retold->record.revision, 2);
        assert_int_equal(retold->text->summary.rpe, 4);
        strcpy(retold->event.summary.note, "cold feet");
        assert_int_equal(pd_history_revise(house.history, retold), 0);
        pd_retold_free(retold);
        assert_int_equal(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
        sqlite3_close(db);
        house_close(&house);
        house_open(&house, *state);
        assert_int_equal(pd_history_find(house.history, &house.athletes[0], NULL, &retold), 0);
        assert_int_equal(retold->record.revision, 3);
        assert_int_equal(retold->record.past.rpe, 4);
        assert_string_equal(retold->record.note, "cold feet");
        pd_retold_free(retold);
        house_close(&house);
}

/* In the evening the day of the wall clock is another one than UTC's: it is the
 * record's, though the trace that tells the time zone is not there yet. */
static void
a_session_stays_on_its_day_when_it_is_rated(void **state)
{
        struct pd_retold *retold;
        struct pd_record record;
        struct house house;

        house_open(&house, *state);
        house_run(&house, "story1", "recovery 4mi", 0);
        assert_int_equal(pd_store_get(pd_history_store(house.history), "anna", FIRST, &record, NULL), 0);
        record.past.day++;
        assert_int_equal(pd_history_find(house.history, &house.athletes[0], FIRST, &retold), 0);
        retold->record.past.day = record.past.day;
        assert_int_equal(pd_archive_remove(house.folder, "anna", FIRST), 0);
        assert_int_equal(pd_history_revise(house.history, retold), 0);
        pd_retold_free(retold);
        assert_int_equal(pd_history_find(house.history, &house.athletes[0], FIRST, &retold), 0);
        assert_null(retold->telling);
        assert_int_equal(retold->record.past.day, record.past.day);
        pd_retold_free(retold);
        house_close(&house);
}

/* The power went between the summary in the trace and the record, or a full card
 * left it in memory: the recovery has it. */
static void
what_the_recovery_finds_comes_on_record_if_it_is_younger(void **state)
{
        char *first, *second, path[200];
        size_t first_size, second_size;
        struct pd_record record;
        struct pd_retold *retold;
        struct house house;

        house_open(&house, *state);
        house_run(&house, "story1", "recovery 4mi", 0);
        assert_int_equal(pd_archive_read(house.folder, "anna", FIRST, &first, &first_size), 0);
        assert_int_equal(pd_history_find(house.history, &house.athletes[0], FIRST, &retold), 0);
        retold->event.summary.rpe = 3;
        assert_int_equal(pd_history_revise(house.history, retold), 0);
        pd_retold_free(retold);
        assert_int_equal(pd_archive_read(house.folder, "anna", FIRST, &second, &second_size), 0);
        house_close(&house);
        snprintf(path, sizeof(path), "%s/history.sqlite", house.folder);
        assert_int_equal(unlink(path), 0);
        assert_int_equal(pd_archive_remove(house.folder, "anna", FIRST), 0);

        house_open(&house, *state);
        assert_int_equal(pd_history_count(house.history, "anna"), 0);
        pd_history_recover(house.history, "anna", first, first_size / 2); /* goes on */
        assert_int_equal(pd_history_count(house.history, "anna"), 0);
        pd_history_recover(house.history, "anna", first, first_size);
        assert_int_equal(pd_store_get(pd_history_store(house.history), "anna", FIRST, &record, NULL), 0);
        assert_int_equal(record.revision, 1);
        pd_history_recover(house.history, "anna", second, second_size);
        pd_history_recover(house.history, "anna", first, first_size);
        assert_int_equal(pd_store_get(pd_history_store(house.history), "anna", FIRST, &record, NULL), 0);
        assert_int_equal(record.revision, 2);
        assert_int_equal(record.past.rpe, 3);
        free(first);
        free(second);
        house_close(&house);
}

/* Whose change the broker may not have, it gets, and after it what came later. */
static void
what_was_mended_before_the_last_session_is_published_again_in_its_order(void **state)
{
        struct pd_retold *retold;
        struct house house;

        house_open(&house, *state);
        house_run(&house, "story1", "recovery 4mi", 0);
        house_run(&house, "story2", "recovery 5mi", 2 * PD_HOUR);
        house_run(&house, "story1", "recovery 4mi", 4 * PD_HOUR);
        assert_int_equal(pd_history_find(house.history, &house.athletes[0], "20261122T121503Z", &retold), 0);
        retold->record.fate = PD_FATE_DISCARDED;
        assert_int_equal(pd_history_retire(house.history, retold), 0);
        pd_retold_free(retold);
        house.n_published = 0;
        pd_history_restate(house.history);
        assert_int_equal(house.n_published, 2);
        assert_string_equal(house.published[0].session, "20261122T121503Z");
        assert_int_equal(house.published[0].summary.verdict, PD_VERDICT_UNKNOWN);
        assert_int_equal(house.published[0].summary.revision, 2);
        assert_string_equal(house.published[1].session, "20261122T141503Z");
        assert_int_equal(house.published[1].summary.revision, 1);
        house_close(&house);
}

/* A card that is dead or read-only, or what stands under the record's name is none. */
static void
where_no_record_can_be_kept_memory_does_it_meanwhile(void **state)
{
        char path[200], run_dir[200];
        struct house house;

        house_open(&house, *state);
        house_run(&house, "story1", "recovery 4mi", 0);
        house_close(&house);
        snprintf(path, sizeof(path), "%s/history.sqlite", house.folder);
        snprintf(run_dir, sizeof(run_dir), "%s/run", house.folder);
        assert_int_equal(unlink(path), 0);
        assert_int_equal(mkdir(path, 0700), 0);
        assert_int_equal(mkdir(run_dir, 0700), 0);
        assert_true(pd_history_new(&house.context, &house.history) < 0);
        house.context.run_dir = run_dir;
        house.context.threaded = true;
        assert_int_equal(pd_history_new(&house.context, &house.history), 0);
        assert_int_equal(pd_history_count(house.history, "anna"), 1);
        house_run(&house, "story2", "recovery 5mi", 2 * PD_HOUR);
        assert_int_equal(pd_history_count(house.history, "anna"), 2);
        house_close(&house);
        assert_int_equal(rmdir(path), 0);
        house.context.threaded = false;
        assert_int_equal(pd_history_new(&house.context, &house.history), 0);
        assert_int_equal(pd_history_count(house.history, "anna"), 2);
        assert_int_equal(rmdir(run_dir), 0); /* nothing stays in memory then */
        house_close(&house);
}

static int
count(void *user, const char *name)
{
        (void) name;
        ++*(int *) user;
        return 0;
}

static void
a_guest_leaves_nothing_after_a_day(void **state)
{
        struct house house;
        pd_usec oldest;
        int traces = 0;

        house_open(&house, *state);
        strcpy(house.athletes[0].id, "anna"); /* the purge asks nobody who a guest is */
        house_run(&house, "story1", "recovery 4mi", 0);
        house_run(&house, "story1", "recovery 4mi", 30 * PD_HOUR);
        assert_int_equal(pd_history_purge(house.history, "anna", HOUSE_STARTED, &oldest), 0);
        assert_true(oldest >= HOUSE_STARTED && oldest < HOUSE_STARTED + PD_MINUTE);
        assert_int_equal(pd_history_purge(house.history, "anna", HOUSE_STARTED + 24 * PD_HOUR, &oldest), 1);
        assert_true(oldest >= HOUSE_STARTED + 30 * PD_HOUR && oldest < HOUSE_STARTED + 31 * PD_HOUR);
        assert_int_equal(pd_history_count(house.history, "anna"), 1);
        assert_int_equal(pd_archive_sessions(house.folder, "anna", count, &traces), 0);
        assert_int_equal(traces, 1);
        house_close(&house);
}

static void
who_is_forgotten_leaves_neither_traces_nor_record(void **state)
{
        struct house house;
        char path[256];
        int traces = 0;

        house_open(&house, *state);
        house_run(&house, "story1", "recovery 4mi", 0);
        snprintf(path, sizeof(path), "%s/traces/anna/.20261122T101503Z.trace.next", house.folder);
        fclose(fopen(path, "we")); /* the power went while it was written */
        snprintf(path, sizeof(path), "%s/history.sqlite.damaged", house.folder);
        fclose(fopen(path, "we"));
        house.runs = true;
        assert_int_equal(pd_history_forget(house.history, "anna"), -EBUSY);
        house.runs = false;
        assert_int_equal(pd_history_forget(house.history, "anna"), 0);
        assert_int_equal(pd_history_count(house.history, "anna"), 0);
        assert_int_equal(pd_archive_athletes(house.folder, count, &traces), 0);
        assert_int_equal(traces, 0);
        assert_int_equal(access(path, F_OK), -1);
        snprintf(path, sizeof(path), "%s/traces/anna", house.folder);
        assert_int_equal(access(path, F_OK), -1);
        house_close(&house);
        house_open(&house, *state);
        assert_int_equal(pd_history_count(house.history, "anna"), 0);
        house_close(&house);
}

static struct {
        int calls;
        int32_t sessions;
} asked;

static void
ask_the_record(void *user, const char *athlete)
{
        struct house *house = user;

        asked.calls++;
        asked.sessions += pd_history_count(house->history, athlete);
}

/* A week that is told then would tell of her. */
static void
who_hears_that_she_is_forgotten_finds_nothing_of_hers(void **state)
{
        struct house house;

        memset(&asked, 0, sizeof(asked));
        house_open(&house, *state);
        house_run(&house, "story1", "recovery 4mi", 0);
        house_close(&house);
        house.context.threaded = true;
        house.context.forget = ask_the_record;
        assert_int_equal(pd_history_new(&house.context, &house.history), 0);
        assert_int_equal(pd_history_count(house.history, "anna"), 1);
        assert_int_equal(pd_history_forget(house.history, "anna"), 0);
        assert_int_equal(asked.calls, 1);
        assert_int_equal(asked.sessions, 0);
        house_close(&house);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_set_up, scratch_tear_down)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(sessions_are_on_record_as_they_were_judged),
                TEST(a_record_that_was_lost_is_made_again_from_the_traces),
                TEST(the_summary_that_was_published_can_be_published_again),
                TEST(only_what_was_mended_is_published_again_at_a_start),
                TEST(what_a_thread_writes_is_there_for_the_next_question),
                TEST(a_second_word_builds_on_the_first_one_though_the_card_is_slow),
                TEST(a_session_stays_on_its_day_when_it_is_rated),
                TEST(what_the_recovery_finds_comes_on_record_if_it_is_younger),
                TEST(what_was_mended_before_the_last_session_is_published_again_in_its_order),
                TEST(where_no_record_can_be_kept_memory_does_it_meanwhile),
                TEST(a_guest_leaves_nothing_after_a_day),
                TEST(who_is_forgotten_leaves_neither_traces_nor_record),
                TEST(who_hears_that_she_is_forgotten_finds_nothing_of_hers),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
