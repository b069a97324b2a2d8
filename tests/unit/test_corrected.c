/* SPDX-License-Identifier: MIT */
/* RR intervals with their artefacts mended. */
#include "core/signal/corrected.h"

#include "support/heartbeats.h"

#include "support/cm.h"

#include <math.h>

#define SPAN_MS 60000

static void
mend(const struct heartbeats *beats, uint32_t from, struct pd_corrected *ret)
{
        struct pd_rr rr;

        pd_rr_init(&rr);
        for (size_t i = 0; i < beats->n; i++)
                pd_rr_add(&rr, beats->ms[i]);
        pd_rr_finish(&rr);
        pd_corrected_of(&rr, from, SPAN_MS, ret);
}

static double
sum_of(const struct pd_corrected *corrected)
{
        double sum = 0;

        for (size_t i = 0; i < corrected->n; i++)
                sum += corrected->ms[i];
        return sum;
}

static void
what_is_whole_stays_as_it_is(void **state)
{
        struct heartbeats beats;
        struct pd_corrected corrected;

        (void) state;
        heartbeats_breathe(&beats, 300, 400, 9.3, 12);
        mend(&beats, 0, &corrected);
        assert_int_equal(corrected.n, 150);
        for (size_t i = 0; i < corrected.n; i++)
                assert_int_equal((int) corrected.ms[i], beats.ms[300 - corrected.n + i]);
}

static void
mistakes_of_a_strap_are_undone(void **state)
{
        static const struct {
                char mistake;
                size_t at;
                double off_ms; /* a breath moves them by 12; an early beat, 100 off, is taken for two that are, and half of it left */
        } rows[] = {
                {'+', 220, 12}, {'-', 220, 12}, {'e', 220, 55}, {'l', 220, 55},
                {'+', 290, 12}, {'-', 290, 12}, {'e', 290, 55}, {'l', 290, 55},
        };
        struct heartbeats beats;
        struct pd_corrected before, after;

        (void) state;
        heartbeats_breathe(&beats, 300, 400, 9.3, 12);
        mend(&beats, 0, &before);
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                heartbeats_breathe(&beats, 300, 400, 9.3, 12);
                if (rows[i].mistake == '+')
                        heartbeats_extra(&beats, rows[i].at, 40);
                else if (rows[i].mistake == '-')
                        heartbeats_missed(&beats, rows[i].at);
                else
                        heartbeats_early(&beats, rows[i].at, rows[i].mistake == 'e' ? 25 : -20);
                mend(&beats, 0, &after);
                assert_int_equal(after.n, before.n);
                assert_true(fabs(sum_of(&after) - sum_of(&before)) <= 0);
                for (size_t k = 0; k < after.n; k++)
                        assert_true(fabs(after.ms[k] - before.ms[k]) <= rows[i].off_ms);
        }
}

static void
beats_before_the_first_that_counts_are_not_looked_at(void **state)
{
        struct heartbeats beats;
        struct pd_corrected corrected;

        (void) state;
        heartbeats_breathe(&beats, 300, 400, 9.3, 12);
        mend(&beats, 260, &corrected);
        assert_int_equal(corrected.n, 40);
}

/* Every other interval holds two beats: more than there is room for at 250 bpm. */
static void
there_is_room_for_whatever_is_missed(void **state)
{
        struct heartbeats beats;
        struct pd_corrected corrected;

        (void) state;
        heartbeats_breathe(&beats, 1100, 240, 9.3, 0);
        for (size_t i = 300; i < 600; i += 7)
                heartbeats_missed(&beats, i);
        mend(&beats, 0, &corrected);
        assert_true(corrected.n <= PD_CORRECTED_BEATS);
        assert_true(sum_of(&corrected) >= SPAN_MS);
}

static void
none_is_none(void **state)
{
        struct heartbeats beats = {.n = 0};
        struct pd_corrected corrected;

        (void) state;
        mend(&beats, 0, &corrected);
        assert_int_equal(corrected.n, 0);
        beats.ms[beats.n++] = 400;
        mend(&beats, 0, &corrected);
        assert_int_equal(corrected.n, 1);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(what_is_whole_stays_as_it_is),
                cmocka_unit_test(mistakes_of_a_strap_are_undone),
                cmocka_unit_test(beats_before_the_first_that_counts_are_not_looked_at),
                cmocka_unit_test(there_is_room_for_whatever_is_missed),
                cmocka_unit_test(none_is_none),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
