/* SPDX-License-Identifier: MIT */
#include "core/signal/pod_trust.h"

#include "core/signal/hearing.h"
#include "core/signal/standing.h"

#include "purposed/event.h"

#define STEPPING_SPM 120     /* both feet: walking briskly at least */
#define STEPPING_FOR (3 * PD_SEC) /* speed was cut off: before the pause rule's 5 s */
#define STEPPING_ON (10 * PD_SEC) /* it went down first, as at a stop: some watches show the cadence of before for up to 6 s */

#define GLIDING_FOR (30 * PD_SEC) /* watches lose the cadence for up to 16 s */
#define STEPPED_LEAST 60

#define SPRINT_MM_S 12500    /* the fastest man's fastest ten metres: 12.3 m/s */
#define FAST_MM_S 8000       /* a world record over 800 m: 7.9 m/s, for 101 s */
#define FAST_FOR (60 * PD_SEC)

#define DOUBLED_SPM 220      /* sprinters have more, but not at 5 m/s */
#define DOUBLED_BELOW_MM_S 5000
#define HALVED_SPM 100       /* at 2.2 m/s nobody's stride is as long */
#define HALVED_FROM_MM_S 2200
#define ODD_FOR (10 * PD_SEC)

void
pd_pod_trust_init(struct pd_pod_trust *trust)
{
        *trust = (struct pd_pod_trust) {
                .stepping_since = PD_NEVER,
                .gliding_since = PD_NEVER,
                .fast_since = PD_NEVER,
                .odd_since = PD_NEVER,
                .since = PD_NEVER,
        };
}

static void
note(pd_usec *since, pd_usec at, bool is)
{
        if (!is)
                *since = PD_NEVER;
        else if (*since == PD_NEVER)
                *since = at;
}

static bool
has_lasted(pd_usec since, pd_usec at, pd_usec span)
{
        return since != PD_NEVER && at - since >= span;
}

static bool
is_odd(int32_t speed_mm_s, int32_t cadence_spm)
{
        if (cadence_spm == PD_UNKNOWN || cadence_spm == 0)
                return false;
        if (cadence_spm > DOUBLED_SPM)
                return speed_mm_s < DOUBLED_BELOW_MM_S;
        return cadence_spm < HALVED_SPM && speed_mm_s >= HALVED_FROM_MM_S;
}

static enum pd_doubt
judge(const struct pd_pod_trust *trust, pd_usec at, int32_t speed_mm_s, pd_usec *ret_since)
{
        if (speed_mm_s > SPRINT_MM_S || has_lasted(trust->fast_since, at, FAST_FOR)) {
                *ret_since = trust->fast_since;
                return PD_DOUBT_TOO_FAST;
        }
        if (has_lasted(trust->stepping_since, at, trust->abrupt ? STEPPING_FOR : STEPPING_ON)) {
                *ret_since = trust->stepping_since;
                return PD_DOUBT_DROPOUT;
        }
        if (trust->stepped >= STEPPED_LEAST && has_lasted(trust->gliding_since, at, GLIDING_FOR)) {
                *ret_since = trust->gliding_since;
                return PD_DOUBT_NO_STEPS;
        }
        *ret_since = PD_NEVER;
        return PD_DOUBT_NONE;
}

enum pd_doubt
pd_pod_trust_frame(struct pd_pod_trust *trust, pd_usec at, int32_t speed_mm_s, int32_t cadence_spm)
{
        bool standing = speed_mm_s < PD_STANDING_MM_S, running = speed_mm_s >= PD_POD_RUNNING_MM_S;

        if (trust->heard && at - trust->last > PD_HEARING_GAP)
                trust->stepping_since = trust->gliding_since = trust->fast_since = trust->odd_since = PD_NEVER;
        trust->heard = true;
        trust->last = at;
        if (running && cadence_spm >= STEPPING_SPM && trust->stepped < STEPPED_LEAST)
                trust->stepped++;
        if (trust->stepping_since == PD_NEVER)
                trust->abrupt = trust->speed_mm_s >= PD_POD_RUNNING_MM_S;
        trust->speed_mm_s = speed_mm_s;
        note(&trust->stepping_since, at, standing && cadence_spm >= STEPPING_SPM);
        note(&trust->gliding_since, at, running && cadence_spm == 0);
        note(&trust->fast_since, at, speed_mm_s > FAST_MM_S);
        note(&trust->odd_since, at, is_odd(speed_mm_s, cadence_spm));
        trust->cadence_doubted = has_lasted(trust->odd_since, at, ODD_FOR);
        trust->doubt = judge(trust, at, speed_mm_s, &trust->since);
        return trust->doubt;
}
