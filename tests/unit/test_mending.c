/* SPDX-License-Identifier: MIT */
/* What is asked of sessions that are over, by order, as the desk hands it over. */
#include "mending.h"

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

static const struct pd_summary *
last_published(const struct house *house, const char *athlete)
{
        for (size_t i = house->n_published; i > 0; i--)
                if (strcmp(house->published[i - 1].athlete, athlete) == 0)
                        return &house->published[i - 1].summary;
        fail_msg("nothing was published for %s", athlete);
        return NULL;
}

static bool
has_trace(const struct house *house, const char *athlete, const char *rest)
{
        char path[256];

        snprintf(path, sizeof(path), "%s/traces/%s/%s", house->folder, athlete, rest);
        return access(path, F_OK) == 0;
}

/* ---- join ----------------------------------------------------------------------------- */

static void
a_cafe_of_forty_minutes_and_join_make_one_session(void **state)
{
        struct pd_reply reply = {0};
        struct pd_record record;
        const struct pd_summary *one;
        struct house house;

        house_open(&house, *state);
        assert_int_equal(house_run(&house, "story6_long", "10km easy", 0), 2);
        assert_int_equal(pd_history_count(house.history, "anna"), 2);
        house_ask(&house, "join", &reply);
        assert_int_equal(reply.result, 0);

        one = last_published(&house, "anna");
        assert_string_equal(house.published[house.n_published - 1].session, FIRST);
        assert_int_equal(one->revision, 2);
        assert_in_range(one->moving_s, 64 * 60 + 6 - 15, 64 * 60 + 6 + 15);
        assert_in_range(one->distance_m, 9950, 10050);
        assert_in_range(one->duration_s, 106 * 60 + 15, 106 * 60 + 25);
        assert_int_equal(one->purpose_result, PD_PURPOSE_RESULT_MET);
        assert_int_equal(one->verdict, PD_VERDICT_TRAINING);

        assert_int_equal(pd_history_count(house.history, "anna"), 1);
        assert_int_equal(pd_store_last(pd_history_store(house.history), "anna", &record, NULL), 0);
        assert_string_equal(record.past.id, FIRST);
        assert_int_equal(record.past.moving_s, one->moving_s);
        assert_int_equal(pd_store_get(pd_history_store(house.history), "anna", "20261122T113503Z", &record, NULL), 0);
        assert_int_equal(record.fate, PD_FATE_JOINED);
        assert_string_equal(record.joined_into, FIRST);
        assert_true(has_trace(&house, "anna", FIRST ".trace"));
        assert_true(has_trace(&house, "anna", "20261122T113503Z.trace.joined"));
        assert_false(has_trace(&house, "anna", "20261122T113503Z.trace"));
        pd_reply_clear(&reply);
        house_close(&house);
}

/* What was joined is the trace's word, too: nothing of it is in the record alone. */
static void
joined_sessions_stay_joined_when_the_record_is_lost(void **state)
{
        struct pd_reply reply = {0};
        struct pd_past past[3];
        struct house house;
        char path[256];

        house_open(&house, *state);
        house_run(&house, "story6_long", "10km easy", 0);
        house_ask(&house, "join", &reply);
        house_close(&house);
        snprintf(path, sizeof(path), "%s/history.sqlite", house.folder);
        assert_int_equal(unlink(path), 0);
        house_open(&house, *state);
        assert_int_equal(pd_history_list(house.history, "anna", PD_DAY_NONE, PD_DAY_NONE, 3, past), 1);
        assert_string_equal(past[0].id, FIRST);
        assert_in_range(past[0].moving_s, 64 * 60 + 6 - 15, 64 * 60 + 6 + 15);
        pd_reply_clear(&reply);
        house_close(&house);
}

static void
sessions_that_are_far_apart_are_not_joined(void **state)
{
        struct pd_reply reply = {0};
        struct house house;

        house_open(&house, *state);
        house_ask(&house, "join", &reply);
        assert_int_equal(reply.result, -ENOENT);
        house_run(&house, "story1", "recovery 4mi", 0);
        house_ask(&house, "join", &reply);
        assert_int_equal(reply.result, -ENOENT);
        house_run(&house, "story1", "recovery 4mi", 8 * PD_HOUR);
        house_ask(&house, "join", &reply);
        assert_int_equal(reply.result, -ERANGE);
        house.runs = true;
        house_ask(&house, "join", &reply);
        assert_int_equal(reply.result, -EBUSY);
        assert_int_equal(house.n_published, 0);
        assert_int_equal(pd_history_count(house.history, "anna"), 2);
        pd_reply_clear(&reply);
        house_close(&house);
}

