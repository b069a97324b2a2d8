/* SPDX-License-Identifier: MIT */
#include "core/coach/excursion.h"

#include "core/coach/rest.h"
#include "core/coach/watch.h"
#include "core/coach/witness.h"

#include <string.h>

/* A speed that dips under the bound for a breath is the same excursion. */
#define BACK_AFTER (8 * PD_SEC)

/* Of the heart against speed, or below its floor: half a minute's mean off it for
 * so long is worth a word, and is shown after some of it. */
#define HEART_SPEAKS_AFTER (22 * PD_SEC)
#define HEART_SHOWS_AFTER_S 5

/* A key step of hard running up to so long is a rep: a mile of a slow runner. */
#define REP_LONGEST (10 * PD_MINUTE)
#define REP_LONGEST_MM 1610000

/* First alert, +30, +60, +120 s, then silence until something changes. */
static const pd_usec repeat_after[] = {30 * PD_SEC, 60 * PD_SEC, 120 * PD_SEC};
#define N_REPEATS (sizeof(repeat_after) / sizeof(repeat_after[0]))
_Static_assert(N_REPEATS + 1 == PD_EXCURSION_ALERTS_MAX, "the instant of each alert is kept");

/* Complying later than this is not heeding any more. */
#define HEEDED_WITHIN (120 * PD_SEC)

/* Somebody new is offered a way out instead of a fourth alert that would not be heeded. */
#define OFFER_AFTER 3

void
pd_excursion_clear(struct pd_excursion *excursion)
{
        *excursion = (struct pd_excursion) {.side = PD_SIDE_NONE, .back_since = PD_NEVER};
}

/* The heart makes a case of its own, and is heard. */
static bool
heart_makes_case(const struct pd_coach_view *view)
{
        return pd_witness_heart_governs(view) && pd_witness_judges_hr(view);
}

/* Seconds in a row above the bound itself: when the tolerance is crossed,
 * they turn out to have been part of the excursion. */
static void
count_above(struct pd_coach *coach, const struct pd_coach_view *view)
{
        const bool above[] = {
                [PD_WITNESS_HEART_RATE] = pd_witness_hr_above(view, 0),
                [PD_WITNESS_SPEED] = pd_witness_speed_above(view, 0),
        };

        for (size_t i = 0; i < sizeof(above) / sizeof(above[0]); i++) {
                coach->above_s[i] = above[i] ? coach->above_s[i] + 1 : 0;
                coach->uncounted_s[i] = above[i] ? coach->uncounted_s[i] + 1 : 0;
        }
}

/* The mean of the last seconds is late by one or two; the frames are not. */
static void
note_crossing(struct pd_coach *coach, const struct pd_coach_view *view)
{
        const struct pd_band *band = &view->step->speed;

        if (band->high == 0 || !pd_witness_judges_speed(view)
                || !pd_witness_exceeds(band, view->speed_newest_mm_s, PD_SPEED_TOLERANCE_PERCENT))
                coach->crossed = PD_NEVER;
        else if (coach->crossed == PD_NEVER)
                coach->crossed = view->speed_newest_at;
}

static bool
is_rep(const struct pd_step *step)
{
        if (!step->key || step->intensity != PD_INTENSITY_HARD)
                return false;
        return step->extent == PD_EXTENT_OPEN || step->amount <= (step->extent == PD_EXTENT_TIME ? REP_LONGEST : REP_LONGEST_MM);
}

static enum pd_patience
patience_of(const struct pd_step *step)
{
        if (is_rep(step))
                return PD_PATIENCE_REP;
        return step->intensity == PD_INTENSITY_RECOVERY ? PD_PATIENCE_RECOVERY : PD_PATIENCE_STEADY;
}

static void
judge_pace(struct pd_coach *coach, const struct pd_coach_view *view)
{
        const struct pd_band *band = &view->step->speed;
        bool told = pd_witness_is_asked(band) && pd_witness_judges_speed(view);
        struct pd_pace_second second = {
                .now = view->now,
                .crossed = coach->crossed,
                .speed_mm_s = told ? view->speed_mm_s : PD_UNKNOWN,
                .newest_mm_s = view->speed_newest_mm_s,
                .ceiling_mm_s = band->high != 0 ? pd_witness_ceiling(band) : 0,
                .floor_mm_s = band->low != 0 && pd_coach_may_push(view) ? pd_witness_floor(band) : 0,
                .borne_out = pd_witness_hr_above(view, 0),
                .patience = patience_of(view->step),
        };

        pd_pace_case_second(&coach->pace, &second);
}

static void
judge_heart(struct pd_coach *coach, const struct pd_coach_view *view)
{
        struct pd_heart_second second = {
                .now = view->now,
                .newest_bpm = pd_witness_judges_hr(view) ? view->hr_newest_bpm : PD_UNKNOWN,
                .mean_bpm = view->hr_bpm,
                .ceiling_bpm = pd_witness_ceiling(&view->step->hr),
                .prescribed = view->step->prescribed,
        };

        if (pd_witness_heart_governs(view))
                pd_heart_case_second(&coach->heart, &second);
        else
                pd_heart_case_forget(&coach->heart);
}

