/* SPDX-License-Identifier: MIT */
/* Whether the heart falls, after she has slowed down. */
#include "core/signal/slowing.h"

#include "purposed/event.h"

#include "support/cm.h"

static void
run(struct pd_slowing *slowing, int seconds, int32_t mm_s, int32_t bpm)
{
        for (int i = 0; i < seconds; i++)
                pd_slowing_second(slowing, mm_s, bpm);
}

static void
a_little_slower_for_a_while_or_much_slower_at_once(void **state)
{
        static const struct {
                int32_t mm_s;
                int seconds;
                bool falls;
        } rows[] = {{2900, 30, false}, {3000, 30, false}, {2760, 30, false}, {2690, 4, false}, {2690, 5, true}, {2580, 1, true},
                {0, 1, false}, {PD_UNKNOWN, 30, false}};
        struct pd_slowing slowing;

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                pd_slowing_init(&slowing);
                run(&slowing, 120, 2870, 150);
                run(&slowing, rows[i].seconds, rows[i].mm_s, 150);
                assert_int_equal(pd_slowing_heart_falls(&slowing), rows[i].falls);
        }
}

static void
it_falls_until_no_new_lowest_comes_for_45_s(void **state)
{
        struct pd_slowing slowing;

        (void) state;
        pd_slowing_init(&slowing);
        run(&slowing, 120, 2870, 150);
        run(&slowing, 10, 2300, 150);
        for (int32_t bpm = 149; bpm > 145; bpm--)
                run(&slowing, 40, 2300, bpm);
        run(&slowing, 5, 2300, 146);
        assert_true(pd_slowing_heart_falls(&slowing));
        run(&slowing, 1, 2300, 146);
        assert_false(pd_slowing_heart_falls(&slowing));
}

static void
a_heart_that_falls_for_five_minutes_falls_for_another_reason(void **state)
{
        struct pd_slowing slowing;

        (void) state;
        pd_slowing_init(&slowing);
        run(&slowing, 120, 2870, 150);
        for (int32_t bpm = 500; bpm > 500 - 291; bpm--)
                run(&slowing, 1, 2300, bpm);
        assert_true(pd_slowing_heart_falls(&slowing));
        run(&slowing, 1, 2300, 100);
        assert_false(pd_slowing_heart_falls(&slowing));
}

/* What is told is told by shares and differences alone. */
static void
sensors_that_read_high_find_it_in_the_same_seconds(void **state)
{
        struct pd_slowing right, high;
        uint32_t draw = 7;

        (void) state;
        pd_slowing_init(&right);
        pd_slowing_init(&high);
        for (int i = 0; i < 20000; i++) {
                draw = draw * 1664525 + 1013904223;
                int32_t mm_s = 2000 + 8 * (int32_t) ((draw >> 8) % 100) + (i / 100 % 3) * 160, bpm = 130 + (int32_t) ((draw >> 20) % 20);

                pd_slowing_second(&right, mm_s, bpm);
                pd_slowing_second(&high, mm_s + mm_s / 8, bpm + 10);
                assert_int_equal(pd_slowing_heart_falls(&right), pd_slowing_heart_falls(&high));
        }
}

static void
each_state_meets_each_input(void **state)
{
        enum { NEW, STEADY, A_LITTLE_SLOWER, FALLING, NEARLY_FALLEN, STATES };
        static const struct {
                int32_t mm_s, bpm;
                bool falls[STATES];
        } rows[] = {
                {2870, 150, {false, false, false, true, false}},
                {2690, 150, {false, false, true, true, false}},
                {2300, 150, {false, true, true, true, false}},
                {3200, 150, {false, false, false, true, false}},
                {0, 150, {false, false, false, true, false}}, /* who stands is not slow */
                {PD_UNKNOWN, 150, {false, false, false, true, false}},
                {2690, PD_UNKNOWN, {false, false, true, true, false}},
                {PD_UNKNOWN, PD_UNKNOWN, {false, false, false, true, false}},
                {2690, 140, {false, false, true, true, true}},
                {PD_UNKNOWN, 140, {false, false, false, true, true}},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                for (int at = NEW; at < STATES; at++) {
                        struct pd_slowing slowing;

                        pd_slowing_init(&slowing);
                        run(&slowing, at == NEW ? 0 : 120, 2870, 150);
                        run(&slowing, at == A_LITTLE_SLOWER ? 4 : 0, 2690, 150);
                        run(&slowing, at == FALLING ? 1 : at == NEARLY_FALLEN ? 45 : 0, 2300, 150);
                        assert_int_equal(pd_slowing_heart_falls(&slowing), at >= FALLING);
                        run(&slowing, 1, rows[i].mm_s, rows[i].bpm);
                        if (pd_slowing_heart_falls(&slowing) != rows[i].falls[at])
                                fail_msg("state %d, row %zu", at, i);
                }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_little_slower_for_a_while_or_much_slower_at_once),
                cmocka_unit_test(it_falls_until_no_new_lowest_comes_for_45_s),
                cmocka_unit_test(a_heart_that_falls_for_five_minutes_falls_for_another_reason),
                cmocka_unit_test(sensors_that_read_high_find_it_in_the_same_seconds),
                cmocka_unit_test(each_state_meets_each_input),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
