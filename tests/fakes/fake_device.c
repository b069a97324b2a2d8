/* SPDX-License-Identifier: MIT */
/* The link of one peripheral (fake_device.h); behaviour as in BlueZ's src/device.c. */
#include "fakes/fake_device.h"

#include "fakes/fake_gatt.h"
#include "fakes/fake_time.h"

#include <string.h>

/* The kernel waits this long for an advertisement (HCI_LE_CONN_TIMEOUT). */
#define CALL_MS 20000

/* BlueZ's TemporaryTimeout: a device that was only seen goes after that. */
#define TEMPORARY_MS 30000

/* Until the next advertisement is heard, and the accept list connects: sensors
 * that have just lost a link advertise fast. */
#define ADVERT_MS 100

/* Until a link without its key is cut: pairing begins with the first request. */
#define KEY_MS 100

enum state {
        APART,     /* no link, nobody wants one */
        CALLING,   /* Connect() waits for an advertisement, or for the link to be made */
        RESOLVING, /* linked; services are being read */
        LINKED,    /* services are known, values can flow */
};

/* MGMT's reasons, as device_disconnected() of BlueZ's src/device.c names them since 5.83. */
enum reason { TIMEOUT, LOCAL, REMOTE, AUTHENTICATION };

struct pd_fake_device {
        struct pd_tree *tree;
        struct pd_fake_adapter *adapter;
        struct pd_fake_peripheral *peripheral;
        struct pd_fake_memory *memory;
        unsigned connect_ms; /* of the machine */
        char *path;
        char *alias;
        enum state state;
        bool exported;
        bool heard; /* as of the last look: discovery has it */
        bool auto_connect, auto_disabled;
        bool automatic;              /* CALLING: by the accept list */
        bool unheard;                /* CALLING: an advertisement is waited for */
        GDBusMethodInvocation *call; /* of Connect(), while CALLING */
        guint timer;                 /* of the state */
        guint temporary_timer;
        struct pd_fake_gatt *gatt;
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
                                 "<property name='Bonded' type='b' access='read'/>"
                                 "<property name='Trusted' type='b' access='readwrite'/>"
                                 "<property name='Connected' type='b' access='read'/>"
                                 "<property name='ServicesResolved' type='b' access='read'/>"
                                 "<property name='UUIDs' type='as' access='read'/>"
                                 "<property name='ManufacturerData' type='a{qv}' access='read'/>"
                                 "<property name='RSSI' type='n' access='read'/>"
                                 "<property name='Adapter' type='o' access='read'/>"
                                 "<signal name='Disconnected'><arg name='name' type='s'/><arg name='message' type='s'/></signal>"
                                 "</interface>";

static void device_call(void *object, const char *method, GVariant *parameters, GDBusMethodInvocation *invocation);
static GVariant *device_get(void *object, const char *property);
static void device_set(void *object, const char *property, GVariant *value, GDBusMethodInvocation *invocation);

static const struct pd_tree_type device_type = {
        .interface = "org.bluez.Device1",
        .xml = device_xml,
        .call = device_call,
        .get = device_get,
        .set = device_set,
};

static void
changed(struct pd_fake_device *self, const char *property)
{
        pd_tree_changed(self->tree, self->path, &device_type, property);
}

static GVariant *
get_uuids(const struct pd_fake_device *self)
{
        bool known = self->state == LINKED || !self->peripheral->armed[PD_FAULT_UNADVERTISED];
        GVariantBuilder builder;

        g_variant_builder_init(&builder, G_VARIANT_TYPE_STRING_ARRAY);
        for (const uint16_t *service = self->peripheral->spec->services; known && *service; service++) {
                char *uuid = pd_fake_uuid(*service);
                g_variant_builder_add(&builder, "s", uuid);
                g_free(uuid);
        }
        return g_variant_builder_end(&builder);
}

static GVariant *
get_manufacturer_data(const struct pd_fake_device *self)
{
        static const uint8_t bytes[] = {0x10, 0x05, 0x01};
        GVariantBuilder builder;

        if (self->peripheral->spec->company == 0)
                return NULL;
        g_variant_builder_init(&builder, G_VARIANT_TYPE("a{qv}"));
        g_variant_builder_add(&builder, "{qv}", self->peripheral->spec->company,
                g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, bytes, sizeof(bytes), 1));
        return g_variant_builder_end(&builder);
}

