/* SPDX-License-Identifier: MIT */
/* The virtual athlete: the stories' figures, exact frames, and noise that is a function of its seed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fakes/run_file.h"
#include "fakes/virtual_athlete.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BODY "body dead 5 up 39 down 73 line 152 24 2.90 drift 0.05 rest 52 max 186\n"
#define AT(minute, second) (60 * (minute) + (second))

/* What was the case at each second; the pod's at a quarter past. */
struct history {
        int n; /* seconds */
        struct second {
                double hr, speed, distance;
                struct pd_virtual_slot strap, pod;
        } seconds[4096];
};

static struct history history;

static void
follow(const struct pd_run_script *script, bool noise, uint64_t seed)
{
        struct pd_virtual_athlete *athlete = pd_virtual_athlete_new(script, noise ? &pd_virtual_noise_usual : NULL, seed);
        struct pd_virtual_slot slot;

        assert_non_null(athlete);
        memset(&history, 0, sizeof(history));
        while (pd_virtual_athlete_next(athlete, &slot)) {
                history.n = (int) (slot.at_ms / 1000) + 1;
                assert_true(history.n <= (int) (sizeof(history.seconds) / sizeof(history.seconds[0])));
                struct second *second = &history.seconds[history.n - 1];
                if (slot.sensor == PD_VIRTUAL_POD) {
                        second->pod = slot;
                        continue;
                }
                second->strap = slot;
                second->hr = pd_virtual_athlete_heart_rate(athlete);
                second->speed = pd_virtual_athlete_speed(athlete);
                second->distance = pd_virtual_athlete_distance(athlete);
        }
        pd_virtual_athlete_free(athlete);
}

static void
follow_text(const char *text, bool noise, uint64_t seed)
{
        struct pd_run_script script;
        struct pd_run_error error;

        assert_int_equal(pd_run_script_parse(text, strlen(text), &script, &error), 0);
        follow(&script, noise, seed);
}

static void
follow_story(const char *name)
{
        char path[512];
        struct pd_run_script script;

        snprintf(path, sizeof(path), PD_GOLDEN_DIR "/%s.run", name);
        assert_int_equal(pd_run_file_read(path, &script), 0);
        follow(&script, false, 0);
}

/* The first second from FROM on at which the heart rate is above (or at most) LIMIT. */
static int
heart_rate_crosses(double limit, bool above, int from)
{
        while (from < history.n && (history.seconds[from].hr > limit) != above)
                from++;
        return from;
}

static int
speed_crosses(double limit, bool above, int from)
{
        while (from < history.n && (history.seconds[from].speed > limit) != above)
                from++;
        return from;
}

static void
assert_near(double value, double wanted, double tolerance)
{
        if (!(fabs(value - wanted) <= tolerance))
                fail_msg("%f is not %f +- %f", value, wanted, tolerance);
}

static void
the_first_story_comes_out_as_told(void **state)
{
        (void) state;
        follow_story("story1");

        assert_near(history.seconds[AT(11, 59)].hr, 137, 0.5);
        assert_int_equal(speed_crosses(2.50, true, 0), AT(12, 11));
        assert_near(heart_rate_crosses(140, true, 0), AT(12, 27), 1);
        assert_int_equal(speed_crosses(2.45, false, AT(13, 0)), AT(13, 46));
        assert_near(history.seconds[AT(14, 1)].hr, 149.5, 0.5);
        assert_near(heart_rate_crosses(140, false, AT(13, 46)), AT(15, 49), 3);
        /* Four miles when she stops, and eleven minutes of nothing. */
        assert_near(history.seconds[AT(47, 14)].distance, 4 * 1609.344, 4);
        assert_int_equal(speed_crosses(0, false, AT(1, 0)), AT(47, 14));
        assert_int_equal(history.n - 1, AT(58, 14));
}

static void
the_second_story_comes_out_as_told(void **state)
{
        double highest = 0;
        (void) state;
        follow_story("story2");

        assert_int_equal(speed_crosses(2.50, true, 0), AT(2, 39));
        for (int i = 0; i < history.n; i++)
                highest = fmax(highest, history.seconds[i].strap.bytes[1]);
        assert_near(highest, 156, 0);
        assert_near(history.seconds[AT(46, 7)].distance, 5 * 1609.344, 4);
        assert_int_equal(history.n - 1, AT(57, 7));
}

