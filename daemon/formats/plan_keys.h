/* SPDX-License-Identifier: MIT */
/* The mappings of a plan's file: which keys stand in them, and that each does so once. */
#pragma once

#include "formats/plan_value.h"

/* What the files that read a plan share while they do. Large: on the heap. */
struct pd_plan_reader {
        struct pd_plan_source source;
        struct pd_plan plan;
        struct pd_workout workout;           /* the one being compiled */
        size_t n_ids;
        const char *ids[PD_PLAN_IDS_MAX + 2]; /* all that a day may name */
};

/* One key that a mapping may have, and who reads its value into OBJECT. */
struct pd_plan_key {
        const char *key;
        void (*read)(struct pd_plan_reader *reader, const yaml_node_t *value, void *object);
};

/* KEYS ends with key == NULL; WHAT is where they stand ("a goal"). */
void pd_plan_keys_read(struct pd_plan_reader *reader, const yaml_node_t *mapping, const char *what, const struct pd_plan_key *keys,
        void *object);

/* A pair's key is a scalar, and stands there for the first time; otherwise a fault, and NULL. */
const yaml_node_t *pd_plan_keys_check(struct pd_plan_reader *reader, const yaml_node_t *mapping, const yaml_node_pair_t *pair);

/* NODE is a mapping with something in it; otherwise a fault. NAME is its key. */
bool pd_plan_keys_expect(struct pd_plan_reader *reader, const yaml_node_t *node, const char *name, const char *example);

/* A key that a mapping does not take: KEYS are those that it does. */
void pd_plan_keys_unknown(struct pd_plan_reader *reader, const yaml_node_t *key, const char *what, const char *const *keys, size_t n);
