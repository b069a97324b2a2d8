/* SPDX-License-Identifier: MIT */
/* A week of a runner, for tests: its sessions, and what it comes to. */
#pragma once

#include "core/say/speech.h"
#include "core/season/week.h"

#include "support/some_plan.h"

/* What was run: minutes, and of them by class. Metres 0: nobody measured. */
struct some_run {
        const char *day;
        enum pd_purpose purpose;
        int32_t minutes, moderate, hard, metres;
        bool grey; /* the moderate minutes were not asked for, and it was judged so */
        bool deaf; /* no class was known, and no load */
};

static inline struct pd_past
some_past(const struct some_run *run)
{
        struct pd_past past = {.day = some_day(run->day), .purpose = run->purpose, .moving_s = run->minutes * 60,
                .distance_m = run->metres > 0 ? run->metres : PD_UNKNOWN, .trimp_tenths = run->deaf ? PD_UNKNOWN : run->minutes * 10,
                .verdict = run->grey ? PD_VERDICT_EXERCISING : PD_VERDICT_TRAINING, .rpe = PD_UNKNOWN};

        past.start_real = past.day * (pd_usec) 86400 * PD_SEC;
        past.seconds[PD_INTENSITY_MODERATE] = run->moderate * 60;
        past.seconds[PD_INTENSITY_HARD] = run->hard * 60;
        past.seconds[run->deaf ? PD_INTENSITY_UNKNOWN : PD_INTENSITY_EASY] = (run->minutes - run->moderate - run->hard) * 60;
        past.grey_s = run->grey ? run->moderate * 60 : 0;
        return past;
}

/* Of the RUNS up to one without a day. */
static inline size_t
some_pasts(const struct some_run *runs, size_t n, struct pd_past *ret)
{
        size_t i = 0;

        for (; i < n && runs[i].day != NULL; i++)
                ret[i] = some_past(&runs[i]);
        return i;
}
