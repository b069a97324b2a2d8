/* SPDX-License-Identifier: MIT */
/* Events as JSON. Integers in, decimals out; nothing is judged here. */
#include "formats/payload.h"

#include "formats/json.h"

#include "purposed/pace.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define TIME_SIZE 40
#define PACE_SIZE 16
#define PACE_FROM_MM_S 500   /* slower is standing about: no pace */
#define TAIL_SIZE 32         /* room kept behind the steps: ],"steps_cut":200} */

/* --- numbers and words, null if unknown --------------------------------- */

static void
put_count(struct pd_json *json, const char *key, int64_t value)
{
        if (value == PD_UNKNOWN)
                pd_json_null(json, key);
        else
                pd_json_integer(json, key, value);
}

static void
put_thousandths(struct pd_json *json, const char *key, int32_t value)
{
        if (value == PD_UNKNOWN)
                pd_json_null(json, key);
        else
                pd_json_decimal(json, key, value, 3);
}

/* 0 is no pulse, and in a target an open side. */
static void
put_hr(struct pd_json *json, const char *key, int32_t bpm)
{
        put_count(json, key, bpm > 0 ? bpm : PD_UNKNOWN);
}

static void
put_speed_limit(struct pd_json *json, const char *key, int32_t mm_s)
{
        put_thousandths(json, key, mm_s > 0 ? mm_s : PD_UNKNOWN);
}

static void
put_words(struct pd_json *json, const char *key, const char *text)
{
        pd_json_text(json, key, text && text[0] ? text : NULL);
}

/* Days since 1970-01-01 to year, month, day: eras of 400 years of 146097
 * days, years that begin in March (H. Hinnant, "chrono-compatible low-level
 * date algorithms", civil_from_days; for days from 1970 on). */
static void
civil(int64_t days, int *ret_year, int *ret_month, int *ret_day)
{
        int64_t z = days + 719468;
        int64_t era = z / 146097, doe = z % 146097;
        int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
        int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
        int64_t mp = (5 * doy + 2) / 153;
        int month = (int) (mp < 10 ? mp + 3 : mp - 9);

        *ret_year = (int) (yoe + era * 400 + (month <= 2));
        *ret_month = month;
        *ret_day = (int) (doy - (153 * mp + 2) / 5 + 1);
}

/* RFC 3339 in UTC, milliseconds cut. */
static void
put_time(struct pd_json *json, const char *key, pd_usec real)
{
        char text[TIME_SIZE];
        int year, month, day;

        if (real < 0 || real >= 253402300800 * PD_SEC) { /* the year 10000 has no such form */
                pd_json_null(json, key);
                return;
        }
        int64_t second = real / PD_SEC;
        int of_day = (int) (second % 86400);

        civil(second / 86400, &year, &month, &day);
        snprintf(text, sizeof(text), "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", year, month, day, of_day / 3600, of_day / 60 % 60,
                 of_day % 60, (int) (real % PD_SEC / PD_MSEC));
        pd_json_text(json, key, text);
}

/* The wall clock at an instant of the engine's time. */
static pd_usec
real_at(const struct pd_event *event, pd_usec at)
{
        return event->real == PD_NEVER ? PD_NEVER : event->real - (event->at - at);
}

static bool
imperial(const struct pd_event *event)
{
        return event->athlete->units == PD_UNITS_IMPERIAL;
}

/* "8:43" for a unit of LENGTH_MM, to the nearest second. */
static void
put_pace(struct pd_json *json, const struct pd_event *event, int32_t mm_s)
{
        char text[PACE_SIZE];

        if (mm_s < PACE_FROM_MM_S) {
                pd_json_null(json, "pace");
        } else {
                int seconds = (int) pd_pace_seconds(event->athlete->units, mm_s);

                snprintf(text, sizeof(text), "%d:%02d", seconds / 60, seconds % 60);
                pd_json_text(json, "pace", text);
        }
        pd_json_text(json, "pace_unit", pd_pace_unit(event->athlete->units));
}

