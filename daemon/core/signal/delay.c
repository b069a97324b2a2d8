/* SPDX-License-Identifier: MIT */
#include "core/signal/delay.h"

void
pd_delay_begin(struct pd_delay *delay, double speed)
{
        for (int i = 0; i < PD_DELAY_S; i++)
                delay->speeds[i] = speed;
        delay->next = 0;
}

double
pd_delay_second(struct pd_delay *delay, double speed)
{
        double past = delay->speeds[delay->next];

        delay->speeds[delay->next] = speed;
        delay->next = (delay->next + 1) % PD_DELAY_S;
        return past;
}
