/* SPDX-License-Identifier: MIT */
/*
 * An athlete in the pump: the engine, the seats of her sensors, the head of
 * her trace, and what lies between the engine's time and the daemon's.
 * Known to the pump and to core/sharing.h alone.
 */
#pragma once

#include "core/seat.h"

#include "purposed/pump.h"

/* What counts from the next trace on. */
struct pd_successor {
        struct pd_athlete athlete;
        struct pd_workout workout;
};

struct pd_lane {
        const struct pd_pump_ports *ports;
        struct pd_engine *engine;
        struct pd_snapshot snapshot; /* athlete, workout, sensors in the order of the seats */
        struct pd_seat seats[PD_ENGINE_SENSORS_MAX];
        pd_usec offset;         /* engine time minus the daemon's */
        pd_usec doubt_until;    /* CLOCK_BOOTTIME; it is too small by an unknown gap since `sure`; PD_NEVER */
        struct pd_clock sure;   /* told at engine time sure_at */
        pd_usec sure_at;
        struct pd_clock clock;  /* as told at clock_at, for the next trace's head */
        pd_usec clock_at;       /* engine time; PD_NEVER */
        struct pd_successor next; /* if `succeeded` */
        bool succeeded;
        bool begun;             /* an input stands in this trace: its head is as it is */
        bool rearmed;           /* the engine forgot all during the last input */
        int32_t judged;         /* sessions that ended since */
        struct pd_kinetics learnt; /* of the heart, up to the last of them */
        char named[PD_SESSION_ID_SIZE]; /* the last session; "" */
        pd_usec named_at;       /* when that was first said, in engine time */
        bool started;           /* its session began by a command */
};

struct pd_lanes {
        size_t n;
        struct pd_lane *items[PD_ATHLETES_MAX];
};

/* NULL: there is none. */
struct pd_lane *pd_lanes_of(const struct pd_lanes *lanes, const char *athlete);

/* Borrows PORTS, copies the rest. NULL without memory. */
struct pd_lane *pd_lane_new(const struct pd_pump_ports *ports, const struct pd_athlete *athlete, const struct pd_workout *workout);
struct pd_lane *pd_lane_free(struct pd_lane *lane);

bool pd_lane_is_guest(const struct pd_lane *lane);
/* A session counts: it runs, is paused or away. */
bool pd_lane_is_running(const struct pd_lane *lane);

/* NULL: it has none here. */
struct pd_seat *pd_lane_seat(struct pd_lane *lane, const char *address);
/* A new one. -ENOSPC. */
int pd_lane_take_seat(struct pd_lane *lane, const char *address, const char *name);
/* From the next trace on, or at once if this one has not begun. */
void pd_lane_calibrate(struct pd_lane *lane, struct pd_seat *seat, int32_t factor);
/* Its report, at engine time AT. */
void pd_lane_tell_sensor(struct pd_lane *lane, struct pd_seat *seat, pd_usec at);
/* There are news in it: now, or as soon as PD_SEAT_NEWS_EVERY allows. */
void pd_lane_note_sensor(struct pd_lane *lane, struct pd_seat *seat, pd_usec at);

/* The engine's, or that of news; in engine time. */
pd_usec pd_lane_deadline(const struct pd_lane *lane);

/* The single way in, in engine time: time passes, the tap, the engine. */
void pd_lane_feed(struct pd_lane *lane, const struct pd_input *input);
/* Time passes before an input is looked at: what it ends, the decoders and
 * the trace must have ended, too. */
void pd_lane_pass_time(struct pd_lane *lane, pd_usec at);

/* What counts from the next trace on. */
void pd_lane_succeed(struct pd_lane *lane, const struct pd_athlete *athlete, const struct pd_workout *workout);
/* It counts from engine time AT on. -EBUSY: a session goes on. */
int pd_lane_renew(struct pd_lane *lane, pd_usec at);

/* See pd_pump_doubt(). */
void pd_lane_doubt(struct pd_lane *lane, const struct pd_clock *last, pd_usec last_at, pd_usec boot);
/* In the daemon's time; it may settle the doubt. */
void pd_lane_clock(struct pd_lane *lane, pd_usec at, const struct pd_clock *clock);
