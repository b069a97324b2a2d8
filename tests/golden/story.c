/* SPDX-License-Identifier: MIT */
#include "golden/story.h"

#include "fakes/run_script.h"
#include "support/digest.h"

#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#define GOLDEN PD_SOURCE_DIR "/tests/golden/"

static void
listen(void *user, const struct pd_event *event)
{
        struct story *story = user;

        if (event->kind == PD_EVENT_ALERT && story->n_said < STORY_HEARD_MAX) {
                struct said *said = &story->said[story->n_said++];
                *said = (struct said) {
                        .type = event->alert.type,
                        .t_s = event->t_s,
                        .heeded_s = event->alert.heeded_s,
                        .hr_bpm = event->alert.hr_bpm,
                        .witness = event->alert.witness,
                };
                memcpy(said->say, event->alert.say, sizeof(said->say));
                memcpy(said->message, event->alert.message, sizeof(said->message));
        }
        if (event->kind == PD_EVENT_LIVE && event->live.target_state == PD_TARGET_OVER && story->shown_over_s == PD_UNKNOWN)
                story->shown_over_s = event->t_s;
        if (event->kind == PD_EVENT_SUMMARY) {
                story->summary = event->summary;
                if (event->summary.final && story->n_summaries < STORY_SESSIONS_MAX)
                        memcpy(story->sessions[story->n_summaries], event->session, PD_SESSION_ID_SIZE);
                story->n_summaries += event->summary.final;
        }
}

static bool
is_unheard(const struct story *story, const struct pd_input *input)
{
        if (input->kind != PD_INPUT_FRAME)
                return false;
        if (story->loses != NULL && story->loses(story->loses_user, input))
                return true;
        return input->frame.characteristic == 0x2A53 && input->at >= story->deaf_from && input->at < story->deaf_to;
}

struct story *
story_new(const char *workout)
{
        struct story *story = calloc(1, sizeof(*story));

        assert_non_null(story);
        story->shown_over_s = PD_UNKNOWN;
        rig_runner_a(&story->athlete);
        rig_workout(&story->workout, workout, &story->athlete);
        return story;
}

struct story *
story_newcomer(const char *workout, int32_t sessions_done)
{
        struct story *story = story_new(workout);
        struct pd_athlete *athlete = &story->athlete;

        rig_newcomer(athlete, sessions_done);
        rig_workout(&story->workout, workout, athlete);
        return story;
}

struct story *
story_strap_only(const char *workout)
{
        struct story *story = story_new(workout);

        story->athlete.auto_start = PD_AUTO_START_STRAP;
        return story;
}

/* Power follows the speed at once; a frame of speed is u8 flags, u16 1/256 m/s. */
static void
feed_frame(struct story *story, const struct pd_input *input)
{
        const uint8_t *bytes = input->frame.bytes;
        struct pd_input power;

        rig_feed(&story->rig, input);
        if (story->power == NULL || input->kind != PD_INPUT_FRAME || input->frame.characteristic != 0x2A53)
                return;
        power = rig_power_frame(input->at, story->power(input->at, (bytes[1] | bytes[2] << 8) * 1000 / 256));
        rig_feed(&story->rig, &power);
}

static void
feed(struct story *story, struct rig_inputs *inputs)
{
        rig_init(&story->rig, &story->athlete, &story->workout);
        story->rig.unpublished = story->loses != NULL; /* noise has no golden text */
        story->rig.also = listen;
        story->rig.also_user = story;
        rig_clock(&story->rig, 0, RIG_BOOT, RIG_STARTED_REAL, true);
        for (size_t i = 0; i < inputs->n; i++)
                if (!is_unheard(story, &inputs->items[i]))
                        feed_frame(story, &inputs->items[i]);
        rig_inputs_clear(inputs);
}

void
story_play(struct story *story, const char *name, uint64_t noise)
{
        struct rig_inputs inputs = {NULL, 0, 0};
        char path[256];

        snprintf(path, sizeof(path), GOLDEN "%s.run", name);
        rig_inputs_of_story(&inputs, path, noise);
        feed(story, &inputs);
}

void
story_play_text(struct story *story, const char *text)
{
        struct pd_run_script *script = calloc(1, sizeof(*script));
        struct rig_inputs inputs = {NULL, 0, 0};
        struct pd_run_error error;

        assert_non_null(script);
        if (pd_run_script_parse(text, strlen(text), script, &error) < 0)
                fail_msg("line %zu: expected %s", error.line, error.expected);
        rig_inputs_of_script(&inputs, script, 0);
        free(script);
        feed(story, &inputs);
}

void
story_free(struct story *story)
{
        rig_clear(&story->rig);
        rig_text_clear(&story->kept);
        free(story);
}

const struct said *
story_said(const struct story *story, enum pd_alert_type type, size_t n)
{
        for (size_t i = 0; i < story->n_said; i++)
                if (story->said[i].type == type && n-- == 0)
                        return &story->said[i];
        return NULL;
}

size_t
story_count(const struct story *story, enum pd_alert_type type)
{
        size_t n = 0;

        while (story_said(story, type, n) != NULL)
                n++;
        return n;
}

static bool
is_kept(const char *line)
{
        const char *topic_end = strchr(line, ' ');

        return strncmp(topic_end - 5, "/live", 5) != 0 && strncmp(topic_end - 6, "/state", 6) != 0 && strstr(line, "/sensor/") != line + 19;
}

/* The live lines are too many to keep, but each byte counts. */
static void
keep(struct story *story)
{
        char last[64];
        int n;

        for (const char *line = story->rig.published.bytes; *line != '\0'; line = strchr(line, '\n') + 1)
                if (is_kept(line))
                        rig_text_add(&story->kept, line, (size_t) (strchr(line, '\n') - line + 1));
        n = snprintf(last, sizeof(last), "# all %zu bytes: %016llx\n", story->rig.published.length,
                (unsigned long long) digest_bytes(DIGEST_BEGIN, story->rig.published.bytes, story->rig.published.length));
        rig_text_add(&story->kept, last, (size_t) n);
}

void
story_matches_golden(struct story *story, const char *name)
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
