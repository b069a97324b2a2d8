/* SPDX-License-Identifier: MIT */
/*
 * What a sensor that is nobody's says while somebody looks at it: its labels,
 * and its figures of the last seconds. They go nowhere else.
 */
#pragma once

#include "core/seat.h"
#include "formats/json.h"

#include "purposed/event.h"

/* A figure that has not been said again is none any more: a strap says its
 * own each second, a pod that lies still says nothing for some. */
#define PD_INTRODUCTION_FRESH (5 * PD_SEC)

struct pd_introduction {
        struct pd_seat seat; /* a seat of its own, in nobody's lane */
        char kind[PD_TEXT_SIZE]; /* what it advertises that it is, "heart-rate strap"; "" */
        int32_t values[PD_QUANTITY_COUNT]; /* as sensors say them */
        pd_usec at[PD_QUANTITY_COUNT];     /* PD_NEVER: not yet */
};

/* Nothing is known but the address. */
void pd_introduction_begin(struct pd_introduction *introduction, const char *address);
void pd_introduction_frame(struct pd_introduction *introduction, pd_usec at, const struct pd_frame *frame);
/* NAME may be NULL, the other PD_UNKNOWN. */
void pd_introduction_hint(struct pd_introduction *introduction, const char *name, int32_t rssi_dbm);

/* "heart rate 152 bpm, RR 395 ms"; "" if there is none that is fresh. */
void pd_introduction_figures(const struct pd_introduction *introduction, pd_usec now, char *ret, size_t size);
/* "Polar H10 12345678: heart-rate strap, Polar Electro Oy H10, serial 8C4CAF2E, battery 87 %, -61 dBm". */
void pd_introduction_labels(const struct pd_introduction *introduction, char *ret, size_t size);
/* Both as members of the object at hand. */
void pd_introduction_write(const struct pd_introduction *introduction, pd_usec now, struct pd_json *json);
