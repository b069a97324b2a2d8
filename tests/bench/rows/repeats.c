/* SPDX-License-Identifier: MIT */
/*
 * Real sessions of 400 m and 200 m by turns whose steps are known to the
 * second: are they found in place, is a rep told that is off its pace, and
 * does the heart keep still where it has nothing to say?
 *
 * The workout asks for no pace; the bench asks for that of the session's reps
 * on average, 5 % less and 5 % more, so that there are reps that are off it.
 * Nobody is pushed from LT2 heart rate on, nor after three reps that failed:
 * where pace is measured the heart's thresholds are unknown or out of reach, and
 * reps after "Enough" are left out.
 */
#include "bench/row.h"
#include "bench/spread.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define REP_MM 400000
#define JOG_MM 200000
#define ACTIVE 0 /* FIT's intensity of a lap, as the next */
#define RECOVERY 4
#define REPS_LEAST 4
#define HR_NEVER 240 /* bpm: 95 % of it is never seen */

/* A rep is off where the mean of so many seconds, from 10 s into it on, is off by more than 3 %. */
#define MEAN_S 15
#define FROM_S 10
#define OFF 0.03
#define TOLD_WITHIN_S 10

/* In the file a second is written every 3 s on average, and 10 s apart at most. */
#define IN_PLACE_S 10
#define EARLY_RECOVERY_S 60

struct counts {
        size_t sessions, steps, in_place;
        size_t off, told, not_off, told_too;
        size_t by_heart;
        struct spread late; /* of the steps: how far from their place */
};

static bool
is_lap(const struct corpus_lap *lap, int intensity, double mm)
{
        return lap->step >= 0 && lap->intensity == intensity && fabs(lap->distance_m * 1000 - mm) < 5000;
}

static size_t
count_laps(const struct corpus_recording *recording, int intensity, double mm)
{
        size_t n = 0;

        for (size_t i = 0; i < recording->n_laps; i++)
                n += is_lap(&recording->laps[i], intensity, mm);
        return n;
}

/* Of all reps together, m/s. */
static double
pace_of(const struct corpus_recording *recording)
{
        double way = 0, time = 0;

        for (size_t i = 0; i < recording->n_laps; i++)
                if (is_lap(&recording->laps[i], ACTIVE, REP_MM)) {
                        way += recording->laps[i].distance_m;
                        time += recording->laps[i].end_s - recording->laps[i].begin_s;
                }
        return way / time;
}

/* Warm-up until lap, the reps with their jogs, and home. */
static void
ask(const struct corpus_recording *recording, double pace, const struct pd_athlete *athlete, struct pd_workout *ret)
{
        const struct pd_step easy = {.extent = PD_EXTENT_OPEN, .intensity = PD_INTENSITY_EASY, .said = true};
        const int32_t mm_s = (int32_t) (pace * 1000 + 0.5);

        pd_workout_init(ret);
        strcpy(ret->id, "repeats");
        ret->purpose = PD_PURPOSE_INTERVALS;
        ret->steps[ret->n_steps++] = easy;
        for (size_t i = 0; i < recording->n_laps; i++) {
                struct pd_step step = easy;

                step.extent = PD_EXTENT_DISTANCE;
                if (is_lap(&recording->laps[i], ACTIVE, REP_MM)) {
                        step.amount = REP_MM;
                        step.intensity = PD_INTENSITY_HARD;
                        step.key = true;
                        step.target = (struct pd_target) {PD_REFERENCE_SPEED, mm_s, mm_s};
                } else if (is_lap(&recording->laps[i], RECOVERY, JOG_MM)) {
                        step.amount = JOG_MM;
                } else {
                        continue;
                }
                ret->steps[ret->n_steps++] = step;
        }
        ret->steps[ret->n_steps++] = easy;
        pd_workout_resolve(ret, athlete);
}

