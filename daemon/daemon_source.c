/* SPDX-License-Identifier: MIT */
#include "daemon_inside.h"

#include <string.h>

pd_usec
pd_daemon_now(void *user)
{
        struct pd_daemon *daemon = user;

        return pd_loop_now(daemon->loop);
}

static uint64_t
source_boottime(void *user, pd_usec at)
{
        struct pd_daemon *daemon = user;

        return pd_loop_boottime(daemon->loop, at);
}

static void
on_frame(void *user, pd_usec at, const struct pd_frame *frame)
{
        struct pd_daemon *daemon = user;

        pd_pump_frame(daemon->pump, at, frame);
}

static void
on_link(void *user, pd_usec at, const struct pd_link_change *change)
{
        struct pd_daemon *daemon = user;

        pd_pump_link(daemon->pump, at, change);
}

static void
on_hint(void *user, pd_usec at, const char *address, const char *name, int32_t rssi_dbm)
{
        struct pd_daemon *daemon = user;

        pd_pump_sensor_hint(daemon->pump, at, address, name, rssi_dbm);
}

/* Whatever a trace says of links, none of ours stands yet. */
static void
cut_links(struct pd_daemon *daemon)
{
        for (size_t i = 0; i < pd_enrolment_count(daemon->enrolment); i++) {
                struct pd_link_change down = {.connected = false};
                memcpy(down.address, pd_enrolment_at(daemon->enrolment, i)->sensor.address, sizeof(down.address));
                pd_pump_link(daemon->pump, pd_loop_now(daemon->loop), &down);
        }
}

void
pd_daemon_tell_running(struct pd_daemon *daemon)
{
        const struct pd_pump *pump = daemon->pump;

        for (size_t i = 0; i < pd_pump_n_athletes(pump); i++) {
                bool running = pd_session_state_is_run(pd_engine_session_state(pd_pump_engine(pump, i)));

                for (size_t k = 0; k < pd_pump_n_sensors(pump, i); k++)
                        if (pd_pump_sensor_is_here(pump, i, k)) /* a shared one, where it is */
                                pd_bluez_set_running(daemon->bluez, pd_pump_sensor(pump, i, k)->address, running);
        }
}

int
pd_daemon_listen_to(struct pd_daemon *daemon, const struct pd_config_sensor *sensor, bool released)
{
        const struct pd_bluez_wish wish = {
                .address = sensor->address, .acquire = sensor->notify == PD_CONFIG_NOTIFY_ACQUIRE, .released = released};

        return pd_bluez_enroll(daemon->bluez, &wish);
}

int
pd_daemon_build_source(struct pd_daemon *daemon)
{
        const struct pd_bluez_options options = {
                .bus_address = daemon->options->bus,
                .adapters = daemon->config->bluetooth.adapters,
                .slots = (unsigned) daemon->config->bluetooth.slots,
        };
        int r;

        daemon->source_context = (struct pd_source_context) {
                .loop = pd_loop_event(daemon->loop),
                .now = pd_daemon_now,
                .boottime = source_boottime,
                .frame = on_frame,
                .link = on_link,
                .hint = on_hint,
                .user = daemon,
        };
        r = pd_daemon_failed("Bluetooth cannot be set up", pd_bluez_new(&daemon->source_context, &options, &daemon->bluez));
        for (size_t i = 0; r >= 0 && i < pd_enrolment_count(daemon->enrolment); i++) {
                const struct pd_enrolled *enrolled = pd_enrolment_at(daemon->enrolment, i);

                r = pd_daemon_failed(enrolled->sensor.address, pd_daemon_listen_to(daemon, &enrolled->sensor, enrolled->released));
        }
        if (r < 0)
                return r;
        cut_links(daemon);
        pd_daemon_tell_running(daemon); /* of sessions that go on after a restart */
        pd_bluez_start(daemon->bluez);
        return 0;
}
