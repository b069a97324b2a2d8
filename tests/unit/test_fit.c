/* SPDX-License-Identifier: MIT */
/* A watch's FIT file becomes what a strap and a pod would have sent, with its runner's buttons. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "purposed/format.h"
#include "support/fit_bytes.h"
#include "support/telling.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

extern const struct pd_format pd_format_fit;

/* Times are 3D0000xx in hexadecimal: xx seconds after 1023410176, which is
 * 1654475776 s since 1970, 2022-06-06. */
#define T0 "1654475776.0"

/* 0: file_id with its type · 1: record: time, heart rate, distance (cm),
 * speed (mm/s) · 2: event: time, event, type · 3: hrv: two RR */
#define HEAD "40 00 00 0000 01 000100  00 04 "                      \
             "41 00 00 1400 04 FD0486 030102 050486 060284 " \
             "42 00 00 1500 03 FD0486 000100 010100 " \
             "43 00 00 4E00 01 000484 "
#define START "02 0000003D 00 00 "

/* 4: session: time, start, sport, elapsed (ms), distance (cm) */
#define DEFINE_SESSION "44 00 00 1200 05 FD0486 020486 050100 070486 090486 "

static int
read_hex(struct telling *telling, const char *hex)
{
        struct fit_bytes fit = {.size = 0};

        fit_bytes_add_file(&fit, hex);
        return telling_read(telling, &pd_format_fit, fit.bytes, fit.size);
}

static void
assert_told(const char *hex, const char *text)
{
        struct fit_bytes fit = {.size = 0};

        fit_bytes_add_file(&fit, hex);
        telling_is(&pd_format_fit, fit.bytes, fit.size, false, text);
}

/* The same without the lines of the activity's head and end. */
static void
assert_inputs(const char *hex, const char *text)
{
        struct fit_bytes fit = {.size = 0};

        fit_bytes_add_file(&fit, hex);
        telling_is(&pd_format_fit, fit.bytes, fit.size, true, text);
}

static void
an_activity_is_its_clock_a_start_frames_and_a_stop(void **state)
{
        (void) state;
        assert_told(HEAD START
                /* at 0 s: 142 bpm, 0 m, 2.5 m/s; at 1 s: 143 bpm, 2.50 m, 2.5 m/s */
                "01 0000003D 8E 00000000 C409  01 0100003D 8F FA000000 C409"
                /* stopped at 2 s, for good */
                "02 0200003D 00 04"
                /* session of 2 s from 0 s: running, 2.50 m */
                DEFINE_SESSION "04 0200003D 0000003D 01 D0070000 FA000000",
                "about running, , ; real " T0 ", 2.0 s, 2.5 m, offset -\n"
                "0.0 clock " T0 " 0\n"
                "0.0 strap 142\n0.0 pod 640 0 0\n0.0 start\n1.0 strap 143\n1.0 pod 640 0 25\n2.0 stop\n");
}

static void
what_is_invalid_or_missing_is_absent(void **state)
{
        (void) state;
        /* no speed and no distance; no heart rate; nothing */
        assert_inputs(HEAD "01 0000003D 8E FFFFFFFF FFFF  01 0100003D FF 64000000 C409  01 0200003D FF FFFFFFFF FFFF",
                "0.0 strap 142\n1.0 pod 640 0 10\n");
        /* a heart rate of 0 is 'no measurement', as the strap says it */
        assert_inputs(HEAD "01 0000003D 00 FFFFFFFF FFFF", "0.0 strap 0\n");
}

static void
cadence_is_of_one_foot_and_has_a_fraction(void **state)
{
        (void) state;
        /* time, cadence, fraction, enhanced speed (73): 85 and 64/128, 3.000 m/s: 86 of one foot, rounded */
        assert_inputs(HEAD "41 00 00 1400 04 FD0486 040102 350102 490486  01 0000003D 55 40 B80B0000", "0.0 pod 768 86 -\n");
        /* a speed that no frame carries, 256 m/s */
        static struct telling telling = {.headless = true};
        assert_int_equal(read_hex(&telling, HEAD "41 00 00 1400 02 FD0486 490486  01 0000003D 00E80300"), 0);
        assert_string_equal(telling.text, "");
        assert_int_equal(telling.skipped, 1);
}

static void
beats_go_with_the_record_before_them(void **state)
{
        (void) state;
        /* 610 and 598 ms; 600 ms and nothing; behind the stop of the same second, too */
        assert_inputs(HEAD START "01 0000003D 8E FFFFFFFF FFFF  03 6202 5602  03 5802 FFFF"
                                 "01 0100003D 8F FFFFFFFF FFFF  02 0200003D 00 04  03 6402 FFFF",
                "0.0 strap 142 rr 625 612 614\n1.0 strap 143 rr 627\n");
        /* beats alone have no time, and are counted */
        static struct telling telling;
        assert_int_equal(read_hex(&telling, HEAD START "03 6202 5602" DEFINE_SESSION "04 0200003D 0000003D 01 D0070000 FA000000"), 0);
        assert_int_equal(telling.skipped, 2);
}

