/* SPDX-License-Identifier: MIT */
/*
 * What Home Assistant is told of, and when. A device is due once it is heard
 * of or has changed, all of them when the broker takes us and when Home
 * Assistant comes up:
 *
 *   event ──▶ known ── due ──▶ announced, kept in the state directory ── gone ──▶ leaving ──▶ taken back, forgotten
 *
 * They trickle into the outbox behind what is there, ROOM at a time: a house
 * with many runners and sensors does not push a summary out.
 */
#include "mqtt/inside.h"

#include "purposed/log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <syslog.h>

/* A runner has 17 KiB in one message; 36 with the longest names and as many workouts as a plan may have. */
#define ROOM 32 /* messages */
#define ROOM_BYTES (PD_OUTBOX_BYTES_MAX / 4)

#define KEPT "mqtt/announced" /* in the state directory */

/* Home Assistant asks for a delay of some seconds by chance, so that a house
 * full of bridges does not answer its birth at once. */
#define BIRTH_DELAY_MIN (1 * PD_SEC)
#define BIRTH_DELAY_MAX (10 * PD_SEC)

struct pd_mqtt_known {
        struct pd_device device;
        bool due;
        bool migrating; /* it is announced in another manner; that is told of the change first */
        size_t next;    /* of its messages */
};

static bool
announces(const struct pd_mqtt *self)
{
        return self->discovery.mode != PD_DISCOVERY_OFF && !self->purged;
}

static struct pd_mqtt_known *
find_known(struct pd_mqtt *self, enum pd_device_kind kind, const char *id)
{
        for (size_t i = 0; i < self->n_known; i++)
                if (self->known[i].device.kind == kind && strcmp(self->known[i].device.id, id) == 0)
                        return &self->known[i];
        return NULL;
}

static struct pd_mqtt_known *
add_known(struct pd_mqtt *self, const struct pd_device *device)
{
        struct pd_mqtt_known *known;

        if (self->n_known == PD_ANNOUNCED_DEVICES_MAX)
                return NULL;
        known = realloc(self->known, (self->n_known + 1) * sizeof(*known));
        if (!known)
                return NULL;
        self->known = known;
        known = &self->known[self->n_known++];
        *known = (struct pd_mqtt_known) { .device = *device };
        return known;
}

static void
make_due(struct pd_mqtt_known *known)
{
        known->due = true;
        known->migrating = true; /* until it is clear that there is nothing to migrate */
        known->next = 0;
}

static void
learn(struct pd_mqtt *self, const struct pd_device *device)
{
        struct pd_mqtt_known *known = find_known(self, device->kind, device->id);

        if (known && memcmp(&known->device, device, sizeof(*device)) == 0)
                return;
        if (!known)
                known = add_known(self, device);
        if (!known) /* a house of PD_ANNOUNCED_DEVICES_MAX has the rest on its topics all the same */
                return;
        known->device = *device;
        make_due(known);
}

void
pd_mqtt_learn(struct pd_mqtt *self, const struct pd_event *event)
{
        const struct pd_sink_context *context = self->context;
        struct pd_device device;

        if (!announces(self) || pd_device_of_event(event, &device) < 0)
                return;
        if (device.kind == PD_DEVICE_ATHLETE && context->choices)
                device.n_choices = context->choices(context->user, device.id, device.choices);
        learn(self, &device);
}

void
pd_mqtt_announce_all(struct pd_mqtt *self)
{
        if (!announces(self))
                return;
        for (size_t i = 0; i < self->n_known; i++)
                make_due(&self->known[i]);
}

/* --- the list that outlives us ---------------------------------------------------- */

void
pd_mqtt_recall_announced(struct pd_mqtt *self)
{
        const struct pd_sink_context *context = self->context;
        struct pd_device bridge;
        char *text = NULL;
        size_t size;

        if (context->recall && context->recall(context->user, KEPT, &text, &size) == 0)
                pd_announced_read(&self->announced, text);
        free(text);
        if (!announces(self))
                return;
        self->announced_changed = pd_announced_add_components(&self->announced) > 0;
        pd_device_of_bridge(&bridge); /* the first: the others hang on it */
        learn(self, &bridge);
}

