/* SPDX-License-Identifier: MIT */
#include "bluez/acquired.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <systemd/sd-event.h>
#include <unistd.h>

#define ATT_VALUE_MAX 512 /* Core Specification, Vol 3, Part F, 3.2.9 */

static void
close_socket(struct pd_acquired_socket *socket)
{
        socket->source = sd_event_source_disable_unref(socket->source);
}

/* Nothing was read: an empty notification is a message of no bytes, and the
 * end of all of them looks the same. */
static bool
is_closed(int fd)
{
        struct pollfd look = {.fd = fd, .events = POLLRDHUP};

        return poll(&look, 1, 0) != 0;
}

static void
end(struct pd_acquired_socket *socket)
{
        struct pd_acquired *set = socket->set;

        close_socket(socket);
        set->ops.ended(set->ops.user, socket->uuid);
}

/* False: there is no more for now. */
static bool
take_one(struct pd_acquired_socket *socket, int fd)
{
        const struct pd_acquired_ops *ops = &socket->set->ops;
        pd_usec at = ops->now(ops->user);
        uint8_t bytes[ATT_VALUE_MAX];
        ssize_t n = recv(fd, bytes, sizeof(bytes), MSG_DONTWAIT);

        if (n < 0 && (errno == EAGAIN || errno == EINTR))
                return false;
        if (n < 0 || (n == 0 && is_closed(fd))) {
                end(socket);
                return false;
        }
        ops->frame(ops->user, socket->uuid, bytes, (size_t) n, at);
        return true;
}

static int
on_readable(sd_event_source *source, int fd, uint32_t events, void *user)
{
        struct pd_acquired_socket *socket = user;

        (void) events; /* what is left in a closed socket comes before its end */
        for (int i = 0; i < PD_ACQUIRED_BATCH; i++)
                if (!take_one(socket, fd) || socket->source != source)
                        break;
        return 0;
}

void
pd_acquired_init(struct pd_acquired *set, const struct pd_acquired_ops *ops)
{
        memset(set, 0, sizeof(*set));
        set->ops = *ops;
        for (size_t i = 0; i < PD_ACQUIRED_MAX; i++)
                set->sockets[i].set = set;
}

/* Of the same characteristic, or free; NULL. */
static struct pd_acquired_socket *
place_for(struct pd_acquired *set, uint16_t uuid)
{
        struct pd_acquired_socket *place = NULL;

        for (size_t i = 0; i < PD_ACQUIRED_MAX; i++) {
                struct pd_acquired_socket *socket = &set->sockets[i];

                if (socket->source != NULL && socket->uuid == uuid)
                        return socket;
                if (socket->source == NULL && place == NULL)
                        place = socket;
        }
        return place;
}

int
pd_acquired_take(struct pd_acquired *set, sd_event *loop, uint16_t uuid, int fd)
{
        struct pd_acquired_socket *socket = place_for(set, uuid);
        int r = -ENOSPC;

        if (socket != NULL) {
                close_socket(socket);
                socket->uuid = uuid;
                r = sd_event_add_io(loop, &socket->source, fd, EPOLLIN, on_readable, socket);
        }
        if (r >= 0)
                r = sd_event_source_set_io_fd_own(socket->source, true);
        if (r >= 0)
                return 0;
        if (socket != NULL)
                close_socket(socket);
        close(fd);
        return r;
}

void
pd_acquired_clear(struct pd_acquired *set)
{
        for (size_t i = 0; i < PD_ACQUIRED_MAX; i++)
                close_socket(&set->sockets[i]);
}
