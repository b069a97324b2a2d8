/* SPDX-License-Identifier: MIT */
/*
 * Some of BlueZ's objects, by their paths: PURE. Few by their nature, and
 * what goes over the limit is left out: a crowd cannot fill more than that.
 */
#pragma once

#include "bluez/objects.h"

#define PD_PATHS_MAX 64 /* eight adapters with eight links; as many as a busy gym has that are new within 30 s */

/* All zero: none. */
struct pd_paths {
        size_t n;
        char paths[PD_PATHS_MAX][PD_OBJECT_PATH_SIZE];
};

/* False: it is among them already, or there is no room. */
bool pd_paths_add(struct pd_paths *paths, const char *path);
/* PATH and all that is below. False: none of them was among them. */
bool pd_paths_drop(struct pd_paths *paths, const char *path);
bool pd_paths_has(const struct pd_paths *paths, const char *path);
