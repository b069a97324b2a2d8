/* SPDX-License-Identifier: MIT */
/* Cycling Power: the table, and every layout at every length. */
#include "tables/cycling_power.h"

#include "sensors/types.h"

static void
every_row_of_the_table_decodes_to_its_reading(void **test_state)
{
        (void) test_state;
        check_table(&pd_sensor_cycling_power, cycling_power_rows, N_ROWS(cycling_power_rows));
}

/* By the spec, bit by bit; after the watts. */
static uint16_t
length_of_fields(unsigned flags)
{
        static const uint8_t sizes[16] = {1, 0, 2, 0, 6, 4, 4, 4, 3, 2, 2, 2, 0, 0, 0, 0};
        uint16_t length = 0;

        for (unsigned bit = 0; bit < 16; bit++)
                length = (uint16_t) (length + (flags >> bit & 1 ? sizes[bit] : 0));
        return length;
}

static void
check_layout(unsigned flags, uint16_t length)
{
        struct pd_frame frame = {.characteristic = 0x2a63, .length = length, .bytes = {(uint8_t) flags, (uint8_t) (flags >> 8), 0xf0}};
        const uint16_t end = (uint16_t) (4 + length_of_fields(flags));
        struct pd_sensor_state state = {0};
        struct pd_decoded decoded;

        pd_sensor_cycling_power.decode(&state, &frame, &decoded);
        assert_int_equal(decoded.n_samples, length >= 4);
        if (length < 4) {
                assert_int_equal(decoded.faults, length ? FAULT(SHORT) : FAULT(EMPTY));
                return;
        }
        assert_int_equal(decoded.samples[0].quantity, PD_QUANTITY_POWER);
        assert_int_equal(decoded.samples[0].value, 240);
        assert_int_equal(decoded.faults, (flags & 0xe000 ? FAULT(RESERVED_BIT) : 0) | (length < end ? FAULT(SHORT) : 0)
                        | (length > end ? FAULT(LONG) : 0));
}

static void
every_flag_at_every_length_follows_the_spec(void **test_state)
{
        (void) test_state;
        for (unsigned flags = 0; flags <= UINT16_MAX; flags++)
                for (uint16_t length = 0; length <= 36; length++)
                        check_layout(flags, length);
}

static void
every_power_is_told_as_it_stands_and_none_below_nothing(void **test_state)
{
        (void) test_state;
        for (unsigned raw = 0; raw <= UINT16_MAX; raw++) {
                struct pd_frame frame = {.characteristic = 0x2a63, .length = 4, .bytes = {0, 0, (uint8_t) raw, (uint8_t) (raw >> 8)}};
                struct pd_sensor_state state = {0};
                struct pd_decoded decoded;

                pd_sensor_cycling_power.decode(&state, &frame, &decoded);
                assert_int_equal(decoded.samples[0].value, raw > INT16_MAX ? 0 : raw);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_row_of_the_table_decodes_to_its_reading),
                cmocka_unit_test(every_flag_at_every_length_follows_the_spec),
                cmocka_unit_test(every_power_is_told_as_it_stands_and_none_below_nothing),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
