/* SPDX-License-Identifier: MIT */
#include "core/signal/cadence_lock.h"

#include "core/signal/hearing.h"

#include "purposed/event.h"

#include <stdlib.h>

/*
 * The figures were chosen on 60 hours of recorded runs: spans of 40 s in which
 * heart rate stays by a multiple of the cadence, having come there by 10 bpm
 * within 15 s, occur three times in them without a lock (a start, a rep, a
 * heart that fell); what a change of speed explains is left out for that. With
 * cadences that are wrong by -45 to +15 (13 x 72 runs), which nothing can be locked
 * to, it is claimed 10 times (16 without WAVERED_MOST, which misses 1 % of locks).
 */
#define KEPT_EVERY 20     /* tenths of a second */
#define SAME_INSTANT (PD_SEC / 2)
#define STAYED 410        /* with 15 s of arrival, within a minute */
#define PAIRS_LEAST 6     /* a row every 7 s */
#define SQUARE_MOST 625   /* on average, so near: 2.5 bpm squared, for a lock that wavers by 2 */
#define STAY_PAIRS_MOST (STAYED / KEPT_EVERY + 2)
#define OUTLIER 60        /* tenths of a bpm: counts as no more */
#define MEAN_MOST 15      /* tenths of a bpm: on average it is the steps' number */
#define ARRIVAL 200       /* a jump takes 15 s at most, and each edge a pair */
#define ARRIVAL_MEAN 40
#define JUMP 12           /* bpm up, where nothing has changed */
/* Where it has: a step by 60 bpm with a tau of 25 s brings 16 within 8 s, 23 within 12, 28 within 16, 33 within 20. */
#define JUMP_QUICK 18
#define QUICK 80          /* within that time, and from there on */
#define QUICK_MORE 15     /* bpm a hundred tenths of a second */
#define FALL 15           /* a heart falls by 10 bpm in as many seconds by itself */
#define FALL_QUICK 25     /* and by this not even when she slows down (tau down 50 s and more) */
#define WAVERED_MOST 10   /* bpm on average around where it came from, */
#define WAVERED_FOR 300   /* so far back: what has jumped about was no heart rate before, and need not be the steps' now */
#define BEFORE 600        /* the speed that the heart was used to: so far back */
#define BEGINNING 1200    /* in the first two minutes a heart climbs, whatever it climbs to */
#define CHANGED_PERCENT 8 /* a mean of some pairs flickers by 2 % */
#define RUNNING_SPM 110   /* below, walking or standing, nothing locks for long */
#define PARTED 60         /* tenths of a bpm */
#define PARTED_FOR 100
#define ASTRAY_FOR 600    /* without running steps that could be compared */

static const struct {
        int32_t num, den;
} ratios[] = {{1, 1}, {2, 3}, {1, 2}}; /* of heart rate to the steps of both feet */

#define RATIOS (sizeof(ratios) / sizeof(ratios[0]))

/* Two means of what was before and is since. */
struct change {
        int64_t before_sum, before_n, since_sum, since_n;
};

void
pd_cadence_lock_init(struct pd_cadence_lock *lock)
{
        *lock = (struct pd_cadence_lock) {.begun = PD_NEVER};
}

/* AGE 0 is the newest. */
static const struct pd_cadence_pair *
pair_of(const struct pd_cadence_lock *lock, size_t age)
{
        return &lock->pairs[(lock->next + PD_CADENCE_LOCK_PAIRS - 1 - age) % PD_CADENCE_LOCK_PAIRS];
}

static int32_t
age_ds(const struct pd_cadence_lock *lock, size_t age)
{
        return pair_of(lock, 0)->at_ds - pair_of(lock, age)->at_ds;
}

/* In tenths of a bpm. */
static int32_t
distance(int32_t hr_bpm, int32_t cadence_spm, size_t ratio)
{
        return hr_bpm * 10 - cadence_spm * 10 * ratios[ratio].num / ratios[ratio].den;
}

static int32_t
within(int32_t value, int32_t limit)
{
        return value > limit ? limit : value < -limit ? -limit : value;
}

/* Has heart rate been at that multiple for long enough? RET: the oldest pair of
 * the stay. */
