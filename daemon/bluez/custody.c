/* SPDX-License-Identifier: MIT */
/* Who may have a sensor: ours are trusted, a released one and a stranger's
 * are let go. trust.h and stranger.h decide, this calls. */
#include "bluez/inside.h"

#include "purposed/log.h"

#include <string.h>
#include <syslog.h>

static int
append_trusted(sd_bus_message *message)
{
        return sd_bus_message_append(message, "ssv", "org.bluez.Device1", "Trusted", "b", true);
}

static int
append_untrusted(sd_bus_message *message)
{
        return sd_bus_message_append(message, "ssv", "org.bluez.Device1", "Trusted", "b", false);
}

static int
append_device(sd_bus_message *message)
{
        return sd_bus_message_append(message, "s", "org.bluez.Device1");
}

static void
call_device(struct pd_bluez *self, struct pd_bluez_sensor *sensor, enum pd_bluez_purpose purpose, const char *path,
        const struct pd_bluez_request *request)
{
        struct pd_bluez_call call = {.self = self, .sensor = sensor, .purpose = purpose};

        memcpy(call.path, path, strlen(path) + 1); /* an object's: it fits */
        (void) pd_bluez_call(&call, request);      /* BlueZ, or memory, is gone: a new generation says it again */
}

static void
set_trusted(struct pd_bluez_sensor *sensor, const char *path, bool trusted)
{
        static const struct pd_bluez_request give = {"org.freedesktop.DBus.Properties", "Set", 0, append_trusted};
        static const struct pd_bluez_request take = {"org.freedesktop.DBus.Properties", "Set", 0, append_untrusted};

        call_device(sensor->self, sensor, PD_BLUEZ_TRUST, path, trusted ? &give : &take);
}

/* A device without a link says that it has none, but its reconnection is off
 * by then: dev_disconnect() in BlueZ's src/device.c. */
static void
let_go(struct pd_bluez *self, struct pd_bluez_sensor *sensor, const char *path)
{
        static const struct pd_bluez_request request = {"org.bluez.Device1", "Disconnect", 0, NULL};

        call_device(self, sensor, PD_BLUEZ_LET_GO, path, &request);
}

/* BlueZ has a device connected by itself whose services it has read: over a
 * link, or in a life before. What it has merely heard of them it keeps apart
 * before 5.69 (device_add_eir_uuids() in its src/device.c). */
void
pd_bluez_custody_called(struct pd_bluez_sensor *sensor, const struct pd_object *device)
{
        if (device->device.resolved || !pd_paths_has(&sensor->self->found, device->path))
                pd_trust_called(&sensor->trust, device->path);
}

void
pd_bluez_custody_look(struct pd_bluez_sensor *sensor)
{
        struct pd_bluez *self = sensor->self;
        const struct pd_object *device = pd_objects_device(self->objects, sensor->wanted);
        const char *path = device ? device->path : NULL;
        struct pd_trust_facts facts = {.path = path};

        if (sensor->forgotten || sensor->audience || sensor->yielded)
                return; /* a guest stays as it was found */
        if (device) {
                facts.trusted = device->device.trusted;
                facts.connected = device->device.connected;
                facts.pulled = pd_bluez_profile_pulls(self, path);
        }
        if (facts.connected)
                pd_bluez_custody_called(sensor, device);
        switch (pd_trust_look(&sensor->trust, &facts)) {
        case PD_TRUST_NOTHING:
        case PD_TRUST_ACTION_COUNT:
                break;
        case PD_TRUST_GIVE:
                set_trusted(sensor, path, true);
                break;
        case PD_TRUST_TAKE:
                set_trusted(sensor, path, false);
                break;
        case PD_TRUST_LET_GO:
                let_go(self, sensor, path);
                break;
        }
}

/* What hangs on an adapter that may not be used is another program's. */
static bool
is_barred(const struct pd_objects *objects, const char *path)
{
        const struct pd_object *adapter = pd_objects_adapter(objects, path);

        return !adapter || adapter->adapter.barred;
}

/* The second call is after the first at BlueZ, too: it takes them in turn. */
void
pd_bluez_custody_end(struct pd_bluez_sensor *sensor)
{
        const struct pd_objects *objects = sensor->self->objects;
        const struct pd_object *device = pd_objects_device_after(objects, sensor->wanted, "");

        for (; device; device = pd_objects_device_after(objects, sensor->wanted, device->path)) {
                if (is_barred(objects, device->path))
                        continue;
                set_trusted(sensor, device->path, false);
                let_go(sensor->self, sensor, device->path);
        }
        device = pd_objects_device(objects, sensor->wanted);
        if (device)
                pd_trust_ended(&sensor->trust, device->path, pd_bluez_profile_pulls(sensor->self, device->path));
}

