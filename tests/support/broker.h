/* SPDX-License-Identifier: MIT */
/* A real mosquitto on a free port of the loopback, for as long as a test needs it. */
#pragma once

#include <stdint.h>

struct broker;

/* Starts it and waits until it accepts. CONFIGURATION is added to the
 * listener's lines; NULL: anybody may do anything. NULL if there is no
 * mosquitto, or it does not start: the reason is printed. */
struct broker *broker_new(const char *configuration);
/* The same with all that it is told, a listener on PORT among it. */
struct broker *broker_new_as(uint16_t port, const char *configuration);
struct broker *broker_free(struct broker *broker); /* stops it first */

uint16_t broker_port(const struct broker *broker);
const char *broker_directory(const struct broker *broker); /* of its files; gone with it */

/* Ends it with SIGNAL and waits for its death. */
void broker_stop(struct broker *broker, int signal);
/* Again, on the same port and without what it knew. 0 or -1. */
int broker_start(struct broker *broker);

/* Holds its breath: connections stand, nothing is answered. */
void broker_freeze(struct broker *broker);

/* A port of the loopback on which nobody listens. */
uint16_t free_port(void);
