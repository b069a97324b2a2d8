/* SPDX-License-Identifier: MIT */
/* The languages: all phrases with their places, all numbers. */
#include "core/say/language.h"

#include "support/cm.h"

#include <string.h>

static const struct pd_language *const languages[] = {
#define PD_LANGUAGE(name) &pd_##name,
#include "core/say/languages.def"
#undef PD_LANGUAGE
};

#define N_LANGUAGES (sizeof(languages) / sizeof(languages[0]))

/* By enum pd_phrase: what it is called, and the places that are filled in it. */
static const struct {
        const char *symbol, *places;
} table[PD_PHRASE_COUNT] = {
#define PD_PHRASE(symbol, places) {#symbol, places},
#include "core/say/phrases.def"
#undef PD_PHRASE
};

static void
english_is_spoken_where_nothing_else_is(void **state)
{
        (void) state;
        assert_ptr_equal(pd_language_find("en"), &pd_english);
        assert_ptr_equal(pd_language_find("de"), &pd_german);
        assert_ptr_equal(pd_language_find(""), &pd_english);
        assert_ptr_equal(pd_language_find("tlh"), &pd_english);
}

static void
it_is_known_which_languages_there_are(void **state)
{
        char list[16], cut[4];

        (void) state;
        assert_true(pd_language_known("en"));
        assert_true(pd_language_known("de"));
        assert_false(pd_language_known(""));
        assert_false(pd_language_known("DE"));
        assert_false(pd_language_known("deu"));
        pd_language_list(list, sizeof(list));
        assert_string_equal(list, "en, de");
        pd_language_list(cut, sizeof(cut));
        assert_string_equal(cut, "en,");
}

/* Is the word [NAME, NAME + LENGTH) one of WORDS, blanks between them? */
static bool
is_listed(const char *words, const char *name, size_t length)
{
        for (size_t n; *words != '\0'; words += n + strspn(words + n, " ")) {
                n = strcspn(words, " ");
                if (n == length && memcmp(words, name, n) == 0)
                        return true;
        }
        return false;
}

static void
every_place_is_one_that_is_filled(const struct pd_language *language, size_t i)
{
        const char *phrase = language->phrases[i];

        for (const char *open = strpbrk(phrase, "{}"); open != NULL; open = strpbrk(open, "{}")) {
                size_t length = *open == '{' ? strcspn(open + 1, "{}") : 0;
                if (length == 0 || open[length + 1] != '}' || !is_listed(table[i].places, open + 1, length))
                        fail_msg("%s, %s: '%s' at '%s'", language->code, table[i].symbol, phrase, open);
                open += length + 2;
        }
}

static void
no_phrase_is_missing_and_every_place_is_filled(void **state)
{
        (void) state;
        for (size_t l = 0; l < N_LANGUAGES; l++)
                for (size_t i = 0; i < PD_PHRASE_COUNT; i++) {
                        if (languages[l]->phrases[i] == NULL || languages[l]->phrases[i][0] == '\0')
                                fail_msg("%s has no %s", languages[l]->code, table[i].symbol);
                        every_place_is_one_that_is_filled(languages[l], i);
                }
}

static void
no_language_asks_for_more_than_english(void **state)
{
        (void) state;
        for (size_t l = 1; l < N_LANGUAGES; l++)
                for (size_t i = 0; i < PD_PHRASE_COUNT; i++) {
                        const char *phrase = languages[l]->phrases[i];
                        for (const char *open = strchr(phrase, '{'); open != NULL; open = strchr(open + 1, '{')) {
                                char place[32] = "";
                                strncat(place, open, strcspn(open, "}") + 1);
                                if (strstr(pd_english.phrases[i], place) == NULL)
                                        fail_msg("%s, %s: %s is not in the English one", languages[l]->code, table[i].symbol, place);
                        }
                }
}

struct spoken {
        int32_t number;
        bool counting;
        const char *words;
};

static void
are_said(const struct pd_language *language, const struct spoken *rows, size_t n_rows)
{
        char words[64];

        for (size_t i = 0; i < n_rows; i++) {
                language->number(rows[i].number, rows[i].counting, words, sizeof(words));
                assert_string_equal(words, rows[i].words);
        }
}

