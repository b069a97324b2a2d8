/* SPDX-License-Identifier: MIT */
#include "core/coach/prompt_case.h"

#include "purposed/event.h"

/* All excess is in tenths of a permille. */
#define UNIT INT64_C(10000)

/* The figures were measured of speed, and are power's by analogy: a pod makes it of the
 * same strides, and on the flat the one goes with the other.
 * A pod's mean of three seconds wavers by 2.2 % (AR(1) 0.7, SD 2.5 %): what is
 * 6 % off counts in full nearly always. Back within the bound by as much as an
 * easy pace usually is, 20 s are forgotten in 8. */
#define OPENS (PD_PROMPT_TOLERANCE_PERCENT * 100)
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
pd_prompt_case_close(struct pd_prompt_case *self)
{
        self->told = PD_CASE_NONE;
        self->side = PD_SIDE_NONE;
        self->evidence = self->off_s = self->back_s = 0;
        self->sum = 0;
}

void
pd_prompt_case_init(struct pd_prompt_case *self)
{
        *self = (struct pd_prompt_case) {.step_s = GETTING_THERE_MOST_S};
        pd_prompt_case_close(self);
}

void
pd_prompt_case_forget(struct pd_prompt_case *self)
{
        pd_prompt_case_close(self);
        self->step_s = self->n_recent = self->next_recent = 0;
        pd_wander_break(&self->wander);
}

/* Beyond the bound on that side; negative within it, and where that side is open. */
static int32_t
excess(const struct pd_prompt_second *second, enum pd_side side)
{
        if (side == PD_SIDE_OVER && second->ceiling > 0)
                return (int32_t) ((second->mean - second->ceiling) * UNIT / second->ceiling);
        if (side == PD_SIDE_UNDER && second->floor > 0)
                return (int32_t) ((second->floor - second->mean) * UNIT / second->floor);
        return -DRAINS;
}

/* Up to speed, or down from it. A rep's odometer may be ahead of her: as long
 * as she is far from its pace, it has some seconds more. */
static bool
is_getting_there(const struct pd_prompt_case *self, const struct pd_prompt_second *second)
{
        if (self->step_s < GETTING_THERE_S)
                return true;
        if (second->patience != PD_PATIENCE_REP || self->step_s >= GETTING_THERE_MOST_S || second->mean == PD_UNKNOWN)
                return false;
        return excess(second, PD_SIDE_UNDER) > FAR_OFF || excess(second, PD_SIDE_OVER) > FAR_OFF;
}

static bool
frame_is_off(const struct pd_prompt_second *second, enum pd_side side)
{
        if (second->newest == PD_UNKNOWN)
                return false;
        return side == PD_SIDE_OVER ? second->newest > second->ceiling : second->newest < second->floor;
}

static void
remember(struct pd_prompt_case *self, int32_t newest)
{
        if (newest == PD_UNKNOWN) {
                self->n_recent = self->next_recent = 0;
                return;
        }
        self->recent[self->next_recent] = newest;
        self->next_recent = (self->next_recent + 1) % PD_PROMPT_RECENT_S;
        if (self->n_recent < PD_PROMPT_RECENT_S)
                self->n_recent++;
}

static int64_t
sum_of_recent(const struct pd_prompt_case *self)
{
        int64_t sum = 0;

        for (int32_t i = 0; i < self->n_recent; i++)
                sum += self->recent[i];
        return sum;
}

int32_t
pd_prompt_case_recent(const struct pd_prompt_case *self)
{
        return self->n_recent < PD_PROMPT_RECENT_S ? PD_UNKNOWN : (int32_t) (sum_of_recent(self) / PD_PROMPT_RECENT_S);
}

