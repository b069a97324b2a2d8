/* SPDX-License-Identifier: MIT */
/*
 * What the administrator reads: the systemd journal where there is one,
 * standard error for a daemon started by hand. For the adapters and the
 * root; pure code returns what there is to say. An error is logged once,
 * where it stops travelling, and says what happens next.
 */
#pragma once

/* PRIORITY is one of <syslog.h>: LOG_ERR, LOG_WARNING, LOG_NOTICE, … No line
 * break at the end. */
void pd_log(int priority, const char *format, ...) __attribute__((format(printf, 2, 3)));
