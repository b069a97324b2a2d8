/* SPDX-License-Identifier: MIT */
/* The list of sinks.def as C: each folder NAME exports pd_sink_NAME. */
#include "purposed/port.h"

#define PD_SINK(name) extern const struct pd_sink_type pd_sink_##name;
#include "sinks.def"
#undef PD_SINK

const struct pd_sink_type *const pd_sink_types[] = {
#define PD_SINK(name) &pd_sink_##name,
#include "sinks.def"
#undef PD_SINK
        NULL,
};
