/* SPDX-License-Identifier: MIT */
/*
 * One question to purposed-recovery, which may do what the daemon may not,
 * and its answer: a line each way over a socket (recovery/exchange.h). Nothing
 * here blocks; what takes longer than a minute is given up.
 */
#pragma once

#include "purposed/time.h"

struct sd_event;
struct pd_errand;

#define PD_ERRAND_SOCKET "/run/purposed-recovery.sock" /* systemd/purposed-recovery.socket */
#define PD_ERRAND_MAX (60 * PD_SEC)                    /* a restart of bluetooth.service is given 50 s there */

/* RESULT 0: it is done; -EIO: not; -ETIMEDOUT: no answer in time; -EPROTO: one that is
 * none; -ECONNRESET: nobody is there any more. TEXT says more, or is "". It may free
 * the errand. */
typedef void (*pd_errand_answered)(void *user, int result, const char *text);

/* Sends LINE, with its line break, to the socket at PATH. -ENOENT, -ECONNREFUSED: nobody takes errands here; -EACCES: not ours;
 * -EAGAIN: too many at once; -ENOMEM, or what the socket says. */
int pd_errand_new(struct sd_event *loop, const char *path, const char *line, pd_errand_answered answered, void *user,
        struct pd_errand **ret);
struct pd_errand *pd_errand_free(struct pd_errand *errand);
