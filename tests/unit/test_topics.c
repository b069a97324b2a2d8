/* SPDX-License-Identifier: MIT */
/* What is published: the whole payload of each topic, read again by a strict reader. */
#include "support/cm.h"

#include "mqtt/topics.h"
#include "support/interface.h"
#include "support/strict_json.h"

#include <errno.h>

#define SECONDS(n) ((n) * PD_SEC)

/* 2026-11-22T10:15:03.250Z */
#define THE_REAL_TIME ((pd_usec) 1795342503250000)

static const struct pd_topics topics = { .base = "purposed", .node = "pi" };
static struct pd_athlete anna;
static struct pd_workout workout;
static struct pd_message message;

static int
set_up(void **state)
{
        (void) state;
        memset(&anna, 0, sizeof(anna));
        strcpy(anna.id, "anna");
        strcpy(anna.language, "en");
        strcpy(anna.goal, "10 km under an hour");
        anna.units = PD_UNITS_METRIC;
        anna.retain_summary = true;
        memset(&workout, 0, sizeof(workout));
        strcpy(workout.id, "tue-tempo");
        strcpy(workout.title, "2 x 10 min tempo");
        workout.purpose = PD_PURPOSE_TEMPO;
        workout.n_steps = 3;
        workout.steps[0] = (struct pd_step) { .extent = PD_EXTENT_TIME, .amount = SECONDS(600), .intensity = PD_INTENSITY_EASY,
                                              .hr.high = 150 };
        workout.steps[1] = (struct pd_step) { .extent = PD_EXTENT_DISTANCE, .amount = 2000000,
                                              .intensity = PD_INTENSITY_MODERATE, .key = true,
                                              .speed = { .low = 3000, .high = 3250 }, .cue = "tempo" };
        workout.steps[2] = (struct pd_step) { .extent = PD_EXTENT_OPEN, .intensity = PD_INTENSITY_RECOVERY };
        return 0;
}

static struct pd_event
event_of(enum pd_event_kind kind)
{
        return (struct pd_event) {
                .kind = kind,
                .at = SECONDS(1000),
                .real = THE_REAL_TIME,
                .utc_offset_s = 3600,
                .athlete = &anna,
                .workout = &workout,
                .session = "20261122T100503Z",
                .t_s = 600,
        };
}

/* By conf/asyncapi.yaml; NULL: it takes it. */
static void
assert_refusal(const char *why)
{
        const char *refusal = interface_refusal(message.topic, message.payload);

        if (!why && refusal)
                fail_msg("%s, in %s", refusal, message.payload);
        if (why) {
                assert_non_null(refusal);
                assert_non_null(strstr(refusal, why));
        }
}

static void
assert_published(const struct pd_event *event, const char *topic, const char *payload)
{
        memset(&message, '#', sizeof(message));
        assert_int_equal(pd_topics_event(&topics, event, &message), 0);
        assert_string_equal(message.topic, topic);
        assert_string_equal(message.payload, payload);
        assert_int_equal(message.length, strlen(payload));
        assert_true(strict_json_valid(message.payload));
        assert_refusal(NULL);
}

static void
assert_delivery(int qos, bool retain, int expiry_s, enum pd_queueing queueing)
{
        assert_int_equal(message.qos, qos);
        assert_int_equal(message.retain, retain);
        assert_int_equal(message.expiry_s, expiry_s);
        assert_int_equal(message.queueing, queueing);
}

static void
assert_key(const char *path, const char *raw)
{
        char found[256];

        assert_true(strict_json_valid(message.payload));
        assert_refusal(NULL);
        if (!strict_json_find(message.payload, path, found, sizeof(found)))
                fail_msg("no %s in %s", path, message.payload);
        assert_string_equal(found, raw);
}

static struct pd_event
live_event(void)
{
        struct pd_event event = event_of(PD_EVENT_LIVE);

        event.live = (struct pd_live) {
                .hr_bpm = 152, .hr_expected_bpm = 150, .speed_mm_s = 3124, .power_w = 243, .cadence_spm = 176, .distance_mm = 3217999,
                .intensity = PD_INTENSITY_MODERATE, .certainty_percent = 86, .target_state = PD_TARGET_IN, .grey = false,
                .doubt = PD_DOUBT_CADENCE_LOCK,
                .step_index = 1, .step_count = 3, .step = "tempo", .step_remaining_s = PD_UNKNOWN, .step_remaining_m = 1234,
                .hr_target = { .low = 150, .high = 165 }, .speed_target = { .low = 3000, .high = 3250 }, .target_witness = PD_WITNESS_SPEED,
                .dfa_a1_milli = 871, .dfa_a1_variant = "120 s, boxes 4-16", .rr_artefacts_permille = 12,
        };
        return event;
}

static void
live_holds_every_key(void **state)
{
        struct pd_event event = live_event();

        (void) state;
        assert_published(&event, "purposed/anna/live",
                         "{\"time\":\"2026-11-22T10:15:03.250Z\",\"t_s\":600,\"hr_bpm\":152,\"hr_expected_bpm\":150,"
                         "\"speed_m_s\":3.124,\"pace_min_km\":5.34,"
                         "\"pace\":\"5:20\",\"pace_unit\":\"min/km\",\"power_w\":243,\"cadence_spm\":176,"
                         "\"distance_m\":3217,\"distance_text\":\"3.21 km\","
                         "\"intensity\":\"moderate\",\"certainty\":0.86,\"target_state\":\"in\",\"grey\":false,\"doubt\":\"cadence_lock\","
                         "\"purpose\":\"tempo\","
                         "\"workout\":\"tue-tempo\",\"step\":\"tempo\",\"step_index\":2,\"step_count\":3,\"step_remaining_s\":null,"
                         "\"step_remaining_m\":1234,\"target_kind\":\"speed\",\"target_low\":3.000,\"target_high\":3.250,"
                         "\"dfa_a1\":0.871,\"dfa_a1_variant\":\"120 s, boxes 4-16\",\"rr_artefacts_percent\":1.2}");
        assert_delivery(0, true, 15, PD_QUEUEING_NEVER);
}

/* ONE for OTHER in a message of live. */
static void
assert_refused(const char *one, const char *other, const char *why)
{
        struct pd_event event = live_event();
        char *at;

        assert_int_equal(pd_topics_event(&topics, &event, &message), 0);
        at = strstr(message.payload, one);
        assert_non_null(at);
        memmove(at + strlen(other), at + strlen(one), strlen(at + strlen(one)) + 1);
        memcpy(at, other, strlen(other));
        assert_refusal(why);
}

