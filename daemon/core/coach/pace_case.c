/* SPDX-License-Identifier: MIT */
#include "core/coach/pace_case.h"

#include "purposed/event.h"

/* All excess is in tenths of a permille. */
#define UNIT INT64_C(10000)

/* A pod's mean of three seconds wavers by 2.2 % (AR(1) 0.7, SD 2.5 %): what is
 * 6 % off counts in full nearly always. Back within the bound by as much as an
 * easy pace usually is, 20 s are forgotten in 8. */
#define OPENS (PD_SPEED_TOLERANCE_PERCENT * 100)
#define SATURATES 300
#define DRAINS 800

/* Excess × time that is shown: 3.3 s of a saturated one. */
#define SHOWN 1000

/* Tenths of a second of saturated excess before a word: usually, and of what may be
 * a surge. The bars: 106 % of a ceiling said within 25 s in half of the runs and
 * within 35 s in 95 % of them, 109 % of a recovery ceiling within 20 and 30 s,
 * 20 s at 115 % never. A rep is not judged by that. */
static const struct {
        int32_t usual, surge;
} patiences[] = {
        [PD_PATIENCE_RECOVERY] = {150, 210},
        [PD_PATIENCE_STEADY] = {200, 250},
};
#define LEAST_S 8

/* A stride, a road crossed, is 20 s at 115 % and more, and a second or two to
 * get there and back. The mean of those seconds wavers by 1.2 % with the pod:
 * where it may be one, the word waits for what follows. */
#define SURGE_FROM 900
#define SURGE 1200

/* A steady runner with a noisy pod has a wander of 1.0 % (5 to 95 % of seeds 0.7
 * to 1.4). Half of the real excesses of 15 s and more began at 2.9 % and above,
 * 95 % of those that were over within 45 s at 1.5 % and above. */
#define CLEAN 150
#define STRAYING 260
#define STRAYING_FACTOR 2500 /* permille of the patience there: 50 s on an easy day */

/* An excess of so many seconds is one, however small: those of 90 s are to be told. */
#define ENOUGH_S 70

/* Getting up to speed, and down from it: 59 real 400-m reps and the jogs
 * between them were at theirs after 4 to 9 s. */
#define GETTING_THERE_S 10
#define GETTING_THERE_MOST_S 15
#define FAR_OFF 1000

/* Of a rep: the mean of 15 s is known to 1.4 % (the pod's noise), one of 8 s to 1.7 %. */
#define REP_OFF 280
#define REP_LEAST_S 8

void
pd_pace_case_close(struct pd_pace_case *pace)
{
        pace->told = PD_CASE_NONE;
        pace->side = PD_SIDE_NONE;
        pace->evidence = pace->off_s = pace->back_s = 0;
        pace->sum = 0;
}

void
pd_pace_case_init(struct pd_pace_case *pace)
{
        *pace = (struct pd_pace_case) {.step_s = GETTING_THERE_MOST_S};
        pd_pace_case_close(pace);
}

void
pd_pace_case_forget(struct pd_pace_case *pace)
{
        pd_pace_case_close(pace);
        pace->step_s = pace->n_recent = pace->next_recent = 0;
        pd_wander_break(&pace->wander);
}

/* Beyond the bound on that side; negative within it, and where that side is open. */
static int32_t
excess(const struct pd_pace_second *second, enum pd_side side)
{
        if (side == PD_SIDE_OVER && second->ceiling_mm_s > 0)
                return (int32_t) ((second->speed_mm_s - second->ceiling_mm_s) * UNIT / second->ceiling_mm_s);
        if (side == PD_SIDE_UNDER && second->floor_mm_s > 0)
                return (int32_t) ((second->floor_mm_s - second->speed_mm_s) * UNIT / second->floor_mm_s);
        return -DRAINS;
}

/* Up to speed, or down from it. A rep's odometer may be ahead of her: as long
 * as she is far from its pace, it has some seconds more. */
static bool
is_getting_there(const struct pd_pace_case *pace, const struct pd_pace_second *second)
{
        if (pace->step_s < GETTING_THERE_S)
                return true;
        if (second->patience != PD_PATIENCE_REP || pace->step_s >= GETTING_THERE_MOST_S || second->speed_mm_s == PD_UNKNOWN)
                return false;
        return excess(second, PD_SIDE_UNDER) > FAR_OFF || excess(second, PD_SIDE_OVER) > FAR_OFF;
}

static bool
frame_is_off(const struct pd_pace_second *second, enum pd_side side)
{
        if (second->newest_mm_s == PD_UNKNOWN)
                return false;
        return side == PD_SIDE_OVER ? second->newest_mm_s > second->ceiling_mm_s : second->newest_mm_s < second->floor_mm_s;
}

static void
remember(struct pd_pace_case *pace, int32_t mm_s)
{
        if (mm_s == PD_UNKNOWN) {
                pace->n_recent = pace->next_recent = 0;
                return;
        }
        pace->recent[pace->next_recent] = mm_s;
        pace->next_recent = (pace->next_recent + 1) % PD_PACE_RECENT_S;
        if (pace->n_recent < PD_PACE_RECENT_S)
                pace->n_recent++;
}

static int64_t
sum_of_recent(const struct pd_pace_case *pace)
{
        int64_t sum = 0;

        for (int32_t i = 0; i < pace->n_recent; i++)
                sum += pace->recent[i];
        return sum;
}

int32_t
pd_pace_case_recent(const struct pd_pace_case *pace)
{
        return pace->n_recent < PD_PACE_RECENT_S ? PD_UNKNOWN : (int32_t) (sum_of_recent(pace) / PD_PACE_RECENT_S);
}

