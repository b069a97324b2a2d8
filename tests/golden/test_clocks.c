/* SPDX-License-Identifier: MIT */
/*
 * Whatever the wall clock does in mid-run, the run is the same: what was said
 * and judged, and its seconds. Wall times are right, or null; never 1970.
 */
#include "support/track.h"

#include "support/cm.h"

#include <stdio.h>
#include <string.h>

#define BOOT "0123456789abcdef0123456789abcdef"
#define REAL ((pd_usec) 1795342503 * PD_SEC)     /* 2026-11-22 10:15:03 UTC */
#define SUMMER_ENDS ((pd_usec) 1792890000 * PD_SEC) /* 2026-10-25 01:00:00 UTC: Berlin falls from +2 h to +1 h */
#define NEW_YEAR ((pd_usec) 1798761600 * PD_SEC) /* 2027-01-01 00:00:00 UTC */

static void
tell(struct track *track, pd_usec real, int32_t utc_offset_s, bool synchronised)
{
        struct pd_input input = {.at = track->now, .kind = PD_INPUT_CLOCK};

        memcpy(input.clock.boot_id, BOOT, PD_BOOT_ID_SIZE);
        input.clock.boot = track->now;
        input.clock.real = real;
        input.clock.utc_offset_s = utc_offset_s;
        input.clock.synchronised = synchronised;
        rig_feed(&track->rig, &input);
}

/* Twenty easy minutes with a minute of grey in them; MOMENT comes in its tenth. */
static void
run_with(struct track *track, void (*moment)(struct track *track))
{
        track_run(track, 400, 2600, 140);
        track_run(track, 60, 3100, 150);
        track_run(track, 140, 2600, 145);
        if (moment != NULL)
                moment(track);
        track_run(track, 600, 2600, 142);
        track_run(track, 601, 0, 90);
}

/* The line of the summary, as it is published. */
static const char *
summary_of(const struct track *track)
{
        const char *line = strstr(track->rig.published.bytes, "/summary {");

        assert_non_null(line);
        return line;
}

static void
has_in_summary(const struct track *track, const char *words)
{
        const char *line = summary_of(track), *found = strstr(line, words);

        if (found == NULL || found > strchr(line, '\n'))
                fail_msg("not in the summary: %s", words);
}

/* The same as with a clock that nobody touches, but for what the clock says. */
static void
is_the_same_run(struct track *track, pd_usec real, void (*moment)(struct track *track))
{
        struct track *quiet = track_new("easy");

        tell(quiet, real, 0, true);
        run_with(quiet, NULL);
        run_with(track, moment);
        assert_int_equal(track->rig.n_events[PD_EVENT_SUMMARY], 1);
        assert_int_equal(track->n_kept, quiet->n_kept);
        for (size_t i = 0; i < quiet->n_kept; i++) {
                assert_int_equal(track->kept[i].kind, quiet->kept[i].kind);
                assert_int_equal(track->kept[i].at, quiet->kept[i].at);
                assert_int_equal(track->kept[i].t_s, quiet->kept[i].t_s);
                assert_int_equal(track->kept[i].sequence, quiet->kept[i].sequence);
                if (quiet->kept[i].kind == PD_EVENT_ALERT)
                        assert_string_equal(track->kept[i].alert.message, quiet->kept[i].alert.message);
        }
        assert_int_equal(track->rig.last_summary.summary.moving_s, quiet->rig.last_summary.summary.moving_s);
        assert_int_equal(track->rig.last_summary.summary.duration_s, 1200);
        assert_string_equal(track->rig.last_summary.summary.sentence, quiet->rig.last_summary.summary.sentence);
        assert_null(strstr(track->rig.published.bytes, "\"19")); /* neither 1970 nor the day before */
        track_free(quiet);
}

static void
set_the_clock_back(struct track *track)
{
        tell(track, SUMMER_ENDS, 3600, true);
}

