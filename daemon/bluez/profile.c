/* SPDX-License-Identifier: MIT */
/* Our GattProfile1 object on the bus, and its registration with each
 * adapter: registration.h decides, this calls. */
#include "bluez/inside.h"

#include "purposed/log.h"
#include "purposed/sensor.h"

#include <stdio.h>
#include <string.h>
#include <syslog.h>

/* BlueZ asks the root for what is below it, which the root itself is not. */
#define ROOT_PATH "/org/purposed1/bluez"
#define PROFILE_PATH ROOT_PATH "/profile"
/* BlueZ answers once it has read our objects, which takes a turn of our loop. */
#define REGISTER_TIMEOUT_US (25 * (uint64_t) PD_SEC)

static int
get_uuids(
        sd_bus *bus, const char *path, const char *interface, const char *property, sd_bus_message *reply, void *user, sd_bus_error *error)
{
        char uuid[sizeof("0000xxxx-0000-1000-8000-00805f9b34fb")];
        int r = sd_bus_message_open_container(reply, SD_BUS_TYPE_ARRAY, "s");

        (void) bus, (void) path, (void) interface, (void) property, (void) user, (void) error;
        for (size_t t = 0; r >= 0 && pd_sensor_types[t]; t++) {
                if (!pd_sensor_types[t]->title)
                        continue;
                snprintf(uuid, sizeof(uuid), "0000%04x-0000-1000-8000-00805f9b34fb", pd_sensor_types[t]->service);
                r = sd_bus_message_append(reply, "s", uuid);
        }
        return r < 0 ? r : sd_bus_message_close_container(reply);
}

static int
append_application(sd_bus_message *message)
{
        return sd_bus_message_append(message, "oa{sv}", ROOT_PATH, 0);
}

static int
append_root(sd_bus_message *message)
{
        return sd_bus_message_append(message, "o", ROOT_PATH);
}

static int
call_manager(struct pd_bluez *self, size_t i, enum pd_bluez_purpose purpose)
{
        static const struct pd_bluez_request ask = {
                "org.bluez.GattManager1", "RegisterApplication", REGISTER_TIMEOUT_US, append_application};
        static const struct pd_bluez_request leave = {"org.bluez.GattManager1", "UnregisterApplication", REGISTER_TIMEOUT_US, append_root};
        struct pd_bluez_call call = {.self = self, .purpose = purpose};

        memcpy(call.path, self->profile.adapters[i].path, sizeof(call.path));
        return pd_bluez_call(&call, purpose == PD_BLUEZ_REGISTER ? &ask : &leave);
}

static void
feed(struct pd_bluez *self, size_t i, pd_usec now, enum pd_registration_input input)
{
        struct pd_registration *registration = &self->profile.adapters[i].registration;
        bool stood = pd_registration_stands(registration);

        switch (pd_registration_feed(registration, now, input)) {
        case PD_REGISTRATION_NOTHING:
        case PD_REGISTRATION_ACTION_COUNT:
                break;
        case PD_REGISTRATION_ASK:
                if (call_manager(self, i, PD_BLUEZ_REGISTER) < 0)
                        feed(self, i, now, PD_REGISTRATION_REFUSED);
                break;
        case PD_REGISTRATION_LEAVE:
                if (call_manager(self, i, PD_BLUEZ_UNREGISTER) < 0)
                        feed(self, i, now, PD_REGISTRATION_LEFT);
                break;
        }
        if (stood != pd_registration_stands(registration)) /* whom the kernel connects by itself has changed */
                for (size_t k = 0; k < self->n_sensors; k++)
                        pd_bluez_sensor_reconcile(self->sensors[k], now);
}

