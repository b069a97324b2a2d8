/* SPDX-License-Identifier: MIT */
/*
 * The clients that hold something (a notify session, a discovery) for as
 * long as their bus name lives.
 */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

struct pd_bus_clients;

/* LOST is called when a client has left the bus, after it is off the list. */
struct pd_bus_clients *pd_bus_clients_new(GDBusConnection *connection, void (*lost)(void *user), void *user);
struct pd_bus_clients *pd_bus_clients_free(struct pd_bus_clients *clients);

size_t pd_bus_clients_count(const struct pd_bus_clients *clients);
bool pd_bus_clients_has(const struct pd_bus_clients *clients, const char *name);
void pd_bus_clients_add(struct pd_bus_clients *clients, const char *name);
void pd_bus_clients_remove(struct pd_bus_clients *clients, const char *name);
void pd_bus_clients_clear(struct pd_bus_clients *clients);

/* Asks all of them whether they have come to the end of what was sent to
 * them: Peer.Ping is answered in the order of arrival. DONE is called once;
 * never, if CANCELLABLE is cancelled. ALL is false if one of them is gone. */
void pd_bus_clients_ping(struct pd_bus_clients *clients, GCancellable *cancellable, void (*done)(void *user, bool all), void *user);
