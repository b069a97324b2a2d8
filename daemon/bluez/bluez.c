/* SPDX-License-Identifier: MIT */
/* The source as a whole: life and death, generations of BlueZ, the one
 * timer. */
#include "bluez/bluez.h"

#include "bluez/inside.h"

#include "purposed/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <systemd/sd-event.h>

#define ANY_CALL (~0u)

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
        pd_bluez_radio_wake(self, now);
        for (size_t i = 0; i < self->n_sensors; i++)
                if (now >= self->sensors[i]->link.wake)
                        pd_bluez_sensor_feed(self->sensors[i], now, PD_LINK_TIMER);
        pd_bluez_guest_wake(self, now);
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
void
pd_bluez_arm(struct pd_bluez *self, pd_usec wake)
{
        const struct pd_source_context *context = self->context;
        int r;

        wake = earlier(wake, pd_visit_wake(&self->visit));
        wake = earlier(wake, earlier(pd_peer_wake(self->peer), self->sync));
        wake = earlier(wake, pd_bluez_profile_wake(self));
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

static int
on_connected(void *user, sd_bus *bus)
{
        int r = pd_bluez_profile_export(user, bus);

        return r < 0 ? r : pd_bluez_tree_listen(user, bus);
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

        pd_bluez_drop_calls_at(self, NULL, ANY_CALL);
        self->synced = false;
        self->sync = PD_NEVER;
        self->retry = 0;
        pd_objects_clear(self->objects);
        pd_bluez_profile_lose(self);
        pd_strangers_vanish(&self->strangers, NULL);
        self->others.n = self->found.n = 0;
        for (size_t a = 0; a < self->adapters.n; a++)
                pd_adapter_leave(&self->adapters.at[a], now, false);
        pd_bluez_signs_of_absence(self, NULL, now);
        for (size_t i = 0; i < self->n_sensors; i++) {
                pd_bluez_custody_look(self->sensors[i]);
                pd_bluez_sensor_feed(self->sensors[i], now, PD_LINK_OWNER_LOST);
        }
        pd_log(LOG_WARNING, "Bluetooth: BlueZ is gone; waiting for it to come back");
        pd_bluez_arrange(self, now);
}

static void
on_wake(void *user)
{
        pd_bluez_arm(user, PD_NEVER);
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
        self->armed = self->sync = PD_NEVER;
        pd_adapters_init(&self->adapters, options->adapters, options->slots);
        pd_bluez_climbs_init(self, options);
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

/* BlueZ, to 5.82 at least, may use freed memory where it hears that we have left the bus before it looks at the
 * end of a socket, which it does when it is idle: notify_io_destroy() in its src/gatt-client.c. So it is told. */
static void
end_acquired(struct pd_bluez *self)
{
        for (size_t i = 0; i < self->n_sensors; i++) {
                if (!self->sensors[i]->acquire)
                        continue;
                pd_bluez_subscriptions_end(self->sensors[i]);
                pd_bluez_unsubscribe(self->sensors[i], false);
        }
}

struct pd_bluez *
pd_bluez_free(struct pd_bluez *self)
{
        if (!self)
                return NULL;
        pd_bluez_climbs_clear(self);
        pd_bluez_guest_end(self, self->visited, pd_bluez_now(self)); /* nobody would let it go after us */
        end_acquired(self);
        pd_bluez_drop_calls_at(self, NULL, ANY_CALL);
        for (size_t i = 0; i < sizeof(self->matches) / sizeof(self->matches[0]); i++)
                sd_bus_slot_unref(self->matches[i]);
        pd_bluez_profile_hide(self);
        pd_peer_free(self->peer);
        sd_event_source_disable_unref(self->timer);
        for (size_t i = 0; i < self->n_sensors; i++)
                pd_bluez_sensor_free(self->sensors[i]);
        pd_objects_free(self->objects);
        free(self);
        return NULL;
}

int
pd_bluez_seat(struct pd_bluez *self, const struct pd_bluez_wish *wish, struct pd_bluez_sensor **ret)
{
        struct pd_bluez_sensor *sensor;
        int r;

        if (!pd_address_valid(wish->address))
                return -EINVAL;
        sensor = calloc(1, sizeof(*sensor));
        if (!sensor)
                return -ENOMEM;
        r = pd_objects_want(self->objects, wish->address, &sensor->wanted);
        if (r < 0) {
                free(sensor);
                return r;
        }
        if (sensor->wanted < self->n_sensors) /* the place of one that was forgotten */
                pd_bluez_sensor_free(self->sensors[sensor->wanted]);
        else
                self->n_sensors++;
        self->sensors[sensor->wanted] = sensor;
        pd_bluez_sensor_init(sensor, self, wish);
        pd_link_init(&sensor->link, (sensor->wanted + 1) * 2654435761u); /* Knuth's multiplier spreads the seeds */
        pd_bluez_scan_expect(self, pd_bluez_now(self));
        if (self->synced) /* the tree was read without looking for it */
                pd_bluez_tree_ask(self, pd_bluez_now(self));
        *ret = sensor;
        return 0;
}

void
pd_bluez_unseat(struct pd_bluez_sensor *sensor)
{
        struct pd_bluez *self = sensor->self;
        const struct pd_object *device = pd_objects_device_after(self->objects, sensor->wanted, "");

        for (; device; device = pd_objects_device_after(self->objects, sensor->wanted, device->path))
                if (device->device.connected)
                        pd_paths_add(&self->others, device->path);
        sensor->forgotten = true;
        pd_objects_unwant(self->objects, sensor->wanted);
}

int
pd_bluez_enroll(struct pd_bluez *self, const struct pd_bluez_wish *wish)
{
        struct pd_bluez_sensor *sensor;

        pd_bluez_guest_end(self, wish->address, pd_bluez_now(self));
        pd_strangers_forget(&self->strangers, wish->address);
        return pd_bluez_seat(self, wish, &sensor);
}

static struct pd_bluez_sensor *
sensor_at(const struct pd_bluez *self, const char *address)
{
        for (size_t i = 0; i < self->n_sensors; i++)
                if (!self->sensors[i]->forgotten && strcmp(pd_objects_address(self->objects, self->sensors[i]->wanted), address) == 0)
                        return self->sensors[i];
        return NULL;
}

void
pd_bluez_forget(struct pd_bluez *self, const char *address)
{
        struct pd_bluez_sensor *sensor = sensor_at(self, address);
        pd_usec now = pd_bluez_now(self);

        if (!sensor)
                return;
        pd_bluez_sensor_release(sensor, now);
        pd_bluez_radio_clear(sensor);
        pd_bluez_unseat(sensor);
        pd_bluez_arrange(self, now);
}

int
pd_bluez_release(struct pd_bluez *self, const char *address)
{
        struct pd_bluez_sensor *sensor = sensor_at(self, address);
        pd_usec now = pd_bluez_now(self);

        if (!sensor)
                return -ENOENT;
        if (sensor->trust.released)
                return 0;
        pd_bluez_sensor_release(sensor, now);
        sensor->trust.released = true; /* what its end has said holds */
        pd_bluez_custody_look(sensor);
        pd_bluez_arrange(self, now);
        return 0;
}

int
pd_bluez_take(struct pd_bluez *self, const char *address)
{
        struct pd_bluez_sensor *sensor = sensor_at(self, address);
        pd_usec now = pd_bluez_now(self);

        if (!sensor)
                return -ENOENT;
        if (!sensor->trust.released)
                return 0;
        pd_trust_release(&sensor->trust, false);
        pd_bluez_scan_expect(self, now);
        pd_bluez_sensor_reconcile(sensor, now);
        pd_bluez_arrange(self, now);
        return 0;
}

void
pd_bluez_set_running(struct pd_bluez *self, const char *address, bool running)
{
        struct pd_bluez_sensor *sensor = sensor_at(self, address);

        if (!sensor || sensor->running == running)
                return;
        sensor->running = running;
        pd_bluez_arm(self, pd_bluez_now(self)); /* not now: a frame of ours may be what the session heard */
}

size_t
pd_bluez_scan(struct pd_bluez *self, struct pd_near_peer *ret, size_t limit)
{
        pd_usec now = pd_bluez_now(self);
        bool looks = now < self->look_until;

        self->look_until = now + PD_BLUEZ_LOOK_FOR;
        if (!looks) {
                pd_bluez_scan_expect(self, now);
                if (self->synced) /* the names of those whom BlueZ knows already */
                        pd_bluez_tree_ask(self, now);
        }
        if (pd_bluez_obstacle(self))
                memset(&self->near, 0, sizeof(self->near)); /* whoever was heard before is nobody whom we hear */
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

