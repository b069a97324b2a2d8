/* SPDX-License-Identifier: MIT */
/*
 * Where nothing else is said, a number here was chosen on 26 real steady runs
 * (24 h) and 23 others, the ceiling at their own 58th to 78th percentile of
 * heart rate and their seconds thinned, for first alerts in intervals of at least
 * 45 s in which the centred median of a minute is more than 1 bpm over the
 * ceiling: each moved until its neighbours are no better for all of these
 * together, not for one of them. The runs are few: drawn anew with replacement
 * (500 times, ceilings at the 62nd to 78th percentile) all the bars hold in
 * two fifths of the draws, and chosen on either set alone in a quarter of those
 * of the other. The bench's row hr_ceiling prints what becomes of them when
 * patience or ceiling move.
 */
#include "core/coach/heart_case.h"

#include "purposed/event.h"

#include <string.h>

/* Above begins here: less is within what a strap and a rounded number say. */
#define ABOVE_BPM 1

/* The least before anything is shown or said, however large the excess. */
#define SHOWN_AFTER_S 8

/* Soon (PD_HEART_PATIENCE): weighed in tenths of a second. After 15 s above,
 * more of them tell little, and the whole minute is asked. A heart that climbs
 * by 0.1 bpm/s is 2 s ahead of one that does not, one that falls 2 s behind.
 * How steeply says little beyond 0.2 bpm/s: a step of the effort and a hill
 * begin alike. What was above earlier in the minute counts a twentieth. */
#define SOON_WITHIN_S 15
#define CLIMB_TENTHS 200 /* per bpm/s */
#define CLIMB_MOST_TENTHS 40
#define CLIMB_SUM 28 /* of a bpm/s: Σ(i − 3)² */
#define MINUTE_TENTHS 30 /* of a whole minute above */

/* What her heart is known for: the mean of its stays of 10 s and more, each up
 * to a minute, begun with five of the usual 40 s. A heart whose stays last
 * 10 s longer is believed 3 s sooner. */
#define STAY_LEAST_S 10
#define STAY_MOST_S 60
#define USUAL_STAY_S 40
#define USUAL_STAYS 5
#define STAY_TENTHS 3 /* per second of the mean */

/* Far above: half a minute's mean. A heart about its ceiling has a residual of SD
 * 3.5 bpm (70 fits on real runs), AR(1) 0.95, and one of 2.8 in such a mean. */
#define FAR_BPM 5

/* Where no plan prescribes the ceiling it is the edge of easy running, and what
 * goes over it is a change of effort, not a heart about its ceiling: its level
 * alone decides. Of virtual runners with that residual who step to 112 % of LT1
 * speed (200 seeds each from 1, 5000 and 100000) half are told 70 s after the step
 * and 95 % after 110 to 123 s, with half as many words while they are at 92 % as by
 * the rules for a prescribed one. Two beats over are told in the end. */
#define LEVEL_UNIT 1024 /* of a bpm */
#define LEVEL_S 28
#define LEVEL_ABOVE (LEVEL_UNIT * 7 / 4)

/* A pod that was silent for 10 s leaves the heart no say: half a minute of its own it must have. */
#define HEARD_LEAST_S 30

/* In the end: so many seconds of the last 60. */
#define MINUTE_S 60
#define MINUTE_ABOVE 41

void
pd_heart_case_init(struct pd_heart_case *heart)
{
        *heart = (struct pd_heart_case) {.told = PD_CASE_NONE, .patience = PD_HEART_PATIENCE};
}

void
pd_heart_case_forget(struct pd_heart_case *heart)
{
        heart->told = PD_CASE_NONE;
        heart->minute = 0;
        heart->soon = false;
        heart->heard_s = heart->stay_s = heart->n_recent = heart->next_recent = 0;
        memset(heart->stay_above_s, 0, sizeof(heart->stay_above_s));
}

static void
remember(struct pd_heart_case *heart, int32_t bpm)
{
        heart->level = heart->heard_s == 1 ? bpm * LEVEL_UNIT : heart->level + (bpm * LEVEL_UNIT - heart->level) / LEVEL_S;
        heart->recent[heart->next_recent] = bpm;
        heart->next_recent = (heart->next_recent + 1) % PD_HEART_SLOPE_S;
        if (heart->n_recent < PD_HEART_SLOPE_S)
                heart->n_recent++;
}

/* A stay is over: it tells what her heart does. */
static void
learn(struct pd_heart_case *heart)
{
        if (heart->stay_s < STAY_LEAST_S)
                return;
        heart->stays++;
        heart->stays_s += heart->stay_s < STAY_MOST_S ? heart->stay_s : STAY_MOST_S;
}

static void
count(struct pd_heart_case *heart, int32_t newest_bpm, bool above)
{
        for (int32_t i = 0; i < PD_HEART_LEVELS; i++)
                heart->stay_above_s[i] = newest_bpm > heart->ceiling_bpm + ABOVE_BPM + 1 + i ? heart->stay_above_s[i] + 1 : 0;
        heart->minute = (heart->minute << 1 | above) & ((UINT64_C(1) << MINUTE_S) - 1);
        if (above) {
                heart->stay_s++;
                return;
        }
        learn(heart);
        heart->stay_s = 0;
        heart->soon = false;
}

