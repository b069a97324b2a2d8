/* SPDX-License-Identifier: MIT */
#include "core/coach/wander.h"

#include "purposed/event.h"

#define SPAN_S 30
#define HEARD_LEAST_S 15 /* of a half minute, or it says nothing */
#define STEPS_LEAST 4    /* two minutes and a half */

/* A stride, a light, a step of a workout is one large step, and says little of the others: 4 %. */
#define STEP_MOST 400

static void
keep(struct pd_wander *wander, int32_t mean)
{
        int64_t away = mean > wander->before ? mean - wander->before : wander->before - mean;
        int64_t step = away * 20000 / (mean + wander->before);

        wander->steps[wander->next] = (int16_t) (step > STEP_MOST ? STEP_MOST : step);
        wander->next = (wander->next + 1) % PD_WANDER_STEPS;
        if (wander->n_steps < PD_WANDER_STEPS)
                wander->n_steps++;
        if (wander->marked < wander->n_steps)
                wander->marked++;
}

void
pd_wander_second(struct pd_wander *wander, int32_t value)
{
        int32_t mean;

        if (value > 0) { /* PD_UNKNOWN is below */
                wander->sum += value;
                wander->n++;
        }
        if (++wander->seconds < SPAN_S)
                return;
        mean = wander->n >= HEARD_LEAST_S ? (int32_t) (wander->sum / wander->n) : 0;
        if (mean != 0 && wander->before != 0)
                keep(wander, mean);
        wander->before = mean;
        wander->sum = 0;
        wander->n = wander->seconds = 0;
}

void
pd_wander_break(struct pd_wander *wander)
{
        wander->before = 0;
        wander->sum = 0;
        wander->n = wander->seconds = 0;
}

void
pd_wander_mark(struct pd_wander *wander)
{
        wander->marked = 0;
}

void
pd_wander_take_back(struct pd_wander *wander)
{
        wander->n_steps -= wander->marked;
        wander->next = (wander->next + PD_WANDER_STEPS - wander->marked) % PD_WANDER_STEPS;
        wander->marked = 0;
        pd_wander_break(wander);
}

int32_t
pd_wander_mean(const struct pd_wander *wander)
{
        int32_t sum = 0;

        if (wander->n_steps < STEPS_LEAST)
                return PD_UNKNOWN;
        for (size_t age = 1; age <= wander->n_steps; age++)
                sum += wander->steps[(wander->next + PD_WANDER_STEPS - age) % PD_WANDER_STEPS];
        return sum / (int32_t) wander->n_steps;
}