/* Decimal minutes a kilometre, to the nearest hundredth: 10^8 / (60 v). */
static void
put_pace_min_km(struct pd_json *json, int32_t mm_s)
{
        if (mm_s < PACE_FROM_MM_S)
                pd_json_null(json, "pace_min_km");
        else
                pd_json_decimal(json, "pace_min_km", (100000000 + 30 * (int64_t) mm_s) / (60 * (int64_t) mm_s), 2);
}

/* "3.21 km", "2.00 mi" */
static void
put_distance(struct pd_json *json, const struct pd_event *event, int64_t mm)
{
        char text[40];

        if (mm < 0) { /* PD_UNKNOWN too */
                pd_json_null(json, "distance_m");
                pd_json_null(json, "distance_text");
                return;
        }
        int64_t hundredths = imperial(event) ? mm * 100 / PD_MILE_MM : mm / 10000;

        snprintf(text, sizeof(text), "%lld.%02d %s", (long long) (hundredths / 100), (int) (hundredths % 100),
                 imperial(event) ? "mi" : "km");
        pd_json_integer(json, "distance_m", mm / 1000);
        pd_json_text(json, "distance_text", text);
}

/* --- the workout --------------------------------------------------------- */

static bool
has_workout(const struct pd_event *event)
{
        return event->workout && event->workout->purpose != PD_PURPOSE_NONE;
}

static void
put_workout(struct pd_json *json, const struct pd_event *event)
{
        put_words(json, "workout", has_workout(event) ? event->workout->id : NULL);
}

static void
put_purpose(struct pd_json *json, const struct pd_event *event)
{
        pd_json_text(json, "purpose", has_workout(event) ? pd_purpose_name(event->workout->purpose) : NULL);
}

static const char *
step_words(const struct pd_step *step)
{
        return step->cue[0] ? step->cue : pd_intensity_name(step->intensity);
}

static const struct pd_step *
step_at(const struct pd_event *event, int64_t index)
{
        if (!event->workout || index < 0 || (uint64_t) index >= event->workout->n_steps)
                return NULL;
        return &event->workout->steps[index];
}

static const char *
witness_name(enum pd_witness witness)
{
        switch (witness) {
        case PD_WITNESS_NONE:
                return NULL;
        case PD_WITNESS_SPEED:
                return "speed";
        case PD_WITNESS_HEART_RATE:
                return "heart_rate";
        }
        return NULL;
}

static const char *
severity_name(enum pd_severity severity)
{
        switch (severity) {
        case PD_SEVERITY_INFO:
                return "info";
        case PD_SEVERITY_NOTICE:
                return "notice";
        case PD_SEVERITY_WARNING:
                return "warning";
        }
        return NULL;
}

/* What is asked for first: bpm or m/s, null where it is open. */
static void
put_target(struct pd_json *json, enum pd_witness witness, const struct pd_band *hr, const struct pd_band *speed)
{
        pd_json_text(json, "target_kind", witness_name(witness));
        switch (witness) {
        case PD_WITNESS_NONE:
                pd_json_null(json, "target_low");
                pd_json_null(json, "target_high");
                return;
        case PD_WITNESS_SPEED:
                put_speed_limit(json, "target_low", speed->low);
                put_speed_limit(json, "target_high", speed->high);
                return;
        case PD_WITNESS_HEART_RATE:
                put_hr(json, "target_low", hr->low);
                put_hr(json, "target_high", hr->high);
                return;
        }
}

/* --- one function a message ---------------------------------------------- */

