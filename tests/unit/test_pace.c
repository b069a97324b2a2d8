/* SPDX-License-Identifier: MIT */
/* Speed as runners say it. */
#include "purposed/athlete.h"
#include "purposed/pace.h"

#include "support/cm.h"

static void
paces_round_to_whole_seconds(void **state)
{
        static const struct {
                int32_t mm_s;
                int64_t kilometre, mile;
        } rows[] = {
                {1, 1000000, 1609344},
                {1000, 1000, 1609},
                {2451, 408, 657},  /* 407.997, 656.607: 10:57 a mile */
                {2900, 345, 555},  /* 344.83, 554.95 */
                {2907, 344, 554},  /* 343.997, 553.610: 9:14 a mile */
                {4000, 250, 402},  /* 402.336 */
                {7500, 133, 215},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                assert_int_equal(pd_pace_seconds(PD_UNITS_METRIC, rows[i].mm_s), rows[i].kilometre);
                assert_int_equal(pd_pace_seconds(PD_UNITS_IMPERIAL, rows[i].mm_s), rows[i].mile);
        }
}

static void
a_faster_runner_never_has_a_slower_pace(void **state)
{
        (void) state;
        for (int32_t mm_s = 2; mm_s <= 7500; mm_s++)
                for (int32_t units = PD_UNITS_METRIC; units <= PD_UNITS_IMPERIAL; units++)
                        assert_true(pd_pace_seconds(units, mm_s) <= pd_pace_seconds(units, mm_s - 1));
}

static void
units_have_their_words(void **state)
{
        (void) state;
        assert_string_equal(pd_pace_unit(PD_UNITS_METRIC), "min/km");
        assert_string_equal(pd_pace_unit(PD_UNITS_IMPERIAL), "min/mi");
}

static void
what_was_not_run_is_not_claimed(void **state)
{
        static const struct {
                int64_t mm;
                const char *metric, *imperial;
        } rows[] = {
                {0, "0.00 km", "0.00 mi"}, {9999, "0.00 km", "0.00 mi"}, {10000, "0.01 km", "0.00 mi"}, {1609343, "1.60 km", "0.99 mi"},
                {1609344, "1.60 km", "1.00 mi"}, {42195000, "42.19 km", "26.21 mi"},
        };
        char text[PD_DISTANCE_SIZE];

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                pd_distance_format(PD_UNITS_METRIC, rows[i].mm, text);
                assert_string_equal(text, rows[i].metric);
                pd_distance_format(PD_UNITS_IMPERIAL, rows[i].mm, text);
                assert_string_equal(text, rows[i].imperial);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(paces_round_to_whole_seconds),
                cmocka_unit_test(a_faster_runner_never_has_a_slower_pace),
                cmocka_unit_test(units_have_their_words),
                cmocka_unit_test(what_was_not_run_is_not_claimed),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
