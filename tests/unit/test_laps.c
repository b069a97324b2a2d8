/* SPDX-License-Identifier: MIT */
/* Laps, as they are marked and as the session's end leaves them. */
#include "core/session/laps.h"

#include "support/cm.h"

#include <errno.h>
#include <stdlib.h>

#define START (100 * PD_SEC + 250 * PD_MSEC)

static struct pd_summary *
summary_until(pd_usec end)
{
        struct pd_summary *summary = calloc(1, sizeof(*summary));

        assert_non_null(summary);
        summary->start = START;
        summary->end = end;
        return summary;
}

static void
nothing_marked_is_no_lap(void **state)
{
        struct pd_summary *summary = summary_until(START + PD_HOUR);
        struct pd_laps laps;

        (void) state;
        pd_laps_init(&laps);
        pd_laps_moved(&laps, 0, 10, 140);
        pd_laps_summary(&laps, summary);
        assert_int_equal(summary->n_laps, 0);
        free(summary);
}

static void
the_way_of_laps_adds_up_to_the_metre(void **state)
{
        struct pd_summary *summary = summary_until(START + 30 * PD_SEC);
        struct pd_laps laps;
        int32_t sum = 0;
        pd_usec span;

        (void) state;
        pd_laps_init(&laps);
        for (int lap = 0; lap < 3; lap++) {
                pd_laps_distance(&laps, 10400); /* three times 10.4 m are 31 m */
                if (lap == 2)
                        break;
                assert_int_equal(pd_laps_mark(&laps, START, START + (lap + 1) * 10 * PD_SEC, &span), 0);
                assert_int_equal(span, 10 * PD_SEC);
        }
        pd_laps_summary(&laps, summary);
        assert_int_equal(summary->n_laps, 3);
        for (size_t lap = 0; lap < 3; lap++)
                sum += summary->laps[lap].distance_m;
        assert_int_equal(sum, 31);
        summary->distance_m = PD_UNKNOWN;
        pd_laps_summary(&laps, summary);
        assert_int_equal(summary->laps[0].distance_m, PD_UNKNOWN);
        assert_int_equal(summary->laps[0].hr_avg_bpm, PD_UNKNOWN);
        free(summary);
}

/* The session is trimmed to its last movement, and so are its laps. */
static void
what_was_marked_after_the_end_is_no_lap(void **state)
{
        struct pd_summary *summary = summary_until(START + 50 * PD_SEC);
        struct pd_laps laps;
        pd_usec span;

        (void) state;
        pd_laps_init(&laps);
        assert_int_equal(pd_laps_mark(&laps, START, START + 20 * PD_SEC, &span), 0);
        assert_int_equal(pd_laps_mark(&laps, START, START + 60 * PD_SEC, &span), 0);
        assert_int_equal(span, 40 * PD_SEC);
        pd_laps_moved(&laps, 1, 29, 140);
        pd_laps_moved(&laps, 1, 1, 143);
        pd_laps_summary(&laps, summary);
        assert_int_equal(summary->n_laps, 2);
        assert_int_equal(summary->laps[1].start_s, 20);
        assert_int_equal(summary->laps[1].duration_s, 30);
        assert_int_equal(summary->laps[1].moving_s, 30);
        assert_int_equal(summary->laps[1].hr_avg_bpm, 142);
        free(summary);
}

static void
no_more_are_marked_than_fit(void **state)
{
        struct pd_laps laps;
        pd_usec span = 0;

        (void) state;
        pd_laps_init(&laps);
        for (int lap = 1; lap < PD_LAPS_MAX; lap++) {
                assert_false(pd_laps_full(&laps));
                assert_int_equal(pd_laps_mark(&laps, START, START + lap * PD_SEC, &span), 0);
        }
        assert_true(pd_laps_full(&laps));
        span = 17;
        assert_int_equal(pd_laps_mark(&laps, START, START + PD_HOUR, &span), -ENOSPC);
        assert_int_equal(span, 17);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(nothing_marked_is_no_lap),
                cmocka_unit_test(the_way_of_laps_adds_up_to_the_metre),
                cmocka_unit_test(what_was_marked_after_the_end_is_no_lap),
                cmocka_unit_test(no_more_are_marked_than_fit),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
