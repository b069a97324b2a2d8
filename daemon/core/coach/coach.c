/* SPDX-License-Identifier: MIT */
#include "core/coach/coach.h"

#include "core/coach/reps.h"

/* Hysteresis beats debounce: on 14 h of real easy runs, a raw ceiling chatters
 * 13.3 times an hour, a 10-s dwell alone 11.5, with 2 bpm of hysteresis 6.6. */
#define SPEED_TOLERANCE_PERCENT 2
#define HR_TOLERANCE_BPM 2
/* Where speed says that all is well, the heart must say more, and for
 * longer: twice the residual of a first-order model, 3.5 bpm (70 fits on real
 * runs), on average over two minutes. Half a minute's mean strays as far by
 * chance once in six hours of running, two minutes' does not. */
#define HR_AGAINST_SPEED_BPM 7

/* Slower at once, or a little slower for a while: a pod's mean of three
 * seconds flickers by 2 % (AR(1) 0.7, SD 2.5 % a second). */
#define SLOWED_PERCENT 5
#define SLOWED_S 5
#define SLOWED_MUCH_PERCENT 10

#define SHOW_AFTER_S 5
/* 20 s at 115 % (crossing a road, a stride) must say nothing. */
#define SPEAK_AFTER (22 * PD_SEC)
#define BACK_AFTER (8 * PD_SEC)

/* First alert, +30, +60, +120 s, then silence until something changes. */
static const pd_usec repeat_after[] = {30 * PD_SEC, 60 * PD_SEC, 120 * PD_SEC};
#define N_REPEATS (sizeof(repeat_after) / sizeof(repeat_after[0]))
_Static_assert(N_REPEATS + 1 == PD_EXCURSION_ALERTS_MAX, "the instant of each alert is kept");

/* Complying later than this is not heeding any more. */
#define HEEDED_WITHIN (120 * PD_SEC)

/* Without a plan: grey is worth its one sentence after a minute of it. */
#define GREY_AFTER (60 * PD_SEC)

/* A start is rash from here on: the pod's own error, and as much again. */
#define RASH_PERCENT 5

/* Drift is no hurry: after a minute of it. */
#define DRIFT_AFTER (60 * PD_SEC)

/* Steps shorter than this are not the heart's to judge: 90 % of its swing
 * takes 53 s up (59 real 400-m reps). */
#define HR_STEP_LEAST (90 * PD_SEC)

/* No cue to go harder from here on: 95 % of the highest heart rate. */
#define PUSH_HR_PERCENT 95

/* Unusual: so far above the expected path, for so long, at easy speed. The
 * path climbs by what heat and thirst explain (upper quartile of 70 fits). */
#define UNUSUAL_BPM 8
#define UNUSUAL_AFTER (10 * PD_MINUTE)
#define DRIFT_MILLI_BPM_A_MINUTE 300

/* Somebody new is offered a way out instead of a fourth alert that would not be heeded. */
#define OFFER_AFTER 3

static void
excursion_clear(struct pd_excursion *excursion)
{
        *excursion = (struct pd_excursion) {.side = PD_SIDE_NONE, .back_since = PD_NEVER};
}

void
pd_coach_init(struct pd_coach *coach)
{
        *coach = (struct pd_coach) {.crossed = PD_NEVER,
                .grey_since = PD_NEVER,
                .drift_since = PD_NEVER,
                .unusual_since = PD_NEVER,
                .rash_since = PD_NEVER,
                .target_state = PD_TARGET_NONE};
        excursion_clear(&coach->excursion);
}

/* The accusing bounds: outside of what the threshold may really be. */
static int32_t
ceiling(const struct pd_band *band)
{
        return band->high + band->width;
}

static int32_t
floor_of(const struct pd_band *band)
{
        return band->low - band->width;
}

/* Whose word does she want to be judged by? */
static bool
is_believed(const struct pd_athlete *athlete, enum pd_witness witness)
{
        switch ((enum pd_judge_by) athlete->judge_by) {
        case PD_JUDGE_BY_BOTH:
                return true;
        case PD_JUDGE_BY_HR:
                return witness == PD_WITNESS_HEART_RATE;
        case PD_JUDGE_BY_SPEED:
                return witness == PD_WITNESS_SPEED;
        case PD_JUDGE_BY_RPE:
                return false;
        }
        return false;
}

