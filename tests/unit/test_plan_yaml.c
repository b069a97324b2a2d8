/* SPDX-License-Identifier: MIT */
/* Plans in YAML: what they mean, and what a runner is told who has mistyped one. */
#include "formats/plan_yaml.h"

#include "support/some_plan.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#define TEXT(literal) literal, sizeof literal - 1
#define WORKOUTS "workouts:\n  easy45: easy 45m\n  intervals: 15m easy, 6x (3m hard, 2m easy)\n"

static const struct bad {
        const char *name, *yaml;
        size_t size, line, column;
        const char *text;
} bad[] = {
        {"an empty file", TEXT(""), 1, 1,
                "The file is empty: purposectl plan init writes an example."},
        {"only comments", TEXT("# nothing\n"), 1, 1,
                "The file is empty: purposectl plan init writes an example."},
        {"a list", TEXT("- easy 45m\n"), 1, 1,
                "A plan is made of goal, week, workouts, schedule and weeks, each with ':' behind it."},
        {"a sentence", TEXT("easy 45m\n"), 1, 1,
                "A plan is made of goal, week, workouts, schedule and weeks, each with ':' behind it."},
        {"a tab", TEXT("goal:\n\tevent: 5 km\n"), 2, 1,
                "A tab stands here: indent with blanks."},
        {"Latin-1", TEXT("goal: M\xfc" "nchen\n"), 1, 8,
                "This is no text: save the file as plain text in UTF-8."},
        {"a NUL", TEXT("goal: a\0b\n"), 1, 8,
                "This is no text: save the file as plain text in UTF-8."},
        {"anchor", TEXT("workouts:\n  a: &x easy 45m\n"), 2, 6,
                "A plan knows no anchors and aliases (& and *): give the workout a name under workouts, and write the name."},
        {"alias", TEXT("workouts:\n  a: *x\n"), 2, 6,
                "A plan knows no anchors and aliases (& and *): give the workout a name under workouts, and write the name."},
        {"tag", TEXT("goal: !!str 5 km\n"), 1, 7,
                "A plan knows no tags (!): put the words in quotes."},
        {"two documents", TEXT("goal: 5 km\n---\ngoal: 10 km\n"), 2, 1,
                "A file holds one plan: what stands from this line on is a second one."},
        {"deep", TEXT("goal: [[[[[[[[[1]]]]]]]]]\n"), 1, 14,
                "Nothing in a plan is nested so deep."},
        {"second colon", TEXT("schedule:\n  tuesday: tempo: 20m moderate\n"), 2, 17,
                "A line has one ':' outside of quotes: put the words in quotes, such as tuesday: \"tempo: 20m moderate\"."},
        {"indented", TEXT("schedule:\n  tuesday: rest\n    friday: rest\n"), 3, 11,
                "This line is indented further than the one before: keys of one block begin in the same column."},
        {"outdented", TEXT("schedule:\n   tuesday: rest\n  friday: rest\n"), 3, 3,
                "This line does not fit here: keys of one block begin in the same column, each followed by ':'."},
        {"no colon", TEXT("goal: 5 km\nschedule\n"), 2, 1,
                "This is no key with a value: after a key stand ':' and a blank, such as tuesday: rest."},
        {"open quotes", TEXT("goal: \"5 km\nschedule:\n  mon: rest\n"), 1, 7,
                "The quotes that open here are not closed."},
        {"open brace", TEXT("weeks:\n  1: {mon: rest\n  2: {mon: rest}\n"), 3, 4,
                "Here belongs ',' and the next key, or '}'; a value with ': ' in it stands in quotes."},
        {"at sign", TEXT("goal: @home\n"), 1, 7,
                "A value cannot begin with this sign: put the words in quotes."},
        {"percent", TEXT("workouts:\n  a: %ftp\n"), 2, 6,
                "A value cannot begin with this sign: put the words in quotes."},
        {"list on key line", TEXT("workouts: - easy\n"), 1, 11,
                "A list begins in a line of its own, under its key."},
        {"backslash", TEXT("goal: \"5 \\q km\"\n"), 1, 10,
                "A backslash means something else in double quotes: use single ones."},
        {"more than", TEXT("workouts:\n  a: > 85% LTHR\n"), 2, 6,
                "'>' and '|' begin a text of several lines: put the words in quotes, such as \"20m > 85% LTHR\"."},
        {"unknown top key", TEXT("gaol: 5 km\n"), 1, 1,
                "There is no 'gaol' in a plan; did you mean 'goal'?"},
        {"unknown top key, far", TEXT("breakfast: oats\n"), 1, 1,
                "There is no 'breakfast' in a plan; it takes goal, week, workouts, schedule and weeks."},
        {"unknown goal key", TEXT("goal:\n  evnt: 5 km\n"), 2, 3,
                "There is no 'evnt' in a goal; did you mean 'event'?"},
        {"twice", TEXT("goal: 5 km\ngoal: 10 km\n"), 2, 1,
                "'goal' stands here twice, first in line 1: keep one of them."},
        {"goal empty", TEXT("goal:\n"), 1, 6,
                "Nothing stands under 'goal'; write something such as 'event: half marathon', or leave it out."},
        {"goal list", TEXT("goal:\n  - 5 km\n"), 2, 3,
                "Under 'goal' stand lines with a key and a value, such as 'event: half marathon'."},
        {"goal date impossible", TEXT("goal:\n  date: 2027-02-29\n"), 2, 9,
                "There is no day 2027-02-29 in the calendar."},
        {"goal date in words", TEXT("goal:\n  date: next spring\n"), 2, 9,
                "'next spring' is no date: write year, month and day, such as 2026-11-25."},
        {"goal date empty", TEXT("goal:\n  event: 5 km\n  date:\n"), 3, 8,
                "Nothing stands behind 'date:'; write a value, such as 2026-11-25, or leave the line out."},
        {"event too long", TEXT("goal:\n  event: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n"), 2, 10,
                "'event' is longer than 63 bytes: say it shorter."},
        {"distance unitless", TEXT("week:\n  distance: 40\n"), 2, 13,
                "'40' is no distance: write a number and its unit, such as 40 km or 25 mi."},
        {"distance in words", TEXT("week:\n  distance: forty\n"), 2, 13,
                "'forty' is no distance: write a number and its unit, such as 40 km or 25 mi."},
        {"distance too far", TEXT("week:\n  distance: 600 km\n"), 2, 13,
                "A week's distance lies between 1 and 500 km, not at 600 km."},
        {"distance huge", TEXT("week:\n  distance: 99999999999999999999 km\n"), 2, 13,
                "'99999999999999999999 km' is no distance: write a number and its unit, such as 40 km or 25 mi."},
        {"sessions words", TEXT("week:\n  sessions: four\n"), 2, 13,
                "'sessions' takes a whole number from 0 to 21, not 'four'."},
        {"sessions too many", TEXT("week:\n  sessions: 40\n"), 2, 13,
                "'sessions' takes a whole number from 0 to 21, not '40'."},
        {"week key", TEXT("week:\n  session: 4\n"), 2, 3,
                "There is no 'session' in the week's aims; did you mean 'sessions'?"},
        {"workout name", TEXT("workouts:\n  Long Run: easy 90m\n"), 2, 3,
                "A workout's name is made of a-z, 0-9, _ and -, at most 32: 'long-run' instead of 'Long Run'."},
        {"workout named rest", TEXT("workouts:\n  rest: easy 90m\n"), 2, 3,
                "'rest' says by itself what a day is: give the workout another name."},
        {"workout empty", TEXT("workouts:\n  a:\n"), 2, 5,
                "Nothing stands under 'a'; write something such as 'steps: easy 45m', or leave it out."},
        {"workout without steps", TEXT("workouts:\n  a:\n    title: A\n"), 2, 3,
                "'a' has no steps: write what is to be run, such as 'steps: easy 45m'."},
        {"purpose without steps", TEXT("workouts:\n  a:\n    purpose: easy\n"), 2, 3,
                "'a' has no steps: write what is to be run, such as 'steps: easy 45m'."},
        {"purpose mistyped", TEXT("workouts:\n  a:\n    purpose: interval\n    steps: easy 45m\n"), 3, 14,
                "'interval' is no purpose; did you mean 'intervals'?"},
        {"purpose unknown", TEXT("workouts:\n  a:\n    purpose: fartlek\n    steps: easy 45m\n"), 3, 14,
                "'fartlek' is no purpose: write recovery, easy, long, tempo, threshold, intervals, hills, race, rest, cross or free."},
        {"key of workout", TEXT("workouts:\n  a:\n    step: easy 45m\n"), 3, 5,
                "There is no 'step' in a workout; did you mean 'steps'?"},
        {"400m plain", TEXT("workouts:\n  a: 15m easy, 6x (400m hard, 2m easy)\n"), 2, 20,
                "400m means 400 minutes; did you mean 400mtr?"},
        {"400m quoted", TEXT("workouts:\n  a: \"15m easy, 6x (400m hard, 2m easy)\"\n"), 2, 21,
                "400m means 400 minutes; did you mean 400mtr?"},
        {"400m single quoted", TEXT("workouts:\n  a: '15m easy, 6x (400m hard, 2m easy)'\n"), 2, 21,
                "400m means 400 minutes; did you mean 400mtr?"},
        {"400m escaped", TEXT("workouts:\n  a: \"\\x31\\u0035m easy, 6x (400m hard, 2m easy)\"\n"), 2, 29,
                "400m means 400 minutes; did you mean 400mtr?"},
        {"400m over two plain lines", TEXT("workouts:\n  a: 15m easy,\n    6x (400m hard, 2m easy)\n"), 3, 9,
                "400m means 400 minutes; did you mean 400mtr?"},
        {"400m in a folded block", TEXT("workouts:\n  a: >\n    15m easy,\n    6x (400m hard, 2m easy)\n"), 4, 9,
                "400m means 400 minutes; did you mean 400mtr?"},
        {"400m in a literal block", TEXT("workouts:\n  a: |\n    15m easy\n    6x (400m hard, 2m easy)\n"), 4, 9,
                "400m means 400 minutes; did you mean 400mtr?"},
        {"400m in steps with dashes",
                TEXT("workouts:\n  a: |\n    Warmup\n    - 15m easy\n\n    6x\n    - Fast 400m hard\n    - 2m easy\n"), 7, 12,
                "400m means 400 minutes; did you mean 400mtr?"},
        {"400m in a list", TEXT("workouts:\n  a:\n    steps:\n      - 15m easy\n      - 6x (400m hard, 2m easy)\n"), 5, 13,
                "400m means 400 minutes; did you mean 400mtr?"},
        {"a list in a list of steps", TEXT("workouts:\n  a:\n    steps:\n      - [15m easy]\n"), 4, 9,
                "Each item of 'steps' is a step in words, such as '- 15m easy'."},
        {"unknown id", TEXT(WORKOUTS "schedule:\n  tuesday: intervall\n"), 5, 12,
                "There is no workout 'intervall'; did you mean 'intervals'?"},
        {"unknown id, far", TEXT(WORKOUTS "schedule:\n  tuesday: swimming\n"), 5, 12,
                "There is no workout 'swimming' under workouts, nor does it read as one in words, such as easy 45m."},
        {"bad words in a day", TEXT(WORKOUTS "schedule:\n  tuesday: easy 45\n"), 5, 12,
                "There is no workout 'easy 45'; did you mean 'easy45'?"},
        {"empty day", TEXT(WORKOUTS "schedule:\n  tuesday:\n"), 5, 11,
                "Nothing stands here: write a workout, rest, or free; or leave the line out."},
        {"list in a day", TEXT(WORKOUTS "schedule:\n  tuesday: [easy45]\n"), 5, 12,
                "A day holds one workout: its name, or in words such as easy 45m."},
        {"weekday mistyped", TEXT(WORKOUTS "schedule:\n  teusday: easy45\n"), 5, 3,
                "There is no 'teusday' in the schedule; did you mean 'tuesday'?"},
        {"weekday twice", TEXT(WORKOUTS "schedule:\n  tue: easy45\n  tuesday: rest\n"), 6, 3,
                "This is tuesday again, as in line 5: keep one of them."},
        {"date impossible", TEXT(WORKOUTS "schedule:\n  2026-02-30: rest\n"), 5, 3,
                "There is no day 2026-02-30 in the calendar."},
        {"date misspelled", TEXT(WORKOUTS "schedule:\n  26-11-2026: rest\n"), 5, 3,
                "'26-11-2026' is no date: write year, month and day, such as 2026-11-25."},
        {"date twice", TEXT(WORKOUTS "schedule:\n  2026-02-28: rest\n  2026-02-28: easy45\n"), 6, 3,
                "'2026-02-28' stands here twice, first in line 5: keep one of them."},
        {"weeks without anchor", TEXT(WORKOUTS "weeks:\n  1: {tuesday: easy45}\n"), 5, 3,
                "When week 1 begins is not said: write 'start: 2026-11-30' here, or give the goal a date."},
        {"start impossible", TEXT(WORKOUTS "weeks:\n  start: 2026-11-31\n  1: {tuesday: easy45}\n"), 5, 10,
                "There is no day 2026-11-31 in the calendar."},
        {"week number", TEXT(WORKOUTS "weeks:\n  start: 2026-11-30\n  one: {tuesday: easy45}\n"), 6, 3,
                "'one' is no week: write its number, such as 3, or several, such as 1-4, up to 60; or start."},
        {"week zero", TEXT(WORKOUTS "weeks:\n  start: 2026-11-30\n  0: {tuesday: easy45}\n"), 6, 3,
                "'0' is no week: write its number, such as 3, or several, such as 1-4, up to 60; or start."},
        {"week backwards", TEXT(WORKOUTS "weeks:\n  start: 2026-11-30\n  4-2: {tuesday: easy45}\n"), 6, 3,
                "'4-2' is no week: write its number, such as 3, or several, such as 1-4, up to 60; or start."},
        {"week overlapping", TEXT(WORKOUTS "weeks:\n  start: 2026-11-30\n  1-4: {tuesday: easy45}\n  3: {tuesday: rest}\n"), 7, 3,
                "This week stands in line 6 already: each has one place."},
        {"week key mistyped", TEXT(WORKOUTS "weeks:\n  start: 2026-11-30\n  1: {tuesdy: easy45}\n"), 6, 7,
                "There is no 'tuesdy' in a week; did you mean 'tuesday'?"},
        {"week empty", TEXT(WORKOUTS "weeks:\n  start: 2026-11-30\n  1:\n"), 6, 5,
                "Nothing stands under '1'; write something such as 'tuesday: easy 45m', or leave it out."},
        {"week not a mapping", TEXT(WORKOUTS "weeks:\n  start: 2026-11-30\n  1: easy45\n"), 6, 6,
                "Under '1' stand lines with a key and a value, such as 'tuesday: easy 45m'."},
        {"umlauts before the fault", TEXT("workouts:\n  a: {title: \"Über Hügel\", steps: 400m hard}\n"), 2, 35,
                "400m means 400 minutes; did you mean 400mtr?"},
        {"no goal, no workout", TEXT("week:\n  hard: 1\n"), 1, 1,
                "The plan has no goal and no workout: one of them is what it is for."},
        {"a key that is a list", TEXT("? [a]\n: b\n"), 1, 3,
                "A key is one word, such as tuesday, and ':' follows it."},
};

