/* SPDX-License-Identifier: MIT */
/*
 * What of an athlete's traces has outlived us: the tails in memory, and the
 * traces on the card that were begun last, put together byte by byte. Called
 * before the loop runs: it waits for the card.
 *
 *   card   |████████████████████████░░░░ zeros, or what a power cut tore
 *   tail                    |██████████████░ the line that we died in
 *   trace  |█████████████████████████████| whole lines
 *
 * After a crash the tails say which traces there are; after a power cut
 * they are gone and the card says it alone.
 */
#pragma once

#include "formats/trace.h"
#include "purposed/event.h"
#include "purposed/id.h"

#include <stdbool.h>

/* The newest on the card, and tails: PD_JOURNAL_TRACES_MAX, and as many as the
 * newest once more, which a life that ended over its start may have left. */
#define PD_RECOVERY_TRACES_MAX 18
#define PD_RECOVERY_SINKS_MAX 8

struct pd_recovery_ack {
        char sink[PD_ID_SIZE];
        uint32_t sequence; /* the highest, for its own session alone */
};

struct pd_recovery_trace {
        char session[PD_SESSION_ID_SIZE]; /* "": a pre-roll, no session has started */
        bool closed;                      /* a summary stands in it: what was judged stays judged */
        bool revised;                     /* more than one does: it was judged anew when it was over */
        int error;                        /* -EBADMSG: not readable to its end, see `fault`; what was
                                           * found is kept beside it, and this is the beginning */
        struct pd_format_error fault;
        uint32_t engine_version;
        uint64_t n_inputs;
        pd_usec last_at; /* engine time of the last input; PD_NEVER without one */
        char boot_id[PD_BOOT_ID_SIZE]; /* of the first clock, before which there is nothing */
        pd_usec begun;                 /* its CLOCK_BOOTTIME */
        unsigned place;  /* among the newest on the card, from 1 for the last; 0: the card does not list it yet;
                          * PD_CARD_NEWEST_MAX + 1: no longer */
        size_t n_acks;
        struct pd_recovery_ack acks[PD_RECOVERY_SINKS_MAX];
        char *bytes; /* whole lines */
        size_t size;

        /* For the journal, which goes on with it. */
        bool has_tail, on_card;
        uint64_t tail_start; /* the tail has everything from here on */
};

struct pd_recovery {
        char athlete[PD_ID_SIZE];
        /* Closed ones first, each kind in the order of its beginning. The last
         * one is open if it is not closed: a session rather than a pre-roll,
         * which then is not here at all. */
        size_t n_traces;
        struct pd_recovery_trace traces[PD_RECOVERY_TRACES_MAX];
        int card_error; /* why the card could not be read; 0 */
};

/* 0, also if there is nothing; -ENOMEM; or why RUN_DIR cannot be read. */
int pd_recovery_open(const char *run_dir, const char *state_dir, const char *athlete, struct pd_recovery **ret);
struct pd_recovery *pd_recovery_free(struct pd_recovery *recovery);

/* The trace that goes on, or NULL; and how many, from the first on, a summary
 * closed: any sink may lack any of them. */
const struct pd_recovery_trace *pd_recovery_unfinished(const struct pd_recovery *recovery);
size_t pd_recovery_n_closed(const struct pd_recovery *recovery);

/* The trace that would go on is not wanted. */
void pd_recovery_drop_unfinished(struct pd_recovery *recovery);

/* The last sequence of the trace's session that SINK has delivered; 0: none. */
uint32_t pd_recovery_acknowledged(const struct pd_recovery_trace *trace, const char *sink);

/* Hands everything over again; what an op returns below 0 ends it. */
int pd_recovery_replay(const struct pd_recovery_trace *trace, const struct pd_trace_ops *ops);
