/* SPDX-License-Identifier: MIT */
/* purposed.conf and conf.d, read from a folder of the test's own, with a sink that only this test knows. */
#include "bluez/ladder.h"
#include "config.h"
#include "config_check.h"

#include "support/cm.h"
#include "support/scratch.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct lamp {
        char password[4200];
        int32_t brightness;
};

static const struct pd_setting lamp_settings[] = {
        { .key = "password",
          .kind = PD_SETTING_TEXT,
          .offset = offsetof(struct lamp, password),
          .size = sizeof(((struct lamp *) NULL)->password),
          .expected = "a password" },
        { .key = "brightness",
          .kind = PD_SETTING_INTEGER,
          .offset = offsetof(struct lamp, brightness),
          .min = 0,
          .max = 100,
          .expected = "a brightness in per cent" },
        { .key = NULL },
};

static void
lamp_init(void *settings)
{
        ((struct lamp *) settings)->brightness = 50;
}

/* What settings_try() makes of the lamp at each brightness. */
static int
lamp_try(const void *settings, char *why, size_t size)
{
        int32_t brightness = ((const struct lamp *) settings)->brightness;

        if (brightness > 2)
                return 0;
        snprintf(why, size, "cannot use bulb %d", (int) brightness);
        return brightness == 1 ? -EACCES : -ENOENT;
}

static const struct pd_sink_type lamp = {
        .key = "lamp",
        .settings = lamp_settings,
        .settings_size = sizeof(struct lamp),
        .settings_init = lamp_init,
        .settings_try = lamp_try,
};

static const struct pd_sink_type *const sink_types[] = { &lamp, NULL };

struct rig {
        char folder[64];
        char path[96];
        struct pd_config *config;
        struct pd_findings findings;
};

static void
write_bytes(const struct rig *rig, const char *name, const char *bytes, size_t size)
{
        char path[160];

        snprintf(path, sizeof(path), "%s/%s", rig->folder, name);
        int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        assert_true(fd >= 0);
        assert_int_equal(write(fd, bytes, size), size);
        close(fd);
}

static void
write_text(const struct rig *rig, const char *name, const char *text)
{
        write_bytes(rig, name, text, strlen(text));
}

static int
read_config(struct rig *rig)
{
        rig->findings = (struct pd_findings) { .n = 0 };
        rig->config = pd_config_free(rig->config);
        return pd_config_read(rig->path, sink_types, &rig->findings, &rig->config);
}

static int
read_text(struct rig *rig, const char *text)
{
        write_text(rig, "purposed.conf", text);
        return read_config(rig);
}

/* There is a finding on LINE whose text has WORDS in it. */
static void
assert_found(const struct rig *rig, enum pd_finding_grade grade, unsigned line, const char *words)
{
        char text[640];

        for (size_t i = 0; i < rig->findings.n; i++) {
                const struct pd_finding *finding = &rig->findings.items[i];
                if (finding->grade == grade && finding->line == line && strstr(finding->text, words))
                        return;
        }
        for (size_t i = 0; i < rig->findings.n; i++) {
                pd_finding_text(&rig->findings.items[i], text, sizeof(text));
                print_message("found: %s\n", text);
        }
        fail_msg("not found in line %u: %s", line, words);
}

/* TEXT is refused for one reason. */
static void
assert_refused(struct rig *rig, const char *text, unsigned line, const char *words)
{
        assert_int_equal(read_text(rig, text), -EBADMSG);
        assert_found(rig, PD_FINDING_ERROR, line, words);
        assert_int_equal(rig->findings.n_errors, 1);
}

static int
set_up(void **state)
{
        struct rig *rig = calloc(1, sizeof(*rig));

        scratch_make(rig->folder);
        snprintf(rig->path, sizeof(rig->path), "%s/purposed.conf", rig->folder);
        *state = rig;
        return 0;
}

static int
tear_down(void **state)
{
        struct rig *rig = *state;

        scratch_remove(rig->folder);
        pd_config_free(rig->config);
        free(rig);
        return 0;
}

static void
make_folder(const struct rig *rig)
{
        char path[96];

        snprintf(path, sizeof(path), "%s/conf.d", rig->folder);
        assert_int_equal(mkdir(path, 0700), 0);
}

