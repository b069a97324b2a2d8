/* SPDX-License-Identifier: MIT */
/* Each kind of device as Home Assistant hears of it, and how it is taken back. */
#include "support/cm.h"

#include "mqtt/discovery.h"
#include "purposed/trouble.h"
#include "support/home_rules.h"
#include "support/strict_json.h"
#include "support/template.h"

#include <errno.h>

extern const struct pd_sensor_type pd_sensor_heart_rate, pd_sensor_running_speed;

static const struct pd_topics topics = { .base = "purposed", .node = "pi" };
static struct pd_announced announced;
static struct pd_message message;

static struct pd_discovery
discovery_of(enum pd_discovery_mode mode)
{
        return (struct pd_discovery) { .topics = &topics, .prefix = "homeassistant", .version = "0.1.0", .mode = mode };
}

static struct pd_device
athlete(const char *id, int32_t units)
{
        struct pd_athlete anna = { .units = units };
        struct pd_event event = { .kind = PD_EVENT_PLAN, .athlete = &anna };
        struct pd_device device;

        strcpy(anna.id, id);
        strcpy(anna.name, "Anna \"A\"");
        assert_int_equal(pd_device_of_event(&event, &device), 0);
        return device;
}

static struct pd_device
sensor(const struct pd_sensor_type *type)
{
        struct pd_sensor_report report = { .address = "00:00:5E:00:53:0A", .name = "Strap", .maker = "Polar", .model = "H10",
                                           .firmware = "5.0", .type = type };
        struct pd_event event = { .kind = PD_EVENT_SENSOR, .sensor = &report };
        struct pd_device device;

        assert_int_equal(pd_device_of_event(&event, &device), 0);
        return device;
}

static void
announce(enum pd_discovery_mode mode, const struct pd_device *device, size_t i)
{
        struct pd_discovery discovery = discovery_of(mode);

        memset(&message, '#', sizeof(message));
        assert_int_equal(pd_discovery_announce(&discovery, device, &announced, i, &message), 0);
        assert_true(message.retain);
        assert_int_equal(message.qos, 1);
        assert_int_equal(message.expiry_s, 0);
        assert_int_equal(message.length, strlen(message.payload));
        assert_true(message.length == 0 || strict_json_valid(message.payload));
}

static void
assert_key(const char *path, const char *raw)
{
        char found[4096];

        if (!strict_json_find(message.payload, path, found, sizeof(found)))
                fail_msg("no %s in %s", path, message.payload);
        assert_string_equal(found, raw);
}

static bool
has_key(const char *path)
{
        char found[4096];

        return strict_json_find(message.payload, path, found, sizeof(found));
}

static int
set_up(void **state)
{
        (void) state;
        memset(&announced, 0, sizeof(announced));
        return 0;
}

static void
an_athlete_is_one_device_that_hangs_on_the_bridge(void **state)
{
        struct pd_device anna = athlete("anna", PD_UNITS_METRIC);
        struct pd_discovery discovery = discovery_of(PD_DISCOVERY_DEVICE);

        (void) state;
        announce(PD_DISCOVERY_DEVICE, &anna, 0);
        assert_string_equal(message.topic, "homeassistant/device/purposed_pi_athlete_anna/config");
        assert_key("dev", "{\"ids\":[\"purposed_pi_athlete_anna\"],\"name\":\"Anna \\\"A\\\"\",\"mf\":\"purposed\",\"mdl\":\"runner\","
                          "\"sw\":\"0.1.0\",\"via_device\":\"purposed_pi_bridge\"}");
        assert_key("o", "{\"name\":\"purposed\",\"sw\":\"0.1.0\"}");
        assert_key("qos", "1");
        assert_key("cmps.heart_rate",
                   "{\"p\":\"sensor\",\"name\":\"Heart rate\",\"uniq_id\":\"purposed_pi_athlete_anna_heart_rate\","
                   "\"def_ent_id\":\"sensor.anna_heart_rate\",\"stat_t\":\"purposed/anna/state\",\"val_tpl\":\"{{ value_json.hr_bpm }}\","
                   "\"unit_of_meas\":\"bpm\",\"stat_cla\":\"measurement\",\"sug_dsp_prc\":0,\"exp_aft\":30,\"ic\":\"mdi:heart-pulse\","
                   "\"avty\":[{\"t\":\"purposed/bridge/pi/status\"}]}");
        assert_key("cmps.pace.unit_of_meas", "\"min/km\"");
        assert_key("cmps.distance.unit_of_meas", "\"km\"");
        assert_int_equal(pd_discovery_announce(&discovery, &anna, &announced, 1, &message), -ENOENT);
}

