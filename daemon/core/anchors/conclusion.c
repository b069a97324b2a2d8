/* SPDX-License-Identifier: MIT */
#include "core/anchors/conclusion.h"

#include "core/anchors/critical.h"

#include "purposed/event.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

/* The highest that was held for half a minute is a lower bound: a maximum
 * lasts for seconds. The width is what runs of one season differ by. */
#define HR_MAX_WIDTH 3

/* Poor contact and cadence lock have held 207 bpm of 178 for half a minute: so
 * far above what is set, or by more than two widths, only what a second session
 * bears out counts. */
#define HR_MAX_SURPRISE 10
#define HR_MAX_WIDTHS 2
#define HR_MAX_BORNE_OUT 5

/* An effort was all that she had if the heart ended near its highest. */
#define ALL_OUT_PERMILLE 950

/* Typical errors of the field test, in mm/s and m (Galbraith et al. 2014): no
 * line through three points is better than that. */
#define CRITICAL_SPEED_ERROR 140
#define D_PRIME_ERROR 88
/* Out of mere training it is low; as any estimate of LT2 speed, 3.9 %. */
#define TRAINING_PERMILLE 39
/* A pod that nobody calibrated reads some per cent off. */
#define POD_PERMILLE 30

/* What D' of runners was found to be; outside, they were no maximal efforts. */
#define D_PRIME_LEAST 50
#define D_PRIME_MOST 500

/* The sessions, and what is drawn from them. */
struct drawing {
        const struct pd_athlete *athlete;
        const struct pd_shown *sessions;
        size_t n;
        bool calibrated;
        struct pd_offer *conclusions;
        size_t n_conclusions;
};

static void __attribute__((format(printf, 4, 5)))
conclude(struct drawing *drawing, const char *key, struct pd_anchor anchor, const char *format, ...)
{
        struct pd_offer *place = &drawing->conclusions[drawing->n_conclusions];
        const struct pd_setting *setting = pd_setting_find(pd_athlete_settings, key);
        va_list arguments;

        if (anchor.value < setting->min || anchor.value > setting->max)
                return;
        place->setting = setting;
        place->anchor = anchor;
        va_start(arguments, format);
        (void) vsnprintf(place->why, sizeof(place->why), format, arguments);
        va_end(arguments);
        drawing->n_conclusions++;
}

/* ---- the highest heart rate -------------------------------------------------- */

bool
pd_hr_max_is_exceeded(const struct pd_anchor *set, int32_t held_bpm)
{
        int32_t most = HR_MAX_WIDTHS * set->width;

        return set->value != 0 && held_bpm > set->value && held_bpm <= set->value + (most > HR_MAX_SURPRISE ? most : HR_MAX_SURPRISE);
}

/* Is it near what is set, or was it reached in another session, too? */
static bool
is_borne_out(const struct drawing *drawing, const struct pd_shown *shown)
{
        const int32_t held = shown->proof.hr_held_bpm;

        if (pd_hr_max_is_exceeded(&drawing->athlete->hr_max, held))
                return true;
        for (size_t i = 0; i < drawing->n; i++)
                if (&drawing->sessions[i] != shown && drawing->sessions[i].proof.hr_held_bpm >= held - HR_MAX_BORNE_OUT)
                        return true;
        return false;
}

/* That it was not reached in training says nothing: only a value that is exceeded is wrong. */
static void
conclude_hr_max(struct drawing *drawing)
{
        const struct pd_shown *highest = NULL;
        char date[PD_DATE_SIZE];

        if (drawing->athlete->hr_max.value == 0)
                return;
        for (size_t i = 0; i < drawing->n; i++) {
                const struct pd_shown *shown = &drawing->sessions[i];

                if (shown->proof.hr_held_bpm <= drawing->athlete->hr_max.value || !is_borne_out(drawing, shown))
                        continue;
                if (highest == NULL || shown->proof.hr_held_bpm > highest->proof.hr_held_bpm)
                        highest = shown;
        }
        if (highest == NULL)
                return;
        pd_day_format(highest->day, date);
        conclude(drawing, "hr_max", (struct pd_anchor) {highest->proof.hr_held_bpm, HR_MAX_WIDTH, PD_PROVENANCE_FIELD},
                "held for half a minute on %s", date);
}

/* ---- the pod -------------------------------------------------------------------- */

static int32_t
permille_of(int32_t value, int32_t permille)
{
        return (int32_t) (((int64_t) value * permille + 500) / 1000);
}

