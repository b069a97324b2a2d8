/* SPDX-License-Identifier: MIT */
/* A plan for the daemon: it keeps it, and the one before. */
#include "ctl/plan.h"

#include "purposed/command.h"

#include <stdio.h>
#include <stdlib.h>

static int
send_words(const struct pd_ctl_plan_options *options, const char *what, const char *bytes)
{
        const int status = pd_ctl_plan_ask(options, (const char *const[]){what, bytes, NULL}, NULL);

        if (status < 0)
                fputs("purposectl: the daemon does not run: nothing was changed\n", stderr);
        return status < 0 ? 1 : status;
}

/* What does not read is shown with its line here, and does not get there. */
int
pd_ctl_plan_install(const struct pd_ctl_plan_options *options)
{
        struct pd_plan *plan;
        char *bytes;
        size_t size;
        int status;

        if (options->file == NULL) {
                fputs("purposectl: which FILE is to be installed? See purposectl plan --help\n", stderr);
                return 2;
        }
        plan = pd_ctl_plan_load(options);
        if (plan == NULL)
                return 1;
        pd_plan_yaml_free(plan);
        bytes = pd_ctl_plan_bytes(options->file, &size);
        if (bytes == NULL)
                return 1;
        bytes[size < PD_PLAN_FILE_MAX ? size : PD_PLAN_FILE_MAX] = '\0';
        status = send_words(options, PD_COMMAND_INSTALL, bytes);
        free(bytes);
        return status;
}

int
pd_ctl_plan_restore(const struct pd_ctl_plan_options *options)
{
        if (options->file != NULL) {
                fputs("purposectl: plan restore takes no FILE: the daemon has kept the plan from before\n", stderr);
                return 2;
        }
        return send_words(options, "restore", NULL);
}
