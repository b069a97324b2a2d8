/* SPDX-License-Identifier: MIT */
/* Name, adapters and devices of one life of the fake (fake_bluetoothd.h). */
#include "fakes/fake_bluetoothd.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

struct radio {
        struct pd_fake_bluetoothd *bluetoothd;
        struct pd_fake_adapter_ops ops;
        struct pd_fake_adapter *adapter; /* NULL: unplugged */
        struct pd_fake_device *devices[PD_FAKE_PERIPHERALS_MAX];
};

struct pd_fake_bluetoothd {
        const struct pd_fake_bluetoothd_options *options;
        struct pd_fake_world *world;
        const struct pd_fake_bluetoothd_ops *ops;
        GDBusConnection *connection;
        struct pd_tree *tree;
        struct radio radios[PD_FAKE_CONTROLLERS_MAX];
        guint looking; /* a look from the loop is under way */
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
        struct radio *radio = user;

        for (size_t i = 0; i < radio->bluetoothd->world->n_peripherals; i++)
                if (radio->devices[i])
                        pd_fake_device_look(radio->devices[i]);
}

static void
on_registered(void *user)
{
        struct radio *radio = user;

        for (size_t i = 0; i < radio->bluetoothd->world->n_peripherals; i++)
                if (radio->devices[i])
                        pd_fake_device_probe(radio->devices[i]);
}

static bool
on_remove(void *user, const char *path)
{
        struct radio *radio = user;

        for (size_t i = 0; i < radio->bluetoothd->world->n_peripherals; i++)
                if (radio->devices[i] && strcmp(pd_fake_device_path(radio->devices[i]), path) == 0)
                        return pd_fake_device_remove(radio->devices[i]);
        return false;
}

static size_t
count_links(void *user)
{
        const struct radio *radio = user;
        const struct pd_fake_world *world = radio->bluetoothd->world;
        size_t n = 0;

        for (size_t i = 0; i < world->n_peripherals; i++)
                n += radio->devices[i] && world->peripherals[i].linked == radio->devices[i];
        return n;
}

static gboolean
on_idle(gpointer user)
{
        struct pd_fake_bluetoothd *self = user;

        self->looking = 0;
        pd_fake_bluetoothd_look(self);
        return G_SOURCE_REMOVE;
}

/* A link that came or went matters to other adapters and other devices. */
static void
on_device_changed(void *user)
{
        struct radio *radio = user;
        struct pd_fake_bluetoothd *self = radio->bluetoothd;

        if (self->looking == 0)
                self->looking = g_idle_add(on_idle, self);
        self->ops->changed(self->ops->user);
}

static void
unplug(struct radio *radio)
{
        for (size_t i = 0; i < PD_FAKE_PERIPHERALS_MAX; i++)
                radio->devices[i] = pd_fake_device_free(radio->devices[i]);
        radio->adapter = pd_fake_adapter_free(radio->adapter);
}

static void
look(struct pd_fake_bluetoothd *self, size_t controller)
{
        struct pd_fake_world *world = self->world;
        struct radio *radio = &self->radios[controller];

        if (radio->adapter && !world->controllers[controller].plugged)
                unplug(radio);
        if (!world->controllers[controller].plugged)
                return;
        if (!radio->adapter)
                radio->adapter = pd_fake_adapter_new(self->tree, &world->controllers[controller], &radio->ops);
        for (size_t i = 0; i < world->n_peripherals; i++) {
                if (!radio->devices[i])
                        radio->devices[i] = pd_fake_device_new(self->tree, radio->adapter, &world->peripherals[i],
                                &world->memory[controller][i], self->options->connect_ms, on_device_changed, radio);
                pd_fake_device_look(radio->devices[i]);
        }
}

void
pd_fake_bluetoothd_look(struct pd_fake_bluetoothd *self)
{
        for (size_t i = 0; i < self->world->n_peripherals; i++)
                if (self->world->peripherals[i].armed[PD_FAULT_OBJECTS_LATE])
                        pd_tree_reverse(self->tree);
        for (size_t i = 0; i < self->world->n_controllers; i++)
                look(self, i);
}

int
pd_fake_bluetoothd_new(const struct pd_fake_bluetoothd_options *options, struct pd_fake_world *world,
        const struct pd_fake_bluetoothd_ops *ops, struct pd_fake_bluetoothd **ret)
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
        self->world = world;
        self->ops = ops;
        self->connection = connection;
        self->tree = pd_tree_new(connection);
        for (size_t i = 0; i < PD_FAKE_CONTROLLERS_MAX; i++) {
                struct radio *radio = &self->radios[i];
                radio->bluetoothd = self;
                radio->ops = (struct pd_fake_adapter_ops){on_adapter_changed, on_registered, on_remove, count_links, radio};
        }
        pd_fake_bluetoothd_look(self);
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
        for (size_t i = 0; i < PD_FAKE_CONTROLLERS_MAX; i++)
                if (self->radios[i].adapter)
                        unplug(&self->radios[i]);
        if (self->looking > 0)
                g_source_remove(self->looking);
        pd_tree_free(self->tree);
        g_object_unref(self->connection);
        g_free(self);
        return NULL;
}

struct pd_fake_device *
pd_fake_bluetoothd_device(const struct pd_fake_bluetoothd *self, size_t peripheral)
{
        struct pd_fake_device *first = NULL;

        for (size_t i = 0; i < self->world->n_controllers; i++) {
                struct pd_fake_device *device = self->radios[i].devices[peripheral];
                if (device && self->world->peripherals[peripheral].linked == device)
                        return device;
                first = first ? first : device;
        }
        return first;
}

struct pd_fake_adapter *
pd_fake_bluetoothd_adapter(const struct pd_fake_bluetoothd *self, size_t controller)
{
        return self->radios[controller].adapter;
}

struct pd_fake_device *
pd_fake_bluetoothd_device_on(const struct pd_fake_bluetoothd *self, size_t controller, size_t peripheral)
{
        return self->radios[controller].devices[peripheral];
}

void
pd_fake_bluetoothd_deny(struct pd_fake_bluetoothd *self, bool denied)
{
        pd_tree_deny(self->tree, denied);
}

void
pd_fake_bluetoothd_hang(struct pd_fake_bluetoothd *self, bool hung)
{
        pd_tree_hang(self->tree, hung);
}

void
pd_fake_bluetoothd_flush(struct pd_fake_bluetoothd *self)
{
        g_dbus_connection_flush_sync(self->connection, NULL, NULL);
}
