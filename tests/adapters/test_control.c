/* SPDX-License-Identifier: MIT */
/* The daemon's door on a real bus: orders, listeners and their end, and a bus that goes and comes. */
#include "control/bus.h"
#include "control/control.h"
#include "control/listeners.h"
#include "support/private_bus.h"

#include "support/cm.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-bus.h>
#include <systemd/sd-event.h>
#include <time.h>

#define WAIT (30 * PD_SEC) /* of the machine's time */
#define CALLERS_MAX (PD_LISTENERS_MAX + 1)

struct bench;

/* Somebody on the bus. */
struct caller {
        struct bench *bench;
        sd_bus *bus;
        bool answered;
        int32_t result;
        char text[128], json[256], error[128];
        size_t n_events;
        char kind[64], athlete[PD_ID_SIZE], payload[1024]; /* of the last event */
};

struct bench {
        struct pd_private_bus *bus;
        sd_event *loop;
        struct pd_control_context context;
        struct pd_control *control;
        struct caller callers[CALLERS_MAX];
        char asked[256]; /* the last order: "athlete verb word word" */
        size_t n_restated;
};

static size_t n_logged;

void __wrap_pd_log(int priority, const char *format, ...) __attribute__((format(printf, 2, 3)));

void
__wrap_pd_log(int priority, const char *format, ...)
{
        (void) priority;
        (void) format;
        n_logged++;
}

static void
tell(struct bench *bench, enum pd_event_kind kind)
{
        static struct pd_athlete athlete;
        static struct pd_workout workout;
        struct pd_event event = {.kind = kind, .athlete = &athlete, .workout = &workout, .real = PD_NEVER, .t_s = 5};

        pd_athlete_init(&athlete, "anna");
        pd_workout_init(&workout);
        if (kind == PD_EVENT_SESSION)
                event.session_change.state = PD_SESSION_ARMED;
        if (kind == PD_EVENT_ALERT) {
                strcpy(event.session, "20261122T101503Z");
                strcpy(event.alert.say, "Ease off.");
        }
        if (kind == PD_EVENT_LIVE)
                event.live = (struct pd_live) {.hr_bpm = 140, .distance_mm = PD_UNKNOWN, .certainty_percent = PD_UNKNOWN};
        pd_control_event(bench->control, &event);
}

static void
on_order(void *user, const char *athlete, const char *verb, const char *const *words, size_t n_words, struct pd_order_answer *ret)
{
        struct bench *bench = user;

        snprintf(bench->asked, sizeof(bench->asked), "%s %s", athlete, verb);
        for (size_t i = 0; i < n_words; i++) {
                strcat(bench->asked, " ");
                strcat(bench->asked, words[i]);
        }
        *ret = (struct pd_order_answer) {-ENOENT, "There is none.", "{\"n\":0}", false};
}

static void
on_restate(void *user)
{
        struct bench *bench = user;

        bench->n_restated++;
        tell(bench, PD_EVENT_PLAN);
}

static int
set_up(void **state)
{
        struct bench *bench = calloc(1, sizeof(*bench));

        *state = bench;
        n_logged = 0;
        assert_int_equal(pd_private_bus_new(&bench->bus), 0);
        assert_true(sd_event_new(&bench->loop) >= 0);
        bench->context = (struct pd_control_context) {bench->loop, "1.2.3", on_order, on_restate, bench};
        assert_int_equal(pd_control_new(&bench->context, pd_private_bus_address(bench->bus), &bench->control), 0);
        return 0;
}

static int
tear_down(void **state)
{
        struct bench *bench = *state;

        for (size_t i = 0; i < CALLERS_MAX; i++)
                sd_bus_close_unref(bench->callers[i].bus);
        pd_control_free(bench->control);
        sd_event_unref(bench->loop);
        pd_private_bus_free(bench->bus);
        free(bench);
        return 0;
}

static pd_usec
machine_now(void)
{
        struct timespec now;

        clock_gettime(CLOCK_BOOTTIME, &now);
        return now.tv_sec * PD_SEC + now.tv_nsec / 1000;
}

typedef bool (*condition)(const struct bench *bench, const void *of);

static void
wait_until(struct bench *bench, condition holds, const void *of)
{
        pd_usec deadline = machine_now() + WAIT;

        while (!holds(bench, of)) {
                assert_true(machine_now() < deadline);
                assert_true(sd_event_run(bench->loop, (uint64_t) PD_SEC) >= 0);
        }
}

static bool
says(const struct bench *bench, const void *status)
{
        char text[64];

        pd_control_status(bench->control, text, sizeof(text));
        return strcmp(text, status) == 0;
}