static void
without_a_file_every_setting_has_its_default(void **state)
{
        struct rig *rig = *state;

        assert_int_equal(read_config(rig), 0);
        assert_found(rig, PD_FINDING_NOTE, 0, "every setting has its default");
        assert_true(pd_id_valid(rig->config->node));
        assert_int_equal(rig->config->n_athletes + rig->config->n_sensors + rig->config->n_sinks, 0);
}

static void
every_kind_of_section_reaches_its_place(void **state)
{
        struct rig *rig = *state;

        assert_int_equal(read_text(rig,
                                 "[purposed]\nnode = kitchen-pi\n"
                                 "[athlete kim]\nname = Kim Müller\nlt1_hr = 152 test\nworkout = 40m recovery\n"
                                 "[sensor a0:9e:1a:0b:1c:2d]\nathlete = kim\nname = Kim's strap\nfactor = 1.032\nnotify = acquire\n"
                                 "[lamp]\nbrightness = 80\n"),
                0);
        const struct pd_config *config = rig->config;
        assert_int_equal(rig->findings.n, 0);
        assert_string_equal(config->node, "kitchen-pi");
        assert_int_equal(config->n_athletes, 1);
        assert_string_equal(config->athletes[0].athlete.id, "kim");
        assert_string_equal(config->athletes[0].athlete.name, "Kim Müller");
        assert_int_equal(config->athletes[0].athlete.lt1_hr.value, 152);
        assert_string_equal(config->athletes[0].workout, "40m recovery");
        assert_int_equal(config->athletes[0].workout_place.line, 6);
        const struct pd_setting *lt1 = pd_setting_find(pd_athlete_settings, "lt1_hr");
        assert_int_equal(config->athletes[0].anchor_places[pd_anchor_index(lt1)].line, 5);
        assert_string_equal(config->athletes[0].anchor_places[pd_anchor_index(lt1)].file, rig->path);
        assert_string_equal(config->athletes[0].workout_place.file, rig->path);
        assert_int_equal(config->n_sensors, 1);
        assert_string_equal(config->sensors[0].address, "A0:9E:1A:0B:1C:2D");
        assert_string_equal(config->sensors[0].athlete, "kim");
        assert_string_equal(config->sensors[0].name, "Kim's strap");
        assert_int_equal(config->sensors[0].factor, 10320);
        assert_int_equal(config->sensors[0].notify, PD_CONFIG_NOTIFY_ACQUIRE);
        assert_int_equal(config->n_sinks, 1);
        assert_int_equal(((const struct lamp *) pd_config_sink_settings(config, &lamp))->brightness, 80);
}

static void
an_empty_section_switches_its_sink_on(void **state)
{
        struct rig *rig = *state;

        assert_int_equal(read_text(rig, "[athlete kim]\n"), 0);
        assert_null(pd_config_sink_settings(rig->config, &lamp));
        assert_int_equal(read_text(rig, "[athlete kim]\n[lamp]"), 0);
        assert_int_equal(((const struct lamp *) pd_config_sink_settings(rig->config, &lamp))->brightness, 50);
}

static void
later_files_count_more_key_by_key(void **state)
{
        struct rig *rig = *state;

        make_folder(rig);
        write_text(rig, "conf.d/20-b.conf", "[lamp]\nbrightness = 20\n[athlete kim]\nworkout =\n");
        write_text(rig, "conf.d/10-a.conf", "[lamp]\nbrightness = 10\npassword = a\n[athlete jo]\nname = Jo\n");
        write_text(rig, "conf.d/30-c.conf.off", "nonsense");
        write_text(rig, "conf.d/.40-d.conf", "nonsense");
        assert_int_equal(read_text(rig, "[athlete kim]\nname = Kim\nworkout = 40m easy\n[lamp]\nbrightness = 1\n"), 0);

        const struct lamp *settings = pd_config_sink_settings(rig->config, &lamp);
        assert_int_equal(settings->brightness, 20);
        assert_string_equal(settings->password, "a");
        assert_int_equal(rig->config->n_athletes, 2);
        assert_string_equal(rig->config->athletes[0].athlete.name, "Kim");
        assert_null(rig->config->athletes[0].workout);
}