static void
another_key_word_or_number_than_the_document_has_is_refused(void **state)
{
        (void) state;
        assert_refused("\"hr_bpm\":152,", "", "hr_bpm is missing");
        assert_refused("\"hr_bpm\":152", "\"hr_bpm\":152,\"shoe_size\":42", "shoe_size: there is no such key");
        assert_refused("\"hr_bpm\":152", "\"hr_bpm\":\"152\"", "hr_bpm: it is of another type");
        assert_refused("\"hr_bpm\":152", "\"hr_bpm\":0", "hr_bpm: 0 is out of bounds");
        assert_refused("\"moderate\"", "\"medium\"", "intensity: medium is no word");
        assert_refused("\"5:20\"", "\"5:61\"", "pace: '5:61' is no");
        assert_refused("10:15:03.250Z", "10:15:03", "time: '2026-11-22T10:15:03' is no date-time");
        strcpy(message.topic, "purposed/anna/shoes");
        assert_refusal("no channel");
}

static void
state_says_the_same_and_is_retained(void **state)
{
        struct pd_event event = live_event();
        struct pd_message live;

        (void) state;
        assert_int_equal(pd_topics_event(&topics, &event, &live), 0);
        event.kind = PD_EVENT_STATE;
        assert_published(&event, "purposed/anna/state", live.payload);
        assert_delivery(1, true, 30, PD_QUEUEING_NEWEST);
}

static void
what_is_unknown_is_null_and_still_there(void **state)
{
        struct pd_event event = live_event();
        char known[1024], unknown[1024];

        (void) state;
        assert_int_equal(pd_topics_event(&topics, &event, &message), 0);
        strict_json_keys(message.payload, known, sizeof(known));

        event.real = PD_NEVER;
        event.t_s = PD_UNKNOWN;
        event.workout = NULL;
        event.live = (struct pd_live) {
                .hr_bpm = PD_UNKNOWN, .hr_expected_bpm = PD_UNKNOWN,
                .speed_mm_s = PD_UNKNOWN, .power_w = PD_UNKNOWN, .cadence_spm = PD_UNKNOWN, .distance_mm = PD_UNKNOWN,
                .certainty_percent = PD_UNKNOWN, .target_state = PD_TARGET_NONE, .step_index = PD_UNKNOWN, .step_count = PD_UNKNOWN,
                .step_remaining_s = PD_UNKNOWN, .step_remaining_m = PD_UNKNOWN, .target_witness = PD_WITNESS_NONE,
                .dfa_a1_milli = PD_UNKNOWN, .dfa_a1_variant = "120 s, boxes 4-16", .rr_artefacts_permille = PD_UNKNOWN,
        };
        assert_published(&event, "purposed/anna/live",
                         "{\"time\":null,\"t_s\":null,\"hr_bpm\":null,\"hr_expected_bpm\":null,"
                         "\"speed_m_s\":null,\"pace_min_km\":null,\"pace\":null,"
                         "\"pace_unit\":\"min/km\",\"power_w\":null,\"cadence_spm\":null,\"distance_m\":null,\"distance_text\":null,"
                         "\"intensity\":\"unknown\",\"certainty\":null,\"target_state\":\"none\",\"grey\":false,\"doubt\":null,"
                         "\"purpose\":null,"
                         "\"workout\":null,\"step\":null,\"step_index\":null,\"step_count\":null,\"step_remaining_s\":null,"
                         "\"step_remaining_m\":null,\"target_kind\":null,\"target_low\":null,\"target_high\":null,"
                         "\"dfa_a1\":null,\"dfa_a1_variant\":null,\"rr_artefacts_percent\":null}");
        strict_json_keys(message.payload, unknown, sizeof(unknown));
        assert_string_equal(known, unknown);
}

static void
a_heart_rate_target_is_in_beats_and_open_where_nothing_is_asked(void **state)
{
        struct pd_event event = live_event();

        (void) state;
        event.live.target_witness = PD_WITNESS_HEART_RATE;
        event.live.hr_target.low = 0;
        assert_int_equal(pd_topics_event(&topics, &event, &message), 0);
        assert_key("target_kind", "\"heart_rate\"");
        assert_key("target_low", "null");
        assert_key("target_high", "165");
}

static void
pace_and_distance_speak_the_athletes_units(void **state)
{
        static const struct {
                int32_t units, mm_s;
                int64_t mm;
                const char *pace, *unit, *min_km, *text;
        } rows[] = {
                { PD_UNITS_METRIC, 2451, 3218688, "\"6:48\"", "\"min/km\"", "6.80", "\"3.21 km\"" },
                { PD_UNITS_IMPERIAL, 2451, 3218688, "\"10:57\"", "\"min/mi\"", "6.80", "\"2.00 mi\"" },
                { PD_UNITS_IMPERIAL, 3077, 3218687, "\"8:43\"", "\"min/mi\"", "5.42", "\"1.99 mi\"" },
                { PD_UNITS_METRIC, 500, 0, "\"33:20\"", "\"min/km\"", "33.33", "\"0.00 km\"" },
                { PD_UNITS_METRIC, 499, 9999, "null", "\"min/km\"", "null", "\"0.00 km\"" },
                { PD_UNITS_METRIC, 0, 42195000, "null", "\"min/km\"", "null", "\"42.19 km\"" },
                { PD_UNITS_METRIC, 4175, 10000, "\"4:00\"", "\"min/km\"", "3.99", "\"0.01 km\"" }, /* 239.5 s: not 3:60 */
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
                struct pd_event event = live_event();

                anna.units = rows[i].units;
                event.live.speed_mm_s = rows[i].mm_s;
                event.live.distance_mm = rows[i].mm;
                assert_int_equal(pd_topics_event(&topics, &event, &message), 0);
                assert_key("pace", rows[i].pace);
                assert_key("pace_unit", rows[i].unit);
                assert_key("pace_min_km", rows[i].min_km);
                assert_key("distance_text", rows[i].text);
        }
}

static void
the_wall_clock_is_written_in_utc_to_the_millisecond(void **state)
{
        static const struct {
                pd_usec real;
                const char *text;
        } rows[] = {
                { 0, "\"1970-01-01T00:00:00.000Z\"" },
                { 951782400 * PD_SEC, "\"2000-02-29T00:00:00.000Z\"" },
                { 1709251199 * PD_SEC + 999999, "\"2024-02-29T23:59:59.999Z\"" },
                { 4107542400 * PD_SEC, "\"2100-03-01T00:00:00.000Z\"" },
                { 253402300799 * PD_SEC, "\"9999-12-31T23:59:59.000Z\"" },
                { 253402300800 * PD_SEC, "null" },
                { -1, "null" },
                { PD_NEVER, "null" },
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
                struct pd_event event = live_event();

                event.real = rows[i].real;
                assert_int_equal(pd_topics_event(&topics, &event, &message), 0);
                assert_key("time", rows[i].text);
        }
}

