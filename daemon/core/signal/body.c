/* SPDX-License-Identifier: MIT */
#include "core/signal/body.h"

/* A pod's speed flickers by 2 to 3 % from second to second, and its power with it. */
#define POD_SPAN (3 * PD_SEC)

/* Around its course heart rate wavers by 3.5 bpm for some 20 s at a time
 * (residuals of 70 fits on real runs). Whoever judges by it takes half a
 * minute; it is the late witness anyway. */
#define HR_SPAN (30 * PD_SEC)
#define TENTHS 10    /* the window's unit: 0.1 bpm */
#define RR_AGREES 15 /* tenths: as far as rounding and a breath explain */

/* Faster than this over a gap, the odometer did not count running. */
#define SPEED_MOST_MM_S 7500
#define WAY_SLACK_MM 5000 /* the odometer's step and a late frame */

/* Without an odometer, speed times time stands for at most this long. */
#define WAY_BY_SPEED_MOST (5 * PD_SEC)

void
pd_body_init(struct pd_body *body)
{
        *body = (struct pd_body) {
                .strap = -1,
                .pod = -1,
                .hr_bpm = PD_UNKNOWN,
                .cadence_spm = PD_UNKNOWN,
                .speed_newest_mm_s = PD_UNKNOWN,
                .power_newest_w = PD_UNKNOWN,
                .pod_at = PD_NEVER,
        };
        pd_beats_init(&body->beats);
        pd_heart_trust_init(&body->heart_trust);
        pd_pod_trust_init(&body->pod_trust);
        pd_power_trust_init(&body->power_trust);
}

static bool
is_fresh(const struct pd_body *body, int sensor, pd_usec now)
{
        return sensor >= 0 && pd_hearing_fresh(&body->hearing[sensor], now);
}

/* Is SENSOR the one that is heard for its kind? It becomes so if the one
 * before has fallen silent. */
static bool
is_heard(struct pd_body *body, int *chosen, unsigned sensor, pd_usec at)
{
        if (*chosen == (int) sensor)
                return true;
        if (is_fresh(body, *chosen, at))
                return false;
        *chosen = (int) sensor;
        return true;
}

static int32_t
find(const struct pd_sample *samples, size_t n, enum pd_quantity quantity)
{
        for (size_t i = 0; i < n; i++)
                if (samples[i].quantity == quantity)
                        return samples[i].value;
        return PD_UNKNOWN;
}

/* 0 is no measurement. "No skin" is believed unless beats come with it:
 * some straps deny contact and count well. */
static int32_t
measured_hr(const struct pd_sample *samples, size_t n)
{
        int32_t hr = find(samples, n, PD_QUANTITY_HEART_RATE);

        if (hr <= 0)
                return PD_UNKNOWN;
        if (find(samples, n, PD_QUANTITY_CONTACT) == 0 && find(samples, n, PD_QUANTITY_RR) == PD_UNKNOWN)
                return PD_UNKNOWN;
        return hr;
}

/* In tenths. A strap rounds to whole beats, its RR intervals do not; they
 * count where they bear the strap out (a missed beat does not). */
static int32_t
fine_hr(const struct pd_sample *samples, size_t n, int32_t hr)
{
        int64_t sum = 0, beats = 0;
        int32_t fine;

        for (size_t i = 0; i < n; i++) {
                if (samples[i].quantity != PD_QUANTITY_RR)
                        continue;
                sum += samples[i].value;
                beats++;
        }
        if (sum <= 0)
                return hr * TENTHS;
        fine = (int32_t) ((60 * 1024 * TENTHS * beats + sum / 2) / sum);
        return fine - hr * TENTHS <= RR_AGREES && hr * TENTHS - fine <= RR_AGREES ? fine : hr * TENTHS;
}

static int64_t
way(struct pd_body *body, pd_usec at, const struct pd_sample *samples, size_t n)
{
        int32_t counted = find(samples, n, PD_QUANTITY_DISTANCE), speed = find(samples, n, PD_QUANTITY_SPEED);
        pd_usec gap = body->pod_at == PD_NEVER ? 0 : at - body->pod_at;

        body->pod_at = at;
        if (counted != PD_UNKNOWN)
                body->odometer = true;
        if (body->odometer && counted == PD_UNKNOWN) /* it has not counted on */
                return 0;
        if (body->odometer)
                return counted <= gap / PD_MSEC * SPEED_MOST_MM_S / 1000 + WAY_SLACK_MM ? counted : 0;
        if (gap > WAY_BY_SPEED_MOST)
                gap = WAY_BY_SPEED_MOST;
        return speed * (gap / PD_MSEC) / 1000;
}

/* Another pod counts its way in its own manner, or not at all. */
static void
begin_pod(struct pd_body *body)
{
        body->odometer = false;
        body->pod_at = PD_NEVER;
        body->power_hearing = (struct pd_hearing) {.heard = false};
        pd_pod_trust_init(&body->pod_trust);
        pd_power_trust_init(&body->power_trust);
}

