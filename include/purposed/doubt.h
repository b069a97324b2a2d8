/* SPDX-License-Identifier: MIT */
/* Why a measurement is not to be trusted. */
#pragma once

enum pd_doubt {
        PD_DOUBT_NONE,
        /* of heart rate */
        PD_DOUBT_CONTACT,      /* no skin is felt, or nothing measured */
        PD_DOUBT_FROZEN,       /* the same value for longer than a heart keeps one */
        PD_DOUBT_SPIKE,        /* it climbed or fell faster than a heart can */
        PD_DOUBT_BEATS,        /* the intervals between the beats say otherwise */
        PD_DOUBT_CADENCE_LOCK, /* it follows the steps */
        /* of speed */
        PD_DOUBT_DROPOUT,      /* steps, and no speed */
        PD_DOUBT_NO_STEPS,     /* speed, and no steps */
        PD_DOUBT_TOO_FAST,     /* faster than people run */
        /* of the cadence, by which nothing is judged */
        PD_DOUBT_CADENCE,      /* doubled, or halved */
        /* of power */
        PD_DOUBT_POWER,        /* none while she runs, the same for too long, or more than a runner has */
        PD_DOUBT_COUNT
};

const char *pd_doubt_name(enum pd_doubt doubt); /* "cadence_lock"; NULL for none */
