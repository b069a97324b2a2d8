/* SPDX-License-Identifier: MIT */
/* The arithmetic of a clock that may run at another rate, and one look at the real ones. */
#include "loop_clock.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <setjmp.h>
#include <cmocka.h>

#define YEAR (365 * 24 * PD_HOUR)

static const struct pd_rate rates[] = { { 1, 1 }, { 60, 1 }, { 1000, 1 }, { 1, 1000 }, { 7, 3 }, { 3, 7 }, { 999, 1000 }, { 1000, 999 } };

#define EACH_RATE(i) (size_t i = 0; i < sizeof(rates) / sizeof(rates[0]); i++)

/* Splitmix64: the same numbers on every machine. */
static uint64_t
random_next(uint64_t *state)
{
        uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);

        z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
        z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
        return z ^ (z >> 31);
}

static struct pd_loop_clock
clock_of(struct pd_rate rate)
{
        struct pd_loop_clock clock;

        pd_loop_clock_init(&clock, rate, 1234567, 1700000000 * PD_SEC);
        return clock;
}

static void
at_rate_one_it_is_the_boot_clock(void **state)
{
        struct pd_loop_clock clock = clock_of((struct pd_rate) { 1, 1 });

        (void) state;
        assert_int_equal(pd_loop_clock_at(&clock, 1234567), 1234567);
        assert_int_equal(pd_loop_clock_at(&clock, 98765432109), 98765432109);
        assert_int_equal(pd_loop_clock_boot(&clock, 98765432109), 98765432109);
}

static void
at_rate_sixty_a_second_is_a_minute(void **state)
{
        struct pd_loop_clock clock = clock_of((struct pd_rate) { 60, 1 });

        (void) state;
        assert_int_equal(pd_loop_clock_at(&clock, 1234567 + PD_SEC), 1234567 + PD_MINUTE);
        assert_int_equal(pd_loop_clock_boot(&clock, 1234567 + PD_MINUTE), 1234567 + PD_SEC);
        assert_int_equal(pd_loop_clock_boot(&clock, 1234567 + PD_MINUTE + 1), 1234567 + PD_SEC + 1);
        assert_int_equal(pd_loop_clock_real(&clock, 1234567 + PD_MINUTE), 1700000060 * PD_SEC);
}

static void
a_timer_is_never_early_nor_a_microsecond_late(void **state)
{
        uint64_t seed = 20261122;

        (void) state;
        print_message("seed %llu\n", (unsigned long long) seed);
        for EACH_RATE(i) {
                struct pd_loop_clock clock = clock_of(rates[i]);
                for (int n = 0; n < 20000; n++) {
                        pd_usec at = clock.epoch + 1 + (pd_usec) (random_next(&seed) >> (12 + random_next(&seed) % 48));
                        uint64_t boot = pd_loop_clock_boot(&clock, at);
                        if (boot == UINT64_MAX)
                                continue;
                        assert_true(pd_loop_clock_at(&clock, (pd_usec) boot) >= at);
                        assert_true(pd_loop_clock_at(&clock, (pd_usec) boot - 1) < at);
                }
        }
}

static void
it_never_runs_backwards(void **state)
{
        uint64_t seed = 7;

        (void) state;
        print_message("seed %llu\n", (unsigned long long) seed);
        for EACH_RATE(i) {
                struct pd_loop_clock clock = clock_of(rates[i]);
                pd_usec boot = 0, last = 0;
                for (int n = 0; n < 20000; n++) {
                        boot += (pd_usec) (random_next(&seed) >> (20 + random_next(&seed) % 44));
                        pd_usec at = pd_loop_clock_at(&clock, boot);
                        assert_true(at >= last);
                        last = at;
                }
        }
}

static void
thirty_years_at_a_thousand_times_do_not_overflow(void **state)
{
        struct pd_loop_clock clock = clock_of((struct pd_rate) { 1000, 1 });
        pd_usec boot = clock.epoch + 30 * YEAR;

        (void) state;
        /* Two figures that only just fit: 0.95 x 10^18 us. */
        assert_int_equal(pd_loop_clock_at(&clock, boot), clock.epoch + 30000 * YEAR);
        assert_int_equal(pd_loop_clock_boot(&clock, clock.epoch + 30000 * YEAR), boot);
        assert_true(pd_loop_clock_real(&clock, clock.epoch + 30000 * YEAR) > 0);
}

