/* SPDX-License-Identifier: MIT */
/*
 * Our own recording: text, one input a line. The same file is the journal
 * of a session, a bug report and a golden test, so it holds all that an
 * engine was told, and it can be read, cut and mended with an editor.
 *
 *   purposed-trace 1                                   the format's version
 *   engine 1                                           ┐
 *   athlete anna                                       │
 *   athlete.lt1_hr 141 +-4 test                        │ the snapshot: keys of
 *   workout easy-45m                                   │ pd_athlete_settings, fields
 *   workout.title easy 45m                             │ that are not set left out
 *   workout.purpose easy                               │
 *   step extent=time amount=2700000000 intensity=easy hr=0,141,4 speed=0,2900,80 key=1 cue=…
 *   sensor AA:BB:CC:DD:EE:FF Anna's strap              │ in the order of the indices
 *   begin                                              ┘
 *   1000000 clock <boot id> boot=<µs> real=<µs> offset=<s> sync=1
 *   1000312 link AA:BB:CC:DD:EE:FF up
 *   1204518 frame AA:BB:CC:DD:EE:FF 2a37 16483c03      characteristic, bytes as they came
 *   1500000 command start
 *   1900000 command rpe 7                            with the words that it takes
 *   2000000 tick
 *   ack mqtt 20261122T101503Z 7                        no input: a sink has delivered this event
 *   summary {"id":"20261122T101503Z",…}                no input: as judged; the last one stands
 *
 * An input's line begins with its instant in microseconds of engine time.
 * A band is low,high,width; an amount is in microseconds or millimetres.
 * Blank lines and lines that begin with '#' say nothing. A word that this
 * version does not know is an error, not a comment: it may have meant
 * something to the engine.
 *
 * Limits: a line PD_TRACE_LINE_MAX bytes, PD_STEPS_MAX steps,
 * PD_ENGINE_SENSORS_MAX sensors, PD_FRAME_BYTES_MAX bytes a frame.
 */
#pragma once

#include "purposed/event.h"
#include "purposed/format.h"
#include "purposed/input.h"
#include "purposed/snapshot.h"

#define PD_TRACE_VERSION 1
#define PD_TRACE_SUMMARY_MAX 98304 /* bytes of JSON: whatever fits into a payload */

/* What a writer may need, the newline included. */
#define PD_TRACE_SNAPSHOT_SIZE 65536
#define PD_TRACE_INPUT_SIZE 560
#define PD_TRACE_ACK_SIZE 96
#define PD_TRACE_SUMMARY_SIZE (PD_TRACE_SUMMARY_MAX + 16)

#define PD_TRACE_LINE_MAX PD_TRACE_SUMMARY_SIZE

struct pd_trace_ack {
        char sink[PD_ID_SIZE];            /* never empty */
        char session[PD_SESSION_ID_SIZE]; /* never empty */
        uint32_t sequence;
};

/* The writers return the length; nothing is terminated with NUL. -ENOBUFS
 * if SIZE is below the constant of that kind above, which always suffices
 * (a snapshot and a summary also fit into less, if they are that short).
 * Control characters in texts become '?'. */
int pd_trace_write_snapshot(const struct pd_snapshot *snapshot, char *ret, size_t size); /* up to and with `begin` */
int pd_trace_write_input(const struct pd_input *input, char *ret, size_t size);
int pd_trace_write_ack(const struct pd_trace_ack *ack, char *ret, size_t size);
/* A line break between JSON's words becomes a space. Also -E2BIG: longer than
 * PD_TRACE_SUMMARY_MAX. */
int pd_trace_write_summary(const char *json, size_t length, char *ret, size_t size);

/* What a reader hands over; each may be NULL. What is pointed to is
 * borrowed for the call. A negative return stops the reading and is handed
 * through. */
struct pd_trace_ops {
        int (*snapshot)(void *user, const struct pd_snapshot *snapshot);
        int (*input)(void *user, const struct pd_input *input);
        int (*ack)(void *user, const struct pd_trace_ack *ack);
        int (*summary)(void *user, const char *json, size_t length);
        void *user;
};

enum pd_trace_stage {
        PD_TRACE_HEAD,     /* nothing read: the version must come */
        PD_TRACE_SNAPSHOT, /* the version is known, `begin` is still to come */
        PD_TRACE_INPUTS,   /* the snapshot has been handed over */
};

struct pd_trace_reader {
        struct pd_trace_ops ops;
        enum pd_trace_stage stage;
        size_t line;  /* whole lines read, over all ranges */
        size_t whole; /* where the last of them ended in the range read last */
        struct pd_snapshot snapshot;
        struct pd_input input; /* the input last handed over */
};

void pd_trace_reader_init(struct pd_trace_reader *reader, const struct pd_trace_ops *ops);

/* Reads the whole lines of a range of bytes; a trace may come in several
 * (the card, then the tail). What follows the last newline is a line that a
 * power cut tore, or the zeros of a preallocated file: no error, reading
 * ends there and `whole` says where. -EBADMSG: malformed (zeros with lines
 * behind them are that, too), RET_ERROR filled, and everything before `whole`
 * has been handed over. */
int pd_trace_reader_read(struct pd_trace_reader *reader, const char *bytes, size_t size, struct pd_format_error *ret_error);
