/* SPDX-License-Identifier: MIT */
/*
 * The one time type. Instants and spans are microseconds; what an instant
 * counts from is its owner's business (an engine's time runs with
 * CLOCK_BOOTTIME, a recording's with its first line). Never the wall clock:
 * that one is an input (clock.h).
 */
#pragma once

#include <stdint.h>

typedef int64_t pd_usec;

#define PD_MSEC ((pd_usec) 1000)
#define PD_SEC ((pd_usec) 1000000)
#define PD_MINUTE (60 * PD_SEC)
#define PD_HOUR (60 * PD_MINUTE)
#define PD_NEVER INT64_MAX

/* The whole second that holds T; rounds towards the past, also below zero. */
static inline int64_t
pd_usec_second(pd_usec t)
{
        return t >= 0 ? t / PD_SEC : -((-t + PD_SEC - 1) / PD_SEC);
}
