/* SPDX-License-Identifier: MIT */
/* Stays connected to a bus and knows who owns a name on it. */
#include "bluez/peer.h"

#include "purposed/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

#define NAME_SIZE 256 /* D-Bus specification, "Valid Names": at most 255 characters */
#define BACKOFF_MIN (250 * PD_MSEC)
#define BACKOFF_MAX (30 * PD_SEC)

struct pd_peer {
        const struct pd_source_context *context;
        char *bus_address;
        const char *name;
        struct pd_peer_ops ops;
        sd_bus *bus;
        sd_bus_slot *lost, *changed, *asked;
        bool on_bus;   /* the bus has answered */
        char owner[NAME_SIZE]; /* its unique name; "" if there is none */
        pd_usec retry; /* when to connect; PD_NEVER while there is a connection */
        pd_usec backoff;
};

static void
set_owner(struct pd_peer *peer, const char *owner)
{
        if (strcmp(owner, peer->owner) == 0 || strlen(owner) >= NAME_SIZE)
                return;
        if (peer->owner[0] != '\0') {
                peer->owner[0] = '\0';
                peer->ops.gone(peer->ops.user);
        }
        memcpy(peer->owner, owner, strlen(owner) + 1);
        if (peer->owner[0] != '\0')
                peer->ops.arrived(peer->ops.user);
}

static void
drop_slots(struct pd_peer *peer)
{
        peer->lost = sd_bus_slot_unref(peer->lost);
        peer->changed = sd_bus_slot_unref(peer->changed);
        peer->asked = sd_bus_slot_unref(peer->asked);
}

/* The connection itself is given back at the next attempt: this may be
 * called by it. */
static void
retry_later(struct pd_peer *peer, int error)
{
        bool first = peer->backoff == BACKOFF_MIN;

        drop_slots(peer);
        set_owner(peer, "");
        if (peer->on_bus || first)
                pd_log(LOG_WARNING, "Bluetooth: no bus to BlueZ (%s); trying again every %d s at most", strerror(-error),
                        (int) (BACKOFF_MAX / PD_SEC));
        peer->on_bus = false;
        peer->retry = peer->context->now(peer->context->user) + peer->backoff;
        peer->backoff = peer->backoff * 2 < BACKOFF_MAX ? peer->backoff * 2 : BACKOFF_MAX;
        peer->ops.wake(peer->ops.user);
}

static int
on_lost(sd_bus_message *message, void *user, sd_bus_error *error)
{
        (void) message;
        (void) error;
        retry_later(user, -ECONNRESET);
        return 0;
}

static int
on_changed(sd_bus_message *message, void *user, sd_bus_error *error)
{
        struct pd_peer *peer = user;
        const char *name, *before, *after;

        (void) error;
        if (sd_bus_message_read(message, "sss", &name, &before, &after) >= 0 && strcmp(name, peer->name) == 0)
                set_owner(peer, after);
        return 0;
}

static int
on_asked(sd_bus_message *message, void *user, sd_bus_error *error)
{
        struct pd_peer *peer = user;
        const char *owner;

        (void) error;
        peer->asked = sd_bus_slot_unref(peer->asked);
        if (sd_bus_message_is_method_error(message, NULL) && !sd_bus_message_is_method_error(message, SD_BUS_ERROR_NAME_HAS_NO_OWNER)) {
                retry_later(peer, -sd_bus_message_get_errno(message)); /* a bus that does not answer is none */
                return 0;
        }
        peer->on_bus = true;
        peer->backoff = BACKOFF_MIN;
        if (sd_bus_message_is_method_error(message, NULL))
                pd_log(LOG_NOTICE, "Bluetooth: %s is not running; waiting for it", peer->name);
        else if (sd_bus_message_read(message, "s", &owner) >= 0)
                set_owner(peer, owner);
        return 0;
}

static int
open_bus(struct pd_peer *peer)
{
        int r;

        if (!peer->bus_address)
                return sd_bus_open_system(&peer->bus);
        r = sd_bus_new(&peer->bus);
        if (r < 0)
                return r;
        r = sd_bus_set_address(peer->bus, peer->bus_address);
        if (r < 0)
                return r;
        r = sd_bus_set_bus_client(peer->bus, true);
        if (r < 0)
                return r;
        return sd_bus_start(peer->bus);
}

/* The rule that hears of changes goes out before the question who it is now,
 * so that no change falls between the two. */
static int
ask(struct pd_peer *peer)
{
        char rule[256];
        int r;

        r = sd_bus_match_signal(peer->bus, &peer->lost, "org.freedesktop.DBus.Local", "/org/freedesktop/DBus/Local",
                "org.freedesktop.DBus.Local", "Disconnected", on_lost, peer);
        if (r < 0)
                return r;
        snprintf(rule, sizeof(rule),
                "type='signal',sender='org.freedesktop.DBus',path='/org/freedesktop/DBus',interface='org.freedesktop.DBus',"
                "member='NameOwnerChanged',arg0='%s'",
                peer->name);
        r = sd_bus_add_match_async(peer->bus, &peer->changed, rule, on_changed, NULL, peer);
        if (r < 0)
                return r;
        r = peer->ops.connected(peer->ops.user, peer->bus);
        if (r < 0)
                return r;
        return sd_bus_call_method_async(peer->bus, &peer->asked, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                "GetNameOwner", on_asked, peer, "s", peer->name);
}

static int
connect_bus(struct pd_peer *peer)
{
        int r;

        peer->bus = sd_bus_close_unref(peer->bus);
        r = open_bus(peer);
        if (r < 0)
                return r;
        r = sd_bus_attach_event(peer->bus, peer->context->loop, SD_EVENT_PRIORITY_NORMAL);
        if (r < 0)
                return r;
        (void) sd_bus_set_close_on_exit(peer->bus, false); /* something is to be said when the loop has ended */
        return ask(peer);
}

struct pd_peer *
pd_peer_new(const struct pd_source_context *context, const char *bus_address, const char *name, const struct pd_peer_ops *ops)
{
        struct pd_peer *peer = calloc(1, sizeof(*peer));

        if (!peer)
                return NULL;
        *peer = (struct pd_peer){.context = context, .name = name, .ops = *ops, .retry = 0, .backoff = BACKOFF_MIN};
        if (bus_address) {
                peer->bus_address = strdup(bus_address);
                if (!peer->bus_address)
                        return pd_peer_free(peer);
        }
        return peer;
}

struct pd_peer *
pd_peer_free(struct pd_peer *peer)
{
        if (!peer)
                return NULL;
        drop_slots(peer);
        sd_bus_close_unref(peer->bus);
        free(peer->bus_address);
        free(peer);
        return NULL;
}

void
pd_peer_look(struct pd_peer *peer, pd_usec now)
{
        int r;

        if (now < peer->retry)
                return;
        peer->retry = PD_NEVER;
        r = connect_bus(peer);
        if (r < 0)
                retry_later(peer, r);
}

pd_usec
pd_peer_wake(const struct pd_peer *peer)
{
        return peer->retry;
}

bool
pd_peer_on_bus(const struct pd_peer *peer)
{
        return peer->on_bus;
}

sd_bus *
pd_peer_bus(const struct pd_peer *peer)
{
        return peer->owner[0] != '\0' ? peer->bus : NULL;
}

bool
pd_peer_sent(const struct pd_peer *peer, sd_bus_message *message)
{
        const char *sender = sd_bus_message_get_sender(message);

        return sender && peer->owner[0] != '\0' && strcmp(sender, peer->owner) == 0;
}
