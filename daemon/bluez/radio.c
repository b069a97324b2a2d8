/* SPDX-License-Identifier: MIT */
/* The adapters in the flesh: from the mirror into the table, and what is
 * asked of each: to switch on, to scan, to stop, to forget a device. */
#include "bluez/inside.h"

#include "purposed/log.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>

/* bluetoothd answers when the controller has: some take many seconds while
 * a link is being made. As long as sd-bus waits by itself. */
#define SCAN_START_TIMEOUT_US (25 * (uint64_t) PD_SEC)
#define SCAN_STOP_TIMEOUT_US (5 * (uint64_t) PD_SEC) /* it is repeated */

#define SCAN_CALLS (1u << PD_BLUEZ_FILTER | 1u << PD_BLUEZ_SCAN_START | 1u << PD_BLUEZ_SCAN_STOP)
#define RADIO_CALLS (SCAN_CALLS | 1u << PD_BLUEZ_POWER | 1u << PD_BLUEZ_CLEAR)

/* ---- power ---- */

static int
append_powered(sd_bus_message *message)
{
        return sd_bus_message_append(message, "ssv", "org.bluez.Adapter1", "Powered", "b", true);
}

static void
log_power(const struct pd_adapter *adapter, enum pd_power_state before)
{
        if (adapter->power.state == before)
                return;
        if (adapter->power.state == PD_POWER_BLOCKED)
                pd_log(LOG_WARNING, "Bluetooth: %s is blocked by rfkill: rfkill unblock bluetooth", adapter->path);
        else if (adapter->power.state == PD_POWER_SWITCHED_OFF)
                pd_log(LOG_NOTICE, "Bluetooth: %s was switched off by somebody; it is left so: bluetoothctl power on", adapter->path);
        else if (adapter->power.state == PD_POWER_ASKED && adapter->power.again == PD_POWER_AGAIN)
                pd_log(LOG_NOTICE, "Bluetooth: %s is off; switching it on", adapter->path);
}

static void
feed_power(struct pd_bluez *self, struct pd_adapter *adapter, pd_usec now, enum pd_power_input input)
{
        static const struct pd_bluez_request on = {"org.freedesktop.DBus.Properties", "Set", 0, append_powered};
        struct pd_bluez_call call = {.self = self, .purpose = PD_BLUEZ_POWER};
        enum pd_power_state before = adapter->power.state;
        enum pd_power_action action = pd_power_feed(&adapter->power, now, input);

        log_power(adapter, before);
        if (action != PD_POWER_SWITCH_ON)
                return;
        memcpy(call.path, adapter->path, sizeof(call.path));
        if (pd_bluez_call(&call, &on) < 0)
                (void) pd_power_feed(&adapter->power, now, PD_POWER_REFUSED);
}

static void
power_answered(struct pd_bluez *self, struct pd_adapter *adapter, const sd_bus_error *error, pd_usec now)
{
        bool first = adapter->power.again == PD_POWER_AGAIN;

        if (!error)
                return; /* Powered=true says that it is on */
        if (sd_bus_error_has_name(error, "org.bluez.Error.Blocked")) {
                feed_power(self, adapter, now, PD_POWER_REFUSED_BLOCKED);
                return;
        }
        feed_power(self, adapter, now, PD_POWER_REFUSED);
        if (first)
                pd_log(LOG_WARNING, "Bluetooth: %s cannot be switched on (%s); trying again every %d min at the least", adapter->path,
                        error->message ? error->message : error->name, (int) (PD_POWER_AGAIN_MAX / PD_MINUTE));
}

/* ---- scanning ---- */

/* No UUIDs: some straps do not advertise their service, and bluetoothd makes
 * an object of whatever it hears before it asks the filter (its
 * update_found_devices()). No Pattern: it would keep other programs' scans
 * from finding anybody else (device_is_discoverable()). Without duplicates
 * we are not woken by each repetition of the same advertisement. */
static int
append_filter(sd_bus_message *message)
{
        return sd_bus_message_append(message, "a{sv}", 2, "Transport", "s", "le", "DuplicateData", "b", false);
}

/* Answers after which bluetoothd can have no session of ours: stop_discovery()
 * in its src/adapter.c. "InProgress" is its word for a start under way. */
