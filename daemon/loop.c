/* SPDX-License-Identifier: MIT */
/*
 * sd-event with one timer and two ends.
 *
 *   arm the timer at the deadline ─▶ one turn ─▶ look at the wall clock, if
 *          ▲                                     it was set or a minute passed
 *          └───────────── turned() ◀─────────────┘
 */
#include "loop.h"

#include "purposed/log.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/timerfd.h>
#include <syslog.h>
#include <unistd.h>

/* Summer time and the end of NTP's first convergence set no clock. */
#define CLOCK_LOOK (60 * PD_SEC)

/* A deadline that stays behind for so long, in the machine's time, is work that is stuck. */
#define OVERDUE_MAX (10 * PD_SEC)

struct pd_loop {
        struct pd_loop_ports ports;
        struct pd_loop_clock time;
        struct pd_clock wall;
        pd_usec looked_at; /* CLOCK_BOOTTIME of the last look at the wall clock */
        uint64_t armed;    /* CLOCK_BOOTTIME; UINT64_MAX = off */
        sd_event *event;
        sd_event_source *timer, *set_watch, *term, *interrupt;
        int set_fd;
};

static int
on_timer(sd_event_source *source, uint64_t boot, void *user)
{
        struct pd_loop *loop = user;

        (void) source;
        (void) boot;
        loop->armed = UINT64_MAX; /* one-shot: it is off now */
        loop->ports.wake(loop->ports.user, pd_loop_now(loop));
        return 0;
}

static int
on_signal(sd_event_source *source, const struct signalfd_siginfo *info, void *user)
{
        struct pd_loop *loop = user;

        (void) source;
        (void) info;
        return sd_event_exit(loop->event, 0);
}

/* ---- the wall clock ---- */

static void
look_at_clock(struct pd_loop *loop, bool set)
{
        pd_usec at = pd_loop_now(loop);
        struct pd_clock wall;

        loop->looked_at = pd_boottime_now();
        /* It was readable at the start; should it not be now, the engines
         * keep the clock that they have. */
        if (pd_loop_clock_read(&loop->time, at, &wall) < 0)
                return;
        if (!set && wall.utc_offset_s == loop->wall.utc_offset_s && wall.synchronised == loop->wall.synchronised)
                return;
        loop->wall = wall;
        loop->ports.clock(loop->ports.user, at, &wall);
}

/* A timer at the end of time, which the kernel cancels when the clock is
 * set. ECANCELED: it was set while we armed. The timer runs all the same
 * (timerfd_setup() of the kernel's fs/timerfd.c starts it first), and
 * whoever arms looks at the clock afterwards. */
static int
arm_set_watch(int fd)
{
        const time_t end = (time_t) ((UINT64_C(1) << (8 * sizeof(time_t) - 1)) - 1);
        const struct itimerspec never = { .it_value = { .tv_sec = end } };

        if (timerfd_settime(fd, TFD_TIMER_ABSTIME | TFD_TIMER_CANCEL_ON_SET, &never, NULL) < 0 && errno != ECANCELED)
                return -errno;
        return 0;
}

static int
on_clock_set(sd_event_source *source, int fd, uint32_t events, void *user)
{
        struct pd_loop *loop = user;
        uint64_t expirations;

        (void) source;
        (void) events;
        if (read(fd, &expirations, sizeof(expirations)) < 0 && errno == EAGAIN)
                return 0;
        int r = arm_set_watch(fd);
        if (r < 0)
                pd_log(LOG_WARNING, "the wall clock is watched no longer: %s; what sets it is not noticed until the next start",
                        strerror(-r));
        look_at_clock(loop, true);
        return r; /* below 0 sd-event drops the watch */
}

static int
watch_clock(struct pd_loop *loop)
{
        if (loop->time.rate.num != loop->time.rate.den) /* its wall clock is its own */
                return 0;

        loop->set_fd = timerfd_create(CLOCK_REALTIME, TFD_NONBLOCK | TFD_CLOEXEC);
        if (loop->set_fd < 0)
                return -errno;
        int r = arm_set_watch(loop->set_fd);
        if (r < 0)
                return r;
        return sd_event_add_io(loop->event, &loop->set_watch, loop->set_fd, EPOLLIN, on_clock_set, loop);
}

/* ---- turns ---- */

