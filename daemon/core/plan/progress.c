/* SPDX-License-Identifier: MIT */
#include "core/plan/progress.h"

/* Pressed so soon after a step began, "back" means the one before. */
#define BACK_WITHIN (10 * PD_SEC)
#define BACK_WITHIN_MM 20000

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

/* The pace that a distance is run at: what is asked, or the middle of it. 0 = unknown. */
static int32_t
asked_speed(const struct pd_step *step)
{
        if (step->speed.low != 0 && step->speed.high != 0)
                return (step->speed.low + step->speed.high) / 2;
        return step->speed.low != 0 ? step->speed.low : step->speed.high;
}

enum pd_extent
pd_progress_extent(const struct pd_progress *progress, const struct pd_step *step, int64_t *ret_amount)
{
        int32_t speed = asked_speed(step);

        *ret_amount = step->amount;
        if (!progress->no_pod || step->extent != PD_EXTENT_DISTANCE)
                return step->extent;
        *ret_amount = speed > 0 ? (step->amount + speed / 2) / speed * PD_SEC : 0;
        return speed > 0 ? PD_EXTENT_TIME : PD_EXTENT_OPEN;
}

static bool
is_last(const struct pd_progress *progress)
{
        return progress->step + 1 >= progress->workout->n_steps;
}

bool
pd_progress_waits_for_lap(const struct pd_progress *progress)
{
        const struct pd_step *step = pd_progress_step(progress);
        int64_t amount;

        return step != NULL && !is_last(progress) && pd_progress_extent(progress, step, &amount) == PD_EXTENT_OPEN;
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
                int64_t amount_of_step;
                if (pd_progress_extent(progress, step, &amount_of_step) != extent || progress->done < amount_of_step)
                        break;
                progress->done -= amount_of_step;
                progress->step++;
                moved = true;
                step = pd_progress_step(progress);
                if (pd_progress_extent(progress, step, &amount_of_step) != extent || stands_still(step, paused))
                        progress->done = 0;
        }
        return moved;
}

bool
pd_progress_time(struct pd_progress *progress, pd_usec span, bool paused)
{
        const struct pd_step *step = pd_progress_step(progress);
        int64_t amount;

        if (step == NULL || pd_progress_extent(progress, step, &amount) != PD_EXTENT_TIME || stands_still(step, paused))
                return false;
        return advance(progress, PD_EXTENT_TIME, span, paused);
}

bool
pd_progress_distance(struct pd_progress *progress, int64_t mm)
{
        const struct pd_step *step = pd_progress_step(progress);

        if (step == NULL || progress->no_pod || step->extent != PD_EXTENT_DISTANCE)
                return false;
        return advance(progress, PD_EXTENT_DISTANCE, mm, false);
}

bool
pd_progress_is_beginning(const struct pd_progress *progress)
{
        const struct pd_step *step = pd_progress_step(progress);
        int64_t amount;

        if (step == NULL || pd_progress_extent(progress, step, &amount) == PD_EXTENT_OPEN)
                return false;
        return progress->done < amount / 10;
}

bool
pd_progress_remaining(const struct pd_progress *progress, enum pd_extent extent, int64_t *ret)
{
        const struct pd_step *step = pd_progress_step(progress);

        int64_t amount;

        if (step == NULL || extent == PD_EXTENT_OPEN || pd_progress_extent(progress, step, &amount) != extent)
                return false;
        *ret = progress->done < amount ? amount - progress->done : 0;
        return true;
}

pd_usec
pd_progress_time_left(const struct pd_progress *progress, bool paused)
{
        const struct pd_step *step = pd_progress_step(progress);

        int64_t amount;

        if (step == NULL || is_last(progress) || stands_still(step, paused))
                return PD_NEVER;
        if (pd_progress_extent(progress, step, &amount) != PD_EXTENT_TIME)
                return PD_NEVER;
        return progress->done < amount ? amount - progress->done : 0;
}

bool
pd_progress_skip(struct pd_progress *progress)
{
        if (pd_progress_step(progress) == NULL || is_last(progress))
                return false;
        progress->step++;
        progress->done = 0;
        return true;
}

bool
pd_progress_back(struct pd_progress *progress)
{
        const struct pd_step *step = pd_progress_step(progress);
        int64_t amount, soon;

        if (step == NULL)
                return false;
        soon = pd_progress_extent(progress, step, &amount) == PD_EXTENT_DISTANCE ? BACK_WITHIN_MM : BACK_WITHIN;
        if (progress->done <= soon && progress->step > 0)
                progress->step--;
        else if (progress->done == 0)
                return false;
        progress->done = 0;
        return true;
}
