/* SPDX-License-Identifier: MIT */
/*
 * The ladders in the flesh: signs and proofs are taken from what BlueZ
 * answers and says (climb_signs.c), the steps that ladder.h decides are
 * taken (climb.c), and each is told.
 */
#pragma once

#include "bluez/errand.h"
#include "bluez/ladder.h"
#include "bluez/objects.h"

#include <stdint.h>

#define PD_CLIMBS_MAX 9 /* eight adapters, as PD_CONFIG_ADAPTERS_MAX, and bluetoothd itself */
/* A controller whose power was cut for less may keep what wedged it: as bluetooth-auto-recovery waits. */
#define PD_CLIMB_POWER_OFF (2 * PD_SEC)
#define PD_CLIMB_POWER_TRIES 3 /* to switch it on again, before others are left to do so */
/* Scans in a row that heard strangers, before it means anything that one hears nobody. */
#define PD_CLIMB_CROWDED 8

struct pd_climb {
        char address[PD_ADDRESS_SIZE]; /* "": bluetoothd itself */
        struct pd_ladder ladder;
        char name[16];        /* "hci0", when it was there last */
        pd_usec scans_since;  /* our scan runs; PD_NEVER: none does */
        bool heard, strange;  /* in this scan: somebody; somebody who is nobody's here */
        unsigned crowded;     /* scans in a row that heard strangers, up to PD_CLIMB_CROWDED */
        unsigned aborted;     /* the sensor whose Connect failed last at once, counted from 1; 0: none since a link */
        pd_usec switch_on;    /* POWER: when to set Powered=true; PD_NEVER */
        unsigned tries;       /* ... how often it was */
        bool spared;          /* it was said that somebody's link hangs on it */
};

struct pd_climbs {
        enum pd_ladder_reach reach;
        const char *errands; /* where purposed-recovery listens */
        size_t n;
        struct pd_climb at[PD_CLIMBS_MAX]; /* the first is bluetoothd's; none is ever taken away */
        bool alarmed;                      /* some ladder is anything but untouched */
        struct pd_errand *errand;          /* NULL: none is under way */
        size_t sent;                       /* ... whose */
        pd_usec next_errand;               /* it would be refused before */
        bool lonely;                       /* it was said that nobody takes errands */
        char told[PD_SENTENCE_SIZE];       /* the last step and what came of it; "" */
        uint64_t steps, helped;
};