static void
an_error_in_a_later_file_names_that_file(void **state)
{
        struct rig *rig = *state;

        make_folder(rig);
        write_text(rig, "conf.d/club.conf", "[lamp]\n\nbrightness = 101\n");
        assert_int_equal(read_text(rig, "[athlete kim]\n"), -EBADMSG);
        assert_found(rig, PD_FINDING_ERROR, 3, "brightness = 101 is outside of 0 to 100, expected a brightness in per cent");
        assert_non_null(strstr(rig->findings.items[0].file, "/conf.d/club.conf"));
}

static void
a_value_keeps_what_looks_like_a_comment(void **state)
{
        struct rig *rig = *state;

        assert_int_equal(read_text(rig, "[athlete kim]\n[lamp]\npassword =  a#b ;c # d = [e] : ; \t\n"), 0);
        const struct lamp *settings = pd_config_sink_settings(rig->config, &lamp);
        assert_string_equal(settings->password, "a#b ;c # d = [e] : ;");
}

static void
a_value_of_4096_bytes_is_whole_and_one_more_is_an_error(void **state)
{
        struct rig *rig = *state;
        char value[4098], text[4200];

        for (size_t i = 0; i < 4097; i++)
                value[i] = (char) ('a' + i % 26);
        value[4097] = '\0';
        snprintf(text, sizeof(text), "[athlete kim]\n[lamp]\npassword = %.4096s\n", value);
        assert_int_equal(read_text(rig, text), 0);
        const struct lamp *settings = pd_config_sink_settings(rig->config, &lamp);
        assert_int_equal(strlen(settings->password), 4096);
        assert_memory_equal(settings->password, value, 4096);

        snprintf(text, sizeof(text), "[athlete kim]\n[lamp]\npassword = %s\n", value);
        assert_refused(rig, text, 3, "at most 4096 bytes");
}

static void
a_long_comment_is_no_matter(void **state)
{
        struct rig *rig = *state;
        static char text[20000];

        memset(text, '#', sizeof(text) - 1);
        memcpy(text + sizeof(text) - 18, "\n[athlete kim]\n\n\n", 18);
        assert_int_equal(read_text(rig, text), 0);
        assert_int_equal(rig->config->n_athletes, 1);
        assert_int_equal(rig->config->athletes[0].place.line, 2);
}

static void
a_byte_order_mark_and_windows_line_ends_are_passed_over(void **state)
{
        struct rig *rig = *state;

        assert_int_equal(read_text(rig, "\xEF\xBB\xBF[athlete kim]\r\nname = Kim\r\n\r\n[lamp]\r\nbrightness = 7\r\n"), 0);
        assert_string_equal(rig->config->athletes[0].athlete.name, "Kim");
        assert_int_equal(((const struct lamp *) pd_config_sink_settings(rig->config, &lamp))->brightness, 7);
}

static void
an_indented_line_is_a_line_of_its_own(void **state)
{
        struct rig *rig = *state;

        assert_int_equal(read_text(rig, "[athlete kim]\n  name = Kim\n\tgoal = a marathon\n"), 0);
        assert_string_equal(rig->config->athletes[0].athlete.goal, "a marathon");
        assert_refused(rig, "[athlete kim]\nname = Kim\n  the second\n", 3, "a value stays on one line");
}

static void
malformed_lines_say_what_was_expected(void **state)
{
        struct rig *rig = *state;

        assert_refused(rig, "[athlete kim]\n[lamp\nbrightness = 200\n", 2, "ends with ]");
        assert_refused(rig, "[athlete kim]\n[lamp] ; dim\n", 2, "nothing may follow the ]");
        assert_refused(rig, "[athlete kim]\n[]\n", 2, "expected a section's name");
        assert_refused(rig, "[athlete kim]\n[a ;b]\n", 2, "expected a section's name");
        assert_refused(rig, "name = Kim\n[athlete kim]\n", 1, "stands below a section");
        assert_refused(rig, "[athlete kim]\n= Kim\n", 2, "expected a key");
        assert_refused(rig, "[athlete kim]\nna me = Kim\n", 2, "expected a key");
        assert_refused(rig, "[athlete kim]\nname: Kim\n", 2, "expected key = value");
        assert_refused(rig, "[athlete kim]\naaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeee = 1\n", 2, "at most 48 bytes");
}