static bool
is_answered(const struct bench *bench, const void *of)
{
        (void) bench;
        return ((const struct caller *) of)->answered;
}

static bool
has_heard(const struct bench *bench, const void *of)
{
        (void) bench;
        return ((const struct caller *) of)->n_events > 0;
}

static bool
has_complained(const struct bench *bench, const void *of)
{
        (void) bench;
        (void) of;
        return n_logged > 0;
}

static int
on_event(sd_bus_message *message, void *user, sd_bus_error *error)
{
        struct caller *caller = user;
        const char *kind, *athlete, *json;

        (void) error;
        assert_true(sd_bus_message_read(message, "sss", &kind, &athlete, &json) >= 0);
        caller->n_events++;
        snprintf(caller->kind, sizeof(caller->kind), "%s", kind);
        snprintf(caller->athlete, sizeof(caller->athlete), "%s", athlete);
        snprintf(caller->payload, sizeof(caller->payload), "%s", json);
        return 0;
}

static struct caller *
caller_new(struct bench *bench, size_t i)
{
        struct caller *caller = &bench->callers[i];

        *caller = (struct caller) {.bench = bench};
        assert_true(pd_bus_open(pd_private_bus_address(bench->bus), &caller->bus) >= 0);
        assert_true(sd_bus_attach_event(caller->bus, bench->loop, SD_EVENT_PRIORITY_NORMAL) >= 0);
        assert_true(sd_bus_match_signal_async(caller->bus, NULL, NULL, PD_CONTROL_PATH, PD_CONTROL_INTERFACE, "Event", on_event, NULL,
                            caller) >= 0);
        return caller;
}

static int
on_answer(sd_bus_message *reply, void *user, sd_bus_error *error)
{
        struct caller *caller = user;
        const char *text = "", *json = "", *signature = sd_bus_message_get_signature(reply, true);

        (void) error;
        caller->answered = true;
        caller->error[0] = '\0';
        if (sd_bus_message_is_method_error(reply, NULL))
                snprintf(caller->error, sizeof(caller->error), "%s", sd_bus_message_get_error(reply)->name);
        else if (strcmp(signature, "iss") == 0)
                assert_true(sd_bus_message_read(reply, "iss", &caller->result, &text, &json) >= 0);
        else if (strcmp(signature, "s") == 0)
                assert_true(sd_bus_message_read(reply, "s", &json) >= 0);
        snprintf(caller->text, sizeof(caller->text), "%s", text);
        snprintf(caller->json, sizeof(caller->json), "%s", json);
        return 0;
}

static void
call(struct caller *caller, const char *member)
{
        caller->answered = false;
        if (strcmp(member, "Order") == 0)
                assert_true(sd_bus_call_method_async(caller->bus, NULL, PD_CONTROL_NAME, PD_CONTROL_PATH, PD_CONTROL_INTERFACE, member,
                                    on_answer, caller, "ssas", "anna", "note", 2, "new", "shoes") >= 0);
        else
                assert_true(sd_bus_call_method_async(caller->bus, NULL, PD_CONTROL_NAME, PD_CONTROL_PATH, PD_CONTROL_INTERFACE, member,
                                    on_answer, caller, "") >= 0);
        wait_until(caller->bench, is_answered, caller);
}

static void
an_order_is_taken_and_its_answer_brought_back(void **state)
{
        struct bench *bench = *state;
        struct caller *caller = caller_new(bench, 0);

        wait_until(bench, says, "control: 0 listeners");
        call(caller, "Order");
        assert_string_equal(bench->asked, "anna note new shoes");
        assert_int_equal(caller->result, -ENOENT);
        assert_string_equal(caller->text, "There is none.");
        assert_string_equal(caller->json, "{\"n\":0}");
        assert_int_equal(n_logged, 0);
}

static void
call_with_words(struct caller *caller, size_t n)
{
        sd_bus_message *message = NULL;
        char *words[PD_CONTROL_WORDS_MAX + 2] = {NULL};

        for (size_t i = 0; i < n; i++)
                words[i] = (char *) "x";
        caller->answered = false;
        assert_true(sd_bus_message_new_method_call(caller->bus, &message, PD_CONTROL_NAME, PD_CONTROL_PATH, PD_CONTROL_INTERFACE,
                            "Order") >= 0);
        assert_true(sd_bus_message_append(message, "ss", "", "note") >= 0);
        assert_true(sd_bus_message_append_strv(message, words) >= 0);
        assert_true(sd_bus_call_async(caller->bus, NULL, message, on_answer, caller, 0) >= 0);
        sd_bus_message_unref(message);
        wait_until(caller->bench, is_answered, caller);
}

