/* SPDX-License-Identifier: MIT */
/* libmosquitto, turned by hand (subscriber.h). */
#include "support/subscriber.h"

#include "support/daemon_peer.h"
#include "support/strict_json.h"

#include <mosquitto.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define HEARD_MAX 262144
#define GREETING_MS 10000
#define AGAIN_MS 5 /* between two attempts to connect */

struct subscriber {
        struct mosquitto *handle;
        uint16_t port;
        bool subscribed, lost;
        size_t n;
        struct heard heard[HEARD_MAX];
};

static void
on_connect(struct mosquitto *handle, void *user, int code)
{
        (void) user;
        if (code == 0)
                mosquitto_subscribe(handle, NULL, "#", 1);
}

static void
on_subscribe(struct mosquitto *handle, void *user, int mid, int n_qos, const int *qos)
{
        struct subscriber *self = user;

        (void) handle, (void) mid, (void) n_qos, (void) qos;
        self->subscribed = true;
}

static void
on_disconnect(struct mosquitto *handle, void *user, int code)
{
        struct subscriber *self = user;

        (void) handle, (void) code;
        self->lost = true;
}

static void
on_message(struct mosquitto *handle, void *user, const struct mosquitto_message *message)
{
        struct subscriber *self = user;
        struct heard *heard = &self->heard[self->n];

        (void) handle;
        if (self->n == HEARD_MAX)
                abort();
        heard->topic = strdup(message->topic);
        heard->payload = strndup(message->payload ? message->payload : "", (size_t) message->payloadlen);
        heard->at_us = boottime_us();
        heard->retained = message->retain;
        if (!heard->topic || !heard->payload)
                abort();
        self->n++;
}

void
subscriber_turn(struct subscriber *subscriber, int ms)
{
        int rc = mosquitto_loop(subscriber->handle, ms, 1);

        if (rc == MOSQ_ERR_SUCCESS && !subscriber->lost)
                return;
        subscriber->lost = false;
        if (mosquitto_reconnect(subscriber->handle) != MOSQ_ERR_SUCCESS)
                (void) poll(NULL, 0, AGAIN_MS); /* nobody listens there at present */
}

struct subscriber *
subscriber_new(uint16_t port)
{
        struct subscriber *self = calloc(1, sizeof(*self));
        char name[32];
        int64_t until = boottime_us() + GREETING_MS * 1000;

        mosquitto_lib_init();
        snprintf(name, sizeof(name), "subscriber-%d", (int) getpid());
        if (!self)
                abort();
        self->port = port;
        self->handle = mosquitto_new(name, false, self);
        if (!self->handle)
                abort();
        mosquitto_connect_callback_set(self->handle, on_connect);
        mosquitto_subscribe_callback_set(self->handle, on_subscribe);
        mosquitto_disconnect_callback_set(self->handle, on_disconnect);
        mosquitto_message_callback_set(self->handle, on_message);
        if (mosquitto_connect(self->handle, "127.0.0.1", port, 60) != MOSQ_ERR_SUCCESS)
                return subscriber_free(self);
        while (!self->subscribed && boottime_us() < until)
                subscriber_turn(self, 100);
        return self->subscribed ? self : subscriber_free(self);
}

struct subscriber *
subscriber_free(struct subscriber *subscriber)
{
        if (!subscriber)
                return NULL;
        mosquitto_destroy(subscriber->handle);
        for (size_t i = 0; i < subscriber->n; i++) {
                free(subscriber->heard[i].topic);
                free(subscriber->heard[i].payload);
        }
        free(subscriber);
        mosquitto_lib_cleanup();
        return NULL;
}

void
subscriber_say(struct subscriber *subscriber, const char *topic, const char *payload)
{
        if (mosquitto_publish(subscriber->handle, NULL, topic, (int) strlen(payload), payload, 1, false) != MOSQ_ERR_SUCCESS)
                abort();
}

size_t
subscriber_n(const struct subscriber *subscriber)
{
        return subscriber->n;
}

const struct heard *
subscriber_heard(const struct subscriber *subscriber, size_t i)
{
        return &subscriber->heard[i];
}

void
subscriber_listen_until(struct subscriber *subscriber, int64_t at_us)
{
        for (int64_t left; (left = at_us - boottime_us()) > 0;)
                subscriber_turn(subscriber, left > 100000 ? 100 : (int) (left / 1000));
}

size_t
subscriber_find(const struct subscriber *subscriber, size_t from, const char *topic, const char *part)
{
        size_t length = strlen(topic);

        for (size_t i = from; i < subscriber->n; i++) {
                const struct heard *heard = &subscriber->heard[i];
                size_t size = strlen(heard->topic);

                if (size >= length && strcmp(heard->topic + size - length, topic) == 0 && strstr(heard->payload, part))
                        return i;
        }
        return SIZE_MAX;
}

size_t
subscriber_wait(struct subscriber *subscriber, size_t from, const char *topic, const char *part, int timeout_ms)
{
        int64_t until = boottime_us() + (int64_t) timeout_ms * 1000;
        size_t i, looked = from;

        for (;;) {
                i = subscriber_find(subscriber, looked, topic, part);
                if (i != SIZE_MAX || boottime_us() >= until)
                        return i;
                looked = subscriber->n > from ? subscriber->n : from;
                subscriber_turn(subscriber, 50);
        }
}

const char *
heard_value(const struct heard *heard, const char *key, char *ret, size_t size)
{
        size_t length;

        ret[0] = '\0';
        if (!strict_json_valid(heard->payload) || !strict_json_find(heard->payload, key, ret, size) || strcmp(ret, "null") == 0) {
                ret[0] = '\0';
                return ret;
        }
        length = strlen(ret);
        if (length >= 2 && ret[0] == '"') {
                memmove(ret, ret + 1, length - 2);
                ret[length - 2] = '\0';
        }
        return ret;
}
