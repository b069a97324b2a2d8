/* SPDX-License-Identifier: MIT */
/*
 * What a line of a configuration file means. Private to config.c, which
 * brings the files and keeps what comes of them.
 */
#pragma once

#include "conf_file.h"
#include "config.h"

/* A key that was set in the file at hand. */
struct pd_config_mention {
        char section[PD_CONF_NAME_MAX + 1];
        char key[PD_CONF_NAME_MAX + 1];
        unsigned line;
};

/* What the section at hand fills; table NULL: keys are passed over. */
struct pd_config_room {
        char section[PD_CONF_NAME_MAX + 1]; /* in its one spelling */
        const struct pd_setting *table;
        void *object;
        struct pd_config_athlete *athlete; /* in an athlete's section */
};

struct pd_config_reading {
        struct pd_config *config;
        const struct pd_sink_type *const *sink_types;
        struct pd_findings *findings;
        const char *file;
        struct pd_config_room room;
        struct pd_config_mention *mentions; /* of this file; freed by who began the reading */
        size_t n_mentions;
        uint64_t hash; /* of what was read so far */
        int error;     /* -ENOMEM */
};

/* Each is true while the reading is to go on: not too many errors, and memory. */
bool pd_config_reading_goes_on(const struct pd_config_reading *reading);
bool pd_config_take_entry(struct pd_config_reading *reading, const struct pd_conf_entry *entry);