static int32_t
whole(double value)
{
        return value < 0 ? 0 : value > 1e6 ? 1000000 : (int32_t) (value + 0.5);
}

static const char *
pod_of(const struct drawing *drawing)
{
        return drawing->calibrated ? "" : "; the pod is not calibrated";
}

/* What the pod may be off by comes on top, in quadrature. */
static int32_t
with_pod(const struct drawing *drawing, int32_t width, int32_t value)
{
        const double pod = drawing->calibrated ? 0 : permille_of(value, POD_PERMILLE);

        return whole(sqrt((double) width * width + pod * pod));
}

/* ---- the 30-min test ----------------------------------------------------------- */

static void
conclude_test(struct drawing *drawing)
{
        const struct pd_shown *last = NULL, *fast = NULL;
        char date[PD_DATE_SIZE];

        for (size_t i = 0; i < drawing->n; i++) {
                const struct pd_shown *shown = &drawing->sessions[i];

                if (shown->proof.test.bpm != PD_UNKNOWN && (last == NULL || shown->day > last->day))
                        last = shown;
                if (shown->proof.test_speed_mm_s != PD_UNKNOWN && (fast == NULL || shown->day > fast->day))
                        fast = shown;
        }
        if (last != NULL) {
                pd_day_format(last->day, date);
                conclude(drawing, "lthr", (struct pd_anchor) {last->proof.test.bpm, last->proof.test.width_bpm, PD_PROVENANCE_TEST},
                        "mean of the last 20 min of the 30-min test on %s", date);
        }
        if (fast != NULL) {
                const int32_t speed = fast->proof.test_speed_mm_s;

                pd_day_format(fast->day, date);
                conclude(drawing, "lt2_speed", (struct pd_anchor) {speed, with_pod(drawing, 0, speed), PD_PROVENANCE_TEST},
                        "mean of the 30-min test on %s%s", date, pod_of(drawing));
        }
}

/* ---- alpha-1 ----------------------------------------------------------------------- */

static const struct pd_crossing *
crossing_of(const struct pd_proof *proof, bool lt2)
{
        return lt2 ? &proof->lt2 : &proof->lt1;
}

/* Of several ramps the mean, each by its width; they scatter by more than one of them tells. */
static void
conclude_crossing(struct drawing *drawing, const char *key, bool lt2)
{
        double weight = 0, sum = 0, squares = 0, mean, scatter, width;
        pd_day since = INT32_MAX;
        char date[PD_DATE_SIZE];
        int32_t ramps = 0;

        for (size_t i = 0; i < drawing->n; i++) {
                const struct pd_crossing *crossing = crossing_of(&drawing->sessions[i].proof, lt2);

                if (crossing->bpm == PD_UNKNOWN || crossing->width_bpm <= 0)
                        continue;
                const double w = 1.0 / ((double) crossing->width_bpm * crossing->width_bpm);

                weight += w;
                sum += w * crossing->bpm;
                squares += w * crossing->bpm * crossing->bpm;
                ramps++;
                if (drawing->sessions[i].day < since)
                        since = drawing->sessions[i].day;
        }
        if (ramps == 0)
                return;
        mean = sum / weight;
        scatter = squares / weight - mean * mean;
        width = sqrt(ramps / weight); /* of the typical one: they share the method's error, and it does not average out */
        if (scatter > width * width)
                width = sqrt(scatter);
        pd_day_format(since, date);
        conclude(drawing, key,
                (struct pd_anchor) {(int32_t) (mean + 0.5), (int32_t) (width + 0.5),
                        ramps > 1 ? PD_PROVENANCE_FIELD : PD_PROVENANCE_ESTIMATED},
                ramps > 1 ? "alpha-1 crossed %s in %d ramps since %s" : "alpha-1 crossed %s in %d ramp, on %s", lt2 ? "0.5" : "0.75",
                (int) ramps, date);
}

/* ---- critical speed -------------------------------------------------------------------- */

static bool
was_all_out(const struct drawing *drawing, const struct pd_proof *proof, const struct pd_stretch *stretch)
{
        const struct pd_anchor *hr_max = &drawing->athlete->hr_max;

        if (!stretch->whole)
                return false;
        if (proof->all_out)
                return true;
        return hr_max->provenance >= PD_PROVENANCE_FIELD && stretch->hr_bpm != PD_UNKNOWN
                && (int64_t) stretch->hr_bpm * 1000 >= (int64_t) hr_max->value * ALL_OUT_PERMILLE;
}

struct bests {
        struct pd_exertion exertions[PD_STRETCHES];
        size_t n;
        pd_day since;
};

