/* SPDX-License-Identifier: MIT */
/* The page of a week, whole; and which parts of it have colour. */
#include "ctl/week.h"
#include "week_page.h"

#include "support/some_week.h"

static const char yaml[] = "goal: {event: Half marathon}\n"
                           "workouts: {i: {purpose: intervals, title: Five hills, steps: '15m easy, 5x (3m hard, 2m easy), 20m easy'}}\n"
                           "schedule: {tue: i, thu: easy 40m, sun: 'long: easy 80m'}\nweeks: {start: 2026-11-16, 1-8: {mon: rest}}\n";

static void
write_page(const struct pd_calendar *calendar, struct pd_reply *reply)
{
        struct pd_athlete athlete;
        struct pd_week week;

        pd_athlete_init(&athlete, "anna");
        pd_season_week(calendar, some_day("2026-11-23"), &week);
        pd_speech_week(&athlete, &week);
        pd_reply_init(reply);
        pd_week_page_write(&athlete, &week, reply);
}

static void
a_week_is_a_page(void **state)
{
        static const struct some_run runs[] = {
                {"2026-11-24", PD_PURPOSE_INTERVALS, 60, 3, 15, 9000, false, false}, {"2026-11-25", PD_PURPOSE_FREE, 40, 10, 0, 0, true,
                false},
        };
        static const char expected[] =
                "Week 2026-W48, 2026-11-23 to 2026-11-29\n"
                "  week 2 of 8: Half marathon\n"
                "\n"
                "  sessions   2 of 3\n"
                "  hard       1 of 1\n"
                "  distance   9.00 km\n"
                "             without 1 that nobody measured\n"
                "  moving     1:40:00 of 3:00:00\n"
                "  easy       72 % of the time; planned 92 %\n"
                "  grey       0:10:00\n"
                "  load       100\n"
                "  rest days  1\n"
                "\n"
                "  recovery                                             0:00:00\n"
                "  easy       ########################################  1:12:00\n"
                "  moderate   ########                                  0:13:00\n"
                "  hard       #########                                 0:15:00\n"
                "\n"
                "Still to come\n"
                "  thu  2026-11-26  easy        easy 40m\n"
                "  sun  2026-11-29  long        long: easy 1h20m\n"
                "\n"
                "Sessions: 2 of 3, 9 kilometres. All as planned so far. Next: Easy run, Thursday.\n";
        struct pd_plan *plan = some_plan(yaml);
        struct pd_past past[2];
        const struct pd_calendar calendar = {.plan = plan, .past = past, .n_past = some_pasts(runs, 2, past),
                .today = some_day("2026-11-26")};
        struct pd_reply reply;

        (void) state;
        write_page(&calendar, &reply);
        assert_string_equal(pd_reply_text(&reply), expected);
        assert_int_equal(strncmp(pd_reply_json(&reply), "{\"id\":\"2026-W48\",", 17), 0);
        pd_reply_clear(&reply);
        pd_plan_yaml_free(plan);
}

static void
a_week_of_nothing_is_a_short_page(void **state)
{
        const struct pd_calendar calendar = {.today = some_day("2026-11-30")};
        struct pd_reply reply;

        (void) state;
        write_page(&calendar, &reply);
        assert_string_equal(pd_reply_text(&reply), "Week 2026-W48, 2026-11-23 to 2026-11-29, over\n\n  sessions   0\n  hard       0\n"
                "  distance   0.00 km\n  moving     0:00:00\n  rest days  7\n\nNo run this week.\n");
        pd_reply_clear(&reply);
}

static void
bars_have_the_colour_of_their_class(void **state)
{
        static const struct {
                const char *line, *style;
                size_t begin, length;
        } rows[] = {
                {"  easy       #####    1:12:00\n", "32", 13, 5}, {"  recovery   #    0:00:10\n", "36", 13, 1},
                {"  moderate   ########\n", "33", 13, 8}, {"  hard       ##\n", "31", 13, 2}, {"  hard       1 of 1\n", NULL, 0, 0},
                {"  moderate                0:00:00\n", NULL, 0, 0}, {"  luck       ###\n", NULL, 0, 0}, {"", NULL, 0, 0},
                {"Still to come\n  hard ##\n", NULL, 0, 0}, {"  far_too_long_a_word_for_a_class ###\n", NULL, 0, 0},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                size_t begin = 0, length = 0;
                const char *style = pd_week_bar(rows[i].line, &begin, &length);

                if (rows[i].style == NULL)
                        assert_null(style);
                else
                        assert_string_equal(style, rows[i].style);
                assert_int_equal(begin, rows[i].begin);
                assert_int_equal(length, rows[i].length);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_week_is_a_page),
                cmocka_unit_test(a_week_of_nothing_is_a_short_page),
                cmocka_unit_test(bars_have_the_colour_of_their_class),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
