/* SPDX-License-Identifier: MIT */
/*
 * A service at the other end of a bus that may come, go and come back, as
 * the bus itself may. Each owner of its name is a generation: whatever was
 * asked of the one before is void when the next arrives.
 *
 *               connected             has an owner
 *   no bus ───────────────▶ no owner ◀────────────▶ there
 *     ▲  └─ refused: again    │      is gone          │
 *     │     in 0.25 s … 30 s  │                       │
 *     └───────────────────────┴────── disconnected ───┘
 */
#pragma once

#include "purposed/port.h"

#include <systemd/sd-bus.h>

#include <stdbool.h>

struct pd_peer;

struct pd_peer_ops {
        /* A new connection, on which nothing has been asked yet: the place for
         * match rules. They die with the connection. */
        int (*connected)(void *user, sd_bus *bus);
        void (*arrived)(void *user); /* NAME has an owner: a new generation */
        void (*gone)(void *user);    /* it has none any more; also when the bus is gone */
        void (*wake)(void *user);    /* pd_peer_wake() may be sooner than before */
        void *user;
};

/* BUS_ADDRESS NULL is the system bus. NAME and CONTEXT outlive the peer. NULL if memory is out. */
struct pd_peer *pd_peer_new(
        const struct pd_source_context *context, const char *bus_address, const char *name, const struct pd_peer_ops *ops);
struct pd_peer *pd_peer_free(struct pd_peer *peer);

/* Connects when due; call it once to begin, and again at pd_peer_wake(). */
void pd_peer_look(struct pd_peer *peer, pd_usec now);
pd_usec pd_peer_wake(const struct pd_peer *peer);

bool pd_peer_on_bus(const struct pd_peer *peer);
/* NULL while nobody owns the name. */
sd_bus *pd_peer_bus(const struct pd_peer *peer);
/* Was it sent by the owner of today? */
bool pd_peer_sent(const struct pd_peer *peer, sd_bus_message *message);