static void
a_nul_byte_is_an_error_where_it_stands(void **state)
{
        struct rig *rig = *state;
        static const char bytes[] = "[athlete kim]\nname = K\0m\ngoal = x\n";

        write_bytes(rig, "purposed.conf", bytes, sizeof(bytes) - 1);
        assert_int_equal(read_config(rig), -EBADMSG);
        assert_found(rig, PD_FINDING_ERROR, 2, "NUL byte");
        assert_int_equal(rig->findings.n_errors, 1);
}

static void
a_key_set_twice_in_one_file_names_the_first_line(void **state)
{
        struct rig *rig = *state;

        assert_refused(rig, "[athlete kim]\nname = Kim\n[lamp]\n[athlete kim]\nname = Kimmy\n", 5, "name is set already in line 2");
        assert_refused(rig, "[athlete kim]\nworkout = 1m easy\nworkout = 2m easy\n", 3, "workout is set already in line 2");
        assert_int_equal(read_text(rig, "[athlete kim]\nname = Kim\n[athlete jo]\nname = Kim\n"), 0);
}

static void
unknown_keys_and_sections_name_the_nearest(void **state)
{
        struct rig *rig = *state;

        assert_refused(rig, "[athlete kim]\nlt1_hrr = 152\n", 2, "unknown key lt1_hrr, did you mean lt1_hr?");
        assert_refused(rig, "[athlete kim]\nworkuot = 152\n", 2, "unknown key workuot, did you mean workout?");
        assert_refused(rig, "[athlete kim]\nxyzzyxyzzy = 1\n", 2, "unknown key xyzzyxyzzy in [athlete kim]");
        assert_refused(rig, "[athlete kim]\n[lmap]\nbrightness = 1\n", 2, "unknown section [lmap], did you mean [lamp]?");
        assert_refused(rig, "[athlete kim]\n[athelte jo]\n", 2, "did you mean [athlete]?");
        assert_refused(rig, "[athlete kim]\n[lamp two]\n", 2, "nothing follows lamp");
        assert_refused(rig, "[athlete kim]\n[quux]\n", 2, "unknown section [quux], expected");
}

static void
adapters_are_addresses_in_one_spelling_or_none_at_all(void **state)
{
        static const struct {
                const char *written, *expected;
        } cases[] = {
                {"b8:27:eb:01:02:03", "B8:27:EB:01:02:03"},
                {"b8:27:eb:01:02:03 00:1A:7D:DA:71:13", "B8:27:EB:01:02:03 00:1A:7D:DA:71:13"},
                {"B8:27:EB:01:02:03,  00:1a:7d:da:71:13 ,", "B8:27:EB:01:02:03 00:1A:7D:DA:71:13"},
                {"", ""},
        };
        struct rig *rig = *state;
        char text[128];

        assert_int_equal(read_text(rig, "[athlete kim]\n"), 0);
        assert_string_equal(rig->config->bluetooth.adapters, "");
        assert_int_equal(rig->config->bluetooth.slots, 5);
        for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
                snprintf(text, sizeof(text), "[athlete kim]\n[bluetooth]\nadapters = %s\nslots = 7\n", cases[i].written);
                assert_int_equal(read_text(rig, text), 0);
                assert_string_equal(rig->config->bluetooth.adapters, cases[i].expected);
                assert_int_equal(rig->config->bluetooth.slots, 7);
        }
}

static void
recovery_goes_as_far_as_a_power_cycle_or_as_is_written(void **state)
{
        static const char *const words[] = {"off", "power", "service", "hardware"};
        struct rig *rig = *state;
        char text[64];

        assert_int_equal(read_text(rig, "[athlete kim]\n"), 0);
        assert_int_equal(rig->config->bluetooth.recovery, PD_LADDER_REACH_POWER);
        for (int32_t i = 0; i < 4; i++) {
                snprintf(text, sizeof(text), "[athlete kim]\n[bluetooth]\nrecovery = %s\n", words[i]);
                assert_int_equal(read_text(rig, text), 0);
                assert_int_equal(rig->config->bluetooth.recovery, i);
        }
        assert_int_equal(rig->config->bluetooth.recovery, PD_LADDER_REACH_HARDWARE);
        assert_refused(rig, "[athlete kim]\n[bluetooth]\nrecovery = yes\n", 3, "off, power, service or hardware");
}

