/* SPDX-License-Identifier: MIT */
/*
 * Home Assistant's part on a real mosquitto: what it is told and when, and
 * that nothing stays behind. Chance is this file's (the executable's symbols
 * come before libc's): its birth is answered after the shortest wait.
 */
#include "support/cm.h"

#include "mqtt/announced.h"
#include "mqtt/mqtt.h"
#include "support/broker.h"
#include "support/daemon_peer.h"
#include "support/home_rules.h"
#include "support/old_door.h"
#include "support/subscriber.h"

#include <errno.h>
#include <mosquitto.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <systemd/sd-event.h>

#define TURNS_MAX 30000 /* of a millisecond and what comes: far beyond what any condition needs */

#define ANNA "homeassistant/device/purposed_pi_athlete_anna/config"
#define BRIDGE "homeassistant/device/purposed_pi_bridge/config"
#define STRAP "homeassistant/device/purposed_pi_sensor_00005e005301/config"

extern const struct pd_sensor_type pd_sensor_heart_rate;
void __wrap_pd_log(int priority, const char *format, ...);

void
__wrap_pd_log(int priority, const char *format, ...)
{
        char line[512];
        va_list arguments;

        va_start(arguments, format);
        vsnprintf(line, sizeof(line), format, arguments);
        va_end(arguments);
        print_message("<%d>%s\n", priority, line);
}

__attribute__((visibility("default"))) ssize_t
getrandom(void *buffer, size_t length, unsigned int flags)
{
        (void) flags;
        memset(buffer, 0, length);
        return (ssize_t) length;
}

/* --- the root's part -------------------------------------------------------------- */

static struct {
        sd_event *loop;
        struct pd_sink_context context;
        struct pd_sink *sink;
        struct broker *broker;
        uint16_t port; /* at which the sink knocks */
        struct subscriber *subscriber;
        int restated;
        bool nobody; /* is there any more, to be said again */
        size_t n_choices;
        char kept[65536]; /* the file of the state directory */
} bench;

static struct pd_athlete anna;
static struct pd_sensor_report strap;

static void
say(enum pd_event_kind kind)
{
        struct pd_event event = { .kind = kind, .real = PD_NEVER, .athlete = &anna, .session = "20261122T100503Z", .sequence = 3 };

        if (kind == PD_EVENT_SENSOR)
                event.sensor = &strap;
        if (kind == PD_EVENT_ALERT)
                event.alert = (struct pd_alert) { .type = PD_ALERT_TOO_HARD, .title = "Ease off", .step_index = PD_UNKNOWN };
        bench.sink->type->event(bench.sink, &event);
}

static void
restate(void *user)
{
        (void) user;
        bench.restated++;
        if (bench.nobody)
                return;
        say(PD_EVENT_PLAN);
        say(PD_EVENT_SESSION);
        say(PD_EVENT_SENSOR);
}

static int
keep(void *user, const char *name, const char *text, size_t size)
{
        (void) user;
        assert_string_equal(name, "mqtt/announced");
        assert_in_range(size, 1, sizeof(bench.kept) - 1);
        memcpy(bench.kept, text, size);
        bench.kept[size] = '\0';
        return 0;
}

static size_t
choices(void *user, const char *athlete, char (*ret)[PD_ID_SIZE])
{
        (void) user;
        assert_string_equal(athlete, "anna");
        strcpy(ret[0], "rest");
        return bench.n_choices;
}

static int
recall(void *user, const char *name, char **ret_text, size_t *ret_size)
{
        (void) user;
        assert_string_equal(name, "mqtt/announced");
        if (bench.kept[0] == '\0')
                return -ENOENT;
        *ret_text = strdup(bench.kept);
        *ret_size = strlen(bench.kept);
        return 0;
}

static void
set(void *settings, const char *key, const char *value)
{
        assert_int_equal(pd_setting_parse(pd_setting_find(pd_sink_mqtt.settings, key), value, settings), 0);
}

static void
plug_in(const char *discovery)
{
        void *settings = calloc(1, pd_sink_mqtt.settings_size);
        char port[8];

        snprintf(port, sizeof(port), "%u", bench.port);
        pd_sink_mqtt.settings_init(settings);
        set(settings, "host", "127.0.0.1");
        set(settings, "port", port);
        set(settings, "discovery", discovery);
        assert_int_equal(pd_sink_mqtt.new(settings, &bench.context, &bench.sink), 0);
        free(settings);
}

