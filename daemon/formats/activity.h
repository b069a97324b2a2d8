/* SPDX-License-Identifier: MIT */
/*
 * A watch's activity as the inputs of an engine, whatever file it comes from:
 *
 *   real time   a ··················· b     c ········ d
 *               timer starts          stops starts     ends
 *   engine      0: clock, START   PAUSE     RESUME     STOP
 *                 frames …                    frames …
 *
 * A gap is silence, as if nothing had been heard: nothing bridges it. After a
 * pause that outlasted the session the engine begins another: so START
 * follows each RESUME, and the one of both that makes no sense does nothing.
 *
 * A watch may set its clock in mid-run, when it finds its first satellite. No
 * one knows how long that took: engine time goes on a second later, and the
 * wall clock is told anew.
 */
#pragma once

#include "formats/reading.h"

#define PD_ACTIVITY_MARKS 8

/* Set by its owner; `real` is microseconds since 1970, or since any other
 * instant where the file has no date. */
struct pd_activity {
        const struct pd_recording_ops *ops;
        const struct pd_recording_about *about;
        uint64_t skipped; /* readings whose time goes back, numbers that no frame carries */
        bool begun;
        bool held;         /* the timer stands */
        pd_usec base;      /* real minus engine time */
        pd_usec now;       /* real, of the last word */
        pd_usec held_at;   /* real */
        bool has_moved;    /* the distance has grown: something measures it */
        size_t n_marks;    /* distances since the timer started, oldest first, at most one a second */
        struct {
                pd_usec at; /* real */
                int64_t mm;
        } marks[PD_ACTIVITY_MARKS];
};

/* Hands ABOUT over; it and OPS are borrowed until the end. */
int pd_activity_begin(struct pd_activity *activity, const struct pd_recording_ops *ops, const struct pd_recording_about *about);

/* What the watch measured. Where it has a distance and no speed, the speed is
 * the mean of the last 5 s. Changes READING. */
int pd_activity_reading(struct pd_activity *activity, pd_usec real, struct pd_reading *reading);

/* The runner, or the watch by itself, stopped the timer or started it. */
int pd_activity_timer(struct pd_activity *activity, pd_usec real, bool runs);

/* Nothing, if there was no reading. */
int pd_activity_end(struct pd_activity *activity);