/* The reps' pace is that of 5 km, about: LT2 lies at 87.6, LT1 at 73.9 % of the highest aerobic speed, just above it. */
static void
know(double pace, bool heart, struct pd_athlete *ret)
{
        course_athlete(ret);
        ret->lt1_speed.value = (int32_t) (pace * 739);
        ret->lt2_speed.value = (int32_t) (pace * 876);
        if (heart)
                return;
        ret->lt1_hr = ret->lt2_hr = (struct pd_anchor) {.value = 0};
        ret->hr_max.value = HR_NEVER;
}

static size_t
first_rep(const struct corpus_recording *recording)
{
        size_t i = 0;

        while (i < recording->n_laps && !is_lap(&recording->laps[i], ACTIVE, REP_MM))
                i++;
        return i;
}

/* All of it, with lap pressed where the watch began the first rep. */
static void
play(const struct corpus_recording *recording, struct trial *trial)
{
        const struct corpus_playing playing = {.heart = true, .speed = true, .each_second = true};
        const struct pd_command lap = {.verb = PD_COMMAND_LAP};
        const double begins = recording->laps[first_rep(recording)].begin_s;
        struct corpus_recording part = *recording;

        part.n_samples = 0;
        while (part.n_samples < recording->n_samples && recording->samples[part.n_samples].t_s < begins)
                part.n_samples++;
        corpus_play(&part, &playing, trial);
        trial_command(trial, begins, &lap);
        part.samples += part.n_samples;
        part.n_samples = recording->n_samples - part.n_samples;
        corpus_play(&part, &playing, trial);
}

/* ---- what is true ------------------------------------------------------------ */

/* What the pod said last at INSTANT; NAN: nothing. */
static double
speed_at(const struct corpus_recording *recording, double instant)
{
        double speed = NAN;

        for (size_t i = 0; i < recording->n_samples && recording->samples[i].t_s <= instant; i++)
                if (!isnan(recording->samples[i].speed))
                        speed = recording->samples[i].speed;
        return speed;
}

/* Since when is the rep off its pace; NAN: it is not. */
static double
off_since(const struct corpus_recording *recording, const struct corpus_lap *lap, double pace)
{
        for (double now = lap->begin_s + FROM_S + MEAN_S; now < lap->end_s; now++) {
                double sum = 0;

                for (int back = 0; back < MEAN_S; back++)
                        sum += speed_at(recording, now - back);
                if (fabs(sum / MEAN_S / pace - 1) > OFF)
                        return now;
        }
        return NAN;
}

/* ---- what comes of it --------------------------------------------------------- */

static const struct trial_alert *
alert_between(const struct trial *trial, double from, double to, enum pd_witness witness)
{
        for (size_t i = 0; i < trial->n_alerts; i++) {
                const struct trial_alert *alert = &trial->alerts[i];

                if (alert->at_s >= from && alert->at_s <= to && alert->witness == witness && trial_is_accusation(alert->type))
                        return alert;
        }
        return NULL;
}

static void
judge_rep(const struct corpus_recording *recording, const struct trial *trial, const struct corpus_lap *lap, double pace,
        struct counts *counts)
{
        const double since = off_since(recording, lap, pace);

        if (isnan(since)) {
                counts->not_off++;
                counts->told_too += alert_between(trial, lap->begin_s, lap->end_s, PD_WITNESS_SPEED) != NULL;
                return;
        }
        if (since + TOLD_WITHIN_S > lap->end_s && alert_between(trial, lap->begin_s, lap->end_s, PD_WITNESS_SPEED) == NULL)
                return; /* it ended before it had to be told */
        counts->off++;
        counts->told += alert_between(trial, lap->begin_s, since + TOLD_WITHIN_S, PD_WITNESS_SPEED) != NULL;
}

static bool
is_enough(const struct trial *trial, double instant)
{
        for (size_t i = 0; i < trial->n_alerts; i++)
                if (trial->alerts[i].at_s <= instant && strncmp(trial->alerts[i].say, "Enough", strlen("Enough")) == 0)
                        return true;
        return false;
}