/* The excursion is one of the heart's own case. */
static bool
is_hearts(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        return coach->excursion.side == PD_SIDE_OVER && coach->excursion.witness == PD_WITNESS_HEART_RATE && heart_makes_case(view);
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

        pd_excursion_clear(excursion);
        excursion->side = side;
        excursion->witness = witness;
        excursion->since = view->now;
        if (witness == PD_WITNESS_SPEED && coach->crossed != PD_NEVER)
                excursion->since = coach->crossed;
        if (is_hearts(coach, view))
                excursion->since = coach->heart.told.since;
        if (side == PD_SIDE_OVER && coach->uncounted_s[witness] > 0)
                coach->over_s += coach->uncounted_s[witness] - 1;
}

/* Of the heart's case, seconds are over while half a minute's mean is: single
 * values above a ceiling come and go. */
static bool
is_over(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        return coach->excursion.side == PD_SIDE_OVER && (!is_hearts(coach, view) || pd_witness_hr_above(view, 0));
}

/* This second, once. */
static void
count_over(struct pd_coach *coach, const struct pd_coach_view *view)
{
        if (!is_over(coach, view))
                return;
        coach->over_s++;
        memset(coach->uncounted_s, 0, sizeof(coach->uncounted_s));
        record(coach, view->athlete);
}

/* Another second off the target. */
static void
excursion_second(struct pd_coach *coach, const struct pd_coach_view *view)
{
        struct pd_excursion *excursion = &coach->excursion;
        int32_t value = is_hearts(coach, view) ? view->hr_newest_bpm : pd_witness_value(view, excursion->witness);

        if (value != PD_UNKNOWN) {
                excursion->sum += value;
                excursion->seconds++;
        }
        excursion->back_since = PD_NEVER;
        count_over(coach, view);
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
                return view->speed_newest_mm_s > pd_witness_ceiling(&view->step->speed);
        return view->speed_newest_mm_s < pd_witness_floor(&view->step->speed);
}

/* The case is that of speed while speed has one on this side, and is heard; the heart's otherwise. */
static bool
is_paces(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        return coach->excursion.witness == PD_WITNESS_SPEED && coach->pace.side == coach->excursion.side && pd_witness_judges_speed(view);
}

static bool
is_proven(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        const struct pd_excursion *excursion = &coach->excursion;

        if (is_paces(coach, view))
                return coach->pace.told.stage == PD_CASE_PROVEN;
        if (is_hearts(coach, view))
                return coach->heart.told.stage == PD_CASE_PROVEN;
        if (pd_witness_off_by_speed(view, excursion->side))
                return false;
        if (excursion->witness == PD_WITNESS_SPEED) /* where it has fallen silent the heart speaks for itself */
                return !pd_witness_judges_speed(view) && coach->above_s[PD_WITNESS_HEART_RATE] * PD_SEC >= HEART_SPEAKS_AFTER;
        return view->now - excursion->since - excursion->blind >= HEART_SPEAKS_AFTER;
}

bool
pd_excursion_is_shown(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        const struct pd_excursion *excursion = &coach->excursion;

        if (excursion->side == PD_SIDE_NONE || excursion->back_since != PD_NEVER)
                return false;
        if (is_paces(coach, view))
                return coach->pace.told.stage >= PD_CASE_SHOWN;
        return is_hearts(coach, view) || excursion->seconds >= HEART_SHOWS_AFTER_S;
}

static bool
speech_is_due(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        const struct pd_excursion *excursion = &coach->excursion;

        if (view->quiet || coach->offered || view->purpose == PD_PURPOSE_RACE || !still_off(excursion, view))
                return false;
        if (excursion->spoken == 0)
                return is_proven(coach, view) && !pd_rest_was_told(coach, view);
        return (size_t) excursion->spoken <= N_REPEATS && view->now >= excursion->speak_next;
}

/* Who can be named: who saw it first, or, if that one has fallen silent,
 * who sees it now. */
