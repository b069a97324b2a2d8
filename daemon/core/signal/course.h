/* SPDX-License-Identifier: MIT */
/*
 * The course of the heart rate since it settled, over the last two minutes:
 * the long look of a witness whom another one contradicts.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PD_COURSE_SECONDS 120

struct pd_course {
        int32_t bpm[PD_COURSE_SECONDS]; /* a ring */
        size_t n, next;
        int32_t sum;
};

void pd_course_init(struct pd_course *course);
/* One moving second; PD_UNKNOWN if no heart was heard. */
void pd_course_second(struct pd_course *course, int32_t hr_bpm, bool settled);

/* PD_UNKNOWN before two minutes have been heard since it settled. */
int32_t pd_course_mean(const struct pd_course *course);
