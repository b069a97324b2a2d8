/* SPDX-License-Identifier: MIT */
#include "core/coach/watch.h"

#include "core/coach/excursion.h"
#include "core/coach/witness.h"
#include "core/signal/kinetics.h"

/* Without a plan: grey is worth its one sentence after a minute of it. */
#define GREY_AFTER (60 * PD_SEC)

/* A start is rash from here on: the pod's own error, and as much again. */
#define RASH_PERCENT 5
#define RASH_AFTER (22 * PD_SEC) /* a surge of 20 s is none */

/* Drift is no hurry: after a minute of it. */
#define DRIFT_AFTER (60 * PD_SEC)

/* Unusual: so far above the expected path, for so long, at easy speed. Heat and
 * thirst explain more than the median drift: 0.3 bpm/min is the upper quartile of
 * 70 fits, their median 0.2. */
#define UNUSUAL_BPM 8
#define UNUSUAL_AFTER (10 * PD_MINUTE)
#define UNUSUAL_BLIND (30 * PD_SEC)
#define UNUSUAL_SLACK 4 /* bpm: half a minute's mean has an SD of 3 */
#define DRIFT_SPREAD_MILLI 100 /* bpm a minute */
/* The median gain of the fits is 15 bpm per m/s, that of a treadmill 24 (Hunt 2015). */
#define GAIN_DOUBT 9

void
pd_remark_cue(struct pd_remark *ret, enum pd_cue cue, struct pd_cue_values values)
{
        *ret = (struct pd_remark) {.any = true, .is_cue = true, .cue = cue, .values = values};
}

/* No plan: grey is said once, then only in the summary. */
void
pd_watch_grey(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret)
{
        if (!pd_coach_is_grey(view->athlete, NULL, &view->effort, PD_TARGET_NONE) || !pd_witness_may_accuse(view, view->effort.witness)) {
                coach->grey_since = PD_NEVER;
                return;
        }
        if (coach->grey_since == PD_NEVER)
                coach->grey_since = view->now;
        if (coach->grey_said || view->quiet || view->learning || view->purpose == PD_PURPOSE_FREE)
                return;
        if (view->now - coach->grey_since < GREY_AFTER)
                return;
        coach->grey_said = true;
        coach->alerts++;
        *ret = (struct pd_remark) {
                .any = true,
                .type = PD_ALERT_GREY_ZONE,
                .witness = view->effort.witness,
                .intensity = PD_INTENSITY_MODERATE,
                .over_s = (int32_t) ((view->now - coach->grey_since) / PD_SEC),
                .heeded_s = PD_UNKNOWN,
        };
}

/* The drift of half an hour shows in ten minutes' mean, too; what does not is a
 * heart that wanders. */
static bool
is_drift_for_long(const struct pd_coach_view *view)
{
        const struct pd_anchor *lt1 = &view->athlete->lt1_hr;

        if (!view->effort.drift || view->hr_bpm < lt1->value + lt1->width + PD_HR_TOLERANCE_BPM)
                return false;
        return view->hr_trend_bpm == PD_UNKNOWN || view->hr_trend_bpm >= lt1->value;
}

/* Drift is worth its one sentence when it is sure, and nothing else is wrong. */
void
pd_watch_drift(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret)
{
        struct pd_cue_values values = PD_NO_VALUES;

        if (!is_drift_for_long(view)) {
                coach->drift_since = PD_NEVER;
                return;
        }
        if (coach->drift_since == PD_NEVER)
                coach->drift_since = view->now;
        if (ret->any || coach->drift_said || view->quiet || view->now - coach->drift_since < DRIFT_AFTER)
                return;
        coach->drift_said = true;
        values.bpm = view->hr_bpm;
        pd_remark_cue(ret, PD_CUE_DRIFT, values);
}

/* A line that is only drawn through LT1 may lie elsewhere by as much as that, and nobody
 * knows how steep it is where she jogs or walks. */
static int32_t
doubt_of_line(const struct pd_coach_view *view)
{
        int32_t below = pd_athlete_recovery_speed(view->athlete) - view->speed_mm_s;

        if (view->athlete->kinetics.sessions > 0)
                return 0;
        return view->athlete->lt1_hr.width + (below > 0 ? below * GAIN_DOUBT / 1000 : 0);
}