static void
each_slip_is_told_at_its_place_with_what_to_write_instead(void **state)
{
        (void) state;
        for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
                struct pd_plan *const none = (struct pd_plan *) &bad;
                struct pd_plan *plan = none;
                struct pd_plan_faults faults;

                if (pd_plan_yaml_read(bad[i].yaml, bad[i].size, &plan, &faults) != -EBADMSG || faults.n != 1)
                        fail_msg("%s: one fault was expected, there were %zu", bad[i].name, faults.n);
                assert_ptr_equal(plan, none);
                assert_string_equal(faults.items[0].text, bad[i].text);
                if (faults.items[0].line != bad[i].line || faults.items[0].column != bad[i].column)
                        fail_msg("%s: told at %zu:%zu, it stands at %zu:%zu", bad[i].name, faults.items[0].line, faults.items[0].column,
                                bad[i].line, bad[i].column);
        }
}

static void
several_slips_are_told_at_once_in_the_order_of_the_file(void **state)
{
        static const char yaml[] = "goal:\n  date: soon\nschedule:\n  tuesday: nothing-there\nworkouts:\n  a: 400m hard\nwek: 3\n";
        static const size_t lines[] = {2, 4, 6, 7};
        struct pd_plan_faults faults;
        struct pd_plan *plan = NULL;

        (void) state;
        assert_int_equal(pd_plan_yaml_read(yaml, sizeof yaml - 1, &plan, &faults), -EBADMSG);
        assert_int_equal(faults.n, 4);
        assert_false(faults.cut);
        for (size_t i = 0; i < 4; i++)
                assert_int_equal(faults.items[i].line, lines[i]);
}

