/* SPDX-License-Identifier: MIT */
/*
 * One attempt to reach the broker. libmosquitto's connect blocks its caller
 * for as long as the name look-up and TCP take, so it runs on a thread of
 * its own, which owns the handle meanwhile.
 *
 *   start ──▶ thread: connect ──▶ wakes the loop ──▶ finish: the handle comes back
 *                 └── abandon: whoever of the two is last frees everything; nobody waits
 */
#pragma once

#include "mqtt/tls.h"

#include <mosquitto.h>
#include <stdint.h>

/* Attempts that nobody waits for and that have not come to an end. A resolver
 * that hangs is not asked again and again. */
#define PD_DIAL_ABANDONED_MAX 2

struct pd_dial;

struct pd_dial_order {
        struct mosquitto *handle;
        mosquitto_property *properties; /* of CONNECT, or NULL */
        const char *host;               /* borrowed for the call */
        int32_t port, keepalive_s;
        int wake_fd; /* an eventfd, written when the attempt is over */
};

/* Takes the handle and the properties, also when it fails. -EBUSY: there are
 * PD_DIAL_ABANDONED_MAX already; or another negative errno. */
int pd_dial_start(const struct pd_dial_order *order, struct pd_dial **ret);

/* What came of it. */
struct pd_dial_outcome {
        struct mosquitto *handle;
        int result;                   /* MOSQ_ERR_* */
        int error;                    /* of MOSQ_ERR_ERRNO and MOSQ_ERR_EAI */
        struct pd_tls_witness witness; /* of MOSQ_ERR_TLS */
};

/* After the wake-up: hands the handle back and frees DIAL. */
void pd_dial_finish(struct pd_dial *dial, struct pd_dial_outcome *ret);

/* Nobody waits for the outcome any more. Does not block. Returns NULL. */
struct pd_dial *pd_dial_abandon(struct pd_dial *dial);
