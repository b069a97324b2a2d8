/* SPDX-License-Identifier: MIT */
/*
 * A message bus of a test's own: a dbus-daemon in a temporary folder, with
 * neither service activation nor policy, reachable by its address alone.
 * It dies with the process that started it, however that ends.
 */
#pragma once

struct pd_private_bus;

/* Listens when this returns. Negative errno: no dbus-daemon, no folder. */
int pd_private_bus_new(struct pd_private_bus **ret);
/* Kills the bus, and waits for that. Takes NULL, returns NULL. */
struct pd_private_bus *pd_private_bus_free(struct pd_private_bus *bus);

const char *pd_private_bus_address(const struct pd_private_bus *bus);

/* The bus itself dies and comes again under the same address: all
 * connections are lost. */
int pd_private_bus_restart(struct pd_private_bus *bus);
