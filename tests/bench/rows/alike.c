/* SPDX-License-Identifier: MIT */
/* The golden stories' and the courses' decisions on other processors: tests/portable. */
#include "bench/row.h"

#include <stdlib.h>
#include <sys/wait.h>

#define SKIPPED 77

static const struct {
        const char *name, *what;
} processors[] = {
        {"golden", "decisions here as tests/golden holds them"},
        {"no-fma", "decisions without FMA and AVX2"},
        {"arm64", "decisions on arm64"},
        {"armhf", "decisions on armhf"},
};

#define N_PROCESSORS (sizeof(processors) / sizeof(processors[0]))

void
row_alike(const struct bench *bench, struct table *table)
{
        char command[1024];

        for (size_t i = 0; i < N_PROCESSORS; i++) {
                int status;

                bench_progress(bench, i, N_PROCESSORS);
                snprintf(command, sizeof(command), "sh %s/tests/portable/alike.sh %s %s %s >/dev/null 2>&1", PD_SOURCE_DIR, PD_SOURCE_DIR,
                        PD_DECISIONS, processors[i].name);
                status = system(command);
                if (WIFEXITED(status) && WEXITSTATUS(status) == SKIPPED)
                        table_skip(table, processors[i].what, "no cross compiler, or no QEMU");
                else
                        table_bar(table, processors[i].what, "identical bytes", status == 0, status == 0 ? "identical" : "different");
        }
}