static struct pd_event
alert_event(void)
{
        struct pd_event event = event_of(PD_EVENT_ALERT);

        event.sequence = 4;
        event.alert = (struct pd_alert) {
                .type = PD_ALERT_TOO_HARD, .severity = PD_SEVERITY_WARNING, .witness = PD_WITNESS_HEART_RATE, .priority = 4,
                .resolved = false, .tag = "anna-effort", .title = "Ease off", .message = "Recovery day: 152 bpm, 140 at most",
                .say = "Recovery day. Ease off.", .say_public = "Ease off.", .step_index = 0,
                .hr_bpm = 152, .speed_mm_s = 2451, .power_w = 205, .hr_low_bpm = 0, .hr_high_bpm = 140,
                .speed_low_mm_s = PD_UNKNOWN, .speed_high_mm_s = 2700, .power_low_w = PD_UNKNOWN, .power_high_w = 195,
                .over_s = 30, .heeded_s = PD_UNKNOWN,
        };
        return event;
}

static void
an_alert_is_flat_and_carries_all_that_a_phone_needs(void **state)
{
        struct pd_event event = alert_event();

        (void) state;
        assert_published(&event, "purposed/anna/alert",
                         "{\"event_type\":\"too_hard\",\"id\":\"20261122T100503Z-4\",\"time\":\"2026-11-22T10:15:03.250Z\",\"t_s\":600,"
                         "\"title\":\"Ease off\",\"message\":\"Recovery day: 152 bpm, 140 at most\",\"say\":\"Recovery day. Ease off.\","
                         "\"say_public\":\"Ease off.\",\"severity\":\"warning\",\"priority\":4,\"tag\":\"anna-effort\",\"resolved\":false,"
                         "\"session\":\"20261122T100503Z\",\"step\":\"easy\",\"hr_bpm\":152,\"speed_m_s\":2.451,\"pace_min_km\":6.80,"
                         "\"pace\":\"6:48\",\"pace_unit\":\"min/km\",\"power_w\":205,\"hr_target_low_bpm\":null,\"hr_target_high_bpm\":140,"
                         "\"speed_target_low_m_s\":null,\"speed_target_high_m_s\":2.700,\"power_target_low_w\":null,"
                         "\"power_target_high_w\":195,\"over_s\":30,\"heeded_s\":null,"
                         "\"witness\":\"heart_rate\",\"lang\":\"en\"}");
        assert_delivery(1, false, 120, PD_QUEUEING_EACH);
        assert_string_equal(message.athlete, "anna");
        assert_string_equal(message.session, "20261122T100503Z");
        assert_int_equal(message.sequence, 4);
}

static void
a_brief_and_a_proposal_keep_for_hours(void **state)
{
        struct pd_event event = alert_event();

        (void) state;
        for (int type = 0; type < PD_ALERT_TYPE_COUNT; type++) {
                bool keeps = type == PD_ALERT_BRIEF || type == PD_ALERT_PROPOSAL;
                event.alert.type = (enum pd_alert_type) type;
                assert_int_equal(pd_topics_event(&topics, &event, &message), 0);
                assert_delivery(1, false, keeps ? 6 * 3600 : 120, PD_QUEUEING_EACH);
        }
}

static void
an_alert_that_is_said_again_has_what_is_left_of_its_life(void **state)
{
        static const struct {
                pd_usec age;
                int32_t left_s;
        } rows[] = { { 0, 120 }, { PD_SEC, 119 }, { 90 * PD_SEC + 1, 29 }, { 119 * PD_SEC, 1 }, { 120 * PD_SEC, 1 }, { PD_HOUR, 1 } };
        struct pd_event event = alert_event();

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
                event.age = rows[i].age;
                assert_int_equal(pd_topics_event(&topics, &event, &message), 0);
                assert_delivery(1, false, rows[i].left_s, PD_QUEUEING_EACH);
        }
}

static void
an_alert_outside_a_session_is_named_by_its_instant_and_without_a_step_has_none(void **state)
{
        struct pd_event event = alert_event();

        (void) state;
        event.session[0] = '\0';
        event.sequence = 0;
        event.alert.step_index = 3; /* past the workout's last */
        event.alert.hr_bpm = 0;     /* no measurement */
        assert_int_equal(pd_topics_event(&topics, &event, &message), 0);
        assert_key("id", "\"too_hard-20261122T101503Z\"");
        assert_key("session", "null");
        assert_key("step", "null");
        assert_key("hr_bpm", "null");
        event.real = PD_NEVER; /* no wall clock: the second of the trace */
        event.at = 1234 * PD_SEC;
        assert_int_equal(pd_topics_event(&topics, &event, &message), 0);
        assert_key("id", "\"too_hard-t1234\"");
}

static void
a_session_says_its_state_and_since_when_and_its_id_while_it_lasts(void **state)
{
        struct pd_event event = event_of(PD_EVENT_SESSION);

        (void) state;
        event.session_change.state = PD_SESSION_PAUSED;
        event.session_change.since_real = THE_REAL_TIME - SECONDS(5);
        assert_published(&event, "purposed/anna/session",
                         "{\"state\":\"paused\",\"id\":\"20261122T100503Z\",\"since\":\"2026-11-22T10:14:58.250Z\","
                         "\"workout\":\"tue-tempo\","
                         "\"purpose\":\"tempo\",\"muted\":false,\"muted_until\":null}");
        assert_delivery(1, true, 0, PD_QUEUEING_NEWEST);

        event.session_change.state = PD_SESSION_ARMED; /* it has just ended */
        assert_published(&event, "purposed/anna/session",
                         "{\"state\":\"armed\",\"id\":null,\"since\":\"2026-11-22T10:14:58.250Z\",\"workout\":\"tue-tempo\","
                         "\"purpose\":\"tempo\",\"muted\":false,\"muted_until\":null}");
        assert_string_equal(message.session, "20261122T100503Z"); /* whom the receipt is for */

        event.session[0] = '\0';
        event.workout = NULL;
        event.session_change.state = PD_SESSION_IDLE;
        event.session_change.since_real = PD_NEVER;
        assert_published(&event, "purposed/anna/session",
                         "{\"state\":\"idle\",\"id\":null,\"since\":null,\"workout\":null,\"purpose\":null,\"muted\":false,"
                         "\"muted_until\":null}");
}

