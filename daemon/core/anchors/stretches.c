/* SPDX-License-Identifier: MIT */
#include "core/anchors/stretches.h"

#include "purposed/event.h"

#include <string.h>

#define MISSING 0x8000u /* no way fills the bit: two seconds at 7.5 m/s are 15000 mm */

/* One frame in a hundred is lost, and a strap for some seconds: of a stretch
 * so much may lack. Where the pod lacks there is no way: it makes none faster. */
#define MISSING_PERCENT 5

/* Within this of each other two lengths are of one pace. An even effort's
 * parts differ by less; a quarter of a minute's jog costs 15 min more. */
#define ONE_PACE_PERMILLE 970

static void
forget(struct pd_stretches *stretches)
{
        stretches->n = 0;
        stretches->halfway = false;
        memset(stretches->sum_mm, 0, sizeof(stretches->sum_mm));
        memset(stretches->missing, 0, sizeof(stretches->missing));
}

void
pd_stretches_init(struct pd_stretches *stretches)
{
        struct pd_proof nothing;

        pd_proof_init(&nothing);
        *stretches = (struct pd_stretches) {.last = PD_NEVER};
        memcpy(stretches->best, nothing.stretches, sizeof(stretches->best));
}

static void
consider(struct pd_stretches *stretches, size_t i, int32_t slots, int32_t hr_bpm)
{
        const int32_t speed = stretches->sum_mm[i] / pd_stretch_seconds[i];

        if (stretches->n < slots || stretches->missing[i] * 100 > slots * MISSING_PERCENT)
                return;
        if (stretches->best[i].speed_mm_s != PD_UNKNOWN && speed <= stretches->best[i].speed_mm_s)
                return;
        stretches->best[i].speed_mm_s = speed;
        stretches->best[i].hr_bpm = hr_bpm;
        stretches->best_end[i] = stretches->second;
}

static void
add_slot(struct pd_stretches *stretches, uint16_t slot, int32_t hr_bpm)
{
        const int32_t next = stretches->n % PD_STRETCH_SLOTS;

        for (size_t i = 0; i < PD_STRETCHES; i++) {
                const int32_t slots = pd_stretch_seconds[i] / PD_STRETCH_SLOT_S;

                if (stretches->n >= slots) {
                        const uint16_t gone = stretches->slots[(next + PD_STRETCH_SLOTS - slots) % PD_STRETCH_SLOTS];

                        stretches->sum_mm[i] -= (int32_t) (gone & ~MISSING);
                        stretches->missing[i] -= (gone & MISSING) != 0;
                }
                stretches->sum_mm[i] += (int32_t) (slot & ~MISSING);
                stretches->missing[i] += (slot & MISSING) != 0;
        }
        stretches->slots[next] = slot;
        stretches->n++;
        for (size_t i = 0; i < PD_STRETCHES; i++)
                consider(stretches, i, pd_stretch_seconds[i] / PD_STRETCH_SLOT_S, hr_bpm);
}

void
pd_stretches_second(struct pd_stretches *stretches, pd_usec at, int32_t mm, int32_t hr_bpm)
{
        const bool measured = mm >= 0 && mm <= PD_STRETCH_SPEED_MOST;
        bool missing;

        if (stretches->last != PD_NEVER && at - stretches->last != PD_SEC)
                forget(stretches);
        stretches->last = at;
        stretches->second++;
        stretches->strap = stretches->strap || hr_bpm != PD_UNKNOWN;
        missing = !measured || (stretches->strap && hr_bpm == PD_UNKNOWN);
        if (!measured)
                mm = 0;
        if (!stretches->halfway) {
                stretches->half_mm = mm;
                stretches->half_missing = missing;
                stretches->halfway = true;
                return;
        }
        stretches->halfway = false;
        missing = missing || stretches->half_missing;
        add_slot(stretches, (uint16_t) ((uint32_t) (stretches->half_mm + mm) | (missing ? MISSING : 0u)), hr_bpm);
}

/* Does the best of one length lie in or across that of the next shorter? */
static bool
overlaps(const struct pd_stretches *stretches, size_t longer)
{
        const int32_t end = stretches->best_end[longer], shorter_end = stretches->best_end[longer - 1];

        return shorter_end > end - pd_stretch_seconds[longer] && shorter_end - pd_stretch_seconds[longer - 1] < end;
}

static bool
is_of_one_pace(const struct pd_stretch *longer, const struct pd_stretch *shorter)
{
        return (int64_t) longer->speed_mm_s * 1000 >= (int64_t) shorter->speed_mm_s * ONE_PACE_PERMILLE;
}

/*
 *   a repeat of 4 min, then a jog:   60 120 180 240 300 420 …
 *                                     part of it ─┘  │  └ rest is in them
 *                                                  whole
 */
void
pd_stretches_show(const struct pd_stretches *stretches, struct pd_stretch ret[static PD_STRETCHES])
{
        bool rested = false;

        memcpy(ret, stretches->best, sizeof(stretches->best));
        for (size_t i = 0; i < PD_STRETCHES && ret[i].speed_mm_s != PD_UNKNOWN; i++) {
                const bool within_shorter = i > 0 && overlaps(stretches, i);
                const bool known = i + 1 < PD_STRETCHES && ret[i + 1].speed_mm_s != PD_UNKNOWN;
                const bool part = known && overlaps(stretches, i + 1) && is_of_one_pace(&ret[i + 1], &ret[i]);

                rested = within_shorter && (rested || !is_of_one_pace(&ret[i], &ret[i - 1]));
                ret[i].whole = !rested && !part;
        }
}
