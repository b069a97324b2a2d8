/* SPDX-License-Identifier: MIT */
/* Whose turn it is: what the sensors claim, what adapters.h makes of it, who
 * scans meanwhile, and when to look again. */
#include "bluez/inside.h"

#include "purposed/log.h"

#include <string.h>
#include <syslog.h>

/* Everybody's claims, and whether one is looked for that BlueZ does not know, or not by its address of today. */
struct claims {
        struct pd_claim of[PD_BLUEZ_SENSORS_MAX];
        bool absent;
};

/* BlueZ keeps the object of an address that is no more for ever: nobody would
 * look for the new one. */
static void
note_missed(struct pd_bluez_sensor *sensor, pd_usec now)
{
        bool missed = sensor->running && !sensor->forgotten && !sensor->trust.released && !sensor->yielded && sensor->link.present
                && !sensor->link.connected;

        if (!missed)
                sensor->missed = PD_NEVER;
        else if (sensor->missed == PD_NEVER)
                sensor->missed = now;
}

bool
pd_bluez_sensor_is_missed(const struct pd_bluez_sensor *sensor, pd_usec now)
{
        return sensor->missed != PD_NEVER && now - sensor->missed >= PD_BLUEZ_MISSED_AFTER
                && now - sensor->missed < PD_BLUEZ_MISSED_AFTER + PD_BLUEZ_MISSED_FOR;
}

/* When that changes by itself. */
static pd_usec
missed_wake(const struct pd_bluez_sensor *sensor, pd_usec now)
{
        if (sensor->missed == PD_NEVER || now - sensor->missed >= PD_BLUEZ_MISSED_AFTER + PD_BLUEZ_MISSED_FOR)
                return PD_NEVER;
        return sensor->missed + PD_BLUEZ_MISSED_AFTER + (pd_bluez_sensor_is_missed(sensor, now) ? PD_BLUEZ_MISSED_FOR : 0);
}

static enum pd_claim_state
claim_state(const struct pd_bluez_sensor *sensor)
{
        if (sensor->forgotten || sensor->trust.released)
                return PD_CLAIM_NONE;
        if (pd_link_holds_turn(&sensor->link))
                return PD_CLAIM_TURNS;
        if (sensor->link.connected)
                return PD_CLAIM_LINKED;
        if (sensor->link.state == PD_LINK_AWAITED)
                return PD_CLAIM_WAITS;
        return sensor->link.state == PD_LINK_QUEUED ? PD_CLAIM_WAITS : PD_CLAIM_NONE;
}

/* Where it is linked, by its object; where it was tried last, by our memory. */
static int
place_of(const struct pd_bluez_sensor *sensor)
{
        const struct pd_object *device = sensor->link.connected ? pd_objects_device(sensor->self->objects, sensor->wanted) : NULL;

        return device ? pd_adapters_owner(&sensor->self->adapters, device->path) : sensor->adapter;
}

static unsigned
known_under(const struct pd_bluez_sensor *sensor)
{
        const struct pd_adapters *adapters = &sensor->self->adapters;
        unsigned known = 0;

        for (size_t a = 0; a < adapters->n; a++)
                if (pd_adapter_usable(&adapters->at[a]) &&
                        pd_objects_device_under(sensor->self->objects, sensor->wanted, adapters->at[a].path))
                        known |= 1u << a;
        return known;
}

static void
count_link(const struct pd_bluez *self, const char *path, unsigned links[PD_ADAPTERS_MAX])
{
        int owner = pd_adapters_owner(&self->adapters, path);

        if (owner >= 0)
                links[owner]++;
}

/* Links that are none of ours take slots as well. */
static void
count_others(const struct pd_bluez *self, unsigned ret[PD_ADAPTERS_MAX])
{
        for (size_t i = 0; i < self->others.n; i++)
                count_link(self, self->others.paths[i], ret);
        for (size_t i = 0; i < self->n_sensors; i++) {
                const struct pd_bluez_sensor *sensor = self->sensors[i];
                const struct pd_object *device =
                        sensor->trust.released && !sensor->forgotten ? pd_objects_device(self->objects, sensor->wanted) : NULL;

                if (device && device->device.connected)
                        count_link(self, device->path, ret);
        }
}

static void
read_claims(struct pd_bluez *self, struct claims *ret, pd_usec now)
{
        unsigned others[PD_ADAPTERS_MAX] = {0};

        ret->absent = false;
        for (size_t i = 0; i < self->n_sensors; i++) {
                struct pd_bluez_sensor *sensor = self->sensors[i];

                note_missed(sensor, now);
                ret->of[i] = (struct pd_claim){
                        .state = claim_state(sensor),
                        .running = sensor->running,
                        .awaited = sensor->link.state == PD_LINK_AWAITED,
                        .at = place_of(sensor),
                        .failures = sensor->link.failures,
                        .since = sensor->link.since,
                };
                if (ret->of[i].state == PD_CLAIM_WAITS)
                        ret->of[i].known = known_under(sensor);
                ret->absent |= (!sensor->forgotten && sensor->link.state == PD_LINK_ABSENT) || pd_bluez_sensor_is_missed(sensor, now);
        }
        count_others(self, others);
        pd_adapters_count(&self->adapters, ret->of, self->n_sensors, others);
}

