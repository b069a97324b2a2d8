/* SPDX-License-Identifier: MIT */
/* What a session shows of its runner's kinetics, and that others show nothing. */
#include "core/signal/kinetics_fit.h"

#include "support/cm.h"

#include "purposed/event.h"

#include <math.h>
#include <stdlib.h>

/* A heart of known kinetics. Its residual is drawn: AR(1) 0.95. */
struct heart {
        double up_s, down_s, gain, line_at_3, drift, wander_sd;
        double now, wander;
        double speeds[5]; /* a ring: the dead time */
        int seconds;
        uint32_t draws;
};

static const struct heart some_heart = {.up_s = 36, .down_s = 66, .gain = 22, .line_at_3 = 155, .drift = 0.1, .wander_sd = 3.5, .draws = 1};

/* About normal, variance 1: twelve of numbers from 0 to 1 (Numerical Recipes' quick generator). */
static double
draw(struct heart *heart)
{
        double sum = -6;

        for (int i = 0; i < 12; i++) {
                heart->draws = heart->draws * 1664525u + 1013904223u;
                sum += heart->draws / 4294967296.0;
        }
        return sum;
}

static int32_t
beat(struct heart *heart, double speed)
{
        double *slot = &heart->speeds[heart->seconds % 5], goal;

        goal = heart->line_at_3 + heart->gain * ((heart->seconds < 5 ? speed : *slot) - 3) + heart->drift * heart->seconds / 60;
        *slot = speed;
        if (heart->seconds++ == 0)
                heart->now = goal - 40;
        heart->now += (goal - heart->now) / (goal > heart->now ? heart->up_s : heart->down_s);
        heart->wander = 0.95 * heart->wander + sqrt(1 - 0.95 * 0.95) * heart->wander_sd * draw(heart);
        return (int32_t) (heart->now + heart->wander + 0.5);
}

/* What a second is, besides its speed. */
enum flaw { FLAW_NONE, FLAW_UPHILL, FLAW_STANDING_HEART };

static void
run(struct pd_kinetics_fit *fit, struct heart *heart, int seconds, double speed, enum flaw flaw)
{
        for (int i = 0; i < seconds; i++) {
                int32_t bpm = beat(heart, speed);

                pd_kinetics_fit_second(fit, flaw == FLAW_UPHILL ? PD_UNKNOWN : (int32_t) (speed * 1000),
                        flaw == FLAW_STANDING_HEART ? 150 : bpm, PD_UNKNOWN);
        }
}

static void
run_repeats(struct pd_kinetics_fit *fit, struct heart *heart, double slow, double fast, enum flaw flaw)
{
        pd_kinetics_fit_init(fit);
        run(fit, heart, 720, 2.5, FLAW_NONE);
        for (int i = 0; i < 6; i++) {
                run(fit, heart, 150, fast, flaw);
                run(fit, heart, 100, slow, FLAW_NONE);
        }
        run(fit, heart, 600, 2.5, FLAW_NONE);
}

static bool
finds(const struct pd_kinetics_fit *fit, struct pd_kinetics_found *ret)
{
        const struct pd_kinetics before = {.tau_on_tenths = 390, .tau_off_tenths = 730, .drift_milli = 200, .sd_tenths = 35};

        return pd_kinetics_fit_find(fit, &before, ret);
}

static void
repeats_show_what_the_heart_is_like(void **state)
{
        static const struct {
                double up, down, gain;
        } rows[] = {{30, 52, 28}, {36, 66, 22}, {55, 90, 16}, {40, 90, 25}, {55, 55, 20}};

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct heart heart = some_heart;
                struct pd_kinetics_fit fit;
                struct pd_kinetics_found found;

                heart.up_s = rows[i].up, heart.down_s = rows[i].down, heart.gain = rows[i].gain;
                heart.draws = (uint32_t) (i + 1);
                run_repeats(&fit, &heart, 2.2, 3.7, FLAW_NONE);
                assert_true(finds(&fit, &found));
                assert_true(fabs(log(found.tau_on / rows[i].up)) < 0.3);
                assert_true(fabs(log(found.tau_off / rows[i].down)) < 0.3);
                assert_true(fabs(found.gain - rows[i].gain) < 0.2 * rows[i].gain);
                assert_true(fabs(found.drift - 0.1) < 0.3);
                assert_true(found.sd > 1 && found.sd < 7);
                /* A point of its line. */
                assert_true(fabs(found.hr_bpm - 155 - rows[i].gain * (found.speed_m_s - 3) - 0.1 * found.minutes) < 4);
        }
}

