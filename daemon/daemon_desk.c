/* SPDX-License-Identifier: MIT */
#include "daemon_inside.h"

#include "anchors.h"
#include "athletes.h"
#include "listing.h"
#include "mending.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

void
pd_daemon_order(void *user, const char *athlete, const char *verb, const char *const *words, size_t n_words, struct pd_order_answer *ret)
{
        struct pd_daemon *daemon = user;

        pd_reply_clear(&daemon->reply);
        pd_orders_take(daemon->orders, athlete, verb, words, n_words, &daemon->reply);
        *ret = (struct pd_order_answer) {daemon->reply.result, pd_reply_text(&daemon->reply), pd_reply_json(&daemon->reply),
                daemon->reply.plain};
}

static void
on_listener(void *user)
{
        struct pd_daemon *daemon = user;

        daemon->control_only = true;
        pd_pump_restate(daemon->pump);
        pd_today_restate_weeks(daemon->today, NULL);
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

static const char *
absence_of(void *user, const char *address)
{
        const struct pd_daemon *daemon = user;
        const struct pd_enrolled *enrolled = pd_enrolment_find(daemon->enrolment, address);

        return enrolled != NULL && enrolled->released ? "released" : pd_daemon_trouble(user, address).word;
}

/* The desk, and all who serve verbs there. */
int
pd_daemon_build_desk(struct pd_daemon *daemon)
{
        daemon->orders_context = (struct pd_orders_context) {.pump = daemon->pump, .now = pd_daemon_now, .user = daemon,
                .files = daemon->files, .state_dir = daemon->options->state_dir};
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
        pd_daemon_serve_sensors(daemon);
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
                .order = pd_daemon_order,
                .restate = on_listener,
                .user = daemon,
        };
        return pd_daemon_failed("the control interface cannot be set up",
                pd_control_new(&daemon->control_context, daemon->options->bus, &daemon->control));
}