static void
hear_strap(struct pd_body *body, pd_usec at, const struct pd_sample *samples, size_t n, struct pd_body_news *ret)
{
        bool has_beats = find(samples, n, PD_QUANTITY_RR) != PD_UNKNOWN;
        struct pd_heart_frame frame = {
                .hr_bpm = measured_hr(samples, n),
                .cadence_spm = pd_body_cadence(body, at),
                .speed_mm_s = pd_body_speed_newest(body, at),
        };

        pd_beats_frame(&body->beats, at, frame.hr_bpm, samples, n);
        frame.beats_apart_bpm = has_beats ? pd_beats_hr_apart(&body->beats) : PD_UNKNOWN;
        body->hr_bpm = pd_heart_trust_frame(&body->heart_trust, at, &frame) == PD_DOUBT_NONE ? frame.hr_bpm : PD_UNKNOWN;
        ret->hr_bpm = body->hr_bpm;
        ret->going = body->hr_bpm == PD_UNKNOWN && frame.hr_bpm != PD_UNKNOWN;
        if (body->hr_bpm != PD_UNKNOWN)
                pd_window_add(&body->hr, at, fine_hr(samples, n, body->hr_bpm));
}

/* Another's beats do not follow these, and its faults are its own. */
static void
begin_strap(struct pd_body *body)
{
        pd_beats_init(&body->beats);
        pd_heart_trust_init(&body->heart_trust);
}

static void
hear_pod(struct pd_body *body, pd_usec at, const struct pd_sample *samples, size_t n, struct pd_body_news *ret)
{
        int32_t speed = find(samples, n, PD_QUANTITY_SPEED), cadence = find(samples, n, PD_QUANTITY_CADENCE);
        enum pd_doubt doubt = pd_pod_trust_frame(&body->pod_trust, at, speed, cadence);

        ret->distance_mm = way(body, at, samples, n);
        if (doubt == PD_DOUBT_TOO_FAST || doubt == PD_DOUBT_NO_STEPS)
                ret->distance_mm = 0; /* not run, whatever it was */
        ret->speed_mm_s = doubt == PD_DOUBT_NONE ? speed : PD_UNKNOWN;
        ret->going = doubt == PD_DOUBT_DROPOUT;
        body->speed_newest_mm_s = ret->speed_mm_s;
        body->cadence_spm = body->pod_trust.cadence_doubted ? PD_UNKNOWN : cadence;
        if (ret->speed_mm_s != PD_UNKNOWN)
                pd_window_add(&body->speed, at, ret->speed_mm_s);
        if (pd_heart_trust_steps(&body->heart_trust, at, body->cadence_spm, body->speed_newest_mm_s) != PD_DOUBT_NONE)
                body->hr_bpm = PD_UNKNOWN;
}

/* No sign of life of the pod's speed, without which it is nobody's power. */
static void
hear_power(struct pd_body *body, pd_usec at, int32_t power_w)
{
        pd_hearing_frame(&body->power_hearing, at);
        body->power_newest_w = PD_UNKNOWN;
        if (!pd_power_trust_may_be_told(&body->power_trust, at, power_w, pd_body_speed_newest(body, at)))
                return;
        body->power_newest_w = power_w;
        pd_window_add(&body->power, at, power_w);
}

void
pd_body_frame(struct pd_body *body, pd_usec at, unsigned sensor, const struct pd_sample *samples, size_t n, struct pd_body_news *ret)
{
        bool strap = find(samples, n, PD_QUANTITY_HEART_RATE) != PD_UNKNOWN;
        bool pod = find(samples, n, PD_QUANTITY_SPEED) != PD_UNKNOWN;
        int32_t power = find(samples, n, PD_QUANTITY_POWER);
        int strap_before = body->strap, pod_before = body->pod;

        *ret = (struct pd_body_news) {PD_UNKNOWN, PD_UNKNOWN, PD_UNKNOWN, false};
        if (power != PD_UNKNOWN && body->pod == (int) sensor)
                hear_power(body, at, power);
        if (!strap && !pod) /* battery and the like: no sign of life of the measurement */
                return;
        if (strap && is_heard(body, &body->strap, sensor, at)) {
                if (body->strap != strap_before)
                        begin_strap(body);
                hear_strap(body, at, samples, n, ret);
                body->gives[sensor] = PD_WITNESS_HEART_RATE;
        }
        if (pod && is_heard(body, &body->pod, sensor, at)) {
                if (body->pod != pod_before)
                        begin_pod(body);
                hear_pod(body, at, samples, n, ret);
                body->gives[sensor] = PD_WITNESS_SPEED;
        }
        pd_hearing_frame(&body->hearing[sensor], at);
}

int32_t
pd_body_hr(const struct pd_body *body, pd_usec now)
{
        return is_fresh(body, body->strap, now) ? body->hr_bpm : PD_UNKNOWN;
}

