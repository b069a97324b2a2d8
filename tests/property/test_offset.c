/* SPDX-License-Identifier: MIT */
/*
 * A sensor that is trusted and reads high all along, by up to 10 bpm or 10 %, is
 * not judged easier than one that reads right, but for instants that move and
 * are counted: over random runs, with noise as on real ones. PD_SEED says which, PD_SESSIONS how many.
 */
#include "property/ticks.h"

#include "support/cm.h"
#include "support/rig.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SESSIONS 150
#define SESSION_S 2400
#define TAIL_S 660 /* of standing, which ends it */
#define SECONDS (SESSION_S + TAIL_S + 2)

/* A pod's numbers are 4 mm/s apart, and a strap's beats 1/1024 s, which at 150 bpm is 0.37 bpm: what
 * is so many bpm more is more by a little less or a little more as the beats tell it. Where her speed, or the
 * climb of her heart from one ten minutes to the next, touches a bound, rounding decides, and
 * it may decide otherwise of two. What the true reading itself, rounded otherwise, is
 * judged by is no easier judgement. */
#define ROUNDINGS 6

/* A filter that passes one half does so a second or two earlier or later; what is over
 * begins with the frame that crossed the tolerance. */
#define CLASS_S 2
#define OVER_S 3

/* What is 12 % off may be a stride, for which the word waits 5 s longer, 6 s on a recovery day
 * (core/coach/prompt_case): what is over by then is not told. The all-clear comes 8 s after it is over. */
#define TOLD_S 8
#define BACK_S 8

static uint64_t seed;

/* How the sensors read what is. */
struct reading {
        int32_t bpm;     /* more */
        int32_t percent; /* more speed */
        int32_t rounding; /* of the pod's number and the strap's beat: in so many sixths of their units */
};

/* What is asked, and who is heard. */
struct run {
        const char *workout; /* NULL: nothing */
        bool strap, pod, by_heart;
        bool floors; /* more than a ceiling is asked: who is faster does more of it */
};

static const struct run runs[] = {
        {"recovery 40m", true, true, false, false},
        {"40m easy", true, true, false, false},
        {"long: 40m easy", true, true, false, false},
        {"10m easy, 20m recovery, 10m easy", true, true, false, false},
        {"40m 6:50-7:10/km", true, true, false, false},
        {NULL, true, true, false, false},
        {"40m <148bpm", true, true, false, false},
        {"40m <148bpm", true, false, false, false},
        {"40m easy", true, false, false, false},
        {"40m easy", false, true, false, false},
        {"40m easy", true, true, true, false},
        {"recovery 40m", true, true, true, false},
        {"10m easy, 5x (90s hard, 90s easy), 15m easy", true, true, false, true},
        {"10m easy, 6x (60s hills hard, 90s easy), 15m easy", true, true, false, true},
        {"tempo: 10m easy, 15m moderate, 15m easy", true, true, false, true},
};

struct runner {
        uint64_t state;
        double target, speed, hr, pod_error, hr_error, mm;
        double tau_on, tau_off, gain, drift;
        int left_s;
};

/* What came of it. */
struct judgement {
        struct pd_summary summary;
        int8_t intensity[SECONDS]; /* second by second */
        int32_t told_s; /* when it was first said that a ceiling is passed; INT32_MAX: never */
        int32_t told_lasting_s; /* the same, of what was not over within the slack anyway */
};

static double
uniform(struct runner *runner)
{
        return (double) ticks_below(&runner->state, 1000001) / 1000000;
}

/* Of twelve uniform ones: SD 1. */
static double
normal(struct runner *runner)
{
        double sum = -6;

        for (int i = 0; i < 12; i++)
                sum += uniform(runner);
        return sum;
}

static void
begin(struct runner *runner, uint64_t from)
{
        *runner = (struct runner) {.state = from, .hr = 90, .speed = 1.9};
        runner->tau_on = 29 + 29 * uniform(runner);
        runner->tau_off = 50 + 44 * uniform(runner);
        runner->gain = 15 + 15 * uniform(runner);
        runner->drift = 0.3 * uniform(runner);
}

