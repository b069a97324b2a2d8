/* SPDX-License-Identifier: MIT */
/*
 * What the files that wire the daemon share and nobody else sees. Each wires
 * one neighbour: fills the context that it asks for, and answers it.
 *
 *   daemon.c          the order of building and of taking down; the journal
 *   daemon_loop.c     time: deadlines, wake-ups, the wall clock
 *   daemon_sinks.c    what sinks ask
 *   daemon_history.c  what the record asks, the folders of recordings
 *   daemon_today.c    what today asks, and what it brings
 *   daemon_pump.c     what the pump says
 *   daemon_lanes.c    a lane of the pump for each athlete, from her last trace
 *   daemon_source.c   what Bluetooth brings
 *   daemon_sensors.c  what orders about sensors ask of Bluetooth
 *   daemon_desk.c     the verbs, and the door where they are asked
 *   daemon_status.c   the line for the supervisor
 */
#pragma once

#include "daemon.h"

#include "anchors.h"
#include "bluez/bluez.h"
#include "calibration.h"
#include "control/control.h"
#include "enrolment.h"
#include "explain.h"
#include "guests.h"
#include "history.h"
#include "import_folder.h"
#include "introduction.h"
#include "journal/journal.h"
#include "loop.h"
#include "notify.h"
#include "orders.h"
#include "outlets.h"
#include "owed.h"
#include "plan_file.h"
#include "restore.h"
#include "sensor_orders.h"
#include "state_file.h"
#include "status.h"
#include "today.h"

#include "formats/payload.h"

#define PD_DAEMON_ADAPTERS_SIZE 512 /* eight of them, with what is wrong with each */

struct pd_daemon {
        const struct pd_options *options;
        const struct pd_config *config;
        struct pd_loop *loop;
        struct pd_notify *notify;
        struct pd_journal *journal;
        struct pd_history *history;
        struct pd_history_context history_context;
        struct pd_owed *owed;
        struct pd_guests guests;
        size_t n_import_folders;
        struct pd_import_folder *import_folders[2 * PD_ATHLETES_MAX];
        struct pd_pump *pump;
        struct pd_bluez *bluez;
        struct pd_state_files *files;
        struct pd_enrolment *enrolment;
        struct pd_anchors *anchors;
        struct pd_anchors_context anchors_context;
        struct pd_today *today;
        struct pd_today_context today_context;
        struct pd_sensor_orders sensor_orders;
        struct pd_introduction introduction; /* of a sensor that is nobody's */
        struct pd_bluez_audience audience;
        struct pd_calibration calibration;
        struct pd_outlets outlets;
        struct pd_explainer *explainer;
        char plans_dir[PD_PLAN_FOLDER_SIZE];
        struct pd_orders *orders;
        struct pd_orders_context orders_context;
        struct pd_status_context status_context;
        struct pd_reply reply; /* to the last order, until the next */
        struct pd_control *control;
        struct pd_control_context control_context;
        bool control_only; /* what the pump says again is for a listener there */
        struct pd_sink_context sink_context;
        struct pd_source_context source_context;
        size_t n_sinks;
        struct pd_sink **sinks;
        struct pd_restore *restoring; /* NULL once all traces have been followed */
        pd_usec status_at;            /* CLOCK_BOOTTIME of the last STATUS */
        char summary[PD_PAYLOAD_SIZE]; /* for the journal */
        char adapters[PD_DAEMON_ADAPTERS_SIZE]; /* for the sinks */
};

/* ---- building: 0, or a negative errno that has been said --------------------- */

int pd_daemon_build_loop(struct pd_daemon *daemon);
int pd_daemon_build_sinks(struct pd_daemon *daemon);
int pd_daemon_build_history(struct pd_daemon *daemon);
int pd_daemon_build_owed(struct pd_daemon *daemon);
int pd_daemon_build_today(struct pd_daemon *daemon);
int pd_daemon_build_pump(struct pd_daemon *daemon, struct pd_findings *findings);
int pd_daemon_build_lanes(struct pd_daemon *daemon, struct pd_findings *findings);
int pd_daemon_build_source(struct pd_daemon *daemon);
int pd_daemon_build_desk(struct pd_daemon *daemon);
int pd_daemon_build_door(struct pd_daemon *daemon);

void pd_daemon_serve_sensors(struct pd_daemon *daemon); /* at the desk */
void pd_daemon_watch_folders(struct pd_daemon *daemon);
void pd_daemon_look_at_guests(struct pd_daemon *daemon);
void pd_daemon_free_sinks(struct pd_daemon *daemon);

/* Tells Bluetooth with which sensors a session runs. */
void pd_daemon_tell_running(struct pd_daemon *daemon);

/* Says that WHAT has failed, if so: R. */
int pd_daemon_failed(const char *what, int r);

/* ---- what several of them answer with; USER is the daemon -------------------------- */

pd_usec pd_daemon_now(void *user);
/* At the desk, whoever brings it. */
void pd_daemon_order(void *user, const char *athlete, const char *verb, const char *const *words, size_t n_words,
        struct pd_order_answer *ret);
void pd_daemon_clock_now(void *user, struct pd_clock *ret); /* and what the wall clock shows */
void pd_daemon_node_state(void *user, struct pd_node_state *ret);

/* What the athlete's next trace would open with; NULL: not here, or not yet. */
const struct pd_snapshot *pd_daemon_snapshot(const struct pd_daemon *daemon, const char *athlete);

/* To whoever listens. */
void pd_daemon_publish(struct pd_daemon *daemon, const struct pd_event *event);
/* To all sinks. */
void pd_daemon_tell_sinks(struct pd_daemon *daemon, const struct pd_event *event);

/* Into the trace, and the summary of a session into the record. */
void pd_daemon_record(void *user, const struct pd_event *event);

/* The sensor's place in the lane of everybody who has it. */
int pd_daemon_seat_sensor(struct pd_daemon *daemon, const struct pd_config_sensor *sensor);

/* What is wrong with it: nothing, if it is released. */
struct pd_sensor_trouble pd_daemon_trouble(void *user, const char *address);

/* TROUBLE is a word of the source's, or NULL; whether it is released is in the enrolment. */
void pd_daemon_tell_condition(struct pd_daemon *daemon, pd_usec at, const char *address, const char *trouble);
/* What a sensor of somebody's says of itself is remembered. */
void pd_daemon_learn_sensor(struct pd_daemon *daemon, const struct pd_sensor_report *report);

/* Its source, as it is configured. What pd_bluez_enroll() says. */
int pd_daemon_listen_to(struct pd_daemon *daemon, const struct pd_config_sensor *sensor, bool released);

void pd_daemon_tell_status(struct pd_daemon *daemon);
