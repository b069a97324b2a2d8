/* SPDX-License-Identifier: MIT */
#include "daemon.h"

#include "athletes.h"
#include "bluez/bluez.h"
#include "control/control.h"
#include "enrolment.h"
#include "formats/payload.h"
#include "history.h"
#include "import_folder.h"
#include "journal/journal.h"
#include "listing.h"
#include "loop.h"
#include "mending.h"
#include "notify.h"
#include "orders.h"
#include "restore.h"
#include "roster.h"
#include "sensor_orders.h"
#include "state_file.h"
#include "status.h"
#include "today.h"
#include "zone.h"

#include "purposed/log.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>

#define STATUS_SIZE 512
#define ADAPTERS_SIZE 256 /* eight of them */
#define STATUS_EVERY (2 * PD_SEC) /* of the machine's time */

struct pd_daemon {
        const struct pd_options *options;
        const struct pd_config *config;
        struct pd_loop *loop;
        struct pd_notify *notify;
        struct pd_journal *journal;
        struct pd_history *history;
        struct pd_history_context history_context;
        size_t n_import_folders;
        struct pd_import_folder *import_folders[2 * PD_ATHLETES_MAX];
        struct pd_pump *pump;
        struct pd_bluez *bluez;
        struct pd_state_files *files;
        struct pd_enrolment *enrolment;
        struct pd_today *today;
        struct pd_today_context today_context;
        struct pd_sensor_orders sensor_orders;
        char plans_dir[PD_CONFIG_PATH_SIZE + 8];
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
        char adapters[ADAPTERS_SIZE]; /* for the sinks */
};

/* ---- what the pump says --------------------------------------------------- */

static void
on_input(void *user, const struct pd_snapshot *snapshot, const struct pd_input *input)
{
        struct pd_daemon *daemon = user;

        if (daemon->restoring == NULL)
                pd_journal_input(daemon->journal, snapshot, input);
}

/* The summary as judged closes the trace. */
static void
close_trace(struct pd_daemon *daemon, const struct pd_event *event)
{
        size_t length;
        int r = pd_payload_event(event, daemon->summary, sizeof(daemon->summary), &length);

        if (r >= 0)
                pd_history_add(daemon->history, event, daemon->summary);
        if (r >= 0)
                r = pd_journal_summary(daemon->journal, event->athlete->id, event->session, daemon->summary);
        if (r < 0)
                pd_log(LOG_WARNING, "%s: the summary of %s is not in its trace: %s; it can be had again by a replay",
                        event->athlete->id, event->session, strerror(-r));
}

static void
record(void *user, const struct pd_event *event)
{
        struct pd_daemon *daemon = user;

        if (event->kind == PD_EVENT_SUMMARY && event->summary.final)
                close_trace(daemon, event);
        pd_journal_event(daemon->journal, event);
}

static void
on_event(void *user, const struct pd_event *event)
{
        struct pd_daemon *daemon = user;

        if (daemon->restoring != NULL) {
                pd_restore_event(daemon->restoring, event);
                return;
        }
        if (daemon->control != NULL)
                pd_control_event(daemon->control, event);
        if (daemon->control_only)
                return;
        for (size_t i = 0; i < daemon->n_sinks; i++)
                daemon->sinks[i]->type->event(daemon->sinks[i], event);
        record(daemon, event);
        if (event->kind == PD_EVENT_SUMMARY && event->summary.final)
                pd_today_session_over(daemon->today, pd_loop_now(daemon->loop), event->athlete->id);
}

/* ---- what the sinks ask ---------------------------------------------------- */

static void
on_acknowledged(void *user, const char *sink, const char *athlete, const char *session, uint32_t sequence)
{
        struct pd_daemon *daemon = user;

        pd_journal_ack(daemon->journal, athlete, sink, session, sequence);
}

static void
on_restate(void *user)
{
        struct pd_daemon *daemon = user;

        pd_pump_restate(daemon->pump);
}

static void
count_sensors(const struct pd_pump *pump, size_t athlete, struct pd_node_state *state)
{
        for (size_t i = 0; i < pd_pump_n_sensors(pump, athlete); i++) {
                if (!pd_pump_sensor_is_here(pump, athlete, i)) /* counted where it is */
                        continue;
                state->sensors++;
                state->links += pd_pump_sensor(pump, athlete, i)->connected;
        }
}