static void
a_session_says_whether_the_coach_is_silent_and_until_when(void **state)
{
        struct pd_event event = event_of(PD_EVENT_SESSION);

        (void) state;
        event.session_change.state = PD_SESSION_RUNNING;
        event.session_change.since_real = event.session_change.muted_until_real = PD_NEVER;
        event.session_change.muted = true;
        assert_published(&event, "purposed/anna/session",
                         "{\"state\":\"running\",\"id\":\"20261122T100503Z\",\"since\":null,\"workout\":\"tue-tempo\","
                         "\"purpose\":\"tempo\",\"muted\":true,\"muted_until\":null}");
        event.session_change.muted_until_real = THE_REAL_TIME;
        assert_published(&event, "purposed/anna/session",
                         "{\"state\":\"running\",\"id\":\"20261122T100503Z\",\"since\":null,\"workout\":\"tue-tempo\","
                         "\"purpose\":\"tempo\",\"muted\":true,\"muted_until\":\"2026-11-22T10:15:03.250Z\"}");
}

static struct pd_event
summary_event(const struct pd_step_done *steps, size_t n_steps)
{
        struct pd_event event = event_of(PD_EVENT_SUMMARY);

        event.sequence = 9;
        event.summary = (struct pd_summary) {
                .start = SECONDS(400), .end = SECONDS(990), .final = true, .revision = 1, .duration_s = 590, .moving_s = 580,
                .distance_m = 1800, .hr_avg_bpm = 148, .hr_max_bpm = 163, .speed_avg_mm_s = 3103, .power_avg_w = 241,
                .cadence_avg_spm = 174,
                .seconds = { 10, 20, 30, 140, 350, 30 },
                .grey_s = 12, .drift_s = 0, .trimp_tenths = 312, .over_s = 45, .excursions = 2, .alerts = 3, .heeded = 2,
                .distance_unheard_m = 200, .reps_done = 5, .reps_meant = 6, .rpe = 7, .stopped = true, .stop_reason = PD_STOP_WEATHER,
                .note = "windy",
                .purpose_result = PD_PURPOSE_RESULT_PARTLY, .verdict = PD_VERDICT_TRAINING, .reason = NULL,
                .sentence = "Tempo as meant, the first one fast.", .went_wrong_s = PD_UNKNOWN, .n_steps = n_steps, .steps = steps,
        };
        pd_proof_init(&event.summary.proof);
        return event;
}

static void
a_summary_sets_target_against_done(void **state)
{
        static const struct pd_step_done steps[] = {
                { .duration_s = 300, .in_target_s = 280, .distance_m = 800, .hr_avg_bpm = 139, .speed_avg_mm_s = 2670,
                  .hr_peak_bpm = 151, .as_meant = 1 },
                { .duration_s = 280, .in_target_s = 200, .distance_m = PD_UNKNOWN, .hr_avg_bpm = PD_UNKNOWN, .speed_avg_mm_s = PD_UNKNOWN,
                  .hr_peak_bpm = PD_UNKNOWN, .as_meant = PD_UNKNOWN },
        };
        struct pd_event event = summary_event(steps, 2);

        (void) state;
        event.summary.proof.anchors = 0x3f2a91c0;
        event.summary.proof.hr_held_bpm = 162;
        event.summary.proof.lt1 = (struct pd_crossing) {151, 5};
        event.summary.proof.stretches[1] = (struct pd_stretch) {3600, 161, true};
        event.summary.n_laps = 2;
        event.summary.laps[0] = (struct pd_lap) {0, 400, 395, 1100, 145};
        event.summary.laps[1] = (struct pd_lap) {400, 190, 185, PD_UNKNOWN, PD_UNKNOWN};
        assert_published(
                &event, "purposed/anna/summary",
                "{\"id\":\"20261122T100503Z\",\"start\":\"2026-11-22T10:05:03.250Z\",\"end\":\"2026-11-22T10:14:53.250Z\",\"final\":true,"
                "\"revision\":1,\"duration_s\":590,\"moving_s\":580,\"distance_m\":1800,\"distance_text\":\"1.80 km\","
                "\"distance_unheard_m\":200,\"hr_avg_bpm\":148,"
                "\"hr_max_bpm\":163,\"speed_avg_m_s\":3.103,\"pace_min_km\":5.37,\"pace\":\"5:22\",\"pace_unit\":\"min/km\","
                "\"power_avg_w\":241,\"cadence_avg_spm\":174,"
                "\"unknown_s\":10,\"rest_s\":20,\"recovery_s\":30,\"easy_s\":140,\"moderate_s\":350,\"hard_s\":30,"
                "\"grey_s\":12,\"drift_s\":0,\"trimp\":31.2,\"over_s\":45,\"excursions\":2,\"alerts\":3,\"heeded\":2,"
                "\"reps_done\":5,\"reps_meant\":6,"
                "\"rpe\":7,\"stopped\":\"weather\",\"note\":\"windy\",\"learning\":false,\"workout\":\"tue-tempo\","
                "\"purpose\":\"tempo\",\"purpose_result\":\"partly\",\"verdict\":\"training\",\"reason\":null,"
                "\"sentence\":\"Tempo as meant, the first one fast.\",\"went_wrong_s\":null,"
                "\"anchors\":\"3f2a91c0\",\"all_out\":false,\"hr_held_bpm\":162,\"test_hr_bpm\":null,\"test_hr_width_bpm\":null,"
                "\"test_speed_m_s\":null,\"lt1_bpm\":151,\"lt1_width_bpm\":5,\"lt2_bpm\":null,\"lt2_width_bpm\":null,"
                "\"efforts\":[{\"duration_s\":120,\"speed_m_s\":3.600,\"hr_bpm\":161,\"whole\":true}],\"laps\":["
                "{\"lap\":1,\"start_s\":0,\"duration_s\":400,\"moving_s\":395,\"distance_m\":1100,\"hr_avg_bpm\":145},"
                "{\"lap\":2,\"start_s\":400,\"duration_s\":190,\"moving_s\":185,\"distance_m\":null,\"hr_avg_bpm\":null}],\"steps\":["
                "{\"step_index\":1,\"step\":\"easy\",\"key\":false,\"planned_s\":600,\"planned_m\":null,\"hr_target_low_bpm\":null,"
                "\"hr_target_high_bpm\":150,\"speed_target_low_m_s\":null,\"speed_target_high_m_s\":null,\"duration_s\":300,"
                "\"in_target_s\":280,\"distance_m\":800,\"hr_avg_bpm\":139,\"hr_peak_bpm\":151,\"speed_avg_m_s\":2.670,\"as_meant\":true},"
                "{\"step_index\":2,\"step\":\"tempo\",\"key\":true,\"planned_s\":null,\"planned_m\":2000,\"hr_target_low_bpm\":null,"
                "\"hr_target_high_bpm\":null,\"speed_target_low_m_s\":3.000,\"speed_target_high_m_s\":3.250,\"duration_s\":280,"
                "\"in_target_s\":200,\"distance_m\":null,\"hr_avg_bpm\":null,\"hr_peak_bpm\":null,\"speed_avg_m_s\":null,"
                "\"as_meant\":null}],\"steps_cut\":0}");
        assert_delivery(1, true, 0, PD_QUEUEING_KEEP);
        assert_int_equal(message.sequence, 9);
}

