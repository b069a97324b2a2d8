/* SPDX-License-Identifier: MIT */
#include "daemon_inside.h"

#include "anchors.h"
#include "athletes.h"
#include "listing.h"
#include "mending.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static void
on_order(void *user, const char *athlete, const char *verb, const char *const *words, size_t n_words, struct pd_control_answer *ret)
{
        struct pd_daemon *daemon = user;

        pd_reply_clear(&daemon->reply);
        pd_orders_take(daemon->orders, athlete, verb, words, n_words, &daemon->reply);
        *ret = (struct pd_control_answer) {daemon->reply.result, pd_reply_text(&daemon->reply), pd_reply_json(&daemon->reply)};
}

static void
on_listener(void *user)
{
        struct pd_daemon *daemon = user;

        daemon->control_only = true;
        pd_pump_restate(daemon->pump);
        daemon->control_only = false;
}

/* "bluetooth: 2 of 2 sensors live", and whom BlueZ connected last for our sake. */
static void
tell_bluetooth(const struct pd_daemon *daemon, char *ret, size_t size)
{
        struct pd_stranger stranger;
        char bluetooth[128];

        pd_bluez_status(daemon->bluez, bluetooth, sizeof(bluetooth));
        if (pd_bluez_strangers(daemon->bluez, &stranger, 1) == 0)
                snprintf(ret, size, "bluetooth: %s", bluetooth);
        else
                snprintf(ret, size, "bluetooth: %s; nobody's, and %s: %s (%s)", bluetooth,
                        stranger.trusted ? "left connected" : "let go", stranger.address, stranger.name);
}

/* Who may have come back under a new address. */
static bool
tell_lookalike(const struct pd_daemon *daemon, char *ret, size_t size)
{
        for (size_t i = 0; i < pd_enrolment_count(daemon->enrolment); i++) {
                const struct pd_enrolled *enrolled = pd_enrolment_at(daemon->enrolment, i);

                if (enrolled->lookalike[0] == '\0')
                        continue;
                snprintf(ret, size, "a new address? purposectl sensors replace %s %s", enrolled->sensor.address, enrolled->lookalike);
                return true;
        }
        return false;
}

/* The source, the sinks, the door, and a question. */
static bool
outlet_at(void *user, size_t i, char *ret, size_t size)
{
        const struct pd_daemon *daemon = user;

        if (i == 0)
                tell_bluetooth(daemon, ret, size);
        else if (i <= daemon->n_sinks)
                daemon->sinks[i - 1]->type->status(daemon->sinks[i - 1], ret, size);
        else if (i == daemon->n_sinks + 1)
                pd_control_status(daemon->control, ret, size);
        else if (i == daemon->n_sinks + 2)
                return tell_lookalike(daemon, ret, size);
        return i <= daemon->n_sinks + 1;
}

static bool
stranger_at(void *user, size_t i, struct pd_status_stranger *ret)
{
        const struct pd_daemon *daemon = user;
        struct pd_stranger all[PD_STRANGERS_MAX];

        if (i >= pd_bluez_strangers(daemon->bluez, all, PD_STRANGERS_MAX))
                return false;
        *ret = (struct pd_status_stranger) {.trusted = all[i].trusted};
        memcpy(ret->address, all[i].address, sizeof(ret->address));
        memcpy(ret->name, all[i].name, sizeof(ret->name));
        return true;
}

static const char *
plan_trouble(void *user)
{
        const struct pd_daemon *daemon = user;

        return pd_today_trouble(daemon->today);
}

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

