/* SPDX-License-Identifier: MIT */
/*
 * The command-line client: one verb a file. Verbs of the client's own are
 * listed in purposectl.c; all others of include/purposed/commands.def are
 * orders, which ctl/order.c takes to the daemon.
 */
#pragma once

#include <stdio.h>

struct pd_ctl_verb {
        const char *name;
        const char *summary; /* one line for --help */
        /* ARGV[0] is the verb. The exit status: 0, 1 = it failed and said
         * why, 2 = the words were wrong. */
        int (*run)(int argc, char **argv);
};

extern const struct pd_ctl_verb pd_ctl_doctor;
extern const struct pd_ctl_verb pd_ctl_import;
extern const struct pd_ctl_verb pd_ctl_plan;
extern const struct pd_ctl_verb pd_ctl_replay;
extern const struct pd_ctl_verb pd_ctl_watch;

/* ARGV[0], a verb of the table, with its words and options, to the daemon and
 * its answer back. The exit status. */
int pd_ctl_order(int argc, char **argv);

/* The same for a verb of the client's own, which can do something without a
 * daemon: -1, without a word, if none runs. PRINT has the text of a good answer. */
int pd_ctl_ask(int argc, char **argv, void (*print)(const char *text));

/* The verbs of the table in their groups, a line each. */
void pd_ctl_list_orders(FILE *to);