static void
frames_are_those_of_the_specifications(void **state)
{
        (void) state;
        follow_text(BODY "0:00 speed 2.50\n20:00 end\n", false, 0);

        /* Contact supported and detected, RR; 143 bpm, for the line says 142.4
         * and 20 min of drift 1.0; 429/1024 s an interval. */
        const struct pd_virtual_slot *strap = &history.seconds[1200].strap;
        assert_int_equal(strap->at_ms, 1200000);
        assert_int_equal(strap->bytes[0], 0x16);
        assert_int_equal(strap->bytes[1], 143);
        assert_in_range(strap->length, 6, 8);
        assert_near(strap->bytes[2] | strap->bytes[3] << 8, 61440 / 143.4, 1);

        /* 2.50 m/s = 640/256; 82 contacts a minute; 183 cm; 3000.6 m. */
        static const uint8_t pod[] = {0x07, 0x80, 0x02, 82, 183, 0, 0x36, 0x75, 0, 0};
        assert_int_equal(history.seconds[1200].pod.at_ms, 1200250);
        assert_int_equal(history.seconds[1200].pod.length, sizeof(pod));
        assert_memory_equal(history.seconds[1200].pod.bytes, pod, sizeof(pod));

        /* The first ones are at 0, and no beat has ended. */
        assert_int_equal(history.seconds[0].strap.length, 2);
        assert_int_equal(history.seconds[0].strap.bytes[0], 0x06);
        assert_int_equal(history.seconds[0].strap.bytes[1], 52);
}

static void
one_who_stands_sends_zeroes_and_comes_to_rest(void **state)
{
        static const uint8_t still[] = {0x03, 0, 0, 0, 0, 0};
        (void) state;
        follow_text(BODY "0:00 speed 3\n10:00 stand\n30:00 end\n", false, 0);

        assert_memory_equal(history.seconds[AT(10, 0)].pod.bytes, still, sizeof(still));
        assert_memory_equal(history.seconds[AT(10, 0)].pod.bytes + 6, history.seconds[AT(30, 0)].pod.bytes + 6, 4);
        assert_near(history.seconds[AT(30, 0)].hr, 52, 0.1);
}

static void
the_heart_answers_after_the_dead_time(void **state)
{
        (void) state;
        follow_text(BODY "0:00 speed 2\n30:00 speed 3\n40:00 end\n", false, 0);

        double before = history.seconds[AT(30, 0)].hr;
        assert_near(history.seconds[AT(30, 5)].hr, before, 0.05);
        /* 63 % of 24 bpm a time constant later. */
        assert_near(history.seconds[AT(30, 44)].hr - before, 24 * 0.632, 0.2);
}

static void
intervals_add_up_to_the_time_that_passed(void **state)
{
        unsigned sum = 0;
        (void) state;
        follow_story("story1");

        for (int i = 0; i < history.n; i++) {
                const struct pd_virtual_slot *strap = &history.seconds[i].strap;
                assert_in_range(strap->length, 2, 8);
                for (int at = 2; at < strap->length; at += 2)
                        sum += strap->bytes[at] | (unsigned) strap->bytes[at + 1] << 8;
        }
        assert_near(sum / 1024.0, history.n - 1, 1.2);
}

static void
a_sensor_out_of_the_air_sends_nothing(void **state)
{
        (void) state;
        follow_text(BODY "0:00 speed 2.5\n0:10 strap off\n0:12 pod silent\n0:15 strap on\n0:20 end\n", false, 0);

        assert_true(history.seconds[9].strap.length > 0);
        for (int i = 10; i < 15; i++) {
                assert_int_equal(history.seconds[i].strap.air, PD_VIRTUAL_AIR_OFF);
                assert_int_equal(history.seconds[i].strap.length, 0);
        }
        assert_true(history.seconds[15].strap.length > 0);
        assert_true(history.seconds[11].pod.length > 0);
        assert_int_equal(history.seconds[12].pod.air, PD_VIRTUAL_AIR_SILENT);
        assert_int_equal(history.seconds[20].pod.length, 0);
}

