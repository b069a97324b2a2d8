/* SPDX-License-Identifier: MIT */
/* Life's entries as a file that a person can read. */
#include "formats/life_text.h"

#include "support/some_plan.h"

#include <errno.h>

static const char file[] = "# What has come between you and your plan. purposed writes this file.\n"
                           "away ill 2026-11-25 2026-11-28\n"
                           "away vacation 2027-02-01\n"
                           "swap 2026-12-20 2026-12-01\n"
                           "easier 2026-12-02\n"
                           "skip-day 2026-12-03\n"
                           "workout 2026-12-05 long\n";

static void
what_is_written_is_read_again(void **state)
{
        char text[PD_LIFE_TEXT_SIZE];
        struct pd_format_error error;
        struct pd_life life;

        (void) state;
        assert_int_equal(pd_life_text_read(file, strlen(file), &life, &error), 0);
        assert_int_equal(life.n, 6);
        assert_int_equal(life.entries[1].to, PD_LIFE_OPEN);
        assert_string_equal(life.entries[5].workout, "long");
        assert_int_equal(pd_life_text_write(&life, text), strlen(file));
        assert_string_equal(text, file);
        assert_int_equal(pd_life_text_read("\n# nothing\n", 11, &life, &error), 0);
        assert_int_equal(life.n, 0);
}

static void
a_full_life_fits(void **state)
{
        struct pd_life life = {.n = PD_LIFE_MAX}, again;
        char text[PD_LIFE_TEXT_SIZE];
        struct pd_format_error error;
        size_t length;

        (void) state;
        for (size_t i = 0; i < PD_LIFE_MAX; i++)
                life.entries[i] = (struct pd_life_entry){.kind = PD_LIFE_WORKOUT, .from = 20782, .to = 20782,
                        .workout = "abcdefghijklmnopqrstuvwxyz012345"};
        length = pd_life_text_write(&life, text);
        assert_int_equal(length, strlen(text));
        assert_int_equal(pd_life_text_read(text, length, &again, &error), 0);
        assert_int_equal(again.n, PD_LIFE_MAX);
}

static void
what_does_not_read_is_told_by_its_line(void **state)
{
        static const struct {
                const char *text;
                size_t line, column;
                const char *expected;
        } rows[] = {
                {"easier\n", 1, 1, "Here belongs a command and its days, such as 'swap 2026-12-01 2026-12-03'."},
                {"# x\nlater 2026-12-01\n", 2, 1, "Here belongs away, swap, easier, skip-day or workout."},
                {"easier today\n", 1, 8, "Here belong dates, such as 2026-12-01."},
                {"away well 2026-12-01\n", 1, 6, "Here belong dates, such as 2026-12-01."},
                {"lap 2026-12-01\n", 1, 5, "'lap' does not change what a day asks for."},
                {"swap 2026-12-01 2026-12-32", 1, 6,
                        "'2026-12-32' is no day; write today, tomorrow, a weekday or a date such as 1970-01-01."},
        };

        (void) state;
        for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
                struct pd_format_error error;
                struct pd_life life = {.n = 7};

                assert_int_equal(pd_life_text_read(rows[i].text, strlen(rows[i].text), &life, &error), -EBADMSG);
                assert_int_equal(error.line, rows[i].line);
                assert_int_equal(error.column, rows[i].column);
                assert_string_equal(error.expected, rows[i].expected);
                assert_int_equal(life.n, 7);
        }
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test(what_is_written_is_read_again),
                cmocka_unit_test(a_full_life_fits),
                cmocka_unit_test(what_does_not_read_is_told_by_its_line),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
