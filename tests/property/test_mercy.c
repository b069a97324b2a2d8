/* SPDX-License-Identifier: MIT */
/*
 * Who must not be accused is not, and nobody is pushed into harm: over random
 * sessions, judged from outside by what went in and what came out.
 * Each session is a function of its own seed, one after the other from PD_SEED
 * on or, without it, from one that is drawn: another ten thousand each time.
 * PD_SESSIONS plays fewer or more.
 */
#include "property/random_session.h"
#include "property/ticks.h"

#include "core/coach/reps.h"

#include "support/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SESSIONS 10000 /* eleven seconds of one core */
#define SESSION_S 900
#define SETTLES 60     /* seconds at least, whatever changed */
#define SETTLES_LEARNT 45 /* of a heart that is known to be quick */
#define FRESH_MOST 80  /* seconds: four usual intervals of 20 s */

#define SKIN 0x06      /* contact supported, and felt */

static uint64_t seed;

struct watch {
        const struct random_session *session;
        uint64_t seed; /* the session's */
        enum pd_session_state state;
        pd_usec now, changed; /* resume, step: when the heart had to settle last; the start is what t_s counts from */
        pd_usec strap_at, pod_at, power_at;
        int32_t hr_bpm;       /* the strap's last word; PD_UNKNOWN where it is not to be believed */
        int32_t step;         /* the last that was shown, at live_at */
        pd_usec live_at;
        bool enough;
        enum pd_doubt doubt;  /* of the last that was shown */
        bool pushed, accused[PD_WITNESS_COUNT]; /* since then; by witness */
        int gentle;           /* hills in this session that were said to be too gentle */
        struct {
                int sessions, accusations, by_heart, by_power, pushes, gentle, enough, steps, doubted;
        } seen;
};

static void
accuse(const struct watch *watch, const struct pd_event *event, const char *what)
{
        fail_msg("%s, %d s: %s: %s (%s); PD_SEED=%llu PD_SESSIONS=1 plays it alone", watch->session->workout, event->t_s, what,
                pd_alert_type_name(event->alert.type), event->alert.message, (unsigned long long) watch->seed);
}

static bool
is_learning(const struct pd_athlete *athlete)
{
        return athlete->sessions_done < 4 && athlete->lt1_hr.provenance <= PD_PROVENANCE_ESTIMATED
                && athlete->lt1_speed.provenance <= PD_PROVENANCE_ESTIMATED && athlete->lt1_power.provenance <= PD_PROVENANCE_ESTIMATED;
}

static enum pd_witness
doubted_by(enum pd_doubt doubt)
{
        if (doubt == PD_DOUBT_POWER)
                return PD_WITNESS_POWER;
        return doubt >= PD_DOUBT_DROPOUT ? PD_WITNESS_SPEED : PD_WITNESS_HEART_RATE;
}

/* Of a witness that was doubted before and is afterwards nothing is held against her,
 * and with either of them nobody is asked for more. What is shown between the two is
 * never older than a second. */
static void
check_doubt(struct watch *watch, const struct pd_event *event)
{
        bool still = watch->doubt != PD_DOUBT_NONE && event->live.doubt == watch->doubt && event->at - watch->live_at <= 2 * PD_SEC;
        enum pd_witness doubted = doubted_by(watch->doubt);

        watch->seen.doubted += still && watch->doubt != PD_DOUBT_CADENCE;
        if (still && watch->doubt != PD_DOUBT_CADENCE && (watch->pushed || watch->accused[doubted]))
                fail_msg("%s, %d s: %s while in doubt: %s; PD_SEED=%llu PD_SESSIONS=1 plays it alone", watch->session->workout,
                        event->t_s, watch->pushed ? "pushed" : "accused", pd_doubt_name(watch->doubt), (unsigned long long) watch->seed);
        watch->doubt = event->live.doubt;
        watch->pushed = false;
        memset(watch->accused, 0, sizeof(watch->accused));
}

/* A cue names no witness; those that are accusations (a rest that was run, a
 * race begun too fast) are the pod's. */
static enum pd_witness
accuser(const struct pd_event *event)
{
        return event->alert.type == PD_ALERT_TOO_HARD && event->alert.witness == PD_WITNESS_NONE ? PD_WITNESS_SPEED : event->alert.witness;
}

