/* SPDX-License-Identifier: MIT */
/* The adapter of the fake bluetoothd; errors as in BlueZ's src/adapter.c. */
#include "fakes/fake_adapter.h"

#include "fakes/bus_clients.h"
#include "fakes/fake_applications.h"

#include <string.h>

struct pd_fake_adapter {
        struct pd_tree *tree;
        struct pd_fake_controller *controller;
        const struct pd_fake_adapter_ops *ops;
        char *path;
        struct pd_bus_clients *discoveries;
        struct pd_fake_applications *applications;
        bool muddle_start, muddle_stop;
};

static const char adapter_xml[] = "<interface name='org.bluez.Adapter1'>"
                                  "<method name='StartDiscovery'/>"
                                  "<method name='StopDiscovery'/>"
                                  "<method name='SetDiscoveryFilter'><arg name='properties' type='a{sv}' direction='in'/></method>"
                                  "<method name='RemoveDevice'><arg name='device' type='o' direction='in'/></method>"
                                  "<property name='Address' type='s' access='read'/>"
                                  "<property name='AddressType' type='s' access='read'/>"
                                  "<property name='Name' type='s' access='read'/>"
                                  "<property name='Alias' type='s' access='read'/>"
                                  "<property name='Powered' type='b' access='readwrite'/>"
                                  "<property name='PowerState' type='s' access='read'/>"
                                  "<property name='Discovering' type='b' access='read'/>"
                                  "</interface>";

static void adapter_call(void *object, const char *method, GVariant *parameters, GDBusMethodInvocation *invocation);
static GVariant *adapter_get(void *object, const char *property);
static void adapter_set(void *object, const char *property, GVariant *value, GDBusMethodInvocation *invocation);

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
                return g_variant_new_string(self->controller->address);
        if (strcmp(property, "AddressType") == 0)
                return g_variant_new_string("public");
        if (strcmp(property, "Powered") == 0)
                return g_variant_new_boolean(self->controller->powered);
        if (strcmp(property, "PowerState") == 0)
                return g_variant_new_string(self->controller->blocked ? "off-blocked" : self->controller->powered ? "on" : "off");
        if (strcmp(property, "Discovering") == 0)
                return g_variant_new_boolean(pd_fake_adapter_discovering(self));
        return g_variant_new_string("virtual"); /* Name, Alias */
}

static void
discovery_changed(void *user)
{
        struct pd_fake_adapter *self = user;

        pd_tree_changed(self->tree, self->path, &adapter_type, "Discovering");
        self->ops->changed(self->ops->user);
}

static void
on_discoverer_lost(void *user)
{
        struct pd_fake_adapter *self = user;

        if (!pd_fake_adapter_discovering(self))
                discovery_changed(self);
}

void
pd_fake_adapter_set_powered(struct pd_fake_adapter *self, bool powered)
{
        bool discovering = pd_fake_adapter_discovering(self);

        if (powered == self->controller->powered)
                return;
        self->controller->powered = powered;
        pd_bus_clients_clear(self->discoveries);
        pd_tree_changed(self->tree, self->path, &adapter_type, "Powered");
        pd_tree_changed(self->tree, self->path, &adapter_type, "PowerState");
        if (discovering)
                pd_tree_changed(self->tree, self->path, &adapter_type, "Discovering");
        self->ops->changed(self->ops->user);
}

void
pd_fake_adapter_set_blocked(struct pd_fake_adapter *self, bool blocked)
{
        if (blocked == self->controller->blocked)
                return;
        self->controller->blocked = blocked;
        if (blocked && self->controller->powered)
                pd_fake_adapter_set_powered(self, false);
        else
                pd_tree_changed(self->tree, self->path, &adapter_type, "PowerState");
}

/* Powered is the only property that can be written; property_set_mode_complete() of BlueZ's src/adapter.c. */
static void
adapter_set(void *object, const char *property, GVariant *value, GDBusMethodInvocation *invocation)
{
        struct pd_fake_adapter *self = object;
        bool powered = g_variant_get_boolean(value);

        (void) property;
        if (powered != self->controller->powered && self->controller->wedged)
                pd_tree_refuse(invocation, "Failed", "Timed Out");
        else if (powered && self->controller->blocked)
                pd_tree_refuse(invocation, "Blocked", "Blocked through rfkill");
        else {
                pd_fake_adapter_set_powered(self, powered);
                g_dbus_method_invocation_return_value(invocation, NULL);
        }
}