/* At once where nobody runs, and who does has another trace afterwards. */
static void
calibrated(void *user, const struct pd_config_sensor *sensor)
{
        struct pd_daemon *daemon = user;
        const char *at = sensor->athlete;
        char id[PD_ID_SIZE + 1];

        while (pd_config_next_owner(&at, id))
                if (pd_pump_calibrate(daemon->pump, id, sensor->address, sensor->factor) == 0)
                        (void) pd_pump_renew(daemon->pump, pd_daemon_now(daemon), id);
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

static struct pd_sensor_trouble
trouble_of(void *user, const char *address)
{
        const struct pd_daemon *daemon = user;
        enum pd_link_trouble trouble = pd_bluez_trouble(daemon->bluez, address);

        if (trouble == PD_TROUBLE_NONE)
                return (struct pd_sensor_trouble) {NULL, NULL};
        return (struct pd_sensor_trouble) {pd_link_trouble_name(trouble), pd_link_trouble_text(trouble)};
}

static void
release_sensor(void *user, const char *address, bool released)
{
        struct pd_daemon *daemon = user;

        (void) (released ? pd_bluez_release(daemon->bluez, address) : pd_bluez_take(daemon->bluez, address)); /* it is enrolled */
        pd_daemon_tell_condition(daemon, pd_daemon_now(daemon), address, trouble_of(daemon, address).word);
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

static const char *
absence_of(void *user, const char *address)
{
        const struct pd_daemon *daemon = user;
        const struct pd_enrolled *enrolled = pd_enrolment_find(daemon->enrolment, address);

        return enrolled != NULL && enrolled->released ? "released" : trouble_of(user, address).word;
}

/* The desk, and all who serve verbs there. */
int
pd_daemon_build_desk(struct pd_daemon *daemon)
{
        daemon->orders_context = (struct pd_orders_context) {.pump = daemon->pump, .now = pd_daemon_now, .user = daemon};
        daemon->status_context = (struct pd_status_context) {
                .pump = daemon->pump,
                .node = daemon->config->node,
                .version = PD_VERSION,
                .node_state = pd_daemon_node_state,
                .outlet = outlet_at,
                .stranger = stranger_at,
                .absence = absence_of,
                .trouble = plan_trouble,
                .user = daemon,
        };
        daemon->orders = pd_orders_new(&daemon->orders_context);
        daemon->explainer = pd_explainer_new(daemon->history);
        if (daemon->orders == NULL || daemon->explainer == NULL)
                return -ENOMEM;
        pd_orders_serve(daemon->orders, pd_status_services, pd_status_n_services, &daemon->status_context);
        pd_orders_serve(daemon->orders, pd_today_services, pd_today_n_services, daemon->today);
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
                .trouble = trouble_of,
                .user = daemon,
        };
        pd_orders_serve(daemon->orders, pd_sensor_services, pd_sensor_n_services, &daemon->sensor_orders);
        daemon->calibration = (struct pd_calibration) {
                .history = daemon->history, .enrolment = daemon->enrolment, .calibrated = calibrated, .user = daemon};
        pd_orders_serve(daemon->orders, pd_calibration_services, pd_calibration_n_services, &daemon->calibration);
        pd_orders_serve(daemon->orders, pd_anchors_services, pd_anchors_n_services, daemon->anchors);
        pd_orders_serve(daemon->orders, pd_mending_services, pd_mending_n_services, daemon->history);
        pd_orders_serve(daemon->orders, pd_listing_services, pd_listing_n_services, daemon->history);
        pd_orders_serve(daemon->orders, pd_explain_services, pd_explain_n_services, daemon->explainer);
        daemon->outlets = (struct pd_outlets) {.sinks = daemon->sinks, .n_sinks = daemon->n_sinks};
        pd_orders_serve(daemon->orders, pd_outlet_services, pd_outlet_n_services, &daemon->outlets);
        pd_orders_serve(daemon->orders, pd_athletes_services, pd_athletes_n_services, daemon->history);
        return 0;
}

int
pd_daemon_build_door(struct pd_daemon *daemon)
{
        daemon->control_context = (struct pd_control_context) {
                .loop = pd_loop_event(daemon->loop),
                .version = PD_VERSION,
                .order = on_order,
                .restate = on_listener,
                .user = daemon,
        };
        return pd_daemon_failed("the control interface cannot be set up",
                pd_control_new(&daemon->control_context, daemon->options->bus, &daemon->control));
}
