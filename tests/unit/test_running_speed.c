/* SPDX-License-Identifier: MIT */
/* Running Speed and Cadence: the table, every layout, whose steps are counted, the odometer. */
#include "tables/running_speed.h"

#include "sensors/types.h"

#include <stdlib.h>

struct pod {
        struct pd_sensor_state state;
        struct pd_decoded decoded;
};

static void
feed(struct pod *pod, const uint8_t *bytes, uint16_t length)
{
        struct pd_frame frame = {.characteristic = 0x2a53, .length = length};

        memcpy(frame.bytes, bytes, length);
        pd_sensor_running_speed.decode(&pod->state, &frame, &pod->decoded);
}

static bool
value_of(const struct pod *pod, enum pd_quantity quantity, int32_t *ret)
{
        for (size_t i = 0; i < pod->decoded.n_samples; i++) {
                if (pod->decoded.samples[i].quantity == quantity) {
                        *ret = pod->decoded.samples[i].value;
                        return true;
                }
        }
        return false;
}

/* What the cadence CADENCE at SPEED is taken for. */
static int32_t
steps(struct pod *pod, double speed_km_h, uint8_t cadence)
{
        unsigned raw = (unsigned) (speed_km_h / 3.6 * 256 + 0.5);
        uint8_t bytes[] = {0, (uint8_t) raw, (uint8_t) (raw >> 8), cadence};
        int32_t value = -1;

        feed(pod, bytes, sizeof(bytes));
        assert_true(value_of(pod, PD_QUANTITY_CADENCE, &value));
        return value;
}

static void
run(struct pod *pod, unsigned n_frames, double speed_km_h, uint8_t cadence)
{
        while (n_frames-- > 0)
                steps(pod, speed_km_h, cadence);
}

static void
every_row_of_the_table_decodes_to_its_reading(void **test_state)
{
        (void) test_state;
        check_table(&pd_sensor_running_speed, running_speed_rows, N_ROWS(running_speed_rows));
}

static void
check_layout(unsigned flags, uint16_t length)
{
        uint8_t bytes[] = {(uint8_t) flags, 0x80, 0x02, 170, 0xb0, 0x00, 0x10, 0x20, 0x00, 0x00, 0x77, 0x77, 0x77, 0x77};
        size_t distance_at = 4 + (flags & 1 ? 2 : 0), end = distance_at + (flags & 2 ? 4 : 0);
        struct pod pod = {0};
        int32_t value = 0;

        feed(&pod, bytes, length);
        if (length < 4) {
                assert_int_equal(pod.decoded.n_samples, 0);
                assert_int_equal(pod.decoded.faults, 1U << (length ? PD_FAULT_SHORT : PD_FAULT_EMPTY));
                return;
        }
        assert_true(value_of(&pod, PD_QUANTITY_SPEED, &value) && value == 2500);
        assert_true(value_of(&pod, PD_QUANTITY_CADENCE, &value) && value == 170);
        assert_int_equal(value_of(&pod, PD_QUANTITY_STRIDE, &value), flags & 1 && length >= 6);
        assert_true(!(flags & 1) || length < 6 || value == 1760);
        assert_false(value_of(&pod, PD_QUANTITY_DISTANCE, &value));
        assert_int_equal(pod.decoded.faults,
                (flags & 0xf8 ? FAULT(RESERVED_BIT) : 0) | (length < end ? FAULT(SHORT) : 0) | (length > end ? FAULT(LONG) : 0));

        /* 0.1 m on: the base has been set if, and only if, the odometer was there whole */
        bytes[distance_at]++;
        feed(&pod, bytes, (uint16_t) end);
        assert_int_equal(value_of(&pod, PD_QUANTITY_DISTANCE, &value), flags & 2 && length >= end);
}

static void
every_flag_byte_at_every_length_follows_the_spec(void **test_state)
{
        (void) test_state;
        for (unsigned flags = 0; flags < 256; flags++)
                for (uint16_t length = 0; length <= 14; length++)
                        check_layout(flags, length);
}

static void
every_speed_is_rounded_to_the_nearest_millimetre(void **test_state)
{
        (void) test_state;
        for (uint32_t raw = 0; raw <= UINT16_MAX; raw++) {
                uint8_t bytes[] = {0, (uint8_t) raw, (uint8_t) (raw >> 8), 0};
                struct pod pod = {0};
                int32_t value = -1;

                feed(&pod, bytes, sizeof(bytes));
                assert_true(value_of(&pod, PD_QUANTITY_SPEED, &value));
                assert_in_range(labs((long) value * 256 - (long) raw * 1000), 0, 128);
        }
}

static void
no_steps_are_no_steps_of_either_foot(void **test_state)
{
        struct pod one_foot = {0}, both_feet = {0}, unheard = {0};

        (void) test_state;
        run(&one_foot, 30, 10, 85);
        run(&both_feet, 30, 10, 170);
        assert_int_equal(steps(&one_foot, 0, 0), 0);
        assert_int_equal(steps(&one_foot, 10, 0), 0);
        assert_int_equal(steps(&both_feet, 0, 0), 0);
        assert_int_equal(steps(&unheard, 10, 0), 0);
}

static void
the_first_steps_are_read_by_the_line_of_their_speed(void **test_state)
{
        static const struct {
                double speed_km_h;
                uint8_t cadence;
                int32_t spm;
        } rows[] = {
                {10, 85, 170}, {10, 119, 238}, {10, 120, 120}, {10, 170, 170}, {6.1, 119, 238}, {5.9, 119, 119},
                {5, 59, 118}, {5, 60, 60}, {5, 110, 110}, {0, 40, 80}, {0, 110, 110},
        };

        (void) test_state;
        for (size_t i = 0; i < N_ROWS(rows); i++) {
                struct pod pod = {0};

                assert_int_equal(steps(&pod, rows[i].speed_km_h, rows[i].cadence), rows[i].spm);
        }
}

