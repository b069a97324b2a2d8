/* SPDX-License-Identifier: MIT */
/* The adapter of the fake bluetoothd; errors as in BlueZ's src/adapter.c. */
#include "fakes/fake_adapter.h"

#include "fakes/bus_clients.h"

#include <string.h>

struct pd_fake_adapter {
        struct pd_tree *tree;
        struct pd_bus_clients *discoveries;
        bool powered;
        bool muddle_start, muddle_stop;
        void (*changed)(void *user);
        void *user;
};

static const char adapter_xml[] = "<interface name='org.bluez.Adapter1'>"
                                  "<method name='StartDiscovery'/>"
                                  "<method name='StopDiscovery'/>"
                                  "<method name='SetDiscoveryFilter'><arg name='properties' type='a{sv}' direction='in'/></method>"
                                  "<property name='Address' type='s' access='read'/>"
                                  "<property name='AddressType' type='s' access='read'/>"
                                  "<property name='Name' type='s' access='read'/>"
                                  "<property name='Alias' type='s' access='read'/>"
                                  "<property name='Powered' type='b' access='readwrite'/>"
                                  "<property name='Discovering' type='b' access='read'/>"
                                  "</interface>";

static void adapter_call(void *object, const char *method, GVariant *parameters, GDBusMethodInvocation *invocation);
static GVariant *adapter_get(void *object, const char *property);
static void adapter_set(void *object, const char *property, GVariant *value);

static const struct pd_tree_type adapter_type = {
        .interface = "org.bluez.Adapter1",
        .xml = adapter_xml,
        .call = adapter_call,
        .get = adapter_get,
        .set = adapter_set,
};

static GVariant *
adapter_get(void *object, const char *property)
{
        const struct pd_fake_adapter *self = object;

        if (strcmp(property, "Address") == 0)
                return g_variant_new_string(PD_FAKE_ADAPTER_ADDRESS);
        if (strcmp(property, "AddressType") == 0)
                return g_variant_new_string("public");
        if (strcmp(property, "Powered") == 0)
                return g_variant_new_boolean(self->powered);
        if (strcmp(property, "Discovering") == 0)
                return g_variant_new_boolean(pd_fake_adapter_discovering(self));
        return g_variant_new_string("virtual"); /* Name, Alias */
}

static void
discovery_changed(void *user)
{
        struct pd_fake_adapter *self = user;

        pd_tree_changed(self->tree, PD_FAKE_ADAPTER_PATH, &adapter_type, "Discovering");
        self->changed(self->user);
}

static void
on_discoverer_lost(void *user)
{
        struct pd_fake_adapter *self = user;

        if (!pd_fake_adapter_discovering(self))
                discovery_changed(self);
}

/* Powered is the only property that can be written. */
static void
adapter_set(void *object, const char *property, GVariant *value)
{
        struct pd_fake_adapter *self = object;
        bool discovering = pd_fake_adapter_discovering(self);

        if (g_variant_get_boolean(value) == self->powered)
                return;
        self->powered = g_variant_get_boolean(value);
        pd_bus_clients_clear(self->discoveries);
        pd_tree_changed(self->tree, PD_FAKE_ADAPTER_PATH, &adapter_type, property);
        if (discovering)
                pd_tree_changed(self->tree, PD_FAKE_ADAPTER_PATH, &adapter_type, "Discovering");
        self->changed(self->user);
}

static void
start_discovery(struct pd_fake_adapter *self, const char *sender, GDBusMethodInvocation *invocation)
{
        if (!self->powered) {
                pd_tree_refuse(invocation, "NotReady", "Resource Not Ready");
                return;
        }
        if (pd_bus_clients_has(self->discoveries, sender)) {
                pd_tree_refuse(invocation, "InProgress", "Operation already in progress");
                return;
        }
        bool first = !pd_fake_adapter_discovering(self);
        pd_bus_clients_add(self->discoveries, sender);
        if (self->muddle_start)
                g_dbus_method_invocation_return_dbus_error(invocation, "org.freedesktop.DBus.Error.NoReply", "Method call timed out");
        else
                g_dbus_method_invocation_return_value(invocation, NULL);
        self->muddle_start = false;
        if (first)
                discovery_changed(self);
}

static void
stop_discovery(struct pd_fake_adapter *self, const char *sender, GDBusMethodInvocation *invocation)
{
        if (!pd_bus_clients_has(self->discoveries, sender)) {
                pd_tree_refuse(invocation, "Failed", "No discovery started");
                return;
        }
        if (self->muddle_stop) {
                self->muddle_stop = false;
                pd_tree_refuse(invocation, "InProgress", "Operation already in progress");
                return;
        }
        pd_bus_clients_remove(self->discoveries, sender);
        g_dbus_method_invocation_return_value(invocation, NULL);
        on_discoverer_lost(self);
}

static void
adapter_call(void *object, const char *method, GVariant *parameters, GDBusMethodInvocation *invocation)
{
        struct pd_fake_adapter *self = object;
        const char *sender = g_dbus_method_invocation_get_sender(invocation);

        (void) parameters;
        if (strcmp(method, "StartDiscovery") == 0)
                start_discovery(self, sender, invocation);
        else if (strcmp(method, "StopDiscovery") == 0)
                stop_discovery(self, sender, invocation);
        else /* SetDiscoveryFilter: results of merged filters must be checked by the client in any case */
                g_dbus_method_invocation_return_value(invocation, NULL);
}

struct pd_fake_adapter *
pd_fake_adapter_new(struct pd_tree *tree, void (*changed)(void *user), void *user)
{
        struct pd_fake_adapter *self = g_new0(struct pd_fake_adapter, 1);

        self->tree = tree;
        self->powered = true;
        self->changed = changed;
        self->user = user;
        self->discoveries = pd_bus_clients_new(pd_tree_connection(tree), on_discoverer_lost, self);
        pd_tree_add(tree, PD_FAKE_ADAPTER_PATH, &adapter_type, self);
        return self;
}

struct pd_fake_adapter *
pd_fake_adapter_free(struct pd_fake_adapter *self)
{
        if (!self)
                return NULL;
        pd_tree_remove(self->tree, PD_FAKE_ADAPTER_PATH, &adapter_type);
        pd_bus_clients_free(self->discoveries);
        g_free(self);
        return NULL;
}

void
pd_fake_adapter_muddle(struct pd_fake_adapter *self)
{
        self->muddle_start = self->muddle_stop = true;
}

bool
pd_fake_adapter_powered(const struct pd_fake_adapter *self)
{
        return self->powered;
}

bool
pd_fake_adapter_discovering(const struct pd_fake_adapter *self)
{
        return pd_bus_clients_count(self->discoveries) > 0;
}
