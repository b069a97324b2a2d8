/* SPDX-License-Identifier: MIT */
#include "daemon_inside.h"

#include <string.h>

static int
enroll_sensor(void *user, const struct pd_config_sensor *sensor)
{
        struct pd_daemon *daemon = user;
        int r = pd_daemon_seat_sensor(daemon, sensor);

        pd_enrolment_away(daemon->enrolment, sensor->address, pd_daemon_now(daemon));
        if (r == 0)
                r = pd_daemon_listen_to(daemon, sensor, pd_enrolment_find(daemon->enrolment, sensor->address)->released);
        if (r == 0) {
                pd_daemon_tell_condition(daemon, pd_daemon_now(daemon), sensor->address, NULL);
                pd_daemon_tell_running(daemon);
        }
        if (r < 0)
                (void) pd_pump_forget(daemon->pump, sensor->address);
        return r;
}

static void
forget_sensor(void *user, const char *address)
{
        struct pd_daemon *daemon = user;

        pd_bluez_forget(daemon->bluez, address);
        (void) pd_pump_forget(daemon->pump, address);
        for (size_t i = 0; i < daemon->n_sinks; i++)
                if (daemon->sinks[i]->type->forget_sensor != NULL)
                        daemon->sinks[i]->type->forget_sensor(daemon->sinks[i], address);
}

struct pd_sensor_trouble
pd_daemon_trouble(void *user, const char *address)
{
        const struct pd_daemon *daemon = user;
        enum pd_trouble trouble = pd_bluez_trouble(daemon->bluez, address);

        if (trouble == PD_TROUBLE_NONE)
                return (struct pd_sensor_trouble) {NULL, NULL};
        return (struct pd_sensor_trouble) {pd_trouble_name(trouble), pd_trouble_text(trouble)};
}

static void
release_sensor(void *user, const char *address, bool released)
{
        struct pd_daemon *daemon = user;

        (void) (released ? pd_bluez_release(daemon->bluez, address) : pd_bluez_take(daemon->bluez, address)); /* it is enrolled */
        pd_daemon_tell_condition(daemon, pd_daemon_now(daemon), address, pd_daemon_trouble(daemon, address).word);
}

static const char *
bluetooth_obstacle(void *user)
{
        return pd_bluez_obstacle(((const struct pd_daemon *) user)->bluez);
}

static size_t
scan_around(void *user, struct pd_near_sensor *ret, size_t limit)
{
        struct pd_daemon *daemon = user;
        struct pd_near_peer peers[PD_NEAR_MAX];
        size_t n = pd_bluez_scan(daemon->bluez, peers, limit < PD_NEAR_MAX ? limit : PD_NEAR_MAX);

        for (size_t i = 0; i < n; i++) {
                memcpy(ret[i].address, peers[i].address, sizeof(ret[i].address));
                memcpy(ret[i].name, peers[i].name, sizeof(ret[i].name));
                ret[i].rssi_dbm = peers[i].rssi_dbm;
                ret[i].hr_bpm = peers[i].hr_bpm;
                pd_near_kinds(peers[i].kinds, ret[i].kind, sizeof(ret[i].kind));
        }
        return n;
}

static void
on_guest_frame(void *user, pd_usec at, const struct pd_frame *frame)
{
        struct pd_daemon *daemon = user;

        pd_introduction_frame(&daemon->introduction, at, frame);
}

static void
on_guest_hint(void *user, const char *name, int32_t rssi_dbm)
{
        struct pd_daemon *daemon = user;

        pd_introduction_hint(&daemon->introduction, name, rssi_dbm);
}

static int
identify_sensor(void *user, const char *address, struct pd_sensor_look *ret)
{
        struct pd_daemon *daemon = user;
        struct pd_bluez_identified how;
        int r;

        ret->introduction = &daemon->introduction;
        ret->other = daemon->introduction.seat.report.address;
        daemon->audience = (struct pd_bluez_audience) {
                .frame = on_guest_frame,
                .hint = on_guest_hint,
                .patience = PD_VISIT_ASKED * daemon->options->rate.num / daemon->options->rate.den,
                .user = daemon,
        };
        r = pd_bluez_identify(daemon->bluez, address, &daemon->audience, &how);
        if (r < 0)
                return r;
        if (r > 0)
                pd_introduction_begin(&daemon->introduction, address);
        pd_near_kinds(how.kinds, daemon->introduction.kind, sizeof(daemon->introduction.kind));
        ret->state = how.state == PD_VISIT_SEEKING ? PD_SENSOR_SOUGHT : how.state == PD_VISIT_LISTENING ? PD_SENSOR_HEARD : PD_SENSOR_LEFT;
        ret->left = how.left;
        ret->seen = how.seen;
        ret->linked = how.linked;
        ret->heard = how.heard;
        return 0;
}

static bool
bluetooth_knows(void *user, const char *address)
{
        return pd_bluez_knows(((const struct pd_daemon *) user)->bluez, address);
}

void
pd_daemon_serve_sensors(struct pd_daemon *daemon)
{
        daemon->sensor_orders = (struct pd_sensor_orders) {
                .config = daemon->config,
                .enrolment = daemon->enrolment,
                .pump = daemon->pump,
                .enroll = enroll_sensor,
                .forget = forget_sensor,
                .release = release_sensor,
                .obstacle = bluetooth_obstacle,
                .scan = scan_around,
                .identify = identify_sensor,
                .knows = bluetooth_knows,
                .trouble = pd_daemon_trouble,
                .user = daemon,
        };
        pd_orders_serve(daemon->orders, pd_sensor_services, pd_sensor_n_services, &daemon->sensor_orders);
}
