/* SPDX-License-Identifier: MIT */
/* The steps of the ladders: what ladder.h decides is done and told. */
#include "bluez/inside.h"

#include "purposed/log.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <syslog.h>

/* A controller that has to start anew is given 10 s by the kernel (HCI_INIT_TIMEOUT). */
#define POWER_TIMEOUT_US (15 * (uint64_t) PD_SEC)
#define POWER_AGAIN (5 * PD_SEC)
#define STOP_TIMEOUT_US (5 * (uint64_t) PD_SEC)

/* ---- whose ladder ---- */

static const struct pd_object *
adapter_of(const struct pd_bluez *self, const struct pd_climb *climb)
{
        const struct pd_object *adapter = pd_objects_adapter_after(self->objects, "");

        while (adapter && strcmp(adapter->adapter.address, climb->address) != 0)
                adapter = pd_objects_adapter_after(self->objects, adapter->path);
        return adapter;
}

struct pd_climb *
pd_bluez_climb_of(struct pd_bluez *self, const char *path)
{
        const struct pd_object *object = pd_objects_at(self->objects, path);
        const struct pd_object *adapter = object && object->kind == PD_OBJECT_ADAPTER ? object : pd_objects_adapter(self->objects, path);
        struct pd_climbs *climbs = &self->climbs;
        struct pd_climb *climb;

        if (!adapter || *adapter->adapter.address == '\0')
                return NULL;
        for (size_t i = 1; i < climbs->n; i++)
                if (strcmp(climbs->at[i].address, adapter->adapter.address) == 0)
                        return &climbs->at[i];
        if (climbs->n == PD_CLIMBS_MAX)
                return NULL;
        climb = &climbs->at[climbs->n++];
        *climb = (struct pd_climb) {.scans_since = PD_NEVER, .switch_on = PD_NEVER};
        memcpy(climb->address, adapter->adapter.address, sizeof(climb->address));
        pd_ladder_init(&climb->ladder, PD_LADDER_STOP, self->climbs.reach);
        return climb;
}

void
pd_bluez_climbs_init(struct pd_bluez *self, const struct pd_bluez_options *options)
{
        struct pd_climb *bluetoothd = &self->climbs.at[0];

        self->climbs.reach = options->recovery;
        self->climbs.errands = options->errands ? options->errands : PD_ERRAND_SOCKET;
        *bluetoothd = (struct pd_climb) {.scans_since = PD_NEVER, .switch_on = PD_NEVER};
        pd_ladder_init(&bluetoothd->ladder, PD_LADDER_SERVICE, self->climbs.reach);
        self->climbs.n = 1;
}

/* ---- telling ---- */

static const char *
name_of(struct pd_bluez *self, struct pd_climb *climb)
{
        const struct pd_object *adapter = adapter_of(self, climb);

        if (adapter)
                snprintf(climb->name, sizeof(climb->name), "%s", strrchr(adapter->path, '/') + 1);
        return climb->name;
}

/* "power cycle of hci0 AA:BB:CC:DD:EE:FF: helped" */
static void
tell(struct pd_bluez *self, struct pd_climb *climb, enum pd_ladder_rung rung, const char *outcome, const char *more)
{
        char what[PD_SENTENCE_SIZE];

        if (rung == PD_LADDER_SERVICE)
                snprintf(what, sizeof(what), "%s", pd_ladder_rung_name(rung));
        else
                snprintf(what, sizeof(what), "%s of %s %s", pd_ladder_rung_name(rung), name_of(self, climb), climb->address);
        snprintf(self->climbs.told, sizeof(self->climbs.told), "%.96s: %.56s", what, outcome);
        pd_log(LOG_NOTICE, "Bluetooth: %s%s%s", self->climbs.told, *more ? ": " : "", more);
}

/* ---- steps ---- */

static void
step_ended(struct pd_bluez *self, struct pd_climb *climb, pd_usec now, int result, const char *more)
{
        enum pd_ladder_rung rung = climb->ladder.rung;

        climb->switch_on = PD_NEVER;
        if (climb->ladder.state != PD_LADDER_STEPPING)
                return;
        tell(self, climb, rung, result < 0 ? "failed" : "done; the next minutes show whether it helped", more);
        pd_bluez_scan_expect(self, now);
        pd_bluez_climb_feed(self, climb, now, result < 0 ? PD_LADDER_FAILED : PD_LADDER_DONE);
}