static void
an_adapter_that_has_a_number_instead_is_told_from_addresses(void **state)
{
        struct rig *rig = *state;

        assert_refused(rig, "[athlete kim]\n[bluetooth]\nadapters = hci0\n", 3, "adapters = hci0: expected addresses");
        assert_refused(rig, "[athlete kim]\n[bluetooth]\nadapters = B8:27:EB:01:02:03 B8:27:EB\n", 3, "adapters = B8:27:EB: expected");
        assert_refused(rig, "[athlete kim]\n[bluetooth]\nslots = 0\n", 3, "slots = 0 is outside of 1 to 32");
        assert_refused(rig, "[athlete kim]\n[bluetooth]\nadapter = hci0\n", 3, "unknown key adapter, did you mean adapters?");
        assert_refused(rig, "[athlete kim]\n[bluetoth]\n", 2, "did you mean [bluetooth]?");
}

static void
wrong_values_say_what_was_expected(void **state)
{
        struct rig *rig = *state;

        assert_refused(rig, "[athlete kim]\nlt1_hr = fast\n", 2, "lt1_hr = fast: expected a heart rate");
        assert_refused(rig, "[athlete kim]\nlt1_hr = 300\n", 2, "bpm, expected a heart rate");
        assert_refused(rig, "[athlete kim]\nunits = miles\n", 2, "expected metric or imperial");
        assert_refused(rig, "[athlete kim]\nname = Kim\nlanguage = fr\n", 3,
                "language = fr: there is no such language yet, expected one of en, de");
        assert_refused(rig, "[purposed]\nnode = Kitchen Pi\n[athlete kim]\n", 2, "expected an id");
        assert_refused(rig, "[athlete Kim]\n", 1, "expected an id");
        assert_refused(rig, "[athlete]\n", 1, "expected an id");
        assert_refused(rig, "[athlete kim]\n[sensor A0:9E:1A:0B:1C]\n", 2, "expected a Bluetooth address");
        assert_refused(rig, "[athlete kim]\n[sensor A0:9E:1A:0B:1C:2D]\nathlete = kim\nfactor = 1.2\n", 4,
                "factor = 1.2 is outside of 0.8500 to 1.1500");
        assert_refused(rig, "[athlete kim]\n[sensor A0:9E:1A:0B:1C:2D]\nathlete = kim\nfactor = 3 %\n", 4, "such as 1.032");
        assert_refused(rig, "[athlete kim]\n[sensor A0:9E:1A:0B:1C:2D]\nathlete = kim\nnotify = poll\n", 4, "start or acquire");
        assert_refused(rig, "[athlete kim]\n[sensor A0:9E:1A:0B:1C:2D:3E]\n", 2, "expected a Bluetooth address");
        assert_refused(rig, "[athlete kim]\nname = 0123456789012345678901234567890123456789012345678901234567890123\n", 2,
                "name is too long (64 bytes)");
}

static void
the_ids_bridge_and_guest_are_reserved(void **state)
{
        struct rig *rig = *state;

        assert_refused(rig, "[athlete kim]\n[athlete bridge]\n", 2, "reserved");
        assert_refused(rig, "[athlete kim]\n[athlete guest]\n", 2, "reserved");
        assert_refused(rig, "[athlete kim]\n[purposed]\nnode = bridge\n", 0, "reserved");
}

static void
a_sensor_belongs_to_an_athlete_that_exists(void **state)
{
        struct rig *rig = *state;

        assert_refused(rig, "[sensor A0:9E:1A:0B:1C:2D]\nathlete = jo\n[athlete kim]\n", 1, "there is no [athlete jo]");
        assert_refused(rig, "[athlete kim]\n[sensor A0:9E:1A:0B:1C:2D]\nname = x\n", 2, "says no athlete");
        assert_int_equal(read_text(rig, "[sensor A0:9E:1A:0B:1C:2D]\nathlete = kim\n[athlete kim]\n"), 0);
}