static void
unplug(void)
{
        bench.sink->type->stop(bench.sink);
        bench.sink = bench.sink->type->free(bench.sink);
}

/* The sink and the listener, a turn each. */
static void
turn(void)
{
        assert_true(sd_event_run(bench.loop, 1000) >= 0);
        subscriber_turn(bench.subscriber, 0);
}

/* The first message from the FROM-th on, on that very topic, with PART in it. */
static size_t
wait_to_hear(size_t from, const char *topic, const char *part)
{
        size_t i = SIZE_MAX;

        for (int n = 0; i == SIZE_MAX && n < TURNS_MAX; n++) {
                turn();
                i = subscriber_find(bench.subscriber, from, topic, part);
        }
        if (i == SIZE_MAX)
                fail_msg("%s never said %s", topic, part);
        return i;
}

/* An empty one. */
static size_t
wait_to_see_it_go(size_t from, const char *topic)
{
        for (int n = 0; n < TURNS_MAX; n++) {
                for (size_t i = from; i < subscriber_n(bench.subscriber); i++) {
                        const struct heard *heard = subscriber_heard(bench.subscriber, i);

                        if (strcmp(heard->topic, topic) == 0 && heard->payload[0] == '\0')
                                return i;
                }
                turn();
        }
        fail_msg("%s was never taken back", topic);
        return SIZE_MAX;
}

static void
wait_until_kept(const char *part, bool there)
{
        for (int n = 0; n < TURNS_MAX; n++) {
                if ((strstr(bench.kept, part) != NULL) == there)
                        return;
                turn();
        }
        fail_msg("'%s' %s:\n%s", part, there ? "was never kept" : "is kept for ever", bench.kept);
}

static void
wait_until_off_line(void)
{
        char status[256] = "mqtt: connected";

        for (int n = 0; strcmp(status, "mqtt: connected") == 0 && n < TURNS_MAX; n++) {
                turn();
                bench.sink->type->status(bench.sink, status, sizeof(status));
        }
        assert_string_not_equal(status, "mqtt: connected");
}

/* An alert is the last of what was to be said. */
static void
hear_all(void)
{
        size_t from = subscriber_n(bench.subscriber);

        say(PD_EVENT_ALERT);
        (void) wait_to_hear(from, "purposed/anna/alert", "too_hard");
}

/* Everything has been announced; what comes from the returned message on is new. */
static size_t
move_in(void)
{
        plug_in("device");
        (void) wait_to_hear(0, STRAP, "contact");
        hear_all();
        return subscriber_n(bench.subscriber);
}

static size_t
times_heard(const char *topic)
{
        size_t n = 0;

        for (size_t i = 0; i < subscriber_n(bench.subscriber); i++)
                n += strcmp(subscriber_heard(bench.subscriber, i)->topic, topic) == 0;
        return n;
}

/* As another client. */
static void
publish(const char *topic, const char *payload, bool retain)
{
        struct mosquitto *handle = mosquitto_new(NULL, true, NULL);
        size_t from = subscriber_n(bench.subscriber);

        assert_int_equal(mosquitto_connect(handle, "127.0.0.1", broker_port(bench.broker), 60), MOSQ_ERR_SUCCESS);
        assert_int_equal(mosquitto_publish(handle, NULL, topic, (int) strlen(payload), payload, 1, retain), MOSQ_ERR_SUCCESS);
        while (mosquitto_loop(handle, 100, 1) == MOSQ_ERR_SUCCESS && subscriber_find(bench.subscriber, from, topic, payload) == SIZE_MAX)
                turn();
        mosquitto_destroy(handle);
}

static int
set_up(void **state)
{
        (void) state;
        memset(&bench, 0, sizeof(bench));
        pd_athlete_init(&anna, "anna");
        anna.retain_summary = true;
        strap = (struct pd_sensor_report) { .address = "00:00:5E:00:53:01", .name = "Strap", .type = &pd_sensor_heart_rate,
                                            .connected = true, .available = true };
        assert_true(sd_event_new(&bench.loop) >= 0);
        bench.context = (struct pd_sink_context) { .loop = bench.loop, .node = "pi", .version = "0.1.0", .restate = restate, .keep = keep,
                                                   .recall = recall, .choices = choices };
        mosquitto_lib_init();
        bench.broker = broker_new(NULL);
        assert_non_null(bench.broker);
        bench.port = broker_port(bench.broker);
        bench.subscriber = subscriber_new(broker_port(bench.broker));
        assert_non_null(bench.subscriber);
        return 0;
}

