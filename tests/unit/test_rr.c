/* SPDX-License-Identifier: MIT */
/* Which RR intervals are artefacts, and of what class. */
#include "core/signal/rr.h"

#include "support/heartbeats.h"

#include "support/cm.h"

#include <stdlib.h>

static void
feed(struct pd_rr *rr, const struct heartbeats *beats, size_t from, size_t to)
{
        for (size_t i = from; i < to; i++)
                pd_rr_add(rr, beats->ms[i]);
}

static struct pd_rr
finished(const struct heartbeats *beats)
{
        struct pd_rr rr;

        pd_rr_init(&rr);
        feed(&rr, beats, 0, beats->n);
        pd_rr_finish(&rr);
        return rr;
}

static size_t
artefacts(const struct pd_rr *rr)
{
        size_t n = 0;

        for (uint32_t i = pd_rr_first(rr); i < rr->n; i++)
                n += pd_rr_class(rr, i) != PD_BEAT_NORMAL;
        return n;
}

static void
a_heart_that_breathes_has_no_artefacts(void **state)
{
        static const struct {
                int32_t mean_ms;
                double period, depth_ms;
        } rows[] = {{380, 6.3, 8}, {420, 8.7, 25}, {1000, 5.1, 60}, {330, 11.9, 3}};
        struct heartbeats beats;
        struct pd_rr rr;

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                heartbeats_breathe(&beats, 500, rows[i].mean_ms, rows[i].period, rows[i].depth_ms);
                rr = finished(&beats);
                assert_int_equal(artefacts(&rr), 0);
        }
}

static void
each_mistake_of_a_strap_has_its_class(void **state)
{
        static const struct {
                void (*err)(struct heartbeats *, size_t, int32_t);
                int32_t percent;
                enum pd_beat class;
                size_t after; /* beats after the one that erred */
        } rows[] = {
                {heartbeats_extra, 50, PD_BEAT_EXTRA, 0},
                {heartbeats_extra, 40, PD_BEAT_EXTRA, 0},
                {heartbeats_early, 25, PD_BEAT_ECTOPIC, 1}, /* what makes it one is the long way back */
                {heartbeats_early, -25, PD_BEAT_ECTOPIC, 1},
        };
        struct heartbeats beats;
        struct pd_rr rr;

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                heartbeats_breathe(&beats, 300, 400, 9.3, 12);
                rows[i].err(&beats, 150, rows[i].percent);
                rr = finished(&beats);
                assert_int_equal(pd_rr_class(&rr, (uint32_t) (150 + rows[i].after)), rows[i].class);
                assert_true(artefacts(&rr) <= 2);
        }
}

static void
a_missed_beat_is_an_interval_of_two(void **state)
{
        struct heartbeats beats;
        struct pd_rr rr;

        (void) state;
        heartbeats_breathe(&beats, 300, 400, 9.3, 12);
        heartbeats_missed(&beats, 150);
        rr = finished(&beats);
        assert_int_equal(pd_rr_class(&rr, 150), PD_BEAT_MISSED);
        assert_int_equal(artefacts(&rr), 1);
}

static void
an_interval_that_fits_nothing_is_long_or_short(void **state)
{
        struct heartbeats beats;
        struct pd_rr rr;

        (void) state;
        heartbeats_breathe(&beats, 300, 400, 9.3, 12);
        beats.ms[150] += 200; /* half a beat too long: neither one nor two */
        rr = finished(&beats);
        assert_int_equal(pd_rr_class(&rr, 150), PD_BEAT_LONG_SHORT);
}

/* What rounding alone does to a metronome is no artefact; a real one among equal intervals is. */
static void
equal_intervals_are_no_division_by_nothing(void **state)
{
        struct heartbeats beats;
        struct pd_rr rr;

        (void) state;
        heartbeats_breathe(&beats, 300, 400, 9.3, 0);
        for (size_t i = 7; i < 300; i += 41)
                beats.ms[i] += 1;
        rr = finished(&beats);
        assert_int_equal(artefacts(&rr), 0);
        heartbeats_missed(&beats, 150);
        rr = finished(&beats);
        assert_int_equal(pd_rr_class(&rr, 150), PD_BEAT_MISSED);
}

