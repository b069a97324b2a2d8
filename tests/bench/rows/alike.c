/* SPDX-License-Identifier: MIT */
/*
 * Decisions on other processors (tests/portable): of the golden stories, and
 * of all that the other rows feed, ten runners each at most, for it is
 * emulated.
 */
#include "bench/row.h"

#include <stdlib.h>
#include <sys/wait.h>

#define SKIPPED 77
#define SEEDS_MOST 10

static const struct {
        const char *name, *what, *wants; /* where it cannot be asked */
} processors[] = {
        {"golden", "decisions on the stories as tests/golden holds them", ""},
        {"no-fma", "decisions on the stories and in all rows: without FMA and AVX2", "this processor or C library cannot do without"},
        {"arm64", "the same on arm64", "no cross compiler for arm64, or no QEMU"},
        {"armhf", "the same on armhf", "no cross compiler for armhf, or no QEMU"},
};

#define N_PROCESSORS (sizeof(processors) / sizeof(processors[0]))

/* What the rows feed, into PD_TAPE. */
static bool
keep(const struct bench *bench)
{
        char command[8192];

        snprintf(command, sizeof(command), "%s --keep %s --seeds %zu --from %llu %s%s%s", PD_COACH, PD_TAPE,
                bench->n_seeds < SEEDS_MOST ? bench->n_seeds : SEEDS_MOST, (unsigned long long) bench->first_seed,
                bench->corpus != NULL ? "--corpus '" : "", bench->corpus != NULL ? bench->corpus->folder : "",
                bench->corpus != NULL ? "'" : "");
        return system(command) == 0;
}

/* Begun; it tells nobody but by its exit. NULL: it could not be. */
static FILE *
begin(const char *processor)
{
        char command[1024];

        snprintf(command, sizeof(command), "sh %s/tests/portable/alike.sh %s %s %s %s >/dev/null 2>&1", PD_SOURCE_DIR, PD_SOURCE_DIR,
                PD_DECISIONS, processor, PD_TAPE);
        return popen(command, "r");
}

static int
exit_of(FILE *begun)
{
        int status = begun != NULL ? pclose(begun) : -1;

        return status != -1 && WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILURE;
}

void
row_alike(const struct bench *bench, struct table *table)
{
        bool kept = keep(bench);
        FILE *begun[N_PROCESSORS];

        for (size_t i = 0; i < N_PROCESSORS; i++) /* all at once: an emulated one takes minutes */
                begun[i] = kept ? begin(processors[i].name) : NULL;
        for (size_t i = 0; i < N_PROCESSORS; i++) {
                int r;

                bench_progress(bench, i, N_PROCESSORS);
                r = exit_of(begun[i]);
                if (r == SKIPPED)
                        table_skip(table, processors[i].what, processors[i].wants);
                else
                        table_bar(table, processors[i].what, "identical bytes", r == 0, r == 0 ? "identical" : "different");
        }
        remove(PD_TAPE);
}