static int
call_adapter(struct pd_bluez *self, struct pd_climb *climb, enum pd_bluez_purpose purpose, const struct pd_bluez_request *request)
{
        const struct pd_object *adapter = adapter_of(self, climb);
        struct pd_bluez_call call = {.self = self, .purpose = purpose};

        if (!adapter)
                return -ENODEV;
        memcpy(call.path, adapter->path, sizeof(call.path));
        return pd_bluez_call(&call, request);
}

static int
append_off(sd_bus_message *message)
{
        return sd_bus_message_append(message, "ssv", "org.bluez.Adapter1", "Powered", "b", false);
}

static int
append_on(sd_bus_message *message)
{
        return sd_bus_message_append(message, "ssv", "org.bluez.Adapter1", "Powered", "b", true);
}

static const struct pd_bluez_request power_on = {"org.freedesktop.DBus.Properties", "Set", POWER_TIMEOUT_US, append_on};

static void
switch_on(struct pd_bluez *self, struct pd_climb *climb, pd_usec now)
{
        climb->switch_on = PD_NEVER;
        climb->tries++;
        if (call_adapter(self, climb, PD_BLUEZ_CLIMB_ON, &power_on) < 0)
                step_ended(self, climb, now, -ENODEV, "the adapter is gone");
}

static void
on_errand(void *user, int result, const char *text)
{
        struct pd_bluez *self = user;
        struct pd_climb *climb = &self->climbs.at[self->climbs.sent];
        pd_usec now = pd_bluez_now(self);

        self->climbs.errand = pd_errand_free(self->climbs.errand);
        step_ended(self, climb, now, result, *text ? text : result < 0 ? strerror(-result) : "");
        pd_bluez_arrange(self, now);
}

static int
send_errand(struct pd_bluez *self, struct pd_climb *climb, pd_usec now)
{
        struct pd_climbs *climbs = &self->climbs;
        char line[32];
        int r;

        assert(!climbs->errand); /* ladder.helper_busy */
        if (climb->ladder.rung == PD_LADDER_SERVICE)
                snprintf(line, sizeof(line), "restart\n");
        else
                snprintf(line, sizeof(line), "reset %s\n", climb->address);
        r = pd_errand_new(self->context->loop, climbs->errands, line, on_errand, self, &climbs->errand);
        climbs->sent = (size_t) (climb - climbs->at);
        if (r >= 0)
                climbs->next_errand = now + PD_LADDER_PAUSE; /* as recovery/allowance.h */
        else if (!climbs->lonely)
                pd_log(LOG_WARNING,
                        "Bluetooth: recovery = %s is configured, and nobody is there to do it (%s): "
                        "systemctl enable --now purposed-recovery.socket",
                        self->climbs.reach == PD_LADDER_REACH_HARDWARE ? "hardware" : "service", strerror(-r));
        climbs->lonely = r < 0;
        return r;
}

static int
take_step(struct pd_bluez *self, struct pd_climb *climb, pd_usec now)
{
        static const struct pd_bluez_request stop = {"org.bluez.Adapter1", "StopDiscovery", STOP_TIMEOUT_US, NULL};
        static const struct pd_bluez_request off = {"org.freedesktop.DBus.Properties", "Set", POWER_TIMEOUT_US, append_off};

        switch (climb->ladder.rung) {
        case PD_LADDER_STOP:
                return call_adapter(self, climb, PD_BLUEZ_CLIMB_STOP, &stop);
        case PD_LADDER_POWER:
                climb->tries = 0;
                return call_adapter(self, climb, PD_BLUEZ_CLIMB_OFF, &off);
        case PD_LADDER_SERVICE:
        case PD_LADDER_HARDWARE:
                return send_errand(self, climb, now);
        case PD_LADDER_RUNG_COUNT:
                break;
        }
        return -EINVAL;
}

static void
climb_one(struct pd_bluez *self, struct pd_climb *climb, pd_usec now)
{
        int r;

        climb->spared = false;
        tell(self, climb, climb->ladder.rung, "begins", pd_ladder_reason_name(climb->ladder.reason));
        r = take_step(self, climb, now);
        if (r >= 0) {
                self->climbs.steps++;
                return;
        }
        tell(self, climb, climb->ladder.rung, "nobody does it", "");
        pd_bluez_climb_feed(self, climb, now, PD_LADDER_CANNOT);
}

/* ---- whether somebody's device hangs on it ---- */