/* Whose word may be held against her? */
static bool
may_accuse(const struct pd_coach_view *view, enum pd_witness witness)
{
        return !view->learning && is_believed(view->athlete, witness);
}

/* A pod knows no gradient. */
static bool
speed_tells(const struct pd_coach_view *view)
{
        return view->speed_mm_s != PD_UNKNOWN && view->purpose != PD_PURPOSE_HILLS && !view->step->hills;
}

static bool
judges_speed(const struct pd_coach_view *view)
{
        return may_accuse(view, PD_WITNESS_SPEED) && speed_tells(view);
}

static bool
judges_hr(const struct pd_coach_view *view)
{
        if (!may_accuse(view, PD_WITNESS_HEART_RATE))
                return false;
        if (view->hr_bpm == PD_UNKNOWN || !view->hr_settled || view->step->hills)
                return false;
        return view->step->extent != PD_EXTENT_TIME || view->step->amount >= HR_STEP_LEAST;
}

static bool
exceeds(const struct pd_band *band, int32_t mm_s, int32_t tolerance_percent)
{
        return (int64_t) mm_s * 100 > (int64_t) ceiling(band) * (100 + tolerance_percent);
}

static bool
speed_above(const struct pd_coach_view *view, int32_t tolerance_percent)
{
        const struct pd_band *band = &view->step->speed;

        return band->high != 0 && judges_speed(view) && exceeds(band, view->speed_mm_s, tolerance_percent);
}

/* Where the workout asks for a heart rate, the heart decides: no drift excuse. */
static bool
heart_alone(const struct pd_step *step)
{
        return step->prescribed && step->speed.low == 0 && step->speed.high == 0;
}

static bool
hr_above(const struct pd_coach_view *view, int32_t tolerance_bpm)
{
        const struct pd_band *band = &view->step->hr;

        if (band->high == 0 || !judges_hr(view) || (view->effort.drift && !heart_alone(view->step)))
                return false;
        return view->hr_bpm > ceiling(band) + tolerance_bpm;
}

/* Where thresholds lie close together, the midpoint of LT1 and LT2 comes first:
 * from there on it is effort, whatever the speed. */
static int32_t
bound_against_speed(const struct pd_coach_view *view)
{
        int32_t bound = ceiling(&view->step->hr), midpoint = (view->athlete->lt1_hr.value + view->athlete->lt2_hr.value) / 2;

        if (view->athlete->lt2_hr.value != 0 && midpoint > bound && midpoint <= bound + HR_AGAINST_SPEED_BPM)
                return midpoint - 1;
        return bound + HR_AGAINST_SPEED_BPM;
}

/* May heart rate begin to accuse? It is the only witness, or it is sure of
 * its word against that of speed. */
static bool
hr_accuses(const struct pd_coach_view *view)
{
        bool contradicted = view->step->speed.high != 0 && judges_speed(view);

        if (!hr_above(view, HR_TOLERANCE_BPM))
                return false;
        return !contradicted || (view->hr_long_bpm != PD_UNKNOWN && view->hr_long_bpm > bound_against_speed(view));
}

/* The newest word counts as much as the mean: a heart that climbs is ahead of it. */
static bool
heart_reaches(const struct pd_coach_view *view, int64_t bpm_percent)
{
        return (view->hr_bpm != PD_UNKNOWN && view->hr_bpm * INT64_C(100) >= bpm_percent)
                || (view->hr_newest_bpm != PD_UNKNOWN && view->hr_newest_bpm * INT64_C(100) >= bpm_percent);
}