static void
check_accusation(struct watch *watch, const struct pd_event *event)
{
        pd_usec since_strap = watch->now - watch->strap_at, since_pod = watch->now - watch->pod_at;
        int32_t settles = watch->session->athlete.kinetics.sessions > 0 ? SETTLES_LEARNT : SETTLES;

        watch->seen.accusations++;
        watch->accused[accuser(event)] = true;
        if (watch->state != PD_SESSION_RUNNING)
                accuse(watch, event, "not running");
        if (is_learning(event->athlete))
                accuse(watch, event, "learning");
        if (accuser(event) == PD_WITNESS_SPEED && (watch->pod_at == PD_NEVER || since_pod > FRESH_MOST * PD_SEC))
                accuse(watch, event, "by a pod that is not heard");
        watch->seen.by_power += accuser(event) == PD_WITNESS_POWER;
        if (accuser(event) == PD_WITNESS_POWER && (watch->power_at == PD_NEVER || watch->now - watch->power_at > FRESH_MOST * PD_SEC))
                accuse(watch, event, "by a power that is not heard");
        if (event->alert.witness != PD_WITNESS_HEART_RATE)
                return;
        watch->seen.by_heart++;
        if (watch->strap_at == PD_NEVER || since_strap > FRESH_MOST * PD_SEC || watch->hr_bpm == PD_UNKNOWN)
                accuse(watch, event, "by a strap that is not to be believed");
        if (event->t_s < settles || event->at - watch->changed < settles * PD_SEC)
                accuse(watch, event, "by a heart that settles");
}

/* To go harder. That it is enough is no push. */
static void
check_push(struct watch *watch, const struct pd_event *event)
{
        const struct pd_athlete *athlete = &watch->session->athlete;
        bool within_rep = event->alert.witness != PD_WITNESS_NONE;

        if (strcmp(event->alert.say, "Enough. Jog home.") == 0) {
                watch->enough = true;
                watch->seen.enough++;
                return;
        }
        watch->seen.pushes++;
        watch->seen.gentle += !within_rep;
        watch->gentle += !within_rep;
        watch->pushed = true;
        if (watch->gentle >= PD_REPS_ENOUGH)
                accuse(watch, event, "after as many have failed");
        if (watch->enough)
                accuse(watch, event, "after it was enough");
        if (pd_athlete_is_unwell(athlete))
                accuse(watch, event, "ill");
        if (athlete->age > 0 && athlete->age < 16)
                accuse(watch, event, "a child");
        if (watch->session->strap && watch->strap_at != PD_NEVER && watch->hr_bpm == PD_UNKNOWN)
                accuse(watch, event, "a heart that is not to be believed");
        if (watch->hr_bpm == PD_UNKNOWN)
                return;
        if (athlete->hr_max.value != 0 && watch->hr_bpm * 100 >= athlete->hr_max.value * 95)
                accuse(watch, event, "at 95 % of the highest heart rate");
        if (within_rep && athlete->lt2_hr.value != 0 && watch->hr_bpm >= athlete->lt2_hr.value)
                accuse(watch, event, "at LT2");
}

static void
check_step(struct watch *watch, const struct pd_event *event)
{
        if (strcmp(event->alert.tag, "step") != 0) /* a lap that she marked herself */
                return;
        watch->seen.steps++;
        if (watch->enough)
                accuse(watch, event, "a step after it was enough");
        if (pd_athlete_is_unwell(&watch->session->athlete)
                && event->workout->steps[event->alert.step_index].intensity >= PD_INTENSITY_MODERATE)
                accuse(watch, event, "a hard step asked of somebody who is not well");
}

static void
check_alert(struct watch *watch, const struct pd_event *event)
{
        switch (event->alert.type) {
        case PD_ALERT_TOO_EASY:
                check_push(watch, event);
                check_accusation(watch, event);
                return;
        case PD_ALERT_TOO_HARD:
        case PD_ALERT_GREY_ZONE:
                check_accusation(watch, event);
                return;
        case PD_ALERT_STEP:
                check_step(watch, event);
                return;
        case PD_ALERT_DRIFT:
        case PD_ALERT_BACK_ON_TARGET:
        case PD_ALERT_UNUSUAL_HR:
                if (watch->state != PD_SESSION_RUNNING)
                        accuse(watch, event, "not running");
                return;
        case PD_ALERT_BRIEF:
        case PD_ALERT_REST_DAY:
        case PD_ALERT_NO_PLAN:
        case PD_ALERT_SENSOR_LOST:
        case PD_ALERT_SENSOR_BACK:
        case PD_ALERT_CANNOT_TELL:
        case PD_ALERT_QUESTION:
        case PD_ALERT_PROPOSAL:
        case PD_ALERT_SESSION_STARTED:
        case PD_ALERT_SESSION_ENDED:
        case PD_ALERT_TYPE_COUNT:
                return;
        }
}

static void
check_sums(const struct watch *watch, const struct pd_summary *summary)
{
        int32_t sum = 0;

        for (int i = 0; i < PD_INTENSITY_COUNT; i++)
                sum += summary->seconds[i];
        if (sum != summary->moving_s || summary->moving_s > summary->duration_s)
                fail_msg("seed %llu: %d s in classes, %d s moving, %d s in all", (unsigned long long) watch->seed, sum,
                        summary->moving_s, summary->duration_s);
}

