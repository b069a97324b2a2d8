/* SPDX-License-Identifier: MIT */
/* Settings: every kind, good and bad; what is written is read back the same. */
#include "purposed/setting.h"

#include "purposed/athlete.h"
#include "purposed/sensor.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <cmocka.h>

struct room {
        char title[12];
        char id[PD_ID_SIZE];
        bool open;
        int32_t chairs;
        int32_t colour;
        int32_t stretch;
        struct pd_anchor heart, speed;
};

static const char *const colours[] = {"red", "green", "blue", NULL};

static const struct pd_setting settings[] = {
        {.key = "title", .kind = PD_SETTING_TEXT, .offset = offsetof(struct room, title), .size = sizeof(((struct room *) NULL)->title)},
        {.key = "id", .kind = PD_SETTING_ID, .offset = offsetof(struct room, id)},
        {.key = "open", .kind = PD_SETTING_BOOL, .offset = offsetof(struct room, open)},
        {.key = "chairs", .kind = PD_SETTING_INTEGER, .offset = offsetof(struct room, chairs), .min = -5, .max = 1000},
        {.key = "colour", .kind = PD_SETTING_CHOICE, .offset = offsetof(struct room, colour), .choices = colours},
        {.key = "stretch", .kind = PD_SETTING_FACTOR, .offset = offsetof(struct room, stretch), .min = PD_FACTOR_MIN, .max = PD_FACTOR_MAX},
        {.key = "heart", .kind = PD_SETTING_HEART_RATE, .offset = offsetof(struct room, heart), .min = 30, .max = 240, .spread = 50},
        {.key = "speed", .kind = PD_SETTING_SPEED, .offset = offsetof(struct room, speed), .min = 500, .max = 7500, .spread = 55},
        {.key = NULL},
};

static int
parse(const char *key, const char *value, struct room *room)
{
        const struct pd_setting *setting = pd_setting_find(settings, key);

        assert_non_null(setting);
        return pd_setting_parse(setting, value, room);
}

/* A value that is refused must leave every byte as it was. */
static void
refuse(const char *key, const char *value, int error)
{
        struct room room, before;
        int r;

        memset(&room, 0x11, sizeof(room));
        before = room;
        r = parse(key, value, &room);
        if (r != error)
                print_error("%s = '%s': %d\n", key, value, r);
        assert_int_equal(r, error);
        assert_memory_equal(&room, &before, sizeof(room));
}

static void
a_text_is_utf8_that_fits(void **test_state)
{
        struct room room = {0};

        (void) test_state;
        assert_int_equal(parse("title", "L\xc3\xa4ufer?", &room), 0);
        assert_string_equal(room.title, "L\xc3\xa4ufer?");
        assert_int_equal(parse("title", "12345678901", &room), 0);
        assert_int_equal(parse("title", "", &room), 0);
        assert_string_equal(room.title, "");
        refuse("title", "123456789012", -E2BIG);
        refuse("title", "L\xe4ufer", -EINVAL);
        refuse("title", "two\nlines", -EINVAL);
}

static void
an_id_is_an_id(void **test_state)
{
        struct room room = {0};

        (void) test_state;
        assert_int_equal(parse("id", "0123456789abcdef0123456789abcdef", &room), 0);
        assert_string_equal(room.id, "0123456789abcdef0123456789abcdef");
        refuse("id", "", -EINVAL);
        refuse("id", "Jens", -EINVAL);
        refuse("id", "0123456789abcdef0123456789abcdef0", -EINVAL);
}

static void
yes_has_four_words_and_no_has_four(void **test_state)
{
        static const char *const yes[] = {"yes", "true", "on", "1"}, *const no[] = {"no", "false", "off", "0"};
        struct room room = {0};

        (void) test_state;
        for (size_t i = 0; i < 4; i++) {
                assert_int_equal(parse("open", yes[i], &room), 0);
                assert_true(room.open);
                assert_int_equal(parse("open", no[i], &room), 0);
                assert_false(room.open);
        }
        refuse("open", "", -EINVAL);
        refuse("open", "Yes", -EINVAL);
        refuse("open", "2", -EINVAL);
}

