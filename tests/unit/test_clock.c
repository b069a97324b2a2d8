/* SPDX-License-Identifier: MIT */
/* Instants as people write them. */
#include "purposed/clock.h"

#include "support/cm.h"

static void
is_date(const struct pd_civil *civil, int32_t year, int32_t month, int32_t day)
{
        if (civil->year != year || civil->month != month || civil->day != day)
                fail_msg("%d-%d-%d, expected %d-%d-%d", civil->year, civil->month, civil->day, year, month, day);
}

static void
instants_have_their_dates(void **state)
{
        static const struct {
                int64_t second;
                struct pd_civil civil;
        } rows[] = {
                {0, {1970, 1, 1, 0, 0, 0, 0}},
                {-1, {1969, 12, 31, 23, 59, 59, 0}},
                {-86400, {1969, 12, 31, 0, 0, 0, 0}},
                {951782400, {2000, 2, 29, 0, 0, 0, 0}},      /* a century that is a leap year */
                {4107542400, {2100, 3, 1, 0, 0, 0, 0}},      /* one that is not */
                {4107542399, {2100, 2, 28, 23, 59, 59, 0}},
                {1709164800, {2024, 2, 29, 0, 0, 0, 0}},
                {1795342503, {2026, 11, 22, 10, 15, 3, 0}},
                {253402300799, {9999, 12, 31, 23, 59, 59, 0}},
                {-2203891200, {1900, 3, 1, 0, 0, 0, 0}},     /* 1900 had no 29 February */
                {-2203891201, {1900, 2, 28, 23, 59, 59, 0}},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_civil civil;
                pd_clock_civil(rows[i].second * PD_SEC, &civil);
                is_date(&civil, rows[i].civil.year, rows[i].civil.month, rows[i].civil.day);
                assert_int_equal(civil.hour, rows[i].civil.hour);
                assert_int_equal(civil.minute, rows[i].civil.minute);
                assert_int_equal(civil.second, rows[i].civil.second);
                assert_int_equal(civil.millisecond, 0);
        }
}

static void
milliseconds_count_upwards_also_before_1970(void **state)
{
        struct pd_civil civil;

        (void) state;
        pd_clock_civil(1250 * PD_MSEC + 999, &civil);
        assert_int_equal(civil.second, 1);
        assert_int_equal(civil.millisecond, 250);
        pd_clock_civil(-1, &civil);
        assert_int_equal(civil.second, 59);
        assert_int_equal(civil.millisecond, 999);
}

static int32_t
days_of(int32_t year, int32_t month)
{
        static const int32_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

        return days[month - 1] + (month == 2 && leap ? 1 : 0);
}

static void
eight_hundred_years_pass_day_by_day(void **state)
{
        struct pd_civil civil;
        int32_t year = 1600, month = 1, day = 1;

        (void) state;
        for (int64_t at = -135140; at < 157060; at++) { /* days since 1970: 1600-01-01 to 2400-01-01 */
                pd_clock_civil(at * 86400 * PD_SEC + 43200 * PD_SEC, &civil);
                is_date(&civil, year, month, day);
                if (++day <= days_of(year, month))
                        continue;
                day = 1;
                if (++month <= 12)
                        continue;
                month = 1;
                year++;
        }
}

static void
a_clock_that_woke_in_1970_is_shown_to_nobody(void **state)
{
        struct pd_clock clock = {.real = 0, .synchronised = false};

        (void) state;
        assert_false(pd_clock_plausible(&clock));
        clock.real = 1577836799 * PD_SEC;
        assert_false(pd_clock_plausible(&clock));
        clock.real = 1577836800 * PD_SEC; /* 2020 */
        assert_true(pd_clock_plausible(&clock));
        clock = (struct pd_clock) {.real = 0, .synchronised = true};
        assert_true(pd_clock_plausible(&clock));
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(instants_have_their_dates),
                cmocka_unit_test(milliseconds_count_upwards_also_before_1970),
                cmocka_unit_test(eight_hundred_years_pass_day_by_day),
                cmocka_unit_test(a_clock_that_woke_in_1970_is_shown_to_nobody),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