static int
tear_down(void **state)
{
        (void) state;
        if (bench.sink)
                bench.sink->type->free(bench.sink);
        old_door_take_down();
        subscriber_free(bench.subscriber);
        broker_free(bench.broker);
        sd_event_unref(bench.loop);
        mosquitto_lib_cleanup();
        return 0;
}

/* --- what it is told ------------------------------------------------------------------ */

static void
it_hears_of_the_bridge_first_then_of_each_device_before_its_values(void **state)
{
        size_t bridge, athlete, sensor;

        (void) state;
        plug_in("device");
        say(PD_EVENT_SENSOR); /* of long before there is a line */
        bridge = wait_to_hear(0, BRIDGE, "\"cmps\"");
        athlete = wait_to_hear(0, ANNA, "\"via_device\":\"purposed_pi_bridge\"");
        sensor = wait_to_hear(0, STRAP, "\"contact\"");
        assert_true(bridge < athlete && bridge < sensor);
        assert_true(wait_to_hear(0, "purposed/bridge/pi/status", "online") < bridge);
        assert_true(wait_to_hear(0, "purposed/anna/session", "state") > athlete);
        assert_true(wait_to_hear(0, "purposed/bridge/pi/sensor/00:00:5E:00:53:01", "Strap") > sensor);
        wait_until_kept("announced device homeassistant pi athlete anna\n", true);
        wait_until_kept("announced device homeassistant pi sensor 00005e005301\n", true);
}

static void
what_is_retained_makes_a_home_that_keeps_the_rules(void **state)
{
        struct home *home = home_new("homeassistant");

        (void) state;
        (void) move_in();
        subscriber_free(bench.subscriber);
        bench.subscriber = subscriber_new(broker_port(bench.broker)); /* later, as Home Assistant after its restart */
        (void) wait_to_hear(0, STRAP, "contact");
        (void) wait_to_hear(0, "purposed/anna/session", "state");
        hear_all();
        for (size_t i = 0; i < subscriber_n(bench.subscriber); i++)
                if (strstr(subscriber_heard(bench.subscriber, i)->topic, "homeassistant/") != NULL)
                        home_hears(home, subscriber_heard(bench.subscriber, i)->topic, subscriber_heard(bench.subscriber, i)->payload);
        assert_true(home_has(home, "event", "purposed_pi_athlete_anna_alert"));
        for (size_t i = 0; i < subscriber_n(bench.subscriber); i++)
                home_hears(home, subscriber_heard(bench.subscriber, i)->topic, subscriber_heard(bench.subscriber, i)->payload);
        assert_string_equal(home_value(home, "purposed_pi_sensor_00005e005301_connected"), "ON");
        assert_string_equal(home_value(home, "purposed_pi_bridge_status"), "online");
        home_free(home);
}

static void
what_has_changed_of_a_device_is_told_and_nothing_else(void **state)
{
        size_t from;

        (void) state;
        from = move_in();
        strcpy(strap.firmware, "5.1");
        strap.battery_percent = 80;
        say(PD_EVENT_SENSOR);
        (void) wait_to_hear(from, STRAP, "\"sw\":\"5.1\"");
        strap.battery_percent = 79;
        say(PD_EVENT_SENSOR);
        say(PD_EVENT_PLAN);
        hear_all();
        assert_int_equal(times_heard(STRAP), 2);
        assert_int_equal(times_heard(ANNA), 1);
}

static void
workouts_to_choose_from_are_told_anew_with_another_plan(void **state)
{
        size_t from;

        (void) state;
        from = move_in();
        (void) wait_to_hear(0, ANNA, "\"workout_today\":{\"p\":\"select\"}"); /* there is no choice yet */
        bench.n_choices = 1;
        say(PD_EVENT_PLAN);
        (void) wait_to_hear(from, ANNA, "\"ops\":[\"rest\"]");
        say(PD_EVENT_PLAN); /* the same */
        hear_all();
        assert_int_equal(times_heard(ANNA), 2);
}

