/* SPDX-License-Identifier: MIT */
#include "core/session/session.h"

#include "core/signal/standing.h"

#include "purposed/event.h"

#define RESUME_MM_S 900 /* above: moving again; the gap to standing is the hysteresis */
#define RUN_MM_S 1000   /* above, for START_AFTER: somebody runs */

#define START_AFTER (30 * PD_SEC)
#define HEART_START_AFTER (60 * PD_SEC)
#define PAUSE_AFTER (5 * PD_SEC)
/* Out of earshot: longer than any run that comes home to the same Pi. */
#define AWAY_MOST (6 * PD_HOUR)
#define DISARM_AFTER (60 * PD_SEC)
#define HEARD_GAP_MOST (15 * PD_SEC) /* movement must be heard, not assumed */

#define SHORT_TIME (5 * PD_MINUTE)
#define SHORT_DISTANCE_MM (500 * 1000)

void
pd_session_init(struct pd_session *session)
{
        *session = (struct pd_session) {
                .stage = PD_STAGE_IDLE,
                .last_movement = PD_NEVER,
                .still_since = PD_NEVER,
        };
}

/* The only writer of the stage. */
static void
enter(struct pd_session *session, enum pd_stage stage, pd_usec at)
{
        session->stage = stage;
        session->since = at;
        session->still_since = PD_NEVER;
        session->held = false;
}

static void
begin(struct pd_session *session, enum pd_stage stage, pd_usec at)
{
        enter(session, stage, at);
        session->start = at;
        session->last_movement = at;
        session->by_heart = false;
        session->by_command = false;
        session->stopped = false;
}

static enum pd_session_act
start_by_command(struct pd_session *session, pd_usec at)
{
        begin(session, PD_STAGE_RUNNING, at);
        session->by_command = true;
        return PD_ACT_BEGIN_AND_ANNOUNCE;
}

static enum pd_session_act
arm(struct pd_session *session, pd_usec at)
{
        enter(session, PD_STAGE_ARMED, at);
        return PD_ACT_ARM;
}

static enum pd_session_act
cancel(struct pd_session *session, pd_usec at)
{
        enter(session, PD_STAGE_ARMED, at);
        return PD_ACT_CANCEL;
}

static enum pd_session_act
end(struct pd_session *session, pd_usec at)
{
        enter(session, PD_STAGE_IDLE, at);
        return PD_ACT_END;
}

static enum pd_session_act
idle(struct pd_session *session, pd_usec at, enum pd_stir stir)
{
        switch (stir) {
        case PD_STIR_DATA:
        case PD_STIR_STILL:
        case PD_STIR_SLOW:
        case PD_STIR_WALK:
        case PD_STIR_RUN: /* the next one begins it: a lone frame is no run */
        case PD_STIR_HEART:
        case PD_STIR_KEEP:
                return arm(session, at);
        case PD_STIR_START:
                return start_by_command(session, at);
        case PD_STIR_STOP:
        case PD_STIR_PAUSE:
        case PD_STIR_RESUME:
        case PD_STIR_SILENT:
        case PD_STIR_TIME:
        case PD_STIR_LOST_TIME:
        case PD_STIR_COUNT:
                return PD_ACT_NONE;
        }
        return PD_ACT_NONE;
}

static enum pd_session_act
armed(struct pd_session *session, pd_usec at, enum pd_stir stir)
{
        switch (stir) {
        case PD_STIR_RUN:
                begin(session, PD_STAGE_STARTING, at);
                return PD_ACT_BEGIN;
        case PD_STIR_HEART:
                begin(session, PD_STAGE_STARTING, at);
                session->by_heart = true;
                return PD_ACT_BEGIN;
        case PD_STIR_START:
                return start_by_command(session, at);
        case PD_STIR_TIME:
        case PD_STIR_LOST_TIME:
                enter(session, PD_STAGE_IDLE, at);
                return PD_ACT_DISARM;
        case PD_STIR_DATA:
        case PD_STIR_STILL:
        case PD_STIR_SLOW:
        case PD_STIR_WALK:
        case PD_STIR_KEEP:
        case PD_STIR_STOP:
        case PD_STIR_PAUSE:
        case PD_STIR_RESUME:
        case PD_STIR_SILENT:
        case PD_STIR_COUNT:
                return PD_ACT_NONE;
        }
        return PD_ACT_NONE;
}