/* Steady for minutes, a step, or a slow change; between a jog and LT2. */
static void
live_second(struct runner *runner, int s)
{
        double leads_to = 152 + runner->gain * (runner->speed - 2.9) + runner->drift * s / 60;

        if (runner->left_s-- <= 0) {
                runner->left_s = 20 + (int) ticks_below(&runner->state, ticks_below(&runner->state, 2) == 0 ? 60 : 600);
                runner->target = 1.9 + 1.7 * uniform(runner);
                if (ticks_below(&runner->state, 3) != 0)
                        runner->speed = runner->target;
        }
        runner->speed += (runner->target - runner->speed) / 40;
        runner->hr += (leads_to - runner->hr) / (leads_to > runner->hr ? runner->tau_on : runner->tau_off);
        runner->pod_error = 0.7 * runner->pod_error + 0.025 * 0.714 * normal(runner);
        runner->hr_error = 0.95 * runner->hr_error + 3.5 * 0.312 * normal(runner);
        runner->mm += 1000 * runner->speed;
}

/* Half a unit up or down, in sixths. */
static double
rounding(int32_t sixths)
{
        return (sixths - ROUNDINGS / 2) * 4.0 / ROUNDINGS;
}

static void
feed_second(struct rig *rig, const struct run *run, const struct runner *runner, const struct reading *reading, int s)
{
        double factor = (100 + reading->percent) / 100.0;
        double mm_s = s >= SESSION_S ? 0 : 1000 * runner->speed * (1 + runner->pod_error) * factor + rounding(reading->rounding);
        int32_t bpm = (int32_t) (runner->hr + runner->hr_error + 0.5) + reading->bpm;
        struct pd_input strap = rig_beat_frame((s + 1) * PD_SEC, bpm, (60 * 1024 + bpm * reading->rounding / ROUNDINGS) / bpm);
        struct pd_input pod = rig_pod_frame((s + 1) * PD_SEC + 250 * PD_MSEC, (int32_t) mm_s, (int64_t) (runner->mm * factor / 100));

        if (run->strap)
                rig_feed(rig, &strap);
        if (run->pod)
                rig_feed(rig, &pod);
}

static void
listen(void *user, const struct pd_event *event)
{
        struct judgement *judgement = user;
        int32_t s = (int32_t) (event->at / PD_SEC);

        if (event->kind == PD_EVENT_LIVE)
                judgement->intensity[s] = (int8_t) event->live.intensity;
        if (event->kind == PD_EVENT_SUMMARY)
                judgement->summary = event->summary;
        if (event->kind != PD_EVENT_ALERT)
                return;
        if (event->alert.type == PD_ALERT_BACK_ON_TARGET && s - judgement->told_lasting_s < TOLD_S + BACK_S)
                judgement->told_lasting_s = INT32_MAX;
        if (event->alert.type != PD_ALERT_TOO_HARD && event->alert.type != PD_ALERT_GREY_ZONE)
                return;
        judgement->told_s = s < judgement->told_s ? s : judgement->told_s;
        judgement->told_lasting_s = s < judgement->told_lasting_s ? s : judgement->told_lasting_s;
}

static void
obey(struct rig *rig, pd_usec at, enum pd_command_verb verb)
{
        const struct pd_input input = {.at = at, .kind = PD_INPUT_COMMAND, .command.verb = verb};

        rig_feed(rig, &input);
}

