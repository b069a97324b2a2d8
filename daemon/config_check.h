/* SPDX-License-Identifier: MIT */
/* The checks that need every file to have been read. */
#pragma once

#include "config.h"

#define PD_CONFIG_RESERVED_ID "bridge" /* the bridge's own level of the topics */

/* Adds errors and warnings to FINDINGS. PATH is named where no one line is at fault. */
void pd_config_check(const struct pd_config *config, const char *path, struct pd_findings *findings);

/* Adds a note if nobody listens but who asks; for who has just written PATH. */
void pd_config_note_silence(const struct pd_config *config, const char *path, const struct pd_sink_type *const *sink_types,
        struct pd_findings *findings);

/* Adds what the sinks find in the files that their sections name: an error;
 * a note where only another user may look. */
void pd_config_try_sinks(const struct pd_config *config, const char *path, struct pd_findings *findings);
