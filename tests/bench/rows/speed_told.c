/* SPDX-License-Identifier: MIT */
/* Too fast by speed, from the second in which she really is: when does live show it, when is it said, and what is not said at all? */
#include "bench/row.h"
#include "bench/spread.h"

#define EASY_S (12 * 60)
#define AFTER_S (4 * 60)
#define DRIFT_S (3 * 60)
#define RECOVERY_SHARE 0.845 /* of LT1 speed: the ceiling of recovery */

/* From a speed at which all is well to one that is too fast; shares of LT1 speed. */
struct change {
        enum pd_purpose purpose;
        enum pd_intensity intensity;
        double from, to, ceiling;
        int32_t within_s; /* 0: at once */
};

static const struct change step = {PD_PURPOSE_EASY, PD_INTENSITY_EASY, 0.92, 1.06, 1, 0};
static const struct change drift = {PD_PURPOSE_EASY, PD_INTENSITY_EASY, 0.92, 1.06, 1, DRIFT_S};
static const struct change recovery = {PD_PURPOSE_RECOVERY, PD_INTENSITY_RECOVERY, 0.78, 0.92, RECOVERY_SHARE, 0};

struct delays {
        struct spread shown, said;
};

/* When the true speed is 2 % above the ceiling. */
static double
crossing(const struct change *change)
{
        return EASY_S + change->within_s * (1.02 * change->ceiling - change->from) / (change->to - change->from);
}

static struct trial *
run(const struct change *change, uint64_t seed)
{
        struct pd_athlete athlete;
        struct pd_workout workout;
        struct course course;
        struct trial *trial;

        course_athlete(&athlete);
        trial_workout(&workout, change->purpose, change->intensity, &athlete);
        course_init(&course, seed);
        course_run(&course, EASY_S, change->from * COURSE_LT1_SPEED);
        if (change->within_s > 0)
                course_ramp(&course, change->within_s, change->to * COURSE_LT1_SPEED);
        course_run(&course, AFTER_S, change->to * COURSE_LT1_SPEED);
        trial = trial_new(&athlete, &workout);
        trial_course(trial, &course);
        return trial;
}

static void
measure(const struct bench *bench, const struct change *change, struct delays *ret)
{
        const double crossed = crossing(change);

        *ret = (struct delays) {{NULL, 0, 0}, {NULL, 0, 0}};
        for (size_t i = 0; i < bench->n_seeds; i++) {
                struct trial *trial = run(change, bench->first_seed + i);
                const struct trial_live *shown = trial_first_grey(trial, crossed);
                const struct trial_alert *said = trial_first_accusation(trial, EASY_S); /* a little early is not late */

                spread_add(&ret->shown, shown != NULL ? shown->at_s - crossed : SPREAD_NEVER);
                spread_add(&ret->said, said != NULL ? said->at_s - crossed : SPREAD_NEVER);
                trial_free(trial);
                bench_progress(bench, i + 1, bench->n_seeds);
        }
}

static void
clear(struct delays *delays)
{
        spread_clear(&delays->shown);
        spread_clear(&delays->said);
}

static void
bar(struct table *table, const char *measure, struct spread *delays, double median, double late)
{
        char words[64];

        snprintf(words, sizeof(words), "≤ %.0f / ≤ %.0f s", median, late);
        table_bar(table, measure, words, spread_median(delays) <= median && spread_at(delays, 0.95) <= late, "%.1f / %.1f s",
                spread_median(delays), spread_at(delays, 0.95));
}

void
row_speed_step(const struct bench *bench, struct table *table)
{
        struct delays delays;

        measure(bench, &step, &delays);
        bar(table, "step 92 → 106 % of LT1 speed, shown, median / 95 %", &delays.shown, 12, 20);
        bar(table, "the same, said", &delays.said, 25, 35);
        clear(&delays);
}

void
row_speed_drift(const struct bench *bench, struct table *table)
{
        struct delays delays;

        measure(bench, &drift, &delays);
        bar(table, "drift 92 → 106 % of LT1 speed in 3 min, shown, median / 95 %", &delays.shown, 15, 30);
        table_tell(table, "the same, said", "%.1f / %.1f s", spread_median(&delays.said), spread_at(&delays.said, 0.95));
        clear(&delays);
}

void
row_speed_recovery(const struct bench *bench, struct table *table)
{
        struct delays delays;

        measure(bench, &recovery, &delays);
        bar(table, "recovery day, step to 92 % of LT1 speed, said, median / 95 %", &delays.said, 20, 30);
        clear(&delays);
}

/* ---- strides --------------------------------------------------------------- */

#define STRIDE_S 20
#define STRIDE_EVERY_S (5 * 60)
#define STRIDE_HOURS 50
#define HOUR_S 3600

static size_t
accusations_of_strides(uint64_t seed)
{
        struct pd_athlete athlete;
        struct pd_workout workout;
        struct course course;
        struct trial *trial;
        size_t n;

        course_athlete(&athlete);
        trial_workout(&workout, PD_PURPOSE_EASY, PD_INTENSITY_EASY, &athlete);
        course_init(&course, seed);
        while (course_length(&course) < HOUR_S) {
                course_run(&course, STRIDE_EVERY_S - STRIDE_S, 0.92 * COURSE_LT1_SPEED);
                course_run(&course, STRIDE_S, 1.15 * COURSE_LT1_SPEED);
        }
        course_run(&course, 60, 0.92 * COURSE_LT1_SPEED);
        trial = trial_new(&athlete, &workout);
        trial_course(trial, &course);
        n = trial_count_accusations(trial, 0, 2 * HOUR_S);
        trial_free(trial);
        return n;
}

void
row_strides(const struct bench *bench, struct table *table)
{
        size_t n = 0;

        for (size_t i = 0; i < STRIDE_HOURS; i++) {
                n += accusations_of_strides(bench->first_seed + i);
                bench_progress(bench, i + 1, STRIDE_HOURS);
        }
        table_bar(table, "20 s at 115 % of LT1 speed every 5 min, 50 h: said", "0", n == 0, "%zu", n);
}
