/* SPDX-License-Identifier: MIT */
/* A run that is commanded over MQTT alone, from its start to the rating in the evening, and a plan for the next. */
#include "whole/easy_run.h"

#include "support/cm.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define SAID_SIZE 8192
#define PLAN \
        "goal:\n  event: 10 km\nschedule:\n" \
        "  monday: %s\n  tuesday: %s\n  wednesday: %s\n  thursday: %s\n" \
        "  friday: %s\n  saturday: %s\n  sunday: %s\n"

/* The index of the first message on TOPIC with PART in it, from FROM on. */
static size_t
wait_for(size_t from, const char *topic, const char *part)
{
        size_t i = subscriber_wait(scene.subscriber, from, topic, part, PATIENCE_MS);

        if (i == SIZE_MAX)
                print_error("no %s with %s; the daemon said:\n%s", topic, part, daemon_peer_said(scene.daemon));
        assert_int_not_equal(i, SIZE_MAX);
        return i;
}

static const char *
payload_of(size_t i)
{
        return subscriber_heard(scene.subscriber, i)->payload;
}

/* What is answered; asserted to have PART in it. */
static const char *
command(const char *verb, const char *payload, const char *part)
{
        char topic[64], verb_part[64];
        size_t from = subscriber_n(scene.subscriber), i;

        snprintf(topic, sizeof(topic), "purposed/anna/cmd/%s", verb);
        snprintf(verb_part, sizeof(verb_part), "\"verb\":\"%s\"", verb);
        subscriber_say(scene.subscriber, topic, payload);
        i = wait_for(from, "/anna/rsp", verb_part);
        if (strstr(payload_of(i), part) == NULL)
                fail_msg("%s %s: %s lacks %s", verb, payload, payload_of(i), part);
        return payload_of(i);
}

static void
begin_run(void)
{
        scene_run(&scene, STORY1, false);
        scene_start(&scene);
        wait_for(0, "/session", "\"armed\"");
        command("start", "", ""); /* the runner may have been faster */
        scene_wait_alert(&scene, 0, "session_started");
}

static void
a_run_is_commanded_from_its_start_to_its_rating(void **state)
{
        char first[512];
        size_t from, i;

        (void) state;
        begin_run();
        command("start", "", "\"error\":\"refused\",\"text\":\"A session is running already.\",\"data\":null}");
        snprintf(first, sizeof(first), "%s", command("lap", "{\"transaction\":\"lap-1\"}", "\"status\":\"ok\""));
        assert_string_equal(command("lap", "{\"transaction\":\"lap-1\"}", ""), first);
        from = subscriber_n(scene.subscriber);
        command("mute", "10", "\"text\":\"Silent for 10 min; 'unmute' ends it early.\"");
        i = wait_for(from, "/anna/session", "\"muted\":true,\"muted_until\":\"20");
        assert_non_null(strstr(payload_of(i), "\"state\":\"running\""));
        command("unmute", "{}", "\"ok\"");
        i = wait_for(i, "/anna/session", "\"muted\":false,\"muted_until\":null");
        command("note", "new shoes", "\"ok\"");
        command("rpe", "eleven", "\"error\":\"malformed\"");
        command("status", "", "\"error\":\"not_here\"");
        command("stop", "{\"reason\":\"weather\"}", "\"text\":\"The session is over.\"");
        i = scene_wait_final(&scene, from);
        assert_non_null(strstr(payload_of(i), "\"note\":\"new shoes\""));
        assert_non_null(strstr(payload_of(i), "\"stopped\":\"weather\""));
        assert_non_null(strstr(payload_of(i), "\"laps\":[{\"lap\":1,"));
        assert_non_null(strstr(payload_of(i), "{\"lap\":2,"));
        assert_null(strstr(payload_of(i), "{\"lap\":3,"));
        /* At once: the card may still be busy with the run. */
        command("rpe", "{\"rating\":4,\"transaction\":9}", "\"transaction\":9,\"status\":\"ok\",\"error\":null,\"text\":\"Noted.\"");
        i = scene_wait_final(&scene, i + 1);
        assert_non_null(strstr(payload_of(i), "\"rpe\":4,"));
        assert_non_null(strstr(payload_of(i), "\"revision\":2"));
        command("session", "list", "\"data\":[{");
        scene_stop(&scene);
}

