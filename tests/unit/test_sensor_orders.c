/* SPDX-License-Identifier: MIT */
/* What is answered to `sensors …`. */
#include "sensor_orders.h"

#include "support/cm.h"
#include "support/scratch.h"
#include "support/strict_json.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define STRAP "C0:00:00:00:00:01"
#define POD "C0:00:00:00:00:02"
#define OTHER "C0:00:00:00:00:03"

struct desk {
        char folder[SCRATCH_SIZE];
        struct pd_config_athlete athletes[2];
        struct pd_config_sensor sensor;
        struct pd_config config;
        struct pd_state_files *files;
        struct pd_sensor_orders orders;
        struct pd_reply reply;
        size_t n_enrolled, n_near;
        char enrolled[PD_ADDRESS_SIZE];
        int enrolls; /* what the root answers */
        char forgotten[PD_ADDRESS_SIZE], released[PD_ADDRESS_SIZE], taken[PD_ADDRESS_SIZE];
        struct pd_near_sensor near[3];
        struct pd_introduction introduction;
        struct pd_sensor_look look; /* what the root answers */
        int looks;
        char looked_at[PD_ADDRESS_SIZE];
        struct pd_sensor_trouble trouble; /* the strap's */
        const char *obstacle;
        const char *known; /* an address that was heard */
};

static void
hear(void *user, const struct pd_event *event)
{
        (void) user;
        (void) event;
}

static int
enroll(void *user, const struct pd_config_sensor *sensor)
{
        struct desk *desk = user;

        strcpy(desk->enrolled, sensor->address);
        desk->n_enrolled += desk->enrolls == 0;
        return desk->enrolls;
}

static void
forget(void *user, const char *address)
{
        strcpy(((struct desk *) user)->forgotten, address);
}

static void
release(void *user, const char *address, bool released)
{
        struct desk *desk = user;

        strcpy(released ? desk->released : desk->taken, address);
}

static const char *
obstacle(void *user)
{
        return ((const struct desk *) user)->obstacle;
}

static bool
knows(void *user, const char *address)
{
        return strcmp(((const struct desk *) user)->known, address) == 0;
}

static size_t
scan(void *user, struct pd_near_sensor *ret, size_t limit)
{
        const struct desk *desk = user;

        assert_true(limit >= desk->n_near);
        memcpy(ret, desk->near, desk->n_near * sizeof(*ret));
        return desk->n_near;
}

static struct pd_sensor_trouble
trouble(void *user, const char *address)
{
        const struct desk *desk = user;

        return strcmp(address, STRAP) == 0 ? desk->trouble : (struct pd_sensor_trouble) {NULL, NULL};
}

static int
identify(void *user, const char *address, struct pd_sensor_look *ret)
{
        struct desk *desk = user;

        strcpy(desk->looked_at, address);
        *ret = desk->look;
        return desk->looks;
}

static int
set_up(void **state)
{
        struct desk *desk = calloc(1, sizeof(*desk));
        struct pd_workout *none = calloc(1, sizeof(*none));
        struct pd_enrolment *enrolment;
        struct pd_pump *pump = pd_pump_new(&(struct pd_pump_ports) {.event = hear});

        scratch_make(desk->folder);
        pd_athlete_init(&desk->athletes[0].athlete, "anna");
        pd_athlete_init(&desk->athletes[1].athlete, "ben");
        pd_pump_add_athlete(pump, &desk->athletes[0].athlete, none);
        free(none);
        pd_pump_enroll(pump, "anna", STRAP, "");
        strcpy(desk->sensor.address, STRAP);
        strcpy(desk->sensor.athlete, "anna");
        strcpy(desk->sensor.place.file, "/etc/purposed/purposed.conf");
        desk->sensor.place.line = 12;
        desk->config = (struct pd_config) {.n_sensors = 1, .sensors = &desk->sensor, .n_athletes = 2, .athletes = desk->athletes};
        desk->files = pd_state_files_new(desk->folder);
        assert_int_equal(pd_enrolment_new(&desk->config, desk->files, &enrolment), 0);
        desk->orders = (struct pd_sensor_orders) {
                .config = &desk->config, .enrolment = enrolment, .pump = pump, .enroll = enroll, .forget = forget, .release = release,
                .obstacle = obstacle, .scan = scan, .identify = identify, .knows = knows, .trouble = trouble, .user = desk};
        desk->known = "";
        pd_introduction_begin(&desk->introduction, POD);
        desk->look.introduction = &desk->introduction;
        desk->look.other = POD;
        pd_reply_init(&desk->reply);
        *state = desk;
        return 0;
}

