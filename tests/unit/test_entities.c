/* SPDX-License-Identifier: MIT */
/* The table of entities: what holds of each row, whatever is added to it. */
#include "support/cm.h"

#include "mqtt/entities.h"
#include "purposed/athlete.h"
#include "purposed/command.h"
#include "purposed/id.h"
#include "support/template.h"

#include <stdio.h>
#include <string.h>

#define OPTIONS_MOST 64

static void
each_row_has_a_key_of_its_own_that_fits_into_ids(void **state)
{
        (void) state;
        for (const struct pd_entity *entity = pd_entities; entity->key; entity++) {
                assert_true(pd_id_valid(entity->key) && !strchr(entity->key, '-'));
                assert_non_null(entity->platform);
                assert_non_null(entity->name);
                assert_true(pd_entity_exists(entity->of, entity->key));
                for (const struct pd_entity *other = pd_entities; other != entity; other++)
                        assert_false(other->of == entity->of && strcmp(other->key, entity->key) == 0);
        }
        assert_false(pd_entity_exists(PD_DEVICE_BRIDGE, "heart_rate"));
        assert_false(pd_entity_exists(PD_DEVICE_ATHLETE, "luck"));
}

static void
options_come_to_an_end_and_some_are_said(void **state)
{
        (void) state;
        for (const struct pd_entity *entity = pd_entities; entity->key; entity++) {
                unsigned n = 0, said = 0;

                if (!entity->option)
                        continue;
                for (; n < OPTIONS_MOST && entity->option(n); n++)
                        said += entity->option(n)[0] != '\0';
                assert_in_range(n, 2, OPTIONS_MOST - 1);
                assert_in_range(said, 2, n);
        }
}

/* What is not told, and commands nothing, is nothing. */
static void
each_row_is_told_or_commands_what_there_is(void **state)
{
        enum pd_command_verb verb;

        (void) state;
        for (const struct pd_entity *entity = pd_entities; entity->key; entity++) {
                bool button = strcmp(entity->platform, "button") == 0, number = strcmp(entity->platform, "number") == 0;

                assert_true(entity->command || (entity->leaf || entity->of == PD_DEVICE_SENSOR));
                assert_true(!entity->command || entity->of == PD_DEVICE_ATHLETE);
                assert_true(!entity->command || pd_command_verb_parse(entity->command, &verb) == 0);
                assert_true(button == (entity->command && !entity->leaf));
                assert_true(!entity->press || button);
                assert_true(number == (entity->most > entity->least || entity->anchor));
                assert_false(entity->most && entity->anchor);
                assert_true(!entity->anchor || pd_setting_is_anchor(pd_setting_find(pd_athlete_settings, entity->anchor)));
                assert_true(!entity->config || entity->command); /* what is read only has no such category */
                assert_false(entity->config && entity->diagnostic);
        }
}

/* A button's press is what its command takes. */
static void
each_button_says_what_its_command_takes(void **state)
{
        (void) state;
        for (const struct pd_entity *entity = pd_entities; entity->key; entity++) {
                const char *word = entity->press, *expected = "";
                struct pd_command command;

                if (!entity->command || entity->leaf)
                        continue;
                if (pd_command_parse(entity->command, &word, word != NULL, &command, &expected) < 0)
                        fail_msg("%s: %s", entity->key, expected);
        }
}