static bool
rep_is_off(const struct pd_prompt_case *self, const struct pd_prompt_second *second)
{
        const int64_t sum = sum_of_recent(self);

        if (self->n_recent < REP_LEAST_S)
                return false;
        if (self->side == PD_SIDE_OVER)
                return sum * UNIT > (int64_t) second->ceiling * self->n_recent * (UNIT + REP_OFF);
        return sum * UNIT < (int64_t) second->floor * self->n_recent * (UNIT - REP_OFF);
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
pd_prompt_case_strays(const struct pd_prompt_case *self)
{
        int32_t wander = pd_wander_mean(&self->wander);

        return wander != PD_UNKNOWN && wander > CLEAN;
}

/* Tenths of a second. */
static int32_t
patience(const struct pd_prompt_case *self, const struct pd_prompt_second *second)
{
        int32_t usual = patiences[second->patience].usual, surge = patiences[second->patience].surge;
        int32_t wander = pd_wander_mean(&self->wander);

        surge = between((int32_t) (self->sum / self->off_s), SURGE_FROM, SURGE, usual, surge);
        if (wander != PD_UNKNOWN)
                usual = usual * between(wander, CLEAN, STRAYING, 1000, STRAYING_FACTOR) / 1000;
        return usual > surge ? usual : surge;
}

static bool
is_proven(const struct pd_prompt_case *self, const struct pd_prompt_second *second)
{
        if (!frame_is_off(second, self->side))
                return false;
        if (second->patience == PD_PATIENCE_REP)
                return rep_is_off(self, second);
        return self->off_s >= ENOUGH_S || self->evidence * 10 >= SATURATES * patience(self, second);
}

/* The side on which she is beyond the tolerance. */
static enum pd_side
side_of(const struct pd_prompt_second *second)
{
        if (excess(second, PD_SIDE_OVER) > (second->borne_out ? OPENS / 2 : OPENS))
                return PD_SIDE_OVER;
        return excess(second, PD_SIDE_UNDER) > OPENS ? PD_SIDE_UNDER : PD_SIDE_NONE;
}

static void
open_case(struct pd_prompt_case *self, const struct pd_prompt_second *second, enum pd_side side)
{
        pd_wander_mark(&self->wander);
        self->side = side;
        self->told.stage = PD_CASE_OPEN;
        self->told.since = side == PD_SIDE_OVER && second->crossed != PD_NEVER ? second->crossed : second->now;
}

/* A heard second of an open case. */
static void
weigh(struct pd_prompt_case *self, const struct pd_prompt_second *second)
{
        int32_t off = excess(second, self->side);
        int32_t counts = second->borne_out && off > 0 ? 2 * off : off;

        counts = counts > SATURATES ? SATURATES : counts < -DRAINS ? -DRAINS : counts;
        self->evidence = self->evidence + counts > 0 ? self->evidence + counts : 0;
        self->sum += off;
        self->off_s++;
        self->back_s = off > 0 ? 0 : self->back_s + 1;
        if (off > 0)
                self->told.back_since = PD_NEVER;
        else if (self->told.back_since == PD_NEVER)
                self->told.back_since = second->now;
}

static bool
is_over(const struct pd_prompt_case *self)
{
        return self->back_s >= PD_CASE_BACK_S || (self->told.stage != PD_CASE_PROVEN && self->evidence == 0);
}

/* A proven case stays one: only being back for long enough ends it. */
static void
prove(struct pd_prompt_case *self)
{
        self->told.stage = PD_CASE_PROVEN;
        pd_wander_take_back(&self->wander); /* it has not come back by itself */
}

static void
decide(struct pd_prompt_case *self, const struct pd_prompt_second *second)
{
        if (is_over(self))
                pd_prompt_case_close(self);
        else if (self->told.stage != PD_CASE_PROVEN && is_proven(self, second))
                prove(self);
        else if (self->told.stage == PD_CASE_OPEN && self->evidence >= SHOWN)
                self->told.stage = PD_CASE_SHOWN;
}

enum pd_case_stage
pd_prompt_case_second(struct pd_prompt_case *self, const struct pd_prompt_second *second)
{
        enum pd_side side;

        if (self->told.stage != PD_CASE_PROVEN) /* what she was told to change says nothing of how she strays */
                pd_wander_second(&self->wander, second->walks ? PD_UNKNOWN : second->newest);
        if (is_getting_there(self, second)) {
                self->step_s++;
                return self->told.stage;
        }
        remember(self, second->newest);
        if (second->mean == PD_UNKNOWN)
                return self->told.stage;
        side = side_of(second);
        if (self->told.stage != PD_CASE_PROVEN && side != PD_SIDE_NONE && side != self->side) {
                pd_prompt_case_close(self);
                open_case(self, second, side);
        }
        if (self->told.stage == PD_CASE_CLEAR)
                return PD_CASE_CLEAR;
        weigh(self, second);
        decide(self, second);
        return self->told.stage;
}
