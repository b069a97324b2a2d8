/* SPDX-License-Identifier: MIT */
/* What was learnt of a heart as a file that a person can read. */
#include "formats/learnt_text.h"

#include "support/cm.h"

#include <errno.h>
#include <string.h>

static const char file[] = "# How your heart follows your speed. purposed writes this file.\n"
                           "heart_base -120\nheart_gain 215\nheart_tau_on 412\nheart_tau_off 760\nheart_drift 180\nheart_sd 34\n"
                           "heart_sessions 7\n";

static void
what_is_written_is_read_again(void **state)
{
        const struct pd_kinetics kinetics = {-120, 215, 412, 760, 180, 34, 7};
        struct pd_kinetics again;
        struct pd_format_error error;
        char text[PD_LEARNT_TEXT_SIZE];

        (void) state;
        assert_int_equal(pd_learnt_text_write(&kinetics, text), strlen(file));
        assert_string_equal(text, file);
        assert_int_equal(pd_learnt_text_read(file, strlen(file), &again, &error), 0);
        assert_memory_equal(&again, &kinetics, sizeof(kinetics));
        assert_int_equal(pd_learnt_text_read("\n# nothing\n", 11, &again, &error), 0);
        assert_int_equal(again.sessions, 0);
}

static void
the_longest_numbers_fit(void **state)
{
        const struct pd_kinetics kinetics = {INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN, INT32_MIN};
        char text[PD_LEARNT_TEXT_SIZE];
        size_t length = pd_learnt_text_write(&kinetics, text);

        (void) state;
        assert_int_equal(length, strlen(text));
        assert_int_equal(text[length - 1], '\n');
}

static void
what_does_not_read_is_told_by_its_line(void **state)
{
        static const struct {
                const char *text;
                size_t line, column;
        } rows[] = {
                {"heart_gain 200\nheart", 2, 1},
                {"heart_size 3\n", 1, 1},
                {"\nheart_gain many\n", 2, 12},
                {"heart_gain 411\n", 1, 12}, /* steeper than any */
                {"heart_gain 0000000000000000000000000000000000000000000000000000000000000001\n", 1, 1},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_kinetics kinetics = {.sessions = 5};
                struct pd_format_error error;

                assert_int_equal(pd_learnt_text_read(rows[i].text, strlen(rows[i].text), &kinetics, &error), -EBADMSG);
                assert_int_equal(error.line, rows[i].line);
                assert_int_equal(error.column, rows[i].column);
                assert_int_equal(kinetics.sessions, 5);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(what_is_written_is_read_again),
                cmocka_unit_test(the_longest_numbers_fit),
                cmocka_unit_test(what_does_not_read_is_told_by_its_line),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
