/* SPDX-License-Identifier: MIT */
/* Days of the calendar against dates that can be looked up. */
#include "purposed/date.h"

#include "support/cm.h"

#include <errno.h>

static void
dates_become_days_and_back(void **state)
{
        static const struct {
                const char *text;
                pd_day day;
                enum pd_weekday weekday;
        } rows[] = {
                {"1970-01-01", 0, PD_THURSDAY},
                {"2000-02-29", 11016, PD_TUESDAY},
                {"2024-12-30", 20087, PD_MONDAY},
                {"2026-11-25", 20782, PD_WEDNESDAY},
                {"2026-12-31", 20818, PD_THURSDAY},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                char text[PD_DATE_SIZE];
                pd_day day = PD_DAY_NONE;

                assert_int_equal(pd_day_parse(rows[i].text, &day), 0);
                assert_int_equal(day, rows[i].day);
                assert_int_equal(pd_day_weekday(day), rows[i].weekday);
                pd_day_format(day, text);
                assert_string_equal(text, rows[i].text);
        }
        for (pd_day day = -400; day < 40000; day++)
                assert_int_equal(pd_day_weekday(day + 1), (pd_day_weekday(day) + 1) % PD_DAYS_A_WEEK);
        assert_int_equal(pd_day_monday(20782), 20780);
        assert_int_equal(pd_day_monday(20780), 20780);
}

static void
what_is_no_day_is_refused(void **state)
{
        static const char *const rows[] = {"", "2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "2026-4-1", "26-04-01", "2026/04/01",
                "1969-12-31", "2026-04-01 ", "2026-04-00"};

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                pd_day day = 7;

                assert_int_equal(pd_day_parse(rows[i], &day), -EINVAL);
                assert_int_equal(day, 7);
        }
}

static void
a_weekday_may_be_short_and_of_any_case(void **state)
{
        enum pd_weekday weekday;

        (void) state;
        assert_int_equal(pd_weekday_parse("wed", &weekday), 0);
        assert_int_equal(weekday, PD_WEDNESDAY);
        assert_int_equal(pd_weekday_parse("Sunday", &weekday), 0);
        assert_int_equal(weekday, PD_SUNDAY);
        assert_int_equal(pd_weekday_parse("wedn", &weekday), -EINVAL);
        assert_int_equal(pd_weekday_parse("we", &weekday), -EINVAL);
        assert_int_equal(pd_weekday_parse("", &weekday), -EINVAL);
        assert_int_equal(pd_weekday_parse("someotherday", &weekday), -EINVAL);
}

/* 2026-11-25 00:30 in Berlin is the 24th at 23:30 UTC; the day begins at three. */
static void
a_run_after_midnight_belongs_to_the_evening(void **state)
{
        const pd_usec real = (20781 * (pd_usec) 24 + 23) * PD_HOUR + 30 * PD_MINUTE;

        (void) state;
        assert_int_equal(pd_day_at(real, 3600, 0), 20782);
        assert_int_equal(pd_day_at(real, 3600, 180), 20781);
        assert_int_equal(pd_day_at(pd_day_begin(20782, 3600, 180), 3600, 180), 20782);
        assert_int_equal(pd_day_at(pd_day_begin(20782, 3600, 180) - 1, 3600, 180), 20781);
        assert_int_equal(pd_day_at(0, -3600, 180), -1);
}

/* The years' edges after the examples of ISO 8601. */
static void
a_week_is_of_the_year_that_has_its_thursday(void **state)
{
        static const struct {
                int32_t year, month, day;
                const char *id;
        } rows[] = {
                {2026, 11, 23, "2026-W48"}, {2026, 11, 29, "2026-W48"}, {2026, 11, 30, "2026-W49"}, {2005, 1, 1, "2004-W53"},
                {2005, 1, 2, "2004-W53"}, {2005, 1, 3, "2005-W01"}, {2007, 12, 30, "2007-W52"}, {2007, 12, 31, "2008-W01"},
                {2008, 12, 28, "2008-W52"}, {2008, 12, 29, "2009-W01"}, {2010, 1, 3, "2009-W53"}, {2026, 12, 31, "2026-W53"},
                {2027, 1, 3, "2026-W53"}, {2027, 1, 4, "2027-W01"},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                const pd_day monday = pd_day_monday(pd_day_of_date(rows[i].year, rows[i].month, rows[i].day));
                char id[PD_WEEK_ID_SIZE];
                pd_day parsed;

                pd_week_id(monday, id);
                assert_string_equal(id, rows[i].id);
                assert_int_equal(pd_week_parse(id, &parsed), 0);
                assert_int_equal(parsed, monday);
        }
}

static void
what_is_no_week_is_refused(void **state)
{
        static const char *const words[] = {"", "2026-W00", "2026-W54", "2027-W53", "2026-w48", "2026-W4", "2026W48", "1969-W30",
                "2026-W4x",
                "20261122T101503Z"};
        pd_day monday;

        (void) state;
        for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
                assert_int_equal(pd_week_parse(words[i], &monday), -EINVAL);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(dates_become_days_and_back),
                cmocka_unit_test(what_is_no_day_is_refused),
                cmocka_unit_test(a_weekday_may_be_short_and_of_any_case),
                cmocka_unit_test(a_run_after_midnight_belongs_to_the_evening),
                cmocka_unit_test(a_week_is_of_the_year_that_has_its_thursday),
                cmocka_unit_test(what_is_no_week_is_refused),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