static void
what_a_session_cannot_tell_is_not_found(void **state)
{
        static const struct {
                double slow, fast, up, gain, drift, wander;
                enum flaw flaw;
                bool found;
        } rows[] = {
                {2.2, 3.7, 36, 22, 0.1, 3.5, FLAW_NONE, true},
                {2.5, 2.5, 36, 22, 0.1, 3.5, FLAW_NONE, false},   /* steady */
                {2.4, 2.6, 36, 22, 0.1, 3.5, FLAW_NONE, false},   /* almost */
                {2.2, 3.7, 36, 3, 0.1, 3.5, FLAW_NONE, false},    /* speed moves it little: something else does */
                {2.2, 3.7, 36, 50, 0.1, 3.5, FLAW_NONE, false},   /* more than it moves any */
                {2.2, 3.7, 36, -22, 0.1, 3.5, FLAW_NONE, false},  /* slow where it works hard: hills */
                {2.2, 3.7, 400, 22, 0.1, 3.5, FLAW_NONE, false},  /* slower than any heart */
                {2.2, 3.7, 36, 22, 0.1, 20, FLAW_NONE, false},    /* mostly something else */
                {2.2, 3.7, 36, 22, 0.1, 3.5, FLAW_UPHILL, false},
                {2.2, 3.7, 36, 22, 0.1, 3.5, FLAW_STANDING_HEART, false},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct heart heart = some_heart;
                struct pd_kinetics_fit fit;
                struct pd_kinetics_found found;

                heart.up_s = rows[i].up, heart.gain = rows[i].gain, heart.drift = rows[i].drift, heart.wander_sd = rows[i].wander;
                run_repeats(&fit, &heart, rows[i].slow, rows[i].fast, rows[i].flaw);
                if (finds(&fit, &found) != rows[i].found)
                        fail_msg("row %zu", i);
        }
}

static void
a_short_session_shows_nothing(void **state)
{
        struct heart heart = some_heart;
        struct pd_kinetics_fit fit;
        struct pd_kinetics_found found;

        (void) state;
        pd_kinetics_fit_init(&fit);
        assert_false(finds(&fit, &found));
        run(&fit, &heart, 600, 2.5, FLAW_NONE);
        for (int i = 0; i < 3; i++) {
                run(&fit, &heart, 100, 3.7, FLAW_NONE);
                run(&fit, &heart, 90, 2.2, FLAW_NONE);
        }
        assert_false(finds(&fit, &found));
}

/* Each state of a fit against each second that may come: does it count now, and N seconds later? */
static void
what_counts_and_what_does_not(void **state)
{
        enum { WARMING, COUNTING, RECOVERING, STATES };
        enum { SECOND, NO_SPEED, NO_HEART, WALKING, BREAK, INPUTS };
        static const struct {
                bool now;
                int later; /* seconds until it counts again */
        } rows[STATES][INPUTS] = {
                [WARMING] = {{false, 200}, {false, 200}, {false, 200}, {false, 200}, {false, 200}},
                [COUNTING] = {{true, 0}, {false, 150}, {false, 1}, {false, 150}, {false, 150}},
                [RECOVERING] = {{false, 50}, {false, 150}, {false, 50}, {false, 150}, {false, 150}},
        };

        (void) state;
        for (int at = 0; at < STATES; at++)
                for (int input = 0; input < INPUTS; input++) {
                        struct pd_kinetics_fit fit;
                        int32_t n;
                        int later = 0;

                        pd_kinetics_fit_init(&fit);
                        for (int i = 0; i < (at == WARMING ? 100 : 700); i++)
                                pd_kinetics_fit_second(&fit, 2500, 140, PD_UNKNOWN);
                        if (at == RECOVERING) {
                                pd_kinetics_fit_break(&fit);
                                for (int i = 0; i < 100; i++)
                                        pd_kinetics_fit_second(&fit, 2500, 140, PD_UNKNOWN);
                        }
                        n = fit.n;
                        if (input == BREAK)
                                pd_kinetics_fit_break(&fit);
                        else
                                pd_kinetics_fit_second(&fit, input == NO_SPEED ? PD_UNKNOWN : input == WALKING ? 1100 : 2500,
                                        input == NO_HEART ? PD_UNKNOWN : 140, PD_UNKNOWN);
                        assert_int_equal(fit.n > n, rows[at][input].now);
                        for (n = fit.n; fit.n == n; later++)
                                pd_kinetics_fit_second(&fit, 2500, 140, PD_UNKNOWN);
                        if (abs(later - rows[at][input].later) > 2)
                                fail_msg("state %d, input %d: counts after %d s", at, input, later);
                }
}

