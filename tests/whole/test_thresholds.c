/* SPDX-License-Identifier: MIT */
/*
 * A 30-min test proposes LTHR; the athlete accepts, and the next session is
 * judged by it, while the one before keeps what it was judged by.
 *
 *   0:00         30:00   ~46:00: the summary, the proposal     90:00        102:00
 *   ├─ 165 bpm ────┤ stands               accepted, meanwhile    ├─ 170 bpm ───┤ stands
 *   moderate: LT2 was estimated at 174                           hard: it is 165
 */
#include "support/cm.h"
#include "whole/scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Between two runs are 44 minutes in 18 s: time for a client on a slow machine. */
#define RATE 100

static const char script[] = "body dead 5 up 39 down 73 line 152 24 2.90 drift 0 rest 52 max 186\n"
                             "0:00 speed 3.44\n"
                             "31:00 stand\n"
                             "90:00 speed 3.65\n"
                             "102:00 stand\n"
                             "114:00 end\n";

static char said[8192];

/* Runner A without LT2: a later file takes back what an earlier one said. */
static void
forget_lt2(const struct scene *scene)
{
        char path[256];
        FILE *file;

        snprintf(path, sizeof(path), "%s/conf.d", daemon_peer_directory(scene->daemon));
        assert_int_equal(mkdir(path, 0700), 0);
        snprintf(path, sizeof(path), "%s/conf.d/anna.conf", daemon_peer_directory(scene->daemon));
        file = fopen(path, "we");
        assert_non_null(file);
        fprintf(file, "[athlete anna]\nlt2_hr =\nlt2_speed =\nunits = metric\n");
        assert_int_equal(fclose(file), 0);
}

static void
assert_says(const struct scene *scene, const char *words, int status, const char *part)
{
        int r = scene_client(scene, words, said, sizeof(said));

        if (r != status || strstr(said, part) == NULL)
                print_error("purposectl %s: status %d, said: %s\n", words, r, said);
        assert_int_equal(r, status);
        assert_non_null(strstr(said, part));
        printf("$ purposectl %s\n%s", words, said);
}

static void
version_of(const struct scene *scene, size_t summary, char ret[static 16])
{
        heard_value(subscriber_heard(scene->subscriber, summary), "anchors", ret, 16);
}

static void
a_test_proposes_the_athlete_accepts_and_the_next_session_is_judged_by_it(void **state)
{
        char first_version[16], second_version[16], head[64];
        struct scene scene;
        size_t first, proposal, second;

        (void) state;
        scene_set(&scene, RATE, "- Test 30m hard", NULL);
        forget_lt2(&scene);
        scene_run_text(&scene, script);
        scene_start(&scene);
        first = scene_wait_final(&scene, 0);
        proposal = scene_wait_alert(&scene, first, "proposal");
        assert_non_null(strstr(subscriber_heard(scene.subscriber, proposal)->payload, "purposectl anchors accept lthr"));
        assert_says(&scene, "anchors", 0, "> 165 bpm \u00b1 2, test: mean of the last 20 min of the 30-min test on ");
        assert_says(&scene, "anchors accept lthr", 0, "LTHR is 165 bpm \u00b1 2, test, from the next session on.");
        assert_int_not_equal(subscriber_wait(scene.subscriber, proposal, "purposed/anna/plan", "\"lt2_hr_bpm\":165", PATIENCE_MS),
                SIZE_MAX);
        assert_says(&scene, "anchors accept hr_max", 1, "Nothing is proposed for hr_max");
        second = scene_wait_final(&scene, proposal);

        assert_in_range(scene_number(&scene, first, "hard_s"), 0, 60);
        assert_in_range(scene_number(&scene, second, "hard_s"), 300, 12 * 60);
        version_of(&scene, first, first_version);
        version_of(&scene, second, second_version);
        assert_string_not_equal(first_version, second_version);
        snprintf(head, sizeof(head), "anna: anchors %s\n", second_version);
        assert_says(&scene, "anchors", 0, head);
        scene_stop(&scene);
        scene_start(&scene); /* and it outlasts a start */
        assert_int_not_equal(subscriber_wait(scene.subscriber, scene.before, "/bridge/trial/status", "online", PATIENCE_MS), SIZE_MAX);
        assert_says(&scene, "anchors", 0, head);
        scene_stop(&scene);
        scene_clear(&scene);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(a_test_proposes_the_athlete_accepts_and_the_next_session_is_judged_by_it),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
