/* SPDX-License-Identifier: MIT */
/* What the verbs of purposectl plan share. */
#pragma once

#include "core/plan/calendar.h"
#include "formats/plan_yaml.h"

#define PD_CTL_PLAN_PATH_SIZE 512

struct pd_ctl_plan_options {
        const char *athlete, *goal;
        const char *bus;   /* NULL: the system's */
        const char *file;  /* NULL: the athlete's own */
        pd_day day;        /* what --date or --week says, or today */
        bool dated;        /* they said it */
        int32_t weeks;
        bool json, force;
};

/* An example that comes with purposed: conf/plans/NAME.yaml. Made by the build. */
struct pd_ctl_plan_example {
        const char *name;
        const unsigned char *bytes;
        size_t size;
};

extern const struct pd_ctl_plan_example pd_ctl_plan_examples[]; /* ends with name == NULL */

/* Each returns an exit status. */
int pd_ctl_plan_init(const struct pd_ctl_plan_options *options);
int pd_ctl_plan_check(const struct pd_ctl_plan_options *options);
int pd_ctl_plan_show(const struct pd_ctl_plan_options *options);
int pd_ctl_plan_today(const struct pd_ctl_plan_options *options);
int pd_ctl_plan_install(const struct pd_ctl_plan_options *options);
int pd_ctl_plan_restore(const struct pd_ctl_plan_options *options);

/* WORDS behind "plan", which end with NULL, to the daemon; as pd_ctl_ask(). -1: none runs. */
int pd_ctl_plan_ask(const struct pd_ctl_plan_options *options, const char *const *words, void (*print)(const char *text));

/* The file, and one byte more than a plan may have if it is longer; room for a NUL behind a plan. NULL: said. */
char *pd_ctl_plan_bytes(const char *path, size_t *ret_size);

/* The plan of OPTIONS; NULL: what is wrong has been said on standard error. */
struct pd_plan *pd_ctl_plan_load(const struct pd_ctl_plan_options *options);

/* Local, by this machine's clock. */
pd_day pd_ctl_plan_clock_day(void);