static void
a_topic_for_each_entity_where_that_is_wanted(void **state)
{
        (void) state;
        plug_in("entity");
        (void) wait_to_hear(0, "homeassistant/sensor/purposed_pi_athlete_anna/heart_rate/config", "hr_bpm");
        (void) wait_to_hear(0, "homeassistant/binary_sensor/purposed_pi_sensor_00005e005301/contact/config", "contact");
        hear_all();
        assert_int_equal(times_heard(ANNA), 0);
}

/* A house of many sensors: as many devices as the list holds, and no more. */
static void
whoever_is_beyond_the_list_is_not_told_of(void **state)
{
        char topic[96];
        size_t n = 0;

        (void) state;
        plug_in("device");
        (void) wait_to_hear(0, ANNA, "cmps");
        for (unsigned i = 0; i < PD_ANNOUNCED_DEVICES_MAX; i++) { /* the bridge, the athlete and the strap are there */
                snprintf(strap.address, sizeof(strap.address), "00:00:5E:00:54:%02X", i);
                say(PD_EVENT_SENSOR);
        }
        (void) wait_to_hear(0, "homeassistant/device/purposed_pi_sensor_00005e0054fc/config", "cmps");
        hear_all();
        for (unsigned i = 0; i < PD_ANNOUNCED_DEVICES_MAX; i++) {
                snprintf(topic, sizeof(topic), "homeassistant/device/purposed_pi_sensor_00005e0054%02x/config", i);
                n += times_heard(topic);
        }
        assert_int_equal(n, PD_ANNOUNCED_DEVICES_MAX - 3);
}

/* --- when -------------------------------------------------------------------------------- */

static void
its_birth_is_answered_with_everything(void **state)
{
        size_t from;

        (void) state;
        (void) move_in();
        publish("homeassistant/status", "offline", false);
        assert_int_equal(bench.restated, 1);
        from = subscriber_n(bench.subscriber);
        publish("homeassistant/status", "online", false);
        (void) wait_to_hear(from, BRIDGE, "cmps");
        (void) wait_to_hear(from, ANNA, "cmps");
        (void) wait_to_hear(from, STRAP, "cmps");
        (void) wait_to_hear(from, "purposed/bridge/pi/status", "online");
        (void) wait_to_hear(from, "purposed/bridge/pi/info", "version");
        (void) wait_to_hear(from, "purposed/anna/session", "state");
        assert_int_equal(bench.restated, 2);
}

/* By the shortest wait and half a second, whatever is to be answered has been. */
static void
turn_until_answered(void)
{
        int64_t until = boottime_us() + 1500000;

        while (boottime_us() < until)
                turn();
}

/* Brokers of 3.1.1 hand it out although it is not asked for. */
static void
a_birth_of_yesterday_is_not_answered(void **state)
{
        (void) state;
        bench.port = old_door_hang(bench.loop, broker_port(bench.broker));
        publish("homeassistant/status", "online", true);
        (void) move_in();
        turn_until_answered();
        assert_int_equal(bench.restated, 1);
}

/* It came up, and came up once more before we had answered. */
static void
two_births_within_the_delay_are_answered_once(void **state)
{
        size_t from;

        (void) state;
        from = move_in();
        publish("homeassistant/status", "online", false);
        publish("homeassistant/status", "online", false);
        (void) wait_to_hear(from, "purposed/anna/plan", "workout");
        turn_until_answered();
        assert_int_equal(bench.restated, 2);
        assert_int_equal(times_heard("purposed/anna/plan"), 2);
}

static void
a_broker_that_comes_back_is_told_all_of_it_again(void **state)
{
        (void) state;
        (void) move_in();
        broker_stop(bench.broker, SIGTERM); /* and it has lost its store */
        wait_until_off_line(); /* the new broker's process would inherit the socket, and epoll would go on reporting it */
        assert_int_equal(broker_start(bench.broker), 0);
        subscriber_free(bench.subscriber);
        bench.subscriber = subscriber_new(broker_port(bench.broker));
        (void) wait_to_hear(0, BRIDGE, "cmps");
        (void) wait_to_hear(0, ANNA, "cmps");
        (void) wait_to_hear(0, STRAP, "cmps");
        assert_int_equal(bench.restated, 2);
}

/* --- what leaves --------------------------------------------------------------------------- */

