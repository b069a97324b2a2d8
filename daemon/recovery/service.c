/* SPDX-License-Identifier: MIT */
#include "recovery/service.h"

#include "purposed/time.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <systemd/sd-bus.h>
#include <time.h>

#define SYSTEMD "org.freedesktop.systemd1", "/org/freedesktop/systemd1", "org.freedesktop.systemd1.Manager"
/* The daemon gives up after 60 s. systemd kills a bluetoothd that hangs after
 * TimeoutStopSec=, 90 s by default: such a restart goes on without us. */
#define RESTART_MAX (50 * PD_SEC)

/* The job that is waited for, and what became of it. */
struct job {
        const char *path; /* NULL until it is known */
        int result;       /* -EINPROGRESS */
};

static int
on_removed(sd_bus_message *message, void *user, sd_bus_error *error)
{
        const char *path, *unit, *result;
        struct job *job = user;
        int r = sd_bus_message_read(message, "uoss", NULL, &path, &unit, &result);

        (void) error;
        if (r >= 0 && job->path && strcmp(path, job->path) == 0)
                job->result = strcmp(result, "done") == 0 ? 0 : -EIO;
        return 0;
}

static pd_usec
boottime(void)
{
        struct timespec now;

        clock_gettime(CLOCK_BOOTTIME, &now);
        return now.tv_sec * PD_SEC + now.tv_nsec / 1000;
}

static int
wait_for(sd_bus *bus, const struct job *job)
{
        pd_usec end = boottime() + RESTART_MAX;
        int r;

        while (job->result == -EINPROGRESS) {
                pd_usec now = boottime();

                r = sd_bus_process(bus, NULL);
                if (r < 0)
                        return r;
                if (r > 0)
                        continue;
                if (now >= end)
                        return -ETIMEDOUT;
                r = sd_bus_wait(bus, (uint64_t) (end - now));
                if (r < 0 && r != -EINTR)
                        return r;
        }
        return job->result;
}

static int
restart(sd_bus *bus)
{
        struct job job = {.result = -EINPROGRESS};
        sd_bus_message *reply = NULL;
        int r = sd_bus_match_signal(bus, NULL, SYSTEMD, "JobRemoved", on_removed, &job);

        if (r >= 0)
                r = sd_bus_call_method(bus, SYSTEMD, "TryRestartUnit", NULL, &reply, "ss", "bluetooth.service", "replace");
        if (r >= 0)
                r = sd_bus_message_read(reply, "o", &job.path);
        if (r >= 0)
                r = wait_for(bus, &job);
        sd_bus_message_unref(reply);
        return r;
}

static int
connect_to(const char *address, sd_bus **ret)
{
        sd_bus *bus = NULL;
        int r;

        if (!address)
                return sd_bus_open_system(ret);
        r = sd_bus_new(&bus);
        if (r >= 0)
                r = sd_bus_set_address(bus, address);
        if (r >= 0)
                r = sd_bus_set_bus_client(bus, true);
        if (r >= 0)
                r = sd_bus_start(bus);
        if (r < 0)
                sd_bus_unref(bus);
        else
                *ret = bus;
        return r;
}

int
pd_service_restart(const char *bus_address)
{
        sd_bus *bus = NULL;
        int r = connect_to(bus_address, &bus);

        if (r < 0)
                return r;
        r = restart(bus);
        sd_bus_flush_close_unref(bus);
        return r;
}
