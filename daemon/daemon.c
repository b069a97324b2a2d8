/* SPDX-License-Identifier: MIT */
#include "daemon_inside.h"

#include "purposed/log.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>

int
pd_daemon_failed(const char *what, int r)
{
        if (r < 0)
                pd_log(LOG_ERR, "%s: %s; giving up", what, strerror(-r));
        return r;
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
build_files(struct pd_daemon *daemon)
{
        daemon->files = pd_state_files_new(daemon->options->state_dir);
        return daemon->files == NULL ? pd_daemon_failed("the state directory", -ENOMEM) : 0;
}

/* The order of the data: who is told of something stands before who tells. */
static int
build(struct pd_daemon *daemon, struct pd_findings *findings)
{
        int r = pd_daemon_build_loop(daemon);

        if (r >= 0)
                r = build_journal(daemon);
        if (r >= 0)
                r = build_files(daemon);
        if (r >= 0)
                r = pd_daemon_build_sinks(daemon);
        if (r >= 0)
                r = pd_daemon_build_history(daemon);
        if (r >= 0)
                r = pd_daemon_build_owed(daemon);
        if (r >= 0)
                r = pd_daemon_build_today(daemon);
        if (r >= 0)
                r = pd_daemon_build_pump(daemon, findings);
        if (r >= 0)
                r = pd_daemon_build_source(daemon);
        if (r >= 0)
                r = pd_daemon_build_desk(daemon);
        if (r >= 0)
                r = pd_daemon_build_door(daemon);
        if (r < 0)
                return r;
        if (pd_history_is_new(daemon->history))
                pd_history_restate(daemon->history);
        pd_owed_begin(daemon->owed);
        pd_today_begin_weeks(daemon->today);
        pd_daemon_watch_folders(daemon);
        pd_daemon_look_at_guests(daemon);
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

        pd_daemon_tell_status(daemon);
        pd_notify_ready();
        r = pd_daemon_failed("the event loop", pd_loop_run(daemon->loop));
        pd_notify_stopping();
        return r < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}

static void
report_sessions(struct pd_daemon *daemon)
{
        const struct pd_command report = {.verb = PD_COMMAND_REPORT};
        struct pd_answer answer;

        for (size_t i = 0; i < pd_pump_n_athletes(daemon->pump); i++)
                pd_pump_command(daemon->pump, pd_loop_now(daemon->loop), pd_pump_snapshot(daemon->pump, i)->athlete.id, &report, &answer);
}

/* The other way round: first nothing comes in any more, last the journal
 * takes what the others had to say. */
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
        pd_explainer_free(daemon->explainer);
        pd_reply_clear(&daemon->reply);
        for (size_t i = 0; i < daemon->n_import_folders; i++)
                pd_import_folder_free(daemon->import_folders[i]);
        pd_daemon_free_sinks(daemon);
        daemon->owed = pd_owed_free(daemon->owed);
        pd_pump_free(daemon->pump);
        daemon->today = pd_today_free(daemon->today);
        daemon->anchors = pd_anchors_free(daemon->anchors);
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
