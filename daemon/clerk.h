/* SPDX-License-Identifier: MIT */
/*
 * Writes down what becomes of sessions that are over: traces on the card, and
 * the record. The card may take its time, and a blocked loop falsifies samples,
 * so a thread of the clerk's does it, slip by slip in the order in which
 * they came. A slip is a few milliseconds of work, one or two a session: no
 * part of the journal's writer, whose rounds of ten seconds serve sessions
 * that run, and are not to wait for these.
 *
 * What a slip says is so when it has been carried out; what was asked of the
 * record before is answered without it. pd_clerk_wait() is for those who ask.
 */
#pragma once

#include "store/store.h"

struct pd_clerk;

enum pd_slip_kind {
        PD_SLIP_RECORD,    /* RECORD with JSON, into the record */
        PD_SLIP_REVISE,    /* the same; and JSON as the summary that stands, into the trace */
        PD_SLIP_TRACE,     /* TRACE in place of the session's trace; RECORD with JSON */
        PD_SLIP_PUT_ASIDE, /* RECORD with JSON; the trace is no session's any more, for its fate or WHY */
        PD_SLIP_REMOVE,    /* the session leaves nothing behind */
        PD_SLIP_FORGET,    /* nor does the athlete */
        PD_SLIP_OWE,       /* DEBT with JSON, until it is settled */
        PD_SLIP_SETTLE,    /* DEBT: of it, only the ticket counts */
};

/* All of it is copied. */
struct pd_slip {
        enum pd_slip_kind kind;
        struct pd_record record; /* of REMOVE only athlete and id count, of FORGET the athlete */
        struct pd_debt debt;
        const char *json;
        const char *trace;
        size_t trace_size;
        const char *why;
        /* Carried out after this one, and only if this one was: what goes here,
         * for it stands elsewhere now. NULL: nothing. It has none itself. */
        const struct pd_slip *then;
};

/* Bytes that may wait for the card: the longest trace there is. One slip always may. */
#define PD_CLERK_WAITING_MAX ((size_t) 64 << 20)

/* How long the end waits for the card. */
#define PD_CLERK_STOP_WITHIN (5 * PD_SEC)

/* Traces are below STATE_DIR, the record is in RECORD_DIR; both are copied. 0 or a negative errno. */
int pd_clerk_new(const char *state_dir, const char *record_dir, struct pd_clerk **ret);
/* After all slips have been carried out, or WITHIN has passed: then what is left
 * is said, and left to the thread, as long as it lives. Takes NULL. */
struct pd_clerk *pd_clerk_free(struct pd_clerk *clerk, pd_usec within);

/* 0; -EBUSY: too much waits for the card; -ENOMEM. How it went is logged. */
int pd_clerk_take(struct pd_clerk *clerk, const struct pd_slip *slip);
/* Until all slips have been carried out, or WITHIN has passed: false. */
bool pd_clerk_wait(struct pd_clerk *clerk, pd_usec within);

/* The same at once, on the caller's thread, for who has no loop to hold up. */
int pd_clerk_carry_out(struct pd_store *store, const char *state_dir, const struct pd_slip *slip);
