/* SPDX-License-Identifier: MIT */
#include "core/signal/power_trust.h"

#include "core/signal/hearing.h"
#include "core/signal/pod_trust.h"

#include "purposed/event.h"

#define NONE_FOR (10 * PD_SEC) /* a pod's power comes some seconds after its speed: until then it is not told, and no fault */

/* A pod tells about 1 W a kg for each m/s: a sprinter of 80 kg at 12 m/s. */
#define MOST_W 1000

/* No two strides are alike: of 2.5 % from one second to the next (as a pod's speed), a
 * power of 200 W keeps 5 W. */
#define SAME_FOR (30 * PD_SEC)
#define SAME_FRAMES 20 /* a watch that writes on a change says it seldom */

void
pd_power_trust_init(struct pd_power_trust *trust)
{
        *trust = (struct pd_power_trust) {.power_w = PD_UNKNOWN, .same_since = PD_NEVER, .none_since = PD_NEVER, .since = PD_NEVER};
}

static pd_usec
doubt_since(const struct pd_power_trust *trust, pd_usec at)
{
        if (trust->power_w > MOST_W)
                return at;
        if (trust->none_since != PD_NEVER && at - trust->none_since >= NONE_FOR)
                return trust->none_since;
        if (trust->power_w > 0 && trust->same >= SAME_FRAMES && at - trust->same_since >= SAME_FOR)
                return trust->same_since;
        return PD_NEVER;
}

bool
pd_power_trust_may_be_told(struct pd_power_trust *trust, pd_usec at, int32_t power_w, int32_t speed_mm_s)
{
        const bool fresh = trust->power_w != PD_UNKNOWN && at - trust->last <= PD_HEARING_GAP;
        const bool none = power_w == 0 && speed_mm_s >= PD_POD_RUNNING_MM_S;
        pd_usec since;

        trust->same++;
        if (!fresh || power_w != trust->power_w) {
                trust->same_since = at;
                trust->same = 1;
        }
        if (!none)
                trust->none_since = PD_NEVER;
        else if (!fresh || trust->none_since == PD_NEVER)
                trust->none_since = at;
        trust->power_w = power_w;
        trust->last = at;
        since = doubt_since(trust, at);
        trust->doubted = since != PD_NEVER;
        if (!trust->doubted)
                trust->since = PD_NEVER;
        else if (trust->since == PD_NEVER)
                trust->since = since;
        return !trust->doubted && !none;
}
