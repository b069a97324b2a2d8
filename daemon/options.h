/* SPDX-License-Identifier: MIT */
/* What stands on the daemon's command line. */
#pragma once

#include "loop_clock.h"

#include <stdbool.h>

struct pd_options {
        const char *config;
        bool config_named;   /* on the command line: it must be there */
        const char *bus;     /* address of the D-Bus for BlueZ and the control interface; NULL = the system's */
        const char *run_dir; /* from systemd's $RUNTIME_DIRECTORY, if not said */
        const char *state_dir; /* $STATE_DIRECTORY */
        bool check;          /* read the configuration, say what is wrong, end */
        struct pd_rate rate;
        pd_usec epoch;       /* CLOCK_BOOTTIME since when the clock has run at that rate; 0 = now */
};

/* 0; 1: --help or --version has been answered; -EINVAL: said on stderr. */
int pd_options_parse(int argc, char **argv, struct pd_options *ret);