bool
pd_coach_may_push(const struct pd_coach_view *view)
{
        const struct pd_athlete *athlete = view->athlete;

        if (view->enough || view->heart_silent || pd_athlete_is_spared(athlete))
                return false;
        if (athlete->hr_max.value != 0 && heart_reaches(view, (int64_t) athlete->hr_max.value * PUSH_HR_PERCENT))
                return false;
        return athlete->lt2_hr.value == 0 || !heart_reaches(view, (int64_t) athlete->lt2_hr.value * 100);
}

/* Speed, where it is known, speaks for both: a heart that is late is not lazy. */
static enum pd_witness
witness_below(const struct pd_coach_view *view, bool tolerant)
{
        const struct pd_band *speed = &view->step->speed, *hr = &view->step->hr;
        int32_t percent = tolerant ? 100 - SPEED_TOLERANCE_PERCENT : 100;
        int32_t bpm = tolerant ? HR_TOLERANCE_BPM : 0;

        if (!pd_coach_may_push(view))
                return PD_WITNESS_NONE;
        if (speed->low != 0 && judges_speed(view)) {
                bool below = (int64_t) view->speed_mm_s * 100 < (int64_t) floor_of(speed) * percent;
                return below ? PD_WITNESS_SPEED : PD_WITNESS_NONE;
        }
        if (hr->low != 0 && judges_hr(view) && view->hr_bpm < floor_of(hr) - bpm && view->hr_newest_bpm < floor_of(hr))
                return PD_WITNESS_HEART_RATE;
        return PD_WITNESS_NONE;
}

/* Two witnesses that know nothing of each other need little tolerance. */
static bool
both_above(const struct pd_coach_view *view)
{
        return speed_above(view, SPEED_TOLERANCE_PERCENT / 2) && hr_above(view, 0);
}

static enum pd_witness
witness_above(const struct pd_coach_view *view, bool tolerant)
{
        if (both_above(view))
                return PD_WITNESS_SPEED;
        if (speed_above(view, tolerant ? SPEED_TOLERANCE_PERCENT : 0))
                return PD_WITNESS_SPEED;
        if (tolerant ? hr_accuses(view) : hr_above(view, 0))
                return PD_WITNESS_HEART_RATE;
        return PD_WITNESS_NONE;
}

static enum pd_witness
witness_of(const struct pd_coach_view *view, enum pd_side side, bool tolerant)
{
        switch (side) {
        case PD_SIDE_OVER:
                return witness_above(view, tolerant);
        case PD_SIDE_UNDER:
                return witness_below(view, tolerant);
        case PD_SIDE_NONE:
                return PD_WITNESS_NONE;
        }
        return PD_WITNESS_NONE;
}

static int32_t
value_of(const struct pd_coach_view *view, enum pd_witness witness)
{
        return witness == PD_WITNESS_SPEED ? view->speed_mm_s : view->hr_bpm;
}

/* Seconds in a row above the bound itself: when the tolerance is crossed,
 * they turn out to have been part of the excursion. */
static void
count_above(struct pd_coach *coach, const struct pd_coach_view *view)
{
        bool by_speed = speed_above(view, 0), by_hr = hr_above(view, 0);

        coach->above_s[PD_WITNESS_SPEED] = by_speed ? coach->above_s[PD_WITNESS_SPEED] + 1 : 0;
        coach->above_s[PD_WITNESS_HEART_RATE] = by_hr ? coach->above_s[PD_WITNESS_HEART_RATE] + 1 : 0;
}

static bool
has_slowed(const struct pd_coach *coach, const struct pd_coach_view *view, int32_t percent)
{
        return view->speed_mm_s * INT64_C(100) * coach->ran_s <= coach->ran_sum * (100 - percent);
}

/* Down to the ceiling, and by more than a pod flickers: from here on the heart
 * falls, too. A pod that says nothing has not complied. */
static void
watch_compliance(struct pd_coach *coach, const struct pd_coach_view *view)
{
        if (speed_above(view, 0)) {
                coach->ran_sum += view->speed_mm_s;
                coach->ran_s++;
                coach->slowed_s = 0;
                return;
        }
        if (view->step->speed.high == 0 || !judges_speed(view) || coach->ran_s == 0)
                return;
        coach->slowed_s = has_slowed(coach, view, SLOWED_PERCENT) ? coach->slowed_s + 1 : 0;
        if (coach->slowed_s < SLOWED_S && !has_slowed(coach, view, SLOWED_MUCH_PERCENT))
                return;
        coach->complied = true;
        coach->ran_sum = coach->ran_s = coach->slowed_s = 0;
}

