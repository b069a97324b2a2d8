/* SPDX-License-Identifier: MIT */
#include "hindsight.h"

#include "formats/trace.h"

#include "purposed/pump.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* No session waits longer for its end once nothing is heard. */
#define END_OF_ANY (7 * PD_HOUR)

/* Half of what ends a session that stands still. */
#define HOLD_EVERY (5 * PD_MINUTE)

#define TRACE_MOST (((size_t) 64 << 20) - 2 * PD_TRACE_SUMMARY_SIZE) /* as much as is read back, and what closes it */

struct pd_hindsight {
        struct pd_pump *pump;
        char athlete_id[PD_ID_SIZE];
        pd_usec keep_until, held_at, last; /* PD_NEVER before the first */
        bool over; /* the final summary has come */
        int failed; /* why the trace has not all of it; 0 */
        bool begun; /* the trace has its head */

        /* What the summary points to. */
        struct pd_event event;
        struct pd_athlete athlete;
        struct pd_workout workout;
        struct pd_step_done steps[PD_STEPS_MAX];

        char *trace;
        size_t length, size;
};

/* ---- what comes of it ----------------------------------------------------------- */

static void
keep_summary(struct pd_hindsight *hindsight, const struct pd_event *event)
{
        hindsight->over = true;
        hindsight->event = *event;
        hindsight->athlete = *event->athlete;
        hindsight->workout = *event->workout;
        if (event->summary.n_steps > 0)
                memcpy(hindsight->steps, event->summary.steps, event->summary.n_steps * sizeof(hindsight->steps[0]));
        hindsight->event.athlete = &hindsight->athlete;
        hindsight->event.workout = &hindsight->workout;
        hindsight->event.summary.steps = hindsight->steps;
}

static void
hear(void *user, const struct pd_event *event)
{
        struct pd_hindsight *hindsight = user;

        if (event->kind == PD_EVENT_SUMMARY && event->summary.final && !hindsight->over)
                keep_summary(hindsight, event);
}

static int
make_room(struct pd_hindsight *hindsight, size_t more)
{
        size_t size = 2 * (hindsight->length + more);
        char *grown;

        if (hindsight->length + more > TRACE_MOST)
                return -EFBIG;
        if (hindsight->length + more <= hindsight->size)
                return 0;
        grown = realloc(hindsight->trace, size);
        if (grown == NULL)
                return -ENOMEM;
        hindsight->trace = grown;
        hindsight->size = size;
        return 0;
}

static void
write_down(void *user, const struct pd_snapshot *snapshot, const struct pd_input *input)
{
        struct pd_hindsight *hindsight = user;
        int n;

        if (hindsight->over || hindsight->failed < 0)
                return;
        hindsight->failed = make_room(hindsight, PD_TRACE_SNAPSHOT_SIZE + PD_TRACE_INPUT_SIZE);
        if (hindsight->failed < 0)
                return;
        if (!hindsight->begun) {
                n = pd_trace_write_snapshot(snapshot, hindsight->trace + hindsight->length, PD_TRACE_SNAPSHOT_SIZE);
                hindsight->length += n > 0 ? (size_t) n : 0;
                hindsight->begun = n > 0;
        }
        n = pd_trace_write_input(input, hindsight->trace + hindsight->length, PD_TRACE_INPUT_SIZE);
        hindsight->length += n > 0 ? (size_t) n : 0;
        hindsight->failed = hindsight->begun ? (n < 0 ? n : 0) : -ENOBUFS;
}

/* ---- life -------------------------------------------------------------------------- */

struct pd_hindsight *
pd_hindsight_new(const struct pd_athlete *athlete, const struct pd_workout *workout, const struct pd_snapshot *sensors, pd_usec keep_until)
{
        struct pd_hindsight *hindsight = calloc(1, sizeof(*hindsight));
        const struct pd_pump_ports ports = {.tap = write_down, .event = hear, .user = hindsight};

        if (hindsight == NULL)
                return NULL;
        hindsight->keep_until = keep_until;
        hindsight->held_at = hindsight->last = PD_NEVER;
        memcpy(hindsight->athlete_id, athlete->id, sizeof(hindsight->athlete_id));
        hindsight->pump = pd_pump_new(&ports);
        if (hindsight->pump == NULL || pd_pump_add_athlete(hindsight->pump, athlete, workout) < 0)
                return pd_hindsight_free(hindsight);
        if (sensors != NULL)
                (void) pd_pump_enroll_all(hindsight->pump, athlete->id, sensors);
        return hindsight;
}

