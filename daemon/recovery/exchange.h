/* SPDX-License-Identifier: MIT */
/*
 * One connection to purposed-recovery, from the first byte to the last:
 *
 *   daemon                         purposed-recovery
 *     │ restart\n                        │  who is it? a line? too soon?
 *     ├─────────────────────────────────▶│
 *     │  done: …\n   or   failed: …\n    │  at most 50 s later
 *     │◀─────────────────────────────────┤
 */
#pragma once

#include "recovery/controller.h"
#include "recovery/request.h"

#include <sys/types.h>

#define PD_EXCHANGE_ANSWER_SIZE 200
#define PD_EXCHANGE_LINE_MAX (5 * PD_SEC) /* the daemon sends its line with the connection */

struct pd_exchange {
        uid_t allowed;          /* beside root */
        const char *stamp;      /* see allowance.h */
        pd_usec (*now)(void);   /* of CLOCK_BOOTTIME; asked when it counts: a line may be long in coming */
        pd_usec patience;       /* PD_EXCHANGE_LINE_MAX but in tests */
        /* Performs it and says what became of it, without "done: "; a negative errno
         * if it failed. */
        int (*act)(void *user, const struct pd_request *request, char *ret, size_t size);
        void *user;
};

/* Reads a line from FD, a connected socket, answers and logs it. A negative
 * errno: nobody could be answered. */
int pd_exchange_serve(const struct pd_exchange *exchange, int fd);