/* The mean of the last seconds is late by one or two; the frames are not. */
static void
note_crossing(struct pd_coach *coach, const struct pd_coach_view *view)
{
        const struct pd_band *band = &view->step->speed;

        if (band->high == 0 || !judges_speed(view) || !exceeds(band, view->speed_newest_mm_s, SPEED_TOLERANCE_PERCENT))
                coach->crossed = PD_NEVER;
        else if (coach->crossed == PD_NEVER)
                coach->crossed = view->speed_newest_at;
}

static enum pd_intensity
mean_intensity(const struct pd_excursion *excursion, const struct pd_athlete *athlete)
{
        int32_t mean;

        if (excursion->seconds == 0)
                return PD_INTENSITY_UNKNOWN;
        mean = (int32_t) (excursion->sum / excursion->seconds);
        return excursion->witness == PD_WITNESS_SPEED ? pd_effort_of_speed(athlete, mean) : pd_effort_of_hr(athlete, mean);
}

static void
record(struct pd_coach *coach, const struct pd_athlete *athlete)
{
        struct pd_excursion *excursion = &coach->excursion;
        struct pd_excursion_record *last = coach->n_records > 0 ? &coach->records[coach->n_records - 1] : NULL;

        if (excursion->side != PD_SIDE_OVER)
                return;
        if ((last == NULL || last->since != excursion->since) && coach->n_records < PD_EXCURSIONS_MAX) {
                last = &coach->records[coach->n_records++];
                last->since = excursion->since;
        }
        last->over_s = coach->over_s;
        last->intensity = mean_intensity(excursion, athlete);
        last->witness = excursion->witness;
}

static void
excursion_begin(struct pd_coach *coach, const struct pd_coach_view *view, enum pd_side side, enum pd_witness witness)
{
        struct pd_excursion *excursion = &coach->excursion;

        excursion_clear(excursion);
        excursion->side = side;
        excursion->witness = witness;
        excursion->since = view->now;
        if (witness == PD_WITNESS_SPEED && coach->crossed != PD_NEVER)
                excursion->since = coach->crossed;
        if (side == PD_SIDE_OVER)
                coach->over_s += coach->above_s[witness] - 1;
}

/* Another second off the target. */
static void
excursion_second(struct pd_coach *coach, const struct pd_coach_view *view)
{
        struct pd_excursion *excursion = &coach->excursion;
        int32_t value = value_of(view, excursion->witness);

        if (value != PD_UNKNOWN) {
                excursion->sum += value;
                excursion->seconds++;
        }
        if (excursion->side == PD_SIDE_OVER)
                coach->over_s++;
        excursion->back_since = PD_NEVER;
        record(coach, view->athlete);
}

static enum pd_alert_type
alert_type(enum pd_side side, const struct pd_coach_view *view, enum pd_intensity intensity)
{
        if (side == PD_SIDE_UNDER)
                return PD_ALERT_TOO_EASY;
        if (intensity == PD_INTENSITY_MODERATE && view->step->intensity < PD_INTENSITY_MODERATE)
                return PD_ALERT_GREY_ZONE;
        return PD_ALERT_TOO_HARD;
}

/* She may have complied this very second; the mean of the last ones would
 * not know yet. */
static bool
still_off(const struct pd_excursion *excursion, const struct pd_coach_view *view)
{
        if (excursion->witness != PD_WITNESS_SPEED || view->speed_newest_mm_s == PD_UNKNOWN)
                return true;
        if (excursion->side == PD_SIDE_OVER)
                return view->speed_newest_mm_s > ceiling(&view->step->speed);
        return view->speed_newest_mm_s < floor_of(&view->step->speed);
}