static void
say_who(const struct pd_stranger *stranger)
{
        const char *name = stranger->name[0] != '\0' ? stranger->name : "without a name";

        if (stranger->trusted)
                pd_log(LOG_NOTICE,
                        "Bluetooth: %s (%s) is nobody's here, but BlueZ connected it, and trusts it: it is left alone; "
                        "'bluetoothctl untrust %s' and '… disconnect' let it go",
                        stranger->address, name, stranger->address);
        else
                pd_log(LOG_NOTICE, "Bluetooth: %s (%s) is nobody's here, but BlueZ connected it: it is let go", stranger->address, name);
}

static bool
is_ours(const struct pd_bluez *self, const struct pd_property *properties, size_t n)
{
        for (size_t i = 0; i < n; i++)
                if (properties[i].type == 's' && strcmp(properties[i].name, "Address") == 0)
                        return pd_bluez_sensor_at(self, properties[i].text) != NULL;
        return false;
}

static void
judge(struct pd_bluez *self, const char *path, const struct pd_property *properties, size_t n, pd_usec now)
{
        const struct pd_stranger *news;
        bool pulled = pd_bluez_profile_pulls(self, path) && !is_ours(self, properties, n);
        enum pd_stranger_verdict verdict = pd_strangers_judge(&self->strangers, now, pulled, path, properties, n, &news);

        if (news)
                say_who(news);
        if (verdict == PD_STRANGER_LET_GO)
                let_go(self, NULL, path);
}

static bool
says(const struct pd_property *properties, size_t n, const char *name)
{
        for (size_t i = 0; i < n; i++)
                if (properties[i].type == 'b' && strcmp(properties[i].name, name) == 0)
                        return properties[i].truth;
        return false;
}

/* A link may be told of by its services alone (take_resolved() in object.c), and what serves is known for certain no
 * sooner: until they are read BlueZ shows what was advertised, or nothing, even where it knows more
 * (dev_property_get_uuids() in its src/device.c, 5.66). */
static bool
is_news(struct pd_bluez *self, const char *path, const struct pd_property *properties, size_t n)
{
        bool connected = says(properties, n, "Connected");

        if (says(properties, n, "ServicesResolved"))
                return pd_paths_drop(&self->unread, path) || connected || !pd_paths_has(&self->others, path);
        if (connected)
                pd_paths_add(&self->unread, path);
        return connected;
}

static bool
says_address(const struct pd_property *properties, size_t n)
{
        for (size_t i = 0; i < n; i++)
                if (strcmp(properties[i].name, "Address") == 0)
                        return true;
        return false;
}

/* A change tells what changed alone: the rest is asked for. */
void
pd_bluez_custody_see(struct pd_bluez *self, const char *path, const struct pd_property *properties, size_t n, pd_usec now)
{
        static const struct pd_bluez_request request = {"org.freedesktop.DBus.Properties", "GetAll", 0, append_device};

        if (strlen(path) >= PD_OBJECT_PATH_SIZE || !pd_bluez_profile_pulls(self, path))
                return;
        if (pd_objects_at(self->objects, path)) /* ours */
                return;
        if (!is_news(self, path, properties, n))
                return;
        if (says_address(properties, n))
                judge(self, path, properties, n, now);
        else
                call_device(self, NULL, PD_BLUEZ_FACE, path, &request);
}

void
pd_bluez_custody_answered(struct pd_bluez *self, const struct pd_bluez_call *call, sd_bus_message *reply, pd_usec now)
{
        struct pd_property properties[PD_PROPERTIES_MAX];
        const sd_bus_error *error = sd_bus_message_get_error(reply);
        size_t n;

        if (call->purpose == PD_BLUEZ_FACE && !error && pd_properties_read(reply, properties, &n) >= 0)
                judge(self, call->path, properties, n, now);
        else if (call->purpose == PD_BLUEZ_TRUST && error)
                pd_log(LOG_NOTICE, "Bluetooth: %s cannot be told whether it is trusted (%s); going on without", call->path,
                        error->message ? error->message : error->name);
}

size_t
pd_bluez_strangers(const struct pd_bluez *self, struct pd_stranger *ret, size_t limit)
{
        return pd_strangers_list(&self->strangers, ret, limit);
}
