/* SPDX-License-Identifier: MIT */
/*
 * The coach, second by second, on a recovery day of a runner with tested
 * thresholds: ceiling 140 bpm and 2.45 m/s, LT1 152 / 2.90, LT2 168 / 3.45.
 */
#pragma once

#include "core/coach/coach.h"
#include "core/signal/expected.h"

struct coach_bench {
        struct pd_athlete athlete;
        struct pd_step step;
        struct pd_coach_view view;
        struct pd_expected expected;
        struct pd_coach coach;
        int32_t power_w; /* of each second; PD_UNKNOWN */
        pd_usec now;
        int spoken[PD_ALERT_TYPE_COUNT];
        pd_usec spoken_at[16];
        enum pd_witness said_by[16];
        size_t n_spoken;
        struct pd_remark last;
};

void coach_bench_init(struct coach_bench *bench);
/* Whole seconds of both witnesses; PD_UNKNOWN: one is silent. */
void coach_bench_run(struct coach_bench *bench, int seconds, int32_t speed_mm_s, int32_t hr_bpm);
