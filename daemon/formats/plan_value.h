/* SPDX-License-Identifier: MIT */
/*
 * The values of a plan's file: texts, days, distances, counts. Each says
 * what is wrong at its place, and returns false.
 */
#pragma once

#include "formats/plan_source.h"

#define PD_PLAN_WORD_SIZE 64

/* The scalar's value, or NULL for what is none. */
const char *pd_plan_value_text(const yaml_node_t *node);
bool pd_plan_value_is_empty(const yaml_node_t *node);

/* A short one for lookups and for quoting in a fault: cut, line breaks as blanks. */
void pd_plan_value_word(const yaml_node_t *node, char ret[static PD_PLAN_WORD_SIZE]);

/* A text of SIZE - 1 bytes, its line breaks as blanks. WHAT names it. */
bool pd_plan_value_read_text(struct pd_plan_source *source, const yaml_node_t *node, const char *what, char *ret, size_t size);

bool pd_plan_value_read_date(struct pd_plan_source *source, const yaml_node_t *node, const char *what, pd_day *ret);
bool pd_plan_value_read_distance(struct pd_plan_source *source, const yaml_node_t *node, int32_t *ret_m);
bool pd_plan_value_read_count(struct pd_plan_source *source, const yaml_node_t *node, const char *what, int32_t most, int32_t *ret);
