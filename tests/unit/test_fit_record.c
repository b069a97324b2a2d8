/* SPDX-License-Identifier: MIT */
/* Messages come out of a FIT container, whatever they mean. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "formats/fit_record.h"
#include "support/fit_bytes.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Local type 0 is global 20 with a time stamp (253, u32), 3 (u8) and 6 (u16). */
#define DEFINE_0 "40 00 00 1400 03 FD0486 030102 060284 "

/* "20 @1000 3=142 6=2500;" a message, "|" before each file */
struct reading {
        char text[4096];
        const char *expected;
        size_t fault_at;
};

__attribute__((format(printf, 2, 3))) static void
tell(struct reading *reading, const char *format, ...)
{
        const size_t length = strlen(reading->text);
        va_list arguments;

        va_start(arguments, format);
        vsnprintf(reading->text + length, sizeof(reading->text) - length, format, arguments);
        va_end(arguments);
}

static void
note(struct reading *reading, const struct pd_fit_message *message)
{
        tell(reading, "%u", message->global);
        if (message->timed)
                tell(reading, " @%" PRIu32, message->timestamp);
        for (unsigned field = 0; field < 253; field++) {
                int64_t value;

                for (size_t i = 0; pd_fit_element(message, (uint8_t) field, i, &value); i++) {
                        if (i == 0)
                                tell(reading, " %u=", field);
                        tell(reading, "%s%" PRId64, i > 0 ? "," : "", value);
                }
        }
        tell(reading, ";");
}

static void
read_bytes(struct reading *reading, const struct fit_bytes *fit)
{
        char *const copy = malloc(fit->size > 0 ? fit->size : 1);
        struct pd_fit_message message;
        struct pd_fit reader;

        assert_non_null(copy);
        memcpy(copy, fit->bytes, fit->size);
        reading->text[0] = '\0';
        pd_fit_init(&reader, copy, fit->size);
        while (pd_fit_file(&reader)) {
                tell(reading, "|");
                while (pd_fit_message(&reader, &message))
                        note(reading, &message);
        }
        reading->expected = reader.expected;
        reading->fault_at = reader.fault_at;
        free(copy);
}

static void
assert_messages(const char *hex, const char *text)
{
        struct fit_bytes fit = {.size = 0};
        struct reading reading;

        fit_bytes_add_file(&fit, hex);
        read_bytes(&reading, &fit);
        assert_string_equal(reading.text, text);
        assert_null(reading.expected);
}

static void
messages_are_read_by_their_definition(void **state)
{
        (void) state;
        /* at 1000 s: 142, 2500 */
        assert_messages(DEFINE_0 "00 E8030000 8E C409", "|20 @1000 3=142 6=2500;");
        /* twice */
        assert_messages(DEFINE_0 "00 E8030000 8E C409  00 E9030000 8F C509", "|20 @1000 3=142 6=2500;20 @1001 3=143 6=2501;");
        /* a definition alone */
        assert_messages(DEFINE_0, "|");
}

static void
both_byte_orders_are_read(void **state)
{
        (void) state;
        /* local type 1, big endian: global 20, time stamp, 6; at 1000 s: 2500 */
        assert_messages("41 00 01 0014 02 FD0486 060284  01 000003E8 09C4", "|20 @1000 6=2500;");
        /* one of each in turn */
        assert_messages("41 00 01 0014 01 060284" DEFINE_0 "01 09C4  00 E8030000 8E C409  01 09C5",
                "|20 6=2500;20 @1000 3=142 6=2500;20 6=2501;");
}

static void
invalid_values_are_absent(void **state)
{
        (void) state;
        assert_messages(DEFINE_0 "00 E8030000 FF FFFF", "|20 @1000;");
        assert_messages(DEFINE_0 "00 FFFFFFFF 8E C409", "|20 3=142 6=2500;");
        /* sint8 127 and -2, uint8z 0 and 1, sint16 32767 and -1, uint32z 0 */
        assert_messages("40 00 00 1400 07 010101 020101 03010A 04010A 050283 060283 07048C  00 7F FE 00 01 FF7F FFFF 00000000",
                "|20 2=-2 4=1 6=-1;");
}