/* At the newest edge three beats after it tell already, and the 51st says it for good. */
static void
it_is_told_at_once_and_again_for_good(void **state)
{
        struct heartbeats beats;
        struct pd_rr rr, edge;

        (void) state;
        heartbeats_breathe(&beats, 300, 400, 9.3, 12);
        heartbeats_missed(&beats, 150);
        pd_rr_init(&rr);
        feed(&rr, &beats, 0, 154);
        assert_true(rr.decided <= 150);
        edge = rr;
        pd_rr_finish(&edge);
        assert_int_equal(pd_rr_class(&edge, 150), PD_BEAT_MISSED);
        assert_int_equal(pd_rr_class(&rr, 150), PD_BEAT_NORMAL); /* not looked at yet */
        feed(&rr, &beats, 154, 150 + PD_RR_LAG + 1);
        assert_true(rr.decided > 150);
        assert_int_equal(pd_rr_class(&rr, 150), PD_BEAT_MISSED);
}

static void
beats_beyond_the_edge_are_classed_as_if_all_had_been_there(void **state)
{
        struct heartbeats beats;
        struct pd_rr rr, whole;

        (void) state;
        heartbeats_breathe(&beats, 480, 400, 9.3, 12);
        heartbeats_early(&beats, 120, 20);
        heartbeats_missed(&beats, 210);
        heartbeats_extra(&beats, 300, 45);
        whole = finished(&beats);
        pd_rr_init(&rr);
        for (size_t i = 0; i < beats.n; i++) {
                pd_rr_add(&rr, beats.ms[i]);
                for (uint32_t k = 0; k < rr.decided; k++)
                        assert_int_equal(pd_rr_class(&rr, k), pd_rr_class(&whole, k));
        }
}

static void
no_heart_waits_longer_than_two_seconds(void **state)
{
        static const struct {
                int32_t ms, kept;
        } rows[] = {{0, 0}, {239, 239}, {240, 240}, {2000, 2000}, {2001, 2000}, {63999, 2000}, {-5, 0}};
        struct pd_rr rr;

        (void) state;
        pd_rr_init(&rr);
        for (uint32_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                pd_rr_add(&rr, rows[i].ms);
                assert_int_equal(pd_rr_ms(&rr, i), rows[i].kept);
        }
}

/* Among beats that are as wild, where no threshold says so. */
static void
no_heart_is_quicker_than_250(void **state)
{
        struct heartbeats beats;
        struct pd_rr rr;

        (void) state;
        heartbeats_breathe(&beats, 300, 245, 9.3, 12);
        rr = finished(&beats);
        for (uint32_t i = 0; i + 2 < rr.n; i++) /* of the last two nobody knows what follows */
                assert_int_equal(pd_rr_class(&rr, i) == PD_BEAT_NORMAL, beats.ms[i] >= 240);
}

static void
the_oldest_make_room(void **state)
{
        struct heartbeats beats;
        struct pd_rr rr;

        (void) state;
        heartbeats_breathe(&beats, PD_RR_BEATS + 100, 400, 9.3, 12);
        rr = finished(&beats);
        assert_int_equal(pd_rr_first(&rr), 100);
        assert_int_equal(pd_rr_ms(&rr, 100), beats.ms[100]);
        assert_int_equal(pd_rr_ms(&rr, PD_RR_BEATS + 99), beats.ms[PD_RR_BEATS + 99]);
}

