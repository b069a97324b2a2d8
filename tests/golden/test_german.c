/* SPDX-License-Identifier: MIT */
/* The stories, told in German: the same moments, other words. */
#include "golden/story.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <cmocka.h>

#include <string.h>

static void
play(struct story *story, const char *name)
{
        memcpy(story->athlete.language, "de", 3);
        story_play(story, name, 0);
}

static const struct said *
said(const struct story *story, enum pd_alert_type type)
{
        const struct said *first = story_said(story, type, 0);

        assert_non_null(first);
        return first;
}

static void
recovery_talked_out_of_it(void **state)
{
        struct story *story = story_new("recovery 4mi");

        (void) state;
        play(story, "story1");
        assert_string_equal(said(story, PD_ALERT_SESSION_STARTED)->say,
                "Heute Regeneration. Langsamer, als du möchtest. Bleib unter hundertvierzig.");
        assert_string_equal(said(story, PD_ALERT_SESSION_STARTED)->message, "Recovery 4mi: unter Puls 140 bleiben");
        assert_string_equal(said(story, PD_ALERT_TOO_HARD)->say, "Heute Regeneration. Nimm Tempo raus.");
        assert_string_equal(said(story, PD_ALERT_TOO_HARD)->message,
                "Regeneration: Tempo 9:00 min/mi, nicht schneller als 10:57, seit 22 s");
        assert_string_equal(said(story, PD_ALERT_BACK_ON_TARGET)->say, "Genau so. Bleib dabei.");
        assert_string_equal(said(story, PD_ALERT_SESSION_ENDED)->say, "Fertig. Das war Training.");
        assert_string_equal(story->summary.sentence, "Regeneration: genau wie gedacht.");
        assert_non_null(strstr(story->rig.published.bytes, "\"lang\":\"de\""));
        story_free(story);
}

static void
what_did_she_say(void **state)
{
        struct story *story = story_new("recovery 5mi");

        (void) state;
        play(story, "story2");
        assert_int_equal(story_count(story, PD_ALERT_TOO_HARD), 4);
        assert_string_equal(said(story, PD_ALERT_SESSION_ENDED)->say, "Fertig. Das war Bewegung.");
        assert_string_equal(story->summary.sentence, "Regeneration mit 9:14 pro Meile: mittelhart ab 2:39.");
        story_free(story);
}

static void
hills_dodged(void **state)
{
        struct story *story = story_new("15m easy, 8x (1m30 hills hard, 2m easy), 10m easy");

        (void) state;
        play(story, "story3_dodged");
        assert_string_equal(said(story, PD_ALERT_STEP)->say, "Fünfzehn Minuten locker.");
        assert_string_equal(story_said(story, PD_ALERT_STEP, 1)->say, "Neunzig Sekunden bergauf, hart.");
        assert_string_equal(said(story, PD_ALERT_TOO_EASY)->say, "Der Anstieg war zu locker.");
        assert_string_equal(story_said(story, PD_ALERT_TOO_EASY, 2)->say, "Genug. Trab nach Hause.");
        assert_string_equal(story->summary.sentence, "Hügelläufe: 4 von 8 wie gedacht.");
        story_free(story);
}

static void
a_treadmill_by_the_clock(void **state)
{
        struct story *story = story_strap_only("12m easy, 6x (400mtr 4:00/km, 90s rest)");

        (void) state;
        play(story, "story5");
        assert_string_equal(said(story, PD_ALERT_CANNOT_TELL)->say, "Kein Laufsensor. Je vierhundert Meter sechsundneunzig Sekunden.");
        assert_string_equal(story_said(story, PD_ALERT_STEP, 1)->say, "Vierhundert Meter hart.");
        assert_string_equal(story_said(story, PD_ALERT_STEP, 11)->say, "Ein letztes Mal. Vierhundert Meter hart.");
        assert_string_equal(story->summary.sentence, "Intervalle: genau wie gedacht. Strecke nicht gemessen.");
        story_free(story);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(recovery_talked_out_of_it),
                cmocka_unit_test(what_did_she_say),
                cmocka_unit_test(hills_dodged),
                cmocka_unit_test(a_treadmill_by_the_clock),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