/* Of the run that FROM draws, as the sensors read it. */
static void
judge(const struct run *run, uint64_t from, const struct reading *reading, struct judgement *ret)
{
        struct rig *rig = malloc(sizeof(*rig));
        struct pd_workout *plan = malloc(sizeof(*plan));
        struct pd_athlete athlete;
        struct runner runner;

        *ret = (struct judgement) {.told_s = INT32_MAX, .told_lasting_s = INT32_MAX};
        rig_runner_a(&athlete);
        athlete.judge_by = run->by_heart ? PD_JUDGE_BY_HR : PD_JUDGE_BY_BOTH;
        athlete.auto_start = PD_AUTO_START_BOTH;
        pd_workout_init(plan);
        if (run->workout != NULL)
                rig_workout(plan, run->workout, &athlete);
        rig_init(rig, &athlete, plan);
        rig->unpublished = true;
        rig->also = listen;
        rig->also_user = ret;
        begin(&runner, from);
        obey(rig, PD_SEC / 2, PD_COMMAND_START);
        for (int s = 0; s < SESSION_S + TAIL_S; s++) {
                if (s < SESSION_S)
                        live_second(&runner, s);
                feed_second(rig, run, &runner, reading, s);
        }
        obey(rig, (SESSION_S + TAIL_S + 1) * PD_SEC, PD_COMMAND_STOP);
        assert_true(ret->summary.final);
        rig_clear(rig);
        free(rig);
        free(plan);
}

/* ---- is it easier? -------------------------------------------------------- */

enum { CLASS, OVER, TOLD, PURPOSE, MEASURES };

static const struct {
        const char *name;
        int32_t slack; /* seconds */
} measures[MEASURES] = {
        [CLASS] = {"seconds of an easier class", CLASS_S},
        [OVER] = {"seconds fewer over the ceiling", OVER_S},
        [TOLD] = {"seconds later that it was told", TOLD_S},
        [PURPOSE] = {"milder, in steps of purpose and verdict", 0},
};

static int32_t
easier_seconds(const struct judgement *right, const struct judgement *high)
{
        int32_t n = 0;

        for (size_t s = 0; s < SECONDS; s++)
                n += right->intensity[s] != PD_INTENSITY_UNKNOWN && high->intensity[s] < right->intensity[s];
        return n;
}

static int32_t
milder(const struct pd_summary *right, const struct pd_summary *high)
{
        int32_t steps = 0;

        if (right->purpose_result >= PD_PURPOSE_RESULT_MET && right->purpose_result <= PD_PURPOSE_RESULT_MISSED)
                steps += high->purpose_result < right->purpose_result;
        return steps + (right->verdict == PD_VERDICT_EXERCISING && high->verdict == PD_VERDICT_TRAINING);
}

static void
compare(const struct run *run, const struct judgement *right, const struct judgement *high, int32_t ret[static MEASURES])
{
        ret[CLASS] = easier_seconds(right, high);
        ret[OVER] = right->summary.over_s - high->summary.over_s;
        ret[TOLD] = run->workout != NULL && high->told_s > right->told_lasting_s ? high->told_s - right->told_lasting_s : 0;
        ret[PURPOSE] = run->floors ? 0 : milder(&right->summary, &high->summary);
}

static bool
is_easier(const int32_t by[static MEASURES])
{
        for (int i = 0; i < MEASURES; i++)
                if (by[i] > measures[i].slack)
                        return true;
        return false;
}

/* The mildest of the judgements that the true reading gets, rounded one way or another. */
static void
mildest_of_roundings(const struct run *run, uint64_t from, struct judgement *ret)
{
        struct judgement *other = malloc(sizeof(*other));

        for (int32_t i = 0; i < ROUNDINGS; i++) {
                const struct reading rounded = {.rounding = i};

                judge(run, from, &rounded, other);
                for (size_t s = 0; s < SECONDS; s++)
                        ret->intensity[s] = other->intensity[s] < ret->intensity[s] ? other->intensity[s] : ret->intensity[s];
                if (other->summary.over_s < ret->summary.over_s)
                        ret->summary.over_s = other->summary.over_s;
                if (other->told_lasting_s > ret->told_lasting_s)
                        ret->told_lasting_s = other->told_lasting_s;
                if (milder(&ret->summary, &other->summary) > 0) {
                        ret->summary.purpose_result = other->summary.purpose_result;
                        ret->summary.verdict = other->summary.verdict;
                }
        }
        free(other);
}

static void
complain(const struct run *run, uint64_t from, const struct reading *reading, const int32_t by[static MEASURES])
{
        for (int i = 0; i < MEASURES; i++)
                if (by[i] > measures[i].slack)
                        fail_msg("%s%s%s%s, %d bpm and %d %% more: %d %s; PD_SEED=%llu PD_SESSIONS=1 plays it alone",
                                run->workout != NULL ? run->workout : "no workout", run->strap ? ", strap" : "", run->pod ? ", pod" : "",
                                run->by_heart ? ", by the heart" : "", reading->bpm, reading->percent, by[i], measures[i].name,
                                (unsigned long long) from);
}