static void
an_integer_stays_within_its_bounds(void **test_state)
{
        struct room room = {0};

        (void) test_state;
        assert_int_equal(parse("chairs", "-5", &room), 0);
        assert_int_equal(room.chairs, -5);
        assert_int_equal(parse("chairs", "1000", &room), 0);
        assert_int_equal(room.chairs, 1000);
        assert_int_equal(parse("chairs", "007", &room), 0);
        assert_int_equal(room.chairs, 7);
        refuse("chairs", "-6", -ERANGE);
        refuse("chairs", "1001", -ERANGE);
        refuse("chairs", "99999999999999999999999999", -ERANGE);
        refuse("chairs", "", -EINVAL);
        refuse("chairs", "-", -EINVAL);
        refuse("chairs", "+3", -EINVAL);
        refuse("chairs", "3.0", -EINVAL);
        refuse("chairs", "0x10", -EINVAL);
        refuse("chairs", "99999999999999999999999999 chairs", -EINVAL);
}

static void
a_factor_has_at_most_four_decimals(void **test_state)
{
        static const struct {
                const char *text, *written;
                int32_t value;
        } rows[] = {
                {"1", "1.0000", 10000}, {"1.032", "1.0320", 10320}, {"0.9524", "0.9524", 9524}, {"0.85", "0.8500", 8500},
                {"1.15", "1.1500", 11500},
        };
        const struct pd_setting *setting = pd_setting_find(settings, "stretch");
        struct room room = {0};
        char written[16];

        (void) test_state;
        assert_int_equal(pd_setting_format(setting, &room, written, sizeof(written)), 0);
        assert_string_equal(written, "");
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                assert_int_equal(parse("stretch", rows[i].text, &room), 0);
                assert_int_equal(room.stretch, rows[i].value);
                assert_int_equal(pd_setting_format(setting, &room, written, sizeof(written)), 0);
                assert_string_equal(written, rows[i].written);
        }
        refuse("stretch", "", -EINVAL);
        refuse("stretch", "1.", -EINVAL);
        refuse("stretch", ".9", -EINVAL);
        refuse("stretch", "1.03204", -EINVAL);
        refuse("stretch", "1,032", -EINVAL);
        refuse("stretch", "10", -EINVAL);
        refuse("stretch", "+1", -EINVAL);
        refuse("stretch", "0.8499", -ERANGE);
        refuse("stretch", "1.1501", -ERANGE);
}

static void
a_choice_is_one_of_its_words(void **test_state)
{
        struct room room = {0};

        (void) test_state;
        assert_int_equal(parse("colour", "blue", &room), 0);
        assert_int_equal(room.colour, 2);
        assert_int_equal(parse("colour", "red", &room), 0);
        assert_int_equal(room.colour, 0);
        refuse("colour", "", -EINVAL);
        refuse("colour", "gree", -EINVAL);
        refuse("colour", "1", -EINVAL);
}

struct anchor_row {
        const char *text;
        int32_t value, width;
        enum pd_provenance provenance;
};

static void
accept_anchor(const char *key, const struct anchor_row *row)
{
        struct room room = {0};
        const struct pd_anchor *anchor = strcmp(key, "heart") == 0 ? &room.heart : &room.speed;
        int r = parse(key, row->text, &room);

        if (r < 0 || anchor->value != row->value || anchor->width != row->width)
                print_error("'%s': %d, %d +-%d\n", row->text, r, anchor->value, anchor->width);
        assert_int_equal(r, 0);
        assert_int_equal(anchor->value, row->value);
        assert_int_equal(anchor->width, row->width);
        assert_int_equal(anchor->provenance, row->provenance);
}

static void
a_heart_rate_says_how_wide_and_how_known(void **test_state)
{
        static const struct anchor_row rows[] = {
                {"152", 152, 3, PD_PROVENANCE_FIELD},
                {"152 bpm", 152, 3, PD_PROVENANCE_FIELD},
                {"152 test", 152, 0, PD_PROVENANCE_TEST},
                {"152 field", 152, 3, PD_PROVENANCE_FIELD},
                {"152 estimated", 152, 8, PD_PROVENANCE_ESTIMATED}, /* 50/1000 of it: 7.6 */
                {"152 prior", 152, 8, PD_PROVENANCE_PRIOR},
                {"152 +-8 estimated", 152, 8, PD_PROVENANCE_ESTIMATED},
                {"152+-8 test", 152, 8, PD_PROVENANCE_TEST},
                {"152 +- 0", 152, 0, PD_PROVENANCE_FIELD},
                {"152 +-3%", 152, 5, PD_PROVENANCE_FIELD}, /* 4.56 */
                {"152 +-2.5% test", 152, 4, PD_PROVENANCE_TEST}, /* 3.8 */
                {"152 \xc2\xb1" "4", 152, 4, PD_PROVENANCE_FIELD},
                {"152 \t test", 152, 0, PD_PROVENANCE_TEST},
                {"", 0, 0, PD_PROVENANCE_UNKNOWN},
        };

        (void) test_state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                accept_anchor("heart", &rows[i]);
}