static bool
speech_is_due(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        const struct pd_excursion *excursion = &coach->excursion;

        if (view->quiet || coach->offered || view->purpose == PD_PURPOSE_RACE || !still_off(excursion, view))
                return false;
        if (excursion->spoken == 0)
                return view->now - excursion->since - excursion->blind >= SPEAK_AFTER;
        return (size_t) excursion->spoken <= N_REPEATS && view->now >= excursion->speak_next;
}

/* Who can be named: who saw it first, or, if that one has fallen silent,
 * who sees it now. */
static enum pd_witness
spokesman(const struct pd_excursion *excursion, const struct pd_coach_view *view)
{
        if (value_of(view, excursion->witness) != PD_UNKNOWN)
                return excursion->witness;
        return witness_of(view, excursion->side, false);
}

static void
say_cue(struct pd_remark *ret, enum pd_cue cue, struct pd_cue_values values)
{
        *ret = (struct pd_remark) {.any = true, .is_cue = true, .cue = cue, .values = values};
}

/* Once a session: after that there is nothing more to say. */
static void
offer_to_walk(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret)
{
        struct pd_cue_values values = PD_NO_VALUES;

        if (coach->offered)
                return;
        coach->offered = true;
        values.bpm = pd_athlete_recovery_hr(view->athlete);
        say_cue(ret, PD_CUE_WALK_TILL, values);
}

static void
speak(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret)
{
        struct pd_excursion *excursion = &coach->excursion;
        enum pd_intensity intensity = mean_intensity(excursion, view->athlete);

        if (excursion->spoken == 0) {
                excursion->first_spoken = view->now;
                excursion->type = alert_type(excursion->side, view, intensity);
                coach->excursions++;
        }
        if ((size_t) excursion->spoken < N_REPEATS)
                excursion->speak_next = view->now + repeat_after[excursion->spoken];
        excursion->spoken++;
        if (coach->unheeded + excursion->alerts >= OFFER_AFTER && excursion->side == PD_SIDE_OVER && pd_athlete_is_new(view->athlete)) {
                offer_to_walk(coach, view, ret);
                return;
        }
        coach->alerts++;
        excursion->alert_at[excursion->alerts++] = view->now;
        *ret = (struct pd_remark) {
                .any = true,
                .type = excursion->type,
                .witness = spokesman(excursion, view),
                .intensity = intensity,
                .over_s = (int32_t) ((view->now - excursion->since - excursion->blind) / PD_SEC),
                .heeded_s = PD_UNKNOWN,
        };
}

/* How many of this excursion's alerts were followed in time. */
static int32_t
heeded_alerts(const struct pd_excursion *excursion, pd_usec complied)
{
        int32_t heeded = 0;

        for (int32_t i = 0; i < excursion->alerts; i++)
                if (complied - excursion->alert_at[i] <= HEEDED_WITHIN)
                        heeded++;
        return heeded;
}

/* It is over, whether she has complied or the step has ended. */
static void
settle_alerts(struct pd_coach *coach)
{
        const struct pd_excursion *excursion = &coach->excursion;
        int32_t heeded = 0;

        if (excursion->spoken > 0 && excursion->back_since != PD_NEVER)
                heeded = heeded_alerts(excursion, excursion->back_since);
        coach->heeded += heeded;
        if (excursion->side == PD_SIDE_OVER)
                coach->unheeded += excursion->alerts - heeded;
}

static void
excursion_end(struct pd_coach *coach, struct pd_remark *ret)
{
        struct pd_excursion *excursion = &coach->excursion;

        settle_alerts(coach);
        if (excursion->spoken > 0) {
                *ret = (struct pd_remark) {
                        .any = true,
                        .type = PD_ALERT_BACK_ON_TARGET,
                        .witness = excursion->witness,
                        .over_s = (int32_t) ((excursion->back_since - excursion->since - excursion->blind) / PD_SEC),
                        .heeded_s = (int32_t) ((excursion->back_since - excursion->first_spoken) / PD_SEC),
                };
        }
        excursion_clear(excursion);
}