static GVariant *
get_truth(const struct pd_fake_device *self, const char *property)
{
        if (strcmp(property, "Trusted") == 0)
                return g_variant_new_boolean(self->memory->trusted);
        if (strcmp(property, "Connected") == 0)
                return g_variant_new_boolean(self->state == RESOLVING || self->state == LINKED);
        if (strcmp(property, "ServicesResolved") == 0)
                return g_variant_new_boolean(self->state == LINKED);
        return g_variant_new_boolean(self->memory->bonded); /* Paired, Bonded */
}

static GVariant *
device_get(void *object, const char *property)
{
        const struct pd_fake_device *self = object;
        const struct pd_fake_peripheral_spec *spec = self->peripheral->spec;

        if (strcmp(property, "Address") == 0)
                return g_variant_new_string(self->peripheral->address);
        if (strcmp(property, "AddressType") == 0)
                return g_variant_new_string("random");
        if (strcmp(property, "Name") == 0)
                return spec->name ? g_variant_new_string(spec->name) : NULL;
        if (strcmp(property, "Alias") == 0)
                return g_variant_new_string(self->alias);
        if (strcmp(property, "UUIDs") == 0)
                return get_uuids(self);
        if (strcmp(property, "ManufacturerData") == 0)
                return get_manufacturer_data(self);
        if (strcmp(property, "Adapter") == 0)
                return g_variant_new_object_path(pd_fake_adapter_path(self->adapter));
        if (strcmp(property, "RSSI") == 0)
                return self->heard ? g_variant_new_int16(spec->rssi_dbm) : NULL;
        return get_truth(self, property);
}

static void
device_set(void *object, const char *property, GVariant *value, GDBusMethodInvocation *invocation)
{
        struct pd_fake_device *self = object;

        if (strcmp(property, "Trusted") == 0) {
                bool was = self->memory->trusted;
                self->memory->trusted = g_variant_get_boolean(value);
                if (was != self->memory->trusted)
                        changed(self, property);
        } else {
                g_free(self->alias);
                self->alias = g_variant_dup_string(value, NULL);
                changed(self, property);
        }
        g_dbus_method_invocation_return_value(invocation, NULL);
}

static void
appear(struct pd_fake_device *self)
{
        if (self->exported)
                return;
        self->exported = true;
        pd_tree_add(self->tree, self->path, &device_type, self);
}

/* Its object goes, with everything below it. */
static void
disappear(struct pd_fake_device *self)
{
        if (!self->exported)
                return;
        self->exported = false;
        pd_fake_cancel(&self->temporary_timer);
        pd_fake_gatt_free(self->gatt);
        self->gatt = pd_fake_gatt_new(self->tree, self->path, self->peripheral, self->changed, self->user);
        pd_tree_remove(self->tree, self->path, &device_type);
}

static void
enter(struct pd_fake_device *self, enum state state)
{
        pd_fake_cancel(&self->timer);
        self->state = state;
        self->peripheral->linked = state >= RESOLVING     ? self :
                                   self->peripheral->linked == self ? NULL :
                                                                      self->peripheral->linked;
        if (state != CALLING)
                self->automatic = false;
}

static void
answer(struct pd_fake_device *self, const char *name, const char *text)
{
        if (self->call)
                pd_tree_refuse(g_steal_pointer(&self->call), name, text);
}

static void
give_up_call(struct pd_fake_device *self, const char *text)
{
        bool unknown = strcmp(text, "DoesNotExist") == 0;

        enter(self, APART);
        answer(self, unknown ? text : "Failed", unknown ? "Does Not Exist" : text);
}

static void
say_disconnected(struct pd_fake_device *self, enum reason reason)
{
        static const struct {
                const char *name, *message;
        } reasons[] = {
                [TIMEOUT] = {"org.bluez.Reason.Timeout", "Connection timeout"},
                [LOCAL] = {"org.bluez.Reason.Local", "Connection terminated by local host"},
                [REMOTE] = {"org.bluez.Reason.Remote", "Connection terminated by remote user"},
                [AUTHENTICATION] = {"org.bluez.Reason.Authentication", "Connection terminated due to authentication failure"},
        };

        pd_tree_signal(self->tree, self->path, &device_type, "Disconnected",
                g_variant_new("(ss)", reasons[reason].name, reasons[reason].message));
}