static void
a_heart_rate_that_is_none_is_refused(void **test_state)
{
        static const char *const bad[] = {
                "fast", "152 tested", "152 unknown", "152test", "152 +-", "152 +-x", "152 test +-3", "152 +-3 test test", "-152", "15 2",
                "152.5", "152 +-3%%", "2.90 m/s", "152,5", "5:45/km", "152 +-3test",
        };

        (void) test_state;
        for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
                refuse("heart", bad[i], -EINVAL);
        refuse("heart", "29", -ERANGE);
        refuse("heart", "241", -ERANGE);
        refuse("heart", "0", -ERANGE);
        refuse("heart", "152 +-153", -ERANGE);
        refuse("heart", "152 +-101%", -ERANGE);
        refuse("heart", "99999999999999999999", -ERANGE);
}

static void
a_speed_is_metres_a_second_or_a_pace(void **test_state)
{
        static const struct anchor_row rows[] = {
                {"2.90", 2900, 58, PD_PROVENANCE_FIELD}, /* 2 % */
                {"2.90 m/s", 2900, 58, PD_PROVENANCE_FIELD},
                {"2.9m/s test", 2900, 0, PD_PROVENANCE_TEST},
                {"3 test", 3000, 0, PD_PROVENANCE_TEST},
                {"2.8995 test", 2900, 0, PD_PROVENANCE_TEST},
                {"2.89949 test", 2899, 0, PD_PROVENANCE_TEST},
                {"9:15/mi test", 2900, 0, PD_PROVENANCE_TEST}, /* 1609.344 m in 555 s: 2.8997 */
                {"5:45/km test", 2899, 0, PD_PROVENANCE_TEST}, /* 1000 m in 345 s: 2.8986 */
                {"5:45/km +-3%", 2899, 87, PD_PROVENANCE_FIELD},
                {"5:45/km +-3% field", 2899, 87, PD_PROVENANCE_FIELD},
                {"2.90 +-0.1", 2900, 100, PD_PROVENANCE_FIELD},
                {"9:15/mi+-0.1 estimated", 2900, 100, PD_PROVENANCE_ESTIMATED},
                {"2.90 estimated", 2900, 160, PD_PROVENANCE_ESTIMATED}, /* 55/1000 of it: 159.5 */
                {"", 0, 0, PD_PROVENANCE_UNKNOWN},
        };

        (void) test_state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
                accept_anchor("speed", &rows[i]);
}

static void
a_reserve_is_a_number_of_metres(void **test_state)
{
        static const struct pd_setting setting = {.key = "d_prime", .kind = PD_SETTING_RESERVE, .min = 20, .max = 1000, .spread = 440};
        static const struct {
                const char *text;
                struct pd_anchor anchor;
                const char *again;
        } rows[] = {
                {"185", {185, 81, PD_PROVENANCE_FIELD}, "185 m field"},
                {"185 m +-40 field", {185, 40, PD_PROVENANCE_FIELD}, "185 m +-40 field"},
                {"200m test", {200, 0, PD_PROVENANCE_TEST}, "200 m test"},
        };

        (void) test_state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_anchor anchor = {0};
                char text[PD_TEXT_SIZE];

                assert_int_equal(pd_setting_parse(&setting, rows[i].text, &anchor), 0);
                assert_memory_equal(&anchor, &rows[i].anchor, sizeof(anchor));
                assert_int_equal(pd_setting_format(&setting, &anchor, text, sizeof(text)), 0);
                assert_string_equal(text, rows[i].again);
        }
        assert_int_equal(pd_setting_parse(&setting, "1.5 m", &(struct pd_anchor) {0}), -EINVAL);
        assert_int_equal(pd_setting_parse(&setting, "185 bpm", &(struct pd_anchor) {0}), -EINVAL);
        assert_int_equal(pd_setting_parse(&setting, "1001 m", &(struct pd_anchor) {0}), -ERANGE);
}