static bool
proves_stopped(const sd_bus_error *error)
{
        if (!error || sd_bus_error_has_name(error, "org.bluez.Error.NotReady") || sd_bus_error_has_name(error, SD_BUS_ERROR_UNKNOWN_OBJECT)
                || sd_bus_error_has_name(error, SD_BUS_ERROR_UNKNOWN_METHOD) || sd_bus_error_has_name(error, SD_BUS_ERROR_ACCESS_DENIED))
                return true;
        return sd_bus_error_has_name(error, "org.bluez.Error.Failed") && error->message
                && strcmp(error->message, "No discovery started") == 0;
}

/* Once for each thing that is said: the next scans will hear the same. */
static void
log_scan_error(struct pd_adapter *adapter, const sd_bus_error *error)
{
        char text[sizeof(adapter->said)];

        snprintf(text, sizeof(text), "%s", error->message ? error->message : error->name);
        if (strcmp(text, adapter->said) == 0)
                return;
        memcpy(adapter->said, text, sizeof(text));
        pd_log(LOG_NOTICE, "Bluetooth: %s: %s%s; the scan is tried again every %d min at the least", adapter->path, text,
                sd_bus_error_has_name(error, SD_BUS_ERROR_ACCESS_DENIED) ? " (is this user in the group bluetooth?)" : "",
                (int) (PD_SCAN_REST_MAX / PD_MINUTE));
}

static int
start_scan(struct pd_bluez *self, struct pd_adapter *adapter)
{
        static const struct pd_bluez_request filter = {"org.bluez.Adapter1", "SetDiscoveryFilter", SCAN_START_TIMEOUT_US, append_filter};
        static const struct pd_bluez_request start = {"org.bluez.Adapter1", "StartDiscovery", SCAN_START_TIMEOUT_US, NULL};
        struct pd_bluez_call call = {.self = self, .purpose = PD_BLUEZ_FILTER};
        int r;

        adapter->alone = !adapter->discovering;
        memcpy(call.path, adapter->path, sizeof(call.path));
        r = pd_bluez_call(&call, &filter);
        if (r < 0)
                return r;
        call.purpose = PD_BLUEZ_SCAN_START;
        return pd_bluez_call(&call, &start);
}

static void
stop_scan(struct pd_bluez *self, struct pd_adapter *adapter, pd_usec now)
{
        static const struct pd_bluez_request stop = {"org.bluez.Adapter1", "StopDiscovery", SCAN_STOP_TIMEOUT_US, NULL};
        struct pd_bluez_call call = {.self = self, .purpose = PD_BLUEZ_SCAN_STOP};

        memcpy(call.path, adapter->path, sizeof(call.path));
        if (pd_bluez_call(&call, &stop) < 0)
                pd_bluez_radio_feed(self, adapter, now, PD_SCAN_UNHEARD);
}

void
pd_bluez_radio_feed(struct pd_bluez *self, struct pd_adapter *adapter, pd_usec now, enum pd_scan_input input)
{
        bool anew = adapter->scan.anew;
        enum pd_scan_action action = pd_scan_feed(&adapter->scan, now, input);

        if (adapter->scan.anew && !anew)
                pd_log(LOG_NOTICE, "Bluetooth: %s does not scan although it said so; beginning anew", adapter->path);
        if (input == PD_SCAN_LOST) /* an answer that is still under way is not about the next scan */
                pd_bluez_drop_calls_at(self, adapter->path, SCAN_CALLS);
        switch (action) {
        case PD_SCAN_NOTHING:
        case PD_SCAN_ACTION_COUNT:
                break;
        case PD_SCAN_START:
                if (start_scan(self, adapter) < 0)
                        pd_bluez_radio_feed(self, adapter, now, PD_SCAN_REFUSED);
                break;
        case PD_SCAN_STOP:
                stop_scan(self, adapter, now);
                break;
        }
}

void
pd_bluez_scan_expect(struct pd_bluez *self, pd_usec now)
{
        struct pd_adapter *adapter = NULL;

        while ((adapter = pd_adapters_usable_after(&self->adapters, adapter)))
                pd_bluez_radio_feed(self, adapter, now, PD_SCAN_EXPECT);
}

