/* SPDX-License-Identifier: MIT */
/* The last word on an athlete, from what the daemon says one after the other. */
#include "ctl/watched.h"

#include "support/cm.h"

#include <string.h>

static struct pd_watched watched;

static int
begin(void **state)
{
        (void) state;
        pd_watched_init(&watched, "anna");
        return 0;
}

static void
hear(const char *kind, const char *json)
{
        pd_watched_hear(&watched, kind, json, 10 * PD_SEC);
}

static void
at_first_nothing_is_known(void **state)
{
        (void) state;
        assert_string_equal(watched.state, "idle");
        assert_false(pd_watched_runs(&watched));
        assert_int_equal(watched.t_s, PD_UNKNOWN);
        assert_int_equal(watched.hr_bpm, PD_UNKNOWN);
}

static void
null_is_unknown_again(void **state)
{
        (void) state;
        hear("live", "{\"t_s\":5,\"hr_bpm\":140,\"pace\":\"9:00\",\"step_index\":2}");
        assert_int_equal(watched.hr_bpm, 140);
        assert_string_equal(watched.pace, "9:00");
        hear("live", "{\"t_s\":6,\"hr_bpm\":null,\"pace\":null,\"step_index\":null}");
        assert_int_equal(watched.hr_bpm, PD_UNKNOWN);
        assert_string_equal(watched.pace, "");
        assert_int_equal(watched.step_index, PD_UNKNOWN);
}

static void
a_session_that_ends_takes_its_numbers_along_and_leaves_its_sentence(void **state)
{
        (void) state;
        hear("session", "{\"state\":\"running\"}");
        assert_true(pd_watched_runs(&watched));
        hear("live", "{\"t_s\":5,\"hr_bpm\":140}");
        hear("alert", "{\"say\":\"Done.\",\"message\":\"All done\",\"t_s\":5}");
        hear("session", "{\"state\":\"paused\"}");
        assert_int_equal(watched.hr_bpm, 140);
        hear("session", "{\"state\":\"armed\"}");
        assert_false(pd_watched_runs(&watched));
        assert_int_equal(watched.hr_bpm, PD_UNKNOWN);
        assert_string_equal(watched.say, "Done.");
}

static void
only_a_final_summary_is_shown_and_until_the_next_run(void **state)
{
        (void) state;
        hear("summary", "{\"final\":false,\"sentence\":\"So far.\"}");
        assert_string_equal(watched.summary.sentence, "");
        hear("summary", "{\"final\":true,\"sentence\":\"Done as meant.\",\"moving_s\":60}");
        assert_string_equal(watched.summary.sentence, "Done as meant.");
        hear("session", "{\"state\":\"running\"}");
        assert_string_equal(watched.summary.sentence, "");
}

static void
a_coach_that_is_silent_is_so_until_a_session_says_otherwise(void **state)
{
        (void) state;
        assert_false(watched.muted);
        hear("session", "{\"state\":\"running\",\"muted\":true,\"muted_until\":null}");
        assert_true(watched.muted);
        hear("session", "{\"state\":\"running\",\"muted\":false,\"muted_until\":null}");
        assert_false(watched.muted);
}

static void
an_age_is_of_the_session_where_both_ends_have_its_time(void **state)
{
        (void) state;
        hear("alert", "{\"say\":\"Ease off.\",\"t_s\":100}");
        assert_int_equal(pd_watched_age(&watched, 25 * PD_SEC), 15);
        hear("live", "{\"t_s\":220}");
        assert_int_equal(pd_watched_age(&watched, 25 * PD_SEC), 120);
        hear("live", "{\"t_s\":99}");
        assert_int_equal(pd_watched_age(&watched, 25 * PD_SEC), 0);
}

static void
a_sensor_is_known_by_its_address(void **state)
{
        (void) state;
        hear("sensor/C0:00:00:00:00:01", "{\"name\":\"Polar\",\"kind\":\"heart_rate\",\"connected\":true,\"battery\":80}");
        hear("sensor/C0:00:00:00:00:02", "{\"name\":null,\"kind\":null,\"connected\":false,\"battery\":null}");
        hear("sensor/C0:00:00:00:00:01", "{\"name\":\"Polar\",\"kind\":\"heart_rate\",\"connected\":false,\"battery\":79}");
        assert_int_equal(watched.n_sensors, 2);
        assert_false(watched.sensors[0].connected);
        assert_int_equal(watched.sensors[0].battery_percent, 79);
        assert_int_equal(watched.sensors[1].battery_percent, PD_UNKNOWN);
        for (char c = '3'; c <= '9'; c++) {
                char kind[] = "sensor/C0:00:00:00:00:0x";
                kind[sizeof(kind) - 2] = c;
                hear(kind, "{}");
        }
        assert_int_equal(watched.n_sensors, PD_WATCHED_SENSORS_MAX);
}

static void
a_plan_names_its_workout(void **state)
{
        (void) state;
        hear("plan", "{\"goal\":\"5 km\",\"workout\":{\"id\":\"a\",\"title\":\"easy 45m\"},\"next\":null}");
        assert_string_equal(watched.workout, "easy 45m");
        hear("plan", "{\"goal\":null,\"workout\":null}");
        assert_string_equal(watched.workout, "");
        assert_string_equal(watched.goal, "");
}

static void
the_running_week_is_told_and_not_the_report_of_the_last(void **state)
{
        (void) state;
        hear("week", "{\"final\":true,\"sentence\":\"Sessions: 4 of 4. All as planned.\"}");
        assert_string_equal(watched.week, "");
        hear("week", "{\"final\":false,\"sentence\":\"No run yet this week.\"}");
        assert_string_equal(watched.week, "No run yet this week.");
}

static void
what_is_no_payload_changes_nothing_for_good(void **state)
{
        (void) state;
        hear("live", "");
        hear("alert", "[]");
        hear("nonsense", "{\"t_s\":1}");
        hear("session", "{\"state\":");
        assert_int_equal(watched.t_s, PD_UNKNOWN);
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup(at_first_nothing_is_known, begin),
                cmocka_unit_test_setup(null_is_unknown_again, begin),
                cmocka_unit_test_setup(a_session_that_ends_takes_its_numbers_along_and_leaves_its_sentence, begin),
                cmocka_unit_test_setup(only_a_final_summary_is_shown_and_until_the_next_run, begin),
                cmocka_unit_test_setup(a_coach_that_is_silent_is_so_until_a_session_says_otherwise, begin),
                cmocka_unit_test_setup(an_age_is_of_the_session_where_both_ends_have_its_time, begin),
                cmocka_unit_test_setup(a_sensor_is_known_by_its_address, begin),
                cmocka_unit_test_setup(a_plan_names_its_workout, begin),
                cmocka_unit_test_setup(the_running_week_is_told_and_not_the_report_of_the_last, begin),
                cmocka_unit_test_setup(what_is_no_payload_changes_nothing_for_good, begin),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