static void
of_too_many_slips_the_first_are_told(void **state)
{
        char yaml[4096] = "schedule:\n";
        struct pd_plan_faults faults;
        struct pd_plan *plan = NULL;

        (void) state;
        for (size_t i = 0; i < 30; i++)
                (void) snprintf(yaml + strlen(yaml), sizeof yaml - strlen(yaml), "  day%02zu: rest\n", i);
        assert_int_equal(pd_plan_yaml_read(yaml, strlen(yaml), &plan, &faults), -EBADMSG);
        assert_int_equal(faults.n, PD_PLAN_FAULTS_MAX);
        assert_true(faults.cut);
        assert_int_equal(faults.items[0].line, 2);
        assert_int_equal(faults.items[PD_PLAN_FAULTS_MAX - 1].line, PD_PLAN_FAULTS_MAX + 1);
}

static void
a_plan_is_as_it_was_written(void **state)
{
        struct pd_plan *plan = some_plan("goal:\n  event: Half marathon\n  date: 2027-04-25\n  target: '1:55:00'\n"
                                         "  why: >\n    To run\n    all of it.\n"
                                         "week: {distance: 25 mi, sessions: 4, hard: 1}\n" WORKOUTS
                                         "  yoga: {purpose: cross, title: Yoga}\n"
                                         "schedule: {Mon: rest, tuesday: intervals, thu: easy 8km, sat: yoga}\n");
        const struct pd_plan_workout *workout;

        (void) state;
        assert_string_equal(plan->goal.event, "Half marathon");
        assert_string_equal(plan->goal.target, "1:55:00");
        assert_string_equal(plan->goal.why, "To run all of it.");
        assert_int_equal(plan->goal.day, some_day("2027-04-25"));
        assert_int_equal(plan->aims.distance_m, 40234);
        assert_int_equal(plan->aims.sessions, 4);
        assert_int_equal(plan->aims.hard, 1);
        assert_int_equal(plan->every[PD_MONDAY].workout, PD_PLAN_REST);
        assert_int_equal(plan->every[PD_WEDNESDAY].workout, PD_PLAN_NO_WORKOUT);
        workout = &plan->workouts[plan->every[PD_TUESDAY].workout];
        assert_string_equal(workout->id, "intervals");
        assert_int_equal(workout->purpose, PD_PURPOSE_INTERVALS);
        assert_int_equal(workout->time_s, 45 * 60);
        assert_int_equal(workout->line, 11);
        workout = &plan->workouts[plan->every[PD_THURSDAY].workout];
        assert_string_equal(workout->id, "");
        assert_int_equal(workout->distance_m, 8000);
        workout = &plan->workouts[plan->every[PD_SATURDAY].workout];
        assert_int_equal(workout->purpose, PD_PURPOSE_CROSS);
        assert_string_equal(workout->title, "Yoga");
        pd_plan_yaml_free(plan);
}

