/* SPDX-License-Identifier: MIT */
/* Device information: padding goes, the text stays, nothing breaks out. */
#include "tables/device_info.h"
#include "tables/row.h"

#include "sensors/types.h"

static struct pd_decoded
decode_text(uint16_t characteristic, const char *bytes, size_t length)
{
        struct pd_frame frame = {.characteristic = characteristic, .length = (uint16_t) length};
        struct pd_sensor_state state = {0};
        struct pd_decoded decoded;

        memset(&decoded, 0xa5, sizeof(decoded));
        memcpy(frame.bytes, bytes, length);
        pd_sensor_device_info.decode(&state, &frame, &decoded);
        return decoded;
}

static void
every_row_of_the_table_decodes_to_its_text(void **test_state)
{
        (void) test_state;
        for (size_t i = 0; i < N_ROWS(device_info_rows); i++) {
                const struct text_row *row = &device_info_rows[i];
                struct pd_decoded decoded = decode_text(row->characteristic, row->bytes, row->length);

                if (strcmp(decoded.text, row->text) != 0)
                        print_error("%s\n", row->what);
                assert_string_equal(decoded.text, row->text);
                assert_int_equal(decoded.n_samples, 0);
                assert_int_equal(decoded.faults, 0);
        }
}

static void
no_bytes_are_no_text_and_are_counted(void **test_state)
{
        struct pd_decoded decoded = decode_text(0x2a29, "", 0);

        (void) test_state;
        assert_string_equal(decoded.text, "");
        assert_int_equal(decoded.faults, FAULT(EMPTY));
}

static void
the_longest_frame_is_cut_to_a_text(void **test_state)
{
        char bytes[PD_FRAME_BYTES_MAX];
        struct pd_decoded decoded;

        (void) test_state;
        memset(bytes, 'x', sizeof(bytes));
        decoded = decode_text(0x2a29, bytes, sizeof(bytes));
        assert_int_equal(strlen(decoded.text), PD_TEXT_SIZE - 1);
        assert_int_equal(decoded.faults, 0);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_row_of_the_table_decodes_to_its_text),
                cmocka_unit_test(no_bytes_are_no_text_and_are_counted),
                cmocka_unit_test(the_longest_frame_is_cut_to_a_text),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