static void
on_node_state(void *user, struct pd_node_state *ret)
{
        struct pd_daemon *daemon = user;
        struct pd_node_state state = {.configuration = daemon->config->hash, .adapters = daemon->adapters};
        struct pd_journal_stats stats;

        pd_bluez_adapters(daemon->bluez, daemon->adapters, sizeof(daemon->adapters));
        for (size_t i = 0; i < pd_pump_n_athletes(daemon->pump); i++) {
                count_sensors(daemon->pump, i, &state);
                state.late_inputs += pd_engine_late_inputs(pd_pump_engine(daemon->pump, i));
        }
        state.stray_frames = pd_pump_stray_frames(daemon->pump);
        pd_journal_stats(daemon->journal, &stats);
        state.journal.inputs = stats.inputs;
        state.journal.dropped = stats.dropped;
        state.journal.card_errors = stats.card_errors;
        state.journal.memory_bytes = stats.in_memory;
        state.journal.unsynced_bytes = stats.unsynced;
        *ret = state;
}

/* ---- what is asked at the door ------------------------------------------------- */

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

/* ---- what the record asks ------------------------------------------------------- */

static const struct pd_athlete *
athlete_at(void *user, size_t i)
{
        struct pd_daemon *daemon = user;

        return daemon->pump != NULL && i < pd_pump_n_athletes(daemon->pump) ? &pd_pump_snapshot(daemon->pump, i)->athlete : NULL;
}

/* The configuration says what is for today, and of no other day. */
static int
workout_of(void *user, const struct pd_athlete *athlete, pd_day day, const struct pd_recording_about *about, struct pd_workout *ret)
{
        struct pd_daemon *daemon = user;

        (void) about;
        return daemon->today != NULL ? pd_today_workout(daemon->today, athlete, day, ret) : -ENOENT;
}

static bool
somebody_runs(void *user)
{
        struct pd_daemon *daemon = user;

        for (size_t i = 0; i < pd_pump_n_athletes(daemon->pump); i++)
                if (pd_engine_session_state(pd_pump_engine(daemon->pump, i)) >= PD_SESSION_RUNNING)
                        return true;
        return false;
}

static void
tell_clock(void *user, struct pd_clock *ret)
{
        struct pd_daemon *daemon = user;

        *ret = *pd_loop_clock(daemon->loop);
}

/* To whoever listens; the trace has it from the history. */
static void
publish(void *user, const struct pd_event *event)
{
        struct pd_daemon *daemon = user;

        if (daemon->control != NULL)
                pd_control_event(daemon->control, event);
        for (size_t i = 0; i < daemon->n_sinks; i++)
                daemon->sinks[i]->type->event(daemon->sinks[i], event);
}

static void
forget(void *user, const char *athlete)
{
        struct pd_daemon *daemon = user;

        for (size_t i = 0; i < daemon->n_sinks; i++)
                if (daemon->sinks[i]->type->forget != NULL)
                        daemon->sinks[i]->type->forget(daemon->sinks[i], athlete);
}

/* The source, the sinks, the door. */
static bool
outlet_at(void *user, size_t i, char *ret, size_t size)
{
        const struct pd_daemon *daemon = user;
        char bluetooth[64];

        pd_bluez_status(daemon->bluez, bluetooth, sizeof(bluetooth));
        if (i == 0)
                snprintf(ret, size, "bluetooth: %s", bluetooth);
        else if (i <= daemon->n_sinks)
                daemon->sinks[i - 1]->type->status(daemon->sinks[i - 1], ret, size);
        else if (i == daemon->n_sinks + 1)
                pd_control_status(daemon->control, ret, size);
        return i <= daemon->n_sinks + 1;
}

/* ---- what the source brings ------------------------------------------------- */

static pd_usec
source_now(void *user)
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

/* ---- time ------------------------------------------------------------------- */

