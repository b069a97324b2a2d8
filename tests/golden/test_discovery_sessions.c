/* SPDX-License-Identifier: MIT */
/*
 * Whole sessions as a home hears them: what is announced keeps Home
 * Assistant's rules, and every message of every session is as conf/asyncapi.yaml
 * says, and comes out of the announced templates as something that it takes.
 */
#include "golden/story.h"

#include "mqtt/discovery.h"
#include "support/home_rules.h"
#include "support/interface.h"
#include "support/some_week.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define PREFIX "homeassistant"

static struct pd_message message;
static struct pd_announced announced;

static void
announce(struct home *home, const struct pd_discovery *discovery, const struct pd_device *device)
{
        for (size_t i = 0; pd_discovery_announce(discovery, device, &announced, i, &message) == 0; i++) {
                assert_true(message.retain && message.qos == 1);
                home_hears(home, message.topic, message.payload);
        }
}

/* The bridge first, since the others hang on it. */
static void
announce_all(struct home *home, const struct story *story, enum pd_discovery_mode mode)
{
        const struct pd_discovery discovery = {.topics = &story->rig.topics, .prefix = PREFIX, .version = "0.1.0", .mode = mode};
        struct pd_event event = {.kind = PD_EVENT_PLAN, .athlete = &story->athlete};
        struct pd_device device;

        pd_device_of_bridge(&device);
        announce(home, &discovery, &device);
        assert_int_equal(pd_device_of_event(&event, &device), 0);
        strcpy(device.choices[device.n_choices++], "rest");
        strcpy(device.choices[device.n_choices++], "recovery-4mi");
        announce(home, &discovery, &device);
        event.kind = PD_EVENT_SENSOR;
        for (size_t i = 0; i < pd_pump_n_sensors(story->rig.pump, 0); i++) {
                event.sensor = pd_pump_sensor(story->rig.pump, 0, i);
                assert_int_equal(pd_device_of_event(&event, &device), 0);
                announce(home, &discovery, &device);
        }
        assert_null(home_unhung(home));
}

static void
hear(struct home *home, const char *topic, const char *payload)
{
        const char *refusal = interface_refusal(topic, payload);

        if (refusal)
                fail_msg("%s, in %s", refusal, payload);
        home_hears(home, topic, payload);
}

/* "TOPIC PAYLOAD" a line. */
static void
hear_published(struct home *home, const struct story *story)
{
        char *text = strdup(story->rig.published.bytes), *rest = text, *line;

        while ((line = strsep(&rest, "\n")) != NULL && line[0] != '\0') {
                char *payload = strchr(line, ' ');

                *payload++ = '\0';
                hear(home, line, payload);
        }
        free(text);
}

static void
hear_bridge(struct home *home, const struct story *story)
{
        static const struct pd_node_state nodes[] = {{.configuration = "c0ffee", .adapters = "hci0", .recovery = NULL, .links = 2}};
        struct pd_bridge_info info = {.version = "0.1.0", .started_real = RIG_STARTED_REAL, .mqtt_version = 5};
        struct pd_bridge_health health = {.connected_real = RIG_STARTED_REAL, .connections = 1};

        for (int i = 0; i < 2; i++) { /* what nobody knows, too */
                health.node = i == 0 ? NULL : &nodes[0];
                info.started_real = i == 0 ? PD_NEVER : RIG_STARTED_REAL;
                pd_topics_status(&story->rig.topics, i == 1, &message);
                hear(home, message.topic, message.payload);
                assert_int_equal(pd_topics_info(&story->rig.topics, &info, &message), 0);
                hear(home, message.topic, message.payload);
                assert_int_equal(pd_topics_health(&story->rig.topics, &health, &message), 0);
                hear(home, message.topic, message.payload);
        }
}

/* Weeks with a plan and without, running and over, however they stand. */
static void
hear_weeks(struct home *home, const struct story *story)
{
        static const char plan[] = "goal: {event: 10 km}\nschedule: {tuesday: easy 40m, sunday: 'long: easy 80m'}\n";
        static const struct some_run run = {"2026-11-24", PD_PURPOSE_EASY, 40, 2, 0, 6000, false, false};
        struct pd_plan *yaml = some_plan(plan);
        const struct pd_past past = some_past(&run);
        struct pd_event event = {.kind = PD_EVENT_WEEK, .athlete = &story->athlete};
        struct pd_week week;

        event.week = &week;
        for (int i = 0; i < 4 * PD_WEEK_STANDING_COUNT; i++) {
                const struct pd_calendar calendar = {.plan = i % 2 == 0 ? yaml : NULL, .past = &past, .n_past = i % 3 == 0 ? 0 : 1,
                        .today = some_day(i % 4 < 2 ? "2026-11-25" : "2026-11-30")};

                pd_season_week(&calendar, some_day("2026-11-23"), &week);
                pd_speech_week(&story->athlete, &week);
                week.standing = (enum pd_week_standing) (i / 4);
                assert_int_equal(pd_topics_event(&story->rig.topics, &event, &message), 0);
                hear(home, message.topic, message.payload);
        }
        pd_plan_yaml_free(yaml);
}

