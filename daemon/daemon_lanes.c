/* SPDX-License-Identifier: MIT */
#include "daemon_inside.h"

#include "roster.h"
#include "zone.h"

#include "purposed/log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

/* Of a shared one, all of them. -EEXIST: a trace has brought it. */
int
pd_daemon_seat_sensor(struct pd_daemon *daemon, const struct pd_config_sensor *sensor)
{
        const char *at = sensor->athlete;
        char id[PD_ID_SIZE + 1];
        int r = 0;

        while (r >= 0 && pd_config_next_owner(&at, id)) {
                r = pd_pump_enroll(daemon->pump, id, sensor->address, sensor->name);
                if (r == -EEXIST)
                        r = 0;
                if (r == 0)
                        r = pd_pump_calibrate(daemon->pump, id, sensor->address, sensor->factor);
        }
        return r;
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
                memcpy(ret->sensors[ret->n_sensors].name, sensor->name, sizeof(sensor->name));
                ret->sensors[ret->n_sensors++].factor = sensor->factor;
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
        return pd_daemon_failed(entry->athlete.id, r);
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

static bool
is_enrolled(const struct pd_enrolment *enrolment, const char *address, const char *athlete)
{
        for (size_t i = 0; i < pd_enrolment_count(enrolment); i++) {
                const struct pd_config_sensor *sensor = &pd_enrolment_at(enrolment, i)->sensor;

                if (strcmp(sensor->address, address) == 0)
                        return pd_config_sensor_is_of(sensor, athlete);
        }
        return false;
}

/* A trace brings the sensors of its time. One that is no longer the athlete's
 * would count as hers beside its new owner's; those who have it get it back
 * right behind. What a guest ran with was never a guest's. */
static void
drop_strangers(struct pd_daemon *daemon)
{
        for (size_t i = 0; i < pd_pump_n_athletes(daemon->pump); i++) {
                const struct pd_snapshot *snapshot = pd_pump_snapshot(daemon->pump, i);

                for (size_t k = 0; k < snapshot->n_sensors && !pd_athlete_is_guest(&snapshot->athlete); k++)
                        if (!is_enrolled(daemon->enrolment, snapshot->sensors[k].address, snapshot->athlete.id))
                                (void) pd_pump_forget(daemon->pump, snapshot->sensors[k].address);
        }
}

int
pd_daemon_build_lanes(struct pd_daemon *daemon, struct pd_findings *findings)
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
        if (r >= 0)
                drop_strangers(daemon);
        for (size_t i = 0; r >= 0 && i < pd_enrolment_count(daemon->enrolment); i++) {
                const struct pd_config_sensor *sensor = &pd_enrolment_at(daemon->enrolment, i)->sensor;
                int enrolled = pd_daemon_seat_sensor(daemon, sensor);
                if (enrolled < 0)
                        pd_log(LOG_WARNING, "%s: not heard for %s: %s", sensor->address, sensor->athlete, strerror(-enrolled));
        }
        return r;
}
