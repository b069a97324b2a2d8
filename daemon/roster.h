/* SPDX-License-Identifier: MIT */
/*
 * Who runs today and what: the configuration's athletes with their
 * thresholds estimated where they are missing, and their workouts compiled.
 */
#pragma once

#include "config.h"

#include "purposed/plan.h"

struct pd_roster_entry {
        struct pd_athlete athlete;
        struct pd_workout workout;
};

/* One entry in RET. A workout that does not read is an error among FINDINGS
 * and -EBADMSG. */
int pd_roster_entry_of(const struct pd_config_athlete *config, struct pd_findings *findings, struct pd_roster_entry *ret);
