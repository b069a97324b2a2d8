/* SPDX-License-Identifier: MIT */
/*
 * The stories, replayed: what must be said, shown and judged, at its minute;
 * and byte for byte what was said when the story was last looked at. After
 * a change that is meant, PD_GOLDEN_WRITE=1 writes the .events files anew:
 * read the difference.
 */
#include "support/rig.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define GOLDEN PD_SOURCE_DIR "/tests/golden/"
#define HEARD_MAX 32
/* 2026-11-22 10:15:03 UTC: any day will do, as long as it is always the same. */
#define STARTED_REAL ((pd_usec) 1795342503 * PD_SEC)

struct said {
        enum pd_alert_type type;
        int32_t t_s, heeded_s;
        enum pd_witness witness;
        char say[PD_SENTENCE_SIZE];
};

struct story {
        struct rig rig;
        size_t n_said;
        struct said said[HEARD_MAX];
        int32_t shown_over_s; /* when `live` first showed it */
        struct pd_summary summary;
        struct rig_text kept; /* what the .events file holds */
        pd_usec deaf_from, deaf_to; /* the pod's frames between are lost */
};

static void
listen(void *user, const struct pd_event *event)
{
        struct story *story = user;

        if (event->kind == PD_EVENT_ALERT && story->n_said < HEARD_MAX) {
                struct said *said = &story->said[story->n_said++];
                *said = (struct said) {event->alert.type, event->t_s, event->alert.heeded_s, event->alert.witness, ""};
                memcpy(said->say, event->alert.say, sizeof(said->say));
        }
        if (event->kind == PD_EVENT_LIVE && event->live.target_state == PD_TARGET_OVER && story->shown_over_s == PD_UNKNOWN)
                story->shown_over_s = event->t_s;
        if (event->kind == PD_EVENT_SUMMARY)
                story->summary = event->summary;
}

static bool
is_unheard(const struct story *story, const struct pd_input *input)
{
        return input->frame.characteristic == 0x2A53 && input->at >= story->deaf_from && input->at < story->deaf_to;
}

/* STORY is zeroed, but for what is to be different in it. */
static void
play(struct story *story, const char *name, const char *workout, uint64_t noise)
{
        char path[256];
        struct pd_athlete athlete;
        struct pd_workout *plan = calloc(1, sizeof(*plan));
        struct rig_inputs inputs = {NULL, 0, 0};

        story->shown_over_s = PD_UNKNOWN;
        rig_runner_a(&athlete);
        rig_workout(plan, workout, &athlete);
        rig_init(&story->rig, &athlete, plan);
        story->rig.also = listen;
        story->rig.also_user = story;
        snprintf(path, sizeof(path), GOLDEN "%s.run", name);
        rig_inputs_of_story(&inputs, path, noise);
        rig_clock(&story->rig, 0, "0123456789abcdef0123456789abcdef", STARTED_REAL, true);
        for (size_t i = 0; i < inputs.n; i++)
                if (!is_unheard(story, &inputs.items[i]))
                        rig_feed(&story->rig, &inputs.items[i]);
        rig_inputs_clear(&inputs);
        free(plan);
}

static void
story_clear(struct story *story)
{
        rig_clear(&story->rig);
        rig_text_clear(&story->kept);
        free(story);
}

/* FNV-1a, 64 bits: the live lines are too many to keep, but each byte counts. */
static uint64_t
hash(const char *bytes, size_t length)
{
        uint64_t h = 0xCBF29CE484222325U;

        for (size_t i = 0; i < length; i++)
                h = (h ^ (uint8_t) bytes[i]) * 0x100000001B3U;
        return h;
}

static bool
is_kept(const char *line)
{
        const char *topic_end = strchr(line, ' ');

        return strncmp(topic_end - 5, "/live", 5) != 0 && strncmp(topic_end - 6, "/state", 6) != 0 && strstr(line, "/sensor/") != line + 19;
}

static void
keep(struct story *story)
{
        char last[64];
        int n;

        for (const char *line = story->rig.published.bytes; *line != '\0'; line = strchr(line, '\n') + 1)
                if (is_kept(line))
                        rig_text_add(&story->kept, line, (size_t) (strchr(line, '\n') - line + 1));
        n = snprintf(last, sizeof(last), "# all %zu bytes: %016llx\n", story->rig.published.length,
                (unsigned long long) hash(story->rig.published.bytes, story->rig.published.length));
        rig_text_add(&story->kept, last, (size_t) n);
}