static pd_usec
deadline(void *user)
{
        struct pd_daemon *daemon = user;

        pd_usec pump, today;

        if (daemon->pump == NULL || daemon->today == NULL)
                return PD_NEVER;
        pump = pd_pump_deadline(daemon->pump);
        today = pd_today_deadline(daemon->today);
        return pump < today ? pump : today;
}

static void
on_wake(void *user, pd_usec at)
{
        struct pd_daemon *daemon = user;

        pd_pump_wake(daemon->pump, at);
        pd_today_wake(daemon->today, at);
}

static void
on_clock(void *user, pd_usec at, const struct pd_clock *clock)
{
        struct pd_daemon *daemon = user;

        pd_pump_clock(daemon->pump, at, clock);
        pd_today_clock_set(daemon->today);
}

/* ---- today --------------------------------------------------------------------- */

static int32_t
utc_offset_of(void *user, const struct pd_athlete *athlete, pd_usec real)
{
        (void) user;
        return pd_zone_offset(athlete->time_zone, real);
}

static void
clock_now(void *user, struct pd_clock *ret)
{
        struct pd_daemon *daemon = user;
        pd_usec at = pd_loop_now(daemon->loop);
        const struct pd_clock *last = pd_loop_clock(daemon->loop);

        *ret = *last;
        ret->boot = at;
        ret->real += at - last->boot;
}

static const struct pd_snapshot *
snapshot_in_pump(const struct pd_pump *pump, const char *athlete)
{
        for (size_t i = 0; i < pd_pump_n_athletes(pump); i++)
                if (strcmp(pd_pump_snapshot(pump, i)->athlete.id, athlete) == 0)
                        return pd_pump_snapshot(pump, i);
        return NULL;
}

/* The record counts at the start; from then on the pump does. */
static int32_t
sessions_done(void *user, const char *athlete)
{
        struct pd_daemon *daemon = user;
        const struct pd_snapshot *snapshot = daemon->pump != NULL ? snapshot_in_pump(daemon->pump, athlete) : NULL;

        return snapshot != NULL ? snapshot->athlete.sessions_done : pd_history_count(daemon->history, athlete);
}

static size_t
past_sessions(void *user, const char *athlete, pd_day from, struct pd_past *ret, size_t limit)
{
        struct pd_daemon *daemon = user;
        int n = pd_history_list(daemon->history, athlete, from, PD_DAY_NONE, limit, ret);

        return n > 0 ? (size_t) n : 0;
}

static void
on_entry(void *user, pd_usec at, const struct pd_roster_entry *entry)
{
        struct pd_daemon *daemon = user;
        int r = pd_pump_succeed(daemon->pump, &entry->athlete, &entry->workout);

        if (r < 0)
                pd_log(LOG_WARNING, "%s: today's values do not count: %s", entry->athlete.id, strerror(-r));
        else
                (void) pd_pump_renew(daemon->pump, at, entry->athlete.id); /* else when the session is over */
}

static void
on_brief(void *user, pd_usec at, const char *athlete)
{
        const struct pd_command brief = {.verb = PD_COMMAND_BRIEF};
        struct pd_daemon *daemon = user;
        struct pd_answer answer;

        (void) pd_pump_command(daemon->pump, at, athlete, &brief, &answer);
}

static void
on_offset(void *user, pd_usec at)
{
        struct pd_daemon *daemon = user;
        struct pd_clock clock;

        clock_now(daemon, &clock);
        pd_pump_clock(daemon->pump, at, &clock);
}

/* ---- whose sensor is whose -------------------------------------------------------- */

/* Of a shared one, all of them. -EEXIST: a trace has brought it. */
static int
seat_sensor(struct pd_daemon *daemon, const struct pd_config_sensor *sensor)
{
        const char *at = sensor->athlete;
        char id[PD_ID_SIZE + 1];
        int r = 0;

        while (r >= 0 && pd_config_next_owner(&at, id)) {
                r = pd_pump_enroll(daemon->pump, id, sensor->address, sensor->name);
                if (r == -EEXIST)
                        r = 0;
        }
        return r;
}

static int
enroll_sensor(void *user, const struct pd_config_sensor *sensor)
{
        struct pd_daemon *daemon = user;
        int r = seat_sensor(daemon, sensor);

        if (r == 0)
                r = pd_bluez_enroll(daemon->bluez, sensor->address);
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
        }
        return n;
}

