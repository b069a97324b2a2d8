/* SPDX-License-Identifier: MIT */
#include "core/signal/slowing.h"

#include "core/signal/settling.h"
#include "core/signal/standing.h"

#include "purposed/event.h"

/* Slower at once, or a little slower for a while: a pod's mean of three seconds
 * flickers by 2 % (AR(1) 0.7, SD 2.5 % a second). */
#define SLOWED 0.95
#define SLOWED_S 5
#define SLOWED_MUCH 0.90

#define USUAL_S 60 /* seconds of her own speed; three times what a stride or a road takes */

void
pd_slowing_init(struct pd_slowing *slowing)
{
        *slowing = (struct pd_slowing) {.falls = false};
}

static bool
has_slowed(struct pd_slowing *slowing, int32_t speed_mm_s)
{
        slowing->slowed_s = speed_mm_s <= SLOWED * slowing->usual ? slowing->slowed_s + 1 : 0;
        return slowing->slowed_s >= SLOWED_S || speed_mm_s <= SLOWED_MUCH * slowing->usual;
}

static void
hear_speed(struct pd_slowing *slowing, int32_t speed_mm_s)
{
        if (speed_mm_s < PD_STANDING_MM_S) {
                slowing->usual = 0;
                return;
        }
        if (slowing->usual == 0)
                slowing->usual = speed_mm_s;
        if (has_slowed(slowing, speed_mm_s) && !slowing->falls) {
                slowing->falls = true;
                slowing->falls_s = slowing->lowest_s = 0;
                slowing->lowest_bpm = INT32_MAX;
        }
        slowing->usual += (speed_mm_s - slowing->usual) / USUAL_S;
}

void
pd_slowing_second(struct pd_slowing *slowing, int32_t speed_mm_s, int32_t hr_bpm)
{
        if (speed_mm_s != PD_UNKNOWN)
                hear_speed(slowing, speed_mm_s);
        if (!slowing->falls)
                return;
        slowing->falls_s++;
        slowing->lowest_s++;
        if (hr_bpm != PD_UNKNOWN && hr_bpm < slowing->lowest_bpm) {
                slowing->lowest_bpm = hr_bpm;
                slowing->lowest_s = 0;
        }
        if (slowing->lowest_s >= PD_SETTLING_FALLING_S || slowing->falls_s >= PD_SETTLING_MOST_S)
                slowing->falls = false;
}

bool
pd_slowing_heart_falls(const struct pd_slowing *slowing)
{
        return slowing->falls;
}
