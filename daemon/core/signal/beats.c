/* SPDX-License-Identifier: MIT */
#include "core/signal/beats.h"

#include "core/signal/hearing.h"

#include "purposed/event.h"

/* Silence: four seconds, or three times what is usual for a sensor that speaks
 * more seldom (a recording with a row every seven seconds). */
#define SILENT_LEAST (4 * PD_SEC)
#define SILENT_INTERVALS 3
#define USUAL_LEAST PD_SEC

/* A frame that is lost takes its beats along: the intervals fall behind the
 * clock by what is between two frames, and stay behind. Beats that come
 * late do so for a moment only: the least that is owed over five frames is
 * compared with the least before. Of frames that were taken from six real
 * recordings 90 % are found so, and of 22,000 that were not, one. */
#define LATE_FRAMES 5
#define LEAST_BEFORE 3   /* frames to compare with */
#define LOST_TENTHS 6    /* of the usual interval between two frames */

#define TENTHS 10

#define APART_BEATS 8 /* of fewer, a few missed ones are the median */
#define NEWEST_FOR (15 * PD_SEC) /* what was told before is of another time */

_Static_assert(sizeof(struct pd_beats) <= 3 * 1024, "an athlete's beats take 3 KiB at most");

void
pd_beats_init(struct pd_beats *beats)
{
        *beats = (struct pd_beats) {.at = PD_NEVER};
}

static void
begin_anew(struct pd_beats *beats)
{
        pd_rr_init(&beats->rr);
        beats->whole = beats->n_frames = 0;
}

static pd_usec
usual(const struct pd_beats *beats)
{
        return beats->usual > USUAL_LEAST ? beats->usual : USUAL_LEAST;
}

/* What is owed is counted from the newest frame backwards. */
static bool
has_lost_a_frame(const struct pd_beats *beats)
{
        uint32_t n = beats->n_frames < PD_BEATS_FRAMES ? beats->n_frames : PD_BEATS_FRAMES;
        int64_t owed_ms = 0, least = INT64_MAX, least_before = INT64_MAX;

        if (n < LATE_FRAMES + LEAST_BEFORE)
                return false;
        for (uint32_t age = 0; age < n; age++) {
                int64_t *of = age < LATE_FRAMES ? &least : &least_before;
                if (owed_ms < *of)
                        *of = owed_ms;
                owed_ms -= beats->behind_ms[(beats->n_frames - 1 - age) % PD_BEATS_FRAMES];
        }
        return (least - least_before) * PD_MSEC * TENTHS > LOST_TENTHS * usual(beats);
}

static bool
was_silent(const struct pd_beats *beats, pd_usec gap)
{
        pd_usec most = SILENT_INTERVALS * usual(beats);

        if (beats->usual == 0)
                return gap > PD_HEARING_GAP;
        return gap > (most > SILENT_LEAST ? most : SILENT_LEAST);
}

/* 1/1024 s to whole ms. */
static int32_t
ms_of(int32_t rr)
{
        return (int32_t) (((int64_t) rr * 1000 + 512) / 1024);
}

static void
add(struct pd_beats *beats, int32_t ms)
{
        beats->newest_ms[beats->n_newest++ % PD_BEATS_NEWEST] = (int16_t) (ms > INT16_MAX ? INT16_MAX : ms);
        pd_rr_add(&beats->rr, ms);
        if (ms > PD_RR_MOST_MS) /* nobody knows how many beats were in it */
                beats->whole = beats->rr.n;
}

void
pd_beats_frame(struct pd_beats *beats, pd_usec at, int32_t hr_bpm, const struct pd_sample *samples, size_t n)
{
        pd_usec gap = beats->at == PD_NEVER ? 0 : at - beats->at;
        int32_t told_ms = 0;

        if (beats->n_newest > 0 && at - beats->told > NEWEST_FOR)
                beats->n_newest = 0;
        if (hr_bpm == PD_UNKNOWN || was_silent(beats, gap))
                begin_anew(beats);
        else if (gap > 0)
                beats->usual = beats->usual == 0 ? gap : (7 * beats->usual + gap) / 8;
        beats->at = at;
        beats->hr_bpm = hr_bpm;
        if (hr_bpm == PD_UNKNOWN)
                return;
        for (size_t i = 0; i < n; i++) {
                if (samples[i].quantity != PD_QUANTITY_RR)
                        continue;
                beats->told = at;
                told_ms += ms_of(samples[i].value);
                add(beats, ms_of(samples[i].value));
        }
        beats->behind_ms[beats->n_frames++ % PD_BEATS_FRAMES] = (int32_t) (gap / PD_MSEC - told_ms);
        if (has_lost_a_frame(beats))
                begin_anew(beats);
}

bool
pd_beats_fresh(const struct pd_beats *beats, pd_usec now)
{
        return beats->at != PD_NEVER && !was_silent(beats, now - beats->at);
}

static int32_t
median_ms(const struct pd_beats *beats)
{
        uint32_t n = beats->n_newest < PD_BEATS_NEWEST ? beats->n_newest : PD_BEATS_NEWEST;
        struct pd_ranked ranked = {.n = 0};

        for (uint32_t i = 0; i < n; i++)
                pd_ranked_add(&ranked, beats->newest_ms[i]);
        return pd_ranked_median_twice(&ranked) / 2;
}

int32_t
pd_beats_hr_apart(const struct pd_beats *beats)
{
        int32_t ms = beats->n_newest < APART_BEATS ? 0 : median_ms(beats);

        return ms == 0 || beats->hr_bpm == PD_UNKNOWN ? PD_UNKNOWN : beats->hr_bpm - (60000 + ms / 2) / ms;
}
