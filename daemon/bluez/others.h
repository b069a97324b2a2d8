/* SPDX-License-Identifier: MIT */
/*
 * Devices that are nobody's here and have a link all the same: other
 * programs'. They take slots: PURE. Those without a link are not kept, so a
 * crowd cannot fill it; a controller holds a handful of links.
 */
#pragma once

#include "bluez/objects.h"

#define PD_OTHERS_MAX 64 /* eight adapters with eight links: more than there are of either */

/* All zero: none. */
struct pd_others {
        size_t n;
        char paths[PD_OTHERS_MAX][PD_OBJECT_PATH_SIZE];
};

/* Some properties of a Device1 at PATH that is not wanted. True: a link came or went. */
bool pd_others_see(struct pd_others *others, const char *path, const struct pd_property *properties, size_t n);
/* PATH and all that is below is gone, or is a stranger's no longer. True: a link went with it. */
bool pd_others_forget(struct pd_others *others, const char *path);
