/* SPDX-License-Identifier: MIT */
/* purposed-recovery: what the daemon cannot do about a wedged controller
 * since it has no privileges. systemd starts it for each connection to
 * purposed-recovery.socket, which is its standard input. */
#include "recovery/service.h"
#include "recovery/exchange.h"

#include "purposed/log.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>

#define STAMP_PATH_SIZE 256

static int
restart(char *ret, size_t size)
{
        int r = pd_service_restart(NULL);

        if (r == 0)
                snprintf(ret, size, "bluetooth.service was restarted");
        else if (r == -ETIMEDOUT)
                snprintf(ret, size, "bluetooth.service takes long to restart; it goes on");
        else if (r == -EIO)
                snprintf(ret, size, "bluetooth.service did not start again (journalctl -u bluetooth)");
        else
                snprintf(ret, size, "systemd does not restart bluetooth.service: %s", strerror(-r));
        return r;
}

static int
reset(const char *address, char *ret, size_t size)
{
        struct pd_controller controller;
        int r = pd_controller_find(&pd_controller_machine, address, &controller);

        if (r == -ENODEV)
                snprintf(ret, size, "no adapter has the address %s", address);
        else if (r == -EOPNOTSUPP)
                snprintf(ret, size, "%s is neither on USB nor on a serial line of the kernel's; cannot be reset", address);
        else if (r < 0)
                snprintf(ret, size, "%s is not found: %s", address, strerror(-r));
        if (r < 0)
                return r;
        r = pd_controller_rebind(&pd_controller_machine, &controller);
        if (r < 0)
                snprintf(ret, size, "the %s device %s is not bound again: %s", controller.usb ? "USB" : "serial", controller.device,
                        strerror(-r));
        else
                snprintf(ret, size, "the %s device %s was bound anew", controller.usb ? "USB" : "serial", controller.device);
        return r;
}

static int
act(void *user, const struct pd_request *request, char *ret, size_t size)
{
        (void) user;
        switch (request->verb) {
        case PD_REQUEST_RESTART:
                return restart(ret, size);
        case PD_REQUEST_RESET:
                return reset(request->address, ret, size);
        }
        return -EINVAL;
}

static pd_usec
boottime(void)
{
        struct timespec now;

        clock_gettime(CLOCK_BOOTTIME, &now);
        return now.tv_sec * PD_SEC + now.tv_nsec / 1000;
}

int
main(int argc, char **argv)
{
        const char *folder = getenv("RUNTIME_DIRECTORY"); /* systemd.exec(5) */
        const struct passwd *account = getpwnam("purposed");
        char stamp[STAMP_PATH_SIZE];
        struct pd_exchange exchange = {.stamp = stamp, .now = boottime, .patience = PD_EXCHANGE_LINE_MAX, .act = act};

        (void) argv;
        if (argc > 1 || !folder || strlen(folder) + sizeof("/last") > sizeof(stamp)) {
                fprintf(stderr, "purposed-recovery: systemd starts this for purposed-recovery.socket: see purposed(8)\n");
                return 2;
        }
        snprintf(stamp, sizeof(stamp), "%s/last", folder);
        exchange.allowed = account ? account->pw_uid : 0;
        if (pd_exchange_serve(&exchange, STDIN_FILENO) < 0) {
                pd_log(LOG_WARNING, "recovery: whoever asked did not wait for the answer");
                return 1;
        }
        return 0;
}
