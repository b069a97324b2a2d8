/* SPDX-License-Identifier: MIT */
/*
 * When a session begins, pauses and ends.
 *
 *            data             > 1 m/s            for 30 s
 *   IDLE ─────────▶ ARMED ─────────────▶ STARTING ─────────▶ RUNNING ◀─┐
 *    ▲   ◀───────── │  ▲ ◀───────────────┘                   │  │     │ > 0.9 m/s
 *    │    60 s      │  │     slower                < 0.5 m/s  │  ▼     │
 *    │    silence   │  │                           for 5 s    │ PAUSED ─┘
 *    │              │  └───────────────────────────────────── ┘  │
 *    └── start, stop by command ──    10 min without movement ◀──┘
 *
 *   RUNNING ── every sensor silent while she ran ──▶ AWAY ── heard again ──▶ RUNNING
 *                                                      └── 6 h: ended, trimmed back
 *
 * A pause by command is held: walking does not end it, running does.
 *
 *   speed  ____/‾‾‾‾‾‾‾‾‾‾‾‾‾\____________________________
 *              |    |         |  |                |
 *              |    30 s:     |  5 s: paused      10 min: ended,
 *              |    announced |  since here       trimmed back
 *              start          last movement ◀─────┘
 *
 * Actions are returned, not performed. Constants: behaviour of the product,
 * all in session.c.
 */
#pragma once

#include "purposed/time.h"

#include <stdbool.h>
#include <stdint.h>

#define PD_SESSION_END_AFTER (10 * PD_MINUTE) /* without movement */

enum pd_stage {
        PD_STAGE_IDLE,     /* nothing is heard */
        PD_STAGE_ARMED,    /* sensors speak, nobody runs */
        PD_STAGE_STARTING, /* it looks like a run: counted already, not announced yet */
        PD_STAGE_RUNNING,  /* announced */
        PD_STAGE_PAUSED,   /* standing still in mid-run */
        PD_STAGE_AWAY,     /* out of earshot, running on for all we know */
        PD_STAGE_COUNT
};

enum pd_stir {
        PD_STIR_DATA,    /* a sensor spoke; says nothing about movement */
        PD_STIR_STILL,   /* the pod: below 0.5 m/s */
        PD_STIR_SLOW,    /* the pod: from 0.5 to 0.9 m/s */
        PD_STIR_WALK,    /* the pod: up to 1 m/s */
        PD_STIR_RUN,     /* the pod: above 1 m/s */
        PD_STIR_HEART,   /* no pod speaks, the heart works: it may begin a session where configured */
        PD_STIR_KEEP,    /* no pod speaks, the strap does: a session that runs goes on */
        PD_STIR_START,   /* by command */
        PD_STIR_STOP,    /* by command */
        PD_STIR_PAUSE,   /* by command */
        PD_STIR_RESUME,  /* by command */
        PD_STIR_SILENT,  /* the last sensor is lost */
        PD_STIR_TIME,    /* the deadline */
        PD_STIR_LOST_TIME, /* the clock cannot tell how long nothing was heard */
        PD_STIR_COUNT
};

/* What the engine has to do about it. */
enum pd_session_act {
        PD_ACT_NONE,
        PD_ACT_ARM,      /* sensors speak */
        PD_ACT_DISARM,   /* forget all */
        PD_ACT_BEGIN,    /* start counting, say nothing */
        PD_ACT_CANCEL,   /* it was nothing: forget the count */
        PD_ACT_ANNOUNCE, /* it is a session, dated back to where it began */
        PD_ACT_BEGIN_AND_ANNOUNCE,
        PD_ACT_PAUSE,
        PD_ACT_RESUME,
        PD_ACT_LEAVE,    /* out of earshot */
        PD_ACT_RETURN,   /* heard again */
        PD_ACT_END,      /* trimmed back to the last movement */
};

struct pd_session {
        enum pd_stage stage;
        pd_usec since;         /* of the stage */
        pd_usec start;         /* STARTING and later: where it began */
        pd_usec last_data;
        pd_usec last_movement; /* STARTING and later */
        pd_usec still_since;   /* RUNNING: PD_NEVER while moving */
        bool moving;           /* the pod's last word: above 1 m/s */
        bool held;             /* PAUSED: by command */
        bool by_heart;         /* STARTING: on the heart's word alone */
        bool by_command;
        bool stopped;          /* by command */
};

void pd_session_init(struct pd_session *session);
enum pd_session_act pd_session_stir(struct pd_session *session, pd_usec at, enum pd_stir stir);

/* When PD_STIR_TIME is due; PD_NEVER. */
pd_usec pd_session_deadline(const struct pd_session *session);

/* The stirring of a pod's speed. */
enum pd_stir pd_session_stir_of_speed(int32_t mm_s);

/* Is something being counted? */
bool pd_session_counts(const struct pd_session *session);

/* Too short to be called a session, unless asked for by command. DISTANCE
 * may be PD_UNKNOWN. */
bool pd_session_too_short(const struct pd_session *session, int64_t distance_mm);