/* When who connects on A gives up for the sake of others. */
static pd_usec
turn_ends(const struct pd_bluez *self, const struct claims *claims, size_t a)
{
        int holder = self->adapters.at[a].holder, rival = pd_adapters_rival(&self->adapters, claims->of, self->n_sensors, a);
        const struct pd_link *link = holder < 0 ? NULL : &self->sensors[holder]->link;

        if (!link || link->state != PD_LINK_CONNECTING)
                return PD_NEVER;
        if (rival >= 0 && (claims->of[rival].running != claims->of[holder].running ? claims->of[rival].running
                                                                                     : claims->of[rival].failures < link->failures))
                return link->since + PD_LINK_TURN_SHORT;
        return rival >= 0 || self->adapters.at[a].scan.wanted ? link->since + PD_LINK_TURN_MAX : PD_NEVER;
}

static void
end_turns(struct pd_bluez *self, struct claims *claims, pd_usec now)
{
        for (size_t a = 0; a < self->adapters.n; a++)
                if (now >= turn_ends(self, claims, a)) {
                        pd_bluez_sensor_feed(self->sensors[self->adapters.at[a].holder], now, PD_LINK_TURN_OVER);
                        read_claims(self, claims, now);
                }
}

static void
arrange_scans(struct pd_bluez *self, const struct claims *claims, pd_usec now)
{
        bool looked_for = claims->absent || now < self->look_until;
        struct pd_adapter *adapter = NULL;

        while ((adapter = pd_adapters_usable_after(&self->adapters, adapter))) {
                size_t a = (size_t) (adapter - self->adapters.at);

                adapter->scan.wanted = looked_for || pd_adapters_spills(&self->adapters, claims->of, self->n_sensors, a, now);
                adapter->scan.turn_wanted = pd_adapters_next(&self->adapters, claims->of, self->n_sensors, a, now) >= 0;
                adapter->scan.turn_held = adapter->holder >= 0;
                pd_bluez_radio_feed(self, adapter, now, PD_SCAN_LOOK);
        }
}

/* A Connect that could not even be sent is no turn: the next one's. */
static void
grant_turns(struct pd_bluez *self, struct claims *claims, size_t a, pd_usec now)
{
        const struct pd_adapter *adapter = &self->adapters.at[a];

        for (size_t i = 0; i < self->n_sensors && adapter->holder < 0 && pd_scan_leaves_room(&adapter->scan, now); i++) {
                int next = pd_adapters_next(&self->adapters, claims->of, self->n_sensors, a, now);

                if (next < 0)
                        return;
                self->sensors[next]->adapter = (int) a;
                pd_objects_prefer(self->objects, self->sensors[next]->wanted, adapter->path);
                pd_bluez_sensor_turn(self->sensors[next], now);
                read_claims(self, claims, now);
        }
}

static void
let_one_go(struct pd_bluez *self, struct claims *claims, pd_usec now)
{
        size_t gains = 0;
        int yields = pd_adapters_yields(&self->adapters, claims->of, self->n_sensors, now, &gains);

        if (yields < 0)
                return;
        pd_bluez_sensor_yield(self->sensors[yields], self->sensors[gains]);
        read_claims(self, claims, now);
}

static pd_usec
earlier(pd_usec a, pd_usec b)
{
        return a < b ? a : b;
}

/* For what the adapters wait, and who looks. */
static pd_usec
adapters_wake(const struct pd_bluez *self, const struct claims *claims, pd_usec now)
{
        pd_usec wake = pd_adapters_wake(&self->adapters, claims->of, self->n_sensors, now);

        for (size_t a = 0; a < self->adapters.n; a++) {
                const struct pd_adapter *adapter = &self->adapters.at[a];

                wake = earlier(wake, earlier(adapter->power.wake, turn_ends(self, claims, a)));
                wake = earlier(wake, pd_scan_wake(&adapter->scan));
        }
        for (size_t i = 0; i < self->n_sensors; i++)
                wake = earlier(wake, missed_wake(self->sensors[i], now));
        return wake;
}

void
pd_bluez_arrange(struct pd_bluez *self, pd_usec now)
{
        struct claims claims;

        pd_bluez_profile_look(self, now);
        read_claims(self, &claims, now);
        end_turns(self, &claims, now);
        arrange_scans(self, &claims, now);
        for (size_t a = 0; a < self->adapters.n; a++)
                grant_turns(self, &claims, a, now);
        let_one_go(self, &claims, now);
        for (size_t i = 0; i < self->n_sensors; i++) /* once all facts are in: those of one message come one by one */
                pd_bluez_sensor_tell_trouble(self->sensors[i], now);
        pd_bluez_arm(self, adapters_wake(self, &claims, now));
}
