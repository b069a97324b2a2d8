/* SPDX-License-Identifier: MIT */
#include "core/signal/heart_trust.h"

#include "core/signal/beats.h"

#include "purposed/event.h"

#include <stdlib.h>

/* In 58 hours of recordings straps and wrists repeated a value for up to 60 s,
 * with a row every 5 s for up to 75 s. Twice that: of the repeats that last for 10 s
 * and more, a fifth is left with each 10 s more, and below 120 bpm, where a heart breathes more,
 * they are half as frequent as above. Who tells of beats beside it is never frozen. */
#define FROZEN_AFTER (150 * PD_SEC)
#define FROZEN_FRAMES 20

#define AGREES_BPM 5 /* where 99 % lie, and a little more: see PD_BEATS_APART_MOST */
#define DIFFERS_FOR (20 * PD_SEC)
#define BORNE_OUT_FOR (15 * PD_SEC) /* after the last time that beats agreed */

void
pd_heart_trust_init(struct pd_heart_trust *trust)
{
        *trust = (struct pd_heart_trust) {
                .agreed_at = PD_NEVER,
                .beats_at = PD_NEVER,
                .differ_since = PD_NEVER,
                .since = PD_NEVER,
        };
        pd_spike_init(&trust->spike);
        pd_cadence_lock_init(&trust->lock);
}

static void
hear_beats(struct pd_heart_trust *trust, pd_usec at, int32_t apart_bpm)
{
        int32_t off;

        if (apart_bpm == PD_UNKNOWN) {
                if (trust->beats_at == PD_NEVER || at - trust->beats_at > BORNE_OUT_FOR)
                        trust->differ_since = PD_NEVER;
                return;
        }
        off = abs(apart_bpm);
        trust->beats_at = at;
        if (off <= AGREES_BPM)
                trust->agreed_at = at;
        if (off <= PD_BEATS_APART_MOST)
                trust->differ_since = PD_NEVER;
        else if (trust->differ_since == PD_NEVER)
                trust->differ_since = at;
}

static bool
is_borne_out(const struct pd_heart_trust *trust, pd_usec at)
{
        return trust->agreed_at != PD_NEVER && at - trust->agreed_at <= BORNE_OUT_FOR;
}

/* While beats bear it out no value is too old; after a silence the beats have yet to come. */
static void
watch_value(struct pd_heart_trust *trust, pd_usec at, int32_t hr_bpm)
{
        if (trust->repeats > 0 && hr_bpm == trust->value_bpm && !is_borne_out(trust, at)) {
                trust->repeats++;
                return;
        }
        trust->value_bpm = hr_bpm;
        trust->value_since = at;
        trust->repeats = 1;
}

/* The gravest doubt, and since when. */
static enum pd_doubt
judge(struct pd_heart_trust *trust, pd_usec at, const struct pd_heart_frame *frame, pd_usec *ret_since)
{
        bool spike = pd_spike_heart_rate(&trust->spike, at, frame->hr_bpm);

        if (is_borne_out(trust, at))
                pd_cadence_lock_init(&trust->lock);
        else if (pd_cadence_lock_heart_rate(&trust->lock, at, frame->hr_bpm, frame->cadence_spm, frame->speed_mm_s)) {
                *ret_since = pd_cadence_lock_since(&trust->lock);
                return PD_DOUBT_CADENCE_LOCK;
        }
        if (trust->repeats >= FROZEN_FRAMES && at - trust->value_since >= FROZEN_AFTER) {
                *ret_since = trust->value_since;
                return PD_DOUBT_FROZEN;
        }
        if (trust->differ_since != PD_NEVER && at - trust->differ_since >= DIFFERS_FOR) {
                *ret_since = trust->differ_since;
                return PD_DOUBT_BEATS;
        }
        *ret_since = spike ? trust->spike.since : PD_NEVER;
        return spike ? PD_DOUBT_SPIKE : PD_DOUBT_NONE;
}

static bool
is_stuck(enum pd_doubt doubt)
{
        return doubt == PD_DOUBT_CADENCE_LOCK || doubt == PD_DOUBT_FROZEN;
}

enum pd_doubt
pd_heart_trust_frame(struct pd_heart_trust *trust, pd_usec at, const struct pd_heart_frame *frame)
{
        enum pd_doubt before = trust->doubt;

        if (frame->hr_bpm == PD_UNKNOWN) {
                if (before != PD_DOUBT_CONTACT)
                        trust->since = at;
                trust->repeats = 0;
                trust->doubt = PD_DOUBT_CONTACT;
                return trust->doubt;
        }
        hear_beats(trust, at, frame->beats_apart_bpm);
        watch_value(trust, at, frame->hr_bpm);
        trust->doubt = judge(trust, at, frame, &trust->since);
        if (is_stuck(before) && !is_stuck(trust->doubt)) { /* where it comes back to need not lie near where it was */
                pd_spike_init(&trust->spike);
                trust->doubt = judge(trust, at, frame, &trust->since);
        }
        return trust->doubt;
}

enum pd_doubt
pd_heart_trust_steps(struct pd_heart_trust *trust, pd_usec at, int32_t cadence_spm, int32_t speed_mm_s)
{
        if (trust->doubt != PD_DOUBT_CONTACT && pd_cadence_lock_steps(&trust->lock, at, cadence_spm, speed_mm_s)) {
                trust->since = pd_cadence_lock_since(&trust->lock);
                trust->doubt = PD_DOUBT_CADENCE_LOCK;
        }
        return trust->doubt;
}