static void
a_summary_that_is_not_final_may_be_replaced(void **state)
{
        struct pd_event event = summary_event(NULL, 0);

        (void) state;
        event.summary.final = false;
        event.summary.verdict = PD_VERDICT_UNKNOWN;
        event.summary.reason = "too_short";
        event.summary.went_wrong_s = 0;
        event.real = PD_NEVER;
        assert_int_equal(pd_topics_event(&topics, &event, &message), 0);
        assert_delivery(1, true, 0, PD_QUEUEING_NEWEST);
        anna.retain_summary = false; /* her wish */
        assert_int_equal(pd_topics_event(&topics, &event, &message), 0);
        assert_delivery(1, false, 0, PD_QUEUEING_NEWEST);
        assert_key("final", "false");
        assert_key("verdict", "null");
        assert_key("reason", "\"too_short\"");
        assert_key("went_wrong_s", "0");
        assert_key("start", "null");
        assert_key("laps", "[]");
        assert_key("steps", "[]");
}

/* All of them, however long the words beside them are. */
static void
as_many_laps_as_are_kept_fit(void **state)
{
        struct pd_event event = summary_event(NULL, 0);
        char found[1024];

        (void) state;
        event.summary.n_laps = PD_LAPS_MAX;
        for (size_t i = 0; i < PD_LAPS_MAX; i++)
                event.summary.laps[i] = (struct pd_lap) {INT32_MAX, INT32_MAX, INT32_MAX, INT32_MAX, 255};
        memset(event.summary.sentence, '\\', PD_SENTENCE_SIZE - 1);
        memset(event.summary.note, '"', PD_TEXT_SIZE - 1);
        assert_int_equal(pd_topics_event(&topics, &event, &message), 0);
        assert_true(strict_json_valid(message.payload));
        assert_true(strict_json_find(message.payload, "laps.49.lap", found, sizeof(found)));
        assert_string_equal(found, "50");
}

static struct pd_step_done steps_done[PD_STEPS_MAX];

/* As many steps as there may be, with cues of nothing but LETTER. */
static void
fill_steps(char letter)
{
        workout.n_steps = PD_STEPS_MAX;
        for (size_t i = 0; i < PD_STEPS_MAX; i++) {
                memset(workout.steps[i].cue, letter, PD_TEXT_SIZE - 1);
                workout.steps[i].hr = (struct pd_band) {.low = 160, .high = 180};
                steps_done[i] = (struct pd_step_done) {.duration_s = 3600, .in_target_s = 3600, .distance_m = 42195, .hr_avg_bpm = 180,
                        .hr_peak_bpm = 190, .speed_avg_mm_s = 3500, .as_meant = 1};
        }
}

/* Counts the steps that are shown, and adds those that are said to be cut. */
static size_t
count_steps(const char *json, size_t *ret_cut)
{
        size_t shown = 0;
        char found[16];

        assert_true(strict_json_valid(json));
        for (const char *at = json; (at = strstr(at, "{\"step_index\":")) != NULL; at++)
                shown++;
        assert_true(strict_json_find(json, "steps_cut", found, sizeof(found)));
        assert_int_equal(sscanf(found, "%zu", ret_cut), 1);
        return shown + *ret_cut;
}

static void
a_summary_holds_all_steps_and_laps_that_there_may_be(void **state)
{
        struct pd_event event;
        size_t cut;

        (void) state;
        fill_steps('x');
        event = summary_event(steps_done, PD_STEPS_MAX);
        event.summary.n_laps = PD_LAPS_MAX;
        for (size_t i = 0; i < PD_LAPS_MAX; i++)
                event.summary.laps[i] = (struct pd_lap) {86400, 3600, 3600, 42195, 180};
        memset(event.summary.sentence, 'x', PD_SENTENCE_SIZE - 1);
        memset(event.summary.note, 'x', PD_TEXT_SIZE - 1);
        assert_int_equal(pd_topics_event(&topics, &event, &message), 0);
        assert_int_equal(count_steps(message.payload, &cut), PD_STEPS_MAX);
        assert_int_equal(cut, 0);
}

/* However many steps there are and however long their cues, the payload fits,
 * and what is shown and what is cut are all of them. */
static void
steps_that_do_not_fit_are_counted(void **state)
{
        (void) state;
        fill_steps('\x01'); /* each becomes six bytes */
        for (size_t n = 0; n <= PD_STEPS_MAX; n += 4) {
                struct pd_event event = summary_event(steps_done, n);
                size_t cut;

                memset(event.summary.sentence, '\\', n * 159 / PD_STEPS_MAX); /* so that the room left differs */
                assert_int_equal(pd_topics_event(&topics, &event, &message), 0);
                assert_in_range(message.length, 1, PD_PAYLOAD_SIZE - 1);
                assert_int_equal(count_steps(message.payload, &cut), n);
                assert_true(cut == 0 || message.length > PD_PAYLOAD_SIZE - 900);
                assert_true(cut > 0 || n < PD_STEPS_MAX);
        }
}

/* For a broker that takes less at once. */
static void
a_summary_is_cut_to_size_and_counts_what_is_left_out(void **state)
{
        static char json[PD_PAYLOAD_SIZE];
        struct pd_event event;
        size_t length, whole, cut, before = 0;

        (void) state;
        fill_steps('"');
        event = summary_event(steps_done, 40);
        assert_int_equal(pd_payload_event(&event, json, sizeof(json), &whole), 0);
        assert_int_equal(pd_payload_cut_steps(json, whole + 32, &length), 0); /* nothing is left out where all fits */
        assert_int_equal(length, whole);
        assert_int_equal(count_steps(json, &cut), 40);
        assert_int_equal(cut, 0);
        for (size_t most = whole - 1; pd_payload_cut_steps(json, most, &length) == 0; most -= 97) {
                assert_int_equal(length, strlen(json));
                assert_in_range(length, 1, most);
                assert_int_equal(count_steps(json, &cut), 40);
                assert_true(cut >= before && cut > 0);
                before = cut;
        }
        assert_int_equal(before, 40);
        assert_int_equal(count_steps(json, &cut), 40); /* as it was */

        event = live_event();
        assert_int_equal(pd_payload_event(&event, json, sizeof(json), &length), 0);
        assert_int_equal(pd_payload_cut_steps(json, 50, &length), -ENOBUFS);
}

