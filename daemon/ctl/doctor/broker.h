/* SPDX-License-Identifier: MIT */
/* Whether somebody listens where the broker is said to be. */
#pragma once

#include "ctl/doctor/diagnosis.h"

#include "purposed/time.h"

#include <stdint.h>

#define PD_BROKER_PATIENCE (3 * PD_SEC) /* name look-up included; the daemon itself waits longer */

/* Connects, and hangs up at once. 0; -ENODATA: no machine has that name;
 * -EAGAIN: nobody can say whether one has; -ETIMEDOUT: no answer within PATIENCE;
 * or what connect(2) says of the last of its addresses. */
int pd_broker_try(const char *host, int32_t port, pd_usec patience);

/* What came of that. TOLD: what the daemon says of it, "mqtt: …"; "": it does not run. Pure. */
void pd_broker_judge(struct pd_diagnosis *diagnosis, const char *host, int32_t port, int result, const char *told);