static void
lists_end_at_the_first_invalid_element(void **state)
{
        (void) state;
        /* hrv, 78: five u16, of which 610 and 598 */
        assert_messages("40 00 00 4E00 01 000A84  00 6202 5602 FFFF FFFF FFFF", "|78 0=610,598;");
}

static void
what_is_no_integer_or_of_another_size_is_absent(void **state)
{
        (void) state;
        /* three bytes of u16, a float, an unknown base type, one byte of u32; then 142 */
        assert_messages("40 00 00 1400 05 010384 020488 03011F 040186 050102  00 010203 0000803F 05 06 8E", "|20 5=142;");
        /* the field is there, and empty */
        assert_messages("40 00 00 1400 02 010002 050102  00 8E", "|20 5=142;");
}

static void
compressed_time_stamps_follow_the_last_whole_one(void **state)
{
        (void) state;
        /* local type 1 has no time stamp; 1000 % 32 is 8, so 9 is 1001, and 7 comes 30 s later */
        assert_messages(DEFINE_0 "41 00 00 1400 01 030102  00 E8030000 8E C409  A9 8F  A7 90  A7 91",
                "|20 @1000 3=142 6=2500;20 @1001 3=143;20 @1031 3=144;20 @1031 3=145;");
        /* none came before */
        assert_messages("41 00 00 1400 01 030102  A9 8F", "|20 3=143;");
}

static void
fields_of_developers_are_stepped_over(void **state)
{
        (void) state;
        /* with two of them, of one and of two bytes */
        assert_messages("60 00 00 1400 01 030102 02 000100 010200  00 8E 11 2233  00 8F 44 5566", "|20 3=142;20 3=143;");
        /* the flag, and none */
        assert_messages("60 00 00 1400 01 030102 00  00 8E", "|20 3=142;");
}

static void
a_local_type_may_be_defined_anew(void **state)
{
        (void) state;
        assert_messages(DEFINE_0 "00 E8030000 8E C409  40 00 00 4E00 01 000284  00 6202", "|20 @1000 3=142 6=2500;78 0=610;");
}

static void
what_nobody_knows_is_still_a_message(void **state)
{
        (void) state;
        assert_messages("4F 00 00 39FF 01 070102  0F 05", "|65337 7=5;");
}

static void
files_follow_each_other_and_know_nothing_of_each_other(void **state)
{
        struct fit_bytes fit = {.size = 0};
        struct reading reading;

        (void) state;
        fit_bytes_add_file(&fit, DEFINE_0 "00 E8030000 8E C409");
        fit_bytes_add_file(&fit, "41 00 00 1400 01 030102  A9 8F");
        read_bytes(&reading, &fit);
        assert_string_equal(reading.text, "|20 @1000 3=142 6=2500;|20 3=143;");
        assert_null(reading.expected);

        fit.size = 0;
        fit_bytes_add_file(&fit, DEFINE_0);
        fit_bytes_add_file(&fit, "00 E8030000 8E C409");
        read_bytes(&reading, &fit);
        assert_string_equal(reading.text, "||");
        assert_non_null(strstr(reading.expected, "defined before"));
}

static void
a_header_may_have_twelve_bytes(void **state)
{
        struct fit_bytes fit = {.size = 0};
        struct reading reading;

        (void) state;
        fit_bytes_add(&fit, "0C 10 6400 1A000000 2E464954" DEFINE_0 "00 E8030000 8E C409");
        assert_int_equal(fit.size, 12 + 23);
        fit.bytes[4] = 23;
        const uint16_t crc = fit_bytes_crc(fit.bytes, fit.size);
        fit.bytes[fit.size++] = (uint8_t) crc;
        fit.bytes[fit.size++] = (uint8_t) (crc >> 8);
        read_bytes(&reading, &fit);
        assert_string_equal(reading.text, "|20 @1000 3=142 6=2500;");
        assert_null(reading.expected);
}

