/* SPDX-License-Identifier: MIT */
/*
 * org.bluez.GattManager1 of one adapter: applications by bus name and path,
 * whose objects are read back over the bus. Of those, the UUIDs of
 * GattProfile1 matter here. An application goes with its bus name.
 */
#pragma once

#include "fakes/object_tree.h"

#include <stdint.h>

struct pd_fake_applications;

/* PATH is the adapter's, and borrowed. CHANGED is called when one has come or gone. */
struct pd_fake_applications *pd_fake_applications_new(
        struct pd_tree *tree, const char *path, void (*changed)(void *user), void *user);
struct pd_fake_applications *pd_fake_applications_free(struct pd_fake_applications *applications);

bool pd_fake_applications_serve(const struct pd_fake_applications *applications, uint16_t service);
