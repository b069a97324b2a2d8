/* SPDX-License-Identifier: MIT */
/* What BlueZ and the daemon say of an adapter, and what that calls for: pure. */
#pragma once

#include "ctl/doctor/diagnosis.h"

/* As BlueZ says it. */
struct pd_told_adapter {
        char name[16]; /* "hci0" */
        char address[24];
        char state[24]; /* PowerState; "" before BlueZ 5.65 */
        bool powered;
};

/* WANTED: the addresses that the configuration names, blanks between; "": any may be used. */
void pd_adapter_judge(struct pd_diagnosis *diagnosis, const struct pd_told_adapter *adapter, const char *wanted);

/* What of WANTED is not among ADAPTERS. */
void pd_adapters_judge_missing(struct pd_diagnosis *diagnosis, const struct pd_told_adapter *adapters, size_t n, const char *wanted);

/* LINE, `adapters` of `status --json`: "hci0 AA:BB:CC:DD:EE:FF 5 of 5 links, hci1 …". SEEN: BlueZ has said
 * how they are, so that only what it does not know is added. */
void pd_adapters_judge_line(struct pd_diagnosis *diagnosis, const char *line, bool seen);