/* With nobody to tell, she is neither off the target nor back on it. */
static bool
somebody_tells(const struct pd_coach_view *view)
{
        const struct pd_band *speed = &view->step->speed, *hr = &view->step->hr;

        return ((speed->low != 0 || speed->high != 0) && judges_speed(view)) || ((hr->low != 0 || hr->high != 0) && judges_hr(view));
}

static void
follow_excursion(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret)
{
        struct pd_excursion *excursion = &coach->excursion;

        if (witness_of(view, excursion->side, false) != PD_WITNESS_NONE) {
                excursion_second(coach, view);
                if (speech_is_due(coach, view))
                        speak(coach, view, ret);
                return;
        }
        if (!somebody_tells(view)) {
                if (excursion->back_since == PD_NEVER)
                        excursion->blind += PD_SEC;
                return;
        }
        if (excursion->back_since == PD_NEVER)
                excursion->back_since = view->now;
        if (excursion->spoken == 0 || view->now - excursion->back_since >= BACK_AFTER)
                excursion_end(coach, ret);
}

static void
look_for_excursion(struct pd_coach *coach, const struct pd_coach_view *view)
{
        enum pd_side side = PD_SIDE_OVER;
        enum pd_witness witness = witness_above(view, true);

        if (witness == PD_WITNESS_NONE) {
                side = PD_SIDE_UNDER;
                witness = witness_below(view, true);
        }
        if (witness == PD_WITNESS_NONE)
                return;
        excursion_begin(coach, view, side, witness);
        excursion_second(coach, view);
}

static bool
is_borderline(const struct pd_band *band, int32_t value)
{
        if (value == PD_UNKNOWN || band->width == 0)
                return false;
        return (band->high != 0 && value > band->high) || (band->low != 0 && value < band->low);
}

static enum pd_target_state
state_of(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        const struct pd_excursion *excursion = &coach->excursion;
        const struct pd_step *step = view->step;
        bool asks_hr = step->hr.low != 0 || step->hr.high != 0;
        bool asks_speed = step->speed.low != 0 || step->speed.high != 0;

        if (!asks_hr && !asks_speed)
                return PD_TARGET_NONE;
        if (view->learning)
                return PD_TARGET_BORDERLINE;
        if (excursion->side != PD_SIDE_NONE && excursion->back_since == PD_NEVER && excursion->seconds >= SHOW_AFTER_S)
                return excursion->side == PD_SIDE_OVER ? PD_TARGET_OVER : PD_TARGET_UNDER;
        if (asks_speed && judges_speed(view))
                return is_borderline(&step->speed, view->speed_mm_s) ? PD_TARGET_BORDERLINE : PD_TARGET_IN;
        if (!asks_hr || view->hr_bpm == PD_UNKNOWN)
                return PD_TARGET_UNKNOWN;
        if (!judges_hr(view))
                return PD_TARGET_SETTLING;
        return is_borderline(&step->hr, view->hr_bpm) ? PD_TARGET_BORDERLINE : PD_TARGET_IN;
}

bool
pd_coach_is_grey(const struct pd_step *step, const struct pd_effort *effort, enum pd_target_state state)
{
        const bool on_target = state == PD_TARGET_IN || state == PD_TARGET_BORDERLINE || state == PD_TARGET_SETTLING;

        if (step != NULL && step->prescribed && on_target)
                return false;
        if (effort->intensity != PD_INTENSITY_MODERATE || effort->certainty_percent < 100)
                return false;
        return step == NULL || step->intensity < PD_INTENSITY_MODERATE;
}