static int
take_down(void **state)
{
        struct desk *desk = *state;

        pd_reply_clear(&desk->reply);
        pd_enrolment_free(desk->orders.enrolment);
        pd_pump_free((struct pd_pump *) desk->orders.pump);
        pd_state_files_free(desk->files);
        scratch_remove(desk->folder);
        free(desk);
        return 0;
}

static void
ask(struct desk *desk, const char *athlete, const char *const *words, size_t n_words)
{
        const struct pd_command command = {.verb = PD_COMMAND_SENSORS};
        const struct pd_order order = {.command = &command, .athlete = athlete, .words = words, .n_words = n_words};

        pd_reply_clear(&desk->reply);
        pd_sensor_services[0].carry_out(&desk->orders, &order, &desk->reply);
}

#define ASK(desk, athlete, ...) \
        ask(desk, athlete, (const char *const[]) {__VA_ARGS__}, sizeof((const char *const[]) {__VA_ARGS__}) / sizeof(char *))

static void
assert_answer(const struct desk *desk, int result, const char *text)
{
        assert_int_equal(desk->reply.result, result);
        if (strstr(pd_reply_text(&desk->reply), text) == NULL)
                fail_msg("no '%s' in '%s'", text, pd_reply_text(&desk->reply));
}

static void
the_list_says_where_each_one_comes_from(void **state)
{
        struct desk *desk = *state;

        ASK(desk, "", "list");
        assert_answer(desk, 0, STRAP "  anna  away  no name  purposed.conf:12\n");
        assert_true(strict_json_valid(pd_reply_json(&desk->reply)));
        ASK(desk, "ben", "enroll", POD, "Left", "shoe");
        assert_answer(desk, 0, POD " is ben's now.");
        assert_int_equal(desk->n_enrolled, 1);
        assert_string_equal(desk->enrolled, POD);
        ask(desk, "", NULL, 0);
        assert_answer(desk, 0, POD "  ben   away  Left shoe  by command\n");
}

static void
the_list_says_what_is_wrong_with_each_one(void **state)
{
        struct desk *desk = *state;

        ASK(desk, "", "list");
        assert_non_null(strstr(pd_reply_json(&desk->reply), "\"trouble\":null"));
        desk->trouble = (struct pd_sensor_trouble) {"silent", "connected, but silent"};
        ASK(desk, "ben", "enroll", POD);
        ASK(desk, "", "list");
        assert_answer(desk, 0, STRAP "  anna  silent  no name  purposed.conf:12\n    connected, but silent\n");
        assert_answer(desk, 0, POD "  ben   away    no name  by command\n");
        assert_non_null(strstr(pd_reply_json(&desk->reply), "\"trouble\":\"silent\""));
        assert_true(strict_json_valid(pd_reply_json(&desk->reply)));
}

static void
who_has_measured_nothing_yet_is_linked_and_not_live(void **state)
{
        struct desk *desk = *state;
        const struct pd_link_change up = {.address = STRAP, .connected = true};
        struct pd_frame frame = {.address = STRAP, .characteristic = 0x2A37, .length = 2, .bytes = {0, 152}};

        pd_pump_link((struct pd_pump *) desk->orders.pump, PD_SEC, &up);
        ASK(desk, "", "list");
        assert_answer(desk, 0, STRAP "  anna  linked  no name");
        pd_pump_frame((struct pd_pump *) desk->orders.pump, 2 * PD_SEC, &frame);
        ASK(desk, "", "list");
        assert_answer(desk, 0, STRAP "  anna  live  no name");
}

static void
the_list_tells_factors(void **state)
{
        struct desk *desk = *state;

        ASK(desk, "ben", "enroll", POD);
        assert_int_equal(pd_enrolment_calibrate(desk->orders.enrolment, POD, 9524), 0);
        assert_int_equal(pd_enrolment_calibrate(desk->orders.enrolment, STRAP, 10320), 0);
        ASK(desk, "", "list");
        assert_answer(desk, 0, "purposed.conf:12, times 1.0320 (by command)\n");
        assert_answer(desk, 0, "by command, times 0.9524\n");
        assert_non_null(strstr(pd_reply_json(&desk->reply), "\"factor\":0.9524"));
        assert_true(strict_json_valid(pd_reply_json(&desk->reply)));
}

