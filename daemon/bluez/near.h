/* SPDX-License-Identifier: MIT */
/*
 * Who was heard while somebody looks around: PURE. A handful, of which the
 * one heard longest ago makes room, so that a crowd cannot fill it.
 */
#pragma once

#include "bluez/objects.h"

#include "purposed/time.h"

#define PD_NEAR_MAX 32
/* A heart rate that is advertised is shown while its counter moves: a strap
 * that was taken off repeats its last one for minutes. Worn, it has a new one
 * each second; half the advertisements are missed where there are many. */
#define PD_NEAR_HR_FOR (10 * PD_SEC)
#define PD_NEAR_FOR (30 * PD_SEC) /* whoever has not been heard for so long is gone */

struct pd_near_peer {
        char address[PD_ADDRESS_SIZE]; /* "": free */
        char name[PD_TEXT_SIZE];       /* "" if it is not known */
        int32_t rssi_dbm;              /* PD_UNKNOWN: BlueZ knows it, but it has not been heard */
        uint32_t kinds;                /* what it says that it is: a bit for each of pd_sensor_types */
        int32_t hr_bpm;                /* advertised just now; PD_UNKNOWN */
        int counter;                   /* of the last one that was advertised; -1: none was */
        pd_usec hr_at;                 /* when that moved last */
        pd_usec at;
};

/* All zero: nobody. */
struct pd_near {
        struct pd_near_peer peers[PD_NEAR_MAX];
};

/* Properties of a Device1 at PATH, which ends in its address: whose they are,
 * until the next call; NULL: nobody's. */
const struct pd_near_peer *pd_near_see(
        struct pd_near *near, pd_usec now, const char *path, const struct pd_property *properties, size_t n);

/* Who of them has this address, heard or known to BlueZ; NULL: nobody. */
const struct pd_near_peer *pd_near_find(const struct pd_near *near, const char *address);

/* "heart-rate strap, footpod"; "" if it does not say that it is any sensor of ours. */
void pd_near_kinds(uint32_t kinds, char *ret, size_t size);

/* Those who have been heard, the nearest first: how many, at most LIMIT. */
size_t pd_near_list(const struct pd_near *near, pd_usec now, struct pd_near_peer *ret, size_t limit);
