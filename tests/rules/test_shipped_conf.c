/* SPDX-License-Identifier: MIT */
/* conf/purposed.conf against the tables that read it: nothing missing, nothing unknown, every default true. */
#include "config.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <setjmp.h>
#include <cmocka.h>

#define SHIPPED PD_TOP "/conf/purposed.conf"

struct rig {
        char folder[64];
        char path[96]; /* the shipped file with its settings uncommented */
        struct pd_config *config;
        struct pd_findings findings;
};

/* `#key = value` becomes `key = value`; `# words` stay a comment. */
static void
uncomment(const char *path)
{
        char line[512];
        FILE *from = fopen(SHIPPED, "re");
        FILE *to = fopen(path, "we");

        assert_non_null(from);
        assert_non_null(to);
        while (fgets(line, sizeof(line), from)) {
                bool setting = line[0] == '#' && line[1] != ' ' && line[1] != '\n';
                assert_true(line[0] == '#' || line[0] == '\n'); /* shipped, it sets nothing */
                fputs(line + setting, to);
        }
        fclose(from);
        assert_int_equal(fclose(to), 0);
        assert_int_equal(chmod(path, 0600), 0);
}

static int
set_up(void **state)
{
        struct rig *rig = calloc(1, sizeof(*rig));
        char text[640];

        strcpy(rig->folder, "/tmp/purposed-conf-XXXXXX");
        assert_non_null(mkdtemp(rig->folder));
        snprintf(rig->path, sizeof(rig->path), "%s/purposed.conf", rig->folder);
        uncomment(rig->path);

        int r = pd_config_read(rig->path, pd_sink_types, &rig->findings, &rig->config);
        for (size_t i = 0; i < rig->findings.n; i++) {
                pd_finding_text(&rig->findings.items[i], text, sizeof(text));
                print_message("%s\n", text);
        }
        assert_int_equal(r, 0);
        *state = rig;
        return 0;
}

static int
tear_down(void **state)
{
        struct rig *rig = *state;

        unlink(rig->path);
        rmdir(rig->folder);
        pd_config_free(rig->config);
        free(rig);
        return 0;
}

/* LINE, from its beginning, stands in the file at PATH below the heading that begins with SECTION. */
static bool
stands(const char *path, const char *section, const char *beginning)
{
        char line[512], heading[64];
        bool below = false, found = false;
        FILE *file = fopen(path, "re");

        assert_non_null(file);
        snprintf(heading, sizeof(heading), "[%s", section);
        while (!found && fgets(line, sizeof(line), file)) {
                if (line[0] == '[')
                        below = strncmp(line, heading, strlen(heading)) == 0;
                found = below && strncmp(line, beginning, strlen(beginning)) == 0;
        }
        fclose(file);
        return found;
}

static void
assert_every_key_stands(const struct rig *rig, const char *section, const struct pd_setting *table)
{
        char beginning[64];

        for (const struct pd_setting *setting = table; setting->key; setting++) {
                snprintf(beginning, sizeof(beginning), "%s =", setting->key);
                if (!stands(rig->path, section, beginning))
                        fail_msg("[%s] %s is not in the shipped file", section, setting->key);
        }
}

static void
its_settings_are_read_without_a_finding(void **state)
{
        struct rig *rig = *state;

        assert_int_equal(rig->findings.n, 0);
        assert_int_equal(rig->config->n_athletes, 1);
        assert_non_null(rig->config->athletes[0].workout);
        assert_int_equal(rig->config->n_sensors, 1);
}

static void
every_key_of_every_table_stands_in_it(void **state)
{
        struct rig *rig = *state;

        assert_every_key_stands(rig, "purposed", pd_config_node_settings);
        assert_every_key_stands(rig, "athlete", pd_athlete_settings);
        assert_true(stands(rig->path, "athlete", "workout ="));
        assert_every_key_stands(rig, "sensor", pd_config_sensor_settings);
        for (const struct pd_sink_type *const *type = pd_sink_types; *type; type++)
                assert_every_key_stands(rig, (*type)->key, (*type)->settings);
}

static void
the_values_of_its_sinks_are_their_defaults(void **state)
{
        struct rig *rig = *state;
        char read[512], usual[512];

        for (size_t i = 0; i < rig->config->n_sinks; i++) {
                const struct pd_sink_type *type = rig->config->sinks[i].type;
                void *defaults = calloc(1, type->settings_size);
                type->settings_init(defaults);
                for (const struct pd_setting *setting = type->settings; setting->key; setting++) {
                        assert_int_equal(pd_setting_format(setting, rig->config->sinks[i].settings, read, sizeof(read)), 0);
                        assert_int_equal(pd_setting_format(setting, defaults, usual, sizeof(usual)), 0);
                        assert_string_equal(read, usual);
                }
                free(defaults);
        }
        assert_true(rig->config->n_sinks > 0);
}

static void
as_shipped_it_changes_nothing(void **state)
{
        struct pd_findings findings = { .n = 0 };
        struct pd_config *config = NULL;

        (void) state;
        assert_int_equal(pd_config_read(SHIPPED, pd_sink_types, &findings, &config), 0);
        assert_int_equal(config->n_athletes + config->n_sensors + config->n_sinks, 0);
        pd_config_free(config);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        const struct CMUnitTest tests[] = {
                TEST(its_settings_are_read_without_a_finding),
                TEST(every_key_of_every_table_stands_in_it),
                TEST(the_values_of_its_sinks_are_their_defaults),
                cmocka_unit_test(as_shipped_it_changes_nothing),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
