/* SPDX-License-Identifier: MIT */
/* Names on the bus that are watched while they hold something (bus_clients.h). */
#include "fakes/bus_clients.h"

#include <string.h>

struct client {
        struct pd_bus_clients *clients;
        char *name;
        guint watch;
};

struct pd_bus_clients {
        GDBusConnection *connection;
        GPtrArray *list; /* struct client */
        void (*lost)(void *user);
        void *user;
};

/* One question to several; freed with the last answer. */
struct ping {
        struct pd_bus_clients *clients; /* alive unless the question was cancelled */
        size_t pending;
        bool all;
        GCancellable *cancellable;
        void (*done)(void *user, bool all);
        void *user;
};

struct question {
        struct ping *ping;
        char *name;
};

static void
client_free(void *data)
{
        struct client *client = data;

        g_bus_unwatch_name(client->watch);
        g_free(client->name);
        g_free(client);
}

static void
on_vanished(GDBusConnection *connection, const char *name, void *user)
{
        struct client *client = user;
        struct pd_bus_clients *clients = client->clients;

        (void) connection, (void) name;
        g_ptr_array_remove_fast(clients->list, client);
        clients->lost(clients->user);
}

struct pd_bus_clients *
pd_bus_clients_new(GDBusConnection *connection, void (*lost)(void *user), void *user)
{
        struct pd_bus_clients *clients = g_new0(struct pd_bus_clients, 1);

        clients->connection = connection;
        clients->list = g_ptr_array_new_with_free_func(client_free);
        clients->lost = lost;
        clients->user = user;
        return clients;
}

struct pd_bus_clients *
pd_bus_clients_free(struct pd_bus_clients *clients)
{
        if (!clients)
                return NULL;
        g_ptr_array_unref(clients->list);
        g_free(clients);
        return NULL;
}

size_t
pd_bus_clients_count(const struct pd_bus_clients *clients)
{
        return clients->list->len;
}

static struct client *
find(const struct pd_bus_clients *clients, const char *name)
{
        for (guint i = 0; i < clients->list->len; i++) {
                struct client *client = g_ptr_array_index(clients->list, i);
                if (strcmp(client->name, name) == 0)
                        return client;
        }
        return NULL;
}

bool
pd_bus_clients_has(const struct pd_bus_clients *clients, const char *name)
{
        return find(clients, name) != NULL;
}

void
pd_bus_clients_add(struct pd_bus_clients *clients, const char *name)
{
        struct client *client;

        if (pd_bus_clients_has(clients, name))
                return;
        client = g_new0(struct client, 1);
        client->clients = clients;
        client->name = g_strdup(name);
        client->watch =
                g_bus_watch_name_on_connection(clients->connection, name, G_BUS_NAME_WATCHER_FLAGS_NONE, NULL, on_vanished, client, NULL);
        g_ptr_array_add(clients->list, client);
}

void
pd_bus_clients_remove(struct pd_bus_clients *clients, const char *name)
{
        struct client *client = find(clients, name);

        if (client)
                g_ptr_array_remove_fast(clients->list, client);
}

void
pd_bus_clients_clear(struct pd_bus_clients *clients)
{
        g_ptr_array_set_size(clients->list, 0);
}

/* The bus answers in the place of one that left. Any other refusal comes
 * from the client itself, which is then still there. */
static bool
means_gone(const GError *error)
{
        return error->domain == G_IO_ERROR || g_error_matches(error, G_DBUS_ERROR, G_DBUS_ERROR_NO_REPLY) ||
               g_error_matches(error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) ||
               g_error_matches(error, G_DBUS_ERROR, G_DBUS_ERROR_NAME_HAS_NO_OWNER);
}

static void
on_pong(GObject *source, GAsyncResult *result, void *user)
{
        struct question *question = user;
        struct ping *ping = question->ping;
        GError *error = NULL;
        GVariant *reply = g_dbus_connection_call_finish(G_DBUS_CONNECTION(source), result, &error);
        bool cancelled = g_cancellable_is_cancelled(ping->cancellable);

        if (!reply && !cancelled && means_gone(error)) {
                ping->all = false;
                pd_bus_clients_remove(ping->clients, question->name);
                ping->clients->lost(ping->clients->user);
        }
        g_clear_error(&error);
        g_clear_pointer(&reply, g_variant_unref);
        g_free(question->name);
        g_free(question);
        if (--ping->pending > 0)
                return;
        if (!cancelled)
                ping->done(ping->user, ping->all);
        g_object_unref(ping->cancellable);
        g_free(ping);
}

void
pd_bus_clients_ping(struct pd_bus_clients *clients, GCancellable *cancellable, void (*done)(void *user, bool all), void *user)
{
        struct ping *ping;

        if (clients->list->len == 0) {
                done(user, false);
                return;
        }
        ping = g_new0(struct ping, 1);
        ping->clients = clients;
        ping->pending = clients->list->len;
        ping->all = true;
        ping->cancellable = g_object_ref(cancellable);
        ping->done = done;
        ping->user = user;
        for (guint i = 0; i < clients->list->len; i++) {
                const struct client *client = g_ptr_array_index(clients->list, i);
                struct question *question = g_new0(struct question, 1);
                question->ping = ping;
                question->name = g_strdup(client->name);
                g_dbus_connection_call(clients->connection, client->name, "/", "org.freedesktop.DBus.Peer", "Ping", NULL, NULL,
                        G_DBUS_CALL_FLAGS_NO_AUTO_START, G_MAXINT, cancellable, on_pong, question);
        }
}
