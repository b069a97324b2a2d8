/* SPDX-License-Identifier: MIT */
/*
 * Real sessions of reps and rests by turns (400 m and 200 m, or whatever the
 * steps of laps/ say, by way or by time) whose steps are known to the second:
 * are they found in place, is a rep told that is off its pace, and does the
 * heart keep still where it has nothing to say?
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

#define ACTIVE 0 /* FIT's intensity of a step, as the next two */
#define REST 1
#define RECOVERY 4
#define WHOLE_M 5  /* a lap is its step, so near */
#define WHOLE_S 2
#define BRIEF_S 90 /* shorter ones are judged by speed alone, in seconds */
#define REPS_LEAST 4
#define HR_NEVER 240 /* bpm: 95 % of it is never seen */

/* A rep is off where the mean of so many seconds, from 10 s into it on, is off by more than 3 %. */
#define MEAN_S 15
#define FROM_S 10
#define SOONEST_S 8 /* the coach's own least of a rep */
#define OFF 0.03
#define TOLD_WITHIN_S 10

/* In the file a second is written every 3 s on average, and 10 s apart at most. */
#define IN_PLACE_S 10
#define EARLY_RECOVERY_S 60

struct counts {
        size_t sessions, steps, in_place;
        size_t off, told, not_off, told_too;
        size_t by_heart;
        int least_s; /* of a rep, to be off its pace */
        struct spread late; /* of the steps: how far from their place */
};

/* A session by turns: the laps of its reps and of the rests between them, FIRST to END. */
struct turns {
        size_t first, end, n_reps;
        double longest_s;
};

/* The whole of its step: a watch that also laps each kilometre would have cut it. */
static bool
is_whole(const struct corpus_lap *lap)
{
        if (!isnan(lap->asked_m))
                return fabs(lap->distance_m - lap->asked_m) <= WHOLE_M;
        return !isnan(lap->asked_s) && fabs(lap->end_s - lap->begin_s - lap->asked_s) <= WHOLE_S;
}

static bool
is_rep(const struct corpus_lap *lap)
{
        return lap->step >= 0 && lap->intensity == ACTIVE && is_whole(lap);
}

static bool
is_jog(const struct corpus_lap *lap)
{
        return lap->step >= 0 && (lap->intensity == REST || lap->intensity == RECOVERY) && is_whole(lap);
}

/* Laps of one step, one after another, that are the whole of it together, are one. */
static void
join_laps(struct corpus_recording *recording)
{
        size_t n = 0;

        for (size_t i = 0; i < recording->n_laps; i++) {
                const struct corpus_lap *lap = &recording->laps[i];
                struct corpus_lap *last = n > 0 ? &recording->laps[n - 1] : NULL;

                if (last == NULL || lap->step < 0 || lap->step != last->step || is_whole(last)) {
                        recording->laps[n++] = *lap;
                        continue;
                }
                last->end_s = lap->end_s;
                last->distance_m += lap->distance_m;
        }
        recording->n_laps = n;
}

/* From the first rep on, as long as it is reps of one step and rests; false: there are too few. */
static bool
find_turns(const struct corpus_recording *recording, struct turns *ret)
{
        const struct corpus_lap *laps = recording->laps;

        *ret = (struct turns) {.first = 0};
        while (ret->first < recording->n_laps && !is_rep(&laps[ret->first]))
                ret->first++;
        for (ret->end = ret->first; ret->end < recording->n_laps; ret->end++) {
                const struct corpus_lap *lap = &laps[ret->end];

                if (!is_jog(lap) && !(is_rep(lap) && lap->step == laps[ret->first].step))
                        break;
                ret->n_reps += is_rep(lap);
                ret->longest_s = is_rep(lap) ? fmax(ret->longest_s, lap->end_s - lap->begin_s) : ret->longest_s;
        }
        return ret->n_reps >= REPS_LEAST && ret->end - ret->first <= PD_STEPS_MAX - 2;
}

/* Of all reps together, m/s. */
static double
pace_of(const struct corpus_recording *recording, const struct turns *turns)
{
        double way = 0, time = 0;

        for (size_t i = turns->first; i < turns->end; i++)
                if (is_rep(&recording->laps[i])) {
                        way += recording->laps[i].distance_m;
                        time += recording->laps[i].end_s - recording->laps[i].begin_s;
                }
        return way / time;
}