#define NO_ANCHORS \
        "\"hr_max_bpm\":null,\"lt1_hr_bpm\":null,\"lt2_hr_bpm\":null,\"lt1_speed_m_s\":null,\"lt2_speed_m_s\":null"

static void
the_plan_holds_goal_and_workout(void **state)
{
        struct pd_event event = event_of(PD_EVENT_PLAN);

        (void) state;
        assert_published(&event, "purposed/anna/plan",
                         "{\"goal\":\"10 km under an hour\",\"workout\":{\"id\":\"tue-tempo\",\"title\":\"2 x 10 min tempo\","
                         "\"purpose\":\"tempo\"},"
                         "\"next\":null," NO_ANCHORS "}");
        assert_delivery(1, true, 0, PD_QUEUEING_NEWEST);

        event.next = &(struct pd_week_left) {.day = pd_day_of_date(2026, 11, 29), .purpose = PD_PURPOSE_LONG, .title = "long: easy 90m"};
        anna.goal[0] = '\0';
        workout.purpose = PD_PURPOSE_NONE;
        assert_published(&event, "purposed/anna/plan",
                         "{\"goal\":null,\"workout\":null,\"next\":{\"day\":\"2026-11-29\",\"weekday\":\"sunday\",\"purpose\":\"long\","
                         "\"title\":\"long: easy 90m\"}," NO_ANCHORS "}");
        event.next = NULL;
        assert_published(&event, "purposed/anna/plan", "{\"goal\":null,\"workout\":null,\"next\":null," NO_ANCHORS "}");
}

static void
the_plan_tells_the_anchors_that_count_today(void **state)
{
        struct pd_event event = event_of(PD_EVENT_PLAN);

        (void) state;
        anna.hr_max.value = 188;
        anna.lt2_hr.value = 170;
        anna.lt1_speed.value = 2905;
        assert_int_equal(pd_topics_event(&topics, &event, &message), 0);
        assert_key("hr_max_bpm", "188");
        assert_key("lt1_hr_bpm", "null");
        assert_key("lt2_hr_bpm", "170");
        assert_key("lt1_speed_m_s", "2.905");
        assert_key("lt2_speed_m_s", "null");
}

static void
a_sensor_belongs_to_the_node_and_needs_no_athlete(void **state)
{
        static const struct pd_sensor_type strap = { .key = "heart_rate" };
        struct pd_sensor_report report = {
                .address = "C4:5D:3B:00:11:22", .name = "Strap \"A\"", .maker = "Acme", .model = "H10", .serial = "123", .firmware = "5.0",
                .type = &strap, .connected = true, .available = true, .battery_percent = 80, .rssi_dbm = -61, .contact = 1, .location = 1,
                .frames = 5000000000, .faults = { 1, 2, 3, 4, 5, 6 }, .unknown_frames = 7,
        };
        struct pd_event event = { .kind = PD_EVENT_SENSOR, .real = PD_NEVER, .t_s = PD_UNKNOWN, .sensor = &report };

        (void) state;
        assert_published(&event, "purposed/bridge/pi/sensor/C4:5D:3B:00:11:22",
                         "{\"name\":\"Strap \\\"A\\\"\",\"kind\":\"heart_rate\",\"maker\":\"Acme\",\"model\":\"H10\",\"firmware\":\"5.0\","
                         "\"connected\":true,\"available\":true,\"trouble\":null,\"released\":false,"
                         "\"battery\":80,\"rssi\":-61,\"contact\":true,\"location\":1,"
                         "\"counters\":{\"frames\":5000000000,"
                         "\"unknown_frames\":7,\"empty\":1,\"short\":2,\"long\":3,\"reserved_bit\":4,\"reserved_value\":5,\"reset\":6}}");
        assert_delivery(1, true, 0, PD_QUEUEING_NEWEST);
        assert_string_equal(message.athlete, "");

        report = (struct pd_sensor_report) { .address = "C4:5D:3B:00:11:22", .battery_percent = PD_UNKNOWN, .rssi_dbm = PD_UNKNOWN,
                                             .contact = PD_UNKNOWN, .location = PD_UNKNOWN };
        assert_int_equal(pd_topics_event(&topics, &event, &message), 0);
        assert_key("name", "null");
        assert_key("kind", "null");
        assert_key("connected", "false");
        assert_key("available", "false");
        assert_key("trouble", "null");
        assert_key("released", "false");
        assert_key("battery", "null");
        assert_key("contact", "null");

        report.trouble = "unseen";
        report.released = true;
        assert_int_equal(pd_topics_event(&topics, &event, &message), 0);
        assert_key("trouble", "\"unseen\"");
        assert_key("released", "true");
}

static void
the_bridge_says_status_info_and_health(void **state)
{
        const struct pd_bridge_info info = { .version = "0.1.0", .configuration = "c0ffee", .started_real = THE_REAL_TIME,
                                             .mqtt_version = 4 };
        const struct pd_node_state node = { .sensors = 2, .links = 1, .recovery = "power cycle of hci0: helped",
                                            .recoveries = 3, .recovered = 2, .late_inputs = 7, .stray_frames = 8,
                                            .journal = { .inputs = 900, .dropped = 9, .card_errors = 10, .memory_bytes = 11,
                                                         .unsynced_bytes = 12 } };
        struct pd_bridge_health health = { .connected_real = THE_REAL_TIME, .connections = 2, .node = &node, .queued = 3,
                                                 .queued_bytes = 999, .in_flight = 1, .dropped_live = 60, .dropped_stale = 4,
                                                 .dropped_full = 5, .refused = 6, .unchanged = 13, .memory_peak_kib = 3072 };

        (void) state;
        pd_topics_status(&topics, true, &message);
        assert_string_equal(message.topic, "purposed/bridge/pi/status");
        assert_string_equal(message.payload, "online");
        assert_delivery(1, true, 0, PD_QUEUEING_NEWEST);
        pd_topics_status(&topics, false, &message);
        assert_string_equal(message.payload, "offline");
        assert_int_equal(message.length, 7);

        assert_int_equal(pd_topics_info(&topics, &info, &message), 0);
        assert_string_equal(message.topic, "purposed/bridge/pi/info");
        assert_string_equal(message.payload, "{\"node\":\"pi\",\"version\":\"0.1.0\",\"adapters\":null,\"configuration\":\"c0ffee\","
                                             "\"started\":\"2026-11-22T10:15:03.250Z\",\"mqtt_version\":\"3.1.1\"}");
        assert_int_equal(pd_topics_health(&topics, &health, &message), 0);
        assert_string_equal(message.topic, "purposed/bridge/pi/health");
        assert_string_equal(message.payload, "{\"connected_since\":\"2026-11-22T10:15:03.250Z\",\"connections\":2,"
                                             "\"sensors\":2,\"links\":1,"
                                             "\"recovery\":\"power cycle of hci0: helped\",\"recoveries\":3,\"recovered\":2,"
                                             "\"late_inputs\":7,\"stray_frames\":8,\"journal_inputs\":900,"
                                             "\"journal_dropped\":9,"
                                             "\"journal_card_errors\":10,\"journal_memory_bytes\":11,"
                                             "\"journal_unsynced_bytes\":12,\"queued\":3,"
                                             "\"queued_bytes\":999,\"in_flight\":1,\"dropped_live\":60,\"dropped_stale\":4,"
                                             "\"dropped_full\":5,"
                                             "\"refused\":6,\"unchanged\":13,\"memory_peak_kib\":3072}");

        health.node = NULL;
        assert_int_equal(pd_topics_health(&topics, &health, &message), 0);
        assert_key("links", "null");
        assert_key("recovery", "null");
        assert_key("recoveries", "null");
        assert_key("journal_unsynced_bytes", "null");
}

