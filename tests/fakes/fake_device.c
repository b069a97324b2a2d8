/* SPDX-License-Identifier: MIT */
/* The link of one peripheral (fake_device.h); behaviour as in BlueZ's src/device.c. */
#include "fakes/fake_device.h"

#include "fakes/fake_adapter.h"

#include <string.h>

#define ATTRIBUTES_MAX 16
#define RSSI_DBM (-60)

/* The kernel waits this long for an advertisement (HCI_LE_CONN_TIMEOUT). */
#define CALL_MS 20000

/* BlueZ's TemporaryTimeout: a device that was only seen goes after that. */
#define TEMPORARY_MS 30000

enum state {
        APART,     /* no link, nobody wants one */
        CALLING,   /* Connect() waits for an advertisement, or for the link to be made */
        RESOLVING, /* linked; services are being read */
        LINKED,    /* services are known, values can flow */
};

struct service {
        struct pd_fake_device *device;
        char *path;
        uint16_t uuid;
};

struct pd_fake_device {
        struct pd_tree *tree;
        const struct pd_fake_device_spec *spec;
        struct pd_fake_device_options options;
        char *path;
        char *alias;
        enum state state;
        bool exported, known, trusted;
        bool in_air, powered, discovering;
        bool gatt_exported;
        GDBusMethodInvocation *call; /* of Connect(), while CALLING */
        guint timer;                 /* of the state */
        guint temporary_timer;
        struct service services[4];
        size_t n_services;
        struct pd_fake_characteristic *characteristics[ATTRIBUTES_MAX];
        size_t n_characteristics;
        struct pd_fake_characteristic *measurement;
        void (*changed)(void *user);
        void *user;
};

static const char device_xml[] = "<interface name='org.bluez.Device1'>"
                                 "<method name='Connect'/>"
                                 "<method name='Disconnect'/>"
                                 "<property name='Address' type='s' access='read'/>"
                                 "<property name='AddressType' type='s' access='read'/>"
                                 "<property name='Name' type='s' access='read'/>"
                                 "<property name='Alias' type='s' access='readwrite'/>"
                                 "<property name='Paired' type='b' access='read'/>"
                                 "<property name='Trusted' type='b' access='readwrite'/>"
                                 "<property name='Connected' type='b' access='read'/>"
                                 "<property name='ServicesResolved' type='b' access='read'/>"
                                 "<property name='UUIDs' type='as' access='read'/>"
                                 "<property name='RSSI' type='n' access='read'/>"
                                 "<property name='Adapter' type='o' access='read'/>"
                                 "</interface>";

static const char service_xml[] = "<interface name='org.bluez.GattService1'>"
                                  "<property name='UUID' type='s' access='read'/>"
                                  "<property name='Device' type='o' access='read'/>"
                                  "<property name='Primary' type='b' access='read'/>"
                                  "</interface>";

static const char battery_xml[] = "<interface name='org.bluez.Battery1'>"
                                  "<property name='Percentage' type='y' access='read'/>"
                                  "<property name='Source' type='s' access='read'/>"
                                  "</interface>";

static void device_call(void *object, const char *method, GVariant *parameters, GDBusMethodInvocation *invocation);
static GVariant *device_get(void *object, const char *property);
static void device_set(void *object, const char *property, GVariant *value);
static GVariant *service_get(void *object, const char *property);
static GVariant *battery_get(void *object, const char *property);

static const struct pd_tree_type device_type = {
        .interface = "org.bluez.Device1",
        .xml = device_xml,
        .call = device_call,
        .get = device_get,
        .set = device_set,
};
static const struct pd_tree_type service_type = {.interface = "org.bluez.GattService1", .xml = service_xml, .get = service_get};
static const struct pd_tree_type battery_type = {.interface = "org.bluez.Battery1", .xml = battery_xml, .get = battery_get};

static void
changed(struct pd_fake_device *self, const char *property)
{
        pd_tree_changed(self->tree, self->path, &device_type, property);
}