static void
a_speed_that_is_none_is_refused(void **test_state)
{
        static const char *const bad[] = {
                "quick", "2,90", "2.", ".5", "2.90 km/h", "5:45", "5:45/", "5:45/m", "5:4/km", "5:60/km", "5:455/km", "5.0:45/km",
                "0:00/km", "5:45/kmtest", "2.90 m/s m/s", "152 bpm", "5:45/km 3%", "2.90 +-1s",
        };

        (void) test_state;
        for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
                refuse("speed", bad[i], -EINVAL);
        refuse("speed", "0.499", -ERANGE);
        refuse("speed", "7.501", -ERANGE);
        refuse("speed", "0:01/mi", -ERANGE);
        refuse("speed", "99999999999:00/km", -ERANGE);
}

static void
every_kind_is_written_as_it_is_read(void **test_state)
{
        struct room room = {"a room", "cellar", true, -3, 1, 9524, {152, 8, PD_PROVENANCE_FIELD}, {2899, 58, PD_PROVENANCE_FIELD}};
        static const char *const texts[] = {"a room", "cellar", "yes", "-3", "green", "0.9524", "152 +-8 field", "2.899 m/s field"};
        char text[64];

        (void) test_state;
        for (size_t i = 0; settings[i].key; i++) {
                assert_int_equal(pd_setting_format(&settings[i], &room, text, sizeof(text)), 0);
                assert_string_equal(text, texts[i]);
                assert_int_equal(pd_setting_format(&settings[i], &room, text, strlen(texts[i]) + 1), 0);
                assert_int_equal(pd_setting_format(&settings[i], &room, text, strlen(texts[i])), -ENOBUFS);
                assert_string_equal(text, "");
        }
}

static void
what_is_not_set_is_written_as_nothing(void **test_state)
{
        struct pd_athlete athlete;
        char text[64] = "x";

        (void) test_state;
        pd_athlete_init(&athlete, "ann");
        assert_int_equal(pd_setting_format(pd_setting_find(pd_athlete_settings, "lt1_speed"), &athlete, text, sizeof(text)), 0);
        assert_string_equal(text, "");
        assert_int_equal(pd_setting_format(pd_setting_find(pd_athlete_settings, "goal"), &athlete, text, sizeof(text)), 0);
        assert_string_equal(text, "");
}

/* Writes every field of A out and into another athlete, who must be the same then. */
static void
check_round_trip(const struct pd_athlete *a)
{
        struct pd_athlete b;

        memset(&b, 0, sizeof(b));
        memcpy(b.id, a->id, sizeof(b.id));
        for (const struct pd_setting *setting = pd_athlete_settings; setting->key; setting++) {
                char text[128], again[128];

                assert_int_equal(pd_setting_format(setting, a, text, sizeof(text)), 0);
                assert_int_equal(pd_setting_parse(setting, text, &b), 0);
                assert_int_equal(pd_setting_format(setting, &b, again, sizeof(again)), 0);
                assert_string_equal(text, again);
        }
        assert_string_equal(a->name, b.name);
        assert_string_equal(a->goal, b.goal);
        assert_string_equal(a->language, b.language);
        assert_int_equal(a->units, b.units);
        assert_int_equal(a->auto_start, b.auto_start);
        assert_memory_equal(&a->hr_max, &b.hr_max, sizeof(a->hr_max));
        assert_memory_equal(&a->hr_rest, &b.hr_rest, sizeof(a->hr_rest));
        assert_memory_equal(&a->lt1_hr, &b.lt1_hr, sizeof(a->lt1_hr));
        assert_memory_equal(&a->lt2_hr, &b.lt2_hr, sizeof(a->lt2_hr));
        assert_memory_equal(&a->lt1_speed, &b.lt1_speed, sizeof(a->lt1_speed));
        assert_memory_equal(&a->lt2_speed, &b.lt2_speed, sizeof(a->lt2_speed));
}

static void
an_athlete_written_out_is_read_back_the_same(void **test_state)
{
        struct pd_athlete athlete;

        (void) test_state;
        memset(&athlete, 0, sizeof(athlete));
        pd_athlete_init(&athlete, "ann");
        check_round_trip(&athlete);

        strcpy(athlete.name, "Ann-Kathrin \xc3\x96zg\xc3\xbcr");
        strcpy(athlete.goal, "half marathon = under 2 h; smiling");
        strcpy(athlete.language, "de");
        athlete.units = PD_UNITS_IMPERIAL;
        athlete.auto_start = PD_AUTO_START_BOTH;
        athlete.hr_max = (struct pd_anchor){190, 11, PD_PROVENANCE_ESTIMATED};
        pd_athlete_estimate(&athlete);
        check_round_trip(&athlete);
}

