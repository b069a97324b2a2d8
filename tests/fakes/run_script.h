/* SPDX-License-Identifier: MIT */
/*
 * A story for the virtual athlete: a body, and what it does from minute to
 * minute. The text form is one instruction a line, # begins a comment:
 *
 *   body dead 5 up 39 down 73 line 152 24 2.90 drift 0.05 rest 52 max 186
 *   sensors strap pod            which ones are worn at all; both if not said
 *   sensors strap pod power      the pod tells power, too
 *   0:00 speed 2.25              m/s, from this second on
 *   12:00 ramp 2.98 by 12:30     linearly, from the speed of that moment
 *   42:00 strap off              off (out of the air), silent (link, but no frames) or on
 *   20:00 pulse locked          what the strap counts as beats: beats; optical (beats, but no intervals of them),
 *                                locked (an optical sensor that takes steps for beats), or loose (no skin: the last one, on and on)
 *   16:00 effort 4.23           uphill: the heart as if at 4.23 m/s, the pod shows the same speed on;
 *                                until the next instruction about speed
 *   47:14 stand                  speed 0, and the heart makes for its resting rate
 *   12:00 link lost              or whatever else can go wrong with Bluetooth (fault.h)
 *   58:14 end                    last of all, and never missing
 *
 * Times are minutes:seconds, hours:minutes:seconds or "at 90s" (500ms does not
 * do, 15m does) and never go back. A
 * ramp is cut short by the next instruction about speed.
 */
#pragma once

#include "fakes/fault.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PD_RUN_STEPS_MAX 256
#define PD_RUN_FAULTS_MAX 128
#define PD_RUN_TEXT_MAX 65536
#define PD_RUN_SECONDS_MAX (24 * 3600)
#define PD_RUN_DEAD_SECONDS_MAX 60

enum pd_virtual_sensor { PD_VIRTUAL_STRAP, PD_VIRTUAL_POD, PD_VIRTUAL_SENSOR_COUNT };

const char *pd_virtual_sensor_name(enum pd_virtual_sensor sensor); /* "strap" */

enum pd_virtual_air {
        PD_VIRTUAL_AIR_ON,     /* a frame a second */
        PD_VIRTUAL_AIR_SILENT, /* the link stands, nothing comes */
        PD_VIRTUAL_AIR_OFF,    /* no link, no advertisements */
};

/* What the strap makes of the heart. */
enum pd_virtual_pulse {
        PD_VIRTUAL_PULSE_BEATS,
        PD_VIRTUAL_PULSE_OPTICAL, /* no intervals */
        PD_VIRTUAL_PULSE_LOCKED,  /* no intervals, and the steps of both feet for beats */
        PD_VIRTUAL_PULSE_LOOSE,   /* no contact with the skin: the last heart rate, on and on */
};

/*
 * Heart rate follows the line through (line_speed, line_hr), plus the drift
 * since the start, as a first-order lag behind the speed of dead_s ago.
 */
struct pd_virtual_body {
        double dead_s;
        double up_s, down_s;                    /* time constants */
        double line_hr, line_slope, line_speed; /* bpm, bpm/(m/s), m/s */
        double drift;                           /* bpm/min */
        double rest_hr, max_hr;                 /* bpm */
};

enum pd_run_verb { PD_RUN_SPEED, PD_RUN_RAMP, PD_RUN_STAND, PD_RUN_EFFORT, PD_RUN_AIR, PD_RUN_PULSE };

struct pd_run_step {
        int32_t at_s;
        enum pd_run_verb verb;
        double speed;                  /* SPEED, RAMP and EFFORT: m/s */
        int32_t by_s;                  /* RAMP */
        enum pd_virtual_sensor sensor; /* AIR */
        enum pd_virtual_air air;       /* AIR */
        enum pd_virtual_pulse pulse;   /* PULSE */
};

struct pd_run_fault {
        int32_t at_s;
        struct pd_fault fault;
};

struct pd_run_script {
        struct pd_virtual_body body;
        bool worn[PD_VIRTUAL_SENSOR_COUNT];
        bool power; /* the pod tells it, too */
        int32_t end_s;
        size_t n_steps;
        struct pd_run_step steps[PD_RUN_STEPS_MAX];
        size_t n_faults;
        struct pd_run_fault faults[PD_RUN_FAULTS_MAX];
};

struct pd_run_error {
        size_t line; /* from 1 */
        char expected[120];
};

/* -EBADMSG with RET_ERROR filled: it is no such story. -E2BIG: TEXT is
 * longer than PD_RUN_TEXT_MAX. */
int pd_run_script_parse(const char *text, size_t size, struct pd_run_script *ret, struct pd_run_error *ret_error);
