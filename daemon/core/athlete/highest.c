/* SPDX-License-Identifier: MIT */
#include "core/athlete/highest.h"

/* A morning pulse of an active adult, for want of a measured one; it only
 * decides when a session without a footpod begins. */
#define HR_REST_PRIOR 60

/* Longer without a value, nothing was held. */
#define GAP_MOST (20 * PD_SEC)

static void
forget(struct pd_highest *highest)
{
        for (int32_t hr = 0; hr <= PD_HIGHEST_HR_MOST; hr++)
                highest->since[hr] = PD_NEVER;
}

static void
begin_anew(struct pd_highest *highest)
{
        forget(highest);
        pd_spike_init(&highest->spike);
}

void
pd_highest_init(struct pd_highest *highest)
{
        begin_anew(highest);
        highest->last = PD_NEVER;
        highest->hr_bpm = 0;
}

void
pd_highest_add(struct pd_highest *highest, pd_usec at, int32_t hr_bpm)
{
        if (highest->last != PD_NEVER && (at < highest->last || at - highest->last > GAP_MOST)) /* another recording, or a gap */
                begin_anew(highest);
        highest->last = at;
        if (pd_spike_heart_rate(&highest->spike, at, hr_bpm) || hr_bpm < PD_HIGHEST_HR_LEAST) {
                forget(highest);
                return;
        }
        for (int32_t hr = hr_bpm + 1; hr <= PD_HIGHEST_HR_MOST; hr++)
                highest->since[hr] = PD_NEVER;
        for (int32_t hr = hr_bpm; hr > highest->hr_bpm; hr--) {
                if (highest->since[hr] == PD_NEVER)
                        highest->since[hr] = at;
                if (at - highest->since[hr] < PD_HIGHEST_HELD)
                        continue;
                highest->hr_bpm = hr;
                return;
        }
}

void
pd_highest_athlete(const struct pd_highest *highest, struct pd_athlete *ret)
{
        pd_athlete_init(ret, "runner");
        ret->auto_start = PD_AUTO_START_BOTH;
        if (highest->hr_bpm == 0)
                return;
        ret->hr_max = (struct pd_anchor) {highest->hr_bpm, 0, PD_PROVENANCE_ESTIMATED};
        ret->hr_rest = (struct pd_anchor) {HR_REST_PRIOR, 0, PD_PROVENANCE_PRIOR};
        pd_athlete_estimate(ret);
}
