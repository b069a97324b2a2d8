/* SPDX-License-Identifier: MIT */
/*
 * Stories 1 and 2 on the whole way: virtual athlete, bluetoothd, daemon,
 * broker, subscriber. The same must be said as the core says on the bench
 * (golden/), and the recording must say the same once more.
 */
#include "support/cm.h"
#include "whole/scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A stall of the machine is a silence of the pod: 60 ms are five seconds. */
#define RATE 80

struct said {
        const char *type;
        long earliest, latest; /* t_s */
};

static void
was_said(const struct scene *scene, const struct said *said, size_t n)
{
        size_t from = 0;
        char type[32];

        for (size_t i = 0; i < n; i++) {
                size_t at = subscriber_find(scene->subscriber, from, "/alert", "");
                assert_int_not_equal(at, SIZE_MAX);
                heard_value(subscriber_heard(scene->subscriber, at), "event_type", type, sizeof(type));
                assert_string_equal(type, said[i].type);
                assert_in_range(scene_number(scene, at, "t_s"), said[i].earliest, said[i].latest);
                from = at + 1;
        }
        assert_int_equal(subscriber_find(scene->subscriber, from, "/alert", ""), SIZE_MAX);
}

static void
is_word(const struct scene *scene, size_t message, const char *key, const char *expected)
{
        char text[256];

        assert_string_equal(heard_value(subscriber_heard(scene->subscriber, message), key, text, sizeof(text)), expected);
}

/* Every line of HEARD stands in TRUE_ONES, in its order; how many of those
 * were not heard. */
static size_t
count_unheard(const char *heard, const char *true_ones)
{
        size_t unheard = 0;

        for (const char *line = heard, *next; *line != '\0'; line = next) {
                size_t size;
                next = strchr(line, '\n') + 1;
                size = (size_t) (next - line);
                while (strncmp(true_ones, line, size) != 0) {
                        true_ones = strchr(true_ones, '\n');
                        if (!true_ones)
                                print_error("the trace does not say: %.*s", (int) size, line);
                        assert_non_null(true_ones);
                        true_ones++;
                        unheard++;
                }
                true_ones += size;
        }
        for (; *true_ones != '\0'; true_ones = strchr(true_ones, '\n') + 1)
                unheard++;
        return unheard;
}

static const char *
last_line(const char *lines)
{
        const char *last = lines;

        for (const char *line = lines; *line != '\0'; line = strchr(line, '\n') + 1)
                last = line;
        return last;
}

/* The daemon's own recording, through the daemon's own pump. Alerts and
 * summaries all arrive; of live and state the newest counts, and one that
 * waits may be replaced by the next. */
static void
replay_says_the_same(const struct scene *scene, size_t summary)
{
        static const struct {
                const char *topic;
                size_t replaced_most;
        } topics[] = {{"/anna/alert", 0}, {"/anna/summary", 0}, {"/anna/live", 300}, {"/anna/state", 30}};
        char session[64], path[256];
        char *trace, *replayed;

        heard_value(subscriber_heard(scene->subscriber, summary), "id", session, sizeof(session));
        trace = daemon_peer_trace(scene->daemon, "anna", session, path, sizeof(path));
        assert_non_null(trace);
        replayed = scene_replay(path);
        for (size_t i = 0; i < sizeof(topics) / sizeof(topics[0]); i++) {
                char *true_ones = scene_lines_of(replayed, topics[i].topic);
                char *heard = scene_lines_heard(scene, topics[i].topic);
                size_t unheard;
                assert_true(strlen(heard) > 0);
                unheard = count_unheard(heard, true_ones);
                printf("%s: %zu replaced by newer ones\n", topics[i].topic, unheard);
                assert_in_range(unheard, 0, topics[i].replaced_most);
                assert_string_equal(last_line(heard), last_line(true_ones));
                free(heard);
                free(true_ones);
        }
        free(replayed);
        free(trace);
}

static size_t
play(struct scene *scene, const char *workout, const char *story)
{
        size_t summary;

        scene_set(scene, RATE, workout, NULL);
        scene_run(scene, story, false);
        scene_start(scene);
        summary = scene_wait_final(scene, 0);
        scene_wait_alert(scene, summary, "session_ended");
        scene_stop(scene);
        return summary;
}

static void
recovery_talked_out_of_it_is_told_to_the_broker(void **state)
{
        static const struct said said[] = {
                {"session_started", 0, 3}, {"too_hard", 745, 756}, {"too_hard", 775, 786}, {"back_on_target", 826, 844},
                {"session_ended", 3431, 3437},
        };
        struct scene scene;
        size_t summary = play(&scene, "recovery 4mi", STORY1);

        (void) state;
        was_said(&scene, said, sizeof(said) / sizeof(said[0]));
        assert_in_range(scene_number(&scene, summary, "over_s"), 87, 107);
        assert_int_equal(scene_number(&scene, summary, "excursions"), 1);
        assert_int_equal(scene_number(&scene, summary, "alerts"), 2);
        assert_int_equal(scene_number(&scene, summary, "heeded"), 2);
        is_word(&scene, summary, "purpose_result", "met");
        is_word(&scene, summary, "verdict", "training");
        replay_says_the_same(&scene, summary);
        scene_clear(&scene);
}

static void
what_did_she_say_is_told_to_the_broker(void **state)
{
        static const struct said said[] = {
                {"session_started", 0, 3}, {"too_hard", 170, 190}, {"too_hard", 200, 220}, {"too_hard", 260, 280}, {"too_hard", 380, 400},
                {"session_ended", 3364, 3370},
        };
        struct scene scene;
        size_t summary = play(&scene, "recovery 5mi", STORY2);
        char sentence[64];
        long went_wrong, pace, from;

        (void) state;
        was_said(&scene, said, sizeof(said) / sizeof(said[0]));
        assert_in_range(scene_number(&scene, summary, "over_s"), 2588, 2648);
        assert_int_equal(scene_number(&scene, summary, "hard_s"), 0);
        assert_int_equal(scene_number(&scene, summary, "alerts"), 4);
        assert_int_equal(scene_number(&scene, summary, "heeded"), 0);
        is_word(&scene, summary, "purpose_result", "missed");
        is_word(&scene, summary, "verdict", "exercising");
        /* The second before, the second after: that is the machine's affair. */
        went_wrong = scene_number(&scene, summary, "went_wrong_s");
        assert_in_range(went_wrong, 156, 162);
        heard_value(subscriber_heard(scene.subscriber, summary), "sentence", sentence, sizeof(sentence));
        assert_int_equal(sscanf(sentence, "Recovery at 9:%ld a mile: medium from 2:%ld.", &pace, &from), 2);
        assert_in_range(pace, 13, 15);
        assert_int_equal(from, went_wrong - 120);
        replay_says_the_same(&scene, summary);
        scene_clear(&scene);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(recovery_talked_out_of_it_is_told_to_the_broker),
                cmocka_unit_test(what_did_she_say_is_told_to_the_broker),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
