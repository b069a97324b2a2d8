/* SPDX-License-Identifier: MIT */
#include "formats/summary.h"

#include "formats/instant.h"
#include "formats/json_read.h"

#include "core/session/verdict.h"

#include <errno.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

struct field {
        const char *key;
        size_t offset; /* of an int32_t */
        unsigned decimals;
};

#define N(array) (sizeof(array) / sizeof((array)[0]))
#define COUNT(key, member) {key, offsetof(struct pd_summary, member), 0}
#define THOUSANDTHS(key, member) {key, offsetof(struct pd_summary, member), 3}

static const struct field summary_fields[] = {
        COUNT("revision", revision), COUNT("duration_s", duration_s), COUNT("moving_s", moving_s),
        COUNT("distance_m", distance_m), COUNT("distance_unheard_m", distance_unheard_m),
        COUNT("hr_avg_bpm", hr_avg_bpm), COUNT("hr_max_bpm", hr_max_bpm), THOUSANDTHS("speed_avg_m_s", speed_avg_mm_s),
        COUNT("power_avg_w", power_avg_w), COUNT("cadence_avg_spm", cadence_avg_spm),
        COUNT("unknown_s", seconds[PD_INTENSITY_UNKNOWN]), COUNT("rest_s", seconds[PD_INTENSITY_REST]),
        COUNT("recovery_s", seconds[PD_INTENSITY_RECOVERY]), COUNT("easy_s", seconds[PD_INTENSITY_EASY]),
        COUNT("moderate_s", seconds[PD_INTENSITY_MODERATE]), COUNT("hard_s", seconds[PD_INTENSITY_HARD]),
        COUNT("grey_s", grey_s), COUNT("drift_s", drift_s), COUNT("over_s", over_s), COUNT("excursions", excursions),
        {"trimp", offsetof(struct pd_summary, trimp_tenths), 1},
        COUNT("alerts", alerts), COUNT("heeded", heeded), COUNT("reps_done", reps_done), COUNT("reps_meant", reps_meant),
        COUNT("rpe", rpe), COUNT("went_wrong_s", went_wrong_s),
        COUNT("hr_held_bpm", proof.hr_held_bpm), COUNT("test_hr_bpm", proof.test.bpm), COUNT("test_hr_width_bpm", proof.test.width_bpm),
        THOUSANDTHS("test_speed_m_s", proof.test_speed_mm_s), COUNT("lt1_bpm", proof.lt1.bpm), COUNT("lt1_width_bpm", proof.lt1.width_bpm),
        COUNT("lt2_bpm", proof.lt2.bpm), COUNT("lt2_width_bpm", proof.lt2.width_bpm),
};

#define STEP(key, member, decimals) {key, offsetof(struct pd_step_done, member), decimals}

static const struct field step_fields[] = {
        STEP("duration_s", duration_s, 0), STEP("in_target_s", in_target_s, 0), STEP("distance_m", distance_m, 0),
        STEP("hr_avg_bpm", hr_avg_bpm, 0), STEP("hr_peak_bpm", hr_peak_bpm, 0),
        STEP("speed_avg_m_s", speed_avg_mm_s, 3),
};

#define LAP(key, member) {key, offsetof(struct pd_lap, member), 0}

static const struct field lap_fields[] = {
        LAP("start_s", start_s), LAP("duration_s", duration_s), LAP("moving_s", moving_s), LAP("distance_m", distance_m),
        LAP("hr_avg_bpm", hr_avg_bpm),
};

#define EFFORT(key, member, decimals) {key, offsetof(struct pd_stretch, member), decimals}

static const struct field effort_fields[] = {EFFORT("speed_m_s", speed_mm_s, 3), EFFORT("hr_bpm", hr_bpm, 0)};

static void
read_fields(const json_t *json, const struct field *fields, size_t n, void *object)
{
        for (size_t i = 0; i < n; i++) {
                int32_t field = PD_UNKNOWN;
                int64_t number;

                if (pd_json_read_number(json, fields[i].key, fields[i].decimals, &number) == 0 && number >= INT32_MIN &&
                        number <= INT32_MAX)
                        field = (int32_t) number;
                memcpy((char *) object + fields[i].offset, &field, sizeof(field));
        }
}

static int
read_steps(const json_t *json, struct pd_summary_text *text)
{
        const json_t *steps = json_object_get(json, "steps");
        size_t n = json_array_size(steps);

        if (n > PD_STEPS_MAX)
                return -EBADMSG;
        for (size_t i = 0; i < n; i++) {
                const json_t *step = json_array_get(steps, i);
                bool as_meant;

                if (!json_is_object(step))
                        return -EBADMSG;
                read_fields(step, step_fields, N(step_fields), &text->steps[i]);
                text->steps[i].as_meant = pd_json_read_bool(step, "as_meant", &as_meant) == 0 ? as_meant : PD_UNKNOWN;
        }
        text->summary.n_steps = n;
        return 0;
}