static void
what_is_wrong_with_a_template_does_not_pass(void **state)
{
        static const struct {
                const char *template, *message, *expected; /* NULL: refused */
        } rows[] = {
                { "{{ value_json.a }}", "{\"a\":2.450}", "2.450" },
                { "{{ value_json.a }}", "{\"a\":null}", "None" },
                { "{{ value_json.b }}", "{\"a\":1}", NULL },
                { "{{ value_json.a }}", "", NULL },
                { "{{ value_json.a.b if value_json.a else none }}", "{\"a\":null}", "None" },
                { "{{ value_json.a.b }}", "{\"a\":null}", NULL },
                { "{{ (value_json.a / 1000) | round(3) if value_json.a is not none else none }}", "{\"a\":3217}", "3.217" },
                { "{{ (value_json.a / 1000) | round(3) if value_json.a is not none else none }}", "{\"a\":null}", "None" },
                { "{{ (value_json.a / 1000) | round(3) }}", "{\"a\":null}", NULL },
                { "{{ {true: 'ON', false: 'OFF'}.get(value_json.a) }}", "{\"a\":false}", "OFF" },
                { "{{ {true: 'ON', false: 'OFF'}.get(value_json.a) }}", "{\"a\":null}", "None" },
                { "{{ 'ON' if value_json.a in ['x', 'y'] else 'OFF' }}", "{\"a\":\"y\"}", "ON" },
                { "{{ value_json.a or 'none' }}", "{\"a\":null}", "none" },
                { "{{ {'x': value_json.a} | tojson }}", "{\"a\":\"6:02\"}", "{\"x\": \"6:02\"}" },
                { "{{ value if value | length < 8 else 'long' }}", "{\"a\":1}", "{\"a\":1}" },
                { "{{ value if value | length < 7 else 'long' }}", "{\"a\":1}", "long" },
                { "{{ value if value | length < 10 else 'long' }}", "{\"a\":\"\303\274\"}", "{\"a\":\"\303\274\"}" },
                { "{{ value_json.a | length }}", "{\"a\":1}", NULL },
                { "{{ dict(value_json, b=none) | tojson }}", "{\"a\":1,\"b\":[2]}", "{\"a\":1,\"b\":null}" },
                { "{{ dict(value_json, c=none) | tojson }}", "{\"a\":1,\"b\":[2]}", NULL },
                { "{{ dict(value_json, c=none) | tojson }}", "[1]", NULL },
                { "set a {{ value | int }}", "186.0", "set a 186" },
                { "set a {{ value | int }}", "x", NULL },
                { "{{ value_json.a", "{\"a\":1}", NULL },
                { "{{ states('sun.sun') }}", "{\"a\":1}", NULL },
        };
        char text[256];

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                bool good = template_render(rows[i].template, rows[i].message, text, sizeof(text));

                if (good != (rows[i].expected != NULL))
                        fail_msg("row %zu: '%s'", i, text);
                if (good)
                        assert_string_equal(text, rows[i].expected);
        }
}

/* What each says of a message; IMPERIAL NULL: the same to a runner of miles. */
#define STATE(target, doubt) \
        "{\"t_s\":61,\"hr_bpm\":152,\"hr_expected_bpm\":150,\"speed_m_s\":3.33,\"pace_min_km\":5.00,\"pace\":\"5:00\",\"power_w\":250," \
        "\"cadence_spm\":176,\"distance_m\":8047,\"intensity\":\"easy\",\"certainty\":0.85,\"target_state\":" target ",\"grey\":true," \
        "\"doubt\":" doubt ",\"step\":\"6 easy\",\"step_remaining_s\":90,\"step_remaining_m\":400,\"dfa_a1\":0.75}"
#define SAID STATE("\"over\"", "\"gap\"")
#define SUMMARY \
        "{\"start\":\"A\",\"end\":\"E\",\"duration_s\":3600,\"moving_s\":3500,\"distance_m\":8047,\"hr_avg_bpm\":150,\"hr_max_bpm\":171," \
        "\"grey_s\":30,\"drift_s\":40,\"rpe\":5,\"purpose_result\":\"met\",\"verdict\":\"training\",\"sentence\":\"Done.\"}"
#define SESSION(state) "{\"state\":\"" state "\",\"since\":\"S\",\"muted\":true,\"muted_until\":null}"
#define PLAN \
        "{\"goal\":\"G\",\"workout\":{\"id\":\"i\",\"title\":\"T\",\"purpose\":\"easy\"},\"next\":null," \
        "\"hr_max_bpm\":188,\"lt1_hr_bpm\":152,\"lt2_hr_bpm\":170,\"lt1_speed_m_s\":2.905,\"lt2_speed_m_s\":null}"
#define WEEKLY \
        "{\"distance_m\":8047,\"distance_planned_m\":16093,\"sessions\":3,\"sessions_planned\":4,\"moving_s\":7200," \
        "\"moving_planned_s\":9000,\"easy_share\":0.8,\"standing\":\"S\",\"sentence\":\"W\"}"
#define SENSED(trouble) "{\"connected\":false,\"battery\":80,\"rssi\":-70,\"contact\":true,\"trouble\":" trouble ",\"released\":true}"
#define HEALTH "{\"links\":1,\"recoveries\":2,\"queued\":3,\"memory_peak_kib\":4}"