static void
few_beats_are_as_well_as_none(void **state)
{
        struct heartbeats beats;
        struct pd_rr rr;

        (void) state;
        for (size_t n = 0; n < 100; n++) {
                heartbeats_breathe(&beats, n, 400, 9.3, 12);
                rr = finished(&beats);
                assert_int_equal(rr.n, n);
                assert_true(rr.decided <= n);
        }
}

static int
by_size(const void *a, const void *b)
{
        return *(const int32_t *) a - *(const int32_t *) b;
}

/* Four quarters of N sorted VALUES at QUARTER of their range, as numpy has it. */
static int32_t
quartile(const int32_t *values, int32_t n, int32_t quarter)
{
        int32_t at = quarter * (n - 1), below = values[at / 4];

        return at % 4 == 0 ? 4 * below : 4 * below + at % 4 * (values[at / 4 + 1] - below);
}

/* What rings and ranks keep up beat by beat, against all beats at once: 45 on
 * each side, and five for the median. */
static void
thresholds_are_those_of_the_window(void **state)
{
        enum { N = 600, SIDE = 45, MEDIAN_SIDE = 5, LAG = SIDE + MEDIAN_SIDE };
        struct heartbeats beats;
        struct pd_rr rr;
        int32_t offs[N] = {0};

        (void) state;
        heartbeats_breathe(&beats, N, 400, 9.3, 30);
        for (size_t i = 0; i < N; i++)
                beats.ms[i] += (int32_t) (i * i % 23); /* no two windows alike */
        pd_rr_init(&rr);
        for (int32_t n = 1; n <= N; n++) {
                int32_t around[2 * SIDE + 1], i = n - 1 - MEDIAN_SIDE, k = 0;

                pd_rr_add(&rr, beats.ms[n - 1]);
                if (i < MEDIAN_SIDE)
                        continue;
                for (k = 0; k <= 2 * MEDIAN_SIDE; k++)
                        around[k] = beats.ms[i - MEDIAN_SIDE + k];
                qsort(around, (size_t) k, sizeof(around[0]), by_size);
                assert_int_equal(rr.median[i % PD_RR_RECENT], 2 * around[MEDIAN_SIDE]);
                offs[i] = 2 * (beats.ms[i] - around[MEDIAN_SIDE]);
                offs[i] = offs[i] < 0 ? -2 * offs[i] : offs[i];
                i = n - 1 - LAG;
                if (i < LAG)
                        continue;
                for (k = 0; k <= 2 * SIDE; k++)
                        around[k] = offs[i - SIDE + k];
                qsort(around, (size_t) k, sizeof(around[0]), by_size);
                assert_int_equal(rr.off_iqr[i % PD_RR_RECENT], quartile(around, k, 3) - quartile(around, k, 1));
                for (k = 0; k <= 2 * SIDE; k++)
                        around[k] = abs(beats.ms[i - SIDE + k] - beats.ms[i - SIDE + k - 1]);
                qsort(around, (size_t) k, sizeof(around[0]), by_size);
                assert_int_equal(rr.step_iqr[i % PD_RR_RECENT], quartile(around, k, 3) - quartile(around, k, 1));
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_heart_that_breathes_has_no_artefacts),
                cmocka_unit_test(each_mistake_of_a_strap_has_its_class),
                cmocka_unit_test(a_missed_beat_is_an_interval_of_two),
                cmocka_unit_test(an_interval_that_fits_nothing_is_long_or_short),
                cmocka_unit_test(equal_intervals_are_no_division_by_nothing),
                cmocka_unit_test(it_is_told_at_once_and_again_for_good),
                cmocka_unit_test(beats_beyond_the_edge_are_classed_as_if_all_had_been_there),
                cmocka_unit_test(no_heart_waits_longer_than_two_seconds),
                cmocka_unit_test(no_heart_is_quicker_than_250),
                cmocka_unit_test(the_oldest_make_room),
                cmocka_unit_test(few_beats_are_as_well_as_none),
                cmocka_unit_test(thresholds_are_those_of_the_window),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
