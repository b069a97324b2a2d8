/* SPDX-License-Identifier: MIT */
/* The source as a whole: life and death, generations of BlueZ, the one
 * timer, and whose turn it is. */
#include "bluez/bluez.h"

#include "bluez/inside.h"

#include "purposed/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <systemd/sd-event.h>

/* bluetoothd answers when the controller has: some take many seconds while
 * a link is being made. As long as sd-bus waits by itself. */
#define SCAN_START_TIMEOUT_US (25 * (uint64_t) PD_SEC)
#define SCAN_STOP_TIMEOUT_US (5 * (uint64_t) PD_SEC) /* it is repeated */

static void
unlink_call(struct pd_bluez_call *call)
{
        if (call->previous)
                call->previous->next = call->next;
        else
                call->self->calls = call->next;
        if (call->next)
                call->next->previous = call->previous;
}

static void
free_call(struct pd_bluez_call *call)
{
        sd_bus_slot_unref(call->slot);
        free(call);
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
log_scan_error(struct pd_bluez *self, const char *path, const sd_bus_error *error)
{
        char text[sizeof(self->scan_error)];

        snprintf(text, sizeof(text), "%s", error->message ? error->message : error->name);
        if (strcmp(text, self->scan_error) == 0)
                return;
        memcpy(self->scan_error, text, sizeof(text));
        pd_log(LOG_NOTICE, "Bluetooth: %s: %s%s; the scan is tried again every %d min at the least", path, text,
                sd_bus_error_has_name(error, SD_BUS_ERROR_ACCESS_DENIED) ? " (is this user in the group bluetooth?)" : "",
                (int) (PD_SCAN_REST_MAX / PD_MINUTE));
}

static void
adapter_answered(struct pd_bluez *self, const struct pd_bluez_call *call, const sd_bus_error *error, pd_usec now)
{
        if (call->purpose == PD_BLUEZ_SCAN_STOP) {
                pd_bluez_scan_feed(self, now, proves_stopped(error) ? PD_SCAN_STOPPED : PD_SCAN_UNHEARD);
                return;
        }
        if (error)
                log_scan_error(self, call->path, error);
        else if (call->purpose == PD_BLUEZ_SCAN_START)
                self->scan_error[0] = '\0';
        if (call->purpose == PD_BLUEZ_SCAN_START)
                pd_bluez_scan_feed(self, now, error ? PD_SCAN_REFUSED : PD_SCAN_STARTED);
}

static int
on_reply(sd_bus_message *reply, void *user, sd_bus_error *error)
{
        struct pd_bluez_call *call = user;
        struct pd_bluez *self = call->self;
        pd_usec now = pd_bluez_now(self);

        (void) error;
        unlink_call(call); /* so that nothing which follows can drop it */
        if (pd_bluez_climb_answered(call, reply, now))
                ; /* a step of recovery */
        else if (call->purpose == PD_BLUEZ_TREE)
                pd_bluez_tree_answered(self, reply, now);
        else if (call->sensor)
                pd_bluez_sensor_answered(call, reply, now);
        else
                adapter_answered(self, call, sd_bus_message_get_error(reply), now);
        free_call(call);
        pd_bluez_arrange(self, now);
        return 0;
}

int
pd_bluez_call(const struct pd_bluez_call *template, const struct pd_bluez_request *request)
{
        struct pd_bluez *self = template->self;
        sd_bus *bus = pd_peer_bus(self->peer);
        sd_bus_message *message = NULL;
        struct pd_bluez_call *call;
        int r;

        if (!bus)
                return -ENOTCONN;
        call = malloc(sizeof(*call));
        if (!call)
                return -ENOMEM;
        *call = *template;
        r = sd_bus_message_new_method_call(bus, &message, PD_BLUEZ_NAME, call->path, request->interface, request->member);
        if (r >= 0 && request->append)
                r = request->append(message);
        if (r >= 0)
                r = sd_bus_call_async(bus, &call->slot, message, on_reply, call, request->timeout_us);
        sd_bus_message_unref(message);
        if (r < 0) {
                free(call);
                return r;
        }
        call->next = self->calls;
        if (call->next)
                call->next->previous = call;
        self->calls = call;
        return 0;
}

void
pd_bluez_drop_calls(struct pd_bluez *self, const struct pd_bluez_sensor *sensor, unsigned purposes)
{
        struct pd_bluez_call *next;

        for (struct pd_bluez_call *call = self->calls; call; call = next) {
                next = call->next;
                if (call->sensor != sensor || !(1u << call->purpose & purposes))
                        continue;
                unlink_call(call);
                free_call(call);
        }
}

static int
append_filter(sd_bus_message *message)
{
        return sd_bus_message_append(message, "a{sv}", 1, "Transport", "s", "le");
}

static int
start_scan(struct pd_bluez *self)
{
        static const struct pd_bluez_request filter = {"org.bluez.Adapter1", "SetDiscoveryFilter", SCAN_START_TIMEOUT_US, append_filter};
        static const struct pd_bluez_request start = {"org.bluez.Adapter1", "StartDiscovery", SCAN_START_TIMEOUT_US, NULL};
        const struct pd_object *adapter = pd_objects_adapter(self->objects, NULL);
        struct pd_bluez_call call = {.self = self, .purpose = PD_BLUEZ_FILTER};
        int r;

        if (!adapter)
                return -ENODEV;
        memcpy(self->scan_path, adapter->path, sizeof(self->scan_path));
        memcpy(call.path, adapter->path, sizeof(call.path));
        r = pd_bluez_call(&call, &filter);
        if (r < 0)
                return r;
        call.purpose = PD_BLUEZ_SCAN_START;
        return pd_bluez_call(&call, &start);
}

static void
stop_scan(struct pd_bluez *self, pd_usec now)
{
        static const struct pd_bluez_request stop = {"org.bluez.Adapter1", "StopDiscovery", SCAN_STOP_TIMEOUT_US, NULL};
        struct pd_bluez_call call = {.self = self, .purpose = PD_BLUEZ_SCAN_STOP};

        memcpy(call.path, self->scan_path, sizeof(call.path));
        if (!pd_objects_at(self->objects, call.path)) /* nobody was asked, or he is gone */
                pd_bluez_scan_feed(self, now, PD_SCAN_STOPPED);
        else if (pd_bluez_call(&call, &stop) < 0)
                pd_bluez_scan_feed(self, now, PD_SCAN_UNHEARD);
}

void
pd_bluez_scan_feed(struct pd_bluez *self, pd_usec now, enum pd_scan_input input)
{
        enum pd_scan_action action = pd_scan_feed(&self->scan, now, input);

        if (input == PD_SCAN_LOST) /* an answer that is still under way is not about the next scan */
                pd_bluez_drop_calls(self, NULL, 1u << PD_BLUEZ_FILTER | 1u << PD_BLUEZ_SCAN_START | 1u << PD_BLUEZ_SCAN_STOP);
        switch (action) {
        case PD_SCAN_NOTHING:
        case PD_SCAN_ACTION_COUNT:
                break;
        case PD_SCAN_START:
                if (start_scan(self) < 0)
                        pd_bluez_scan_feed(self, now, PD_SCAN_REFUSED);
                break;
        case PD_SCAN_STOP:
                stop_scan(self, now);
                break;
        }
}

static int
on_timer(sd_event_source *source, uint64_t usec, void *user)
{
        struct pd_bluez *self = user;
        pd_usec now = pd_bluez_now(self);

        (void) source;
        (void) usec;
        self->armed = PD_NEVER;
        pd_peer_look(self->peer, now);
        if (now >= self->sync)
                pd_bluez_tree_ask(self, now);
        for (size_t i = 0; i < self->n_sensors; i++)
                if (now >= self->sensors[i]->link.wake)
                        pd_bluez_sensor_feed(self->sensors[i], now, PD_LINK_TIMER);
        pd_bluez_climbs_look(self, now);
        pd_bluez_arrange(self, now);
        return 0;
}

static pd_usec
earlier(pd_usec a, pd_usec b)
{
        return a < b ? a : b;
}

/* A deadline that has moved away, as a live sensor's does with each frame,
 * leaves the timer alone: it goes off once too early and is set anew. */
static void
arm(struct pd_bluez *self, pd_usec turn_ends)
{
        const struct pd_source_context *context = self->context;
        pd_usec wake = earlier(earlier(pd_peer_wake(self->peer), self->sync), earlier(pd_scan_wake(&self->scan), turn_ends));
        int r;

        wake = earlier(wake, pd_bluez_climbs_wake(self));
        if (pd_bluez_now(self) < self->look_until)
                wake = earlier(wake, self->look_until);
        for (size_t i = 0; i < self->n_sensors; i++)
                wake = earlier(wake, self->sensors[i]->link.wake);
        if (wake >= self->armed)
                return;
        r = sd_event_source_set_time(self->timer, context->boottime(context->user, wake));
        if (r >= 0)
                r = sd_event_source_set_enabled(self->timer, SD_EVENT_ONESHOT);
        if (r < 0)
                pd_log(LOG_ERR, "Bluetooth: no timer (%s); a lost sensor may stay lost", strerror(-r));
        self->armed = wake;
}

static bool
comes_before(const struct pd_link *a, const struct pd_link *b)
{
        return a->failures != b->failures ? a->failures < b->failures : a->since < b->since;
}

/* Of those who wait the one that failed least, and of these the one that has
 * waited for longest: a worn sensor is not kept waiting by those in drawers. */
static struct pd_bluez_sensor *
first_in_line(const struct pd_bluez *self)
{
        struct pd_bluez_sensor *found = NULL;

        for (size_t i = 0; i < self->n_sensors; i++)
                if (self->sensors[i]->link.state == PD_LINK_QUEUED && (!found || comes_before(&self->sensors[i]->link, &found->link)))
                        found = self->sensors[i];
        return found;
}

/* Who connects just now; NULL. One at a time over all adapters. */
static struct pd_bluez_sensor *
look_around(struct pd_bluez *self)
{
        struct pd_bluez_sensor *holder = NULL;

        self->scan.wanted = pd_bluez_now(self) < self->look_until;
        self->scan.turn_wanted = self->scan.turn_held = false;
        for (size_t i = 0; i < self->n_sensors; i++) {
                const struct pd_link *link = &self->sensors[i]->link;

                self->scan.wanted |= link->state == PD_LINK_ABSENT;
                self->scan.turn_wanted |= link->state == PD_LINK_QUEUED;
                if (pd_link_holds_turn(link))
                        holder = self->sensors[i];
        }
        self->scan.turn_held = holder;
        return holder;
}

/* When the turn of HOLDER, which may be NULL, is over for the sake of others. */
static pd_usec
turn_ends(const struct pd_bluez *self, const struct pd_bluez_sensor *holder)
{
        const struct pd_bluez_sensor *next = first_in_line(self);

        if (!holder || holder->link.state != PD_LINK_CONNECTING)
                return PD_NEVER;
        if (next && next->link.failures < holder->link.failures)
                return holder->link.since + PD_LINK_TURN_SHORT;
        return next || self->scan.wanted ? holder->link.since + PD_LINK_TURN_MAX : PD_NEVER;
}

void
pd_bluez_arrange(struct pd_bluez *self, pd_usec now)
{
        struct pd_bluez_sensor *holder = look_around(self);

        if (now >= turn_ends(self, holder)) {
                pd_bluez_sensor_feed(holder, now, PD_LINK_TURN_OVER);
                holder = look_around(self);
        }
        pd_bluez_scan_feed(self, now, PD_SCAN_LOOK);
        /* A Connect that could not even be sent is no turn: the next one's. */
        for (size_t i = 0; i < self->n_sensors && !holder && self->scan.turn_wanted && pd_scan_leaves_room(&self->scan, now); i++) {
                pd_bluez_sensor_feed(first_in_line(self), now, PD_LINK_TURN);
                holder = look_around(self);
        }
        arm(self, turn_ends(self, holder));
}

static int
on_connected(void *user, sd_bus *bus)
{
        return pd_bluez_tree_listen(user, bus);
}

static void
on_arrived(void *user)
{
        struct pd_bluez *self = user;
        pd_usec now = pd_bluez_now(self);

        pd_bluez_tree_ask(self, now);
        pd_bluez_arrange(self, now);
}

/* The end of a generation: nothing that was asked of it will be answered. */
static void
on_gone(void *user)
{
        struct pd_bluez *self = user;
        pd_usec now = pd_bluez_now(self);

        while (self->calls) {
                struct pd_bluez_call *call = self->calls;

                unlink_call(call);
                free_call(call);
        }
        self->synced = false;
        self->sync = PD_NEVER;
        self->retry = 0;
        self->scan_error[0] = '\0';
        pd_objects_clear(self->objects);
        pd_bluez_scan_feed(self, now, PD_SCAN_LOST);
        for (size_t i = 0; i < self->n_sensors; i++)
                pd_bluez_sensor_feed(self->sensors[i], now, PD_LINK_OWNER_LOST);
        pd_log(LOG_WARNING, "Bluetooth: BlueZ is gone; waiting for it to come back");
        pd_bluez_arrange(self, now);
}

static void
on_wake(void *user)
{
        arm(user, PD_NEVER);
}

int
pd_bluez_new(const struct pd_source_context *context, const struct pd_bluez_options *options, struct pd_bluez **ret)
{
        struct pd_bluez *self = calloc(1, sizeof(*self));
        struct pd_peer_ops ops = {.connected = on_connected, .arrived = on_arrived, .gone = on_gone, .wake = on_wake, .user = self};
        int r = -ENOMEM;

        if (!self)
                return r;
        self->context = context;
        self->options = *options;
        self->armed = self->sync = PD_NEVER;
        pd_scan_init(&self->scan);
        pd_bluez_climbs_init(self);
        self->objects = pd_objects_new(PD_OBJECTS_MAX);
        self->peer = pd_peer_new(context, options->bus_address, PD_BLUEZ_NAME, &ops);
        if (self->objects && self->peer)
                r = sd_event_add_time(context->loop, &self->timer, CLOCK_BOOTTIME, 0, 1, on_timer, self);
        if (r >= 0)
                r = sd_event_source_set_enabled(self->timer, SD_EVENT_OFF);
        if (r < 0) {
                pd_bluez_free(self);
                return r;
        }
        *ret = self;
        return 0;
}

struct pd_bluez *
pd_bluez_free(struct pd_bluez *self)
{
        if (!self)
                return NULL;
        while (self->calls) {
                struct pd_bluez_call *call = self->calls;

                unlink_call(call);
                free_call(call);
        }
        for (size_t i = 0; i < sizeof(self->matches) / sizeof(self->matches[0]); i++)
                sd_bus_slot_unref(self->matches[i]);
        pd_peer_free(self->peer);
        pd_bluez_climbs_clear(self);
        sd_event_source_disable_unref(self->timer);
        for (size_t i = 0; i < self->n_sensors; i++)
                free(self->sensors[i]);
        pd_objects_free(self->objects);
        free(self);
        return NULL;
}

int
pd_bluez_enroll(struct pd_bluez *self, const char *address)
{
        struct pd_bluez_sensor *sensor;
        int r;

        if (!pd_address_valid(address))
                return -EINVAL;
        sensor = calloc(1, sizeof(*sensor));
        if (!sensor)
                return -ENOMEM;
        r = pd_objects_want(self->objects, address, &sensor->wanted);
        if (r < 0) {
                free(sensor);
                return r;
        }
        if (sensor->wanted < self->n_sensors) /* the place of one that was forgotten */
                free(self->sensors[sensor->wanted]);
        else
                self->n_sensors++;
        self->sensors[sensor->wanted] = sensor;
        sensor->self = self;
        sensor->battery = -1;
        pd_link_init(&sensor->link, (sensor->wanted + 1) * 2654435761u); /* Knuth's multiplier spreads the seeds */
        pd_bluez_scan_feed(self, pd_bluez_now(self), PD_SCAN_EXPECT);
        if (self->synced) /* the tree was read without looking for it */
                pd_bluez_tree_ask(self, pd_bluez_now(self));
        return 0;
}

void
pd_bluez_forget(struct pd_bluez *self, const char *address)
{
        pd_usec now = pd_bluez_now(self);

        for (size_t i = 0; i < self->n_sensors; i++) {
                struct pd_bluez_sensor *sensor = self->sensors[i];

                if (sensor->forgotten || strcmp(pd_objects_address(self->objects, sensor->wanted), address) != 0)
                        continue;
                pd_bluez_sensor_release(sensor, now);
                pd_objects_unwant(self->objects, sensor->wanted);
                pd_bluez_arrange(self, now);
                return;
        }
}

size_t
pd_bluez_scan(struct pd_bluez *self, struct pd_near_peer *ret, size_t limit)
{
        pd_usec now = pd_bluez_now(self);
        bool looks = now < self->look_until;

        self->look_until = now + PD_BLUEZ_LOOK_FOR;
        if (!looks) {
                pd_bluez_scan_feed(self, now, PD_SCAN_EXPECT);
                if (self->synced) /* the names of those whom BlueZ knows already */
                        pd_bluez_tree_ask(self, now);
        }
        pd_bluez_arrange(self, now);
        return pd_near_list(&self->near, now, ret, limit);
}

void
pd_bluez_start(struct pd_bluez *self)
{
        pd_usec now = pd_bluez_now(self);

        pd_peer_look(self->peer, now);
        pd_bluez_arrange(self, now);
}

void
pd_bluez_adapters(const struct pd_bluez *self, char *ret, size_t size)
{
        const struct pd_object *adapter = pd_objects_adapter_after(self->objects, "");
        char piece[PD_OBJECT_PATH_SIZE + PD_ADDRESS_SIZE + sizeof(",  off")];
        size_t length = 0;

        ret[0] = '\0';
        for (; adapter; adapter = pd_objects_adapter_after(self->objects, adapter->path)) {
                int n = snprintf(piece, sizeof(piece), "%s%s %s%s", length > 0 ? ", " : "", strrchr(adapter->path, '/') + 1,
                        adapter->adapter.address, adapter->adapter.powered ? "" : " off");

                if (length + (size_t) n >= size)
                        return;
                memcpy(ret + length, piece, (size_t) n + 1);
                length += (size_t) n;
        }
}

void
pd_bluez_status(const struct pd_bluez *self, char *ret, size_t size)
{
        const struct pd_object *adapter = pd_objects_adapter(self->objects, NULL);
        size_t live = 0, n = 0;

        for (size_t i = 0; i < self->n_sensors; i++) {
                live += self->sensors[i]->link.state == PD_LINK_LIVE;
                n += !self->sensors[i]->forgotten;
        }
        if (!pd_peer_on_bus(self->peer))
                snprintf(ret, size, "no bus to BlueZ");
        else if (!pd_peer_bus(self->peer))
                snprintf(ret, size, "BlueZ is not running");
        else if (!self->synced)
                snprintf(ret, size, "BlueZ has not answered yet");
        else if (!adapter)
                snprintf(ret, size, "no Bluetooth adapter");
        else if (!adapter->adapter.powered)
                snprintf(ret, size, "the Bluetooth adapter is off");
        else
                snprintf(ret, size, "%zu of %zu sensors live", live, n);
}
