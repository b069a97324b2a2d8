/* SPDX-License-Identifier: MIT */
/*
 * The thread that brings tails to the card, and what it shares with the
 * loop. The loop makes traces and tells how they stand; only the writer
 * touches the card, and only the writer ends a trace that it was given,
 * unless there is nothing left to do for it.
 * The lock is never held while the card, or the log, is waited for.
 *
 *         bound            finished            superseded
 *   armed ------> session ----------> closed ------------> gone
 *   in memory     copied every        trimmed at once,     once the card
 *   only          interval            acks still come      has it all
 *                    |
 *                    '- discarded: the card forgets it --> gone
 */
#pragma once

#include "journal/card.h"
#include "journal/journal.h"
#include "journal/tail.h"

#include <pthread.h>
#include <stdbool.h>

enum pd_trace_stand {
        PD_STAND_ARMED,      /* no session yet: nothing for the card */
        PD_STAND_SESSION,    /* a session's, growing */
        PD_STAND_CLOSED,     /* no more inputs; acknowledgements may come */
        PD_STAND_SUPERSEDED, /* nothing comes any more */
        PD_STAND_DISCARDED,  /* to be forgotten */
};

/* What an athlete's traces take; under the writer's lock. */
struct pd_journal_account {
        uint64_t in_memory;
        unsigned traces;
};

struct pd_journal_trace {
        /* Set once, before the writer knows the trace. */
        char athlete[PD_ID_SIZE];
        struct pd_journal_account *account;
        int tail_fd;

        /* The loop's alone. */
        bool incomplete; /* an input did not fit: none is added, so that what stands there is a beginning */

        /* Under the lock. SESSION does not change after PD_STAND_ARMED. */
        char session[PD_SESSION_ID_SIZE];
        enum pd_trace_stand stand;
        uint64_t length; /* whole lines in the tail */
        uint64_t start;  /* where the tail counts: all before is punched out */
        uint64_t synced; /* the card has everything before, for certain */
        bool trimmed;    /* the zeros behind a closed trace are gone */
        struct pd_journal_trace *next;

        /* The writer's alone. */
        struct pd_card card;
        enum pd_trace_stand round_stand; /* how it stood when the round began */
        bool round_trimmed;
        uint64_t round_from, round_to, round_start;
        int round_error;
        struct pd_journal_trace *round_next;
};

struct pd_writer {
        pthread_t thread;
        pthread_mutex_t lock;
        pthread_cond_t wake;
        int run_fd;
        char *state_dir;
        pd_usec interval;
        uint64_t tail_max, total_max; /* bytes in memory: an athlete's, and everybody's */

        /* Under the lock. */
        struct pd_journal_trace *traces;
        struct pd_journal_stats stats; /* unsynced, in_memory and traces stay 0: filled in when asked for */
        uint64_t in_memory; /* of all tails */
        bool dirty;    /* something is for the card */
        pd_usec due;   /* when dirty: by then */
        bool stopping; /* one last round */
        bool stopped;
        int last_error; /* of the last round; 0: the card takes data */
        uint64_t dropped_before; /* stats.dropped after the last round that went well */
};

int pd_writer_start(struct pd_writer *writer, const struct pd_journal_options *options);
/* False: it still waits for the card after WITHIN; nothing of it may be freed. */
bool pd_writer_stop(struct pd_writer *writer, pd_usec within);
void pd_writer_clear(struct pd_writer *writer); /* after it has stopped */

/* The loop's side. */
void pd_writer_add(struct pd_writer *writer, struct pd_journal_trace *trace);
/* False: that was too much. The line stays, and so will a summary's, but no
 * input may follow. */
bool pd_writer_grew(struct pd_writer *writer, struct pd_journal_trace *trace, size_t size, bool input);
void pd_writer_dropped(struct pd_writer *writer);
void pd_writer_emptied(struct pd_writer *writer, struct pd_journal_trace *trace); /* an armed one, for a new beginning */
void pd_writer_bind(struct pd_writer *writer, struct pd_journal_trace *trace, const char *session);
void pd_writer_turn(struct pd_writer *writer, struct pd_journal_trace *trace, enum pd_trace_stand stand);
/* Ends a closed trace now. False: the card does not have it all yet. */
bool pd_writer_retire(struct pd_writer *writer, struct pd_journal_trace *trace);
unsigned pd_writer_traces(struct pd_writer *writer, const struct pd_journal_account *account);
void pd_writer_stats(struct pd_writer *writer, struct pd_journal_stats *ret);
