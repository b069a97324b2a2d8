/* SPDX-License-Identifier: MIT */
/* What a FIT file says of itself: device, sport, sessions, laps, local time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "formats/fit_survey.h"
#include "support/fit_bytes.h"

#include "purposed/event.h"

#include <stdio.h>
#include <string.h>

/* 3D000000 seconds: 2022-06-06T00:36:16Z */
#define T0 (1654475776 * PD_SEC)

/* 1: record: time, heart rate · 3: lap: time, start, elapsed (ms), distance
 * (cm), step · 4: session: time, start, sport, elapsed, distance · 5:
 * activity: time, local time */
#define RECORD "41 00 00 1400 02 FD0486 030102 "
#define LAP "43 00 00 1300 05 FD0486 020486 070486 090486 470284 "
#define SESSION "44 00 00 1200 05 FD0486 020486 050100 070486 090486 "
#define ACTIVITY "45 00 00 2200 02 FD0486 050486 "

static struct pd_fit_survey survey;
static struct pd_recording_about about;

static void
take(const char *hex)
{
        struct fit_bytes bytes = {.size = 0};
        struct pd_fit fit;

        fit_bytes_add_file(&bytes, hex);
        pd_fit_init(&fit, (const char *) bytes.bytes, bytes.size);
        assert_true(pd_fit_file(&fit));
        pd_fit_survey_take(&survey, &fit);
        assert_null(fit.expected);
}

static void
the_device_is_named_by_itself_or_by_its_maker(void **state)
{
        static const struct {
                const char *hex, *device;
        } cases[] = {
                /* file_id: maker, product */
                {"40 00 00 0000 02 010284 020284  00 0100 980C", "Garmin 3224"},
                {"40 00 00 0000 02 010284 020284  00 2601 FFFF", "Coros"},
                {"40 00 00 0000 02 010284 020284  00 FF00 0100", ""}, /* development */
                /* and the name of the product */
                {"40 00 00 0000 03 010284 020284 080407  00 0100 980C 46523500", "FR5"},
                /* device_info: index, name: that of the creator, and of a strap */
                {"42 00 00 1700 02 000102 1B0407  02 00 57617400  02 01 48524D00", "Wat"},
        };

        (void) state;
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
                take(cases[i].hex);
                assert_string_equal(survey.device, cases[i].device);
        }
}

static void
a_session_says_its_sport_start_and_totals(void **state)
{
        static const struct {
                const char *sport, *word;
        } cases[] = {{"01", "running"}, {"02", "cycling"}, {"0B", "walking"}, {"11", "hiking"}, {"00", "generic"}, {"38", "other"},
                {"06", "other"}, {"FF", ""}};

        (void) state;
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
                char hex[400];

                snprintf(hex, sizeof hex, SESSION "04 0C00003D 0000003D %s D0070000 FA000000", cases[i].sport);
                take(hex);
                assert_int_equal(survey.n_sessions, 1);
                pd_fit_survey_about(&survey, 0, &about);
                assert_string_equal(about.sport, cases[i].word);
                assert_int_equal(about.start_real, T0);
                assert_int_equal(about.elapsed, 2 * PD_SEC);
                assert_int_equal(about.distance_mm, 2500);
                assert_int_equal(about.utc_offset_s, PD_UNKNOWN);
        }
}

static void
without_a_session_the_records_are_one(void **state)
{
        (void) state;
        take(RECORD "01 0000003D 8E  01 3C00003D 8E");
        pd_fit_survey_about(&survey, 0, &about);
        assert_int_equal(survey.n_sessions, 1);
        assert_int_equal(about.start_real, T0);
        assert_int_equal(about.elapsed, PD_MINUTE);
        assert_int_equal(about.distance_mm, PD_UNKNOWN);
        assert_string_equal(about.sport, "");
}

