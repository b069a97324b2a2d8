/* SPDX-License-Identifier: MIT */
/* A plan for tests, written as a runner would. */
#pragma once

#include "formats/plan_yaml.h"

#include "support/cm.h"

#include <string.h>

static inline struct pd_plan *
some_plan(const char *yaml)
{
        struct pd_plan_faults faults;
        struct pd_plan *plan = NULL;

        if (pd_plan_yaml_read(yaml, strlen(yaml), &plan, &faults) < 0)
                fail_msg("%zu:%zu: %s", faults.items[0].line, faults.items[0].column, faults.items[0].text);
        return plan;
}

static inline pd_day
some_day(const char *text)
{
        pd_day day = PD_DAY_NONE;

        if (pd_day_parse(text, &day) < 0)
                fail_msg("there is no day %s", text);
        return day;
}