static void
purged_it_has_nothing_left_and_hears_nothing_more(void **state)
{
        char answer[256];
        size_t from;

        (void) state;
        from = move_in();
        bench.sink->type->purge(bench.sink, answer, sizeof(answer));
        assert_string_equal(answer, "Home Assistant is told to forget 3 devices. Nothing more is announced until purposed starts again; "
                                    "`discovery = off` in [mqtt] keeps it so.");
        (void) wait_to_see_it_go(from, BRIDGE);
        (void) wait_to_see_it_go(from, ANNA);
        (void) wait_to_see_it_go(from, STRAP);
        wait_until_kept("announced", false);
        strcpy(anna.name, "Anna");
        say(PD_EVENT_PLAN);
        hear_all();
        assert_int_equal(times_heard(ANNA), 2);
        bench.sink->type->purge(bench.sink, answer, sizeof(answer));
        assert_string_equal(answer, "Home Assistant was told of nothing, so there is nothing to take back.");
}

static void
purged_before_there_is_a_line_it_never_hears_of_anything(void **state)
{
        char answer[256];

        (void) state;
        plug_in("device");
        say(PD_EVENT_PLAN);
        bench.sink->type->purge(bench.sink, answer, sizeof(answer));
        (void) wait_to_hear(0, "purposed/anna/session", "state");
        hear_all();
        assert_int_equal(times_heard(BRIDGE), 0);
        assert_int_equal(times_heard(ANNA), 0);
}

/* Or it would stay in Home Assistant for ever if the broker, or we, ended now. */
static void
what_the_broker_has_not_taken_back_stays_on_the_list(void **state)
{
        char answer[256];

        (void) state;
        (void) move_in();
        broker_freeze(bench.broker);
        bench.sink->type->purge(bench.sink, answer, sizeof(answer));
        for (int n = 0; n < 100; n++) {
                say(PD_EVENT_ALERT); /* each looks at what leaves */
                turn();
        }
        assert_non_null(strstr(bench.kept, "announced device homeassistant pi athlete anna\n"));
}

static void
who_is_forgotten_goes_before_what_was_retained(void **state)
{
        size_t from;

        (void) state;
        from = move_in();
        bench.sink->type->forget(bench.sink, "anna");
        assert_true(wait_to_see_it_go(from, ANNA) < wait_to_see_it_go(from, "purposed/anna/session"));
        bench.sink->type->forget_sensor(bench.sink, "00:00:5E:00:53:01");
        assert_true(wait_to_see_it_go(from, STRAP) < wait_to_see_it_go(from, "purposed/bridge/pi/sensor/00:00:5E:00:53:01"));
        wait_until_kept("athlete anna", false);
        wait_until_kept("bridge bridge", true);

        bench.nobody = true;
        from = subscriber_n(bench.subscriber);
        publish("homeassistant/status", "online", false);
        (void) wait_to_hear(from, BRIDGE, "cmps");
        hear_all();
        assert_int_equal(subscriber_find(bench.subscriber, from, ANNA, ""), SIZE_MAX);
        assert_int_equal(subscriber_find(bench.subscriber, from, STRAP, ""), SIZE_MAX);
}

static void
who_was_here_before_the_last_start_is_taken_back(void **state)
{
        (void) state;
        strcpy(bench.kept, "component athlete sensor luck\nannounced device homeassistant pi athlete ben\n"
                           "announced device homeassistant pi athlete anna\n");
        plug_in("device");
        (void) wait_to_see_it_go(0, "homeassistant/device/purposed_pi_athlete_ben/config");
        (void) wait_to_hear(0, ANNA, "\"luck\":{\"p\":\"sensor\"}");
        wait_until_kept("athlete ben", false);
        wait_until_kept("athlete anna", true);
        hear_all();
        assert_int_equal(times_heard(ANNA), 1);
}

/* After an upgrade, with the same devices as before: what is new can be taken back one day. */
static void
entities_that_are_new_come_on_the_list(void **state)
{
        (void) state;
        strcpy(bench.kept, "announced device homeassistant pi bridge bridge\nannounced device homeassistant pi athlete anna\n"
                           "announced device homeassistant pi sensor 00005e005301\n");
        plug_in("device");
        wait_until_kept("component athlete sensor heart_rate\n", true);
        wait_until_kept("component sensor binary_sensor connected\n", true);
}