/* Of Monday, 2026-11-23 on. */
static struct pd_week
some_week(void)
{
        return (struct pd_week) {
                .monday = pd_day_of_date(2026, 11, 23), .number = 3, .of = 12, .goal = "Spring half", .sessions = 2, .sessions_planned = 4,
                .hard = 1, .hard_planned = 1, .distance_m = 15200, .distance_planned_m = 38000, .moving_s = 5520, .moving_planned_s = 13800,
                .seconds = {20, 40, 1500, 2900, 160, 900}, .grey_s = 90, .grey_percent = 2, .easy_percent = 81, .easy_aim_percent = 88,
                .easy_aim_basis = PD_WEEK_BASIS_PLAN, .trimp_tenths = 1420, .rest_days = 1, .standing = PD_WEEK_ON_PLAN, .n_left = 1,
                .left = {{pd_day_of_date(2026, 11, 29), PD_PURPOSE_LONG, "90 min easy"}}, .sentence = "Sessions: 2 of 4.",
        };
}

static void
a_week_is_told_with_what_is_left_of_it(void **state)
{
        struct pd_week week = some_week();
        struct pd_event event = event_of(PD_EVENT_WEEK);

        (void) state;
        event.week = &week;
        event.session[0] = '\0';
        assert_published(&event, "purposed/anna/week",
                "{\"id\":\"2026-W48\",\"monday\":\"2026-11-23\",\"sunday\":\"2026-11-29\",\"final\":false,\"revision\":null,"
                "\"goal\":\"Spring half\",\"plan_week\":3,\"plan_weeks\":12,\"days_away\":0,\"sessions\":2,\"sessions_planned\":4,"
                "\"missed\":0,\"hard\":1,\"hard_planned\":1,\"distance_m\":15200,\"distance_text\":\"15.20 km\","
                "\"distance_planned_m\":38000,\"distance_planned_text\":\"38.00 km\",\"unmeasured\":0,\"moving_s\":5520,"
                "\"moving_planned_s\":13800,\"unknown_s\":20,\"rest_s\":40,\"recovery_s\":1500,\"easy_s\":2900,\"moderate_s\":160,"
                "\"hard_s\":900,\"grey_s\":90,\"grey_share\":0.02,\"easy_share\":0.81,\"easy_share_aim\":0.88,"
                "\"easy_share_aim_from\":\"plan\",\"trimp\":142.0,\"rest_days\":1,\"standing\":\"on_plan\","
                "\"sentence\":\"Sessions: 2 of 4.\","
                "\"left\":[{\"day\":\"2026-11-29\",\"weekday\":\"sunday\",\"purpose\":\"long\",\"title\":\"90 min easy\"}]}");
        assert_true(message.retain);
        assert_int_equal(message.qos, 1);
        assert_int_equal(message.expiry_s, 0);
        assert_int_equal(message.queueing, PD_QUEUEING_NEWEST);
        anna.units = PD_UNITS_IMPERIAL;
        assert_int_equal(pd_topics_event(&topics, &event, &message), 0);
        assert_key("distance_text", "\"9.44 mi\"");
        assert_key("distance_planned_text", "\"23.61 mi\"");
}

static void
what_is_not_known_of_a_week_is_null(void **state)
{
        static const char *const keys[] = {"goal", "plan_week", "plan_weeks", "sessions_planned", "hard_planned", "distance_m",
                "distance_text", "distance_planned_m", "distance_planned_text", "moving_planned_s", "grey_share", "easy_share", "trimp"};
        struct pd_week week = {.sessions_planned = PD_UNKNOWN, .hard_planned = PD_UNKNOWN, .distance_m = PD_UNKNOWN,
                .distance_planned_m = PD_UNKNOWN, .moving_planned_s = PD_UNKNOWN, .grey_percent = PD_UNKNOWN, .easy_percent = PD_UNKNOWN,
                .easy_aim_percent = 80, .easy_aim_basis = PD_WEEK_BASIS_LITERATURE, .trimp_tenths = PD_UNKNOWN};
        struct pd_event event = event_of(PD_EVENT_WEEK);

        (void) state;
        event.week = &week;
        assert_int_equal(pd_topics_event(&topics, &event, &message), 0);
        for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
                assert_key(keys[i], "null");
}

/* And whose summaries are retained nowhere, her weeks are not, either. */
static void
a_report_waits_as_a_summary_does(void **state)
{
        struct pd_week week = some_week();
        struct pd_event event = event_of(PD_EVENT_WEEK);

        (void) state;
        week.final = true;
        week.revision = 2;
        event.week = &week;
        strcpy(event.session, "2026-W48");
        event.sequence = 2;
        anna.retain_summary = false;
        assert_int_equal(pd_topics_event(&topics, &event, &message), 0);
        assert_int_equal(message.queueing, PD_QUEUEING_KEEP);
        assert_string_equal(message.session, "2026-W48");
        assert_int_equal(message.sequence, 2);
        assert_false(message.retain);
        assert_key("final", "true");
        assert_key("revision", "2");
}