static void
a_start_that_is_missing_or_was_by_a_wrong_clock_is_told_by_the_end(void **state)
{
        (void) state;
        /* ended at 60 s after 50 s */
        take(SESSION "04 3C00003D FFFFFFFF 01 50C30000 FFFFFFFF");
        pd_fit_survey_about(&survey, 0, &about);
        assert_int_equal(about.start_real, T0 + 10 * PD_SEC);
        /* began 194 days before that */
        take(LAP "03 3C00003D 1400003D 10270000 FFFFFFFF FFFF  03 3C00003D 0500003C 10270000 FFFFFFFF FFFF" SESSION
                 "04 3C00003D 0000003C 01 50C30000 FFFFFFFF");
        pd_fit_survey_about(&survey, 0, &about);
        assert_int_equal(about.start_real, T0 + 10 * PD_SEC);
        assert_int_equal(about.laps[0].start, 10 * PD_SEC);
        assert_int_equal(about.laps[1].start, 5 * PD_SEC);
}

static void
laps_belong_to_the_session_that_they_began_in(void **state)
{
        (void) state;
        /* sessions from 100 s and, told first, from 200 s; laps from 100, 150 (unknown otherwise) and 210 s */
        take(SESSION "04 2C01003D C800003D 01 A0860100 FFFFFFFF  04 C700003D 6400003D 02 A0860100 FFFFFFFF" LAP
                     "03 9600003D 6400003D 50C30000 204E0000 0100  03 C700003D 9600003D FFFFFFFF FFFFFFFF FFFF"
                     "03 2C01003D D200003D 905F0100 10270000 0200");
        assert_int_equal(survey.n_sessions, 2);
        pd_fit_survey_about(&survey, 0, &about);
        assert_string_equal(about.sport, "cycling");
        assert_int_equal(about.n_laps, 2);
        assert_int_equal(about.laps[0].start, 0);
        assert_int_equal(about.laps[0].elapsed, 50 * PD_SEC);
        assert_int_equal(about.laps[0].distance_mm, 200000);
        assert_int_equal(about.laps[0].step, 1);
        assert_int_equal(about.laps[1].start, 50 * PD_SEC);
        assert_int_equal(about.laps[1].elapsed, PD_NEVER);
        assert_int_equal(about.laps[1].distance_mm, PD_UNKNOWN);
        assert_int_equal(about.laps[1].step, PD_UNKNOWN);
        pd_fit_survey_about(&survey, 1, &about);
        assert_int_equal(about.n_laps, 1);
        assert_int_equal(about.laps[0].start, 10 * PD_SEC);
        assert_int_equal(about.laps[0].step, 2);
}

static void
more_than_is_kept_is_counted_or_left_out(void **state)
{
        static char hex[65536];
        char *at = hex + sprintf(hex, LAP);

        (void) state;
        for (int i = 0; i < PD_RECORDING_LAPS_MAX + 3; i++)
                at += sprintf(at, "03 0000003D 0000003D FFFFFFFF FFFFFFFF FFFF ");
        sprintf(at, RECORD "01 0000003D 8E");
        take(hex);
        pd_fit_survey_about(&survey, 0, &about);
        assert_int_equal(about.n_laps, PD_RECORDING_LAPS_MAX + 3);

        at = hex + sprintf(hex, SESSION);
        for (int i = 0; i < PD_FIT_SESSIONS_MAX + 3; i++)
                at += sprintf(at, "04 0000003D 0000003D 01 00000000 00000000 ");
        take(hex);
        assert_int_equal(survey.n_sessions, PD_FIT_SESSIONS_MAX);
}