static bool
rep_is_off(const struct pd_pace_case *pace, const struct pd_pace_second *second)
{
        const int64_t sum = sum_of_recent(pace);

        if (pace->n_recent < REP_LEAST_S)
                return false;
        if (pace->side == PD_SIDE_OVER)
                return sum * UNIT > (int64_t) second->ceiling_mm_s * pace->n_recent * (UNIT + REP_OFF);
        return sum * UNIT < (int64_t) second->floor_mm_s * pace->n_recent * (UNIT - REP_OFF);
}

/* FROM at LOW, TO at HIGH, and between them between. */
static int32_t
between(int32_t value, int32_t low, int32_t high, int32_t from, int32_t to)
{
        if (value <= low)
                return from;
        return value >= high ? to : from + (to - from) * (value - low) / (high - low);
}

bool
pd_pace_case_strays(const struct pd_pace_case *pace)
{
        int32_t wander = pd_wander_mean(&pace->wander);

        return wander != PD_UNKNOWN && wander > CLEAN;
}

/* Tenths of a second. */
static int32_t
patience(const struct pd_pace_case *pace, const struct pd_pace_second *second)
{
        int32_t usual = patiences[second->patience].usual, surge = patiences[second->patience].surge;
        int32_t wander = pd_wander_mean(&pace->wander);

        surge = between((int32_t) (pace->sum / pace->off_s), SURGE_FROM, SURGE, usual, surge);
        if (wander != PD_UNKNOWN)
                usual = usual * between(wander, CLEAN, STRAYING, 1000, STRAYING_FACTOR) / 1000;
        return usual > surge ? usual : surge;
}

static bool
is_proven(const struct pd_pace_case *pace, const struct pd_pace_second *second)
{
        if (!frame_is_off(second, pace->side))
                return false;
        if (second->patience == PD_PATIENCE_REP)
                return rep_is_off(pace, second);
        if (pace->off_s < LEAST_S)
                return false;
        return pace->off_s >= ENOUGH_S || pace->evidence * 10 >= SATURATES * patience(pace, second);
}

/* The side on which she is beyond the tolerance. */
static enum pd_side
side_of(const struct pd_pace_second *second)
{
        if (excess(second, PD_SIDE_OVER) > (second->borne_out ? OPENS / 2 : OPENS))
                return PD_SIDE_OVER;
        return excess(second, PD_SIDE_UNDER) > OPENS ? PD_SIDE_UNDER : PD_SIDE_NONE;
}

static void
open_case(struct pd_pace_case *pace, const struct pd_pace_second *second, enum pd_side side)
{
        pd_wander_mark(&pace->wander);
        pace->side = side;
        pace->told.stage = PD_CASE_OPEN;
        pace->told.since = side == PD_SIDE_OVER && second->crossed != PD_NEVER ? second->crossed : second->now;
}

/* A heard second of an open case. */
static void
weigh(struct pd_pace_case *pace, const struct pd_pace_second *second)
{
        int32_t off = excess(second, pace->side);
        int32_t counts = second->borne_out && off > 0 ? 2 * off : off;

        counts = counts > SATURATES ? SATURATES : counts < -DRAINS ? -DRAINS : counts;
        pace->evidence = pace->evidence + counts > 0 ? pace->evidence + counts : 0;
        pace->sum += off;
        pace->off_s++;
        pace->back_s = off > 0 ? 0 : pace->back_s + 1;
        if (off > 0)
                pace->told.back_since = PD_NEVER;
        else if (pace->told.back_since == PD_NEVER)
                pace->told.back_since = second->now;
}

static bool
is_over(const struct pd_pace_case *pace)
{
        return pace->back_s >= PD_CASE_BACK_S || (pace->told.stage != PD_CASE_PROVEN && pace->evidence == 0);
}

/* A proven case stays one: only being back for long enough ends it. */
static void
prove(struct pd_pace_case *pace)
{
        pace->told.stage = PD_CASE_PROVEN;
        pd_wander_take_back(&pace->wander); /* it has not come back by itself */
}

static void
decide(struct pd_pace_case *pace, const struct pd_pace_second *second)
{
        if (is_over(pace))
                pd_pace_case_close(pace);
        else if (pace->told.stage != PD_CASE_PROVEN && is_proven(pace, second))
                prove(pace);
        else if (pace->told.stage == PD_CASE_OPEN && pace->evidence >= SHOWN)
                pace->told.stage = PD_CASE_SHOWN;
}

enum pd_case_stage
pd_pace_case_second(struct pd_pace_case *pace, const struct pd_pace_second *second)
{
        enum pd_side side;

        if (pace->told.stage != PD_CASE_PROVEN) /* what she was told to change says nothing of how she strays */
                pd_wander_second(&pace->wander, second->newest_mm_s);
        if (is_getting_there(pace, second)) {
                pace->step_s++;
                return pace->told.stage;
        }
        remember(pace, second->newest_mm_s);
        if (second->speed_mm_s == PD_UNKNOWN)
                return pace->told.stage;
        side = side_of(second);
        if (pace->told.stage != PD_CASE_PROVEN && side != PD_SIDE_NONE && side != pace->side) {
                pd_pace_case_close(pace);
                open_case(pace, second, side);
        }
        if (pace->told.stage == PD_CASE_CLEAR)
                return PD_CASE_CLEAR;
        weigh(pace, second);
        decide(pace, second);
        return pace->told.stage;
}
