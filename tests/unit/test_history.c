/* SPDX-License-Identifier: MIT */
#include "history.h"

#include "formats/payload.h"
#include "journal/archive.h"
#include "support/cm.h"
#include "support/house.h"
#include "support/scratch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
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
        char path[200];
        int traces = 0;

        house_open(&house, *state);
        house_run(&house, "story1", "recovery 4mi", 0);
        house.runs = true;
        assert_int_equal(pd_history_forget(house.history, "anna"), -EBUSY);
        house.runs = false;
        assert_int_equal(pd_history_forget(house.history, "anna"), 0);
        assert_int_equal(pd_history_count(house.history, "anna"), 0);
        assert_int_equal(pd_archive_athletes(house.folder, count, &traces), 0);
        assert_int_equal(traces, 0);
        snprintf(path, sizeof(path), "%s/traces/anna", house.folder);
        assert_int_equal(access(path, F_OK), -1);
        house_close(&house);
        house_open(&house, *state);
        assert_int_equal(pd_history_count(house.history, "anna"), 0);
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
                TEST(a_guest_leaves_nothing_after_a_day),
                TEST(who_is_forgotten_leaves_neither_traces_nor_record),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
