/* SPDX-License-Identifier: MIT */
/*
 * Versions of the kernel and of BlueZ, and what is known to be wrong with
 * some: pure.
 */
#pragma once

#include "ctl/doctor/diagnosis.h"

#include <stdint.h>

/* "6.8.0-45-generic" is 6, 8, 0; "5.66" is 5, 66, 0. */
struct pd_version {
        int32_t major, minor, patch;
};

/* What follows the numbers does not count. -EINVAL: it does not begin with two of them. */
int pd_version_parse(const char *text, struct pd_version *ret);

/* < 0, 0, > 0. */
int pd_version_compare(const struct pd_version *a, const struct pd_version *b);

/* RELEASE as uname(2) has it. */
void pd_versions_judge_kernel(struct pd_diagnosis *diagnosis, const char *release);

/* As `bluetoothd --version` says it. ACQUIRES: some sensor is heard by AcquireNotify. */
void pd_versions_judge_bluez(struct pd_diagnosis *diagnosis, const char *version, bool acquires);