/* By a pod, instants may move: that she has slowed down, that she is at LT1 speed, that an excess is a
 * stride are told at shares of speeds, and where one is just touched a case begins anew in one and
 * goes on in the other, for up to four of the heart's time constants. By a strap one does: a heart that is read
 * higher has been above a prescribed ceiling more often, is better known to come back by itself, and waited for
 * (core/coach/heart_case). Of 24,000 sessions (from seeds 300000000 and 2500000000) it was 54 by a pod, all but one
 * by up to 181 seconds, and none by a strap; by a strap it was one of 3,000 from 41000000, by 10 seconds. */
#define TOUCHED_S 292
#define TOUCHED_PERCENT 1
#define TOUCHED_ANYWAY 3 /* of few sessions */

/* One of them went further, in purpose, too: 2500006404, of a runner who is judged by her heart and wears a pod
 * that reads 6 % high. Of such runners, so many may. */
#define FAR_EVERY 5000 /* sessions */
#define FAR_ANYWAY 1   /* of few */

/* Clears from BY what such a touch explains. */
static bool
is_touched(int32_t by[static MEASURES])
{
        bool touched = false;

        for (int i = 0; i < PURPOSE; i++)
                if (by[i] > measures[i].slack && by[i] <= TOUCHED_S) {
                        by[i] = 0;
                        touched = true;
                }
        return touched;
}

static bool
may_go_far(const struct run *run, const struct reading *reading)
{
        return run->by_heart && run->pod && reading->percent != 0;
}

/* How many sessions such a touch must explain, and how many went further than it should. */
struct touches {
        uint64_t touched, far;
};

static void
check(const struct run *run, uint64_t from, const struct reading *reading, struct touches *touches)
{
        const struct reading true_reading = {.rounding = ROUNDINGS / 2};
        struct judgement *right = malloc(sizeof(*right)), *high = malloc(sizeof(*high));
        int32_t by[MEASURES];

        judge(run, from, &true_reading, right);
        judge(run, from, reading, high);
        compare(run, right, high, by);
        if (is_easier(by)) {
                mildest_of_roundings(run, from, right);
                compare(run, right, high, by);
                touches->touched += is_touched(by);
        }
        if (is_easier(by) && may_go_far(run, reading))
                touches->far++;
        else
                complain(run, from, reading, by);
        free(right);
        free(high);
}

static void
a_sensor_that_reads_high_is_never_judged_easier(void **state)
{
        const char *asked = getenv("PD_SESSIONS");
        uint64_t sessions = asked != NULL ? strtoull(asked, NULL, 10) : SESSIONS;
        struct touches touches = {0};

        (void) state;
        for (uint64_t i = 0; i < sessions; i++) {
                uint64_t draw = seed + i;
                const struct run *run = &runs[ticks_below(&draw, sizeof(runs) / sizeof(runs[0]))];
                struct reading reading = {.rounding = ROUNDINGS / 2};
                bool by_pod = !run->strap || (run->pod && ticks_below(&draw, 2) == 0);

                *(by_pod ? &reading.percent : &reading.bpm) = 1 + (int32_t) ticks_below(&draw, 10);
                check(run, seed + i, &reading, &touches);
        }
        printf("%llu sessions; in %llu of them a bound was just touched, in %llu it went far\n", (unsigned long long) sessions,
                (unsigned long long) touches.touched, (unsigned long long) touches.far);
        assert_true(touches.touched * 100 <= sessions * TOUCHED_PERCENT + 100 * TOUCHED_ANYWAY);
        assert_true(touches.far * FAR_EVERY <= sessions + FAR_ANYWAY * FAR_EVERY);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_sensor_that_reads_high_is_never_judged_easier),
        };

        seed = ticks_seed();
        return cmocka_run_group_tests(tests, NULL, NULL);
}
