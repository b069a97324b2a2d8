/* SPDX-License-Identifier: MIT */
#include "core/anchors/stretches.h"

#include "purposed/event.h"
#include "support/cm.h"

#include <stdlib.h>
#include <string.h>

struct track {
        struct pd_stretches stretches;
        pd_usec at;
};

static void
run(struct track *track, int32_t seconds, int32_t mm_s, int32_t hr_bpm)
{
        for (int32_t i = 0; i < seconds; i++) {
                track->at += PD_SEC;
                pd_stretches_second(&track->stretches, track->at, mm_s, hr_bpm);
        }
}

static void
begin(struct track *track)
{
        pd_stretches_init(&track->stretches);
        track->at = 0;
}

static size_t
kind_of(int32_t seconds)
{
        size_t i = 0;

        while (pd_stretch_seconds[i] != seconds)
                i++;
        return i;
}

static void
an_effort_of_four_minutes_is_one_of_its_own_and_neither_its_parts_nor_more_are(void **state)
{
        struct track track;
        struct pd_stretch shown[PD_STRETCHES];

        (void) state;
        begin(&track);
        run(&track, 600, 2500, 140);
        run(&track, 240, 4500, 180);
        run(&track, 600, 2200, 150);
        pd_stretches_show(&track.stretches, shown);
        assert_int_equal(shown[kind_of(240)].speed_mm_s, 4500);
        assert_int_equal(shown[kind_of(240)].hr_bpm, 180);
        assert_int_equal(shown[kind_of(300)].speed_mm_s, (240 * 4500 + 60 * 2500) / 300);
        for (size_t i = 0; i < PD_STRETCHES; i++)
                assert_int_equal(shown[i].whole, i == kind_of(240));
}

/* Who can keep it up for longer has not shown what she has in a quarter of an hour. */
static void
a_quarter_of_an_hour_of_a_longer_run_is_a_part_of_it(void **state)
{
        struct track track;
        struct pd_stretch shown[PD_STRETCHES];

        (void) state;
        begin(&track);
        run(&track, 3000, 3800, 172);
        pd_stretches_show(&track.stretches, shown);
        for (size_t i = 0; i < PD_STRETCHES; i++)
                assert_int_equal(shown[i].whole, pd_stretch_seconds[i] == 1200);
}

static void
short_repeats_are_no_efforts_of_two_minutes(void **state)
{
        struct track track;
        struct pd_stretch shown[PD_STRETCHES];

        (void) state;
        begin(&track);
        for (int i = 0; i < 6; i++) {
                run(&track, 80, 5000, 175);
                run(&track, 120, 2300, 160);
        }
        pd_stretches_show(&track.stretches, shown);
        assert_true(shown[0].whole); /* a minute: it is in no fit */
        for (size_t i = 1; i < PD_STRETCHES; i++)
                assert_false(shown[i].whole);
}

static void
a_length_that_was_not_run_without_a_pause_is_not_known(void **state)
{
        struct track track;
        struct pd_stretch shown[PD_STRETCHES];

        (void) state;
        begin(&track);
        run(&track, 200, 3000, 150);
        track.at += 30 * PD_SEC; /* at a light */
        run(&track, 200, 3000, 150);
        pd_stretches_show(&track.stretches, shown);
        assert_int_equal(shown[kind_of(180)].speed_mm_s, 3000);
        assert_int_equal(shown[kind_of(240)].speed_mm_s, PD_UNKNOWN);
}

static void
what_is_no_runners_speed_makes_no_best(void **state)
{
        struct track track;
        struct pd_stretch shown[PD_STRETCHES];

        (void) state;
        begin(&track);
        run(&track, 300, 3000, 150);
        run(&track, 2, 12000, 150); /* the satellites moved */
        run(&track, 300, 3000, 150);
        pd_stretches_show(&track.stretches, shown);
        assert_int_equal(shown[kind_of(60)].speed_mm_s, 3000);
        assert_int_equal(shown[kind_of(300)].speed_mm_s, 3000);
}

static void
where_a_strap_was_heard_a_stretch_without_a_heart_proves_nothing(void **state)
{
        struct track track;
        struct pd_stretch shown[PD_STRETCHES];

        (void) state;
        begin(&track);
        run(&track, 300, 2500, 150);
        run(&track, 120, 5000, PD_UNKNOWN);
        run(&track, 300, 2500, 150);
        pd_stretches_show(&track.stretches, shown);
        assert_int_equal(shown[kind_of(120)].speed_mm_s, 2625); /* the few seconds that may lack */
        begin(&track);
        run(&track, 120, 5000, PD_UNKNOWN); /* nobody wore one */
        pd_stretches_show(&track.stretches, shown);
        assert_int_equal(shown[kind_of(120)].speed_mm_s, 5000);
        assert_int_equal(shown[kind_of(120)].hr_bpm, PD_UNKNOWN);
}

