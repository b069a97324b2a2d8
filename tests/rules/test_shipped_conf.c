/* SPDX-License-Identifier: MIT */
/* conf/purposed.conf and purposed.conf(5) against the tables that read them: nothing missing, nothing unknown, every default true. */
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
#define MANUAL PD_TOP "/conf/purposed.conf.5"

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
        assert_every_key_stands(rig, "bluetooth", pd_config_bluetooth_settings);
        assert_every_key_stands(rig, "athlete", pd_athlete_settings);
        assert_true(stands(rig->path, "athlete", "workout ="));
        assert_true(stands(rig->path, "athlete", "plan ="));
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

/* ---- the manual: `.It Cm KEY No = …` below `.Sh SECTION name` ---- */

#define KEYS_MAX 64

struct told {
        char section[32];
        char key[48];
        char words[1024]; /* what follows, up to the next key, macros and all */
};

static size_t
read_manual(struct told *ret)
{
        char line[512], section[32] = "";
        size_t n = 0;
        bool open = false;
        FILE *file = fopen(MANUAL, "re");

        assert_non_null(file);
        while (fgets(line, sizeof(line), file)) {
                open = open && strncmp(line, ".It Cm ", 7) != 0 && strcmp(line, ".El\n") != 0;
                if (strncmp(line, ".Sh ", 4) == 0 && sscanf(line, ".Sh SECTION %31s", section) != 1)
                        section[0] = '\0';
                if (open) {
                        size_t length = strlen(ret[n - 1].words);
                        assert_true(length + strlen(line) < sizeof(ret->words));
                        memcpy(ret[n - 1].words + length, line, strlen(line) + 1);
                }
                if (section[0] == '\0' || open || !strstr(line, " No = "))
                        continue;
                assert_true(n < KEYS_MAX);
                ret[n] = (struct told) { .words = "" };
                memcpy(ret[n].section, section, sizeof(section));
                assert_int_equal(sscanf(line, ".It Cm %47s", ret[n].key), 1);
                n++;
                open = true;
        }
        fclose(file);
        return n;
}

static const struct told *
told_of(const struct told *told, size_t n, const char *section, const char *key)
{
        for (size_t i = 0; i < n; i++)
                if (strcmp(told[i].section, section) == 0 && strcmp(told[i].key, key) == 0)
                        return &told[i];
        fail_msg("[%s] %s is not in the manual", section, key);
        return NULL;
}

static size_t
assert_all_told(const struct told *told, size_t n, const char *section, const struct pd_setting *table)
{
        size_t keys = 0;

        for (const struct pd_setting *setting = table; setting->key; setting++, keys++)
                assert_non_null(strstr(told_of(told, n, section, setting->key)->words, setting->kind == PD_SETTING_ID ? "" : "Default"));
        return keys;
}

static void
the_manual_has_the_keys_of_the_tables_and_no_others(void **state)
{
        struct told *told = calloc(KEYS_MAX, sizeof(*told));
        size_t n = read_manual(told), keys = 2;

        (void) state;
        told_of(told, n, "athlete", "workout");
        told_of(told, n, "athlete", "plan");
        keys += assert_all_told(told, n, "purposed", pd_config_node_settings);
        keys += assert_all_told(told, n, "bluetooth", pd_config_bluetooth_settings);
        keys += assert_all_told(told, n, "athlete", pd_athlete_settings);
        keys += assert_all_told(told, n, "sensor", pd_config_sensor_settings);
        for (const struct pd_sink_type *const *type = pd_sink_types; *type; type++)
                keys += assert_all_told(told, n, (*type)->key, (*type)->settings);
        assert_int_equal(n, keys);
        free(told);
}

/* "5 to 3600", "0.50 to 7.50": as the sentences of the manual say them. */
static void
bounds_of(const struct pd_setting *setting, char *ret, size_t size)
{
        if (setting->kind == PD_SETTING_SPEED)
                snprintf(ret, size, "%.2f to %.2f m/s", (double) setting->min / 1000, (double) setting->max / 1000);
        else
                snprintf(ret, size, "%d to %d", (int) setting->min, (int) setting->max);
}

static void
assert_bounds_told(const struct told *told, size_t n, const char *section, const struct pd_setting *table)
{
        char bounds[64];

        for (const struct pd_setting *setting = table; setting->key; setting++) {
                if (setting->min == setting->max)
                        continue;
                bounds_of(setting, bounds, sizeof(bounds));
                if (!strstr(told_of(told, n, section, setting->key)->words, bounds))
                        fail_msg("[%s] %s: the manual does not say %s", section, setting->key, bounds);
        }
}

static void
the_manual_has_the_bounds_of_the_tables_and_the_defaults_of_sinks(void **state)
{
        struct told *told = calloc(KEYS_MAX, sizeof(*told));
        size_t n = read_manual(told);
        char usual[512];

        (void) state;
        assert_bounds_told(told, n, "athlete", pd_athlete_settings);
        for (const struct pd_sink_type *const *type = pd_sink_types; *type; type++) {
                void *defaults = calloc(1, (*type)->settings_size);
                (*type)->settings_init(defaults);
                assert_bounds_told(told, n, (*type)->key, (*type)->settings);
                for (const struct pd_setting *setting = (*type)->settings; setting->key; setting++) {
                        assert_int_equal(pd_setting_format(setting, defaults, usual, sizeof(usual)), 0);
                        if (!strstr(strstr(told_of(told, n, (*type)->key, setting->key)->words, "Default"), usual))
                                fail_msg("[%s] %s: the manual does not say that %s is the default", (*type)->key, setting->key, usual);
                }
                free(defaults);
        }
        free(told);
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
                cmocka_unit_test(the_manual_has_the_keys_of_the_tables_and_no_others),
                cmocka_unit_test(the_manual_has_the_bounds_of_the_tables_and_the_defaults_of_sinks),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
