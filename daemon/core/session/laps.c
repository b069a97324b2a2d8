/* SPDX-License-Identifier: MIT */
#include "core/session/laps.h"

#include <errno.h>

#define MM_IN_M 1000

void
pd_laps_init(struct pd_laps *laps)
{
        *laps = (struct pd_laps) {.current = 0};
}

bool
pd_laps_full(const struct pd_laps *laps)
{
        return laps->current + 1 == PD_LAPS_MAX;
}

static pd_usec
begin_of(const struct pd_laps *laps, size_t lap, pd_usec start)
{
        return lap == 0 ? start : laps->laps[lap].begin;
}

int
pd_laps_mark(struct pd_laps *laps, pd_usec start, pd_usec at, pd_usec *ret_span)
{
        if (pd_laps_full(laps))
                return -ENOSPC;
        *ret_span = at - begin_of(laps, laps->current, start);
        laps->laps[++laps->current].begin = at;
        return 0;
}

void
pd_laps_moved(struct pd_laps *laps, size_t lap, int32_t seconds, int32_t hr_bpm)
{
        laps->laps[lap].moving_s += seconds;
        if (hr_bpm == PD_UNKNOWN)
                return;
        laps->laps[lap].hr_sum += hr_bpm;
        laps->laps[lap].hr_n++;
}

void
pd_laps_distance(struct pd_laps *laps, int64_t mm)
{
        laps->laps[laps->current].distance_mm += mm;
}

static int32_t
metres(int64_t mm)
{
        return (int32_t) ((mm + MM_IN_M / 2) / MM_IN_M);
}

void
pd_laps_summary(const struct pd_laps *laps, struct pd_summary *ret)
{
        int64_t way = 0;

        ret->n_laps = 0;
        for (size_t i = 0; laps->current > 0 && i <= laps->current; i++) {
                const struct pd_lap_count *lap = &laps->laps[i];
                pd_usec begin = begin_of(laps, i, ret->start), end = i < laps->current ? laps->laps[i + 1].begin : ret->end;

                if (begin >= ret->end) /* marked while nobody moved any more */
                        return;
                end = end < ret->end ? end : ret->end;
                ret->laps[ret->n_laps++] = (struct pd_lap) {
                        .start_s = (int32_t) (pd_usec_second(begin) - pd_usec_second(ret->start)), /* as the grid counts */
                        .duration_s = (int32_t) (pd_usec_second(end) - pd_usec_second(begin)),
                        .moving_s = lap->moving_s,
                        .distance_m = ret->distance_m == PD_UNKNOWN ? PD_UNKNOWN : metres(way + lap->distance_mm) - metres(way),
                        .hr_avg_bpm = lap->hr_n == 0 ? PD_UNKNOWN : (int32_t) ((lap->hr_sum + lap->hr_n / 2) / lap->hr_n),
                };
                way += lap->distance_mm;
        }
}
