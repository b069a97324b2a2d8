/* SPDX-License-Identifier: MIT */
/*
 * The folder from which the daemon takes files (import_folder.h), as the client
 * sees it: a copy is handed in, and the daemon's word is read beside it. Root
 * comes here, and the folder is the daemon's user's: no link is followed.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct pd_spool {
        int fd; /* of the athlete's folder */
};

/* -ENOENT: the daemon has made none; -EACCES… */
int pd_spool_open(struct pd_spool *spool, const char *state_dir, const char *athlete);
void pd_spool_close(struct pd_spool *spool);

/* A copy of the file at PATH, whole at once, owned by whose the folder is, readable by nobody else. */
int pd_spool_hand_in(const struct pd_spool *spool, const char *path, const char *name);

typedef void (*pd_spool_line_func)(void *user, const char *line);

/* Tells each line of the daemon's word on NAME and removes it, and the copy.
 * False: there is none yet. */
bool pd_spool_take_word(const struct pd_spool *spool, const char *name, pd_spool_line_func func, void *user);
