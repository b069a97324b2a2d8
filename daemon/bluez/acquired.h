/* SPDX-License-Identifier: MIT */
/*
 * The sockets that AcquireNotify gave for one sensor's characteristics: a
 * message is a notification, without a detour over the bus. BlueZ closes its
 * end with the link; who wants the values acquires them anew.
 *
 *   bluetoothd ── SEQPACKET, one a characteristic ──▶ the loop ──▶ frame()
 */
#pragma once

#include "purposed/time.h"

#include <stddef.h>
#include <stdint.h>

struct sd_event;
struct sd_event_source;

/* A device with every type of sensors.def has no more of them. */
#define PD_ACQUIRED_MAX 16
/* Messages taken in one go: a burst is drained in a few, and the loop's other
 * sources have their turn in between. */
#define PD_ACQUIRED_BATCH 32

struct pd_acquired_ops {
        pd_usec (*now)(void *user);
        /* AT is read before the message is. The set may be cleared from within. */
        void (*frame)(void *user, uint16_t uuid, const uint8_t *bytes, size_t size, pd_usec at);
        void (*ended)(void *user, uint16_t uuid); /* the other end is closed; the socket is, too */
        void *user;
};

struct pd_acquired_socket {
        struct pd_acquired *set;
        struct sd_event_source *source; /* owns the descriptor; NULL: free */
        uint16_t uuid;
};

struct pd_acquired {
        struct pd_acquired_ops ops;
        struct pd_acquired_socket sockets[PD_ACQUIRED_MAX];
};

/* It stays where it is from now on. */
void pd_acquired_init(struct pd_acquired *set, const struct pd_acquired_ops *ops);

/* Takes FD, also if it fails, in the place of an earlier one of UUID.
 * -ENOSPC, or what sd-event says. */
int pd_acquired_take(struct pd_acquired *set, struct sd_event *loop, uint16_t uuid, int fd);

/* Closes them all. */
void pd_acquired_clear(struct pd_acquired *set);
