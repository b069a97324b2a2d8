/* SPDX-License-Identifier: MIT */
/* What an athlete takes: the engine's one allocation, and nothing after it. */
#include "bench/hour.h"
#include "bench/row.h"

#include "core/engine/engine.h"
#include "support/allocations.h"

#define ENGINE_MOST (64 * 1024)

void
row_memory(const struct bench *bench, struct table *table)
{
        struct hour *hour = hour_new(1, true);
        struct pd_engine *engine = hour_engine();
        size_t before = allocations_count(), after;

        (void) bench;
        hour_feed(hour, engine, 0);
        after = allocations_count();
        table_bar(table, "an athlete's engine", "≤ 64 KiB", sizeof(struct pd_engine) <= ENGINE_MOST, "%.1f KiB",
                (double) sizeof(struct pd_engine) / 1024);
        table_bar(table, "allocations in an hour's run, after start", "0", after == before, "%zu", after - before);
        pd_engine_free(engine);
        hour_free(hour);
}