static void
steps_in_lines_in_a_list_and_in_one_line_are_the_same(void **state)
{
        static const char *const rows[] = {
                "workouts:\n  a: 15m easy, 6x (3m hard, 2m easy)\n",
                "workouts:\n  a:\n    steps:\n      - 15m easy\n      - 6x (3m hard, 2m easy)\n",
                "workouts:\n  a:\n    - 15m easy\n    - 6x (3m hard, 2m easy)\n",
                "workouts:\n  a: |\n    15m easy\n    6x (3m hard, 2m easy)\n",
                "workouts:\n  a: >\n    15m easy,\n    6x (3m hard, 2m easy)\n",
                "\xef\xbb\xbfworkouts:\r\n  a: 15m easy,\r\n    6x (3m hard, 2m easy)\r\n",
        };

        (void) state;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
                struct pd_plan *plan = some_plan(rows[i]);

                assert_string_equal(plan->texts + plan->workouts[2].text, "15m easy, 6x (3m hard, 2m easy)");
                pd_plan_yaml_free(plan);
        }
}

static void
weeks_begin_with_their_start_or_end_with_the_goal(void **state)
{
        struct pd_plan *plan = some_plan("weeks:\n  start: 2026-12-02\n  1-3: {tue: easy 45m}\n");

        (void) state;
        assert_int_equal(plan->start, some_day("2026-11-30"));
        assert_int_equal(pd_plan_last_week(plan), 3);
        pd_plan_yaml_free(plan);
        plan = some_plan("goal: {date: 2027-01-03}\nweeks:\n  1-3: {tue: easy 45m}\n  5: {tue: easy 30m, distance: 30 km}\n");
        assert_int_equal(plan->start, some_day("2026-11-30"));
        assert_int_equal(pd_plan_week_number(plan, plan->goal.day), 5);
        assert_int_equal(plan->weeks[1].aims.distance_m, 30000);
        pd_plan_yaml_free(plan);
}

