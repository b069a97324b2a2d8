/* SPDX-License-Identifier: MIT */
/*
 * What is done about an adapter that is wedged: PURE, one machine an
 * adapter. It is told of signs that it is, and of proofs that it is not, and
 * answers with one step at a time, the mildest first:
 *
 *   STOP      StopDiscovery, whether or not we know of a scan
 *   POWER     Adapter1.Powered off and on: nobody else's link may hang on it
 *   SERVICE   restart of bluetooth.service   ┐ by the privileged helper, and
 *   HARDWARE  the controller bound anew      ┘ only where it was configured
 *
 *    somebody hangs on it: not within 5 min
 *    ┌───────────────────────────────────────────────────────────┐
 *    ▼         a sign          enough of a kind, before POWER    │
 *   SOUND ─────────────▶ SUSPECT ────────────┬───────────────▶ ASKING
 *    ▲ ▲     proof       │   ▲               │ any other step    │ 30 s: the next
 *    │ └─────────────────┘                   ▼    nobody does    │ step instead
 *    │                                   STEPPING ◀──────────────┘
 *    │                                       │ done, failed, or 90 s
 *    │ proof: it helped                      ▼
 *    ├────────────────────────────────── WATCHING
 *    │                                       │ 5 min, and enough signs again: the next
 *    │ a link                                ▼ step, or, if that was the last,
 *    └─────────────────────────────────── RESTING   1 h, doubling to 24 h; then from the bottom
 *
 * What would cut off data over another adapter, or what the helper would
 * refuse since it took a step for another ladder, is put off by 5 min.
 *
 * A false alarm is worse than silence. So a sign counts only again and
 * again, within an hour, with nothing between that proves the contrary, and
 * data over any link of the adapter proves it sound and sends the ladder back
 * to its bottom. A sensor in a drawer gives no sign: nobody waits for a link.
 */
#pragma once

#include "purposed/time.h"

#include <stdbool.h>

/* At most one step in this time; a controller is back after seconds, and a
 * sensor's back-off of 30 s leaves it room for several attempts. */
#define PD_LADDER_PAUSE (5 * PD_MINUTE)
/* After a whole ladder in vain, or a step that helped without data since. */
#define PD_LADDER_REST (60 * PD_MINUTE)
#define PD_LADDER_REST_MAX (24 * 60 * PD_MINUTE)
/* GetManagedObjects is answered within sd-bus' 25 s or not at all. */
#define PD_LADDER_ASK_MAX (30 * PD_SEC)
/* The longest step, the helper's, is given up after 60 s. */
#define PD_LADDER_STEP_MAX (90 * PD_SEC)
/* Scans of a sensor that is not found are 5 min apart; what is this much
 * older than the next sign of its kind is no part of the same trouble. */
#define PD_LADDER_MEMORY (60 * PD_MINUTE)

enum pd_ladder_state {
        PD_LADDER_SOUND,    /* nothing speaks against the adapter */
        PD_LADDER_SUSPECT,  /* there are signs, too few to act on, or too soon after the last step */
        PD_LADDER_ASKING,   /* BlueZ is asked whether somebody else's device hangs on it */
        PD_LADDER_STEPPING, /* a step is under way */
        PD_LADDER_WATCHING, /* it was taken; does it help? */
        PD_LADDER_RESTING,  /* all of them were, in vain: better left alone for long */
        PD_LADDER_STATE_COUNT
};

enum pd_ladder_input {
        /* Signs. */
        PD_LADDER_UNANSWERED, /* a call about the adapter was not answered at all; of Connect none is expected */
        PD_LADDER_REFUSED,    /* it is on, and StartDiscovery failed; or it cannot be switched on */
        PD_LADDER_ABORTED,    /* Connect failed at once, and of another sensor than the last time */
        PD_LADDER_DEAF,       /* a scan heard nobody where strangers have always been heard */
        PD_LADDER_SIGN_COUNT,
        /* Proofs; each is one of what the former are, too. */
        PD_LADDER_ANSWERED = PD_LADDER_SIGN_COUNT, /* a call was answered, well or ill */
        PD_LADDER_SCANS,                           /* StartDiscovery was answered well */
        PD_LADDER_HEARD,                           /* a scan heard somebody */
        PD_LADDER_LINKED,                          /* a link was made */
        PD_LADDER_LIVE,                            /* data came */
        /* What became of what was asked for. */
        PD_LADDER_FREE,   /* nobody else's device hangs on it */
        PD_LADDER_TAKEN,  /* somebody's does */
        PD_LADDER_DONE,   /* the step was taken */
        PD_LADDER_FAILED, /* it could not be taken: the next one may do */
        PD_LADDER_CANNOT, /* nobody is there to take it: it is no step */
        PD_LADDER_GONE,   /* the adapter is off or unplugged, or BlueZ is gone: by somebody's will, or ours */
        PD_LADDER_TIMER,  /* a wake-up: too early ones do nothing */
        PD_LADDER_INPUT_COUNT
};

enum pd_ladder_rung { PD_LADDER_STOP, PD_LADDER_POWER, PD_LADDER_SERVICE, PD_LADDER_HARDWARE, PD_LADDER_RUNG_COUNT };

/* What the administrator allows: `recovery =` of [bluetooth]. */
enum pd_ladder_reach {
        PD_LADDER_REACH_OFF,
        PD_LADDER_REACH_POWER, /* and nobody else's link is cut */
        PD_LADDER_REACH_SERVICE,
        PD_LADDER_REACH_HARDWARE,
};

enum pd_ladder_action {
        PD_LADDER_NOTHING,
        PD_LADDER_ASK,    /* does somebody else's device hang on it? FREE, TAKEN, or CANNOT if BlueZ does not say */
        PD_LADDER_CLIMB,  /* take the step of ladder->rung */
        PD_LADDER_HELPED, /* the last one did */
        PD_LADDER_RESIGN, /* none of them did */
        PD_LADDER_ACTION_COUNT
};

struct pd_ladder_sign {
        unsigned n; /* in a row */
        pd_usec first, last;
};

struct pd_ladder {
        enum pd_ladder_state state;
        pd_usec since;
        pd_usec wake;                  /* PD_NEVER: only an input can change anything */
        pd_usec next;                  /* no step before this */
        enum pd_ladder_rung rung;      /* the next step, or the one under way; RUNG_COUNT: there is none left */
        enum pd_ladder_input reason;   /* of the last step */
        unsigned vain;                 /* whole ladders, and steps that helped, since the last data */
        struct pd_ladder_sign signs[PD_LADDER_SIGN_COUNT];
        enum pd_ladder_rung lowest;    /* SERVICE: this is about bluetoothd, not about an adapter */
        enum pd_ladder_reach reach;
        bool live_elsewhere; /* data comes over another adapter, which a restart would cut off */
        bool helper_busy;    /* it took a step for another ladder just now, and takes one in five minutes */
};

void pd_ladder_init(struct pd_ladder *ladder, enum pd_ladder_rung lowest, enum pd_ladder_reach reach);

/* What to do; then wake the ladder at ladder->wake. */
enum pd_ladder_action pd_ladder_feed(struct pd_ladder *ladder, pd_usec now, enum pd_ladder_input input);

/* "every connection fails at once" */
const char *pd_ladder_reason_name(enum pd_ladder_input sign);
/* "power cycle" */
const char *pd_ladder_rung_name(enum pd_ladder_rung rung);
