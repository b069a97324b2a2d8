/* SPDX-License-Identifier: MIT */
/*
 * Notify sessions, acquired sockets and reads of one characteristic. Errors
 * and their texts are those of BlueZ's src/gatt-client.c and src/error.c.
 */
#include "fakes/fake_characteristic.h"

#include "fakes/bus_clients.h"

#include <errno.h>
#include <gio/gunixfdlist.h>
#include <glib-unix.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct pd_fake_characteristic {
        struct pd_tree *tree;
        struct pd_fake_peripheral *peripheral;
        const struct pd_fake_attribute *attribute;
        char *path, *service_path;
        bool exported, linked;
        bool forgotten; /* the sensor's configuration descriptor is off although sessions exist */
        uint8_t value[PD_FAKE_VALUE_MAX];
        size_t length;
        struct pd_bus_clients *sessions;
        int acquired; /* our end of the socket, or -1 */
        guint acquired_watch;
        void (*changed)(void *user);
        void *user;
};

static const char characteristic_xml[] =
        "<interface name='org.bluez.GattCharacteristic1'>"
        "<method name='ReadValue'><arg name='options' type='a{sv}' direction='in'/><arg name='value' type='ay' direction='out'/></method>"
        "<method name='StartNotify'/>"
        "<method name='StopNotify'/>"
        "<method name='AcquireNotify'><arg name='options' type='a{sv}' direction='in'/>"
        "<arg name='fd' type='h' direction='out'/><arg name='mtu' type='q' direction='out'/></method>"
        "<property name='UUID' type='s' access='read'/>"
        "<property name='Service' type='o' access='read'/>"
        "<property name='Value' type='ay' access='read'/>"
        "<property name='Notifying' type='b' access='read'/>"
        "<property name='Flags' type='as' access='read'/>"
        "<property name='NotifyAcquired' type='b' access='read'/>"
        "<property name='MTU' type='q' access='read'/>"
        "</interface>";

static void characteristic_call(void *object, const char *method, GVariant *parameters, GDBusMethodInvocation *invocation);
static GVariant *characteristic_get(void *object, const char *property);

static const struct pd_tree_type characteristic_type = {
        .interface = "org.bluez.GattCharacteristic1",
        .xml = characteristic_xml,
        .call = characteristic_call,
        .get = characteristic_get,
};

char *
pd_fake_uuid(uint16_t uuid)
{
        return g_strdup_printf("0000%04x-0000-1000-8000-00805f9b34fb", uuid);
}

static void
changed(struct pd_fake_characteristic *self, const char *property)
{
        pd_tree_changed(self->tree, self->path, &characteristic_type, property);
}

static GVariant *
characteristic_get(void *object, const char *property)
{
        const struct pd_fake_characteristic *self = object;
        const struct pd_fake_attribute *attribute = self->attribute;

        if (strcmp(property, "UUID") == 0) {
                char *uuid = pd_fake_uuid(attribute->uuid);
                GVariant *value = g_variant_new_string(uuid);
                g_free(uuid);
                return value;
        }
        if (strcmp(property, "Service") == 0)
                return g_variant_new_object_path(self->service_path);
        if (strcmp(property, "Value") == 0)
                return g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, self->value, self->length, 1);
        if (strcmp(property, "Flags") == 0) {
                const char *const flags[] = {attribute->notify ? "notify" : "read", NULL};
                return g_variant_new_strv(flags, -1);
        }
        if (strcmp(property, "MTU") == 0)
                return g_variant_new_uint16(self->linked ? PD_FAKE_MTU : 0);
        if (!attribute->notify)
                return NULL;
        if (strcmp(property, "NotifyAcquired") == 0 && pd_fake_peripheral_strikes(self->peripheral, PD_FAULT_ACQUIRE_UNOFFERED))
                return NULL;
        if (strcmp(property, "NotifyAcquired") == 0)
                return g_variant_new_boolean(self->acquired >= 0);
        g_assert(strcmp(property, "Notifying") == 0);
        return g_variant_new_boolean(pd_fake_characteristic_subscribed(self));
}

static void
on_session_lost(void *user)
{
        struct pd_fake_characteristic *self = user;

        if (!pd_fake_characteristic_subscribed(self))
                changed(self, "Notifying");
        self->changed(self->user);
}