static void
numbers_are_said_as_on_a_track(void **state)
{
        static const struct spoken rows[] = {
                {0, false, "zero"}, {1, true, "one"}, {7, false, "seven"}, {12, false, "twelve"}, {19, false, "nineteen"},
                {20, false, "twenty"}, {21, false, "twenty-one"}, {90, false, "ninety"}, {99, false, "ninety-nine"},
                {100, false, "one hundred"}, {101, true, "one oh one"}, {110, false, "one ten"}, {140, false, "one forty"},
                {152, false, "one fifty-two"}, {400, false, "four hundred"}, {999, false, "nine ninety-nine"},
                {1000, false, "one thousand"}, {1200, false, "twelve hundred"}, {1500, false, "fifteen hundred"},
                {1609, false, "sixteen oh nine"}, {6000, false, "six thousand"}, {9999, false, "ninety-nine ninety-nine"},
                {10000, false, ""}, {-1, false, ""},
        };

        (void) state;
        are_said(&pd_english, rows, sizeof(rows) / sizeof(rows[0]));
}

static void
so_they_are_in_german(void **state)
{
        static const struct spoken rows[] = {
                {0, false, "null"}, {1, false, "eins"}, {1, true, "ein"}, {7, false, "sieben"}, {12, false, "zwölf"},
                {16, false, "sechzehn"}, {17, false, "siebzehn"}, {20, false, "zwanzig"}, {21, false, "einundzwanzig"},
                {21, true, "einundzwanzig"}, {30, false, "dreißig"}, {66, false, "sechsundsechzig"}, {77, false, "siebenundsiebzig"},
                {96, false, "sechsundneunzig"}, {100, false, "hundert"}, {101, false, "hunderteins"}, {101, true, "hundertein"},
                {105, false, "hundertfünf"}, {140, false, "hundertvierzig"}, {152, false, "hundertzweiundfünfzig"},
                {200, false, "zweihundert"}, {400, false, "vierhundert"}, {1000, false, "tausend"}, {1001, true, "tausendein"},
                {1100, false, "elfhundert"}, {1500, false, "fünfzehnhundert"}, {1609, false, "sechzehnhundertneun"},
                {2000, false, "zweitausend"}, {2400, false, "zweitausendvierhundert"}, {6000, false, "sechstausend"},
                {9999, false, "neuntausendneunhundertneunundneunzig"}, {10000, false, ""}, {-1, false, ""},
        };

        (void) state;
        are_said(&pd_german, rows, sizeof(rows) / sizeof(rows[0]));
}

static void
every_number_has_words_of_its_own(void **state)
{
        static char said[PD_NUMBER_MOST + 1][48];

        (void) state;
        for (size_t l = 0; l < N_LANGUAGES; l++) {
                for (int32_t i = 0; i <= PD_NUMBER_MOST; i++) {
                        languages[l]->number(i, false, said[i], sizeof(said[i]));
                        assert_true(said[i][0] != '\0' && strlen(said[i]) < sizeof(said[i]) - 1);
                        assert_null(strpbrk(said[i], "0123456789:{}"));
                }
                for (int32_t i = 0; i < 1000; i++)
                        for (int32_t j = 0; j < i; j++)
                                assert_string_not_equal(said[i], said[j]);
        }
}

static void
words_that_do_not_fit_are_cut(void **state)
{
        char words[6], few[8];

        (void) state;
        pd_english.number(152, false, words, sizeof(words));
        assert_string_equal(words, "one f");
        pd_german.number(12, false, few, 4); /* not within the ö */
        assert_string_equal(few, "zw");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(english_is_spoken_where_nothing_else_is),
                cmocka_unit_test(it_is_known_which_languages_there_are),
                cmocka_unit_test(no_phrase_is_missing_and_every_place_is_filled),
                cmocka_unit_test(no_language_asks_for_more_than_english),
                cmocka_unit_test(numbers_are_said_as_on_a_track),
                cmocka_unit_test(so_they_are_in_german),
                cmocka_unit_test(every_number_has_words_of_its_own),
                cmocka_unit_test(words_that_do_not_fit_are_cut),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
