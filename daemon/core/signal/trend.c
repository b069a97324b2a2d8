/* SPDX-License-Identifier: MIT */
#include "core/signal/trend.h"

#include "purposed/event.h"

#include <math.h>

/* Half a beat in ten minutes is no climb, however steady the heart. */
#define LEAST_MILLI_BPM 500

/* From so many second differences on. The residuals of heart rate around its
 * course have an SD of 3.5 bpm and waver for some 20 s at a time (70 fits on
 * real runs): a minute's mean has one of 2.3. What is more is a climb. */
#define WANDER_LEAST 4
#define WANDER_MOST 25 /* tenths of a bpm */

void
pd_trend_init(struct pd_trend *trend)
{
        *trend = (struct pd_trend) {.n = 0};
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

static struct pd_trend_minute
minute_of(const struct pd_trend *trend, size_t age)
{
        return sum_of(trend, age, 1);
}

/* Second differences know no straight climb; those of independent values have
 * six times the variance. */
static int32_t
wander_of(const struct pd_trend *trend)
{
        int64_t sum = 0, n = 0;
        int32_t wander;

        for (size_t age = 0; age + 2 < trend->n; age++) {
                struct pd_trend_minute a = minute_of(trend, age), b = minute_of(trend, age + 1), c = minute_of(trend, age + 2);
                int64_t bend;
                if (a.hr_n == 0 || b.hr_n == 0 || c.hr_n == 0)
                        continue;
                bend = a.hr_sum / a.hr_n - 2 * (b.hr_sum / b.hr_n) + c.hr_sum / c.hr_n;
                sum += bend * bend;
                n++;
        }
        wander = n < WANDER_LEAST ? 0 : (int32_t) sqrt((double) (sum / n / 6));
        return wander < WANDER_MOST ? wander : WANDER_MOST;
}

void
pd_trend_second(struct pd_trend *trend, int32_t hr_tenths, int32_t speed_mm_s)
{
        struct pd_trend_minute *minute = &trend->minutes[trend->now];

        if (hr_tenths != PD_UNKNOWN) {
                minute->hr_sum += hr_tenths;
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
        trend->wander = wander_of(trend);
}

/* Three SD of the difference of two means of HALF minutes each: of ten, it has
 * 0.55 times the SD of a minute's mean; of fewer, more, near enough in a straight line. */
static int64_t
chance(const struct pd_trend *trend, size_t half)
{
        return LEAST_MILLI_BPM + trend->wander * 17 * (int64_t) (PD_TREND_MINUTES - half);
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
        climb = (int64_t) later.hr_sum * 100 / later.hr_n - (int64_t) earlier.hr_sum * 100 / earlier.hr_n;
        return climb > limit * (int64_t) half + chance(trend, half);
}

int32_t
pd_trend_hr_mean(const struct pd_trend *trend)
{
        struct pd_trend_minute sum = sum_of(trend, 0, PD_TREND_LEAST);

        return trend->n < PD_TREND_LEAST || sum.hr_n == 0 ? PD_UNKNOWN : sum.hr_sum / sum.hr_n / 10;
}

/* Two and a half SD of ten minutes' mean, which has 0.4 times that of a minute's;
 * of half a minute's, with 1.2 times, four: there are many of them. */
bool
pd_trend_hr_reaches(const struct pd_trend *trend, int32_t hr_bpm, int32_t limit)
{
        int32_t sd = trend->wander, mean = pd_trend_hr_mean(trend);

        return hr_bpm * 10 >= limit * 10 + 5 * sd || (mean != PD_UNKNOWN && mean * 10 >= limit * 10 + sd);
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
