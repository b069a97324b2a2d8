/* SPDX-License-Identifier: MIT */
/* Local time in named zones, over the days on which it jumps. */
#include "zone.h"

#include "support/cm.h"

#include "purposed/clock.h"

#include <stdlib.h>
#include <time.h>

#define BERLIN "Europe/Berlin"     /* +1, in summer +2: 02:00 becomes 03:00, 03:00 becomes 02:00 */
#define NEW_YORK "America/New_York" /* -5, in summer -4: 02:00 becomes 03:00, 02:00 becomes 01:00 */
#define SANTIAGO "America/Santiago"
#define KOLKATA "Asia/Kolkata"     /* +5:30, always */
#define LORD_HOWE "Australia/Lord_Howe" /* +10:30, in summer +11: 02:00 becomes 02:30, 02:00 becomes 01:30 */

/* 2026-03-29, 07:05 and so on, as an instant of UTC. */
static pd_usec
utc(int32_t year, int32_t month, int32_t day, int32_t hour, int32_t minute)
{
        return pd_day_begin(pd_day_of_date(year, month, day), 0, hour * 60 + minute);
}

static void
a_name_is_valid_if_the_machine_has_its_file(void **state)
{
        static const struct {
                const char *name;
                bool valid;
        } cases[] = {
                {BERLIN, true},
                {LORD_HOWE, true},
                {"UTC", true},
                {"America/Argentina/Buenos_Aires", true},
                {"Europe/Berlinn", false},
                {"Europe", false}, /* a folder */
                {"zone.tab", false},
                {"CET-1CEST,M3.5.0,M10.5.0/3", false}, /* a rule is no name */
                {"/usr/share/zoneinfo/UTC", false},
                {"../zoneinfo/UTC", false},
                {"", false},
                {"An/Endless/Name/That/No/Field/Of/An/Athlete/Could/Ever/Hold/At/All", false},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
                if (pd_zone_valid(cases[i].name) != cases[i].valid)
                        fail_msg("'%s' should be %s", cases[i].name, cases[i].valid ? "valid" : "invalid");
}

static void
the_offset_is_that_of_the_instant(void **state)
{
        const struct {
                const char *zone;
                pd_usec at;
                int32_t offset_s;
        } cases[] = {
                {BERLIN, utc(2026, 1, 15, 12, 0), 3600},
                {BERLIN, utc(2026, 3, 29, 1, 0) - 1, 3600},
                {BERLIN, utc(2026, 3, 29, 1, 0), 7200},
                {BERLIN, utc(2026, 10, 25, 1, 0) - 1, 7200},
                {BERLIN, utc(2026, 10, 25, 1, 0), 3600},
                {NEW_YORK, utc(2026, 3, 8, 7, 0) - 1, -5 * 3600},
                {NEW_YORK, utc(2026, 3, 8, 7, 0), -4 * 3600},
                {NEW_YORK, utc(2026, 11, 1, 6, 0), -5 * 3600},
                {KOLKATA, utc(2026, 7, 1, 0, 0), 19800},
                {LORD_HOWE, utc(2026, 7, 1, 0, 0), 37800},
                {LORD_HOWE, utc(2026, 12, 1, 0, 0), 39600},
                {BERLIN, utc(2051, 7, 1, 0, 0), 7200}, /* by the rule at the file's end */
        };

        (void) state;
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
                if (pd_zone_offset(cases[i].zone, cases[i].at) != cases[i].offset_s)
                        fail_msg("case %zu, %s: %d", i, cases[i].zone, (int) pd_zone_offset(cases[i].zone, cases[i].at));
}

static void
a_moment_is_the_first_instant_at_which_the_clock_shows_it(void **state)
{
        const struct {
                const char *zone;
                int32_t month, day, minute;
                pd_usec at;
        } cases[] = {
                {BERLIN, 6, 1, 180, utc(2026, 6, 1, 1, 0)},
                {BERLIN, 1, 1, 180, utc(2026, 1, 1, 2, 0)},
                {BERLIN, 3, 29, 180, utc(2026, 3, 29, 1, 0)},  /* 03:00: what follows 01:59 */
                {BERLIN, 3, 29, 150, utc(2026, 3, 29, 1, 0)},  /* 02:30 does not exist */
                {BERLIN, 3, 29, 119, utc(2026, 3, 29, 0, 59)}, /* 01:59 does */
                {BERLIN, 3, 29, 390, utc(2026, 3, 29, 4, 30)}, /* the brief */
                {BERLIN, 10, 25, 150, utc(2026, 10, 25, 0, 30)}, /* 02:30 comes twice: the first */
                {BERLIN, 10, 25, 180, utc(2026, 10, 25, 2, 0)},  /* 03:00 only after the second 02:59 */
                {BERLIN, 10, 25, 390, utc(2026, 10, 25, 5, 30)},
                {NEW_YORK, 3, 8, 180, utc(2026, 3, 8, 7, 0)},
                {NEW_YORK, 3, 8, 121, utc(2026, 3, 8, 7, 0)},
                {NEW_YORK, 11, 1, 90, utc(2026, 11, 1, 5, 30)},
                {NEW_YORK, 11, 1, 180, utc(2026, 11, 1, 8, 0)},
                {KOLKATA, 3, 29, 180, utc(2026, 3, 28, 21, 30)},
                {LORD_HOWE, 10, 4, 135, utc(2026, 10, 3, 15, 30)}, /* 02:15 does not exist */
                {LORD_HOWE, 10, 4, 180, utc(2026, 10, 3, 16, 0)},
                {LORD_HOWE, 4, 5, 105, utc(2026, 4, 4, 14, 45)}, /* 01:45 comes twice */
                {LORD_HOWE, 4, 5, 180, utc(2026, 4, 4, 16, 30)},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                pd_usec at = pd_zone_moment(cases[i].zone, pd_day_of_date(2026, cases[i].month, cases[i].day), cases[i].minute);

                if (at != cases[i].at)
                        fail_msg("case %zu, %s: %lld min off", i, cases[i].zone, (long long) ((at - cases[i].at) / PD_MINUTE));
        }
}

/* Minute by minute over each change, for days that begin at any quarter of
 * an hour: a day never goes back, and begins at its moment. */
static void
days_follow_each_other_over_every_change(void **state)
{
        const struct {
                const char *zone;
                pd_usec change;
        } cases[] = {
                {BERLIN, utc(2026, 3, 29, 1, 0)},
                {BERLIN, utc(2026, 10, 25, 1, 0)},
                {NEW_YORK, utc(2026, 3, 8, 7, 0)},
                {NEW_YORK, utc(2026, 11, 1, 6, 0)},
                {LORD_HOWE, utc(2026, 4, 4, 15, 0)},
                {LORD_HOWE, utc(2026, 10, 3, 15, 30)},
                {KOLKATA, utc(2026, 3, 28, 20, 0)},
                {SANTIAGO, utc(2026, 4, 5, 3, 0)}, /* at midnight, back into the day before */
                {SANTIAGO, utc(2026, 9, 6, 4, 0)}, /* midnight is left out */
        };

        (void) state;
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
                for (int32_t starts = 0; starts < 300; starts += 15) {
                        pd_usec at = cases[i].change - 6 * PD_HOUR;
                        pd_day day = pd_zone_day(cases[i].zone, at, starts), first = day;

                        for (; at < cases[i].change + 6 * PD_HOUR; at += 5 * PD_MINUTE) {
                                pd_day next = pd_zone_day(cases[i].zone, at, starts);

                                assert_true(next == day || next == day + 1);
                                if (next != day)
                                        assert_int_equal(pd_zone_moment(cases[i].zone, next, starts), at);
                                day = next;
                        }
                        assert_int_equal(day, first + 1);
                }
}

static void
a_change_of_the_offset_is_found_to_the_second(void **state)
{
        (void) state;
        assert_int_equal(pd_zone_change(BERLIN, utc(2026, 3, 28, 2, 0), utc(2026, 3, 29, 1, 0)), utc(2026, 3, 29, 1, 0));
        assert_int_equal(pd_zone_change(NEW_YORK, utc(2026, 10, 31, 7, 0), utc(2026, 11, 1, 8, 0)), utc(2026, 11, 1, 6, 0));
        assert_true(pd_zone_change(BERLIN, utc(2026, 3, 29, 1, 0), utc(2026, 3, 30, 1, 0)) == PD_NEVER);
        assert_true(pd_zone_change(KOLKATA, utc(2026, 3, 28, 2, 0), utc(2026, 3, 29, 2, 0)) == PD_NEVER);
}

static void
the_machines_own_zone_is_as_it_was_after_every_question(void **state)
{
        time_t summer = (time_t) pd_usec_second(utc(2026, 7, 1, 12, 0));
        struct tm before, after;

        (void) state;
        localtime_r(&summer, &before);
        assert_int_equal(pd_zone_offset("", utc(2026, 7, 1, 12, 0)), before.tm_gmtoff);
        assert_int_equal(pd_zone_offset(LORD_HOWE, utc(2026, 7, 1, 12, 0)), 37800);
        localtime_r(&summer, &after);
        assert_int_equal(after.tm_gmtoff, before.tm_gmtoff);
        assert_int_equal(pd_zone_offset("", utc(2026, 7, 1, 12, 0)), before.tm_gmtoff);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_name_is_valid_if_the_machine_has_its_file),
                cmocka_unit_test(the_offset_is_that_of_the_instant),
                cmocka_unit_test(a_moment_is_the_first_instant_at_which_the_clock_shows_it),
                cmocka_unit_test(days_follow_each_other_over_every_change),
                cmocka_unit_test(a_change_of_the_offset_is_found_to_the_second),
                cmocka_unit_test(the_machines_own_zone_is_as_it_was_after_every_question),
        };

        setenv("TZ", "America/Los_Angeles", 1); /* unlike all of the above, and set before the first question */
        tzset();
        return cmocka_run_group_tests(tests, NULL, NULL);
}
