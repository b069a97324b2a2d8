/* SPDX-License-Identifier: MIT */
/* A clock that passes days at once, waking whoever looks after them as they wish. */
#pragma once

#include "today.h"

#include "support/cm.h"

struct day_clock {
        pd_usec boot, real;
};

static inline void
day_clock_pass(struct day_clock *clock, struct pd_today *today, pd_usec real)
{
        while (pd_today_deadline(today) - clock->boot <= real - clock->real) {
                pd_usec at = pd_today_deadline(today);

                clock->real += at - clock->boot;
                clock->boot = at;
                pd_today_wake(today, at);
                assert_true(pd_today_deadline(today) > at);
        }
        clock->boot += real - clock->real;
        clock->real = real;
}
