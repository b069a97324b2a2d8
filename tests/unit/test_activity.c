/* SPDX-License-Identifier: MIT */
/* What a watch measured and its buttons become inputs; its clock, too. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "formats/activity.h"
#include "support/telling.h"

#include "purposed/event.h"

#include <string.h>

#define NOON (1654516800 * PD_SEC)

struct bench {
        struct telling telling;
        struct pd_recording_ops ops;
        struct pd_recording_about about;
        struct pd_activity activity;
};

static struct bench *
begin(pd_usec start_real)
{
        static struct bench bench;

        memset(&bench, 0, sizeof bench);
        bench.telling.headless = true;
        bench.ops = telling_ops(&bench.telling);
        bench.about = (struct pd_recording_about) {.start_real = start_real, .utc_offset_s = PD_UNKNOWN};
        assert_int_equal(pd_activity_begin(&bench.activity, &bench.ops, &bench.about), 0);
        return &bench;
}

/* Seconds after noon; PD_READING_ABSENT for either number. */
static void
read_at(struct bench *bench, double s, int64_t hr, int64_t mm)
{
        struct pd_reading reading;

        pd_reading_init(&reading);
        reading.hr_bpm = hr;
        reading.distance_mm = mm;
        assert_int_equal(pd_activity_reading(&bench->activity, NOON + (pd_usec) (s * 1e6), &reading), 0);
}

static void
beat_at(struct bench *bench, double s, int64_t hr)
{
        read_at(bench, s, hr, PD_READING_ABSENT);
}

static void
timer_at(struct bench *bench, double s, bool runs)
{
        assert_int_equal(pd_activity_timer(&bench->activity, NOON + (pd_usec) (s * 1e6), runs), 0);
}

static void
assert_end(struct bench *bench, const char *text, uint64_t skipped)
{
        assert_int_equal(pd_activity_end(&bench->activity), 0);
        assert_string_equal(bench->telling.text, text);
        assert_int_equal(bench->activity.skipped, skipped);
}

static void
nothing_is_no_activity(void **state)
{
        (void) state;
        assert_end(begin(NOON), "", 0);
        struct bench *bench = begin(NOON);
        bench->telling.headless = false;
        timer_at(bench, 0, false); /* a stop of what never began */
        assert_end(bench, "", 0);
}

static void
the_first_word_is_second_0_whether_a_button_or_a_beat(void **state)
{
        struct bench *bench = begin(NOON);

        (void) state;
        bench->telling.headless = false;
        timer_at(bench, 0, true);
        beat_at(bench, 2, 142);
        timer_at(bench, 5, false);
        assert_end(bench, "0.0 clock 1654516800.0 0\n2.0 strap 142\n2.0 start\n5.0 stop\n", 0);

        bench = begin(NOON);
        beat_at(bench, 3, 142);
        timer_at(bench, 3, true);
        assert_end(bench, "0.0 strap 142\n", 0);
}

static void
start_comes_with_the_pod_where_the_file_has_a_distance(void **state)
{
        struct bench *bench = begin(NOON);

        (void) state;
        bench->telling.headless = false;
        bench->about.distance_mm = 15000;
        read_at(bench, 0, 142, 0);
        read_at(bench, 6, 142, 15000);
        assert_end(bench, "0.0 clock 1654516800.0 0\n0.0 strap 142\n6.0 strap 142\n6.0 pod 640 0 150\n6.0 start\n6.0 stop\n", 0);

        /* it says nothing */
        bench = begin(NOON);
        bench->telling.headless = false;
        bench->about.distance_mm = 15000;
        beat_at(bench, 0, 142);
        beat_at(bench, 9, 142);
        beat_at(bench, 10, 142);
        assert_end(bench, "0.0 clock 1654516800.0 0\n0.0 strap 142\n9.0 strap 142\n10.0 strap 142\n10.0 start\n10.0 stop\n", 0);
}

static void
a_pause_lasts_from_the_stop_to_the_start(void **state)
{
        struct bench *bench = begin(NOON);

        (void) state;
        beat_at(bench, 0, 142);
        timer_at(bench, 10, false);
        beat_at(bench, 9, 143);  /* written late */
        beat_at(bench, 10, 144); /* and in the same second */
        timer_at(bench, 11, false);
        timer_at(bench, 100, true);
        timer_at(bench, 101, true);
        beat_at(bench, 102, 100);
        assert_end(bench, "0.0 strap 142\n9.0 strap 143\n10.0 strap 144\n10.0 pause\n100.0 resume\n100.0 start\n102.0 strap 100\n", 0);
}

static void
a_stop_at_no_time_that_can_be_is_one_at_once(void **state)
{
        struct bench *bench = begin(NOON);

        (void) state;
        bench->telling.headless = false;
        beat_at(bench, 5, 142);
        timer_at(bench, 1e9, false);
        assert_end(bench, "0.0 clock 1654516805.0 0\n0.0 strap 142\n0.0 start\n0.0 stop\n", 0);
}

static void
buttons_behind_all_that_was_measured_do_not_set_the_clock(void **state)
{
        struct bench *bench = begin(NOON);

        (void) state;
        beat_at(bench, 0, 142);
        beat_at(bench, 600, 143);
        timer_at(bench, 0, true);
        timer_at(bench, 300, false);
        timer_at(bench, 310, true);
        timer_at(bench, 600, false);
        assert_end(bench, "0.0 strap 142\n600.0 strap 143\n", 0);
        assert_int_equal(bench->activity.base, NOON);
        assert_int_equal(bench->activity.now, NOON + 600 * PD_SEC);

        bench = begin(NOON); /* but a clock that was set back in a pause is no reason to wait */
        beat_at(bench, 0, 142);
        beat_at(bench, 600, 143);
        timer_at(bench, 600, false);
        timer_at(bench, -3000, true);
        beat_at(bench, -3000, 144);
        assert_int_equal(pd_activity_end(&bench->activity), 0);
        assert_non_null(strstr(bench->telling.text, "601.0 strap 144\n"));
}