static int
arm_timer(struct pd_loop *loop)
{
        pd_usec deadline = loop->ports.deadline(loop->ports.user);
        uint64_t boot = pd_loop_clock_boot(&loop->time, deadline);
        int r;

        if (boot == loop->armed)
                return 0;
        if (boot == UINT64_MAX) {
                r = sd_event_source_set_enabled(loop->timer, SD_EVENT_OFF);
        } else {
                r = sd_event_source_set_time(loop->timer, boot);
                if (r >= 0)
                        r = sd_event_source_set_enabled(loop->timer, SD_EVENT_ONESHOT);
        }
        if (r < 0)
                return r;
        loop->armed = boot;
        return 0;
}

static bool
overdue(const struct pd_loop *loop)
{
        pd_usec span = OVERDUE_MAX * loop->time.rate.num / loop->time.rate.den;

        return loop->ports.deadline(loop->ports.user) < pd_loop_now(loop) - span;
}

int
pd_loop_run(struct pd_loop *loop)
{
        int code = 0;

        for (;;) {
                int r = arm_timer(loop);
                if (r < 0)
                        return r;
                r = sd_event_run(loop->event, UINT64_MAX);
                if (r < 0)
                        return r;
                if (sd_event_get_state(loop->event) == SD_EVENT_FINISHED)
                        break;
                if (pd_boottime_now() - loop->looked_at >= CLOCK_LOOK)
                        look_at_clock(loop, false);
                if (!overdue(loop))
                        loop->ports.turned(loop->ports.user);
        }
        int r = sd_event_get_exit_code(loop->event, &code);
        return r < 0 ? r : code;
}

/* ---- making and ending ---- */

static int
add_signals(struct pd_loop *loop)
{
        sigset_t set;

        sigemptyset(&set);
        sigaddset(&set, SIGTERM);
        sigaddset(&set, SIGINT);
        int r = pthread_sigmask(SIG_BLOCK, &set, NULL);
        if (r != 0)
                return -r;
        r = sd_event_add_signal(loop->event, &loop->term, SIGTERM, on_signal, loop);
        if (r < 0)
                return r;
        return sd_event_add_signal(loop->event, &loop->interrupt, SIGINT, on_signal, loop);
}

static int
build(struct pd_loop *loop, struct pd_rate rate, pd_usec epoch)
{
        int r = sd_event_new(&loop->event);

        if (r < 0)
                return r;
        r = add_signals(loop);
        if (r < 0)
                return r;

        pd_usec boot = pd_boottime_now(), real = pd_realtime_now();
        if (epoch == 0)
                epoch = boot;
        pd_loop_clock_init(&loop->time, rate, epoch, real - (boot - epoch));
        r = watch_clock(loop); /* first: what is set after the look is heard of */
        if (r < 0)
                return r;
        r = pd_loop_clock_read(&loop->time, pd_loop_clock_at(&loop->time, boot), &loop->wall);
        if (r < 0)
                return r;
        loop->looked_at = boot;

        /* Accuracy 1 (0 would mean 250 ms): whole seconds are said as they begin. */
        r = sd_event_add_time(loop->event, &loop->timer, CLOCK_BOOTTIME, UINT64_MAX, 1, on_timer, loop);
        if (r < 0)
                return r;
        loop->armed = UINT64_MAX;
        return sd_event_source_set_enabled(loop->timer, SD_EVENT_OFF);
}

int
pd_loop_new(const struct pd_loop_ports *ports, struct pd_rate rate, pd_usec epoch, struct pd_loop **ret)
{
        struct pd_loop *loop = calloc(1, sizeof(*loop));

        if (!loop)
                return -ENOMEM;
        loop->ports = *ports;
        loop->set_fd = -1;

        int r = build(loop, rate, epoch);
        if (r < 0) {
                pd_loop_free(loop);
                return r;
        }
        *ret = loop;
        return 0;
}

struct pd_loop *
pd_loop_free(struct pd_loop *loop)
{
        if (!loop)
                return NULL;
        sd_event_source_disable_unref(loop->timer);
        sd_event_source_disable_unref(loop->set_watch);
        sd_event_source_disable_unref(loop->term);
        sd_event_source_disable_unref(loop->interrupt);
        if (loop->set_fd >= 0)
                close(loop->set_fd);
        sd_event_unref(loop->event);
        free(loop);
        return NULL;
}

struct sd_event *
pd_loop_event(const struct pd_loop *loop)
{
        return loop->event;
}

pd_usec
pd_loop_now(const struct pd_loop *loop)
{
        return pd_loop_clock_at(&loop->time, pd_boottime_now());
}

uint64_t
pd_loop_boottime(const struct pd_loop *loop, pd_usec at)
{
        return pd_loop_clock_boot(&loop->time, at);
}

const struct pd_clock *
pd_loop_clock(const struct pd_loop *loop)
{
        return &loop->wall;
}
