/* SPDX-License-Identifier: MIT */
/* A table becomes the frames that a strap and a pod would have sent. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "purposed/format.h"
#include "support/telling.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

extern const struct pd_format pd_format_csv;

/* What was read, one line a frame: "<µs> <last digit of the address> <uuid> <hex>". */
struct reading {
        char text[65536];
        size_t length;
        uint64_t skipped;
        struct pd_format_error error;
        int stop_after; /* frames; 0 = never */
        int frames;
};

static int
note_input(void *user, const struct pd_input *input)
{
        struct reading *reading = user;
        char *at = reading->text + reading->length;
        char *const end = reading->text + sizeof reading->text;

        assert_int_equal(input->kind, PD_INPUT_FRAME);
        assert_int_equal(strncmp(input->frame.address, "00:00:00:00:00:0", 16), 0);
        at += snprintf(at, (size_t) (end - at), "%" PRId64 " %s %04x ", input->at, input->frame.address + 16, input->frame.characteristic);
        for (size_t i = 0; i < input->frame.length; i++)
                at += snprintf(at, (size_t) (end - at), "%02x", input->frame.bytes[i]);
        at += snprintf(at, (size_t) (end - at), "\n");
        reading->length = (size_t) (at - reading->text);
        return ++reading->frames == reading->stop_after ? -ECANCELED : 0;
}

static int
read_csv(struct reading *reading, const char *text)
{
        const struct pd_recording_ops ops = {.input = note_input, .user = reading};

        reading->length = 0;
        reading->text[0] = '\0';
        return pd_format_csv.read(text, strlen(text), &ops, &reading->skipped, &reading->error);
}

static void
assert_frames(const char *text, const char *frames)
{
        struct reading reading = {.skipped = 99};

        assert_int_equal(read_csv(&reading, text), 0);
        assert_string_equal(reading.text, frames);
        assert_int_equal(reading.skipped, 0);
}

static void
a_row_becomes_a_strap_frame_and_a_pod_frame(void **state)
{
        (void) state;
        assert_frames("t_s,hr_bpm,rr_ms,speed_mps,cadence_spm,distance_m,altitude_m,power_w\n"
                      "1.25,142,610 598,2.75,171.0,1250.54,104.0,200\n",
                /* RR, 142 bpm, 625 (610 ms), 612 (598 ms is 612.35) */
                "1250000 1 2a37 108e71026402\n"
                /* distance, 704/256 m/s, 86 a foot (85.5), 12505 dm */
                "1250000 2 2a53 02c00256d9300000\n"
                /* 200 W */
                "1250000 2 2a63 0000c800\n");
}

static void
absent_cells_are_absent_fields(void **state)
{
        (void) state;
        assert_frames("t_s,hr_bpm,rr_ms,speed_mps,cadence_spm,distance_m\n0,,,,,\n", "");
        assert_frames("t_s,hr_bpm,rr_ms,speed_mps,cadence_spm,distance_m\n0\n", "");
        assert_frames("t_s,hr_bpm,rr_ms\n0,142\n", "0 1 2a37 008e\n");
        assert_frames("t_s,hr_bpm,rr_ms\n0,,1000\n", "0 1 2a37 10000004\n");
        assert_frames("t_s,speed_mps\n0,1\n", "0 2 2a53 00000100\n");
        assert_frames("t_s,speed_mps\n0,0\n", "0 2 2a53 00000000\n");
}

static void
a_heart_rate_above_255_is_wide(void **state)
{
        (void) state;
        assert_frames("t_s,hr_bpm\n0,255\n1,256\n2,65535\n", "0 1 2a37 00ff\n1000000 1 2a37 010001\n2000000 1 2a37 01ffff\n");
}

static void
more_rr_than_a_frame_holds_follow_in_further_frames_of_the_same_instant(void **state)
{
        (void) state;
        assert_frames("t_s,hr_bpm,rr_ms\n3,60,1000 1000 1000 1000 1000 1000 1000 1000 1000\n",
                "3000000 1 2a37 103c000400040004000400040004000400040004\n");
        assert_frames("t_s,hr_bpm,rr_ms\n3,60,1000 1000 1000 1000 1000 1000 1000 1000 1000 500 250\n",
                "3000000 1 2a37 103c000400040004000400040004000400040004\n"
                "3000000 1 2a37 103c00020001\n");
        /* two bytes of heart rate leave room for eight */
        assert_frames("t_s,hr_bpm,rr_ms\n3,256,1 1 1 1 1 1 1 1 1000\n", "3000000 1 2a37 11000101000100010001000100010001000100\n"
                                                                        "3000000 1 2a37 1100010004\n");
}

