/* SPDX-License-Identifier: MIT */
/* From BlueZ's messages to the mirror of its objects, and from there to the
 * sensors whom a change concerns. */
#include "bluez/inside.h"

#include "purposed/log.h"

#include <errno.h>
#include <string.h>
#include <syslog.h>

#define RETRY (5 * PD_SEC)
#define RETRY_MAX (60 * PD_SEC) /* doubling: what is denied stays so until a person acts */

/* A device before what lies below it: messages come in any order. */
enum pass { PASS_OWNERS, PASS_REST };

static bool
is_owner(const char *interface)
{
        return strcmp(interface, "org.bluez.Adapter1") == 0 || strcmp(interface, "org.bluez.Device1") == 0;
}

static void
give_hint(struct pd_bluez_sensor *sensor, const struct pd_object *device, const struct pd_property *properties, size_t n, pd_usec now)
{
        const struct pd_source_context *context = sensor->self->context;
        int32_t rssi = PD_UNKNOWN;
        bool told = false;

        for (size_t i = 0; i < n; i++) {
                if (strcmp(properties[i].name, "RSSI") == 0)
                        rssi = device->device.rssi_dbm;
                else if (strcmp(properties[i].name, "Alias") != 0 && strcmp(properties[i].name, "Name") != 0)
                        continue;
                told = true;
        }
        if (rssi != PD_UNKNOWN && sensor->self->synced) /* in a tree that is read anew it is of any age */
                pd_bluez_sensor_feed(sensor, now, PD_LINK_ADVERTISED);
        if (told && sensor->audience)
                sensor->audience->hint(sensor->audience->user, *device->device.name ? device->device.name : NULL, rssi);
        else if (told)
                context->hint(context->user, now, pd_objects_address(sensor->self->objects, sensor->wanted),
                        *device->device.name ? device->device.name : NULL, rssi);
}

/* Battery1 is how BlueZ shows a battery service that it claims for itself. */
static void
give_battery(struct pd_bluez_sensor *sensor, const struct pd_object *device, pd_usec now)
{
        uint8_t percent = (uint8_t) device->device.battery_percent;

        if (device->device.battery_percent != PD_UNKNOWN)
                pd_bluez_sensor_value(sensor, PD_BLUEZ_BATTERY_LEVEL, &percent, 1, now);
}

static void
see_object(struct pd_bluez *self, const struct pd_object *object, const char *interface, const struct pd_property *properties, size_t n,
        pd_usec now)
{
        if (object->kind != PD_OBJECT_DEVICE)
                return;
        if (strcmp(interface, "org.bluez.Device1") == 0)
                give_hint(self->sensors[object->wanted], object, properties, n, now);
        else if (strcmp(interface, "org.bluez.Battery1") == 0)
                give_battery(self->sensors[object->wanted], object, now);
}

static void
reconcile_all(struct pd_bluez *self, pd_usec now)
{
        pd_bluez_radio_look(self, now);
        for (size_t i = 0; i < self->n_sensors; i++)
                pd_bluez_sensor_reconcile(self->sensors[i], now);
        pd_bluez_arrange(self, now);
}

static void
reconcile(struct pd_bluez *self, const struct pd_object *object, pd_usec now)
{
        if (object->kind == PD_OBJECT_ADAPTER) {
                reconcile_all(self, now);
                return;
        }
        pd_bluez_sensor_reconcile(self->sensors[object->wanted], now);
        pd_bluez_arrange(self, now);
}

/* What is nobody's here is looked at for its link alone, which takes a slot. */
static void
see_other(struct pd_bluez *self, const char *path, const char *interface, const struct pd_property *properties, size_t n)
{
        for (size_t i = 0; i < n && strcmp(interface, "org.bluez.Device1") == 0; i++)
                if (strcmp(properties[i].name, "Connected") == 0 && properties[i].type == 'b')
                        self->others_moved |=
                                properties[i].truth ? pd_paths_add(&self->others, path) : pd_paths_drop(&self->others, path);
}

/* A person wants to know who is near, or what the guest is, or one of ours is
 * looked for and may have another address now. */
static bool
looks(const struct pd_bluez *self, pd_usec now)
{
        if (now < self->look_until || self->visit.state == PD_VISIT_SEEKING)
                return true;
        for (size_t i = 0; i < self->n_sensors; i++)
                if ((!self->sensors[i]->forgotten && self->sensors[i]->link.state == PD_LINK_ABSENT) ||
                        pd_bluez_sensor_is_missed(self->sensors[i], now))
                        return true;
        return false;
}

