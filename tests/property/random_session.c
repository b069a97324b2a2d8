/* SPDX-License-Identifier: MIT */
#include "property/random_session.h"

#include "property/ticks.h"

#include "support/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REAL ((pd_usec) 1795342503 * PD_SEC)
#define TAIL_S 660

/* ---- who ------------------------------------------------------------------------ */

static struct pd_anchor
anchor(uint64_t *state, int32_t value)
{
        enum pd_provenance provenance = PD_PROVENANCE_PRIOR + (enum pd_provenance) ticks_below(state, 4);
        int32_t width = provenance == PD_PROVENANCE_TEST ? 0 : (int32_t) ticks_below(state, value / 16 + 1);

        return (struct pd_anchor) {value, width, provenance};
}

/* Learnt, and within what may be learnt. */
static struct pd_kinetics
kinetics(uint64_t *state)
{
        int32_t gain = 70 + (int32_t) ticks_below(state, 341);

        return (struct pd_kinetics) {
                .base_tenths = 1400 + (int32_t) ticks_below(state, 350) - gain * 24 / 10,
                .gain_tenths = gain,
                .tau_on_tenths = 170 + (int32_t) ticks_below(state, 601),
                .tau_off_tenths = 320 + (int32_t) ticks_below(state, 1111),
                .drift_milli = (int32_t) ticks_below(state, 601),
                .sd_tenths = 20 + (int32_t) ticks_below(state, 41),
                .sessions = 1 + (int32_t) ticks_below(state, 9),
        };
}

/* A runner of whom each threshold is known, or is not. */
static void
draw_athlete(struct pd_athlete *ret, uint64_t *state)
{
        int32_t lt1 = 125 + (int32_t) ticks_below(state, 45), lt2 = lt1 + 8 + (int32_t) ticks_below(state, 20);
        int32_t lt1_speed = 1900 + (int32_t) ticks_below(state, 2200), lt2_speed = lt1_speed + 200 + (int32_t) ticks_below(state, 600);

        pd_athlete_init(ret, "anna");
        if (ticks_below(state, 4) != 0)
                memcpy(ret->goal, "any", 4);
        ret->hr_rest = (struct pd_anchor) {40 + (int32_t) ticks_below(state, 30), 0, PD_PROVENANCE_FIELD};
        ret->hr_max = anchor(state, lt2 + 3 + (int32_t) ticks_below(state, 25));
        if (ticks_below(state, 8) != 0)
                ret->lt1_hr = anchor(state, lt1);
        if (ticks_below(state, 6) != 0)
                ret->lt2_hr = anchor(state, lt2);
        if (ticks_below(state, 4) != 0)
                ret->lt1_speed = anchor(state, lt1_speed);
        if (ticks_below(state, 4) != 0)
                ret->lt2_speed = anchor(state, lt2_speed);
        if (ticks_below(state, 3) == 0)
                ret->kinetics = kinetics(state);
        ret->age = (int32_t[]) {0, 9, 14, 15, 16, 30, 62}[ticks_below(state, 7)];
        ret->sessions_done = (int32_t) ticks_below(state, 8);
        ret->condition = (int32_t[]) {PD_CONDITION_ILL, PD_CONDITION_INJURED, 0, 0, 0, 0, 0, 0, 0, 0}[ticks_below(state, 10)];
        ret->judge_by = ticks_below(state, 3) == 0 ? (int32_t) ticks_below(state, 4) : PD_JUDGE_BY_BOTH;
        ret->level = ticks_below(state, 4) == 0 ? PD_LEVEL_BEGINNER : PD_LEVEL_RUNNER;
        ret->auto_start = PD_AUTO_START_BOTH;
        ret->units = ticks_below(state, 2) == 0 ? PD_UNITS_METRIC : PD_UNITS_IMPERIAL;
        pd_athlete_estimate(ret);
}

/* What is drawn for it leaves everything else as it is. About 1 W a kg for each m/s. */
#define WATTS_OF(mm_s) (68 * (mm_s) / 1000)
#define POWER_STREAM UINT64_C(0x9e3779b97f4a7c15)

