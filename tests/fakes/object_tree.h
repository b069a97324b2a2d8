/* SPDX-License-Identifier: MIT */
/*
 * Objects on the bus as bluetoothd shows them: paths with interfaces, an
 * ObjectManager at /, and signals that leave in the order and number in
 * which they are asked for (generated GDBus skeletons merge equal values
 * and send from an idle callback; neither would do for heart rates).
 */
#pragma once

#include <gio/gio.h>
#include <stdbool.h>

struct pd_tree;

struct pd_tree_type {
        const char *interface;
        const char *xml; /* <interface>…</interface> */
        /* Answers INVOCATION, at once or later. NULL if there are no methods. */
        void (*call)(void *object, const char *method, GVariant *parameters, GDBusMethodInvocation *invocation);
        /* Floating. NULL: the property does not exist at present. */
        GVariant *(*get)(void *object, const char *property);
        /* Answers INVOCATION, at once or later: with nothing if it is done. NULL if nothing can be written. */
        void (*set)(void *object, const char *property, GVariant *value, GDBusMethodInvocation *invocation);
};

struct pd_tree *pd_tree_new(GDBusConnection *connection);
/* Takes everything off the bus without a signal. Takes NULL, returns NULL. */
struct pd_tree *pd_tree_free(struct pd_tree *tree);

GDBusConnection *pd_tree_connection(const struct pd_tree *tree);

/* InterfacesAdded. TYPE and OBJECT are borrowed until the removal. */
void pd_tree_add(struct pd_tree *tree, const char *path, const struct pd_tree_type *type, void *object);
/* InterfacesRemoved. Nothing if it is not there. */
void pd_tree_remove(struct pd_tree *tree, const char *path, const struct pd_tree_type *type);
/* PropertiesChanged of one property; invalidated if it ceased to exist.
 * Nothing if the object is not on the bus. */
void pd_tree_changed(struct pd_tree *tree, const char *path, const struct pd_tree_type *type, const char *property);

/* A signal of that interface. PARAMETERS is a tuple, floating. */
void pd_tree_signal(struct pd_tree *tree, const char *path, const struct pd_tree_type *type, const char *signal, GVariant *parameters);

/* Hung: calls are not answered and signals do not leave; when it has ended,
 * those signals leave first, and then the calls are taken in their order. */
void pd_tree_hang(struct pd_tree *tree, bool hung);
bool pd_tree_hung(const struct pd_tree *tree);

/* From now on GetManagedObjects begins with the objects that came last. */
void pd_tree_reverse(struct pd_tree *tree);

/* Every call is refused as the bus does it where its policy says no. */
void pd_tree_deny(struct pd_tree *tree, bool denied);

/* Answers with org.bluez.Error.<NAME>. */
void pd_tree_refuse(GDBusMethodInvocation *invocation, const char *name, const char *text);