static const struct told {
        enum pd_device_kind of;
        const char *key, *message, *metric, *imperial;
} tellings[] = {
        { PD_DEVICE_ATHLETE, "heart_rate", SAID, "152", NULL },
        { PD_DEVICE_ATHLETE, "speed", SAID, "3.33", NULL },
        { PD_DEVICE_ATHLETE, "pace", SAID, "5.00", "8.05" },
        { PD_DEVICE_ATHLETE, "cadence", SAID, "176", NULL },
        { PD_DEVICE_ATHLETE, "power", SAID, "250", NULL },
        { PD_DEVICE_ATHLETE, "distance", SAID, "8.047", "5.000" },
        { PD_DEVICE_ATHLETE, "elapsed", SAID, "61", NULL },
        { PD_DEVICE_ATHLETE, "intensity", SAID, "easy", NULL },
        { PD_DEVICE_ATHLETE, "target", SAID, "over", NULL },
        { PD_DEVICE_ATHLETE, "off_target", SAID, "ON", NULL },
        { PD_DEVICE_ATHLETE, "off_target", STATE("\"under\"", "null"), "ON", NULL },
        { PD_DEVICE_ATHLETE, "off_target", STATE("\"in\"", "null"), "OFF", NULL },
        { PD_DEVICE_ATHLETE, "grey", SAID, "ON", NULL },
        { PD_DEVICE_ATHLETE, "step", SAID, "6 easy", NULL },
        { PD_DEVICE_ATHLETE, "step_time_left", SAID, "90", NULL },
        { PD_DEVICE_ATHLETE, "step_distance_left", SAID, "400", NULL },
        { PD_DEVICE_ATHLETE, "expected_heart_rate", SAID, "150", NULL },
        { PD_DEVICE_ATHLETE, "dfa_a1", SAID, "0.75", NULL },
        { PD_DEVICE_ATHLETE, "certainty", SAID, "85", NULL },
        { PD_DEVICE_ATHLETE, "doubt", SAID, "gap", NULL },
        { PD_DEVICE_ATHLETE, "doubt", STATE("\"in\"", "null"), "none", NULL },
        { PD_DEVICE_ATHLETE, "session", SESSION("paused"), "paused", NULL },
        { PD_DEVICE_ATHLETE, "session_since", SESSION("idle"), "S", NULL },
        { PD_DEVICE_ATHLETE, "running", SESSION("idle"), "OFF", NULL },
        { PD_DEVICE_ATHLETE, "running", SESSION("armed"), "OFF", NULL },
        { PD_DEVICE_ATHLETE, "running", SESSION("running"), "ON", NULL },
        { PD_DEVICE_ATHLETE, "running", SESSION("paused"), "ON", NULL },
        { PD_DEVICE_ATHLETE, "running", SESSION("away"), "ON", NULL },
        { PD_DEVICE_ATHLETE, "mute", SESSION("running"), "ON", NULL },
        { PD_DEVICE_ATHLETE, "workout", PLAN, "T", NULL },
        { PD_DEVICE_ATHLETE, "purpose", PLAN, "easy", NULL },
        { PD_DEVICE_ATHLETE, "hr_max", PLAN, "188", NULL },
        { PD_DEVICE_ATHLETE, "lt1_hr", PLAN, "152", NULL },
        { PD_DEVICE_ATHLETE, "lt2_hr", PLAN, "170", NULL },
        { PD_DEVICE_ATHLETE, "last_session", SUMMARY, "E", NULL },
        { PD_DEVICE_ATHLETE, "last_duration", SUMMARY, "3600", NULL },
        { PD_DEVICE_ATHLETE, "last_distance", SUMMARY, "8.047", "5.000" },
        { PD_DEVICE_ATHLETE, "last_heart_rate", SUMMARY, "150", NULL },
        { PD_DEVICE_ATHLETE, "last_grey", SUMMARY, "30", NULL },
        { PD_DEVICE_ATHLETE, "last_result", SUMMARY, "met", NULL },
        { PD_DEVICE_ATHLETE, "last_verdict", SUMMARY, "training", NULL },
        { PD_DEVICE_ATHLETE, "last_sentence", SUMMARY, "Done.", NULL },
        { PD_DEVICE_ATHLETE, "rpe", SUMMARY, "5", NULL },
        { PD_DEVICE_ATHLETE, "week_distance", WEEKLY, "8.047", "5.000" },
        { PD_DEVICE_ATHLETE, "week_planned", WEEKLY, "16.093", "10.000" },
        { PD_DEVICE_ATHLETE, "week_sessions", WEEKLY, "3", NULL },
        { PD_DEVICE_ATHLETE, "week_sessions_planned", WEEKLY, "4", NULL },
        { PD_DEVICE_ATHLETE, "week_moving", WEEKLY, "7200", NULL },
        { PD_DEVICE_ATHLETE, "week_easy", WEEKLY, "80", NULL },
        { PD_DEVICE_ATHLETE, "week_standing", WEEKLY, "S", NULL },
        { PD_DEVICE_ATHLETE, "week_sentence", WEEKLY, "W", NULL },
        { PD_DEVICE_SENSOR, "connected", SENSED("null"), "OFF", NULL },
        { PD_DEVICE_SENSOR, "battery", SENSED("null"), "80", NULL },
        { PD_DEVICE_SENSOR, "rssi", SENSED("null"), "-70", NULL },
        { PD_DEVICE_SENSOR, "contact", SENSED("null"), "ON", NULL },
        { PD_DEVICE_SENSOR, "trouble", SENSED("null"), "none", NULL },
        { PD_DEVICE_SENSOR, "trouble", SENSED("\"unseen\""), "unseen", NULL },
        { PD_DEVICE_SENSOR, "released", SENSED("null"), "ON", NULL },
        { PD_DEVICE_BRIDGE, "started", "{\"started\":\"S\"}", "S", NULL },
        { PD_DEVICE_BRIDGE, "links", HEALTH, "1", NULL },
        { PD_DEVICE_BRIDGE, "recoveries", HEALTH, "2", NULL },
        { PD_DEVICE_BRIDGE, "queued", HEALTH, "3", NULL },
        { PD_DEVICE_BRIDGE, "memory_peak", HEALTH, "4", NULL },
};

