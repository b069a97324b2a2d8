/* SPDX-License-Identifier: MIT */
#include "core/anchors/proving.h"

#include "purposed/event.h"

#include <math.h>

/* Friel: run 30 min alone as if it were a race; the mean heart rate of the last
 * 20 is LTHR. */
#define TEST_S (30 * 60)
#define TEST_SLACK_S 60
#define TEST_COUNTS_FROM_S (10 * 60)
#define HEARD_PERCENT 95

#define TEST_WIDTH_LEAST 2 /* bpm: a heart is not the same on two days */

static char
lower(char c)
{
        return c >= 'A' && c <= 'Z' ? (char) (c - 'A' + 'a') : c;
}

static bool
is_letter(char c)
{
        return lower(c) >= 'a' && lower(c) <= 'z';
}

/* "30min test", "test-30", but no fastest mile and no contest. */
static bool
says_test(const char *text)
{
        for (size_t i = 0; text[i] != '\0'; i++) {
                size_t n = 0;

                while (n < 4 && lower(text[i + n]) == "test"[n])
                        n++;
                if (n == 4 && (i == 0 || !is_letter(text[i - 1])) && !is_letter(text[i + 4]))
                        return true;
        }
        return false;
}

void
pd_proving_init(struct pd_proving *proving, const struct pd_workout *workout)
{
        const bool test = says_test(workout->title) || says_test(workout->id);
        bool cued = false; /* a step is one, whatever the workout is called */

        pd_stretches_init(&proving->stretches);
        pd_ramp_init(&proving->ramp);
        proving->test = PD_PROVING_NO_TEST;
        proving->test_s = proving->heart_s = proving->speed_s = 0;
        proving->heart_sum = proving->heart_squares = proving->speed_sum = 0;
        for (size_t i = 0; i < workout->n_steps; i++) {
                const struct pd_step *step = &workout->steps[i];
                const bool is_test = says_test(step->cue);

                cued = cued || is_test;
                if ((test || is_test) && step->extent == PD_EXTENT_TIME && step->amount >= (TEST_S - TEST_SLACK_S) * PD_SEC
                        && step->amount <= (TEST_S + TEST_SLACK_S) * PD_SEC)
                        proving->test = i;
        }
        proving->all_out = test || cued || workout->purpose == PD_PURPOSE_RACE;
}

static void
test_second(struct pd_proving *proving, const struct pd_proving_second *second)
{
        proving->test_s++;
        if (second->speed_mm_s != PD_UNKNOWN) {
                proving->speed_sum += second->speed_mm_s;
                proving->speed_s++;
        }
        if (proving->test_s <= TEST_COUNTS_FROM_S || second->hr_bpm == PD_UNKNOWN)
                return;
        proving->heart_sum += second->hr_bpm;
        proving->heart_squares += (int64_t) second->hr_bpm * second->hr_bpm;
        proving->heart_s++;
}

void
pd_proving_second(struct pd_proving *proving, const struct pd_proving_second *second)
{
        pd_stretches_second(&proving->stretches, second->at, second->speed_mm_s, second->hr_mean_bpm);
        if (second->step == proving->test)
                test_second(proving, second);
}

static bool
enough(int32_t heard_s, int32_t of_s)
{
        return heard_s > 0 && heard_s * 100 >= of_s * HEARD_PERCENT;
}

static void
show_test(const struct pd_proving *proving, struct pd_proof *ret)
{
        const double n = proving->heart_s;

        if (proving->test_s < TEST_S - TEST_SLACK_S)
                return;
        if (enough(proving->speed_s, proving->test_s))
                ret->test_speed_mm_s = (int32_t) (proving->speed_sum / proving->speed_s);
        if (enough(proving->heart_s, proving->test_s - TEST_COUNTS_FROM_S)) {
                const double mean = (double) proving->heart_sum / n;
                const double variance = (double) proving->heart_squares / n - mean * mean;

                ret->test.bpm = (int32_t) (mean + 0.5);
                ret->test.width_bpm = TEST_WIDTH_LEAST;
                if (variance > TEST_WIDTH_LEAST * TEST_WIDTH_LEAST)
                        ret->test.width_bpm = (int32_t) (sqrt(variance) + 0.5);
        }
}

void
pd_proving_show(const struct pd_proving *proving, struct pd_proof *ret)
{
        ret->all_out = proving->all_out;
        pd_stretches_show(&proving->stretches, ret->stretches);
        pd_ramp_show(&proving->ramp, &ret->lt1, &ret->lt2);
        show_test(proving, ret);
}