/* ---- assign ------------------------------------------------------------------------------ */

static void
an_assigned_session_is_judged_by_whoever_ran_it(void **state)
{
        struct pd_reply reply = {0};
        struct pd_record record;
        struct house house;

        house_open(&house, *state);
        strcpy(house.workout, "30m easy");
        house_run(&house, "story1", "recovery 4mi", 0);
        house_ask(&house, "assign last ben", &reply);
        assert_int_equal(reply.result, 0);

        assert_int_equal(pd_history_count(house.history, "anna"), 0);
        assert_int_equal(pd_store_last(pd_history_store(house.history), "ben", &record, NULL), 0);
        assert_string_equal(record.past.id, FIRST);
        assert_int_equal(record.revision, 2);
        assert_int_equal(record.past.purpose, PD_PURPOSE_EASY); /* his day's, not hers */
        assert_int_equal(record.past.result, PD_PURPOSE_RESULT_MISSED); /* 137 bpm are hard for him */
        assert_true(record.past.seconds[PD_INTENSITY_HARD] > 1800);
        assert_true(has_trace(&house, "ben", FIRST ".trace"));
        assert_false(has_trace(&house, "anna", FIRST ".trace"));

        assert_int_equal(last_published(&house, "ben")->revision, 2);
        assert_int_equal(last_published(&house, "anna")->verdict, PD_VERDICT_UNKNOWN);
        assert_string_equal(last_published(&house, "anna")->reason, "discarded");
        house_ask(&house, "assign " FIRST " ben", &reply);
        assert_int_equal(reply.result, -ENOENT);
        pd_reply_clear(&reply);
        house_close(&house);
}

static void
nobody_is_given_a_session_twice_or_to_nobody(void **state)
{
        static const struct {
                const char *words;
                int result;
        } cases[] = {
                {"assign", -EINVAL}, {"assign last", -EINVAL}, {"assign last carla", -ENOENT}, {"assign last anna", -ENOENT},
                {"assign 20200101T000000Z ben", -ENOENT},
        };
        struct pd_reply reply = {0};
        struct house house;

        house_open(&house, *state);
        house_run(&house, "story1", "recovery 4mi", 0);
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                house_ask(&house, cases[i].words, &reply);
                assert_int_equal(reply.result, cases[i].result);
        }
        assert_int_equal(pd_history_count(house.history, "anna"), 1);
        pd_reply_clear(&reply);
        house_close(&house);
}

/* ---- a word afterwards -------------------------------------------------------------------- */

static void
a_rating_and_a_remark_make_revisions_of_the_same_session(void **state)
{
        struct pd_reply reply = {0};
        struct pd_record record;
        struct house house;
        size_t size;
        char *trace;

        house_open(&house, *state);
        house_run(&house, "story1", "recovery 4mi", 0);
        house_ask(&house, "rpe 4", &reply);
        assert_int_equal(reply.result, 0);
        assert_int_equal(last_published(&house, "anna")->rpe, 4);
        assert_int_equal(last_published(&house, "anna")->revision, 2);
        assert_int_equal(last_published(&house, "anna")->verdict, PD_VERDICT_TRAINING); /* nothing else has changed */
        house_ask(&house, "note cold feet", &reply);
        assert_int_equal(last_published(&house, "anna")->revision, 3);
        assert_int_equal(pd_store_last(pd_history_store(house.history), "anna", &record, NULL), 0);
        assert_int_equal(record.past.rpe, 4);
        assert_string_equal(record.note, "cold feet");
        assert_int_equal(pd_archive_read(house.folder, "anna", FIRST, &trace, &size), 0);
        assert_non_null(memmem(trace, size, "\"rpe\":4", 7));
        assert_non_null(memmem(trace, size, "\"note\":\"cold feet\"", 18));
        free(trace);
        pd_reply_clear(&reply);
        house_close(&house);
}