/* It does not say of which adapter. One that has it still says so when it is asked again: "AlreadyExists". */
static int
on_release(sd_bus_message *message, void *user, sd_bus_error *error)
{
        struct pd_bluez *self = user;
        pd_usec now = pd_bluez_now(self);

        (void) error;
        if (pd_peer_sent(self->peer, message)) {
                for (size_t i = 0; i < self->profile.n; i++)
                        feed(self, i, now, PD_REGISTRATION_RELEASED);
                pd_bluez_arrange(self, now);
        }
        return sd_bus_reply_method_return(message, NULL);
}

/* Release is open to everyone whom the bus lets through: sd-bus would ask the
 * bus for the rights of each caller, and wait for the answer. */
static const sd_bus_vtable profile_vtable[] = {
        SD_BUS_VTABLE_START(0),
        SD_BUS_PROPERTY("UUIDs", "as", get_uuids, 0, SD_BUS_VTABLE_PROPERTY_CONST),
        SD_BUS_METHOD("Release", "", "", on_release, SD_BUS_VTABLE_UNPRIVILEGED),
        SD_BUS_VTABLE_END,
};

void
pd_bluez_profile_hide(struct pd_bluez *self)
{
        self->profile.profile = sd_bus_slot_unref(self->profile.profile);
        self->profile.objects = sd_bus_slot_unref(self->profile.objects);
}

int
pd_bluez_profile_export(struct pd_bluez *self, sd_bus *bus)
{
        int r;

        pd_bluez_profile_hide(self);
        r = sd_bus_add_object_manager(bus, &self->profile.objects, ROOT_PATH);
        if (r < 0)
                return r;
        return sd_bus_add_object_vtable(bus, &self->profile.profile, PROFILE_PATH, "org.bluez.GattProfile1", profile_vtable, self);
}

void
pd_bluez_profile_lose(struct pd_bluez *self)
{
        self->profile.n = 0;
        self->profile.refusal[0] = '\0';
}

static size_t
index_of(const struct pd_profile *profile, const char *path)
{
        size_t i = 0;

        while (i < profile->n && strcmp(profile->adapters[i].path, path) != 0)
                i++;
        return i;
}

static void
drop_those_gone(struct pd_bluez *self)
{
        struct pd_profile *profile = &self->profile;
        size_t n = 0;

        for (size_t i = 0; i < profile->n; i++)
                if (pd_objects_at(self->objects, profile->adapters[i].path))
                        profile->adapters[n++] = profile->adapters[i];
        profile->n = n;
}

static void
add_those_new(struct pd_bluez *self)
{
        struct pd_profile *profile = &self->profile;
        const struct pd_object *adapter = pd_objects_adapter_after(self->objects, "");

        for (; adapter && profile->n < PD_PROFILE_ADAPTERS_MAX; adapter = pd_objects_adapter_after(self->objects, adapter->path)) {
                if (adapter->adapter.barred || index_of(profile, adapter->path) < profile->n)
                        continue;
                profile->adapters[profile->n].pulled = false;
                memcpy(profile->adapters[profile->n].path, adapter->path, sizeof(adapter->path));
                pd_registration_init(&profile->adapters[profile->n++].registration);
        }
}

/* Somebody has a sensor that is to be reconnected. */
static bool
wanted(const struct pd_bluez *self)
{
        for (size_t i = 0; i < self->n_sensors; i++)
                if (!self->sensors[i]->forgotten && !self->sensors[i]->audience && !self->sensors[i]->trust.released)
                        return true;
        return false;
}

void
pd_bluez_profile_look(struct pd_bluez *self, pd_usec now)
{
        enum pd_registration_input input = wanted(self) ? PD_REGISTRATION_WANTED : PD_REGISTRATION_UNWANTED;

        if (!self->synced)
                return;
        drop_those_gone(self);
        add_those_new(self);
        for (size_t i = 0; i < self->profile.n; i++) {
                feed(self, i, now, input);
                feed(self, i, now, PD_REGISTRATION_TIMER);
        }
}

pd_usec
pd_bluez_profile_wake(const struct pd_bluez *self)
{
        pd_usec wake = PD_NEVER;

        for (size_t i = 0; i < self->profile.n; i++)
                if (self->profile.adapters[i].registration.wake < wake)
                        wake = self->profile.adapters[i].registration.wake;
        return wake;
}