static void
a_sensor_that_is_not_worn_has_no_slots(void **state)
{
        (void) state;
        follow_text(BODY "sensors strap\n0:00 speed 2.5\n0:20 end\n", false, 0);

        assert_int_equal(history.n, 21);
        for (int i = 1; i < history.n; i++) {
                assert_int_equal(history.seconds[i].strap.at_ms, i * 1000);
                assert_int_equal(history.seconds[i].pod.at_ms, 0);
        }
}

/* 1 W a kg of her 70 for each m/s, and 0 to 2 W as each stride is. */
static void
a_pod_may_tell_power(void **state)
{
        (void) state;
        follow_text(BODY "sensors pod power\n0:00 speed 2.5\n0:10 effort 4\n0:20 stand\n0:30 pod silent\n0:40 end\n", false, 0);
        for (int i = 0; i < 40; i++)
                assert_int_equal(history.seconds[i].pod.power_w, i < 10 ? 175 + i % 3 : i < 20 ? 280 + i % 3 : i < 30 ? 0 : -1);
        follow_text(BODY "0:00 speed 2.5\n0:10 end\n", false, 0);
        assert_int_equal(history.seconds[5].pod.power_w, -1);
        assert_int_equal(history.seconds[5].strap.power_w, -1);
}

static void
a_strap_may_take_steps_for_beats_or_lose_the_skin(void **state)
{
        (void) state;
        follow_text(BODY "0:00 speed 2.50\n5:00 pulse optical\n5:30 pulse locked\n6:00 pulse loose\n6:30 pulse beats\n7:00 end\n", false,
                0);
        for (int s = 300; s < 420; s++) {
                const struct pd_virtual_slot *strap = &history.seconds[s].strap;
                bool beats = s >= 390, loose = s >= 360 && !beats, locked = s >= 330 && !loose && !beats;

                assert_int_equal(strap->bytes[0] & 0x06, loose ? 0x04 : 0x06);
                assert_int_equal(strap->bytes[0] & 0x10, beats ? 0x10 : 0);
                if (locked || loose)
                        assert_int_equal(strap->bytes[1], 164); /* 82 contacts of a foot */
                else
                        assert_near(strap->bytes[1], history.seconds[s].hr, 0.5);
        }
}

static size_t
count_slots_sent(const struct pd_run_script *script, const struct pd_virtual_noise *noise, int *ret_longest)
{
        struct pd_virtual_athlete *athlete = pd_virtual_athlete_new(script, noise, 3);
        struct pd_virtual_slot slot;
        int missing = 0;
        size_t sent = 0;

        *ret_longest = 0;
        while (pd_virtual_athlete_next(athlete, &slot)) {
                if (slot.sensor != PD_VIRTUAL_POD)
                        continue;
                sent += slot.length > 0;
                missing = slot.length > 0 ? 0 : missing + 1;
                *ret_longest = missing > *ret_longest ? missing : *ret_longest;
        }
        pd_virtual_athlete_free(athlete);
        return sent;
}

static void
the_radio_loses_what_it_was_asked_to(void **state)
{
        static const char text[] = BODY "0:00 speed 2.50\n3:00:00 end\n";
        struct pd_run_script script;
        struct pd_run_error error;
        int longest;

        (void) state;
        assert_int_equal(pd_run_script_parse(text, strlen(text), &script, &error), 0);
        assert_int_equal(count_slots_sent(&script, &(struct pd_virtual_noise) {.pod_bias = 0.03}, &longest), 10801);
        assert_in_range(count_slots_sent(&script, &(struct pd_virtual_noise) {.lost = 0.01}, &longest), 10801 - 150, 10801 - 70);
        assert_in_range(longest, 1, 3);
        assert_int_equal(count_slots_sent(&script, &(struct pd_virtual_noise) {.dropout_s = 10, .dropout_every_s = 1200}, &longest),
                10801 - 90); /* nine spans of 20 min */
        assert_int_equal(longest, 10);
}

