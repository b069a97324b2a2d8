/* SPDX-License-Identifier: MIT */
/* The languages: all phrases, all numbers. */
#include "core/say/language.h"

#include "support/cm.h"

#include <string.h>

static void
english_is_spoken_where_nothing_else_is(void **state)
{
        (void) state;
        assert_ptr_equal(pd_language_find("en"), &pd_english);
        assert_ptr_equal(pd_language_find(""), &pd_english);
        assert_ptr_equal(pd_language_find("tlh"), &pd_english);
}

static void
no_phrase_is_missing_and_every_place_is_closed(void **state)
{
        (void) state;
        for (int i = 0; i < PD_PHRASE_COUNT; i++) {
                const char *phrase = pd_english.phrases[i];
                assert_non_null(phrase);
                assert_true(phrase[0] != '\0');
                for (const char *open = strchr(phrase, '{'); open != NULL; open = strchr(open + 1, '{'))
                        assert_non_null(strchr(open, '}'));
        }
}

static void
numbers_are_said_as_on_a_track(void **state)
{
        static const struct {
                int32_t number;
                const char *words;
        } rows[] = {
                {0, "zero"}, {7, "seven"}, {12, "twelve"}, {19, "nineteen"}, {20, "twenty"}, {21, "twenty-one"}, {90, "ninety"},
                {99, "ninety-nine"}, {100, "one hundred"}, {101, "one oh one"}, {110, "one ten"}, {140, "one forty"},
                {152, "one fifty-two"}, {400, "four hundred"}, {999, "nine ninety-nine"}, {1000, "one thousand"},
                {1200, "twelve hundred"}, {1500, "fifteen hundred"}, {1609, "sixteen oh nine"}, {6000, "six thousand"},
                {9999, "ninety-nine ninety-nine"}, {10000, ""}, {-1, ""},
        };
        char words[64];

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                pd_english.number(rows[i].number, words, sizeof(words));
                assert_string_equal(words, rows[i].words);
        }
}

static void
every_number_has_words_of_its_own(void **state)
{
        static char said[PD_NUMBER_MOST + 1][48];

        (void) state;
        for (int32_t i = 0; i <= PD_NUMBER_MOST; i++) {
                pd_english.number(i, said[i], sizeof(said[i]));
                assert_true(said[i][0] != '\0');
                assert_null(strpbrk(said[i], "0123456789:{}"));
        }
        for (int32_t i = 0; i < 1000; i++)
                for (int32_t j = 0; j < i; j++)
                        assert_string_not_equal(said[i], said[j]);
}

static void
words_that_do_not_fit_are_cut(void **state)
{
        char words[6];

        (void) state;
        pd_english.number(152, words, sizeof(words));
        assert_string_equal(words, "one f");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(english_is_spoken_where_nothing_else_is),
                cmocka_unit_test(no_phrase_is_missing_and_every_place_is_closed),
                cmocka_unit_test(numbers_are_said_as_on_a_track),
                cmocka_unit_test(every_number_has_words_of_its_own),
                cmocka_unit_test(words_that_do_not_fit_are_cut),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