static void
close_socket(struct pd_fake_characteristic *self)
{
        if (self->acquired < 0)
                return;
        g_source_remove(self->acquired_watch);
        close(self->acquired);
        self->acquired = -1;
}

static void
release(struct pd_fake_characteristic *self)
{
        if (self->acquired < 0)
                return;
        close_socket(self);
        changed(self, "NotifyAcquired");
        changed(self, "Notifying");
        self->changed(self->user);
}

static gboolean
on_socket_closed(gint fd, GIOCondition condition, void *user)
{
        (void) fd, (void) condition;
        release(user);
        return G_SOURCE_REMOVE;
}

/* "Error.NotPermitted" with this text is how bluetoothd passes on ATT's read refusal. */
static void
read_value(struct pd_fake_characteristic *self, GDBusMethodInvocation *invocation)
{
        if (!self->linked) {
                pd_tree_refuse(invocation, "Failed", "Not connected");
                return;
        }
        if (self->attribute->notify) {
                pd_tree_refuse(invocation, "NotPermitted", "Read not permitted");
                return;
        }
        memcpy(self->value, self->attribute->value, self->attribute->length);
        self->length = self->attribute->length;
        changed(self, "Value");
        g_dbus_method_invocation_return_value(
                invocation, g_variant_new("(@ay)", g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, self->value, self->length, 1)));
}

/* The fault of the same name. */
static bool
notify_refused(struct pd_fake_characteristic *self, GDBusMethodInvocation *invocation)
{
        const struct pd_fault *fault = pd_fake_peripheral_strikes(self->peripheral, PD_FAULT_NOTIFY_REFUSED);

        if (!fault)
                return false;
        pd_tree_refuse(invocation, fault->error, strcmp(fault->error, "NotPermitted") == 0 ? "Notify acquired" : "In Progress");
        return true;
}

static void
start_notify(struct pd_fake_characteristic *self, GDBusMethodInvocation *invocation)
{
        const char *sender = g_dbus_method_invocation_get_sender(invocation);

        if (notify_refused(self, invocation))
                return;
        if (self->acquired >= 0) {
                pd_tree_refuse(invocation, "NotPermitted", "Notify acquired");
                return;
        }
        if (!self->attribute->notify) {
                pd_tree_refuse(invocation, "NotSupported", "Operation is not supported");
                return;
        }
        if (pd_bus_clients_has(self->sessions, sender)) {
                if (self->linked)
                        g_dbus_method_invocation_return_value(invocation, NULL);
                else
                        pd_tree_refuse(invocation, "InProgress", "In Progress");
                return;
        }

        bool first = !pd_fake_characteristic_subscribed(self);
        pd_bus_clients_add(self->sessions, sender);
        if (first) {
                self->forgotten = false;
                changed(self, "Notifying");
        }
        g_dbus_method_invocation_return_value(invocation, NULL);
        self->changed(self->user);
}

static void
stop_notify(struct pd_fake_characteristic *self, GDBusMethodInvocation *invocation)
{
        const char *sender = g_dbus_method_invocation_get_sender(invocation);

        if (self->acquired >= 0) { /* whoever has it */
                g_dbus_method_invocation_return_value(invocation, NULL);
                release(self);
                return;
        }
        if (!pd_bus_clients_has(self->sessions, sender)) {
                pd_tree_refuse(invocation, "Failed", "No notify session started");
                return;
        }
        pd_bus_clients_remove(self->sessions, sender);
        g_dbus_method_invocation_return_value(invocation, NULL);
        on_session_lost(self);
}

static void
acquire_notify(struct pd_fake_characteristic *self, GDBusMethodInvocation *invocation)
{
        int ends[2];

        if (!self->linked) {
                pd_tree_refuse(invocation, "Failed", "Not connected");
                return;
        }
        if (notify_refused(self, invocation))
                return;
        if (self->acquired >= 0) {
                pd_tree_refuse(invocation, "NotPermitted", "Notify acquired");
                return;
        }
        if (pd_bus_clients_count(self->sessions) > 0) {
                pd_tree_refuse(invocation, "InProgress", "In Progress");
                return;
        }
        if (!self->attribute->notify) {
                pd_tree_refuse(invocation, "NotSupported", "Operation is not supported");
                return;
        }
        if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) < 0) {
                pd_tree_refuse(invocation, "Failed", strerror(errno));
                return;
        }

        GUnixFDList *list = g_unix_fd_list_new_from_array(&ends[1], 1);
        self->forgotten = false;
        self->acquired = ends[0];
        self->acquired_watch = g_unix_fd_add(ends[0], G_IO_HUP, on_socket_closed, self);
        changed(self, "NotifyAcquired");
        changed(self, "Notifying");
        g_dbus_method_invocation_return_value_with_unix_fd_list(invocation, g_variant_new("(hq)", 0, PD_FAKE_MTU), list);
        g_object_unref(list);
        self->changed(self->user);
}