static enum pd_session_act
starting(struct pd_session *session, pd_usec at, enum pd_stir stir)
{
        switch (stir) {
        case PD_STIR_RUN:
                session->by_heart = false;
                session->last_movement = at;
                return PD_ACT_NONE;
        case PD_STIR_HEART:
                session->last_movement = at;
                return PD_ACT_NONE;
        case PD_STIR_KEEP:
                if (!session->by_heart)
                        return PD_ACT_NONE;
                return cancel(session, at);
        case PD_STIR_STILL:
        case PD_STIR_SLOW:
        case PD_STIR_WALK:
        case PD_STIR_STOP:
        case PD_STIR_LOST_TIME:
                return cancel(session, at);
        case PD_STIR_START:
                session->by_command = true;
                enter(session, PD_STAGE_RUNNING, at);
                return PD_ACT_ANNOUNCE;
        case PD_STIR_TIME:
                if (at - session->last_movement > HEARD_GAP_MOST)
                        return cancel(session, at);
                enter(session, PD_STAGE_RUNNING, at);
                return PD_ACT_ANNOUNCE;
        case PD_STIR_DATA:
        case PD_STIR_PAUSE:
        case PD_STIR_RESUME:
        case PD_STIR_SILENT:
        case PD_STIR_COUNT:
                return PD_ACT_NONE;
        }
        return PD_ACT_NONE;
}

/* The frame before said that she moves: she did so until this one. */
static void
come_to_rest(struct pd_session *session, pd_usec at)
{
        if (session->still_since != PD_NEVER)
                return;
        session->still_since = at;
        if (at - session->last_movement <= HEARD_GAP_MOST)
                session->last_movement = at;
}

static enum pd_session_act
running(struct pd_session *session, pd_usec at, enum pd_stir stir)
{
        switch (stir) {
        case PD_STIR_STILL:
                come_to_rest(session, at);
                return PD_ACT_NONE;
        case PD_STIR_SLOW:
        case PD_STIR_WALK:
        case PD_STIR_RUN:
        case PD_STIR_HEART:
        case PD_STIR_KEEP:
                session->last_movement = at;
                session->still_since = PD_NEVER;
                return PD_ACT_NONE;
        case PD_STIR_TIME:
                if (at - session->last_movement >= PD_SESSION_END_AFTER)
                        return end(session, at);
                enter(session, PD_STAGE_PAUSED, at);
                return PD_ACT_PAUSE;
        case PD_STIR_STOP:
                session->stopped = true;
                return end(session, at);
        case PD_STIR_LOST_TIME:
                return end(session, at);
        case PD_STIR_PAUSE:
                enter(session, PD_STAGE_PAUSED, at);
                session->held = true;
                return PD_ACT_PAUSE;
        case PD_STIR_SILENT:
                if (!session->moving)
                        return PD_ACT_NONE;
                enter(session, PD_STAGE_AWAY, at);
                return PD_ACT_LEAVE;
        case PD_STIR_DATA:
        case PD_STIR_START:
        case PD_STIR_RESUME:
        case PD_STIR_COUNT:
                return PD_ACT_NONE;
        }
        return PD_ACT_NONE;
}

static enum pd_session_act
go_on(struct pd_session *session, pd_usec at, enum pd_session_act act)
{
        enter(session, PD_STAGE_RUNNING, at);
        session->last_movement = at;
        return act;
}

static enum pd_session_act
away(struct pd_session *session, pd_usec at, enum pd_stir stir)
{
        switch (stir) {
        case PD_STIR_DATA:
        case PD_STIR_STILL:
        case PD_STIR_SLOW:
        case PD_STIR_WALK:
        case PD_STIR_RUN:
        case PD_STIR_HEART:
        case PD_STIR_KEEP:
        case PD_STIR_RESUME:
                return go_on(session, at, PD_ACT_RETURN);
        case PD_STIR_STOP:
                session->stopped = true;
                return end(session, at);
        case PD_STIR_TIME:
        case PD_STIR_LOST_TIME:
                return end(session, at);
        case PD_STIR_START:
        case PD_STIR_PAUSE:
        case PD_STIR_SILENT:
        case PD_STIR_COUNT:
                return PD_ACT_NONE;
        }
        return PD_ACT_NONE;
}