static void
the_largest_values_fit(void **state)
{
        (void) state;
        assert_frames("t_s,rr_ms,speed_mps,cadence_spm,distance_m\n0,63999.023,255.996093,510.999,429496729.549\n",
                "0 1 2a37 1000ffff\n0 2 2a53 02ffffffffffffff\n");
}

static void
numbers_beyond_what_a_frame_carries_are_skipped_and_counted(void **state)
{
        struct reading reading = {0};

        (void) state;
        assert_int_equal(read_csv(&reading, "t_s,hr_bpm,rr_ms,speed_mps,cadence_spm,distance_m\n"
                                            "0,65536,64000 1000,2,511,429496729.55\n"
                                            "1,-1,-5,-0.1\n"
                                            "99999999999,100\n"
                                            "2,99999999999999999999999\n"),
                0);
        assert_string_equal(reading.text, "0 1 2a37 10000004\n0 2 2a53 00000200\n");
        assert_int_equal(reading.skipped, 4 + 3 + 1 + 1);
}

static void
columns_are_found_by_name(void **state)
{
        (void) state;
        assert_frames("note, hr_bpm ,\tt_s,temperature\nwarm up!,90,5,n/a\n", "5000000 1 2a37 005a\n");
}

static void
marks_line_ends_comments_and_blanks_do_not_matter(void **state)
{
        (void) state;
        assert_frames("\xEF\xBB\xBF# made by hand\r\n\r\nt_s,hr_bpm\r\n# half way\r\n 0 , 90 \r\n\r\n  \n1,91,,\r\n2,92",
                "0 1 2a37 005a\n1000000 1 2a37 005b\n2000000 1 2a37 005c\n");
}

static void
a_row_that_goes_back_is_skipped_and_counted(void **state)
{
        struct reading reading = {0};

        (void) state;
        assert_int_equal(read_csv(&reading, "t_s,hr_bpm\n5,90\n5,91\n4.999999,92\n4,93\n6,94\n"), 0);
        assert_string_equal(reading.text, "5000000 1 2a37 005a\n5000000 1 2a37 005b\n6000000 1 2a37 005e\n");
        assert_int_equal(reading.skipped, 2);
}

static void
times_before_zero_are_times(void **state)
{
        (void) state;
        assert_frames("t_s,hr_bpm\n-1.5,90\n0,91\n", "-1500000 1 2a37 005a\n0 1 2a37 005b\n");
}

static void
without_speed_the_pod_is_silent_and_that_is_counted(void **state)
{
        struct reading reading = {0};

        (void) state;
        assert_int_equal(read_csv(&reading, "t_s,speed_mps,cadence_spm,distance_m\n0,,170,\n1,,,3.5\n2,,170,3.5\n3,,,\n4,2,,\n"), 0);
        assert_string_equal(reading.text, "4000000 2 2a53 00000200\n");
        assert_int_equal(reading.skipped, 3);
}

static void
a_fault_is_named_by_line_column_and_what_was_expected(void **state)
{
        static const struct {
                const char *text;
                size_t line, column;
                const char *expected;
        } cases[] = {
                {"", 1, 1, "heading"},
                {"# nothing\n", 2, 1, "heading"},
                {"time,hr_bpm\n0,90\n", 1, 1, "t_s"},
                {"t_s,hr_bpm,t_s\n", 1, 12, "once"},
                {"t_s,hr_bpm\n0,90\n1,fast\n", 3, 3, "hr_bpm"},
                {"t_s,hr_bpm\n0,90\n1,  9o\n", 3, 6, "hr_bpm"},
                {"t_s,hr_bpm\n0,nan\n", 2, 3, "hr_bpm"},
                {"t_s,hr_bpm\n,90\n", 2, 1, "t_s"},
                {"hr_bpm,t_s\n90000\n", 2, 1, "t_s"},
                {"t_s\n1e3\n", 2, 2, "t_s"},
                {"t_s\n1,5\n", 2, 3, "as many cells"},
                {"t_s,rr_ms\n1,600;610\n", 2, 6, "rr_ms"},
                {"t_s,rr_ms\n1,600 x\n", 2, 7, "rr_ms"},
                {"t_s,speed_mps\n1,2.5 m/s\n", 2, 6, "speed_mps"},
                {"t_s,cadence_spm\n1,\"170\"\n", 2, 3, "cadence_spm"},
                {"t_s,distance_m\n1,1.2.3\n", 2, 6, "distance_m"},
        };

        (void) state;
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
                struct reading reading = {.skipped = 99};

                assert_int_equal(read_csv(&reading, cases[i].text), -EBADMSG);
                assert_int_equal(reading.error.line, cases[i].line);
                assert_int_equal(reading.error.column, cases[i].column);
                assert_non_null(strstr(reading.error.expected, cases[i].expected));
                assert_int_equal(reading.skipped, 99);
        }
}

