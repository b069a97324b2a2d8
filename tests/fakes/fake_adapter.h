/* SPDX-License-Identifier: MIT */
/* org.bluez.Adapter1 at /org/bluez/hci0: power, and who is discovering. */
#pragma once

#include "fakes/object_tree.h"

#define PD_FAKE_ADAPTER_PATH "/org/bluez/hci0"
#define PD_FAKE_ADAPTER_ADDRESS "C0:00:00:00:00:AA"

struct pd_fake_adapter;

/* CHANGED is called when power or discovery has changed. */
struct pd_fake_adapter *pd_fake_adapter_new(struct pd_tree *tree, void (*changed)(void *user), void *user);
/* Off the bus: unplugged. Takes NULL, returns NULL. */
struct pd_fake_adapter *pd_fake_adapter_free(struct pd_fake_adapter *adapter);

/* The next StartDiscovery begins, but its caller hears an error, as if the
 * answer had not come in time; the StopDiscovery after that is "InProgress". */
void pd_fake_adapter_muddle(struct pd_fake_adapter *adapter);

bool pd_fake_adapter_powered(const struct pd_fake_adapter *adapter);
bool pd_fake_adapter_discovering(const struct pd_fake_adapter *adapter);
