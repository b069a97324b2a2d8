/* SPDX-License-Identifier: MIT */
/* The loop with a pump of one deadline in place of the real one. */
#include "loop.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <time.h>

#include <setjmp.h>
#include <cmocka.h>

struct rig {
        struct pd_loop *loop;
        pd_usec deadline;
        pd_usec period; /* added to the deadline at each wake */
        int wakes, early, turns;
        int wakes_wanted; /* then SIGTERM */
        int clocks, clocks_wanted; /* then SIGTERM */
        int armed; /* how often the watch had been when the last clock was told */
        struct pd_clock clock; /* the last one */
};

/* In place of libc's, for the loop alone: the kernel's end of the watch on
 * the wall clock, which no test may set. */
static int watch_fd = -1, watch_armed;
static int watch_cancels; /* the clock is set in the midst of so many armings */

int
timerfd_create(clockid_t id, int flags)
{
        assert_int_equal(id, CLOCK_REALTIME);
        assert_int_equal(flags, TFD_NONBLOCK | TFD_CLOEXEC);
        watch_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
        return watch_fd;
}

int
timerfd_settime(int fd, int flags, const struct itimerspec *time, struct itimerspec *ret_last)
{
        assert_int_equal(fd, watch_fd);
        assert_int_equal(flags, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET);
        assert_true(time->it_value.tv_sec >= INT32_MAX);
        assert_null(ret_last);
        watch_armed++;
        if (watch_cancels > 0) {
                watch_cancels--;
                errno = ECANCELED;
                return -1;
        }
        return 0;
}

static const struct pd_rate real_time = { 1, 1 };

static pd_usec
deadline(void *user)
{
        return ((struct rig *) user)->deadline;
}

static void
wake(void *user, pd_usec at)
{
        struct rig *rig = user;

        rig->wakes++;
        rig->early += at < rig->deadline;
        rig->deadline += rig->period;
        if (rig->wakes == rig->wakes_wanted)
                raise(SIGTERM);
}

static void
clock_changed(void *user, pd_usec at, const struct pd_clock *clock)
{
        struct rig *rig = user;

        assert_int_equal(at, clock->boot);
        rig->clock = *clock;
        rig->armed = watch_armed;
        if (++rig->clocks == rig->clocks_wanted)
                raise(SIGTERM);
        else
                assert_int_equal(eventfd_write(watch_fd, 1), 0);
}

static void
turned(void *user)
{
        ((struct rig *) user)->turns++;
}

static void
start(struct rig *rig, struct pd_rate rate)
{
        const struct pd_loop_ports ports = { .deadline = deadline, .wake = wake, .clock = clock_changed, .turned = turned, .user = rig };

        assert_int_equal(pd_loop_new(&ports, rate, 0, &rig->loop), 0);
}

static void
a_signal_ends_it_with_zero(void **state)
{
        static const int signals[] = { SIGTERM, SIGINT };

        (void) state;
        for (size_t i = 0; i < 2; i++) {
                struct rig rig = { .deadline = PD_NEVER };
                start(&rig, real_time);
                raise(signals[i]); /* blocked by the loop, so it waits to be read */
                assert_int_equal(pd_loop_run(rig.loop), 0);
                assert_int_equal(rig.wakes, 0);
                rig.loop = pd_loop_free(rig.loop);
        }
}

static void
an_exit_code_is_handed_through(void **state)
{
        struct rig rig = { .deadline = PD_NEVER };

        (void) state;
        start(&rig, real_time);
        assert_true(sd_event_exit(pd_loop_event(rig.loop), 7) >= 0);
        assert_int_equal(pd_loop_run(rig.loop), 7);
        pd_loop_free(rig.loop);
}

static void
each_deadline_wakes_it_once_and_never_early(void **state)
{
        struct rig rig = { .deadline = PD_NEVER, .period = 2 * PD_MSEC, .wakes_wanted = 20 };

        (void) state;
        start(&rig, real_time);
        rig.deadline = pd_loop_now(rig.loop) + 2 * PD_MSEC;
        assert_int_equal(pd_loop_run(rig.loop), 0);
        assert_int_equal(rig.wakes, 20);
        assert_int_equal(rig.early, 0);
        assert_true(rig.turns >= 20);
        pd_loop_free(rig.loop);
}

