/* SPDX-License-Identifier: MIT */
/* The beats that a strap tells of, and where they are no longer in a row. */
#include "core/signal/beats.h"

#include "purposed/event.h"

#include "support/cm.h"

/* A strap at 150 bpm that speaks once a second. */
struct strap {
        struct pd_beats beats;
        pd_usec at;
        int32_t heart_ms, told_ms; /* how far its heart is, and what it has told */
        int32_t interval_ms;
};

static struct strap
strap_of(int32_t interval_ms)
{
        struct strap strap = {.interval_ms = interval_ms};

        pd_beats_init(&strap.beats);
        return strap;
}

/* The beats until now as a frame; not HEARD: it is lost on the air. */
static void
speak(struct strap *strap, pd_usec every, bool heard)
{
        struct pd_sample samples[32] = {{PD_QUANTITY_HEART_RATE, 60000 / strap->interval_ms}};
        size_t n = 1;

        strap->at += every;
        strap->heart_ms += (int32_t) (every / PD_MSEC);
        for (; strap->told_ms + strap->interval_ms <= strap->heart_ms; strap->told_ms += strap->interval_ms)
                samples[n++] = (struct pd_sample) {PD_QUANTITY_RR, strap->interval_ms * 1024 / 1000};
        if (heard)
                pd_beats_frame(&strap->beats, strap->at, samples[0].value, samples, n);
}

static void
speak_for(struct strap *strap, int frames)
{
        for (int i = 0; i < frames; i++)
                speak(strap, PD_SEC, true);
}

static void
beats_in_a_row_are_one_stretch(void **state)
{
        static const int32_t intervals[] = {300, 400, 401, 650, 997, 1400};

        (void) state;
        for (size_t i = 0; i < sizeof(intervals) / sizeof(intervals[0]); i++) {
                struct strap strap = strap_of(intervals[i]);
                speak_for(&strap, 600);
                assert_int_equal(strap.beats.rr.n, 600000 / intervals[i]);
                assert_int_equal(strap.beats.whole, 0);
        }
}

static void
a_millisecond_survives_the_unit_of_a_strap(void **state)
{
        struct pd_beats beats;

        (void) state;
        for (int32_t ms = PD_RR_LEAST_MS; ms <= PD_RR_MOST_MS; ms++) {
                struct pd_sample rr = {PD_QUANTITY_RR, (ms * 1024 + 500) / 1000};
                pd_beats_init(&beats);
                pd_beats_frame(&beats, 0, 150, &rr, 1);
                assert_int_equal(pd_rr_ms(&beats.rr, 0), ms);
        }
}

/* It is known for certain when five frames have told no more of it. */
static void
a_lost_frame_begins_a_new_stretch(void **state)
{
        static const int32_t intervals[] = {300, 400, 500, 750};

        (void) state;
        for (size_t i = 0; i < sizeof(intervals) / sizeof(intervals[0]); i++) {
                struct strap strap = strap_of(intervals[i]);
                speak_for(&strap, 100);
                speak(&strap, PD_SEC, false);
                speak_for(&strap, 8);
                assert_true(strap.beats.rr.n < 9000u / (uint32_t) intervals[i]);
        }
}

static void
a_frame_that_is_late_brings_its_beats_along(void **state)
{
        struct strap strap = strap_of(400);

        (void) state;
        for (int i = 0; i < 60; i++) {
                speak_for(&strap, 5);
                speak(&strap, 2500 * PD_MSEC, true);
                speak(&strap, 500 * PD_MSEC, true);
        }
        assert_int_equal(strap.beats.rr.n, strap.told_ms / 400);
}

static void
silence_begins_a_new_stretch(void **state)
{
        static const struct {
                pd_usec usual, gap;
                bool breaks;
        } rows[] = {
                {PD_SEC, 4 * PD_SEC, false},
                {PD_SEC, 4 * PD_SEC + 1, true},
                {7 * PD_SEC, 20 * PD_SEC, false}, /* a recording with a row every seven seconds */
                {7 * PD_SEC, 22 * PD_SEC, true},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct strap strap = strap_of(800);
                uint32_t before;
                for (int k = 0; k < 30; k++)
                        speak(&strap, rows[i].usual, true);
                before = strap.beats.rr.n;
                speak(&strap, rows[i].gap, true);
                assert_int_equal(strap.beats.rr.n < before, rows[i].breaks);
        }
}

static void
a_stretch_reaches_as_far_as_its_strap_is_heard(void **state)
{
        struct strap strap = strap_of(400);

        (void) state;
        assert_false(pd_beats_fresh(&strap.beats, 0));
        speak_for(&strap, 30);
        assert_true(pd_beats_fresh(&strap.beats, strap.at + 4 * PD_SEC));
        assert_false(pd_beats_fresh(&strap.beats, strap.at + 4 * PD_SEC + 1));
}

static void
without_skin_a_stretch_ends(void **state)
{
        struct strap strap = strap_of(400);

        (void) state;
        speak_for(&strap, 30);
        assert_true(strap.beats.rr.n > 0);
        assert_int_not_equal(pd_beats_hr_apart(&strap.beats), PD_UNKNOWN);
        pd_beats_frame(&strap.beats, strap.at + PD_SEC, PD_UNKNOWN, NULL, 0);
        assert_int_equal(strap.beats.rr.n, 0);
        assert_int_equal(pd_beats_hr_apart(&strap.beats), PD_UNKNOWN); /* from a heart rate that nobody measured */
}

