/* SPDX-License-Identifier: MIT */
#include "core/signal/trend.h"

#include "purposed/event.h"

/* The residuals of heart rate around its course have an SD of 3.5 bpm and
 * waver for some 20 s at a time (70 fits on real runs): the difference of two
 * means of ten minutes has one of 0.9 bpm. Twice that is chance. */
#define CHANCE_MILLI_BPM 1800

void
pd_trend_init(struct pd_trend *trend)
{
        *trend = (struct pd_trend) {.n = 0};
}

void
pd_trend_second(struct pd_trend *trend, int32_t hr_bpm, int32_t speed_mm_s)
{
        struct pd_trend_minute *minute = &trend->minutes[trend->now];

        if (hr_bpm != PD_UNKNOWN) {
                minute->hr_sum += hr_bpm;
                minute->hr_n++;
        }
        if (speed_mm_s != PD_UNKNOWN) {
                minute->speed_sum += speed_mm_s;
                minute->speed_n++;
        }
        if (++trend->seconds < 60)
                return;
        trend->seconds = 0;
        trend->now = (trend->now + 1) % (PD_TREND_MINUTES + 1);
        trend->minutes[trend->now] = (struct pd_trend_minute) {0};
        if (trend->n < PD_TREND_MINUTES)
                trend->n++;
}

/* The sums of COUNT whole minutes, the newest of which lies AGE minutes back. */
static struct pd_trend_minute
sum_of(const struct pd_trend *trend, size_t age, size_t count)
{
        struct pd_trend_minute sum = {0};

        for (size_t i = 0; i < count; i++) {
                size_t at = (trend->now + PD_TREND_MINUTES - age - i) % (PD_TREND_MINUTES + 1);
                sum.hr_sum += trend->minutes[at].hr_sum;
                sum.hr_n += trend->minutes[at].hr_n;
                sum.speed_sum += trend->minutes[at].speed_sum;
                sum.speed_n += trend->minutes[at].speed_n;
        }
        return sum;
}

bool
pd_trend_hr_climbs(const struct pd_trend *trend, int32_t limit)
{
        size_t half = trend->n / 2;
        struct pd_trend_minute later, earlier;
        int64_t climb;

        if (trend->n < PD_TREND_LEAST)
                return false;
        later = sum_of(trend, 0, half);
        earlier = sum_of(trend, half, half);
        if (later.hr_n == 0 || earlier.hr_n == 0)
                return false;
        climb = (int64_t) later.hr_sum * 1000 / later.hr_n - (int64_t) earlier.hr_sum * 1000 / earlier.hr_n;
        return climb > limit * (int64_t) half + CHANCE_MILLI_BPM;
}

bool
pd_trend_speed_rises(const struct pd_trend *trend, int32_t percent)
{
        size_t half = trend->n / 2;
        struct pd_trend_minute later, earlier;

        if (trend->n < PD_TREND_LEAST)
                return false;
        later = sum_of(trend, 0, half);
        earlier = sum_of(trend, half, half);
        if (later.speed_n == 0 || earlier.speed_n == 0)
                return false;
        return (int64_t) later.speed_sum * 100 * earlier.speed_n > (int64_t) earlier.speed_sum * (100 + percent) * later.speed_n;
}
