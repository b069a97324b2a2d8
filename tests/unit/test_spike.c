/* SPDX-License-Identifier: MIT */
/* What no heart does is not believed until it has gone on for long. */
#include "core/signal/spike.h"

#include "support/cm.h"

/* BPM each second from FROM to before TO, climbing by STEP; the last answer. */
static bool
beat(struct pd_spike *spike, int from, int to, int32_t bpm, int32_t step)
{
        bool doubted = false;

        for (int i = from; i < to; i++)
                doubted = pd_spike_heart_rate(spike, i * PD_SEC, bpm + (i - from) * step);
        return doubted;
}

static void
a_heart_at_work_is_believed(void **state)
{
        /* A start from rest, a sprint, a recovery: as quick as fits on real runs ever were. */
        static const struct {
                double from, to, tau;
        } rows[] = {{60, 150, 25}, {150, 190, 25}, {110, 200, 29}, {190, 120, 45}, {180, 60, 50}};

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_spike spike;
                double hr = rows[i].from;

                pd_spike_init(&spike);
                for (int s = 0; s < 300; s++) {
                        assert_false(pd_spike_heart_rate(&spike, s * PD_SEC, (int32_t) (hr + 0.5)));
                        if (s >= 60)
                                hr += (rows[i].to - hr) / rows[i].tau;
                }
        }
}

static void
a_spike_is_doubted_at_once_and_over_when_it_is_back(void **state)
{
        struct pd_spike spike;

        (void) state;
        pd_spike_init(&spike);
        assert_false(beat(&spike, 0, 300, 150, 0));
        assert_true(pd_spike_heart_rate(&spike, 300 * PD_SEC, 190));
        assert_int_equal(spike.since, 300 * PD_SEC);
        assert_true(beat(&spike, 301, 310, 195, 0));
        assert_false(pd_spike_heart_rate(&spike, 310 * PD_SEC, 153));
        assert_int_equal(spike.since, PD_NEVER);
}

/* No two seconds of it are impossible, thirty are. */
static void
a_climb_that_is_too_quick_for_too_long_is_doubted(void **state)
{
        struct pd_spike spike;
        int first = -1;

        (void) state;
        pd_spike_init(&spike);
        assert_false(beat(&spike, 0, 300, 145, 0));
        for (int i = 0; i < 20; i++)
                if (pd_spike_heart_rate(&spike, (300 + i) * PD_SEC, 145 + 4 * i) && first < 0)
                        first = i;
        assert_in_range(first, 4, 12);
        assert_true(beat(&spike, 320, 340, 220, -1));
        assert_true(spike.believed_bpm < 190); /* its top is never believed */
}

static void
nobody_has_more_than_220(void **state)
{
        struct pd_spike spike;

        (void) state;
        pd_spike_init(&spike);
        assert_false(beat(&spike, 0, 101, 120, 1)); /* to 220 */
        assert_true(beat(&spike, 101, 800, 221, 0)); /* however long */
        assert_false(pd_spike_heart_rate(&spike, 800 * PD_SEC, 220));
}

/* As long as what it contradicts had been believed: 30 s to 5 min, at one level half of that. */
static void
what_goes_on_is_believed_in_the_end(void **state)
{
        static const struct {
                int before_s;
                int level_s, moving_s; /* until it is believed: at one level, and moving as a heart may */
        } rows[] = {{10, 30, 30}, {100, 50, 100}, {1000, 150, 300}};

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                for (int moving = 0; moving < 2; moving++) {
                        int begin = rows[i].before_s, held = moving ? rows[i].moving_s : rows[i].level_s, s = 0;
                        struct pd_spike spike;

                        pd_spike_init(&spike);
                        beat(&spike, 0, begin, 100, 0);
                        while (s < 400 && pd_spike_heart_rate(&spike, (begin + s) * PD_SEC, 150 + (moving && s / 12 % 2 ? 12 : 0)))
                                s++;
                        assert_in_range(s, held - 1, held + 1);
                }
}

static void
after_a_silence_anything_may_come(void **state)
{
        struct pd_spike spike;

        (void) state;
        pd_spike_init(&spike);
        beat(&spike, 0, 300, 100, 0);
        assert_false(pd_spike_heart_rate(&spike, 321 * PD_SEC, 170));
        assert_true(pd_spike_heart_rate(&spike, 322 * PD_SEC, 100));
        assert_false(pd_spike_heart_rate(&spike, 343 * PD_SEC, 100));
}

/* ---- state and input ------------------------------------------------------- */

enum stage { NOTHING, BELIEVED, DOUBT_UP, DOUBT_DOWN, STAGES };

static void
enter(struct pd_spike *spike, enum stage stage)
{
        pd_spike_init(spike);
        if (stage == NOTHING)
                return;
        beat(spike, 0, 100, 140, 0);
        if (stage == DOUBT_UP)
                assert_true(pd_spike_heart_rate(spike, 99 * PD_SEC, 190));
        if (stage == DOUBT_DOWN)
                assert_true(pd_spike_heart_rate(spike, 99 * PD_SEC, 70));
}

static void
each_state_meets_each_input(void **state)
{
        static const struct {
                int at_s;
                int32_t bpm;
                bool doubted[STAGES];
        } rows[] = {
                /*                nothing believed up     down */
                {100, 140, {false, false, false, false}},
                {100, 145, {false, false, false, false}},
                {100, 152, {false, false, true, true}},
                {100, 190, {false, true, true, true}},
                {100, 70, {false, true, true, true}},
                {100, 221, {true, true, true, true}},
                {130, 190, {false, false, false, false}}, /* after a silence */
                {130, 221, {true, true, true, true}},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                for (enum stage stage = NOTHING; stage < STAGES; stage++) {
                        struct pd_spike spike;

                        enter(&spike, stage);
                        if (pd_spike_heart_rate(&spike, rows[i].at_s * PD_SEC, rows[i].bpm) != rows[i].doubted[stage])
                                fail_msg("input %zu in state %d", i, (int) stage);
                }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_heart_at_work_is_believed),
                cmocka_unit_test(a_spike_is_doubted_at_once_and_over_when_it_is_back),
                cmocka_unit_test(a_climb_that_is_too_quick_for_too_long_is_doubted),
                cmocka_unit_test(nobody_has_more_than_220),
                cmocka_unit_test(what_goes_on_is_believed_in_the_end),
                cmocka_unit_test(after_a_silence_anything_may_come),
                cmocka_unit_test(each_state_meets_each_input),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
