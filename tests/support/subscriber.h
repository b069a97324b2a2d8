/* SPDX-License-Identifier: MIT */
/*
 * A subscriber to everything on a broker: each message is kept with the
 * instant of its arrival. It belongs to the test's own thread: messages come
 * in while something is waited for.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct heard {
        char *topic, *payload;
        int64_t at_us; /* CLOCK_BOOTTIME */
        bool retained; /* the broker had kept it from before */
};

struct subscriber;

/* Returns once it is subscribed. The broker keeps its subscription and what
 * it misses over a lost line (and over its own restart if it persists). */
struct subscriber *subscriber_new(uint16_t port);
struct subscriber *subscriber_free(struct subscriber *subscriber);

size_t subscriber_n(const struct subscriber *subscriber);
const struct heard *subscriber_heard(const struct subscriber *subscriber, size_t i);

/* To be delivered, which it is while something is waited for. */
void subscriber_say(struct subscriber *subscriber, const char *topic, const char *payload);

/* Takes in what comes within MS, at most until something has come. */
void subscriber_turn(struct subscriber *subscriber, int ms);
/* Takes in what comes until CLOCK_BOOTTIME is AT_US. */
void subscriber_listen_until(struct subscriber *subscriber, int64_t at_us);

/* Waits for a message from the FROM-th on whose topic ends with TOPIC and
 * whose payload contains PART; its index, or SIZE_MAX after TIMEOUT_MS. */
size_t subscriber_wait(struct subscriber *subscriber, size_t from, const char *topic, const char *part, int timeout_ms);
/* The same among what has been heard. */
size_t subscriber_find(const struct subscriber *subscriber, size_t from, const char *topic, const char *part);

/* The value of a payload's key: a number, or a text without its quotes; ""
 * for null and for what is not there. */
const char *heard_value(const struct heard *heard, const char *key, char *ret, size_t size);
