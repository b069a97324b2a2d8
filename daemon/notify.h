/* SPDX-License-Identifier: MIT */
/*
 * What the service's supervisor is told. The watchdog is fed at the end of
 * a finished turn of the loop, when half of WATCHDOG_USEC has passed since
 * the last time. A timer sees to it that a quiet daemon has a turn by then;
 * the timer itself feeds nothing, and it stands behind all other work, so
 * that the turn comes only once that is done.
 *
 * Without a supervisor (NOTIFY_SOCKET not set) everything here does nothing.
 */
#pragma once

#include <systemd/sd-event.h>

struct pd_notify;

/* The environment of sd_watchdog_enabled(3) and sd_notify(3) is left as it is. */
int pd_notify_new(sd_event *event, struct pd_notify **ret);
struct pd_notify *pd_notify_free(struct pd_notify *notify);

/* 0 or -errno; a supervisor that cannot be told is no reason to stop. */
int pd_notify_ready(void);
int pd_notify_stopping(void);

/* One line for `systemctl status`; sent if it differs from the last one. */
int pd_notify_status(struct pd_notify *notify, const char *status);

/* After each finished turn. */
int pd_notify_turned(struct pd_notify *notify);
