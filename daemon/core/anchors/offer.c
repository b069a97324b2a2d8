/* SPDX-License-Identifier: MIT */
#include "core/anchors/offer.h"

#include "core/anchors/critical.h"
#include "core/athlete/contradiction.h"

#include "purposed/event.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define WORD "anchor "

/* The highest that was held for half a minute is a lower bound: a maximum
 * lasts for seconds. The width is what runs of one season differ by. */
#define HR_MAX_WIDTH 3

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

/* What is offered, and how its reason is told. */
struct offering {
        const struct pd_athlete *athlete;
        const struct pd_shown *sessions;
        size_t n;
        bool calibrated;
        struct pd_offer *offers;
        size_t n_offers;
};

static const struct {
        const char *key, *title;
} titles[] = {
        {"hr_max", "HRmax"}, {"hr_rest", "HRrest"}, {"lthr", "LTHR"}, {"lt1_hr", "LT1"}, {"lt2_hr", "LT2"}, {"lt1_speed", "LT1 speed"},
        {"lt2_speed", "LT2 speed"}, {"critical_speed", "critical speed"}, {"d_prime", "D'"},
};

const char *
pd_anchor_title(const struct pd_setting *setting)
{
        for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++)
                if (strcmp(titles[i].key, setting->key) == 0)
                        return titles[i].title;
        return setting->key;
}

const struct pd_anchor *
pd_athlete_anchor_of(const struct pd_athlete *athlete, const struct pd_setting *setting)
{
        return (const struct pd_anchor *) ((const char *) athlete + setting->offset);
}

struct pd_anchor *
pd_athlete_anchor(struct pd_athlete *athlete, const struct pd_setting *setting)
{
        return (struct pd_anchor *) ((char *) athlete + setting->offset);
}

/* ---- as words ------------------------------------------------------------- */

void
pd_offer_write(const struct pd_offer *offer, char ret[static PD_TEXT_SIZE])
{
        struct pd_athlete holder = {.id = ""};
        char value[PD_TEXT_SIZE - sizeof(WORD) - 16]; /* the longest: critical_speed, and "7.500 m/s +-7.500 estimated" */

        *pd_athlete_anchor(&holder, offer->setting) = offer->anchor;
        (void) pd_setting_format(offer->setting, &holder, value, sizeof(value));
        (void) snprintf(ret, PD_TEXT_SIZE, WORD "%.16s %s", offer->setting->key, value);
}

int
pd_offer_read(const char *text, struct pd_offer *ret)
{
        struct pd_athlete holder = {.id = ""};
        char key[PD_ID_SIZE];
        size_t length;

        if (strncmp(text, WORD, sizeof(WORD) - 1) != 0)
                return -EINVAL;
        text += sizeof(WORD) - 1;
        length = strcspn(text, " ");
        if (length >= sizeof(key) || text[length] == '\0' || text[length + 1] == '\0')
                return -EINVAL;
        memcpy(key, text, length);
        key[length] = '\0';
        *ret = (struct pd_offer) {.setting = pd_setting_find(pd_athlete_settings, key)};
        if (ret->setting == NULL || !pd_setting_is_anchor(ret->setting) || pd_setting_parse(ret->setting, text + length + 1, &holder) < 0)
                return -EINVAL;
        ret->anchor = *pd_athlete_anchor(&holder, ret->setting);
        return 0;
}

/* ---- is it worth a word? --------------------------------------------------- */

static int32_t
apart(const struct pd_anchor *a, const struct pd_anchor *b)
{
        return a->value > b->value ? a->value - b->value : b->value - a->value;
}

static int32_t
wider(const struct pd_anchor *a, const struct pd_anchor *b)
{
        return a->width > b->width ? a->width : b->width;
}

bool
pd_offer_is_better(const struct pd_anchor *evidence, const struct pd_anchor *before)
{
        if (evidence->provenance != before->provenance)
                return evidence->provenance > before->provenance;
        return apart(evidence, before) > wider(evidence, before) || evidence->width * 3 <= before->width * 2;
}

/* An estimate never contradicts what was measured; a field value a test only
 * where the two cannot both be right. */
static bool
is_worth_a_word(const struct pd_anchor *offered, const struct pd_anchor *present)
{
        if (offered->provenance > present->provenance)
                return true;
        if (offered->provenance == present->provenance)
                return apart(offered, present) > wider(offered, present);
        return offered->provenance >= PD_PROVENANCE_FIELD && apart(offered, present) > 2 * offered->width + present->width;
}

static void __attribute__((format(printf, 4, 5)))
offer(struct offering *offering, const char *key, struct pd_anchor anchor, const char *format, ...)
{
        struct pd_offer *place = &offering->offers[offering->n_offers];
        const struct pd_setting *setting = pd_setting_find(pd_athlete_settings, key);
        va_list arguments;

        if (anchor.value < setting->min || anchor.value > setting->max)
                return;
        place->setting = setting;
        place->anchor = anchor;
        va_start(arguments, format);
        (void) vsnprintf(place->why, sizeof(place->why), format, arguments);
        va_end(arguments);
        offering->n_offers++;
}