static void
beyond_the_type_time_stands_still_and_timers_never_fire(void **state)
{
        struct pd_loop_clock fast = clock_of((struct pd_rate) { 1000, 1 });
        struct pd_loop_clock slow = clock_of((struct pd_rate) { 1, 1000 });

        (void) state;
        assert_int_equal(pd_loop_clock_at(&fast, PD_NEVER - 1), PD_NEVER - 1);
        assert_int_equal(pd_loop_clock_real(&fast, PD_NEVER - 1), PD_NEVER - 1);
        assert_true(pd_loop_clock_boot(&slow, PD_NEVER - 1) == UINT64_MAX);
        assert_true(pd_loop_clock_boot(&fast, PD_NEVER) == UINT64_MAX);
}

static void
before_the_epoch_it_is_the_epoch(void **state)
{
        (void) state;
        for EACH_RATE(i) {
                struct pd_loop_clock clock = clock_of(rates[i]);
                assert_int_equal(pd_loop_clock_at(&clock, 0), clock.epoch);
                assert_int_equal(pd_loop_clock_boot(&clock, 5), clock.epoch);
                assert_int_equal(pd_loop_clock_boot(&clock, INT64_MIN), clock.epoch);
        }
}

static void
rates_are_read_as_people_write_them(void **state)
{
        static const struct {
                const char *text;
                int result;
                int32_t num, den;
        } rows[] = {
                { "1", 0, 1, 1 },          { "60", 0, 60, 1 },         { "2.5", 0, 5, 2 },       { "2.50", 0, 5, 2 },
                { "1/10", 0, 1, 10 },      { "0.1", 0, 1, 10 },        { "1000", 0, 1000, 1 },   { "0.001", 0, 1, 1000 },
                { "0", -ERANGE, 0, 0 },    { "1001", -ERANGE, 0, 0 },  { "1/0", -ERANGE, 0, 0 }, { "0.0001", -ERANGE, 0, 0 },
                { "1000.5", -ERANGE, 0, 0 }, { "", -EINVAL, 0, 0 },    { "-1", -EINVAL, 0, 0 },  { "60x", -EINVAL, 0, 0 },
                { "1.", -EINVAL, 0, 0 },   { "1/", -EINVAL, 0, 0 },    { " 1", -EINVAL, 0, 0 },
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_rate rate = { 0, 0 };
                assert_int_equal(pd_rate_parse(rows[i].text, &rate), rows[i].result);
                assert_int_equal(rate.num, rows[i].num);
                assert_int_equal(rate.den, rows[i].den);
        }
}

static void
the_wall_clock_is_that_of_the_instant_asked_for(void **state)
{
        struct pd_loop_clock clock;
        struct pd_clock wall;
        pd_usec boot = pd_boottime_now();
        pd_usec real = pd_realtime_now();

        (void) state;
        pd_loop_clock_init(&clock, (struct pd_rate) { 1, 1 }, boot, real);
        /* An instant one hour ago: the wall clock of then. */
        assert_int_equal(pd_loop_clock_read(&clock, boot - PD_HOUR, &wall), 0);
        assert_int_equal(wall.boot, boot - PD_HOUR);
        assert_true(wall.real - (real - PD_HOUR) < PD_SEC && wall.real - (real - PD_HOUR) > -PD_SEC);
        assert_int_equal(strlen(wall.boot_id), 32);
        assert_int_equal(strspn(wall.boot_id, "0123456789abcdef"), 32);
}

static void
an_accelerated_wall_clock_runs_along_and_is_believed(void **state)
{
        struct pd_loop_clock clock = clock_of((struct pd_rate) { 60, 1 });
        struct pd_clock wall;

        (void) state;
        assert_int_equal(pd_loop_clock_read(&clock, clock.epoch + PD_HOUR, &wall), 0);
        assert_int_equal(wall.real, 1700000000 * PD_SEC + PD_HOUR);
        assert_true(wall.synchronised);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(at_rate_one_it_is_the_boot_clock),
                cmocka_unit_test(at_rate_sixty_a_second_is_a_minute),
                cmocka_unit_test(a_timer_is_never_early_nor_a_microsecond_late),
                cmocka_unit_test(it_never_runs_backwards),
                cmocka_unit_test(thirty_years_at_a_thousand_times_do_not_overflow),
                cmocka_unit_test(beyond_the_type_time_stands_still_and_timers_never_fire),
                cmocka_unit_test(before_the_epoch_it_is_the_epoch),
                cmocka_unit_test(rates_are_read_as_people_write_them),
                cmocka_unit_test(the_wall_clock_is_that_of_the_instant_asked_for),
                cmocka_unit_test(an_accelerated_wall_clock_runs_along_and_is_believed),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