/* The file of 39 bytes: 14 header, 15 definition at 14, 8 data at 29, 2 CRC at 37. */
static void
a_fault_is_named_by_its_byte_and_what_came_before_is_read(void **state)
{
        static const struct {
                size_t cut; /* to that size; 0 = whole */
                size_t at;  /* a byte that becomes VALUE */
                int value;
                const char *text, *expected;
                size_t fault_at;
        } cases[] = {
                {0, 33, 0x55, "|20 @1426064360 3=142 6=2500;", "CRC that fits the file", 37}, /* a damaged time */
                {0, 38, 0x00, "|20 @1000 3=142 6=2500;", "CRC that fits the file", 37},
                {0, 1, 0x21, "|20 @1000 3=142 6=2500;", "CRC that fits the header", 12},
                {0, 8, 'X', "", "header of a FIT file", 0},
                {0, 0, 11, "", "header of a FIT file", 0},
                {0, 0, 255, "", "header of a FIT file", 0},
                {0, 29, 0x03, "|", "defined before", 29},
                {0, 29, 0xE3, "|", "defined before", 29}, /* compressed, of local type 3 */
                {0, 4, 0xFF, "|20 @1000 3=142 6=2500;", "CRC that fits the header", 12},
                {13, 0, 14, "", "header of a FIT file", 0},
                {14, 0, 14, "|", "ends too early", 14},
                {20, 0, 14, "|", "whole definition", 15},
                {28, 0, 14, "|", "whole definition", 15},
                {36, 0, 14, "|", "whole message", 29},
                {37, 0, 14, "|20 @1000 3=142 6=2500;", "ends too early", 37},
                {38, 0, 14, "|20 @1000 3=142 6=2500;", "ends too early", 38},
        };

        (void) state;
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
                struct fit_bytes fit = {.size = 0};
                struct reading reading;

                fit_bytes_add_file(&fit, DEFINE_0 "00 E8030000 8E C409");
                assert_int_equal(fit.size, 39);
                fit.bytes[cases[i].at] = (uint8_t) cases[i].value;
                if (cases[i].cut > 0)
                        fit.size = cases[i].cut;
                read_bytes(&reading, &fit);
                assert_string_equal(reading.text, cases[i].text);
                assert_non_null(reading.expected);
                assert_non_null(strstr(reading.expected, cases[i].expected));
                assert_int_equal(reading.fault_at, cases[i].fault_at);
        }
}

static void
a_definition_has_few_fields_without_a_byte(void **state)
{
        (void) state;
        for (int n = 16; n <= 17; n++) {
                struct fit_bytes fit = {.size = 0};
                struct reading reading;
                char hex[200];
                char *at = hex + sprintf(hex, "40 00 00 1400 %02X ", n + 1);

                for (int i = 0; i < n; i++)
                        at += sprintf(at, "640002 ");
                (void) sprintf(at, "030102 00 8E");
                fit_bytes_add_file(&fit, hex);
                read_bytes(&reading, &fit);
                assert_string_equal(reading.text, n == 16 ? "|20 3=142;" : "|");
                assert_true((reading.expected == NULL) == (n == 16));
        }
}

static void
a_file_that_was_never_finished_is_read_to_the_end_of_the_bytes(void **state)
{
        struct fit_bytes fit = {.size = 0};
        struct reading reading;

        (void) state;
        fit_bytes_add(&fit, "0E 20 4308 00000000 2E464954 0000" DEFINE_0 "00 E8030000 8E C409");
        read_bytes(&reading, &fit);
        assert_string_equal(reading.text, "|20 @1000 3=142 6=2500;");
        assert_non_null(strstr(reading.expected, "never finished"));
        assert_int_equal(reading.fault_at, 4);
}

