/* SPDX-License-Identifier: MIT */
/* sd_notify(3), with the watchdog's rhythm and no line said twice. */
#include "notify.h"

#include "loop_clock.h"

#include "purposed/id.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-daemon.h>

#define STATUS_MAX 256 /* bytes; a line of a terminal or two */

struct pd_notify {
        uint64_t period; /* half of WATCHDOG_USEC; 0 = nobody watches */
        uint64_t fed_at; /* CLOCK_BOOTTIME */
        sd_event_source *timer;
        char status[STATUS_MAX];
};

/* Being dispatched is all: the turn that this is ends in pd_notify_turned(). */
static int
on_ask_for_turn(sd_event_source *source, uint64_t boot, void *user)
{
        (void) source;
        (void) boot;
        (void) user;
        return 0;
}

static int
add_timer(struct pd_notify *notify, sd_event *event)
{
        notify->fed_at = (uint64_t) pd_boottime_now();
        /* An accuracy of a tenth lets the kernel join it with another wake-up. */
        int r = sd_event_add_time(event, &notify->timer, CLOCK_BOOTTIME, notify->fed_at + notify->period, notify->period / 10 + 1,
                on_ask_for_turn, notify);

        if (r < 0)
                return r;
        return sd_event_source_set_priority(notify->timer, SD_EVENT_PRIORITY_IDLE);
}

int
pd_notify_new(sd_event *event, struct pd_notify **ret)
{
        struct pd_notify *notify = calloc(1, sizeof(*notify));
        uint64_t watchdog = 0;

        if (!notify)
                return -ENOMEM;

        int r = sd_watchdog_enabled(0, &watchdog);
        if (r > 0) {
                notify->period = watchdog / 2;
                r = add_timer(notify, event);
        }
        if (r < 0) {
                pd_notify_free(notify);
                return r;
        }
        *ret = notify;
        return 0;
}

struct pd_notify *
pd_notify_free(struct pd_notify *notify)
{
        if (!notify)
                return NULL;
        sd_event_source_disable_unref(notify->timer);
        free(notify);
        return NULL;
}

static int
tell(const char *state)
{
        int r = sd_notify(0, state);

        return r < 0 ? r : 0;
}

int
pd_notify_ready(void)
{
        return tell("READY=1");
}

int
pd_notify_stopping(void)
{
        return tell("STOPPING=1");
}

int
pd_notify_status(struct pd_notify *notify, const char *status)
{
        char line[STATUS_MAX];
        char state[STATUS_MAX + sizeof("STATUS=")];

        pd_text_copy(line, sizeof(line), status, strlen(status)); /* no line break: it would begin another assignment */
        if (strcmp(line, notify->status) == 0)
                return 0;
        snprintf(state, sizeof(state), "STATUS=%s", line);

        int r = tell(state);
        if (r == 0)
                memcpy(notify->status, line, sizeof(notify->status));
        return r;
}

int
pd_notify_turned(struct pd_notify *notify)
{
        if (notify->period == 0)
                return 0;

        uint64_t now = (uint64_t) pd_boottime_now();
        if (now < notify->fed_at + notify->period)
                return 0;

        /* Not heard: the next turn tries again, and soon there is one. */
        int fed = tell("WATCHDOG=1");
        if (fed == 0)
                notify->fed_at = now;

        int r = sd_event_source_set_time(notify->timer, now + (fed == 0 ? notify->period : notify->period / 4));
        if (r >= 0)
                r = sd_event_source_set_enabled(notify->timer, SD_EVENT_ONESHOT);
        return r < 0 ? r : fed;
}