/* ---- the highest heart rate -------------------------------------------------- */

static void
offer_hr_max(struct offering *offering)
{
        const struct pd_shown *highest = NULL;
        char date[PD_DATE_SIZE];

        for (size_t i = 0; i < offering->n; i++) {
                const struct pd_shown *shown = &offering->sessions[i];
                const int32_t held = shown->proof.hr_held_bpm;

                if (held == PD_UNKNOWN)
                        continue;
                if (highest == NULL || held > highest->proof.hr_held_bpm
                        || (held == highest->proof.hr_held_bpm && shown->day < highest->day))
                        highest = shown;
        }
        /* That it was not reached in training says nothing: only a value that is exceeded is wrong. */
        if (highest == NULL || offering->athlete->hr_max.value == 0 || highest->proof.hr_held_bpm <= offering->athlete->hr_max.value)
                return;
        pd_day_format(highest->day, date);
        offer(offering, "hr_max", (struct pd_anchor) {highest->proof.hr_held_bpm, HR_MAX_WIDTH, PD_PROVENANCE_FIELD},
                "held for half a minute on %s", date);
}

/* ---- the 30-min test ----------------------------------------------------------- */

static int32_t
permille_of(int32_t value, int32_t permille)
{
        return (int32_t) (((int64_t) value * permille + 500) / 1000);
}