static void
entities_keep_what_their_owner_made_of_them_when_they_move_under_a_device(void **state)
{
        static const char old[] = "homeassistant/sensor/purposed_pi_athlete_anna/heart_rate/config";
        size_t moved, announced;

        (void) state;
        plug_in("entity");
        (void) wait_to_hear(0, old, "hr_bpm");
        wait_until_kept("announced entity homeassistant pi sensor 00005e005301\n", true);
        hear_all();
        unplug();
        plug_in("device");
        moved = wait_to_hear(0, old, "{\"migrate_discovery\":true}");
        announced = wait_to_hear(0, ANNA, "cmps");
        assert_true(moved < announced && announced < wait_to_see_it_go(0, old));
        wait_until_kept("announced entity", false);
        wait_until_kept("announced device homeassistant pi athlete anna\n", true);
}

/* She gets a name while the last of her entities leave their old topics: nothing stays on those. */
static void
who_changes_while_moving_leaves_nothing_behind(void **state)
{
        static const char old[] = "homeassistant/sensor/purposed_pi_athlete_anna/heart_rate/config";
        size_t from;

        (void) state;
        plug_in("entity");
        (void) wait_to_hear(0, old, "hr_bpm");
        wait_until_kept("announced entity homeassistant pi athlete anna\n", true);
        hear_all();
        unplug();
        from = subscriber_n(bench.subscriber);
        plug_in("device");
        (void) wait_to_see_it_go(from, old);
        strcpy(anna.name, "Anna");
        say(PD_EVENT_PLAN);
        (void) wait_to_hear(from, ANNA, "\"name\":\"Anna\"");
        wait_until_kept("announced entity", false);
        subscriber_free(bench.subscriber);
        bench.subscriber = subscriber_new(broker_port(bench.broker));
        (void) wait_to_hear(0, ANNA, "cmps");
        hear_all();
        assert_int_equal(times_heard(old), 0);
}

static void
switched_off_it_takes_back_what_there_was(void **state)
{
        (void) state;
        plug_in("device");
        wait_until_kept("sensor 00005e005301", true);
        hear_all();
        unplug();
        plug_in("off");
        (void) wait_to_see_it_go(0, BRIDGE);
        (void) wait_to_see_it_go(0, ANNA);
        (void) wait_to_see_it_go(0, STRAP);
        wait_until_kept("announced", false);
}

static void
a_prefix_that_is_no_topic_is_refused(void **state)
{
        static const char *const prefixes[] = { "", "/ha", "ha/", "ha//x", "ha/#", "+", "h a", "h\303\244" };
        void *settings = calloc(1, pd_sink_mqtt.settings_size);
        struct pd_sink *sink = NULL;

        (void) state;
        for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
                pd_sink_mqtt.settings_init(settings);
                set(settings, "discovery_prefix", prefixes[i]);
                assert_int_equal(pd_sink_mqtt.new(settings, &bench.context, &sink), -EBADMSG);
                assert_null(sink);
        }
        set(settings, "discovery_prefix", "home/assistant-2_x");
        assert_int_equal(pd_sink_mqtt.new(settings, &bench.context, &bench.sink), 0);
        free(settings);
}

int
main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        const struct CMUnitTest tests[] = {
                T(it_hears_of_the_bridge_first_then_of_each_device_before_its_values),
                T(what_is_retained_makes_a_home_that_keeps_the_rules),
                T(what_has_changed_of_a_device_is_told_and_nothing_else),
                T(workouts_to_choose_from_are_told_anew_with_another_plan),
                T(a_topic_for_each_entity_where_that_is_wanted),
                T(whoever_is_beyond_the_list_is_not_told_of),
                T(its_birth_is_answered_with_everything),
                T(a_birth_of_yesterday_is_not_answered),
                T(two_births_within_the_delay_are_answered_once),
                T(a_broker_that_comes_back_is_told_all_of_it_again),
                T(purged_it_has_nothing_left_and_hears_nothing_more),
                T(purged_before_there_is_a_line_it_never_hears_of_anything),
                T(what_the_broker_has_not_taken_back_stays_on_the_list),
                T(who_is_forgotten_goes_before_what_was_retained),
                T(who_was_here_before_the_last_start_is_taken_back),
                T(entities_that_are_new_come_on_the_list),
                T(entities_keep_what_their_owner_made_of_them_when_they_move_under_a_device),
                T(who_changes_while_moving_leaves_nothing_behind),
                T(switched_off_it_takes_back_what_there_was),
                T(a_prefix_that_is_no_topic_is_refused),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
