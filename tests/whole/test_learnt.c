/* SPDX-License-Identifier: MIT */
/*
 * Repeats teach how a heart follows speed. The session itself was judged
 * without that; it is kept on the card for those to come.
 */
#include "support/cm.h"
#include "whole/scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RATE 150 /* an hour in 24 s */

static const char script[] = "body dead 5 up 45 down 60 line 152 20 2.90 drift 0.1 rest 52 max 186\n"
                             "0:00 speed 2.50\n"
                             "10:00 speed 3.60\n12:30 speed 2.20\n14:00 speed 3.60\n16:30 speed 2.20\n"
                             "18:00 speed 3.60\n20:30 speed 2.20\n22:00 speed 3.60\n24:30 speed 2.20\n"
                             "26:00 speed 2.50\n36:00 stand\n51:00 end\n";

/* What is kept behind KEY; -1: nothing. */
static int
kept_number(const struct scene *scene, const char *key)
{
        char path[256], line[128];
        int number = -1;
        FILE *file;

        snprintf(path, sizeof(path), "%s/state/learnt/anna", daemon_peer_directory(scene->daemon));
        file = fopen(path, "re");
        assert_non_null(file);
        while (fgets(line, sizeof(line), file) != NULL)
                if (strncmp(line, key, strlen(key)) == 0)
                        number = atoi(line + strlen(key));
        assert_int_equal(fclose(file), 0);
        return number;
}

static void
repeats_are_learnt_from_and_kept(void **state)
{
        char session[64], path[256];
        struct scene scene;
        size_t summary;
        char *trace;

        (void) state;
        scene_set(&scene, RATE, "easy", NULL);
        scene.epoch = boottime_us();
        scene_start(&scene);
        scene_run_text(&scene, script);
        summary = scene_wait_final(&scene, 0);
        heard_value(subscriber_heard(scene.subscriber, summary), "id", session, sizeof(session));
        trace = daemon_peer_trace(scene.daemon, "anna", session, path, sizeof(path));
        assert_non_null(trace);
        assert_null(strstr(trace, "athlete.heart_")); /* it was judged without */
        free(trace);
        scene_stop(&scene);
        assert_int_equal(kept_number(&scene, "heart_sessions "), 1);
        assert_in_range(kept_number(&scene, "heart_tau_on "), 390, 500);
        assert_in_range(kept_number(&scene, "heart_tau_off "), 541, 700);
        scene_clear(&scene);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(repeats_are_learnt_from_and_kept),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