static void
what_nobody_outside_hears_has_no_topic(void **state)
{
        struct pd_event event = event_of(PD_EVENT_REARMED);

        (void) state;
        assert_int_equal(pd_topics_event(&topics, &event, &message), -ENOMSG);
        event = alert_event();
        event.athlete = NULL;
        assert_int_equal(pd_topics_event(&topics, &event, &message), -EINVAL);
}

/* As it closes a trace. */
static void
a_payload_needs_no_topic(void **state)
{
        struct pd_event event = event_of(PD_EVENT_SUMMARY);
        char payload[PD_PAYLOAD_SIZE];
        size_t length;

        (void) state;
        assert_int_equal(pd_topics_event(&topics, &event, &message), 0);
        assert_int_equal(pd_payload_event(&event, payload, sizeof(payload), &length), 0);
        assert_int_equal(length, message.length);
        assert_string_equal(payload, message.payload);
        assert_int_equal(pd_payload_event(&event, payload, length, &length), -ENOBUFS);
        event.athlete = NULL;
        assert_int_equal(pd_payload_event(&event, payload, sizeof(payload), &length), -EINVAL);
        event.kind = PD_EVENT_REARMED;
        assert_int_equal(pd_payload_event(&event, payload, sizeof(payload), &length), -ENOMSG);
}

static void
the_longest_base_and_ids_fit_into_a_topic(void **state)
{
        char base[PD_TOPIC_BASE_MAX + 1], node[PD_ID_SIZE];
        const struct pd_topics longest = { .base = base, .node = node };
        struct pd_sensor_report report = { .address = "C4:5D:3B:00:11:22" };
        struct pd_event event = { .kind = PD_EVENT_SENSOR, .sensor = &report };

        (void) state;
        memset(base, 'b', sizeof(base));
        base[PD_TOPIC_BASE_MAX] = '\0';
        memset(node, 'n', sizeof(node));
        node[PD_ID_SIZE - 1] = '\0';
        assert_int_equal(pd_topics_event(&longest, &event, &message), 0);
        assert_string_equal(message.topic + strlen(message.topic) - 17, report.address);
}

static void
nothing_of_a_guest_is_retained(void **state)
{
        static const enum pd_event_kind kinds[] = {PD_EVENT_STATE, PD_EVENT_SESSION, PD_EVENT_SUMMARY, PD_EVENT_PLAN};
        struct pd_athlete guest = anna;

        (void) state;
        strcpy(guest.id, PD_GUEST_ID);
        for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
                struct pd_event event = event_of(kinds[i]);

                event.athlete = &guest;
                assert_int_equal(pd_topics_event(&topics, &event, &message), 0);
                assert_false(message.retain);
        }
}

static void
what_is_retained_of_somebody_is_taken_back_by_empty_messages(void **state)
{
        static const char *const taken_back[] = {
                "purposed/kim/live", "purposed/kim/state", "purposed/kim/session", "purposed/kim/summary", "purposed/kim/plan",
                "purposed/kim/week",
        };
        const struct pd_topics base = {"purposed", "pi"};
        size_t i;

        (void) state;
        for (i = 0; pd_topics_forget(&base, "kim", i, &message) == 0; i++) {
                assert_string_equal(message.topic, taken_back[i]);
                assert_int_equal(message.length, 0);
                assert_true(message.retain);
                assert_int_equal(message.qos, 1);
        }
        assert_int_equal(i, 6);
        pd_topics_forget_sensor(&base, "C0:00:00:00:00:01", &message);
        assert_string_equal(message.topic, "purposed/bridge/pi/sensor/C0:00:00:00:00:01");
        assert_int_equal(message.length, 0);
        assert_true(message.retain);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(what_is_retained_of_somebody_is_taken_back_by_empty_messages),
                cmocka_unit_test_setup(live_holds_every_key, set_up),
                cmocka_unit_test_setup(another_key_word_or_number_than_the_document_has_is_refused, set_up),
                cmocka_unit_test_setup(state_says_the_same_and_is_retained, set_up),
                cmocka_unit_test_setup(what_is_unknown_is_null_and_still_there, set_up),
                cmocka_unit_test_setup(a_heart_rate_target_is_in_beats_and_open_where_nothing_is_asked, set_up),
                cmocka_unit_test_setup(pace_and_distance_speak_the_athletes_units, set_up),
                cmocka_unit_test_setup(the_wall_clock_is_written_in_utc_to_the_millisecond, set_up),
                cmocka_unit_test_setup(an_alert_is_flat_and_carries_all_that_a_phone_needs, set_up),
                cmocka_unit_test_setup(a_brief_and_a_proposal_keep_for_hours, set_up),
                cmocka_unit_test_setup(an_alert_that_is_said_again_has_what_is_left_of_its_life, set_up),
                cmocka_unit_test_setup(an_alert_outside_a_session_is_named_by_its_instant_and_without_a_step_has_none, set_up),
                cmocka_unit_test_setup(a_session_says_its_state_and_since_when_and_its_id_while_it_lasts, set_up),
                cmocka_unit_test_setup(a_session_says_whether_the_coach_is_silent_and_until_when, set_up),
                cmocka_unit_test_setup(a_summary_sets_target_against_done, set_up),
                cmocka_unit_test_setup(a_summary_that_is_not_final_may_be_replaced, set_up),
                cmocka_unit_test_setup(as_many_laps_as_are_kept_fit, set_up),
                cmocka_unit_test_setup(a_summary_holds_all_steps_and_laps_that_there_may_be, set_up),
                cmocka_unit_test_setup(steps_that_do_not_fit_are_counted, set_up),
                cmocka_unit_test_setup(a_summary_is_cut_to_size_and_counts_what_is_left_out, set_up),
                cmocka_unit_test_setup(the_plan_holds_goal_and_workout, set_up),
                cmocka_unit_test_setup(the_plan_tells_the_anchors_that_count_today, set_up),
                cmocka_unit_test_setup(a_sensor_belongs_to_the_node_and_needs_no_athlete, set_up),
                cmocka_unit_test_setup(the_bridge_says_status_info_and_health, set_up),
                cmocka_unit_test_setup(a_week_is_told_with_what_is_left_of_it, set_up),
                cmocka_unit_test_setup(what_is_not_known_of_a_week_is_null, set_up),
                cmocka_unit_test_setup(a_report_waits_as_a_summary_does, set_up),
                cmocka_unit_test_setup(what_nobody_outside_hears_has_no_topic, set_up),
                cmocka_unit_test_setup(a_payload_needs_no_topic, set_up),
                cmocka_unit_test_setup(the_longest_base_and_ids_fit_into_a_topic, set_up),
                cmocka_unit_test_setup(nothing_of_a_guest_is_retained, set_up),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