static void
scan_answered(struct pd_bluez *self, struct pd_adapter *adapter, enum pd_bluez_purpose purpose, const sd_bus_error *error, pd_usec now)
{
        if (purpose == PD_BLUEZ_SCAN_STOP) {
                pd_bluez_radio_feed(self, adapter, now, proves_stopped(error) ? PD_SCAN_STOPPED : PD_SCAN_UNHEARD);
                return;
        }
        if (error)
                log_scan_error(adapter, error);
        else if (purpose == PD_BLUEZ_SCAN_START)
                adapter->said[0] = '\0';
        if (purpose == PD_BLUEZ_SCAN_START)
                pd_bluez_radio_feed(self, adapter, now, error ? PD_SCAN_REFUSED : PD_SCAN_STARTED);
}

/* ---- devices that need not stay ---- */

bool
pd_bluez_radio_finds(struct pd_bluez *self, const char *path)
{
        int owner = pd_adapters_owner(&self->adapters, path);
        const struct pd_adapter *adapter = owner < 0 ? NULL : &self->adapters.at[owner];

        return adapter && adapter->alone && (adapter->scan.state == PD_SCAN_SCANNING || adapter->scan.state == PD_SCAN_STOPPING);
}

/* What is merely heard vanishes by itself 30 s later (TemporaryTimeout); what
 * was once connected stays for ever, in /var/lib/bluetooth, too. It goes if
 * our own scan brought it and nobody has paired with it. */
void
pd_bluez_radio_clear(struct pd_bluez_sensor *sensor)
{
        static const struct pd_bluez_request remove = {"org.bluez.Adapter1", "RemoveDevice", 0, NULL};

        struct pd_bluez *self = sensor->self;

        for (size_t a = 0; a < self->adapters.n; a++) {
                const struct pd_object *device = pd_objects_device_under(self->objects, sensor->wanted, self->adapters.at[a].path);
                struct pd_bluez_call call = {.self = self, .purpose = PD_BLUEZ_CLEAR};

                if (!device || !pd_paths_has(&self->found, device->path) || device->device.paired || device->device.bonded)
                        continue; /* it was there before us, or somebody wants it to stay */
                if (sensor->trust.released && device->device.connected)
                        continue; /* another program has it */
                memcpy(call.path, self->adapters.at[a].path, sizeof(call.path));
                memcpy(call.object, device->path, sizeof(call.object));
                (void) pd_bluez_call(&call, &remove); /* one that stays hurts nobody */
        }
}

void
pd_bluez_radio_answered(const struct pd_bluez_call *call, const sd_bus_error *error, pd_usec now)
{
        struct pd_adapter *adapter = pd_adapters_at(&call->self->adapters, call->path);

        if (!adapter || call->purpose == PD_BLUEZ_CLEAR)
                return;
        if (call->purpose == PD_BLUEZ_POWER)
                power_answered(call->self, adapter, error, now);
        else
                scan_answered(call->self, adapter, call->purpose, error, now);
}

/* ---- plugged, unplugged, switched ---- */

/* bluetoothd frees the device without answering the Connect: whoever another
 * adapter knows as well would wait for that in vain. */
static void
end_turn(struct pd_bluez *self, const struct pd_adapter *adapter, pd_usec now)
{
        for (size_t i = 0; i < self->n_sensors; i++)
                if (self->sensors[i]->adapter == adapter - self->adapters.at && !self->sensors[i]->link.connected &&
                        pd_link_holds_turn(&self->sensors[i]->link))
                        pd_bluez_sensor_feed(self->sensors[i], now, PD_LINK_ADAPTER_DOWN);
}

static void
leave(struct pd_bluez *self, struct pd_adapter *adapter, pd_usec now)
{
        pd_bluez_drop_calls_at(self, adapter->path, RADIO_CALLS);
        end_turn(self, adapter, now);
        if (adapter->allowed)
                pd_log(LOG_WARNING, "Bluetooth: %s (%s) is gone; its sensors go to another one, or wait for it", adapter->path,
                        adapter->address);
        pd_bluez_signs_of_absence(self, adapter->address, now);
        pd_adapter_leave(adapter, now, true);
}