static void
alerts_are_an_event_of_all_types_that_there_are(void **state)
{
        struct pd_device anna = athlete("anna", PD_UNITS_METRIC);
        char types[1024] = "[";

        (void) state;
        announce(PD_DISCOVERY_DEVICE, &anna, 0);
        for (int i = 0; i < PD_ALERT_TYPE_COUNT; i++)
                snprintf(types + strlen(types), sizeof(types) - strlen(types), "%s\"%s\"", i ? "," : "",
                         pd_alert_type_name((enum pd_alert_type) i));
        strcat(types, "]");
        assert_key("cmps.alert.evt_typ", types);
        assert_key("cmps.alert.stat_t", "\"purposed/anna/alert\"");
        assert_false(has_key("cmps.alert.ent_cat"));
        assert_false(has_key("cmps.alert.val_tpl"));
}

static struct pd_device
chooser(const char *const *ids)
{
        struct pd_device anna = athlete("anna", PD_UNITS_METRIC);

        for (; ids[anna.n_choices]; anna.n_choices++)
                strcpy(anna.choices[anna.n_choices], ids[anna.n_choices]);
        return anna;
}

static void
a_button_says_its_command_and_nothing_that_is_kept(void **state)
{
        struct pd_device anna = athlete("anna", PD_UNITS_METRIC);

        (void) state;
        announce(PD_DISCOVERY_DEVICE, &anna, 0);
        assert_key("cmps.lap", "{\"p\":\"button\",\"name\":\"Lap\",\"uniq_id\":\"purposed_pi_athlete_anna_lap\","
                               "\"def_ent_id\":\"button.anna_lap\",\"cmd_t\":\"purposed/anna/cmd/lap\",\"ret\":false,\"pl_prs\":\"\","
                               "\"ic\":\"mdi:flag-outline\",\"avty\":[{\"t\":\"purposed/bridge/pi/status\"}]}");
        assert_key("cmps.easier.pl_prs", "\"today\"");
        assert_key("cmps.easier.cmd_t", "\"purposed/anna/cmd/easier\"");
}

static void
a_switch_and_a_number_are_told_and_command(void **state)
{
        struct pd_device anna = athlete("anna", PD_UNITS_METRIC);

        (void) state;
        announce(PD_DISCOVERY_DEVICE, &anna, 0);
        assert_key("cmps.mute.stat_t", "\"purposed/anna/session\"");
        assert_key("cmps.mute.cmd_t", "\"purposed/anna/cmd/mute\"");
        assert_key("cmps.mute.ent_cat", "\"config\"");
        assert_false(has_key("cmps.mute.pl_prs"));
        assert_key("cmps.rpe.stat_t", "\"purposed/anna/summary\"");
        assert_key("cmps.rpe.min", "1");
        assert_key("cmps.rpe.max", "10");
        assert_key("cmps.rpe.mode", "\"slider\"");
        assert_false(has_key("cmps.lap.min"));
        assert_false(has_key("cmps.rpe.cmd_tpl"));
}

static void
anchors_are_set_within_the_bounds_of_those_who_live(void **state)
{
        struct pd_device anna = athlete("anna", PD_UNITS_METRIC);

        (void) state;
        announce(PD_DISCOVERY_DEVICE, &anna, 0);
        assert_key("cmps.hr_max",
                   "{\"p\":\"number\",\"name\":\"Highest heart rate\",\"uniq_id\":\"purposed_pi_athlete_anna_hr_max\","
                   "\"def_ent_id\":\"number.anna_hr_max\",\"stat_t\":\"purposed/anna/plan\","
                   "\"val_tpl\":\"{{ value_json.hr_max_bpm }}\",\"cmd_t\":\"purposed/anna/cmd/anchors\",\"ret\":false,"
                   "\"cmd_tpl\":\"set hr_max {{ value | int }}\",\"min\":100,\"max\":240,\"step\":1,\"mode\":\"box\","
                   "\"unit_of_meas\":\"bpm\",\"ic\":\"mdi:heart-flash\",\"ent_cat\":\"config\",\"en\":false,"
                   "\"avty\":[{\"t\":\"purposed/bridge/pi/status\"}]}");
        assert_key("cmps.lt1_hr.min", "60");
        assert_key("cmps.lt1_hr.max", "230");
        assert_key("cmps.lt2_hr.max", "235");
}

