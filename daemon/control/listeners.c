/* SPDX-License-Identifier: MIT */
#include "control/listeners.h"

#include "control/control.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct listener {
        struct pd_listeners *all;
        char *name;
        pd_usec until;
        sd_bus_slot *changed, *asked;
};

struct pd_listeners {
        sd_bus *bus;
        size_t n;
        struct listener *items[PD_LISTENERS_MAX];
};

struct pd_listeners *
pd_listeners_new(sd_bus *bus)
{
        struct pd_listeners *listeners = calloc(1, sizeof(*listeners));

        if (listeners != NULL)
                listeners->bus = sd_bus_ref(bus);
        return listeners;
}

static struct listener *
free_listener(struct listener *listener)
{
        sd_bus_slot_unref(listener->changed);
        sd_bus_slot_unref(listener->asked);
        free(listener->name);
        free(listener);
        return NULL;
}

struct pd_listeners *
pd_listeners_free(struct pd_listeners *listeners)
{
        if (listeners == NULL)
                return NULL;
        for (size_t i = 0; i < listeners->n; i++)
                free_listener(listeners->items[i]);
        sd_bus_unref(listeners->bus);
        free(listeners);
        return NULL;
}

static struct listener *
find(const struct pd_listeners *listeners, const char *name)
{
        for (size_t i = 0; i < listeners->n; i++)
                if (strcmp(listeners->items[i]->name, name) == 0)
                        return listeners->items[i];
        return NULL;
}

static void
forget(struct pd_listeners *listeners, const struct listener *listener)
{
        for (size_t i = 0; i < listeners->n; i++) {
                if (listeners->items[i] != listener)
                        continue;
                free_listener(listeners->items[i]);
                listeners->items[i] = listeners->items[--listeners->n];
                return;
        }
}

/* Where nothing happens nobody is told, and so nobody forgotten. */
static void
forget_overdue(struct pd_listeners *listeners, pd_usec now)
{
        for (size_t i = listeners->n; i-- > 0;) /* from the end: the last one takes the place of one who is forgotten */
                if (now >= listeners->items[i]->until)
                        forget(listeners, listeners->items[i]);
}

static int
on_changed(sd_bus_message *message, void *user, sd_bus_error *error)
{
        struct listener *listener = user;
        const char *name, *before, *after;

        (void) error;
        if (sd_bus_message_read(message, "sss", &name, &before, &after) >= 0 && strcmp(name, listener->name) == 0 && after[0] == '\0')
                forget(listener->all, listener);
        return 0;
}

static int
on_asked(sd_bus_message *message, void *user, sd_bus_error *error)
{
        struct listener *listener = user;
        int there = 0;

        (void) error;
        if (sd_bus_message_is_method_error(message, NULL) || sd_bus_message_read(message, "b", &there) < 0 || !there)
                forget(listener->all, listener);
        return 0;
}

/* The rule that hears of its end goes out before the question whether it is
 * still there, so that no end falls between the two. */
static int
follow(struct listener *listener)
{
        sd_bus *bus = listener->all->bus;
        char rule[512];
        int r;

        snprintf(rule, sizeof(rule),
                "type='signal',sender='org.freedesktop.DBus',path='/org/freedesktop/DBus',interface='org.freedesktop.DBus',"
                "member='NameOwnerChanged',arg0='%s'",
                listener->name);
        r = sd_bus_add_match_async(bus, &listener->changed, rule, on_changed, NULL, listener);
        if (r < 0)
                return r;
        return sd_bus_call_method_async(bus, &listener->asked, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus",
                "NameHasOwner", on_asked, listener, "s", listener->name);
}

int
pd_listeners_add(struct pd_listeners *listeners, const char *name, pd_usec now)
{
        struct listener *listener = find(listeners, name);
        int r = -ENOMEM;

        if (listener != NULL) {
                listener->until = now + PD_LISTENERS_LEASE;
                return 0;
        }
        forget_overdue(listeners, now);
        if (listeners->n == PD_LISTENERS_MAX)
                return -ENOBUFS;
        listener = calloc(1, sizeof(*listener));
        if (listener == NULL)
                return r;
        *listener = (struct listener){.all = listeners, .name = strdup(name), .until = now + PD_LISTENERS_LEASE};
        if (listener->name != NULL)
                r = follow(listener);
        if (r < 0) {
                free_listener(listener);
                return r;
        }
        listeners->items[listeners->n++] = listener;
        return 1;
}

void
pd_listeners_remove(struct pd_listeners *listeners, const char *name)
{
        struct listener *listener = find(listeners, name);

        if (listener != NULL)
                forget(listeners, listener);
}

static int
send(const struct pd_listeners *listeners, const char *name, const char *kind, const char *athlete, const char *json)
{
        sd_bus_message *message = NULL;
        int r = sd_bus_message_new_signal(listeners->bus, &message, PD_CONTROL_PATH, PD_CONTROL_INTERFACE, "Event");

        if (r >= 0)
                r = sd_bus_message_append(message, "sss", kind, athlete, json);
        if (r >= 0)
                r = sd_bus_send_to(listeners->bus, message, name, NULL);
        sd_bus_message_unref(message);
        return r;
}

void
pd_listeners_tell(struct pd_listeners *listeners, const char *only, pd_usec now, const char *kind, const char *athlete, const char *json)
{
        forget_overdue(listeners, now);
        for (size_t i = listeners->n; i-- > 0;) {
                struct listener *listener = listeners->items[i];
                if ((only == NULL || strcmp(only, listener->name) == 0) && send(listeners, listener->name, kind, athlete, json) < 0)
                        forget(listeners, listener); /* our own queue to the bus is full, or the bus is gone */
        }
}

size_t
pd_listeners_n(const struct pd_listeners *listeners)
{
        return listeners->n;
}
