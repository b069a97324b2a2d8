/* SPDX-License-Identifier: MIT */
#include "config.h"
#include "config_check.h"
#include "daemon.h"
#include "options.h"
#include "roster.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_CONFIGURATION 78 /* EX_CONFIG of sysexits.h: starting again does not mend it */
#define EXIT_USAGE 2 /* nor this: RestartPreventExitStatus= of the unit */

/* The usual place may be empty; who names a file means that one. */
static int
read_configuration(const struct pd_options *options, struct pd_findings *findings, struct pd_config **ret)
{
        if (options->config_named && access(options->config, F_OK) < 0) {
                pd_findings_add(findings, PD_FINDING_ERROR, options->config, 0, "cannot be read: %s", strerror(errno));
                return -EBADMSG;
        }
        return pd_config_read(options->config, pd_sink_types, findings, ret);
}

static int
check(const char *path, const struct pd_config *config, struct pd_findings *findings)
{
        struct pd_roster_entry *entry = malloc(sizeof(*entry));
        const struct pd_roster_day any = {0};
        int r = entry != NULL ? 0 : -ENOMEM;

        for (size_t i = 0; entry != NULL && i < config->n_athletes; i++)
                if (pd_roster_entry_of(&config->athletes[i], &any, findings, entry) < 0)
                        r = -EBADMSG;
        pd_config_note_silence(config, path, pd_sink_types, findings);
        pd_config_try_sinks(config, path, findings);
        free(entry);
        return r == 0 && findings->n_errors > 0 ? -EBADMSG : r;
}

static int
run(const struct pd_options *options, const struct pd_config *config, struct pd_findings *findings)
{
        struct pd_daemon *daemon = NULL;
        size_t said = findings->n, errors = findings->n_errors;
        int r = pd_daemon_new(options, config, findings, &daemon);
        int status;

        if (r < 0) {
                if (findings->n > said)
                        pd_findings_print(findings);
                return r == -EBADMSG || findings->n_errors > errors ? EXIT_CONFIGURATION : EXIT_FAILURE;
        }
        status = pd_daemon_run(daemon);
        pd_daemon_free(daemon);
        return status;
}

int
main(int argc, char **argv)
{
        static struct pd_findings findings; /* 30 KiB */
        struct pd_options options;
        struct pd_config *config = NULL;
        int r = pd_options_parse(argc, argv, &options), status;

        if (r != 0)
                return r > 0 ? EXIT_SUCCESS : EXIT_USAGE;
        r = read_configuration(&options, &findings, &config);
        if (options.check && r >= 0)
                r = check(options.config, config, &findings);
        pd_findings_print(&findings);
        if (r < 0) /* a file that cannot be read has its error among the findings */
                status = findings.n_errors > 0 ? EXIT_CONFIGURATION : EXIT_FAILURE;
        else if (options.check)
                status = puts("the configuration reads well") < 0 ? EXIT_FAILURE : EXIT_SUCCESS;
        else
                status = run(&options, config, &findings);
        pd_config_free(config);
        return status;
}
