/* SPDX-License-Identifier: MIT */
#include "ctl/doctor/broker.h"

#include <errno.h>
#include <netdb.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define SINK "mqtt: "

/* ---- trying ---- */

static int
look_up(const char *host, int32_t port, struct addrinfo **ret)
{
        const struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
        char service[12];
        int r;

        snprintf(service, sizeof(service), "%d", (int) port);
        r = getaddrinfo(host, service, &hints, ret);
        if (r == EAI_SYSTEM)
                return -errno;
        return r == 0 ? 0 : r == EAI_AGAIN ? -EAGAIN : -ENODATA;
}

static int
connect_to(const char *host, int32_t port)
{
        struct addrinfo *found;
        int r = look_up(host, port, &found);

        if (r < 0)
                return r;
        r = -ENODATA;
        for (const struct addrinfo *at = found; at != NULL && r < 0; at = at->ai_next) {
                int fd = socket(at->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);

                r = fd < 0 || connect(fd, at->ai_addr, at->ai_addrlen) < 0 ? -errno : 0;
                if (fd >= 0)
                        close(fd);
        }
        freeaddrinfo(found);
        return r;
}

/* The child's number, if it says one in time. */
static int
hear(int fd, pd_usec patience)
{
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        int result;

        if (poll(&ready, 1, (int) (patience / PD_MSEC)) <= 0)
                return -ETIMEDOUT;
        return read(fd, &result, sizeof(result)) == (ssize_t) sizeof(result) ? result : -EIO;
}

/* A child, since nothing else ends a look-up that takes its time. */
int
pd_broker_try(const char *host, int32_t port, pd_usec patience)
{
        int ends[2], result;
        pid_t child;

        if (pipe(ends) < 0)
                return -errno;
        child = fork();
        if (child == 0) {
                result = connect_to(host, port);
                _exit(write(ends[1], &result, sizeof(result)) == (ssize_t) sizeof(result) ? 0 : 1);
        }
        result = child < 0 ? -errno : 0;
        close(ends[1]);
        if (child > 0) {
                result = hear(ends[0], patience);
                kill(child, SIGKILL);
                (void) waitpid(child, NULL, 0);
        }
        close(ends[0]);
        return result;
}

/* ---- judging ---- */

static bool
is_here(const char *host)
{
        return strcmp(host, "localhost") == 0 || strncmp(host, "127.", 4) == 0 || strcmp(host, "::1") == 0;
}

static const char *
remedy_of(const char *host, int result)
{
        switch (result) {
        case -ECONNREFUSED:
                return is_here(host) ? "sudo systemctl start mosquitto; if there is none: sudo apt install mosquitto; "
                                       "if it serves TLS alone: `tls = yes` in [mqtt]"
                                     : "does it run there? mosquitto serves its own machine alone without a `listener` line";
        case -ENODATA:
                return "is `host` of [mqtt] written right?";
        case -EAGAIN:
                return "is there a network? An address instead of a name needs no look-up";
        case -ETIMEDOUT:
                return "is it switched on, and no firewall between?";
        default:
                return "is there a network? ip route";
        }
}

/* By what the daemon says of it. */
static const char *
remedy_of_what_is_told(const char *told)
{
        if (strstr(told, "another client") != NULL)
                return "give one of the two another `node` in [purposed], or another `client_id` in [mqtt]";
        if (strstr(told, "no TLS with") != NULL)
                return "`tls`, `cafile`, `certfile` and `keyfile` of [mqtt]: man purposed.conf";
        if (strstr(told, "no greeting from") != NULL)
                return "is that the broker's port? Does it want TLS there? Then `tls = yes` in [mqtt]";
        if (strstr(told, "not allowed to write") != NULL)
                return "its ACL has to allow that to the `username` of [mqtt]: mosquitto.acl, beside README.md, is one that does";
        return "are `username` and `password_file` of [mqtt] right? journalctl -u purposed says what the broker answered";
}

void
pd_broker_judge(struct pd_diagnosis *diagnosis, const char *host, int32_t port, int result, const char *told)
{
        const char *trouble = result == -ECONNREFUSED ? "nobody listens there"
                : result == -ENODATA                  ? "no machine has that name"
                : result == -EAGAIN                   ? "the name cannot be looked up"
                : result == -ETIMEDOUT                ? "no answer within 3 s"
                                                      : strerror(-result);

        if (result < 0)
                pd_diagnosis_add(diagnosis, PD_HEALTH_ILL, "broker", remedy_of(host, result), "%.200s, port %d: %s", host, (int) port,
                        trouble);
        else if (told[0] == '\0')
                pd_diagnosis_add(diagnosis, PD_HEALTH_WELL, "broker", NULL, "somebody listens at %.200s, port %d", host, (int) port);
        else
                pd_diagnosis_add(diagnosis, PD_HEALTH_ILL, "broker", remedy_of_what_is_told(told), "%s",
                        told + (strncmp(told, SINK, strlen(SINK)) == 0 ? strlen(SINK) : 0)); /* it names host and port */
}