static void
what_may_be_wrong_with_a_sensor_is_one_word_of_all(void **state)
{
        struct pd_device strap = sensor(&pd_sensor_heart_rate);
        char words[1024] = "[\"none\"";

        (void) state;
        announce(PD_DISCOVERY_DEVICE, &strap, 0);
        for (int i = PD_TROUBLE_NONE + 1; i < PD_TROUBLE_COUNT; i++)
                snprintf(words + strlen(words), sizeof(words) - strlen(words), ",\"%s\"", pd_trouble_name((enum pd_trouble) i));
        strcat(words, "]");
        assert_key("cmps.trouble.ops", words);
        assert_key("cmps.trouble.dev_cla", "\"enum\"");
}

static void
workouts_of_the_plan_may_be_chosen_and_another_one_is_none_of_them(void **state)
{
        static const char *const ids[] = { "rest", "long-90", NULL };
        static const struct {
                const char *plan, *value;
        } rows[] = {
                { "{\"workout\":{\"id\":\"long-90\"}}", "long-90" },
                { "{\"workout\":{\"id\":\"recovery-4mi\"}}", "None" },
                { "{\"workout\":{\"id\":null}}", "None" },
                { "{\"workout\":null}", "None" },
        };
        struct pd_device anna = chooser(ids);
        char template[512], value[64];

        (void) state;
        announce(PD_DISCOVERY_DEVICE, &anna, 0);
        assert_key("cmps.workout_today.p", "\"select\"");
        assert_key("cmps.workout_today.ops", "[\"rest\",\"long-90\"]");
        assert_key("cmps.workout_today.cmd_t", "\"purposed/anna/cmd/workout\"");
        assert_true(strict_json_find(message.payload, "cmps.workout_today.val_tpl", template, sizeof(template)));
        template[strlen(template) - 1] = '\0';
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                assert_true(template_render(template + 1, rows[i].plan, value, sizeof(value)));
                assert_string_equal(value, rows[i].value);
        }
}

static void
who_has_nothing_to_choose_from_is_offered_no_choice(void **state)
{
        static const char *const ids[] = { "rest", NULL };
        struct pd_device anna = chooser(ids);
        struct pd_discovery discovery = discovery_of(PD_DISCOVERY_ENTITY);
        struct home *home = home_new("homeassistant");
        size_t n;

        (void) state;
        announce(PD_DISCOVERY_DEVICE, &anna, 0);
        home_hears(home, message.topic, message.payload);
        assert_true(home_has(home, "select", "purposed_pi_athlete_anna_workout_today"));
        anna.n_choices = 0;
        announce(PD_DISCOVERY_DEVICE, &anna, 0);
        assert_key("cmps.workout_today", "{\"p\":\"select\"}");
        home_hears(home, message.topic, message.payload);
        assert_false(home_has(home, "select", "purposed_pi_athlete_anna_workout_today"));
        n = home_n_components(home);
        home_free(home);

        home = home_new("homeassistant");
        for (size_t i = 0; pd_discovery_announce(&discovery, &anna, &announced, i, &message) == 0; i++)
                home_hears(home, message.topic, message.payload);
        assert_int_equal(home_n_components(home), n);
        home_free(home);
}

static void
as_many_as_a_plan_may_have_fit(void **state)
{
        const struct pd_discovery discovery = discovery_of(PD_DISCOVERY_DEVICE);
        struct pd_device anna = athlete("anna", PD_UNITS_METRIC);

        (void) state;
        for (; anna.n_choices < PD_CHOICES_MAX; anna.n_choices++)
                snprintf(anna.choices[anna.n_choices], PD_ID_SIZE, "%032zu", anna.n_choices);
        assert_int_equal(pd_discovery_announce(&discovery, &anna, &announced, 0, &message), 0);
        assert_true(has_key("cmps.workout_today.ops"));
        assert_non_null(strstr(message.payload, "00000000000000000000000000000065'] else none) if value_json.workout else none }}"));
}

static void
words_that_are_never_said_are_no_options(void **state)
{
        struct pd_device anna = athlete("anna", PD_UNITS_METRIC);

        (void) state;
        announce(PD_DISCOVERY_DEVICE, &anna, 0);
        assert_key("cmps.last_verdict.ops", "[\"training\",\"exercising\"]");
        assert_key("cmps.intensity.ops", "[\"unknown\",\"rest\",\"recovery\",\"easy\",\"moderate\",\"hard\"]");
        assert_key("cmps.session.ops", "[\"idle\",\"armed\",\"running\",\"paused\",\"away\"]");
        assert_false(has_key("cmps.session.stat_cla"));
}