/* The fastest over each length; of efforts that were ALL_OUT, or of whatever was run. */
static struct bests
bests_of(const struct drawing *drawing, bool all_out)
{
        struct bests bests = {.since = INT32_MAX};

        for (size_t i = 0; i < PD_STRETCHES; i++) {
                int32_t speed = PD_UNKNOWN;
                pd_day day = 0;

                if (pd_stretch_seconds[i] < PD_CRITICAL_S_LEAST || pd_stretch_seconds[i] > PD_CRITICAL_S_MOST)
                        continue;
                for (size_t s = 0; s < drawing->n; s++) {
                        const struct pd_stretch *stretch = &drawing->sessions[s].proof.stretches[i];

                        if (stretch->speed_mm_s == PD_UNKNOWN || (all_out && !was_all_out(drawing, &drawing->sessions[s].proof, stretch)))
                                continue;
                        if (speed != PD_UNKNOWN && stretch->speed_mm_s <= speed)
                                continue;
                        speed = stretch->speed_mm_s;
                        day = drawing->sessions[s].day;
                }
                if (speed == PD_UNKNOWN)
                        continue;
                bests.exertions[bests.n++] = (struct pd_exertion) {pd_stretch_seconds[i], speed / 1000.0 * pd_stretch_seconds[i]};
                if (day < bests.since)
                        bests.since = day;
        }
        return bests;
}

static int32_t
at_least(int32_t value, int32_t least)
{
        return value > least ? value : least;
}

/* False: there were not enough, or they were not what they seemed. */
static bool
conclude_efforts(struct drawing *drawing)
{
        const struct bests bests = bests_of(drawing, true);
        struct pd_critical critical;
        char date[PD_DATE_SIZE];
        int32_t speed, reserve;

        if (pd_critical_fit(bests.exertions, bests.n, &critical) < 0)
                return false;
        if (critical.d_prime_m < D_PRIME_LEAST || critical.d_prime_m > D_PRIME_MOST)
                return false;
        speed = whole(critical.speed_m_s * 1000);
        reserve = whole(critical.d_prime_m);
        pd_day_format(bests.since, date);
        conclude(drawing, "critical_speed",
                (struct pd_anchor) {speed,
                        with_pod(drawing, at_least(whole(critical.speed_error * 1000), CRITICAL_SPEED_ERROR), speed), PD_PROVENANCE_FIELD},
                "%d maximal efforts of 2 to 15 min since %s%s", (int) bests.n, date, pod_of(drawing));
        conclude(drawing, "d_prime",
                (struct pd_anchor) {reserve, with_pod(drawing, at_least(whole(critical.d_prime_error), D_PRIME_ERROR), reserve),
                        PD_PROVENANCE_FIELD},
                "%d maximal efforts of 2 to 15 min since %s%s", (int) bests.n, date, pod_of(drawing));
        return true;
}

/* Best of training is not maximal: a low critical speed, and no D'. Where all
 * lengths were run at one pace, it is not even that. */
static void
conclude_training(struct drawing *drawing)
{
        const struct bests bests = bests_of(drawing, false);
        struct pd_critical critical;
        char date[PD_DATE_SIZE];
        int32_t speed;

        if (pd_critical_fit(bests.exertions, bests.n, &critical) < 0 || critical.d_prime_m < D_PRIME_LEAST)
                return;
        speed = whole(critical.speed_m_s * 1000);
        pd_day_format(bests.since, date);
        conclude(drawing, "critical_speed",
                (struct pd_anchor) {speed,
                        with_pod(drawing, at_least(whole(critical.speed_error * 1000), permille_of(speed, TRAINING_PERMILLE)), speed),
                        PD_PROVENANCE_ESTIMATED},
                "the fastest of training since %s, not maximal: rather too low%s", date, pod_of(drawing));
}

/* ---- together ------------------------------------------------------------------------------ */

size_t
pd_conclusions_of(const struct pd_athlete *athlete, const struct pd_shown *sessions, size_t n, bool calibrated,
        struct pd_offer ret[static PD_OFFERS_MAX])
{
        struct drawing drawing = {.athlete = athlete, .sessions = sessions, .n = n, .calibrated = calibrated, .conclusions = ret};

        conclude_hr_max(&drawing);
        conclude_test(&drawing);
        conclude_crossing(&drawing, "lt1_hr", false);
        conclude_crossing(&drawing, "lt2_hr", true);
        if (!conclude_efforts(&drawing))
                conclude_training(&drawing);
        return drawing.n_conclusions;
}
