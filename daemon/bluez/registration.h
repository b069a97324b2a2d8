/* SPDX-License-Identifier: MIT */
/*
 * The registration of our profile with one adapter: PURE. While it stands,
 * BlueZ has the kernel connect every device that it knows and that has a
 * service of ours, whenever it advertises: no scan, no Connect.
 *
 *                 wanted                        done, or it stands already
 *      OFF ───────────────────▶ ASKED ───────────────────────────▶ STANDS
 *       ▲                        │ ▲   refused, no answer           │ │ ▲
 *       │                        ▼ │   5 s doubling to 5 min        │ │ │ done, or it
 *       │                      WAITING ◀────────────────────────────┘ │ │ stands already
 *       │ answered               │ ▲    BlueZ let it go within 5 s,   │ │
 *       │ well or ill            │ │    or a late refusal            ▼ │
 *    LEAVING ◀───────────────────┘ └──────── refused ────────────── DOUBTED
 *               unwanted, in any of these four                BlueZ let one go
 *
 * BlueZ says that it has let a profile go, but not with which adapter: while
 * it is asked, it counts as standing, for the others' do stand.
 *
 * A refusal that is only an answer which came too late may stand all the
 * same: so leaving is said even after one.
 */
#pragma once

#include "purposed/time.h"

#include <stdbool.h>

#define PD_REGISTRATION_RETRY (5 * PD_SEC)
/* Without it sensors are connected one by one: there is no hurry. */
#define PD_REGISTRATION_RETRY_MAX (5 * PD_MINUTE)

enum pd_registration_state {
        PD_REGISTRATION_OFF,     /* nobody has a sensor that BlueZ should watch for */
        PD_REGISTRATION_ASKED,   /* RegisterApplication was called */
        PD_REGISTRATION_STANDS,  /* it said yes */
        PD_REGISTRATION_DOUBTED, /* it stood; BlueZ has let one go, perhaps another's: RegisterApplication was called again */
        PD_REGISTRATION_WAITING, /* it said no, or has let us go since; the back-off runs */
        PD_REGISTRATION_LEAVING, /* UnregisterApplication was called */
        PD_REGISTRATION_STATE_COUNT
};

enum pd_registration_input {
        PD_REGISTRATION_WANTED,
        PD_REGISTRATION_UNWANTED,
        PD_REGISTRATION_DONE, /* answered: it stands */
        PD_REGISTRATION_REFUSED,
        PD_REGISTRATION_RELEASED, /* BlueZ says that it has let one go, perhaps this one */
        PD_REGISTRATION_LEFT,     /* leaving was answered */
        PD_REGISTRATION_TIMER,    /* a wake-up: too early ones do nothing */
        PD_REGISTRATION_INPUT_COUNT
};

enum pd_registration_action { PD_REGISTRATION_NOTHING, PD_REGISTRATION_ASK, PD_REGISTRATION_LEAVE, PD_REGISTRATION_ACTION_COUNT };

struct pd_registration {
        enum pd_registration_state state;
        bool wanted;
        pd_usec wake;  /* PD_NEVER: only an input can change anything */
        pd_usec stood; /* since when it stands */
        pd_usec retry; /* the last back-off; 0: it was not refused since it stood */
};

void pd_registration_init(struct pd_registration *registration);

/* As far as is known BlueZ has our profile. */
bool pd_registration_stands(const struct pd_registration *registration);

enum pd_registration_action pd_registration_feed(struct pd_registration *registration, pd_usec now, enum pd_registration_input input);
