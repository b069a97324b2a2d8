/* SPDX-License-Identifier: MIT */
/*
 * A heart rate that follows the steps: put into recordings of real runs, it has
 * to be found; where nobody has put one, it must not be. Beside it, all that is
 * not trusted of the recordings as they are, one by one.
 */
#include "bench/row.h"

#include "purposed/doubt.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define BAR_S 60.0
#define BAR_SHARE 0.95
#define DRAWS 8          /* of each recording and ratio, for 200 seeds */
#define BEFORE_S 400.0   /* played before the lock comes */
#define AFTER_S 75.0
#define CALM_S 40.0      /* before it, she runs, and is heard */
#define RUN_IN_S 180.0   /* no lock before */
#define ROW_GAP_MOST_S 15.0
#define STEPS_LEAST 120
#define STEPS_MOST 215
#define SAID_S 120.0     /* until something is said, looked at */
#define QUICK_S 10.0
#define JUMP_LEAST 15.0  /* bpm: less is no jump; it is told besides */

static const double ratios[] = {1, 2.0 / 3, 0.5};
static const char *const ratio_names[] = {"the cadence", "two thirds of it", "half of it"};

#define RATIOS (sizeof(ratios) / sizeof(ratios[0]))

/* A lock as it was drawn. */
struct lock {
        size_t ratio;
        size_t first;    /* sample */
        double glide_s;  /* how long it takes to come */
        double sd;       /* bpm, around the steps */
        int every_s;     /* rows are thinned to one in so many seconds; 0: as they are */
};

struct count {
        size_t found, all;
};

/* What became of trust in one trial. */
struct watch {
        double from_s;     /* earlier claims are not of this lock */
        double locked_s;   /* when it was seen first; NAN */
        enum pd_doubt now; /* of the newest live event */
        double since_s;
        const struct corpus_recording *recording; /* the whole of it */
        struct table *table; /* NULL, or all is told there */
        size_t locks;
};

/* Numbers by a seed, one after another. */
struct draws {
        struct course course;
        uint64_t which;
};

/* In [0, 1). */
static double
draw(struct draws *draws)
{
        return course_draw(&draws->course, draws->which++, 0, 1);
}

/* Mean 0, SD 1. */
static double
draw_normal(struct draws *draws)
{
        double sum = -6;

        for (int i = 0; i < 12; i++)
                sum += draw(draws);
        return sum;
}

static void
begin_draws(struct draws *draws, const char *id, uint64_t seed, size_t ratio, size_t which)
{
        uint64_t hash = seed * 1000003 + ratio * 7919 + which;

        for (; *id != '\0'; id++)
                hash = hash * 131 + (unsigned char) *id;
        draws->course.seed = hash;
        draws->which = 0;
}

static void
close_doubt(struct watch *watch, double at_s)
{
        if (watch->table != NULL && watch->now != PD_DOUBT_NONE && watch->now != PD_DOUBT_CONTACT)
                table_note(watch->table, "%-48s %-12s from %5.0f s for %4.0f s%s", watch->recording->id, pd_doubt_name(watch->now),
                        watch->since_s, at_s - watch->since_s, watch->recording->has_rr ? " (RR)" : "");
        watch->locks += watch->now == PD_DOUBT_CADENCE_LOCK;
}

/* Why it was right to be said, or not: what heart rate did in the two minutes before, and what she did. */
static void
note_said(const struct watch *watch, double at_s, const char *say)
{
        const struct corpus_sample *samples = watch->recording->samples;
        double speed[2] = {0};
        int32_t moved = 0, n[2] = {0};

        for (size_t i = 0; i < watch->recording->n_samples && samples[i].t_s <= at_s; i++) {
                const bool late = samples[i].t_s > at_s - SAID_S / 2;
                if (samples[i].t_s < at_s - SAID_S || samples[i].hr_bpm == PD_UNKNOWN)
                        continue;
                for (size_t k = i; k > 0 && samples[i].t_s - samples[k - 1].t_s <= QUICK_S; k--) {
                        const int32_t off = abs(samples[i].hr_bpm - samples[k - 1].hr_bpm);
                        moved = samples[k - 1].hr_bpm != PD_UNKNOWN && off > moved ? off : moved;
                }
                speed[late] += isnan(samples[i].speed) ? 0 : samples[i].speed;
                n[late] += !isnan(samples[i].speed);
        }
        table_note(watch->table, "%-48s said at %.0f s: %s", watch->recording->id, at_s, say);
        if (n[0] > 0 && n[1] > 0)
                table_note(watch->table, "%-48s heart rate moved by %d bpm in %.0f s, speed from %.2f to %.2f m/s", "", moved, QUICK_S,
                        speed[0] / n[0], speed[1] / n[1]);
        else
                table_note(watch->table, "%-48s heart rate moved by %d bpm in %.0f s", "", moved, QUICK_S);
}

