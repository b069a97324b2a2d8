/* SPDX-License-Identifier: MIT */
/* What people type after a command, and what they are told. */
#include "purposed/command.h"

#include "support/cm.h"

#include <errno.h>
#include <string.h>

static int
parse(const char *verb, const char *a, const char *b, struct pd_command *ret, const char **expected)
{
        const char *words[] = {a, b};

        return pd_command_parse(verb, words, a == NULL ? 0 : b == NULL ? 1 : 2, ret, expected);
}

static void
each_command_takes_what_the_table_says(void **state)
{
        struct pd_command command;
        const char *expected = NULL;

        (void) state;
        assert_int_equal(parse("lap", NULL, NULL, &command, &expected), 0);
        assert_int_equal(command.verb, PD_COMMAND_LAP);
        assert_int_equal(parse("rpe", "7", NULL, &command, &expected), 0);
        assert_int_equal(command.number, 7);
        assert_int_equal(parse("rpe", "7.0", NULL, &command, &expected), 0);
        assert_int_equal(command.number, 7);
        assert_int_equal(parse("stop", NULL, NULL, &command, &expected), 0);
        assert_int_equal(command.number, PD_STOP_DONE);
        assert_int_equal(parse("stop", "pain", NULL, &command, &expected), 0);
        assert_int_equal(command.number, PD_STOP_PAIN);
        assert_int_equal(parse("mute", NULL, NULL, &command, &expected), 0);
        assert_int_equal(command.number, 0);
        assert_int_equal(parse("mute", "10", NULL, &command, &expected), 0);
        assert_int_equal(command.number, 10);
        assert_int_equal(parse("note", "new", "shoes", &command, &expected), 0);
        assert_string_equal(command.text, "new shoes");
}

static void
a_plan_that_is_installed_may_be_as_long_as_plans_are(void **state)
{
        static char yaml[65537];
        struct pd_command command;
        const char *expected;

        (void) state;
        memset(yaml, 'x', sizeof(yaml) - 1);
        assert_int_equal(parse("plan", "install", yaml, &command, &expected), 0);
        assert_string_equal(command.text, "install");
        assert_int_equal(parse("plan", "install", NULL, &command, &expected), -EINVAL);
        assert_int_equal(parse("plan", "show", yaml, &command, &expected), -EINVAL);
        assert_int_equal(parse("plan", "show", "2026-11-23", &command, &expected), 0);
        assert_string_equal(command.text, "show 2026-11-23");
}

#define SIXTY "012345678901234567890123456789012345678901234567890123456789"

static void
limits_belong_to_what_is_allowed(void **state)
{
        static const struct {
                const char *verb, *words[2];
                int32_t number;
        } rows[] = {
                {"rpe", {"1"}, 1}, {"rpe", {"9"}, 9}, {"rpe", {"10"}, 10}, {"mute", {"1"}, 1}, {"mute", {"600"}, 600}, {"start", {NULL}, 0},
                {"note", {SIXTY, "12"}, 0}, {"note", {SIXTY "123"}, 0},
        };
        struct pd_command command;
        const char *expected = NULL;

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                memset(&command, 'x', sizeof(command));
                assert_int_equal(parse(rows[i].verb, rows[i].words[0], rows[i].words[1], &command, &expected), 0);
                assert_int_equal(command.number, rows[i].number);
                assert_string_equal(pd_command_verb_name(command.verb), rows[i].verb);
        }
        assert_string_equal(command.text, SIXTY "123");
}

static void
what_does_not_fit_is_refused_with_what_would(void **state)
{
        static const char *const rows[][4] = {
                {"lap", "2", NULL, "nothing"}, {"rpe", NULL, NULL, "1 (very easy) to 10"}, {"rpe", "11", NULL, "1 (very easy) to 10"},
                {"rpe", "0", NULL, "1 (very easy) to 10"}, {"rpe", "7.5", NULL, "1 (very easy) to 10"},
                {"rpe", "7.", NULL, "1 (very easy)"}, {"rpe", "7.01", NULL, "1 (very easy)"}, {"rpe", ".0", NULL, "1 (very easy)"},
                {"rpe", "7.0x", NULL, "1 (very easy)"}, {"rpe", "", NULL, "1 (very easy)"}, {"rpe", "10.00.0", NULL, "1 (very easy)"},
                {"rpe", "99999999999", NULL, "10"}, {"rpe", "/", NULL, "10"}, {"rpe", ":", NULL, "10"},
                {"stop", "bored", NULL, "done, pain, ill or weather"}, {"mute", "0", NULL, "minutes"}, {"mute", "601", NULL, "minutes"},
                {"mute", "1", "2", "minutes"}, {"note", NULL, NULL, "text"}, {"stop", "pain", "ill", "done, pain"},
                {"note", SIXTY, "123", "63 bytes"}, {"note", SIXTY "1234", NULL, "63 bytes"},
                {"note", "0123456789012345678901234567890123456789012345678901234567890123", NULL, "63 bytes"},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_command command = {.verb = PD_COMMAND_VERB_COUNT};
                const char *expected = NULL;

                assert_int_equal(parse(rows[i][0], rows[i][1], rows[i][2], &command, &expected), -EINVAL);
                assert_non_null(strstr(expected, rows[i][3]));
                assert_int_equal(command.verb, PD_COMMAND_VERB_COUNT); /* untouched */
        }
}

static void
what_was_typed_can_be_written_again(void **state)
{
        static const char *const rows[][2] = {
                {"lap", ""}, {"rpe", "10"}, {"stop", "pain"}, {"mute", "30"}, {"note", "new shoes"}, {"away", "ill 2026-11-25 2026-11-28"},
                {"status", ""}, {"swap", ""},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_command command;
                const char *expected = NULL;
                char words[PD_TEXT_SIZE];

                assert_int_equal(parse(rows[i][0], rows[i][1][0] == '\0' ? NULL : rows[i][1], NULL, &command, &expected), 0);
                pd_command_words(&command, words);
                assert_string_equal(words, rows[i][1]);
        }
}

static void
an_unknown_word_is_no_command(void **state)
{
        struct pd_command command;
        const char *expected;

        (void) state;
        assert_int_equal(parse("sprint", NULL, NULL, &command, &expected), -ENOENT);
        assert_int_equal(parse("", NULL, NULL, &command, &expected), -ENOENT);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(each_command_takes_what_the_table_says),
                cmocka_unit_test(a_plan_that_is_installed_may_be_as_long_as_plans_are),
                cmocka_unit_test(limits_belong_to_what_is_allowed),
                cmocka_unit_test(what_does_not_fit_is_refused_with_what_would),
                cmocka_unit_test(what_was_typed_can_be_written_again),
                cmocka_unit_test(an_unknown_word_is_no_command),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