static void
see_near(struct pd_bluez *self, const char *path, const struct pd_property *properties, size_t n, pd_usec now)
{
        const struct pd_source_context *context = self->context;
        const struct pd_near_peer *peer = looks(self, now) ? pd_near_see(&self->near, now, path, properties, n) : NULL;

        if (peer && *peer->name && context->heard)
                context->heard(context->user, now, peer->address, peer->name, peer->kinds);
}

static void
appear(struct pd_bluez *self, const char *path, const char *interface, const struct pd_property *properties, size_t n, pd_usec now)
{
        bool device = strcmp(interface, "org.bluez.Device1") == 0;
        const struct pd_object *object = NULL;
        int r;

        if (device)
                see_near(self, path, properties, n, now);
        if (self->synced && device) {
                pd_bluez_signs_of_device(self, path);
                pd_bluez_custody_see(self, path, properties, n, now);
                if (pd_bluez_radio_finds(self, path))
                        pd_paths_add(&self->found, path);
        }
        r = pd_objects_appear(self->objects, path, interface, properties, n, &object);

        if (r == -ENOSPC && !self->full_said) {
                self->full_said = true;
                pd_log(LOG_ERR, "Bluetooth: more than %d objects; what comes now is not seen", PD_OBJECTS_MAX);
        }
        if (!object) {
                see_other(self, path, interface, properties, n);
                return;
        }
        see_object(self, object, interface, properties, n, now);
        if (object->kind == PD_OBJECT_CHARACTERISTIC && self->synced)
                pd_bluez_subscription_appeared(self->sensors[object->wanted], object);
}

/* a{sa{sv}} at the cursor: the interfaces of PATH. */
static int
read_interfaces(struct pd_bluez *self, sd_bus_message *message, const char *path, enum pass pass, pd_usec now)
{
        struct pd_property properties[PD_PROPERTIES_MAX];
        const char *interface;
        size_t n;
        int r = sd_bus_message_enter_container(message, SD_BUS_TYPE_ARRAY, "{sa{sv}}");

        if (r < 0)
                return r;
        while ((r = sd_bus_message_enter_container(message, SD_BUS_TYPE_DICT_ENTRY, "sa{sv}")) > 0) {
                r = sd_bus_message_read_basic(message, SD_BUS_TYPE_STRING, &interface);
                if (r < 0)
                        return r;
                r = pd_properties_read(message, properties, &n);
                if (r < 0)
                        return r;
                if (is_owner(interface) == (pass == PASS_OWNERS))
                        appear(self, path, interface, properties, n, now);
                r = sd_bus_message_exit_container(message);
                if (r < 0)
                        return r;
        }
        return r < 0 ? r : sd_bus_message_exit_container(message);
}

/* a{oa{sa{sv}}}: everything that there is. */
static int
read_tree(struct pd_bluez *self, sd_bus_message *message, enum pass pass, pd_usec now)
{
        const char *path;
        int r = sd_bus_message_rewind(message, true);

        if (r < 0)
                return r;
        r = sd_bus_message_enter_container(message, SD_BUS_TYPE_ARRAY, "{oa{sa{sv}}}");
        if (r < 0)
                return r;
        while ((r = sd_bus_message_enter_container(message, SD_BUS_TYPE_DICT_ENTRY, "oa{sa{sv}}")) > 0) {
                r = sd_bus_message_read_basic(message, SD_BUS_TYPE_OBJECT_PATH, &path);
                if (r < 0)
                        return r;
                r = read_interfaces(self, message, path, pass, now);
                if (r < 0)
                        return r;
                r = sd_bus_message_exit_container(message);
                if (r < 0)
                        return r;
        }
        return r;
}

/* A slot was taken, or is free. */
static void
heed_others(struct pd_bluez *self, pd_usec now)
{
        if (self->others_moved)
                pd_bluez_arrange(self, now);
        self->others_moved = false;
}

static int
on_added(struct pd_bluez *self, sd_bus_message *message, pd_usec now)
{
        const struct pd_object *object;
        const char *path = NULL;
        int r = 0;

        for (enum pass pass = PASS_OWNERS; pass <= PASS_REST && r >= 0; pass++) {
                r = sd_bus_message_rewind(message, true);
                if (r >= 0)
                        r = sd_bus_message_read_basic(message, SD_BUS_TYPE_OBJECT_PATH, &path);
                if (r >= 0)
                        r = read_interfaces(self, message, path, pass, now);
        }
        object = path ? pd_objects_at(self->objects, path) : NULL;
        if (object)
                reconcile(self, object, now);
        else
                heed_others(self, now);
        return r;
}

