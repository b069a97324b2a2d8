/* SPDX-License-Identifier: MIT */
/* Faults in a line: where they are, and how they are shown to a person. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "formats/line.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static void
assert_caret(const char *text, size_t column, const char *shown)
{
        const struct pd_format_error error = {.line = 1, .column = column, .expected = "a word"};
        char ret[PD_LINE_CARET_SIZE];

        pd_line_caret(text, strlen(text), &error, ret, sizeof ret);
        assert_string_equal(ret, shown);
}

static void
a_fault_is_counted_from_one(void **state)
{
        const char *const text = "first\nsecond";
        struct pd_format_error error;

        (void) state;
        assert_int_equal(pd_line_fault(&error, 2, text + 6, text + 9, "a word"), -EBADMSG);
        assert_int_equal(error.line, 2);
        assert_int_equal(error.column, 4);
        assert_string_equal(error.expected, "a word");
}

/* Their numbers and lengths, one after the other: "1:5 3:4 ". */
static int
note_line(void *user, const char *line, size_t length, size_t number, struct pd_format_error *error)
{
        char *noted = user;

        if (line[0] == '!')
                return pd_line_fault(error, number, line, line, "no exclamation");
        sprintf(noted + strlen(noted), "%zu:%zu ", number, length);
        return 0;
}

static void
lines_that_say_something_are_read(void **state)
{
        static const struct {
                const char *text, *noted;
                size_t fault; /* its line; 0: there is none */
        } rows[] = {
                {"", "", 0},
                {"first\n\nlast", "1:5 3:4 ", 0},
                {"# nothing\nfirst\n", "2:5 ", 0},
                {"first\n#\n! no\nlast\n", "1:5 ", 3},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_format_error error = {.line = 0};
                char noted[64] = "";
                int r = pd_line_each(rows[i].text, strlen(rows[i].text), note_line, noted, &error);

                assert_int_equal(r, rows[i].fault != 0 ? -EBADMSG : 0);
                assert_int_equal(error.line, rows[i].fault);
                assert_string_equal(noted, rows[i].noted);
        }
}

static void
a_caret_points_at_the_fault(void **state)
{
        (void) state;
        assert_caret("easy", 1, "easy\n^ a word");
        assert_caret("easy 4", 6, "easy 4\n     ^ a word");
        assert_caret("easy", 5, "easy\n    ^ a word");
        assert_caret("", 1, "\n^ a word");
        assert_caret("easy\nhard", 3, "easy\n  ^ a word");
}

static void
characters_count_not_bytes(void **state)
{
        (void) state;
        assert_caret("5m \xc3\xbc\xc3\xbc x", 9, "5m \xc3\xbc\xc3\xbc x\n      ^ a word");
        assert_caret("5m \xff\xbf x", 7, "5m ?? x\n      ^ a word");
}

static void
of_a_long_line_the_part_around_the_fault_is_shown(void **state)
{
        (void) state;
        assert_caret("1m easy, 2m easy, 3m easy, 4m easy, 5m easy, 6m easy, 7m easy, 8m slow, 9m easy, 10m easy, 11m easy", 67,
                "3m easy, 4m easy, 5m easy, 6m easy, 7m easy, 8m slow, 9m easy, 10m easy,\n"
                "                                                ^ a word");
}

static void
a_long_line_is_not_cut_within_a_character(void **state)
{
        char text[201], ret[PD_LINE_CARET_SIZE];
        struct pd_format_error error = {.line = 1, .expected = "a word"};

        (void) state;
        for (size_t i = 0; i < 200; i += 2)
                memcpy(text + i, "\xc3\xbc", 3);
        for (error.column = 1; error.column < 200; error.column += 2) {
                pd_line_caret(text, 200, &error, ret, sizeof ret);
                assert_null(strchr(ret, '?'));
        }
}

static void
a_column_beyond_the_line_is_its_end(void **state)
{
        (void) state;
        assert_caret("easy", 99, "easy\n    ^ a word");
        assert_caret("easy", 0, "easy\n    ^ a word");
}

static void
a_small_room_cuts_what_is_shown(void **state)
{
        const struct pd_format_error error = {.line = 1, .column = 5, .expected = "a word"};
        char ret[32];

        (void) state;
        for (size_t size = 1; size <= sizeof ret; size++) {
                memset(ret, 'z', sizeof ret);
                pd_line_caret("6x (400m hard)", 14, &error, ret, size);
                assert_true(strlen(ret) < size);
        }
        assert_string_equal(ret, "6x (400m hard)\n    ^ a word");
}

static void
a_line_is_found_by_its_number(void **state)
{
        static const char text[] = "one\n\nthree";

        (void) state;
        assert_ptr_equal(pd_line_find(text, strlen(text), 1), text);
        assert_ptr_equal(pd_line_find(text, strlen(text), 2), text + 4);
        assert_ptr_equal(pd_line_find(text, strlen(text), 3), text + 5);
        assert_ptr_equal(pd_line_find(text, strlen(text), 4), text + strlen(text));
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_fault_is_counted_from_one),
                cmocka_unit_test(lines_that_say_something_are_read),
                cmocka_unit_test(a_line_is_found_by_its_number),
                cmocka_unit_test(a_caret_points_at_the_fault),
                cmocka_unit_test(characters_count_not_bytes),
                cmocka_unit_test(of_a_long_line_the_part_around_the_fault_is_shown),
                cmocka_unit_test(a_long_line_is_not_cut_within_a_character),
                cmocka_unit_test(a_column_beyond_the_line_is_its_end),
                cmocka_unit_test(a_small_room_cuts_what_is_shown),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