static void
whose_it_shall_be_is_asked_and_never_guessed(void **state)
{
        struct desk *desk = *state;

        ASK(desk, "", "enroll", POD);
        assert_answer(desk, -ENOTUNIQ, "Whose is it?");
        ASK(desk, PD_GUEST_ID, "enroll", POD);
        assert_answer(desk, -ENOTUNIQ, "Whose is it?");
        desk->config.n_athletes = 1;
        ASK(desk, "", "enroll", POD);
        assert_answer(desk, 0, POD " is anna's now.");
}

static void
what_cannot_be_is_refused_with_a_reason(void **state)
{
        struct desk *desk = *state;

        ASK(desk, "anna", "enroll", "shoe");
        assert_answer(desk, -EINVAL, "'shoe' is no Bluetooth address");
        ASK(desk, "ben", "enroll", STRAP);
        assert_answer(desk, -EEXIST, STRAP " is enrolled for anna already.");
        ASK(desk, "", "forget", STRAP);
        assert_answer(desk, -EROFS, "stands in /etc/purposed/purposed.conf, line 12: take it out there.");
        ASK(desk, "", "forget", POD);
        assert_answer(desk, -ENOENT, "nobody's");
        ASK(desk, "", "forget");
        assert_answer(desk, -EINVAL, "identify ADDRESS, enroll ADDRESS [NAME], replace OLD NEW, or forget, release or take ADDRESS|NAME");
        ASK(desk, "", "paint", POD);
        assert_answer(desk, -EINVAL, "takes list");
        desk->enrolls = -ENOSPC; /* the lane is full: it is not kept either */
        ASK(desk, "ben", "enroll", POD);
        assert_answer(desk, -ENOSPC, "as many sensors as there can be");
        assert_int_equal(pd_enrolment_count(desk->orders.enrolment), 1);
}

static void
what_is_forgotten_is_listened_to_no_longer(void **state)
{
        struct desk *desk = *state;

        ASK(desk, "ben", "enroll", POD);
        ASK(desk, "", "forget", "c0:00:00:00:00:02");
        assert_answer(desk, 0, POD " is nobody's now.");
        assert_string_equal(desk->forgotten, POD);
        assert_int_equal(pd_enrolment_count(desk->orders.enrolment), 1);
}

static void
who_is_released_is_let_go_until_he_is_taken_back(void **state)
{
        struct desk *desk = *state;

        ASK(desk, "", "release", "c0:00:00:00:00:01");
        assert_answer(desk, 0,
                STRAP " is released: it is neither looked for nor connected. To have it back:\npurposectl sensors take " STRAP);
        assert_string_equal(desk->released, STRAP);
        assert_null(strstr(pd_reply_text(&desk->reply), "session"));
        ASK(desk, "", "list");
        assert_answer(desk, 0, STRAP "  anna  released  no name  purposed.conf:12\n");
        desk->trouble = (struct pd_sensor_trouble) {"down", "Bluetooth is off"};
        ASK(desk, "", "list");
        assert_null(strstr(pd_reply_text(&desk->reply), "Bluetooth is off"));
        assert_non_null(strstr(pd_reply_json(&desk->reply), "\"connected\":false,\"released\":true"));
        ASK(desk, "", "release", STRAP);
        assert_answer(desk, 0, STRAP " is released already.");
        ASK(desk, "", "take", STRAP);
        assert_answer(desk, 0, STRAP " is anna's again");
        assert_string_equal(desk->taken, STRAP);
        ASK(desk, "", "list");
        assert_non_null(strstr(pd_reply_json(&desk->reply), "\"released\":false"));
        desk->taken[0] = '\0';
        ASK(desk, "", "take", STRAP);
        assert_answer(desk, 0, STRAP " is not released: it is anna's as ever.");
        assert_string_equal(desk->taken, "");
}

static void
a_session_that_loses_a_sensor_is_told_so(void **state)
{
        struct desk *desk = *state;
        const struct pd_command start = {.verb = PD_COMMAND_START};
        struct pd_answer answer;

        assert_int_equal(pd_pump_command((struct pd_pump *) desk->orders.pump, PD_SEC, "anna", &start, &answer), 0);
        ASK(desk, "ben", "enroll", POD);
        ASK(desk, "", "release", POD); /* whoever else runs */
        assert_answer(desk, 0, "is released");
        assert_null(strstr(pd_reply_text(&desk->reply), "session"));
        ASK(desk, "", "release", STRAP);
        assert_answer(desk, 0, "\nThe session goes on without what it measures: anna.");
}

