/* SPDX-License-Identifier: MIT */
/* An example to begin with: nobody's first evening is without a plan for want of a file. */
#include "ctl/plan.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define DEFAULT_FILE "plan.yaml"
#define EXAMPLE_START 20458 /* 2026-01-05, a Monday: week 1 of the examples */

static const struct {
        const char *word, *name;
} goals[] = {
        {"5k", "5k"},
        {"half", "half-marathon"},
        {"easy", "easy-weeks"},
        {"walk5k", "walk-5k"},
};
#define N_GOALS (sizeof goals / sizeof goals[0])

static const struct pd_ctl_plan_example *
example_of(const char *goal)
{
        for (size_t i = 0; i < N_GOALS; i++)
                for (const struct pd_ctl_plan_example *example = pd_ctl_plan_examples; example->name != NULL; example++)
                        if (strcmp(goals[i].word, goal) == 0 && strcmp(goals[i].name, example->name) == 0)
                                return example;
        return NULL;
}

/* The example with every date moved, so that week 1 begins at START. */
static void
write_moved(FILE *file, const struct pd_ctl_plan_example *example, pd_day start)
{
        for (size_t at = 0; at < example->size; at++) {
                char date[PD_DATE_SIZE] = "";
                pd_day day;

                if (example->size - at >= PD_DATE_SIZE - 1)
                        memcpy(date, example->bytes + at, PD_DATE_SIZE - 1);
                if (pd_day_parse(date, &day) < 0) {
                        fputc(example->bytes[at], file);
                        continue;
                }
                pd_day_format(day + start - EXAMPLE_START, date);
                fputs(date, file);
                at += PD_DATE_SIZE - 2;
        }
}

static bool
told(bool good, const char *path)
{
        if (!good && errno == EEXIST)
                fprintf(stderr, "purposectl: %s is there already; --force writes over it\n", path);
        else if (!good)
                fprintf(stderr, "purposectl: %s: %s\n", path, strerror(errno));
        return good;
}

int
pd_ctl_plan_init(const struct pd_ctl_plan_options *options)
{
        const char *const goal = options->goal != NULL ? options->goal : "5k";
        const char *const path = options->file != NULL ? options->file : DEFAULT_FILE;
        const struct pd_ctl_plan_example *const example = example_of(goal);
        const pd_day today = pd_ctl_plan_clock_day();
        FILE *file;
        bool good;

        if (example == NULL) {
                fprintf(stderr, "purposectl: --goal takes 5k, half, easy or walk5k, not '%s'\n", goal);
                return 2;
        }
        file = fopen(path, options->force ? "we" : "wxe");
        if (!told(file != NULL, path))
                return 1;
        write_moved(file, example, pd_day_monday(today + PD_DAYS_A_WEEK - 1));
        good = !ferror(file);
        good = fclose(file) == 0 && good;
        if (!told(good, path))
                return 1;
        printf("%s is written. Change it to your own, then: purposectl plan check %s\n", path, path);
        return 0;
}