static void
a_pod_reads_as_long_as_it_was_asked_to(void **state)
{
        static const char text[] = BODY "0:00 speed 2.50\n10:00 end\n";
        struct pd_virtual_noise noise = {.pod_bias = 0.03};
        struct pd_virtual_athlete *athlete;
        struct pd_virtual_slot slot;
        struct pd_run_script script;
        struct pd_run_error error;

        (void) state;
        assert_int_equal(pd_run_script_parse(text, strlen(text), &script, &error), 0);
        athlete = pd_virtual_athlete_new(&script, &noise, 1);
        while (pd_virtual_athlete_next(athlete, &slot))
                ;
        assert_int_equal(slot.bytes[1] | slot.bytes[2] << 8, 659); /* 2.575 m/s in 1/256 */
        assert_near(slot.bytes[6] | slot.bytes[7] << 8, 15456, 1); /* 600.25 s of it, decimetres */
        assert_near(pd_virtual_athlete_distance(athlete), 1500.6, 0.1);
        pd_virtual_athlete_free(athlete);
}

static void
the_same_seed_gives_the_same_noise(void **state)
{
        static struct history first;
        static const char text[] = BODY "0:00 speed 2.5\n20:00 end\n";
        (void) state;

        follow_text(text, true, 7);
        first = history;
        follow_text(text, true, 7);
        assert_memory_equal(&first, &history, sizeof(history));
        follow_text(text, true, 8);
        assert_memory_not_equal(&first, &history, sizeof(history));
}

static double
deviation(double sum, double squares, int n)
{
        return sqrt(squares / n - sum / n * (sum / n));
}

static void
noise_has_the_size_that_was_asked_for(void **state)
{
        /* Fixed, and 3500 s long: the residual of heart rate wanders slowly,
         * so that its deviation over one run is itself uncertain by 11 %. */
        const uint64_t seed = 1;
        double hr = 0, hr_squares = 0, speed = 0, speed_squares = 0, rr = 0, rr_steps = 0;
        int n = 0, n_rr = 0;
        (void) state;

        print_message("seed %llu\n", (unsigned long long) seed);
        follow_text(BODY "0:00 speed 2.5\n1:05:00 end\n", true, seed);
        for (int i = 400; i < history.n; i++, n++) {
                const struct second *second = &history.seconds[i];
                double residual = second->strap.bytes[1] - second->hr;
                double pod = (second->pod.bytes[1] | second->pod.bytes[2] << 8) / 256.0 / 2.5 - 1;
                hr += residual, hr_squares += residual * residual;
                speed += pod, speed_squares += pod * pod;
                for (int at = 2; at < second->strap.length; at += 2) {
                        double interval = (second->strap.bytes[at] | second->strap.bytes[at + 1] << 8) / 1024.0;
                        rr_steps += n_rr > 0 ? (interval - rr) * (interval - rr) : 0;
                        rr = interval;
                        n_rr++;
                }
        }
        assert_near(deviation(hr, hr_squares, n), 3.5, 0.8);
        assert_near(deviation(speed, speed_squares, n), 0.025, 0.003);
        /* RMSSD of a heart at 142 bpm: some milliseconds, not none, not fifty. */
        assert_near(sqrt(rr_steps / n_rr) * 1000, 9, 5);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(the_first_story_comes_out_as_told),
                cmocka_unit_test(the_second_story_comes_out_as_told),
                cmocka_unit_test(frames_are_those_of_the_specifications),
                cmocka_unit_test(one_who_stands_sends_zeroes_and_comes_to_rest),
                cmocka_unit_test(the_heart_answers_after_the_dead_time),
                cmocka_unit_test(intervals_add_up_to_the_time_that_passed),
                cmocka_unit_test(a_sensor_out_of_the_air_sends_nothing),
                cmocka_unit_test(a_sensor_that_is_not_worn_has_no_slots),
                cmocka_unit_test(a_pod_may_tell_power),
                cmocka_unit_test(a_strap_may_take_steps_for_beats_or_lose_the_skin),
                cmocka_unit_test(the_radio_loses_what_it_was_asked_to),
                cmocka_unit_test(a_pod_reads_as_long_as_it_was_asked_to),
                cmocka_unit_test(the_same_seed_gives_the_same_noise),
                cmocka_unit_test(noise_has_the_size_that_was_asked_for),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