static void
some_lost_seconds_cost_way_and_more_cost_the_stretch(void **state)
{
        struct track track;
        struct pd_stretch shown[PD_STRETCHES];

        (void) state;
        begin(&track);
        run(&track, 58, 3000, 150);
        run(&track, 2, PD_UNKNOWN, 150);
        run(&track, 60, 3000, 150);
        pd_stretches_show(&track.stretches, shown);
        assert_int_equal(shown[kind_of(120)].speed_mm_s, 3000 * 118 / 120);
        begin(&track);
        run(&track, 50, 3000, 150);
        run(&track, 10, PD_UNKNOWN, 150);
        run(&track, 60, 3000, 150);
        pd_stretches_show(&track.stretches, shown);
        assert_int_equal(shown[kind_of(120)].speed_mm_s, PD_UNKNOWN);
        begin(&track);
        run(&track, 50, 3000, 150);
        run(&track, 10, 0, 150); /* she stood, and that was heard */
        run(&track, 60, 3000, 150);
        pd_stretches_show(&track.stretches, shown);
        assert_int_equal(shown[kind_of(120)].speed_mm_s, 3000 * 110 / 120);
}

/* The sums in the ring against sums over all that was run. */
static void
the_best_is_that_of_every_window(void **state)
{
        enum { N = 2400 };
        int32_t mm[N];
        struct pd_stretch shown[PD_STRETCHES];
        struct track track;

        (void) state;
        begin(&track);
        srand(7);
        for (int i = 0; i < N; i += 2) {
                mm[i] = mm[i + 1] = 1500 + rand() % 4000;
                run(&track, 2, mm[i], 150);
        }
        pd_stretches_show(&track.stretches, shown);
        for (size_t k = 0; k < PD_STRETCHES; k++) {
                int64_t most = 0;

                for (int from = 0; from + pd_stretch_seconds[k] <= N; from += 2) {
                        int64_t sum = 0;

                        for (int i = from; i < from + pd_stretch_seconds[k]; i++)
                                sum += mm[i];
                        most = sum > most ? sum : most;
                }
                assert_int_equal(shown[k].speed_mm_s, most / pd_stretch_seconds[k]);
        }
}

static void
each_state_meets_each_second(void **state)
{
        enum { NEW, HALF_A_SLOT, WHOLE_SLOTS, STATES };
        static const int32_t before_s[STATES] = {0, 61, 60};
        static const struct {
                const char *what;
                int32_t mm, bpm, after_s;
                int32_t slots[STATES], missing[STATES];
        } rows[] = {
                {"measured", 3000, 150, 1, {0, 31, 30}, {0, 0, 0}},
                {"no speed", PD_UNKNOWN, 150, 1, {0, 31, 30}, {0, 1, 0}},
                {"no runner's speed", PD_STRETCH_SPEED_MOST + 1, 150, 1, {0, 31, 30}, {0, 1, 0}},
                {"no heart", 3000, PD_UNKNOWN, 1, {0, 31, 30}, {0, 1, 0}},
                {"nothing", PD_UNKNOWN, PD_UNKNOWN, 1, {0, 31, 30}, {0, 1, 0}},
                {"after a pause", 3000, 150, 2, {0, 0, 0}, {0, 0, 0}},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                for (int at = NEW; at < STATES; at++) {
                        struct track track;
                        struct pd_stretch shown[PD_STRETCHES];

                        begin(&track);
                        run(&track, before_s[at], 3000, 150);
                        track.at += (rows[i].after_s - 1) * PD_SEC;
                        run(&track, 1, rows[i].mm, rows[i].bpm);
                        if (track.stretches.n != rows[i].slots[at] || track.stretches.missing[kind_of(60)] != rows[i].missing[at])
                                fail_msg("state %d, %s: %d slots", at, rows[i].what, track.stretches.n);
                        pd_stretches_show(&track.stretches, shown);
                        assert_int_equal(shown[kind_of(60)].speed_mm_s, at == NEW ? PD_UNKNOWN : 3000); /* a best is kept */
                }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(an_effort_of_four_minutes_is_one_of_its_own_and_neither_its_parts_nor_more_are),
                cmocka_unit_test(a_quarter_of_an_hour_of_a_longer_run_is_a_part_of_it),
                cmocka_unit_test(short_repeats_are_no_efforts_of_two_minutes),
                cmocka_unit_test(a_length_that_was_not_run_without_a_pause_is_not_known),
                cmocka_unit_test(what_is_no_runners_speed_makes_no_best),
                cmocka_unit_test(where_a_strap_was_heard_a_stretch_without_a_heart_proves_nothing),
                cmocka_unit_test(some_lost_seconds_cost_way_and_more_cost_the_stretch),
                cmocka_unit_test(the_best_is_that_of_every_window),
                cmocka_unit_test(each_state_meets_each_second),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