static void
every_anchor_is_read_back_the_same(void **test_state)
{
        uint32_t random = 4711;

        (void) test_state;
        print_message("seed %u\n", random);
        for (int i = 0; i < 20000; i++) {
                struct pd_athlete athlete;
                struct pd_anchor anchors[2];

                memset(&athlete, 0, sizeof(athlete));
                pd_athlete_init(&athlete, "ann");
                for (int k = 0; k < 2; k++) {
                        random = random * 1664525 + 1013904223;
                        anchors[k].value = k ? 500 + (int32_t) (random >> 8) % 7001 : 100 + (int32_t) (random >> 8) % 131;
                        random = random * 1664525 + 1013904223;
                        anchors[k].width = (int32_t) (random >> 8) % (anchors[k].value + 1) / (i % 2 ? 1 : 20);
                        anchors[k].provenance = PD_PROVENANCE_PRIOR + (random >> 4) % 4;
                }
                athlete.hr_max = athlete.lt1_hr = athlete.lt2_hr = anchors[0];
                athlete.lt1_speed = athlete.lt2_speed = anchors[1];
                check_round_trip(&athlete);
        }
}

static void
the_athletes_keys_are_all_there_and_say_what_they_expect(void **test_state)
{
        static const char *const keys[] = {
                "name", "language", "units", "auto_start", "goal", "quiet_hours", "level", "judge_by", "time_zone",
                "day_starts", "brief", "sex", "birth_year", "live_idle", "retain_summary", "hr_max",
                "hr_rest", "lthr", "lt1_hr", "lt2_hr", "lt1_speed", "lt2_speed", "critical_speed", "d_prime",
                "lt1_power", "lt2_power", "critical_power",
        };
        size_t n = 0;

        (void) test_state;
        for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
                assert_non_null(pd_setting_find(pd_athlete_settings, keys[i]));
        for (; pd_athlete_settings[n].key; n++)
                assert_true(strlen(pd_athlete_settings[n].expected) > 0);
        assert_int_equal(n, sizeof(keys) / sizeof(keys[0]));
}

static void
a_time_of_day_is_hours_and_minutes_or_off(void **test_state)
{
        static const struct pd_setting setting = {.key = "brief", .kind = PD_SETTING_TIME_OF_DAY};
        static const char *const refused[] = {"6:30", "24:00", "06:60", "06:30 ", "soon", "06.30"};
        int32_t minutes = 7;
        char text[16];

        (void) test_state;
        assert_int_equal(pd_setting_parse(&setting, "06:30", &minutes), 0);
        assert_int_equal(minutes, 390);
        assert_int_equal(pd_setting_format(&setting, &minutes, text, sizeof(text)), 0);
        assert_string_equal(text, "06:30");
        for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++)
                assert_int_equal(pd_setting_parse(&setting, refused[i], &minutes), -EINVAL);
        assert_int_equal(minutes, 390);
        assert_int_equal(pd_setting_parse(&setting, "off", &minutes), 0);
        assert_int_equal(minutes, PD_TIME_OF_DAY_OFF);
        assert_int_equal(pd_setting_format(&setting, &minutes, text, sizeof(text)), 0);
        assert_string_equal(text, "off");
}

static void
a_mistyped_key_is_told_its_nearest(void **test_state)
{
        static const char *const slips[][2] = {
                {"lt1_h", "lt1_hr"}, {"lt2_spede", "lt2_speed"}, {"autostart", "auto_start"}, {"hrmax", "hr_max"}, {"unit", "units"},
                {"gaol", "goal"}, {"langauge", "language"}, {"l1_h", "lt1_hr"},
        };
        static const char *const strangers[] = {"", "x", "weight", "shoe", "a_key_that_is_longer_than_any_key_could_ever_be"};

        (void) test_state;
        for (size_t i = 0; i < sizeof(slips) / sizeof(slips[0]); i++) {
                assert_null(pd_setting_find(pd_athlete_settings, slips[i][0]));
                assert_non_null(pd_setting_nearest(pd_athlete_settings, slips[i][0]));
                assert_string_equal(pd_setting_nearest(pd_athlete_settings, slips[i][0])->key, slips[i][1]);
        }
        for (size_t i = 0; i < sizeof(strangers) / sizeof(strangers[0]); i++)
                assert_null(pd_setting_nearest(pd_athlete_settings, strangers[i]));
}