static int
on_removed(struct pd_bluez *self, sd_bus_message *message, pd_usec now)
{
        const char *path, *interface;
        const struct pd_object *object;
        enum pd_object_kind kind = PD_OBJECT_NONE;
        unsigned wanted = 0;
        int r = sd_bus_message_read_basic(message, SD_BUS_TYPE_OBJECT_PATH, &path);

        if (r >= 0)
                r = sd_bus_message_enter_container(message, SD_BUS_TYPE_ARRAY, "s");
        if (r < 0)
                return r;
        object = pd_objects_at(self->objects, path);
        if (object) {
                kind = object->kind;
                wanted = object->wanted;
        }
        while ((r = sd_bus_message_read_basic(message, SD_BUS_TYPE_STRING, &interface)) > 0) {
                pd_objects_vanish(self->objects, path, interface);
                if (strcmp(interface, "org.bluez.Device1") == 0) {
                        pd_strangers_vanish(&self->strangers, path);
                        self->others_moved |= pd_paths_drop(&self->others, path);
                        pd_paths_drop(&self->found, path);
                }
        }
        heed_others(self, now);
        if (kind == PD_OBJECT_ADAPTER) {
                reconcile_all(self, now);
        } else if (kind == PD_OBJECT_DEVICE) {
                pd_bluez_sensor_reconcile(self->sensors[wanted], now);
                pd_bluez_arrange(self, now);
        }
        return r;
}

static int
on_tree_changed(sd_bus_message *message, void *user, sd_bus_error *error)
{
        struct pd_bluez *self = user;
        pd_usec now = pd_bluez_now(self);

        (void) error;
        if (!self->synced || !pd_peer_sent(self->peer, message))
                return 0;
        if (sd_bus_message_is_signal(message, NULL, "InterfacesAdded"))
                on_added(self, message, now);
        else if (sd_bus_message_is_signal(message, NULL, "InterfacesRemoved"))
                on_removed(self, message, now);
        return 0;
}

/* PropertiesChanged of an adapter, a device or its battery. */
static int
on_changed(sd_bus_message *message, void *user, sd_bus_error *error)
{
        struct pd_property properties[PD_PROPERTIES_MAX];
        struct pd_bluez *self = user;
        pd_usec now = pd_bluez_now(self);
        const char *path = sd_bus_message_get_path(message), *interface;
        const struct pd_object *object;
        size_t n;

        (void) error;
        if (!self->synced || !path || !pd_peer_sent(self->peer, message))
                return 0;
        if (sd_bus_message_read_basic(message, SD_BUS_TYPE_STRING, &interface) < 0 || pd_properties_read(message, properties, &n) < 0)
                return 0;
        if (strcmp(interface, "org.bluez.Device1") == 0) {
                pd_bluez_signs_of_device(self, path);
                see_near(self, path, properties, n, now);
                pd_bluez_custody_see(self, path, properties, n, now);
        }
        if (!pd_objects_at(self->objects, path)) {
                see_other(self, path, interface, properties, n);
                heed_others(self, now);
                return 0;
        }
        pd_objects_change(self->objects, path, interface, properties, n, &object);
        see_object(self, object, interface, properties, n, now);
        reconcile(self, object, now);
        return 0;
}

/* Device1.Disconnected. */
static int
on_disconnected(sd_bus_message *message, void *user, sd_bus_error *error)
{
        struct pd_bluez *self = user;
        const char *path = sd_bus_message_get_path(message), *reason, *text;
        const struct pd_object *object = self->synced && path ? pd_objects_at(self->objects, path) : NULL;

        (void) error;
        if (object && object->kind == PD_OBJECT_DEVICE && pd_peer_sent(self->peer, message)
                && sd_bus_message_read(message, "ss", &reason, &text) >= 0)
                pd_bluez_sensor_disconnected(self->sensors[object->wanted], reason, text, pd_bluez_now(self));
        return 0;
}

/* Its value reaches us another way: as the reply to our ReadValue, which
 * BlueZ announces here as well, or as Battery1. */
static bool
comes_twice(const struct pd_bluez *self, const struct pd_object *object)
{
        const struct pd_characteristic *characteristic;
        const struct pd_object *device;

        pd_sensor_type_of(object->characteristic.uuid, &characteristic);
        if (characteristic->delivery == PD_DELIVERY_READ)
                return true;
        if (object->characteristic.uuid != PD_BLUEZ_BATTERY_LEVEL)
                return false;
        device = pd_objects_device(self->objects, object->wanted);
        return device && device->device.battery_percent != PD_UNKNOWN;
}

/* PropertiesChanged of a characteristic: the way that every measurement
 * takes. It is stamped before anything else happens. */