/* A summary of before laps were kept has none. */
static int
read_laps(const json_t *json, struct pd_summary *summary)
{
        const json_t *laps = json_object_get(json, "laps");
        size_t n = json_array_size(laps);

        if (n > PD_LAPS_MAX)
                return -EBADMSG;
        for (size_t i = 0; i < n; i++) {
                if (!json_is_object(json_array_get(laps, i)))
                        return -EBADMSG;
                read_fields(json_array_get(laps, i), lap_fields, N(lap_fields), &summary->laps[i]);
        }
        summary->n_laps = n;
        return 0;
}

static size_t
stretch_of(int64_t seconds)
{
        size_t i = 0;

        while (i < PD_STRETCHES && pd_stretch_seconds[i] != seconds)
                i++;
        return i;
}

/* One of a length that nobody knows any more is passed over. */
static void
read_efforts(const json_t *json, struct pd_proof *proof)
{
        const json_t *efforts = json_object_get(json, "efforts");

        for (size_t n = 0; n < json_array_size(efforts); n++) {
                const json_t *effort = json_array_get(efforts, n);
                struct pd_stretch stretch = {PD_UNKNOWN, PD_UNKNOWN, false};
                int64_t seconds;
                size_t i;

                if (!json_is_object(effort) || pd_json_read_number(effort, "duration_s", 0, &seconds) < 0)
                        continue;
                i = stretch_of(seconds);
                if (i == PD_STRETCHES)
                        continue;
                read_fields(effort, effort_fields, N(effort_fields), &stretch);
                (void) pd_json_read_bool(effort, "whole", &stretch.whole);
                proof->stretches[i] = stretch;
        }
}

static void
read_proof(const json_t *json, struct pd_summary *summary)
{
        char version[16] = "";

        for (size_t i = 0; i < PD_STRETCHES; i++)
                summary->proof.stretches[i] = (struct pd_stretch) {PD_UNKNOWN, PD_UNKNOWN, false};
        (void) pd_json_read_text(json, "anchors", version, sizeof(version));
        summary->proof.anchors = (uint32_t) strtoul(version, NULL, 16);
        (void) pd_json_read_bool(json, "all_out", &summary->proof.all_out);
        read_efforts(json, &summary->proof);
}

static pd_usec
read_instant(const json_t *json, const char *key)
{
        pd_usec instant = PD_NEVER;
        int32_t offset;
        char text[40];

        if (pd_json_read_text(json, key, text, sizeof(text)) == 0)
                (void) pd_instant_read(text, &instant, &offset);
        return instant;
}

/* "" where there is none. */
static const char *
word_of(const json_t *json, const char *key)
{
        const char *word = json_string_value(json_object_get(json, key));

        return word != NULL ? word : "";
}

static void
read_words(const json_t *json, struct pd_summary_text *text)
{
        const char *reason = word_of(json, "reason");
        struct pd_summary *summary = &text->summary;

        summary->purpose_result = PD_PURPOSE_RESULT_CANNOT_TELL;
        (void) pd_purpose_result_parse(word_of(json, "purpose_result"), &summary->purpose_result);
        (void) pd_verdict_parse(word_of(json, "verdict"), &summary->verdict);
        for (int i = 0; i < PD_REASON_COUNT; i++) {
                const char *name = pd_reason_name((enum pd_reason) i);
                if (name != NULL && strcmp(name, reason) == 0)
                        summary->reason = name;
        }
        summary->stopped = pd_stop_reason_parse(word_of(json, "stopped"), &summary->stop_reason) == 0;
        (void) pd_purpose_parse(word_of(json, "purpose"), &text->purpose); /* or none */
}

static int
read_summary(const json_t *json, struct pd_summary_text *text)
{
        struct pd_summary *summary = &text->summary;

        if (pd_json_read_text(json, "id", text->id, sizeof(text->id)) < 0 || text->id[0] == '\0')
                return -EBADMSG;
        text->start_real = read_instant(json, "start");
        text->end_real = read_instant(json, "end");
        (void) pd_json_read_text(json, "workout", text->workout, sizeof(text->workout));
        (void) pd_json_read_text(json, "note", summary->note, sizeof(summary->note));
        (void) pd_json_read_text(json, "sentence", summary->sentence, sizeof(summary->sentence));
        (void) pd_json_read_bool(json, "final", &summary->final);
        (void) pd_json_read_bool(json, "learning", &summary->learning);
        read_fields(json, summary_fields, N(summary_fields), summary);
        read_proof(json, summary);
        read_words(json, text);
        return read_laps(json, summary) < 0 ? -EBADMSG : read_steps(json, text);
}

int
pd_summary_read(const char *text, size_t length, struct pd_summary_text *ret)
{
        json_t *json;
        int r = pd_json_read(text, length, &json);

        if (r < 0)
                return r;
        memset(ret, 0, sizeof(*ret));
        ret->summary.steps = ret->steps;
        r = read_summary(json, ret);
        pd_json_read_free(json);
        return r;
}