/* ---- status ------------------------------------------------------------------ */

static void
add(char *text, size_t size, const char *separator, const char *more)
{
        size_t length = strlen(text);

        snprintf(text + length, size - length, "%s%s", length > 0 ? separator : "", more);
}

/* "anna running, ben armed; 2 of 2 sensors live; mqtt: connected" */
static void
tell_status(struct pd_daemon *daemon)
{
        char status[STATUS_SIZE] = "", piece[128];
        const struct pd_rate rate = daemon->options->rate;

        for (size_t i = 0; i < pd_pump_n_athletes(daemon->pump); i++) {
                snprintf(piece, sizeof(piece), "%s %s", pd_pump_snapshot(daemon->pump, i)->athlete.id,
                        pd_session_state_name(pd_engine_session_state(pd_pump_engine(daemon->pump, i))));
                add(status, sizeof(status), ", ", piece);
        }
        if (status[0] == '\0')
                add(status, sizeof(status), "", "no athlete configured");
        pd_bluez_status(daemon->bluez, piece, sizeof(piece));
        add(status, sizeof(status), "; ", piece);
        for (size_t i = 0; i < daemon->n_sinks; i++) {
                daemon->sinks[i]->type->status(daemon->sinks[i], piece, sizeof(piece));
                add(status, sizeof(status), "; ", piece);
        }
        if (daemon->today != NULL && pd_today_trouble(daemon->today)[0] != '\0')
                add(status, sizeof(status), "; ", pd_today_trouble(daemon->today));
        if (rate.num != rate.den) {
                snprintf(piece, sizeof(piece), "clock at %d/%d of real time", rate.num, rate.den);
                add(status, sizeof(status), "; ", piece);
        }
        pd_notify_status(daemon->notify, status);
}

static void
on_turned(void *user)
{
        struct pd_daemon *daemon = user;
        pd_usec now = pd_boottime_now();

        pd_notify_turned(daemon->notify);
        if (now - daemon->status_at < STATUS_EVERY)
                return;
        daemon->status_at = now;
        tell_status(daemon);
}

/* ---- building ------------------------------------------------------------------ */

static int
failed(const char *what, int r)
{
        if (r < 0)
                pd_log(LOG_ERR, "%s: %s; giving up", what, strerror(-r));
        return r;
}

static int
build_loop(struct pd_daemon *daemon)
{
        const struct pd_loop_ports ports = {deadline, on_wake, on_clock, on_turned, daemon};
        int r = failed("the event loop cannot be set up",
                pd_loop_new(&ports, daemon->options->rate, daemon->options->epoch, &daemon->loop));

        if (r < 0)
                return r;
        return failed("the supervisor cannot be told anything", pd_notify_new(pd_loop_event(daemon->loop), &daemon->notify));
}

static int
build_sinks(struct pd_daemon *daemon)
{
        daemon->sink_context = (struct pd_sink_context) {
                .loop = pd_loop_event(daemon->loop),
                .node = daemon->config->node,
                .version = PD_VERSION,
                .acknowledged = on_acknowledged,
                .restate = on_restate,
                .node_state = on_node_state, /* from the loop only: all that it asks stands then */
                .user = daemon,
        };
        daemon->sinks = calloc(daemon->config->n_sinks + 1, sizeof(daemon->sinks[0]));
        if (daemon->sinks == NULL)
                return -ENOMEM;
        for (size_t i = 0; i < daemon->config->n_sinks; i++) {
                const struct pd_config_sink *sink = &daemon->config->sinks[i];
                int r = sink->type->new(sink->settings, &daemon->sink_context, &daemon->sinks[i]);
                if (r < 0) /* the sink has said why */
                        return r;
                daemon->n_sinks++;
        }
        return 0;
}

