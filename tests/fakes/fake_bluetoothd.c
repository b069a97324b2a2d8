/* SPDX-License-Identifier: MIT */
/* Name, adapter and sensors of one life of the fake (fake_bluetoothd.h). */
#include "fakes/fake_bluetoothd.h"

#include "fakes/fake_adapter.h"

#include <errno.h>
#include <stdio.h>

struct pd_fake_bluetoothd {
        const struct pd_fake_bluetoothd_options *options;
        const struct pd_fake_bluetoothd_ops *ops;
        GDBusConnection *connection;
        struct pd_tree *tree;
        struct pd_fake_adapter *adapter;
        struct pd_fake_device *devices[PD_VIRTUAL_SENSOR_COUNT];
        guint name;
};

static void
on_name_acquired(GDBusConnection *connection, const char *name, gpointer user)
{
        struct pd_fake_bluetoothd *self = user;

        (void) connection, (void) name;
        self->ops->ready(self->ops->user);
}

static void
on_name_lost(GDBusConnection *connection, const char *name, gpointer user)
{
        struct pd_fake_bluetoothd *self = user;

        (void) connection, (void) name;
        self->ops->lost(self->ops->user);
}

static void
on_adapter_changed(void *user)
{
        struct pd_fake_bluetoothd *self = user;

        for (int i = 0; i < PD_VIRTUAL_SENSOR_COUNT; i++)
                if (self->devices[i])
                        pd_fake_device_set_adapter(
                                self->devices[i], pd_fake_adapter_powered(self->adapter), pd_fake_adapter_discovering(self->adapter));
}

static void
on_device_changed(void *user)
{
        struct pd_fake_bluetoothd *self = user;

        self->ops->changed(self->ops->user);
}

int
pd_fake_bluetoothd_new(
        const struct pd_fake_bluetoothd_options *options, const struct pd_fake_bluetoothd_ops *ops, struct pd_fake_bluetoothd **ret)
{
        GDBusConnectionFlags flags = G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION;
        GError *error = NULL;
        GDBusConnection *connection = g_dbus_connection_new_for_address_sync(options->address, flags, NULL, NULL, &error);

        if (!connection) {
                fprintf(stderr, "%s: %s\n", options->address, error->message);
                g_error_free(error);
                return -EIO;
        }

        struct pd_fake_bluetoothd *self = g_new0(struct pd_fake_bluetoothd, 1);
        self->options = options;
        self->ops = ops;
        self->connection = connection;
        self->tree = pd_tree_new(connection);
        pd_fake_bluetoothd_plug(self, true);
        self->name = g_bus_own_name_on_connection(
                connection, "org.bluez", G_BUS_NAME_OWNER_FLAGS_DO_NOT_QUEUE, on_name_acquired, on_name_lost, self, NULL);
        *ret = self;
        return 0;
}

struct pd_fake_bluetoothd *
pd_fake_bluetoothd_free(struct pd_fake_bluetoothd *self)
{
        if (!self)
                return NULL;
        g_dbus_connection_close_sync(self->connection, NULL, NULL);
        g_bus_unown_name(self->name);
        pd_fake_bluetoothd_plug(self, false);
        pd_tree_free(self->tree);
        g_object_unref(self->connection);
        g_free(self);
        return NULL;
}

struct pd_fake_device *
pd_fake_bluetoothd_device(const struct pd_fake_bluetoothd *self, enum pd_virtual_sensor sensor)
{
        return self->devices[sensor];
}

void
pd_fake_bluetoothd_plug(struct pd_fake_bluetoothd *self, bool in)
{
        if (in == (self->adapter != NULL))
                return;
        if (in)
                self->adapter = pd_fake_adapter_new(self->tree, on_adapter_changed, self);
        for (int i = 0; i < PD_VIRTUAL_SENSOR_COUNT; i++) {
                if (in && self->options->worn[i])
                        self->devices[i] =
                                pd_fake_device_new(self->tree, &pd_fake_sensors[i], &self->options->device, on_device_changed, self);
                if (!in)
                        self->devices[i] = pd_fake_device_free(self->devices[i]);
        }
        if (!in)
                self->adapter = pd_fake_adapter_free(self->adapter);
}

struct pd_fake_adapter *
pd_fake_bluetoothd_adapter(const struct pd_fake_bluetoothd *self)
{
        return self->adapter;
}

void
pd_fake_bluetoothd_deny(struct pd_fake_bluetoothd *self, bool denied)
{
        pd_tree_deny(self->tree, denied);
}

void
pd_fake_bluetoothd_flush(struct pd_fake_bluetoothd *self)
{
        g_dbus_connection_flush_sync(self->connection, NULL, NULL);
}