static void
matches_golden(struct story *story, const char *name)
{
        char path[256], *golden;
        FILE *file;
        size_t n;

        keep(story);
        snprintf(path, sizeof(path), GOLDEN "%s.events", name);
        if (getenv("PD_GOLDEN_WRITE") != NULL) {
                file = fopen(path, "we");
                assert_non_null(file);
                fwrite(story->kept.bytes, 1, story->kept.length, file);
                fclose(file);
        }
        golden = calloc(1, 1 << 20);
        file = fopen(path, "re");
        assert_non_null(file);
        n = fread(golden, 1, (1 << 20) - 1, file);
        fclose(file);
        assert_string_equal(story->kept.bytes, golden);
        assert_int_equal(n, story->kept.length);
        free(golden);
}

static void
recovery_talked_out_of_it(void **state)
{
        struct story *story = calloc(1, sizeof(*story));

        (void) state;
        play(story, "story1", "recovery 4mi", 0);
        assert_int_equal(story->n_said, 5);

        assert_int_equal(story->said[0].type, PD_ALERT_SESSION_STARTED);
        assert_in_range(story->said[0].t_s, 0, 3);
        assert_string_equal(story->said[0].say, "Recovery day. Slower than you'd like. Stay under one forty.");

        assert_in_range(story->shown_over_s, 12 * 60 + 11, 12 * 60 + 23);
        assert_int_equal(story->said[1].type, PD_ALERT_TOO_HARD);
        assert_int_equal(story->said[1].witness, PD_WITNESS_SPEED);
        assert_in_range(story->said[1].t_s, 12 * 60 + 25, 12 * 60 + 36);
        assert_string_equal(story->said[1].say, "Recovery day. Ease off.");

        assert_int_equal(story->said[2].type, PD_ALERT_TOO_HARD); /* the repeat that is allowed */
        assert_int_equal(story->said[2].t_s, story->said[1].t_s + 30);
        assert_int_equal(story->said[3].type, PD_ALERT_BACK_ON_TARGET);
        assert_in_range(story->said[3].t_s, 13 * 60 + 46, 14 * 60 + 1);
        assert_int_equal(story->said[4].type, PD_ALERT_SESSION_ENDED);

        assert_in_range(story->summary.over_s, 87, 107);
        assert_int_equal(story->summary.excursions, 1);
        assert_int_equal(story->summary.alerts, story->summary.heeded);
        assert_int_equal(story->summary.purpose_result, PD_PURPOSE_RESULT_MET);
        assert_int_equal(story->summary.verdict, PD_VERDICT_TRAINING);
        matches_golden(story, "story1");
        story_clear(story);
}

static void
what_did_she_say(void **state)
{
        static const int32_t after[] = {30, 60, 120};
        struct story *story = calloc(1, sizeof(*story));

        (void) state;
        play(story, "story2", "recovery 5mi", 0);
        assert_int_equal(story->n_said, 6);
        assert_in_range(story->said[1].t_s, 2 * 60 + 50, 3 * 60 + 10);
        for (size_t i = 0; i < 3; i++)
                assert_int_equal(story->said[i + 2].t_s - story->said[i + 1].t_s, after[i]);
        for (size_t i = 1; i < 5; i++)
                assert_int_equal(story->said[i].type, PD_ALERT_TOO_HARD);
        assert_int_equal(story->said[5].type, PD_ALERT_SESSION_ENDED);

        assert_int_equal(story->summary.seconds[PD_INTENSITY_HARD], 0);
        assert_in_range(story->summary.over_s, 2588, 2648);
        assert_int_equal(story->summary.alerts, 4);
        assert_int_equal(story->summary.heeded, 0);
        assert_int_equal(story->summary.purpose_result, PD_PURPOSE_RESULT_MISSED);
        assert_int_equal(story->summary.verdict, PD_VERDICT_EXERCISING);
        assert_in_range(story->summary.went_wrong_s, 156, 162);
        assert_string_equal(story->summary.sentence, "Recovery at 9:14 a mile: medium from 2:39.");
        matches_golden(story, "story2");
        story_clear(story);
}

