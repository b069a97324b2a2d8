/* SPDX-License-Identifier: MIT */
/* Phrases with named places become sentences. */
#include "core/say/say.h"

#include "support/cm.h"

#include <string.h>

static const char *
filled(char *ret, size_t size, const char *phrase, const struct pd_place *places)
{
        struct pd_sentence sentence;

        pd_sentence_init(&sentence, ret, size);
        pd_sentence_fill(&sentence, phrase, places);
        assert_int_equal(sentence.length, strlen(ret));
        return ret;
}

static const struct pd_place places[] = {{"hr", "152"}, {"purpose", "Easy run"}, {"empty", ""}, {"odd", "{hr}"}, {NULL, NULL}};

static void
places_are_filled_by_name(void **state)
{
        static const struct {
                const char *phrase, *sentence;
        } rows[] = {
                {"", ""},
                {"Nothing to fill.", "Nothing to fill."},
                {"{hr}", "152"},
                {"{purpose}: heart rate {hr}, still {hr}", "Easy run: heart rate 152, still 152"},
                {"a{empty}b", "ab"},
                {"{odd}", "{hr}"}, /* what was filled in is not looked at again */
                {"{hr_limit} and {h}", "{hr_limit} and {h}"}, /* unknown: stands, to be seen */
                {"{hr", "{hr"},
                {"} {hr}", "} 152"},
        };
        char text[80];

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                assert_string_equal(filled(text, sizeof(text), rows[i].phrase, places), rows[i].sentence);
}

static void
what_does_not_fit_is_cut(void **state)
{
        char text[8];

        (void) state;
        assert_string_equal(filled(text, sizeof(text), "{purpose} or so", places), "Easy ru");
        assert_string_equal(filled(text, 1, "{purpose}", places), "");
        pd_sentence_write(text, sizeof(text), "{hr}", places); /* nothing of what stood there is left */
        assert_string_equal(text, "152");
        assert_string_equal(filled(text, 5, "f\xc3\xbcnf", places), "f\xc3\xbcn");
        assert_string_equal(filled(text, 3, "f\xc3\xbcnf", places), "f"); /* no half of a character */
        assert_string_equal(filled(text, 3, "f\xc3\xbc{hr}", places), "f"); /* and nothing behind the cut */
}

static void
a_place_behind_the_end_of_a_sentence_gets_a_capital(void **state)
{
        static const struct pd_place small[] = {{"what", "four"}, {"who", "\xc3\xa4nne"}, {NULL, NULL}};
        char text[40];

        (void) state;
        assert_string_equal(filled(text, sizeof(text), "Last. {what} of {what}.", small), "Last. Four of four.");
        assert_string_equal(filled(text, sizeof(text), "Who? {who}: {who}", small), "Who? \xc3\x84nne: \xc3\xa4nne");
        assert_string_equal(filled(text, sizeof(text), "{what}", small), "four");
}

static void
a_sentence_follows_whole_or_not_at_all(void **state)
{
        char text[20];
        struct pd_sentence sentence;

        (void) state;
        pd_sentence_init(&sentence, text, sizeof(text));
        assert_false(pd_sentence_follow(&sentence, ""));
        assert_true(pd_sentence_follow(&sentence, "easy does it"));
        assert_string_equal(text, "Easy does it.");
        assert_false(pd_sentence_follow(&sentence, "go home")); /* 13 + 1 + 7 + the stop */
        assert_true(pd_sentence_follow(&sentence, "Why?"));
        assert_string_equal(text, "Easy does it. Why?");
}

static void
numbers_are_written_in_digits(void **state)
{
        static const struct {
                int64_t number;
                const char *text;
        } rows[] = {{0, "0"}, {7, "7"}, {-7, "-7"}, {10, "10"}, {INT64_MAX, "9223372036854775807"}, {INT64_MIN, "-9223372036854775808"}};
        char text[32];

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_sentence sentence;
                pd_sentence_init(&sentence, text, sizeof(text));
                pd_sentence_add_number(&sentence, rows[i].number);
                assert_string_equal(text, rows[i].text);
        }
}

static void
seconds_are_written_as_on_a_watch(void **state)
{
        static const struct {
                int64_t seconds;
                const char *text;
        } rows[] = {{0, "0:00"}, {9, "0:09"}, {60, "1:00"}, {554, "9:14"}, {3599, "59:59"}, {3600, "1:00:00"}, {36061, "10:01:01"}};
        char text[32];

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_sentence sentence;
                pd_sentence_init(&sentence, text, sizeof(text));
                pd_sentence_add_clock(&sentence, rows[i].seconds);
                assert_string_equal(text, rows[i].text);
        }
}

static void
only_a_small_first_letter_becomes_a_capital(void **state)
{
        static const char *const rows[][2] = {
                {"a mile", "A mile"}, {"Mile", "Mile"}, {"4 miles", "4 miles"}, {"", ""},
                {"\xc3\xa4", "\xc3\x84"}, {"\xc3\x9f", "\xc3\x9f"}, {"\xc3\xb7", "\xc3\xb7"}, {"\xce\xb1", "\xce\xb1"}};
        char text[16];

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_sentence sentence;
                pd_sentence_init(&sentence, text, sizeof(text));
                pd_sentence_add(&sentence, rows[i][0]);
                pd_sentence_capitalise(&sentence);
                assert_string_equal(text, rows[i][1]);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(places_are_filled_by_name),
                cmocka_unit_test(what_does_not_fit_is_cut),
                cmocka_unit_test(a_place_behind_the_end_of_a_sentence_gets_a_capital),
                cmocka_unit_test(a_sentence_follows_whole_or_not_at_all),
                cmocka_unit_test(numbers_are_written_in_digits),
                cmocka_unit_test(seconds_are_written_as_on_a_watch),
                cmocka_unit_test(only_a_small_first_letter_becomes_a_capital),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
