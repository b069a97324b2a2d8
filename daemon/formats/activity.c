/* SPDX-License-Identifier: MIT */
#include "formats/activity.h"

#include "purposed/event.h"

/* The longest that somebody runs out of earshot is 6 h; no watch waits longer
 * between two words while its timer runs. */
#define CLOCK_WAS_SET_AFTER (6 * PD_HOUR)
/* Records of a second or two in the wrong order do occur. */
#define CLOCK_WAS_SET_BEFORE PD_MINUTE
/* Watches that record on a change write every 8 s at least; a speed over more says little. */
#define SPEED_OVER_AT_MOST (30 * PD_SEC)

static int
hand_over(struct pd_activity *activity, const struct pd_input *input)
{
        return activity->ops->input ? activity->ops->input(activity->ops->user, input) : 0;
}

static int
command(struct pd_activity *activity, pd_usec real, enum pd_command_verb verb)
{
        const struct pd_input input = {.at = real - activity->base, .kind = PD_INPUT_COMMAND, .command = {.verb = verb}};

        return hand_over(activity, &input);
}

static int
tell_clock(struct pd_activity *activity, pd_usec at, pd_usec real)
{
        const int32_t offset = activity->about->utc_offset_s;
        const struct pd_input input = {
                .at = at,
                .kind = PD_INPUT_CLOCK,
                .clock = {.boot = at, .real = real, .utc_offset_s = offset == PD_UNKNOWN ? 0 : offset, .synchronised = true},
        };

        return activity->about->start_real == PD_NEVER ? 0 : hand_over(activity, &input);
}

static bool
clock_was_set(pd_usec before, pd_usec after)
{
        return after - before > CLOCK_WAS_SET_AFTER || before - after > CLOCK_WAS_SET_BEFORE;
}

int
pd_activity_begin(struct pd_activity *activity, const struct pd_recording_ops *ops, const struct pd_recording_about *about)
{
        const uint64_t skipped = activity->skipped;

        *activity = (struct pd_activity) {.ops = ops, .about = about, .skipped = skipped, .mark_at = PD_NEVER};
        return ops->about ? ops->about(ops->user, about) : 0;
}

/* A clock that was set later is told of by the end of the activity: ABOUT knows better then. */
static int
start(struct pd_activity *activity, pd_usec real)
{
        const pd_usec told = activity->about->start_real;

        activity->begun = true;
        activity->base = activity->now = real;
        const int r = tell_clock(activity, 0, clock_was_set(told, real) ? told : real);
        return r < 0 ? r : command(activity, real, PD_COMMAND_START);
}

static int
clock_set(struct pd_activity *activity, pd_usec real)
{
        const pd_usec at = activity->now - activity->base + PD_SEC;

        activity->base = real - at;
        activity->now = real;
        activity->mark_at = PD_NEVER;
        return tell_clock(activity, at, real);
}

/* Makes REAL the present; 1 if it is past already. */
static int
advance(struct pd_activity *activity, pd_usec real)
{
        if (!activity->begun)
                return start(activity, real);
        if (!activity->held && clock_was_set(activity->now, real))
                return clock_set(activity, real);
        if (real < activity->now)
                return 1;
        activity->now = real;
        return 0;
}

static int
go_on(struct pd_activity *activity)
{
        int r;

        activity->held = false;
        if (activity->held_at >= activity->now)
                return 0;
        activity->mark_at = PD_NEVER;
        r = command(activity, activity->held_at, PD_COMMAND_PAUSE);
        if (r == 0)
                r = command(activity, activity->now, PD_COMMAND_RESUME);
        return r < 0 ? r : command(activity, activity->now, PD_COMMAND_START);
}

/* A stop is told once the activity goes on: the last one is its end, and what
 * was measured in the same second may stand behind it. */
int
pd_activity_timer(struct pd_activity *activity, pd_usec real, bool runs)
{
        int r;

        if (!activity->begun && !runs)
                return 0;
        r = advance(activity, real);
        if (r < 0)
                return r;
        if (runs)
                return activity->held ? go_on(activity) : 0;
        if (!activity->held)
                activity->held_at = activity->now;
        activity->held = true;
        return 0;
}

static void
add_speed(struct pd_activity *activity, struct pd_reading *reading)
{
        const pd_usec over = activity->now - activity->mark_at;

        if (reading->distance_mm == PD_READING_ABSENT)
                return;
        if (reading->speed_um_s == PD_READING_ABSENT && activity->mark_at != PD_NEVER && over > 0 && over <= SPEED_OVER_AT_MOST &&
                reading->distance_mm >= activity->mark_mm)
                reading->speed_um_s = (reading->distance_mm - activity->mark_mm) * 1000 * PD_SEC / over;
        activity->mark_at = activity->now;
        activity->mark_mm = reading->distance_mm;
}

/* A reading while the timer stands: its start was not recorded. */
int
pd_activity_reading(struct pd_activity *activity, pd_usec real, struct pd_reading *reading)
{
        uint64_t unsent = 0; /* a watch without distance tells nothing that a pod would */
        int r = advance(activity, real);

        if (r < 0)
                return r;
        if (r > 0) {
                activity->skipped++;
                return 0;
        }
        r = activity->held ? go_on(activity) : 0;
        if (r < 0)
                return r;
        add_speed(activity, reading);
        activity->skipped += pd_reading_trim(reading);
        return pd_reading_send(activity->ops, real - activity->base, reading, &unsent);
}

int
pd_activity_end(struct pd_activity *activity)
{
        return activity->begun ? command(activity, activity->now, PD_COMMAND_STOP) : 0;
}
