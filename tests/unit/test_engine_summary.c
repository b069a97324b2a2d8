/* SPDX-License-Identifier: MIT */
/* The summary of a session: at its end, or asked for in between. */
#include "support/track.h"

#include "support/cm.h"

#include <math.h>

static void
a_report_is_not_final_and_changes_nothing(void **state)
{
        struct track *asked = track_new("easy"), *quiet = track_new("easy");

        (void) state;
        track_order(asked, &(struct pd_command) {.verb = PD_COMMAND_REPORT}); /* outside a session there is nothing to report */
        assert_int_equal(asked->rig.n_events[PD_EVENT_SUMMARY], 0);
        track_run(asked, 400, 2600, 140);
        track_run(quiet, 400, 2600, 140);
        track_order(asked, &(struct pd_command) {.verb = PD_COMMAND_REPORT});
        assert_int_equal(asked->rig.n_events[PD_EVENT_SUMMARY], 1);
        assert_false(asked->rig.last_summary.summary.final);
        assert_int_equal(asked->rig.last_summary.summary.moving_s, 399);
        assert_int_equal(track_count_alerts(asked, PD_ALERT_SESSION_ENDED), 0);
        track_run(asked, 100, 2600, 140);
        track_run(quiet, 100, 2600, 140);
        track_tick(asked, 7 * PD_HOUR);
        track_tick(quiet, 7 * PD_HOUR);
        assert_true(asked->rig.last_summary.summary.final);
        assert_int_equal(asked->rig.last_summary.sequence, quiet->rig.last_summary.sequence + 1);
        assert_int_equal(asked->rig.last_summary.summary.moving_s, quiet->rig.last_summary.summary.moving_s);
        assert_int_equal(asked->rig.last_summary.summary.end, quiet->rig.last_summary.summary.end);
        track_free(asked);
        track_free(quiet);
}

static void
the_reason_the_rating_and_the_note_are_in_the_summary(void **state)
{
        struct track *track = track_new("easy");
        const struct pd_summary *summary = &track->rig.last_summary.summary;

        (void) state;
        track_run(track, 900, 2600, 140);
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_RPE, .number = 8});
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_NOTE, .text = "the knee"});
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_STOP, .number = PD_STOP_PAIN});
        assert_int_equal(summary->rpe, 8);
        assert_string_equal(summary->note, "the knee");
        assert_true(summary->stopped);
        assert_int_equal(summary->stop_reason, PD_STOP_PAIN);
        assert_int_equal(summary->verdict, PD_VERDICT_UNKNOWN);
        assert_string_equal(summary->sentence, "Stopped for pain. Take care.");
        track_free(track);
}

/* A frame with the beats since the one before, in 1/1024 s. */
static void
feed_beats(struct track *track, int32_t bpm, const int32_t *rr, size_t n)
{
        struct pd_input input = rig_strap_frame(track->now, bpm);

        input.frame.bytes[0] |= 0x10; /* RR intervals are there */
        for (size_t i = 0; i < n; i++) {
                input.frame.bytes[2 + 2 * i] = (uint8_t) rr[i];
                input.frame.bytes[3 + 2 * i] = (uint8_t) (rr[i] >> 8);
        }
        input.frame.length = 2 + 2 * n;
        rig_feed(&track->rig, &input);
}

/* From 120 to 180 bpm in 20 min; what sways slowly gives way to what changes from
 * beat to beat, evenly, so that alpha-1 falls through 0.75 and 0.5 on the way. */
static void
run_ramp(struct track *track)
{
        double beat_at = 0;
        int beats = 0;

        for (int s = 0; s < 20 * 60; s++, track->now += PD_SEC) {
                const double bpm = 120 + 60.0 * s / (20 * 60), done = s / (20.0 * 60);
                struct pd_input pod = rig_pod_frame(track->now + 250 * PD_MSEC, 2600 + s, track->mm / 100);
                int32_t rr[4];
                size_t n = 0;

                while (beat_at < s + 1 && n < 4) {
                        const double sway = 10 * (1 - done) * sin(beats * 2 * M_PI / 23.3), change = 6 * done * sin(beats * 2 * M_PI / 2.1);
                        const double ms = 60000 / bpm + sway + change;

                        rr[n++] = (int32_t) lround(ms * 1.024);
                        beat_at += ms / 1000;
                        beats++;
                }
                feed_beats(track, (int32_t) lround(bpm), rr, n);
                rig_feed(&track->rig, &pod);
                track->mm += 2600 + s;
        }
}

static void
what_a_run_shows_of_the_anchors_is_in_its_summary(void **state)
{
        struct track *track = track_new("easy");
        const struct pd_proof *proof = &track->rig.last_summary.summary.proof;
        struct pd_athlete athlete;

        (void) state;
        rig_runner_a(&athlete);
        run_ramp(track);
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_STOP, .number = PD_STOP_DONE});
        assert_int_equal(proof->anchors, pd_athlete_anchors_version(&athlete));
        assert_int_equal(proof->hr_held_bpm, 178); /* for half a minute */
        assert_in_range(proof->stretches[0].speed_mm_s, 3730, 3800); /* the last minute's */
        assert_in_range(proof->lt1.bpm, 130, 170);
        assert_in_range(proof->lt2.bpm, proof->lt1.bpm + 1, 180);
        assert_in_range(proof->lt1.width_bpm, 4, 12);
        track_free(track);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_report_is_not_final_and_changes_nothing),
                cmocka_unit_test(what_a_run_shows_of_the_anchors_is_in_its_summary),
                cmocka_unit_test(the_reason_the_rating_and_the_note_are_in_the_summary),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
