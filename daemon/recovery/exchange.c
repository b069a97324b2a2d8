/* SPDX-License-Identifier: MIT */
#include "recovery/exchange.h"

#include "recovery/allowance.h"

#include "purposed/log.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <syslog.h>

/* A line that is too long ends where it is cut: then it is none that is known. */
static int
read_line(const struct pd_exchange *exchange, int fd, char ret[static PD_REQUEST_SIZE])
{
        struct pollfd ready = {.fd = fd, .events = POLLIN};
        pd_usec until = exchange->now() + exchange->patience; /* for the whole line, however it dribbles */
        size_t length = 0;

        while (length < PD_REQUEST_SIZE - 1) {
                pd_usec left = until - exchange->now();
                char *end;
                ssize_t n;

                if (left <= 0 || poll(&ready, 1, (int) (left / PD_MSEC)) <= 0)
                        return -ETIMEDOUT;
                n = recv(fd, ret + length, PD_REQUEST_SIZE - 1 - length, MSG_DONTWAIT);
                if (n <= 0)
                        return n < 0 ? -errno : -ENODATA;
                length += (size_t) n;
                end = memchr(ret, '\n', length);
                if (!end)
                        continue;
                *end = '\0';
                return end + 1 == ret + length ? 0 : -EINVAL; /* one line a connection */
        }
        return -EMSGSIZE;
}

static int
answer(int fd, const char *word, const char *text)
{
        char line[PD_EXCHANGE_ANSWER_SIZE + sizeof("failed: \n")];
        int length = snprintf(line, sizeof(line), "%s: %s\n", word, text);

        pd_log(LOG_NOTICE, "recovery: %.*s", length - 1, line);
        return send(fd, line, (size_t) length, MSG_NOSIGNAL | MSG_DONTWAIT) == length ? 0 : -EPIPE;
}

static bool
is_allowed(const struct pd_exchange *exchange, int fd)
{
        struct ucred peer;
        socklen_t size = sizeof(peer);

        return getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 && (peer.uid == 0 || peer.uid == exchange->allowed);
}

static int
allow(const struct pd_exchange *exchange, char *ret_text, size_t size)
{
        pd_usec wait = 0;
        int r = pd_allowance_take(exchange->stamp, exchange->now(), &wait);

        if (r == -EAGAIN)
                snprintf(ret_text, size, "too soon after the last time; in %d s", (int) (wait / PD_SEC) + 1);
        else if (r == -EBUSY)
                snprintf(ret_text, size, "something is being done already");
        else if (r < 0)
                snprintf(ret_text, size, "%s: %s; nothing is done without it", exchange->stamp, strerror(-r));
        return r;
}

int
pd_exchange_serve(const struct pd_exchange *exchange, int fd)
{
        char line[PD_REQUEST_SIZE], text[PD_EXCHANGE_ANSWER_SIZE] = "";
        struct pd_request request;
        int r;

        if (!is_allowed(exchange, fd))
                return answer(fd, "failed", "only the daemon's user may ask, and root");
        r = read_line(exchange, fd, line);
        if (r == 0)
                r = pd_request_parse(line, &request);
        if (r < 0)
                return answer(fd, "failed", "expected one line: restart, or reset AA:BB:CC:DD:EE:FF");
        if (allow(exchange, text, sizeof(text)) < 0)
                return answer(fd, "failed", text);
        r = exchange->act(exchange->user, &request, text, sizeof(text));
        return answer(fd, r < 0 ? "failed" : "done", text);
}
