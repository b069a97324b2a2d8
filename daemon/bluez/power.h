/* SPDX-License-Identifier: MIT */
/*
 * Whether one adapter is switched on, and by whom: PURE. One that is found
 * off, at our start or when it is plugged in, is switched on. One that goes
 * off while we are there was switched off by somebody, who is not fought.
 *
 *             found off          at once           it is on
 *   UNSEEN ────────────▶ OFF ─────────────▶ ASKED ──────────▶ ON ◀── on, from anywhere
 *      │                  ▲ └ 5 s doubling    │                │
 *      │ found on: ON     │   to 10 min       │ refused, or    │ off
 *      │                  └───────────────────┘ 10 s           ▼
 *      │ found blocked      no longer blocked, 2 s        SWITCHED_OFF
 *      └────────▶ BLOCKED ────────────────▶ OFF
 *                    ▲ blocked, or refused as such, from anywhere
 */
#pragma once

#include "purposed/time.h"

#include <stdbool.h>

#define PD_POWER_ASKED_MAX (10 * PD_SEC) /* the kernel gives the controller 10 s to start: HCI_INIT_TIMEOUT */
#define PD_POWER_AGAIN (5 * PD_SEC)
#define PD_POWER_AGAIN_MAX (10 * PD_MINUTE)
/* bluetoothd switches on by itself what it had on before the block: btd_adapter_restore_powered(). */
#define PD_POWER_UNBLOCKED (2 * PD_SEC)

enum pd_power_state {
        PD_POWER_UNSEEN,       /* it has just appeared */
        PD_POWER_ON,           /* as it should be */
        PD_POWER_OFF,          /* it was found off, and is switched on at WAKE */
        PD_POWER_ASKED,        /* Powered=true was set; it is not on yet */
        PD_POWER_SWITCHED_OFF, /* it went off while we were there: a person's or a program's wish */
        PD_POWER_BLOCKED,      /* by rfkill: no program can switch it on */
        PD_POWER_STATE_COUNT
};

enum pd_power_input {
        PD_POWER_SEEN_ON, /* what the adapter's properties say */
        PD_POWER_SEEN_OFF,
        PD_POWER_SEEN_BLOCKED,
        PD_POWER_REFUSED,         /* our Set, or it was not answered in time */
        PD_POWER_REFUSED_BLOCKED, /* our Set: org.bluez.Error.Blocked */
        PD_POWER_TIMER,           /* a wake-up: too early ones do nothing */
        PD_POWER_INPUT_COUNT
};

enum pd_power_action { PD_POWER_NOTHING, PD_POWER_SWITCH_ON, PD_POWER_ACTION_COUNT };

struct pd_power {
        enum pd_power_state state;
        pd_usec wake;  /* PD_NEVER: only an input can change anything */
        pd_usec again; /* how long the next refusal is heeded */
};

void pd_power_init(struct pd_power *power);

enum pd_power_action pd_power_feed(struct pd_power *power, pd_usec now, enum pd_power_input input);

/* "off, and switching on fails"; "" while it is on. */
const char *pd_power_trouble(const struct pd_power *power);
