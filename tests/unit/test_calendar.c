/* SPDX-License-Identifier: MIT */
/* What a day asks for once life has come between. 2026-11-23 is a Monday. */
#include "core/plan/calendar.h"
#include "formats/workout_text.h"

#include "support/some_plan.h"

#include <errno.h>

static const char yaml[] = "goal: {event: 10 km, why: For the view.}\n"
                           "workouts:\n"
                           "  i: {purpose: intervals, why: For speed., steps: '15m easy, 5x (3m hard, 2m easy), 10m easy'}\n"
                           "  t: {purpose: threshold, steps: 'hard 20m'}\n"
                           "  m: {purpose: intervals, steps: '2km easy, 4x (1km hard, 2m easy)'}\n"
                           "  k: {purpose: tempo, steps: '10km moderate'}\n"
                           "  o: {purpose: tempo, steps: '10m easy, moderate'}\n"
                           "  l: {purpose: long, steps: easy 90m}\n"
                           "  v: {purpose: long, steps: easy 1h40m}\n"
                           "  w: {purpose: long, steps: easy 2h}\n"
                           "  y: {purpose: cross, title: Yoga}\n"
                           "schedule: {mon: rest, tue: i, wed: easy 45m, thu: t, sat: y, sun: l}\n";

struct order {
        enum pd_command_verb verb;
        const char *words;
};

struct asked {
        const char *day;
        enum pd_purpose purpose;
        enum pd_calendar_change change;
        const char *text;
};

static void
add_orders(struct pd_life *life, const struct order *orders, size_t n, const char *today)
{
        for (size_t i = 0; i < n && orders[i].words != NULL; i++) {
                char error[PD_SENTENCE_SIZE];
                struct pd_life_entry entry;

                if (pd_life_order(orders[i].verb, orders[i].words, some_day(today), &entry, error) < 0)
                        fail_msg("%s", error);
                assert_int_equal(pd_life_add(life, &entry, some_day(today)), 0);
        }
}

static void
life_is_laid_over_the_plan_in_the_order_of_its_orders(void **state)
{
        static const struct {
                struct order orders[4];
                struct asked asked[3];
        } rows[] = {
                {{{0}}, {{"2026-11-24", PD_PURPOSE_INTERVALS, PD_CALENDAR_AS_PLANNED, "15m easy, 5x (3m hard, 2m easy), 10m easy"},
                         {"2026-11-23", PD_PURPOSE_REST, PD_CALENDAR_AS_PLANNED, ""},
                         {"2026-11-27", PD_PURPOSE_NONE, PD_CALENDAR_AS_PLANNED, ""}}},
                {{{PD_COMMAND_SWAP, "2026-11-25 2026-11-26"}},
                 {{"2026-11-25", PD_PURPOSE_THRESHOLD, PD_CALENDAR_SWAPPED, "hard 20m"},
                  {"2026-11-26", PD_PURPOSE_EASY, PD_CALENDAR_SWAPPED, "easy 45m"},
                  {"2026-12-03", PD_PURPOSE_THRESHOLD, PD_CALENDAR_AS_PLANNED, "hard 20m"}}},
                /* thu -> fri, then fri -> sun: thu's threshold is on Sunday, sun's long run on Friday */
                {{{PD_COMMAND_SWAP, "2026-11-26 2026-11-27"}, {PD_COMMAND_SWAP, "2026-11-27 2026-11-29"}},
                 {{"2026-11-29", PD_PURPOSE_THRESHOLD, PD_CALENDAR_SWAPPED, "hard 20m"},
                  {"2026-11-27", PD_PURPOSE_LONG, PD_CALENDAR_SWAPPED, "easy 90m"},
                  {"2026-11-26", PD_PURPOSE_NONE, PD_CALENDAR_SWAPPED, ""}}},
                /* twice the same is as it was */
                {{{PD_COMMAND_SWAP, "2026-11-25 2026-11-26"}, {PD_COMMAND_SWAP, "2026-11-26 2026-11-25"}},
                 {{"2026-11-25", PD_PURPOSE_EASY, PD_CALENDAR_AS_PLANNED, "easy 45m"}}},
                /* made easier, then moved: it stays easy where it goes */
                {{{PD_COMMAND_EASIER, "2026-11-26"}, {PD_COMMAND_SWAP, "2026-11-26 2026-11-27"}},
                 {{"2026-11-27", PD_PURPOSE_EASY, PD_CALENDAR_EASIER, "easy 20m"}}},
                {{{PD_COMMAND_EASIER, "2026-11-25"}}, {{"2026-11-25", PD_PURPOSE_EASY, PD_CALENDAR_AS_PLANNED, "easy 45m"}}},
                {{{PD_COMMAND_EASIER, "2026-11-28"}}, {{"2026-11-28", PD_PURPOSE_CROSS, PD_CALENDAR_AS_PLANNED, ""}}},
                {{{PD_COMMAND_SKIP_DAY, "2026-11-26"}}, {{"2026-11-26", PD_PURPOSE_NONE, PD_CALENDAR_SKIPPED, ""}}},
                {{{PD_COMMAND_SKIP_DAY, "2026-11-26"}, {PD_COMMAND_WORKOUT, "2026-11-26 l"}},
                 {{"2026-11-26", PD_PURPOSE_LONG, PD_CALENDAR_CHOSEN, "easy 90m"}}},
                {{{PD_COMMAND_WORKOUT, "2026-11-26 l"}, {PD_COMMAND_SKIP_DAY, "2026-11-26"}},
                 {{"2026-11-26", PD_PURPOSE_NONE, PD_CALENDAR_SKIPPED, ""}}},
                /* a workout that the plan no longer has */
                {{{PD_COMMAND_WORKOUT, "2026-11-26 gone"}}, {{"2026-11-26", PD_PURPOSE_THRESHOLD, PD_CALENDAR_AS_PLANNED, "hard 20m"}}},
                {{{PD_COMMAND_AWAY, "ill 2026-11-24 2026-11-25"}, {PD_COMMAND_WORKOUT, "2026-11-25 l"}},
                 {{"2026-11-24", PD_PURPOSE_NONE, PD_CALENDAR_AWAY, ""},
                  {"2026-11-25", PD_PURPOSE_NONE, PD_CALENDAR_AWAY, ""},
                  {"2026-11-26", PD_PURPOSE_THRESHOLD, PD_CALENDAR_AS_PLANNED, "hard 20m"}}},
        };
        struct pd_plan *plan = some_plan(yaml);

        (void) state;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
                struct pd_life life = {.n = 0};
                const struct pd_calendar calendar = {.plan = plan, .life = &life, .today = some_day("2026-11-23")};

                add_orders(&life, rows[i].orders, 4, "2026-11-23");
                for (size_t k = 0; k < 3 && rows[i].asked[k].day != NULL; k++) {
                        const struct asked *const asked = &rows[i].asked[k];
                        struct pd_calendar_day day;

                        pd_calendar_day(&calendar, some_day(asked->day), &day);
                        if (day.purpose != asked->purpose || day.change != asked->change)
                                fail_msg("row %zu, %s: %s, %s", i, asked->day, pd_purpose_name(day.purpose),
                                        pd_calendar_change_name(day.change));
                        assert_string_equal(pd_calendar_text(&calendar, &day), asked->text);
                }
        }
        pd_plan_yaml_free(plan);
}