static void
a_sensor_may_be_called_by_its_name(void **state)
{
        struct desk *desk = *state;

        ASK(desk, "ben", "enroll", POD, "Left", "Shoe");
        ASK(desk, "", "release", "left", "shoe");
        assert_answer(desk, 0, POD " is released");
        ASK(desk, "", "take", "LEFT shoe");
        assert_answer(desk, 0, POD " is ben's again");
        ASK(desk, "", "release", "left");
        assert_answer(desk, -ENOENT, "No sensor with the address or the name 'left' is enrolled");
        ASK(desk, "", "release", "no name"); /* what is shown of a sensor without one */
        assert_answer(desk, -ENOENT, "'no name'");
        ASK(desk, "", "release", "C0:00:00:00:00:03");
        assert_answer(desk, -ENOENT, "C0:00:00:00:00:03 is nobody's: purposectl sensors list");
        ASK(desk, "", "take");
        assert_answer(desk, -EINVAL, "takes list");
        strcpy(desk->sensor.name, "left shoe");
        ASK(desk, "", "forget", "Left", "Shoe");
        assert_answer(desk, 0, POD " is nobody's now.");
        assert_string_equal(desk->forgotten, POD);
}

static void
two_of_the_same_name_are_told_apart_by_address(void **state)
{
        struct desk *desk = *state;

        ASK(desk, "ben", "enroll", POD, "Shoe");
        assert_int_equal(pd_enrolment_add(desk->orders.enrolment, "C0:00:00:00:00:03", "ben", "SHOE"), 0);
        ASK(desk, "", "release", "shoe");
        assert_answer(desk, -ENOTUNIQ, "2 sensors are called 'shoe': say the address.");
        assert_string_equal(desk->released, "");
}

static void
whoever_is_near_is_told_by_name_signal_and_owner(void **state)
{
        struct desk *desk = *state;

        ASK(desk, "", "scan");
        assert_answer(desk, 0, "nothing is heard yet");
        desk->n_near = 3;
        desk->near[0] = (struct pd_near_sensor) {STRAP, "Polar H10 12345678", "heart-rate strap", -61, 152};
        desk->near[1] = (struct pd_near_sensor) {POD, "Läufers Größe", "footpod", -75, PD_UNKNOWN};
        desk->near[2] = (struct pd_near_sensor) {"C0:00:00:00:00:03", "", "", PD_UNKNOWN, PD_UNKNOWN};
        ASK(desk, "", "scan");
        assert_answer(desk, 0,
                STRAP "   -61 dBm  152 bpm  Polar H10 12345678  heart-rate strap, enrolled: anna\n" POD
                      "   -75 dBm           Läufers Größe       footpod\n"
                      "C0:00:00:00:00:03                     no name             -\n");
        assert_true(strict_json_valid(pd_reply_json(&desk->reply)));
        assert_non_null(strstr(pd_reply_json(&desk->reply), "\"kind\":\"heart-rate strap\",\"rssi_dbm\":-61,\"hr_bpm\":152"));
        assert_non_null(strstr(pd_reply_json(&desk->reply), "\"kind\":null,\"rssi_dbm\":null,\"hr_bpm\":null,\"athlete\":null"));
}

static void
where_nobody_can_be_heard_the_reason_is_told(void **state)
{
        struct desk *desk = *state;

        desk->obstacle = "no Bluetooth adapter";
        ASK(desk, "", "scan");
        assert_answer(desk, -ENETDOWN, "Bluetooth is not ready: no Bluetooth adapter.\npurposectl doctor says what to do.");
}