static void
lose_link(struct pd_fake_device *self, enum reason reason)
{
        bool resolved = self->state == LINKED;

        if (self->state == APART)
                return;
        if (self->state == CALLING) {
                give_up_call(self, "le-connection-abort-by-local");
                return;
        }
        enter(self, APART);
        pd_fake_gatt_set_linked(self->gatt, false);
        if (resolved)
                changed(self, "ServicesResolved");
        say_disconnected(self, reason);
        changed(self, "Connected");
        self->changed(self->user);
}

static gboolean
on_resolved(gpointer user)
{
        struct pd_fake_device *self = user;

        self->timer = 0;
        enter(self, LINKED);
        pd_fake_gatt_set_linked(self->gatt, true);
        if (self->peripheral->armed[PD_FAULT_UNADVERTISED])
                changed(self, "UUIDs");
        changed(self, "ServicesResolved");
        self->changed(self->user);
        return G_SOURCE_REMOVE;
}

static gboolean
on_key_missed(gpointer user)
{
        struct pd_fake_device *self = user;

        self->timer = 0;
        lose_link(self, AUTHENTICATION);
        return G_SOURCE_REMOVE;
}

static void
resolve(struct pd_fake_device *self)
{
        const struct pd_fault *late;

        if (pd_fake_peripheral_strikes(self->peripheral, PD_FAULT_BOND_LOST))
                self->timer = pd_fake_after(KEY_MS, on_key_missed, self);
        else if (pd_fake_peripheral_strikes(self->peripheral, PD_FAULT_RESOLVE_NEVER))
                return;
        else if ((late = pd_fake_peripheral_strikes(self->peripheral, PD_FAULT_RESOLVE_LATE)))
                self->timer = pd_fake_after(late->ms, on_resolved, self);
        else
                self->timer = g_timeout_add(self->connect_ms / 2, on_resolved, self);
}

/* Nobody's telephone takes it now, and the controller has a link to give. */
static gboolean
on_connected(gpointer user)
{
        struct pd_fake_device *self = user;
        const struct pd_fault *fails = self->call ? pd_fake_peripheral_strikes(self->peripheral, PD_FAULT_CONNECT_FAILS) : NULL;

        self->timer = 0;
        if (fails || self->peripheral->linked || !pd_fake_adapter_has_slot(self->adapter)) {
                give_up_call(self, fails ? fails->error : "le-connection-abort-by-local");
                pd_fake_device_look(self);
                return G_SOURCE_REMOVE;
        }
        if (self->call && pd_fake_peripheral_strikes(self->peripheral, PD_FAULT_CONNECT_EMPTY)) {
                enter(self, APART);
                g_dbus_method_invocation_return_value(g_steal_pointer(&self->call), NULL);
                return G_SOURCE_REMOVE;
        }
        enter(self, RESOLVING);
        self->memory->known = true;
        appear(self);
        resolve(self);
        if (!pd_fake_peripheral_strikes(self->peripheral, PD_FAULT_CONNECTED_UNSAID))
                changed(self, "Connected");
        if (self->call)
                g_dbus_method_invocation_return_value(g_steal_pointer(&self->call), NULL);
        self->changed(self->user);
        return G_SOURCE_REMOVE;
}

static gboolean
on_call_timeout(gpointer user)
{
        struct pd_fake_device *self = user;

        self->timer = 0;
        give_up_call(self, "le-connection-abort-by-local");
        pd_fake_device_look(self);
        return G_SOURCE_REMOVE;
}

static bool
hears(const struct pd_fake_device *self)
{
        return pd_fake_peripheral_advertises(self->peripheral) && !pd_fake_adapter_wedged(self->adapter);
}

/* CALLING, again when the device has come into the air. */
static void
call(struct pd_fake_device *self)
{
        bool automatic = self->automatic;

        enter(self, CALLING);
        self->automatic = automatic;
        self->unheard = !hears(self);
        self->timer = self->unheard ? pd_fake_after(CALL_MS, on_call_timeout, self) :
                                      g_timeout_add(self->connect_ms / 2, on_connected, self);
}