static void
ask(struct pd_bluez *self, struct pd_climb *climb, pd_usec now)
{
        static const struct pd_bluez_request tree = {"org.freedesktop.DBus.ObjectManager", "GetManagedObjects", 0, NULL};
        struct pd_bluez_call call = {.self = self, .purpose = PD_BLUEZ_CLIMB_ASK, .path = "/"};

        if (pd_bluez_call(&call, &tree) < 0)
                pd_bluez_climb_feed(self, climb, now, PD_LADDER_CANNOT);
}

static void
tree_answered(struct pd_bluez *self, struct pd_climb *climb, sd_bus_message *reply, pd_usec now)
{
        const struct pd_object *adapter = adapter_of(self, climb);

        if (sd_bus_message_is_method_error(reply, NULL) || !adapter) {
                pd_bluez_climb_feed(self, climb, now, PD_LADDER_CANNOT);
        } else if (!pd_bluez_others_hang_on(self, adapter->path, reply)) {
                pd_bluez_climb_feed(self, climb, now, PD_LADDER_FREE);
        } else {
                if (!climb->spared)
                        pd_log(LOG_NOTICE,
                                "Bluetooth: %s: %s; it is not switched off and on, since other devices are connected to it "
                                "(recovery = service would)",
                                adapter->path, pd_ladder_reason_name(climb->ladder.reason));
                climb->spared = true;
                pd_bluez_climb_feed(self, climb, now, PD_LADDER_TAKEN);
        }
}

/* ---- answers ---- */

static void
power_answered(struct pd_bluez *self, struct pd_climb *climb, const struct pd_bluez_call *call, const sd_bus_error *error, pd_usec now)
{
        const char *why = error ? error->message ? error->message : error->name : "";

        if (call->purpose == PD_BLUEZ_CLIMB_OFF && error)
                step_ended(self, climb, now, -EIO, why);
        else if (call->purpose == PD_BLUEZ_CLIMB_OFF)
                climb->switch_on = now + PD_CLIMB_POWER_OFF;
        else if (error && climb->tries < PD_CLIMB_POWER_TRIES)
                climb->switch_on = now + POWER_AGAIN;
        else
                step_ended(self, climb, now, error ? -EIO : 0, why);
}

static void
step_answered(struct pd_bluez *self, struct pd_climb *climb, const struct pd_bluez_call *call, const sd_bus_error *error, pd_usec now)
{
        bool silent = error && (sd_bus_error_has_name(error, SD_BUS_ERROR_NO_REPLY) || sd_bus_error_has_name(error, SD_BUS_ERROR_TIMEOUT));

        if (call->purpose == PD_BLUEZ_CLIMB_STOP) /* "No discovery started" is as good */
                step_ended(self, climb, now, silent ? -ETIMEDOUT : 0, silent ? "no answer" : "");
        else
                power_answered(self, climb, call, error, now);
}

void
pd_bluez_climb_answered(const struct pd_bluez_call *call, sd_bus_message *reply, pd_usec now)
{
        const sd_bus_error *error = sd_bus_message_get_error(reply);
        struct pd_bluez *self = call->self;
        struct pd_climb *climb;

        if (call->purpose == PD_BLUEZ_CLIMB_ASK) {
                for (size_t i = 0; i < self->climbs.n; i++)
                        if (self->climbs.at[i].ladder.state == PD_LADDER_ASKING)
                                tree_answered(self, &self->climbs.at[i], reply, now);
                return;
        }
        climb = pd_bluez_climb_of(self, call->path);
        if (climb)
                step_answered(self, climb, call, error, now);
}

/* ---- the ladder ---- */

static bool
anybody_live(const struct pd_bluez *self)
{
        for (size_t i = 0; i < self->n_sensors; i++)
                if (self->sensors[i]->link.state == PD_LINK_LIVE)
                        return true;
        return false;
}

/* Between off and on: nobody's Bluetooth stays off because we end. */
void
pd_bluez_climbs_clear(struct pd_bluez *self)
{
        for (size_t i = 0; i < self->climbs.n; i++) {
                struct pd_climb *climb = &self->climbs.at[i];

                if (climb->ladder.state == PD_LADDER_STEPPING && climb->ladder.rung == PD_LADDER_POWER)
                        (void) call_adapter(self, climb, PD_BLUEZ_CLIMB_ON, &power_on); /* the next start would do it, too */
        }
        self->climbs.errand = pd_errand_free(self->climbs.errand);
}