static void
write_live(struct pd_json *json, const struct pd_event *event)
{
        const struct pd_live *live = &event->live;

        pd_json_object(json, NULL);
        put_time(json, "time", event->real);
        put_count(json, "t_s", event->t_s);
        put_hr(json, "hr_bpm", live->hr_bpm);
        put_thousandths(json, "speed_m_s", live->speed_mm_s);
        put_pace_min_km(json, live->speed_mm_s);
        put_pace(json, event, live->speed_mm_s);
        put_count(json, "cadence_spm", live->cadence_spm);
        put_distance(json, event, live->distance_mm);
        pd_json_text(json, "intensity", pd_intensity_name(live->intensity));
        if (live->certainty_percent == PD_UNKNOWN)
                pd_json_null(json, "certainty");
        else
                pd_json_decimal(json, "certainty", live->certainty_percent, 2);
        pd_json_text(json, "target_state", pd_target_state_name(live->target_state));
        pd_json_bool(json, "grey", live->grey);
        put_purpose(json, event);
        put_workout(json, event);
        put_words(json, "step", live->step);
        put_count(json, "step_index", live->step_index == PD_UNKNOWN ? PD_UNKNOWN : live->step_index + 1);
        put_count(json, "step_count", live->step_count);
        put_count(json, "step_remaining_s", live->step_remaining_s);
        put_count(json, "step_remaining_m", live->step_remaining_m);
        put_target(json, live->target_witness, &live->hr_target, &live->speed_target);
        pd_json_object_end(json);
}

/* Outside a session: "brief-20261125T063000Z", the instant by the wall clock,
 * or "brief-t1234", the second of the trace. Both stand in the journal. Of a
 * proposal, of which there may be several at one instant, what it is about:
 * "move-2026-11-24-20261125T063000Z". */
static void
name_by_instant(const struct pd_event *event, char *ret, size_t size)
{
        const char *type = event->alert.type == PD_ALERT_PROPOSAL ? event->alert.tag : pd_alert_type_name(event->alert.type);
        int64_t second = pd_usec_second(event->real);
        int year, month, day;

        if (event->real == PD_NEVER || second < 0) {
                snprintf(ret, size, "%s-t%lld", type, (long long) pd_usec_second(event->at));
                return;
        }
        civil(second / 86400, &year, &month, &day);
        snprintf(ret, size, "%s-%04d%02d%02dT%02d%02d%02dZ", type, year, month, day, (int) (second / 3600 % 24),
                 (int) (second / 60 % 60), (int) (second % 60));
}

/* "<session>-<sequence>": the same after a restart, for readers that count alerts twice. */
static void
put_alert_id(struct pd_json *json, const struct pd_event *event)
{
        char text[64];

        if (event->session[0])
                snprintf(text, sizeof(text), "%s-%u", event->session, event->sequence);
        else
                name_by_instant(event, text, sizeof(text));
        pd_json_text(json, "id", text);
}

static void
write_alert(struct pd_json *json, const struct pd_event *event)
{
        const struct pd_alert *alert = &event->alert;
        const struct pd_step *step = step_at(event, alert->step_index);

        pd_json_object(json, NULL);
        pd_json_text(json, "event_type", pd_alert_type_name(alert->type));
        put_alert_id(json, event);
        put_time(json, "time", event->real);
        put_count(json, "t_s", event->t_s);
        put_words(json, "title", alert->title);
        put_words(json, "message", alert->message);
        put_words(json, "say", alert->say);
        put_words(json, "say_public", alert->say_public);
        pd_json_text(json, "severity", severity_name(alert->severity));
        pd_json_integer(json, "priority", alert->priority);
        put_words(json, "tag", alert->tag);
        pd_json_bool(json, "resolved", alert->resolved);
        put_words(json, "session", event->session);
        pd_json_text(json, "step", step ? step_words(step) : NULL);
        put_hr(json, "hr_bpm", alert->hr_bpm);
        put_thousandths(json, "speed_m_s", alert->speed_mm_s);
        put_pace_min_km(json, alert->speed_mm_s);
        put_pace(json, event, alert->speed_mm_s);
        put_hr(json, "hr_target_low_bpm", alert->hr_low_bpm);
        put_hr(json, "hr_target_high_bpm", alert->hr_high_bpm);
        put_speed_limit(json, "speed_target_low_m_s", alert->speed_low_mm_s);
        put_speed_limit(json, "speed_target_high_m_s", alert->speed_high_mm_s);
        put_count(json, "over_s", alert->over_s);
        put_count(json, "heeded_s", alert->heeded_s);
        pd_json_text(json, "witness", witness_name(alert->witness));
        put_words(json, "lang", event->athlete->language);
        pd_json_object_end(json);
}

