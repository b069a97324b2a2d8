/* SPDX-License-Identifier: MIT */
/* bluetooth.service, by way of systemd's bus interface. */
#pragma once

/* Restarts it if it runs, and waits for that: one that somebody stopped stays so.
 * BUS_ADDRESS NULL is the system bus.
 * -ETIMEDOUT; -EIO: systemd tried and it failed; or what sd-bus says. */
int pd_service_restart(const char *bus_address);