static void
offer_test(struct offering *offering)
{
        const struct pd_shown *last = NULL, *fast = NULL;
        char date[PD_DATE_SIZE];

        for (size_t i = 0; i < offering->n; i++) {
                const struct pd_shown *shown = &offering->sessions[i];

                if (shown->proof.test.bpm != PD_UNKNOWN && (last == NULL || shown->day > last->day))
                        last = shown;
                if (shown->proof.test_speed_mm_s != PD_UNKNOWN && (fast == NULL || shown->day > fast->day))
                        fast = shown;
        }
        if (last != NULL) {
                pd_day_format(last->day, date);
                offer(offering, "lthr", (struct pd_anchor) {last->proof.test.bpm, last->proof.test.width_bpm, PD_PROVENANCE_TEST},
                        "mean of the last 20 min of the 30-min test on %s", date);
        }
        if (fast != NULL) {
                const int32_t speed = fast->proof.test_speed_mm_s;

                pd_day_format(fast->day, date);
                offer(offering, "lt2_speed",
                        (struct pd_anchor) {speed, offering->calibrated ? 0 : permille_of(speed, POD_PERMILLE), PD_PROVENANCE_TEST},
                        "mean of the 30-min test on %s%s", date, offering->calibrated ? "" : "; the pod is not calibrated");
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
offer_crossing(struct offering *offering, const char *key, bool lt2)
{
        double weight = 0, sum = 0, squares = 0, mean, scatter, width;
        pd_day since = INT32_MAX;
        char date[PD_DATE_SIZE];
        int32_t ramps = 0;

        for (size_t i = 0; i < offering->n; i++) {
                const struct pd_crossing *crossing = crossing_of(&offering->sessions[i].proof, lt2);

                if (crossing->bpm == PD_UNKNOWN || crossing->width_bpm <= 0)
                        continue;
                const double w = 1.0 / ((double) crossing->width_bpm * crossing->width_bpm);

                weight += w;
                sum += w * crossing->bpm;
                squares += w * crossing->bpm * crossing->bpm;
                ramps++;
                if (offering->sessions[i].day < since)
                        since = offering->sessions[i].day;
        }
        if (ramps == 0)
                return;
        mean = sum / weight;
        scatter = squares / weight - mean * mean;
        width = sqrt(ramps / weight); /* of the typical one: they share the method's error, and it does not average out */
        if (scatter > width * width)
                width = sqrt(scatter);
        pd_day_format(since, date);
        offer(offering, key,
                (struct pd_anchor) {(int32_t) (mean + 0.5), (int32_t) (width + 0.5),
                        ramps > 1 ? PD_PROVENANCE_FIELD : PD_PROVENANCE_ESTIMATED},
                ramps > 1 ? "alpha-1 crossed %s in %d ramps since %s" : "alpha-1 crossed %s in %d ramp, on %s", lt2 ? "0.5" : "0.75",
                (int) ramps, date);
}

/* ---- critical speed -------------------------------------------------------------------- */

static bool
was_all_out(const struct offering *offering, const struct pd_proof *proof, const struct pd_stretch *stretch)
{
        const struct pd_anchor *hr_max = &offering->athlete->hr_max;

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
bests_of(const struct offering *offering, bool all_out)
{
        struct bests bests = {.since = INT32_MAX};

        for (size_t i = 0; i < PD_STRETCHES; i++) {
                int32_t speed = PD_UNKNOWN;
                pd_day day = 0;

                if (pd_stretch_seconds[i] < PD_CRITICAL_S_LEAST || pd_stretch_seconds[i] > PD_CRITICAL_S_MOST)
                        continue;
                for (size_t s = 0; s < offering->n; s++) {
                        const struct pd_stretch *stretch = &offering->sessions[s].proof.stretches[i];

                        if (stretch->speed_mm_s == PD_UNKNOWN || (all_out && !was_all_out(offering, &offering->sessions[s].proof, stretch)))
                                continue;
                        if (speed != PD_UNKNOWN && stretch->speed_mm_s <= speed)
                                continue;
                        speed = stretch->speed_mm_s;
                        day = offering->sessions[s].day;
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
whole(double value)
{
        return value < 0 ? 0 : value > 1e6 ? 1000000 : (int32_t) (value + 0.5);
}

static int32_t
at_least(int32_t value, int32_t least)
{
        return value > least ? value : least;
}

static const char *
pod_of(const struct offering *offering)
{
        return offering->calibrated ? "" : "; the pod is not calibrated";
}

/* What the pod may be off by comes on top, in quadrature. */
static int32_t
with_pod(const struct offering *offering, int32_t width, int32_t value)
{
        const double pod = offering->calibrated ? 0 : permille_of(value, POD_PERMILLE);

        return whole(sqrt((double) width * width + pod * pod));
}

/* False: there were not enough, or they were not what they seemed. */
static bool
offer_efforts(struct offering *offering)
{
        const struct bests bests = bests_of(offering, true);
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
        offer(offering, "critical_speed",
                (struct pd_anchor) {speed,
                        with_pod(offering, at_least(whole(critical.speed_error * 1000), CRITICAL_SPEED_ERROR), speed), PD_PROVENANCE_FIELD},
                "%d maximal efforts of 2 to 15 min since %s%s", (int) bests.n, date, pod_of(offering));
        offer(offering, "d_prime",
                (struct pd_anchor) {reserve, with_pod(offering, at_least(whole(critical.d_prime_error), D_PRIME_ERROR), reserve),
                        PD_PROVENANCE_FIELD},
                "%d maximal efforts of 2 to 15 min since %s%s", (int) bests.n, date, pod_of(offering));
        return true;
}

/* Best of training is not maximal: a low critical speed, and no D'. Where all
 * lengths were run at one pace, it is not even that. */
static void
offer_training(struct offering *offering)
{
        const struct bests bests = bests_of(offering, false);
        struct pd_critical critical;
        char date[PD_DATE_SIZE];
        int32_t speed;

        if (pd_critical_fit(bests.exertions, bests.n, &critical) < 0 || critical.d_prime_m < D_PRIME_LEAST)
                return;
        speed = whole(critical.speed_m_s * 1000);
        pd_day_format(bests.since, date);
        offer(offering, "critical_speed",
                (struct pd_anchor) {speed,
                        with_pod(offering, at_least(whole(critical.speed_error * 1000), permille_of(speed, TRAINING_PERMILLE)), speed),
                        PD_PROVENANCE_ESTIMATED},
                "the fastest of training since %s, not maximal: rather too low%s", date, pod_of(offering));
}

/* ---- together ------------------------------------------------------------------------------ */

/* What critical speed would stand for is known better: it is no news. */
static bool
is_idle(const struct pd_athlete *athlete, const struct pd_offer *offer)
{
        return offer->setting->offset == offsetof(struct pd_athlete, critical_speed)
                && offer->anchor.provenance < PD_PROVENANCE_FIELD && athlete->lt2_speed.provenance >= PD_PROVENANCE_FIELD;
}

static bool
fits(struct pd_athlete *athlete, const struct pd_offer *offer)
{
        const struct pd_anchor before = *pd_athlete_anchor_of(athlete, offer->setting);
        struct pd_contradiction contradictions[PD_CONTRADICTIONS_MAX];

        if (offer->setting->offset != offsetof(struct pd_athlete, hr_max) && !is_worth_a_word(&offer->anchor, &before))
                return false;
        if (is_idle(athlete, offer))
                return false;
        *pd_athlete_anchor(athlete, offer->setting) = offer->anchor;
        if (pd_athlete_contradictions(athlete, contradictions) == 0)
                return true;
        *pd_athlete_anchor(athlete, offer->setting) = before;
        return false;
}

size_t
pd_offers_of(const struct pd_athlete *athlete, const struct pd_shown *sessions, size_t n, bool calibrated,
        struct pd_offer ret[static PD_OFFERS_MAX])
{
        struct offering offering = {.athlete = athlete, .sessions = sessions, .n = n, .calibrated = calibrated, .offers = ret};
        struct pd_athlete thought = *athlete; /* with what is offered */
        size_t kept = 0;

        offer_hr_max(&offering);
        offer_test(&offering);
        offer_crossing(&offering, "lt1_hr", false);
        offer_crossing(&offering, "lt2_hr", true);
        if (!offer_efforts(&offering))
                offer_training(&offering);
        for (size_t i = 0; i < offering.n_offers; i++)
                if (fits(&thought, &ret[i]))
                        ret[kept++] = ret[i];
        return kept;
}
