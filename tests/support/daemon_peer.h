/* SPDX-License-Identifier: MIT */
/*
 * The daemon itself as a child: a configuration, a run and a state directory
 * of its own, which outlive it, so that it can be killed and started again.
 * It dies with the process that started it.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct daemon_peer;

/* Writes CONFIGURATION into a directory of its own. */
struct daemon_peer *daemon_peer_new(const char *configuration);
/* Kills it and removes its directories; what it said on stderr is printed if
 * the test asks for that. Takes NULL, returns NULL. */
struct daemon_peer *daemon_peer_free(struct daemon_peer *peer);

/* Starts it with OPTIONS, which end with NULL, besides those that name its
 * directories; asserts nothing about its health. */
void daemon_peer_start(struct daemon_peer *peer, const char *const *options);

/* Sends SIGNAL, 0 for none, and waits for its end: the exit status, or 128 +
 * the signal that it died of. -1 if it has not ended after 30 s (and is
 * killed then). */
int daemon_peer_end(struct daemon_peer *peer, int signal);

pid_t daemon_peer_pid(const struct daemon_peer *peer); /* 0: not running */
const char *daemon_peer_configuration(const struct daemon_peer *peer); /* the file */
const char *daemon_peer_directory(const struct daemon_peer *peer);

/* What all its lives have said on stderr and stdout; valid until the next call. */
const char *daemon_peer_said(struct daemon_peer *peer);

/* The supervisor's socket: what the next lives are told as NOTIFY_SOCKET,
 * with WATCHDOG_USEC. Its descriptor, which does not block. */
int daemon_peer_supervise(struct daemon_peer *peer, const char *watchdog_usec);

/* The trace of SESSION on the card, to be freed; NULL if it is not there. */
char *daemon_peer_trace(const struct daemon_peer *peer, const char *athlete, const char *session, char *ret_path, size_t path_size);

int64_t boottime_us(void); /* CLOCK_BOOTTIME */
