/* SPDX-License-Identifier: MIT */
/* Times and ways in words and in digits, within a sentence. */
#include "core/say/amount.h"

#include "purposed/pace.h"

#include "support/cm.h"

struct row {
        const struct pd_language *language;
        struct pd_amount amount;
        const char *said, *shown;
};

static void
are_said(const struct row *rows, size_t n_rows)
{
        char said[PD_AMOUNT_SIZE], shown[PD_AMOUNT_SIZE];

        for (size_t i = 0; i < n_rows; i++) {
                pd_amount_texts(&rows[i].amount, rows[i].language, said, shown);
                assert_string_equal(said, rows[i].said);
                assert_string_equal(shown, rows[i].shown);
        }
}

static void
times_are_seconds_up_to_two_minutes(void **state)
{
        const struct row rows[] = {
                {&pd_english, pd_amount_of_time(0), "zero seconds", "0 seconds"},
                {&pd_english, pd_amount_of_time(PD_SEC), "one second", "1 second"},
                {&pd_english, pd_amount_of_time(PD_MINUTE), "one minute", "1 minute"},
                {&pd_english, pd_amount_of_time(119 * PD_SEC), "one nineteen seconds", "119 seconds"},
                {&pd_english, pd_amount_of_time(2 * PD_MINUTE), "two minutes", "2 minutes"},
                {&pd_english, pd_amount_of_time(121 * PD_SEC), "two minutes one", "2 minutes 1"},
                {&pd_german, pd_amount_of_time(PD_MINUTE), "eine Minute", "1 Minute"},
                {&pd_german, pd_amount_of_time(101 * PD_SEC), "hundertein Sekunden", "101 Sekunden"},
                {&pd_german, pd_amount_of_time(101 * PD_MINUTE), "hundertein Minuten", "101 Minuten"},
                {&pd_german, pd_amount_of_time(121 * PD_SEC), "zwei Minuten eins", "2 Minuten 1"},
        };

        (void) state;
        are_said(rows, sizeof(rows) / sizeof(rows[0]));
}

static void
a_lap_is_told_as_a_stopwatch_has_it(void **state)
{
        const struct row rows[] = {
                {&pd_english, pd_amount_of_clock(45 * PD_SEC), "forty-five seconds", "45 seconds"},
                {&pd_english, pd_amount_of_clock(5 * PD_MINUTE), "five minutes", "5 minutes"},
                {&pd_english, pd_amount_of_clock(65 * PD_SEC), "one oh five", "1:05"},
                {&pd_english, pd_amount_of_clock(330 * PD_SEC), "five thirty", "5:30"},
                {&pd_english, pd_amount_of_clock(330 * PD_SEC + 999 * PD_MSEC), "five thirty", "5:30"},
                {&pd_english, pd_amount_of_clock(3710 * PD_SEC), "sixty-one fifty", "61:50"},
                {&pd_german, pd_amount_of_clock(65 * PD_SEC), "eins null fünf", "1:05"},
                {&pd_german, pd_amount_of_clock(330 * PD_SEC), "fünf dreißig", "5:30"},
        };

        (void) state;
        are_said(rows, sizeof(rows) / sizeof(rows[0]));
}

static void
ways_are_metres_up_to_two_kilometres_and_miles_for_whom_runs_miles(void **state)
{
        const struct row rows[] = {
                {&pd_english, pd_amount_of_way(1999 * 1000, false), "nineteen ninety-nine metres", "1999 metres"},
                {&pd_english, pd_amount_of_way(2 * PD_KILOMETRE_MM, false), "two kilometres", "2 kilometres"},
                {&pd_english, pd_amount_of_way(PD_MILE_MM, false), "sixteen oh nine metres", "1609 metres"},
                {&pd_english, pd_amount_of_way(PD_MILE_MM, true), "one mile", "1 mile"},
                {&pd_english, pd_amount_of_way(1609 * 1000, true), "one mile", "1 mile"}, /* as a cue knows it */
                {&pd_english, pd_amount_of_way(5 * PD_KILOMETRE_MM, true), "five kilometres", "5 kilometres"},
                {&pd_english, pd_amount_of_way(PD_MILE_MM * 3 / 2, true), "one point five miles", "1.5 miles"},
                {&pd_german, pd_amount_of_way(PD_MILE_MM * 3 / 2, true), "eins Komma fünf Meilen", "1,5 Meilen"},
                {&pd_german, pd_amount_of_way(PD_KILOMETRE_MM, false), "ein Kilometer", "1 Kilometer"},
        };

        (void) state;
        are_said(rows, sizeof(rows) / sizeof(rows[0]));
}

static void
a_rep_is_called_by_its_number_alone(void **state)
{
        struct row rows[] = {
                {&pd_english, pd_amount_of_way(400 * 1000, false), "four hundred", "400 metres"},
                {&pd_english, pd_amount_of_way(PD_KILOMETRE_MM, false), "kilometre", "1 kilometre"},
                {&pd_english, pd_amount_of_way(PD_MILE_MM, true), "mile", "1 mile"},
                {&pd_english, pd_amount_of_way(2 * PD_MILE_MM, true), "two miles", "2 miles"},
                {&pd_german, pd_amount_of_way(400 * 1000, false), "vierhundert Meter", "400 Meter"},
                {&pd_german, pd_amount_of_way(PD_MILE_MM, true), "Meile", "1 Meile"},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                pd_amount_call_rep(&rows[i].amount);
        are_said(rows, sizeof(rows) / sizeof(rows[0]));
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(times_are_seconds_up_to_two_minutes),
                cmocka_unit_test(a_lap_is_told_as_a_stopwatch_has_it),
                cmocka_unit_test(ways_are_metres_up_to_two_kilometres_and_miles_for_whom_runs_miles),
                cmocka_unit_test(a_rep_is_called_by_its_number_alone),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
