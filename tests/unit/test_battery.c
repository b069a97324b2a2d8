/* SPDX-License-Identifier: MIT */
/* Battery Level: the table, and all 256 values. */
#include "tables/battery.h"

#include "sensors/types.h"

static void
every_row_of_the_table_decodes_to_its_reading(void **test_state)
{
        (void) test_state;
        check_table(&pd_sensor_battery, battery_rows, N_ROWS(battery_rows));
}

static void
a_charge_above_100_is_counted_and_never_told(void **test_state)
{
        (void) test_state;
        for (unsigned level = 0; level < 256; level++) {
                struct pd_frame frame = {.characteristic = 0x2a19, .length = 1, .bytes = {(uint8_t) level}};
                struct pd_sensor_state state = {0};
                struct pd_decoded decoded;

                pd_sensor_battery.decode(&state, &frame, &decoded);
                assert_int_equal(decoded.n_samples, level <= 100);
                assert_int_equal(decoded.faults, level <= 100 ? 0 : FAULT(RESERVED_VALUE));
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_row_of_the_table_decodes_to_its_reading),
                cmocka_unit_test(a_charge_above_100_is_counted_and_never_told),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