static void
keep_announced(struct pd_mqtt *self)
{
        const struct pd_sink_context *context = self->context;
        char *text;
        int r = -ENOMEM;

        if (!self->announced_changed || !context->keep)
                return;
        self->announced_changed = false;
        text = malloc(PD_ANNOUNCED_TEXT_SIZE);
        if (text)
                r = context->keep(context->user, KEPT, text, pd_announced_write(&self->announced, text));
        free(text);
        if (r < 0)
                pd_log(LOG_WARNING, "mqtt: what Home Assistant was told of cannot be kept: %s; it may have to be removed there by hand",
                       strerror(-r));
}

/* --- what goes out ---------------------------------------------------------------- */

static bool
has_room(const struct pd_mqtt *self)
{
        struct pd_outbox_counts counts;

        pd_outbox_counts(self->outbox, &counts);
        return counts.queued < ROOM && counts.queued_bytes < ROOM_BYTES;
}

/* The place where the device stands as another manner of discovery left it; NULL: there is none. */
static struct pd_announced_device *
other_place(struct pd_mqtt *self, const struct pd_announced_device *place)
{
        struct pd_announced_device other = *place;
        size_t i;

        other.mode = place->mode == PD_DISCOVERY_DEVICE ? PD_DISCOVERY_ENTITY : PD_DISCOVERY_DEVICE;
        i = pd_announced_find(&self->announced, &other);
        return i == SIZE_MAX ? NULL : &self->announced.devices[i];
}

/* The message before it is announced in another manner than it was. -ENOENT: there is none any more. */
static int
migrate_next_of(struct pd_mqtt *self, struct pd_mqtt_known *known, const struct pd_announced_device *other)
{
        int r = -ENOENT;

        if (other && !other->leaving)
                r = pd_discovery_withdraw(other, &self->announced, true, known->next++, &self->message);
        if (r == 0)
                return 0;
        known->migrating = false;
        known->next = 0;
        return r;
}

/* The next message of a device; after the last it is not due any more. */
static void
say_next_of(struct pd_mqtt *self, struct pd_mqtt_known *known)
{
        struct pd_announced_device place, *other;
        int r;

        pd_discovery_place(&self->discovery, known->device.kind, known->device.id, &place);
        other = other_place(self, &place);
        r = known->migrating ? migrate_next_of(self, known, other) : -ENOENT;
        if (r < 0) {
                if (known->next == 0)
                        self->announced_changed |= pd_announced_add(&self->announced, &place) > 0;
                r = pd_discovery_announce(&self->discovery, &known->device, &self->announced, known->next++, &self->message);
        }
        if (r == 0) {
                pd_mqtt_offer(self);
                return;
        }
        known->due = false;
        if (other)
                other->leaving = true;
}

/* False: it is all in the outbox. */
static bool
take_back_next_of(struct pd_mqtt *self, struct pd_announced_device *place)
{
        if (pd_discovery_withdraw(place, &self->announced, false, place->next, &self->message) < 0)
                return false;
        place->next++;
        pd_mqtt_offer(self);
        return true;
}

/* What left is off the list once the broker has all of it: nothing waits any more. */
static void
strike_off(struct pd_mqtt *self)
{
        struct pd_outbox_counts counts;

        pd_outbox_counts(self->outbox, &counts);
        if (counts.queued + counts.in_flight > 0)
                return;
        for (size_t i = self->announced.n_devices; i-- > 0;) {
                if (!self->announced.devices[i].leaving)
                        continue;
                pd_announced_remove(&self->announced, i);
                self->announced_changed = true;
        }
}

static bool
some_due(struct pd_mqtt *self)
{
        for (size_t i = 0; i < self->n_known; i++) {
                while (self->known[i].due && has_room(self))
                        say_next_of(self, &self->known[i]);
                if (self->known[i].due)
                        return true;
        }
        return false;
}

