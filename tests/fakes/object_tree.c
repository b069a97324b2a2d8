/* SPDX-License-Identifier: MIT */
/* The object tree of the fake bluetoothd over plain GDBus (object_tree.h). */
#include "fakes/object_tree.h"

#include <string.h>

struct entry {
        const struct pd_tree *tree;
        char *path;
        const struct pd_tree_type *type;
        void *object;
        GDBusNodeInfo *node;
        guint registration;
};

struct pd_tree {
        GDBusConnection *connection;
        GPtrArray *entries; /* struct entry, in the order of their appearance */
        GDBusNodeInfo *root;
        guint root_registration;
        bool denied;
};

static const char root_xml[] = "<node><interface name='org.freedesktop.DBus.ObjectManager'>"
                               "<method name='GetManagedObjects'><arg type='a{oa{sa{sv}}}' direction='out'/></method>"
                               "<signal name='InterfacesAdded'><arg type='o'/><arg type='a{sa{sv}}'/></signal>"
                               "<signal name='InterfacesRemoved'><arg type='o'/><arg type='as'/></signal>"
                               "</interface></node>";

static void
entry_free(void *data)
{
        struct entry *entry = data;

        g_dbus_node_info_unref(entry->node);
        g_free(entry->path);
        g_free(entry);
}

static struct entry *
find(const struct pd_tree *tree, const char *path, const struct pd_tree_type *type)
{
        for (guint i = 0; i < tree->entries->len; i++) {
                struct entry *entry = g_ptr_array_index(tree->entries, i);
                if (entry->type == type && strcmp(entry->path, path) == 0)
                        return entry;
        }
        return NULL;
}

/* a{sv}: what exists of the properties at this moment. */
static GVariant *
all_properties(const struct entry *entry)
{
        GVariantBuilder builder;

        g_variant_builder_init(&builder, G_VARIANT_TYPE_VARDICT);
        for (GDBusPropertyInfo **p = entry->node->interfaces[0]->properties; p && *p; p++) {
                GVariant *value = entry->type->get(entry->object, (*p)->name);
                if (value)
                        g_variant_builder_add(&builder, "{sv}", (*p)->name, value);
        }
        return g_variant_builder_end(&builder);
}

/* a{oa{sa{sv}}}. */
static GVariant *
all_objects(const struct pd_tree *tree)
{
        GVariantBuilder objects;

        g_variant_builder_init(&objects, G_VARIANT_TYPE("a{oa{sa{sv}}}"));
        for (guint i = 0; i < tree->entries->len; i++) {
                const struct entry *first = g_ptr_array_index(tree->entries, i);
                GVariantBuilder interfaces;
                bool told = false;

                g_variant_builder_init(&interfaces, G_VARIANT_TYPE("a{sa{sv}}"));
                for (guint j = 0; j < tree->entries->len; j++) {
                        const struct entry *entry = g_ptr_array_index(tree->entries, j);
                        if (strcmp(entry->path, first->path) != 0)
                                continue;
                        told = told || j < i;
                        g_variant_builder_add(&interfaces, "{s@a{sv}}", entry->type->interface, all_properties(entry));
                }
                if (told)
                        g_variant_builder_clear(&interfaces);
                else
                        g_variant_builder_add(&objects, "{o@a{sa{sv}}}", first->path, g_variant_builder_end(&interfaces));
        }
        return g_variant_builder_end(&objects);
}

static bool
refused(const struct pd_tree *tree, GDBusMethodInvocation *invocation)
{
        if (tree->denied)
                g_dbus_method_invocation_return_dbus_error(
                        invocation, "org.freedesktop.DBus.Error.AccessDenied", "Rejected send message");
        return tree->denied;
}

static void
root_call(GDBusConnection *connection, const char *sender, const char *path, const char *interface, const char *method,
        GVariant *parameters, GDBusMethodInvocation *invocation, void *user)
{
        (void) connection, (void) sender, (void) path, (void) interface, (void) method, (void) parameters;
        if (!refused(user, invocation))
                g_dbus_method_invocation_return_value(invocation, g_variant_new("(@a{oa{sa{sv}}})", all_objects(user)));
}

static void
entry_call(GDBusConnection *connection, const char *sender, const char *path, const char *interface, const char *method,
        GVariant *parameters, GDBusMethodInvocation *invocation, void *user)
{
        struct entry *entry = user;

        (void) connection, (void) sender, (void) path, (void) interface;
        if (!refused(entry->tree, invocation))
                entry->type->call(entry->object, method, parameters, invocation);
}

static GVariant *
entry_get(GDBusConnection *connection, const char *sender, const char *path, const char *interface, const char *property, GError **error,
        void *user)
{
        struct entry *entry = user;
        GVariant *value = entry->type->get(entry->object, property);

        (void) connection, (void) sender, (void) path, (void) interface;
        if (!value)
                g_set_error(error, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS, "No such property '%s'", property);
        return value;
}