static void
draw_power(struct random_session *ret, uint64_t *state)
{
        struct pd_athlete *athlete = &ret->athlete;

        ret->power = ret->pod && ticks_below(state, 2) == 0;
        if (!ret->power)
                return;
        if (ticks_below(state, 4) != 0)
                athlete->lt1_power = anchor(state, WATTS_OF(athlete->lt1_speed.value != 0 ? athlete->lt1_speed.value : 2800));
        if (ticks_below(state, 4) != 0)
                athlete->lt2_power = anchor(state, WATTS_OF(athlete->lt2_speed.value != 0 ? athlete->lt2_speed.value : 3400));
        if (ticks_below(state, 8) == 0)
                athlete->judge_by = PD_JUDGE_BY_POWER;
}

/* ---- what is asked ------------------------------------------------------------------ */

static void
draw_workout(char *ret, size_t size, uint64_t *state)
{
        int a = 1 + (int) ticks_below(state, 5), b = 2 + (int) ticks_below(state, 6), s = 30 + 5 * (int) ticks_below(state, 30);

        switch (ticks_below(state, 13)) {
        case 0:
                ret[0] = '\0';
                return;
        case 1:
                snprintf(ret, size, "recovery %dm", 5 * b);
                return;
        case 2:
                snprintf(ret, size, "%dm easy", 4 * b);
                return;
        case 3:
                snprintf(ret, size, "long: %dm easy", 4 * b);
                return;
        case 4:
                snprintf(ret, size, "%dm easy, %dx (%ds hills hard, %ds easy), 2m easy", a, b, s, s);
                return;
        case 5:
                snprintf(ret, size, "%dm easy, %dx (%ds hard, %ds rest), 2m easy", a, b, s, 20 + s / 2);
                return;
        case 6:
                snprintf(ret, size, "%dm easy, %dx (400mtr 4:30/km, %ds rest)", a, b, s);
                return;
        case 7:
                snprintf(ret, size, "tempo: %dm easy, %dm moderate, 3m easy", a, 2 * b);
                return;
        case 8:
                snprintf(ret, size, "%dm walk, %dx (%ds run, %ds walk)", a, b, s, s);
                return;
        default:
                snprintf(ret, size, "%dm easy, %dx (%dm hard, %ds easy)", a, b, 1 + a / 2, s);
                return;
        }
}

/* ---- what happens --------------------------------------------------------------------- */

struct runner {
        uint64_t *state;
        double hr, wander, speed, mm;
        double line_hr, line_speed, uphill; /* uphill: how much harder than the pod shows */
        int left_s;                         /* of this speed */
        int strap_out, pod_out, bare;       /* seconds without frames, or without skin */
        int spike, frozen, lock, dropout, no_steps, too_fast; /* seconds with a fault */
        int32_t spiked_by, frozen_at;
        pd_usec shift;                      /* of the wall clock against the trace */
        uint64_t power_state;
        int no_power, same_power, much_power; /* seconds with a fault of the power */
        int32_t kept_power;
};

static void
change_speed(struct runner *runner)
{
        static const double speeds[] = {0, 0, 0.7, 1.2, 1.8, 2.2, 2.4, 2.6, 2.8, 3.0, 3.3, 3.7, 4.4};

        runner->left_s = 3 + (int) ticks_below(runner->state, ticks_below(runner->state, 3) == 0 ? 300 : 90);
        runner->speed = speeds[ticks_below(runner->state, 13)];
        runner->uphill = ticks_below(runner->state, 5) == 0 ? 1.2 : 0;
}

static void
lose_some(struct runner *runner)
{
        int64_t what = ticks_below(runner->state, 400);
        int span = 2 + (int) ticks_below(runner->state, what % 2 == 0 ? 15 : 120);

        if (what < 3 || what == 9)
                runner->strap_out = span;
        if ((what >= 3 && what < 6) || what == 9)
                runner->pod_out = span;
        if (what == 6)
                runner->bare = span;
        if (what == 7 && ticks_below(runner->state, 3) == 0)
                runner->strap_out = runner->pod_out = 60 + (int) ticks_below(runner->state, 900);
}

