/* SPDX-License-Identifier: MIT */
#include "core/athlete/highest.h"

#include "core/signal/hearing.h"

/* A morning pulse of an active adult, for want of a measured one; it only
 * decides when a session without a footpod begins. */
#define HR_REST_PRIOR 60

/* More than HR_BPM is not held any longer. */
static void
forget_above(struct pd_highest *highest, int32_t hr_bpm)
{
        for (int32_t hr = hr_bpm + 1; hr <= PD_HIGHEST_HR_MOST; hr++)
                highest->held_ms[hr] = 0;
}

static void
begin_anew(struct pd_highest *highest)
{
        forget_above(highest, -1);
        pd_spike_init(&highest->spike);
}

void
pd_highest_init(struct pd_highest *highest)
{
        begin_anew(highest);
        highest->last = PD_NEVER;
        highest->hr_bpm = 0;
}

/* Of whole milliseconds none is lost between two values. */
static int32_t
ms_since(pd_usec last, pd_usec at)
{
        return last == PD_NEVER ? 0 : (int32_t) (at / PD_MSEC - last / PD_MSEC);
}

void
pd_highest_add(struct pd_highest *highest, pd_usec at, int32_t hr_bpm)
{
        int32_t ms;

        if (highest->last != PD_NEVER && (at < highest->last || at - highest->last > PD_HEARING_GAP)) { /* another recording, or a gap */
                begin_anew(highest);
                highest->last = at;
        }
        ms = ms_since(highest->last, at);
        highest->last = at;
        if (pd_spike_heart_rate(&highest->spike, at, hr_bpm) || hr_bpm < PD_HIGHEST_HR_LEAST) {
                forget_above(highest, -1);
                return;
        }
        forget_above(highest, hr_bpm);
        for (int32_t hr = hr_bpm; hr > highest->hr_bpm; hr--) {
                uint16_t *held = &highest->held_ms[hr];
                *held = (uint16_t) (*held == 0 ? 1 : *held + ms);
                if (*held <= PD_HIGHEST_HELD / PD_MSEC)
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