static void
a_new_address_takes_the_old_ones_place(void **state)
{
        struct desk *desk = *state;

        (void) pd_enrolment_learn(desk->orders.enrolment, STRAP, "Polar H10 8C4CAF2E", "S-0001", "");
        pd_enrolment_suspect(desk->orders.enrolment, STRAP, POD);
        ASK(desk, "", "list");
        assert_answer(desk, 0, "    with a new address? " POD " has its name:\n    purposectl sensors replace " STRAP " " POD "\n");
        assert_true(strict_json_valid(pd_reply_json(&desk->reply)));
        desk->n_near = 1;
        desk->near[0] = (struct pd_near_sensor) {POD, "Polar H10 8C4CAF2E", "heart-rate strap", -61, PD_UNKNOWN};
        ASK(desk, "", "scan");
        assert_answer(desk, 0,
                "heart-rate strap\n    perhaps anna's with a new address: then\n    purposectl sensors replace " STRAP " " POD "\n");
        ASK(desk, "", "replace", STRAP, "c0:00:00:00:00:02");
        assert_answer(desk, 0, POD " is anna's Polar H10 8C4CAF2E now, instead of " STRAP ".\nOnce it is connected");
        assert_answer(desk, 0, "compared with S-0001");
        assert_string_equal(desk->forgotten, STRAP);
        assert_string_equal(desk->enrolled, POD);
        assert_non_null(pd_enrolment_find(desk->orders.enrolment, POD));
        (void) pd_enrolment_learn(desk->orders.enrolment, POD, "", "S-0002", "");
        ASK(desk, "", "list");
        assert_answer(desk, 0, "    its serial number is S-0002 and was S-0001:\n    if it is another sensor, forget it");
}

static void
an_address_that_nobody_has_heard_replaces_nothing(void **state)
{
        struct desk *desk = *state;

        (void) pd_enrolment_learn(desk->orders.enrolment, STRAP, "Virtual Strap", "", "");
        ASK(desk, "", "replace", STRAP, POD);
        assert_answer(desk, -EHOSTUNREACH, "Nothing was heard of " POD ": is that its address? Nothing is replaced.\nPut the sensor on");
        assert_string_equal(desk->forgotten, "");
        desk->known = POD;
        ASK(desk, "", "replace", STRAP, POD);
        assert_answer(desk, 0, POD " is anna's Virtual Strap now, instead of " STRAP ".");
        ASK(desk, "", "list");
        assert_answer(desk, 0, POD "  anna  away  Virtual Strap  purposed.conf:12\n");
        desk->known = OTHER; /* it was not the right one: whatever it was may be named */
        ASK(desk, "", "replace", STRAP, OTHER);
        assert_answer(desk, 0, OTHER " is anna's Virtual Strap now, instead of " POD ".");
        ASK(desk, "", "replace", STRAP, OTHER);
        assert_answer(desk, -EEXIST, OTHER " is anna's already: there is nothing to replace.");
        ASK(desk, "", "replace", POD, STRAP); /* back to where it began, heard or not */
        assert_answer(desk, 0, STRAP " is anna's Virtual Strap now, instead of " OTHER ".");
}

static void
not_everything_can_be_replaced(void **state)
{
        struct desk *desk = *state;

        ASK(desk, "", "replace", POD, "C0:00:00:00:00:03");
        assert_answer(desk, -ENOENT, POD " is nobody's: there is nothing to replace.");
        ASK(desk, "", "replace", STRAP, "shoe");
        assert_answer(desk, -EINVAL, "'shoe' is no Bluetooth address");
        ASK(desk, "ben", "enroll", POD);
        ASK(desk, "", "replace", STRAP, POD);
        assert_answer(desk, -EEXIST, POD " is enrolled for ben already: two sensors are never made one.");
        ASK(desk, "", "replace", STRAP);
        assert_answer(desk, -EINVAL, "takes list");
        assert_string_equal(desk->forgotten, "");
        desk->enrolls = -ENOSPC;
        desk->known = OTHER;
        ASK(desk, "", "replace", STRAP, OTHER); /* there is no seat for it: all is as before */
        assert_answer(desk, -ENOSPC, "That failed");
        assert_string_equal(desk->enrolled, STRAP);
        assert_non_null(pd_enrolment_find(desk->orders.enrolment, STRAP));
}

