/* SPDX-License-Identifier: MIT */
/*
 * A summary read back from what closed a trace: the inverse of the payload.
 * Instants are of the wall clock here; engine time is not in the text.
 */
#pragma once

#include "purposed/event.h"

struct pd_summary_text {
        char id[PD_SESSION_ID_SIZE];
        pd_usec start_real, end_real; /* microseconds since 1970 UTC; PD_NEVER if it was unknown */
        char workout[PD_ID_SIZE];     /* "" without one */
        enum pd_purpose purpose;
        struct pd_summary summary; /* `steps` points at STEPS below, of this very struct: copy it with care */
        struct pd_step_done steps[PD_STEPS_MAX];
};

/* Keys that it does not know are passed over, those that lack are unknown.
 * -EBADMSG: it is no such object; -ENOMEM. RET is undefined after a failure. */
int pd_summary_read(const char *text, size_t length, struct pd_summary_text *ret);
