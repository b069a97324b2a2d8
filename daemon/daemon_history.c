/* SPDX-License-Identifier: MIT */
#include "daemon_inside.h"
#include "zone.h"

#include "purposed/log.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>

static const struct pd_athlete *
athlete_at(void *user, size_t i)
{
        struct pd_daemon *daemon = user;

        return daemon->pump != NULL && i < pd_pump_n_athletes(daemon->pump) ? &pd_pump_snapshot(daemon->pump, i)->athlete : NULL;
}

/* What the plan leaves open, the configuration says of today alone. */
static int
workout_of(void *user, const struct pd_athlete *athlete, pd_day day, const struct pd_recording_about *about, struct pd_workout *ret)
{
        struct pd_daemon *daemon = user;
        const struct pd_clock *clock = pd_loop_clock(daemon->loop);
        const struct pd_snapshot *snapshot;
        int r = daemon->today != NULL ? pd_today_workout(daemon->today, athlete, day, ret) : -ENOENT;

        (void) about;
        if (r != -ENOENT || day != pd_day_at(clock->real, pd_zone_offset(athlete->time_zone, clock->real), athlete->day_starts))
                return r;
        snapshot = pd_daemon_snapshot(daemon, athlete->id);
        if (snapshot == NULL)
                return r;
        *ret = snapshot->workout;
        return 0;
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

void
pd_daemon_publish(struct pd_daemon *daemon, const struct pd_event *event)
{
        if (daemon->control != NULL)
                pd_control_event(daemon->control, event);
        if (!daemon->control_only)
                pd_daemon_tell_sinks(daemon, event);
}

static void
on_changed(void *user, const char *athlete)
{
        struct pd_daemon *daemon = user;

        pd_today_past_changed(daemon->today, pd_loop_now(daemon->loop), athlete);
}

/* The trace has it from the history. */
static void
on_mended(void *user, const struct pd_event *event)
{
        struct pd_daemon *daemon = user;

        pd_daemon_publish(daemon, event);
        on_changed(daemon, event->athlete->id);
}

static void
forget(void *user, const char *athlete)
{
        struct pd_daemon *daemon = user;

        for (size_t i = 0; i < daemon->n_sinks; i++)
                if (daemon->sinks[i]->type->forget != NULL)
                        daemon->sinks[i]->type->forget(daemon->sinks[i], athlete);
        pd_owed_forget(daemon->owed, athlete);
        pd_anchors_forget(daemon->anchors, athlete);
        pd_today_forget(daemon->today, athlete);
}

int
pd_daemon_build_history(struct pd_daemon *daemon)
{
        int r;

        daemon->history_context = (struct pd_history_context) {
                .state_dir = daemon->options->state_dir,
                .run_dir = daemon->options->run_dir,
                .threaded = true,
                .journal = daemon->journal,
                .athlete = athlete_at,
                .workout = workout_of,
                .somebody_runs = somebody_runs,
                .clock = tell_clock,
                .publish = on_mended,
                .changed = on_changed,
                .forget = forget,
                .user = daemon,
        };
        r = pd_history_new(&daemon->history_context, &daemon->history);
        pd_guests_init(&daemon->guests, daemon->history);
        return r;
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
void
pd_daemon_watch_folders(struct pd_daemon *daemon)
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

/* Those that were too old while nobody was here. */
void
pd_daemon_look_at_guests(struct pd_daemon *daemon)
{
        struct pd_clock clock;

        pd_daemon_clock_now(daemon, &clock);
        pd_guests_look(&daemon->guests, &clock);
}