static void
easier_is_as_long_as_what_it_replaces(void **state)
{
        static const struct {
                const char *id, *text;
        } rows[] = {
                {"i", "easy 50m"}, {"k", "easy 10.00km"}, {"m", "easy 45m"}, /* 6 km and 8 min: 44 min */
                {"o", "easy"}, {"l", "easy 90m"},
                {"v", "easy 1h40m"}, {"w", "easy 2h"}, /* 100m would be refused, as metres */
        };
        struct pd_plan *plan = some_plan(yaml);
        static struct pd_workout workout;
        struct pd_format_error fault;

        (void) state;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
                struct pd_life life = {.n = 2, .entries = {{.kind = PD_LIFE_WORKOUT, .from = 20782, .to = 20782},
                                                       {.kind = PD_LIFE_EASIER, .from = 20782, .to = 20782}}};
                const struct pd_calendar calendar = {.plan = plan, .life = &life, .today = 20782};
                struct pd_calendar_day day;

                memcpy(life.entries[0].workout, rows[i].id, 2);
                pd_calendar_day(&calendar, 20782, &day);
                assert_int_equal(day.purpose, PD_PURPOSE_EASY);
                assert_string_equal(pd_calendar_text(&calendar, &day), rows[i].text);
                assert_int_equal(pd_workout_text_parse(rows[i].text, strlen(rows[i].text), &workout, &fault), 0);
                assert_string_equal(day.id, "");
        }
        pd_plan_yaml_free(plan);
}

static void
a_day_says_why_in_the_plans_words(void **state)
{
        struct pd_plan *plan = some_plan(yaml);
        const struct pd_calendar calendar = {.plan = plan, .today = some_day("2026-11-24")};
        struct pd_calendar_day day;

        (void) state;
        pd_calendar_day(&calendar, some_day("2026-11-24"), &day);
        assert_string_equal(day.why, "For speed.");
        assert_string_equal(day.id, "i");
        pd_calendar_day(&calendar, some_day("2026-11-26"), &day);
        assert_string_equal(day.why, "For the view.");
        pd_calendar_day(&calendar, some_day("2026-11-23"), &day);
        assert_string_equal(day.why, ""); /* rest is not what the goal is for */
        pd_plan_yaml_free(plan);
}

static void
without_a_plan_no_day_asks_for_anything(void **state)
{
        struct pd_life life = {.n = 0};
        struct pd_past past = {.day = 20780, .purpose = PD_PURPOSE_EASY, .moving_s = 1800, .distance_m = 5000};
        const struct pd_calendar calendar = {.life = &life, .past = &past, .n_past = 1, .today = 20782};
        struct pd_calendar_week week;
        struct pd_calendar_day day;

        (void) state;
        pd_calendar_day(&calendar, 20782, &day);
        assert_int_equal(day.purpose, PD_PURPOSE_NONE);
        assert_int_equal(day.n_proposals, 0);
        assert_string_equal(pd_calendar_text(&calendar, &day), "");
        pd_calendar_week(&calendar, 20780, &week);
        assert_int_equal(week.done.sessions, 1);
        assert_int_equal(week.planned.sessions, 0);
        assert_int_equal(week.aims.sessions, PD_UNKNOWN);
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(life_is_laid_over_the_plan_in_the_order_of_its_orders),
                cmocka_unit_test(easier_is_as_long_as_what_it_replaces),
                cmocka_unit_test(a_day_says_why_in_the_plans_words),
                cmocka_unit_test(without_a_plan_no_day_asks_for_anything),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