static void
a_goal_may_be_one_line_and_all_there_is(void **state)
{
        struct pd_plan *plan = some_plan("goal: yoga twice a week\n");

        (void) state;
        assert_string_equal(plan->goal.event, "yoga twice a week");
        pd_plan_yaml_free(plan);
}

static void
a_file_of_64_kib_is_the_limit(void **state)
{
        char *const yaml = malloc(PD_PLAN_FILE_MAX + 1);
        struct pd_plan_faults faults;
        struct pd_plan *plan = NULL;

        (void) state;
        assert_non_null(yaml);
        memset(yaml, '#', PD_PLAN_FILE_MAX + 1);
        memcpy(yaml, "goal: 5 km\n", 11);
        assert_int_equal(pd_plan_yaml_read(yaml, PD_PLAN_FILE_MAX, &plan, &faults), 0);
        plan = pd_plan_yaml_free(plan);
        assert_int_equal(pd_plan_yaml_read(yaml, PD_PLAN_FILE_MAX + 1, &plan, &faults), -EBADMSG);
        assert_non_null(strstr(faults.items[0].text, "64 KiB"));
        free(yaml);
}

static void
no_more_workouts_than_there_is_room_for(void **state)
{
        char *const yaml = malloc(PD_PLAN_FILE_MAX);
        struct pd_plan_faults faults;
        struct pd_plan *plan = NULL;
        size_t length;

        (void) state;
        assert_non_null(yaml);
        length = (size_t) snprintf(yaml, PD_PLAN_FILE_MAX, "workouts:\n");
        for (int i = 0; i <= PD_PLAN_IDS_MAX; i++)
                length += (size_t) snprintf(yaml + length, PD_PLAN_FILE_MAX - length, "  w%d: easy 45m\n", i);
        assert_int_equal(pd_plan_yaml_read(yaml, length, &plan, &faults), -EBADMSG);
        assert_string_equal(faults.items[0].text, "A plan names at most 64 workouts.");
        length = (size_t) snprintf(yaml, PD_PLAN_FILE_MAX, "schedule:\n");
        for (int i = 0; i < PD_PLAN_WORKOUTS_MAX; i++)
                length += (size_t) snprintf(yaml + length, PD_PLAN_FILE_MAX - length, "  2%03d-01-01: easy %dmtr\n", i, i + 1000);
        assert_int_equal(pd_plan_yaml_read(yaml, length, &plan, &faults), -EBADMSG);
        assert_non_null(strstr(faults.items[0].text, "at most 224 different workouts"));
        free(yaml);
}

