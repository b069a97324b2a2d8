/* SPDX-License-Identifier: MIT */
/* The numbers of one instant become frames; test_csv.c has the bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "formats/reading.h"
#include "support/telling.h"

#include <errno.h>

static void
an_rr_interval_is_rounded_to_its_unit_and_limited(void **state)
{
        static const struct {
                int64_t us;
                uint16_t rr;
        } cases[] = {{610000, 625}, {598000, 612}, {1000000, 1024}, {63999023, 65535}, {63999024, 0}, {0, 0}, {-1, 0}, {488, 0}, {489, 1}};

        (void) state;
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
                assert_int_equal(pd_reading_rr(cases[i].us), cases[i].rr);
}

static void
numbers_beyond_a_frame_become_absent_and_are_counted(void **state)
{
        struct pd_reading most = {
                65535, PD_READING_SPEED_UM_S_MAX, PD_READING_CADENCE_MSPM_MAX, PD_READING_DISTANCE_MM_MAX, 32767, 0, NULL};
        struct pd_reading more = {65536, -1, PD_READING_CADENCE_MSPM_MAX + 1, PD_READING_DISTANCE_MM_MAX + 1, 32768, 0, NULL};
        struct pd_reading none;

        (void) state;
        pd_reading_init(&none);
        assert_int_equal(pd_reading_trim(&none), 0);
        assert_int_equal(pd_reading_trim(&most), 0);
        assert_int_equal(most.hr_bpm, 65535);
        assert_int_equal(pd_reading_trim(&more), 5);
        assert_int_equal(more.hr_bpm, PD_READING_ABSENT);
        assert_int_equal(more.speed_um_s, PD_READING_ABSENT);
        assert_int_equal(more.cadence_mspm, PD_READING_ABSENT);
        assert_int_equal(more.distance_mm, PD_READING_ABSENT);
        assert_int_equal(more.power_w, PD_READING_ABSENT);
}

static void
strap_and_pod_speak_of_one_instant_and_a_pod_without_speed_is_silent(void **state)
{
        static struct telling telling;
        const struct pd_recording_ops ops = telling_ops(&telling);
        const uint16_t rr[] = {625, 612};
        struct pd_reading reading = {142, 2500000, 171000, 1250540, PD_READING_ABSENT, 2, rr};
        uint64_t skipped = 0;

        (void) state;
        assert_int_equal(pd_reading_send(&ops, 5 * PD_SEC, &reading, &skipped), 0);
        assert_string_equal(telling.text, "5.0 strap 142 rr 625 612\n5.0 pod 640 86 12505\n");
        reading.speed_um_s = PD_READING_ABSENT;
        reading.hr_bpm = PD_READING_ABSENT;
        reading.n_rr = 0;
        assert_int_equal(pd_reading_send(&ops, 6 * PD_SEC, &reading, &skipped), 0);
        assert_int_equal(telling.inputs, 2);
        assert_int_equal(skipped, 1);
}

static void
a_pod_tells_its_power_behind_its_speed_and_none_without(void **state)
{
        static struct telling telling;
        const struct pd_recording_ops ops = telling_ops(&telling);
        struct pd_reading reading = {PD_READING_ABSENT, 2500000, 171000, PD_READING_ABSENT, 286, 0, NULL};
        uint64_t skipped = 0;

        (void) state;
        assert_int_equal(pd_reading_send(&ops, 5 * PD_SEC, &reading, &skipped), 0);
        assert_string_equal(telling.text, "5.0 pod 640 86 -\n5.0 power 286\n");
        reading.speed_um_s = reading.cadence_mspm = PD_READING_ABSENT;
        assert_int_equal(pd_reading_send(&ops, 6 * PD_SEC, &reading, &skipped), 0);
        assert_int_equal(telling.inputs, 2);
        assert_int_equal(skipped, 1);
}

static void
a_listener_can_stop_between_the_frames_of_one_instant(void **state)
{
        static struct telling telling = {.stop_after = 1};
        const struct pd_recording_ops ops = telling_ops(&telling);
        const struct pd_reading reading = {142, 2500000, 171000, 1250540, 240, 0, NULL};
        uint64_t skipped = 0;

        (void) state;
        assert_int_equal(pd_reading_send(&ops, 0, &reading, &skipped), -ECANCELED);
        assert_string_equal(telling.text, "0.0 strap 142\n");
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(an_rr_interval_is_rounded_to_its_unit_and_limited),
                cmocka_unit_test(numbers_beyond_a_frame_become_absent_and_are_counted),
                cmocka_unit_test(strap_and_pod_speak_of_one_instant_and_a_pod_without_speed_is_silent),
                cmocka_unit_test(a_pod_tells_its_power_behind_its_speed_and_none_without),
                cmocka_unit_test(a_listener_can_stop_between_the_frames_of_one_instant),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