static void
behind_a_wrong_crc_the_next_file_is_read_and_the_fault_stands(void **state)
{
        struct fit_bytes fit = {.size = 0};
        struct reading reading;

        (void) state;
        fit_bytes_add_file(&fit, DEFINE_0 "00 E8030000 8E C409");
        fit.bytes[37] ^= 1;
        fit_bytes_add_file(&fit, DEFINE_0 "00 E9030000 8E C409");
        fit_bytes_add(&fit, "00");
        read_bytes(&reading, &fit);
        assert_string_equal(reading.text, "|20 @1000 3=142 6=2500;|20 @1001 3=142 6=2500;");
        assert_non_null(strstr(reading.expected, "CRC that fits the file"));
        assert_int_equal(reading.fault_at, 37);
}

static void
text_is_cut_and_ends_at_its_nul(void **state)
{
        struct fit_bytes fit = {.size = 0};
        struct pd_fit reader;
        struct pd_fit_message message;
        char text[8] = "before";

        (void) state;
        /* 8 is "Tempo" with a NUL and a stray byte, 9 is empty, 10 has no NUL */
        fit_bytes_add_file(&fit, "40 00 00 1A00 03 080707 090207 0A0307  00 54656D706F0058 0000 414243");
        pd_fit_init(&reader, (const char *) fit.bytes, fit.size);
        assert_true(pd_fit_file(&reader));
        assert_true(pd_fit_message(&reader, &message));
        assert_false(pd_fit_text(&message, 9, text, sizeof text));
        assert_false(pd_fit_text(&message, 11, text, sizeof text));
        assert_string_equal(text, "before");
        assert_true(pd_fit_text(&message, 8, text, sizeof text));
        assert_string_equal(text, "Tempo");
        assert_true(pd_fit_text(&message, 10, text, sizeof text));
        assert_string_equal(text, "ABC");
        assert_true(pd_fit_text(&message, 8, text, 4));
        assert_string_equal(text, "Tem");
}

static void
the_first_bytes_tell(void **state)
{
        static const char good[] = "\x0e\x20\x43\x08\0\0\0\0.FIT", bad[] = "\x0e\x20\x43\x08\0\0\0\0.FIX";

        (void) state;
        assert_true(pd_fit_probe(good, 12));
        assert_false(pd_fit_probe(good, 11));
        assert_false(pd_fit_probe(good, 0));
        assert_false(pd_fit_probe(bad, 12));
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(messages_are_read_by_their_definition),
                cmocka_unit_test(both_byte_orders_are_read),
                cmocka_unit_test(invalid_values_are_absent),
                cmocka_unit_test(lists_end_at_the_first_invalid_element),
                cmocka_unit_test(what_is_no_integer_or_of_another_size_is_absent),
                cmocka_unit_test(compressed_time_stamps_follow_the_last_whole_one),
                cmocka_unit_test(fields_of_developers_are_stepped_over),
                cmocka_unit_test(a_local_type_may_be_defined_anew),
                cmocka_unit_test(what_nobody_knows_is_still_a_message),
                cmocka_unit_test(files_follow_each_other_and_know_nothing_of_each_other),
                cmocka_unit_test(a_header_may_have_twelve_bytes),
                cmocka_unit_test(a_fault_is_named_by_its_byte_and_what_came_before_is_read),
                cmocka_unit_test(a_definition_has_few_fields_without_a_byte),
                cmocka_unit_test(a_file_that_was_never_finished_is_read_to_the_end_of_the_bytes),
                cmocka_unit_test(behind_a_wrong_crc_the_next_file_is_read_and_the_fault_stands),
                cmocka_unit_test(text_is_cut_and_ends_at_its_nul),
                cmocka_unit_test(the_first_bytes_tell),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
