/* SPDX-License-Identifier: MIT */
/* The workouts of a plan's file: those under `workouts`, and those that days hold in words. */
#pragma once

#include "formats/plan_keys.h"

void pd_plan_workouts_read(struct pd_plan_reader *reader, const yaml_node_t *workouts);

/* What a day holds: the name of a workout, or one in words. */
bool pd_plan_workouts_read_day(struct pd_plan_reader *reader, const yaml_node_t *value, struct pd_plan_slot *ret);
