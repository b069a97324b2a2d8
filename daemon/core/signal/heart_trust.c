/* SPDX-License-Identifier: MIT */
#include "core/signal/heart_trust.h"

#include "purposed/event.h"

/* In 58 hours of recordings straps and wrists repeated a value for up to 60 s,
 * with a row every 3 s for up to 75 s. Twice that. */
#define FROZEN_AFTER (150 * PD_SEC)
#define FROZEN_FRAMES 20

/* The median of the last beats against the strap's word: in nine recordings 98 %
 * of all windows lay within 4 bpm. */
#define AGREES_BPM 5
#define DIFFERS_BPM 10
#define DIFFERS_FOR (20 * PD_SEC)
#define BORNE_OUT_FOR (15 * PD_SEC) /* after the last time that beats agreed */
#define BEATS_LEAST 8

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

/* Of the beats kept: half of them are not longer. */
static int32_t
median_rr(const struct pd_heart_trust *trust)
{
        for (size_t i = 0; i < trust->n_rr; i++) {
                size_t shorter = 0, same = 0;

                for (size_t j = 0; j < trust->n_rr; j++) {
                        shorter += trust->rr[j] < trust->rr[i];
                        same += trust->rr[j] == trust->rr[i];
                }
                if (shorter * 2 <= trust->n_rr && (shorter + same) * 2 >= trust->n_rr)
                        return trust->rr[i];
        }
        return 0;
}

static void
keep_beats(struct pd_heart_trust *trust, pd_usec at, const struct pd_heart_frame *frame)
{
        if (frame->n_rr > 0 && trust->beats_at != PD_NEVER && at - trust->beats_at > BORNE_OUT_FOR)
                trust->n_rr = 0; /* of another time */
        for (size_t i = 0; i < frame->n_rr; i++) {
                trust->rr[trust->next_rr] = (int16_t) (frame->rr[i] > INT16_MAX ? INT16_MAX : frame->rr[i]);
                trust->next_rr = (trust->next_rr + 1) % PD_HEART_TRUST_BEATS;
                if (trust->n_rr < PD_HEART_TRUST_BEATS)
                        trust->n_rr++;
        }
        if (frame->n_rr > 0)
                trust->beats_at = at;
}

static void
compare_beats(struct pd_heart_trust *trust, pd_usec at, const struct pd_heart_frame *frame)
{
        int32_t rr = trust->n_rr >= BEATS_LEAST && frame->n_rr > 0 ? median_rr(trust) : 0, off;

        if (rr <= 0) {
                if (trust->beats_at == PD_NEVER || at - trust->beats_at > BORNE_OUT_FOR)
                        trust->differ_since = PD_NEVER;
                return;
        }
        off = 60 * 1024 / rr - frame->hr_bpm;
        off = off < 0 ? -off : off;
        if (off <= AGREES_BPM)
                trust->agreed_at = at;
        if (off <= DIFFERS_BPM)
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
        keep_beats(trust, at, frame);
        compare_beats(trust, at, frame);
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