static void
a_pause_of_the_timer_is_a_pause_and_what_was_measured_before_it_comes_before(void **state)
{
        (void) state;
        assert_inputs(HEAD START "01 0000003D 8E 00000000 C409"
                                 "02 0200003D 00 04  01 0100003D 8E FA000000 C409" /* stop, and then a record of before */
                                 "02 3C00003D 00 00  01 3C00003D 64 FA000000 C409",
                "0.0 strap 142\n0.0 pod 640 0 0\n1.0 strap 142\n1.0 pod 640 0 25\n2.0 pause\n60.0 resume\n60.0 start\n"
                "60.0 strap 100\n60.0 pod 640 0 25\n");
        /* a start that was not recorded; other events than the timer's; two stops */
        assert_inputs(HEAD START "01 0000003D 8E FFFFFFFF FFFF  02 0000003D 03 04  02 0200003D 00 01  02 0300003D 00 04"
                                 "01 0A00003D 64 FFFFFFFF FFFF",
                "0.0 strap 142\n2.0 pause\n10.0 resume\n10.0 start\n10.0 strap 100\n");
        /* both in one second are none */
        assert_inputs(HEAD START "01 0000003D 8E FFFFFFFF FFFF  02 0000003D 00 04  02 0000003D 00 00  01 0100003D 64 FFFFFFFF FFFF",
                "0.0 strap 142\n1.0 strap 100\n");
}

static void
the_timer_stops_in_four_ways(void **state)
{
        (void) state;
        for (int type = 1; type <= 10; type++) {
                const bool stops = type == 1 || type == 4 || type == 8 || type == 9;
                char hex[400];

                snprintf(hex, sizeof hex, HEAD START "01 0000003D 8E FFFFFFFF FFFF  02 0200003D 00 %02X  01 0A00003D 64 FFFFFFFF FFFF",
                        type);
                assert_inputs(hex, stops ? "0.0 strap 142\n2.0 pause\n10.0 resume\n10.0 start\n10.0 strap 100\n"
                                         : "0.0 strap 142\n10.0 strap 100\n");
        }
}

static void
speed_is_made_of_distance_where_the_watch_gives_none(void **state)
{
        (void) state;
        /* 0, 10, 20 m at 0, 4, 8 s, nothing said for 60 s, then 40 m at 68 s and 50 m at 74 s */
        assert_inputs(HEAD "01 0000003D FF 00000000 FFFF  01 0400003D FF E8030000 FFFF  01 0800003D FF D0070000 FFFF"
                           "01 4400003D FF A00F0000 FFFF  01 4A00003D FF 88130000 FFFF",
                "8.0 pod 640 0 200\n74.0 pod 427 0 500\n");
        /* a distance that stays 0 is no standing still */
        assert_inputs(HEAD "01 0000003D FF 00000000 FFFF  01 0800003D FF 00000000 FFFF", "");
}

static void
compressed_speed_and_distance_roll_over(void **state)
{
        (void) state;
        /* 8: three bytes. 250/100 m/s is 0FA; 4080/16 m is FF0: FA 00 FF; then 16/16 m: FA 00 01, which is 4112/16 m */
        assert_inputs(HEAD "41 00 00 1400 02 FD0486 08030D  01 0000003D FA00FF  01 0100003D FA0001  01 0200003D FFFFFF",
                "0.0 pod 640 0 2550\n1.0 pod 640 0 2570\n");
}

static void
several_sessions_are_activities_of_their_own(void **state)
{
        (void) state;
        assert_told(HEAD START "01 0000003D 64 00000000 C409  01 0A00003D 65 C4090000 C409"
                               "01 1400003D 96 00000000 C409"
                               /* the second stands first: running from 20 s; then cycling from 0 s */
                               DEFINE_SESSION "04 1400003D 1400003D 01 00000000 00000000  04 1300003D 0000003D 02 384A0000 C4090000",
                "about cycling, , ; real " T0 ", 19.0 s, 25.0 m, offset -\n"
                "0.0 clock " T0 " 0\n0.0 strap 100\n0.0 pod 640 0 0\n0.0 start\n10.0 strap 101\n10.0 pod 640 0 250\n10.0 stop\n"
                "about running, , ; real 1654475796.0, 0.0 s, 0.0 m, offset -\n"
                "0.0 clock 1654475796.0 0\n0.0 strap 150\n0.0 pod 640 0 0\n0.0 start\n0.0 stop\n");
}