/* dev_connect() of BlueZ's src/device.c. */
static void
connect_called(struct pd_fake_device *self, GDBusMethodInvocation *invocation)
{
        struct pd_fake_peripheral *peripheral = self->peripheral;

        if (!pd_fake_adapter_powered(self->adapter))
                pd_tree_refuse(invocation, "NotReady", "Resource Not Ready");
        else if (self->state == RESOLVING || self->state == LINKED)
                g_dbus_method_invocation_return_value(invocation, NULL);
        else if ((self->state == CALLING && !self->automatic) || pd_fake_peripheral_strikes(peripheral, PD_FAULT_CONNECT_BUSY))
                pd_tree_refuse(invocation, "InProgress", "In Progress");
        else {
                self->memory->known = true;
                self->auto_connect = self->auto_connect || self->auto_disabled;
                self->auto_disabled = false;
                self->automatic = false;
                self->call = invocation;
                call(self);
                if (pd_fake_peripheral_strikes(peripheral, PD_FAULT_CONNECT_UNANSWERED))
                        pd_fake_cancel(&self->timer);
                else if (pd_fake_peripheral_strikes(peripheral, PD_FAULT_VANISHES))
                        pd_fake_device_vanish(self);
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
        /* dev_disconnect(); no error where there is no link. */
        if (self->auto_connect && !self->memory->trusted) {
                self->auto_connect = false;
                self->auto_disabled = true;
        }
        pd_fake_peripheral_heal(self->peripheral, PD_FAULT_DISCONNECTED);
        if (self->state == CALLING)
                give_up_call(self, "br-connection-canceled");
        else
                lose_link(self, LOCAL);
        g_dbus_method_invocation_return_value(invocation, NULL);
        pd_fake_device_look(self);
}

struct pd_fake_device *
pd_fake_device_new(struct pd_tree *tree, struct pd_fake_adapter *adapter, struct pd_fake_peripheral *peripheral,
        struct pd_fake_memory *memory, unsigned connect_ms, void (*changed_func)(void *user), void *user)
{
        struct pd_fake_device *self = g_new0(struct pd_fake_device, 1);

        self->tree = tree;
        self->adapter = adapter;
        self->peripheral = peripheral;
        self->memory = memory;
        self->connect_ms = connect_ms;
        self->path = g_strdup_printf("%s/dev_%s", pd_fake_adapter_path(adapter), peripheral->address);
        g_strdelimit(self->path, ":", '_');
        self->alias = g_strdup(peripheral->spec->name ? peripheral->spec->name : peripheral->address);
        self->changed = changed_func;
        self->user = user;
        self->gatt = pd_fake_gatt_new(tree, self->path, peripheral, changed_func, user);
        if (memory->known)
                appear(self);
        return self;
}

struct pd_fake_device *
pd_fake_device_free(struct pd_fake_device *self)
{
        if (!self)
                return NULL;
        enter(self, APART);
        g_clear_object(&self->call); /* device_free() of BlueZ's src/device.c does not answer either */
        pd_fake_cancel(&self->temporary_timer);
        pd_fake_gatt_free(self->gatt);
        pd_tree_remove(self->tree, self->path, &device_type);
        g_free(self->path);
        g_free(self->alias);
        g_free(self);
        return NULL;
}

const char *
pd_fake_device_path(const struct pd_fake_device *self)
{
        return self->path;
}

struct pd_fake_peripheral *
pd_fake_device_peripheral(const struct pd_fake_device *self)
{
        return self->peripheral;
}

static gboolean
on_temporary_timeout(gpointer user)
{
        struct pd_fake_device *self = user;

        if (!self->memory->known && self->state != APART)
                return G_SOURCE_CONTINUE;
        self->temporary_timer = 0;
        if (!self->memory->known)
                disappear(self);
        return G_SOURCE_REMOVE;
}

/* An advertisement is heard while somebody discovers; the last one decides
 * how long a device that nobody connected to is remembered. */
static void
listen_for(struct pd_fake_device *self)
{
        bool heard = pd_fake_adapter_hears(self->adapter) && hears(self);

        if (heard == self->heard)
                return;
        self->heard = heard;
        pd_fake_cancel(&self->temporary_timer);
        if (heard && !self->exported)
                appear(self);
        else
                changed(self, "RSSI");
        if (self->exported && !self->memory->known && !heard)
                self->temporary_timer = pd_fake_after(TEMPORARY_MS, on_temporary_timeout, self);
}

static gboolean
on_advert(gpointer user)
{
        struct pd_fake_device *self = user;

        self->timer = 0;
        if (self->state == CALLING)
                self->timer = g_timeout_add(self->connect_ms / 2, on_connected, self);
        return G_SOURCE_REMOVE;
}

/* The accept list: passive scanning stops while somebody discovers. What is to
 * become of a Connect() waits for one. */
static bool
is_accepted(const struct pd_fake_device *self)
{
        for (int kind = PD_FAULT_CONNECT_FAILS; kind <= PD_FAULT_VANISHES; kind++)
                if (self->peripheral->armed[kind])
                        return false;
        return self->auto_connect && self->memory->known && !pd_fake_adapter_discovering(self->adapter) && hears(self) &&
               pd_fake_adapter_has_slot(self->adapter);
}

void
pd_fake_device_look(struct pd_fake_device *self)
{
        bool powered = pd_fake_adapter_powered(self->adapter);

        if (!powered || pd_fake_adapter_wedged(self->adapter))
                lose_link(self, LOCAL);
        else if (self->state >= RESOLVING && !pd_fake_peripheral_reachable(self->peripheral))
                lose_link(self, TIMEOUT);
        else if (self->state == CALLING && self->timer > 0 && !self->automatic && self->unheard == hears(self))
                call(self);
        /* remove_temporary_devices() of BlueZ's src/adapter.c. */
        if (!powered && !self->memory->known)
                disappear(self);
        listen_for(self);
        if (powered && self->state == APART && is_accepted(self)) {
                enter(self, CALLING);
                self->automatic = true;
                self->timer = pd_fake_after(ADVERT_MS, on_advert, self);
        } else if (self->automatic && !is_accepted(self)) {
                enter(self, APART);
        }
}

/* probe_service() of BlueZ's src/device.c. */
static void
probe(struct pd_fake_device *self)
{
        for (const uint16_t *service = self->peripheral->spec->services; *service; service++) {
                if (!pd_fake_adapter_serves(self->adapter, *service))
                        continue;
                if (self->memory->known)
                        self->auto_connect = true;
                else
                        self->auto_disabled = true;
        }
}

void
pd_fake_device_probe(struct pd_fake_device *self)
{
        probe(self);
        pd_fake_device_look(self);
}

bool
pd_fake_device_remove(struct pd_fake_device *self)
{
        if (!self->exported)
                return false;
        lose_link(self, LOCAL);
        *self->memory = (struct pd_fake_memory){false, false, false};
        self->auto_connect = self->auto_disabled = false;
        disappear(self);
        probe(self);
        self->heard = false;
        pd_fake_peripheral_heal(self->peripheral, PD_FAULT_REMOVED);
        pd_fake_device_look(self);
        return true;
}

void
pd_fake_device_drop(struct pd_fake_device *self)
{
        lose_link(self, TIMEOUT);
        pd_fake_device_look(self);
}

void
pd_fake_device_link(struct pd_fake_device *self)
{
        if (self->state != APART || !pd_fake_adapter_powered(self->adapter))
                return;
        appear(self);
        call(self);
}

void
pd_fake_device_bond(struct pd_fake_device *self)
{
        self->memory->bonded = true;
        changed(self, "Paired");
        changed(self, "Bonded");
}

void
pd_fake_device_say_battery(struct pd_fake_device *self)
{
        pd_fake_gatt_say_battery(self->gatt);
}

bool
pd_fake_device_called(const struct pd_fake_device *self)
{
        return self->call;
}

bool
pd_fake_device_vanish(struct pd_fake_device *self)
{
        if (!self->call)
                return false;
        enter(self, APART);
        g_clear_object(&self->call);
        self->memory->known = self->heard = false;
        disappear(self);
        pd_fake_device_look(self);
        return true;
}

bool
pd_fake_device_linked(const struct pd_fake_device *self)
{
        return self->state == LINKED;
}

struct pd_fake_characteristic *
pd_fake_device_measurement(const struct pd_fake_device *self)
{
        return pd_fake_gatt_measurement(self->gatt);
}

struct pd_fake_characteristic *
pd_fake_device_characteristic(const struct pd_fake_device *self, uint16_t uuid)
{
        return pd_fake_gatt_characteristic(self->gatt, uuid);
}

bool
pd_fake_device_subscribed(const struct pd_fake_device *self)
{
        return pd_fake_gatt_subscribed(self->gatt);
}