static void
assert_told(const struct pd_entity *entity, const struct told *told)
{
        char text[256];

        assert_true(template_render(entity->value, told->message, text, sizeof(text)));
        assert_string_equal(text, told->metric);
        assert_true((entity->value_imperial != NULL) == (told->imperial != NULL));
        if (!told->imperial)
                return;
        assert_true(template_render(entity->value_imperial, told->message, text, sizeof(text)));
        assert_string_equal(text, told->imperial);
}

static void
each_says_of_its_message_what_its_name_says(void **state)
{
        (void) state;
        for (const struct pd_entity *entity = pd_entities; entity->key; entity++) {
                size_t n = 0;

                for (size_t i = 0; entity->value && i < sizeof(tellings) / sizeof(tellings[0]); i++) {
                        if (tellings[i].of != entity->of || strcmp(tellings[i].key, entity->key) != 0)
                                continue;
                        assert_told(entity, &tellings[i]);
                        n++;
                }
                if (entity->value && n == 0)
                        fail_msg("nobody knows what %s should say", entity->key);
        }
}

/* As long as Home Assistant records them. */
static void
attributes_of_the_last_session_hold_its_steps_if_they_are_few(void **state)
{
        const struct pd_entity *entity = pd_entities;
        char few[] = "{\"end\":\"E\",\"steps\":[1],\"laps\":[]}", many[16384], text[16384];

        (void) state;
        while (strcmp(entity->key, "last_session") != 0)
                entity++;
        assert_true(template_render(entity->attributes_template, few, text, sizeof(text)));
        assert_string_equal(text, few);
        snprintf(many, sizeof(many), "{\"end\":\"E\",\"steps\":[\"%12000s\"],\"laps\":[]}", "");
        assert_true(template_render(entity->attributes_template, many, text, sizeof(text)));
        assert_string_equal(text, "{\"end\":\"E\",\"steps\":null,\"laps\":null}");
}

/* What is of the moment expires, and nothing else does. */
static void
each_hears_its_topic_and_expires_with_it(void **state)
{
        (void) state;
        for (const struct pd_entity *entity = pd_entities; entity->key; entity++) {
                if (strncmp(entity->key, "last_", strlen("last_")) == 0)
                        assert_string_equal(entity->leaf, "summary");
                if (strncmp(entity->key, "week_", strlen("week_")) == 0)
                        assert_string_equal(entity->leaf, "week");
                assert_true(entity->expires == (entity->leaf && strcmp(entity->leaf, "state") == 0));
        }
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(each_row_has_a_key_of_its_own_that_fits_into_ids),
                cmocka_unit_test(options_come_to_an_end_and_some_are_said),
                cmocka_unit_test(each_row_is_told_or_commands_what_there_is),
                cmocka_unit_test(each_button_says_what_its_command_takes),
                cmocka_unit_test(each_says_of_its_message_what_its_name_says),
                cmocka_unit_test(attributes_of_the_last_session_hold_its_steps_if_they_are_few),
                cmocka_unit_test(each_hears_its_topic_and_expires_with_it),
                cmocka_unit_test(what_is_wrong_with_a_template_does_not_pass),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