static void
chained_files_are_activities_of_their_own_and_others_are_stepped_over(void **state)
{
        static struct telling telling;
        struct fit_bytes fit = {.size = 0};

        (void) state;
        fit_bytes_add_file(&fit, HEAD "01 0A00003D 8E FFFFFFFF FFFF");
        fit_bytes_add_file(&fit, "40 00 00 0000 01 000100  00 02  41 00 00 1400 02 FD0486 030102  01 0000003D 8F"); /* settings */
        fit_bytes_add_file(&fit, HEAD "01 0000003D 90 FFFFFFFF FFFF");
        assert_int_equal(telling_read(&telling, &pd_format_fit, fit.bytes, fit.size), 0);
        assert_string_equal(telling.text, "about , , ; real 1654475786.0, 0.0 s, - m, offset -\n"
                                          "0.0 clock 1654475786.0 0\n0.0 strap 142\n0.0 start\n0.0 stop\n"
                                          "about , , ; real " T0 ", 0.0 s, - m, offset -\n"
                                          "0.0 clock " T0 " 0\n0.0 strap 144\n0.0 start\n0.0 stop\n");
}

static void
a_clock_that_is_set_in_mid_run_leaves_one_run(void **state)
{
        (void) state;
        /* 3C…: 194 days before. The session began by the wrong clock, ended by the right one, and lasted 11 s. */
        assert_told(HEAD "01 0000003C 8E FFFFFFFF FFFF  01 0500003C 8E FFFFFFFF FFFF  01 0A00003D 8E FFFFFFFF FFFF" DEFINE_SESSION
                         "04 0B00003D 0000003C 01 F82A0000 FFFFFFFF",
                "about running, , ; real " T0 ", 11.0 s, - m, offset -\n"
                "0.0 clock " T0 " 0\n0.0 strap 142\n0.0 start\n5.0 strap 142\n6.0 clock 1654475786.0 0\n6.0 strap 142\n6.0 stop\n");
}

static void
a_record_whose_time_goes_back_is_skipped(void **state)
{
        static struct telling telling = {.headless = true};

        (void) state;
        assert_int_equal(read_hex(&telling, HEAD "01 0A00003D 8E FFFFFFFF FFFF  01 0900003D 8F FFFFFFFF FFFF"
                                                 "01 0A00003D 90 FFFFFFFF FFFF"),
                0);
        assert_string_equal(telling.text, "0.0 strap 142\n0.0 strap 144\n");
        assert_int_equal(telling.skipped, 1);
}

static void
a_watch_without_a_date_tells_no_clock(void **state)
{
        (void) state;
        /* 16 s after it was switched on */
        assert_told(HEAD "01 10000000 8E FFFFFFFF FFFF", "about , , ; real -, 0.0 s, - m, offset -\n0.0 strap 142\n0.0 start\n0.0 stop\n");
}

static void
an_activity_without_records_is_told_of(void **state)
{
        (void) state;
        assert_told(HEAD DEFINE_SESSION "04 0200003D 0000003D 0B D0070000 FA000000",
                "about walking, , ; real " T0 ", 2.0 s, 2.5 m, offset -\n");
}

static void
what_holds_no_activity_is_refused(void **state)
{
        static const char *const cases[] = {
                "40 00 00 0000 01 000100  00 05",                                                     /* a workout */
                "40 00 00 0000 01 000100  00 06  41 00 00 1400 02 FD0486 030102  01 0000003D 8E",     /* a course */
                HEAD,                                                                                 /* an empty one */
        };

        (void) state;
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
                static struct telling telling;

                assert_int_equal(read_hex(&telling, cases[i]), -EBADMSG);
                assert_string_equal(telling.text, "");
                assert_non_null(strstr(telling.error.expected, "an activity"));
                assert_int_equal(telling.error.line, 0);
        }
        static struct telling nothing;
        assert_int_equal(telling_read(&nothing, &pd_format_fit, "", 0), -EBADMSG);
        assert_non_null(strstr(nothing.error.expected, "empty"));
}