static enum pd_witness
spokesman(const struct pd_excursion *excursion, const struct pd_coach_view *view)
{
        if (pd_witness_value(view, excursion->witness) != PD_UNKNOWN)
                return excursion->witness;
        return pd_witness_of(view, excursion->side, false);
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
        pd_remark_cue(ret, PD_CUE_WALK_TILL, values);
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
void
pd_excursion_settle(struct pd_coach *coach)
{
        const struct pd_excursion *excursion = &coach->excursion;
        int32_t heeded = 0;

        if (excursion->spoken > 0 && excursion->back_since != PD_NEVER)
                heeded = heeded_alerts(excursion, excursion->back_since);
        coach->heeded += heeded;
        if (excursion->side == PD_SIDE_OVER)
                coach->unheeded += excursion->alerts - heeded;
}

/* The all-clear, unless she has gone from one side to the other. */
static void
excursion_end(struct pd_coach *coach, struct pd_remark *ret)
{
        struct pd_excursion *excursion = &coach->excursion;
        const enum pd_side side = excursion->side;

        pd_excursion_settle(coach);
        if (excursion->spoken > 0 && (coach->pace.side == PD_SIDE_NONE || coach->pace.side == side)) {
                *ret = (struct pd_remark) {
                        .any = true,
                        .type = PD_ALERT_BACK_ON_TARGET,
                        .witness = excursion->witness,
                        .over_s = (int32_t) ((excursion->back_since - excursion->since - excursion->blind) / PD_SEC),
                        .heeded_s = (int32_t) ((excursion->back_since - excursion->first_spoken) / PD_SEC),
                };
        }
        pd_excursion_clear(excursion);
        if (coach->pace.side == side)
                pd_pace_case_close(&coach->pace);
}

/* Back, nothing was said, and no case is left on this side. */
static bool
is_nothing(const struct pd_coach *coach)
{
        return coach->excursion.spoken == 0 && coach->pace.side != coach->excursion.side;
}

/* Its case says for itself when it is over. */
static void
follow_heart(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret)
{
        struct pd_excursion *excursion = &coach->excursion;
        const struct pd_case *told = &coach->heart.told;

        if (told->stage == PD_CASE_CLEAR) {
                if (excursion->back_since == PD_NEVER)
                        excursion->back_since = view->now;
                excursion_end(coach, ret);
                return;
        }
        excursion->back_since = told->back_since;
        if (told->back_since != PD_NEVER) {
                count_over(coach, view);
                return;
        }
        excursion_second(coach, view);
        if (speech_is_due(coach, view))
                speak(coach, view, ret);
}

/* Before a word: once the case of speed is proven, it is speed's, though the heart
 * saw it first; and where nothing is left of that case, the heart's, if it is sure enough against speed. */
static void
hand_over(struct pd_coach *coach, const struct pd_coach_view *view)
{
        struct pd_excursion *excursion = &coach->excursion;
        const bool paces = coach->pace.side == excursion->side;

        if (excursion->spoken > 0 || excursion->side != PD_SIDE_OVER || !pd_witness_judges_speed(view))
                return;
        if (excursion->witness == PD_WITNESS_HEART_RATE && paces && coach->pace.told.stage == PD_CASE_PROVEN)
                excursion->witness = PD_WITNESS_SPEED;
        else if (excursion->witness == PD_WITNESS_SPEED && !paces && pd_witness_above(view, true) == PD_WITNESS_HEART_RATE)
                excursion->witness = PD_WITNESS_HEART_RATE;
        else
                return;
        excursion->since = view->now;
        excursion->sum = excursion->seconds = 0;
        excursion->blind = 0;
}

static void
follow_excursion(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret)
{
        struct pd_excursion *excursion = &coach->excursion;

        hand_over(coach, view);
        if (is_hearts(coach, view)) {
                follow_heart(coach, view, ret);
                return;
        }
        if (pd_witness_of(view, excursion->side, false) != PD_WITNESS_NONE) {
                excursion_second(coach, view);
                if (speech_is_due(coach, view))
                        speak(coach, view, ret);
                return;
        }
        if (!pd_witness_somebody_tells(view)) {
                if (excursion->back_since == PD_NEVER)
                        excursion->blind += PD_SEC;
                return;
        }
        if (excursion->back_since == PD_NEVER)
                excursion->back_since = view->now;
        if (is_nothing(coach) || view->now - excursion->back_since >= BACK_AFTER)
                excursion_end(coach, ret);
}

static enum pd_witness
sees_over(const struct pd_coach *coach, const struct pd_coach_view *view)
{
        const struct pd_case *told = &coach->heart.told;

        if (!heart_makes_case(view))
                return pd_witness_above(view, true);
        if (told->stage < PD_CASE_SHOWN || told->back_since != PD_NEVER || !pd_witness_hr_is_borne_out(view))
                return PD_WITNESS_NONE;
        return PD_WITNESS_HEART_RATE;
}

static void
look_for_excursion(struct pd_coach *coach, const struct pd_coach_view *view)
{
        enum pd_side side = PD_SIDE_OVER;
        enum pd_witness witness = sees_over(coach, view);

        if (witness == PD_WITNESS_NONE) {
                side = PD_SIDE_UNDER;
                witness = pd_witness_below(view, true);
        }
        if (witness == PD_WITNESS_NONE)
                return;
        excursion_begin(coach, view, side, witness);
        excursion_second(coach, view);
}

void
pd_excursion_second(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret)
{
        count_above(coach, view);
        note_crossing(coach, view);
        judge_pace(coach, view);
        judge_heart(coach, view);
        if (coach->excursion.side == PD_SIDE_NONE)
                look_for_excursion(coach, view);
        else
                follow_excursion(coach, view, ret);
}