static void
begin_fault(struct runner *runner)
{
        int64_t what = ticks_below(runner->state, 900);
        int span = 2 + (int) ticks_below(runner->state, what % 2 == 0 ? 30 : 180);

        if (what == 0 || what == 1) {
                runner->spike = span;
                runner->spiked_by = 70 - (int32_t) ticks_below(runner->state, 141);
        }
        if (what == 2 || what == 3) {
                runner->frozen = span;
                runner->frozen_at = (int32_t) runner->hr;
        }
        if (what == 4 || what == 5)
                runner->lock = span;
        if (what == 6 || what == 7)
                runner->dropout = span;
        if (what == 8)
                runner->no_steps = span;
        if (what == 10)
                runner->too_fast = span;
}

static double
noise(struct runner *runner)
{
        return (double) ticks_below(runner->state, 2001) / 1000 - 1;
}

static void
live_second(struct runner *runner)
{
        double target = runner->line_hr + 24 * (runner->speed + runner->uphill - runner->line_speed);

        if (runner->speed < 0.5)
                target = 70;
        if (runner->left_s-- <= 0)
                change_speed(runner);
        lose_some(runner);
        begin_fault(runner);
        runner->wander = 0.95 * runner->wander + 1.9 * noise(runner);
        runner->hr += (target - runner->hr) / (target > runner->hr ? 39 : 73);
        runner->mm += 1000 * runner->speed;
}

/* What the strap makes of the heart. Faulty, it has no beats to show for it. */
static struct pd_input
strap_frame(struct runner *runner, pd_usec at)
{
        int32_t bpm = (int32_t) (runner->hr + runner->wander);
        bool faulty = runner->spike > 0 || runner->frozen > 0 || runner->lock > 0;
        struct pd_input strap;

        if (runner->lock-- > 0)
                bpm = 2 * RIG_STEPS;
        if (runner->frozen-- > 0)
                bpm = runner->frozen_at;
        if (runner->spike-- > 0)
                bpm += runner->spiked_by;
        strap = rig_strap_frame(at, bpm < 40 ? 40 : bpm > 225 ? 225 : bpm);
        if (faulty) {
                strap.frame.bytes[0] = 0x06;
                strap.frame.length = 2;
        }
        if (runner->bare-- > 0) {
                strap.frame.bytes[0] = 0x04; /* contact supported, and none */
                strap.frame.length = 2;
        }
        return strap;
}

static struct pd_input
pod_frame(struct runner *runner, pd_usec at)
{
        int32_t mm_s = (int32_t) (1000 * runner->speed * (1 + 0.04 * noise(runner)));
        struct pd_input pod;

        if (runner->too_fast-- > 0)
                mm_s = 12500 + (int32_t) ticks_below(runner->state, 3000);
        pod = rig_pod_frame(at, mm_s, (int64_t) (runner->mm / 100));
        if (runner->dropout-- > 0)
                pod.frame.bytes[1] = pod.frame.bytes[2] = 0; /* and steps */
        if (runner->no_steps-- > 0)
                pod.frame.bytes[3] = 0;
        return pod;
}

static void
begin_power_fault(struct runner *runner)
{
        int64_t what = ticks_below(&runner->power_state, 900);
        int span = 2 + (int) ticks_below(&runner->power_state, 120);

        if (what < 2)
                runner->no_power = span;
        if (what == 2)
                runner->same_power = span;
        if (what == 3)
                runner->much_power = span;
}

/* It knows the hill. */
static struct pd_input
power_frame(struct runner *runner, pd_usec at)
{
        int32_t wavers = (int32_t) ticks_below(&runner->power_state, 81) - 40;
        int32_t watts = (int32_t) (WATTS_OF(1000 * (runner->speed + (runner->speed >= 0.5 ? runner->uphill : 0))) * (1000 + wavers) / 1000);

        begin_power_fault(runner);
        if (runner->same_power-- > 0)
                watts = runner->kept_power;
        if (runner->no_power-- > 0)
                watts = 0;
        if (runner->much_power-- > 0)
                watts = 1001 + (int32_t) ticks_below(&runner->power_state, 2000);
        runner->kept_power = watts;
        return rig_power_frame(at, watts);
}

