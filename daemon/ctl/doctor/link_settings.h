/* SPDX-License-Identifier: MIT */
/*
 * What BlueZ's main.conf says of LE links, and whether a runner's links will
 * stand with it. What they mean is told in conf/bluetooth.md.
 */
#pragma once

#include "ctl/doctor/diagnosis.h"

#include <stdint.h>

#define PD_MAIN_CONF "/etc/bluetooth/main.conf"

struct pd_link_settings {
        int32_t timeout;      /* ConnectionSupervisionTimeout, 10 ms; 0: not set */
        int32_t min_interval; /* 1.25 ms; 0: not set */
        int32_t max_interval;
        int32_t latency;
        unsigned line;        /* of the value that could not be read; 0: all could */
};

/* -ENOENT and others of the system's. A file without the section is well. */
int pd_link_settings_read(const char *path, struct pd_link_settings *ret);

/* TIMEOUT_IN_USE: what the kernel says of an adapter, in 10 ms; 0: it was not asked. */
void pd_link_settings_judge(struct pd_diagnosis *diagnosis, const struct pd_link_settings *settings, int32_t timeout_in_use);
