/* SPDX-License-Identifier: MIT */
/* The summary of a session as JSON. */
#include "formats/payload_summary.h"

#include "formats/payload_terms.h"

#include "formats/payload.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* How the steps begin, go on and end. No text holds any of these: its quotes are escaped. */
#define STEPS "\"steps\":["
#define NEXT_STEP ",{\"step_index\":"
#define STEPS_END "],\"steps_cut\":"

#define TAIL_SIZE 32 /* room kept behind the steps: ],"steps_cut":200} */

/* The wall clock at an instant of the engine's time. */
static pd_usec
real_at(const struct pd_event *event, pd_usec at)
{
        return event->real == PD_NEVER ? PD_NEVER : event->real - (event->at - at);
}

static void
put_amount(struct pd_json *json, const struct pd_step *step)
{
        switch (step->extent) {
        case PD_EXTENT_OPEN:
                pd_json_null(json, "planned_s");
                pd_json_null(json, "planned_m");
                return;
        case PD_EXTENT_TIME:
                pd_json_integer(json, "planned_s", step->amount / PD_SEC);
                pd_json_null(json, "planned_m");
                return;
        case PD_EXTENT_DISTANCE:
                pd_json_null(json, "planned_s");
                pd_json_integer(json, "planned_m", step->amount / 1000);
                return;
        }
}

/* Target against done. PLANNED is NULL where the run went on past the workout. */
static void
put_step(struct pd_json *json, const struct pd_step *planned, const struct pd_step_done *done, size_t i)
{
        static const struct pd_step none = { .extent = PD_EXTENT_OPEN };
        const struct pd_step *step = planned ? planned : &none;

        pd_json_object(json, NULL);
        pd_json_integer(json, "step_index", (int64_t) i + 1);
        pd_json_text(json, "step", planned ? pd_step_words(planned) : NULL);
        pd_json_bool(json, "key", step->key);
        put_amount(json, step);
        pd_payload_hr(json, "hr_target_low_bpm", step->hr.low);
        pd_payload_hr(json, "hr_target_high_bpm", step->hr.high);
        pd_payload_speed_limit(json, "speed_target_low_m_s", step->speed.low);
        pd_payload_speed_limit(json, "speed_target_high_m_s", step->speed.high);
        pd_json_known(json, "duration_s", done->duration_s);
        pd_json_known(json, "in_target_s", done->in_target_s);
        pd_json_known(json, "distance_m", done->distance_m);
        pd_payload_hr(json, "hr_avg_bpm", done->hr_avg_bpm);
        pd_payload_hr(json, "hr_peak_bpm", done->hr_peak_bpm);
        pd_payload_thousandths(json, "speed_avg_m_s", done->speed_avg_mm_s);
        if (done->as_meant == PD_UNKNOWN)
                pd_json_null(json, "as_meant");
        else
                pd_json_bool(json, "as_meant", done->as_meant);
        pd_json_object_end(json);
}

/* All, or as many as fit, from the first; the rest is counted. They stand
 * last, so that they fill what is left. */
static void
put_steps(struct pd_json *json, const struct pd_event *event, bool cuts)
{
        const struct pd_summary *summary = &event->summary;
        size_t i;

        pd_json_array(json, "steps");
        for (i = 0; i < summary->n_steps; i++) {
                struct pd_json before = *json;

                put_step(json, pd_payload_step_at(event, (int64_t) i), &summary->steps[i], i);
                if (cuts && (json->overflow || json->size - json->length < TAIL_SIZE)) {
                        *json = before;
                        break;
                }
        }
        pd_json_array_end(json);
        pd_json_integer(json, "steps_cut", (int64_t) (summary->n_steps - i));
}

static void
put_laps(struct pd_json *json, const struct pd_summary *summary)
{
        pd_json_array(json, "laps");
        for (size_t i = 0; i < summary->n_laps; i++) {
                const struct pd_lap *lap = &summary->laps[i];

                pd_json_object(json, NULL);
                pd_json_integer(json, "lap", (int64_t) i + 1);
                pd_json_known(json, "start_s", lap->start_s);
                pd_json_known(json, "duration_s", lap->duration_s);
                pd_json_known(json, "moving_s", lap->moving_s);
                pd_json_known(json, "distance_m", lap->distance_m);
                pd_payload_hr(json, "hr_avg_bpm", lap->hr_avg_bpm);
                pd_json_object_end(json);
        }
        pd_json_array_end(json);
}

static void
put_judgement(struct pd_json *json, const struct pd_event *event)
{
        const struct pd_summary *summary = &event->summary;

        pd_json_known(json, "over_s", summary->over_s);
        pd_json_known(json, "excursions", summary->excursions);
        pd_json_known(json, "alerts", summary->alerts);
        pd_json_known(json, "heeded", summary->heeded);
        pd_json_known(json, "reps_done", summary->reps_done);
        pd_json_known(json, "reps_meant", summary->reps_meant);
        pd_json_known(json, "rpe", summary->rpe);
        pd_json_text(json, "stopped", summary->stopped ? pd_stop_reason_name(summary->stop_reason) : NULL);
        pd_payload_words(json, "note", summary->note);
        pd_json_bool(json, "learning", summary->learning);
        pd_payload_workout(json, event);
        pd_payload_purpose(json, event);
        pd_json_text(json, "purpose_result", pd_purpose_result_name(summary->purpose_result));
        pd_json_text(json, "verdict", pd_verdict_name(summary->verdict));
        pd_json_text(json, "reason", summary->reason);
        pd_payload_words(json, "sentence", summary->sentence);
        pd_json_known(json, "went_wrong_s", summary->went_wrong_s);
}