static void
a_runner_of_miles_reads_miles(void **state)
{
        struct pd_device anna = athlete("anna", PD_UNITS_IMPERIAL);

        (void) state;
        announce(PD_DISCOVERY_DEVICE, &anna, 0);
        assert_key("cmps.pace.unit_of_meas", "\"min/mi\"");
        assert_key("cmps.pace.val_tpl",
                   "\"{{ (value_json.pace_min_km * 1.609344) | round(2) if value_json.pace_min_km is not none else none }}\"");
        assert_key("cmps.distance.unit_of_meas", "\"mi\"");
        assert_key("cmps.last_distance.unit_of_meas", "\"mi\"");
        assert_key("cmps.step_distance_left.unit_of_meas", "\"m\"");
}

static void
a_strap_is_available_while_bridge_and_link_are(void **state)
{
        struct pd_device strap = sensor(&pd_sensor_heart_rate);

        (void) state;
        announce(PD_DISCOVERY_DEVICE, &strap, 0);
        assert_string_equal(message.topic, "homeassistant/device/purposed_pi_sensor_00005e00530a/config");
        assert_key("dev", "{\"ids\":[\"purposed_pi_sensor_00005e00530a\"],\"name\":\"Strap\",\"mf\":\"Polar\",\"mdl\":\"H10\","
                          "\"sw\":\"5.0\",\"via_device\":\"purposed_pi_bridge\"}");
        assert_key("cmps.battery.avty", "[{\"t\":\"purposed/bridge/pi/status\"},{\"t\":\"purposed/bridge/pi/sensor/00:00:5E:00:53:0A\","
                                        "\"val_tpl\":\"{{ 'online' if value_json.available else 'offline' }}\"}]");
        assert_key("cmps.battery.avty_mode", "\"all\"");
        assert_key("cmps.connected.avty", "[{\"t\":\"purposed/bridge/pi/status\"}]"); /* or it could never say no */
        assert_false(has_key("cmps.connected.avty_mode"));
        assert_key("cmps.trouble.avty", "[{\"t\":\"purposed/bridge/pi/status\"}]"); /* it tells why there is no link */
        assert_key("cmps.released.avty", "[{\"t\":\"purposed/bridge/pi/status\"}]"); /* likewise */
        assert_true(has_key("cmps.contact"));
        assert_key("cmps.rssi.en", "false");
        assert_key("cmps.rssi.ent_cat", "\"diagnostic\"");
}

static void
a_pod_feels_no_skin(void **state)
{
        struct pd_device pod = sensor(&pd_sensor_running_speed), unknown = sensor(NULL);

        (void) state;
        announce(PD_DISCOVERY_DEVICE, &pod, 0);
        assert_false(has_key("cmps.contact"));
        announce(PD_DISCOVERY_DEVICE, &unknown, 0);
        assert_false(has_key("cmps.contact"));
        assert_true(has_key("cmps.connected"));
}

static void
who_has_no_name_is_called_by_what_he_is(void **state)
{
        struct pd_device anna = athlete("anna", PD_UNITS_METRIC), strap = sensor(&pd_sensor_heart_rate);

        (void) state;
        anna.name[0] = strap.name[0] = strap.model[0] = strap.maker[0] = strap.firmware[0] = '\0';
        announce(PD_DISCOVERY_DEVICE, &anna, 0);
        assert_key("dev.name", "\"anna\"");
        announce(PD_DISCOVERY_DEVICE, &strap, 0);
        assert_key("dev.name", "\"heart-rate strap 00:00:5E:00:53:0A\"");
        assert_key("dev.mdl", "\"heart-rate strap\"");
        assert_false(has_key("dev.mf"));
}

static void
the_bridge_says_itself_whether_it_is_there(void **state)
{
        struct pd_device bridge;

        (void) state;
        pd_device_of_bridge(&bridge);
        announce(PD_DISCOVERY_DEVICE, &bridge, 0);
        assert_string_equal(message.topic, "homeassistant/device/purposed_pi_bridge/config");
        assert_false(has_key("dev.via_device"));
        assert_key("cmps.status.pl_on", "\"online\"");
        assert_false(has_key("cmps.status.avty"));
        assert_false(has_key("cmps.status.val_tpl"));
        assert_true(has_key("cmps.links.avty"));
}

