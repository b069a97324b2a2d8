/* SPDX-License-Identifier: MIT */
/* Steady, 3 bpm and 3 % of speed below the ceiling: how often is she accused of nothing? */
#include "bench/row.h"

#define LENGTH_S (60 * 60)
#define BELOW_BPM 3
#define BELOW_SHARE 0.97

struct day {
        enum pd_purpose purpose;
        enum pd_intensity intensity;
        bool pod;
};

/* The seed's heart is one that has just 3 bpm less than the ceiling at 3 % less than its speed. */
static size_t
accusations(const struct day *day, uint64_t seed)
{
        struct pd_athlete athlete;
        struct pd_workout workout;
        struct course course;
        struct trial *trial;
        const struct pd_step *step = &workout.steps[0];
        size_t n;

        course_athlete(&athlete);
        trial_workout(&workout, day->purpose, day->intensity, &athlete);
        course_init(&course, seed);
        course.script.worn[PD_VIRTUAL_POD] = day->pod;
        course.script.body.line_speed = step->speed.high * BELOW_SHARE / 1000;
        course.script.body.line_hr = step->hr.high - BELOW_BPM;
        course_run(&course, LENGTH_S, course.script.body.line_speed);
        trial = trial_new(&athlete, &workout);
        trial_course(trial, &course);
        n = trial_count_accusations(trial, 0, LENGTH_S);
        trial_free(trial);
        return n;
}

/* In 10 h. */
static double
measure(const struct bench *bench, const struct day *day)
{
        size_t n = 0;

        for (size_t i = 0; i < bench->n_seeds; i++) {
                bench_progress(bench, i, bench->n_seeds);
                n += accusations(day, bench->first_seed + i);
        }
        return (double) n * 10 * 3600 / ((double) bench->n_seeds * LENGTH_S);
}

void
row_steady_below(const struct bench *bench, struct table *table)
{
        const struct day easy = {PD_PURPOSE_EASY, PD_INTENSITY_EASY, true}, recovery = {PD_PURPOSE_RECOVERY, PD_INTENSITY_RECOVERY, true};
        const struct day easy_strap = {PD_PURPOSE_EASY, PD_INTENSITY_EASY, false};
        const struct day recovery_strap = {PD_PURPOSE_RECOVERY, PD_INTENSITY_RECOVERY, false};
        const double said = measure(bench, &easy);

        table_bar(table, "steady, 3 bpm and 3 % below the ceiling: said in 10 h", "< 1", said < 1, "%.2f", said);
        table_tell(table, "the same, below a recovery ceiling", "%.2f", measure(bench, &recovery));
        table_tell(table, "the same, strap alone: easy; recovery", "%.2f; %.2f", measure(bench, &easy_strap),
                measure(bench, &recovery_strap));
}
