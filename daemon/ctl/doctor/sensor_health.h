/* SPDX-License-Identifier: MIT */
/* What the daemon says of a sensor, and what that calls for: pure. */
#pragma once

#include "ctl/doctor/diagnosis.h"

/* As `sensors list --json` has it; no text is NULL. */
struct pd_told_sensor {
        const char *address, *athlete, *name;
        const char *trouble;   /* of include/purposed/troubles.def: "held"; "": nothing is wrong */
        const char *lookalike; /* somebody with its name at another address; "" */
        bool live, released;
};

void pd_sensor_judge(struct pd_diagnosis *diagnosis, const struct pd_told_sensor *sensor);

/* Somebody's whom BlueZ connected for our sake. TRUSTED: it stays so. NAME may be "". */
void pd_stranger_judge(struct pd_diagnosis *diagnosis, const char *address, const char *name, bool trusted);