static void
add_frames(struct random_session *session, struct runner *runner, pd_usec at)
{
        const struct pd_input strap = strap_frame(runner, at), pod = pod_frame(runner, at + 250 * PD_MSEC);

        if (session->strap && runner->strap_out <= 0)
                rig_inputs_add(&session->inputs, &strap);
        if (session->pod && runner->pod_out <= 0)
                rig_inputs_add(&session->inputs, &pod);
        if (session->power && runner->pod_out <= 0) {
                const struct pd_input power = power_frame(runner, at + 300 * PD_MSEC);
                rig_inputs_add(&session->inputs, &power);
        }
        runner->strap_out--;
        runner->pod_out--;
}

static void
add_clock(struct random_session *session, struct runner *runner, pd_usec at)
{
        struct pd_input input = {.at = at, .kind = PD_INPUT_CLOCK};

        if (ticks_below(runner->state, 3) == 0)
                runner->shift += (ticks_below(runner->state, 7200) - 3600) * PD_SEC;
        memcpy(input.clock.boot_id, "0123456789abcdef0123456789abcdef", PD_BOOT_ID_SIZE);
        input.clock.boot = at;
        input.clock.real = REAL + at + runner->shift;
        input.clock.utc_offset_s = (int32_t) ticks_below(runner->state, 3) * 3600;
        input.clock.synchronised = ticks_below(runner->state, 3) != 0;
        rig_inputs_add(&session->inputs, &input);
}

static void
add_order(struct random_session *session, struct runner *runner, pd_usec at)
{
        static const enum pd_command_verb verbs[] = {PD_COMMAND_PAUSE, PD_COMMAND_RESUME, PD_COMMAND_RESUME, PD_COMMAND_LAP,
                PD_COMMAND_SKIP, PD_COMMAND_SKIP, PD_COMMAND_BACK,
                PD_COMMAND_FREE, PD_COMMAND_MUTE, PD_COMMAND_UNMUTE, PD_COMMAND_UNMUTE, PD_COMMAND_START,
                PD_COMMAND_STOP, PD_COMMAND_REPORT};
        struct pd_input input = {.at = at, .kind = PD_INPUT_COMMAND};

        input.command.verb = verbs[ticks_below(runner->state, sizeof(verbs) / sizeof(verbs[0]))];
        if (input.command.verb == PD_COMMAND_MUTE)
                input.command.number = 1 + (int32_t) ticks_below(runner->state, 3);
        rig_inputs_add(&session->inputs, &input);
}

void
random_session_draw(struct random_session *ret, uint64_t seed, int seconds)
{
        uint64_t state = seed, power_state = seed ^ POWER_STREAM;
        struct runner runner = {.state = &state, .hr = 75, .line_hr = 140 + (double) ticks_below(&state, 35), .line_speed = 2.4};
        bool orders = ticks_below(&state, 2) == 0;

        memset(ret, 0, sizeof(*ret));
        draw_athlete(&ret->athlete, &state);
        draw_workout(ret->workout, sizeof(ret->workout), &state);
        ret->strap = ticks_below(&state, 6) != 0;
        ret->pod = !ret->strap || ticks_below(&state, 4) != 0;
        draw_power(ret, &power_state);
        runner.power_state = power_state;
        add_clock(ret, &runner, 0);
        for (int s = 0; s < seconds + TAIL_S; s++) {
                live_second(&runner);
                if (s >= seconds)
                        runner.speed = runner.uphill = 0;
                add_frames(ret, &runner, (s + 1) * PD_SEC);
                if (ticks_below(&state, 300) == 0)
                        add_clock(ret, &runner, (s + 1) * PD_SEC + 400 * PD_MSEC);
                if (orders && ticks_below(&state, 150) == 0)
                        add_order(ret, &runner, (s + 1) * PD_SEC + 500 * PD_MSEC);
        }
}

void
random_session_clear(struct random_session *session)
{
        rig_inputs_clear(&session->inputs);
}

struct rig *
random_session_rig(const struct random_session *session)
{
        struct rig *rig = malloc(sizeof(*rig));
        struct pd_workout *plan = malloc(sizeof(*plan));

        assert_non_null(rig);
        assert_non_null(plan);
        pd_workout_init(plan);
        if (session->workout[0] != '\0')
                rig_workout(plan, session->workout, &session->athlete);
        rig_init(rig, &session->athlete, plan);
        free(plan);
        return rig;
}
