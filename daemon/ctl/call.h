/* SPDX-License-Identifier: MIT */
/*
 * The client's way to the daemon, and what is said to a person who cannot
 * get there.
 */
#pragma once

#include <systemd/sd-bus.h>

/* ADDRESS NULL is the system bus. A negative errno, said on stderr. */
int pd_ctl_connect(const char *address, sd_bus **ret);

/* A call that failed with R and ERROR: what to do about it, without a line
 * break at the end. */
void pd_ctl_explain(const sd_bus_error *error, int r, char *ret, size_t size);
