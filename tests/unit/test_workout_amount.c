/* SPDX-License-Identifier: MIT */
/* How long a step is, in all spellings, and the one that is a trap. */
#include "support/workout_words.h"

#include <stdio.h>

static void
amounts_have_units(void **state)
{
        static const struct {
                const char *amount, *step;
        } cases[] = {
                {"1h30m", "5400s easy*"},
                {"1h30", "5400s easy*"},
                {"1h1m1s", "3661s easy*"},
                {"1h5s", "3605s easy*"},
                {"15m", "900s easy*"},
                {"90s", "90s easy*"},
                {"1m30", "90s easy*"},
                {"1m30s", "90s easy*"},
                {"5'", "300s easy*"},
                {"30\"", "30s easy*"},
                {"1'30\"", "90s easy*"},
                {"1'30", "90s easy*"},
                {"1.5h", "5400s easy*"},
                {"15 M", "900s easy*"},
                {"99h59m59s", "359999s easy*"},
                {"4mi", "6437376mm easy*"},
                {"10km", "10000000mm easy*"},
                {"400mtr", "400000mm easy*"},
                {"4.5 mi", "7242048mm easy*"},
                {"0.001mtr", "1mm easy*"},
                {"1000KM", "1000000000mm easy*"},
                /* minutes that nobody takes for metres */
                {"90m", "5400s easy*"},
                {"150m", "9000s easy*"},
                {"299m", "17940s easy*"},
                {"1h100m", "9600s easy*"},
                {"100m30", "6030s easy*"},
                {"400'", "24000s easy*"},
                {"100.5m", "6030s easy*"},
        };
        char text[64];

        (void) state;
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
                snprintf(text, sizeof text, "%s easy", cases[i].amount);
                assert_workout(text, PD_PURPOSE_EASY, cases[i].step);
                snprintf(text, sizeof text, "easy %s", cases[i].amount);
                assert_workout(text, PD_PURPOSE_EASY, cases[i].step);
        }
}

static void
metres_that_are_written_as_minutes_are_a_mistake(void **state)
{
        static const int metres[] = {100, 200, 300, 400, 500, 600, 700, 800, 1000, 1200, 1500, 1600, 2000, 3000, 5000, 10000};
        char text[64], expected[128];

        (void) state;
        for (size_t i = 0; i < sizeof metres / sizeof metres[0]; i++) {
                snprintf(text, sizeof text, "6x (%dm hard, 2m easy)", metres[i]);
                snprintf(expected, sizeof expected, "%dm means %d minutes; did you mean %dmtr?", metres[i], metres[i], metres[i]);
                assert_fault(text, 5, expected);
                assert_string_equal(fault.expected, expected);
        }
}

static void
what_is_repeated_is_shorter_than_a_long_run(void **state)
{
        (void) state;
        assert_fault("10m easy, 6x (2m easy, 150m hard)", 11, "metres are written 150mtr");
        assert_fault("10m easy, 2x 100m30 easy", 11, "Nobody repeats 100 minutes");
        assert_workout("1x 150m easy", PD_PURPOSE_EASY, "9000s easy*");
        assert_workout("2x 99m easy", PD_PURPOSE_EASY, "5940s easy*; 5940s easy*");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(amounts_have_units),
                cmocka_unit_test(metres_that_are_written_as_minutes_are_a_mistake),
                cmocka_unit_test(what_is_repeated_is_shorter_than_a_long_run),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
