/* SPDX-License-Identifier: MIT */
/* Starts and stops a dbus-daemon for one test (private_bus.h). */
#include "support/private_bus.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

struct pd_private_bus {
        pid_t pid;
        char folder[64];
        char config[80];
        char socket[80];
        char address[96];
};

/* Everybody may own and call everything; system buses deny that by default,
 * and the tests are not about policy. */
static const char config_text[] = "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\"\n"
                                  " \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\">\n"
                                  "<busconfig>\n"
                                  "  <type>session</type>\n"
                                  "  <listen>%s</listen>\n"
                                  "  <auth>EXTERNAL</auth>\n"
                                  "  <policy context=\"default\">\n"
                                  "    <allow send_destination=\"*\" eavesdrop=\"true\"/>\n"
                                  "    <allow eavesdrop=\"true\"/>\n"
                                  "    <allow own=\"*\"/>\n"
                                  "  </policy>\n"
                                  "</busconfig>\n";

static int
write_config(const struct pd_private_bus *bus)
{
        FILE *file = fopen(bus->config, "we");

        if (!file)
                return -errno;
        fprintf(file, config_text, bus->address);
        return fclose(file) == 0 ? 0 : -errno;
}

/* The child becomes the bus; never returns. PARENT guards the moment before
 * the death signal is armed. */
static void
become_bus(const struct pd_private_bus *bus, pid_t parent, int ready)
{
        char config_option[96], print_option[32];

        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != parent)
                _exit(EXIT_FAILURE);
        fcntl(ready, F_SETFD, 0);
        snprintf(config_option, sizeof(config_option), "--config-file=%s", bus->config);
        snprintf(print_option, sizeof(print_option), "--print-address=%d", ready);
        execlp("dbus-daemon", "dbus-daemon", "--nofork", "--nopidfile", config_option, print_option, (char *) NULL);
        _exit(EXIT_FAILURE);
}

static int
start(struct pd_private_bus *bus)
{
        int ready[2];
        pid_t parent = getpid();
        char byte;
        ssize_t n;

        if (pipe2(ready, O_CLOEXEC) < 0)
                return -errno;
        bus->pid = fork();
        if (bus->pid == 0)
                become_bus(bus, parent, ready[1]);
        close(ready[1]);
        /* It prints its address once it listens; end of file: it never will. */
        do
                n = bus->pid < 0 ? -1 : read(ready[0], &byte, 1);
        while (n < 0 && bus->pid > 0 && errno == EINTR);
        close(ready[0]);
        return n == 1 ? 0 : -ECHILD;
}

static void
stop(struct pd_private_bus *bus)
{
        if (bus->pid <= 0)
                return;
        kill(bus->pid, SIGKILL);
        while (waitpid(bus->pid, NULL, 0) < 0 && errno == EINTR)
                ;
        bus->pid = 0;
        unlink(bus->socket);
}

int
pd_private_bus_new(struct pd_private_bus **ret)
{
        struct pd_private_bus *bus = calloc(1, sizeof(*bus));
        int r;

        if (!bus)
                return -ENOMEM;
        /* Not $TMPDIR: a socket's path has 108 bytes at most. */
        strcpy(bus->folder, "/tmp/purposed-bus-XXXXXX");
        if (!mkdtemp(bus->folder)) {
                r = -errno;
                free(bus);
                return r;
        }
        snprintf(bus->config, sizeof(bus->config), "%s/bus.conf", bus->folder);
        snprintf(bus->socket, sizeof(bus->socket), "%s/socket", bus->folder);
        snprintf(bus->address, sizeof(bus->address), "unix:path=%s", bus->socket);
        r = write_config(bus);
        if (r == 0)
                r = start(bus);
        if (r < 0) {
                pd_private_bus_free(bus);
                return r;
        }
        *ret = bus;
        return 0;
}

struct pd_private_bus *
pd_private_bus_free(struct pd_private_bus *bus)
{
        if (!bus)
                return NULL;
        stop(bus);
        unlink(bus->config);
        rmdir(bus->folder);
        free(bus);
        return NULL;
}

const char *
pd_private_bus_address(const struct pd_private_bus *bus)
{
        return bus->address;
}

int
pd_private_bus_restart(struct pd_private_bus *bus)
{
        stop(bus);
        return start(bus);
}