static GVariant *
get_uuids(const struct pd_fake_device *self)
{
        GVariantBuilder builder;

        g_variant_builder_init(&builder, G_VARIANT_TYPE_STRING_ARRAY);
        for (const uint16_t *service = self->spec->services; *service; service++) {
                char *uuid = pd_fake_uuid(*service);
                g_variant_builder_add(&builder, "s", uuid);
                g_free(uuid);
        }
        return g_variant_builder_end(&builder);
}

static GVariant *
device_get(void *object, const char *property)
{
        const struct pd_fake_device *self = object;

        if (strcmp(property, "Address") == 0)
                return g_variant_new_string(self->spec->address);
        if (strcmp(property, "AddressType") == 0)
                return g_variant_new_string("random");
        if (strcmp(property, "Name") == 0)
                return g_variant_new_string(self->spec->name);
        if (strcmp(property, "Alias") == 0)
                return g_variant_new_string(self->alias);
        if (strcmp(property, "Paired") == 0)
                return g_variant_new_boolean(FALSE);
        if (strcmp(property, "Trusted") == 0)
                return g_variant_new_boolean(self->trusted);
        if (strcmp(property, "Connected") == 0)
                return g_variant_new_boolean(self->state == RESOLVING || self->state == LINKED);
        if (strcmp(property, "ServicesResolved") == 0)
                return g_variant_new_boolean(self->state == LINKED);
        if (strcmp(property, "UUIDs") == 0)
                return get_uuids(self);
        if (strcmp(property, "Adapter") == 0)
                return g_variant_new_object_path(PD_FAKE_ADAPTER_PATH);
        g_assert(strcmp(property, "RSSI") == 0);
        return self->discovering && self->in_air && self->state == APART ? g_variant_new_int16(RSSI_DBM) : NULL;
}

static void
device_set(void *object, const char *property, GVariant *value)
{
        struct pd_fake_device *self = object;

        if (strcmp(property, "Trusted") == 0)
                self->trusted = g_variant_get_boolean(value);
        else {
                g_free(self->alias);
                self->alias = g_variant_dup_string(value, NULL);
        }
        changed(self, property);
}

static GVariant *
service_get(void *object, const char *property)
{
        const struct service *service = object;

        if (strcmp(property, "Device") == 0)
                return g_variant_new_object_path(service->device->path);
        if (strcmp(property, "Primary") == 0)
                return g_variant_new_boolean(TRUE);
        char *uuid = pd_fake_uuid(service->uuid);
        GVariant *value = g_variant_new_string(uuid);
        g_free(uuid);
        return value;
}

static GVariant *
battery_get(void *object, const char *property)
{
        const struct pd_fake_device *self = object;

        if (strcmp(property, "Source") == 0)
                return g_variant_new_string("GATT Battery Service");
        return g_variant_new_byte(self->spec->battery);
}

/* Once on the bus, GATT objects stay through lost links: BlueZ caches the
 * database of a device that it knows. */
static void
export_gatt(struct pd_fake_device *self)
{
        if (self->gatt_exported)
                return;
        self->gatt_exported = true;
        for (size_t i = 0; i < self->n_services; i++)
                pd_tree_add(self->tree, self->services[i].path, &service_type, &self->services[i]);
        for (size_t i = 0; i < self->n_characteristics; i++)
                pd_fake_characteristic_export(self->characteristics[i]);
}

static void
appear(struct pd_fake_device *self)
{
        if (self->exported)
                return;
        self->exported = true;
        pd_tree_add(self->tree, self->path, &device_type, self);
}

static void
enter(struct pd_fake_device *self, enum state state)
{
        if (self->timer > 0)
                g_source_remove(self->timer);
        self->timer = 0;
        self->state = state;
}

static gboolean
on_resolved(gpointer user)
{
        struct pd_fake_device *self = user;

        self->timer = 0;
        enter(self, LINKED);
        export_gatt(self);
        for (size_t i = 0; i < self->n_characteristics; i++)
                pd_fake_characteristic_set_linked(self->characteristics[i], true);
        if (self->spec->battery > 0)
                pd_tree_add(self->tree, self->path, &battery_type, self);
        changed(self, "ServicesResolved");
        self->changed(self->user);
        return G_SOURCE_REMOVE;
}