/* How far from the path is out of the usual: more for a heart that wavers much. */
static int32_t
unusual_margin(const struct pd_coach_view *view)
{
        int32_t usual = 2 * view->hr_sd_tenths / 10;

        return (usual > UNUSUAL_BPM ? usual : UNUSUAL_BPM) + doubt_of_line(view);
}

/* The path climbs by the median drift, and of four runners one drifts faster; no longer than the path does. */
static int32_t
usual_hr(const struct pd_coach_view *view)
{
        double minutes = pd_kinetics_drifting((int32_t) ((view->now - view->start) / PD_SEC));

        return view->hr_expected_bpm + (int32_t) (minutes * DRIFT_SPREAD_MILLI / 1000);
}

/* Where no speed is known for LT1, by where her speed leads the heart. */
static bool
is_at_easy_speed(const struct pd_coach_view *view)
{
        const struct pd_athlete *athlete = view->athlete;

        return athlete->lt1_speed.value != 0 ? view->speed_mm_s < athlete->lt1_speed.value
                                             : view->hr_asymptote_bpm < athlete->lt1_hr.value;
}

/* Far off the path; a heart that was goes on being so while it only wavers. */
static bool
is_unusual(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        int32_t slack = coach->unusual_since != PD_NEVER ? UNUSUAL_SLACK : 0;

        if (!view->hr_settled || !is_at_easy_speed(view))
                return false;
        return view->hr_bpm >= usual_hr(view) + unusual_margin(view) - slack;
}

/* For a breath nobody can tell; after that what was seen before is past. */
static bool
is_path_seen(struct pd_coach *coach, const struct pd_coach_view *view)
{
        if (view->hr_bpm != PD_UNKNOWN && view->hr_expected_bpm != PD_UNKNOWN && view->speed_mm_s != PD_UNKNOWN) {
                coach->path_seen = view->now;
                return true;
        }
        if (view->now - coach->path_seen > UNUSUAL_BLIND)
                coach->unusual_since = PD_NEVER;
        return false;
}

/* So far, and on average as far as it takes. */
static bool
is_unusual_for_long(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        return view->now - coach->unusual_since >= UNUSUAL_AFTER && coach->unusual_sum >= 0;
}

/* No diagnosis, and no coaching either: it is said even to whoever muted us. */
void
pd_watch_unusual(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret)
{
        struct pd_cue_values values = PD_NO_VALUES;

        if (!is_path_seen(coach, view))
                return;
        if (!is_unusual(coach, view)) {
                coach->unusual_since = PD_NEVER;
                return;
        }
        if (coach->unusual_since == PD_NEVER) {
                coach->unusual_since = view->now;
                coach->unusual_sum = 0;
        }
        coach->unusual_sum += view->hr_bpm - usual_hr(view) - unusual_margin(view);
        if (coach->unusual_said || !is_unusual_for_long(coach, view))
                return;
        coach->unusual_said = true;
        values.bpm = view->hr_bpm;
        values.number = view->hr_bpm - usual_hr(view);
        values.seconds = (int32_t) ((view->now - coach->unusual_since) / PD_SEC);
        pd_remark_cue(ret, PD_CUE_UNUSUAL_HR, values);
}

/* Faster than the pace that the race was planned at. */
static bool
is_rash(const struct pd_coach_view *view)
{
        const struct pd_band *band = &view->step->speed;
        int32_t pace = band->high != 0 ? band->high : band->low;

        if (!view->beginning || !view->step->prescribed || pace == 0 || !pd_witness_judges(view, PD_WITNESS_SPEED))
                return false;
        return view->speed_mm_s * INT64_C(100) > (int64_t) pace * (100 + RASH_PERCENT);
}

/* A race has one word in its first tenth, and is left alone after that. */
void
pd_watch_race(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret)
{
        const struct pd_cue_values none = PD_NO_VALUES;

        if (!is_rash(view)) {
                coach->rash_since = PD_NEVER;
                return;
        }
        if (coach->rash_since == PD_NEVER)
                coach->rash_since = view->now;
        if (coach->rash_said || view->quiet || view->now - coach->rash_since < RASH_AFTER)
                return;
        coach->rash_said = true;
        pd_remark_cue(ret, PD_CUE_RASH_START, none);
}
