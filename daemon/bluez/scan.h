/* SPDX-License-Identifier: MIT */
/*
 * When an adapter scans for sensors that BlueZ does not know: PURE, one
 * machine an adapter. A scan
 * disturbs every Connect (controllers lose commands when both run), hides
 * known sensors from the kernel's passive scan and costs a wake-up for each
 * advertisement in the neighbourhood. So it is on for a while, off for a
 * while, and never while a Connect is under way. Neither starves the other:
 * a scan is left alone for 5 s, and one that is due is waited for.
 *
 *           wanted               called            15 s, or not wanted, or 5 s and a
 *      OFF ────────▶ STARTING ───────────▶ ON ──── turn is wanted, or 12 s deaf ──▶ STOPPING ◀┐
 *       ▲               ▲   └─ refused, or no answer ─────────────────────────────▶ │    └────┘
 *       │               │ the rest and no       Discovering=false, 2 s at most,     │   no: again
 *       └── not wanted ─┴─ turn held ─ RESTING ◀── and StopDiscovery answered ──────┘   after 1 s
 *
 * The rest doubles, up to 5 min, with each scan that finds nothing: a sensor
 * may be in its drawer for weeks. It is 15 s again once there is reason to
 * expect one: EXPECT.
 *
 * Discovering=false while we hold a session is a discovery that died:
 * bluetoothd or the controller lost it. It is stopped and, once, begun anew
 * without a rest; one that dies again rests like any other.
 *
 * A start that was refused is stopped all the same: bluetoothd may hold a
 * session of which the answer came too late, and it scans until we say stop.
 */
#pragma once

#include "purposed/time.h"

#include <stdbool.h>

#define PD_SCAN_ON (15 * PD_SEC) /* sensors advertise each second or two; a busy neighbourhood hides some */
#define PD_SCAN_ON_MIN (5 * PD_SEC)
#define PD_SCAN_REST (15 * PD_SEC)
#define PD_SCAN_REST_MAX (5 * PD_MINUTE)
/* Discovering stays true while another program scans. */
#define PD_SCAN_STOP_MAX (2 * PD_SEC)
/* bluetoothd begins a filtered discovery anew at once when the kernel ends it, every 10.24 s, and after 10 s
 * if that failed (IDLE_DISCOV_TIMEOUT * 2 in its src/adapter.c): it has had its chance by then. */
#define PD_SCAN_DEAF_MAX (12 * PD_SEC)
#define PD_SCAN_STOP_AGAIN (1 * PD_SEC)
/* A bluetoothd that does not stop by then is past asking: a Connect that is disturbed is better than none. */
#define PD_SCAN_STOP_GIVE_UP (60 * PD_SEC)

enum pd_scan_state {
        PD_SCAN_OFF,      /* nobody is looked for */
        PD_SCAN_STARTING, /* StartDiscovery was called */
        PD_SCAN_SCANNING, /* it said yes */
        PD_SCAN_STOPPING, /* StopDiscovery was called; the radio may still be busy */
        PD_SCAN_RESTING,  /* someone is looked for; others have the radio */
        PD_SCAN_STATE_COUNT
};

enum pd_scan_input {
        PD_SCAN_LOOK,    /* the facts changed, or time has passed */
        PD_SCAN_STARTED, /* StartDiscovery was answered: yes */
        PD_SCAN_REFUSED, /* no, or not in time */
        PD_SCAN_STOPPED, /* StopDiscovery was answered: we have no session any more */
        PD_SCAN_UNHEARD, /* it failed, or was not answered */
        PD_SCAN_SILENT,  /* Discovering=false */
        PD_SCAN_AUDIBLE, /* Discovering=true */
        PD_SCAN_EXPECT,  /* a sensor was enrolled, appeared, was lost; the adapter came up */
        PD_SCAN_LOST,    /* BlueZ or the adapter is gone, and our session with it */
        PD_SCAN_INPUT_COUNT
};

enum pd_scan_action { PD_SCAN_NOTHING, PD_SCAN_START, PD_SCAN_STOP, PD_SCAN_ACTION_COUNT };

struct pd_scan {
        enum pd_scan_state state;
        pd_usec since;
        pd_usec rest;    /* the one under way, or the next */
        pd_usec again;   /* STOPPING: when to say it once more; PD_NEVER */
        bool stopped;    /* STOPPING: it was answered */
        bool silent;     /* STOPPING: Discovering=false was seen */
        bool audible;    /* Discovering, as BlueZ said last */
        pd_usec deaf;    /* SCANNING: since when Discovering is false; PD_NEVER */
        bool anew;       /* it died and is begun anew, or was */
        bool wanted;      /* a sensor is absent */
        bool turn_wanted; /* a sensor is queued */
        bool turn_held;   /* a sensor connects */
};

void pd_scan_init(struct pd_scan *scan);

enum pd_scan_action pd_scan_feed(struct pd_scan *scan, pd_usec now, enum pd_scan_input input);

/* When to LOOK again if nothing happens before; PD_NEVER. */
pd_usec pd_scan_wake(const struct pd_scan *scan);

/* Connect would not be disturbed, and no scan is overdue. */
bool pd_scan_leaves_room(const struct pd_scan *scan, pd_usec now);