int32_t
pd_body_hr_tenths(const struct pd_body *body, pd_usec now)
{
        int32_t mean;

        if (pd_body_hr(body, now) == PD_UNKNOWN || !pd_window_mean(&body->hr, now, HR_SPAN, &mean))
                return PD_UNKNOWN;
        return mean;
}

int32_t
pd_body_hr_mean(const struct pd_body *body, pd_usec now)
{
        int32_t mean = pd_body_hr_tenths(body, now);

        return mean == PD_UNKNOWN ? PD_UNKNOWN : mean / TENTHS; /* a threshold of 152 is reached at 152.0 */
}

int32_t
pd_body_speed(const struct pd_body *body, pd_usec now)
{
        int32_t mean;

        if (pd_body_speed_newest(body, now) == PD_UNKNOWN || !pd_window_mean(&body->speed, now, POD_SPAN, &mean))
                return PD_UNKNOWN;
        return mean;
}

int32_t
pd_body_speed_newest(const struct pd_body *body, pd_usec now)
{
        return is_fresh(body, body->pod, now) ? body->speed_newest_mm_s : PD_UNKNOWN;
}

int32_t
pd_body_power_newest(const struct pd_body *body, pd_usec now)
{
        if (!is_fresh(body, body->pod, now) || !pd_hearing_fresh(&body->power_hearing, now))
                return PD_UNKNOWN;
        return body->power_newest_w;
}

int32_t
pd_body_power(const struct pd_body *body, pd_usec now)
{
        int32_t mean;

        if (pd_body_power_newest(body, now) == PD_UNKNOWN || !pd_window_mean(&body->power, now, POD_SPAN, &mean))
                return PD_UNKNOWN;
        return mean;
}

int32_t
pd_body_cadence(const struct pd_body *body, pd_usec now)
{
        return is_fresh(body, body->pod, now) ? body->cadence_spm : PD_UNKNOWN;
}

enum pd_doubt
pd_body_doubt(const struct pd_body *body, pd_usec now, enum pd_witness witness, pd_usec *ret_since)
{
        if (witness == PD_WITNESS_HEART_RATE && is_fresh(body, body->strap, now)) {
                *ret_since = body->heart_trust.since;
                return body->heart_trust.doubt;
        }
        if (witness == PD_WITNESS_SPEED && is_fresh(body, body->pod, now)) {
                *ret_since = body->pod_trust.since;
                return body->pod_trust.doubt;
        }
        if (witness == PD_WITNESS_POWER && is_fresh(body, body->pod, now) && pd_hearing_fresh(&body->power_hearing, now)) {
                *ret_since = body->power_trust.since;
                return body->power_trust.doubted ? PD_DOUBT_POWER : PD_DOUBT_NONE;
        }
        *ret_since = PD_NEVER;
        return PD_DOUBT_NONE;
}

enum pd_doubt
pd_body_gravest_doubt(const struct pd_body *body, pd_usec now)
{
        pd_usec since;
        enum pd_doubt heart = pd_body_doubt(body, now, PD_WITNESS_HEART_RATE, &since);
        enum pd_doubt speed = pd_body_doubt(body, now, PD_WITNESS_SPEED, &since);

        if (heart != PD_DOUBT_NONE || speed != PD_DOUBT_NONE)
                return heart != PD_DOUBT_NONE ? heart : speed;
        if (pd_body_doubt(body, now, PD_WITNESS_POWER, &since) != PD_DOUBT_NONE)
                return PD_DOUBT_POWER;
        return is_fresh(body, body->pod, now) && body->pod_trust.cadence_doubted ? PD_DOUBT_CADENCE : PD_DOUBT_NONE;
}

bool
pd_body_hears(const struct pd_body *body, pd_usec now)
{
        for (unsigned i = 0; i < PD_ENGINE_SENSORS_MAX; i++)
                if (pd_hearing_lost_at(&body->hearing[i]) != PD_NEVER && pd_hearing_lost_at(&body->hearing[i]) > now)
                        return true;
        return false;
}

bool
pd_body_is_fresh(const struct pd_body *body, pd_usec now)
{
        for (unsigned i = 0; i < PD_ENGINE_SENSORS_MAX; i++)
                if (pd_hearing_fresh(&body->hearing[i], now))
                        return true;
        return false;
}

pd_usec
pd_body_lost_at(const struct pd_body *body)
{
        pd_usec least = PD_NEVER;

        for (unsigned i = 0; i < PD_ENGINE_SENSORS_MAX; i++) {
                pd_usec at = pd_hearing_lost_at(&body->hearing[i]);
                if (at < least)
                        least = at;
        }
        return least;
}

bool
pd_body_lose(struct pd_body *body, pd_usec now, enum pd_witness *ret_gave, pd_usec *ret_last)
{
        bool any = false;

        for (unsigned i = 0; i < PD_ENGINE_SENSORS_MAX; i++) {
                if (pd_hearing_lost_at(&body->hearing[i]) > now)
                        continue;
                body->hearing[i].lost = true;
                *ret_gave = body->gives[i];
                *ret_last = body->hearing[i].last;
                any = true;
        }
        return any;
}
