/* SPDX-License-Identifier: MIT */
/*
 * She has slowed down, and the heart falls after it: until it has, it shows
 * the past. Told by shares of her own speed of the last minute and by where the
 * heart was, so that sensors which read high find it in the same seconds.
 *
 *   speed  ‾‾‾‾‾‾‾\______________________________
 *   heart  ‾‾‾‾‾‾‾‾‾‾‾\_
 *                  │    ‾‾‾‾---..___________
 *               5 s: falls           │ 45 s without a new lowest: it has fallen
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct pd_slowing {
        double usual; /* mm/s, of the last minute; 0: not known yet */
        int32_t slowed_s;
        bool falls;
        int32_t falls_s, lowest_bpm, lowest_s; /* for so long; down to that, so long ago */
};

void pd_slowing_init(struct pd_slowing *slowing);
/* One moving second; PD_UNKNOWN for what is not heard. */
void pd_slowing_second(struct pd_slowing *slowing, int32_t speed_mm_s, int32_t hr_bpm);

/* Is the heart still on its way down? */
bool pd_slowing_heart_falls(const struct pd_slowing *slowing);