static void
rows_before_a_fault_have_been_handed_over(void **state)
{
        struct reading reading = {0};

        (void) state;
        assert_int_equal(read_csv(&reading, "t_s,hr_bpm\n0,90\n1,x\n"), -EBADMSG);
        assert_string_equal(reading.text, "0 1 2a37 005a\n");
}

static void
the_limits_hold(void **state)
{
        static char text[65536];
        struct reading reading = {0};
        char *at = text;

        (void) state;
        at += sprintf(at, "t_s");
        for (int i = 1; i < 64; i++)
                at += sprintf(at, ",c%d", i);
        sprintf(at, "\n");
        assert_int_equal(read_csv(&reading, text), 0);
        assert_int_equal(reading.frames, 0);
        sprintf(at, ",c64\n");
        assert_int_equal(read_csv(&reading, text), -EBADMSG);
        assert_non_null(strstr(reading.error.expected, "64 columns"));

        at = text + sprintf(text, "t_s,rr_ms,\n0,");
        for (int i = 0; i < 4096; i++)
                at += sprintf(at, "0 ");
        assert_int_equal(read_csv(&reading, text), 0);
        assert_int_equal(reading.frames, 456); /* 455 of 9, 1 of 1 */
        sprintf(at, "0");
        assert_int_equal(read_csv(&reading, text), -EBADMSG);
        assert_non_null(strstr(reading.error.expected, "4096 RR"));

        at = text + sprintf(text, "t_s,note\n0,");
        memset(at, 'x', 16384 - 2);
        at[16384 - 2] = '\0';
        assert_int_equal(read_csv(&reading, text), 0);
        strcat(at, "x");
        assert_int_equal(read_csv(&reading, text), -EBADMSG);
        assert_non_null(strstr(reading.error.expected, "16384 bytes"));
}

static void
a_listener_can_stop_the_reading(void **state)
{
        struct reading reading = {.stop_after = 2, .skipped = 99};

        (void) state;
        assert_int_equal(read_csv(&reading, "t_s,hr_bpm,speed_mps\n0,90,2\n1,91,2\n"), -ECANCELED);
        assert_int_equal(reading.frames, 2);
        assert_int_equal(reading.skipped, 99);
}

static void
damaged_tables_get_an_answer(void **state)
{
        static const char table[] =
                "t_s,hr_bpm,rr_ms,speed_mps,cadence_spm,distance_m\n"
                "1.25,142,610 598,2.75,171.0,1250.54\n# half way\r\n\n2,,1000,,,\n3,300,,2.5\n4,140,1 2 3 4 5 6 7 8 9 10,2.5,170,9";

        (void) state;
        const int faults = telling_damaged(&pd_format_csv, table, sizeof table - 1, "0159 .,-#x\n\r\t\0\xef", 20000);
        assert_true(faults > 1000 && faults < 19000);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_row_becomes_a_strap_frame_and_a_pod_frame),
                cmocka_unit_test(absent_cells_are_absent_fields),
                cmocka_unit_test(a_heart_rate_above_255_is_wide),
                cmocka_unit_test(more_rr_than_a_frame_holds_follow_in_further_frames_of_the_same_instant),
                cmocka_unit_test(the_largest_values_fit),
                cmocka_unit_test(numbers_beyond_what_a_frame_carries_are_skipped_and_counted),
                cmocka_unit_test(columns_are_found_by_name),
                cmocka_unit_test(marks_line_ends_comments_and_blanks_do_not_matter),
                cmocka_unit_test(a_row_that_goes_back_is_skipped_and_counted),
                cmocka_unit_test(times_before_zero_are_times),
                cmocka_unit_test(without_speed_the_pod_is_silent_and_that_is_counted),
                cmocka_unit_test(a_fault_is_named_by_line_column_and_what_was_expected),
                cmocka_unit_test(rows_before_a_fault_have_been_handed_over),
                cmocka_unit_test(the_limits_hold),
                cmocka_unit_test(a_listener_can_stop_the_reading),
                cmocka_unit_test(damaged_tables_get_an_answer),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
