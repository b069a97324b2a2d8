/* SPDX-License-Identifier: MIT */
/*
 * Somebody's look at a sensor that is nobody's: PURE. One at a time, for some
 * seconds, and only while the person who chose it goes on asking.
 *
 *            asked            its first value            15 s, or nobody asks any more
 *   NOBODY ────────▶ SEEKING ────────────────▶ LISTENING ───────────────────────▶ OVER
 *     ▲                 ▲ └── 45 s, or nobody asks any more ───────────────────────▲ │
 *     │                 └──────────────── asked anew ────────────────────────────────┤
 *     └──────────────────────── 30 s, or another one is asked for ───────────────────┘
 *
 * Who has asked until the end is told once how it went; whoever asks after
 * that wants a new one.
 */
#pragma once

#include "purposed/time.h"

#include <stdbool.h>

/* A scan finds it within 15 s, a Connect within 10, and BlueZ reads the services. */
#define PD_VISIT_SEEK (45 * PD_SEC)
#define PD_VISIT_LISTEN (15 * PD_SEC) /* long enough to see a number move */
/* The client asks each second of the machine's time: who stays away for so much of it has gone. */
#define PD_VISIT_ASKED (4 * PD_SEC)
#define PD_VISIT_TOLD (30 * PD_SEC) /* then nobody will ask any more; the patience, if that is more */

enum pd_visit_state {
        PD_VISIT_NOBODY,    /* nobody is looked at */
        PD_VISIT_SEEKING,   /* it is looked for, connected, subscribed; no value yet */
        PD_VISIT_LISTENING, /* its values come */
        PD_VISIT_OVER,      /* it has been let go; how it went can be asked */
        PD_VISIT_STATE_COUNT
};

enum pd_visit_input {
        PD_VISIT_ASK,   /* about the one at hand; where there is none it begins */
        PD_VISIT_VALUE, /* it measured something */
        PD_VISIT_STOP,  /* it has become somebody's, or another one is to come */
        PD_VISIT_TIMER, /* a wake-up: too early ones do nothing */
        PD_VISIT_INPUT_COUNT
};

enum pd_visit_action {
        PD_VISIT_NOTHING,
        PD_VISIT_BEGIN, /* look for it and connect it */
        PD_VISIT_LEAVE, /* let it go as it was found */
        PD_VISIT_ACTION_COUNT
};

/* All zero: nobody. The patience is told before each ASK. */
struct pd_visit {
        enum pd_visit_state state;
        pd_usec patience; /* PD_VISIT_ASKED, in the time that is told here */
        pd_usec until; /* when the state ends by itself */
        pd_usec asked; /* when somebody last asked */
        bool heard;    /* a value came */
        bool told;     /* OVER: who asked knows */
};

enum pd_visit_action pd_visit_feed(struct pd_visit *visit, pd_usec now, enum pd_visit_input input);

/* When to wake it; PD_NEVER. */
pd_usec pd_visit_wake(const struct pd_visit *visit);
