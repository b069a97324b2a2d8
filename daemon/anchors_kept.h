/* SPDX-License-Identifier: MIT */
/*
 * What an athlete did about her anchors, as the state directory keeps it: a
 * line each, that a person can read.
 *
 *   accepted lt1_hr 2026-10-12 152 +-4 field
 *   set hr_max 2026-11-01 188 test
 *   declined critical_speed 2026-11-20 3.610 m/s +-0.140 field
 *   proposed lt2_hr 2026-11-20 168 +-5 field
 */
#pragma once

#include "config.h"

#include "purposed/date.h"

#define PD_KEPT_ANCHORS_SIZE 6144 /* bytes, with the NUL */

enum pd_kept_fate {
        PD_KEPT_ACCEPTED, /* counts, like the next */
        PD_KEPT_SET,
        PD_KEPT_DECLINED,
        PD_KEPT_PROPOSED, /* said once */
        PD_KEPT_FATE_COUNT
};

struct pd_kept_anchor {
        pd_day day;
        struct pd_anchor anchor; /* its value 0: there is none */
};

/* By fate, and by pd_anchor_index(). Of ACCEPTED and SET one at most is there. */
struct pd_kept_anchors {
        struct pd_kept_anchor of[PD_KEPT_FATE_COUNT][PD_CONFIG_ANCHORS_MAX];
};

const char *pd_kept_fate_name(enum pd_kept_fate fate); /* "accepted" */

/* The bytes, without the NUL. 0: nothing is kept. */
size_t pd_kept_anchors_write(const struct pd_kept_anchors *kept, char ret[static PD_KEPT_ANCHORS_SIZE]);
/* Lines that do not read are passed over: the number of the first, or 0. */
unsigned pd_kept_anchors_read(const char *bytes, size_t size, struct pd_kept_anchors *ret);

/* What counts, and how it came; NULL: nothing does. */
const struct pd_kept_anchor *pd_kept_anchor_in_force(const struct pd_kept_anchors *kept, size_t index, enum pd_kept_fate *ret_fate);

#define PD_LEFT_OUT_SIZE 256

/* Is SETTING kept, and yet does not count, for it contradicts what the configuration
 * says, or what of it counts? RET: that, and what to do. */
bool pd_kept_anchors_left_out(const struct pd_kept_anchors *kept, const struct pd_athlete *configured,
        const struct pd_setting *setting, char ret[static PD_LEFT_OUT_SIZE]);

/* Into ATHLETE, where the configuration says nothing and nothing of it contradicts. */
void pd_kept_anchors_apply(const struct pd_kept_anchors *kept, struct pd_athlete *athlete);