static void
hear(void *user, const struct pd_event *event)
{
        struct watch *watch = user;
        double at_s = (double) event->at / (double) PD_SEC;

        if (event->kind == PD_EVENT_ALERT && event->alert.type == PD_ALERT_CANNOT_TELL && strcmp(event->alert.tag, "doubt") == 0
                && watch->table != NULL)
                note_said(watch, at_s, event->alert.say);
        if (event->kind != PD_EVENT_LIVE)
                return;
        if (event->live.doubt == PD_DOUBT_CADENCE_LOCK && at_s >= watch->from_s && isnan(watch->locked_s))
                watch->locked_s = at_s;
        if (event->live.doubt == watch->now)
                return;
        close_doubt(watch, at_s);
        watch->now = event->live.doubt;
        watch->since_s = at_s;
}

/* Samples FIRST to LAST, as a watch kept them. */
static void
play(const struct corpus_recording *recording, size_t first, size_t last, bool rr, struct watch *watch)
{
        const struct corpus_playing playing = {.heart = true, .speed = true, .rr = rr};
        struct corpus_recording part = *recording;
        struct pd_athlete athlete;
        struct trial *trial;

        course_athlete(&athlete);
        athlete.auto_start = PD_AUTO_START_BOTH;
        part.samples += first;
        part.n_samples = last - first;
        trial = trial_new(&athlete, NULL);
        trial->also = hear;
        trial->also_user = watch;
        corpus_play(&part, &playing, trial);
        close_doubt(watch, part.samples[part.n_samples - 1].t_s);
        trial_free(trial);
}

/* Does she run from CALM_S before it until AFTER_S later, and is all heard? LAST: the sample at which that is over. */
static bool
is_place(const struct corpus_recording *recording, size_t first, size_t *last)
{
        const struct corpus_sample *samples = recording->samples;
        double at = samples[first].t_s;
        size_t i = first;

        while (i > 0 && at - samples[i - 1].t_s < CALM_S)
                i--;
        for (; i < recording->n_samples && samples[i].t_s < at + AFTER_S; i++) {
                if (samples[i].hr_bpm == PD_UNKNOWN || samples[i].hr_bpm <= 0 || isnan(samples[i].speed))
                        return false;
                if (samples[i].cadence_spm < STEPS_LEAST || samples[i].cadence_spm > STEPS_MOST)
                        return false;
                if (i > 0 && samples[i].t_s - samples[i - 1].t_s > ROW_GAP_MOST_S)
                        return false;
        }
        *last = i;
        return i < recording->n_samples && at - samples[0].t_s >= RUN_IN_S;
}

/* The recording from BEFORE_S before the lock until LAST, with the lock in it. */
static void
put_lock(const struct corpus_recording *recording, const struct lock *lock, size_t last, struct draws *draws, struct corpus_recording *ret)
{
        double begin = recording->samples[lock->first].t_s, kept = -INFINITY;

        *ret = *recording;
        ret->samples = malloc(last * sizeof(ret->samples[0]));
        ret->n_samples = 0;
        for (size_t i = 0; i < last; i++) {
                struct corpus_sample sample = recording->samples[i];
                double way = (sample.t_s - begin) / lock->glide_s;

                if (begin - sample.t_s > BEFORE_S || sample.t_s - kept < lock->every_s)
                        continue;
                kept = sample.t_s;
                way = way > 1 ? 1 : way;
                if (i >= lock->first)
                        sample.hr_bpm = (int32_t) lround((1 - way) * sample.hr_bpm + way * (ratios[lock->ratio] * sample.cadence_spm
                                + lock->sd * draw_normal(draws)));
                ret->samples[ret->n_samples++] = sample;
        }
}

