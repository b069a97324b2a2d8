/* SPDX-License-Identifier: MIT */
#include "core/signal/alpha1.h"

#include "core/signal/corrected.h"
#include "core/signal/dfa.h"

#include "purposed/event.h"

#include <stdlib.h>

#define EVERY (5 * PD_SEC)
#define SHARE_LEAST_MS 30000 /* of less, a share of artefacts says nothing */
#define FRESH (2 * EVERY)

/* With 3 % of missed beats alpha1 is off by little, with 6 % by up to 19 %:
 * Rogers et al. 2021, Sensors 21:821. */
#define ARTEFACTS_PERMILLE_MOST 30

/* It follows the heart for minutes: of a heart that is on its way it says
 * something about neither end. */
#define MOVES_TENTHS_MOST 50

/* Neighbouring beats of a running heart differ by less (GoldenCheetah's FilterHRV
 * allows 20 %): what mending has left beyond it is a loss that no class knows, or
 * the newest beat, of which nobody can tell yet what follows. A single one moves
 * the value by up to 0.9. */
#define STEP_PERCENT_MOST 20

_Static_assert(PD_CORRECTED_BEATS <= PD_DFA_BEATS, "what is mended can be analysed");

void
pd_alpha1_init(struct pd_alpha1 *alpha1)
{
        *alpha1 = (struct pd_alpha1) {
                .at = PD_NEVER,
                .artefacts_permille = PD_UNKNOWN,
                .milli = PD_UNKNOWN,
                .hr_tenths = PD_UNKNOWN,
        };
}

/* Beats, and the time that they took. */
struct stretch {
        int32_t beats, ms, artefacts;
};

static int32_t
hr_tenths_of(const struct stretch *stretch)
{
        return stretch->ms == 0 ? 0 : (int32_t) (INT64_C(600000) * stretch->beats / stretch->ms);
}

/* The beats of the last SPAN_MS, the later half apart from the earlier. False
 * if they do not fill it. */
static bool
survey(const struct pd_rr *rr, uint32_t from, int32_t span_ms, struct stretch *ret_all, struct stretch half[2])
{
        uint32_t first = from > pd_rr_first(rr) ? from : pd_rr_first(rr), i = rr->n;

        *ret_all = half[0] = half[1] = (struct stretch) {0};
        for (; i > first && ret_all->ms < span_ms; i--) {
                struct stretch *part = &half[ret_all->ms < span_ms / 2];
                part->beats++;
                part->ms += pd_rr_ms(rr, i - 1);
                ret_all->beats++;
                ret_all->ms += pd_rr_ms(rr, i - 1);
                ret_all->artefacts += pd_rr_class(rr, i - 1) != PD_BEAT_NORMAL;
        }
        return ret_all->ms >= span_ms;
}

static bool
is_smooth(const struct pd_corrected *corrected)
{
        for (size_t i = 1; i < corrected->n; i++) {
                double before = corrected->ms[i - 1], step = corrected->ms[i] - before;
                if (step * 100 > before * STEP_PERCENT_MOST || -step * 100 > before * STEP_PERCENT_MOST)
                        return false;
        }
        return true;
}

static int32_t
milli_of(const struct pd_rr *rr, uint32_t from, int32_t span_ms)
{
        struct pd_corrected corrected;
        double alpha1;

        pd_corrected_of(rr, from, span_ms, &corrected);
        if (!is_smooth(&corrected))
                return PD_UNKNOWN;
        pd_dfa_detrend(corrected.ms, corrected.n);
        if (pd_dfa_alpha1(corrected.ms, corrected.n, &alpha1) < 0 || alpha1 < 0)
                return PD_UNKNOWN;
        return (int32_t) (alpha1 * 1000 + 0.5);
}

void
pd_alpha1_look(const struct pd_rr *rr, uint32_t from, int32_t span_ms, struct pd_alpha1 *ret)
{
        struct pd_rr finished = *rr;
        struct stretch all, half[2];
        int32_t moved;
        bool whole;

        pd_alpha1_init(ret);
        pd_rr_finish(&finished);
        whole = survey(&finished, from, span_ms, &all, half);
        if (all.ms >= SHARE_LEAST_MS)
                ret->artefacts_permille = (1000 * all.artefacts + all.beats / 2) / all.beats;
        if (!whole)
                return;
        ret->hr_tenths = hr_tenths_of(&all);
        moved = 2 * (hr_tenths_of(&half[1]) - hr_tenths_of(&half[0])); /* the halves' middles are half the time apart */
        ret->steady = abs(moved) < MOVES_TENTHS_MOST;
        if (ret->artefacts_permille < ARTEFACTS_PERMILLE_MOST)
                ret->milli = milli_of(&finished, from, span_ms);
}

static bool
bears_out(const struct pd_beats *beats)
{
        int32_t apart = pd_beats_hr_apart(beats);

        return apart != PD_UNKNOWN && abs(apart) <= PD_BEATS_APART_MOST;
}

void
pd_alpha1_second(struct pd_alpha1 *alpha1, const struct pd_beats *beats, pd_usec now)
{
        if (alpha1->at != PD_NEVER && now - alpha1->at < EVERY)
                return;
        if (pd_beats_fresh(beats, now))
                pd_alpha1_look(&beats->rr, beats->whole, PD_ALPHA1_LOOK_S * 1000, alpha1);
        else
                pd_alpha1_init(alpha1);
        alpha1->at = now;
        if (!bears_out(beats))
                alpha1->milli = PD_UNKNOWN;
}

static bool
is_fresh(const struct pd_alpha1 *alpha1, pd_usec now)
{
        return alpha1->at != PD_NEVER && now - alpha1->at <= FRESH;
}

int32_t
pd_alpha1_milli(const struct pd_alpha1 *alpha1, pd_usec now)
{
        return is_fresh(alpha1, now) && alpha1->steady ? alpha1->milli : PD_UNKNOWN;
}

int32_t
pd_alpha1_artefacts_permille(const struct pd_alpha1 *alpha1, pd_usec now)
{
        return is_fresh(alpha1, now) ? alpha1->artefacts_permille : PD_UNKNOWN;
}
