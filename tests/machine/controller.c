/* SPDX-License-Identifier: MIT */
#include "machine/controller.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* The kernel's include/net/bluetooth/, which no header of the C library or the kernel exports. */
enum { PROTOCOL_L2CAP = 0, PROTOCOL_HCI = 1, CHANNEL_CONTROL = 3, NO_INDEX = 0xffff, CID_ATT = 4, ADDRESS_LE_PUBLIC = 1 };

struct hci_address {
        sa_family_t family;
        uint16_t device;
        uint16_t channel;
};

struct l2cap_address {
        sa_family_t family;
        uint16_t psm;
        uint8_t address[6];
        uint16_t cid;
        uint8_t address_type;
};

/* BlueZ, doc/mgmt-api.txt: header and commands. */
enum { HEADER = 6, EVENT_COMPLETE = 1, EVENT_STATUS = 2, NAME_BYTES = 249, SHORT_NAME_BYTES = 11 };
enum { ANSWER_MS = 15000, PACKET_BYTES = 512 };
enum command {
        READ_INFO = 0x0004,
        SET_POWERED = 0x0005,
        SET_CONNECTABLE = 0x0007,
        SET_BONDABLE = 0x0009,
        SET_LE = 0x000d,
        SET_LOCAL_NAME = 0x000f,
        DISCONNECT = 0x0014,
        ADD_ADVERTISING = 0x003e,
        REMOVE_ADVERTISING = 0x003f,
};

static void
put_le16(uint8_t *bytes, uint16_t value)
{
        bytes[0] = (uint8_t) value;
        bytes[1] = (uint8_t) (value >> 8);
}

static uint16_t
get_le16(const uint8_t *bytes)
{
        return (uint16_t) (bytes[0] | bytes[1] << 8);
}

/* Waits for the answer to COMMAND; other events pass. The status stands in RET's first byte. */
static int
await(int fd, uint16_t index, enum command command, uint8_t *ret, size_t size)
{
        uint8_t packet[PACKET_BYTES];
        struct pollfd poll_fd = {.fd = fd, .events = POLLIN};

        while (poll(&poll_fd, 1, ANSWER_MS) > 0) {
                ssize_t n = recv(fd, packet, sizeof(packet), 0);
                uint16_t event = n >= HEADER + 3 ? get_le16(packet) : 0;
                if (n < 0)
                        return -errno;
                if (event != EVENT_COMPLETE && event != EVENT_STATUS)
                        continue;
                if (get_le16(packet + 2) != index || get_le16(packet + HEADER) != command)
                        continue;
                n -= HEADER + 2;
                memcpy(ret, packet + HEADER + 2, (size_t) n < size ? (size_t) n : size);
                return ret[0] == 0 ? 0 : -EIO;
        }
        return -ETIMEDOUT;
}

/* A socket for each order: what happens meanwhile queues up nowhere. */
static int
ask(uint16_t index, enum command command, const void *parameters, size_t size, uint8_t *ret, size_t ret_size)
{
        struct hci_address address = {.family = AF_BLUETOOTH, .device = NO_INDEX, .channel = CHANNEL_CONTROL};
        uint8_t packet[PACKET_BYTES];
        int fd = socket(AF_BLUETOOTH, SOCK_RAW | SOCK_CLOEXEC, PROTOCOL_HCI), r;

        if (fd < 0)
                return -errno;
        put_le16(packet, command);
        put_le16(packet + 2, index);
        put_le16(packet + 4, (uint16_t) size);
        if (size > 0)
                memcpy(packet + HEADER, parameters, size);
        if (bind(fd, (struct sockaddr *) &address, sizeof(address)) < 0 || send(fd, packet, HEADER + size, 0) < 0)
                r = -errno;
        else
                r = await(fd, index, command, ret, ret_size);
        close(fd);
        return r;
}

static int
order(const struct pd_controller *self, enum command command, const void *parameters, size_t size)
{
        uint8_t status;

        return ask(self->index, command, parameters, size, &status, sizeof(status));
}

static int
set(const struct pd_controller *self, enum command command, bool on)
{
        uint8_t byte = on;

        return order(self, command, &byte, sizeof(byte));
}

int
pd_controller_find(struct pd_controller *self, uint16_t index)
{
        uint8_t answer[1 + 6];
        int r = ask(index, READ_INFO, NULL, 0, answer, sizeof(answer));

        if (r < 0)
                return r;
        self->index = index;
        memcpy(self->address, answer + 1, sizeof(self->address));
        return 0;
}

/* Instance 1: connectable, discoverable, for ever; the service goes out at once, the name to who asks. */
static int
add_advertising(const struct pd_controller *self, const char *name, uint16_t service)
{
        uint8_t request[11 + 4 + 2 + 29] = {1, 0x03};
        size_t length = strnlen(name, 29);

        request[9] = 4;
        request[10] = (uint8_t) (2 + length);
        request[11] = 3; /* length of: */
        request[12] = 0x03; /* all 16-bit services */
        put_le16(request + 13, service);
        request[15] = (uint8_t) (1 + length);
        request[16] = 0x09; /* complete name */
        memcpy(request + 17, name, length);
        return order(self, ADD_ADVERTISING, request, 17 + length);
}

int
pd_controller_advertise(struct pd_controller *self, const char *name, uint16_t service)
{
        uint8_t names[NAME_BYTES + SHORT_NAME_BYTES] = {0};

        memcpy(names, name, strnlen(name, NAME_BYTES - 1));
        /* What cannot be set while it is off, or is set already, is no loss: the last two decide. */
        (void) pd_controller_hush(self);
        (void) set(self, SET_LE, true);
        (void) order(self, SET_LOCAL_NAME, names, sizeof(names));
        (void) set(self, SET_BONDABLE, false);
        (void) set(self, SET_CONNECTABLE, true);
        int r = set(self, SET_POWERED, true);
        return r < 0 ? r : add_advertising(self, name, service);
}

int
pd_controller_hush(struct pd_controller *self)
{
        return set(self, REMOVE_ADVERTISING, false); /* instance 0: all */
}

int
pd_controller_hang_up(struct pd_controller *self, const uint8_t peer[6])
{
        uint8_t request[7];

        memcpy(request, peer, 6);
        request[6] = ADDRESS_LE_PUBLIC;
        return order(self, DISCONNECT, request, sizeof(request));
}

int
pd_controller_listen(const struct pd_controller *self)
{
        struct l2cap_address address = {.family = AF_BLUETOOTH, .cid = CID_ATT, .address_type = ADDRESS_LE_PUBLIC};
        int fd = socket(AF_BLUETOOTH, SOCK_SEQPACKET | SOCK_CLOEXEC, PROTOCOL_L2CAP);

        if (fd < 0)
                return -errno;
        memcpy(address.address, self->address, sizeof(address.address));
        if (bind(fd, (struct sockaddr *) &address, sizeof(address)) < 0 || listen(fd, 1) < 0) {
                int r = -errno;
                close(fd);
                return r;
        }
        return fd;
}

int
pd_controller_accept(int listener, uint8_t ret_peer[6])
{
        struct l2cap_address address = {0};
        socklen_t size = sizeof(address);
        int fd = accept4(listener, (struct sockaddr *) &address, &size, SOCK_CLOEXEC);

        if (fd < 0)
                return -errno;
        memcpy(ret_peer, address.address, sizeof(address.address));
        return fd;
}
