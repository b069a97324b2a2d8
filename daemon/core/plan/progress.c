/* SPDX-License-Identifier: MIT */
#include "core/plan/progress.h"

void
pd_progress_begin(struct pd_progress *progress, const struct pd_workout *workout)
{
        *progress = (struct pd_progress) {.workout = workout};
}

const struct pd_step *
pd_progress_step(const struct pd_progress *progress)
{
        if (progress->workout == NULL || progress->step >= progress->workout->n_steps)
                return NULL;
        return &progress->workout->steps[progress->step];
}

static bool
is_last(const struct pd_progress *progress)
{
        return progress->step + 1 >= progress->workout->n_steps;
}

static bool
stands_still(const struct pd_step *step, bool paused)
{
        return paused && step->intensity != PD_INTENSITY_REST;
}

/* Adds to the step and moves on while it is full. A surplus is lost where
 * it means nothing, and where the next step waits. */
static bool
advance(struct pd_progress *progress, enum pd_extent extent, int64_t amount, bool paused)
{
        bool moved = false;

        progress->done += amount;
        while (!is_last(progress)) {
                const struct pd_step *step = pd_progress_step(progress);
                if (step->extent != extent || progress->done < step->amount)
                        break;
                progress->done -= step->amount;
                progress->step++;
                moved = true;
                step = pd_progress_step(progress);
                if (step->extent != extent || stands_still(step, paused))
                        progress->done = 0;
        }
        return moved;
}

bool
pd_progress_time(struct pd_progress *progress, pd_usec span, bool paused)
{
        const struct pd_step *step = pd_progress_step(progress);

        if (step == NULL || step->extent != PD_EXTENT_TIME || stands_still(step, paused))
                return false;
        return advance(progress, PD_EXTENT_TIME, span, paused);
}

bool
pd_progress_distance(struct pd_progress *progress, int64_t mm)
{
        const struct pd_step *step = pd_progress_step(progress);

        if (step == NULL || step->extent != PD_EXTENT_DISTANCE)
                return false;
        return advance(progress, PD_EXTENT_DISTANCE, mm, false);
}

bool
pd_progress_remaining(const struct pd_progress *progress, enum pd_extent extent, int64_t *ret)
{
        const struct pd_step *step = pd_progress_step(progress);

        if (step == NULL || step->extent != extent || extent == PD_EXTENT_OPEN)
                return false;
        *ret = progress->done < step->amount ? step->amount - progress->done : 0;
        return true;
}

pd_usec
pd_progress_time_left(const struct pd_progress *progress, bool paused)
{
        const struct pd_step *step = pd_progress_step(progress);

        if (step == NULL || step->extent != PD_EXTENT_TIME || is_last(progress) || stands_still(step, paused))
                return PD_NEVER;
        return progress->done < step->amount ? step->amount - progress->done : 0;
}