static void
a_sensor_that_is_nobodys_may_be_looked_at(void **state)
{
        struct desk *desk = *state;

        ASK(desk, "", "identify", "c0:00:00:00:00:02");
        assert_string_equal(desk->looked_at, POD);
        assert_answer(desk, -EINPROGRESS, "Looking for it.");
        desk->look.seen = true;
        ASK(desk, "", "identify", POD);
        assert_answer(desk, -EINPROGRESS, "Connecting.");
        desk->look.linked = true;
        ASK(desk, "", "identify", POD);
        assert_answer(desk, -EINPROGRESS, "Connected; nothing measured yet.");
        desk->look.state = PD_SENSOR_HEARD;
        desk->look.left = 11 * PD_SEC + 1;
        desk->look.heard = true;
        pd_introduction_hint(&desk->introduction, "Left shoe", -61);
        pd_introduction_frame(&desk->introduction, 0, /* 2.5 m/s */
                &(struct pd_frame) {.address = POD, .characteristic = 0x2A53, .length = 4, .bytes = {0x00, 0x80, 0x02, 0x55}});
        ASK(desk, "", "identify", POD);
        assert_answer(desk, -EINPROGRESS, "speed 2.50 m/s, cadence 170 steps/min");
        assert_true(strict_json_valid(pd_reply_json(&desk->reply)));
        assert_non_null(strstr(pd_reply_json(&desk->reply), "\"state\":\"listening\",\"heard\":true,\"seconds_left\":12,"));
        assert_non_null(strstr(pd_reply_json(&desk->reply), "\"figures\":{\"speed_m_s\":2.50,\"cadence_spm\":170}"));
        desk->look.state = PD_SENSOR_LEFT;
        ASK(desk, "", "identify", POD);
        assert_answer(desk, 0, "Left shoe: footpod, -61 dBm\nIt has been let go. Is it yours? purposectl sensors enroll " POD);
        assert_true(strict_json_valid(pd_reply_json(&desk->reply)));
}

static void
one_that_is_not_heard_comes_with_what_to_do(void **state)
{
        struct desk *desk = *state;

        desk->look.state = PD_SENSOR_LEFT;
        ASK(desk, "", "identify", POD);
        assert_answer(desk, -EHOSTUNREACH, "Nothing is heard of " POD ".\nPut it on, or shake it");
        desk->look.seen = true;
        ASK(desk, "", "identify", POD);
        assert_answer(desk, -EHOSTUNREACH, POD " cannot be connected.\nDoes a watch or a phone hold it?");
        desk->look.linked = true;
        ASK(desk, "", "identify", POD);
        assert_answer(desk, -ENODATA, "nothing was measured");
}

static void
not_every_look_is_granted(void **state)
{
        struct desk *desk = *state;

        ASK(desk, "", "identify", STRAP);
        assert_answer(desk, -EEXIST, STRAP " is enrolled for anna: purposectl watch");
        ASK(desk, "", "identify", "shoe");
        assert_answer(desk, -EINVAL, "'shoe' is no Bluetooth address");
        assert_string_equal(desk->looked_at, ""); /* nobody was connected */
        desk->looks = -EBUSY;
        ASK(desk, "", "identify", "C0:00:00:00:00:03");
        assert_answer(desk, -EBUSY, POD " is being identified just now");
        desk->looks = -ENETDOWN;
        desk->obstacle = "BlueZ is not running";
        ASK(desk, "", "identify", POD);
        assert_answer(desk, -ENETDOWN, "Bluetooth is not ready: BlueZ is not running.\npurposectl doctor");
        ASK(desk, "", "identify");
        assert_answer(desk, -EINVAL, "takes list, scan");
}

int
main(void)
{
#define TEST(function) cmocka_unit_test_setup_teardown(function, set_up, take_down)
        const struct CMUnitTest tests[] = {
                TEST(the_list_says_where_each_one_comes_from),
                TEST(the_list_says_what_is_wrong_with_each_one),
                TEST(who_has_measured_nothing_yet_is_linked_and_not_live),
                TEST(the_list_tells_factors),
                TEST(whose_it_shall_be_is_asked_and_never_guessed),
                TEST(what_cannot_be_is_refused_with_a_reason),
                TEST(what_is_forgotten_is_listened_to_no_longer),
                TEST(who_is_released_is_let_go_until_he_is_taken_back),
                TEST(a_session_that_loses_a_sensor_is_told_so),
                TEST(a_sensor_may_be_called_by_its_name),
                TEST(two_of_the_same_name_are_told_apart_by_address),
                TEST(whoever_is_near_is_told_by_name_signal_and_owner),
                TEST(where_nobody_can_be_heard_the_reason_is_told),
                TEST(a_new_address_takes_the_old_ones_place),
                TEST(an_address_that_nobody_has_heard_replaces_nothing),
                TEST(not_everything_can_be_replaced),
                TEST(a_sensor_that_is_nobodys_may_be_looked_at),
                TEST(one_that_is_not_heard_comes_with_what_to_do),
                TEST(not_every_look_is_granted),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