static bool
stays(const struct pd_cadence_lock *lock, size_t ratio, size_t *ret)
{
        int32_t sum = 0, squares = 0;

        for (size_t age = 0; age < lock->n; age++) {
                const struct pd_cadence_pair *pair = pair_of(lock, age);
                int32_t off = within(distance(pair->hr_bpm, pair->cadence_spm, ratio), OUTLIER), n = (int32_t) age + 1;

                if (pair->cadence_spm < RUNNING_SPM)
                        return false;
                sum += off;
                squares += off * off;
                if (squares > SQUARE_MOST * STAY_PAIRS_MOST) /* no more of them can make that good */
                        return false;
                if (age_ds(lock, age) < STAYED)
                        continue;
                *ret = age;
                return n >= PAIRS_LEAST && squares <= SQUARE_MOST * n && abs(sum) <= MEAN_MOST * n;
        }
        return false;
}

/* 1: it has risen, -1: it has fallen, 0: neither. */
static int
direction(const struct change *change)
{
        int64_t before = change->before_sum * change->since_n, since = change->since_sum * change->before_n;

        if (change->before_n == 0 || change->since_n == 0)
                return 0;
        return (since * 100 > before * (100 + CHANGED_PERCENT)) - (since * (100 + CHANGED_PERCENT) < before * 100);
}

/* Did she go slower before (1), or faster (-1)? Then the heart may have had its
 * reasons to climb, or to fall. */
static int
change_of(const struct pd_cadence_lock *lock, size_t stay)
{
        struct change speed = {0}, steps = {0};
        int32_t begin = age_ds(lock, stay);

        for (size_t age = 0; age < lock->n && age_ds(lock, age) <= begin + BEFORE; age++) {
                const struct pd_cadence_pair *pair = pair_of(lock, age);
                bool since = age <= stay;

                *(since ? &steps.since_sum : &steps.before_sum) += pair->cadence_spm;
                *(since ? &steps.since_n : &steps.before_n) += 1;
                if (pair->speed_cm_s < 0)
                        continue;
                *(since ? &speed.since_sum : &speed.before_sum) += pair->speed_cm_s;
                *(since ? &speed.since_n : &speed.before_n) += 1;
        }
        return direction(&speed) != 0 ? direction(&speed) : direction(&steps);
}

static bool
is_jump(int32_t rise, int32_t span_ds, int change)
{
        if (rise < 0)
                return rise <= (change < 0 ? -FALL_QUICK : -FALL);
        if (change > 0)
                return rise * 100 >= JUMP_QUICK * 100 + (span_ds > QUICK ? (span_ds - QUICK) * QUICK_MORE : 0);
        return rise >= JUMP;
}

/* Where heart rate was as it arrived: the mean of some seconds. RET: when. */
static int32_t
arrival_bpm(const struct pd_cadence_lock *lock, size_t stay, int32_t *ret_ds)
{
        int32_t begin = pair_of(lock, stay)->at_ds, bpm = 0, since = 0, n = 0;

        for (size_t age = stay + 1; age-- > 0 && pair_of(lock, age)->at_ds - begin <= ARRIVAL_MEAN; n++) {
                bpm += pair_of(lock, age)->hr_bpm;
                since += pair_of(lock, age)->at_ds - begin;
        }
        *ret_ds = begin + since / n;
        return bpm / n;
}

/* Had heart rate been where it was at that pair for a while? */
static bool
had_stayed(const struct pd_cadence_lock *lock, size_t from)
{
        int32_t sum = 0, n = 0;

        for (size_t age = from + 1; age < lock->n && age_ds(lock, age) - age_ds(lock, from) <= WAVERED_FOR; age++, n++)
                sum += abs(pair_of(lock, age)->hr_bpm - pair_of(lock, from)->hr_bpm);
        return sum <= WAVERED_MOST * n;
}

/* Did it come by a jump that the heart does not explain? */
static bool
has_jumped(const struct pd_cadence_lock *lock, size_t ratio, size_t stay)
{
        int change = change_of(lock, stay);
        int32_t then, there = arrival_bpm(lock, stay, &then);

        for (size_t age = stay + 1; age < lock->n; age++) {
                const struct pd_cadence_pair *pair = pair_of(lock, age);
                int32_t rise = there - pair->hr_bpm;

                if (then - pair->at_ds > ARRIVAL)
                        return false;
                if (abs(distance(pair->hr_bpm, pair->cadence_spm, ratio)) < JUMP * 10 || (rise > 0 && then < BEGINNING))
                        continue;
                if (is_jump(rise, then - pair->at_ds, change) && had_stayed(lock, age))
                        return true;
        }
        return false;
}

