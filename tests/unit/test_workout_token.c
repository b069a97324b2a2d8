/* SPDX-License-Identifier: MIT */
/* The words of a workout's text: which there are, and which sign means nothing. */
#include "formats/workout_token.h"

#include "support/cm.h"

#include <errno.h>
#include <string.h>

static void
begin(struct pd_scanner *scanner, const char *line, struct pd_format_error *error)
{
        *scanner = (struct pd_scanner) {.error = error};
        pd_scanner_line(scanner, 3, line, line, line + strlen(line));
}

static void
a_line_is_words_amounts_targets_and_signs(void **state)
{
        static const char line[] = "Hills: 6x (400mtr hard,90s\trest) <150bpm >70% Z2 at 4:00/km";
        static const struct {
                enum pd_token_kind kind;
                const char *text;
        } rows[] = {
                {PD_TOKEN_WORD, "Hills"}, {PD_TOKEN_COLON, ":"}, {PD_TOKEN_TIMES, "6x"}, {PD_TOKEN_OPEN, "("},
                {PD_TOKEN_DISTANCE, "400mtr"}, {PD_TOKEN_WORD, "hard"}, {PD_TOKEN_COMMA, ","}, {PD_TOKEN_TIME, "90s"},
                {PD_TOKEN_WORD, "rest"}, {PD_TOKEN_CLOSE, ")"}, {PD_TOKEN_BELOW, "<"}, {PD_TOKEN_BPM, "150bpm"},
                {PD_TOKEN_ABOVE, ">"}, {PD_TOKEN_PERCENT, "70%"}, {PD_TOKEN_ZONE, "Z2"}, {PD_TOKEN_WORD, "at"},
                {PD_TOKEN_PACE, "4:00/km"}, {PD_TOKEN_END, ""}, {PD_TOKEN_END, ""},
        };
        struct pd_format_error error;
        struct pd_scanner scanner;

        (void) state;
        begin(&scanner, line, &error);
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                const size_t length = strlen(rows[i].text);

                assert_int_equal(pd_scanner_advance(&scanner), 0);
                assert_int_equal(scanner.token.kind, rows[i].kind);
                assert_int_equal(scanner.token.end - scanner.token.start, length);
                assert_memory_equal(scanner.token.start, rows[i].text, length);
        }
}

static void
a_sign_that_means_nothing_is_named_by_its_place(void **state)
{
        static const struct {
                const char *line;
                size_t column;
                const char *expected;
        } rows[] = {
                {"easy ; hard", 6, "Between steps stands ','."},
                {"easy & hard", 6, "This sign means nothing here."},
                {"easy.", 5, "This sign means nothing here."},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_format_error error;
                struct pd_scanner scanner;

                begin(&scanner, rows[i].line, &error);
                assert_int_equal(pd_scanner_advance(&scanner), 0);
                assert_int_equal(pd_scanner_advance(&scanner), -EBADMSG);
                assert_int_equal(error.line, 3);
                assert_int_equal(error.column, rows[i].column);
                assert_string_equal(error.expected, rows[i].expected);
        }
}

static void
a_word_is_all_of_its_letters_in_whatever_case(void **state)
{
        static const struct {
                const char *text, *word;
                bool same;
        } rows[] = {
                {"easy", "easy", true}, {"EaSy", "easy", true}, {"eas", "easy", false}, {"easyy", "easy", false}, {"", "easy", false},
                {"", "", true},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                const char *const end = rows[i].text + strlen(rows[i].text);
                const struct pd_token word = {.kind = PD_TOKEN_WORD, .start = rows[i].text, .end = end};
                const struct pd_token amount = {.kind = PD_TOKEN_TIME, .start = rows[i].text, .end = end};

                assert_int_equal(pd_token_text_is(rows[i].text, end, rows[i].word), rows[i].same);
                assert_int_equal(pd_token_is_word(&word, rows[i].word), rows[i].same);
                assert_false(pd_token_is_word(&amount, rows[i].word));
        }
}

static void
a_word_begins_behind_a_blank_or_a_sign(void **state)
{
        static const char before[] = " \t,:(", within[] = "a1-)<";
        char text[] = "??";

        (void) state;
        assert_true(pd_token_begins_word(text, text));
        for (size_t i = 0; i < 5; i++) {
                text[0] = before[i];
                assert_true(pd_token_begins_word(text, text + 1));
                text[0] = within[i];
                assert_false(pd_token_begins_word(text, text + 1));
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_line_is_words_amounts_targets_and_signs),
                cmocka_unit_test(a_sign_that_means_nothing_is_named_by_its_place),
                cmocka_unit_test(a_word_is_all_of_its_letters_in_whatever_case),
                cmocka_unit_test(a_word_begins_behind_a_blank_or_a_sign),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