/* No plan: grey is said once, then only in the summary. */
static void
watch_grey(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret)
{
        if (!pd_coach_is_grey(NULL, &view->effort, PD_TARGET_NONE) || !may_accuse(view, view->effort.witness)) {
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

/* On target; or not off it, where only a ceiling is asked. */
static bool
is_as_asked(enum pd_target_state state, const struct pd_step *step)
{
        if (state == PD_TARGET_IN || state == PD_TARGET_BORDERLINE)
                return true;
        return step->hr.low == 0 && step->speed.low == 0 && state != PD_TARGET_OVER;
}

void
pd_coach_rep_second(const struct pd_coach *coach, const struct pd_coach_view *view, struct pd_rep_second *ret)
{
        const struct pd_step *step = view->step;

        *ret = (struct pd_rep_second) {
                .hr_bpm = view->hr_newest_bpm,
                .by_heart = is_believed(view->athlete, PD_WITNESS_HEART_RATE),
        };
        if (step == NULL)
                return;
        ret->by_speed = (step->speed.low != 0 || step->speed.high != 0) && is_believed(view->athlete, PD_WITNESS_SPEED)
                && speed_tells(view);
        ret->as_asked = is_as_asked(coach->target_state, step);
}

/* The drift of half an hour shows in ten minutes' mean, too; what does not is a
 * heart that wanders. */
static bool
is_drift_for_long(const struct pd_coach_view *view)
{
        const struct pd_anchor *lt1 = &view->athlete->lt1_hr;

        if (!view->effort.drift || view->hr_bpm < lt1->value + lt1->width + HR_TOLERANCE_BPM)
                return false;
        return view->hr_trend_bpm == PD_UNKNOWN || view->hr_trend_bpm >= lt1->value;
}

/* Drift is worth its one sentence when it is sure, and nothing else is wrong. */
static void
watch_drift(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret)
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
        say_cue(ret, PD_CUE_DRIFT, values);
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
static void
watch_unusual(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret)
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
        say_cue(ret, PD_CUE_UNUSUAL_HR, values);
}

/* Faster than the pace that the race was planned at. */
static bool
is_rash(const struct pd_coach_view *view)
{
        const struct pd_band *band = &view->step->speed;
        int32_t pace = band->high != 0 ? band->high : band->low;

        if (!view->beginning || !view->step->prescribed || pace == 0 || !judges_speed(view))
                return false;
        return view->speed_mm_s * INT64_C(100) > (int64_t) pace * (100 + RASH_PERCENT);
}

/* A race has one word in its first tenth, and is left alone after that. */
static void
watch_race(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret)
{
        const struct pd_cue_values none = PD_NO_VALUES;

        if (!is_rash(view)) {
                coach->rash_since = PD_NEVER;
                return;
        }
        if (coach->rash_since == PD_NEVER)
                coach->rash_since = view->now;
        if (coach->rash_said || view->quiet || view->now - coach->rash_since < SPEAK_AFTER)
                return;
        coach->rash_said = true;
        say_cue(ret, PD_CUE_RASH_START, none);
}

void
pd_coach_second(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret)
{
        *ret = (struct pd_remark) {.any = false};
        coach->complied = false;
        if (view->step == NULL) {
                coach->target_state = PD_TARGET_NONE;
                watch_grey(coach, view, ret);
                watch_unusual(coach, view, ret);
                return;
        }
        count_above(coach, view);
        watch_compliance(coach, view);
        note_crossing(coach, view);
        if (coach->excursion.side == PD_SIDE_NONE)
                look_for_excursion(coach, view);
        else
                follow_excursion(coach, view, ret);
        coach->target_state = state_of(coach, view);
        if (view->purpose == PD_PURPOSE_RACE)
                watch_race(coach, view, ret);
        else
                watch_drift(coach, view, ret);
        watch_unusual(coach, view, ret);
}

void
pd_coach_forget(struct pd_coach *coach)
{
        settle_alerts(coach);
        excursion_clear(&coach->excursion);
        coach->above_s[PD_WITNESS_SPEED] = 0;
        coach->above_s[PD_WITNESS_HEART_RATE] = 0;
        coach->ran_sum = coach->ran_s = coach->slowed_s = 0;
        coach->crossed = coach->grey_since = coach->drift_since = coach->unusual_since = coach->rash_since = PD_NEVER;
        coach->target_state = PD_TARGET_NONE;
}

const struct pd_excursion_record *
pd_coach_crossing(const struct pd_coach *coach, int32_t limit_s)
{
        for (size_t i = 0; i < coach->n_records; i++)
                if (coach->records[i].over_s > limit_s)
                        return &coach->records[i];
        return NULL;
}
