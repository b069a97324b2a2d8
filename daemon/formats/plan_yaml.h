/* SPDX-License-Identifier: MIT */
/*
 * A plan in YAML; purposed.plan(5) has the keys. Only what a runner needs:
 * mappings, lists and words; no anchors, aliases, tags, nor a second document.
 *
 *   goal:
 *     event: Hamburg half marathon
 *     date: 2027-04-25
 *   week:
 *     distance: 40 km
 *     hard: 1
 *   workouts:
 *     intervals:
 *       why: To run faster for longer.
 *       steps: 15m easy, 6x (3m hard, 2m easy), 10m easy
 *   schedule:
 *     tuesday: intervals
 *     thursday: easy 45m
 *     2026-12-24: rest
 *   weeks:
 *     start: 2026-11-30
 *     1-3: {sunday: "long: 80m easy"}
 *     4: {tuesday: easy 30m, distance: 25 km}
 */
#pragma once

#include "core/plan/plan.h"

#include "purposed/format.h"

#define PD_PLAN_FAULTS_MAX 20
#define PD_PLAN_FAULT_SIZE 240

/* LINE and COLUMN from 1, the column in characters; TEXT is a sentence that can stand alone. */
struct pd_plan_fault {
        size_t line, column;
        char text[PD_PLAN_FAULT_SIZE];
};

struct pd_plan_faults {
        size_t n;
        bool cut; /* there were more */
        struct pd_plan_fault items[PD_PLAN_FAULTS_MAX]; /* in the order of the file */
};

/* -EBADMSG: RET_FAULTS says where and what, RET is untouched; -ENOMEM. */
int pd_plan_yaml_read(const char *bytes, size_t size, struct pd_plan **ret, struct pd_plan_faults *ret_faults);
struct pd_plan *pd_plan_yaml_free(struct pd_plan *plan);