static void
start_discovery(struct pd_fake_adapter *self, const char *sender, GDBusMethodInvocation *invocation)
{
        if (!self->controller->powered) {
                pd_tree_refuse(invocation, "NotReady", "Resource Not Ready");
                return;
        }
        if (self->controller->wedged) {
                pd_tree_refuse(invocation, "Failed", "Timed Out");
                return;
        }
        if (pd_bus_clients_has(self->discoveries, sender)) {
                pd_tree_refuse(invocation, "InProgress", "Operation already in progress");
                return;
        }
        bool first = !pd_fake_adapter_discovering(self);
        if (first)
                self->controller->discovery_dead = false;
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
remove_device(struct pd_fake_adapter *self, GVariant *parameters, GDBusMethodInvocation *invocation)
{
        const char *path;

        g_variant_get_child(parameters, 0, "&o", &path);
        if (!self->controller->powered)
                pd_tree_refuse(invocation, "NotReady", "Resource Not Ready");
        else if (self->ops->remove(self->ops->user, path))
                g_dbus_method_invocation_return_value(invocation, NULL);
        else
                pd_tree_refuse(invocation, "DoesNotExist", "Does Not Exist");
}

static void
adapter_call(void *object, const char *method, GVariant *parameters, GDBusMethodInvocation *invocation)
{
        struct pd_fake_adapter *self = object;
        const char *sender = g_dbus_method_invocation_get_sender(invocation);

        if (strcmp(method, "StartDiscovery") == 0)
                start_discovery(self, sender, invocation);
        else if (strcmp(method, "StopDiscovery") == 0)
                stop_discovery(self, sender, invocation);
        else if (strcmp(method, "RemoveDevice") == 0)
                remove_device(self, parameters, invocation);
        else /* SetDiscoveryFilter: results of merged filters must be checked by the client in any case */
                g_dbus_method_invocation_return_value(invocation, NULL);
}

struct pd_fake_adapter *
pd_fake_adapter_new(struct pd_tree *tree, struct pd_fake_controller *controller, const struct pd_fake_adapter_ops *ops)
{
        struct pd_fake_adapter *self = g_new0(struct pd_fake_adapter, 1);

        self->tree = tree;
        self->controller = controller;
        self->ops = ops;
        self->path = g_strdup_printf("/org/bluez/hci%d", controller->number);
        self->discoveries = pd_bus_clients_new(pd_tree_connection(tree), on_discoverer_lost, self);
        pd_tree_add(tree, self->path, &adapter_type, self);
        self->applications = pd_fake_applications_new(tree, self->path, ops->registered, ops->user);
        return self;
}

struct pd_fake_adapter *
pd_fake_adapter_free(struct pd_fake_adapter *self)
{
        if (!self)
                return NULL;
        pd_fake_applications_free(self->applications);
        pd_tree_remove(self->tree, self->path, &adapter_type);
        pd_bus_clients_free(self->discoveries);
        g_free(self->path);
        g_free(self);
        return NULL;
}

void
pd_fake_adapter_muddle(struct pd_fake_adapter *self)
{
        self->muddle_start = self->muddle_stop = true;
}

const char *
pd_fake_adapter_path(const struct pd_fake_adapter *self)
{
        return self->path;
}

bool
pd_fake_adapter_powered(const struct pd_fake_adapter *self)
{
        return self->controller->powered;
}

bool
pd_fake_adapter_discovering(const struct pd_fake_adapter *self)
{
        return pd_bus_clients_count(self->discoveries) > 0;
}

bool
pd_fake_adapter_hears(const struct pd_fake_adapter *self)
{
        return pd_fake_adapter_discovering(self) && !self->controller->discovery_dead;
}

bool
pd_fake_adapter_wedged(const struct pd_fake_adapter *self)
{
        return self->controller->wedged;
}

bool
pd_fake_adapter_has_slot(const struct pd_fake_adapter *self)
{
        return self->controller->slots < 0 || self->ops->links(self->ops->user) < (size_t) self->controller->slots;
}

bool
pd_fake_adapter_serves(const struct pd_fake_adapter *self, uint16_t service)
{
        return pd_fake_applications_serve(self->applications, service);
}