static void
look(struct pd_cadence_lock *lock)
{
        size_t stay;

        for (size_t ratio = 0; ratio < RATIOS; ratio++) {
                if (!stays(lock, ratio, &stay) || !has_jumped(lock, ratio, stay))
                        continue;
                lock->ratio = (int32_t) ratio + 1;
                lock->arrived_ds = pair_of(lock, stay)->at_ds;
                lock->apart_ds = -1;
                return;
        }
}

static void
watch_parting(struct pd_cadence_lock *lock, int32_t at_ds, int32_t hr_bpm, int32_t cadence_spm)
{
        bool steps = cadence_spm >= RUNNING_SPM;

        if (steps && abs(distance(hr_bpm, cadence_spm, (size_t) lock->ratio - 1)) <= PARTED) {
                lock->apart_ds = -1;
                return;
        }
        if (lock->apart_ds < 0)
                lock->apart_ds = at_ds;
        if (at_ds - lock->apart_ds >= (steps ? PARTED_FOR : ASTRAY_FOR)) {
                lock->ratio = 0;
                lock->n = 0;
        }
}

static void
keep(struct pd_cadence_lock *lock, const struct pd_cadence_pair *pair)
{
        lock->pairs[lock->next] = *pair;
        lock->next = (lock->next + 1) % PD_CADENCE_LOCK_PAIRS;
        if (lock->n < PD_CADENCE_LOCK_PAIRS)
                lock->n++;
}

static int16_t
in_cm(int32_t speed_mm_s)
{
        return (int16_t) (speed_mm_s == PD_UNKNOWN || speed_mm_s / 10 > INT16_MAX ? -1 : speed_mm_s / 10);
}

bool
pd_cadence_lock_heart_rate(struct pd_cadence_lock *lock, pd_usec at, int32_t hr_bpm, int32_t cadence_spm, int32_t speed_mm_s)
{
        struct pd_cadence_pair pair = {.hr_bpm = (int16_t) hr_bpm, .cadence_spm = (int16_t) cadence_spm, .speed_cm_s = in_cm(speed_mm_s)};

        if (lock->n > 0 && lock->ratio == 0 && at - lock->last > PD_HEARING_GAP)
                lock->n = 0;
        if (lock->begun == PD_NEVER)
                lock->begun = at;
        pair.at_ds = (int32_t) ((at - lock->begun) / (PD_SEC / 10));
        if (lock->n > 0 && pair.at_ds - pair_of(lock, 0)->at_ds < KEPT_EVERY)
                return pd_cadence_lock_holds(lock);
        if (cadence_spm != PD_UNKNOWN) {
                keep(lock, &pair);
                lock->last = at;
        }
        if (lock->ratio != 0)
                watch_parting(lock, pair.at_ds, hr_bpm, cadence_spm);
        else if (cadence_spm != PD_UNKNOWN)
                look(lock);
        return pd_cadence_lock_holds(lock);
}

bool
pd_cadence_lock_steps(struct pd_cadence_lock *lock, pd_usec at, int32_t cadence_spm, int32_t speed_mm_s)
{
        struct pd_cadence_pair *newest = &lock->pairs[(lock->next + PD_CADENCE_LOCK_PAIRS - 1) % PD_CADENCE_LOCK_PAIRS];

        if (lock->n == 0 || cadence_spm == PD_UNKNOWN || at - lock->last > SAME_INSTANT)
                return pd_cadence_lock_holds(lock);
        newest->cadence_spm = (int16_t) cadence_spm;
        newest->speed_cm_s = in_cm(speed_mm_s);
        if (lock->ratio == 0)
                look(lock);
        return pd_cadence_lock_holds(lock);
}

bool
pd_cadence_lock_holds(const struct pd_cadence_lock *lock)
{
        return lock->ratio != 0;
}

pd_usec
pd_cadence_lock_since(const struct pd_cadence_lock *lock)
{
        return lock->ratio == 0 ? PD_NEVER : lock->begun + lock->arrived_ds * (PD_SEC / 10);
}