/* Alike in every summary of one set of anchors: "3f2a91c0". */
static void
put_anchors(struct pd_json *json, uint32_t version)
{
        char text[9];

        snprintf(text, sizeof(text), "%08x", version);
        pd_json_text(json, "anchors", version != 0 ? text : NULL);
}

static void
put_stretches(struct pd_json *json, const struct pd_proof *proof)
{
        pd_json_array(json, "efforts");
        for (size_t i = 0; i < PD_STRETCHES; i++) {
                const struct pd_stretch *stretch = &proof->stretches[i];

                if (stretch->speed_mm_s == PD_UNKNOWN)
                        continue;
                pd_json_object(json, NULL);
                pd_json_integer(json, "duration_s", pd_stretch_seconds[i]);
                pd_payload_thousandths(json, "speed_m_s", stretch->speed_mm_s);
                pd_payload_hr(json, "hr_bpm", stretch->hr_bpm);
                pd_json_bool(json, "whole", stretch->whole);
                pd_json_object_end(json);
        }
        pd_json_array_end(json);
}

static void
put_proof(struct pd_json *json, const struct pd_proof *proof)
{
        put_anchors(json, proof->anchors);
        pd_json_bool(json, "all_out", proof->all_out);
        pd_payload_hr(json, "hr_held_bpm", proof->hr_held_bpm);
        pd_payload_hr(json, "test_hr_bpm", proof->test.bpm);
        pd_json_known(json, "test_hr_width_bpm", proof->test.width_bpm);
        pd_payload_thousandths(json, "test_speed_m_s", proof->test_speed_mm_s);
        pd_payload_hr(json, "lt1_bpm", proof->lt1.bpm);
        pd_json_known(json, "lt1_width_bpm", proof->lt1.width_bpm);
        pd_payload_hr(json, "lt2_bpm", proof->lt2.bpm);
        pd_json_known(json, "lt2_width_bpm", proof->lt2.width_bpm);
        put_stretches(json, proof);
}

void
pd_payload_put_summary(struct pd_json *json, const struct pd_event *event, bool cuts)
{
        const struct pd_summary *summary = &event->summary;

        pd_json_object(json, NULL);
        pd_payload_words(json, "id", event->session);
        pd_payload_time(json, "start", real_at(event, summary->start));
        pd_payload_time(json, "end", real_at(event, summary->end));
        pd_json_bool(json, "final", summary->final);
        pd_json_known(json, "revision", summary->revision);
        pd_json_known(json, "duration_s", summary->duration_s);
        pd_json_known(json, "moving_s", summary->moving_s);
        pd_payload_distance(json, event, summary->distance_m == PD_UNKNOWN ? PD_UNKNOWN : summary->distance_m * (int64_t) 1000);
        pd_json_known(json, "distance_unheard_m", summary->distance_unheard_m);
        pd_payload_hr(json, "hr_avg_bpm", summary->hr_avg_bpm);
        pd_payload_hr(json, "hr_max_bpm", summary->hr_max_bpm);
        pd_payload_thousandths(json, "speed_avg_m_s", summary->speed_avg_mm_s);
        pd_payload_pace_min_km(json, summary->speed_avg_mm_s);
        pd_payload_pace(json, event, summary->speed_avg_mm_s);
        pd_json_known(json, "power_avg_w", summary->power_avg_w);
        pd_json_known(json, "cadence_avg_spm", summary->cadence_avg_spm);
        pd_payload_seconds(json, summary->seconds);
        pd_json_known(json, "grey_s", summary->grey_s);
        pd_json_known(json, "drift_s", summary->drift_s);
        pd_payload_trimp(json, summary->trimp_tenths);
        put_judgement(json, event);
        put_proof(json, &summary->proof);
        put_laps(json, summary);
        put_steps(json, event, cuts);
        pd_json_object_end(json);
}

int
pd_payload_cut_steps(char *json, size_t most, size_t *ret_length)
{
        char *steps = strstr(json, STEPS), *end = steps != NULL ? strstr(steps, STEPS_END) : NULL, *kept, *at;
        long cut;

        if (end == NULL)
                return -ENOBUFS;
        cut = strtol(end + strlen(STEPS_END), NULL, 10);
        kept = steps + strlen(STEPS);
        if ((size_t) (kept - json) + TAIL_SIZE > most)
                return -ENOBUFS;
        for (at = kept; at < end;) { /* from the end of one step to the end of the next */
                char *next = strstr(at + 1, NEXT_STEP);

                at = next != NULL ? next : end;
                if ((size_t) (at - json) + TAIL_SIZE <= most)
                        kept = at;
                else
                        cut++;
        }
        *ret_length = (size_t) (kept - json) + (size_t) snprintf(kept, TAIL_SIZE, STEPS_END "%ld}", cut);
        return 0;
}
