/* SPDX-License-Identifier: MIT */
#include "ctl/plan.h"

#include "ctl/ctl.h"

#define ARGUMENTS_MAX 12

int
pd_ctl_plan_ask(const struct pd_ctl_plan_options *options, const char *const *words, void (*print)(const char *text))
{
        const char *arguments[ARGUMENTS_MAX] = {"plan"};
        int n = 1;

        if (options->athlete != NULL) {
                arguments[n++] = "--athlete";
                arguments[n++] = options->athlete;
        }
        if (options->bus != NULL) {
                arguments[n++] = "--bus";
                arguments[n++] = options->bus;
        }
        if (options->json)
                arguments[n++] = "--json";
        arguments[n++] = "--"; /* a plan may begin with anything */
        while (*words != NULL && n < ARGUMENTS_MAX - 1)
                arguments[n++] = *words++;
        return pd_ctl_ask(n, (char **) arguments, print);
}