static void
a_night_in_a_pause_is_a_pause(void **state)
{
        struct bench *bench = begin(NOON);

        (void) state;
        beat_at(bench, 0, 142);
        timer_at(bench, 10, false);
        beat_at(bench, 43210, 60);
        assert_end(bench, "0.0 strap 142\n10.0 pause\n43210.0 resume\n43210.0 start\n43210.0 strap 60\n", 0);
}

static void
a_leap_of_the_clock_takes_a_second(void **state)
{
        struct bench *bench = begin(NOON);

        (void) state;
        beat_at(bench, 0, 142);
        beat_at(bench, 21600, 143); /* 6 h: still believed */
        beat_at(bench, 43201, 144);
        beat_at(bench, 43202, 145);
        assert_end(bench, "0.0 strap 142\n21600.0 strap 143\n21601.0 clock 1654560001.0 0\n21601.0 strap 144\n21602.0 strap 145\n", 0);

        bench = begin(NOON);
        beat_at(bench, 100, 142);
        beat_at(bench, 40, 143); /* a minute back: a record in the wrong place */
        beat_at(bench, 39, 144); /* more: the clock */
        assert_end(bench, "0.0 strap 142\n1.0 clock 1654516839.0 0\n1.0 strap 144\n", 1);
}

static void
what_the_file_knows_of_its_start_counts_if_the_clock_was_wrong_then(void **state)
{
        static const struct {
                pd_usec told;
                const char *text;
        } cases[] = {
                {NOON - 3600 * PD_SEC, "0.0 clock 1654516800.0 0\n0.0 strap 142\n0.0 start\n0.0 stop\n"},
                {NOON - 30000 * PD_SEC, "0.0 clock 1654486800.0 0\n0.0 strap 142\n0.0 start\n0.0 stop\n"},
                {NOON + 30000 * PD_SEC, "0.0 clock 1654546800.0 0\n0.0 strap 142\n0.0 start\n0.0 stop\n"},
                {PD_NEVER, "0.0 strap 142\n0.0 start\n0.0 stop\n"},
        };

        (void) state;
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
                struct bench *bench = begin(cases[i].told);

                bench->telling.headless = false;
                bench->telling.length = 0;
                beat_at(bench, 0, 142);
                assert_end(bench, cases[i].text, 0);
        }
}

static void
speed_is_the_mean_of_the_last_five_seconds(void **state)
{
        struct bench *bench = begin(NOON);

        (void) state;
        /* 3 m/s in leaps of two seconds: 0 0 6 6 12 12 18 18 m */
        for (int s = 0; s < 8; s++)
                read_at(bench, s, PD_READING_ABSENT, s / 2 * 6000);
        /* 12/5, 18/5 (from 0 at 1 s), 12/5 m/s: 614, 922, 614 */
        assert_end(bench, "5.0 pod 614 0 120\n6.0 pod 922 0 180\n7.0 pod 614 0 180\n", 0);
}

static void
speed_does_not_reach_across_a_pause_a_long_gap_or_a_new_count(void **state)
{
        struct bench *bench = begin(NOON);

        (void) state;
        read_at(bench, 0, PD_READING_ABSENT, 0);
        read_at(bench, 6, PD_READING_ABSENT, 12000); /* 2 m/s */
        timer_at(bench, 6, false);
        timer_at(bench, 20, true);
        read_at(bench, 20, PD_READING_ABSENT, 20000);
        read_at(bench, 26, PD_READING_ABSENT, 32000);  /* 2 m/s */
        read_at(bench, 57, PD_READING_ABSENT, 94000);  /* 31 s later */
        read_at(bench, 63, PD_READING_ABSENT, 106000); /* 2 m/s */
        read_at(bench, 69, PD_READING_ABSENT, 1000);
        read_at(bench, 75, PD_READING_ABSENT, 4294967295ll * 100);
        read_at(bench, 81, PD_READING_ABSENT, 4294967296ll * 100); /* no frame carries it */
        assert_end(bench, "6.0 pod 512 0 120\n6.0 pause\n20.0 resume\n20.0 start\n26.0 pod 512 0 320\n63.0 pod 512 0 1060\n", 1);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(nothing_is_no_activity),
                cmocka_unit_test(the_first_word_is_second_0_whether_a_button_or_a_beat),
                cmocka_unit_test(start_comes_with_the_pod_where_the_file_has_a_distance),
                cmocka_unit_test(a_pause_lasts_from_the_stop_to_the_start),
                cmocka_unit_test(a_stop_at_no_time_that_can_be_is_one_at_once),
                cmocka_unit_test(buttons_behind_all_that_was_measured_do_not_set_the_clock),
                cmocka_unit_test(a_night_in_a_pause_is_a_pause),
                cmocka_unit_test(a_leap_of_the_clock_takes_a_second),
                cmocka_unit_test(what_the_file_knows_of_its_start_counts_if_the_clock_was_wrong_then),
                cmocka_unit_test(speed_is_the_mean_of_the_last_five_seconds),
                cmocka_unit_test(speed_does_not_reach_across_a_pause_a_long_gap_or_a_new_count),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