static void
write_session(struct pd_json *json, const struct pd_event *event)
{
        enum pd_session_state state = event->session_change.state;

        pd_json_object(json, NULL);
        pd_json_text(json, "state", pd_session_state_name(state));
        /* The event at a session's end still bears its id, for the journal's sake. */
        put_words(json, "id", pd_session_state_is_run(state) ? event->session : NULL);
        put_time(json, "since", event->session_change.since_real);
        put_workout(json, event);
        put_purpose(json, event);
        pd_json_object_end(json);
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
        pd_json_text(json, "step", planned ? step_words(planned) : NULL);
        pd_json_bool(json, "key", step->key);
        put_amount(json, step);
        put_hr(json, "hr_target_low_bpm", step->hr.low);
        put_hr(json, "hr_target_high_bpm", step->hr.high);
        put_speed_limit(json, "speed_target_low_m_s", step->speed.low);
        put_speed_limit(json, "speed_target_high_m_s", step->speed.high);
        put_count(json, "duration_s", done->duration_s);
        put_count(json, "in_target_s", done->in_target_s);
        put_count(json, "distance_m", done->distance_m);
        put_hr(json, "hr_avg_bpm", done->hr_avg_bpm);
        put_hr(json, "hr_peak_bpm", done->hr_peak_bpm);
        put_thousandths(json, "speed_avg_m_s", done->speed_avg_mm_s);
        if (done->as_meant == PD_UNKNOWN)
                pd_json_null(json, "as_meant");
        else
                pd_json_bool(json, "as_meant", done->as_meant);
        pd_json_object_end(json);
}

/* As many as fit, from the first; the rest is counted. They stand last, so
 * that they fill what is left. */
static void
put_steps(struct pd_json *json, const struct pd_event *event)
{
        const struct pd_summary *summary = &event->summary;
        size_t i;

        pd_json_array(json, "steps");
        for (i = 0; i < summary->n_steps; i++) {
                struct pd_json before = *json;

                put_step(json, step_at(event, (int64_t) i), &summary->steps[i], i);
                if (json->overflow || json->size - json->length < TAIL_SIZE) {
                        *json = before;
                        break;
                }
        }
        pd_json_array_end(json);
        pd_json_integer(json, "steps_cut", (int64_t) (summary->n_steps - i));
}

static void
put_seconds(struct pd_json *json, const struct pd_summary *summary)
{
        static const char *const keys[PD_INTENSITY_COUNT] = {
                [PD_INTENSITY_UNKNOWN] = "unknown_s", [PD_INTENSITY_REST] = "rest_s",         [PD_INTENSITY_RECOVERY] = "recovery_s",
                [PD_INTENSITY_EASY] = "easy_s",       [PD_INTENSITY_MODERATE] = "moderate_s", [PD_INTENSITY_HARD] = "hard_s",
        };

        for (size_t i = 0; i < PD_INTENSITY_COUNT; i++)
                put_count(json, keys[i], summary->seconds[i]);
}

static void
put_judgement(struct pd_json *json, const struct pd_event *event)
{
        const struct pd_summary *summary = &event->summary;

        put_count(json, "over_s", summary->over_s);
        put_count(json, "excursions", summary->excursions);
        put_count(json, "alerts", summary->alerts);
        put_count(json, "heeded", summary->heeded);
        put_count(json, "reps_done", summary->reps_done);
        put_count(json, "reps_meant", summary->reps_meant);
        put_count(json, "rpe", summary->rpe);
        pd_json_text(json, "stopped", summary->stopped ? pd_stop_reason_name(summary->stop_reason) : NULL);
        put_words(json, "note", summary->note);
        pd_json_bool(json, "learning", summary->learning);
        put_workout(json, event);
        put_purpose(json, event);
        pd_json_text(json, "purpose_result", pd_purpose_result_name(summary->purpose_result));
        pd_json_text(json, "verdict", pd_verdict_name(summary->verdict));
        pd_json_text(json, "reason", summary->reason);
        put_words(json, "sentence", summary->sentence);
        put_count(json, "went_wrong_s", summary->went_wrong_s);
}

