/* SPDX-License-Identifier: MIT */
/*
 * A fake-bluez of a test's own, as a process: started with options, told
 * things, waited for. Its options are those of --help, its commands those of
 * fakes/fake_console.h. It dies with the process that started it.
 */
#pragma once

#include <stdbool.h>

struct pd_fake_peer;

/* Returns once org.bluez is owned. OPTIONS end with NULL. Negative errno. */
int pd_fake_peer_new(const char *bus_address, const char *const *options, struct pd_fake_peer **ret);
/* Kills it. Takes NULL, returns NULL. */
struct pd_fake_peer *pd_fake_peer_free(struct pd_fake_peer *peer);

/* One line to it; true when it says that this is done, false when refused. */
bool pd_fake_peer_command(struct pd_fake_peer *peer, const char *line);

/* Waits for a line that begins with WORD, and takes it out of what was
 * said; other lines stay. False after 30 s, or when it has ended. */
bool pd_fake_peer_wait(struct pd_fake_peer *peer, const char *word);
