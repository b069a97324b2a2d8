/* SPDX-License-Identifier: MIT */
#include "support/old_door.h"

#include <arpa/inet.h>
#include <assert.h>
#include <mqtt_protocol.h>
#include <mosquitto.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <systemd/sd-event.h>
#include <unistd.h>

static struct {
        struct sd_event *loop;
        sd_event_source *listening, *in, *out;
        uint16_t port;
        int client, broker; /* -1: shut */
        int refused;
} door = { .client = -1, .broker = -1 };

static void
must(bool holds)
{
        assert(holds);
        (void) holds;
}

static void
shut(void)
{
        door.in = sd_event_source_disable_unref(door.in);
        door.out = sd_event_source_disable_unref(door.out);
        if (door.client >= 0)
                close(door.client);
        if (door.broker >= 0)
                close(door.broker);
        door.client = door.broker = -1;
}

static int
on_passing(sd_event_source *source, int fd, uint32_t revents, void *user)
{
        int to = fd == door.client ? door.broker : door.client;
        char bytes[4096];
        ssize_t n = read(fd, bytes, sizeof(bytes));

        (void) source, (void) revents, (void) user;
        if (n <= 0 || write(to, bytes, (size_t) n) != n)
                shut();
        return 0;
}

static struct sockaddr_in
loopback(uint16_t port)
{
        return (struct sockaddr_in) { .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
}

static void
let_in(const char *bytes, size_t size)
{
        struct sockaddr_in address = loopback(door.port);

        door.broker = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        must(connect(door.broker, (struct sockaddr *) &address, sizeof(address)) == 0);
        must(write(door.broker, bytes, size) == (ssize_t) size);
        must(sd_event_add_io(door.loop, &door.out, door.broker, EPOLLIN, on_passing, NULL) >= 0);
}

/* CONNECT: type, remaining length (one byte or two here), "MQTT" with its length, level. */
static int
on_greeting(sd_event_source *source, int fd, uint32_t revents, void *user)
{
        static const uint8_t refusal[] = { 0x20, 0x02, 0x00, 0x01 }; /* CONNACK of 3.1.1: unacceptable protocol version */
        char bytes[1024];
        ssize_t n = read(fd, bytes, sizeof(bytes));

        (void) source, (void) revents, (void) user;
        if (n < 10) {
                shut();
                return 0;
        }
        if (bytes[bytes[1] & 0x80 ? 9 : 8] == MQTT_PROTOCOL_V5) {
                door.refused++;
                must(write(fd, refusal, sizeof(refusal)) == sizeof(refusal));
                shut();
                return 0;
        }
        door.in = sd_event_source_disable_unref(door.in);
        must(sd_event_add_io(door.loop, &door.in, fd, EPOLLIN, on_passing, NULL) >= 0);
        let_in(bytes, (size_t) n);
        return 0;
}

static int
on_knock(sd_event_source *source, int fd, uint32_t revents, void *user)
{
        (void) source, (void) revents, (void) user;
        shut();
        door.client = accept4(fd, NULL, NULL, SOCK_CLOEXEC);
        must(door.client >= 0);
        return sd_event_add_io(door.loop, &door.in, door.client, EPOLLIN, on_greeting, NULL) < 0 ? -1 : 0;
}

uint16_t
old_door_hang(struct sd_event *loop, uint16_t port)
{
        struct sockaddr_in address = loopback(0);
        socklen_t length = sizeof(address);
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

        door.loop = loop;
        door.port = port;
        door.refused = 0;
        must(bind(fd, (struct sockaddr *) &address, length) == 0);
        must(listen(fd, 4) == 0);
        must(getsockname(fd, (struct sockaddr *) &address, &length) == 0);
        must(sd_event_add_io(loop, &door.listening, fd, EPOLLIN, on_knock, NULL) >= 0);
        sd_event_source_set_io_fd_own(door.listening, true);
        return ntohs(address.sin_port);
}

void
old_door_take_down(void)
{
        shut();
        door.listening = sd_event_source_disable_unref(door.listening);
}

int
old_door_refused(void)
{
        return door.refused;
}