static void
write_summary(struct pd_json *json, const struct pd_event *event)
{
        const struct pd_summary *summary = &event->summary;

        pd_json_object(json, NULL);
        put_words(json, "id", event->session);
        put_time(json, "start", real_at(event, summary->start));
        put_time(json, "end", real_at(event, summary->end));
        pd_json_bool(json, "final", summary->final);
        put_count(json, "revision", summary->revision);
        put_count(json, "duration_s", summary->duration_s);
        put_count(json, "moving_s", summary->moving_s);
        put_distance(json, event, summary->distance_m == PD_UNKNOWN ? PD_UNKNOWN : summary->distance_m * (int64_t) 1000);
        put_count(json, "distance_unheard_m", summary->distance_unheard_m);
        put_hr(json, "hr_avg_bpm", summary->hr_avg_bpm);
        put_hr(json, "hr_max_bpm", summary->hr_max_bpm);
        put_thousandths(json, "speed_avg_m_s", summary->speed_avg_mm_s);
        put_pace_min_km(json, summary->speed_avg_mm_s);
        put_pace(json, event, summary->speed_avg_mm_s);
        put_count(json, "cadence_avg_spm", summary->cadence_avg_spm);
        put_seconds(json, summary);
        put_count(json, "grey_s", summary->grey_s);
        put_count(json, "drift_s", summary->drift_s);
        put_judgement(json, event);
        put_steps(json, event);
        pd_json_object_end(json);
}

static void
write_plan(struct pd_json *json, const struct pd_event *event)
{
        pd_json_object(json, NULL);
        put_words(json, "goal", event->athlete->goal);
        if (has_workout(event)) {
                pd_json_object(json, "workout");
                put_words(json, "id", event->workout->id);
                put_words(json, "title", event->workout->title);
                put_purpose(json, event);
                pd_json_object_end(json);
        } else {
                pd_json_null(json, "workout");
        }
        pd_json_null(json, "next");
        pd_json_object_end(json);
}

static void
put_counters(struct pd_json *json, const struct pd_sensor_report *report)
{
        pd_json_object(json, "counters");
        pd_json_integer(json, "frames", (int64_t) report->frames);
        pd_json_integer(json, "unknown_frames", (int64_t) report->unknown_frames);
        for (unsigned i = 0; i < PD_FAULT_COUNT; i++)
                pd_json_integer(json, pd_frame_fault_name((enum pd_frame_fault) i), (int64_t) report->faults[i]);
        pd_json_object_end(json);
}

static void
write_sensor(struct pd_json *json, const struct pd_sensor_report *report)
{
        pd_json_object(json, NULL);
        put_words(json, "name", report->name);
        pd_json_text(json, "kind", report->type ? report->type->key : NULL);
        put_words(json, "maker", report->maker);
        put_words(json, "model", report->model);
        put_words(json, "firmware", report->firmware);
        pd_json_bool(json, "connected", report->connected);
        put_count(json, "battery", report->battery_percent);
        put_count(json, "rssi", report->rssi_dbm);
        if (report->contact == PD_UNKNOWN)
                pd_json_null(json, "contact");
        else
                pd_json_bool(json, "contact", report->contact != 0);
        put_count(json, "location", report->location);
        put_counters(json, report);
        pd_json_object_end(json);
}

static void
write_info(struct pd_json *json, const struct pd_bridge_info *info, const char *node)
{
        pd_json_object(json, NULL);
        pd_json_text(json, "node", node);
        pd_json_text(json, "version", info->version);
        put_words(json, "adapters", info->adapters);
        put_words(json, "configuration", info->configuration);
        put_time(json, "started", info->started_real);
        pd_json_text(json, "mqtt_version", info->mqtt_version == 5 ? "5" : "3.1.1");
        pd_json_object_end(json);
}