static gboolean
on_connected(gpointer user)
{
        struct pd_fake_device *self = user;

        self->timer = 0;
        enter(self, RESOLVING);
        self->known = true;
        self->timer = g_timeout_add(self->options.connect_ms / 2, on_resolved, self);
        changed(self, "Connected");
        if (self->call)
                g_dbus_method_invocation_return_value(g_steal_pointer(&self->call), NULL);
        return G_SOURCE_REMOVE;
}

static void
give_up_call(struct pd_fake_device *self)
{
        enter(self, APART);
        if (self->call)
                pd_tree_refuse(g_steal_pointer(&self->call), "Failed", "le-connection-abort-by-local");
}

static gboolean
on_call_timeout(gpointer user)
{
        struct pd_fake_device *self = user;

        self->timer = 0;
        give_up_call(self);
        return G_SOURCE_REMOVE;
}

/* CALLING, again when the device has come into the air. */
static void
call(struct pd_fake_device *self)
{
        enter(self, CALLING);
        self->timer = self->in_air ? g_timeout_add(self->options.connect_ms / 2, on_connected, self) :
                                     g_timeout_add(CALL_MS, on_call_timeout, self);
}

static void
lose_link(struct pd_fake_device *self)
{
        switch (self->state) {
        case APART:
                return;
        case CALLING:
                give_up_call(self);
                return;
        case RESOLVING:
                enter(self, APART);
                changed(self, "Connected");
                return;
        case LINKED:
                enter(self, APART);
                for (size_t i = 0; i < self->n_characteristics; i++)
                        pd_fake_characteristic_set_linked(self->characteristics[i], false);
                pd_tree_remove(self->tree, self->path, &battery_type);
                changed(self, "ServicesResolved");
                changed(self, "Connected");
                self->changed(self->user);
                return;
        }
}

static void
connect_called(struct pd_fake_device *self, GDBusMethodInvocation *invocation)
{
        if (!self->powered) {
                pd_tree_refuse(invocation, "NotReady", "Resource Not Ready");
                return;
        }
        switch (self->state) {
        case APART:
                self->call = invocation;
                call(self);
                return;
        case CALLING:
                pd_tree_refuse(invocation, "InProgress", "In Progress");
                return;
        case RESOLVING:
        case LINKED:
                g_dbus_method_invocation_return_value(invocation, NULL);
                return;
        }
}

static void
device_call(void *object, const char *method, GVariant *parameters, GDBusMethodInvocation *invocation)
{
        struct pd_fake_device *self = object;

        (void) parameters;
        if (strcmp(method, "Connect") == 0) {
                connect_called(self, invocation);
                return;
        }
        if (self->state == APART) {
                pd_tree_refuse(invocation, "NotConnected", "Not Connected");
                return;
        }
        lose_link(self);
        g_dbus_method_invocation_return_value(invocation, NULL);
}

/* Characteristics come in the order of their services. */
static void
add_attributes(struct pd_fake_device *self)
{
        for (const struct pd_fake_attribute *attribute = self->spec->attributes; attribute->uuid; attribute++) {
                struct pd_fake_characteristic *characteristic =
                        pd_fake_characteristic_new(self->tree, self->path, attribute, self->changed, self->user);
                g_assert(self->n_characteristics < ATTRIBUTES_MAX);
                self->characteristics[self->n_characteristics++] = characteristic;
                if (attribute->uuid == self->spec->measurement)
                        self->measurement = characteristic;
                if (self->n_services > 0 && self->services[self->n_services - 1].uuid == attribute->service)
                        continue;
                g_assert(self->n_services < G_N_ELEMENTS(self->services));
                self->services[self->n_services++] = (struct service){
                        .device = self,
                        .path = g_strdup_printf("%s/service%04x", self->path, attribute->service_handle),
                        .uuid = attribute->service,
                };
        }
}

struct pd_fake_device *
pd_fake_device_new(struct pd_tree *tree, const struct pd_fake_device_spec *spec, const struct pd_fake_device_options *options,
        void (*changed_func)(void *user), void *user)
{
        struct pd_fake_device *self = g_new0(struct pd_fake_device, 1);

        self->tree = tree;
        self->spec = spec;
        self->options = *options;
        self->path = g_strdup_printf(PD_FAKE_ADAPTER_PATH "/dev_%s", spec->address);
        g_strdelimit(self->path, ":", '_');
        self->alias = g_strdup(spec->name);
        self->known = !options->unknown;
        self->in_air = true;
        self->powered = true;
        self->changed = changed_func;
        self->user = user;
        add_attributes(self);
        if (self->known)
                appear(self);
        return self;
}

