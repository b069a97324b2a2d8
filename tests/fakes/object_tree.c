/* SPDX-License-Identifier: MIT */
/* The object tree of the fake bluetoothd over plain GDBus (object_tree.h). */
#include "fakes/object_tree.h"

#include <string.h>

struct entry {
        struct pd_tree *tree;
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
        bool denied, hung, reversed;
        GQueue signals; /* GDBusMessage, while hung */
        GQueue calls;   /* struct call, while hung */
};

/* Heard, and not taken yet. */
struct call {
        char *path;
        const struct pd_tree_type *type; /* NULL: the root's */
        char *interface, *method;
        GVariant *parameters;
        GDBusMethodInvocation *invocation;
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
        for (guint k = 0; k < tree->entries->len; k++) {
                guint i = tree->reversed ? tree->entries->len - 1 - k : k;
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

static bool
defer(struct pd_tree *tree, const char *path, const struct pd_tree_type *type, const char *interface, const char *method,
        GVariant *parameters, GDBusMethodInvocation *invocation)
{
        if (!tree->hung)
                return false;
        struct call *call = g_new0(struct call, 1);
        *call = (struct call){
                g_strdup(path), type, g_strdup(interface), g_strdup(method), g_variant_ref(parameters), invocation};
        g_queue_push_tail(&tree->calls, call);
        return true;
}

static void
call_free(struct call *call)
{
        g_variant_unref(call->parameters);
        g_free(call->path);
        g_free(call->interface);
        g_free(call->method);
        g_free(call);
}

static void
root_call(GDBusConnection *connection, const char *sender, const char *path, const char *interface, const char *method,
        GVariant *parameters, GDBusMethodInvocation *invocation, void *user)
{
        (void) connection, (void) sender;
        if (!defer(user, path, NULL, interface, method, parameters, invocation) && !refused(user, invocation))
                g_dbus_method_invocation_return_value(invocation, g_variant_new("(@a{oa{sa{sv}}})", all_objects(user)));
}

static void
get_property(const struct entry *entry, const char *property, GDBusMethodInvocation *invocation)
{
        GVariant *value = entry->type->get(entry->object, property);

        if (value)
                g_dbus_method_invocation_return_value(invocation, g_variant_new("(v)", value));
        else
                g_dbus_method_invocation_return_error(
                        invocation, G_DBUS_ERROR, G_DBUS_ERROR_INVALID_ARGS, "No such property '%s'", property);
}

static void
set_property(const struct entry *entry, const char *property, GVariant *value, GDBusMethodInvocation *invocation)
{
        const GDBusPropertyInfo *info = g_dbus_interface_info_lookup_property(entry->node->interfaces[0], property);

        if (entry->type->set && info && g_variant_is_of_type(value, G_VARIANT_TYPE(info->signature)))
                entry->type->set(entry->object, property, value, invocation);
        else
                g_dbus_method_invocation_return_dbus_error(
                        invocation, "org.freedesktop.DBus.Error.PropertyReadOnly", "Property is read-only");
}

/* GDBus has seen to it that names and types are those of the XML. */
static void
properties_call(struct entry *entry, const char *method, GVariant *parameters, GDBusMethodInvocation *invocation)
{
        const char *property = NULL;
        GVariant *value = NULL;

        if (strcmp(method, "GetAll") == 0) {
                g_dbus_method_invocation_return_value(invocation, g_variant_new("(@a{sv})", all_properties(entry)));
        } else if (strcmp(method, "Get") == 0) {
                g_variant_get(parameters, "(&s&s)", NULL, &property);
                get_property(entry, property, invocation);
        } else {
                g_variant_get(parameters, "(&s&sv)", NULL, &property, &value);
                set_property(entry, property, value, invocation);
                g_variant_unref(value);
        }
}

static void
entry_take(struct entry *entry, const char *interface, const char *method, GVariant *parameters, GDBusMethodInvocation *invocation)
{
        if (refused(entry->tree, invocation))
                return;
        if (g_strcmp0(interface, "org.freedesktop.DBus.Properties") == 0)
                properties_call(entry, method, parameters, invocation);
        else
                entry->type->call(entry->object, method, parameters, invocation);
}

static void
entry_call(GDBusConnection *connection, const char *sender, const char *path, const char *interface, const char *method,
        GVariant *parameters, GDBusMethodInvocation *invocation, void *user)
{
        struct entry *entry = user;

        (void) connection, (void) sender;
        if (!defer(entry->tree, path, entry->type, interface, method, parameters, invocation))
                entry_take(entry, interface, method, parameters, invocation);
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
        g_queue_clear_full(&tree->signals, g_object_unref);
        for (struct call *call; (call = g_queue_pop_head(&tree->calls));) {
                g_object_unref(call->invocation); /* the bus answers in its place */
                call_free(call);
        }
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
emit(struct pd_tree *tree, const char *path, const char *interface, const char *signal, GVariant *parameters)
{
        GDBusMessage *message = g_dbus_message_new_signal(path, interface, signal);

        g_dbus_message_set_body(message, parameters);
        if (tree->hung)
                g_queue_push_tail(&tree->signals, g_object_ref(message));
        else
                g_dbus_connection_send_message(tree->connection, message, G_DBUS_SEND_MESSAGE_FLAGS_NONE, NULL, NULL);
        g_object_unref(message);
}

static void
take(struct pd_tree *tree, const struct call *call)
{
        struct entry *entry = call->type ? find(tree, call->path, call->type) : NULL;

        if (!call->type)
                root_call(NULL, NULL, call->path, call->interface, call->method, call->parameters, call->invocation, tree);
        else if (entry)
                entry_take(entry, call->interface, call->method, call->parameters, call->invocation);
        else
                g_dbus_method_invocation_return_dbus_error(
                        call->invocation, "org.freedesktop.DBus.Error.UnknownObject", "No such object path");
}

void
pd_tree_hang(struct pd_tree *tree, bool hung)
{
        tree->hung = hung;
        if (hung)
                return;
        for (GDBusMessage *message; (message = g_queue_pop_head(&tree->signals)); g_object_unref(message))
                g_dbus_connection_send_message(tree->connection, message, G_DBUS_SEND_MESSAGE_FLAGS_NONE, NULL, NULL);
        for (struct call *call; (call = g_queue_pop_head(&tree->calls)); call_free(call))
                take(tree, call);
}

bool
pd_tree_hung(const struct pd_tree *tree)
{
        return tree->hung;
}

void
pd_tree_reverse(struct pd_tree *tree)
{
        tree->reversed = true;
}

void
pd_tree_add(struct pd_tree *tree, const char *path, const struct pd_tree_type *type, void *object)
{
        static const GDBusInterfaceVTable vtable = {.method_call = entry_call}; /* properties, too */
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
pd_tree_signal(struct pd_tree *tree, const char *path, const struct pd_tree_type *type, const char *signal, GVariant *parameters)
{
        if (find(tree, path, type))
                emit(tree, path, type->interface, signal, parameters);
        else
                g_variant_unref(g_variant_ref_sink(parameters));
}

void
pd_tree_refuse(GDBusMethodInvocation *invocation, const char *name, const char *text)
{
        char *full = g_strconcat("org.bluez.Error.", name, NULL);

        g_dbus_method_invocation_return_dbus_error(invocation, full, text);
        g_free(full);
}