/* A trace may begin here: whoever was heard before, and is not heard again, was
 * never there. */
static void
forget(struct watch *watch)
{
        watch->strap_at = watch->pod_at = watch->power_at = PD_NEVER;
        watch->hr_bpm = PD_UNKNOWN;
}

static void
listen(void *user, const struct pd_event *event)
{
        struct watch *watch = user;

        watch->now = event->at > watch->now ? event->at : watch->now;
        if (event->kind == PD_EVENT_SESSION && event->session_change.state != watch->state) { /* else it fell silent, or speaks again */
                bool begins = watch->state < PD_SESSION_RUNNING;
                if (event->session_change.state == PD_SESSION_RUNNING && !begins)
                        watch->changed = event->at;
                if (event->session_change.state < PD_SESSION_RUNNING)
                        watch->enough = false;
                if (event->session_change.state < PD_SESSION_RUNNING || begins)
                        watch->gentle = 0;
                watch->state = event->session_change.state;
                watch->step = PD_UNKNOWN;
        } else if (event->kind == PD_EVENT_LIVE) {
                if (event->live.step_index != watch->step && watch->step != PD_UNKNOWN) /* at some time since */
                        watch->changed = watch->live_at > watch->changed ? watch->live_at : watch->changed;
                watch->step = event->live.step_index;
                check_doubt(watch, event);
                watch->live_at = event->at;
        } else if (event->kind == PD_EVENT_SUMMARY) {
                check_sums(watch, &event->summary);
                watch->seen.sessions++;
        } else if (event->kind == PD_EVENT_ALERT) {
                check_alert(watch, event);
        } else if (event->kind == PD_EVENT_REARMED) {
                forget(watch);
        }
}

/* What the strap's frame says to whoever reads it here. */
static void
note(struct watch *watch, const struct pd_input *input)
{
        watch->now = input->at;
        if (input->kind != PD_INPUT_FRAME)
                return;
        if (input->frame.characteristic == 0x2A53) {
                watch->pod_at = input->at;
                return;
        }
        if (input->frame.characteristic == 0x2A63) {
                watch->power_at = input->at;
                return;
        }
        watch->strap_at = input->at;
        watch->hr_bpm = (input->frame.bytes[0] & SKIN) == SKIN && input->frame.bytes[1] > 0 ? input->frame.bytes[1] : PD_UNKNOWN;
}

/* What comes of the time before an input is fed with what was heard until then. */
static void
play(struct watch *watch, const struct random_session *session)
{
        struct rig *rig = random_session_rig(session);

        rig->unpublished = true;
        rig->also = listen;
        rig->also_user = watch;
        watch->session = session;
        watch->state = PD_SESSION_IDLE;
        watch->step = PD_UNKNOWN;
        forget(watch);
        watch->now = watch->changed = watch->live_at = 0;
        watch->pushed = false;
        memset(watch->accused, 0, sizeof(watch->accused));
        watch->doubt = PD_DOUBT_NONE;
        watch->gentle = 0;
        watch->enough = false;
        for (size_t i = 0; i < session->inputs.n; i++) {
                const struct pd_input tick = {.at = session->inputs.items[i].at, .kind = PD_INPUT_TICK};
                rig_feed(rig, &tick);
                note(watch, &session->inputs.items[i]);
                rig_feed(rig, &session->inputs.items[i]);
        }
        rig_clear(rig);
        free(rig);
}

static void
nobody_is_accused_or_pushed_who_must_not_be(void **state)
{
        const char *given = getenv("PD_SESSIONS");
        uint64_t n = given != NULL ? strtoull(given, NULL, 10) : SESSIONS;
        struct watch watch = {.now = 0};

        (void) state;
        for (uint64_t i = 0; i < n; i++) {
                struct random_session session;

                watch.seed = seed + i;
                random_session_draw(&session, watch.seed, SESSION_S);
                play(&watch, &session);
                random_session_clear(&session);
        }
        printf("%llu runs, %d sessions, %d accusations, %d of them by heart rate, %d by power; "
                "%d pushes, %d after a hill; %d times it was enough; %d steps; %d seconds of doubt\n",
                (unsigned long long) n, watch.seen.sessions, watch.seen.accusations, watch.seen.by_heart, watch.seen.by_power,
                watch.seen.pushes, watch.seen.gentle, watch.seen.enough, watch.seen.steps, watch.seen.doubted);
        if (n >= SESSIONS) /* there was something to look at */
                assert_true(watch.seen.by_heart > 1000 && watch.seen.by_power > 1000 && watch.seen.pushes > 500
                        && watch.seen.gentle > 30 && watch.seen.enough > 100 && watch.seen.doubted > 10000);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(nobody_is_accused_or_pushed_who_must_not_be),
        };

        seed = ticks_seed();
        return cmocka_run_group_tests(tests, NULL, NULL);
}
