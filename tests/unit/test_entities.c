/* SPDX-License-Identifier: MIT */
/* The table of entities: what holds of each row, whatever is added to it. */
#include "support/cm.h"

#include "mqtt/entities.h"
#include "purposed/command.h"
#include "purposed/id.h"
#include "support/template.h"

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
                assert_true(number == (entity->most > entity->least));
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

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(each_row_has_a_key_of_its_own_that_fits_into_ids),
                cmocka_unit_test(options_come_to_an_end_and_some_are_said),
                cmocka_unit_test(each_row_is_told_or_commands_what_there_is),
                cmocka_unit_test(each_button_says_what_its_command_takes),
                cmocka_unit_test(what_is_wrong_with_a_template_does_not_pass),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
