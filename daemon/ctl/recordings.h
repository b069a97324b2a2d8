/* SPDX-License-Identifier: MIT */
/*
 * The files that a command line names: as they are, and of folders all that
 * are in them, by their names, which watches make of the date.
 */
#pragma once

#include <stddef.h>

#define PD_RECORDINGS_MAX 10000

struct pd_recordings {
        size_t n;
        char *paths[PD_RECORDINGS_MAX];
};

/* Names with a dot in front are passed over in folders. -EINVAL, said on stderr. */
int pd_recordings_gather(struct pd_recordings *recordings, int n, char **paths);
void pd_recordings_clear(struct pd_recordings *recordings);
