/* SPDX-License-Identifier: MIT */
#include "formats/activity.h"

#include "purposed/event.h"

#include <assert.h>
#include <string.h>

/* The longest that somebody runs out of earshot is 6 h; no watch waits longer
 * between two words while its timer runs. */
#define CLOCK_WAS_SET_AFTER (6 * PD_HOUR)
/* Records of a second or two in the wrong order do occur. */
#define CLOCK_WAS_SET_BEFORE PD_MINUTE
/* A GPS watch's distance stands for a second or two and then leaps. Watches
 * that record on a change write every 8 s at least; a mean over much more says
 * little. */
#define SPEED_OVER (5 * PD_SEC)
#define SPEED_OVER_AT_MOST (30 * PD_SEC)
#define POD_SPEAKS_WITHIN (10 * PD_SEC)
#define COVERED_AT_MOST_MM 1000000 /* in that time: nobody runs a kilometre */

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

        *activity = (struct pd_activity) {.ops = ops, .about = about, .skipped = skipped};
        return ops->about ? ops->about(ops->user, about) : 0;
}

/* If the clock was set later, the end of the file knew the beginning better. */
static int
begin(struct pd_activity *activity, pd_usec real)
{
        const pd_usec told = activity->about->start_real == PD_NEVER ? real : activity->about->start_real;
        const bool apart = told - real > CLOCK_WAS_SET_AFTER || real - told > CLOCK_WAS_SET_AFTER;

        activity->begun = true;
        activity->base = activity->now = real;
        return tell_clock(activity, 0, apart ? told : real);
}

static int
clock_set(struct pd_activity *activity, pd_usec real)
{
        const pd_usec at = activity->now - activity->base + PD_SEC;

        activity->base = real - at;
        activity->now = real;
        activity->n_marks = 0;
        return tell_clock(activity, at, real);
}

/* Makes REAL the present; 1 if it is past already. */
static int
advance(struct pd_activity *activity, pd_usec real)
{
        if (!activity->begun)
                return begin(activity, real);
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
        activity->n_marks = 0;
        if (activity->held_at >= activity->now)
                return 0; /* both in one second */
        activity->started = true;
        r = command(activity, activity->held_at, PD_COMMAND_PAUSE);
        if (r == 0)
                r = command(activity, activity->now, PD_COMMAND_RESUME);
        return r < 0 ? r : command(activity, activity->now, PD_COMMAND_START);
}

/* A stop is told once the activity goes on: the last one is its end, and what
 * was measured before it may stand behind it. */
int
pd_activity_timer(struct pd_activity *activity, pd_usec real, bool runs)
{
        int r;

        if (!runs) {
                if (activity->begun && !activity->held)
                        activity->held_at = real < activity->now || clock_was_set(activity->now, real) ? activity->now : real;
                activity->held = activity->begun;
                return 0;
        }
        if (activity->begun && !activity->held && real < activity->now)
                return 0; /* some write their buttons behind all that was measured */
        r = advance(activity, real);
        if (r < 0)
                return r;
        return activity->held ? go_on(activity) : 0;
}

/* The first mark is the last that is SPEED_OVER old, if there is one. */
static void
mark(struct pd_activity *activity, int64_t mm)
{
        const pd_usec now = activity->now;
        size_t n = activity->n_marks;

        if (n > 0 && now - activity->marks[n - 1].at < PD_SEC)
                return;
        while (n > 1 && now - activity->marks[1].at >= SPEED_OVER)
                memmove(&activity->marks[0], &activity->marks[1], --n * sizeof(activity->marks[0]));
        assert(n < PD_ACTIVITY_MARKS); /* one a second, and one before them */
        activity->marks[n].at = now;
        activity->marks[n].mm = mm;
        activity->n_marks = n + 1;
}

static void
add_speed(struct pd_activity *activity, struct pd_reading *reading)
{
        const int64_t mm = reading->distance_mm;

        if (mm == PD_READING_ABSENT)
                return;
        activity->has_moved |= activity->n_marks > 0 && mm > activity->marks[0].mm;
        mark(activity, mm);
        const pd_usec over = activity->now - activity->marks[0].at;
        const int64_t covered = mm - activity->marks[0].mm;
        if (reading->speed_um_s == PD_READING_ABSENT && activity->has_moved && over >= SPEED_OVER && over <= SPEED_OVER_AT_MOST &&
                covered >= 0 && covered <= COVERED_AT_MOST_MM)
                reading->speed_um_s = covered * 1000 * PD_SEC / over;
}

/* The engine asks at once what there is to judge by: the pod, if there is one,
 * has spoken before. */
static int
start(struct pd_activity *activity, const struct pd_reading *reading)
{
        const bool silent = reading->speed_um_s == PD_READING_ABSENT && activity->now - activity->base < POD_SPEAKS_WITHIN;

        if (activity->started || (silent && activity->about->distance_mm > 0)) /* PD_UNKNOWN is below */
                return 0;
        activity->started = true;
        return command(activity, activity->now, PD_COMMAND_START);
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
        r = activity->held && activity->now > activity->held_at ? go_on(activity) : 0;
        if (r < 0)
                return r;
        activity->skipped += pd_reading_trim(reading);
        add_speed(activity, reading);
        r = pd_reading_send(activity->ops, real - activity->base, reading, &unsent);
        return r < 0 ? r : start(activity, reading);
}

int
pd_activity_end(struct pd_activity *activity)
{
        const pd_usec end = activity->held && activity->held_at > activity->now ? activity->held_at : activity->now;

        return activity->begun ? command(activity, end, PD_COMMAND_STOP) : 0;
}