static void
two_neighbours_exchanged_are_one_slip(void **test_state)
{
        static const struct pd_setting words[] = {{.key = "start"}, {.key = "status"}, {.key = NULL}};

        (void) test_state;
        assert_string_equal(pd_setting_nearest(words, "stauts")->key, "status"); /* and "start" is two from it */
        assert_string_equal(pd_setting_nearest(words, "satrt")->key, "start");
}

/* A pod strays by 4.3 % of a tested power. */
static void
a_power_is_a_number_of_watts_and_never_sharp_by_itself(void **test_state)
{
        const struct pd_setting *setting = pd_setting_find(pd_athlete_settings, "lt1_power");
        static const struct {
                const char *text;
                struct pd_anchor anchor;
                const char *again;
        } rows[] = {
                {"240", {240, 10, PD_PROVENANCE_FIELD}, "240 W field"},
                {"240 W test", {240, 10, PD_PROVENANCE_TEST}, "240 W test"},
                {"240W +-0 test", {240, 0, PD_PROVENANCE_TEST}, "240 W +-0 test"},
                {"300 W +-5% field", {300, 15, PD_PROVENANCE_FIELD}, "300 W +-15 field"},
                {"300 estimated", {300, 21, PD_PROVENANCE_ESTIMATED}, "300 W estimated"},
        };
        struct pd_athlete athlete, again;
        char text[PD_TEXT_SIZE];

        (void) test_state;
        pd_athlete_init(&athlete, "anna");
        pd_athlete_init(&again, "anna");
        assert_string_equal(pd_setting_unit(setting), "W");
        assert_true(pd_setting_is_anchor(setting));
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                assert_int_equal(pd_setting_parse(setting, rows[i].text, &athlete), 0);
                assert_memory_equal(&athlete.lt1_power, &rows[i].anchor, sizeof(rows[i].anchor));
                assert_int_equal(pd_setting_format(setting, &athlete, text, sizeof(text)), 0);
                assert_string_equal(text, rows[i].again);
                assert_int_equal(pd_setting_parse(setting, text, &again), 0);
                assert_memory_equal(&again.lt1_power, &athlete.lt1_power, sizeof(again.lt1_power));
        }
        assert_int_equal(pd_setting_parse(setting, "240 bpm", &athlete), -EINVAL);
        assert_int_equal(pd_setting_parse(setting, "240.5 W", &athlete), -EINVAL);
        assert_int_equal(pd_setting_parse(setting, "49", &athlete), -ERANGE);
        assert_int_equal(pd_setting_parse(setting, "1001", &athlete), -ERANGE);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_text_is_utf8_that_fits),
                cmocka_unit_test(an_id_is_an_id),
                cmocka_unit_test(yes_has_four_words_and_no_has_four),
                cmocka_unit_test(an_integer_stays_within_its_bounds),
                cmocka_unit_test(a_factor_has_at_most_four_decimals),
                cmocka_unit_test(a_choice_is_one_of_its_words),
                cmocka_unit_test(a_heart_rate_says_how_wide_and_how_known),
                cmocka_unit_test(a_heart_rate_that_is_none_is_refused),
                cmocka_unit_test(a_speed_is_metres_a_second_or_a_pace),
                cmocka_unit_test(a_reserve_is_a_number_of_metres),
                cmocka_unit_test(a_speed_that_is_none_is_refused),
                cmocka_unit_test(every_kind_is_written_as_it_is_read),
                cmocka_unit_test(what_is_not_set_is_written_as_nothing),
                cmocka_unit_test(an_athlete_written_out_is_read_back_the_same),
                cmocka_unit_test(every_anchor_is_read_back_the_same),
                cmocka_unit_test(the_athletes_keys_are_all_there_and_say_what_they_expect),
                cmocka_unit_test(a_time_of_day_is_hours_and_minutes_or_off),
                cmocka_unit_test(a_mistyped_key_is_told_its_nearest),
                cmocka_unit_test(two_neighbours_exchanged_are_one_slip),
                cmocka_unit_test(a_power_is_a_number_of_watts_and_never_sharp_by_itself),
        };
        return cmocka_run_group_tests(tests, NULL, NULL);
}
