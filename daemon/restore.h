/* SPDX-License-Identifier: MIT */
/*
 * After a start: an athlete's session goes on where its trace ends. The
 * trace is replayed with its own snapshot, then time passes until now; what
 * is said meanwhile is heard by nobody, but for what a sink has not
 * delivered and what is still fresh.
 *
 *   inputs of the trace                     | time passes  | now
 *   ──────────────────────────────┬─────────┼──────────────▶
 *   the journal knows the outcome │ the last: we may have died over it
 */
#pragma once

#include "journal/journal.h"

#include "purposed/clock.h"
#include "purposed/port.h"
#include "purposed/pump.h"

/* An alert older than this is worse than none. */
#define PD_RESTORE_FRESH (120 * PD_SEC)

struct pd_restore {
        /* From the caller. */
        struct pd_pump *pump;
        struct pd_sink *const *sinks;
        size_t n_sinks;
        struct pd_clock clock; /* now */
        /* What the last input and the time since then yield: the journal may
         * not have been told of it. */
        pd_event_func record;
        /* A final summary that this sink has not acknowledged. NULL: it is told
         * as everything else is. */
        void (*owe)(void *user, const struct pd_sink *sink, const struct pd_event *event);
        void *user;

        /* The trace that is being followed. */
        const struct pd_recovery_trace *trace;
        const struct pd_athlete *athlete; /* today's */
        const struct pd_workout *workout;
        uint64_t left;    /* inputs before the end; 0 for a closed trace, too */
        bool at_end;      /* the last input has come */
        bool past_end;    /* all inputs have, and time passes */
        bool lane_failed;
        bool clocked;
        bool gap_known; /* how long nothing was heard */
        struct pd_clock last_clock; /* the trace's */
        pd_usec last_clock_at;
        struct pd_clock sure_clock; /* its last that could be believed; told at sure_clock_at */
        pd_usec sure_clock_at;      /* PD_NEVER: there was none */
        pd_usec now; /* engine time at which it goes on */
};

/* A pre-roll that began with other values than today's: there is no session
 * that would have to keep them. */
bool pd_restore_is_outdated(const struct pd_recovery_trace *trace, const struct pd_snapshot *today);

/* Another athlete's, in a folder that was moved: it is not to be followed. */
bool pd_restore_is_foreign(const struct pd_recovery_trace *trace, const char *athlete);

/* The athlete's lane in the pump: from the trace that goes on, then today's
 * values follow when its session has ended; or as it is today. RECOVERY may
 * be NULL; the journal has been told to go on with it. Meanwhile the
 * caller's tap is to be off, and the pump's events go to pd_restore_event().
 * 0 or a negative errno of the pump. */
int pd_restore_lane(struct pd_restore *restore, const struct pd_recovery *recovery, const struct pd_athlete *athlete,
        const struct pd_workout *workout);

void pd_restore_event(struct pd_restore *restore, const struct pd_event *event);

/* Engine time minus the daemon's, so that an engine whose clock input LAST
 * came at LAST_AT goes on rightly at NOW: by CLOCK_BOOTTIME within a boot; by
 * the wall clock over a reboot, if both clocks were synchronised; otherwise
 * nobody knows, and it goes on where it stopped, at STOPPED_AT. */
pd_usec pd_restore_offset(const struct pd_clock *last, pd_usec last_at, pd_usec stopped_at, const struct pd_clock *now);