static void
ids_of_entities_have_single_low_lines_only(void **state)
{
        static const struct {
                const char *id, *entity;
        } rows[] = {
                { "anna-maria", "\"sensor.anna_maria_speed\"" },
                { "a--b__c", "\"sensor.a_b_c_speed\"" },
                { "-x-", "\"sensor.x_speed\"" },
                { "_", "\"sensor.speed\"" },
        };

        (void) state;
        for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
                struct pd_device device = athlete(rows[i].id, PD_UNITS_METRIC);

                announce(PD_DISCOVERY_DEVICE, &device, 0);
                assert_key("cmps.speed.def_ent_id", rows[i].entity);
        }
}

static void
the_longest_names_fit(void **state)
{
        char id[PD_ID_SIZE], base[PD_TOPIC_BASE_MAX + 1], prefix[PD_DISCOVERY_PREFIX_MAX + 1] = "";
        const struct pd_topics long_topics = { .base = base, .node = id };
        struct pd_discovery discovery = { .topics = &long_topics, .prefix = prefix, .version = "0.1.0", .mode = PD_DISCOVERY_ENTITY };
        struct pd_device device;
        struct home *home;

        (void) state;
        memset(id, 'a', sizeof(id) - 1);
        memset(base, 'b', sizeof(base) - 1);
        memset(prefix, 'p', sizeof(prefix) - 1);
        id[sizeof(id) - 1] = base[sizeof(base) - 1] = prefix[sizeof(prefix) - 1] = '\0';
        device = athlete(id, PD_UNITS_METRIC);
        home = home_new(prefix);
        for (size_t i = 0; pd_discovery_announce(&discovery, &device, &announced, i, &message) == 0; i++) {
                home_hears(home, message.topic, message.payload);
                assert_non_null(strstr(message.topic, "/config"));
        }
        assert_in_range(home_n_components(home), 40, 60);
        home_free(home);

        discovery.mode = PD_DISCOVERY_DEVICE;
        for (; device.n_choices < PD_CHOICES_MAX; device.n_choices++)
                snprintf(device.choices[device.n_choices], PD_ID_SIZE, "%032zu", device.n_choices);
        assert_int_equal(pd_discovery_announce(&discovery, &device, &announced, 0, &message), 0);
        assert_in_range(message.length, 30 * 1024, 40 * 1024); /* as the outbox's share for discovery counts on */
}

static void
a_guest_is_no_device_and_neither_is_an_alert(void **state)
{
        struct pd_athlete guest = { .id = PD_GUEST_ID };
        struct pd_event event = { .kind = PD_EVENT_PLAN, .athlete = &guest };
        struct pd_device device;

        (void) state;
        assert_int_equal(pd_device_of_event(&event, &device), -ENOMSG);
        event.kind = PD_EVENT_ALERT;
        assert_int_equal(pd_device_of_event(&event, &device), -ENOMSG);
}

static void
each_entity_has_a_topic_of_its_own_for_who_wants_that(void **state)
{
        struct pd_device strap = sensor(&pd_sensor_heart_rate);
        struct pd_discovery discovery = discovery_of(PD_DISCOVERY_ENTITY);

        (void) state;
        announce(PD_DISCOVERY_ENTITY, &strap, 1);
        assert_string_equal(message.topic, "homeassistant/sensor/purposed_pi_sensor_00005e00530a/battery/config");
        assert_key("dev.via_device", "\"purposed_pi_bridge\"");
        assert_key("o.name", "\"purposed\"");
        assert_key("uniq_id", "\"purposed_pi_sensor_00005e00530a_battery\"");
        assert_key("dev_cla", "\"battery\"");
        assert_false(has_key("p"));
        assert_false(has_key("cmps"));
        assert_int_equal(pd_discovery_announce(&discovery, &strap, &announced, 6, &message), -ENOENT);
}

static void
a_component_that_is_no_more_is_taken_back_by_name(void **state)
{
        struct pd_device strap = sensor(&pd_sensor_heart_rate), pod = sensor(&pd_sensor_running_speed);

        (void) state;
        pd_announced_read(&announced, "component sensor binary_sensor worn\ncomponent sensor sensor battery\n"
                                      "component athlete sensor luck\n");
        announce(PD_DISCOVERY_DEVICE, &strap, 0);
        assert_key("cmps.worn", "{\"p\":\"binary_sensor\"}");
        assert_true(has_key("cmps.battery.uniq_id"));
        assert_false(has_key("cmps.luck"));
        announce(PD_DISCOVERY_ENTITY, &pod, 5);
        assert_string_equal(message.topic, "homeassistant/binary_sensor/purposed_pi_sensor_00005e00530a/worn/config");
        assert_string_equal(message.payload, "");
}