static int
build_journal(struct pd_daemon *daemon)
{
        const struct pd_journal_options options = {.run_dir = daemon->options->run_dir, .state_dir = daemon->options->state_dir};

        int r = pd_journal_new(&options, &daemon->journal);

        if (r == -EWOULDBLOCK)
                pd_log(LOG_ERR, "already running (%s, --run-dir, is another's); giving up", options.run_dir);
        else if (r < 0)
                pd_log(LOG_ERR, "the journal cannot be opened in %s (--run-dir) and %s (--state-dir): %s; giving up", options.run_dir,
                        options.state_dir, strerror(-r));
        return r;
}

static int
build_history(struct pd_daemon *daemon)
{
        daemon->history_context = (struct pd_history_context) {
                .state_dir = daemon->options->state_dir,
                .run_dir = daemon->options->run_dir,
                .threaded = true,
                .journal = daemon->journal,
                .athlete = athlete_at,
                .workout = workout_of,
                .somebody_runs = somebody_runs,
                .clock = tell_clock,
                .publish = publish,
                .forget = forget,
                .user = daemon,
        };
        return pd_history_new(&daemon->history_context, &daemon->history);
}

static void
watch_folder(struct pd_daemon *daemon, const char *base, const char *athlete)
{
        struct pd_import_folder **folder = &daemon->import_folders[daemon->n_import_folders];
        char path[PD_CONFIG_PATH_SIZE + PD_ID_SIZE];
        int r;

        snprintf(path, sizeof(path), "%s/%s", base, athlete);
        r = pd_import_folder_new(pd_loop_event(daemon->loop), daemon->history, athlete, path, folder);
        if (r < 0)
                pd_log(LOG_WARNING, "%s is not watched for files: %s; the rest goes on", path, strerror(-r));
        else
                daemon->n_import_folders++;
}

/* The one that purposectl import uses, and the administrator's. */
static void
watch_folders(struct pd_daemon *daemon)
{
        char spool[PD_CONFIG_PATH_SIZE];

        snprintf(spool, sizeof(spool), "%s/" PD_IMPORT_SPOOL, daemon->options->state_dir);
        if (mkdir(spool, 0700) < 0 && errno != EEXIST)
                pd_log(LOG_WARNING, "%s cannot be made: %s; purposectl import will not find us", spool, strerror(errno));
        for (size_t i = 0; i < daemon->config->n_athletes; i++) {
                watch_folder(daemon, spool, daemon->config->athletes[i].athlete.id);
                if (daemon->config->import_folder[0] != '\0')
                        watch_folder(daemon, daemon->config->import_folder, daemon->config->athletes[i].athlete.id);
        }
}

/* What a trace would open with today. */
static void
snapshot_of(const struct pd_daemon *daemon, const struct pd_roster_entry *entry, struct pd_snapshot *ret)
{
        memset(ret, 0, sizeof(*ret));
        ret->engine_version = PD_ENGINE_VERSION;
        ret->athlete = entry->athlete;
        ret->workout = entry->workout;
        for (size_t i = 0; i < pd_enrolment_count(daemon->enrolment) && ret->n_sensors < PD_ENGINE_SENSORS_MAX; i++) {
                const struct pd_config_sensor *sensor = &pd_enrolment_at(daemon->enrolment, i)->sensor;
                if (!pd_config_sensor_is_of(sensor, entry->athlete.id))
                        continue;
                memcpy(ret->sensors[ret->n_sensors].address, sensor->address, sizeof(sensor->address));
                memcpy(ret->sensors[ret->n_sensors++].name, sensor->name, sizeof(sensor->name));
        }
}

static void
drop_outdated(struct pd_daemon *daemon, struct pd_recovery *recovery, const struct pd_roster_entry *entry)
{
        const struct pd_recovery_trace *open = pd_recovery_unfinished(recovery);
        struct pd_snapshot *today = open != NULL ? malloc(sizeof(*today)) : NULL; /* a workout is large */

        if (today == NULL)
                return;
        snapshot_of(daemon, entry, today);
        if (pd_restore_is_outdated(open, today))
                pd_recovery_drop_unfinished(recovery);
        free(today);
}

/* A folder was moved: the journal must not go on with what is not followed. */
static void
drop_foreign(struct pd_recovery *recovery, const char *athlete)
{
        const struct pd_recovery_trace *open = pd_recovery_unfinished(recovery);

        if (open == NULL || !pd_restore_is_foreign(open, athlete))
                return;
        pd_log(LOG_WARNING, "%s: the last trace is another athlete's; it stays where it is, and a new one begins", athlete);
        pd_recovery_drop_unfinished(recovery);
}