static void
characteristic_call(void *object, const char *method, GVariant *parameters, GDBusMethodInvocation *invocation)
{
        (void) parameters;
        if (strcmp(method, "ReadValue") == 0)
                read_value(object, invocation);
        else if (strcmp(method, "StartNotify") == 0)
                start_notify(object, invocation);
        else if (strcmp(method, "StopNotify") == 0)
                stop_notify(object, invocation);
        else
                acquire_notify(object, invocation);
}

struct pd_fake_characteristic *
pd_fake_characteristic_new(struct pd_tree *tree, const char *device_path, struct pd_fake_peripheral *peripheral,
        const struct pd_fake_attribute *attribute, void (*sessions)(void *user), void *user)
{
        struct pd_fake_characteristic *self = g_new0(struct pd_fake_characteristic, 1);

        self->tree = tree;
        self->peripheral = peripheral;
        self->attribute = attribute;
        self->service_path = g_strdup_printf("%s/service%04x", device_path, attribute->service_handle);
        self->path = g_strdup_printf("%s/char%04x", self->service_path, attribute->handle);
        self->sessions = pd_bus_clients_new(pd_tree_connection(tree), on_session_lost, self);
        self->acquired = -1;
        self->changed = sessions;
        self->user = user;
        return self;
}

struct pd_fake_characteristic *
pd_fake_characteristic_free(struct pd_fake_characteristic *self)
{
        if (!self)
                return NULL;
        close_socket(self);
        pd_tree_remove(self->tree, self->path, &characteristic_type);
        pd_bus_clients_free(self->sessions);
        g_free(self->service_path);
        g_free(self->path);
        g_free(self);
        return NULL;
}

void
pd_fake_characteristic_export(struct pd_fake_characteristic *self)
{
        if (self->exported)
                return;
        self->exported = true;
        pd_tree_add(self->tree, self->path, &characteristic_type, self);
}

void
pd_fake_characteristic_set_linked(struct pd_fake_characteristic *self, bool linked)
{
        if (self->linked == linked)
                return;
        self->linked = linked;
        self->forgotten = false;
        changed(self, "MTU");
        if (!linked)
                release(self);
}

bool
pd_fake_characteristic_subscribed(const struct pd_fake_characteristic *self)
{
        return self->acquired >= 0 || pd_bus_clients_count(self->sessions) > 0;
}

bool
pd_fake_characteristic_notify(struct pd_fake_characteristic *self, const uint8_t *bytes, size_t length)
{
        if (!self->linked || self->forgotten || !self->exported || !pd_fake_characteristic_subscribed(self))
                return false;
        g_assert(length <= sizeof(self->value));
        if (self->peripheral->armed[PD_FAULT_SILENT])
                return false;
        /* A reader that is slow loses values, as with bluetoothd; so does one of a bluetoothd that hangs. */
        if (self->acquired >= 0)
                return !pd_tree_hung(self->tree) && send(self->acquired, bytes, length, MSG_DONTWAIT | MSG_NOSIGNAL) == (ssize_t) length;
        self->length = length;
        if (length > 0)
                memcpy(self->value, bytes, length);
        changed(self, "Value");
        return true;
}

void
pd_fake_characteristic_confirm(
        struct pd_fake_characteristic *self, GCancellable *cancellable, void (*done)(void *user, bool all), void *user)
{
        if (self->acquired >= 0)
                done(user, true);
        else
                pd_bus_clients_ping(self->sessions, cancellable, done, user);
}

void
pd_fake_characteristic_forget(struct pd_fake_characteristic *self)
{
        self->forgotten = true;
}