/* Six seconds in one interval are not one beat, nor twelve: what was before does not count. */
static void
a_long_interval_bridges_nothing(void **state)
{
        struct strap strap = strap_of(400);
        const struct pd_sample gap[] = {{PD_QUANTITY_HEART_RATE, 150}, {PD_QUANTITY_RR, 3 * 1024}};

        (void) state;
        speak_for(&strap, 30);
        pd_beats_frame(&strap.beats, strap.at + PD_SEC, 150, gap, 2);
        assert_int_equal(strap.beats.whole, strap.beats.rr.n);
}

static void
intervals_bear_the_heart_rate_out_or_not(void **state)
{
        static const struct {
                int32_t hr_bpm, interval_ms, least, most;
        } rows[] = {{150, 400, -1, 1}, {180, 400, 29, 31}, {150, 333, -31, -29}};

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_beats beats;
                int32_t told = 0;
                pd_beats_init(&beats);
                assert_int_equal(pd_beats_hr_apart(&beats), PD_UNKNOWN);
                for (int32_t s = 1; s <= 30; s++) {
                        struct pd_sample samples[4];
                        size_t n = 0;
                        for (; told + rows[i].interval_ms <= s * 1000; told += rows[i].interval_ms)
                                samples[n++] = (struct pd_sample) {PD_QUANTITY_RR, rows[i].interval_ms * 1024 / 1000};
                        pd_beats_frame(&beats, s * PD_SEC, rows[i].hr_bpm, samples, n);
                }
                assert_in_range(pd_beats_hr_apart(&beats) + 100, rows[i].least + 100, rows[i].most + 100);
        }
}

/* Four of eleven were missed, as in the worst of recordings. */
static void
missed_beats_do_not_outvote_the_others(void **state)
{
        struct pd_beats beats;

        (void) state;
        pd_beats_init(&beats);
        for (int s = 0; s < 60; s++) {
                const struct pd_sample rr[] = {{PD_QUANTITY_RR, s % 3 ? 439 : 878}, {PD_QUANTITY_RR, s % 7 ? 440 : 300}};
                pd_beats_frame(&beats, s * PD_SEC, 139, rr, 2);
                if (s == 2)
                        assert_int_equal(pd_beats_hr_apart(&beats), PD_UNKNOWN); /* six beats are too few */
                if (s > 2)
                        assert_in_range(pd_beats_hr_apart(&beats) + 100, 95, 105);
        }
}

/* 18 minutes of intervals a second, for a day. */
static void
what_no_clock_could_hold_overflows_nothing(void **state)
{
        struct pd_beats beats;
        struct pd_sample rr[17];

        (void) state;
        for (size_t i = 0; i < 17; i++)
                rr[i] = (struct pd_sample) {PD_QUANTITY_RR, UINT16_MAX};
        pd_beats_init(&beats);
        for (int s = 0; s < 24 * 3600; s++)
                pd_beats_frame(&beats, s * PD_SEC, 139, rr, 17);
        assert_int_equal(beats.n_frames, 24 * 3600); /* nothing was owed, so nothing lost */
        assert_int_equal(beats.whole, beats.rr.n);
}

/* One interval a frame, as some straps do: never a stretch, but still a heart. */
static void
a_strap_that_tells_of_some_beats_alone_is_borne_out(void **state)
{
        const struct pd_sample rr = {PD_QUANTITY_RR, 439};
        struct pd_beats beats;

        (void) state;
        pd_beats_init(&beats);
        for (int s = 0; s < 120; s++) {
                pd_beats_frame(&beats, s * PD_SEC, 140, &rr, 1);
                if (s >= 8)
                        assert_int_equal(pd_beats_hr_apart(&beats), 0);
        }
        assert_true(beats.rr.n < 60);
        for (int s = 120; s < 137; s++)
                pd_beats_frame(&beats, s * PD_SEC, 140, NULL, 0);
        assert_int_equal(pd_beats_hr_apart(&beats), PD_UNKNOWN); /* those were of another time */
}

static void
a_strap_without_intervals_is_neither_near_nor_apart(void **state)
{
        struct pd_beats beats;

        (void) state;
        pd_beats_init(&beats);
        for (int s = 0; s < 60; s++)
                pd_beats_frame(&beats, s * PD_SEC, 150, NULL, 0);
        assert_int_equal(pd_beats_hr_apart(&beats), PD_UNKNOWN);
        assert_int_equal(beats.rr.n, 0);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(beats_in_a_row_are_one_stretch),
                cmocka_unit_test(a_millisecond_survives_the_unit_of_a_strap),
                cmocka_unit_test(a_lost_frame_begins_a_new_stretch),
                cmocka_unit_test(a_frame_that_is_late_brings_its_beats_along),
                cmocka_unit_test(silence_begins_a_new_stretch),
                cmocka_unit_test(a_stretch_reaches_as_far_as_its_strap_is_heard),
                cmocka_unit_test(without_skin_a_stretch_ends),
                cmocka_unit_test(a_long_interval_bridges_nothing),
                cmocka_unit_test(intervals_bear_the_heart_rate_out_or_not),
                cmocka_unit_test(missed_beats_do_not_outvote_the_others),
                cmocka_unit_test(what_no_clock_could_hold_overflows_nothing),
                cmocka_unit_test(a_strap_that_tells_of_some_beats_alone_is_borne_out),
                cmocka_unit_test(a_strap_without_intervals_is_neither_near_nor_apart),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
