/* SPDX-License-Identifier: MIT */
/* Registers applications (fake_applications.h) as BlueZ's src/gatt-database.c does. */
#include "fakes/fake_applications.h"

#include "fakes/fake_characteristic.h"

#include <string.h>

struct application {
        struct pd_fake_applications *applications;
        char *owner, *path;
        guint watch;
        GDBusMethodInvocation *registration; /* until its objects have been read */
        GCancellable *reading;
        GPtrArray *uuids; /* of its profiles, in lower case */
        char *profile;    /* the path of the last of them; NULL: it has none */
};

struct pd_fake_applications {
        struct pd_tree *tree;
        const char *path;
        GPtrArray *list; /* struct application */
        void (*changed)(void *user);
        void *user;
};

static const char manager_xml[] = "<interface name='org.bluez.GattManager1'>"
                                  "<method name='RegisterApplication'><arg name='application' type='o' direction='in'/>"
                                  "<arg name='options' type='a{sv}' direction='in'/></method>"
                                  "<method name='UnregisterApplication'><arg name='application' type='o' direction='in'/></method>"
                                  "</interface>";

static void manager_call(void *object, const char *method, GVariant *parameters, GDBusMethodInvocation *invocation);

/* It has no properties. */
static const struct pd_tree_type manager_type = {.interface = "org.bluez.GattManager1", .xml = manager_xml, .call = manager_call};

/* profile_release(): nobody waits for an answer. */
static void
release(const struct application *application)
{
        GDBusConnection *connection = pd_tree_connection(application->applications->tree);

        if (application->profile)
                g_dbus_connection_call(connection, application->owner, application->profile, "org.bluez.GattProfile1", "Release", NULL,
                        NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL, NULL, NULL);
}

static void
application_free(void *data)
{
        struct application *application = data;

        release(application);
        g_cancellable_cancel(application->reading);
        g_object_unref(application->reading);
        g_bus_unwatch_name(application->watch);
        g_clear_object(&application->registration);
        g_ptr_array_unref(application->uuids);
        g_free(application->profile);
        g_free(application->owner);
        g_free(application->path);
        g_free(application);
}

static void
forget(struct application *application)
{
        struct pd_fake_applications *self = application->applications;

        g_ptr_array_remove_fast(self->list, application);
        self->changed(self->user);
}

/* client_disconnect_cb(). */
static void
on_vanished(GDBusConnection *connection, const char *name, void *user)
{
        (void) connection, (void) name;
        forget(user);
}

/* create_profile(): its UUIDs are read once. INTERFACES is a{sa{sv}}. */
static void
read_profile(struct application *application, const char *path, GVariant *interfaces)
{
        GVariant *properties = g_variant_lookup_value(interfaces, "org.bluez.GattProfile1", G_VARIANT_TYPE_VARDICT);
        GVariant *uuids = properties ? g_variant_lookup_value(properties, "UUIDs", G_VARIANT_TYPE_STRING_ARRAY) : NULL;

        for (size_t i = 0; uuids && i < g_variant_n_children(uuids); i++) {
                const char *uuid;
                g_variant_get_child(uuids, i, "&s", &uuid);
                g_ptr_array_add(application->uuids, g_ascii_strdown(uuid, -1));
        }
        if (uuids) {
                g_free(application->profile);
                application->profile = g_strdup(path);
        }
        g_clear_pointer(&uuids, g_variant_unref);
        g_clear_pointer(&properties, g_variant_unref);
}