static void
summer_time_ends_in_mid_run(void **state)
{
        struct track *track = track_new("easy");

        (void) state;
        tell(track, SUMMER_ENDS - 600 * PD_SEC, 7200, true);
        is_the_same_run(track, SUMMER_ENDS - 600 * PD_SEC, set_the_clock_back);
        has_in_summary(track, "\"id\":\"20261025T005000Z\"");
        has_in_summary(track, "\"start\":\"2026-10-25T00:50:00.250Z\",\"end\":\"2026-10-25T01:10:00.250Z\"");
        assert_int_equal(track->rig.last_summary.utc_offset_s, 3600);
        track_free(track);
}

/* Quiet from three in the morning; the hour before comes twice. */
static void
quiet_hours_follow_the_wall(void **state)
{
        struct pd_athlete athlete;
        struct track *track;

        (void) state;
        rig_runner_a(&athlete);
        athlete.quiet = (struct pd_hours) {3 * 60, 6 * 60};
        track = track_with(&athlete, "easy");
        tell(track, SUMMER_ENDS - 600 * PD_SEC, 7200, true); /* 02:50 */
        run_with(track, set_the_clock_back);
        assert_string_not_equal(track_alert(track, PD_ALERT_SESSION_ENDED, 0)->alert.say, ""); /* 02:20, once more */
        track_free(track);

        track = track_with(&athlete, "easy");
        tell(track, SUMMER_ENDS - 600 * PD_SEC, 7200, true); /* the same night, without a change */
        run_with(track, NULL);
        assert_string_equal(track_alert(track, PD_ALERT_SESSION_ENDED, 0)->alert.say, "");
        track_free(track);
}

static void
midnight_and_new_year_pass(void **state)
{
        struct track *track = track_new("easy");

        (void) state;
        tell(track, NEW_YEAR - 300 * PD_SEC, 0, true);
        is_the_same_run(track, NEW_YEAR - 300 * PD_SEC, NULL);
        has_in_summary(track, "\"id\":\"20261231T235500Z\"");
        has_in_summary(track, "\"start\":\"2026-12-31T23:55:00.250Z\",\"end\":\"2027-01-01T00:15:00.250Z\"");
        track_free(track);
}

static void
synchronise(struct track *track)
{
        tell(track, REAL + track->now, 0, true);
}

static void
a_pi_that_wakes_in_1970_learns_the_time(void **state)
{
        struct track *track = track_new("easy");

        (void) state;
        tell(track, 11 * PD_SEC, 0, false);
        is_the_same_run(track, REAL, synchronise);
        assert_null(strstr(track->rig.published.bytes, "197001"));
        has_in_summary(track, "\"start\":\"2026-11-22T10:15:03.250Z\",\"end\":\"2026-11-22T10:35:03.250Z\"");
        assert_int_equal(track_alert(track, PD_ALERT_SESSION_STARTED, 0)->real, PD_NEVER);
        track_free(track);
}

static void
a_pi_that_never_learns_the_time_says_null(void **state)
{
        struct track *track = track_new("easy");

        (void) state;
        tell(track, 11 * PD_SEC, 0, false);
        is_the_same_run(track, REAL, NULL);
        assert_null(strstr(track->rig.published.bytes, "197001"));
        has_in_summary(track, "\"start\":null,\"end\":null");
        track_free(track);
}

static void
set_it_two_hours_back(struct track *track)
{
        tell(track, REAL + track->now - 2 * PD_HOUR, 0, true);
}

static void
a_clock_set_backwards_keeps_the_order(void **state)
{
        struct track *track = track_new("easy");

        (void) state;
        tell(track, REAL, 0, true);
        is_the_same_run(track, REAL, set_it_two_hours_back);
        has_in_summary(track, "\"id\":\"20261122T101503Z\""); /* named once */
        has_in_summary(track, "\"start\":\"2026-11-22T08:15:03.250Z\",\"end\":\"2026-11-22T08:35:03.250Z\""); /* what is true now */
        track_free(track);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(summer_time_ends_in_mid_run),
                cmocka_unit_test(quiet_hours_follow_the_wall),
                cmocka_unit_test(midnight_and_new_year_pass),
                cmocka_unit_test(a_pi_that_wakes_in_1970_learns_the_time),
                cmocka_unit_test(a_pi_that_never_learns_the_time_says_null),
                cmocka_unit_test(a_clock_set_backwards_keeps_the_order),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
