/* SPDX-License-Identifier: MIT */
/* Services, characteristics and battery of one device (fake_gatt.h); as in BlueZ's src/gatt-client.c. */
#include "fakes/fake_gatt.h"

#include "fakes/fake_time.h"

#include <string.h>

#define ATTRIBUTES_MAX 16
/* How long objects are out of order: bluetoothd exports them one by one from
 * its main loop after ServicesResolved (bluez#1489). */
#define OBJECTS_LATE_MS 500

struct service {
        struct pd_fake_gatt *gatt;
        char *path;
        uint16_t uuid;
};

struct pd_fake_gatt {
        struct pd_tree *tree;
        const char *path; /* the device's */
        struct pd_fake_peripheral *peripheral;
        bool exported, linked;
        guint late; /* timer: what is missing comes */
        struct service services[4];
        size_t n_services;
        struct pd_fake_characteristic *characteristics[ATTRIBUTES_MAX];
        size_t n_characteristics;
        struct pd_fake_characteristic *measurement;
};

static const char service_xml[] = "<interface name='org.bluez.GattService1'>"
                                  "<property name='UUID' type='s' access='read'/>"
                                  "<property name='Device' type='o' access='read'/>"
                                  "<property name='Primary' type='b' access='read'/>"
                                  "</interface>";

static const char battery_xml[] = "<interface name='org.bluez.Battery1'>"
                                  "<property name='Percentage' type='y' access='read'/>"
                                  "<property name='Source' type='s' access='read'/>"
                                  "</interface>";

static GVariant *
service_get(void *object, const char *property)
{
        const struct service *service = object;

        if (strcmp(property, "Device") == 0)
                return g_variant_new_object_path(service->gatt->path);
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
        const struct pd_fake_gatt *self = object;

        if (strcmp(property, "Source") == 0)
                return g_variant_new_string("GATT Battery Service");
        return g_variant_new_byte(self->peripheral->spec->battery);
}

static const struct pd_tree_type service_type = {.interface = "org.bluez.GattService1", .xml = service_xml, .get = service_get};
static const struct pd_tree_type battery_type = {.interface = "org.bluez.Battery1", .xml = battery_xml, .get = battery_get};

/* Characteristics come in the order of their services. */
static void
add_attribute(struct pd_fake_gatt *self, const struct pd_fake_attribute *attribute, void (*sessions)(void *user), void *user)
{
        struct pd_fake_characteristic *characteristic =
                pd_fake_characteristic_new(self->tree, self->path, self->peripheral, attribute, sessions, user);

        g_assert(self->n_characteristics < ATTRIBUTES_MAX);
        self->characteristics[self->n_characteristics++] = characteristic;
        if (attribute->uuid == self->peripheral->spec->measurement)
                self->measurement = characteristic;
        if (self->n_services > 0 && self->services[self->n_services - 1].uuid == attribute->service)
                return;
        g_assert(self->n_services < G_N_ELEMENTS(self->services));
        self->services[self->n_services++] = (struct service){
                .gatt = self,
                .path = g_strdup_printf("%s/service%04x", self->path, attribute->service_handle),
                .uuid = attribute->service,
        };
}

struct pd_fake_gatt *
pd_fake_gatt_new(struct pd_tree *tree, const char *path, struct pd_fake_peripheral *peripheral, void (*sessions)(void *user), void *user)
{
        struct pd_fake_gatt *self = g_new0(struct pd_fake_gatt, 1);

        self->tree = tree;
        self->path = path;
        self->peripheral = peripheral;
        for (const struct pd_fake_attribute *attribute = peripheral->spec->attributes; attribute->uuid; attribute++)
                add_attribute(self, attribute, sessions, user);
        return self;
}

struct pd_fake_gatt *
pd_fake_gatt_free(struct pd_fake_gatt *self)
{
        if (!self)
                return NULL;
        pd_fake_cancel(&self->late);
        for (size_t i = 0; i < self->n_characteristics; i++)
                pd_fake_characteristic_free(self->characteristics[i]);
        for (size_t i = 0; i < self->n_services; i++) {
                pd_tree_remove(self->tree, self->services[i].path, &service_type);
                g_free(self->services[i].path);
        }
        pd_tree_remove(self->tree, self->path, &battery_type);
        g_free(self);
        return NULL;
}

static gboolean
on_late(gpointer user)
{
        struct pd_fake_gatt *self = user;

        self->late = 0;
        for (size_t i = self->n_characteristics; i > 0; i--)
                pd_fake_characteristic_export(self->characteristics[i - 1]);
        for (size_t i = self->n_services; i > 0; i--)
                pd_tree_add(self->tree, self->services[i - 1].path, &service_type, &self->services[i - 1]);
        return G_SOURCE_REMOVE;
}

static gboolean
on_measurement_late(gpointer user)
{
        struct pd_fake_gatt *self = user;

        self->late = 0;
        pd_fake_characteristic_export(self->measurement);
        return G_SOURCE_REMOVE;
}

static void
export(struct pd_fake_gatt *self)
{
        const struct pd_fault *late;
        bool missing;

        if (self->exported)
                return;
        self->exported = true;
        if (pd_fake_peripheral_strikes(self->peripheral, PD_FAULT_OBJECTS_LATE)) {
                self->late = pd_fake_after(OBJECTS_LATE_MS, on_late, self);
                return;
        }
        missing = pd_fake_peripheral_strikes(self->peripheral, PD_FAULT_CHARACTERISTIC_MISSING);
        late = pd_fake_peripheral_strikes(self->peripheral, PD_FAULT_CHARACTERISTIC_LATE);
        for (size_t i = 0; i < self->n_services; i++)
                pd_tree_add(self->tree, self->services[i].path, &service_type, &self->services[i]);
        for (size_t i = 0; i < self->n_characteristics; i++)
                if ((!missing && !late) || self->characteristics[i] != self->measurement)
                        pd_fake_characteristic_export(self->characteristics[i]);
        if (late)
                self->late = pd_fake_after(late->ms, on_measurement_late, self);
}

void
pd_fake_gatt_set_linked(struct pd_fake_gatt *self, bool linked)
{
        if (self->linked == linked)
                return;
        self->linked = linked;
        if (linked)
                export(self);
        for (size_t i = 0; i < self->n_characteristics; i++)
                pd_fake_characteristic_set_linked(self->characteristics[i], linked);
        if (linked && self->peripheral->spec->battery > 0)
                pd_tree_add(self->tree, self->path, &battery_type, self);
        if (!linked)
                pd_tree_remove(self->tree, self->path, &battery_type);
}

void
pd_fake_gatt_say_battery(struct pd_fake_gatt *self)
{
        pd_tree_changed(self->tree, self->path, &battery_type, "Percentage");
}

struct pd_fake_characteristic *
pd_fake_gatt_measurement(const struct pd_fake_gatt *self)
{
        return self->measurement;
}

struct pd_fake_characteristic *
pd_fake_gatt_characteristic(const struct pd_fake_gatt *self, uint16_t uuid)
{
        for (size_t i = 0; i < self->n_characteristics; i++)
                if (self->peripheral->spec->attributes[i].uuid == uuid)
                        return self->characteristics[i];
        return NULL;
}

bool
pd_fake_gatt_subscribed(const struct pd_fake_gatt *self)
{
        for (size_t i = 0; i < self->n_characteristics; i++)
                if (self->peripheral->spec->attributes[i].notify && !pd_fake_characteristic_subscribed(self->characteristics[i]))
                        return false;
        return true;
}