static void
a_session_of_another_day_is_left_as_it_is(void **state)
{
        static const char *const words[] = {"rpe 4", "note cold", "discard", "free"};
        struct pd_reply reply = {0};
        struct house house;

        house_open(&house, *state);
        house_ask(&house, "rpe 4", &reply);
        assert_int_equal(reply.result, -ESRCH);
        house_run(&house, "story1", "recovery 4mi", 0);
        house.now.real = HOUSE_STARTED + 24 * PD_HOUR;
        for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
                house_ask(&house, words[i], &reply);
                assert_int_equal(reply.result, -ESRCH);
        }
        assert_int_equal(house.n_published, 0);
        /* A run in the evening is today's until three in the night. */
        house.athletes[0].day_starts = 180;
        house.now.real = HOUSE_STARTED + 16 * PD_HOUR;
        house_ask(&house, "rpe 4", &reply);
        assert_int_equal(reply.result, 0);
        pd_reply_clear(&reply);
        house_close(&house);
}

static void
what_is_discarded_afterwards_counts_for_nothing(void **state)
{
        struct pd_reply reply = {0};
        struct house house;

        house_open(&house, *state);
        house_run(&house, "story1", "recovery 4mi", 0);
        house_ask(&house, "discard", &reply);
        assert_int_equal(reply.result, 0);
        assert_int_equal(pd_store_count(pd_history_store(house.history), "anna"), 0);
        assert_true(has_trace(&house, "anna", FIRST ".trace.discarded"));
        assert_int_equal(last_published(&house, "anna")->verdict, PD_VERDICT_UNKNOWN);
        assert_string_equal(last_published(&house, "anna")->reason, "discarded");
        pd_reply_clear(&reply);
        house_close(&house);
}

static void
what_is_declared_free_afterwards_was_exercise(void **state)
{
        struct pd_reply reply = {0};
        struct pd_record record;
        struct house house;

        house_open(&house, *state);
        house_run(&house, "story1", "recovery 4mi", 0);
        house_ask(&house, "rpe 4", &reply);
        house_ask(&house, "free", &reply);
        assert_int_equal(reply.result, 0);
        assert_int_equal(pd_store_last(pd_history_store(house.history), "anna", &record, NULL), 0);
        assert_int_equal(record.past.result, PD_PURPOSE_RESULT_FREE);
        assert_int_equal(record.past.verdict, PD_VERDICT_EXERCISING);
        assert_int_equal(record.past.rpe, 4);
        assert_int_equal(record.revision, 3);
        assert_string_equal(last_published(&house, "anna")->reason, "declared_free");
        pd_reply_clear(&reply);
        house_close(&house);
}

static void
what_is_mended_keeps_the_anchors_that_it_was_judged_by(void **state)
{
        static const char *const orders[] = {"rpe 4", "free"};
        struct pd_reply reply = {0};
        struct house house;
        uint32_t then;

        house_open(&house, *state);
        then = pd_athlete_anchors_version(&house.athletes[0]);
        house_run(&house, "story1", "recovery 4mi", 0);
        house.athletes[0].lt1_hr.value += 4;
        for (size_t i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
                house_ask(&house, orders[i], &reply);
                assert_int_equal(reply.result, 0);
                assert_int_equal(last_published(&house, "anna")->proof.anchors, then);
        }
        assert_int_not_equal(pd_athlete_anchors_version(&house.athletes[0]), then);
        pd_reply_clear(&reply);
        house_close(&house);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_set_up, scratch_tear_down)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                TEST(a_cafe_of_forty_minutes_and_join_make_one_session),
                TEST(joined_sessions_stay_joined_when_the_record_is_lost),
                TEST(sessions_that_are_far_apart_are_not_joined),
                TEST(an_assigned_session_is_judged_by_whoever_ran_it),
                TEST(nobody_is_given_a_session_twice_or_to_nobody),
                TEST(a_rating_and_a_remark_make_revisions_of_the_same_session),
                TEST(a_session_of_another_day_is_left_as_it_is),
                TEST(what_is_discarded_afterwards_counts_for_nothing),
                TEST(what_is_declared_free_afterwards_was_exercise),
                TEST(what_is_mended_keeps_the_anchors_that_it_was_judged_by),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