static void
an_order_has_so_many_words(void **state)
{
        struct bench *bench = *state;
        struct caller *caller = caller_new(bench, 0);

        wait_until(bench, says, "control: 0 listeners");
        call_with_words(caller, PD_CONTROL_WORDS_MAX);
        assert_int_equal(strlen(bench->asked), strlen(" note") + 2 * PD_CONTROL_WORDS_MAX);
        bench->asked[0] = '\0';
        call_with_words(caller, PD_CONTROL_WORDS_MAX + 1);
        assert_string_equal(caller->error, SD_BUS_ERROR_LIMITS_EXCEEDED);
        assert_string_equal(bench->asked, "");
        call_with_words(caller, 0);
        assert_string_equal(bench->asked, " note");
}

static void
a_listener_hears_what_is_and_what_comes_and_nobody_else_does(void **state)
{
        struct bench *bench = *state;
        struct caller *listener = caller_new(bench, 0), *other = caller_new(bench, 1);

        wait_until(bench, says, "control: 0 listeners");
        call(listener, "Listen");
        assert_string_equal(listener->json, "{\"n\":0}");
        assert_string_equal(bench->asked, " status");
        wait_until(bench, has_heard, listener);
        assert_string_equal(listener->kind, "plan");

        call(listener, "Listen"); /* a renewal tells nothing again */
        assert_int_equal(bench->n_restated, 1);
        listener->n_events = 0;
        tell(bench, PD_EVENT_STATE); /* nobody's here */
        tell(bench, PD_EVENT_LIVE);
        wait_until(bench, has_heard, listener);
        assert_string_equal(listener->kind, "live");
        assert_string_equal(listener->athlete, "anna");
        assert_non_null(strstr(listener->payload, "\"hr_bpm\":140"));
        assert_int_equal(listener->n_events, 1);

        call(other, "Order"); /* whatever was sent to it before has arrived with the answer */
        assert_int_equal(other->n_events, 0);
}

static void
who_comes_later_is_told_alone_what_all_know(void **state)
{
        struct bench *bench = *state;
        struct caller *first = caller_new(bench, 0), *second = caller_new(bench, 1);

        wait_until(bench, says, "control: 0 listeners");
        call(first, "Listen");
        wait_until(bench, has_heard, first);
        call(second, "Listen");
        wait_until(bench, has_heard, second);
        call(first, "Order");
        assert_int_equal(first->n_events, 1);
}

static void
the_last_sentence_waits_for_who_comes_in_the_middle(void **state)
{
        struct bench *bench = *state;
        struct caller *late = caller_new(bench, 0), *later = caller_new(bench, 1);

        wait_until(bench, says, "control: 0 listeners");
        tell(bench, PD_EVENT_ALERT);
        call(late, "Listen");
        call(late, "Order"); /* behind all that was sent before */
        assert_int_equal(late->n_events, 2);
        assert_string_equal(late->kind, "said");
        assert_non_null(strstr(late->payload, "Ease off."));

        tell(bench, PD_EVENT_SESSION); /* it is over */
        call(later, "Listen");
        call(later, "Order");
        assert_int_equal(later->n_events, 1);
        assert_string_equal(later->kind, "plan");
}

static void
who_takes_leave_or_dies_is_forgotten(void **state)
{
        struct bench *bench = *state;
        struct caller *polite = caller_new(bench, 0), *dying = caller_new(bench, 1);

        wait_until(bench, says, "control: 0 listeners");
        call(polite, "Listen");
        call(dying, "Listen");
        wait_until(bench, says, "control: 2 listeners");
        dying->bus = sd_bus_close_unref(dying->bus);
        wait_until(bench, says, "control: 1 listener");
        call(polite, "Forget");
        wait_until(bench, says, "control: 0 listeners");
}

static void
there_is_room_for_so_many_listeners(void **state)
{
        struct bench *bench = *state;

        wait_until(bench, says, "control: 0 listeners");
        for (size_t i = 0; i < PD_LISTENERS_MAX; i++) {
                call(caller_new(bench, i), "Listen");
                assert_string_equal(bench->callers[i].error, "");
        }
        call(caller_new(bench, PD_LISTENERS_MAX), "Listen");
        assert_string_equal(bench->callers[PD_LISTENERS_MAX].error, SD_BUS_ERROR_LIMITS_EXCEEDED);
        call(&bench->callers[0], "Listen"); /* who is in already stays */
        assert_string_equal(bench->callers[0].error, "");
}