static void
the_offset_is_local_time_minus_utc_where_a_place_on_earth_has_it(void **state)
{
        static const struct {
                const char *local;
                int32_t offset_s;
        } cases[] = {{"100E003D", 3600}, {"0000003D", 0}, {"E0C4003D", 50400}, {"C8CEFF3C", -12600}, {"FFFFFFFF", PD_UNKNOWN},
                {"00000000", PD_UNKNOWN}, {"0F00003D", PD_UNKNOWN}, {"64C8003D", PD_UNKNOWN}};

        (void) state;
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
                char hex[200];

                snprintf(hex, sizeof hex, RECORD "01 0000003D 8E" ACTIVITY "05 0000003D %s", cases[i].local);
                take(hex);
                pd_fit_survey_about(&survey, 0, &about);
                assert_int_equal(about.utc_offset_s, cases[i].offset_s);
        }
}

static void
a_coros_that_gives_utc_for_local_time_does_not_say_where_it_is(void **state)
{
        static const char maker[] = "40 00 00 0000 01 010284  00 2601 " RECORD "01 0000003D 8E" ACTIVITY;
        char hex[200];

        (void) state;
        snprintf(hex, sizeof hex, "%s05 0000003D 0000003D", maker);
        take(hex);
        pd_fit_survey_about(&survey, 0, &about);
        assert_int_equal(about.utc_offset_s, PD_UNKNOWN);
        snprintf(hex, sizeof hex, "%s05 0000003D 100E003D", maker);
        take(hex);
        pd_fit_survey_about(&survey, 0, &about);
        assert_int_equal(about.utc_offset_s, 3600);
}

static void
a_watch_without_a_date_has_no_start(void **state)
{
        (void) state;
        take(RECORD "01 FFFFFF0F 8E");
        pd_fit_survey_about(&survey, 0, &about);
        assert_int_equal(about.start_real, PD_NEVER);
        take(RECORD "01 00000010 8E");
        pd_fit_survey_about(&survey, 0, &about);
        assert_int_equal(about.start_real, pd_fit_real(0x10000000));
}

static void
what_is_no_activity_is_refused_by_its_name(void **state)
{
        static const struct {
                const char *hex, *refusal; /* NULL: it is one */
        } cases[] = {
                {"40 00 00 0000 01 000100  00 04" RECORD "01 0000003D 8E", NULL},
                {RECORD "01 0000003D 8E", NULL}, /* that of a file whose head is lost */
                {"40 00 00 0000 01 000100  00 04", "nothing was recorded"},
                {"40 00 00 0000 01 000100  00 05", "workout"},
                {"40 00 00 0000 01 000100  00 06" RECORD "01 0000003D 8E", "course"},
                {"40 00 00 0000 01 000100  00 02", "settings"},
        };

        (void) state;
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
                take(cases[i].hex);
                if (cases[i].refusal == NULL)
                        assert_null(pd_fit_survey_refusal(&survey));
                else
                        assert_non_null(strstr(pd_fit_survey_refusal(&survey), cases[i].refusal));
        }
}

static void
the_workout_has_a_name(void **state)
{
        (void) state;
        take("41 00 00 1A00 01 080607  01 54656D706F00" RECORD "01 0000003D 8E");
        pd_fit_survey_about(&survey, 0, &about);
        assert_string_equal(about.workout, "Tempo");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_device_is_named_by_itself_or_by_its_maker),
                cmocka_unit_test(a_session_says_its_sport_start_and_totals),
                cmocka_unit_test(without_a_session_the_records_are_one),
                cmocka_unit_test(a_start_that_is_missing_or_was_by_a_wrong_clock_is_told_by_the_end),
                cmocka_unit_test(laps_belong_to_the_session_that_they_began_in),
                cmocka_unit_test(more_than_is_kept_is_counted_or_left_out),
                cmocka_unit_test(the_offset_is_local_time_minus_utc_where_a_place_on_earth_has_it),
                cmocka_unit_test(a_coros_that_gives_utc_for_local_time_does_not_say_where_it_is),
                cmocka_unit_test(a_watch_without_a_date_has_no_start),
                cmocka_unit_test(what_is_no_activity_is_refused_by_its_name),
                cmocka_unit_test(the_workout_has_a_name),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