/* The table's place is another one's, or nobody's. */
static bool
is_gone(const struct pd_bluez *self, const struct pd_adapter *adapter)
{
        const struct pd_object *object = pd_objects_at(self->objects, adapter->path);

        return !object || object->kind != PD_OBJECT_ADAPTER || strcmp(object->adapter.address, adapter->address) != 0;
}

static enum pd_power_input
power_seen(const struct pd_adapter *adapter)
{
        return adapter->powered ? PD_POWER_SEEN_ON : adapter->blocked ? PD_POWER_SEEN_BLOCKED : PD_POWER_SEEN_OFF;
}

static void
take_over(struct pd_bluez *self, struct pd_adapter *adapter, const struct pd_object *object, pd_usec now)
{
        bool news = adapter->power.state == PD_POWER_UNSEEN || adapter->powered != object->adapter.powered ||
                    adapter->blocked != object->adapter.blocked;
        bool turned = adapter->discovering != object->adapter.discovering;
        bool usable = pd_adapter_usable(adapter);

        adapter->powered = object->adapter.powered;
        adapter->blocked = object->adapter.blocked;
        adapter->discovering = object->adapter.discovering;
        pd_objects_bar(self->objects, object->path, !adapter->allowed);
        if (!adapter->allowed)
                return;
        if (news && !adapter->cycled)
                feed_power(self, adapter, now, power_seen(adapter));
        if (news && !adapter->powered)
                pd_bluez_signs_of_absence(self, adapter->address, now);
        if (!adapter->powered && adapter->scan.state != PD_SCAN_OFF)
                pd_bluez_radio_feed(self, adapter, now, PD_SCAN_LOST);
        else if (turned)
                pd_bluez_radio_feed(self, adapter, now, adapter->discovering ? PD_SCAN_AUDIBLE : PD_SCAN_SILENT);
        if (!usable && pd_adapter_usable(adapter))
                pd_log(LOG_INFO, "Bluetooth: %s (%s) is on", adapter->path, adapter->address);
}

static void
log_lack(struct pd_bluez *self)
{
        const struct pd_object *adapter = pd_objects_adapter(self->objects, NULL);
        bool lacking = !adapter || !adapter->adapter.powered;

        if (lacking && !self->adapter_lacked)
                pd_log(LOG_WARNING, "Bluetooth: %s; waiting for one", adapter ? "every adapter is off" : "no adapter that may be used");
        self->adapter_lacked = lacking;
}

void
pd_bluez_radio_look(struct pd_bluez *self, pd_usec now)
{
        const struct pd_object *object = pd_objects_adapter_after(self->objects, "");

        for (size_t a = 0; a < self->adapters.n; a++)
                if (*self->adapters.at[a].path != '\0' && is_gone(self, &self->adapters.at[a]))
                        leave(self, &self->adapters.at[a], now);
        for (; object; object = pd_objects_adapter_after(self->objects, object->path)) {
                struct pd_adapter *adapter = pd_adapters_appear(&self->adapters, object->adapter.address, object->path);

                if (adapter)
                        take_over(self, adapter, object, now);
                else
                        pd_objects_bar(self->objects, object->path, true); /* one too many */
        }
        log_lack(self);
}

void
pd_bluez_radio_wake(struct pd_bluez *self, pd_usec now)
{
        for (size_t a = 0; a < self->adapters.n; a++)
                if (now >= self->adapters.at[a].power.wake)
                        feed_power(self, &self->adapters.at[a], now, PD_POWER_TIMER);
}

/* "le-connection-concurrent-connection-limit" is the kernel's EMLINK: src/error.h. */
void
pd_bluez_radio_refused(struct pd_bluez *self, const char *path, const sd_bus_error *error, pd_usec now)
{
        int owner = pd_adapters_owner(&self->adapters, path);
        bool limit = error->message && strstr(error->message, "concurrent-connection-limit");
        bool abort = error->message && (strstr(error->message, "abort-by-local") || strstr(error->message, "connection abort"));

        if (owner >= 0 && (limit || abort))
                pd_adapter_refused(&self->adapters.at[owner], now, limit);
}