static void
intervals_with_standing_rests(void **state)
{
        static const struct {
                int32_t t_s;
                const char *say;
        } steps[] = {
                {900, "One minute hard."}, {960, "Ninety seconds rest."}, {1050, "One minute hard."}, {1110, "Ninety seconds rest."},
                {1200, "One minute hard."}, {1260, "Ninety seconds rest."}, {1350, "One minute hard."}, {1410, "Ninety seconds rest."},
                {1500, "One minute hard."}, {1560, "Ninety seconds rest."}, {1650, "Last one. One minute hard."},
                {1710, "Ninety seconds rest."}, {1800, "Ten minutes easy."},
        };
        const size_t n_steps = sizeof(steps) / sizeof(steps[0]);
        struct story *story = calloc(1, sizeof(*story));

        (void) state;
        play(story, "intervals", "15m easy, 6x (1m hard, 90s rest), 10m easy", 0);
        assert_int_equal(story->n_said, n_steps + 2); /* the start, each step, the end: nobody is accused or pushed */
        assert_string_equal(story->said[0].say, "Intervals today. Easy until I say go. Stay under one fifty-two.");
        for (size_t i = 0; i < n_steps; i++) {
                assert_int_equal(story->said[i + 1].type, PD_ALERT_STEP);
                assert_in_range(story->said[i + 1].t_s, steps[i].t_s - 3, steps[i].t_s + 3);
                assert_string_equal(story->said[i + 1].say, steps[i].say);
        }
        assert_int_equal(story->said[n_steps + 1].type, PD_ALERT_SESSION_ENDED);

        assert_in_range(story->summary.duration_s, 2397, 2403);
        assert_in_range(story->summary.moving_s, 1857, 1863); /* without the rests */
        assert_in_range(story->summary.seconds[PD_INTENSITY_HARD], 340, 372);
        assert_int_equal(story->summary.grey_s, 0);
        assert_int_equal(story->summary.purpose_result, PD_PURPOSE_RESULT_MET);
        assert_int_equal(story->summary.verdict, PD_VERDICT_TRAINING);
        matches_golden(story, "intervals");
        story_clear(story);
}

/* The pod falls silent for twenty seconds in mid-excursion: that is no
 * compliance, and the heart goes on telling. */
static void
a_pod_that_pauses_changes_nothing_in_story_two(void **state)
{
        struct story *story = calloc(1, sizeof(*story));

        (void) state;
        story->deaf_from = 1000 * PD_SEC;
        story->deaf_to = 1020 * PD_SEC;
        play(story, "story2", "recovery 5mi", 0);
        assert_int_equal(story->n_said, 6);
        for (size_t i = 1; i < 5; i++)
                assert_int_equal(story->said[i].type, PD_ALERT_TOO_HARD);
        assert_int_equal(story->summary.alerts, 4);
        assert_int_equal(story->summary.excursions, 1);
        story_clear(story);
}

/* With the noise of real straps and pods the story is the same, told a
 * little earlier or later. How many of a hundred come out is printed. */
static void
noise_does_not_change_the_stories(void **state)
{
        int first = 0, second = 0;

        (void) state;
        for (uint64_t seed = 1; seed <= 100; seed++) {
                struct story *story = calloc(1, sizeof(*story));
                play(story, "story1", "recovery 4mi", seed);
                first += story->summary.verdict == PD_VERDICT_TRAINING && story->summary.excursions == 1 && story->said[1].t_s >= 745
                        && story->said[1].t_s <= 766;
                story_clear(story);
                story = calloc(1, sizeof(*story));
                play(story, "story2", "recovery 5mi", seed);
                second += story->summary.verdict == PD_VERDICT_EXERCISING && story->said[1].t_s >= 160 && story->said[1].t_s <= 200;
                story_clear(story);
        }
        printf("of 100 noisy runs as told: story 1 %d, story 2 %d\n", first, second);
        assert_in_range(first, 90, 100);
        assert_in_range(second, 90, 100);
}

int
main(void)
{
        const struct CMUnitTest tests[] = {
                cmocka_unit_test(recovery_talked_out_of_it),
                cmocka_unit_test(what_did_she_say),
                cmocka_unit_test(intervals_with_standing_rests),
                cmocka_unit_test(a_pod_that_pauses_changes_nothing_in_story_two),
                cmocka_unit_test(noise_does_not_change_the_stories),
        };

        return cmocka_run_group_tests(tests, NULL, NULL);
}
