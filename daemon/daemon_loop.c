/* SPDX-License-Identifier: MIT */
#include "daemon_inside.h"

#define STATUS_EVERY (2 * PD_SEC) /* of the machine's time */

static pd_usec
earlier(pd_usec a, pd_usec b)
{
        return a < b ? a : b;
}

static pd_usec
deadline(void *user)
{
        struct pd_daemon *daemon = user;

        if (daemon->pump == NULL || daemon->today == NULL)
                return PD_NEVER;
        return earlier(pd_pump_deadline(daemon->pump), earlier(pd_today_deadline(daemon->today), daemon->guests.due));
}

static void
on_wake(void *user, pd_usec at)
{
        struct pd_daemon *daemon = user;

        pd_pump_wake(daemon->pump, at);
        pd_today_wake(daemon->today, at);
        if (at >= daemon->guests.due)
                pd_daemon_look_at_guests(daemon);
}

static void
on_clock(void *user, pd_usec at, const struct pd_clock *clock)
{
        struct pd_daemon *daemon = user;

        pd_pump_clock(daemon->pump, at, clock);
        pd_today_clock_set(daemon->today);
        pd_daemon_look_at_guests(daemon);
}

static void
on_turned(void *user)
{
        struct pd_daemon *daemon = user;
        pd_usec now = pd_boottime_now();

        pd_notify_turned(daemon->notify);
        if (now - daemon->status_at < STATUS_EVERY)
                return;
        daemon->status_at = now;
        pd_daemon_tell_status(daemon);
}

int
pd_daemon_build_loop(struct pd_daemon *daemon)
{
        const struct pd_loop_ports ports = {deadline, on_wake, on_clock, on_turned, daemon};
        int r = pd_daemon_failed("the event loop cannot be set up",
                pd_loop_new(&ports, daemon->options->rate, daemon->options->epoch, &daemon->loop));

        if (r < 0)
                return r;
        return pd_daemon_failed("the supervisor cannot be told anything", pd_notify_new(pd_loop_event(daemon->loop), &daemon->notify));
}
