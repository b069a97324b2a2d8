/* SPDX-License-Identifier: MIT */
/*
 * What a sample costs the core, all that it does in each second included: by
 * the clock, and in instructions, which do not depend on what else the
 * machine has to do.
 */
#include "bench/hour.h"
#include "bench/row.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS 20 /* the quickest counts: another program only ever adds */
#define CALLGRIND "valgrind --tool=callgrind --callgrind-out-file=/dev/null --toggle-collect=pd_engine_feed_samples " PD_ENGINE_HOUR

static double
now_ns(void)
{
        struct timespec now;

        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
        return (double) now.tv_sec * 1e9 + (double) now.tv_nsec;
}

static double
ns_of(const struct hour *hour)
{
        double least = 1e18;

        for (int i = 0; i < ROUNDS; i++) {
                struct pd_engine *engine = hour_engine();
                double began = now_ns(), took;

                hour_feed(hour, engine, 0);
                took = now_ns() - began;
                least = took < least ? took : least;
                pd_engine_free(engine);
        }
        return least / (double) hour_n_samples(hour);
}

/* Below 0: there is no valgrind, or it does not understand this program. */
static double
instructions_of(bool rr)
{
        FILE *out = popen(rr ? CALLGRIND " rr 2>&1" : CALLGRIND " 2>&1", "r");
        double collected = -1, samples = 0;
        char line[512];

        if (out == NULL)
                return -1;
        while (fgets(line, sizeof(line), out) != NULL) {
                const char *number = strstr(line, "Collected : ");

                if (number != NULL)
                        collected = strtod(number + strlen("Collected : "), NULL);
                else if (strstr(line, " samples") != NULL)
                        samples = strtod(line, NULL);
        }
        return pclose(out) == 0 && samples > 0 && collected > 0 ? collected / samples : -1;
}

static void
measure(struct table *table, bool rr, const char *what, const char *bar, double most_ns)
{
        struct hour *hour = hour_new(1, rr);
        double ns = ns_of(hour), instructions = instructions_of(rr);

        if (instructions > 0)
                table_bar(table, what, bar, ns <= most_ns, "%.2f µs, %.0f instructions", ns / 1000, instructions);
        else
                table_bar(table, what, bar, ns <= most_ns, "%.2f µs; instructions skipped: no valgrind", ns / 1000);
        hour_free(hour);
}

void
row_cost(const struct bench *bench, struct table *table)
{
        bench_progress(bench, 0, 2);
        measure(table, false, "cost of a sample, heart rate and speed", "≤ 1 µs", 1000);
        bench_progress(bench, 1, 2);
        measure(table, true, "cost of a sample, with RR", "≤ 10 µs", 10000);
}