static void
what_is_cut_anywhere_is_refused_or_read_and_never_worse(void **state)
{
        static const char yaml[] = "goal: {event: \"5 km \\u00e4\", date: 2027-01-03}\nworkouts:\n  a:\n"
                                   "    why: 'It''s easy'\n    steps: |\n"
                                   "      15m easy\n      6x (400mtr hard, 2m easy)\nschedule:\n  mon: a\n"
                                   "  2026-12-24: rest\nweeks:\n  1-2: {tue: a}\n";

        (void) state;
        for (size_t size = 0; size < sizeof yaml; size++) {
                char *const copy = malloc(size + 1); /* so that a sanitizer sees what is read behind it */
                struct pd_plan_faults faults;
                struct pd_plan *plan = NULL;
                int r;

                assert_non_null(copy);
                memcpy(copy, yaml, size);
                r = pd_plan_yaml_read(copy, size, &plan, &faults);
                assert_true(r == 0 || (r == -EBADMSG && faults.n > 0));
                pd_plan_yaml_free(plan);
                free(copy);
        }
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(each_slip_is_told_at_its_place_with_what_to_write_instead),
                cmocka_unit_test(several_slips_are_told_at_once_in_the_order_of_the_file),
                cmocka_unit_test(of_too_many_slips_the_first_are_told),
                cmocka_unit_test(a_plan_is_as_it_was_written),
                cmocka_unit_test(steps_in_lines_in_a_list_and_in_one_line_are_the_same),
                cmocka_unit_test(weeks_begin_with_their_start_or_end_with_the_goal),
                cmocka_unit_test(a_goal_may_be_one_line_and_all_there_is),
                cmocka_unit_test(a_file_of_64_kib_is_the_limit),
                cmocka_unit_test(no_more_workouts_than_there_is_room_for),
                cmocka_unit_test(what_is_cut_anywhere_is_refused_or_read_and_never_worse),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