static void
warn_of_faults(const struct pd_recovery *recovery)
{
        if (recovery->card_error < 0)
                pd_log(LOG_WARNING, "%s: the card cannot be read: %s; going on with what is in memory", recovery->athlete,
                        strerror(-recovery->card_error));
        for (size_t i = 0; i < recovery->n_traces; i++)
                if (recovery->traces[i].error < 0)
                        pd_log(LOG_WARNING, "%s: the trace of %s is damaged in line %zu: expected %s; its beginning goes on, "
                                            "the whole is kept beside it",
                                recovery->athlete, recovery->traces[i].session[0] != '\0' ? recovery->traces[i].session : "no session yet",
                                recovery->traces[i].fault.line, recovery->traces[i].fault.expected);
}

static void
resume_journal(struct pd_daemon *daemon, struct pd_recovery *recovery, const struct pd_roster_entry *entry)
{
        int r;

        warn_of_faults(recovery);
        for (size_t i = 0; i < pd_recovery_n_closed(recovery); i++)
                pd_history_recover(daemon->history, entry->athlete.id, recovery->traces[i].bytes, recovery->traces[i].size);
        drop_foreign(recovery, entry->athlete.id);
        drop_outdated(daemon, recovery, entry);
        r = pd_journal_resume(daemon->journal, recovery);
        if (r < 0)
                pd_log(LOG_WARNING, "%s: the last trace does not go on: %s; nothing is recorded until its session has ended",
                        entry->athlete.id, strerror(-r));
}

static int
build_lane(struct pd_daemon *daemon, const struct pd_roster_entry *entry)
{
        struct pd_recovery *recovery = NULL;
        int r = pd_recovery_open(daemon->options->run_dir, daemon->options->state_dir, entry->athlete.id, &recovery);

        if (r < 0)
                pd_log(LOG_WARNING, "%s: the last trace cannot be read: %s; starting anew", entry->athlete.id, strerror(-r));
        if (recovery != NULL)
                resume_journal(daemon, recovery, entry);
        daemon->restoring->clock.utc_offset_s = pd_zone_offset(entry->athlete.time_zone, daemon->restoring->clock.real);
        r = pd_restore_lane(daemon->restoring, recovery, &entry->athlete, &entry->workout);
        pd_recovery_free(recovery);
        return failed(entry->athlete.id, r);
}

static int
build_guest(struct pd_daemon *daemon)
{
        struct pd_roster_entry *guest;
        int r;

        if (!pd_roster_has_guest(daemon->config) || daemon->config->n_athletes == PD_ATHLETES_MAX)
                return 0;
        guest = malloc(sizeof(*guest)); /* a workout is large */
        if (guest == NULL)
                return -ENOMEM;
        pd_roster_guest_of(daemon->config, guest);
        r = build_lane(daemon, guest);
        free(guest);
        return r;
}

static int
build_lanes(struct pd_daemon *daemon, struct pd_findings *findings)
{
        const struct pd_roster_entry *entry;
        int r = 0;

        for (size_t i = 0; r >= 0 && i < daemon->config->n_athletes; i++) {
                r = pd_today_entry(daemon->today, i, findings, &entry);
                if (r >= 0)
                        r = build_lane(daemon, entry);
        }
        if (r >= 0)
                r = build_guest(daemon);
        for (size_t i = 0; r >= 0 && i < pd_enrolment_count(daemon->enrolment); i++) {
                const struct pd_config_sensor *sensor = &pd_enrolment_at(daemon->enrolment, i)->sensor;
                int enrolled = seat_sensor(daemon, sensor);
                if (enrolled < 0)
                        pd_log(LOG_WARNING, "%s: not heard for %s: %s", sensor->address, sensor->athlete, strerror(-enrolled));
        }
        return r;
}