static void
the_way_off_the_expected_path_is_its_spread(void **state)
{
        struct heart heart = some_heart;
        struct pd_kinetics_fit fit;
        struct pd_kinetics_found found;

        (void) state;
        pd_kinetics_fit_init(&fit);
        for (int i = 0; i < 3000; i++) {
                double speed = i > 700 && i / 120 % 2 == 0 ? 3.7 : 2.3;
                int32_t bpm = beat(&heart, speed);

                pd_kinetics_fit_second(&fit, (int32_t) (speed * 1000), bpm, i % 2 == 0 ? 70 : -30); /* 2 bpm above it, +-5 */
        }
        assert_true(finds(&fit, &found));
        assert_true(fabs(found.sd - 5) < 0.01);
}

/* Where a path was expected, what lies off it is not of this heart: by up to 9 bpm it is hers still. */
static void
a_heart_far_off_the_path_that_was_expected_is_not_found(void **state)
{
        static const struct {
                int32_t off_tenths; /* to either side of the path */
                bool found;
        } rows[] = {{0, true}, {80, true}, {100, false}};

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct heart heart = some_heart;
                struct pd_kinetics_fit fit;
                struct pd_kinetics_found found;

                pd_kinetics_fit_init(&fit);
                for (int second = 0; second < 3000; second++) {
                        const double speed = second < 720 || second % 250 < 100 ? 2.2 : 3.7;

                        pd_kinetics_fit_second(&fit, (int32_t) (speed * 1000), beat(&heart, speed),
                                second % 2 == 0 ? rows[i].off_tenths : -rows[i].off_tenths);
                }
                assert_int_equal(finds(&fit, &found), rows[i].found);
                if (rows[i].found)
                        assert_true(fabs(found.sd - rows[i].off_tenths / 10.0) < 0.01);
        }
}

/* Without a residual to speak of, its line is exact. */
static void
a_heart_that_does_not_stray_shows_its_drift(void **state)
{
        static const double drifts[] = {0, 0.2, 0.5};

        (void) state;
        for (size_t i = 0; i < sizeof(drifts) / sizeof(drifts[0]); i++) {
                struct heart heart = some_heart;
                struct pd_kinetics_fit fit;
                struct pd_kinetics_found found;

                heart.wander_sd = 0.2;
                heart.drift = drifts[i];
                run_repeats(&fit, &heart, 2.2, 3.7, FLAW_NONE);
                assert_true(finds(&fit, &found));
                assert_true(fabs(found.drift - drifts[i]) < 0.03);
                assert_true(fabs(found.gain - 22) < 1);
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(repeats_show_what_the_heart_is_like),
                cmocka_unit_test(what_a_session_cannot_tell_is_not_found),
                cmocka_unit_test(a_short_session_shows_nothing),
                cmocka_unit_test(what_counts_and_what_does_not),
                cmocka_unit_test(the_way_off_the_expected_path_is_its_spread),
                cmocka_unit_test(a_heart_far_off_the_path_that_was_expected_is_not_found),
                cmocka_unit_test(a_heart_that_does_not_stray_shows_its_drift),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