struct pd_hindsight *
pd_hindsight_free(struct pd_hindsight *hindsight)
{
        if (hindsight == NULL)
                return NULL;
        pd_pump_free(hindsight->pump);
        free(hindsight->trace);
        free(hindsight);
        return NULL;
}

/* ---- in ------------------------------------------------------------------------------ */

static int
feed(struct pd_hindsight *hindsight, const struct pd_input *input)
{
        int r = hindsight->over ? 0 : pd_pump_feed(hindsight->pump, hindsight->athlete_id, input);

        return r == 0 ? hindsight->failed : r;
}

static int
order(struct pd_hindsight *hindsight, pd_usec at, enum pd_command_verb verb)
{
        const struct pd_input input = {.at = at, .kind = PD_INPUT_COMMAND, .command = {.verb = verb}};

        return feed(hindsight, &input);
}

static enum pd_session_state
state_of(const struct pd_hindsight *hindsight)
{
        return pd_engine_session_state(pd_pump_engine(hindsight->pump, 0));
}

/* She stands, or nothing has been heard for as long as that: held, so that
 * only running ends the pause, and taken for movement, so that ten minutes
 * are not its end. */
static int
hold(struct pd_hindsight *hindsight, pd_usec at)
{
        const struct pd_input tick = {.at = at, .kind = PD_INPUT_TICK};
        bool deaf = at - hindsight->last >= HOLD_EVERY;
        enum pd_session_state state;
        int r = feed(hindsight, &tick);

        state = state_of(hindsight);
        if (r < 0 || !(state == PD_SESSION_PAUSED || (state == PD_SESSION_RUNNING && deaf)))
                return r;
        r = order(hindsight, at, PD_COMMAND_RESUME);
        return r < 0 ? r : order(hindsight, at, PD_COMMAND_PAUSE);
}

static int
hold_until(struct pd_hindsight *hindsight, pd_usec at)
{
        int r = 0;

        if (hindsight->held_at == PD_NEVER)
                hindsight->held_at = at;
        while (r == 0 && hindsight->held_at + HOLD_EVERY < at && hindsight->held_at + HOLD_EVERY < hindsight->keep_until) {
                hindsight->held_at += HOLD_EVERY;
                r = hold(hindsight, hindsight->held_at);
        }
        return r;
}

/* What ended a session that goes on. */
static bool
is_in_the_way(const struct pd_hindsight *hindsight, const struct pd_input *input)
{
        if (hindsight->keep_until == PD_NEVER || input->at >= hindsight->keep_until || input->kind != PD_INPUT_COMMAND)
                return false;
        return input->command.verb == PD_COMMAND_STOP || input->command.verb == PD_COMMAND_DISCARD;
}

int
pd_hindsight_feed(struct pd_hindsight *hindsight, const struct pd_input *input)
{
        int r = 0;

        if (hindsight->keep_until != PD_NEVER)
                r = hold_until(hindsight, input->at);
        if (r < 0 || is_in_the_way(hindsight, input))
                return r;
        hindsight->last = input->at;
        return feed(hindsight, input);
}

int
pd_hindsight_end(struct pd_hindsight *hindsight, bool stop)
{
        struct pd_input tick = {.kind = PD_INPUT_TICK};
        int r = 0;

        if (hindsight->last == PD_NEVER)
                return -ENODATA;
        tick.at = hindsight->last + END_OF_ANY;
        if (stop)
                r = order(hindsight, hindsight->last, PD_COMMAND_STOP);
        if (r == 0)
                r = feed(hindsight, &tick);
        if (r < 0)
                return r;
        return hindsight->over ? 0 : -ENODATA;
}

/* ---- out ----------------------------------------------------------------------------- */

struct pd_event *
pd_hindsight_summary(struct pd_hindsight *hindsight)
{
        return hindsight->over ? &hindsight->event : NULL;
}

const char *
pd_hindsight_trace(const struct pd_hindsight *hindsight, size_t *ret_size)
{
        *ret_size = hindsight->length;
        return hindsight->trace;
}
