/* SPDX-License-Identifier: MIT */
#include "support/heartbeats.h"

#include <assert.h>
#include <math.h>
#include <string.h>

void
heartbeats_breathe(struct heartbeats *ret, size_t n, int32_t mean_ms, double period, double depth_ms)
{
        assert(n < HEARTBEATS_MAX);
        ret->n = n;
        for (size_t i = 0; i < n; i++)
                ret->ms[i] = mean_ms + (int32_t) lround(depth_ms * sin(6.283185307179586 * (double) i / period));
}

void
heartbeats_extra(struct heartbeats *beats, size_t i, int32_t percent)
{
        int32_t first = beats->ms[i] * percent / 100;

        assert(beats->n < HEARTBEATS_MAX);
        memmove(beats->ms + i + 1, beats->ms + i, (beats->n - i) * sizeof(beats->ms[0]));
        beats->n++;
        beats->ms[i] = first;
        beats->ms[i + 1] -= first;
}

void
heartbeats_missed(struct heartbeats *beats, size_t i)
{
        assert(i + 1 < beats->n);
        beats->ms[i] += beats->ms[i + 1];
        beats->n--;
        memmove(beats->ms + i + 1, beats->ms + i + 2, (beats->n - i - 1) * sizeof(beats->ms[0]));
}

void
heartbeats_early(struct heartbeats *beats, size_t i, int32_t percent)
{
        int32_t early = beats->ms[i] * percent / 100;

        beats->ms[i] -= early;
        beats->ms[i + 1] += early;
}
