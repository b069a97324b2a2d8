/* SPDX-License-Identifier: MIT */
/* A thread that lives as long as one connect. */
#include "mqtt/dial.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>

/* From TCP to the end of the TLS handshake: a slow line's four round trips, and a
 * small computer's arithmetic. Well below the patience of the loop (line.c). */
#define HANDSHAKE_MS 10000

/* Each side changes the state once; who comes second sees what the first did. */
enum {
        RUNNING,
        DONE,      /* the thread is through and has woken the loop, or is about to */
        ABANDONED, /* the loop has turned away */
};

/* Of the process: an attempt may outlive who began it. */
static atomic_int n_abandoned;

struct pd_dial {
        struct mosquitto *handle;
        mosquitto_property *properties;
        char *host;
        int32_t port, keepalive_s;
        int wake_fd;
        pthread_t thread;
        atomic_int state;
        int result, error;
        struct pd_tls_witness witness;
};

static void
dial_free(struct pd_dial *dial)
{
        if (dial->handle)
                mosquitto_destroy(dial->handle);
        mosquitto_property_free_all(&dial->properties);
        free(dial->host);
        free(dial);
}

static void *
run(void *user)
{
        struct pd_dial *dial = user;

        dial->result = mosquitto_connect_bind_v5(dial->handle, dial->host, dial->port, dial->keepalive_s, NULL, dial->properties);
        if (dial->result == MOSQ_ERR_SUCCESS)
                dial->result = pd_tls_shake_hands(dial->handle, HANDSHAKE_MS);
        dial->error = errno;
        dial->witness = pd_tls_take_witness();

        /* The descriptor is the loop's and may be closed once it has turned
         * away; it joins this thread before it does so otherwise. */
        if (atomic_exchange(&dial->state, DONE) == ABANDONED) {
                dial_free(dial);
                atomic_fetch_sub(&n_abandoned, 1);
        } else {
                (void) eventfd_write(dial->wake_fd, 1);
        }
        return NULL;
}

/* Signals belong to the loop. */
static int
start_thread(struct pd_dial *dial)
{
        sigset_t all, before;
        int r;

        sigfillset(&all);
        pthread_sigmask(SIG_SETMASK, &all, &before);
        r = pthread_create(&dial->thread, NULL, run, dial);
        pthread_sigmask(SIG_SETMASK, &before, NULL);
        return -r;
}

int
pd_dial_start(const struct pd_dial_order *order, struct pd_dial **ret)
{
        struct pd_dial *dial = calloc(1, sizeof(*dial));
        mosquitto_property *properties = order->properties;
        int r;

        if (!dial) {
                mosquitto_destroy(order->handle);
                mosquitto_property_free_all(&properties);
                return -ENOMEM;
        }
        dial->handle = order->handle;
        dial->properties = properties;
        dial->host = strdup(order->host);
        dial->port = order->port;
        dial->keepalive_s = order->keepalive_s;
        dial->wake_fd = order->wake_fd;
        atomic_init(&dial->state, RUNNING);

        if (atomic_load(&n_abandoned) >= PD_DIAL_ABANDONED_MAX)
                r = -EBUSY;
        else
                r = dial->host ? start_thread(dial) : -ENOMEM;
        if (r < 0) {
                dial_free(dial);
                return r;
        }
        *ret = dial;
        return 0;
}

void
pd_dial_finish(struct pd_dial *dial, struct pd_dial_outcome *ret)
{
        pthread_join(dial->thread, NULL); /* it has nothing left to do but return */
        *ret = (struct pd_dial_outcome) { .handle = dial->handle, .result = dial->result, .error = dial->error, .witness = dial->witness };
        dial->handle = NULL;
        dial_free(dial);
}

struct pd_dial *
pd_dial_abandon(struct pd_dial *dial)
{
        pthread_t thread;

        if (!dial)
                return NULL;
        thread = dial->thread; /* DIAL may be gone after the exchange */
        atomic_fetch_add(&n_abandoned, 1);
        if (atomic_exchange(&dial->state, ABANDONED) == DONE) {
                atomic_fetch_sub(&n_abandoned, 1);
                pthread_join(thread, NULL);
                dial_free(dial);
        } else {
                pthread_detach(thread);
        }
        return NULL;
}
