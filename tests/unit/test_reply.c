/* SPDX-License-Identifier: MIT */
/* An answer grows as it is written. */
#include "reply.h"

#include "support/cm.h"
#include "support/strict_json.h"

#include <errno.h>
#include <string.h>

static struct pd_reply reply;

static int
begin(void **state)
{
        (void) state;
        pd_reply_init(&reply);
        return 0;
}

static int
end(void **state)
{
        (void) state;
        pd_reply_clear(&reply);
        return 0;
}

static void
an_empty_one_has_empty_texts(void **state)
{
        (void) state;
        assert_string_equal(pd_reply_text(&reply), "");
        assert_string_equal(pd_reply_json(&reply), "");
        assert_int_equal(reply.result, 0);
}

static void
a_sentence_replaces_what_was_there_and_lines_follow_it(void **state)
{
        (void) state;
        pd_reply_say(&reply, 0, "nothing much");
        pd_reply_say(&reply, -ENOENT, "There is no session %d.", 7);
        pd_reply_add(&reply, "\n%s\n", "A line.");
        assert_int_equal(reply.result, -ENOENT);
        assert_string_equal(pd_reply_text(&reply), "There is no session 7.\nA line.\n");
}

static void
the_text_is_utf8_that_a_terminal_does_not_obey(void **state)
{
        (void) state;
        pd_reply_say(&reply, -ENOENT, "There is no athlete '%.*s';", 3, "\xc3\xa4\xc3\xa4"); /* cut in the second one */
        pd_reply_add(&reply, "\n%s\n", "\x1b]0;mine\x07 \xc3\x84pfel\t\xc2\x9b" "2J \xff");
        assert_string_equal(pd_reply_text(&reply), "There is no athlete '\xc3\xa4?';\n?]0;mine? \xc3\x84pfel???2J ?\n");
}

static void
many_lines_all_stand_there(void **state)
{
        (void) state;
        for (int i = 0; i < 10000; i++)
                pd_reply_add(&reply, "%08d\n", i);
        assert_int_equal(strlen(pd_reply_text(&reply)), 90000);
        assert_memory_equal(pd_reply_text(&reply) + 89991, "00009999\n", 9);
        assert_int_equal(reply.result, 0);
}

static void
more_than_it_holds_is_a_result(void **state)
{
        static char much[PD_REPLY_MAX + 1];

        (void) state;
        memset(much, 'x', sizeof(much) - 1);
        pd_reply_say(&reply, 0, "%s", "short");
        pd_reply_add(&reply, "%s", much);
        assert_int_equal(reply.result, -E2BIG);
        assert_string_equal(pd_reply_text(&reply), "short");
}

static void
write_numbers(struct pd_json *json, void *user)
{
        const int *n = user;

        pd_json_array(json, NULL);
        for (int i = 0; i < *n; i++)
                pd_json_integer(json, NULL, 1000000 + i);
        pd_json_array_end(json);
}

static void
json_is_written_again_until_it_fits(void **state)
{
        int n = 5000, far_too_many = PD_REPLY_MAX / 8;

        (void) state;
        pd_reply_write_json(&reply, write_numbers, &n);
        assert_true(strict_json_valid(pd_reply_json(&reply)));
        assert_int_equal(strlen(pd_reply_json(&reply)), 8 * 5000 + 1);
        assert_int_equal(reply.result, 0);
        pd_reply_write_json(&reply, write_numbers, &far_too_many);
        assert_string_equal(pd_reply_json(&reply), "");
        assert_int_equal(reply.result, -E2BIG);
}

static void
a_long_line_goes_on_below_and_numbers_keep_their_units(void **state)
{
        static const struct {
                const char *line, *folded;
        } rows[] = {
                {"", ""},
                {"short", "short"},
                {"  one two three four", "  one two three four"},
                {"  one two three four five", "  one two three four\n    five"},
                {"  größere Schläge über", "  größere Schläge\n    über"}, /* 22 characters, 25 bytes */
                {"  a heart rate of 152 bpm, 9 % more", "  a heart rate of\n    152 bpm, 9 %\n    more"},
                {"a-word-that-is-longer-than-it-all and", "a-word-that-is-longer-than-it-all\n    and"},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                pd_reply_say(&reply, 0, "%s", "");
                pd_reply_add_folded(&reply, rows[i].line, strlen(rows[i].line), 20, 4);
                assert_string_equal(pd_reply_text(&reply), rows[i].folded);
        }
}

static void
a_column_is_as_wide_as_its_characters_are_many(void **state)
{
        static const struct {
                const char *text, *line;
        } rows[] = {
                {"", "     |"}, {"Pod", "Pod  |"}, {"Läufä", "Läufä|"}, {"Größe", "Größe|"}, {"ä", "ä    |"}, {"Läuferin", "Läuferin|"},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                pd_reply_say(&reply, 0, "%s", "");
                pd_reply_add_column(&reply, rows[i].text, 5);
                pd_reply_add(&reply, "|");
                assert_string_equal(pd_reply_text(&reply), rows[i].line);
        }
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(an_empty_one_has_empty_texts, begin, end),
                cmocka_unit_test_setup_teardown(a_sentence_replaces_what_was_there_and_lines_follow_it, begin, end),
                cmocka_unit_test_setup_teardown(the_text_is_utf8_that_a_terminal_does_not_obey, begin, end),
                cmocka_unit_test_setup_teardown(many_lines_all_stand_there, begin, end),
                cmocka_unit_test_setup_teardown(more_than_it_holds_is_a_result, begin, end),
                cmocka_unit_test_setup_teardown(json_is_written_again_until_it_fits, begin, end),
                cmocka_unit_test_setup_teardown(a_column_is_as_wide_as_its_characters_are_many, begin, end),
                cmocka_unit_test_setup_teardown(a_long_line_goes_on_below_and_numbers_keep_their_units, begin, end),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
