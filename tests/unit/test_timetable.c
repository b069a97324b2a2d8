/* SPDX-License-Identifier: MIT */
/* A calendar as a page, with what life and running made of it. */
#include "timetable.h"

#include "formats/plan_yaml.h"

#include "support/cm.h"

#include <string.h>

static const char yaml[] =
        "goal:\n  event: Half marathon\n"
        "week:\n  sessions: 3\n"
        "workouts:\n  intervals:\n    why: To run faster for longer.\n    steps: 15m easy, 6x (3m hard, 2m easy), 10m easy\n"
        "schedule:\n  tuesday: intervals\n  thursday: easy 45m\n  saturday: rest\n";

struct desk {
        struct pd_plan *plan;
        struct pd_life life;
        struct pd_past past;
        struct pd_calendar calendar;
        struct pd_reply reply;
};

static pd_day
november(int32_t day)
{
        return pd_day_of_date(2026, 11, day);
}

static int
set_up(void **state)
{
        static struct desk desk;
        struct pd_plan_faults faults;

        memset(&desk, 0, sizeof(desk));
        assert_int_equal(pd_plan_yaml_read(yaml, sizeof(yaml) - 1, &desk.plan, &faults), 0);
        desk.past = (struct pd_past) {.id = "a", .day = november(24), .purpose = PD_PURPOSE_INTERVALS, .distance_m = 9340,
                .trimp_tenths = 826};
        desk.life = (struct pd_life) {.n = 1, .entries = {{.kind = PD_LIFE_SKIP, .from = november(26), .to = november(26)}}};
        desk.calendar = (struct pd_calendar) {.plan = desk.plan, .today = november(25)};
        pd_reply_init(&desk.reply);
        *state = &desk;
        return 0;
}

static int
take_down(void **state)
{
        struct desk *desk = *state;

        pd_plan_yaml_free(desk->plan);
        pd_reply_clear(&desk->reply);
        return 0;
}

static void
write_page(struct desk *desk, int32_t day, int32_t weeks)
{
        const struct pd_timetable page = {.calendar = &desk->calendar, .day = november(day), .weeks = weeks};

        pd_reply_clear(&desk->reply);
        pd_timetable_write(&page, &desk->reply);
}

static void
a_week_is_a_table(void **state)
{
        struct desk *desk = *state;

        write_page(desk, 27, 1);
        assert_string_equal(pd_reply_text(&desk->reply), "Week from 2026-11-23\n"
                "  mon  2026-11-23  -\n"
                "  tue  2026-11-24  intervals  55 min  15m easy, 6x (3m hard, 2m easy), 10m easy\n"
                "  wed  2026-11-25  -  < today\n"
                "  thu  2026-11-26  easy       45 min  easy 45m\n"
                "  fri  2026-11-27  -\n"
                "  sat  2026-11-28  rest\n"
                "  sun  2026-11-29  -\n"
                "  planned: 2 sessions, 1 hard, about 1:40 h\n"
                "  aims: 3 sessions\n");
}

static void
what_was_run_and_what_was_called_off_stand_in_it(void **state)
{
        struct desk *desk = *state;

        desk->calendar.life = &desk->life;
        desk->calendar.past = &desk->past;
        desk->calendar.n_past = 1;
        write_page(desk, 25, 1);
        assert_non_null(strstr(pd_reply_text(&desk->reply), "10m easy  (done)\n"));
        assert_non_null(strstr(pd_reply_text(&desk->reply), "2026-11-26  -  (skipped)\n"));
        assert_non_null(strstr(pd_reply_text(&desk->reply), "  done: 1 session, 1 hard, 9.3 km, load 83\n"));
        assert_non_null(strstr(pd_reply_json(&desk->reply), "\"change\":\"skipped\",\"done\":false"));
}

static void
a_day_says_what_for_and_what_may_be_done_about_it(void **state)
{
        struct desk *desk = *state;

        write_page(desk, 24, 0);
        assert_string_equal(pd_reply_text(&desk->reply), "Tuesday 2026-11-24  (Half marathon)\n"
                "  intervals  15m easy, 6x (3m hard, 2m easy), 10m easy\n"
                "  To run faster for longer.\n");
        write_page(desk, 25, 0);
        assert_non_null(strstr(pd_reply_text(&desk->reply), "  Nothing is planned: free.\n"));
        assert_non_null(strstr(pd_reply_text(&desk->reply), "    purposectl swap 2026-11-24 2026-11-25\n"));
        assert_non_null(strstr(pd_reply_json(&desk->reply), "\"command\":\"swap 2026-11-24 2026-11-25\""));
}

static void
without_a_plan_every_day_is_free(void **state)
{
        struct desk *desk = *state;

        desk->calendar.plan = NULL;
        write_page(desk, 25, 0);
        assert_string_equal(pd_reply_text(&desk->reply), "Wednesday 2026-11-25\n  Nothing is planned: free.\n");
        write_page(desk, 25, 60);
        assert_int_equal(desk->reply.result, 0);
        assert_non_null(strstr(pd_reply_text(&desk->reply), "\n\nWeek from 2026-11-30\n"));
}

int
main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, take_down)
        static const struct CMUnitTest tests[] = {
                TEST(a_week_is_a_table),
                TEST(what_was_run_and_what_was_called_off_stand_in_it),
                TEST(a_day_says_what_for_and_what_may_be_done_about_it),
                TEST(without_a_plan_every_day_is_free),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
