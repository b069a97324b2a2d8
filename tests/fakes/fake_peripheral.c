/* SPDX-License-Identifier: MIT */
/* What is wrong with a sensor, and for how long (fake_peripheral.h). */
#include "fakes/fake_peripheral.h"

bool
pd_fake_peripheral_reachable(const struct pd_fake_peripheral *self)
{
        return self->in_air && !self->armed[PD_FAULT_HELD] && !self->armed[PD_FAULT_OUT_OF_REACH];
}

bool
pd_fake_peripheral_advertises(const struct pd_fake_peripheral *self)
{
        return pd_fake_peripheral_reachable(self) && !self->linked;
}

void
pd_fake_peripheral_arm(struct pd_fake_peripheral *self, const struct pd_fault *fault)
{
        self->armed[fault->kind] = true;
        self->faults[fault->kind] = *fault;
}

const struct pd_fault *
pd_fake_peripheral_strikes(struct pd_fake_peripheral *self, enum pd_fault_kind kind)
{
        struct pd_fault *fault = &self->faults[kind];

        if (!self->armed[kind])
                return NULL;
        if (fault->end == PD_FAULT_TIMES && --fault->times == 0)
                self->armed[kind] = false;
        return fault;
}

void
pd_fake_peripheral_heal(struct pd_fake_peripheral *self, enum pd_fault_end end)
{
        for (int kind = 0; kind < PD_FAULT_SENSOR_COUNT; kind++)
                if (self->faults[kind].end == end)
                        self->armed[kind] = false;
}
