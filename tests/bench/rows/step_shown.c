/* SPDX-License-Identifier: MIT */
/* An easy day: speed steps from 92 % to 106 % of LT1 speed. When does live show it? */
#include "bench/row.h"
#include "bench/spread.h"

#define EASY_S (12 * 60)
#define GREY_S (4 * 60)

static double
delay_of(uint64_t seed)
{
        struct pd_athlete athlete;
        struct pd_workout workout;
        struct course course;
        struct trial *trial;
        const struct trial_live *shown;
        double delay;

        course_athlete(&athlete);
        trial_workout(&workout, PD_PURPOSE_EASY, PD_INTENSITY_EASY, &athlete);
        course_init(&course, seed);
        course_run(&course, EASY_S, 0.92 * COURSE_LT1_SPEED);
        course_run(&course, GREY_S, 1.06 * COURSE_LT1_SPEED);
        trial = trial_new(&athlete, &workout);
        trial_course(trial, &course);
        shown = trial_first_grey(trial, EASY_S);
        delay = shown != NULL ? shown->at_s - EASY_S : SPREAD_NEVER;
        trial_free(trial);
        return delay;
}

void
row_step_shown(const struct bench *bench, struct table *table)
{
        struct spread delays = {NULL, 0, 0};
        double median, late;

        for (size_t i = 0; i < bench->n_seeds; i++) {
                bench_progress(bench, i, bench->n_seeds);
                spread_add(&delays, delay_of(bench->first_seed + i));
        }
        median = spread_median(&delays);
        late = spread_at(&delays, 0.95);
        table_bar(table, "step 92 → 106 % of LT1 speed, shown, median / 95 %", "≤ 12 s / ≤ 20 s", median <= 12 && late <= 20,
                "%.1f / %.1f s", median, late);
        spread_clear(&delays);
}