/* Tenths of a second that the climb of the last seconds is worth: the slope by
 * least squares over 7 values. */
static int32_t
climb(const struct pd_heart_case *heart)
{
        int32_t sum = 0, tenths; /* sum of (i − 3) × bpm */

        if (heart->n_recent < PD_HEART_SLOPE_S)
                return 0;
        for (int32_t i = 0; i < PD_HEART_SLOPE_S; i++)
                sum += (i - PD_HEART_SLOPE_S / 2) * heart->recent[(heart->next_recent + i) % PD_HEART_SLOPE_S];
        tenths = sum * CLIMB_TENTHS / CLIMB_SUM;
        return tenths > CLIMB_MOST_TENTHS ? CLIMB_MOST_TENTHS : tenths < -CLIMB_MOST_TENTHS ? -CLIMB_MOST_TENTHS : tenths;
}

/* Tenths of a second by which her heart is believed sooner than others. */
static int32_t
renown(const struct pd_heart_case *heart)
{
        int32_t stays = heart->stays + USUAL_STAYS, seconds = heart->stays_s + USUAL_STAYS * USUAL_STAY_S;

        return STAY_TENTHS * (seconds - USUAL_STAY_S * stays) / stays;
}

static bool
is_far(const struct pd_heart_case *heart, const struct pd_heart_second *second)
{
        return heart->stay_s >= SHOWN_AFTER_S && second->mean_bpm > second->ceiling_bpm + FAR_BPM;
}

static bool
is_level_above(const struct pd_heart_case *heart, const struct pd_heart_second *second)
{
        return heart->stay_s >= SHOWN_AFTER_S && heart->level > second->ceiling_bpm * LEVEL_UNIT + LEVEL_ABOVE;
}

static int32_t
seconds_above(uint64_t minute)
{
        int32_t n = 0;

        for (; minute != 0; minute &= minute - 1)
                n++;
        return n;
}

static bool
weighs_enough(int32_t stay_s, int32_t needed_tenths)
{
        return stay_s >= SHOWN_AFTER_S && stay_s <= SOON_WITHIN_S && 10 * stay_s >= needed_tenths;
}

/* The stay itself, or one on top of it: a heart that has hovered a beat above
 * its ceiling is not believed later, when it climbs on, than one that has hovered below. */
static bool
is_proven_soon(const struct pd_heart_case *heart)
{
        int32_t besides = climb(heart) + MINUTE_TENTHS * seconds_above(heart->minute) / MINUTE_S + renown(heart);
        bool enough = weighs_enough(heart->stay_s, heart->patience - besides);

        for (int32_t i = 0; i < PD_HEART_LEVELS && !enough; i++)
                enough = weighs_enough(heart->stay_above_s[i], heart->patience - besides);
        return enough;
}

static bool
is_proven(const struct pd_heart_case *heart, const struct pd_heart_second *second)
{
        if (heart->heard_s < HEARD_LEAST_S)
                return false;
        if (!second->prescribed)
                return is_level_above(heart, second);
        return heart->soon || is_far(heart, second) || seconds_above(heart->minute) >= MINUTE_ABOVE;
}

static void
raise(struct pd_case *told, enum pd_case_stage stage, pd_usec since)
{
        if (told->stage >= stage)
                return;
        if (told->stage == PD_CASE_CLEAR)
                told->since = since;
        told->stage = stage;
}

static void
accuse(struct pd_heart_case *heart, const struct pd_heart_second *second)
{
        pd_usec since = second->now - (heart->stay_s - 1) * PD_SEC;

        raise(&heart->told, PD_CASE_OPEN, since);
        if (heart->stay_s >= SHOWN_AFTER_S)
                raise(&heart->told, PD_CASE_SHOWN, since);
        heart->soon = heart->soon || is_proven_soon(heart);
        if (is_proven(heart, second))
                raise(&heart->told, PD_CASE_PROVEN, since);
}

/* What was proven stands until half a minute is clearly below; what was not, until the heart is. */
static bool
is_over(const struct pd_heart_case *heart, const struct pd_heart_second *second)
{
        if (second->newest_bpm >= second->ceiling_bpm)
                return false;
        return heart->told.stage != PD_CASE_PROVEN || second->mean_bpm < second->ceiling_bpm - PD_HR_TOLERANCE_BPM;
}

enum pd_case_stage
pd_heart_case_second(struct pd_heart_case *heart, const struct pd_heart_second *second)
{
        struct pd_case *told = &heart->told;
        bool above;

        if (second->newest_bpm == PD_UNKNOWN)
                return told->stage;
        if (second->ceiling_bpm != heart->ceiling_bpm)
                pd_heart_case_forget(heart);
        heart->ceiling_bpm = second->ceiling_bpm;
        above = second->newest_bpm > second->ceiling_bpm + ABOVE_BPM;
        heart->heard_s++;
        remember(heart, second->newest_bpm);
        count(heart, second->newest_bpm, above);
        if (above)
                accuse(heart, second);
        else if (is_over(heart, second))
                *told = PD_CASE_NONE;
        if (told->stage == PD_CASE_CLEAR || second->newest_bpm > second->ceiling_bpm)
                told->back_since = PD_NEVER;
        else if (told->back_since == PD_NEVER)
                told->back_since = second->now;
        return told->stage;
}