/* Warm-up until lap, the reps with their rests, and home. */
static void
ask(const struct corpus_recording *recording, const struct turns *turns, double pace, const struct pd_athlete *athlete,
        struct pd_workout *ret)
{
        const struct pd_step easy = {.extent = PD_EXTENT_OPEN, .intensity = PD_INTENSITY_EASY, .said = true};
        const int32_t mm_s = (int32_t) (pace * 1000 + 0.5);

        pd_workout_init(ret);
        strcpy(ret->id, "repeats");
        ret->purpose = PD_PURPOSE_INTERVALS;
        ret->steps[ret->n_steps++] = easy;
        for (size_t i = turns->first; i < turns->end; i++) {
                const struct corpus_lap *lap = &recording->laps[i];
                struct pd_step step = easy;

                step.extent = isnan(lap->asked_m) ? PD_EXTENT_TIME : PD_EXTENT_DISTANCE;
                step.amount = isnan(lap->asked_m) ? (pd_usec) (lap->asked_s * (double) PD_SEC) : llround(lap->asked_m * 1000);
                if (is_rep(lap)) {
                        step.intensity = PD_INTENSITY_HARD;
                        step.key = true;
                        step.target = (struct pd_target) {PD_REFERENCE_SPEED, mm_s, mm_s};
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

/* All of it, with lap pressed where the watch began the first rep. */
static void
play(const struct corpus_recording *recording, const struct turns *turns, struct trial *trial)
{
        const struct corpus_playing playing = {.heart = true, .speed = true, .each_second = true};
        const struct pd_command lap = {.verb = PD_COMMAND_LAP};
        const double begins = recording->laps[turns->first].begin_s;
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

/* Since when is the rep off its pace, by the mean of MEAN_S seconds of it, or, while there are fewer, of LEAST_S; NAN: it is not. */
static double
off_since(const struct corpus_recording *recording, const struct corpus_lap *lap, double pace, int least_s)
{
        for (double now = lap->begin_s + FROM_S + least_s; now < lap->end_s; now++) {
                const int seconds = now - lap->begin_s - FROM_S < MEAN_S ? (int) (now - lap->begin_s - FROM_S) : MEAN_S;
                double sum = 0;

                for (int back = 0; back < seconds; back++)
                        sum += speed_at(recording, now - back);
                if (fabs(sum / seconds / pace - 1) > OFF)
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
        const double since = off_since(recording, lap, pace, counts->least_s);

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
count_by_heart(const struct corpus_recording *recording, const struct turns *turns, const struct trial *trial)
{
        size_t n = 0;

        for (size_t i = turns->first; i < recording->n_laps; i++) {
                const struct corpus_lap *lap = &recording->laps[i];
                const double end = is_rep(lap) ? lap->end_s : lap->begin_s + EARLY_RECOVERY_S;

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
judge(const struct corpus_recording *recording, const struct turns *turns, const struct trial *trial, double pace, struct counts *counts)
{
        int32_t index = 0;

        for (size_t i = turns->first; i < turns->end; i++) {
                const struct corpus_lap *lap = &recording->laps[i];
                const double away = away_from_place(trial, ++index, lap->begin_s);

                spread_add(&counts->late, away);
                counts->steps++;
                counts->in_place += away <= IN_PLACE_S;
                if (is_rep(lap) && !is_enough(trial, lap->begin_s))
                        judge_rep(recording, trial, lap, pace, counts);
        }
}

static struct trial *
run(const struct corpus_recording *recording, const struct turns *turns, double pace, bool heart)
{
        struct pd_athlete athlete;
        struct pd_workout workout;
        struct trial *trial;

        know(pace, heart, &athlete);
        ask(recording, turns, pace, &athlete, &workout);
        trial = trial_new(&athlete, &workout);
        play(recording, turns, trial);
        return trial;
}

/* What came of sessions of a kind. */
struct outcome {
        struct counts all, soonest, with_heart;
};

static void
measure(const struct corpus_recording *recording, const struct turns *turns, double share, struct outcome *outcome)
{
        const double pace = share * pace_of(recording, turns);
        struct trial *by_pace = run(recording, turns, pace, false), *by_both = run(recording, turns, pace, true);

        judge(recording, turns, by_pace, pace, &outcome->all);
        judge(recording, turns, by_pace, pace, &outcome->soonest);
        judge(recording, turns, by_both, pace, &outcome->with_heart);
        outcome->all.by_heart += count_by_heart(recording, turns, by_both);
        trial_free(by_pace);
        trial_free(by_both);
}

static void
measure_session(struct corpus_recording *recording, struct table *table, struct outcome *brief, struct outcome *longer)
{
        static const double shares[] = {0.95, 1, 1.05};
        struct outcome *outcome;
        struct turns turns;

        join_laps(recording);
        if (!find_turns(recording, &turns))
                return;
        outcome = turns.longest_s < BRIEF_S ? brief : longer;
        table_note(table, "  %s: %zu reps of %.0f m, %.0f s at most", recording->id, turns.n_reps,
                recording->laps[turns.first].distance_m, turns.longest_s);
        outcome->all.sessions++;
        for (size_t k = 0; k < sizeof(shares) / sizeof(shares[0]); k++)
                measure(recording, &turns, shares[k], outcome);
}

/* Shares of something; nothing to measure is neither met nor missed. */
static void
tell_all(struct table *table, const char *measure, size_t some, size_t all)
{
        if (all == 0)
                table_skip(table, measure, "there is none");
        else
                table_bar(table, measure, "all", some == all, "%zu of %zu", some, all);
}

static void
tell_brief(struct table *table, struct outcome *brief)
{
        struct counts *all = &brief->all;

        if (all->sessions == 0) {
                table_skip(table, "repeats shorter than 90 s whose steps are known", "laps/ has no such session");
                return;
        }
        table_bar(table, "steps of repeats and their rests found in place", "all", all->in_place == all->steps,
                "%zu of %zu, %.0f s off at most", all->in_place, all->steps, spread_at(&all->late, 1));
        tell_all(table, "reps > 3 % off their pace told within 10 s", all->told, all->off);
        table_tell(table, "the same by the mean of the first 8 s, 9 s… of these 15 s", "%zu of %zu", brief->soonest.told,
                brief->soonest.off);
        table_tell(table, "the same, the heart's thresholds known (nobody is pushed from LT2 on)", "%zu of %zu", brief->with_heart.told,
                brief->with_heart.off);
        table_tell(table, "reps not off that were told, too", "%zu of %zu", all->told_too, all->not_off);
        table_bar(table, "accused by heart rate in a rep or 60 s after", "none", all->by_heart == 0, "%zu", all->by_heart);
}

/* By excess and time, as any step: no bar is set for it but the steps' own. */
static void
tell_longer(struct table *table, struct outcome *longer)
{
        struct counts *all = &longer->all;

        if (all->sessions == 0)
                return;
        table_bar(table, "steps of repeats of 90 s and longer found in place", "all", all->in_place == all->steps,
                "%zu of %zu, %.0f s off at most", all->in_place, all->steps, spread_at(&all->late, 1));
        table_tell(table, "the same: > 3 % off their pace, told within 10 s", "%zu of %zu", all->told, all->off);
        table_tell(table, "the same: accused by heart rate in a rep or 60 s after", "%zu", all->by_heart);
}

static void
clear(struct outcome *outcome)
{
        spread_clear(&outcome->all.late);
        spread_clear(&outcome->soonest.late);
        spread_clear(&outcome->with_heart.late);
}

void
row_repeats_400(const struct bench *bench, struct table *table)
{
        const struct outcome nothing = {.all.least_s = MEAN_S, .soonest.least_s = SOONEST_S, .with_heart.least_s = MEAN_S};
        struct outcome brief = nothing, longer = nothing;

        table_heading(table, "sessions whose steps are known");
        for (size_t i = 0; i < corpus_count(bench->corpus); i++) {
                struct corpus_recording recording;

                if (!corpus_read(bench->corpus, i, &recording))
                        continue;
                if (recording.n_samples > 0)
                        measure_session(&recording, table, &brief, &longer);
                corpus_recording_clear(&recording);
        }
        tell_brief(table, &brief);
        tell_longer(table, &longer);
        clear(&brief);
        clear(&longer);
}