static void
what_was_announced_is_taken_back_where_it_stands(void **state)
{
        struct pd_discovery discovery = discovery_of(PD_DISCOVERY_DEVICE);
        struct pd_announced_device place;

        (void) state;
        assert_int_equal(pd_announced_add_components(&announced), 1);
        pd_discovery_place(&discovery, PD_DEVICE_SENSOR, "00005e00530a", &place);
        assert_int_equal(pd_discovery_withdraw(&place, &announced, false, 0, &message), 0);
        assert_string_equal(message.topic, "homeassistant/device/purposed_pi_sensor_00005e00530a/config");
        assert_int_equal(message.length, 0);
        assert_true(message.retain);
        assert_int_equal(pd_discovery_withdraw(&place, &announced, false, 1, &message), -ENOENT);

        place.mode = PD_DISCOVERY_ENTITY;
        assert_int_equal(pd_discovery_withdraw(&place, &announced, true, 3, &message), 0);
        assert_string_equal(message.topic, "homeassistant/binary_sensor/purposed_pi_sensor_00005e00530a/contact/config");
        assert_string_equal(message.payload, "{\"migrate_discovery\":true}");
        assert_int_equal(message.length, strlen(message.payload));
        assert_int_equal(pd_discovery_withdraw(&place, &announced, true, 6, &message), -ENOENT);
}

static void
a_home_that_is_told_to_forget_has_nothing_left(void **state)
{
        static const enum pd_discovery_mode modes[] = { PD_DISCOVERY_DEVICE, PD_DISCOVERY_ENTITY };

        (void) state;
        assert_int_equal(pd_announced_add_components(&announced), 1);
        for (size_t m = 0; m < 2; m++) {
                struct pd_discovery discovery = discovery_of(modes[m]);
                struct pd_device anna = athlete("anna", PD_UNITS_METRIC);
                struct home *home = home_new("homeassistant");
                struct pd_announced_device place;

                for (size_t i = 0; pd_discovery_announce(&discovery, &anna, &announced, i, &message) == 0; i++)
                        home_hears(home, message.topic, message.payload);
                assert_true(home_has(home, "event", "purposed_pi_athlete_anna_alert"));
                pd_discovery_place(&discovery, PD_DEVICE_ATHLETE, "anna", &place);
                for (size_t i = 0; pd_discovery_withdraw(&place, &announced, false, i, &message) == 0; i++)
                        home_hears(home, message.topic, message.payload);
                assert_int_equal(home_n_components(home), 0);
                home_free(home);
        }
}

static void
home_assistant_says_below_its_prefix_that_it_is_there(void **state)
{
        struct pd_discovery discovery = discovery_of(PD_DISCOVERY_DEVICE);
        char topic[PD_TOPIC_SIZE];

        (void) state;
        pd_discovery_birth_topic(&discovery, topic);
        assert_string_equal(topic, "homeassistant/status");
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup(name, set_up)
        const struct CMUnitTest tests[] = {
                T(an_athlete_is_one_device_that_hangs_on_the_bridge),
                T(alerts_are_an_event_of_all_types_that_there_are),
                T(a_button_says_its_command_and_nothing_that_is_kept),
                T(a_switch_and_a_number_are_told_and_command),
                T(anchors_are_set_within_the_bounds_of_those_who_live),
                T(what_may_be_wrong_with_a_sensor_is_one_word_of_all),
                T(workouts_of_the_plan_may_be_chosen_and_another_one_is_none_of_them),
                T(who_has_nothing_to_choose_from_is_offered_no_choice),
                T(as_many_as_a_plan_may_have_fit),
                T(words_that_are_never_said_are_no_options),
                T(a_runner_of_miles_reads_miles),
                T(a_strap_is_available_while_bridge_and_link_are),
                T(a_pod_feels_no_skin),
                T(who_has_no_name_is_called_by_what_he_is),
                T(the_bridge_says_itself_whether_it_is_there),
                T(ids_of_entities_have_single_low_lines_only),
                T(the_longest_names_fit),
                T(a_guest_is_no_device_and_neither_is_an_alert),
                T(each_entity_has_a_topic_of_its_own_for_who_wants_that),
                T(a_component_that_is_no_more_is_taken_back_by_name),
                T(what_was_announced_is_taken_back_where_it_stands),
                T(a_home_that_is_told_to_forget_has_nothing_left),
                T(home_assistant_says_below_its_prefix_that_it_is_there),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
