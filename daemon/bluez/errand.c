/* SPDX-License-Identifier: MIT */
#include "bluez/errand.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <systemd/sd-event.h>
#include <time.h>
#include <unistd.h>

#define ANSWER_SIZE 256 /* the longest that is sent has 208 bytes */

struct pd_errand {
        pd_errand_answered answered;
        void *user;
        int fd;
        sd_event_source *io, *timer;
        char answer[ANSWER_SIZE];
        size_t length;
};

/* The last that is done with it: it may be free afterwards. */
static void
end(struct pd_errand *errand, int result, const char *text)
{
        (void) sd_event_source_set_enabled(errand->io, SD_EVENT_OFF);
        (void) sd_event_source_set_enabled(errand->timer, SD_EVENT_OFF);
        errand->answered(errand->user, result, text);
}

/* "done: bluetooth.service was restarted" */
static void
take_answer(struct pd_errand *errand)
{
        static const char done[] = "done: ", failed[] = "failed: ";
        char text[ANSWER_SIZE];

        if (strncmp(errand->answer, done, strlen(done)) == 0) {
                snprintf(text, sizeof(text), "%s", errand->answer + strlen(done));
                end(errand, 0, text);
        } else if (strncmp(errand->answer, failed, strlen(failed)) == 0) {
                snprintf(text, sizeof(text), "%s", errand->answer + strlen(failed));
                end(errand, -EIO, text);
        } else {
                end(errand, -EPROTO, "");
        }
}

static int
on_io(sd_event_source *source, int fd, uint32_t events, void *user)
{
        struct pd_errand *errand = user;
        size_t room = sizeof(errand->answer) - 1 - errand->length;
        ssize_t n = recv(fd, errand->answer + errand->length, room, MSG_DONTWAIT);
        char *line_end;

        (void) source;
        (void) events;
        if (n < 0 && (errno == EAGAIN || errno == EINTR))
                return 0;
        if (n <= 0) {
                end(errand, -ECONNRESET, "");
                return 0;
        }
        errand->length += (size_t) n;
        errand->answer[errand->length] = '\0';
        line_end = strchr(errand->answer, '\n');
        if (line_end) {
                *line_end = '\0';
                take_answer(errand);
        } else if ((size_t) n == room) {
                end(errand, -EPROTO, "");
        }
        return 0;
}

static int
on_timer(sd_event_source *source, uint64_t usec, void *user)
{
        (void) source;
        (void) usec;
        end(user, -ETIMEDOUT, "");
        return 0;
}

/* A connection to a socket of this machine is made at once or not at all. */
static int
dial(const char *path, const char *line)
{
        struct sockaddr_un address = {.sun_family = AF_UNIX};
        ssize_t length = (ssize_t) strlen(line);
        int fd, r = 0;

        if (strlen(path) >= sizeof(address.sun_path))
                return -ENAMETOOLONG;
        memcpy(address.sun_path, path, strlen(path) + 1);
        fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (fd < 0)
                return -errno;
        if (connect(fd, (const struct sockaddr *) &address, sizeof(address)) < 0)
                r = -errno;
        else if (send(fd, line, (size_t) length, MSG_NOSIGNAL) != length)
                r = -EPIPE; /* some bytes always fit */
        if (r == 0)
                return fd;
        close(fd);
        return r;
}

int
pd_errand_new(struct sd_event *loop, const char *path, const char *line, pd_errand_answered answered, void *user,
        struct pd_errand **ret)
{
        struct pd_errand *errand = calloc(1, sizeof(*errand));
        int r;

        if (!errand)
                return -ENOMEM;
        errand->answered = answered;
        errand->user = user;
        r = errand->fd = dial(path, line);
        if (r >= 0)
                r = sd_event_add_io(loop, &errand->io, errand->fd, EPOLLIN, on_io, errand);
        if (r >= 0)
                r = sd_event_add_time_relative(loop, &errand->timer, CLOCK_BOOTTIME, PD_ERRAND_MAX, 0, on_timer, errand);
        if (r < 0) {
                pd_errand_free(errand);
                return r;
        }
        *ret = errand;
        return 0;
}

struct pd_errand *
pd_errand_free(struct pd_errand *errand)
{
        if (!errand)
                return NULL;
        sd_event_source_disable_unref(errand->io);
        sd_event_source_disable_unref(errand->timer);
        if (errand->fd >= 0)
                close(errand->fd);
        free(errand);
        return NULL;
}