/* True: there are some whose messages are not all in the outbox. */
static bool
some_leaving(struct pd_mqtt *self, size_t *ret_n)
{
        *ret_n = 0;
        for (size_t i = 0; i < self->announced.n_devices; i++) {
                struct pd_announced_device *place = &self->announced.devices[i];

                if (!place->leaving)
                        continue;
                ++*ret_n;
                while (has_room(self))
                        if (!take_back_next_of(self, place))
                                break;
                if (!has_room(self))
                        return true;
        }
        return false;
}

void
pd_mqtt_announce(struct pd_mqtt *self)
{
        size_t n;

        if (self->state != PD_MQTT_ONLINE || self->lost)
                return;
        if (!some_due(self) && !some_leaving(self, &n) && n > 0)
                strike_off(self);
        keep_announced(self);
}

/* --- what leaves ------------------------------------------------------------------ */

static void
make_leave(struct pd_announced_device *place)
{
        place->leaving = true;
        place->next = 0;
}

void
pd_mqtt_leave_stale(struct pd_mqtt *self)
{
        for (size_t i = 0; i < self->announced.n_devices; i++) {
                struct pd_announced_device *place = &self->announced.devices[i], today;
                struct pd_mqtt_known *known = find_known(self, place->kind, place->id);

                if (!announces(self) || !known) {
                        make_leave(place);
                        continue;
                }
                pd_discovery_place(&self->discovery, place->kind, place->id, &today);
                if (!pd_announced_is(place, &today) && other_place(self, &today) != place) /* that one leaves after its migration */
                        make_leave(place);
        }
}

void
pd_mqtt_dismiss(struct pd_mqtt *self, enum pd_device_kind kind, const char *id)
{
        struct pd_mqtt_known *known = find_known(self, kind, id);

        if (known)
                *known = self->known[--self->n_known];
        for (size_t i = 0; i < self->announced.n_devices; i++)
                if (self->announced.devices[i].kind == kind && strcmp(self->announced.devices[i].id, id) == 0)
                        make_leave(&self->announced.devices[i]);
        pd_mqtt_announce(self);
}

size_t
pd_mqtt_take_all_back(struct pd_mqtt *self)
{
        self->purged = true;
        self->n_known = 0;
        pd_mqtt_leave_stale(self);
        pd_mqtt_announce(self);
        return self->announced.n_devices;
}

void
pd_mqtt_line_is_gone(struct pd_mqtt *self)
{
        sd_event_source_set_enabled(self->birth, SD_EVENT_OFF);
        for (size_t i = 0; i < self->announced.n_devices; i++)
                self->announced.devices[i].next = 0;
}

/* --- its birth -------------------------------------------------------------------- */

/* What is retained is old: whoever subscribes has been told everything just now. */
static void
on_birth(struct pd_mqtt *self, const struct pd_letter *letter)
{
        uint32_t random = 0;

        if (letter->retained || letter->length != strlen("online") || memcmp(letter->payload, "online", letter->length) != 0)
                return;
        if (getrandom(&random, sizeof(random), GRND_NONBLOCK) < 0)
                random = (uint32_t) pd_mqtt_now(self);
        sd_event_source_set_time(self->birth, (uint64_t) (pd_mqtt_now(self) + BIRTH_DELAY_MIN +
                                                          random % (BIRTH_DELAY_MAX - BIRTH_DELAY_MIN + 1)));
        sd_event_source_set_enabled(self->birth, SD_EVENT_ONESHOT);
}

void
pd_mqtt_await_birth(struct pd_mqtt *self)
{
        static const struct pd_inlet birth = { .most = 16, .take = on_birth };
        char topic[PD_TOPIC_SIZE];

        if (self->discovery.mode == PD_DISCOVERY_OFF)
                return;
        pd_discovery_birth_topic(&self->discovery, topic);
        pd_mqtt_listen_to(self, topic, &birth);
}
