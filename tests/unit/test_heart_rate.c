/* SPDX-License-Identifier: MIT */
/* Heart Rate Service: the table, and every combination of flags and length. */
#include "tables/heart_rate.h"

#include "sensors/types.h"

static void
every_row_of_the_table_decodes_to_its_reading(void **test_state)
{
        (void) test_state;
        check_table(&pd_sensor_heart_rate, heart_rate_rows, N_ROWS(heart_rate_rows));
}

static const struct pd_sample *
sample_of(const struct pd_decoded *decoded, enum pd_quantity quantity)
{
        for (size_t i = 0; i < decoded->n_samples; i++)
                if (decoded->samples[i].quantity == quantity)
                        return &decoded->samples[i];
        return NULL;
}

static bool
has_fault(const struct pd_decoded *decoded, enum pd_frame_fault fault)
{
        return decoded->faults >> fault & 1;
}

static struct pd_decoded
decode_bytes(const uint8_t *bytes, uint16_t length)
{
        struct pd_sensor_state state = {0};
        struct pd_frame frame = {.characteristic = 0x2a37, .length = length};
        struct pd_decoded decoded;

        memcpy(frame.bytes, bytes, length < PD_FRAME_BYTES_MAX ? length : PD_FRAME_BYTES_MAX);
        pd_sensor_heart_rate.decode(&state, &frame, &decoded);
        return decoded;
}

/* What the spec promises of LENGTH bytes under FLAGS, by places instead of by reading on. */
static void
check_layout(unsigned flags, uint16_t length)
{
        uint8_t bytes[32];
        size_t rr_at = 1 + (flags & 1 ? 2 : 1) + (flags & 8 ? 2 : 0), energy_at = flags & 1 ? 3 : 2;
        size_t n_rr = flags & 16 && length > rr_at ? (length - rr_at) / 2 : 0, seen = 0;
        struct pd_decoded decoded;

        for (size_t i = 0; i < sizeof(bytes); i++)
                bytes[i] = (uint8_t) (0x10 + i);
        bytes[0] = (uint8_t) flags;
        decoded = decode_bytes(bytes, length);

        if (length < energy_at) {
                assert_int_equal(decoded.n_samples, 0);
                assert_true(has_fault(&decoded, length ? PD_FAULT_SHORT : PD_FAULT_EMPTY));
                return;
        }
        assert_int_equal(sample_of(&decoded, PD_QUANTITY_HEART_RATE)->value, flags & 1 ? 0x1211 : 0x11);
        assert_int_equal(sample_of(&decoded, PD_QUANTITY_CONTACT) != NULL, (flags & 4) != 0);
        assert_int_equal(sample_of(&decoded, PD_QUANTITY_ENERGY) != NULL, flags & 8 && length >= energy_at + 2);
        for (size_t i = 0; i < decoded.n_samples; i++) {
                if (decoded.samples[i].quantity != PD_QUANTITY_RR)
                        continue;
                assert_int_equal(decoded.samples[i].value, bytes[rr_at + 2 * seen] | bytes[rr_at + 2 * seen + 1] << 8);
                seen++;
        }
        assert_int_equal(seen, n_rr);
        assert_int_equal(has_fault(&decoded, PD_FAULT_RESERVED_BIT), (flags & 0xe0) != 0);
        assert_int_equal(has_fault(&decoded, PD_FAULT_SHORT), length < rr_at || (flags & 16 && (length - rr_at) % 2));
        assert_int_equal(has_fault(&decoded, PD_FAULT_LONG), length > rr_at && !(flags & 16));
}

static void
every_flag_byte_at_every_length_follows_the_spec(void **test_state)
{
        (void) test_state;
        for (unsigned flags = 0; flags < 256; flags++)
                for (uint16_t length = 0; length <= 24; length++)
                        check_layout(flags, length);
}

static void
a_short_frame_keeps_the_heart_rate(void **test_state)
{
        static const uint8_t bytes[] = {0x18, 151, 0x01};
        struct pd_decoded decoded = decode_bytes(bytes, sizeof(bytes));

        (void) test_state;
        assert_int_equal(decoded.n_samples, 1);
        assert_int_equal(decoded.samples[0].value, 151);
        assert_int_equal(decoded.faults, 1U << PD_FAULT_SHORT);
}

static void
the_longest_frame_holds_121_rr_intervals(void **test_state)
{
        uint8_t bytes[PD_FRAME_BYTES_MAX] = {0x10, 140};
        struct pd_decoded decoded = decode_bytes(bytes, sizeof(bytes));

        (void) test_state;
        assert_int_equal(decoded.n_samples, 1 + 121);
        assert_int_equal(decoded.faults, 0);
}

static void
a_length_beyond_the_frame_reads_no_byte_beyond_it(void **test_state)
{
        uint8_t bytes[PD_FRAME_BYTES_MAX] = {0x10, 140};
        struct pd_decoded decoded = decode_bytes(bytes, UINT16_MAX);

        (void) test_state;
        assert_int_equal(decoded.n_samples, 1 + 121);
        assert_int_equal(decoded.faults, 1U << PD_FAULT_SHORT);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_row_of_the_table_decodes_to_its_reading),
                cmocka_unit_test(every_flag_byte_at_every_length_follows_the_spec),
                cmocka_unit_test(a_short_frame_keeps_the_heart_rate),
                cmocka_unit_test(the_longest_frame_holds_121_rr_intervals),
                cmocka_unit_test(a_length_beyond_the_frame_reads_no_byte_beyond_it),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