static void
a_brisk_walk_after_a_run_stays_with_one_foot(void **test_state)
{
        struct pod pod = {0};

        (void) test_state;
        run(&pod, 60, 10, 84);
        for (int second = 0; second < 600; second++)
                assert_int_equal(steps(&pod, 5.8, 63), 126);
        assert_int_equal(steps(&pod, 10, 84), 168);
}

static void
a_power_walk_of_both_feet_is_never_doubled_after_a_run(void **test_state)
{
        struct pod pod = {0};

        (void) test_state;
        run(&pod, 60, 10, 168);
        for (int second = 0; second < 600; second++)
                assert_int_equal(steps(&pod, 6.4, 118), 118);
}

static void
a_stroll_of_both_feet_after_a_run_is_not_doubled(void **test_state)
{
        struct pod pod = {0};

        (void) test_state;
        run(&pod, 60, 10, 161);
        for (int second = 0; second < 120; second++)
                assert_int_equal(steps(&pod, 2.6, 51), 51);
}

static void
a_cadence_that_wavers_about_the_line_does_not_alternate(void **test_state)
{
        struct pod pod = {0};
        int32_t first = steps(&pod, 6.5, 121);

        (void) test_state;
        assert_int_equal(first, 121);
        for (int second = 0; second < 300; second++)
                assert_int_equal(steps(&pod, 6.5, second % 2 ? 118 : 122), second % 2 ? 118 : 122);
}

static void
a_wrong_first_guess_is_mended_within_five_running_frames(void **test_state)
{
        struct pod pod = {0};

        (void) test_state;
        assert_int_equal(steps(&pod, 5.5, 63), 63); /* one foot in truth, taken for both */
        run(&pod, 120, 5.5, 63);
        for (int frame = 0; frame < 4; frame++)
                assert_int_equal(steps(&pod, 10, 84), 84);
        assert_int_equal(steps(&pod, 10, 84), 168);
        assert_int_equal(steps(&pod, 5.5, 63), 126);
}

static void
a_few_freak_frames_do_not_change_the_feet(void **test_state)
{
        struct pod pod = {0};

        (void) test_state;
        run(&pod, 60, 10, 84);
        for (int frame = 0; frame < 19; frame++)
                assert_int_equal(steps(&pod, 10, 168), 336);
        /* a twentieth: fifteen votes of trust and five against; a device that changed its mind is believed */
        assert_int_equal(steps(&pod, 10, 168), 168);
}

static void
steps_without_speed_do_not_vote(void **test_state)
{
        struct pod pod = {0};

        (void) test_state;
        run(&pod, 100, 0, 160);
        assert_int_equal(steps(&pod, 10, 84), 168);
}

/* Deltas of any walk of the odometer add up to the rises alone, and every fall is counted. */
static void
distances_add_up_to_the_rises_of_the_odometer(void **test_state)
{
        uint32_t random = 20261, odometer = 123456;
        int64_t expected = 0, sum = 0;
        unsigned falls = 0, resets = 0;
        struct pod pod = {0};

        (void) test_state;
        print_message("seed %u\n", random);
        for (int i = 0; i < 10000; i++) {
                uint8_t bytes[8] = {2, 0x80, 0x02, 170};
                uint32_t before = odometer;
                int32_t value;

                random = random * 1664525 + 1013904223;
                odometer = random >> 24 == 0 ? random >> 8 & 0xff : odometer + (random >> 16 & 0x3f);
                if (i > 0 && odometer < before)
                        falls++;
                else if (i > 0)
                        expected += (int64_t) (odometer - before) * 100;
                for (int k = 0; k < 4; k++)
                        bytes[4 + k] = (uint8_t) (odometer >> (8 * k));
                feed(&pod, bytes, sizeof(bytes));
                if (value_of(&pod, PD_QUANTITY_DISTANCE, &value)) {
                        assert_true(value > 0);
                        sum += value;
                }
                resets += pod.decoded.faults >> PD_FAULT_RESET & 1;
        }
        assert_true(falls > 10);
        assert_int_equal(resets, falls);
        assert_true(sum == expected);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(every_row_of_the_table_decodes_to_its_reading),
                cmocka_unit_test(every_flag_byte_at_every_length_follows_the_spec),
                cmocka_unit_test(every_speed_is_rounded_to_the_nearest_millimetre),
                cmocka_unit_test(no_steps_are_no_steps_of_either_foot),
                cmocka_unit_test(the_first_steps_are_read_by_the_line_of_their_speed),
                cmocka_unit_test(a_brisk_walk_after_a_run_stays_with_one_foot),
                cmocka_unit_test(a_power_walk_of_both_feet_is_never_doubled_after_a_run),
                cmocka_unit_test(a_stroll_of_both_feet_after_a_run_is_not_doubled),
                cmocka_unit_test(a_cadence_that_wavers_about_the_line_does_not_alternate),
                cmocka_unit_test(a_wrong_first_guess_is_mended_within_five_running_frames),
                cmocka_unit_test(a_few_freak_frames_do_not_change_the_feet),
                cmocka_unit_test(steps_without_speed_do_not_vote),
                cmocka_unit_test(distances_add_up_to_the_rises_of_the_odometer),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
