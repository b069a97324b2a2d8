/* SPDX-License-Identifier: MIT */
/* Sees what org.bluez does, from a second connection (bus_witness.h). */
#include "adapters/bus_witness.h"

#include <string.h>

#define WAIT_US (30 * G_USEC_PER_SEC)

struct value {
        char *path;
        GBytes *bytes;
};

struct bus_witness {
        GDBusConnection *connection;
        GPtrArray *lines;
        guint seen; /* lines before this one were waited for */
        GPtrArray *values;
        char *error;
};

static void
value_free(void *data)
{
        struct value *value = data;

        g_free(value->path);
        g_bytes_unref(value->bytes);
        g_free(value);
}

static const char *
short_name(const char *interface)
{
        return g_str_has_prefix(interface, "org.bluez.") ? interface + strlen("org.bluez.") : interface;
}

static void
note_properties(struct bus_witness *self, const char *path, GVariant *parameters)
{
        const char *interface, *key;
        GVariant *value;
        GVariantIter *changed;

        g_variant_get(parameters, "(&sa{sv}as)", &interface, &changed, NULL);
        while (g_variant_iter_next(changed, "{&sv}", &key, &value)) {
                if (strcmp(key, "Value") == 0) {
                        struct value *copy = g_new0(struct value, 1);
                        copy->path = g_strdup(path);
                        copy->bytes = g_variant_get_data_as_bytes(value);
                        g_ptr_array_add(self->values, copy);
                } else {
                        char *text = g_variant_print(value, FALSE);
                        g_ptr_array_add(self->lines, g_strdup_printf("%s %s %s=%s", short_name(interface), path, key, text));
                        g_free(text);
                }
                g_variant_unref(value);
        }
        g_variant_iter_free(changed);
}

static void
note_added(GPtrArray *lines, const char *path, GVariantIter *interfaces)
{
        const char *interface;

        while (g_variant_iter_next(interfaces, "{&s@a{sv}}", &interface, NULL))
                g_ptr_array_add(lines, g_strdup_printf("added %s %s", path, short_name(interface)));
        g_variant_iter_free(interfaces);
}

static void
on_signal(GDBusConnection *connection, const char *sender, const char *path, const char *interface, const char *signal,
        GVariant *parameters, gpointer user)
{
        struct bus_witness *self = user;
        const char *object, *removed;
        GVariantIter *iter;

        (void) connection, (void) sender;
        if (strcmp(signal, "PropertiesChanged") == 0)
                note_properties(self, path, parameters);
        else if (strcmp(signal, "InterfacesAdded") == 0) {
                g_variant_get(parameters, "(&oa{sa{sv}})", &object, &iter);
                note_added(self->lines, object, iter);
        } else if (strcmp(signal, "InterfacesRemoved") == 0) {
                g_variant_get(parameters, "(&oas)", &object, &iter);
                while (g_variant_iter_next(iter, "&s", &removed))
                        g_ptr_array_add(self->lines, g_strdup_printf("removed %s %s", object, short_name(removed)));
                g_variant_iter_free(iter);
        } else if (strcmp(signal, "Disconnected") == 0) {
                const char *reason;
                g_variant_get(parameters, "(&s&s)", &reason, NULL);
                g_ptr_array_add(self->lines, g_strdup_printf("%s %s Disconnected %s", short_name(interface), path, short_name(reason)));
        }
}

static void
on_owner(GDBusConnection *connection, const char *sender, const char *path, const char *interface, const char *signal, GVariant *parameters,
        gpointer user)
{
        struct bus_witness *self = user;
        const char *owner;

        (void) connection, (void) sender, (void) path, (void) interface, (void) signal;
        g_variant_get(parameters, "(&s&s&s)", NULL, NULL, &owner);
        g_ptr_array_add(self->lines, g_strdup_printf("owner%s%s", *owner ? " " : "", owner));
}

struct bus_witness *
bus_witness_new(const char *address)
{
        GDBusConnectionFlags flags = G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION;
        GDBusConnection *connection = g_dbus_connection_new_for_address_sync(address, flags, NULL, NULL, NULL);

        if (!connection)
                return NULL;
        struct bus_witness *self = g_new0(struct bus_witness, 1);
        self->connection = connection;
        self->lines = g_ptr_array_new_with_free_func(g_free);
        self->values = g_ptr_array_new_with_free_func(value_free);
        g_dbus_connection_signal_subscribe(
                connection, "org.bluez", NULL, NULL, NULL, NULL, G_DBUS_SIGNAL_FLAGS_NONE, on_signal, self, NULL);
        g_dbus_connection_signal_subscribe(connection, "org.freedesktop.DBus", NULL, "NameOwnerChanged", NULL, "org.bluez",
                G_DBUS_SIGNAL_FLAGS_NONE, on_owner, self, NULL);
        /* The bus answers in order: from here on it knows what we listen to. */
        GVariant *reply = g_dbus_connection_call_sync(connection, "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "GetId", NULL, NULL,
                G_DBUS_CALL_FLAGS_NONE, G_MAXINT, NULL, NULL);
        g_clear_pointer(&reply, g_variant_unref);
        return self;
}

struct bus_witness *
bus_witness_free(struct bus_witness *self)
{
        if (!self)
                return NULL;
        g_dbus_connection_close_sync(self->connection, NULL, NULL);
        /* Signals under way in this thread are dropped with their subscription. */
        g_object_unref(self->connection);
        while (g_main_context_iteration(NULL, FALSE))
                ;
        g_ptr_array_unref(self->lines);
        g_ptr_array_unref(self->values);
        g_free(self->error);
        g_free(self);
        return NULL;
}

