/* SPDX-License-Identifier: MIT */
/* The heart against its expected path in a whole session, and what is known of it after that. */
#include "support/card.h"

#include "fakes/virtual_athlete.h"
#include "support/cm.h"

#include <string.h>

/* Runner A's body: the published medians, as it happens. */
static const struct pd_virtual_body body = {
        .dead_s = 5, .up_s = 39, .down_s = 73, .line_hr = 152, .line_slope = 24, .line_speed = 2.9, .drift = 0.2,
        .rest_hr = 52, .max_hr = 186};

/* What was shown of one session. */
struct heard {
        size_t n, n_expected, n_near;
        struct pd_kinetics learnt;
        size_t n_summaries;
};

static void
listen(void *user, const struct pd_event *event)
{
        struct heard *heard = user;
        int32_t off;

        if (event->kind == PD_EVENT_SUMMARY && event->summary.final) {
                heard->learnt = event->summary.kinetics;
                heard->n_summaries++;
        }
        if (event->kind != PD_EVENT_LIVE || event->t_s < 120)
                return;
        heard->n++;
        if (event->live.hr_expected_bpm == PD_UNKNOWN)
                return;
        heard->n_expected++;
        off = event->live.hr_bpm - event->live.hr_expected_bpm;
        heard->n_near += off >= -3 && off <= 3;
}

static void
add(struct pd_run_script *script, int32_t seconds, double speed)
{
        script->steps[script->n_steps++] = (struct pd_run_step) {.at_s = script->end_s, .verb = PD_RUN_SPEED, .speed = speed};
        script->end_s += seconds;
}

/* Repeats, or as long a run at one speed. */
static struct pd_run_script
session(bool repeats)
{
        struct pd_run_script script = {.body = body, .worn = {true, true}};

        add(&script, 720, 2.5);
        for (int i = 0; i < 6; i++) {
                add(&script, 150, repeats ? 3.5 : 2.5);
                add(&script, 100, repeats ? 2.2 : 2.5);
        }
        add(&script, 600, 2.5);
        return script;
}

static void
run(const struct pd_athlete *athlete, const char *words, bool repeats, struct heard *ret)
{
        const struct pd_run_script script = session(repeats);
        struct rig_inputs inputs = {0};
        struct pd_workout workout;
        struct rig rig;

        *ret = (struct heard) {0};
        pd_workout_init(&workout);
        if (words != NULL)
                rig_workout(&workout, words, athlete);
        rig_init(&rig, athlete, &workout);
        rig.unpublished = true;
        rig.also = listen;
        rig.also_user = ret;
        rig_inputs_of_script(&inputs, &script, 0);
        for (size_t i = 0; i < inputs.n; i++)
                rig_feed(&rig, &inputs.items[i]);
        rig_feed(&rig, &(struct pd_input) {.at = inputs.items[inputs.n - 1].at + 7 * PD_HOUR, .kind = PD_INPUT_TICK});
        rig_inputs_clear(&inputs);
        rig_clear(&rig);
}

static void
what_is_expected_is_shown_and_true_of_who_is_as_most_are(void **state)
{
        struct pd_athlete athlete;
        struct heard heard;

        (void) state;
        rig_runner_a(&athlete);
        run(&athlete, NULL, true, &heard);
        assert_int_equal(heard.n_summaries, 1);
        assert_true(heard.n > 2500);
        assert_int_equal(heard.n_expected, heard.n);
        assert_true(heard.n_near * 100 > heard.n * 95);
}

static void
repeats_teach_and_a_steady_run_does_not(void **state)
{
        struct pd_athlete athlete;
        struct heard heard;

        (void) state;
        rig_runner_a(&athlete);
        run(&athlete, NULL, true, &heard);
        assert_int_equal(heard.learnt.sessions, 1);
        assert_in_range(heard.learnt.tau_on_tenths, 340, 440);
        assert_in_range(heard.learnt.tau_off_tenths, 650, 800);
        assert_in_range(heard.learnt.gain_tenths, 220, 260);
        run(&athlete, NULL, false, &heard);
        assert_int_equal(heard.n_summaries, 1);
        assert_int_equal(heard.learnt.sessions, 0);
        athlete.kinetics = (struct pd_kinetics) {900, 200, 400, 700, 100, 30, 4};
        run(&athlete, NULL, false, &heard); /* and what was known stays known */
        assert_memory_equal(&heard.learnt, &athlete.kinetics, sizeof(athlete.kinetics));
}

static void
uphill_nothing_is_expected_and_nothing_learnt(void **state)
{
        struct pd_athlete athlete;
        struct heard heard;

        (void) state;
        rig_runner_a(&athlete);
        run(&athlete, "60m hills hard", true, &heard);
        assert_int_equal(heard.n_summaries, 1);
        assert_int_equal(heard.n_expected, 0);
        assert_int_equal(heard.learnt.sessions, 0);
}

static void
the_next_trace_begins_with_what_was_learnt(void **state)
{
        const struct pd_run_script script = session(true);
        struct rig_inputs inputs = {0};
        struct pd_athlete athlete;
        struct pd_workout workout;
        struct card card = {.rearmed = false};
        struct pd_pump *pump = card_pump_new(&card);

        (void) state;
        rig_runner_a(&athlete);
        pd_workout_init(&workout);
        assert_int_equal(pd_pump_add_athlete(pump, &athlete, &workout), 0);
        rig_inputs_of_script(&inputs, &script, 0);
        for (size_t i = 0; i < inputs.n; i++)
                assert_int_equal(pd_pump_feed(pump, athlete.id, &inputs.items[i]), 0);
        assert_int_equal(card.head.athlete.kinetics.sessions, 0); /* by which this session is judged */
        assert_int_equal(pd_pump_succeed(pump, &athlete, &workout), 0); /* today's values, as they were known this morning */
        for (int hour = 1; hour <= 7; hour++)
                assert_int_equal(pd_pump_feed(pump, athlete.id,
                                         &(struct pd_input) {.at = inputs.items[inputs.n - 1].at + hour * PD_HOUR, .kind = PD_INPUT_TICK}),
                        0);
        assert_int_equal(pd_pump_snapshot(pump, 0)->athlete.kinetics.sessions, 1);
        assert_int_equal(card.head.athlete.kinetics.sessions, 1);
        rig_inputs_clear(&inputs);
        card_clear(&card);
        pd_pump_free(pump);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(what_is_expected_is_shown_and_true_of_who_is_as_most_are),
                cmocka_unit_test(repeats_teach_and_a_steady_run_does_not),
                cmocka_unit_test(uphill_nothing_is_expected_and_nothing_learnt),
                cmocka_unit_test(the_next_trace_begins_with_what_was_learnt),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