/* Once for each thing that is said, however many adapters say it. */
static void
log_refusal(struct pd_bluez *self, const char *path, const sd_bus_error *error)
{
        char text[sizeof(self->profile.refusal)];

        snprintf(text, sizeof(text), "%s", error->message ? error->message : error->name);
        if (strcmp(text, self->profile.refusal) == 0)
                return;
        memcpy(self->profile.refusal, text, sizeof(text));
        pd_log(LOG_NOTICE,
                "Bluetooth: %s does not reconnect sensors by itself (%s): each is called; it is asked again every %d min at the least",
                path, text, (int) (PD_REGISTRATION_RETRY_MAX / PD_MINUTE));
}

static bool
stands(const struct pd_bluez *self, const char *path)
{
        size_t i = index_of(&self->profile, path);

        return i < self->profile.n && pd_registration_stands(&self->profile.adapters[i].registration);
}

bool
pd_bluez_profile_pulls(const struct pd_bluez *self, const char *path)
{
        const struct pd_object *adapter = pd_objects_adapter(self->objects, path);
        size_t i = adapter ? index_of(&self->profile, adapter->path) : self->profile.n;

        return i < self->profile.n && self->profile.adapters[i].pulled;
}

/* The adapter at PATH may connect whatever it was told not to. */
static void
expect_draws(struct pd_bluez *self, const char *path)
{
        pd_strangers_vanish(&self->strangers, path);
        for (size_t k = 0; k < self->n_sensors; k++) {
                struct pd_trust *trust = &self->sensors[k]->trust;
                const struct pd_object *adapter = *trust->path != '\0' ? pd_objects_adapter(self->objects, trust->path) : NULL;

                if (adapter && strcmp(adapter->path, path) == 0)
                        pd_trust_registered(trust);
        }
}

static void
register_answered(struct pd_bluez *self, size_t i, const sd_bus_error *error, pd_usec now)
{
        const char *path = self->profile.adapters[i].path;
        bool stood = stands(self, path);

        /* AlreadyExists: an answer of before came too late. */
        if (error && !sd_bus_error_has_name(error, "org.bluez.Error.AlreadyExists")) {
                feed(self, i, now, PD_REGISTRATION_REFUSED);
                log_refusal(self, path, error);
                return;
        }
        self->profile.adapters[i].pulled = true;
        self->profile.refusal[0] = '\0';
        if (!error) /* all devices were probed anew: adapter_add_profile() in BlueZ's src/adapter.c */
                expect_draws(self, path);
        feed(self, i, now, PD_REGISTRATION_DONE);
        if (!stood && stands(self, path))
                pd_log(LOG_INFO, "Bluetooth: %s reconnects sensors by itself", path);
}

void
pd_bluez_profile_answered(struct pd_bluez *self, const struct pd_bluez_call *call, const sd_bus_error *error, pd_usec now)
{
        size_t i = index_of(&self->profile, call->path);

        if (i == self->profile.n)
                return; /* an adapter that has left since */
        if (call->purpose == PD_BLUEZ_UNREGISTER)
                feed(self, i, now, PD_REGISTRATION_LEFT);
        else
                register_answered(self, i, error, now);
}

/* BlueZ keeps the object once Connect was called on it, and switches the
 * reconnection on where it was off: dev_connect() in its src/device.c. */
bool
pd_bluez_profile_lists(const struct pd_bluez_sensor *sensor, const struct pd_object *device)
{
        const struct pd_trust *trust = &sensor->trust;
        const struct pd_object *adapter = pd_objects_adapter(sensor->self->objects, device->path);

        return !trust->released && device->device.trusted && device->device.serves && trust->called &&
               strcmp(trust->path, device->path) == 0 && adapter && stands(sensor->self, adapter->path);
}