GVariant *
bus_witness_call(
        struct bus_witness *self, const char *path, const char *interface, const char *method, GVariant *parameters, char **ret_error)
{
        GError *error = NULL;
        GVariant *reply = g_dbus_connection_call_sync(self->connection, "org.bluez", path, interface, method, parameters, NULL,
                G_DBUS_CALL_FLAGS_NO_AUTO_START, G_MAXINT, NULL, &error);

        if (!reply && ret_error) {
                char *name = g_dbus_error_get_remote_error(error);
                *ret_error =
                        g_strdup(name && g_str_has_prefix(name, "org.bluez.Error.") ? name + strlen("org.bluez.Error.") : error->message);
                g_free(name);
        }
        g_clear_error(&error);
        return reply;
}

const char *
bus_witness_ask(struct bus_witness *self, const char *path, const char *interface, const char *method, GVariant *parameters)
{
        GVariant *reply;

        g_clear_pointer(&self->error, g_free);
        reply = bus_witness_call(self, path, interface, method, parameters, &self->error);
        g_clear_pointer(&reply, g_variant_unref);
        return self->error ? self->error : "";
}

const char *
bus_witness_try(struct bus_witness *self, const char *path, const char *interface, const char *method)
{
        return bus_witness_ask(self, path, interface, method, NULL);
}

void
bus_witness_cast(struct bus_witness *self, const char *path, const char *interface, const char *method)
{
        g_dbus_connection_call(self->connection, "org.bluez", path, interface, method, NULL, NULL, G_DBUS_CALL_FLAGS_NO_AUTO_START,
                G_MAXINT, NULL, NULL, NULL);
}

GVariant *
bus_witness_get(struct bus_witness *self, const char *path, const char *interface, const char *property)
{
        GVariant *value = NULL;
        GVariant *reply =
                bus_witness_call(self, path, "org.freedesktop.DBus.Properties", "Get", g_variant_new("(ss)", interface, property), NULL);

        if (reply)
                g_variant_get(reply, "(v)", &value);
        g_clear_pointer(&reply, g_variant_unref);
        return value;
}

const char *
bus_witness_set(struct bus_witness *self, const char *path, const char *interface, const char *property, GVariant *value)
{
        return bus_witness_ask(
                self, path, "org.freedesktop.DBus.Properties", "Set", g_variant_new("(ssv)", interface, property, value));
}

char *
bus_witness_objects(struct bus_witness *self)
{
        GPtrArray *lines = g_ptr_array_new_with_free_func(g_free);
        GVariant *reply = bus_witness_call(self, "/", "org.freedesktop.DBus.ObjectManager", "GetManagedObjects", NULL, NULL);
        GVariantIter *objects, *interfaces;
        const char *path;

        if (reply) {
                g_variant_get(reply, "(a{oa{sa{sv}}})", &objects);
                while (g_variant_iter_next(objects, "{&oa{sa{sv}}}", &path, &interfaces))
                        note_added(lines, path, interfaces);
                g_variant_iter_free(objects);
                g_variant_unref(reply);
        }
        g_ptr_array_add(lines, NULL);
        char *text = g_strjoinv("\n", (char **) lines->pdata);
        g_ptr_array_unref(lines);
        return text;
}

static gboolean
on_timeout(gpointer user)
{
        *(bool *) user = true;
        return G_SOURCE_CONTINUE;
}

static bool
find_line(struct bus_witness *self, const char *line)
{
        for (guint i = self->seen; i < self->lines->len; i++)
                if (g_str_has_prefix(g_ptr_array_index(self->lines, i), line)) {
                        self->seen = i + 1;
                        return true;
                }
        return false;
}

bool
bus_witness_wait(struct bus_witness *self, const char *line)
{
        bool late = false;
        guint timer = g_timeout_add(WAIT_US / 1000, on_timeout, &late);
        bool found;

        while (!(found = find_line(self, line)) && !late)
                g_main_context_iteration(NULL, TRUE);
        g_source_remove(timer);
        for (guint i = 0; !found && i < self->lines->len; i++)
                g_printerr("%s%s\n", i == self->seen ? "from here: " : "", (char *) g_ptr_array_index(self->lines, i));
        return found;
}

bool
bus_witness_wait_values(struct bus_witness *self, size_t n)
{
        bool late = false;
        guint timer = g_timeout_add(WAIT_US / 1000, on_timeout, &late);

        while (self->values->len < n && !late)
                g_main_context_iteration(NULL, TRUE);
        g_source_remove(timer);
        return self->values->len >= n;
}

size_t
bus_witness_n_values(const struct bus_witness *self)
{
        return self->values->len;
}

const uint8_t *
bus_witness_value(const struct bus_witness *self, size_t i, const char **ret_path, size_t *ret_length)
{
        const struct value *value = g_ptr_array_index(self->values, i);

        *ret_path = value->path;
        return g_bytes_get_data(value->bytes, ret_length);
}

void
bus_witness_settle(struct bus_witness *self)
{
        /* Answered after everything that was sent before. */
        GVariant *reply = bus_witness_call(self, "/", "org.freedesktop.DBus.Peer", "Ping", NULL, NULL);

        g_clear_pointer(&reply, g_variant_unref);
        while (g_main_context_iteration(NULL, FALSE))
                ;
}