static int
on_characteristic(sd_bus_message *message, void *user, sd_bus_error *error)
{
        struct pd_property properties[PD_PROPERTIES_MAX];
        struct pd_bluez *self = user;
        pd_usec at = pd_bluez_now(self);
        const char *path = sd_bus_message_get_path(message);
        const struct pd_object *object = self->synced && path ? pd_objects_at(self->objects, path) : NULL;
        size_t n;

        (void) error;
        if (!object || object->kind != PD_OBJECT_CHARACTERISTIC || !pd_peer_sent(self->peer, message) || comes_twice(self, object))
                return 0;
        if (sd_bus_message_skip(message, "s") < 0 || pd_properties_read(message, properties, &n) < 0)
                return 0;
        for (size_t i = 0; i < n; i++)
                if (strcmp(properties[i].name, "Value") == 0 && properties[i].type == SD_BUS_TYPE_ARRAY)
                        pd_bluez_sensor_value(
                                self->sensors[object->wanted], object->characteristic.uuid, properties[i].bytes, properties[i].size, at);
        return 0;
}

#define CHANGED(interface)                                                                                                                 \
        "type='signal',sender='org.bluez',path_namespace='/org/bluez',interface='org.freedesktop.DBus.Properties',"                        \
        "member='PropertiesChanged',arg0='" interface "'"

/* Narrow, one a purpose: without arg0 every change of every object would
 * wake us, and in a crowd that is most of the work. */
int
pd_bluez_tree_listen(struct pd_bluez *self, sd_bus *bus)
{
        static const struct {
                const char *rule;
                sd_bus_message_handler_t hear;
        } rules[] = {
                {CHANGED("org.bluez.GattCharacteristic1"), on_characteristic},
                {CHANGED("org.bluez.Device1"), on_changed},
                {CHANGED("org.bluez.Battery1"), on_changed},
                {CHANGED("org.bluez.Adapter1"), on_changed},
                {"type='signal',sender='org.bluez',path_namespace='/org/bluez',interface='org.bluez.Device1',member='Disconnected'",
                        on_disconnected},
                {"type='signal',sender='org.bluez',path='/',interface='org.freedesktop.DBus.ObjectManager',member='InterfacesAdded'",
                        on_tree_changed},
                {"type='signal',sender='org.bluez',path='/',interface='org.freedesktop.DBus.ObjectManager',member='InterfacesRemoved'",
                        on_tree_changed},
        };
        int r;

        _Static_assert(sizeof(rules) / sizeof(rules[0]) == sizeof(self->matches) / sizeof(self->matches[0]), "a slot a rule");
        for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
                self->matches[i] = sd_bus_slot_unref(self->matches[i]);
                r = sd_bus_add_match_async(bus, &self->matches[i], rules[i].rule, rules[i].hear, NULL, self);
                if (r < 0)
                        return r;
        }
        return 0;
}

void
pd_bluez_tree_ask(struct pd_bluez *self, pd_usec now)
{
        static const struct pd_bluez_request request = {"org.freedesktop.DBus.ObjectManager", "GetManagedObjects", 0, NULL};
        struct pd_bluez_call call = {.self = self, .purpose = PD_BLUEZ_TREE, .path = "/"};

        self->sync = PD_NEVER;
        pd_bluez_drop_calls(self, NULL, 1u << PD_BLUEZ_TREE);
        if (pd_bluez_call(&call, &request) < 0)
                self->sync = now + RETRY;
}

static void
tree_refused(struct pd_bluez *self, int error, pd_usec now)
{
        bool news = self->retry == 0 || error != self->refusal;
        bool denied = error == EACCES || error == EPERM;

        self->retry = self->retry == 0 ? RETRY : self->retry < RETRY_MAX / 2 ? 2 * self->retry : RETRY_MAX;
        self->refusal = error;
        self->sync = now + self->retry;
        if (news)
                pd_log(LOG_WARNING, "Bluetooth: BlueZ does not say what it has (%s%s); asking again every %d s at the least",
                        strerror(error), denied ? ": is this user in the group bluetooth?" : "", (int) (RETRY_MAX / PD_SEC));
}

void
pd_bluez_tree_answered(struct pd_bluez *self, sd_bus_message *reply, pd_usec now)
{
        int r = -sd_bus_message_get_errno(reply);

        if (r == 0) {
                pd_objects_clear(self->objects);
                self->others.n = 0;
                self->synced = false;
                r = read_tree(self, reply, PASS_OWNERS, now);
                if (r >= 0)
                        r = read_tree(self, reply, PASS_REST, now);
                self->synced = true;
        }
        if (r < 0)
                tree_refused(self, -r, now);
        else
                self->retry = 0;
        reconcile_all(self, now);
}

void
pd_bluez_tree_forget(struct pd_bluez *self, const char *path, pd_usec now)
{
        pd_objects_vanish(self->objects, path, "org.bluez.Device1");
        self->sync = now + RETRY; /* it may be there all the same */
        reconcile_all(self, now);
}
