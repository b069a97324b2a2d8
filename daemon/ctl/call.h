/* SPDX-License-Identifier: MIT */
/*
 * The client's way to the daemon, and what is said to a person who cannot
 * get there.
 */
#pragma once

#include <systemd/sd-bus.h>

/* ADDRESS NULL is the system bus. A negative errno, said on stderr. */
int pd_ctl_connect(const char *address, sd_bus **ret);

/* VERB with WORDS, which end with NULL, for ATHLETE or "", as it stands to the
 * daemon. RET has result, text and JSON ("iss"). A negative errno; then ERROR
 * may say more. */
int pd_ctl_order_call(sd_bus *bus, const char *athlete, const char *verb, const char *const *words, sd_bus_error *error,
        sd_bus_message **ret);

/* A call that failed with R and ERROR: what to do about it, without a line
 * break at the end. */
void pd_ctl_explain(const sd_bus_error *error, int r, char *ret, size_t size);
