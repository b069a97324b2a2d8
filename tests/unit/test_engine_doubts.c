/* SPDX-License-Identifier: MIT */
/* What is not to be trusted is said once, and nobody is judged or pushed by it. */
#include "support/track.h"

#include "support/cm.h"

#include <string.h>

/* A second of a pod alone: speed and steps. */
static void
pod_second(struct track *track, int32_t mm_s, bool steps)
{
        struct pd_input input = rig_pod_frame(track->now + 250 * PD_MSEC, mm_s, track->mm / 100);

        track->mm += mm_s;
        input.frame.bytes[3] = steps ? 82 : 0;
        rig_feed(&track->rig, &input);
}

static void
strap_second(struct track *track, int32_t bpm)
{
        struct pd_input input = rig_strap_frame(track->now, bpm);

        rig_feed(&track->rig, &input);
}

/* Both, for SECONDS. */
static void
go(struct track *track, int seconds, int32_t bpm, int32_t mm_s, bool steps)
{
        for (int i = 0; i < seconds; i++, track->now += PD_SEC) {
                strap_second(track, bpm);
                pod_second(track, mm_s, steps);
        }
}

static void
a_strap_without_skin_is_told_once_after_half_a_minute(void **state)
{
        struct track *track = track_new("easy 60m");

        (void) state;
        go(track, 300, 140, 2500, true);
        go(track, 28, 0, 2500, true);
        assert_int_equal(track_count_alerts(track, PD_ALERT_CANNOT_TELL), 0);
        assert_int_equal(track->live.doubt, PD_DOUBT_CONTACT);
        assert_int_equal(track->live.hr_bpm, PD_UNKNOWN);
        go(track, 3, 0, 2500, true);
        assert_int_equal(track_count_alerts(track, PD_ALERT_CANNOT_TELL), 1);
        assert_string_equal(track_alert(track, PD_ALERT_CANNOT_TELL, 0)->alert.say,
                "The strap feels no skin. I can't judge by heart rate.");
        assert_string_equal(track_alert(track, PD_ALERT_CANNOT_TELL, 0)->alert.tag, "doubt");
        assert_non_null(strstr(track_alert(track, PD_ALERT_CANNOT_TELL, 0)->alert.message, "30 s"));
        go(track, 60, 140, 2500, true);
        assert_int_equal(track->live.doubt, PD_DOUBT_NONE);
        go(track, 60, 0, 2500, true);
        assert_int_equal(track_count_alerts(track, PD_ALERT_CANNOT_TELL), 1); /* once a session */
        track_free(track);
}

static void
without_a_witness_nobody_can_tell(void **state)
{
        struct track *track = track_new("easy 60m");

        (void) state;
        go(track, 600, 140, 2500, true);
        assert_int_equal(track->live.target_state, PD_TARGET_IN);
        go(track, 20, 0, 0, true); /* no skin, and steps at no speed */
        assert_int_equal(track->live.doubt, PD_DOUBT_CONTACT);
        assert_int_equal(track->live.target_state, PD_TARGET_UNKNOWN);
        assert_int_equal(track->live.intensity, PD_INTENSITY_UNKNOWN);
        track_free(track);
}

static void
steps_at_no_speed_are_no_pause(void **state)
{
        struct track *track = track_new("easy 60m");

        (void) state;
        go(track, 300, 140, 2500, true);
        go(track, 60, 140, 0, true);
        assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_RUNNING);
        assert_int_equal(track->live.doubt, PD_DOUBT_DROPOUT);
        assert_int_equal(track->live.speed_mm_s, PD_UNKNOWN);
        assert_int_equal(track_count_alerts(track, PD_ALERT_CANNOT_TELL), 1);
        go(track, 20, 140, 0, false);
        assert_int_equal(pd_engine_session_state(track_engine(track)), PD_SESSION_PAUSED);
        track_free(track);
}