/* Every component was told something, and nothing that it would refuse. */
static void
hear_session(struct story *story, enum pd_discovery_mode mode)
{
        struct home *home = home_new(PREFIX);

        announce_all(home, story, mode);
        hear_published(home, story);
        hear_bridge(home, story);
        hear_weeks(home, story);
        if (home_untold(home) != NULL)
                fail_msg("%s never heard anything on its topic", home_untold(home));
        home_free(home);
}

static void
each_message_of_whole_sessions_is_taken(void **state)
{
        static const struct {
                const char *run, *workout;
                int32_t units;
        } rows[] = {
                {"story1", "recovery 4mi", PD_UNITS_IMPERIAL},
                {"intervals", "15m easy, 6x (1m hard, 90s rest), 10m easy", PD_UNITS_METRIC},
                {"story3", "long: 90m easy", PD_UNITS_IMPERIAL},
                {"story7", "10km easy", PD_UNITS_METRIC},
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct story *story = story_new(rows[i].workout);

                story->athlete.units = rows[i].units;
                story_play(story, rows[i].run, 0);
                assert_int_equal(story->n_summaries, 1);
                pd_pump_restate(story->rig.pump); /* plan, session, sensors as they stand */
                hear_session(story, PD_DISCOVERY_DEVICE);
                hear_session(story, PD_DISCOVERY_ENTITY);
                story_free(story);
        }
}

static void
pace_and_distance_come_out_in_the_athletes_units(void **state)
{
        struct story *story = story_new("recovery 4mi");
        struct home *home = home_new(PREFIX);
        double miles, minutes;

        (void) state;
        story_play(story, "story1", 0);
        announce_all(home, story, PD_DISCOVERY_DEVICE);
        hear_published(home, story);
        miles = strtod(home_value(home, "purposed_rig_athlete_anna_last_distance"), NULL);
        assert_int_equal((int) (miles * 1000 + 0.5), (story->summary.distance_m * 1000 + 804) / 1609);

        home_hears(home, "purposed/anna/state",
                "{\"t_s\":1,\"hr_bpm\":150,\"speed_m_s\":3.125,\"pace_min_km\":5.33,\"pace\":\"8:35\",\"pace_unit\":\"min/mi\","
                "\"cadence_spm\":null,\"power_w\":null,"
                "\"distance_m\":3218,\"intensity\":\"easy\",\"target_state\":\"in\",\"grey\":false,\"step\":null,"
                "\"step_remaining_s\":null,\"step_remaining_m\":null,\"hr_expected_bpm\":null,\"dfa_a1\":null,\"certainty\":null,"
                "\"doubt\":null}");
        minutes = strtod(home_value(home, "purposed_rig_athlete_anna_pace"), NULL);
        assert_true(minutes > 8.57 && minutes < 8.59);
        assert_string_equal(home_value(home, "purposed_rig_athlete_anna_distance"), "2.000");
        home_free(home);
        story_free(story);
}

/* With more and more steps, each with as much to say as there is room for: whatever is told is recorded. */
static void
a_summary_however_long_is_recorded(void **state)
{
        static const struct pd_step_done done[200] = {{.duration_s = 60, .as_meant = 1}};
        struct story *story = story_new("99x (1m hard, 1m rest), 2m easy");
        struct home *home = home_new(PREFIX);
        struct pd_event event = {.kind = PD_EVENT_SUMMARY, .real = RIG_STARTED_REAL, .athlete = &story->athlete,
                .workout = &story->workout, .session = "20261122T100503Z"};

        (void) state;
        for (size_t i = 0; i < story->workout.n_steps; i++)
                for (size_t n = 0; n + 2 < PD_TEXT_SIZE; n += 2)
                        memcpy(story->workout.steps[i].cue + n, "\303\274", 3);
        event.summary.final = true;
        event.summary.rpe = PD_UNKNOWN;
        event.summary.steps = done;
        rig_init(&story->rig, &story->athlete, &story->workout);
        announce_all(home, story, PD_DISCOVERY_DEVICE);
        for (event.summary.n_steps = 0; event.summary.n_steps <= story->workout.n_steps; event.summary.n_steps++) {
                event.summary.n_laps = event.summary.n_steps % (PD_LAPS_MAX + 1);
                assert_int_equal(pd_topics_event(&story->rig.topics, &event, &message), 0);
                home_hears(home, message.topic, message.payload);
        }
        assert_in_range(message.length, 3 * 16384, PD_PAYLOAD_SIZE);
        assert_non_null(home_value(home, "purposed_rig_athlete_anna_last_session"));
        home_free(home);
        story_free(story);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(each_message_of_whole_sessions_is_taken),
                cmocka_unit_test(pace_and_distance_come_out_in_the_athletes_units),
                cmocka_unit_test(a_summary_however_long_is_recorded),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
