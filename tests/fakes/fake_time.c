/* SPDX-License-Identifier: MIT */
/* Timers at the athlete's rate (fake_time.h). */
#include "fakes/fake_time.h"

static double time_rate = 1;

void
pd_fake_time_set_rate(double rate)
{
        time_rate = rate;
}

guint
pd_fake_after(unsigned ms, GSourceFunc func, void *user)
{
        return g_timeout_add((guint) MAX((double) ms / time_rate, 1), func, user);
}

void
pd_fake_cancel(guint *timer)
{
        if (*timer > 0)
                g_source_remove(*timer);
        *timer = 0;
}
