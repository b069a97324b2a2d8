/* SPDX-License-Identifier: MIT */
/*
 * Who a sensor is with that several have enrolled: its frames go to one lane
 * at a time. core/claim.h decides; here the lanes are asked, and told.
 */
#pragma once

#include "core/lane.h"

/* Who has enrolled it has changed: all of them or none know that they share it. */
void pd_sharing_note(const struct pd_lanes *lanes, const char *address);

/* Where a frame belongs that comes now, at the daemon's time AT: a claim is
 * settled by that. NULL: nowhere. */
struct pd_lane *pd_sharing_claim(const struct pd_lanes *lanes, const char *address, pd_usec at);

/* Who has it as things stand; a shared one that nobody has is the guest's,
 * or, before anything was heard of it, the first one's. NULL: nobody. */
struct pd_lane *pd_sharing_holder(const struct pd_lanes *lanes, const char *address);

/* Taken back from everyone. -ENOENT: nobody had it. */
int pd_sharing_forget(const struct pd_lanes *lanes, const char *address);