static size_t
count_by_heart(const struct corpus_recording *recording, const struct trial *trial)
{
        size_t n = 0;

        for (size_t i = first_rep(recording); i < recording->n_laps; i++) {
                const struct corpus_lap *lap = &recording->laps[i];
                const double end = is_lap(lap, ACTIVE, REP_MM) ? lap->end_s : lap->begin_s + EARLY_RECOVERY_S;

                n += alert_between(trial, lap->begin_s, end, PD_WITNESS_HEART_RATE) != NULL;
        }
        return n;
}

/* The engine's step INDEX began so far from where it did. */
static double
away_from_place(const struct trial *trial, int32_t index, double place)
{
        for (size_t i = 0; i < trial->n_lives; i++)
                if (trial->lives[i].step_index >= index)
                        return fabs(trial->lives[i].at_s - place);
        return SPREAD_NEVER;
}

static void
judge(const struct corpus_recording *recording, const struct trial *trial, double pace, struct counts *counts)
{
        int32_t index = 0;

        for (size_t i = first_rep(recording); i < recording->n_laps; i++) {
                const struct corpus_lap *lap = &recording->laps[i];
                const bool rep = is_lap(lap, ACTIVE, REP_MM), jog = is_lap(lap, RECOVERY, JOG_MM);
                double away;

                if (!rep && !jog)
                        break;
                away = away_from_place(trial, ++index, lap->begin_s);
                spread_add(&counts->late, away);
                counts->steps++;
                counts->in_place += away <= IN_PLACE_S;
                if (rep && !is_enough(trial, lap->begin_s))
                        judge_rep(recording, trial, lap, pace, counts);
        }
}

static struct trial *
run(const struct corpus_recording *recording, double pace, bool heart)
{
        struct pd_athlete athlete;
        struct pd_workout workout;
        struct trial *trial;

        know(pace, heart, &athlete);
        ask(recording, pace, &athlete, &workout);
        trial = trial_new(&athlete, &workout);
        play(recording, trial);
        return trial;
}

static void
measure(const struct corpus_recording *recording, double share, struct counts *counts)
{
        const double pace = share * pace_of(recording);
        struct trial *by_pace = run(recording, pace, false), *by_both = run(recording, pace, true);

        judge(recording, by_pace, pace, counts);
        counts->by_heart += count_by_heart(recording, by_both);
        trial_free(by_pace);
        trial_free(by_both);
}

void
row_repeats_400(const struct bench *bench, struct table *table)
{
        static const double shares[] = {0.95, 1, 1.05};
        struct counts all = {0};

        for (size_t i = 0; i < corpus_count(bench->corpus); i++) {
                struct corpus_recording recording;

                if (!corpus_read(bench->corpus, i, &recording))
                        continue;
                if (count_laps(&recording, ACTIVE, REP_MM) >= REPS_LEAST) {
                        all.sessions++;
                        for (size_t k = 0; k < sizeof(shares) / sizeof(shares[0]); k++)
                                measure(&recording, shares[k], &all);
                }
                corpus_recording_clear(&recording);
        }
        if (all.sessions == 0) {
                table_skip(table, "repeats of 400 m whose steps are known", "there are none in this folder");
                return;
        }
        table_bar(table, "steps of 400 and 200 m found in place", "all", all.in_place == all.steps, "%zu of %zu, %.0f s off at most",
                all.in_place, all.steps, spread_at(&all.late, 1));
        table_bar(table, "reps > 3 % off their pace told within 10 s", "all", all.told == all.off, "%zu of %zu", all.told, all.off);
        table_tell(table, "reps not off that were told, too", "%zu of %zu", all.told_too, all.not_off);
        table_bar(table, "accused by heart rate in a rep or 60 s after", "none", all.by_heart == 0, "%zu", all.by_heart);
        spread_clear(&all.late);
}