static void
thresholds_that_contradict_each_other_are_refused(void **state)
{
        struct rig *rig = *state;

        assert_refused(rig, "[athlete kim]\nlt1_hr = 170\nlt2_hr = 170\n", 1, "[athlete kim]: lt1_hr must be below lt2_hr");
        assert_refused(rig, "[athlete kim]\nlt2_hr = 190\nhr_max = 188\n", 1, "lt2_hr must be below hr_max");
        assert_refused(rig, "[athlete kim]\nlt1_speed = 4:54/km\nlt2_speed = 5:45/km\n", 1, "lt1_speed must be below lt2_speed");
        assert_int_equal(read_text(rig, "[athlete kim]\nhr_rest = 50\nlt1_hr = 150\nlt2_hr = 170\nhr_max = 188\n"), 0);
}

static size_t
add(char *text, size_t n, size_t size, const char *format, ...)
{
        va_list arguments;

        va_start(arguments, format);
        n += (size_t) vsnprintf(text + n, size - n, format, arguments);
        va_end(arguments);
        return n;
}

static void
there_are_at_most_64_athletes_with_16_sensors_each(void **state)
{
        struct rig *rig = *state;
        static char text[100000];
        size_t n = 0;

        for (int i = 0; i < 64; i++) {
                n = add(text, n, sizeof(text), "[athlete a%d]\n", i);
                for (int j = 0; j < 16; j++)
                        n = add(text, n, sizeof(text), "[sensor 00:00:00:00:%02X:%02X]\nathlete = a%d\n", i, j, i);
        }
        assert_int_equal(read_text(rig, text), 0);
        assert_int_equal(rig->config->n_athletes, 64);
        assert_int_equal(rig->config->n_sensors, 1024);

        add(text, n, sizeof(text), "[athlete a64]\n");
        assert_int_equal(read_text(rig, text), -EBADMSG);
        assert_found(rig, PD_FINDING_ERROR, 64 * 33 + 1, "64 athletes already");

        n = add(text, 0, sizeof(text), "[athlete kim]\n");
        for (int j = 0; j < 17; j++)
                n = add(text, n, sizeof(text), "[sensor 00:00:00:00:00:%02X]\nathlete = kim\n", j);
        assert_refused(rig, text, 34, "more than 16 sensors");
}

static void
reading_stops_after_twenty_errors(void **state)
{
        struct rig *rig = *state;
        char text[1000];
        size_t n = add(text, 0, sizeof(text), "[athlete kim]\n");

        for (int i = 0; i < 25; i++)
                n = add(text, n, sizeof(text), "nonsense%d = 1\n", i);
        assert_int_equal(read_text(rig, text), -EBADMSG);
        assert_int_equal(rig->findings.n_errors, PD_FINDING_ERRORS_MAX);
        assert_true(pd_findings_full(&rig->findings));
        assert_int_equal(rig->findings.items[19].line, 21);
}

static void
a_file_that_everybody_may_read_is_a_warning(void **state)
{
        struct rig *rig = *state;

        write_text(rig, "purposed.conf", "[athlete kim]\n");
        assert_int_equal(chmod(rig->path, 0644), 0);
        assert_int_equal(read_config(rig), 0);
        assert_found(rig, PD_FINDING_WARNING, 0, "may be read by everybody");
        assert_int_equal(chmod(rig->path, 0640), 0);
        assert_int_equal(read_config(rig), 0);
        assert_int_equal(rig->findings.n, 0);
}

static void
what_is_no_regular_file_or_too_large_is_an_error(void **state)
{
        struct rig *rig = *state;

        assert_int_equal(mkdir(rig->path, 0700), 0);
        assert_int_equal(read_config(rig), -EBADMSG);
        assert_found(rig, PD_FINDING_ERROR, 0, "no regular file");
        assert_int_equal(rmdir(rig->path), 0);

        assert_int_equal(mkfifo(rig->path, 0600), 0);
        assert_int_equal(read_config(rig), -EBADMSG);
        assert_found(rig, PD_FINDING_ERROR, 0, "no regular file");
        assert_int_equal(unlink(rig->path), 0);

        write_text(rig, "purposed.conf", "");
        assert_int_equal(truncate(rig->path, 1024 * 1024 + 1), 0);
        assert_int_equal(read_config(rig), -EBADMSG);
        assert_found(rig, PD_FINDING_ERROR, 0, "larger than 1048576 bytes");
}

