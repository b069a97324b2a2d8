/* SPDX-License-Identifier: MIT */
/*
 * Laps as the runner marks them. The first begins with the session, each mark
 * ends one and begins the next, and the session's end ends the last:
 *
 *   start      lap            lap                     end
 *     |---------|--------------|-----------------------|
 *         1            2                   3
 */
#pragma once

#include "purposed/event.h"
#include "purposed/time.h"

struct pd_lap_count {
        pd_usec begin; /* not of the first */
        int32_t moving_s, hr_n;
        int64_t distance_mm, hr_sum;
};

struct pd_laps {
        size_t current;
        struct pd_lap_count laps[PD_LAPS_MAX];
};

void pd_laps_init(struct pd_laps *laps);

/* No room for another: what follows is the last one's. */
bool pd_laps_full(const struct pd_laps *laps);

/* A lap ends at AT. Its length, START being the session's; -ENOSPC. */
int pd_laps_mark(struct pd_laps *laps, pd_usec start, pd_usec at, pd_usec *ret_span);

/* SECONDS that moved in lap LAP, at a heart rate that may be PD_UNKNOWN. */
void pd_laps_moved(struct pd_laps *laps, size_t lap, int32_t seconds, int32_t hr_bpm);
void pd_laps_distance(struct pd_laps *laps, int64_t mm);

/* Those that began before RET's end; none where none was marked. RET knows its
 * start, its end and whether a pod spoke. */
void pd_laps_summary(const struct pd_laps *laps, struct pd_summary *ret);
