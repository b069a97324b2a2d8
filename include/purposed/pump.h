/* SPDX-License-Identifier: MIT */
/*
 * From a source to the right engine, from the engines to the world. The
 * pump keeps a lane for each athlete: the engine, the decoders of the
 * athlete's sensors, and what separates the engine's time from the
 * daemon's.
 *
 *   frame ─▶ lane ─▶ tap ─▶ decoder ─▶ engine ─▶ events
 *
 * A sensor that several have enrolled is shared: what it says goes to the
 * one who has claimed it (core/claim.h), to the lane of PD_GUEST_ID while
 * nobody has, and nowhere if there is no such lane. A lane's trace holds
 * what came there, and nothing else is needed to follow it.
 */
#pragma once

#include "purposed/event.h"
#include "purposed/input.h"
#include "purposed/snapshot.h"

#define PD_ATHLETES_MAX 64

struct pd_pump;

struct pd_pump_ports {
        /* Every input before anything else happens with it, in engine time.
         * May be NULL. */
        void (*tap)(void *user, const struct pd_snapshot *snapshot, const struct pd_input *input);
        pd_event_func event;
        void *user;
        /* Local time minus UTC, in seconds, where the athlete is. NULL: as the
         * clock says. */
        int32_t (*utc_offset)(void *user, const struct pd_athlete *athlete, pd_usec real);
};

struct pd_pump *pd_pump_new(const struct pd_pump_ports *ports);
struct pd_pump *pd_pump_free(struct pd_pump *pump);

/* Setting up, and in mid-run. Both copy what they are given.
 * -EEXIST: that athlete is there, or has that address, already; -ENOSPC:
 * limits; -ENOENT: no such athlete; -ENOMEM. */
int pd_pump_add_athlete(struct pd_pump *pump, const struct pd_athlete *athlete, const struct pd_workout *workout);
int pd_pump_enroll(struct pd_pump *pump, const char *athlete, const char *address, const char *name);

/* The sensors that a trace begins with, with their factors. The same, of the
 * first that cannot be. */
int pd_pump_enroll_all(struct pd_pump *pump, const char *athlete, const struct pd_snapshot *snapshot);

/* What the speed and distance of an athlete's sensor are multiplied by, from
 * the next trace on, or at once before the first input; 0: as the sensor
 * says. -ENOENT: no such athlete, or not hers. */
int pd_pump_calibrate(struct pd_pump *pump, const char *athlete, const char *address, int32_t factor);

/* Takes a sensor back from everyone: nothing is heard of it from now on.
 * -ENOENT: nobody has it. */
int pd_pump_forget(struct pd_pump *pump, const char *address);

/* Today's values of an athlete whose session goes on with its own, from a
 * trace: they count from the next trace on. Copies. -ENOENT. */
int pd_pump_succeed(struct pd_pump *pump, const struct pd_athlete *athlete, const struct pd_workout *workout);

/* What follows counts at once, unless a session goes on: a new trace begins
 * with it, and the plan is told. -ENOENT; -EBUSY: it goes on, or it begins
 * just now. */
int pd_pump_renew(struct pd_pump *pump, pd_usec at, const char *athlete);

/* The daemon's time is engine time minus OFFSET. */
void pd_pump_set_offset(struct pd_pump *pump, const char *athlete, pd_usec offset);

/* It is too small by a gap that nobody knows yet. LAST could be believed, and
 * was told at engine time LAST_AT: the next clock that can be within
 * PD_ENGINE_DOUBT_MOST from BOOT, this boot's time, tells how long it was. */
void pd_pump_doubt(struct pd_pump *pump, const char *athlete, const struct pd_clock *last, pd_usec last_at, pd_usec boot);

/* One input of one athlete, in engine time: recordings and recovery. A
 * sensor not seen before is enrolled with the athlete. -ENOENT: no such
 * athlete. */
int pd_pump_feed(struct pd_pump *pump, const char *athlete, const struct pd_input *input);

/* The same from a live source, in the daemon's time. Frames and links of a
 * sensor that nobody enrolled are dropped and counted. */
void pd_pump_frame(struct pd_pump *pump, pd_usec at, const struct pd_frame *frame);
void pd_pump_link(struct pd_pump *pump, pd_usec at, const struct pd_link_change *change);
void pd_pump_clock(struct pd_pump *pump, pd_usec at, const struct pd_clock *clock); /* to all, in each one's local time */
/* One of scope RUN. It becomes an input only if the engine accepts it; RET
 * says how it went. -ENOENT: no such athlete. */
int pd_pump_command(struct pd_pump *pump, pd_usec at, const char *athlete, const struct pd_command *command, struct pd_answer *ret);
/* Hints for the sensor's report alone; no input of any engine. PD_UNKNOWN: unchanged. */
void pd_pump_sensor_hint(struct pd_pump *pump, pd_usec at, const char *address, const char *name, int32_t rssi_dbm);
/* How it is, likewise: a word for what is wrong with it, which outlives the pump, or NULL; somebody else has it for now. */
void pd_pump_sensor_condition(struct pd_pump *pump, pd_usec at, const char *address, const char *trouble, bool released);
/* Time has passed. */
void pd_pump_wake(struct pd_pump *pump, pd_usec at);

/* The least of the engines' deadlines and those of sensors' news, in the daemon's time. */
pd_usec pd_pump_deadline(const struct pd_pump *pump);

/* Says again what a new listener must know: plan, session and sensor of everyone. */
void pd_pump_restate(struct pd_pump *pump);

size_t pd_pump_n_athletes(const struct pd_pump *pump);
const struct pd_snapshot *pd_pump_snapshot(const struct pd_pump *pump, size_t i);
const struct pd_engine *pd_pump_engine(const struct pd_pump *pump, size_t i);
size_t pd_pump_n_sensors(const struct pd_pump *pump, size_t athlete);
const struct pd_sensor_report *pd_pump_sensor(const struct pd_pump *pump, size_t athlete, size_t i);
/* What a shared sensor says comes here, or would; true of any other. */
bool pd_pump_sensor_is_here(const struct pd_pump *pump, size_t athlete, size_t i);
uint64_t pd_pump_stray_frames(const struct pd_pump *pump);