/* One draw: counted in JUMPS if there was a place for it. */
static void
try_lock(const struct corpus_recording *recording, struct lock lock, struct draws *draws, struct count *jumps, struct count *small)
{
        struct watch watch = {.locked_s = NAN, .recording = recording};
        struct corpus_recording locked;
        struct count *count;
        double begin, jump;
        size_t last;

        lock.first = (size_t) (draw(draws) * (double) recording->n_samples);
        lock.glide_s = draw(draws) < 0.5 ? 0.1 + 2 * draw(draws) : 4 + 11 * draw(draws);
        lock.sd = 1 + draw(draws);
        if (!is_place(recording, lock.first, &last))
                return;
        begin = recording->samples[lock.first].t_s;
        jump = fabs(ratios[lock.ratio] * recording->samples[lock.first].cadence_spm - recording->samples[lock.first].hr_bpm);
        count = jump >= JUMP_LEAST ? jumps : small;
        watch.from_s = begin;
        put_lock(recording, &lock, last, draws, &locked);
        play(&locked, 0, locked.n_samples, false, &watch);
        free(locked.samples);
        count->all++;
        count->found += watch.locked_s - begin <= BAR_S;
}

struct result {
        struct count jumps[RATIOS], thinned, small;
        size_t claimed_rr, claimed_wrist, with_rr, wrist;
};

static void
try_recording(const struct bench *bench, const struct corpus_recording *recording, struct table *table, struct result *result)
{
        struct watch watch = {.locked_s = NAN, .from_s = INFINITY, .recording = recording, .table = table};
        size_t n = (bench->n_seeds * DRAWS + 199) / 200;
        struct draws draws;

        play(recording, 0, recording->n_samples, true, &watch);
        *(recording->has_rr ? &result->with_rr : &result->wrist) += 1;
        *(recording->has_rr ? &result->claimed_rr : &result->claimed_wrist) += watch.locks;
        for (size_t ratio = 0; ratio < RATIOS; ratio++)
                for (size_t which = 0; which < 2 * n; which++) {
                        struct lock lock = {.ratio = ratio, .every_s = which < n ? 0 : 3 + (int) (which % 5)};

                        begin_draws(&draws, recording->id, bench->first_seed, ratio, which);
                        try_lock(recording, lock, &draws, which < n ? &result->jumps[ratio] : &result->thinned, &result->small);
                }
}

static double
share(const struct count *count)
{
        return count->all == 0 ? 1 : (double) count->found / (double) count->all;
}

static void
tell(struct table *table, const struct result *result, const struct count *all)
{
        static const char found[] = "cadence lock put into real runs, found within 60 s";
        static const char claimed[] = "the same, falsely claimed: runs with RR / others";

        if (all->all == 0)
                table_skip(table, found, "no run has cadence, speed and heart rate for long");
        else
                table_bar(table, found, "≥ 95 %", share(all) >= BAR_SHARE, "%.1f %% of %zu", 100 * share(all), all->all);
        if (result->with_rr + result->wrist == 0)
                table_skip(table, claimed, "no run is here");
        else
                table_bar(table, claimed, "never", result->claimed_rr + result->claimed_wrist == 0, "%zu in %zu / %zu in %zu",
                        result->claimed_rr, result->with_rr, result->claimed_wrist, result->wrist);
}

void
row_cadence_lock(const struct bench *bench, struct table *table)
{
        struct result result = {0};
        struct count all = {0};
        struct corpus_recording recording;

        table_heading(table, "what is not trusted of the recordings as they are");
        for (size_t i = 0; i < corpus_count(bench->corpus); i++) {
                bench_progress(bench, i, corpus_count(bench->corpus));
                if (!corpus_read(bench->corpus, i, &recording))
                        continue;
                if (recording.n_samples > 0)
                        try_recording(bench, &recording, table, &result);
                corpus_recording_clear(&recording);
        }
        for (size_t i = 0; i < RATIOS; i++) {
                all.found += result.jumps[i].found;
                all.all += result.jumps[i].all;
        }
        tell(table, &result, &all);
        table_heading(table, "cadence lock by kind");
        for (size_t i = 0; i < RATIOS; i++)
                table_note(table, "  on %-16s found %zu of %zu", ratio_names[i], result.jumps[i].found, result.jumps[i].all);
        table_note(table, "  rows thinned to one in 3 to 7 s: found %zu of %zu", result.thinned.found, result.thinned.all);
        table_note(table, "  that comes by less than 15 bpm: found %zu of %zu", result.small.found, result.small.all);
}
