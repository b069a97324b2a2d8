/* SPDX-License-Identifier: MIT */
/* Sessions that are over, shown: in a line, in a list, one by one. */
#include "listing.h"

#include "support/cm.h"
#include "support/house.h"
#include "support/scratch.h"

#include <errno.h>
#include <string.h>

#define FIRST "20261122T101503Z"

static void
what_is_not_known_is_a_dash_in_the_line(void **state)
{
        static const struct {
                bool imperial;
                struct pd_past past;
                const char *line;
        } rows[] = {
                {false, {.id = FIRST, .day = PD_DAY_NONE, .purpose = PD_PURPOSE_NONE, .result = PD_PURPOSE_RESULT_CANNOT_TELL,
                         .verdict = PD_VERDICT_UNKNOWN, .moving_s = PD_UNKNOWN, .distance_m = PD_UNKNOWN},
                        "no date             -         -  -          cannot tell  -           20261122T101503Z"},
                {false, {.id = FIRST, .day = 0, .purpose = PD_PURPOSE_EASY, .result = PD_PURPOSE_RESULT_MET,
                         .verdict = PD_VERDICT_TRAINING, .moving_s = 3846, .distance_m = 10019},
                        "1970-01-01   10.01 km   1:04:06  easy       met          training    20261122T101503Z"},
                {true, {.id = FIRST, .day = 0, .purpose = PD_PURPOSE_LONG, .result = PD_PURPOSE_RESULT_MISSED,
                        .verdict = PD_VERDICT_EXERCISING, .moving_s = 36000, .distance_m = 42195},
                        "1970-01-01   26.21 mi  10:00:00  long       missed       exercising  20261122T101503Z"},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_record record = {.past = rows[i].past};
                char line[PD_LISTING_LINE_SIZE];

                pd_listing_line(&record, rows[i].imperial, line);
                assert_string_equal(line, rows[i].line);
        }
}

static void
sessions_are_listed_the_last_at_the_bottom(void **state)
{
        struct pd_reply reply = {0};
        struct pd_record record;
        struct house house;

        house_open(&house, *state);
        house_ask(&house, "session", &reply);
        assert_string_equal(pd_reply_text(&reply), "No session is on record yet.");
        assert_string_equal(pd_reply_json(&reply), "[]");
        house_run(&house, "story1", "recovery 4mi", 0);
        house_run(&house, "story2", "recovery 5mi", 2 * PD_HOUR);
        house_ask(&house, "session list", &reply);
        assert_string_equal(pd_reply_text(&reply),
                "day          distance      time  purpose    result       verdict     session\n"
                "2026-11-22    4.00 mi   0:47:14  recovery   met          training    20261122T101503Z\n"
                "2026-11-22    4.99 mi   0:46:07  recovery   missed       exercising  20261122T121503Z");
        house_ask(&house, "session list 1", &reply);
        assert_null(strstr(pd_reply_text(&reply), FIRST));
        assert_int_equal(pd_store_last(pd_history_store(house.history), "anna", &record, NULL), 0);
        assert_non_null(strstr(pd_reply_json(&reply), record.sentence));
        house_ask(&house, "session list 0", &reply);
        assert_int_equal(reply.result, -EINVAL);
        pd_reply_clear(&reply);
        house_close(&house);
}

static void
a_session_is_shown_with_what_became_of_it(void **state)
{
        struct pd_reply reply = {0};
        struct pd_record record;
        struct house house;

        house_open(&house, *state);
        house_ask(&house, "session show", &reply);
        assert_int_equal(reply.result, -ENOENT);
        house.lap_at = 20 * PD_MINUTE;
        house_run(&house, "story2", "recovery 5mi", 0);
        house_ask(&house, "rpe 6", &reply);
        house_ask(&house, "session show last", &reply);
        assert_int_equal(reply.result, 0);
        assert_int_equal(pd_store_last(pd_history_store(house.history), "anna", &record, NULL), 0);
        assert_true(record.sentence[0] != '\0');
        assert_non_null(strstr(pd_reply_text(&reply), record.sentence));
        assert_non_null(strstr(pd_reply_text(&reply), "how hard     6 of 10"));
        assert_non_null(strstr(pd_reply_text(&reply), "\n  lap 1        0:20:00  2.11 mi  147 bpm"));
        assert_non_null(strstr(pd_reply_text(&reply), "\n  lap 2        0:26:07  2.88 mi  155 bpm"));
        assert_non_null(strstr(pd_reply_json(&reply), "\"laps\":[{\"lap\":1,\"start_s\":0,"));
        assert_non_null(strstr(pd_reply_json(&reply), "\"rpe\":6"));
        assert_non_null(strstr(pd_reply_text(&reply), "\n  load         "));
        assert_non_null(strstr(pd_reply_text(&reply), " TRIMP\n"));
        house_ask(&house, "session show " FIRST, &reply);
        assert_int_equal(reply.result, 0);
        house_ask(&house, "session show 20200101T000000Z", &reply);
        assert_int_equal(reply.result, -ENOENT);
        pd_reply_clear(&reply);
        house_close(&house);
}

static void
a_session_of_200_steps_is_shown_whole_and_stays_so_when_it_is_rated(void **state)
{
        struct pd_reply reply = {0};
        struct house house;

        house_open(&house, *state);
        house_run(&house, "story1", "100x (10s hard, 13s easy)", 0);
        house_ask(&house, "session show", &reply);
        assert_int_equal(reply.result, 0);
        assert_non_null(strstr(pd_reply_json(&reply), "\"step_index\":200,"));
        assert_non_null(strstr(pd_reply_json(&reply), "\"steps_cut\":0}"));
        house_ask(&house, "rpe 6", &reply);
        house_ask(&house, "session show", &reply);
        assert_non_null(strstr(pd_reply_json(&reply), "\"step_index\":200,"));
        assert_non_null(strstr(pd_reply_json(&reply), "\"rpe\":6"));
        pd_reply_clear(&reply);
        house_close(&house);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_set_up, scratch_tear_down)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(what_is_not_known_is_a_dash_in_the_line),
                TEST(sessions_are_listed_the_last_at_the_bottom),
                TEST(a_session_is_shown_with_what_became_of_it),
                TEST(a_session_of_200_steps_is_shown_whole_and_stays_so_when_it_is_rated),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
