/* SPDX-License-Identifier: MIT */
/*
 * What BlueZ's main.conf says of LE links, and whether a runner's links will
 * stand with it. What they mean is told in conf/purposed-bluetooth.7.
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

#define PD_TIMEOUTS_MAX 16 /* adapters */

/* What the kernel says of an adapter. */
struct pd_timeout_in_use {
        char adapter[16]; /* "hci0" */
        int32_t timeout;  /* 10 ms */
};

/* Below FOLDER, the kernel's debug/bluetooth, which root alone may read: in how many adapters there is one. */
size_t pd_timeouts_read(const char *folder, struct pd_timeout_in_use ret[static PD_TIMEOUTS_MAX]);

/* N is 0 where the kernel was not asked: then what the file says counts. */
void pd_link_settings_judge(
        struct pd_diagnosis *diagnosis, const struct pd_link_settings *settings, const struct pd_timeout_in_use *in_use, size_t n);
