/* SPDX-License-Identifier: MIT */
/*
 * What an engine is made of; for the files of this folder alone.
 */
#pragma once

#include "core/anchors/proving.h"
#include "core/athlete/highest.h"
#include "core/coach/coach.h"
#include "core/coach/reps.h"
#include "core/effort/effort.h"
#include "core/plan/progress.h"
#include "core/session/session.h"
#include "core/session/tally.h"
#include "core/signal/alpha1.h"
#include "core/signal/body.h"
#include "core/signal/course.h"
#include "core/signal/expected.h"
#include "core/signal/kinetics_fit.h"
#include "core/signal/settling.h"
#include "core/signal/slowing.h"
#include "core/signal/trend.h"

#include "purposed/engine.h"

/* What a listener was told last in a STATE event. */
struct pd_told {
        pd_usec at;
        enum pd_intensity intensity;
        int32_t step_index;
        enum pd_target_state target_state;
        bool grey;
};

/* What a workout is called, and how much of it there is. */
struct pd_planned {
        char id[PD_ID_SIZE];
        char title[PD_TEXT_SIZE];
        enum pd_purpose purpose;
        size_t n_steps;
};

struct pd_engine {
        struct pd_athlete athlete;
        struct pd_workout workout;
        struct pd_planned planned; /* while `freed`: what `workout` was besides its steps, which still lie there */
        bool freed;
        pd_event_func emit;
        void *user;

        pd_usec now;
        bool started; /* `now` has a meaning */
        uint64_t late_inputs;
        pd_usec last_input;

        struct pd_clock wall; /* as it was told at wall_at */
        pd_usec wall_at;      /* PD_NEVER: not told yet */
        pd_usec doubt_since;  /* after a reboot whose length nobody knows yet; PD_NEVER */

        struct pd_body body;
        struct pd_session session;
        struct pd_settling settling; /* since the start, the step, the return */
        struct pd_slowing slowing;
        struct pd_expected expected;
        struct pd_kinetics_fit fit;
        struct pd_trend trend;
        struct pd_course course;
        struct pd_alpha1 alpha1;
        struct pd_progress progress;
        pd_usec progress_at; /* up to where the steps were counted */
        struct pd_effort effort, effort_before; /* of this second; of the one before */
        struct pd_effort_past effort_past;
        struct pd_coach coach;
        struct pd_reps reps;
        bool pushed, enough_said; /* a rep that asked for hard effort has failed; that it is enough was said */
        int32_t gentle_said; /* of reps that failed since the last that did not */
        struct pd_highest highest;
        struct pd_proving proving;
        struct pd_tally tally;

        char session_id[PD_SESSION_ID_SIZE];
        uint32_t sequence;
        enum pd_session_state published; /* on the session topic */
        pd_usec published_at;            /* PD_NEVER: nothing was yet */
        pd_usec rearmed_at;
        bool muted;
        pd_usec muted_until;  /* PD_NEVER: until the end */
        bool discarded;       /* by command, about to end */
        bool returned;        /* back in earshot: the pod's next way was not heard */
        pd_usec spent_until;  /* after a stop, until she has stood still: no run begins by itself; PD_NEVER */
        enum pd_stop_reason stop_reason;
        int32_t rpe;          /* PD_UNKNOWN */
        char note[PD_TEXT_SIZE];
        bool lost_told[PD_WITNESS_COUNT];    /* by witness: sensor_lost was said, its return was not */
        uint32_t doubts_told; /* a bit a cause: cannot_tell was said for it */
        pd_usec last_lost;    /* when sensor_lost was said; PD_NEVER */
        bool loss_untold;     /* of `untold`, last heard at untold_last: the others were silent, too */
        enum pd_witness untold;
        pd_usec untold_last;
        int64_t last_live;    /* whole second */
        struct pd_told told;
};

/* The step that is asked for now; NULL outside a session or without a workout. */
static inline const struct pd_step *
pd_engine_step(const struct pd_engine *engine)
{
        return pd_session_counts(&engine->session) ? pd_progress_step(&engine->progress) : NULL;
}

/* Somebody has been told that a session runs. */
static inline bool
pd_engine_is_announced(const struct pd_engine *engine)
{
        return engine->session.stage >= PD_STAGE_RUNNING && engine->session.stage <= PD_STAGE_AWAY;
}

static inline bool
pd_engine_is_muted(const struct pd_engine *engine)
{
        return engine->muted && engine->now < engine->muted_until;
}

/* Somebody runs, and is to be spoken to. */
static inline bool
pd_engine_may_speak(const struct pd_engine *engine)
{
        return engine->session.stage == PD_STAGE_RUNNING && !pd_engine_is_muted(engine);
}

/* The listener's table for a STATE event is older than this at most. */
#define PD_ENGINE_STATE_EVERY (10 * PD_SEC)

/* ---- between the files of this folder ------------------------------------ */

/* engine.c: one whole second of trace time, while something is counted and moves. */
void pd_engine_second(struct pd_engine *engine);

/* time.c */
void pd_engine_arrive(struct pd_engine *engine, pd_usec at); /* the instant that counts: never before now */
void pd_engine_lose_time(struct pd_engine *engine);
void pd_engine_tell_loss(struct pd_engine *engine, bool itself);

/* spent.c */
void pd_engine_be_spent(struct pd_engine *engine, int64_t usec); /* for so long; 0: not at all */
bool pd_engine_is_spent(struct pd_engine *engine, enum pd_stir what);

/* acts.c */
void pd_engine_stir(struct pd_engine *engine, enum pd_stir what);
void pd_engine_forget_all(struct pd_engine *engine);
void pd_engine_start_over(struct pd_engine *engine); /* from here on a trace may begin */

/* heart.c */
void pd_engine_heart_begins(struct pd_engine *engine); /* a session does */
void pd_engine_heart_second(struct pd_engine *engine);
void pd_engine_heart_returns(struct pd_engine *engine); /* nobody knows what it did meanwhile */
void pd_engine_heart_learns(const struct pd_engine *engine, struct pd_kinetics *ret); /* what is known after the session; all 0: nothing */

/* steps.c */
struct pd_coach_view pd_engine_view(const struct pd_engine *engine);
void pd_engine_begin_rep(struct pd_engine *engine, pd_usec at);
void pd_engine_judge_rep(struct pd_engine *engine, const struct pd_step *next);
void pd_engine_say_enough(struct pd_engine *engine);
void pd_engine_next_step(struct pd_engine *engine); /* progress stands on it already */
void pd_engine_advance_steps(struct pd_engine *engine, bool paused);

/* doubts.c: what is not trusted, once a cause and session. */
void pd_engine_tell_doubts(struct pd_engine *engine);

/* orders.c */
void pd_engine_unfree(struct pd_engine *engine); /* the workout is again what it was */
void pd_engine_obey(struct pd_engine *engine, const struct pd_command *command);
