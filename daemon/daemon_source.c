/* SPDX-License-Identifier: MIT */
#include "daemon_inside.h"

#include "lookalike.h"

#include "core/renewal.h"

#include "purposed/log.h"

#include <string.h>
#include <syslog.h>

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

        pd_enrolment_away(daemon->enrolment, change->address, change->connected ? PD_NEVER : at);
        pd_pump_link(daemon->pump, at, change);
}

/* "C0-00-00-00-00-01" is what BlueZ calls one whose name it does not know. */
static bool
is_a_name(const char *name, const char *address)
{
        for (; *name == *address || (*name == '-' && *address == ':'); name++, address++)
                if (*name == '\0')
                        return false;
        return true;
}

static void
learn(struct pd_daemon *daemon, const char *address, const char *called, const char *serial, const char *kind)
{
        int r = pd_enrolment_learn(daemon->enrolment, address, called, serial, kind);

        if (r < 0)
                pd_log(LOG_WARNING, "%s: what it says of itself cannot be kept (%s); under a new address it is not recognised", address,
                        strerror(-r));
        else if (r > 0)
                pd_log(LOG_WARNING, "%s: its serial number is %s and was %s; if it is another sensor, forget it and enroll the right one",
                        address, serial, pd_enrolment_find(daemon->enrolment, address)->other_serial);
}

void
pd_daemon_learn_sensor(struct pd_daemon *daemon, const struct pd_sensor_report *report)
{
        learn(daemon, report->address, "", report->serial, report->type != NULL ? report->type->key : "");
}

/* Anybody can advertise one of our addresses with another name each time: once
 * there is a name, another one counts while there is a link. */
static bool
may_rename(const struct pd_daemon *daemon, const char *address)
{
        const struct pd_enrolled *enrolled = pd_enrolment_find(daemon->enrolment, address);

        return enrolled != NULL && (enrolled->called[0] == '\0' || enrolled->away_since == PD_NEVER);
}

static void
on_hint(void *user, pd_usec at, const char *address, const char *name, int32_t rssi_dbm)
{
        struct pd_daemon *daemon = user;

        if (name != NULL && is_a_name(name, address) && may_rename(daemon, address))
                learn(daemon, address, name, "", "");
        pd_pump_sensor_hint(daemon->pump, at, address, name, rssi_dbm);
}

void
pd_daemon_tell_condition(struct pd_daemon *daemon, pd_usec at, const char *address, const char *trouble)
{
        const struct pd_enrolled *enrolled = pd_enrolment_find(daemon->enrolment, address);

        pd_pump_sensor_condition(daemon->pump, at, address, trouble, enrolled != NULL && enrolled->released);
}

static void
on_trouble(void *user, pd_usec at, const char *address, const char *word)
{
        pd_daemon_tell_condition(user, at, address, word);
}

/* Whoever has it is asked, and nobody else. */
static void
ask_about(struct pd_daemon *daemon, pd_usec at, const struct pd_enrolled *enrolled)
{
        struct pd_command propose = {.verb = PD_COMMAND_PROPOSE};
        struct pd_renewal renewal = {.was = ""};
        const char *owner = enrolled->sensor.athlete;
        struct pd_answer answer;
        char id[PD_ID_SIZE + 1];

        memcpy(renewal.was, enrolled->sensor.address, sizeof(renewal.was));
        memcpy(renewal.is, enrolled->lookalike, sizeof(renewal.is));
        memcpy(renewal.name, enrolled->called, sizeof(renewal.name));
        pd_renewal_write(&renewal, propose.text);
        while (pd_config_next_owner(&owner, id))
                (void) pd_pump_command(daemon->pump, at, id, &propose, &answer);
}

/* Somebody is near; if he may be one of ours under a new address, that is asked once. */
static void
on_heard(void *user, pd_usec at, const char *address, const char *name, uint32_t kinds)
{
        struct pd_daemon *daemon = user;
        const struct pd_enrolled *enrolled = pd_lookalike_find(daemon->enrolment, at, name, kinds);

        if (enrolled == NULL || enrolled->lookalike[0] != '\0' || pd_enrolment_find(daemon->enrolment, address) != NULL)
                return;
        if (pd_enrolment_suspect(daemon->enrolment, enrolled->sensor.address, address) <= 0)
                return;
        pd_log(LOG_NOTICE,
                "%s calls itself '%s', as %s's %s did, which is away: does that have a new address, after a change of battery? "
                "Then: purposectl sensors replace %s %s",
                address, name, enrolled->sensor.athlete, enrolled->sensor.address, enrolled->sensor.address, address);
        ask_about(daemon, at, enrolled);
}

/* Whatever a trace says of links, none of ours stands yet. */
static void
cut_links(struct pd_daemon *daemon)
{
        for (size_t i = 0; i < pd_enrolment_count(daemon->enrolment); i++) {
                struct pd_link_change down = {.connected = false};
                pd_usec now = pd_loop_now(daemon->loop);

                memcpy(down.address, pd_enrolment_at(daemon->enrolment, i)->sensor.address, sizeof(down.address));
                pd_enrolment_away(daemon->enrolment, down.address, now);
                pd_pump_link(daemon->pump, now, &down);
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
                .recovery = (enum pd_ladder_reach) daemon->config->bluetooth.recovery,
        };
        int r;

        daemon->source_context = (struct pd_source_context) {
                .loop = pd_loop_event(daemon->loop),
                .now = pd_daemon_now,
                .boottime = source_boottime,
                .frame = on_frame,
                .link = on_link,
                .hint = on_hint,
                .trouble = on_trouble,
                .heard = on_heard,
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
        for (size_t i = 0; i < pd_enrolment_count(daemon->enrolment); i++)
                pd_daemon_tell_condition(daemon, pd_loop_now(daemon->loop), pd_enrolment_at(daemon->enrolment, i)->sensor.address, NULL);
        pd_daemon_tell_running(daemon); /* of sessions that go on after a restart */
        pd_bluez_start(daemon->bluez);
        return 0;
}