static void
a_damaged_file_is_told_as_far_as_it_goes_and_its_fault_is_named(void **state)
{
        static struct telling telling = {.headless = true, .skipped = 99};
        struct fit_bytes fit = {.size = 0};

        (void) state;
        fit_bytes_add_file(&fit, HEAD "01 0000003D 8E FFFFFFFF FFFF  01 0100003D 8F FFFFFFFF FFFF");
        fit.bytes[fit.size - 1] ^= 1;
        assert_int_equal(telling_read(&telling, &pd_format_fit, fit.bytes, fit.size), -EBADMSG);
        assert_string_equal(telling.text, "0.0 strap 142\n1.0 strap 143\n");
        assert_non_null(strstr(telling.error.expected, "CRC"));
        assert_int_equal(telling.error.column, fit.size - 2);
        assert_int_equal(telling.skipped, 99);

        assert_int_equal(telling_read(&telling, &pd_format_fit, fit.bytes, fit.size - 4), -EBADMSG);
        assert_string_equal(telling.text, "0.0 strap 142\n");
        assert_non_null(strstr(telling.error.expected, "too early"));
}

static void
a_file_beyond_the_limit_is_refused(void **state)
{
        struct pd_format_error error = {0};
        const struct pd_recording_ops ops = {.user = NULL};
        uint64_t skipped;

        (void) state;
        assert_int_equal(pd_format_fit.read(".FIT", ((size_t) 64 << 20) + 1, &ops, &skipped, &error), -EBADMSG); /* nothing is looked at */
        assert_non_null(strstr(error.expected, "at most 64 MiB"));
}

static void
a_listener_can_stop_the_reading(void **state)
{
        static struct telling telling = {.stop_after = 3};

        (void) state;
        assert_int_equal(read_hex(&telling, HEAD "01 0000003D 8E FFFFFFFF FFFF  01 0100003D 8F FFFFFFFF FFFF"), -ECANCELED);
        assert_int_equal(telling.inputs, 3);
}

static void
damaged_files_get_an_answer(void **state)
{
        static const char letters[16] = "\x00\x01\x02\x03\x04\x12\x14\x3d\x40\x4e\x63\x80\x86\xa3\xfd\xff";
        struct fit_bytes fit = {.size = 0};

        (void) state;
        fit_bytes_add_file(&fit, HEAD START "01 0000003D 8E 00000000 C409  03 6202 5602  01 0500003D 8F FA000000 C409  02 0600003D 00 04"
                                            "63 00 01 0013 02 FD0486 020486 01 000200  03 3D000006 3D000000 1122"
                                            "A3 FFFFFFFF 8E FFFFFFFF FFFF" DEFINE_SESSION
                                            "04 0200003D 0000003D 01 D0070000 FA000000  04 0200003D 0400003D 01 D0070000 FA000000");
        fit_bytes_add_file(&fit, HEAD "01 0A00003D 8E FFFFFFFF FFFF");
        /* what is damaged has another CRC */
        const int faults = telling_damaged(&pd_format_fit, fit.bytes, fit.size, letters, 20000);
        assert_true(faults > 15000 && faults < 19000);
}

static void
power_is_the_pods_that_tells_the_speed(void **state)
{
        (void) state;
        /* time, speed (6), power (7): 2.500 m/s, 286 W; no power; no speed */
        assert_inputs(HEAD "41 00 00 1400 03 FD0486 060284 070284  01 0000003D C409 1E01  01 0100003D C409 FFFF",
                "0.0 pod 640 0 -\n0.0 power 286\n1.0 pod 640 0 -\n");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(an_activity_is_its_clock_a_start_frames_and_a_stop),
                cmocka_unit_test(what_is_invalid_or_missing_is_absent),
                cmocka_unit_test(cadence_is_of_one_foot_and_has_a_fraction),
                cmocka_unit_test(beats_go_with_the_record_before_them),
                cmocka_unit_test(a_pause_of_the_timer_is_a_pause_and_what_was_measured_before_it_comes_before),
                cmocka_unit_test(the_timer_stops_in_four_ways),
                cmocka_unit_test(speed_is_made_of_distance_where_the_watch_gives_none),
                cmocka_unit_test(compressed_speed_and_distance_roll_over),
                cmocka_unit_test(several_sessions_are_activities_of_their_own),
                cmocka_unit_test(chained_files_are_activities_of_their_own_and_others_are_stepped_over),
                cmocka_unit_test(a_clock_that_is_set_in_mid_run_leaves_one_run),
                cmocka_unit_test(a_record_whose_time_goes_back_is_skipped),
                cmocka_unit_test(a_watch_without_a_date_tells_no_clock),
                cmocka_unit_test(an_activity_without_records_is_told_of),
                cmocka_unit_test(what_holds_no_activity_is_refused),
                cmocka_unit_test(a_damaged_file_is_told_as_far_as_it_goes_and_its_fault_is_named),
                cmocka_unit_test(a_file_beyond_the_limit_is_refused),
                cmocka_unit_test(a_listener_can_stop_the_reading),
                cmocka_unit_test(damaged_files_get_an_answer),
                cmocka_unit_test(power_is_the_pods_that_tells_the_speed),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