struct pd_fake_device *
pd_fake_device_free(struct pd_fake_device *self)
{
        if (!self)
                return NULL;
        enter(self, APART);
        if (self->call)
                pd_tree_refuse(g_steal_pointer(&self->call), "Failed", "le-connection-abort-by-local");
        if (self->temporary_timer > 0)
                g_source_remove(self->temporary_timer);
        for (size_t i = 0; i < self->n_characteristics; i++)
                pd_fake_characteristic_free(self->characteristics[i]);
        for (size_t i = 0; i < self->n_services; i++) {
                pd_tree_remove(self->tree, self->services[i].path, &service_type);
                g_free(self->services[i].path);
        }
        pd_tree_remove(self->tree, self->path, &battery_type);
        pd_tree_remove(self->tree, self->path, &device_type);
        g_free(self->path);
        g_free(self->alias);
        g_free(self);
        return NULL;
}

const struct pd_fake_device_spec *
pd_fake_device_spec(const struct pd_fake_device *self)
{
        return self->spec;
}

static gboolean
on_temporary_timeout(gpointer user)
{
        struct pd_fake_device *self = user;

        if (!self->known && self->state != APART)
                return G_SOURCE_CONTINUE;
        self->temporary_timer = 0;
        if (self->known)
                return G_SOURCE_REMOVE;
        self->exported = false;
        pd_tree_remove(self->tree, self->path, &device_type);
        return G_SOURCE_REMOVE;
}

/* An advertisement is heard while somebody discovers; the last one decides
 * how long a device that nobody connected to is remembered. */
static void
listen_for(struct pd_fake_device *self)
{
        if (self->temporary_timer > 0)
                g_source_remove(self->temporary_timer);
        self->temporary_timer = 0;
        if (self->discovering && self->in_air && !self->exported)
                appear(self);
        else
                changed(self, "RSSI");
        if (self->exported && !self->known && !self->discovering)
                self->temporary_timer = g_timeout_add(TEMPORARY_MS, on_temporary_timeout, self);
}

void
pd_fake_device_set_adapter(struct pd_fake_device *self, bool powered, bool discovering)
{
        self->powered = powered;
        if (!powered)
                lose_link(self);
        if (self->discovering == discovering)
                return;
        self->discovering = discovering;
        listen_for(self);
}

void
pd_fake_device_set_in_air(struct pd_fake_device *self, bool in_air)
{
        if (self->in_air == in_air)
                return;
        self->in_air = in_air;
        if (!in_air && self->state != CALLING)
                lose_link(self);
        if (self->state == CALLING)
                call(self);
        if (self->discovering)
                listen_for(self);
}

void
pd_fake_device_drop(struct pd_fake_device *self)
{
        lose_link(self);
}

void
pd_fake_device_link(struct pd_fake_device *self)
{
        if (self->state != APART || !self->powered)
                return;
        appear(self);
        call(self);
}

void
pd_fake_device_say_battery(struct pd_fake_device *self)
{
        pd_tree_changed(self->tree, self->path, &battery_type, "Percentage");
}

bool
pd_fake_device_called(const struct pd_fake_device *self)
{
        return self->call;
}

bool
pd_fake_device_vanish(struct pd_fake_device *self)
{
        if (!self->call || self->gatt_exported)
                return false;
        enter(self, APART);
        g_clear_object(&self->call);
        self->known = self->exported = false;
        pd_tree_remove(self->tree, self->path, &device_type);
        if (self->discovering)
                listen_for(self);
        return true;
}

bool
pd_fake_device_in_air(const struct pd_fake_device *self)
{
        return self->in_air;
}

bool
pd_fake_device_linked(const struct pd_fake_device *self)
{
        return self->state == LINKED;
}

struct pd_fake_characteristic *
pd_fake_device_measurement(const struct pd_fake_device *self)
{
        return self->measurement;
}