static void
a_fast_clock_passes_minutes_in_a_moment(void **state)
{
        struct pd_rate rate = { 1000, 1 };
        struct rig rig = { .deadline = PD_NEVER, .period = PD_MINUTE, .wakes_wanted = 2 };

        (void) state;
        start(&rig, rate);
        pd_usec begun = pd_loop_now(rig.loop), boot = pd_boottime_now();
        rig.deadline = begun + PD_MINUTE;
        assert_int_equal(pd_loop_run(rig.loop), 0);
        assert_int_equal(rig.wakes, 2);
        assert_int_equal(rig.early, 0);
        assert_true(pd_loop_now(rig.loop) - begun >= 2 * PD_MINUTE);
        assert_true(pd_boottime_now() - boot >= 2 * PD_MINUTE / 1000);
        assert_true(pd_loop_clock(rig.loop)->synchronised);
        pd_loop_free(rig.loop);
}

/* A wake that does not move its deadline is an engine that is stuck. */
static void
stuck(void *user, pd_usec at)
{
        struct rig *rig = user;

        (void) at;
        if (++rig->wakes == 50)
                raise(SIGTERM);
}

static void
work_that_is_stuck_finishes_no_turn(void **state)
{
        struct rig rig = { .deadline = PD_NEVER };
        const struct pd_loop_ports ports = { .deadline = deadline, .wake = stuck, .clock = clock_changed, .turned = turned, .user = &rig };

        (void) state;
        assert_int_equal(pd_loop_new(&ports, real_time, 0, &rig.loop), 0);
        rig.deadline = pd_loop_now(rig.loop) - 11 * PD_SEC;
        assert_int_equal(pd_loop_run(rig.loop), 0);
        assert_int_equal(rig.wakes, 50);
        assert_int_equal(rig.turns, 0);
        pd_loop_free(rig.loop);
}

static int
on_defer(sd_event_source *source, void *user)
{
        struct rig *rig = user;

        (void) source;
        rig->deadline = pd_loop_now(rig->loop) + PD_MSEC;
        return 0;
}

static void
a_deadline_set_by_other_work_is_armed_after_its_turn(void **state)
{
        struct rig rig = { .deadline = PD_NEVER, .period = PD_HOUR, .wakes_wanted = 1 };

        (void) state;
        start(&rig, real_time);
        assert_true(sd_event_add_defer(pd_loop_event(rig.loop), NULL, on_defer, &rig) >= 0);
        assert_int_equal(pd_loop_run(rig.loop), 0);
        assert_int_equal(rig.wakes, 1);
        assert_int_equal(rig.early, 0);
        pd_loop_free(rig.loop);
}

static void
a_clock_that_is_set_is_read_again_and_watched_further(void **state)
{
        struct rig rig = { .deadline = PD_NEVER, .clocks_wanted = 1 };

        (void) state;
        watch_armed = 0;
        start(&rig, real_time);
        assert_int_equal(watch_armed, 1);
        assert_int_equal(eventfd_write(watch_fd, 1), 0);
        assert_int_equal(pd_loop_run(rig.loop), 0);
        assert_int_equal(rig.clocks, 1);
        assert_int_equal(watch_armed, 2);
        assert_int_equal(rig.armed, 2); /* first: between the two it could be set again */
        assert_memory_equal(&rig.clock, pd_loop_clock(rig.loop), sizeof(rig.clock));
        pd_loop_free(rig.loop);
}

static void
a_clock_that_is_set_while_the_watch_is_armed_stays_watched(void **state)
{
        struct rig rig = { .deadline = PD_NEVER, .clocks_wanted = 3 };

        (void) state;
        watch_armed = 0;
        watch_cancels = 2; /* as the loop is built, and after the first time */
        start(&rig, real_time);
        assert_int_equal(eventfd_write(watch_fd, 1), 0);
        assert_int_equal(pd_loop_run(rig.loop), 0);
        assert_int_equal(rig.clocks, 3);
        assert_int_equal(watch_cancels, 0);
        pd_loop_free(rig.loop);
}

static void
an_accelerated_wall_clock_is_not_watched(void **state)
{
        struct rig rig = { .deadline = PD_NEVER };

        (void) state;
        watch_armed = 0;
        start(&rig, (struct pd_rate) { 60, 1 });
        assert_int_equal(watch_armed, 0);
        pd_loop_free(rig.loop);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_signal_ends_it_with_zero),
                cmocka_unit_test(an_exit_code_is_handed_through),
                cmocka_unit_test(each_deadline_wakes_it_once_and_never_early),
                cmocka_unit_test(a_fast_clock_passes_minutes_in_a_moment),
                cmocka_unit_test(work_that_is_stuck_finishes_no_turn),
                cmocka_unit_test(a_clock_that_is_set_is_read_again_and_watched_further),
                cmocka_unit_test(a_clock_that_is_set_while_the_watch_is_armed_stays_watched),
                cmocka_unit_test(an_accelerated_wall_clock_is_not_watched),
                cmocka_unit_test(a_deadline_set_by_other_work_is_armed_after_its_turn),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