static bool
is_untouched(const struct pd_climb *climb)
{
        const struct pd_ladder *ladder = &climb->ladder;

        return ladder->state == PD_LADDER_SOUND && ladder->rung == ladder->lowest && ladder->vain == 0 && climb->aborted == 0;
}

/* Who sees the adapter off knows that it is our doing; what we leave off
 * counts as found so, and is switched on. */
static void
mark(struct pd_bluez *self, const struct pd_climb *climb, pd_usec now)
{
        bool cycled = climb->ladder.state == PD_LADDER_STEPPING && climb->ladder.rung == PD_LADDER_POWER;

        for (size_t a = 0; a < self->adapters.n; a++) {
                struct pd_adapter *adapter = &self->adapters.at[a];

                if (adapter->cycled == cycled || strcmp(adapter->address, climb->address) != 0)
                        continue;
                adapter->cycled = cycled;
                pd_power_init(&adapter->power);
                pd_bluez_radio_look(self, now);
        }
}

static void
resigned(struct pd_bluez *self, struct pd_climb *climb, pd_usec now)
{
        climb->crowded = 0; /* whether strangers are to be heard here must show itself anew */
        snprintf(self->climbs.told, sizeof(self->climbs.told), "nothing helped %s", *climb->address ? climb->address : "bluetoothd");
        pd_log(LOG_WARNING, "Bluetooth: %s %s: %s, and nothing that is allowed helped; trying again in %d h%s", name_of(self, climb),
                *climb->address ? climb->address : "bluetoothd", pd_ladder_reason_name(climb->ladder.reason),
                (int) ((climb->ladder.wake - now) / (60 * PD_MINUTE)),
                self->climbs.reach < PD_LADDER_REACH_HARDWARE ? " (more can be allowed by `recovery`: see purposed.conf(5))" : "");
}

void
pd_bluez_climb_feed(struct pd_bluez *self, struct pd_climb *climb, pd_usec now, enum pd_ladder_input input)
{
        enum pd_ladder_rung before = climb->ladder.rung;
        enum pd_ladder_action action;

        climb->ladder.live_elsewhere = anybody_live(self);
        climb->ladder.helper_busy = self->climbs.errand || now < self->climbs.next_errand;
        action = pd_ladder_feed(&climb->ladder, now, input);
        mark(self, climb, now);
        self->climbs.alarmed = false;
        for (size_t i = 0; i < self->climbs.n; i++)
                self->climbs.alarmed |= !is_untouched(&self->climbs.at[i]);
        switch (action) {
        case PD_LADDER_NOTHING:
        case PD_LADDER_ACTION_COUNT:
                break;
        case PD_LADDER_ASK:
                ask(self, climb, now);
                break;
        case PD_LADDER_CLIMB:
                climb_one(self, climb, now);
                break;
        case PD_LADDER_HELPED:
                self->climbs.helped++;
                tell(self, climb, before - 1, "helped", "");
                break;
        case PD_LADDER_RESIGN:
                resigned(self, climb, now);
                break;
        }
}

void
pd_bluez_ladder_feed(struct pd_bluez *self, const char *path, pd_usec now, enum pd_ladder_input input)
{
        struct pd_climb *climb = strcmp(path, "/") == 0 ? &self->climbs.at[0] : pd_bluez_climb_of(self, path);

        if (climb)
                pd_bluez_climb_feed(self, climb, now, input);
}

pd_usec
pd_bluez_climbs_wake(const struct pd_bluez *self)
{
        pd_usec wake = PD_NEVER;

        for (size_t i = 0; i < self->climbs.n; i++) {
                const struct pd_climb *climb = &self->climbs.at[i];

                if (climb->ladder.wake < wake)
                        wake = climb->ladder.wake;
                if (climb->switch_on < wake)
                        wake = climb->switch_on;
        }
        return wake;
}

void
pd_bluez_climbs_look(struct pd_bluez *self, pd_usec now)
{
        for (size_t i = 0; i < self->climbs.n; i++) {
                struct pd_climb *climb = &self->climbs.at[i];

                if (now >= climb->switch_on)
                        switch_on(self, climb, now);
                if (now >= climb->ladder.wake)
                        pd_bluez_climb_feed(self, climb, now, PD_LADDER_TIMER);
        }
}

void
pd_bluez_recovery(const struct pd_bluez *self, struct pd_bluez_recovery *ret)
{
        *ret = (struct pd_bluez_recovery) {.last = self->climbs.told, .steps = self->climbs.steps, .helped = self->climbs.helped};
}
