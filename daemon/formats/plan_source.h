/* SPDX-License-Identifier: MIT */
/*
 * A plan's file as YAML sees it, and where in the file each byte of a value
 * stands: faults are told by the line and column that a runner finds.
 */
#pragma once

#include "formats/plan_yaml.h"

#include <yaml.h>

struct pd_plan_source {
        const char *bytes; /* without a byte order mark */
        size_t size;
        yaml_document_t document;
        struct pd_plan_faults *faults;
};

/* -EBADMSG: the faults say why; -ENOMEM. */
int pd_plan_source_open(struct pd_plan_source *source, const char *bytes, size_t size, struct pd_plan_faults *faults);
void pd_plan_source_close(struct pd_plan_source *source);

yaml_node_t *pd_plan_source_node(struct pd_plan_source *source, int index);

/* The place in the file of the INDEXth byte of a scalar's value. */
size_t pd_plan_source_place(const struct pd_plan_source *source, const yaml_node_t *scalar, size_t index);

size_t pd_plan_source_line(const yaml_node_t *node); /* from 1 */

void pd_plan_source_fault(struct pd_plan_source *source, const yaml_node_t *node, const char *format, ...)
        __attribute__((format(printf, 3, 4)));
void pd_plan_source_fault_at(struct pd_plan_source *source, size_t place, const char *format, ...)
        __attribute__((format(printf, 3, 4)));
