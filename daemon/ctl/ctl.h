/* SPDX-License-Identifier: MIT */
/*
 * The command-line client: one verb a file.
 */
#pragma once

struct pd_ctl_verb {
        const char *name;
        const char *summary; /* one line for --help */
        /* ARGV[0] is the verb. The exit status: 0, 1 = it failed and said
         * why, 2 = the words were wrong. */
        int (*run)(int argc, char **argv);
};

extern const struct pd_ctl_verb pd_ctl_import;
extern const struct pd_ctl_verb pd_ctl_replay;
