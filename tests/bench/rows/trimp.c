/* SPDX-License-Identifier: MIT */
/* Banister's TRIMP of every recording against the oracle's, by its rule: a heart rate holds until the next row, for 10 s at most. */
#include "bench/row.h"
#include "bench/spread.h"

#include "core/effort/load.h"

#include <math.h>
#include <string.h>

#define TOLERANCE 2e-4
/* The oracle is rounded to 3 decimals. */
#define ROUNDING 0.0005

static double
load_of(const struct corpus_recording *recording, const struct pd_athlete *athlete)
{
        struct pd_load load;

        pd_load_init(&load, athlete);
        for (size_t i = 0; i + 1 < recording->n_samples; i++)
                if (recording->samples[i].hr_bpm != PD_UNKNOWN)
                        pd_load_add(&load, recording->samples[i].hr_bpm,
                                (pd_usec) ((recording->samples[i + 1].t_s - recording->samples[i].t_s) * (double) PD_SEC + 0.5));
        return load.trimp;
}

static const json_t *
run_of(const json_t *oracle, const char *id)
{
        const json_t *run;
        size_t i;

        json_array_foreach(json_object_get(oracle, "runs"), i, run) {
                const char *name = json_string_value(json_object_get(run, "id"));

                if (name != NULL && strcmp(name, id) == 0)
                        return run;
        }
        return NULL;
}

/* How far off, relative; for each sex. */
static void
compare(const struct corpus_recording *recording, const json_t *run, struct pd_athlete *athlete, struct spread *off)
{
        static const struct {
                enum pd_sex sex;
                const char *key;
        } sexes[] = {{PD_SEX_MALE, "banister_m"}, {PD_SEX_FEMALE, "banister_w"}};

        for (size_t i = 0; i < 2; i++) {
                const json_t *value = json_object_get(run, sexes[i].key);
                double expected = json_number_value(value);

                if (expected * TOLERANCE < ROUNDING) /* absent, or so small that the rounding alone is more */
                        continue;
                athlete->sex = sexes[i].sex;
                spread_add(off, fabs(load_of(recording, athlete) - expected) / expected);
        }
}

/* The whole way, as the summary tells it: of moving time alone, whole seconds, one session. PD_UNKNOWN where it became none or several. */
static int32_t
told_tenths(const struct corpus_recording *recording, struct pd_athlete *athlete)
{
        const struct corpus_playing playing = {.heart = true, .speed = true, .each_second = true};
        struct trial *trial;
        int32_t tenths;

        athlete->sex = PD_SEX_MALE;
        trial = trial_new(athlete, NULL);
        corpus_play(recording, &playing, trial);
        trial_command(trial, recording->samples[recording->n_samples - 1].t_s, &(struct pd_command) {.verb = PD_COMMAND_STOP});
        tenths = trial->n_summaries == 1 ? trial->summary.trimp_tenths : PD_UNKNOWN;
        trial_free(trial);
        return tenths;
}

static void
compare_told(const struct corpus_recording *recording, const json_t *run, struct pd_athlete *athlete, struct spread *less)
{
        double expected = json_number_value(json_object_get(run, "banister_m"));
        int32_t tenths = expected > 0 && recording->n_samples > 0 ? told_tenths(recording, athlete) : PD_UNKNOWN;

        if (tenths != PD_UNKNOWN)
                spread_add(less, 1 - tenths / 10.0 / expected);
}

static struct pd_anchor
anchor_of(const json_t *bpm)
{
        return (struct pd_anchor) {.value = (int32_t) json_integer_value(bpm), .provenance = PD_PROVENANCE_TEST};
}

void
row_trimp(const struct bench *bench, struct table *table)
{
        json_t *oracle = corpus_json(bench->corpus, "oracle/trimp.json");
        const json_t *params = json_object_get(oracle, "params");
        static const char measure[] = "TRIMP against the oracle, worst of all runs, both sexes";
        struct spread off = {NULL, 0, 0}, less = {NULL, 0, 0};
        struct corpus_recording recording;
        struct pd_athlete athlete;
        double worst;

        pd_athlete_init(&athlete, "bench");
        athlete.auto_start = PD_AUTO_START_BOTH;
        athlete.hr_rest = anchor_of(json_object_get(params, "hr_rest"));
        athlete.hr_max = anchor_of(json_object_get(params, "hr_max"));
        for (size_t i = 0; i < corpus_count(bench->corpus); i++) {
                const json_t *run;

                bench_progress(bench, i, corpus_count(bench->corpus));
                if (!corpus_read(bench->corpus, i, &recording))
                        continue;
                if ((run = run_of(oracle, recording.id)) != NULL) {
                        compare(&recording, run, &athlete, &off);
                        compare_told(&recording, run, &athlete, &less);
                }
                corpus_recording_clear(&recording);
        }
        worst = spread_at(&off, 1);
        if (off.n == 0)
                table_skip(table, measure, "oracle/trimp.json has none of these runs");
        else
                table_bar(table, measure, "relative 2e-4", worst <= TOLERANCE, "%.1e of %zu", worst, off.n);
        if (less.n > 0)
                table_tell(table, "TRIMP as summaries tell it, of moving time, below the oracle", "median %.2f %%, 95 %% %.1f %%, %zu runs",
                        100 * spread_median(&less), 100 * spread_at(&less, 0.95), less.n);
        spread_clear(&less);
        spread_clear(&off);
        json_decref(oracle);
}
