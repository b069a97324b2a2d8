/* SPDX-License-Identifier: MIT */
/* An easy day without a pod: speed steps from 92 % to 112 % of LT1 speed. When is it said by heart rate alone? */
#include "bench/row.h"
#include "bench/spread.h"

#define EASY_S (12 * 60)
#define GREY_S (6 * 60)
#define FROM 0.92
#define TO 1.12

/* The true heart goes over LT1: its dead time, and what its time constant
 * takes from the easy value, EXCESS of the swing short of the new one. */
static double
crossing(const struct course *course)
{
        const struct pd_virtual_body *body = &course->script.body;
        const double swing = (TO - FROM) * COURSE_LT1_SPEED * body->line_slope;
        double hr = (FROM - 1) * COURSE_LT1_SPEED * body->line_slope, t = body->dead_s;

        for (double end = (TO - 1) / (TO - FROM) * swing; hr < 0 && end > 0; t += 0.1)
                hr += (end - hr) / body->up_s * 0.1;
        return EASY_S + t;
}

struct delays {
        struct spread from_crossing, from_step;
        size_t before; /* accused while it was easy */
};

static void
run(uint64_t seed, struct delays *delays)
{
        struct pd_athlete athlete;
        struct pd_workout workout;
        struct course course;
        struct trial *trial;
        const struct trial_alert *said;

        course_athlete(&athlete);
        trial_workout(&workout, PD_PURPOSE_EASY, PD_INTENSITY_EASY, &athlete);
        course_init(&course, seed);
        course.script.worn[PD_VIRTUAL_POD] = false;
        course_run(&course, EASY_S, FROM * COURSE_LT1_SPEED);
        course_run(&course, GREY_S, TO * COURSE_LT1_SPEED);
        trial = trial_new(&athlete, &workout);
        trial_course(trial, &course);
        said = trial_first_accusation(trial, EASY_S);
        spread_add(&delays->from_crossing, said != NULL ? said->at_s - crossing(&course) : SPREAD_NEVER);
        spread_add(&delays->from_step, said != NULL ? said->at_s - EASY_S : SPREAD_NEVER);
        delays->before += trial_count_accusations(trial, 0, EASY_S);
        trial_free(trial);
}

void
row_hr_alone(const struct bench *bench, struct table *table)
{
        struct delays delays = {{NULL, 0, 0}, {NULL, 0, 0}, 0};
        double median, late;

        for (size_t i = 0; i < bench->n_seeds; i++) {
                bench_progress(bench, i, bench->n_seeds);
                run(bench->first_seed + i, &delays);
        }
        median = spread_median(&delays.from_crossing);
        late = spread_at(&delays.from_crossing, 0.95);
        table_bar(table, "heart rate alone, 92 → 112 %, said, from the heart's crossing", "≤ 75 s / ≤ 120 s", median <= 75 && late <= 120,
                "%.1f / %.1f s", median, late);
        table_tell(table, "the same, from the crossing of LT1 speed (the step)", "%.1f / %.1f s", spread_median(&delays.from_step),
                spread_at(&delays.from_step, 0.95));
        table_tell(table, "accusations in the 12 min before it", "%zu in %zu runs", delays.before, bench->n_seeds);
        spread_clear(&delays.from_crossing);
        spread_clear(&delays.from_step);
}
