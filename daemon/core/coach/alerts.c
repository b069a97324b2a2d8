/* SPDX-License-Identifier: MIT */
#include "core/coach/alerts.h"

#include "core/coach/excursion.h"
#include "core/coach/watch.h"

/* First alert, +30, +60, +120 s, then silence until something changes. */
static const pd_usec repeat_after[] = {30 * PD_SEC, 60 * PD_SEC, 120 * PD_SEC};
#define N_REPEATS (sizeof(repeat_after) / sizeof(repeat_after[0]))
_Static_assert(N_REPEATS + 1 == PD_EXCURSION_ALERTS_MAX, "the instant of each alert is kept");

/* Complying later than this is not heeding any more. */
#define HEEDED_WITHIN (120 * PD_SEC)

/* Somebody new is offered a way out instead of a fourth alert that would not be heeded. */
#define OFFER_AFTER 3

static enum pd_alert_type
alert_type(enum pd_side side, const struct pd_coach_view *view, enum pd_intensity intensity)
{
        if (side == PD_SIDE_UNDER)
                return PD_ALERT_TOO_EASY;
        if (intensity == PD_INTENSITY_MODERATE && view->step->intensity < PD_INTENSITY_MODERATE)
                return PD_ALERT_GREY_ZONE;
        return PD_ALERT_TOO_HARD;
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

void
pd_alerts_speak(struct pd_coach *coach, const struct pd_coach_view *view, struct pd_remark *ret)
{
        struct pd_excursion *excursion = &coach->excursion;
        enum pd_intensity intensity = pd_excursion_intensity(excursion, view->athlete);

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
                .witness = excursion->witness,
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

void
pd_alerts_settle(struct pd_coach *coach)
{
        const struct pd_excursion *excursion = &coach->excursion;
        int32_t heeded = 0;

        if (excursion->spoken > 0 && excursion->back_since != PD_NEVER)
                heeded = heeded_alerts(excursion, excursion->back_since);
        coach->heeded += heeded;
        if (excursion->side == PD_SIDE_OVER)
                coach->unheeded += excursion->alerts - heeded;
}

void
pd_alerts_all_clear(const struct pd_excursion *excursion, struct pd_remark *ret)
{
        *ret = (struct pd_remark) {
                .any = true,
                .type = PD_ALERT_BACK_ON_TARGET,
                .witness = excursion->witness,
                .over_s = (int32_t) ((excursion->back_since - excursion->since - excursion->blind) / PD_SEC),
                .heeded_s = (int32_t) ((excursion->back_since - excursion->first_spoken) / PD_SEC),
        };
}