static void
a_host_name_becomes_an_id(void **state)
{
        static const struct {
                const char *host, *node;
        } rows[] = {
                { "raspberrypi", "raspberrypi" },
                { "Kitchen-Pi.local", "kitchen-pi" },
                { "pi zero\xC3\xA9", "pi-zero--" },
                { "", "purposed" },
                { ".local", "purposed" },
                { "Bridge", "purposed" },
                { "0123456789012345678901234567890123456789", "01234567890123456789012345678901" },
        };
        char node[PD_ID_SIZE];

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                pd_config_node_of(rows[i].host, node);
                assert_string_equal(node, rows[i].node);
                assert_true(pd_id_valid(node));
        }
}

static void
the_hash_changes_with_every_byte_and_with_its_file(void **state)
{
        struct rig *rig = *state;
        char whole[PD_CONFIG_HASH_SIZE];

        assert_int_equal(read_config(rig), 0);
        assert_string_equal(rig->config->hash, "cbf29ce484222325"); /* nothing was read */
        assert_int_equal(read_text(rig, "[lamp]\nbrightness = 7\n"), 0);
        memcpy(whole, rig->config->hash, sizeof(whole));
        assert_int_equal(strlen(whole), 16);
        assert_int_equal(read_config(rig), 0);
        assert_string_equal(rig->config->hash, whole);
        assert_int_equal(read_text(rig, "[lamp]\nbrightness = 8\n"), 0);
        assert_string_not_equal(rig->config->hash, whole);

        assert_int_equal(read_text(rig, ""), 0); /* the same bytes, elsewhere */
        make_folder(rig);
        write_text(rig, "conf.d/a.conf", "[lamp]\nbrightness = 7\n");
        assert_int_equal(read_config(rig), 0);
        assert_string_not_equal(rig->config->hash, whole);
}

static void
several_may_share_a_sensor(void **state)
{
        struct rig *rig = *state;
        const char *at;
        char id[PD_ID_SIZE + 1];

        assert_int_equal(read_text(rig, "[athlete kim]\n[athlete lea]\n[sensor A0:9E:1A:0B:1C:2D]\nathlete = kim ,lea\n"), 0);
        assert_true(pd_config_sensor_is_of(&rig->config->sensors[0], "kim"));
        assert_true(pd_config_sensor_is_of(&rig->config->sensors[0], "lea"));
        assert_false(pd_config_sensor_is_of(&rig->config->sensors[0], "le"));
        at = rig->config->sensors[0].athlete;
        assert_true(pd_config_next_owner(&at, id));
        assert_string_equal(id, "kim");
        assert_true(pd_config_next_owner(&at, id));
        assert_string_equal(id, "lea");
        assert_false(pd_config_next_owner(&at, id));
        assert_refused(rig, "[athlete kim]\n[sensor A0:9E:1A:0B:1C:2D]\nathlete = kim, lea\n", 2, "there is no [athlete lea]");
        assert_refused(rig, "[athlete kim]\n[sensor A0:9E:1A:0B:1C:2D]\nathlete = kim,,\n", 2, "there is no [athlete ]");
}

static void
a_plan_is_named_by_its_whole_path(void **state)
{
        struct rig *rig = *state;

        assert_int_equal(read_text(rig, "[athlete kim]\nplan = /home/kim/plan.yaml\n"), 0);
        assert_string_equal(rig->config->athletes[0].plan, "/home/kim/plan.yaml");
        assert_int_equal(rig->config->athletes[0].plan_place.line, 2);
        assert_refused(rig, "[athlete kim]\nplan = kim.yaml\n", 2, "plan = kim.yaml: expected a whole path");
}

static void
a_time_zone_is_one_of_this_machine(void **state)
{
        struct rig *rig = *state;

        assert_int_equal(read_text(rig, "[athlete kim]\ntime_zone = Australia/Lord_Howe\n"), 0);
        assert_refused(rig, "[athlete kim]\ntime_zone = Berlin\n", 1, "time_zone = Berlin: no zone of this machine, expected one that "
                                                                    "timedatectl list-timezones shows");
}

static void
a_year_of_birth_has_four_digits(void **state)
{
        struct rig *rig = *state;

        assert_int_equal(read_text(rig, "[athlete kim]\nbirth_year = 0\n"), 0);
        assert_refused(rig, "[athlete kim]\nbirth_year = 85\n", 1, "birth_year = 85: expected all four digits, such as 1985");
}

