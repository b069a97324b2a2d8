/* SPDX-License-Identifier: MIT */
/*
 * The adapters, known by their addresses, and which sensor connects next on
 * which of them: PURE. hci numbers move: one that is unplugged and comes back
 * as hci3 is the same.
 *
 *   - One Connect at a time an adapter: what runs on one does not wait for
 *     another one's.
 *   - Of those who wait, sensors of a running session come first, then the
 *     one that failed least, then the one that has waited for longest.
 *   - An adapter holds so many links and no more (slots), other programs'
 *     links included. A sensor whose adapters are full is looked for by the
 *     others (spill). When no adapter has room for a sensor of a running
 *     session, one that is in none is let go for it.
 */
#pragma once

#include "bluez/power.h"
#include "bluez/scan.h"

#include "purposed/id.h"

#include <stdbool.h>
#include <stddef.h>

#define PD_ADAPTERS_MAX 8
#define PD_ADAPTER_PATH_SIZE 128 /* as an object's */
#define PD_ADAPTER_TEXT_SIZE (PD_ADAPTER_PATH_SIZE + PD_ADDRESS_SIZE + 40)

/* BlueZ tells of a controller without room by links that fail in odd ways:
 * it gets no other Connect for so long. As bleak-retry-connector does. */
#define PD_ADAPTER_FULL_FOR (4 * PD_SEC)
/* With so many links an abort may mean that there is no room: on a Pi 4, two or three are reliable. */
#define PD_ADAPTER_DOUBTFUL_LINKS 3

struct pd_adapter {
        char address[PD_ADDRESS_SIZE];   /* "": the place is free */
        char path[PD_ADAPTER_PATH_SIZE]; /* "": it is not there just now */
        bool allowed, powered, blocked, discovering; /* as configured; as BlueZ says */
        bool alone;          /* nobody scanned when our scan began */
        pd_usec full_until;  /* it has shown that it has no room */
        struct pd_power power;
        struct pd_scan scan;
        char said[PD_TEXT_SIZE]; /* what was last said of scanning; "" once it worked */
        unsigned links;          /* as counted last: ours that stand or are being made, and others' */
        int holder;              /* the sensor that connects there; -1 */
};

struct pd_adapters {
        const char *allowed; /* addresses with blanks between; "": all */
        unsigned slots;      /* 0: no limit */
        pd_usec yield_after; /* nobody is let go before */
        size_t n;
        struct pd_adapter at[PD_ADAPTERS_MAX];
};

/* For so long a sensor of a running session is looked for by adapters that have room before one of
 * another sensor's slots is taken: a scan of 15 s, and what it takes to begin and to end it. */
#define PD_ADAPTERS_SPILL_MAX (20 * PD_SEC)
/* From one that was let go to the next: until then the first has either helped or not. */
#define PD_ADAPTERS_YIELD_REST (10 * PD_SEC)

enum pd_claim_state {
        PD_CLAIM_NONE,  /* wants nothing of an adapter just now */
        PD_CLAIM_WAITS, /* would connect */
        PD_CLAIM_TURNS, /* connects: the adapter makes no other link */
        PD_CLAIM_LINKED /* its link takes a slot */
};

/* What one sensor wants of the adapters. */
struct pd_claim {
        enum pd_claim_state state;
        bool running;    /* a session runs with it */
        bool awaited;    /* WAITS: for the kernel, which connects it when it is heard: it needs a slot and no turn */
        unsigned known;  /* bit i: BlueZ knows it under adapter i */
        int at;          /* where it is linked, connects, or was tried last; -1 */
        unsigned failures;
        pd_usec since;
};

/* ALLOWED outlives it; NULL is "". */
void pd_adapters_init(struct pd_adapters *adapters, const char *allowed, unsigned slots);

/* It is there, at PATH: what was known of it, or a place for a new one.
 * NULL: PD_ADAPTERS_MAX are there already. */
struct pd_adapter *pd_adapters_appear(struct pd_adapters *adapters, const char *address, const char *path);
/* It is UNPLUGGED, or BlueZ is gone, and with it whatever we had begun there.
 * Its place is kept until a new one needs it. */
void pd_adapter_leave(struct pd_adapter *adapter, pd_usec now, bool unplugged);

struct pd_adapter *pd_adapters_at(struct pd_adapters *adapters, const char *path); /* NULL: none */
/* The one to which an object at PATH belongs; -1. */
int pd_adapters_owner(const struct pd_adapters *adapters, const char *path);

/* It may be used, is there, and is on. */
bool pd_adapter_usable(const struct pd_adapter *adapter);
/* The next usable one after PREVIOUS; the first after NULL. For (adapter = NULL; (adapter = ...);). */
struct pd_adapter *pd_adapters_usable_after(struct pd_adapters *adapters, const struct pd_adapter *previous);

/* How many links it has, and who connects: OTHERS are those of no claim, one an adapter. */
void pd_adapters_count(struct pd_adapters *adapters, const struct pd_claim *claims, size_t n, const unsigned others[PD_ADAPTERS_MAX]);

/* A Connect failed there. FULL: for want of room, as BlueZ said; otherwise it is guessed. */
void pd_adapter_refused(struct pd_adapter *adapter, pd_usec now, bool full);

/* Who connects next on adapter A, which makes no link just now; -1: nobody. */
int pd_adapters_next(const struct pd_adapters *adapters, const struct pd_claim *claims, size_t n, size_t a, pd_usec now);
/* The first of those who would come to A if who connects there gave up; -1: nobody. */
int pd_adapters_rival(const struct pd_adapters *adapters, const struct pd_claim *claims, size_t n, size_t a);
/* A comes before B: by session, failures, and how long it has waited. */
bool pd_claim_precedes(const struct pd_claim *a, const struct pd_claim *b);
/* Somebody waits whose adapters are all full, and A, which does not know it, has room. */
bool pd_adapters_spills(const struct pd_adapters *adapters, const struct pd_claim *claims, size_t n, size_t a, pd_usec now);
/* Who is to be let go so that a sensor of a running session, RET_FOR, finds a slot; -1: nobody. */
int pd_adapters_yields(struct pd_adapters *adapters, const struct pd_claim *claims, size_t n, pd_usec now, size_t *ret_for);

/* When to ask all this again if nothing happens before; PD_NEVER. */
pd_usec pd_adapters_wake(const struct pd_adapters *adapters, const struct pd_claim *claims, size_t n, pd_usec now);

/* "hci0 AA:BB:CC:DD:EE:FF 2 of 5 links", "hci1 AA:BB:CC:DD:EE:00 blocked by rfkill". */
void pd_adapter_text(const struct pd_adapters *adapters, const struct pd_adapter *adapter, char *ret, size_t size);