/* client_ready_cb(). */
static void
on_objects(GObject *source, GAsyncResult *result, void *user)
{
        GError *error = NULL;
        GVariant *reply = g_dbus_connection_call_finish(G_DBUS_CONNECTION(source), result, &error);
        struct application *application = user; /* freed, if it was cancelled */

        if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
                g_error_free(error);
                return;
        }
        g_clear_error(&error);
        GVariant *objects = reply ? g_variant_get_child_value(reply, 0) : NULL;
        for (size_t i = 0; objects && i < g_variant_n_children(objects); i++) {
                const char *path;
                GVariant *interfaces;
                g_variant_get_child(objects, i, "{&o@a{sa{sv}}}", &path, &interfaces);
                read_profile(application, path, interfaces);
                g_variant_unref(interfaces);
        }
        bool empty = !objects || g_variant_n_children(objects) == 0;
        g_clear_pointer(&objects, g_variant_unref);
        g_clear_pointer(&reply, g_variant_unref);
        if (application->uuids->len == 0) {
                pd_tree_refuse(g_steal_pointer(&application->registration), "Failed",
                        empty ? "No object received" : "No valid service object found");
                g_ptr_array_remove_fast(application->applications->list, application);
                return;
        }
        g_dbus_method_invocation_return_value(g_steal_pointer(&application->registration), NULL);
        application->applications->changed(application->applications->user);
}

static struct application *
find(const struct pd_fake_applications *self, const char *owner, const char *path)
{
        for (guint i = 0; i < self->list->len; i++) {
                struct application *application = g_ptr_array_index(self->list, i);
                if (strcmp(application->owner, owner) == 0 && strcmp(application->path, path) == 0)
                        return application;
        }
        return NULL;
}

static void
register_application(struct pd_fake_applications *self, const char *owner, const char *path, GDBusMethodInvocation *invocation)
{
        GDBusConnection *connection = pd_tree_connection(self->tree);
        struct application *application;

        if (find(self, owner, path)) {
                pd_tree_refuse(invocation, "AlreadyExists", "Already Exists");
                return;
        }
        application = g_new0(struct application, 1);
        application->applications = self;
        application->owner = g_strdup(owner);
        application->path = g_strdup(path);
        application->registration = invocation;
        application->reading = g_cancellable_new();
        application->uuids = g_ptr_array_new_with_free_func(g_free);
        application->watch = g_bus_watch_name_on_connection(
                connection, owner, G_BUS_NAME_WATCHER_FLAGS_NONE, NULL, on_vanished, application, NULL);
        g_ptr_array_add(self->list, application);
        g_dbus_connection_call(connection, owner, path, "org.freedesktop.DBus.ObjectManager", "GetManagedObjects", NULL,
                G_VARIANT_TYPE("(a{oa{sa{sv}}})"), G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, application->reading, on_objects, application);
}

static void
manager_call(void *object, const char *method, GVariant *parameters, GDBusMethodInvocation *invocation)
{
        struct pd_fake_applications *self = object;
        const char *owner = g_dbus_method_invocation_get_sender(invocation), *path;
        struct application *application;

        g_variant_get_child(parameters, 0, "&o", &path);
        if (strcmp(method, "RegisterApplication") == 0) {
                register_application(self, owner, path, invocation);
                return;
        }
        application = find(self, owner, path);
        if (!application) {
                pd_tree_refuse(invocation, "DoesNotExist", "Does Not Exist");
                return;
        }
        g_dbus_method_invocation_return_value(invocation, NULL);
        forget(application);
}

struct pd_fake_applications *
pd_fake_applications_new(struct pd_tree *tree, const char *path, void (*changed)(void *user), void *user)
{
        struct pd_fake_applications *self = g_new0(struct pd_fake_applications, 1);

        self->tree = tree;
        self->path = path;
        self->list = g_ptr_array_new_with_free_func(application_free);
        self->changed = changed;
        self->user = user;
        pd_tree_add(tree, path, &manager_type, self);
        return self;
}

struct pd_fake_applications *
pd_fake_applications_free(struct pd_fake_applications *self)
{
        if (!self)
                return NULL;
        pd_tree_remove(self->tree, self->path, &manager_type);
        g_ptr_array_unref(self->list);
        g_free(self);
        return NULL;
}

bool
pd_fake_applications_serve(const struct pd_fake_applications *self, uint16_t service)
{
        char *uuid = pd_fake_uuid(service);
        bool found = false;

        for (guint i = 0; i < self->list->len; i++) {
                const struct application *application = g_ptr_array_index(self->list, i);
                for (guint k = 0; !application->registration && k < application->uuids->len; k++)
                        found = found || strcmp(g_ptr_array_index(application->uuids, k), uuid) == 0;
        }
        g_free(uuid);
        return found;
}