static void
who_has_no_sink_is_told_that_nobody_listens(void **state)
{
        struct rig *rig = *state;

        assert_int_equal(read_text(rig, "[athlete anna]\n"), 0);
        assert_int_equal(rig->findings.n, 0);
        pd_config_note_silence(rig->config, rig->path, sink_types, &rig->findings);
        assert_found(rig, PD_FINDING_NOTE, 0, "no [lamp] section: nobody hears the coach but purposectl watch");
        assert_int_equal(read_text(rig, "[athlete anna]\n[lamp]\n"), 0);
        pd_config_note_silence(rig->config, rig->path, sink_types, &rig->findings);
        assert_int_equal(rig->findings.n, 0);
}

static void
what_a_sink_cannot_use_is_an_error_unless_another_may_look(void **state)
{
        static const struct {
                const char *text, *why;
                enum pd_finding_grade grade;
        } rows[] = {
                { "[athlete anna]\n[lamp]\nbrightness = 1\n", "[lamp]: cannot use bulb 1", PD_FINDING_NOTE },
                { "[athlete anna]\n[lamp]\nbrightness = 2\n", "[lamp]: cannot use bulb 2", PD_FINDING_ERROR },
        };
        struct rig *rig = *state;

        for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
                assert_int_equal(read_text(rig, rows[i].text), 0);
                assert_int_equal(rig->findings.n, 0); /* reading tries nothing */
                pd_config_try_sinks(rig->config, rig->path, &rig->findings);
                assert_int_equal(rig->findings.n, 1);
                assert_found(rig, rows[i].grade, 0, rows[i].why);
        }
        assert_int_equal(read_text(rig, "[athlete anna]\n[lamp]\n"), 0);
        pd_config_try_sinks(rig->config, rig->path, &rig->findings);
        assert_int_equal(rig->findings.n, 0);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        const struct CMUnitTest tests[] = {
                TEST(without_a_file_every_setting_has_its_default),
                TEST(every_kind_of_section_reaches_its_place),
                TEST(an_empty_section_switches_its_sink_on),
                TEST(who_has_no_sink_is_told_that_nobody_listens),
                TEST(what_a_sink_cannot_use_is_an_error_unless_another_may_look),
                TEST(later_files_count_more_key_by_key),
                TEST(the_hash_changes_with_every_byte_and_with_its_file),
                TEST(an_error_in_a_later_file_names_that_file),
                TEST(a_value_keeps_what_looks_like_a_comment),
                TEST(a_value_of_4096_bytes_is_whole_and_one_more_is_an_error),
                TEST(a_long_comment_is_no_matter),
                TEST(a_byte_order_mark_and_windows_line_ends_are_passed_over),
                TEST(an_indented_line_is_a_line_of_its_own),
                TEST(malformed_lines_say_what_was_expected),
                TEST(a_nul_byte_is_an_error_where_it_stands),
                TEST(a_key_set_twice_in_one_file_names_the_first_line),
                TEST(unknown_keys_and_sections_name_the_nearest),
                TEST(adapters_are_addresses_in_one_spelling_or_none_at_all),
                TEST(recovery_goes_as_far_as_a_power_cycle_or_as_is_written),
                TEST(an_adapter_that_has_a_number_instead_is_told_from_addresses),
                TEST(wrong_values_say_what_was_expected),
                TEST(the_ids_bridge_and_guest_are_reserved),
                TEST(several_may_share_a_sensor),
                TEST(a_plan_is_named_by_its_whole_path),
                TEST(a_time_zone_is_one_of_this_machine),
                TEST(a_year_of_birth_has_four_digits),
                TEST(a_sensor_belongs_to_an_athlete_that_exists),
                TEST(thresholds_that_contradict_each_other_are_refused),
                TEST(there_are_at_most_64_athletes_with_16_sensors_each),
                TEST(reading_stops_after_twenty_errors),
                TEST(a_file_that_everybody_may_read_is_a_warning),
                TEST(what_is_no_regular_file_or_too_large_is_an_error),
                cmocka_unit_test(a_host_name_becomes_an_id),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