static gboolean
entry_set(GDBusConnection *connection, const char *sender, const char *path, const char *interface, const char *property, GVariant *value,
        GError **error, void *user)
{
        struct entry *entry = user;

        (void) connection, (void) sender, (void) path, (void) interface, (void) error;
        entry->type->set(entry->object, property, value);
        return TRUE;
}

struct pd_tree *
pd_tree_new(GDBusConnection *connection)
{
        static const GDBusInterfaceVTable vtable = {.method_call = root_call};
        struct pd_tree *tree = g_new0(struct pd_tree, 1);

        tree->connection = g_object_ref(connection);
        tree->entries = g_ptr_array_new_with_free_func(entry_free);
        tree->root = g_dbus_node_info_new_for_xml(root_xml, NULL);
        tree->root_registration = g_dbus_connection_register_object(connection, "/", tree->root->interfaces[0], &vtable, tree, NULL, NULL);
        g_assert(tree->root_registration > 0);
        return tree;
}

struct pd_tree *
pd_tree_free(struct pd_tree *tree)
{
        if (!tree)
                return NULL;
        for (guint i = 0; i < tree->entries->len; i++) {
                struct entry *entry = g_ptr_array_index(tree->entries, i);
                g_dbus_connection_unregister_object(tree->connection, entry->registration);
        }
        g_dbus_connection_unregister_object(tree->connection, tree->root_registration);
        g_dbus_node_info_unref(tree->root);
        g_ptr_array_unref(tree->entries);
        g_object_unref(tree->connection);
        g_free(tree);
        return NULL;
}

void
pd_tree_deny(struct pd_tree *tree, bool denied)
{
        tree->denied = denied;
}

GDBusConnection *
pd_tree_connection(const struct pd_tree *tree)
{
        return tree->connection;
}

/* A signal fails only on a connection that is closed, where nobody misses it. */
static void
emit(const struct pd_tree *tree, const char *path, const char *interface, const char *signal, GVariant *parameters)
{
        g_dbus_connection_emit_signal(tree->connection, NULL, path, interface, signal, parameters, NULL);
}

void
pd_tree_add(struct pd_tree *tree, const char *path, const struct pd_tree_type *type, void *object)
{
        static const GDBusInterfaceVTable vtable = {.method_call = entry_call, .get_property = entry_get, .set_property = entry_set};
        struct entry *entry = g_new0(struct entry, 1);
        entry->tree = tree;
        char *xml = g_strdup_printf("<node>%s</node>", type->xml);
        GVariantBuilder interfaces;

        entry->path = g_strdup(path);
        entry->type = type;
        entry->object = object;
        entry->node = g_dbus_node_info_new_for_xml(xml, NULL);
        g_free(xml);
        entry->registration =
                g_dbus_connection_register_object(tree->connection, path, entry->node->interfaces[0], &vtable, entry, NULL, NULL);
        g_assert(entry->registration > 0);
        g_ptr_array_add(tree->entries, entry);

        g_variant_builder_init(&interfaces, G_VARIANT_TYPE("a{sa{sv}}"));
        g_variant_builder_add(&interfaces, "{s@a{sv}}", type->interface, all_properties(entry));
        emit(tree, "/", "org.freedesktop.DBus.ObjectManager", "InterfacesAdded",
                g_variant_new("(o@a{sa{sv}})", path, g_variant_builder_end(&interfaces)));
}

void
pd_tree_remove(struct pd_tree *tree, const char *path, const struct pd_tree_type *type)
{
        const char *const interfaces[] = {type->interface, NULL};
        struct entry *entry = find(tree, path, type);

        if (!entry)
                return;
        g_dbus_connection_unregister_object(tree->connection, entry->registration);
        emit(tree, "/", "org.freedesktop.DBus.ObjectManager", "InterfacesRemoved", g_variant_new("(o^as)", path, interfaces));
        g_ptr_array_remove(tree->entries, entry);
}

void
pd_tree_changed(struct pd_tree *tree, const char *path, const struct pd_tree_type *type, const char *property)
{
        const struct entry *entry = find(tree, path, type);
        GVariantBuilder changed, invalidated;

        if (!entry)
                return;
        g_variant_builder_init(&changed, G_VARIANT_TYPE_VARDICT);
        g_variant_builder_init(&invalidated, G_VARIANT_TYPE_STRING_ARRAY);
        GVariant *value = type->get(entry->object, property);
        if (value)
                g_variant_builder_add(&changed, "{sv}", property, value);
        else
                g_variant_builder_add(&invalidated, "s", property);
        emit(tree, path, "org.freedesktop.DBus.Properties", "PropertiesChanged",
                g_variant_new("(sa{sv}as)", type->interface, &changed, &invalidated));
}

void
pd_tree_refuse(GDBusMethodInvocation *invocation, const char *name, const char *text)
{
        char *full = g_strconcat("org.bluez.Error.", name, NULL);

        g_dbus_method_invocation_return_dbus_error(invocation, full, text);
        g_free(full);
}