/* Each day the same. */
static void
write_plan(char *ret, size_t size, const char *run)
{
        snprintf(ret, size, PLAN, run, run, run, run, run, run, run);
}

static void
a_plan_is_sent_and_today_is_told_anew(void **state)
{
        char plan[1024], file[128], words[256], said[SAID_SIZE];
        size_t from;
        FILE *f;

        (void) state;
        scene_start(&scene);
        wait_for(0, "/anna/plan", "");
        from = subscriber_n(scene.subscriber);
        write_plan(plan, sizeof(plan), "easy 33m");
        command("plan", plan, "\"status\":\"ok\",\"error\":null,\"text\":\"The plan is installed, and counts from the next session on.");
        wait_for(from, "/anna/plan", "asy 33m");
        wait_for(from, "/anna/plan", "\"next\":{\"day\":\"20"); /* tomorrow's */
        command("plan", "goal:\n  event: x\nschedule:\n  monday: 400m hard\n", "line 4, column 11: 400m means 400 minutes");
        command("plan", "{\"plan\":\"../../etc/passwd\"}", "\"error\":\"refused\",\"text\":\"The plan does not read");
        command("plan", "today", "33m");

        from = subscriber_n(scene.subscriber);
        write_plan(plan, sizeof(plan), "easy 44m");
        snprintf(file, sizeof(file), "%s/new.yaml", daemon_peer_directory(scene.daemon));
        f = fopen(file, "we");
        assert_non_null(f);
        assert_true(fputs(plan, f) >= 0);
        assert_int_equal(fclose(f), 0);
        snprintf(words, sizeof(words), "plan install %s", file);
        assert_int_equal(scene_client(&scene, words, said, sizeof(said)), 0);
        assert_non_null(strstr(said, "state/plans/anna.yaml.before."));
        wait_for(from, "/anna/plan", "asy 44m");
        from = subscriber_n(scene.subscriber);
        command("plan", "restore", "\"ok\"");
        wait_for(from, "/anna/plan", "asy 33m");
        scene_stop(&scene);
}

/* A folder where something else is to be. */
static void
take_place(const char *name)
{
        char path[256];

        snprintf(path, sizeof(path), "%s/state/%s", daemon_peer_directory(scene.daemon), name);
        assert_int_equal(mkdir(path, 0700), 0);
}

static void
what_the_card_does_not_take_is_said(void **state)
{
        char plan[1024], said[SAID_SIZE];

        (void) state;
        scene_start(&scene);
        wait_for(0, "/anna/plan", "");
        take_place("plans");
        take_place("plans/.anna.yaml.next"); /* what is renamed once it is written */
        take_place("anchors");
        take_place("anchors/.anna.next");
        write_plan(plan, sizeof(plan), "easy 33m");
        command("plan", plan, "\"error\":\"refused\",\"text\":\"The plan cannot be written below ");
        command("plan", plan, ": Is a directory. The old one still holds. "); /* nor is it said to be there */
        command("plan", "restore", "There is no plan from before.");
        command("anchors", "set critical_speed 3.6", "from the next session on. ");
        assert_int_equal(scene_client(&scene, "anchors set critical_speed 3.5", said, sizeof(said)), 1);
        assert_non_null(strstr(said, "3.500 m/s"));
        assert_non_null(strstr(said, "But that cannot be written below "));
        assert_non_null(strstr(said, ": Is a directory. It holds until purposed is started again;"));
        scene_stop(&scene);
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
        const struct CMUnitTest tests[] = {
                T(a_run_is_commanded_from_its_start_to_its_rating),
                T(what_the_card_does_not_take_is_said),
                T(a_plan_is_sent_and_today_is_told_anew),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