static void
who_does_not_say_so_again_is_forgotten(void **state)
{
        struct caller *caller = caller_new(*state, 0);
        struct pd_listeners *listeners = pd_listeners_new(caller->bus);

        assert_int_equal(pd_listeners_add(listeners, ":1.1", 0), 1);
        assert_int_equal(pd_listeners_add(listeners, ":1.1", 30 * PD_SEC), 0);
        pd_listeners_tell(listeners, NULL, 30 * PD_SEC + PD_LISTENERS_LEASE - 1, "live", "anna", "{}");
        assert_int_equal(pd_listeners_n(listeners), 1);
        pd_listeners_tell(listeners, NULL, 30 * PD_SEC + PD_LISTENERS_LEASE, "live", "anna", "{}");
        assert_int_equal(pd_listeners_n(listeners), 0);
        pd_listeners_free(listeners);
}

static void
who_does_not_say_so_again_makes_room(void **state)
{
        struct caller *caller = caller_new(*state, 0);
        struct pd_listeners *listeners = pd_listeners_new(caller->bus);
        char name[16];

        for (int i = 0; i < PD_LISTENERS_MAX; i++) {
                snprintf(name, sizeof(name), ":1.%d", i);
                assert_int_equal(pd_listeners_add(listeners, name, i < 2 ? 0 : PD_SEC), 1);
        }
        assert_int_equal(pd_listeners_add(listeners, ":1.99", PD_LISTENERS_LEASE - 1), -ENOBUFS);
        assert_int_equal(pd_listeners_add(listeners, ":1.99", PD_LISTENERS_LEASE), 1);
        assert_int_equal(pd_listeners_n(listeners), PD_LISTENERS_MAX - 1);
        pd_listeners_free(listeners);
}

static void
a_bus_that_comes_back_is_found_again(void **state)
{
        struct bench *bench = *state;
        struct caller *caller = caller_new(bench, 0);

        wait_until(bench, says, "control: 0 listeners");
        call(caller, "Listen");
        caller->bus = sd_bus_close_unref(caller->bus);
        assert_int_equal(pd_private_bus_restart(bench->bus), 0);
        wait_until(bench, has_complained, NULL);
        tell(bench, PD_EVENT_LIVE); /* to nobody */
        wait_until(bench, says, "control: 0 listeners");
        assert_int_equal(n_logged, 2); /* that it was lost, that it is back */
        call(caller_new(bench, 0), "Order");
        assert_int_equal(bench->callers[0].result, -ENOENT);
}

static void
a_name_that_another_has_is_said_once(void **state)
{
        struct bench *bench = *state;
        struct pd_control *second = NULL;

        wait_until(bench, says, "control: 0 listeners");
        assert_int_equal(pd_control_new(&bench->context, pd_private_bus_address(bench->bus), &second), 0);
        wait_until(bench, has_complained, NULL);
        assert_int_equal(n_logged, 1);
        assert_true(says(bench, "control: 0 listeners"));
        pd_control_free(second);
}

static void
without_a_bus_it_is_there_all_the_same(void **state)
{
        struct bench *bench = *state;
        struct pd_control *alone = NULL;
        char text[64];

        assert_int_equal(pd_control_new(&bench->context, "unix:path=/nonexistent/bus", &alone), 0);
        wait_until(bench, has_complained, NULL);
        pd_control_status(alone, text, sizeof(text));
        assert_string_equal(text, "control: no bus");
        pd_control_free(alone);
}

int
main(void)
{
        static const struct CMUnitTest tests[] = {
                cmocka_unit_test_setup_teardown(an_order_is_taken_and_its_answer_brought_back, set_up, tear_down),
                cmocka_unit_test_setup_teardown(an_order_has_so_many_words, set_up, tear_down),
                cmocka_unit_test_setup_teardown(a_listener_hears_what_is_and_what_comes_and_nobody_else_does, set_up, tear_down),
                cmocka_unit_test_setup_teardown(who_comes_later_is_told_alone_what_all_know, set_up, tear_down),
                cmocka_unit_test_setup_teardown(the_last_sentence_waits_for_who_comes_in_the_middle, set_up, tear_down),
                cmocka_unit_test_setup_teardown(who_takes_leave_or_dies_is_forgotten, set_up, tear_down),
                cmocka_unit_test_setup_teardown(there_is_room_for_so_many_listeners, set_up, tear_down),
                cmocka_unit_test_setup_teardown(who_does_not_say_so_again_is_forgotten, set_up, tear_down),
                cmocka_unit_test_setup_teardown(who_does_not_say_so_again_makes_room, set_up, tear_down),
                cmocka_unit_test_setup_teardown(a_bus_that_comes_back_is_found_again, set_up, tear_down),
                cmocka_unit_test_setup_teardown(a_name_that_another_has_is_said_once, set_up, tear_down),
                cmocka_unit_test_setup_teardown(without_a_bus_it_is_there_all_the_same, set_up, tear_down),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