/* The folder of the configuration has that of the plans. */
static int
build_today(struct pd_daemon *daemon)
{
        const char *path = daemon->options->config, *slash = strrchr(path, '/');
        int r;

        snprintf(daemon->plans_dir, sizeof(daemon->plans_dir), "%.*splans", slash != NULL ? (int) (slash - path + 1) : 0, path);
        daemon->today_context = (struct pd_today_context) {
                .config = daemon->config,
                .plans_dir = daemon->plans_dir,
                .state_dir = daemon->options->state_dir,
                .clock = clock_now,
                .sessions_done = sessions_done,
                .past = past_sessions,
                .entry = on_entry,
                .brief = on_brief,
                .offset_changed = on_offset,
                .user = daemon,
        };
        daemon->today_context.files = daemon->files = pd_state_files_new(daemon->options->state_dir);
        if (daemon->files == NULL)
                return failed("the state directory", -ENOMEM);
        r = pd_enrolment_new(daemon->config, daemon->files, &daemon->enrolment);
        if (r >= 0)
                r = pd_today_new(&daemon->today_context, &daemon->today);
        if (r >= 0)
                pd_today_watch(daemon->today, pd_loop_event(daemon->loop));
        return failed("today", r);
}

static int
build_pump(struct pd_daemon *daemon, struct pd_findings *findings)
{
        const struct pd_pump_ports ports = {.tap = on_input, .event = on_event, .user = daemon, .utc_offset = utc_offset_of};
        struct pd_restore restore = {
                .sinks = daemon->sinks,
                .n_sinks = daemon->n_sinks,
                .clock = *pd_loop_clock(daemon->loop),
                .record = record,
                .user = daemon,
        };
        int r;

        daemon->pump = pd_pump_new(&ports);
        if (daemon->pump == NULL)
                return -ENOMEM;
        restore.pump = daemon->pump;
        daemon->restoring = &restore;
        r = build_lanes(daemon, findings);
        daemon->restoring = NULL;
        if (r < 0)
                return r;
        pd_pump_clock(daemon->pump, restore.clock.boot, &restore.clock);
        return 0;
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

static int
build_source(struct pd_daemon *daemon)
{
        int r;

        daemon->source_context = (struct pd_source_context) {
                .loop = pd_loop_event(daemon->loop),
                .now = source_now,
                .boottime = source_boottime,
                .frame = on_frame,
                .link = on_link,
                .hint = on_hint,
                .user = daemon,
        };
        r = failed("Bluetooth cannot be set up", pd_bluez_new(&daemon->source_context, daemon->options->bus, &daemon->bluez));
        for (size_t i = 0; r >= 0 && i < pd_enrolment_count(daemon->enrolment); i++) {
                const char *address = pd_enrolment_at(daemon->enrolment, i)->sensor.address;

                r = failed(address, pd_bluez_enroll(daemon->bluez, address));
        }
        if (r < 0)
                return r;
        cut_links(daemon);
        pd_bluez_start(daemon->bluez);
        return 0;
}

/* The desk, and all who serve verbs there. */
static int
build_orders(struct pd_daemon *daemon)
{
        daemon->orders_context = (struct pd_orders_context) {.pump = daemon->pump, .now = source_now, .user = daemon};
        daemon->status_context = (struct pd_status_context) {
                .pump = daemon->pump,
                .node = daemon->config->node,
                .version = PD_VERSION,
                .node_state = on_node_state,
                .outlet = outlet_at,
                .user = daemon,
        };
        daemon->orders = pd_orders_new(&daemon->orders_context);
        if (daemon->orders == NULL)
                return -ENOMEM;
        pd_orders_serve(daemon->orders, pd_status_services, pd_status_n_services, &daemon->status_context);
        pd_orders_serve(daemon->orders, pd_today_services, pd_today_n_services, daemon->today);
        daemon->sensor_orders = (struct pd_sensor_orders) {
                .config = daemon->config,
                .enrolment = daemon->enrolment,
                .pump = daemon->pump,
                .enroll = enroll_sensor,
                .forget = forget_sensor,
                .scan = scan_around,
                .user = daemon,
        };
        pd_orders_serve(daemon->orders, pd_sensor_services, pd_sensor_n_services, &daemon->sensor_orders);
        pd_orders_serve(daemon->orders, pd_mending_services, pd_mending_n_services, daemon->history);
        pd_orders_serve(daemon->orders, pd_listing_services, pd_listing_n_services, daemon->history);
        pd_orders_serve(daemon->orders, pd_athletes_services, pd_athletes_n_services, daemon->history);
        return 0;
}

static int
build_control(struct pd_daemon *daemon)
{
        daemon->control_context = (struct pd_control_context) {
                .loop = pd_loop_event(daemon->loop),
                .version = PD_VERSION,
                .order = on_order,
                .restate = on_listener,
                .user = daemon,
        };
        return failed("the control interface cannot be set up",
                pd_control_new(&daemon->control_context, daemon->options->bus, &daemon->control));
}

static int
build(struct pd_daemon *daemon, struct pd_findings *findings)
{
        int r = build_loop(daemon);

        if (r >= 0)
                r = build_journal(daemon);
        if (r >= 0)
                r = build_sinks(daemon);
        if (r >= 0)
                r = build_history(daemon);
        if (r >= 0)
                r = build_today(daemon);
        if (r >= 0)
                r = build_pump(daemon, findings);
        if (r >= 0)
                r = build_source(daemon);
        if (r >= 0)
                r = build_orders(daemon);
        if (r >= 0)
                r = build_control(daemon);
        if (r < 0)
                return r;
        pd_history_restate(daemon->history);
        watch_folders(daemon);
        return 0;
}

int
pd_daemon_new(const struct pd_options *options, const struct pd_config *config, struct pd_findings *findings, struct pd_daemon **ret)
{
        struct pd_daemon *daemon = calloc(1, sizeof(*daemon));
        int r;

        if (daemon == NULL)
                return -ENOMEM;
        daemon->options = options;
        daemon->config = config;
        r = build(daemon, findings);
        if (r < 0) {
                pd_daemon_free(daemon);
                return r;
        }
        *ret = daemon;
        return 0;
}

int
pd_daemon_run(struct pd_daemon *daemon)
{
        int r;

        tell_status(daemon);
        pd_notify_ready();
        r = failed("the event loop", pd_loop_run(daemon->loop));
        pd_notify_stopping();
        return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

/* ---- taking down ------------------------------------------------------------------ */

static void
report_sessions(struct pd_daemon *daemon)
{
        const struct pd_command report = {.verb = PD_COMMAND_REPORT};
        struct pd_answer answer;

        for (size_t i = 0; i < pd_pump_n_athletes(daemon->pump); i++)
                pd_pump_command(daemon->pump, pd_loop_now(daemon->loop), pd_pump_snapshot(daemon->pump, i)->athlete.id, &report, &answer);
}

static void
free_sinks(struct pd_daemon *daemon)
{
        for (size_t i = 0; i < daemon->n_sinks; i++)
                daemon->sinks[i]->type->stop(daemon->sinks[i]);
        for (size_t i = 0; i < daemon->n_sinks; i++)
                daemon->sinks[i]->type->free(daemon->sinks[i]);
        daemon->n_sinks = 0;
        free(daemon->sinks);
}

struct pd_daemon *
pd_daemon_free(struct pd_daemon *daemon)
{
        if (daemon == NULL)
                return NULL;
        pd_bluez_free(daemon->bluez);
        if (daemon->pump != NULL)
                report_sessions(daemon);
        daemon->control = pd_control_free(daemon->control);
        pd_orders_free(daemon->orders);
        pd_reply_clear(&daemon->reply);
        for (size_t i = 0; i < daemon->n_import_folders; i++)
                pd_import_folder_free(daemon->import_folders[i]);
        free_sinks(daemon);
        pd_pump_free(daemon->pump);
        daemon->today = pd_today_free(daemon->today);
        pd_enrolment_free(daemon->enrolment);
        pd_state_files_free(daemon->files);
        pd_history_free(daemon->history);
        if (daemon->journal != NULL && pd_journal_sync_and_free(daemon->journal) < 0)
                pd_log(LOG_WARNING, "the card did not take everything; the rest waits in %s", daemon->options->run_dir);
        pd_notify_free(daemon->notify);
        pd_loop_free(daemon->loop);
        free(daemon);
        return NULL;
}
