/* SPDX-License-Identifier: MIT */
#pragma once

#include <systemd/sd-bus.h>

/* A connection as a client: ADDRESS, or the system's bus if that is NULL. RET
 * is to be given back whatever the result. 0 or a negative errno. */
int pd_bus_open(const char *address, sd_bus **ret);