static enum pd_session_act
paused(struct pd_session *session, pd_usec at, enum pd_stir stir)
{
        switch (stir) {
        case PD_STIR_WALK:
                return session->held ? PD_ACT_NONE : go_on(session, at, PD_ACT_RESUME);
        case PD_STIR_RUN:
        case PD_STIR_RESUME:
                return go_on(session, at, PD_ACT_RESUME);
        case PD_STIR_STOP:
                session->stopped = true;
                return end(session, at);
        case PD_STIR_TIME:
        case PD_STIR_LOST_TIME:
                return end(session, at);
        case PD_STIR_DATA:
        case PD_STIR_STILL:
        case PD_STIR_SLOW:
        case PD_STIR_HEART: /* the pod said 'still' last, and has not said otherwise */
        case PD_STIR_KEEP:
        case PD_STIR_START:
        case PD_STIR_PAUSE:
        case PD_STIR_SILENT:
        case PD_STIR_COUNT:
                return PD_ACT_NONE;
        }
        return PD_ACT_NONE;
}

enum pd_session_act
pd_session_stir(struct pd_session *session, pd_usec at, enum pd_stir stir)
{
        if (stir < PD_STIR_START)
                session->last_data = at;
        if (stir >= PD_STIR_STILL && stir <= PD_STIR_RUN)
                session->moving = stir == PD_STIR_RUN;

        switch (session->stage) {
        case PD_STAGE_IDLE:
                return idle(session, at, stir);
        case PD_STAGE_ARMED:
                return armed(session, at, stir);
        case PD_STAGE_STARTING:
                return starting(session, at, stir);
        case PD_STAGE_RUNNING:
                return running(session, at, stir);
        case PD_STAGE_PAUSED:
                return paused(session, at, stir);
        case PD_STAGE_AWAY:
                return away(session, at, stir);
        case PD_STAGE_COUNT:
                return PD_ACT_NONE;
        }
        return PD_ACT_NONE;
}

static pd_usec
running_deadline(const struct pd_session *session)
{
        pd_usec over = session->last_movement + PD_SESSION_END_AFTER;
        pd_usec pause;

        if (session->still_since == PD_NEVER)
                return over;
        pause = session->still_since + PAUSE_AFTER;
        return pause < over ? pause : over;
}

pd_usec
pd_session_deadline(const struct pd_session *session)
{
        switch (session->stage) {
        case PD_STAGE_ARMED:
                return session->last_data + DISARM_AFTER;
        case PD_STAGE_STARTING:
                return session->start + (session->by_heart ? HEART_START_AFTER : START_AFTER);
        case PD_STAGE_RUNNING:
                return running_deadline(session);
        case PD_STAGE_PAUSED:
                return session->last_movement + PD_SESSION_END_AFTER;
        case PD_STAGE_AWAY:
                return session->last_movement + AWAY_MOST;
        case PD_STAGE_IDLE:
        case PD_STAGE_COUNT:
                return PD_NEVER;
        }
        return PD_NEVER;
}

enum pd_stir
pd_session_stir_of_speed(int32_t mm_s)
{
        if (mm_s < PD_STANDING_MM_S)
                return PD_STIR_STILL;
        if (mm_s <= RESUME_MM_S)
                return PD_STIR_SLOW;
        return mm_s <= RUN_MM_S ? PD_STIR_WALK : PD_STIR_RUN;
}

bool
pd_session_counts(const struct pd_session *session)
{
        return session->stage >= PD_STAGE_STARTING;
}

bool
pd_session_too_short(const struct pd_session *session, int64_t distance_mm)
{
        if (session->by_command)
                return false;
        if (distance_mm != PD_UNKNOWN && distance_mm >= SHORT_DISTANCE_MM)
                return false;
        return session->last_movement - session->start < SHORT_TIME;
}