static void
a_spike_is_nobodys_highest_heart_rate(void **state)
{
        struct track *track = track_new("easy 60m");

        (void) state;
        go(track, 600, 140, 2500, true);
        go(track, 58, 205, 2500, true);
        assert_int_equal(track->live.doubt, PD_DOUBT_SPIKE);
        assert_int_equal(track_count_alerts(track, PD_ALERT_CANNOT_TELL), 0); /* a strap that is shaken is over it in a minute */
        go(track, 5, 205, 2500, true);
        assert_int_equal(track_count_alerts(track, PD_ALERT_CANNOT_TELL), 1);
        go(track, 300, 140, 2500, true);
        track_order(track, &(struct pd_command) {.verb = PD_COMMAND_STOP});
        assert_int_equal(track->rig.last_summary.summary.hr_max_bpm, 140);
        assert_int_equal(track_count_alerts(track, PD_ALERT_PROPOSAL), 0);
        assert_int_equal(track_count_alerts(track, PD_ALERT_TOO_HARD), 0);
        track_free(track);
}

/* What does not judge her needs no word; muted, it may be said later. */
static void
who_is_not_judged_by_it_is_not_told(void **state)
{
        struct pd_athlete athlete;
        struct track *track;

        (void) state;
        rig_runner_a(&athlete);
        athlete.judge_by = PD_JUDGE_BY_SPEED;
        track = track_with(&athlete, "easy 60m");
        go(track, 300, 140, 2500, true);
        go(track, 60, 0, 2500, true);
        assert_int_equal(track_count_alerts(track, PD_ALERT_CANNOT_TELL), 0);
        assert_int_equal(track->live.doubt, PD_DOUBT_CONTACT);
        track_free(track);
}

static void
with_low_trust_nobody_is_pushed(void **state)
{
        struct track *track = track_new("2m easy, 20m hard");

        (void) state;
        go(track, 300, 140, 2500, true); /* asked for hard, and far from it */
        assert_true(track_count_alerts(track, PD_ALERT_TOO_EASY) > 0);
        track_free(track);
        track = track_new("2m easy, 20m hard");
        go(track, 115, 140, 2500, true);
        go(track, 185, 0, 2500, true);
        assert_int_equal(track_count_alerts(track, PD_ALERT_TOO_EASY), 0);
        track_free(track);
}

static void
a_heart_rate_that_follows_the_steps_is_told(void **state)
{
        static const int32_t wavers[] = {0, 1, 0, -1, -2, -1, 1, 2, 1, 0, -1, 0, 2};
        struct track *track = track_new("easy 60m");

        (void) state;
        for (int second = 0; second < 420; second++, track->now += PD_SEC) {
                int32_t steps = 82 + wavers[second / 3 % 13] / 2; /* a minute, of one foot */
                struct pd_input strap = rig_strap_frame(track->now, second < 300 ? 140 + second / 10 % 2 : 2 * steps);
                struct pd_input pod = rig_pod_frame(track->now + 250 * PD_MSEC, 2500, track->mm / 100);

                track->mm += 2500;
                pod.frame.bytes[3] = (uint8_t) steps;
                strap.frame.bytes[0] &= (uint8_t) ~0x10u; /* no beats that would bear it out */
                strap.frame.length = 2;
                rig_feed(&track->rig, &strap);
                rig_feed(&track->rig, &pod);
        }
        assert_int_equal(track->live.doubt, PD_DOUBT_CADENCE_LOCK);
        assert_int_equal(track_count_alerts(track, PD_ALERT_CANNOT_TELL), 1);
        assert_string_equal(track_alert(track, PD_ALERT_CANNOT_TELL, 0)->alert.say,
                "The sensor counts your steps, not your heart. I can't judge by it.");
        assert_int_equal(track->live.hr_bpm, PD_UNKNOWN);
        track_free(track);
}

