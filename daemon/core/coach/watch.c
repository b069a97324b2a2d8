/* SPDX-License-Identifier: MIT */
#include "core/coach/watch.h"

#include "core/coach/excursion.h"
#include "core/coach/witness.h"

/* Without a plan: grey is worth its one sentence after a minute of it. */
#define GREY_AFTER (60 * PD_SEC)

/* A start is rash from here on: the pod's own error, and as much again. */
#define RASH_PERCENT 5
#define RASH_AFTER (22 * PD_SEC) /* a surge of 20 s is none */

/* Drift is no hurry: after a minute of it. */
#define DRIFT_AFTER (60 * PD_SEC)

/* Unusual: so far above the expected path, for so long, at easy speed. The
 * path climbs by what heat and thirst explain (upper quartile of 70 fits). */
#define UNUSUAL_BPM 8
#define UNUSUAL_AFTER (10 * PD_MINUTE)
#define DRIFT_MILLI_BPM_A_MINUTE 300

void
pd_remark_cue(struct pd_remark *ret, enum pd_cue cue, struct pd_cue_values values)
{
        *ret = (struct pd_remark) {.any = true, .is_cue = true, .cue = cue, .values = values};
}

/* No plan: grey is said once, then only in the summary. */
void
pd_watch_grey(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret)
{
        if (!pd_coach_is_grey(NULL, &view->effort, PD_TARGET_NONE) || !pd_witness_may_accuse(view, view->effort.witness)) {
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

/* What the athlete's own line of heart rate on speed, and the drift of a long
 * run, lead to. PD_UNKNOWN where the line is not known well. */
static int32_t
expected_hr(const struct pd_coach_view *view)
{
        const struct pd_athlete *athlete = view->athlete;
        int32_t recovery_hr = pd_athlete_recovery_hr(athlete), recovery_speed = pd_athlete_recovery_speed(athlete);
        int64_t rise = athlete->lt1_hr.value - recovery_hr, run = athlete->lt1_speed.value - recovery_speed;
        int64_t drift = (view->now - view->start) / PD_MINUTE * DRIFT_MILLI_BPM_A_MINUTE / 1000;

        if (athlete->lt1_hr.provenance < PD_PROVENANCE_FIELD || athlete->lt1_speed.provenance < PD_PROVENANCE_FIELD || run <= 0)
                return PD_UNKNOWN;
        drift += athlete->lt1_hr.value + athlete->lt1_hr.width;
        return (int32_t) (drift + rise * (view->speed_mm_s - athlete->lt1_speed.value) / run);
}

static bool
is_unusual(const struct pd_coach_view *view)
{
        int32_t expected;

        if (view->hr_bpm == PD_UNKNOWN || !view->hr_settled || view->speed_mm_s == PD_UNKNOWN)
                return false;
        if (view->speed_mm_s >= view->athlete->lt1_speed.value || view->purpose == PD_PURPOSE_HILLS)
                return false;
        if (view->step != NULL && view->step->hills)
                return false;
        expected = expected_hr(view);
        return expected != PD_UNKNOWN && view->hr_bpm >= expected + UNUSUAL_BPM;
}

/* No diagnosis, and no coaching either: it is said even to whoever muted us. */
void
pd_watch_unusual(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret)
{
        struct pd_cue_values values = PD_NO_VALUES;

        if (!is_unusual(view)) {
                coach->unusual_since = PD_NEVER;
                return;
        }
        if (coach->unusual_since == PD_NEVER)
                coach->unusual_since = view->now;
        if (coach->unusual_said || view->now - coach->unusual_since < UNUSUAL_AFTER)
                return;
        coach->unusual_said = true;
        values.bpm = view->hr_bpm;
        values.number = view->hr_bpm - expected_hr(view);
        values.seconds = (int32_t) ((view->now - coach->unusual_since) / PD_SEC);
        pd_remark_cue(ret, PD_CUE_UNUSUAL_HR, values);
}

/* Faster than the pace that the race was planned at. */
static bool
is_rash(const struct pd_coach_view *view)
{
        const struct pd_band *band = &view->step->speed;
        int32_t pace = band->high != 0 ? band->high : band->low;

        if (!view->beginning || !view->step->prescribed || pace == 0 || !pd_witness_judges_speed(view))
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
