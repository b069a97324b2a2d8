/* SPDX-License-Identifier: MIT */
/*
 * Where in the workout we are. Work and distance steps stand still while
 * paused; rest steps run on. The last step goes on past its end: what it
 * asks still holds on the way home.
 *
 * Without a footpod nobody measures a distance: such a step lasts as long as
 * its distance takes at the pace that it asks for, or until lap is pressed.
 */
#pragma once

#include "purposed/plan.h"

#include <stdbool.h>

struct pd_progress {
        const struct pd_workout *workout;
        bool no_pod;
        size_t step;
        int64_t done; /* of this step: microseconds or millimetres */
};

void pd_progress_begin(struct pd_progress *progress, const struct pd_workout *workout);

/* How the step ends, and the amount of that: microseconds or millimetres. */
enum pd_extent pd_progress_extent(const struct pd_progress *progress, const struct pd_step *step, int64_t *ret_amount);

/* Only a lap ends the step. The last one waits for the session's end. */
bool pd_progress_waits_for_lap(const struct pd_progress *progress);

/* Ends the step at once, whatever it waits for; false if it is the last. */
bool pd_progress_skip(struct pd_progress *progress);
/* Back to the step's beginning, or, within its first 10 s or 20 m, to that of
 * the one before; false if there is nowhere to go. */
bool pd_progress_back(struct pd_progress *progress);

/* The step that is asked for now; NULL without a workout. */
const struct pd_step *pd_progress_step(const struct pd_progress *progress);

/* True if a new step began. A surplus is carried into it if it is of the
 * same kind. */
bool pd_progress_time(struct pd_progress *progress, pd_usec span, bool paused);
bool pd_progress_distance(struct pd_progress *progress, int64_t mm);

/* Within the first tenth of a step that has an end. */
bool pd_progress_is_beginning(const struct pd_progress *progress);

/* What is left of the step; false if it is not of that extent. */
bool pd_progress_remaining(const struct pd_progress *progress, enum pd_extent extent, int64_t *ret);

/* How much time until the step ends by itself; PD_NEVER if only running ends it. */
pd_usec pd_progress_time_left(const struct pd_progress *progress, bool paused);