/* All zeros are no news that anybody should believe: null if unknown. */
static void
put_node(struct pd_json *json, const struct pd_node_state *node)
{
        put_count(json, "sensors", node ? node->sensors : PD_UNKNOWN);
        put_count(json, "links", node ? node->links : PD_UNKNOWN);
        put_count(json, "late_inputs", node ? (int64_t) node->late_inputs : PD_UNKNOWN);
        put_count(json, "stray_frames", node ? (int64_t) node->stray_frames : PD_UNKNOWN);
        put_count(json, "journal_inputs", node ? (int64_t) node->journal.inputs : PD_UNKNOWN);
        put_count(json, "journal_dropped", node ? (int64_t) node->journal.dropped : PD_UNKNOWN);
        put_count(json, "journal_card_errors", node ? (int64_t) node->journal.card_errors : PD_UNKNOWN);
        put_count(json, "journal_memory_bytes", node ? (int64_t) node->journal.memory_bytes : PD_UNKNOWN);
        put_count(json, "journal_unsynced_bytes", node ? (int64_t) node->journal.unsynced_bytes : PD_UNKNOWN);
}

static void
write_health(struct pd_json *json, const struct pd_bridge_health *health)
{
        pd_json_object(json, NULL);
        put_time(json, "connected_since", health->connected_real);
        pd_json_integer(json, "connections", (int64_t) health->connections);
        put_node(json, health->node);
        pd_json_integer(json, "queued", (int64_t) health->queued);
        pd_json_integer(json, "queued_bytes", (int64_t) health->queued_bytes);
        pd_json_integer(json, "in_flight", (int64_t) health->in_flight);
        pd_json_integer(json, "dropped_live", (int64_t) health->dropped_live);
        pd_json_integer(json, "dropped_stale", (int64_t) health->dropped_stale);
        pd_json_integer(json, "dropped_full", (int64_t) health->dropped_full);
        pd_json_integer(json, "refused", (int64_t) health->refused);
        pd_json_integer(json, "memory_peak_kib", health->memory_peak_kib);
        pd_json_object_end(json);
}

static int
write_event(struct pd_json *json, const struct pd_event *event)
{
        switch (event->kind) {
        case PD_EVENT_ALERT:
                write_alert(json, event);
                return 0;
        case PD_EVENT_LIVE:
        case PD_EVENT_STATE:
                write_live(json, event);
                return 0;
        case PD_EVENT_SESSION:
                write_session(json, event);
                return 0;
        case PD_EVENT_SUMMARY:
                write_summary(json, event);
                return 0;
        case PD_EVENT_PLAN:
                write_plan(json, event);
                return 0;
        case PD_EVENT_SENSOR:
                write_sensor(json, event->sensor);
                return 0;
        case PD_EVENT_REARMED:
                return -ENOMSG;
        }
        return -ENOMSG;
}

int
pd_payload_put_event(struct pd_json *json, const struct pd_event *event)
{
        if (!event->athlete && event->kind != PD_EVENT_SENSOR && event->kind != PD_EVENT_REARMED)
                return -EINVAL;
        return write_event(json, event);
}

int
pd_payload_event(const struct pd_event *event, char *ret, size_t size, size_t *ret_length)
{
        struct pd_json json;
        int r;

        pd_json_init(&json, ret, size);
        r = pd_payload_put_event(&json, event);
        return r < 0 ? r : pd_json_finish(&json, ret_length);
}

int
pd_payload_info(const struct pd_bridge_info *info, const char *node, char *ret, size_t size, size_t *ret_length)
{
        struct pd_json json;

        pd_json_init(&json, ret, size);
        write_info(&json, info, node);
        return pd_json_finish(&json, ret_length);
}

int
pd_payload_health(const struct pd_bridge_health *health, char *ret, size_t size, size_t *ret_length)
{
        struct pd_json json;

        pd_json_init(&json, ret, size);
        write_health(&json, health);
        return pd_json_finish(&json, ret_length);
}