static void
each_doubt_of_a_pod_has_its_word(void **state)
{
        static const struct {
                int32_t mm_s;
                bool steps;
                const char *say;
        } rows[] = {
                {2500, false, "I see speed without steps. I can't judge your pace."},
                {13000, true, "Nobody runs that fast. I can't judge your pace."},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct track *track = track_new("easy 60m");

                go(track, 300, 140, 2500, true);
                go(track, 28, 140, rows[i].mm_s, rows[i].steps);
                assert_int_equal(track_count_alerts(track, PD_ALERT_CANNOT_TELL), 0);
                go(track, 5, 140, rows[i].mm_s, rows[i].steps);
                assert_int_equal(track_count_alerts(track, PD_ALERT_CANNOT_TELL), 1);
                assert_string_equal(track_alert(track, PD_ALERT_CANNOT_TELL, 0)->alert.say, rows[i].say);
                assert_int_equal(track->live.speed_mm_s, PD_UNKNOWN);
                track_free(track);
        }
}

static void
go_with_power(struct track *track, int seconds, int32_t watts)
{
        for (int i = 0; i < seconds; i++, track->now += PD_SEC) {
                const struct pd_input power = rig_power_frame(track->now + 300 * PD_MSEC, watts == 0 ? 0 : watts + i % 5);

                strap_second(track, 130);
                pod_second(track, 2500, true);
                rig_feed(&track->rig, &power);
        }
}

/* Where nobody is judged by it, its failing is nobody's business. */
static void
a_power_that_fails_is_told_to_whom_it_judges(void **state)
{
        (void) state;
        for (int judged = 0; judged < 2; judged++) {
                struct pd_athlete athlete;
                struct track *track;

                rig_runner_a(&athlete);
                if (judged)
                        athlete.lt1_power = (struct pd_anchor) {230, 10, PD_PROVENANCE_TEST};
                track = track_with(&athlete, "easy 60m");
                go_with_power(track, 100, 200);
                assert_in_range(track->live.power_w, 200, 204);
                go_with_power(track, 60, 0);
                assert_int_equal(track->live.power_w, PD_UNKNOWN);
                assert_int_equal(track->live.doubt, PD_DOUBT_POWER);
                assert_int_equal(track_count_alerts(track, PD_ALERT_CANNOT_TELL), judged);
                if (judged) {
                        const struct pd_alert *alert = &track_alert(track, PD_ALERT_CANNOT_TELL, 0)->alert;

                        assert_string_equal(alert->say, "Your power can't be right. I go without it.");
                        assert_string_equal(alert->message, "No power that can be right, for 30 s: nothing is judged by power.");
                }
                track_free(track);
        }
}

/* A bike's meter, and no pod: nothing begins, and nothing is missed. */
static void
power_alone_begins_no_session(void **state)
{
        struct track *track = track_new("easy 60m");

        (void) state;
        for (int i = 0; i < 600; i++, track->now += PD_SEC) {
                const struct pd_input power = rig_power_frame(track->now, 200 + i % 5);

                rig_feed(&track->rig, &power);
        }
        assert_int_equal(track_count_alerts(track, PD_ALERT_SESSION_STARTED), 0);
        assert_int_equal(track_count_alerts(track, PD_ALERT_SENSOR_LOST), 0);
        track_free(track);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_strap_without_skin_is_told_once_after_half_a_minute),
                cmocka_unit_test(without_a_witness_nobody_can_tell),
                cmocka_unit_test(steps_at_no_speed_are_no_pause),
                cmocka_unit_test(a_spike_is_nobodys_highest_heart_rate),
                cmocka_unit_test(who_is_not_judged_by_it_is_not_told),
                cmocka_unit_test(with_low_trust_nobody_is_pushed),
                cmocka_unit_test(a_heart_rate_that_follows_the_steps_is_told),
                cmocka_unit_test(each_doubt_of_a_pod_has_its_word),
                cmocka_unit_test(a_power_that_fails_is_told_to_whom_it_judges),
                cmocka_unit_test(power_alone_begins_no_session),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
